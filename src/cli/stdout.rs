//! Standard output, for commands that print one thing.

use std::io::{self, Write};

use super::exit::{Exit, Failed, Outcome};

/// Prints `text`; whoever reads it may have had enough.
pub(super) fn print(text: &[u8]) -> Outcome {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failed::cannot_write("standard output", error)),
        _ => Ok(Exit::Done),
    }
}
