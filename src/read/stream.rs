//! The documents of one input.

use std::io::Read;
use std::sync::Arc;

use super::decode::{BINARY_HEAD, Decoded, mended};
use super::lines::{Line, LineError, Lines};
use super::open::Opened;
use super::{Failure, Item, Kind, Options, records};
use crate::Document;

/// The documents of one input, as they are asked for.
pub(super) struct Stream {
    file: Arc<str>,
    state: State,
}

enum State {
    Text { input: Decoded, size: usize },
    Lines(Lines),
    Records(Lines),
    Done,
}

impl Stream {
    pub(super) fn new(opened: Opened) -> Self {
        let Opened { id, kind, input, size } = opened;
        let state = match kind {
            Kind::Text => State::Text { input, size },
            Kind::Lines => State::Lines(Lines::new(input)),
            Kind::Records => State::Records(Lines::new(input)),
        };
        Stream { file: id, state }
    }

    pub(super) fn next(&mut self, options: &Options) -> Option<Item> {
        let document = match std::mem::replace(&mut self.state, State::Done) {
            State::Text { input, size } => text(&self.file, input, size),
            State::Lines(mut lines) => {
                let line = lines.next()?;
                let document = self.taken(line, |line, place| Ok(line_document(line, place)));
                self.go_on(State::Lines(lines), document)
            }
            State::Records(mut lines) => {
                let line = lines.next()?;
                let document = self.taken(line, |line, place| records::document(line, place, options));
                self.go_on(State::Records(lines), document)
            }
            State::Done => return None,
        };
        Some(Item {
            file: self.file.clone(),
            document,
        })
    }

    /// What `read` makes of a line; a line that ends the stream becomes a failure of the whole input.
    fn taken(
        &self,
        line: Result<Line, LineError>,
        read: impl FnOnce(Line, String) -> Result<Document, Failure>,
    ) -> Result<Result<Document, Failure>, Failure> {
        match line {
            Ok(line) => {
                let place = format!("{}:{}", self.file, line.number);
                Ok(read(line, place))
            }
            Err(LineError::Io(error)) => Err(Failure::io(&*self.file, &error)),
            Err(LineError::Binary) => Err(Failure::binary(&*self.file)),
        }
    }

    fn go_on(
        &mut self,
        state: State,
        document: Result<Result<Document, Failure>, Failure>,
    ) -> Result<Document, Failure> {
        match document {
            Ok(document) => {
                self.state = state;
                document
            }
            Err(failure) => Err(failure),
        }
    }
}

fn line_document(line: Line, place: String) -> Document {
    Document {
        warnings: line.warning.into_iter().collect(),
        ..Document::new(place, line.text)
    }
}

fn text(id: &str, mut input: Decoded, size: usize) -> Result<Document, Failure> {
    // One byte more than expected: the read that finds the end needs no growing.
    let mut bytes = Vec::with_capacity(size + 1);
    input
        .reader
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::io(id, &error))?;
    let head = bytes.len().min(BINARY_HEAD);
    if input.is_utf8() && memchr::memchr(0, &bytes[..head]).is_some() {
        return Err(Failure::binary(id));
    }
    let (text, invalid) = mended(bytes);
    Ok(Document {
        warnings: input.notice(invalid).into_iter().collect(),
        ..Document::new(id, text)
    })
}
