//! Compiling: entries, cues and word facts become the sections of an artifact.
//!
//! The same code runs in `build.rs` for the embedded lists, in memory for a user's list, and in `gazet gaz build`.

use std::collections::HashMap;

use super::artifact::Writer;
use super::entry::{CaseRule, Decide, Kind, ListEntry};
use crate::text::fold::fold;
use crate::text::hash::{hash, step};
use crate::text::tokenize::tokenize;
use crate::text::vocabulary::without_stop;

/// Section kinds of a gazetteer.
pub mod section {
    /// Rows of entries.
    pub const ENTRIES: u32 = 1;
    /// Length-prefixed strings.
    pub const STRINGS: u32 = 2;
    /// Hash table of word paths.
    pub const PATHS: u32 = 3;
    /// Rows of aliases, grouped by path.
    pub const ALIASES: u32 = 4;
    /// Hash table of words.
    pub const WORDS: u32 = 5;
    /// A bit for each path of several words, by its hash.
    pub const FILTER: u32 = 6;
}

/// Bytes of an entry's row.
pub const ENTRY_ROW: usize = 44;
/// Bytes of an alias's row.
pub const ALIAS_ROW: usize = 12;
/// Bytes of a path's slot.
pub const PATH_SLOT: usize = 8;
/// Bytes of a word's slot.
pub const WORD_SLOT: usize = 20;
/// The bit of a path's payload that says that longer names go on from here.
pub const GOES_ON: u32 = 1 << 31;
/// Readings kept of one name, best known first.
const READINGS: usize = 16;

/// Bits of an alias's flags.
pub mod flag {
    /// The two lowest bits: the case rule.
    pub const CASE: u8 = 3;
    /// The last alias of its path.
    pub const LAST: u8 = 4;
    /// All its letters are capitals.
    pub const ACRONYM: u8 = 8;
    /// It begins in lower case.
    pub const LOWER: u8 = 16;
    /// It is the entry's canonical name.
    pub const PRIMARY: u8 = 32;
}

/// What word lists say of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexeme {
    /// Zipf frequency of the lower-cased word, times 100; 0 if unknown.
    pub zipf: u16,
    /// Share of capitalised uses inside sentences in percent; 255 if unknown.
    pub upper: u8,
    /// Binary logarithm of its count as a first name, plus one; 0 if none.
    pub first: u8,
    /// Binary logarithm of its count as a surname, plus one; 0 if none.
    pub surname: u8,
    /// Class of its vector among 64; `NONE` if it has none.
    pub c64: u16,
    /// Class of its vector among 400.
    pub c400: u16,
    /// Class of its vector among 1,500.
    pub c1500: u16,
    /// Class of names that transliterate the same name, plus one; 0 if none.
    pub variant: u16,
}

impl Lexeme {
    /// No cluster.
    pub const NONE: u16 = u16::MAX;
    /// What is known of a word on no list.
    pub const UNKNOWN: Lexeme = Lexeme {
        zipf: 0,
        upper: 255,
        first: 0,
        surname: 0,
        c64: Self::NONE,
        c400: Self::NONE,
        c1500: Self::NONE,
        variant: 0,
    };
}

/// Everything that goes into an artifact.
#[derive(Debug, Default)]
pub struct Compiler {
    entries: Vec<ListEntry>,
    cues: Vec<(String, Kind)>,
    words: HashMap<String, Lexeme>,
}

impl Compiler {
    /// Adds entries; later ones come after earlier ones of the same prominence.
    pub fn entries(&mut self, entries: impl IntoIterator<Item = ListEntry>) {
        self.entries.extend(entries);
    }

    /// Adds a cue.
    #[allow(dead_code, reason = "cues and words are compiled by build.rs alone")]
    pub fn cue(&mut self, cue: &str, kind: Kind) {
        self.cues.push((cue.to_owned(), kind));
    }

    /// The facts of a word, to be completed. A word in lower case stands for all its forms that have no row of
    /// their own.
    #[allow(dead_code, reason = "cues and words are compiled by build.rs alone")]
    pub fn word(&mut self, word: &str) -> &mut Lexeme {
        self.words.entry(word_key(word)).or_insert(Lexeme::UNKNOWN)
    }

