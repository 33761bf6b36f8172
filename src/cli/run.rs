//! A run over inputs: read, tag, write; what failed is told and counted, and the end is an exit code.

use std::sync::Arc;

use clap::ValueEnum;
use gazet::read::Inputs;

use super::console::Console;
use super::exit::{Exit, Outcome};
use super::job::{Done, Render};
use super::output::{Output, WriteError};
use super::pipeline::{Pipeline, Plan};
use super::progress::{Progress, Step, When};

/// What becomes of inputs that fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Errors {
    /// A record with the error, and the run goes on.
    #[default]
    Record,
    /// No record, and the run goes on.
    Skip,
    /// A record with the error, and the run ends; a file of `-o` is not written.
    Stop,
}

/// Whether finding nothing is told by the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhenNothing {
    Done,
    Told,
}

/// A run, ready to start.
pub(super) struct Run {
    pub(super) inputs: Inputs,
    pub(super) render: Arc<dyn Render>,
    pub(super) output: Output,
    pub(super) settings: Settings,
}

/// How a run goes.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    pub(super) plan: Plan,
    pub(super) errors: Errors,
    pub(super) when_nothing: WhenNothing,
    pub(super) progress: When,
    pub(super) console: Console,
}

/// What a run has come to so far.
#[derive(Default)]
struct Tally {
    spans: usize,
    failures: usize,
}

/// Whether all inputs were taken.
#[derive(PartialEq, Eq)]
enum Ended {
    AtEnd,
    AtFailure,
}

impl Run {
    pub(super) fn run(mut self) -> Outcome {
        if let Some(identity) = self.output.identity() {
            self.inputs.exclude(identity);
        }
        let Run {
            inputs,
            render,
            mut output,
            settings,
        } = self;
        let mut progress = Progress::new(settings.progress, settings.console);
        let mut tally = Tally::default();
        let mut results = Pipeline::start(inputs, render, settings.plan);
        let written = write_all(&mut results, &mut output, &mut |done| {
            tally.add(done);
            settings.show(done, &mut progress)
        });
        progress.finish();
        match written.and_then(|ended| settings.close(output, ended)) {
            Ok(()) => Ok(settings.exit(&tally)),
            Err(WriteError::ClosedPipe) => Ok(Exit::Done),
            Err(WriteError::Failed(failed)) => Err(failed),
        }
    }
}

/// What is done with a result.
#[derive(PartialEq, Eq)]
enum Verdict {
    Write,
    Skip,
    WriteAndStop,
}

fn write_all(
    results: &mut Pipeline,
    output: &mut Output,
    verdict: &mut dyn FnMut(&Done) -> Verdict,
) -> Result<Ended, WriteError> {
    for done in results {
        match verdict(&done) {
            Verdict::Skip => {}
            Verdict::Write => output.put(&done)?,
            Verdict::WriteAndStop => {
                output.put(&done)?;
                return Ok(Ended::AtFailure);
            }
        }
    }
    Ok(Ended::AtEnd)
}

impl Settings {
    fn show(&self, done: &Done, progress: &mut Progress) -> Verdict {
        progress.advance(Step {
            bytes: done.bytes as u64,
            failed: u64::from(done.failure.is_some()),
        });
        let Some(failure) = &done.failure else {
            return Verdict::Write;
        };
        progress.beside(|| self.console.failure(failure));
        match self.errors {
            Errors::Record => Verdict::Write,
            Errors::Skip => Verdict::Skip,
            Errors::Stop => Verdict::WriteAndStop,
        }
    }

    fn close(&self, output: Output, ended: Ended) -> Result<(), WriteError> {
        if ended == Ended::AtFailure && output.is_file() {
            self.console
                .hint("stopped at the first failure (--errors stop); the file of --output was not written");
            return Ok(());
        }
        output.finish()
    }

    fn exit(&self, tally: &Tally) -> Exit {
        match tally {
            Tally { failures: 1.., .. } => Exit::SomeFailed,
            Tally { spans: 0, .. } if self.when_nothing == WhenNothing::Told => Exit::NothingFound,
            _ => Exit::Done,
        }
    }
}

impl Tally {
    fn add(&mut self, done: &Done) {
        self.spans += done.spans;
        self.failures += usize::from(done.failure.is_some());
    }
}
