//! `gazet tag`, the default: text in, records out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use gazet::read::{Failure, STDIN};
use gazet::write::{Options, Record, Scheme, TextInRecord, Types};
use gazet::{Document, Tagger};

use super::args::{InputArgs, Results, RunningArgs, TaggingArgs, UnitName};
use super::exit::{Exit, Failed, Outcome};
use super::framing::Format;
use super::job::{Render, Rendered};
use super::later;
use super::output::{Output, WriteError};
use super::run::Run;

#[derive(Debug, Args)]
pub(super) struct TagArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    tagging: TaggingArgs,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    running: RunningArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
struct RecordArgs {
    /// Name labels as other tools do [default: PER LOC ORG NORP MISC].
    #[arg(long, value_name = "SCHEME", value_enum)]
    labels: Option<SchemeName>,

    /// The types to print, commas between [default: PER,LOC,ORG and all types of your lists].
    ///
    /// NORP (nationalities, creeds, parties' adherents) and MISC (other names) are printed on request.
    #[arg(long, value_name = "TYPES", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    types: Vec<String>,

    /// Which of overlapping spans are printed (nested and all are not there yet).
    #[arg(long, value_name = "WHICH", value_enum, default_value_t)]
    overlaps: Overlaps,

    /// The unit of start and end.
    #[arg(long, value_name = "UNIT", value_enum, default_value_t)]
    offsets: UnitName,

    /// Print only spans of this score or more, 0 to 1.
    #[arg(long, value_name = "SCORE", default_value = "0", value_parser = probability)]
    min_score: f32,

    /// The format of results.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,

    /// Write to a file, or, if PATH ends in `/` or is a folder, to a file for each input.
    ///
    /// A file appears whole or not at all. In a folder the results of news/a.txt are in news/a.txt.jsonl, those of
    /// standard input in stdin.jsonl.
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,

    /// Go on where a run before ended (not there yet).
    #[arg(long, requires = "output")]
    resume: bool,

    /// Print the document's text in its record.
    #[arg(long)]
    with_text: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SchemeName {
    /// PER, LOC, ORG, MISC.
    Conll,
    /// PERSON, GPE, LOC, FAC, ORG, NORP, ...
    Ontonotes,
    /// PERSON, LOCATION, ORGANIZATION, ...
    Google,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Overlaps {
    /// The best disjoint ones.
    #[default]
    Longest,
    /// Names within names too (not there yet).
    Nested,
    /// All (not there yet).
    All,
}

fn probability(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(score) if (0.0..=1.0).contains(&score) => Ok(score),
        _ => Err("expected a number from 0 to 1, such as 0.5".to_owned()),
    }
}

impl TagArgs {
    pub(super) fn run(self) -> Outcome {
        self.record.check()?;
        let inputs = self.input.inputs()?;
        if let Some(output) = &self.record.output {
            self.input.refuse_as_output(output)?;
        }
        let tagger = self.tagging.tagger()?;
        let output = match self.output() {
            Ok(output) => output,
            Err(WriteError::ClosedPipe) => return Ok(Exit::Done),
            Err(WriteError::Failed(failed)) => return Err(failed),
        };
        self.input.hint_at_terminal(self.running.console());
        let render = Arc::new(Records {
            tagger,
            options: self.record.options(),
        });
        Run {
            inputs,
            render,
            output,
            settings: self.running.settings(self.record.results()),
        }
        .run()
    }

    fn output(&self) -> Result<Output, WriteError> {
        Output::open(
            self.record.output.as_deref(),
            self.record.format.into(),
            self.running.flushing(self.record.results()),
        )
    }
}

impl RecordArgs {
    fn check(&self) -> Result<(), Failed> {
        match self {
            RecordArgs { resume: true, .. } => Err(later::not_yet("`--resume`")),
            RecordArgs {
                overlaps: Overlaps::Nested,
                ..
            } => Err(later::not_yet("`--overlaps nested`")),
            RecordArgs {
                overlaps: Overlaps::All,
                ..
            } => Err(later::not_yet("`--overlaps all`")),
            _ => Ok(()),
        }
    }

    fn results(&self) -> Results {
        match &self.output {
            Some(path) if path != Path::new(STDIN) => Results::ToFiles,
            _ => Results::ToStdout,
        }
    }

    fn options(&self) -> Options {
        Options {
            labels: match self.labels {
                None => Scheme::Own,
                Some(SchemeName::Conll) => Scheme::Conll,
                Some(SchemeName::Ontonotes) => Scheme::OntoNotes,
                Some(SchemeName::Google) => Scheme::Google,
            },
            types: if self.types.is_empty() {
                Types::Usual
            } else {
                Types::Named(self.types.clone())
            },
            offsets: self.offsets.into(),
            min_score: self.min_score,
            text: if self.with_text {
                TextInRecord::Included
            } else {
                TextInRecord::Omitted
            },
        }
    }
}

/// Prints records.
struct Records {
    tagger: Tagger,
    options: Options,
}

impl Render for Records {
    fn document(&self, document: &Document) -> Rendered {
        let tagged = self.tagger.tag(document);
        let record = Record::tagged(document, &tagged, &self.options);
        Rendered {
            output: line(&record),
            spans: record.spans.len(),
        }
    }

    fn failure(&self, failure: &Failure) -> Vec<u8> {
        line(&Record::failed(failure, &self.options))
    }
}

fn line(record: &Record) -> Vec<u8> {
    let mut line = Vec::new();
    record.append_to(&mut line);
    line
}
