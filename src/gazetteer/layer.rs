//! A compiled gazetteer, opened: the embedded one, a mapped file or a user's list compiled in memory.

use std::ops::Range;

use super::artifact::{Artifact, u32_at};
use super::compile::{ALIAS_ROW, ENTRY_ROW, Lexeme, PATH_SLOT, WORD_SLOT, filter_bit, flag, section};
use super::entry::Kind;
use crate::error::Error;

/// Index of an entry within its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u32);

/// Where a compiled gazetteer's bytes live.
#[derive(Debug)]
pub enum Data {
    /// In the binary.
    Static(&'static [u8]),
    /// In memory.
    Owned(Vec<u8>),
    /// In a file.
    Mapped(memmap2::Mmap),
}

impl Data {
    fn bytes(&self) -> &[u8] {
        match self {
            Data::Static(bytes) => bytes,
            Data::Owned(bytes) => bytes,
            Data::Mapped(bytes) => bytes,
        }
    }
}

/// An opened gazetteer.
#[derive(Debug)]
pub struct Layer {
    data: Data,
    entries: Range<usize>,
    strings: Range<usize>,
    paths: Range<usize>,
    aliases: Range<usize>,
    words: Range<usize>,
    filter: Range<usize>,
    names: bool,
}

/// What a list says of one thing; each column is decoded when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    layer: &'a Layer,
    row: &'a [u8; ENTRY_ROW],
}

impl<'a> Entry<'a> {
    fn number(&self, at: usize) -> u32 {
        u32_at(self.row, at).unwrap_or(0)
    }

    fn text(&self, at: usize) -> &'a str {
        self.layer.string(self.number(at))
    }

    fn some_text(&self, at: usize) -> Option<&'a str> {
        Some(self.text(at)).filter(|text| !text.is_empty())
    }

    /// Its id, if it has one.
    pub fn id(&self) -> Option<&'a str> {
        self.some_text(0)
    }

    /// Its canonical name.
    pub fn name(&self) -> &'a str {
        self.text(4)
    }

    /// Its subtype, if it has one.
    pub fn subtype(&self) -> Option<&'a str> {
        self.some_text(8)
    }

    /// Its type as the list gives it.
    pub fn label(&self) -> &'a str {
        self.text(12)
    }

    /// Its country, if known.
    pub fn country(&self) -> Option<&'a str> {
        self.some_text(16)
    }

    /// Latitude and longitude in degrees, if known.
    pub fn position(&self) -> Option<(f32, f32)> {
        let float = |at| f32::from_bits(self.number(at));
        let (lat, lon) = (float(24), float(28));
        (lat.is_finite() && lon.is_finite()).then_some((lat, lon))
    }

    /// Number of inhabitants.
    pub fn population(&self) -> u32 {
        self.number(32)
    }

    /// What kind of thing it is for the model.
    pub fn kind(&self) -> Kind {
        *Kind::ALL.get(usize::from(self.row[36])).unwrap_or(&Kind::Other)
    }

    /// How well known it is, 0 to 9.
    pub fn prominence(&self) -> u8 {
        self.row[37].min(9)
    }

    /// Whether the list decides, not the model.
    pub fn decides(&self) -> bool {
        self.row[38] == 1
    }
}

/// What the path table says of a path of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Probe(pub u32);

impl Probe {
    /// Whether longer names go on from here.
    #[inline]
    pub fn goes_on(self) -> bool {
        self.0 & super::compile::GOES_ON != 0
    }

    /// The first of the aliases that end here.
    #[inline]
    pub fn group(self) -> Option<u32> {
        (self.0 & !super::compile::GOES_ON).checked_sub(1)
    }

    /// Whether no name begins with this path.
    #[inline]
    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// One name of one entry.
#[derive(Clone, Copy, Debug)]
pub struct AliasRow {
    /// Its entry; none for a cue.
    pub entry: Option<EntryId>,
    /// What kind of thing it names.
    pub kind: Kind,
    /// Its flags.
    pub flags: u8,
    /// Offset of its text among the strings.
    text: u32,
}

impl Layer {
    /// Opens compiled bytes.
    ///
    /// # Errors
    /// When they are no gazetteer of this version.
    pub fn open(data: Data) -> Result<Layer, Error> {
        let bytes = data.bytes();
        let artifact = Artifact::open(bytes)?;
        let range = |kind| {
            let section = artifact.section(kind);
            if section.is_empty() {
                return 0..0;
            }
            let start = section.as_ptr() as usize - bytes.as_ptr() as usize;
            start..start + section.len()
        };
        let (entries, strings, paths) = (range(section::ENTRIES), range(section::STRINGS), range(section::PATHS));
        let (aliases, words) = (range(section::ALIASES), range(section::WORDS));
        // A filter of any other length than a power of two is none.
        let filter = Some(range(section::FILTER)).filter(|filter| filter.len().is_power_of_two());
        Ok(Layer {
            entries,
            strings,
            paths,
            aliases,
            words,
            filter: filter.unwrap_or(0..0),
            names: true,
            data,
        })
    }

