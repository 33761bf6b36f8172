//! From what lists and the model say of a block to the names that are linked.

use crate::decide::document::CUES;
use crate::decide::features::Source;
use crate::decide::label::{LabelSpan, Type};
use crate::decide::model::Buffers;
use crate::decide::{Decision, Model};
use crate::document::Span;
use crate::gazetteer::{EntryRef, Gazetteers, Kind, Match};
use crate::link::names::{Name, NameLabel, NameWord, Names, WordRole};
use crate::link::spelling::skeleton;
use crate::repair::Split;
use crate::tagger::Stages;
use crate::text::Shape;
use crate::text::hash::hash;
use crate::text::tokenize::length_at_end;

/// A block of a document with all that was worked out of it.
pub struct Block<'a> {
    /// Its text, words, listed names and uses of words.
    pub source: Source<'a>,
    /// Offset of the block in the document, in bytes.
    pub offset: usize,
    /// Words that could be taken apart, and those that were; offsets are the block's.
    pub splits: &'a [Split],
    /// Names that the model decided on.
    pub decided: &'a [Decision],
    /// The model.
    pub model: &'a Model,
    /// The lists.
    pub gazetteers: &'a Gazetteers,
    /// What the model remembers of the block.
    pub buffers: &'a Buffers,
}

impl Block<'_> {
    /// Where a name of the tokens `start..end` begins and ends, in bytes of the block.
    pub fn name_at(&self, start: usize, end: usize) -> (u32, u32) {
        let tokens = &self.source.text.tokens;
        let last = length_at_end(self.source.text.word(end - 1));
        (tokens[start].start, tokens[end - 1].start + last as u32)
    }
}

/// A listed name that is tagged because it is listed.
#[derive(Clone, Copy, Debug)]
pub struct ListedSpan {
    start: usize,
    end: usize,
    entry: EntryRef,
}

/// Names that lists decide on.
#[derive(Debug, Default)]
pub struct Listed {
    /// By place, disjoint; those of type `NONE` left out.
    pub spans: Vec<ListedSpan>,
    /// For each token whether it belongs to one, `NONE` included.
    pub taken: Vec<bool>,
}

/// Which listed names are tagged without the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Those of users' lists that say so.
    Deciding,
    /// All that are written as their case rule wants.
    Every,
    /// The well-known ones, in text whose language the model does not know.
    WellKnown,
}

/// Prominence from which a name is tagged in a text that is not English.
const WELL_KNOWN: u8 = 5;
/// Share of right spans among the names that lists find without the model, on the project's development corpora.
const LIST_SCORE: f32 = 0.5;

/// The listed names that are tagged: longest first from the left, higher layers before lower ones.
pub fn listed_names(source: &Source, gazetteers: &Gazetteers, trust: Trust) -> Listed {
    let mut listed = Listed {
        spans: Vec::new(),
        taken: vec![false; source.text.tokens.len()],
    };
    let trusted = |name: &&Match| {
        name.conforms
            && (name.decides
                || trust == Trust::Every
                || trust == Trust::WellKnown && gazetteers.entry(name.entry).prominence() >= WELL_KNOWN)
    };
    let mut best: Option<&Match> = None;
    for name in source.matches.names.iter().filter(trusted) {
        if let Some(found) = best {
            if name.start == found.start {
                let rank = |name: &Match| (name.end, name.entry.layer);
                if rank(name) > rank(found) {
                    best = Some(name);
                }
                continue;
            }
            if name.start < found.end {
                continue;
            }
            listed.take(found, gazetteers);
        }
        best = Some(name);
    }
    if let Some(found) = best {
        listed.take(found, gazetteers);
    }
    listed
}

impl Listed {
    fn take(&mut self, name: &Match, gazetteers: &Gazetteers) {
        let (start, end) = (name.start as usize, name.end as usize);
        self.taken[start..end].fill(true);
        if gazetteers.entry(name.entry).label() != "NONE" {
            self.spans.push(ListedSpan {
                start,
                end,
                entry: name.entry,
            });
        }
    }
}

/// Adds the names of a block to those of its document, by place.
pub fn collect(block: &Block, listed: &Listed, stages: Stages, names: &mut Names) {
    let mut listed = listed.spans.iter().peekable();
    for decision in block.decided {
        while let Some(span) = listed.next_if(|span| span.start < decision.span.start) {
            add_listed(block, span, names);
        }
        add_decided(block, decision, stages, names);
    }
    listed.for_each(|span| add_listed(block, span, names));
}

