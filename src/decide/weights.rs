//! The weights file: one line a feature, readable and diffable, and the table it compiles to.
//!
//! ```text
//! gazet-weights 1
//! lists 9b1c…                       (hash of the lists it was trained with)
//! word[-1]=president B-PER:1.25 O:-0.31
//! zipf#5 O:0.80
//! ```
//! A feature's name is its template, then `=` and a text where it has one, then `#` and a number for each number it
//! has; a tab stands between the columns. At run time no name is built: a feature is known by the 64-bit key of its
//! template, text and numbers.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Problem};
use crate::gazetteer::artifact::{Artifact, Writer, u32_at, u64_at};
use crate::text::hash::{hash, mix};

/// Number of labels: O, then begin and inside of PER, LOC, ORG, NORP, MISC.
pub const LABELS: usize = 11;
/// Names of the labels, by number.
pub const LABEL_NAMES: [&str; LABELS] = [
    "O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-NORP", "I-NORP", "B-MISC", "I-MISC",
];
/// Weights are multiples of one part in so many.
pub const SCALE: f32 = 512.0;
const FORMAT: &str = "1";

/// Numbers in a row of scores: the labels, and zeros to fill vector registers.
pub const WIDTH: usize = 16;

/// A score for each label, in parts of [`SCALE`].
pub type Row = [i16; WIDTH];

/// The key of a feature by its template's key.
#[inline]
pub fn with_text(template: u64, text_hash: u64) -> u64 {
    mix(template, text_hash)
}

/// Adds a number to a key.
#[inline]
pub fn with_number(key: u64, number: u64) -> u64 {
    mix(key.rotate_left(17), number)
}

/// The key of a feature by its name.
pub fn key_of_name(name: &str) -> u64 {
    let mut rest = name;
    let mut numbers = Vec::new();
    while let Some((head, tail)) = rest.rsplit_once('#') {
        let Some(number) = tail.parse::<u64>().ok().filter(|_| !head.is_empty()) else {
            break;
        };
        numbers.push(number);
        rest = head;
    }
    let key = match rest.split_once('=') {
        Some((template, text)) => with_text(hash(template.as_bytes()), hash(text.as_bytes())),
        None => hash(rest.as_bytes()),
    };
    numbers.iter().rev().fold(key, |key, &number| with_number(key, number))
}

/// Weights by feature name, as the file holds them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// Facts about the model: `lists`, `calibration`.
    pub facts: BTreeMap<String, String>,
    /// Scores of each feature.
    pub features: BTreeMap<String, Row>,
}

impl Weights {
    /// Reads a weights file; an empty text is a model without features.
    ///
    /// # Errors
    /// Names every line that is no feature.
    pub fn parse(text: &str) -> Result<Weights, Error> {
        let mut weights = Weights::default();
        let mut problems = Vec::new();
        for (at, line) in text.lines().enumerate() {
            if at == 0 {
                let (magic, version) = line.split_once('\t').unwrap_or((line, ""));
                if magic != "gazet-weights" || version != FORMAT {
                    let message =
                        format!("expected `gazet-weights` of format {FORMAT}, found `{line:.40}`; train it again");
                    return Err(Error::with_problems(ErrorKind::BadModel, vec![Problem::at(1, message)]));
                }
                continue;
            }
            if let Err(message) = weights.line(line) {
                problems.push(Problem::at(at + 1, message));
            }
        }
        if problems.is_empty() {
            Ok(weights)
        } else {
            Err(Error::with_problems(ErrorKind::BadModel, problems))
        }
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let mut cells = line.split('\t');
        let name = cells.next().unwrap_or("");
        if let Some(fact) = name.strip_prefix('@') {
            self.facts
                .insert(fact.to_owned(), cells.next().unwrap_or("").to_owned());
            return Ok(());
        }
        let mut row = Row::default();
        for cell in cells {
            let (label, weight) = cell
                .split_once(':')
                .ok_or_else(|| format!("expected LABEL:WEIGHT, found `{cell}`"))?;
            let label = LABEL_NAMES.iter().position(|&name| name == label);
            let label = label.ok_or_else(|| format!("unknown label in `{cell}`"))?;
            let weight: f32 = weight.parse().map_err(|_| format!("not a number in `{cell}`"))?;
            row[label] = (weight * SCALE).round() as i16;
        }
        self.features.insert(name.to_owned(), row);
        Ok(())
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        let mut text = format!("gazet-weights\t{FORMAT}\n");
        for (fact, value) in &self.facts {
            text.push_str(&format!("@{fact}\t{value}\n"));
        }
        for (name, row) in &self.features {
            text.push_str(name);
            for (label, &weight) in row.iter().enumerate().filter(|(_, weight)| **weight != 0) {
                let weight = f32::from(weight) / SCALE;
                text.push_str(&format!(
                    "\t{}:{}",
                    LABEL_NAMES[label],
                    (weight * 1000.0).round() / 1000.0
                ));
            }
            text.push('\n');
        }
        text
    }

