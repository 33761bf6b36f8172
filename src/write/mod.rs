//! Writes results: a document and what was found in it become one JSON record, the only promise users program against.
//!
//! This is the edge where byte offsets become the unit that was asked for, labels the scheme that was asked for, and
//! unwanted types and scores drop out. Everything inside the pipeline stays in bytes and in the model's own labels.
//!
//! ```
//! use gazet::{Document, Tagged, write};
//!
//! let document = Document::new("a.txt", "nothing to see here");
//! let tagged = Tagged::default();
//! let options = write::Options::default();
//! let mut line = Vec::new();
//! write::Record::tagged(&document, &tagged, &options).append_to(&mut line);
//! assert!(line.starts_with(br#"{"id":"a.txt","offset_unit":"char","spans":[]"#));
//! ```

mod json;
mod labels;
mod offsets;
mod options;
mod reasons;
mod record;
mod select;

pub use json::append as append_json;
pub use labels::Scheme;
pub use offsets::{OffsetUnit, Offsets};
pub use options::{Options, TextInRecord, Types};
pub use reasons::{ReasonRecord, ReasonsRecord};
pub use record::{AlternativeRecord, EntityRecord, Record, Score, SpanRecord};

/// The JSON Schema (draft 2020-12) of a record.
pub const SCHEMA: &str = include_str!("schema.json");
