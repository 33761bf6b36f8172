//! gazet finds the people, places and organizations that news text names.

#![warn(missing_docs)]

mod decide;
mod document;
mod error;
pub mod evaluate;
mod explain;
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
pub use tagger::{Explanation, Stages, Tagger, TaggerBuilder};
