//! Lines of any length, decoded one by one, with their numbers.

use std::io::{self, BufRead, BufReader};

use super::decode::{BINARY_HEAD, Decoded, mended};
use crate::Notice;

/// A line that is not blank.
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    /// Without its line end.
    pub(super) text: String,
    pub(super) warning: Option<Notice>,
}

/// Why there are no further lines.
pub(super) enum LineError {
    Io(io::Error),
    Binary,
}

/// The lines of an input, as they are asked for.
pub(super) struct Lines {
    reader: BufReader<Box<dyn io::Read + Send>>,
    input: Decoded,
    number: usize,
    offset: usize,
}

impl Lines {
    pub(super) fn new(mut input: Decoded) -> Self {
        let reader = std::mem::replace(&mut input.reader, Box::new(io::empty()));
        Lines {
            reader: BufReader::with_capacity(64 * 1024, reader),
            input,
            number: 0,
            offset: 0,
        }
    }

    /// The next line that is not blank.
    pub(super) fn next(&mut self) -> Option<Result<Line, LineError>> {
        loop {
            let mut bytes = Vec::new();
            match self.reader.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => return Some(Err(LineError::Io(error))),
            }
            if self.is_binary(&bytes) {
                return Some(Err(LineError::Binary));
            }
            self.number += 1;
            self.offset += bytes.len();
            if let Some(line) = self.line(bytes) {
                return Some(Ok(line));
            }
        }
    }

    fn is_binary(&self, bytes: &[u8]) -> bool {
        let head = BINARY_HEAD.saturating_sub(self.offset).min(bytes.len());
        self.input.is_utf8() && memchr::memchr(0, &bytes[..head]).is_some()
    }

    fn line(&self, mut bytes: Vec<u8>) -> Option<Line> {
        for end in [b'\n', b'\r'] {
            if bytes.last() == Some(&end) {
                bytes.pop();
            }
        }
        let (text, invalid) = mended(bytes);
        let blank = text.trim().is_empty();
        (!blank).then(|| Line {
            number: self.number,
            text,
            warning: self.input.notice(invalid),
        })
    }
}
