//! `gazet why`: what was tagged, what was not, and what decided it; for people or for programs.

use std::sync::Arc;

use clap::{Args, ValueEnum};
use gazet::read::Failure;
use gazet::write::{OffsetUnit, ReasonsRecord};
use gazet::{Document, Tagger};

use super::args::{InputArgs, Results, RunningArgs, TaggingArgs, UnitName};
use super::console::printable;
use super::exit::{Exit, Failed, Outcome};
use super::framing::Framing;
use super::job::{Render, Rendered};
use super::output::{Output, WriteError};
use super::run::Run;

#[derive(Debug, Args)]
pub(super) struct WhyArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    tagging: TaggingArgs,
    /// The format of the reasons.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, help_heading = "Output")]
    format: WhyFormat,
    /// The unit of start and end in JSON [default: char]; text shows bytes.
    #[arg(long, value_name = "UNIT", value_enum, help_heading = "Output")]
    offsets: Option<UnitName>,
    #[command(flatten)]
    running: RunningArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum WhyFormat {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON object a line for each document.
    Json,
}

impl WhyArgs {
    pub(super) fn run(self) -> Outcome {
        if self.format == WhyFormat::Text && self.offsets.is_some() {
            return Err(Failed::usage("--offsets needs --format json; text shows bytes"));
        }
        let inputs = self.input.inputs()?;
        let tagger = self.tagging.tagger()?;
        let output = match Output::open(None, self.framing(), self.running.flushing(Results::ToStdout)) {
            Ok(output) => output,
            Err(WriteError::ClosedPipe) => return Ok(Exit::Done),
            Err(WriteError::Failed(failed)) => return Err(failed),
        };
        self.input.hint_at_terminal(self.running.console());
        Run {
            inputs,
            render: self.render(tagger),
            output,
            settings: self.running.settings(Results::ToStdout),
        }
        .run()
    }

    fn framing(&self) -> Framing {
        match self.format {
            WhyFormat::Text => Framing::Bare,
            WhyFormat::Json => Framing::Lines,
        }
    }

    fn render(&self, tagger: Tagger) -> Arc<dyn Render> {
        match self.format {
            WhyFormat::Text => Arc::new(Texts {
                tagger,
                headers: if self.input.is_single() {
                    Headers::Omitted
                } else {
                    Headers::Shown
                },
            }),
            WhyFormat::Json => Arc::new(Records {
                tagger,
                offsets: self.offsets.unwrap_or_default().into(),
            }),
        }
    }
}

/// Whether each document's reasons stand below its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Headers {
    Shown,
    Omitted,
}

/// Prints reasons for people.
struct Texts {
    tagger: Tagger,
    headers: Headers,
}

impl Render for Texts {
    fn document(&self, document: &Document) -> Rendered {
        let explanation = self.tagger.explain(document);
        let header = match self.headers {
            Headers::Shown => format!("== {} ==\n", printable(&document.id)),
            Headers::Omitted => String::new(),
        };
        Rendered {
            output: format!("{header}{explanation}").into_bytes(),
            spans: explanation.tagged.mentions.len(),
        }
    }

    fn failure(&self, _: &Failure) -> Vec<u8> {
        Vec::new()
    }
}

/// Prints reasons for programs.
struct Records {
    tagger: Tagger,
    offsets: OffsetUnit,
}

impl Render for Records {
    fn document(&self, document: &Document) -> Rendered {
        let explanation = self.tagger.explain(document);
        let record = ReasonsRecord::explained(document, explanation.reasons, self.offsets);
        Rendered {
            output: line(&record),
            spans: explanation.tagged.mentions.len(),
        }
    }

    fn failure(&self, failure: &Failure) -> Vec<u8> {
        line(&ReasonsRecord::failed(failure, self.offsets))
    }
}

fn line(record: &ReasonsRecord) -> Vec<u8> {
    let mut line = Vec::new();
    record.append_to(&mut line);
    line
}
