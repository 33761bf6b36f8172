//! Matching: every listed name in a text, as evidence for each token and as readings of a span.
//!
//! A word's first step into the path table of each layer is taken once for each distinct word; a text then costs one
//! look-up for a word that begins no name.

use std::borrow::Cow;

use super::compile::{Lexeme, flag, variant_word};
use super::entry::{CaseRule, Kind};
use super::layer::{AliasRow, Entry, EntryId, Layer, Probe};
use crate::text::hash::{hash, step};
use crate::text::{Gap, Shape, Text, Vocabulary, WordId};

/// Gazetteers in layers: later ones lie over earlier ones.
#[derive(Debug, Default)]
pub struct Gazetteers {
    layers: Vec<Layer>,
}

/// An entry of one of the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryRef {
    /// Its layer.
    pub layer: u8,
    /// Its id there.
    pub entry: EntryId,
}

/// A listed name where it stands in the text.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    /// Its first token.
    pub start: u32,
    /// The token behind its last.
    pub end: u32,
    /// What it names.
    pub entry: EntryRef,
    /// What kind of thing that is.
    pub kind: Kind,
    /// Whether it is written as its case rule wants; else it is weak evidence.
    pub conforms: bool,
    /// Whether the list decides.
    pub decides: bool,
}

/// What lists say of one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Kinds of names of this one word.
    pub single: u64,
    /// Kinds of longer names that begin here.
    pub begin: u64,
    /// Kinds of longer names that go on here.
    pub inside: u64,
    /// Kinds of names that the token would belong to if it had its capital.
    pub lower: u64,
}

/// Everything that lists say of a text.
#[derive(Debug, Default)]
pub struct Matches {
    /// For each token an index into `sets`.
    tokens: Vec<u32>,
    sets: Vec<Evidence>,
    /// Names, by first token, longest first.
    pub names: Vec<Match>,
}

impl Matches {
    /// What lists say of token `i`.
    #[inline]
    pub fn evidence(&self, i: usize) -> &Evidence {
        &self.sets[self.tokens[i] as usize]
    }

    fn evidence_mut(&mut self, i: usize) -> &mut Evidence {
        if self.tokens[i] == 0 {
            self.tokens[i] = self.sets.len() as u32;
            self.sets.push(Evidence::default());
        }
        &mut self.sets[self.tokens[i] as usize]
    }

    /// The names that cover exactly the tokens `start..end`.
    pub fn exact(&self, start: usize, end: usize) -> impl Iterator<Item = &Match> {
        let first = self.names.partition_point(|name| (name.start as usize) < start);
        self.names[first..]
            .iter()
            .take_while(move |name| name.start as usize == start)
            .filter(move |name| name.end as usize == end)
    }
}

/// What lists say of the distinct words of a vocabulary; grows with it.
#[derive(Debug, Default)]
pub struct Facts {
    lexemes: Vec<Lexeme>,
    probes: Vec<Probe>,
    layers: usize,
}

impl Facts {
    /// Whether the word alone is a listed name.
    pub fn is_listed(&self, word: WordId) -> bool {
        let start = word.index() * self.layers;
        self.probes[start..start + self.layers]
            .iter()
            .any(|probe| probe.group().is_some())
    }

    /// What word lists say of a word.
    #[inline]
    pub fn lexeme(&self, word: WordId) -> &Lexeme {
        &self.lexemes[word.index()]
    }

    /// Looks up the words that the vocabulary has gained.
    pub fn update(&mut self, vocabulary: &Vocabulary, gazetteers: &Gazetteers) {
        if self.lexemes.len() > vocabulary.len() {
            *self = Facts::default();
        }
        self.layers = gazetteers.layers.len();
        for id in self.lexemes.len()..vocabulary.len() {
            let id = WordId(id as u32);
            self.lexemes.push(gazetteers.lexeme(vocabulary, id));
            let hash = vocabulary.word(id).hash;
            self.probes
                .extend(gazetteers.layers.iter().map(|layer| layer.probe(hash)));
        }
    }
}

