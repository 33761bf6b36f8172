//! The container of everything compiled: magic, version, and a table of sections, each with kind, bounds and checksum.
//!
//! ```text
//! offset  size  what (numbers are little-endian)
//!      0     8  magic `gazetaf\n`
//!      8     4  version of the format
//!     12     4  number of sections
//!     16    32  for each section: kind u32, reserved u32, offset u64, length u64, checksum u64
//!    ...        checksum u64 of all bytes before it
//!    ...        sections
//! ```
//! Opening checks the header and the table; a section is verified where it is asked for. Every read is bounds-checked:
//! a damaged body gives wrong names at worst, never a crash.

use crate::error::{Error, ErrorKind};
use crate::text::hash::{hash, mix};

const MAGIC: &[u8; 8] = b"gazetaf\n";
/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 1;
const ROW: usize = 32;

/// Collects sections and writes them out.
#[derive(Debug, Default)]
pub struct Writer {
    sections: Vec<(u32, Vec<u8>)>,
}

impl Writer {
    /// Adds a section; its kind must be new.
    pub fn section(&mut self, kind: u32, bytes: Vec<u8>) {
        debug_assert!(self.sections.iter().all(|section| section.0 != kind));
        self.sections.push((kind, bytes));
    }

    /// The bytes of the artifact.
    pub fn finish(self) -> Vec<u8> {
        let table = 16 + ROW * self.sections.len() + 8;
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        let mut offset = table.next_multiple_of(16);
        for (kind, bytes) in &self.sections {
            out.extend_from_slice(&kind.to_le_bytes());
            out.extend_from_slice(&0u32.to_le_bytes());
            for number in [offset as u64, bytes.len() as u64, checksum(bytes)] {
                out.extend_from_slice(&number.to_le_bytes());
            }
            offset = (offset + bytes.len()).next_multiple_of(16);
        }
        let sum = checksum(&out);
        out.extend_from_slice(&sum.to_le_bytes());
        for (_, bytes) in &self.sections {
            out.resize(out.len().next_multiple_of(16), 0);
            out.extend_from_slice(bytes);
        }
        out
    }
}

/// An opened artifact.
#[derive(Clone, Copy, Debug)]
pub struct Artifact<'a> {
    bytes: &'a [u8],
    sections: usize,
}

impl<'a> Artifact<'a> {
    /// Opens `bytes`: checks magic, version and section table.
    ///
    /// # Errors
    /// Says what was expected and what to do.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let bad = |message: String| Err(Error::new(ErrorKind::BadArtifact, message));
        if bytes.get(..8) != Some(MAGIC) {
            return bad(
                "not a compiled gazetteer (its first bytes are foreign); make one with `gazet gaz build`".into(),
            );
        }
        let (Some(version), Some(sections)) = (u32_at(bytes, 8), u32_at(bytes, 12)) else {
            return bad("cut off inside its header; build it again with `gazet gaz build`".into());
        };
        if version != VERSION {
            return bad(format!(
                "written in version {version} of the format, this program reads version {VERSION}; build it again \
                 with `gazet gaz build` of this program"
            ));
        }
        let sections = sections as usize;
        let table_end = 16 + ROW.saturating_mul(sections);
        if bytes
            .get(..table_end)
            .is_none_or(|table| u64_at(bytes, table_end) != Some(checksum(table)))
        {
            return bad("its table of contents is damaged; build it again with `gazet gaz build`".into());
        }
        let artifact = Artifact { bytes, sections };
        for row in 0..sections {
            let (_, offset, length, _) = artifact.row(row);
            if offset.checked_add(length).is_none_or(|end| end > bytes.len() as u64) {
                let (found, expected) = (bytes.len(), offset.saturating_add(length));
                return bad(format!(
                    "cut off: {found} bytes where at least {expected} were expected; copy or build it again"
                ));
            }
        }
        Ok(artifact)
    }

    fn row(&self, row: usize) -> (u32, u64, u64, u64) {
        let at = 16 + ROW * row;
        let number = |offset| u64_at(self.bytes, at + offset).unwrap_or(0);
        (u32_at(self.bytes, at).unwrap_or(0), number(8), number(16), number(24))
    }

    /// The bytes of the section of that kind; empty where there is none.
    pub fn section(&self, kind: u32) -> &'a [u8] {
        (0..self.sections)
            .map(|row| self.row(row))
            .find(|row| row.0 == kind)
            .and_then(|(_, offset, length, _)| self.bytes.get(offset as usize..(offset + length) as usize))
            .unwrap_or(&[])
    }

    /// Compares every section with its checksum.
    ///
    /// # Errors
    /// Names the first section that differs.
    pub fn verify(&self) -> Result<(), Error> {
        for row in 0..self.sections {
            let (kind, _, _, sum) = self.row(row);
            if checksum(self.section(kind)) != sum {
                let message = format!("section {kind} is damaged; build it again with `gazet gaz build`");
                return Err(Error::new(ErrorKind::BadArtifact, message));
            }
        }
        Ok(())
    }
}

/// Checksum of a section: four lanes, so that checking 100 MB takes some milliseconds.
fn checksum(bytes: &[u8]) -> u64 {
    let mut lanes = [1u64, 2, 3, 4];
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        for (lane, word) in lanes.iter_mut().zip(words) {
            *lane = mix(*lane, u64::from_le_bytes(*word));
        }
    }
    lanes
        .iter()
        .fold(mix(bytes.len() as u64, hash(rest)), |sum, &lane| mix(sum, lane))
}

/// The number at byte `at`, if it lies within `bytes`.
#[inline]
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_le_bytes(*chunk))
}

/// The number at byte `at`, if it lies within `bytes`.
#[inline]
pub fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|chunk| u64::from_le_bytes(*chunk))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut writer = Writer::default();
        writer.section(1, b"hello".to_vec());
        writer.section(7, vec![9; 100]);
        writer.finish()
    }

    #[test]
    fn sections_come_back() {
        let bytes = sample();
        let artifact = Artifact::open(&bytes).unwrap();
        assert_eq!(artifact.section(1), b"hello");
        assert_eq!(artifact.section(7), [9; 100]);
        assert!(artifact.section(2).is_empty());
        artifact.verify().unwrap();
    }

    #[test]
    fn every_flipped_byte_and_every_cut_is_found() {
        let bytes = sample();
        let padding = |at: usize| (88..96).contains(&at) || (101..112).contains(&at);
        for at in (0..bytes.len()).filter(|&at| !padding(at)) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            let found = Artifact::open(&damaged).and_then(|artifact| artifact.verify());
            assert!(found.is_err(), "byte {at}");
            assert!(Artifact::open(&bytes[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn messages_say_what_to_do() {
        assert!(
            Artifact::open(b"PK\x03\x04zip file")
                .unwrap_err()
                .to_string()
                .contains("gazet gaz build")
        );
        let mut newer = sample();
        newer[8] = 99;
        assert!(Artifact::open(&newer).unwrap_err().to_string().contains("version 99"));
    }
}