    /// A full name with each word of a class of spellings as its class, so that every spelling finds it.
    fn variant(&self, alias: &Alias) -> Option<Alias> {
        let class = |word: &String| self.words.get(word).map_or(0, |lexeme| lexeme.variant);
        if alias.words.len() < 2 || alias.words.iter().all(|word| class(word) == 0) {
            return None;
        }
        let words = alias.words.iter().map(|word| match class(word) {
            0 => word.clone(),
            class => variant_word(class),
        });
        Some(Alias {
            entry: alias.entry,
            kind: alias.kind,
            flags: alias.flags,
            words: words.collect(),
            text: alias.text.clone(),
        })
    }

    /// The bytes of the artifact.
    pub fn finish(self) -> Vec<u8> {
        let mut strings = Strings::default();
        let mut aliases = Vec::new();
        let mut rows = Vec::with_capacity(self.entries.len() * ENTRY_ROW);
        for (id, entry) in self.entries.iter().enumerate() {
            entry_row(entry, &mut strings, &mut rows);
            let first = aliases.len();
            entry_aliases(entry, id as u32, &mut aliases);
            if entry.label == "PER" {
                let variants: Vec<Alias> = aliases[first..]
                    .iter()
                    .filter_map(|alias| self.variant(alias))
                    .collect();
                aliases.extend(variants);
            }
        }
        for (cue, kind) in &self.cues {
            aliases.extend(Alias::new(cue, u32::MAX, *kind, CaseRule::Any));
        }
        let (payloads, alias_rows) = group(aliases, &self.entries, &mut strings);
        let mut writer = Writer::default();
        writer.section(section::ENTRIES, rows);
        writer.section(section::PATHS, path_table(&payloads));
        writer.section(section::FILTER, filter(&payloads));
        writer.section(section::ALIASES, alias_rows);
        writer.section(section::WORDS, word_table(self.words));
        writer.section(section::STRINGS, strings.bytes);
        writer.finish()
    }
}

/// The word that stands for a class of spellings in a path.
pub fn variant_word(class: u16) -> String {
    format!("~{class}")
}

/// A cased form keeps its case; a lower-cased one is folded.
#[allow(dead_code, reason = "cues and words are compiled by build.rs alone")]
fn word_key(word: &str) -> String {
    if word.chars().any(char::is_uppercase) {
        word.to_owned()
    } else {
        fold(word).into_owned()
    }
}

/// Strings, each once: a LEB128 length and the bytes. Offset 0 is the empty string.
struct Strings {
    bytes: Vec<u8>,
    offsets: HashMap<String, u32>,
}

impl Default for Strings {
    fn default() -> Self {
        Strings {
            bytes: vec![0],
            offsets: HashMap::from([(String::new(), 0)]),
        }
    }
}

impl Strings {
    fn add(&mut self, text: &str) -> u32 {
        if let Some(&offset) = self.offsets.get(text) {
            return offset;
        }
        let offset = self.bytes.len() as u32;
        let mut length = text.len();
        while length >= 0x80 {
            self.bytes.push(length as u8 | 0x80);
            length >>= 7;
        }
        self.bytes.push(length as u8);
        self.bytes.extend_from_slice(text.as_bytes());
        self.offsets.insert(text.to_owned(), offset);
        offset
    }
}

fn entry_row(entry: &ListEntry, strings: &mut Strings, rows: &mut Vec<u8>) {
    let subtype = entry.subtype.as_deref().unwrap_or("");
    let details: Vec<String> = entry
        .details
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    for text in [
        entry.id.as_deref().unwrap_or(""),
        entry.canonical.as_deref().unwrap_or(&entry.name),
        subtype,
        &entry.label,
        entry.country.as_deref().unwrap_or(""),
        &details.join("\t"),
    ] {
        rows.extend_from_slice(&strings.add(text).to_le_bytes());
    }
    let (lat, lon) = entry.position.unwrap_or((f32::NAN, f32::NAN));
    rows.extend_from_slice(&lat.to_le_bytes());
    rows.extend_from_slice(&lon.to_le_bytes());
    rows.extend_from_slice(&entry.population.to_le_bytes());
    let decides = u8::from(entry.decide == Decide::List);
    rows.extend_from_slice(&[kind(entry) as u8, entry.prominence, decides, 0]);
    rows.extend_from_slice(&0u32.to_le_bytes());
}

