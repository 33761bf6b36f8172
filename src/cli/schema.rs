//! `gazet schema`: prints the JSON Schema of a record.

use super::exit::Outcome;
use super::stdout;

pub(super) fn run() -> Outcome {
    stdout::print(gazet::write::SCHEMA.as_bytes())
}
