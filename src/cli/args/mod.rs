//! Groups of flags that subcommands share. Each turns into options of the library, with what does not go together refused.

mod input;
mod jobs;
mod running;
mod tagging;
mod unit;

pub(super) use input::InputArgs;
pub(super) use jobs::JobsArgs;
pub(super) use running::{Results, RunningArgs};
pub(super) use tagging::TaggingArgs;
pub(super) use unit::UnitName;
