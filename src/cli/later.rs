//! Commands and flags that are promised but not there yet: named in the help, refused plainly when used.

use std::ffi::OsString;

use clap::Args;

use super::exit::{Failed, Outcome};

/// Whatever is typed behind the name of a command that is not there yet.
#[derive(Debug, Args)]
pub(super) struct Later {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    _rest: Vec<OsString>,
}

/// Refuses `what`.
pub(super) fn refuse(what: &str) -> Outcome {
    Err(not_yet(what))
}

/// The refusal of `what`.
pub(super) fn not_yet(what: &str) -> Failed {
    Failed::usage(format!("{what} is not there yet"))
}