    /// The compiled table.
    pub fn to_bytes(&self) -> Vec<u8> {
        let size = (self.features.len() * 3 / 2 + 1).next_power_of_two();
        let mut slots = vec![(0u64, 0u32); size];
        let mut rows = Vec::with_capacity(self.features.len() * LABELS * 2);
        for (number, (name, row)) in self.features.iter().enumerate() {
            let key = key_of_name(name).max(1);
            let mut at = key as usize & (size - 1);
            while slots[at].0 != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (key, number as u32);
            row[..LABELS]
                .iter()
                .for_each(|weight| rows.extend_from_slice(&weight.to_le_bytes()));
        }
        let mut table = Vec::with_capacity(size * SLOT);
        for (key, row) in slots {
            table.extend_from_slice(&key.to_le_bytes());
            table.extend_from_slice(&row.to_le_bytes());
        }
        let facts: String = self
            .facts
            .iter()
            .map(|(fact, value)| format!("{fact}\t{value}\n"))
            .collect();
        let mut writer = Writer::default();
        writer.section(SLOTS, table);
        writer.section(ROWS, rows);
        writer.section(FACTS, facts.into_bytes());
        writer.finish()
    }
}

const SLOTS: u32 = 11;
const ROWS: u32 = 12;
const FACTS: u32 = 13;
const SLOT: usize = 12;

/// Compiled weights, opened.
#[derive(Clone, Debug)]
pub struct Table {
    bytes: std::borrow::Cow<'static, [u8]>,
    slots: std::ops::Range<usize>,
    rows: std::ops::Range<usize>,
}

impl Table {
    /// Opens compiled weights.
    ///
    /// # Errors
    /// When they are damaged or of another version.
    pub fn open(bytes: std::borrow::Cow<'static, [u8]>) -> Result<Table, Error> {
        let range = |artifact: &Artifact, kind| {
            let section = artifact.section(kind);
            let start = (section.as_ptr() as usize).saturating_sub(bytes.as_ptr() as usize);
            if section.is_empty() {
                0..0
            } else {
                start..start + section.len()
            }
        };
        let artifact = Artifact::open(&bytes)?;
        let (slots, rows) = (range(&artifact, SLOTS), range(&artifact, ROWS));
        Ok(Table { slots, rows, bytes })
    }

    /// A fact about the model.
    pub fn fact(&self, name: &str) -> Option<String> {
        let artifact = Artifact::open(&self.bytes).ok()?;
        let facts = std::str::from_utf8(artifact.section(FACTS)).ok()?;
        facts
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'))
            .map(str::to_owned)
    }

    /// The scores of a feature; none if the model does not know it.
    #[inline]
    pub fn row(&self, key: u64) -> Option<Row> {
        let slots = &self.bytes[self.slots.clone()];
        let count = slots.len() / SLOT;
        let mask = count.checked_sub(1)?;
        let key = key.max(1);
        let mut at = key as usize & mask;
        loop {
            let found = u64_at(slots, at * SLOT)?;
            if found == key {
                break;
            }
            if found == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
        let row = u32_at(slots, at * SLOT + 8)? as usize;
        let bytes = self.bytes[self.rows.clone()]
            .get(row * LABELS * 2..)?
            .first_chunk::<{ LABELS * 2 }>()?;
        let mut row = Row::default();
        for (weight, bytes) in row.iter_mut().zip(bytes.as_chunks::<2>().0) {
            *weight = i16::from_le_bytes(*bytes);
        }
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_table_hold_the_same_weights() {
        let text = "gazet-weights\t1\n@lists\tabc\nword[-1]=president\tB-PER:1.25\nword[0]=#\tO:-0.5\nzipf#5\tO:0.5\n";
        let weights = Weights::parse(text).unwrap();
        assert_eq!(weights.to_text().lines().count(), 5);
        assert_eq!(Weights::parse(&weights.to_text()).unwrap(), weights);
        let table = Table::open(weights.to_bytes().into()).unwrap();
        let key = with_text(hash(b"word[-1]"), hash(b"president"));
        assert_eq!(table.row(key).unwrap()[1], 640);
        assert_eq!(table.row(with_text(hash(b"word[0]"), hash(b"#"))).unwrap()[0], -256);
        assert_eq!(table.row(with_number(hash(b"zipf"), 5)).unwrap()[0], 256);
        assert_eq!(table.row(with_number(hash(b"zipf"), 6)), None);
        assert_eq!(table.fact("lists").as_deref(), Some("abc"));
    }

    #[test]
    fn a_foreign_file_is_refused() {
        assert!(
            Weights::parse("hello\n")
                .unwrap_err()
                .to_string()
                .contains("gazet-weights")
        );
        assert!(Weights::parse("gazet-weights\t1\nx\tB-FOO:1\n").is_err());
    }
}