/// Ordinary words of this Zipf frequency (times 100) are no names in lower case.
const ORDINARY: u16 = 320;
/// Names of more tokens are cut here: no list holds them.
const LONGEST: usize = 64;

impl Gazetteers {
    /// Lays `layer` over those there.
    pub fn push(&mut self, layer: Layer) {
        self.layers.push(layer);
    }

    /// What the list says of an entry.
    pub fn entry(&self, entry: EntryRef) -> Entry<'_> {
        self.layers[usize::from(entry.layer)].entry(entry.entry)
    }

    /// What word lists say of a word: its cased form, where that has a row of its own, over its folded one.
    fn lexeme(&self, vocabulary: &Vocabulary, id: WordId) -> Lexeme {
        let word = vocabulary.word(id);
        let find = |hash| self.layers.iter().rev().find_map(|layer| layer.lexeme(hash));
        let mut lexeme = find(word.hash).unwrap_or(Lexeme::UNKNOWN);
        if word.folded != id
            && let Some(cased) = find(hash(vocabulary.surface(id).as_bytes()))
        {
            (lexeme.c64, lexeme.c400, lexeme.c1500) = (cased.c64, cased.c400, cased.c1500);
        }
        lexeme
    }

    /// People whose full name these words spell in some listed spelling: each word by its folded form and its class of
    /// spellings.
    pub fn people_spelled<'w>(&self, words: impl Iterator<Item = (&'w str, u16)>) -> Vec<EntryRef> {
        let words: Vec<Cow<str>> = words
            .map(|(word, class)| {
                if class == 0 {
                    Cow::Borrowed(word)
                } else {
                    Cow::Owned(variant_word(class))
                }
            })
            .collect();
        let Some((first, rest)) = words.split_first() else {
            return Vec::new();
        };
        let path = rest
            .iter()
            .fold(hash(first.as_bytes()), |path, word| step(path, hash(word.as_bytes())));
        let text = words.join(" ");
        let mut found = Vec::new();
        for (number, layer) in self.layers.iter().enumerate() {
            for alias in layer
                .probe(path)
                .group()
                .into_iter()
                .flat_map(|group| layer.group(group))
            {
                if alias.kind == Kind::Person && layer.alias_text(alias) == text {
                    found.extend(alias.entry.map(|entry| EntryRef {
                        layer: number as u8,
                        entry,
                    }));
                }
            }
        }
        found
    }

    /// What word lists say of a folded word, by its hash.
    pub fn lexeme_of(&self, hash: u64) -> Lexeme {
        self.layers
            .iter()
            .rev()
            .find_map(|layer| layer.lexeme(hash))
            .unwrap_or(Lexeme::UNKNOWN)
    }

    /// The names of one word that is this, by its hash.
    fn single_names(&self, hash: u64) -> impl Iterator<Item = (&Layer, AliasRow)> {
        self.layers.iter().flat_map(move |layer| {
            let group = layer.probe(hash).group();
            group
                .into_iter()
                .flat_map(move |group| layer.group(group).map(move |alias| (layer, alias)))
        })
    }

    /// The prominence of the best-known name of one word that is this, plus one; 0 if there is none.
    pub fn renown_of(&self, hash: u64) -> u8 {
        let entries = self
            .single_names(hash)
            .filter_map(|(layer, alias)| Some(layer.entry(alias.entry?)));
        entries.map(|entry| entry.prominence() + 1).max().unwrap_or(0)
    }

    /// Every listed name in `text`.
    pub fn find(&self, text: &Text, vocabulary: &Vocabulary, facts: &Facts) -> Matches {
        let mut finder = Finder {
            gazetteers: self,
            text,
            vocabulary,
            facts,
            found: Matches::default(),
            ends: Vec::new(),
        };
        finder.found.tokens = vec![0; text.tokens.len()];
        finder.found.sets.push(Evidence::default());
        // A stop inside a listed name ends no sentence there, whatever it looks like: `Yum! Brands`, `1. FC Union`.
        let mut start = 0;
        for sentence in &text.sentences {
            let end = sentence.tokens.end;
            if text.tokens.get(end).is_none_or(|next| next.gap >= Gap::Line) {
                finder.names_of(start..end);
                start = end;
            }
        }
        finder.found
    }
}

