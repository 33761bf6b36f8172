//! Linking: mentions of one thing become one entity.
//!
//! A mention joins an entity that is the same list entry, has the same words, is its full name (`Zelensky`,
//! `Volodymyr Zelensky`), its acronym or its spelling variant. Ambiguous places take the reading that fits the
//! countries of the other places.

pub mod names;
pub mod spelling;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::decide::Type;
use crate::document::{Alternative, Entity, Label, Mention, Source, Tagged};
use crate::gazetteer::{EntryRef, Gazetteers};
use names::{Name, NameLabel, NameWord, Names, WordRole};

/// An entity while mentions still join it.
#[derive(Debug)]
struct Cluster {
    label: NameLabel,
    entry: Option<EntryRef>,
    mentions: Vec<usize>,
    /// The mention with the most words: it gives the name.
    fullest: usize,
}

/// Links the names of a document.
pub fn link<'t>(text: &str, names: &Names, gazetteers: &'t Gazetteers) -> Tagged<'t> {
    let mut linker = Linker {
        names,
        gazetteers,
        clusters: Vec::new(),
        by_key: HashMap::new(),
        joined: Vec::new(),
    };
    let entries = linker.resolve();
    linker.cluster(&entries);
    linker.finish(text, &entries)
}

struct Linker<'a, 't> {
    names: &'a Names,
    gazetteers: &'t Gazetteers,
    clusters: Vec<Cluster>,
    /// Clusters by what mentions of them can be found by, latest last.
    by_key: HashMap<Key, Vec<usize>>,
    /// For each name its cluster and whether it joined as a short form.
    joined: Vec<(usize, bool)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Entry(EntryRef),
    /// All main words, in order.
    Words(u8, u64),
    /// A main word of a person or organization, by hash, variant class or skeleton.
    Word(u8, u64),
    Variant(u8, u16),
    Skeleton(u8, u64),
    /// Initials of an organization.
    Initials(u64),
}

fn type_number(label: NameLabel) -> u8 {
    match label {
        NameLabel::Model(kind) => kind as u8,
        NameLabel::Listed(_) => 9,
    }
}

