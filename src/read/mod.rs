//! Reads inputs: standard input, files and folders become a lazy stream of documents.
//!
//! Nothing is held but the document at hand, so memory does not grow with the number of documents. An input that cannot
//! be read is a [`Failure`] in the stream, in its place, and the stream goes on behind it: one input, one item, always.
//!
//! ```no_run
//! use gazet::read::{Inputs, Options, Paths};
//!
//! for item in Inputs::new(Paths::Given(vec!["news".into()]), Options::default())? {
//!     match item.document {
//!         Ok(document) => println!("{}: {} bytes", document.id, document.text.len()),
//!         Err(failure) => eprintln!("{}: {}", failure.place, failure.notice.message),
//!     }
//! }
//! # Ok::<(), gazet::Error>(())
//! ```

mod decode;
mod failure;
mod identity;
mod lines;
mod open;
mod options;
mod paths;
mod records;
mod stream;
mod walk;

use std::sync::Arc;

use crate::{Document, Error};

pub use decode::Encoding;
pub use failure::Failure;
pub use identity::Identity;
pub use options::{Hidden, IgnoreFiles, Kind, Options};
pub use paths::{Paths, STDIN};
pub(crate) use records::fault;

use open::{Opened, Origin};
use paths::PathList;
use stream::Stream;
use walk::{Filter, Walk};

/// One input as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The file it came from, named as ids are; `-` for standard input.
    pub file: Arc<str>,
    /// The document, or why there is none.
    pub document: Result<Document, Failure>,
}

/// The documents of all inputs, in order, read as they are asked for.
pub struct Inputs {
    options: Options,
    filter: Filter,
    paths: PathList,
    walk: Option<Walk>,
    stream: Option<Stream>,
}

impl Inputs {
    /// Starts reading `paths`.
    ///
    /// # Errors
    /// A glob that cannot be parsed, or a list of paths that cannot be opened. Unreadable inputs are no errors here but
    /// items of the stream.
    pub fn new(paths: Paths, options: Options) -> Result<Self, Error> {
        Ok(Inputs {
            filter: Filter::new(&options)?,
            paths: PathList::new(paths)?,
            options,
            walk: None,
            stream: None,
        })
    }

    /// Never reads this file or folder from within a folder: it is the output, say.
    pub fn exclude(&mut self, identity: Identity) {
        self.filter.exclude(identity);
    }

    /// The next file to open, folders being walked on the way.
    fn next_origin(&mut self) -> Option<Result<Origin, Failure>> {
        loop {
            if let Some(walk) = &mut self.walk {
                match walk.next(&self.filter) {
                    Some(origin) => return Some(origin),
                    None => self.walk = None,
                }
            }
            match self.paths.next()? {
                Ok(Origin::File { path, id }) if path.is_dir() => self.walk = Some(Walk::new(path, &id)),
                origin => return Some(origin),
            }
        }
    }
}

impl Iterator for Inputs {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(stream) = &mut self.stream {
                match stream.next(&self.options) {
                    Some(item) => return Some(item),
                    None => self.stream = None,
                }
            }
            let opened = match self.next_origin()? {
                Ok(origin) => Opened::new(origin, &self.options),
                Err(failure) => Err(failure),
            };
            match opened {
                Ok(opened) => self.stream = Some(Stream::new(opened)),
                Err(failure) => return Some(failure.into_item()),
            }
        }
    }
}
