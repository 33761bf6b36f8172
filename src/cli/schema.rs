//! `gazet schema`: prints the JSON Schema of a record.

use std::io::{self, Write};

use super::exit::{Exit, Failed, Outcome};

pub(super) fn run() -> Outcome {
    let mut out = io::stdout().lock();
    match out
        .write_all(gazet::write::SCHEMA.as_bytes())
        .and_then(|()| out.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failed::cannot_write("standard output", error)),
        _ => Ok(Exit::Done),
    }
}
