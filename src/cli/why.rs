//! `gazet why`: what was tagged, what was not, and what decided it; for people.

use std::sync::Arc;

use clap::{Args, ValueEnum};
use gazet::read::Failure;
use gazet::{Document, Tagger};

use super::args::{InputArgs, Results, RunningArgs, TaggingArgs};
use super::console::printable;
use super::exit::{Exit, Outcome};
use super::framing::Framing;
use super::job::{Render, Rendered};
use super::later;
use super::output::{Output, WriteError};
use super::run::Run;

#[derive(Debug, Args)]
pub(super) struct WhyArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    tagging: TaggingArgs,
    /// The format of the reasons (json is not there yet).
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, help_heading = "Output")]
    format: WhyFormat,
    #[command(flatten)]
    running: RunningArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum WhyFormat {
    /// For people.
    #[default]
    Text,
    /// For programs (not there yet).
    Json,
}

/// Whether each document's reasons stand below its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Headers {
    Shown,
    Omitted,
}

impl WhyArgs {
    pub(super) fn run(self) -> Outcome {
        if self.format == WhyFormat::Json {
            return later::refuse("`gazet why --format json`");
        }
        let inputs = self.input.inputs()?;
        let tagger = self.tagging.tagger()?;
        let output = match Output::open(None, Framing::Bare, self.running.flushing(Results::ToStdout)) {
            Ok(output) => output,
            Err(WriteError::ClosedPipe) => return Ok(Exit::Done),
            Err(WriteError::Failed(failed)) => return Err(failed),
        };
        self.input.hint_at_terminal(self.running.console());
        let headers = if self.input.is_single() {
            Headers::Omitted
        } else {
            Headers::Shown
        };
        let render = Arc::new(Reasons { tagger, headers });
        Run {
            inputs,
            render,
            output,
            settings: self.running.settings(Results::ToStdout),
        }
        .run()
    }
}

/// Prints reasons.
struct Reasons {
    tagger: Tagger,
    headers: Headers,
}

impl Render for Reasons {
    fn document(&self, document: &Document) -> Rendered {
        let explanation = self.tagger.explain(document);
        let mut output = Vec::new();
        if self.headers == Headers::Shown {
            output.extend_from_slice(format!("== {} ==\n", printable(&document.id)).as_bytes());
        }
        output.extend_from_slice(explanation.text.as_bytes());
        if !explanation.text.is_empty() && !explanation.text.ends_with('\n') {
            output.push(b'\n');
        }
        Rendered {
            output,
            spans: explanation.tagged.mentions.len(),
        }
    }

    fn failure(&self, _: &Failure) -> Vec<u8> {
        Vec::new()
    }
}
