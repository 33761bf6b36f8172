//! How a run ends. The codes are a promise.

use std::fmt;
use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done; or whoever read the output had enough.
    Done,
    /// Nothing was found, and the user asked to be told.
    NothingFound,
    /// Some inputs gave no document.
    SomeFailed,
    /// Wrong usage, or a list that cannot be read: nothing was done.
    Usage,
    /// The output could not be written.
    CannotWrite,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::NothingFound => 1,
            Exit::Usage => 2,
            Exit::SomeFailed => 3,
            Exit::CannotWrite => 4,
        })
    }
}

/// What a command comes to.
pub(super) type Outcome = Result<Exit, Failed>;

/// A run that could not be finished, with what to tell the user.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) exit: Exit,
    pub(super) message: String,
}

impl Failed {
    pub(super) fn usage(message: impl fmt::Display) -> Self {
        Failed {
            exit: Exit::Usage,
            message: message.to_string(),
        }
    }

    pub(super) fn cannot_write(place: impl fmt::Display, error: impl fmt::Display) -> Self {
        Failed {
            exit: Exit::CannotWrite,
            message: format!("{place}: cannot be written: {error}"),
        }
    }
}

impl From<gazet::Error> for Failed {
    fn from(error: gazet::Error) -> Self {
        Failed::usage(error)
    }
}