fn kind(entry: &ListEntry) -> Kind {
    Kind::of(
        &entry.label,
        entry.subtype.as_deref().unwrap_or(""),
        entry.population,
        entry.prominence,
    )
}

struct Alias {
    entry: u32,
    kind: Kind,
    flags: u8,
    words: Vec<String>,
    text: String,
}

impl Alias {
    fn new(text: &str, entry: u32, kind: Kind, case: CaseRule) -> Option<Alias> {
        let mut words = Vec::new();
        tokenize(text, |start, end| {
            words.push(without_stop(&fold(&text[start..end])).to_owned());
        });
        let cased: Vec<char> = text.chars().filter(|c| c.is_uppercase() || c.is_lowercase()).collect();
        let mut flags = case as u8;
        if cased.len() > 1 && cased.iter().all(|c| c.is_uppercase()) {
            flags |= flag::ACRONYM;
        }
        if cased.first().is_none_or(|c| c.is_lowercase()) {
            flags |= flag::LOWER;
        }
        let text = text.to_owned();
        (!words.is_empty()).then_some(Alias {
            entry,
            kind,
            flags,
            words,
            text,
        })
    }

    fn path(&self) -> u64 {
        path_of(self.words.iter().map(|word| hash(word.as_bytes())))
    }
}

fn path_of(mut words: impl Iterator<Item = u64>) -> u64 {
    let first = words.next().unwrap_or(0);
    words.fold(first, step)
}

fn entry_aliases(entry: &ListEntry, id: u32, aliases: &mut Vec<Alias>) {
    let kind = kind(entry);
    let names = std::iter::once(&entry.name)
        .chain(entry.canonical.as_ref())
        .chain(&entry.aliases);
    let first = aliases.len();
    for name in names {
        let Some(mut alias) = Alias::new(name, id, kind, entry.case) else {
            continue;
        };
        if aliases.len() == first {
            alias.flags |= flag::PRIMARY;
        }
        // `Apple Inc.` is met without its full stop too.
        if alias.words.len() > 1 && alias.words.last().is_some_and(|word| word == ".") {
            aliases.extend(Alias::new(name.trim_end_matches('.'), id, kind, entry.case));
        }
        aliases.push(alias);
    }
}

/// What is known of each path of words, and the alias rows it points to.
fn group(mut aliases: Vec<Alias>, entries: &[ListEntry], strings: &mut Strings) -> (HashMap<u64, u32>, Vec<u8>) {
    let rank = |alias: &Alias| {
        entries
            .get(alias.entry as usize)
            .map_or((0, 0), |it| (it.prominence, it.population))
    };
    aliases.sort_by(|a, b| {
        let by_rank = rank(b).cmp(&rank(a));
        let by_text = (b.flags & flag::PRIMARY)
            .cmp(&(a.flags & flag::PRIMARY))
            .then_with(|| a.text.cmp(&b.text));
        a.words
            .cmp(&b.words)
            .then(by_rank)
            .then(a.entry.cmp(&b.entry))
            .then(a.kind.cmp(&b.kind))
            .then(by_text)
    });
    aliases.dedup_by(|b, a| {
        a.words == b.words
            && a.entry == b.entry
            && a.kind == b.kind
            && (b.flags & !flag::PRIMARY) == (a.flags & !flag::PRIMARY)
    });
    let mut rows = Vec::new();
    let mut payloads: HashMap<u64, u32> = HashMap::with_capacity(aliases.len() * 2);
    let mut start = 0;
    while start < aliases.len() {
        let words = &aliases[start].words;
        let end = start
            + aliases[start..]
                .iter()
                .take_while(|alias| &alias.words == words)
                .count();
        let kept = &aliases[start..end.min(start + READINGS)];
        let group = (rows.len() / ALIAS_ROW) as u32 + 1;
        let folded = strings.add(&words.join(" "));
        for (at, alias) in kept.iter().enumerate() {
            let text = if alias.flags & flag::CASE == CaseRule::Exact as u8 {
                strings.add(&alias.text)
            } else {
                folded
            };
            let last = if at + 1 == kept.len() { flag::LAST } else { 0 };
            rows.extend_from_slice(&alias.entry.to_le_bytes());
            rows.extend_from_slice(&text.to_le_bytes());
            rows.extend_from_slice(&[alias.flags | last, alias.kind as u8, words.len().min(255) as u8, 0]);
        }
        *payloads.entry(kept[0].path()).or_default() |= group;
        let mut prefix = 0;
        for (at, word) in words[..words.len() - 1].iter().enumerate() {
            let word = hash(word.as_bytes());
            prefix = if at == 0 { word } else { step(prefix, word) };
            *payloads.entry(prefix).or_default() |= GOES_ON;
        }
        start = end;
    }
    (payloads, rows)
}

