//! Byte offsets to those of readers in other languages: code points (Python), UTF-16 units (JavaScript, Java), bytes.

use serde::{Deserialize, Serialize};

/// The unit of offsets in a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OffsetUnit {
    /// Unicode code points.
    #[default]
    Char,
    /// Bytes of the UTF-8.
    Byte,
    /// UTF-16 code units.
    Utf16,
}

/// The offsets that were asked for, in one unit; made in one pass over the text.
#[derive(Clone, Debug)]
pub struct Offsets {
    /// Byte offset and the same in the unit, ascending; empty if the unit is the byte.
    table: Vec<(usize, usize)>,
    unit: OffsetUnit,
}

impl Offsets {
    /// Converts the byte offsets `wanted`, in any order, each on a character border of `text`.
    pub fn new(text: &str, unit: OffsetUnit, mut wanted: Vec<usize>) -> Self {
        if unit == OffsetUnit::Byte {
            return Offsets {
                table: Vec::new(),
                unit,
            };
        }
        wanted.sort_unstable();
        wanted.dedup();
        let (mut from, mut count) = (0, 0);
        let table = wanted.into_iter().map(|byte| {
            count += units(&text.as_bytes()[from..byte], unit);
            from = byte;
            (byte, count)
        });
        Offsets {
            table: table.collect(),
            unit,
        }
    }

    /// The offset of `byte` in the unit.
    ///
    /// # Panics
    /// `byte` was not asked for.
    pub fn of(&self, byte: usize) -> usize {
        if self.unit == OffsetUnit::Byte {
            return byte;
        }
        match self.table.binary_search_by_key(&byte, |&(byte, _)| byte) {
            Ok(found) => self.table[found].1,
            Err(_) => panic!("byte offset {byte} was not asked for"),
        }
    }
}

fn units(bytes: &[u8], unit: OffsetUnit) -> usize {
    // A character has one byte that is no continuation (10xxxxxx), and two UTF-16 units if that is F0 or above.
    let chars = || bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
    let beyond = || bytes.iter().filter(|&&byte| byte >= 0xF0).count();
    match unit {
        OffsetUnit::Byte => bytes.len(),
        OffsetUnit::Char => chars(),
        OffsetUnit::Utf16 => chars() + beyond(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn naive(before: &str, unit: OffsetUnit) -> usize {
        match unit {
            OffsetUnit::Char => before.chars().count(),
            OffsetUnit::Byte => before.len(),
            OffsetUnit::Utf16 => before.encode_utf16().count(),
        }
    }

    proptest! {
        #[test]
        fn every_border_converts_as_counted_naively(text in "\\PC{0,40}|[a😀é\u{1F3F4}\r\n]{0,20}") {
            let mut borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            borders.reverse();
            for unit in [OffsetUnit::Char, OffsetUnit::Byte, OffsetUnit::Utf16] {
                let offsets = Offsets::new(&text, unit, borders.clone());
                for &border in &borders {
                    prop_assert_eq!(offsets.of(border), naive(&text[..border], unit));
                }
            }
        }
    }
}
