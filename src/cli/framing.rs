//! What stands before, between and behind records, so that the whole is valid whenever a run ends in order.

use std::io::{self, Write};

use clap::ValueEnum;

/// The format of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One JSON object a line.
    #[default]
    Jsonl,
    /// One JSON array of them all.
    Json,
}

/// What stands around records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    Lines,
    Array,
    /// Nothing at all: the parts bring their own line ends.
    Bare,
}

impl From<Format> for Framing {
    fn from(format: Format) -> Self {
        match format {
            Format::Jsonl => Framing::Lines,
            Format::Json => Framing::Array,
        }
    }
}

impl Framing {
    /// The extension of files of the format.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Framing::Lines => "jsonl",
            Framing::Array => "json",
            Framing::Bare => "txt",
        }
    }
}

/// Records on their way into `out`.
pub(super) struct Framed<W> {
    pub(super) out: W,
    framing: Framing,
    started: Started,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Started {
    Yes,
    No,
}

impl<W: Write> Framed<W> {
    pub(super) fn new(out: W, framing: Framing) -> Self {
        Framed {
            out,
            framing,
            started: Started::No,
        }
    }

    /// Writes one record.
    pub(super) fn put(&mut self, record: &[u8]) -> io::Result<()> {
        let (before, behind) = match (self.framing, self.started) {
            (Framing::Array, Started::No) => ("[\n", ""),
            (Framing::Array, Started::Yes) => (",\n", ""),
            (Framing::Lines, _) => ("", "\n"),
            (Framing::Bare, _) => ("", ""),
        };
        self.started = Started::Yes;
        self.out.write_all(before.as_bytes())?;
        self.out.write_all(record)?;
        self.out.write_all(behind.as_bytes())
    }

    /// Writes the end and hands everything to the system.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        let end = match (self.framing, self.started) {
            (Framing::Array, Started::No) => "[]\n",
            (Framing::Array, Started::Yes) => "\n]\n",
            (Framing::Lines | Framing::Bare, _) => "",
        };
        self.out.write_all(end.as_bytes())?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_valid_for_any_count() {
        let cases = [
            (Framing::Lines, 0, ""),
            (Framing::Lines, 2, "{}\n{}\n"),
            (Framing::Array, 0, "[]\n"),
            (Framing::Array, 1, "[\n{}\n]\n"),
            (Framing::Array, 2, "[\n{},\n{}\n]\n"),
            (Framing::Bare, 2, "{}{}"),
        ];
        for (framing, count, expected) in cases {
            let mut framed = Framed::new(Vec::new(), framing);
            (0..count).for_each(|_| framed.put(b"{}").unwrap());
            framed.finish().unwrap();
            assert_eq!(String::from_utf8(framed.out).unwrap(), expected);
        }
    }
}