struct Finder<'a> {
    gazetteers: &'a Gazetteers,
    text: &'a Text<'a>,
    vocabulary: &'a Vocabulary,
    facts: &'a Facts,
    found: Matches,
    /// Where the names that begin at a token end, with their groups.
    ends: Vec<(usize, u32)>,
}

impl Finder<'_> {
    /// The names in sentences that stand on one line.
    fn names_of(&mut self, tokens: std::ops::Range<usize>) {
        let layers = self.gazetteers.layers.len();
        // For each kind, where the longest name of that kind so far ends.
        let mut covered = [0; 64];
        for start in tokens.clone() {
            let word = self.text.tokens[start].word.index();
            for layer in 0..layers {
                let first = self.facts.probes[word * layers + layer];
                if !first.is_none() {
                    self.names_at(start, tokens.end, layer, first, &mut covered);
                }
            }
        }
    }

    /// All names of one layer that begin at `start`: the longest of each kind is evidence.
    fn names_at(&mut self, start: usize, limit: usize, layer: usize, first: Probe, covered: &mut [usize; 64]) {
        let lists = &self.gazetteers.layers[layer];
        self.ends.clear();
        let (mut probe, mut end) = (first, start + 1);
        let mut path = self.vocabulary.word(self.text.tokens[start].word).hash;
        loop {
            if let Some(group) = probe.group() {
                self.ends.push((end, group));
            }
            if !probe.goes_on() || end == limit || self.ends.len() == LONGEST {
                break;
            }
            path = step(path, self.vocabulary.word(self.text.tokens[end].word).hash);
            if !lists.may_hold(path) {
                break;
            }
            probe = lists.probe(path);
            if probe.is_none() {
                break;
            }
            end += 1;
        }
        while let Some((end, group)) = self.ends.pop() {
            for alias in lists.group(group) {
                if self.verified(lists, alias, start, end) {
                    self.name(start, end, layer, alias, covered);
                }
            }
        }
    }

    fn name(&mut self, start: usize, end: usize, layer: usize, alias: AliasRow, covered: &mut [usize; 64]) {
        let Some(conforms) = self.conforms(alias, start, end) else {
            return;
        };
        if let Some(entry) = alias.entry {
            let decides = layer > 0 && self.gazetteers.layers[layer].entry(entry).decides();
            let entry = EntryRef {
                layer: layer as u8,
                entry,
            };
            let (start, end) = (start as u32, end as u32);
            self.found.names.push(Match {
                start,
                end,
                entry,
                kind: alias.kind,
                conforms,
                decides,
            });
        }
        let kind = alias.kind;
        if start < covered[kind as usize] {
            return;
        }
        covered[kind as usize] = end;
        if !conforms {
            (start..end).for_each(|i| self.found.evidence_mut(i).lower |= kind.bit());
        } else if end == start + 1 {
            self.found.evidence_mut(start).single |= kind.bit();
        } else {
            self.found.evidence_mut(start).begin |= kind.bit();
            (start + 1..end).for_each(|i| self.found.evidence_mut(i).inside |= kind.bit());
        }
    }

    /// Whether the words of the text are those of the alias: equal hashes prove nothing.
    fn verified(&self, lists: &Layer, alias: AliasRow, start: usize, end: usize) -> bool {
        let text = lists.alias_text(alias);
        if alias.flags & flag::CASE == CaseRule::Exact as u8 {
            return self.slice(start, end).split_whitespace().eq(text.split_whitespace());
        }
        let mut rest = text;
        for i in start..end {
            let folded = self.vocabulary.folded(self.text.tokens[i].word);
            let Some(tail) = rest.strip_prefix(folded) else {
                return false;
            };
            rest = match tail.strip_prefix(' ') {
                Some(tail) if i + 1 < end => tail,
                None if i + 1 == end => tail,
                _ => return false,
            };
        }
        rest.is_empty()
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        &self.text.source[self.text.tokens[start].start as usize..self.text.tokens[end - 1].end as usize]
    }

    fn shape(&self, i: usize) -> Shape {
        self.vocabulary.word(self.text.tokens[i].word).shape
    }

    /// Whether the case of the text is that of the alias: `Some(false)` if only its capital is missing.
    fn conforms(&self, alias: AliasRow, start: usize, end: usize) -> Option<bool> {
        if alias.flags & flag::CASE != CaseRule::Auto as u8 || alias.kind.is_cue() {
            return Some(true);
        }
        let shape = self.shape(start);
        if !shape.is_upper() && !matches!(shape, Shape::Lower | Shape::MixedLower) {
            return Some(true);
        }
        if alias.flags & flag::ACRONYM != 0 && end == start + 1 {
            let long = self.text.tokens[start].end - self.text.tokens[start].start >= 4;
            return match shape {
                Shape::Capitals | Shape::Initial => Some(true),
                Shape::Capitalized | Shape::MixedUpper if long && !self.is_ordinary(start) => Some(true),
                Shape::Lower if long && !self.is_ordinary(start) => Some(false),
                _ => None,
            };
        }
        if shape.is_upper() || alias.flags & flag::LOWER != 0 {
            return Some(true);
        }
        let long = self.slice(start, end).len() >= 4;
        (long && !(start..end).all(|i| self.is_ordinary(i))).then_some(false)
    }

    fn is_ordinary(&self, i: usize) -> bool {
        let lexeme = self.facts.lexeme(self.text.tokens[i].word);
        lexeme.zipf >= ORDINARY && (lexeme.upper == 255 || lexeme.upper < 50)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::layer::Data;
    use crate::gazetteer::{Compiler, ListEntry};

    fn list(names: &[&str]) -> Gazetteers {
        let mut compiler = Compiler::default();
        compiler.entries(names.iter().map(|&name| ListEntry {
            name: name.to_owned(),
            label: "ORG".to_owned(),
            ..ListEntry::default()
        }));
        let mut gazetteers = Gazetteers::default();
        gazetteers.push(Layer::open(Data::Owned(compiler.finish())).unwrap());
        gazetteers
    }

    #[test]
    fn a_stop_inside_a_name_ends_no_name_and_a_line_end_does() {
        let gazetteers = list(&["Yum! Brands", "Chr. Hansen", "1. FC Union", "Bank. Trust"]);
        for (source, expected) in [
            ("Shares of Yum! Brands rose.", vec!["Yum! Brands"]),
            ("Chr. Hansen met 1. FC Union.", vec!["Chr. Hansen", "1. FC Union"]),
            ("They robbed a Bank.\n\nTrust was gone.", vec![]),
            ("They robbed a Bank.\nTrust was gone.", vec![]),
        ] {
            let mut vocabulary = Vocabulary::default();
            let text = Text::new(source, &mut vocabulary);
            let mut facts = Facts::default();
            facts.update(&vocabulary, &gazetteers);
            let matches = gazetteers.find(&text, &vocabulary, &facts);
            let words = matches.names.iter().map(|name| {
                let (first, last) = (name.start as usize, name.end as usize - 1);
                &source[text.tokens[first].start as usize..text.tokens[last].end as usize]
            });
            assert_eq!(words.collect::<Vec<_>>(), expected, "{source}");
        }
    }
}
