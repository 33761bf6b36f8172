//! How far a long run is, on standard error.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, ProgressBar};

use super::console::Console;

const INTERVAL: Duration = Duration::from_secs(1);

/// When progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// If standard error is one.
    OnTerminal,
    Always,
    Never,
}

/// The counter of a run.
pub(super) struct Progress {
    shown: Shown,
    console: Console,
    documents: u64,
    failed: u64,
    bytes: u64,
}

enum Shown {
    Nothing,
    /// A line that is drawn over again.
    Live(ProgressBar),
    /// A line now and then, for logs.
    Lines {
        last: Instant,
    },
}

/// What a document adds to the counter.
pub(super) struct Step {
    pub(super) bytes: u64,
    pub(super) failed: u64,
}

impl Progress {
    /// A counter at zero.
    pub(super) fn new(when: When, console: Console) -> Self {
        let terminal = io::stderr().is_terminal();
        let shown = match when {
            When::Never => Shown::Nothing,
            When::OnTerminal if !terminal => Shown::Nothing,
            When::Always if !terminal => Shown::Lines { last: Instant::now() },
            When::OnTerminal | When::Always => Shown::Live(live()),
        };
        Progress {
            shown,
            console,
            documents: 0,
            failed: 0,
            bytes: 0,
        }
    }

    /// Counts one more document.
    pub(super) fn advance(&mut self, step: Step) {
        self.documents += 1;
        self.failed += step.failed;
        self.bytes += step.bytes;
        match &mut self.shown {
            Shown::Nothing => {}
            Shown::Live(bar) => bar.set_message(line(self.documents, self.failed, self.bytes)),
            Shown::Lines { last } if last.elapsed() < INTERVAL => {}
            Shown::Lines { last } => {
                *last = Instant::now();
                self.console.hint(&line(self.documents, self.failed, self.bytes));
            }
        }
    }

    /// Shows a message without tearing the live line.
    pub(super) fn beside(&self, show: impl FnOnce()) {
        match &self.shown {
            Shown::Live(bar) => bar.suspend(show),
            Shown::Nothing | Shown::Lines { .. } => show(),
        }
    }

    /// Takes the live line away; leaves a last line in a log.
    pub(super) fn finish(&self) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Live(bar) => bar.finish_and_clear(),
            Shown::Lines { .. } => self.console.hint(&line(self.documents, self.failed, self.bytes)),
        }
    }
}

fn live() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn line(documents: u64, failed: u64, bytes: u64) -> String {
    format!(
        "{} documents, {}, {} failed",
        HumanCount(documents),
        HumanBytes(bytes),
        HumanCount(failed)
    )
}
