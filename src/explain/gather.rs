//! Gathers the reasons from what is known of a block when its names are decided.

use super::{Compared, Feature, ListedEntry, Reading, Reason, RunnerUp, TwoWords, Verdict};
use crate::decide::document::CUES;
use crate::decide::label::Type;
use crate::decide::weights::{LABEL_NAMES, LABELS, SCALE};
use crate::gazetteer::{Kind, Match};
use crate::propose::Block;
use crate::repair::Split;
use crate::text::Sentence;

/// Features shown for and against a reading.
const SHOWN: usize = 6;
/// Probability from which a reading is worth telling.
const LIKELY: f32 = 0.001;
/// Log odds from which a split that was not made is worth telling.
const WORTH_TELLING: f32 = -4.0;

/// What speaks for taking a word apart.
fn split_reason<'t>(block: &Block, split: &Split) -> Reason<'t> {
    let word = |range: std::ops::Range<usize>| block.source.text.source[range].to_owned();
    Reason {
        start: block.offset + split.part.start,
        end: block.offset + split.part.end,
        text: word(split.part.clone()),
        verdict: if split.is_made() {
            Verdict::TakenApart
        } else {
            Verdict::LeftWhole
        },
        name: None,
        readings: Vec::new(),
        none: None,
        runner_up: None,
        compared: None,
        features: Vec::new(),
        entries: Vec::new(),
        cues: Vec::new(),
        split: Some(TwoWords {
            first: word(split.part.start..split.at),
            second: word(split.at..split.part.end),
            log_odds: split.score,
            needed: split.needed,
        }),
    }
}

/// Adds the reasons of a block, by place; which of the words are tagged is not known before its document is linked.
pub fn gather(block: &Block, reasons: &mut Vec<Reason>) {
    let first = reasons.len();
    let splits = block.splits.iter().filter(|split| split.score >= WORTH_TELLING);
    reasons.extend(splits.map(|split| split_reason(block, split)));
    for sentence in &block.source.text.sentences {
        let mut spans: Vec<(usize, usize)> = block
            .decided
            .iter()
            .map(|decision| (decision.span.start, decision.span.end))
            .filter(|span| sentence.tokens.contains(&span.0))
            .collect();
        let tagged = spans.len();
        for (start, end) in candidates(block, sentence) {
            if spans[..tagged].iter().all(|&(from, to)| end <= from || to <= start) && !spans.contains(&(start, end)) {
                spans.push((start, end));
            }
        }
        spans.sort_unstable();
        reasons.extend(spans.into_iter().map(|span| candidate_reason(block, sentence, span)));
    }
    reasons[first..].sort_by_key(|reason| (reason.start, reason.end));
}

/// Listed names and capitalised runs.
fn candidates(block: &Block, sentence: &Sentence) -> Vec<(usize, usize)> {
    let listed = block
        .source
        .matches
        .names
        .iter()
        .map(|name| (name.start as usize, name.end as usize));
    let mut spans: Vec<(usize, usize)> = listed.filter(|span| sentence.tokens.contains(&span.0)).collect();
    let runs = sentence
        .tokens
        .clone()
        .skip(1)
        .filter_map(|i| block.source.survey.run(i));
    spans.extend(runs.map(|run| (run.tokens.start, run.tokens.end)));
    spans.dedup();
    spans
}

/// How the readings of some words stand.
fn candidate_reason<'t>(block: &Block, sentence: &Sentence, (start, end): (usize, usize)) -> Reason<'t> {
    let readings = block.model.readings(start, end, block.buffers).unwrap_or_default();
    let mut order = Type::ALL;
    order.sort_by(|a, b| readings[*b as usize].total_cmp(&readings[*a as usize]));
    let none = (1.0 - readings.iter().sum::<f32>()).max(0.0);
    let reading = |kind: &Type| Reading {
        label: kind.label(),
        score: readings[*kind as usize],
    };
    let [best, second, ..] = order;
    let rival = (none <= readings[second as usize]).then_some(second);
    let labels = (best.begin(), rival.map_or(0, Type::begin));
    let (from, to) = block.name_at(start, end);
    let (from, to) = (from as usize, to as usize);
    Reason {
        start: block.offset + from,
        end: block.offset + to,
        text: block.source.text.source[from..to].to_owned(),
        verdict: Verdict::NotTagged,
        name: None,
        readings: order.iter().map(reading).filter(|it| it.score >= LIKELY).collect(),
        none: Some(none),
        runner_up: Some(RunnerUp {
            label: rival.map(Type::label),
            score: rival.map_or(none, |kind| readings[kind as usize]),
        }),
        compared: Some(Compared {
            label: LABEL_NAMES[labels.0],
            against: LABEL_NAMES[labels.1],
        }),
        features: deciding_features(block, sentence, start, labels),
        entries: block
            .source
            .matches
            .exact(start, end)
            .map(|name| listed_entry(block, name))
            .collect(),
        cues: cues(block, start),
        split: None,
    }
}

fn listed_entry(block: &Block, name: &Match) -> ListedEntry {
    let entry = block.gazetteers.entry(name.entry);
    ListedEntry {
        id: entry.id().map(str::to_owned),
        name: entry.name().to_owned(),
        kind: name.kind.name(),
        conforms: name.conforms,
    }
}

/// Kinds of cues at a word.
fn cues(block: &Block, i: usize) -> Vec<&'static str> {
    let evidence = block.source.matches.evidence(i);
    let cues = (evidence.single | evidence.begin) & CUES;
    let is_cue = |kind: &&Kind| cues & kind.bit() != 0;
    Kind::ALL.iter().filter(is_cue).map(|kind| kind.name()).collect()
}

/// The features of a word that speak most for one label against another.
fn deciding_features(block: &Block, sentence: &Sentence, i: usize, (label, against): (usize, usize)) -> Vec<Feature> {
    debug_assert!(label < LABELS && against < LABELS);
    let mut features: Vec<Feature> = block
        .model
        .features(&block.source, sentence, i, block.buffers)
        .into_iter()
        .map(|(name, row)| Feature {
            name,
            weight: f32::from(row[label] - row[against]) / SCALE,
        })
        .filter(|feature| feature.weight.abs() >= 0.1)
        .collect();
    features.sort_by(|a, b| {
        let heavier = b.weight.abs().total_cmp(&a.weight.abs());
        heavier.then_with(|| a.name.cmp(&b.name))
    });
    features.truncate(SHOWN);
    features
}
