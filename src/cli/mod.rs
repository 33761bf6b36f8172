//! The command line: what users type becomes options of the library, results become exit codes.
//!
//! One file for each subcommand; `tag` is the default and may be left out. The groups of flags that subcommands share
//! are in [`args`]; [`run`](mod@run) takes documents through the tagger to the output.

mod args;
mod console;
mod eval;
mod exit;
mod framing;
mod gaz;
mod gold;
mod job;
mod later;
mod output;
mod pipeline;
mod progress;
mod run;
mod schema;
mod stdout;
mod tag;
mod train;
mod why;

use clap::{Parser, Subcommand};

use console::Console;
pub use exit::Exit;
use exit::Failed;
use later::Later;

const EXAMPLES: &str = "\
Examples:
  gazet article.txt                          tag a file
  curl -s URL | gazet                        tag what a pipe brings
  gazet news/ -o tagged/                     tag a folder, a file of results for each article
  gazet --jsonl --text-field title,body < articles.jsonl
  gazet news/ | jq -r '.entities[] | select(.label == \"ORG\") | .name' | sort | uniq -c | sort -rn
  gazet -g ships.tsv --types SHIP,LOC news/  tag the names of a list of your own
  gazet why article.txt                      show what decided each name

Kind is told by name or flag, never by content: .jsonl and .ndjson hold one JSON document a line, all else is one
text. Hidden files in folders are left out (--hidden), ignore files are not obeyed (--respect-ignore). A file named as a
command is: `gazet ./why`.

Exit codes:
  0  done, found or not          3  finished, but some inputs failed
  1  nothing found (only -e)     4  the output could not be written
  2  usage, or a list that cannot be read: nothing done";

/// Finds the people, places and organizations that news text names.
///
/// Prints one JSON object for each document: where names stand, what they are, and which of them are the same thing.
/// Reads standard input when there is no PATH.
#[derive(Debug, Parser)]
#[command(name = "gazet", version, args_conflicts_with_subcommands = true, after_long_help = EXAMPLES)]
#[command(after_help = "See --help for examples and more.", max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    tag: tag::TagArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tag text (the default: the word may be left out).
    Tag(tag::TagArgs),
    /// Show what was tagged, what was not, and what decided it.
    Why(why::WhyArgs),
    /// Work with lists of names.
    #[command(subcommand)]
    Gaz(gaz::Gaz),
    /// Train the model's weights on annotated text.
    Train(train::TrainArgs),
    /// Measure against annotated text.
    ///
    /// Counts spans that agree in start, end and type (P, R, F1), that overlap one of their type (overlap), and that agree
    /// whatever their type (untyped); shows which types are taken for which, what is wrong most often, and whether scores
    /// are the probabilities they should be.
    Eval(eval::EvalArgs),
    /// Print the JSON Schema of a record.
    Schema,
    /// Print completions for a shell (not there yet).
    Completions(Later),
    /// Print the manual page (not there yet).
    Man(Later),
}

/// The names of commands, which a path may be mistaken for.
const COMMANDS: [&str; 8] = ["tag", "why", "gaz", "train", "eval", "schema", "completions", "man"];

/// Parses the command line; prints help or what is wrong with it and ends the process if there is no more to do.
pub fn parse() -> Cli {
    Cli::parse()
}

/// Does what the command line says.
pub fn run(cli: Cli) -> Exit {
    let outcome = match cli.command {
        None => cli.tag.run(),
        Some(Command::Tag(args)) => args.run(),
        Some(Command::Why(args)) => args.run(),
        Some(Command::Gaz(gaz)) => gaz.run(),
        Some(Command::Train(args)) => args.run(),
        Some(Command::Eval(args)) => args.run(),
        Some(Command::Schema) => schema::run(),
        Some(Command::Completions(_)) => later::refuse("`gazet completions`"),
        Some(Command::Man(_)) => later::refuse("`gazet man`"),
    };
    outcome.unwrap_or_else(|failed: Failed| {
        Console::default().fatal(&failed.message);
        failed.exit
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_is_known_by_name() {
        let command = Cli::command();
        let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        assert_eq!(names, COMMANDS);
    }
}
