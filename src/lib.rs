//! gazet finds the people, places and organizations that news text names.
//!
//! ```
//! use gazet::{Document, Tagger};
//!
//! let tagger = Tagger::builder().build()?;
//! let document = Document::from("Angela Merkel met the head of Siemens in Munich.");
//! let tagged = tagger.tag(&document);
//! let names: Vec<&str> = tagged.mentions.iter().map(|mention| mention.span.of(&document.text)).collect();
//! assert_eq!(names, ["Angela Merkel", "Siemens", "Munich"]);
//! # Ok::<(), gazet::Error>(())
//! ```
//!
//! [`Tagger`] is the pipeline; [`read`] turns files and streams into documents, [`write`](mod@write) turns results into
//! records, [`explain`] says why, [`evaluate`] measures them against annotated text, and [`train`](mod@train) makes weights from such text.

#![warn(missing_docs)]

/// The README's example runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod decide;
mod document;
mod error;
pub mod evaluate;
pub mod explain;
mod gazetteer;
mod link;
pub mod lists;
mod propose;
pub mod read;
mod repair;
mod tagger;
mod text;
pub mod train;
pub mod write;

pub use document::{Alternative, Document, Entity, Field, Label, Mention, Notice, Source, Span, Tagged};
pub use error::{Error, ErrorKind, Problem};
pub use explain::{Explanation, Reason};
pub use tagger::{Stages, Tagger, TaggerBuilder};
