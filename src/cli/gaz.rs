//! `gazet gaz`: work with lists of names.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::exit::{Exit, Outcome};
use super::later::{self, Later};

#[derive(Debug, Subcommand)]
pub(super) enum Gaz {
    /// Compile lists into one file that opens at once.
    Build(BuildArgs),
    /// Check lists for mistakes (not there yet).
    Lint(Later),
    /// Run the examples of lists (not there yet).
    Test(Later),
    /// Count what lists hold (not there yet).
    Stats(Later),
    /// Make a list of another source (not there yet).
    Import(Later),
    /// Show the entries of a name (not there yet).
    Lookup(Later),
    /// Show what two lists differ in (not there yet).
    Diff(Later),
}

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    /// Lists (TSV, CSV, JSONL) or folders of lists; those given later lie over those before.
    #[arg(required = true, value_name = "LIST")]
    lists: Vec<PathBuf>,
    /// The compiled file.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

impl Gaz {
    pub(super) fn run(self) -> Outcome {
        match self {
            Gaz::Build(args) => build(&args.lists, &args.output),
            Gaz::Lint(_) => later::refuse("`gazet gaz lint`"),
            Gaz::Test(_) => later::refuse("`gazet gaz test`"),
            Gaz::Stats(_) => later::refuse("`gazet gaz stats`"),
            Gaz::Import(_) => later::refuse("`gazet gaz import`"),
            Gaz::Lookup(_) => later::refuse("`gazet gaz lookup`"),
            Gaz::Diff(_) => later::refuse("`gazet gaz diff`"),
        }
    }
}

/// Compiles `lists` into `output`.
fn build(lists: &[PathBuf], output: &Path) -> Outcome {
    gazet::lists::build(lists, output)?;
    Ok(Exit::Done)
}
