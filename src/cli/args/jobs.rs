//! How many threads work.

use std::num::NonZeroUsize;
use std::thread;

use clap::Args;

#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub(in crate::cli) struct JobsArgs {
    /// Working threads [default: one for each core].
    ///
    /// Results are the same, and in the same order, for any number.
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// More threads than any machine has use for; each costs a stack.
const MAX_JOBS: usize = 1024;

impl JobsArgs {
    /// The number of working threads.
    pub(in crate::cli) fn count(&self) -> usize {
        self.jobs
            .or_else(|| thread::available_parallelism().ok())
            .map_or(1, NonZeroUsize::get)
            .min(MAX_JOBS)
    }
}