fn add_listed(block: &Block, listed: &ListedSpan, names: &mut Names) {
    let entry = block.gazetteers.entry(listed.entry);
    let kind = Type::from_name(entry.label());
    let label = kind.map_or(NameLabel::Listed(listed.entry), NameLabel::Model);
    let score = if entry.decides() { 1.0 } else { LIST_SCORE };
    let mut by_type = [0.0; 5];
    if let Some(kind) = kind {
        by_type[kind as usize] = score;
    }
    let first = names.entries.len();
    names.entries.push(listed.entry);
    let tokens = (listed.start, listed.end);
    push(
        block,
        tokens,
        Draft {
            label,
            score,
            by_type,
            first_entry: first,
        },
        names,
    );
}

fn add_decided(block: &Block, decision: &Decision, stages: Stages, names: &mut Names) {
    let LabelSpan { start, end, kind } = decision.span;
    let first = names.entries.len();
    let label = kind.label();
    for name in block.source.matches.exact(start, end) {
        if block.gazetteers.entry(name.entry).label() == label.as_str() && !names.entries[first..].contains(&name.entry)
        {
            names.entries.push(name.entry);
        }
    }
    if names.entries.len() == first && kind == Type::Per && end - start > 1 {
        let word = |i: usize| {
            let word = block.source.text.tokens[i].word;
            (
                block.source.vocabulary.folded(word),
                block.source.facts.lexeme(word).variant,
            )
        };
        names
            .entries
            .extend(block.gazetteers.people_spelled((start..end).map(word)));
    }
    if names.entries.len() == first && !stages.discover {
        return;
    }
    let label = NameLabel::Model(kind);
    push(
        block,
        (start, end),
        Draft {
            label,
            score: decision.score,
            by_type: decision.by_type,
            first_entry: first,
        },
        names,
    );
}

struct Draft {
    label: NameLabel,
    score: f32,
    by_type: [f32; 5],
    first_entry: usize,
}

fn push(block: &Block, (start, end): (usize, usize), draft: Draft, names: &mut Names) {
    let tokens = &block.source.text.tokens;
    let (from, to) = block.name_at(start, end);
    let first_word = names.words.len();
    let person = draft.label == NameLabel::Model(Type::Per);
    names
        .words
        .extend((start..end).map(|i| name_word(&block.source, i, person)));
    let is_cut = |at: u32| {
        let near = block.splits.partition_point(|split| split.at < at as usize);
        block.splits[near..]
            .iter()
            .take_while(|split| split.at == at as usize)
            .any(Split::is_made)
    };
    let glued = is_cut(from) || is_cut(to);
    let shape = block.source.vocabulary.word(tokens[start].word).shape;
    let lower = shape == Shape::Lower && block.source.matches.evidence(start).lower & !CUES != 0;
    names.names.push(Name {
        span: Span::new(block.offset + from as usize, block.offset + to as usize),
        words: first_word..names.words.len(),
        label: draft.label,
        score: draft.score,
        by_type: draft.by_type,
        entries: draft.first_entry..names.entries.len(),
        repaired: glued || lower,
        acronym: end == start + 1 && shape == Shape::Capitals,
    });
}

/// Words more frequent than this (Zipf times 100) have no skeleton.
const ORDINARY: u16 = 300;

fn name_word(source: &Source, i: usize, person: bool) -> NameWord {
    let id = source.text.tokens[i].word;
    let word = source.vocabulary.word(id);
    let folded = source.vocabulary.folded(id);
    let lexeme = source.facts.lexeme(id);
    let evidence = source.matches.evidence(i);
    // `von der` is one cue of two words.
    let cues = evidence.single | evidence.begin | evidence.inside;
    let minor = Kind::CueSuffix.bit() | Kind::CueLegal.bit() | if person { Kind::CueParticle.bit() } else { 0 };
    let is_minor = matches!(word.shape, Shape::Mark | Shape::Initial)
        || cues & minor != 0
        || matches!(folded, "of" | "the" | "and" | "for" | "&" | "'s");
    let skeleton = if person && lexeme.zipf < ORDINARY {
        skeleton(folded)
    } else {
        None
    };
    NameWord {
        hash: word.hash,
        variant: if person { lexeme.variant } else { 0 },
        skeleton: skeleton.map_or(0, |skeleton| hash(skeleton.as_bytes())),
        letter: folded.chars().next().unwrap_or(' '),
        role: if is_minor { WordRole::Minor } else { WordRole::Main },
    }
}
