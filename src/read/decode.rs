//! Bytes to text: byte-order marks, other encodings, and the mending of invalid bytes.
//!
//! Input in another encoding than UTF-8 is turned into UTF-8 while it is read, each malformed sequence into the byte
//! `FF`, which no UTF-8 holds. So one place, [`mended`], finds and counts what was invalid, whatever the encoding.

use std::io::{self, Cursor, Read};

use encoding_rs::{DecoderResult, UTF_8, UTF_16BE, UTF_16LE};

use crate::Notice;

/// How much of a UTF-8 text is searched for NUL bytes, in bytes.
pub(super) const BINARY_HEAD: usize = 8 * 1024;

/// What a malformed sequence of another encoding becomes until [`mended`].
const MALFORMED: u8 = 0xFF;
const CHUNK: usize = 64 * 1024;

/// A character encoding by one of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// The encoding that a label of the WHATWG Encoding Standard names (`utf-8`, `windows-1252`, `koi8-r`, ...).
    pub fn from_label(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(Encoding)
    }
}

/// An input as UTF-8 with a byte-order mark dropped; not yet checked to be valid.
pub(super) struct Decoded {
    pub(super) reader: Box<dyn Read + Send>,
    encoding: &'static encoding_rs::Encoding,
}

impl Decoded {
    /// Whether NUL bytes in the first [`BINARY_HEAD`] bytes tell a file that is no text.
    pub(super) fn is_utf8(&self) -> bool {
        self.encoding == UTF_8
    }

    /// The notice about `count` invalid sequences, if there were any.
    pub(super) fn notice(&self, count: usize) -> Option<Notice> {
        let (code, name) = match self.is_utf8() {
            true => ("invalid-utf8", "UTF-8"),
            false => ("invalid-encoding", self.encoding.name()),
        };
        let sequences = if count == 1 { "sequence" } else { "sequences" };
        let message = format!("{count} invalid {name} {sequences} replaced by U+FFFD");
        (count > 0).then_some(Notice { code, message })
    }
}

/// Reads `input` by its byte-order mark, else as `encoding`, else as UTF-8.
pub(super) fn decoded(mut input: Box<dyn Read + Send>, encoding: Option<Encoding>) -> io::Result<Decoded> {
    let mut head = Vec::with_capacity(3);
    let marked = sniff(&mut *input, &mut head)?;
    let encoding = match (marked, encoding) {
        (Some(encoding), _) => encoding,
        (None, Some(Encoding(encoding))) => encoding,
        (None, None) => UTF_8,
    };
    let whole = Cursor::new(head).chain(input);
    let reader: Box<dyn Read + Send> = if encoding == UTF_8 {
        Box::new(whole)
    } else {
        Box::new(Transcoder::new(whole, encoding))
    };
    Ok(Decoded { reader, encoding })
}

/// Reads no further than a byte-order mark may reach, so that a slow pipe's first line is not held up; leaves in `head`
/// what was read and is no mark.
fn sniff(input: &mut dyn Read, head: &mut Vec<u8>) -> io::Result<Option<&'static encoding_rs::Encoding>> {
    const MARKS: [(&[u8], &encoding_rs::Encoding); 3] = [
        (b"\xEF\xBB\xBF", UTF_8),
        (b"\xFF\xFE", UTF_16LE),
        (b"\xFE\xFF", UTF_16BE),
    ];
    while MARKS.iter().any(|(mark, _)| mark.starts_with(head)) {
        if input.take(1).read_to_end(head)? == 0 {
            break;
        }
        if let Some((_, encoding)) = MARKS.iter().find(|(mark, _)| mark == head) {
            head.clear();
            return Ok(Some(encoding));
        }
    }
    Ok(None)
}

/// Another encoding as UTF-8, chunk by chunk.
struct Transcoder<R> {
    input: R,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    raw_used: usize,
    ready: Vec<u8>,
    ready_used: usize,
    state: State,
}