/// Bits of the filter for each path.
const FILTER_BITS: usize = 6;

/// The byte and the bit of a path in a filter of so many bytes, a power of two.
#[inline]
pub fn filter_bit(path: u64, bytes: usize) -> (usize, u8) {
    ((path >> 35) as usize & (bytes - 1), 1 << (path >> 32 & 7))
}

/// A bit for each path: most paths of a text are on no list, and their bits are nearer than their slots.
fn filter(payloads: &HashMap<u64, u32>) -> Vec<u8> {
    let mut bits = vec![0u8; (payloads.len() * FILTER_BITS / 8 + 1).next_power_of_two()];
    for &path in payloads.keys() {
        let (at, bit) = filter_bit(path, bits.len());
        bits[at] |= bit;
    }
    bits
}

fn path_table(payloads: &HashMap<u64, u32>) -> Vec<u8> {
    let mut payloads: Vec<(u64, u32)> = payloads.iter().map(|(&path, &payload)| (path, payload)).collect();
    payloads.sort_unstable();
    let size = (payloads.len() * 3 / 2 + 1).next_power_of_two();
    let mut slots = vec![(0u32, 0u32); size];
    for (path, payload) in payloads {
        let mut at = path as usize & (size - 1);
        while slots[at].1 != 0 {
            at = (at + 1) & (size - 1);
        }
        slots[at] = ((path >> 32) as u32, payload);
    }
    slots
        .iter()
        .flat_map(|(tag, payload)| [tag.to_le_bytes(), payload.to_le_bytes()].concat())
        .collect()
}

fn word_table(words: HashMap<String, Lexeme>) -> Vec<u8> {
    let mut words: Vec<(u64, Lexeme)> = words
        .into_iter()
        .map(|(word, lexeme)| (hash(word.as_bytes()), lexeme))
        .collect();
    words.sort_unstable_by_key(|word| word.0);
    let size = (words.len() * 3 / 2 + 1).next_power_of_two();
    let mut slots: Vec<Option<(u64, Lexeme)>> = vec![None; size];
    for (hash, lexeme) in words {
        let mut at = hash as usize & (size - 1);
        while slots[at].is_some() {
            at = (at + 1) & (size - 1);
        }
        slots[at] = Some((hash, lexeme));
    }
    let mut bytes = Vec::with_capacity(size * WORD_SLOT);
    for slot in slots {
        let (tag, lexeme) = slot.map_or((0, Lexeme::UNKNOWN), |(hash, lexeme)| ((hash >> 32) as u32 | 1, lexeme));
        bytes.extend_from_slice(&tag.to_le_bytes());
        for number in [lexeme.zipf, lexeme.c64, lexeme.c400, lexeme.c1500, lexeme.variant] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&[lexeme.upper, lexeme.first, lexeme.surname, 0, 0, 0]);
    }
    bytes
}
