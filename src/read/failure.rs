//! Why an input gave no document: the codes users may rely on, and what to do about it.

use std::io;

use super::Item;
use crate::Notice;

/// An input that gave no document.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What the output names the input by.
    pub id: String,
    /// Where it stands, for people: the path, for a line `PATH:LINE`.
    pub place: String,
    /// What was wrong.
    pub notice: Notice,
}

impl Failure {
    /// A failure of the input at `place`, which is its id as well.
    pub(super) fn at(place: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        let place = place.into();
        let message = message.into();
        Failure {
            id: place.clone(),
            place,
            notice: Notice { code, message },
        }
    }

    /// The operating system could not open or read `place`.
    pub(super) fn io(place: impl Into<String>, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Failure::at(place, "not-found", "no such file or folder; check the path"),
            io::ErrorKind::PermissionDenied => {
                Failure::at(place, "permission-denied", "permission denied; check who may read it")
            }
            _ => Failure::at(place, "unreadable", format!("cannot be read: {error}")),
        }
    }

    /// A text with NUL bytes.
    pub(super) fn binary(place: impl Into<String>) -> Self {
        let message =
            "a NUL byte in its first 8 KB: not UTF-8 text; name another encoding by --encoding, or leave it out";
        Failure::at(place, "binary-file", message)
    }

    /// A pipe, socket or device that a folder holds.
    pub(super) fn not_a_file(place: impl Into<String>) -> Self {
        let message = "neither file nor folder; to read from a pipe or device, name it on the command line";
        Failure::at(place, "not-a-file", message)
    }

    /// The item of a whole input that failed.
    pub(super) fn into_item(self) -> Item {
        Item {
            file: self.id.as_str().into(),
            document: Err(self),
        }
    }
}