    /// The layer with its words and cues alone.
    pub fn without_names(mut self) -> Layer {
        self.names = false;
        self
    }

    /// The artifact behind it.
    pub fn bytes(&self) -> &[u8] {
        self.data.bytes()
    }

    #[inline]
    fn part(&self, range: &Range<usize>) -> &[u8] {
        &self.data.bytes()[range.clone()]
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len() / ENTRY_ROW
    }

    /// Whether the path may be on a list: a quick look before [`Layer::probe`].
    #[inline]
    pub fn may_hold(&self, path: u64) -> bool {
        let filter = self.part(&self.filter);
        if filter.is_empty() {
            return true;
        }
        let (at, bit) = filter_bit(path, filter.len());
        filter[at] & bit != 0
    }

    /// What is known of a path of words, by its hash. May be wrong for a path on no list: verify what it leads to.
    #[inline]
    pub fn probe(&self, path: u64) -> Probe {
        let slots = self.part(&self.paths);
        let count = slots.len() / PATH_SLOT;
        if count == 0 {
            return Probe::default();
        }
        let mask = count - 1;
        let tag = (path >> 32) as u32;
        let mut at = path as usize & mask;
        // A damaged table may have no empty slot.
        for _ in 0..count {
            let Some(payload) = u32_at(slots, at * PATH_SLOT + 4).filter(|&payload| payload != 0) else {
                return Probe::default();
            };
            if u32_at(slots, at * PATH_SLOT) == Some(tag) {
                return Probe(payload);
            }
            at = (at + 1) & mask;
        }
        Probe::default()
    }

    /// The aliases of a group, best known first.
    pub fn group(&self, group: u32) -> impl Iterator<Item = AliasRow> + '_ {
        self.rows_of(group).filter(|alias| self.names || alias.entry.is_none())
    }

    fn rows_of(&self, group: u32) -> impl Iterator<Item = AliasRow> + '_ {
        let rows = self.part(&self.aliases);
        let mut at = Some(group as usize * ALIAS_ROW);
        std::iter::from_fn(move || {
            let row = rows.get(at?..)?.first_chunk::<ALIAS_ROW>()?;
            let entry = u32_at(row, 0)?;
            let (flags, kind) = (row[8], *Kind::ALL.get(usize::from(row[9]))?);
            at = (flags & flag::LAST == 0).then(|| at.unwrap_or(0) + ALIAS_ROW);
            let entry = (entry != u32::MAX).then_some(EntryId(entry));
            Some(AliasRow {
                entry,
                kind,
                flags,
                text: u32_at(row, 4)?,
            })
        })
    }

    /// The text of an alias: its folded words joined by spaces or, where its case must be exact, its letters.
    pub fn alias_text(&self, alias: AliasRow) -> &str {
        self.string(alias.text)
    }

    fn string(&self, offset: u32) -> &str {
        let strings = self.part(&self.strings);
        let (mut at, mut length, mut shift) = (offset as usize, 0usize, 0);
        while let Some(&byte) = strings.get(at) {
            at += 1;
            length |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 || shift > 28 {
                break;
            }
        }
        let bytes = strings.get(at..at.saturating_add(length)).unwrap_or(&[]);
        std::str::from_utf8(bytes).unwrap_or("")
    }

    /// What the list says of an entry; an empty entry for an id of another layer.
    pub fn entry(&self, id: EntryId) -> Entry<'_> {
        let rows = self.part(&self.entries);
        let row = rows.get(id.0 as usize * ENTRY_ROW..).and_then(|row| row.first_chunk());
        Entry {
            layer: self,
            row: row.unwrap_or(&[0; ENTRY_ROW]),
        }
    }

    /// What word lists say of a word, by its hash.
    pub fn lexeme(&self, hash: u64) -> Option<Lexeme> {
        let slots = self.part(&self.words);
        let count = slots.len() / WORD_SLOT;
        let mask = count.checked_sub(1)?;
        let tag = (hash >> 32) as u32 | 1;
        let mut at = hash as usize & mask;
        for _ in 0..count {
            let slot = slots.get(at * WORD_SLOT..)?.first_chunk::<WORD_SLOT>()?;
            match u32_at(slot, 0)? {
                0 => return None,
                found if found == tag => return Some(lexeme(slot)),
                _ => at = (at + 1) & mask,
            }
        }
        None
    }
}

fn lexeme(slot: &[u8; WORD_SLOT]) -> Lexeme {
    let number = |at: usize| u16::from_le_bytes([slot[at], slot[at + 1]]);
    Lexeme {
        zipf: number(4),
        c64: number(6),
        c400: number(8),
        c1500: number(10),
        variant: number(12),
        upper: slot[14],
        first: slot[15],
        surname: slot[16],
    }
}