#[derive(PartialEq)]
enum State {
    Reading,
    InputEnded,
    Done,
}

impl<R: Read> Transcoder<R> {
    fn new(input: R, encoding: &'static encoding_rs::Encoding) -> Self {
        Transcoder {
            input,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            raw_used: 0,
            ready: Vec::new(),
            ready_used: 0,
            state: State::Reading,
        }
    }

    fn read_chunk(&mut self) -> io::Result<()> {
        self.raw.resize(CHUNK, 0);
        let read = loop {
            match self.input.read(&mut self.raw) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.raw.truncate(read);
        self.raw_used = 0;
        if read == 0 {
            self.state = State::InputEnded;
        }
        Ok(())
    }

    fn decode_chunk(&mut self) {
        // Room for the longest UTF-8 of a chunk: no encoding gives more than three bytes for one.
        self.ready.resize(3 * CHUNK + 16, 0);
        let last = self.state == State::InputEnded;
        let (result, read, written) =
            self.decoder
                .decode_to_utf8_without_replacement(&self.raw[self.raw_used..], &mut self.ready, last);
        self.raw_used += read;
        self.ready.truncate(written);
        self.ready_used = 0;
        match result {
            DecoderResult::Malformed(..) => self.ready.push(MALFORMED),
            DecoderResult::InputEmpty if last => self.state = State::Done,
            DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
        }
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.ready_used == self.ready.len() && self.state != State::Done {
            if self.raw_used == self.raw.len() && self.state == State::Reading {
                self.read_chunk()?;
            }
            self.decode_chunk();
        }
        let ready = &self.ready[self.ready_used..];
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.ready_used += count;
        Ok(count)
    }
}

/// The text of `bytes` with each invalid sequence replaced by U+FFFD, and how many there were.
pub(super) fn mended(bytes: Vec<u8>) -> (String, usize) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, 0),
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut count = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            count += 1;
        }
    }
    (text, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], label: Option<&str>) -> (String, usize) {
        let encoding = label.map(|label| Encoding::from_label(label).unwrap());
        let mut input = decoded(Box::new(Cursor::new(bytes.to_vec())), encoding).unwrap();
        let mut bytes = Vec::new();
        input.reader.read_to_end(&mut bytes).unwrap();
        mended(bytes)
    }

    #[test]
    fn bytes_become_text() {
        let cases: [(&[u8], Option<&str>, &str, usize); 13] = [
            (b"", None, "", 0),
            (b"\xEF\xBB\xBF", None, "", 0),
            (b"\xEF\xBB\xBFa", None, "a", 0),
            (b"\xEF\xBB", None, "\u{FFFD}", 1),
            (b"\xEF\xBB\xBF\xEF\xBB\xBFa", None, "\u{FEFF}a", 0),
            (b"a\xFFb\xC3", None, "a\u{FFFD}b\u{FFFD}", 2),
            (b"\xFF\xFEa\0\xE9\0", None, "aé", 0),
            (b"\xFE\xFF\0a\0\xE9", None, "aé", 0),
            (b"\xFF\xFEa\0\x00\xD8b\0", None, "a\u{FFFD}b", 1),
            (b"\xFF\xFEa\0b", None, "a\u{FFFD}", 1),
            (b"caf\xE9 \x93x\x94", Some("windows-1252"), "café “x”", 0),
            (b"\xEF\xBB\xBF\xC3\xA9", Some("windows-1252"), "é", 0),
            (b"a\0\xE9\0", Some("utf-16le"), "aé", 0),
        ];
        for (bytes, label, text, invalid) in cases {
            assert_eq!(read(bytes, label), (text.to_owned(), invalid), "{bytes:?} as {label:?}");
        }
    }

    #[test]
    fn characters_across_chunks_survive() {
        let text = "aé漢😀".repeat(CHUNK / 4 + 1);
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&units, Some("utf-16le")), (text, 0));
    }
}
