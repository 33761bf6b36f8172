//! How a run goes: threads, failures, messages.

use std::io::{self, IsTerminal};

use clap::Args;

use super::JobsArgs;
use crate::cli::console::{Chatter, Color, Console};
use crate::cli::output::Flushing;
use crate::cli::pipeline::{Batching, Plan};
use crate::cli::progress::When;
use crate::cli::run::{Errors, Settings, WhenNothing};

#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub(in crate::cli) struct RunningArgs {
    #[command(flatten)]
    jobs: JobsArgs,

    /// Write each record as soon as it is there; the default on a terminal.
    #[arg(long)]
    line_buffered: bool,

    /// What becomes of inputs that fail.
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    errors: Errors,

    /// Exit with 1 if nothing was found.
    #[arg(short, long)]
    exit_status: bool,

    /// When messages are coloured.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    color: Color,

    /// Show progress on standard error, even if that is no terminal.
    #[arg(long, conflicts_with = "quiet")]
    progress: bool,

    /// No messages about single inputs and no progress; the exit code still tells.
    #[arg(short, long)]
    quiet: bool,
}

/// Where results go, as far as it changes how a run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Results {
    ToStdout,
    ToFiles,
}

impl Results {
    /// Whether somebody sees them come.
    fn are_watched(self) -> bool {
        self == Results::ToStdout && io::stdout().is_terminal()
    }
}

impl RunningArgs {
    /// Standard error as the user wants it.
    pub(in crate::cli) fn console(&self) -> Console {
        Console {
            color: self.color,
            chatter: if self.quiet { Chatter::Quiet } else { Chatter::Shown },
        }
    }

    /// When results leave the program.
    pub(in crate::cli) fn flushing(&self, results: Results) -> Flushing {
        if self.is_prompt(results) {
            Flushing::EachRecord
        } else {
            Flushing::WhenFull
        }
    }

    /// How the run goes.
    pub(in crate::cli) fn settings(&self, results: Results) -> Settings {
        Settings {
            plan: self.plan(results),
            errors: self.errors,
            when_nothing: if self.exit_status {
                WhenNothing::Told
            } else {
                WhenNothing::Done
            },
            progress: self.when_progress(results),
            console: self.console(),
        }
    }

    fn plan(&self, results: Results) -> Plan {
        Plan {
            jobs: self.jobs.count(),
            batching: if self.is_prompt(results) {
                Batching::Single
            } else {
                Batching::Together
            },
        }
    }

    fn is_prompt(&self, results: Results) -> bool {
        self.line_buffered || results.are_watched()
    }

    fn when_progress(&self, results: Results) -> When {
        match (self.progress, self.quiet) {
            (true, _) => When::Always,
            (_, true) => When::Never,
            _ if results.are_watched() => When::Never,
            _ => When::OnTerminal,
        }
    }
}
