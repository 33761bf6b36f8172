//! Gazetteers: lists of names with aliases, compiled, layered, and matched in text.

pub mod artifact;
pub mod compile;
pub mod entry;
pub mod layer;
pub mod list;
pub mod matching;

pub use compile::{Compiler, Lexeme};
pub use entry::{Kind, ListEntry};
pub use layer::Layer;

pub use matching::{EntryRef, Facts, Gazetteers, Match, Matches};