impl<'t> Linker<'_, 't> {
    /// The listed thing that each name most likely is.
    fn resolve(&self) -> Vec<Option<EntryRef>> {
        let mut votes: HashMap<&str, f32> = HashMap::new();
        for name in &self.names.names {
            if name.label != NameLabel::Model(Type::Loc) {
                continue;
            }
            let entries = self.names.entries(name);
            let Some(best) = entries.first().map(|&entry| self.gazetteers.entry(entry)) else {
                continue;
            };
            let sure = entries.len() == 1 || best.subtype() == Some("country") || best.prominence() >= 7;
            if let Some(country) = best.country().filter(|_| sure) {
                *votes.entry(country).or_default() += if best.subtype() == Some("country") { 1.0 } else { 0.7 };
            }
        }
        let fit = |entry: EntryRef| {
            let entry = self.gazetteers.entry(entry);
            let votes = entry
                .country()
                .and_then(|country| votes.get(country))
                .copied()
                .unwrap_or(0.0);
            let size = (entry.population().checked_ilog2().unwrap_or(0)) as f32 / 8.0;
            f32::from(entry.prominence()) + size + votes.min(4.0) * 1.2
        };
        self.names
            .names
            .iter()
            .map(|name| {
                let entries = self.names.entries(name).iter().copied();
                // The first of equals, so that the order of the lists decides.
                entries
                    .map(|entry| (fit(entry), entry))
                    .reduce(|best, next| if next.0 > best.0 { next } else { best })
            })
            .map(|best| best.map(|(_, entry)| entry))
            .collect()
    }

    /// Full names first, so that a short form before its full name joins it too.
    fn cluster(&mut self, entries: &[Option<EntryRef>]) {
        self.joined = vec![(usize::MAX, false); self.names.names.len()];
        let short = |name: &Name| self.main_words(name).count() < 2;
        let (shorts, fulls): (Vec<usize>, Vec<usize>) =
            (0..self.names.names.len()).partition(|&at| short(&self.names.names[at]));
        for at in fulls {
            let known = self.find_full(at, entries[at]);
            self.join(at, known, entries[at], false);
        }
        for at in shorts {
            match self.find_same(at, entries[at]) {
                Some(known) => self.join(at, Some(known), entries[at], false),
                None => {
                    let full = self.find_short(at);
                    self.join(at, full, entries[at], full.is_some());
                }
            }
        }
    }

    fn main_words(&self, name: &Name) -> impl Iterator<Item = &NameWord> + use<'_> {
        self.names.words[name.words.clone()]
            .iter()
            .filter(|word| word.role == WordRole::Main)
    }

    fn words_key(&self, name: &Name) -> Key {
        let hash = self
            .main_words(name)
            .fold(0, |path, word| crate::text::hash::step(path, word.hash));
        Key::Words(type_number(name.label), hash)
    }

    fn lookup(&self, key: Key) -> Option<usize> {
        self.by_key.get(&key)?.last().copied()
    }

    fn find_same(&self, at: usize, entry: Option<EntryRef>) -> Option<usize> {
        let name = &self.names.names[at];
        entry
            .and_then(|entry| self.lookup(Key::Entry(entry)))
            .or_else(|| self.lookup(self.words_key(name)))
    }

    /// A full name joins the same entry, the same words, or a person all of whose words agree.
    fn find_full(&self, at: usize, entry: Option<EntryRef>) -> Option<usize> {
        let name = &self.names.names[at];
        if let Some(known) = self.find_same(at, entry) {
            return Some(known);
        }
        match name.label {
            NameLabel::Model(Type::Per) => {
                let last = self.main_words(name).last()?;
                let known = self.candidates(0, last).into_iter().rev();
                known
                    .into_iter()
                    .find(|&cluster| self.same_person(name, cluster, entry))
            }
            NameLabel::Model(Type::Org) => {
                let key = Key::Initials(self.initials(name)?);
                self.lookup(key).filter(|&cluster| self.is_acronym_cluster(cluster))
            }
            _ => None,
        }
    }

    fn is_acronym_cluster(&self, cluster: usize) -> bool {
        self.names.names[self.clusters[cluster].fullest].acronym
    }

    /// Clusters of a type that hold a main word of that spelling, in order of joining.
    fn candidates(&self, kind: u8, word: &NameWord) -> Vec<usize> {
        let mut keys = vec![Key::Word(kind, word.hash)];
        if word.variant != 0 {
            keys.push(Key::Variant(kind, word.variant));
        }
        if word.skeleton != 0 {
            keys.push(Key::Skeleton(kind, word.skeleton));
        }
        let mut clusters: Vec<usize> = keys
            .iter()
            .filter_map(|key| self.by_key.get(key))
            .flatten()
            .copied()
            .collect();
        clusters.sort_unstable();
        clusters.dedup();
        clusters
    }

    /// Last words agree, and so do the first ones, an initial counting as its name.
    fn same_person(&self, name: &Name, cluster: usize, entry: Option<EntryRef>) -> bool {
        let other = &self.names.names[self.clusters[cluster].fullest];
        if let (Some(a), Some(b)) = (entry, self.clusters[cluster].entry)
            && a != b
        {
            return false;
        }
        let words: Vec<&NameWord> = self.main_words(name).collect();
        let others: Vec<&NameWord> = self.main_words(other).collect();
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return false;
        };
        let (Some(other_first), Some(other_last)) = (others.first(), others.last()) else {
            return false;
        };
        others.len() >= 2 && last.matches(other_last) && first.matches(other_first)
    }

    /// A short form joins the latest full name that it can stand for.
    fn find_short(&self, at: usize) -> Option<usize> {
        let name = &self.names.names[at];
        let word = self.main_words(name).next()?;
        match name.label {
            NameLabel::Model(Type::Per) => {
                let candidates = self.candidates(0, word);
                let before = |cluster: &&usize| self.clusters[**cluster].mentions.iter().any(|&mention| mention < at);
                // Surnames before first names; the person named last before this mention, or else the next one.
                let by_surname: Vec<usize> = candidates
                    .iter()
                    .copied()
                    .filter(|&cluster| self.last_word(cluster).is_some_and(|last| last.matches(word)))
                    .collect();
                let pool = if by_surname.is_empty() { candidates } else { by_surname };
                pool.iter()
                    .filter(before)
                    .max_by_key(|cluster| {
                        self.clusters[**cluster]
                            .mentions
                            .iter()
                            .filter(|&&mention| mention < at)
                            .max()
                    })
                    .or(pool.first())
                    .copied()
            }
            NameLabel::Model(Type::Org) if name.acronym => {
                let letters = self.letters(name);
                self.lookup(Key::Initials(letters))
            }
            NameLabel::Model(Type::Org) => {
                let candidates = self.candidates(Type::Org as u8, word);
                candidates.into_iter().find(|&cluster| {
                    let fullest = &self.names.names[self.clusters[cluster].fullest];
                    let mut words = self.main_words(fullest);
                    words.next().is_some_and(|first| first.hash == word.hash) && words.next().is_none()
                })
            }
            _ => None,
        }
    }

    fn last_word(&self, cluster: usize) -> Option<&NameWord> {
        self.main_words(&self.names.names[self.clusters[cluster].fullest])
            .last()
    }

    /// Hash of the letters of an acronym.
    fn letters(&self, name: &Name) -> u64 {
        self.names.words(name).first().map_or(0, |word| word.hash)
    }

    /// Hash that the acronym of a name would have.
    fn initials(&self, name: &Name) -> Option<u64> {
        let initials: String = self.main_words(name).map(|word| word.letter).collect();
        (initials.chars().count() >= 2).then(|| crate::text::hash::hash(initials.as_bytes()))
    }

    fn join(&mut self, at: usize, cluster: Option<usize>, entry: Option<EntryRef>, short: bool) {
        let name = &self.names.names[at];
        let cluster = cluster.unwrap_or_else(|| {
            self.clusters.push(Cluster {
                label: name.label,
                entry: None,
                mentions: Vec::new(),
                fullest: at,
            });
            self.clusters.len() - 1
        });
        self.joined[at] = (cluster, short);
        let length = |at: usize| self.names.names[at].words.len();
        let (new, old) = (length(at), length(self.clusters[cluster].fullest));
        let grown = &mut self.clusters[cluster];
        grown.mentions.push(at);
        grown.entry = grown.entry.or(if short { None } else { entry });
        if new > old {
            grown.fullest = at;
        }
        self.index(at, cluster, entry);
    }

    /// Makes the cluster known under the words of a mention.
    fn index(&mut self, at: usize, cluster: usize, entry: Option<EntryRef>) {
        let name = &self.names.names[at];
        let kind = type_number(name.label);
        let mut keys = vec![self.words_key(name)];
        keys.extend(entry.map(Key::Entry));
        if matches!(name.label, NameLabel::Model(Type::Per | Type::Org)) {
            for word in self.main_words(name) {
                keys.push(Key::Word(kind, word.hash));
                if word.variant != 0 {
                    keys.push(Key::Variant(kind, word.variant));
                }
                if word.skeleton != 0 {
                    keys.push(Key::Skeleton(kind, word.skeleton));
                }
            }
        }
        if name.label == NameLabel::Model(Type::Org) {
            keys.push(Key::Initials(if name.acronym {
                self.letters(name)
            } else {
                self.initials(name).unwrap_or(0)
            }));
        }
        for key in keys {
            let known = self.by_key.entry(key).or_default();
            if known.last() != Some(&cluster) {
                known.push(cluster);
            }
        }
    }

    fn finish(mut self, text: &str, entries: &[Option<EntryRef>]) -> Tagged<'t> {
        self.clusters
            .iter_mut()
            .for_each(|cluster| cluster.mentions.sort_unstable());
        let mut order: Vec<usize> = (0..self.clusters.len()).collect();
        order.sort_by_key(|&cluster| self.clusters[cluster].mentions[0]);
        let mut position = vec![0; order.len()];
        order.iter().enumerate().for_each(|(new, &old)| position[old] = new);
        let mentions = (0..self.names.names.len())
            .map(|at| {
                let (cluster, short) = self.joined[at];
                let entry = entries[at].or(self.clusters[cluster].entry);
                let source = self.source(at, short, entries[at].is_some());
                self.mention(&self.names.names[at], entry, position[cluster], source)
            })
            .collect();
        let entities = order
            .iter()
            .map(|&cluster| self.entity(text, &self.clusters[cluster]))
            .collect();
        Tagged { mentions, entities }
    }

    fn source(&self, at: usize, short: bool, listed: bool) -> Source {
        if self.names.names[at].repaired {
            Source::Repaired
        } else if listed {
            Source::List
        } else if short {
            Source::ShortForm
        } else {
            Source::Discovered
        }
    }

    fn label(&self, label: NameLabel) -> Label<'t> {
        match label {
            NameLabel::Model(kind) => kind.label(),
            NameLabel::Listed(entry) => Label::from_name(self.gazetteers.entry(entry).label()),
        }
    }

    fn mention(&self, name: &Name, entry: Option<EntryRef>, entity: usize, source: Source) -> Mention<'t> {
        let listed = entry.map(|entry| self.gazetteers.entry(entry));
        Mention {
            span: name.span,
            label: self.label(name.label),
            score: name.score,
            entity,
            id: listed.and_then(|entry| entry.id()),
            name: listed.map(|entry| entry.name()),
            subtype: listed.and_then(|entry| entry.subtype()),
            source,
            alternatives: alternatives(name),
        }
    }

    fn entity(&self, text: &str, cluster: &Cluster) -> Entity<'t> {
        let listed = cluster.entry.map(|entry| self.gazetteers.entry(entry));
        let words = || {
            let text = self.names.names[cluster.fullest].span.of(text);
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        Entity {
            id: listed.and_then(|entry| entry.id()),
            name: listed.map_or_else(|| Cow::Owned(words()), |entry| Cow::Borrowed(entry.name())),
            label: self.label(cluster.label),
            mentions: cluster.mentions.clone(),
            lat: listed.and_then(|entry| entry.position()).map(|position| position.0),
            lon: listed.and_then(|entry| entry.position()).map(|position| position.1),
            country: listed.and_then(|entry| entry.country()),
        }
    }
}

/// Other types of the same words that are not out of the question.
const WORTH_TELLING: f32 = 0.02;

fn alternatives<'t>(name: &Name) -> Vec<Alternative<'t>> {
    let NameLabel::Model(kind) = name.label else {
        return Vec::new();
    };
    let mut others: Vec<Alternative> = Type::ALL
        .into_iter()
        .filter(|&other| other != kind && name.by_type[other as usize] >= WORTH_TELLING)
        .map(|other| Alternative {
            label: other.label(),
            score: name.by_type[other as usize],
            id: None,
            name: None,
        })
        .collect();
    others.sort_by(|a, b| b.score.total_cmp(&a.score));
    others
}
