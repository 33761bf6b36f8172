//! Why: for each name the readings and the features that decided; for each candidate that was not tagged, how it lost.

use std::fmt::Write;

use crate::decide::document::CUES;
use crate::decide::label::Type;
use crate::decide::weights::{LABEL_NAMES, LABELS, SCALE};
use crate::document::Tagged;
use crate::propose::Block;
use crate::repair::Split;
use crate::text::Sentence;

/// Features shown for and against a reading.
const SHOWN: usize = 6;

/// The reasons for one span of words, tagged or not.
struct Reason {
    start: usize,
    end: usize,
    /// What became of it, where it is no candidate for a name.
    verdict: Option<&'static str>,
    heading: String,
    lines: Vec<String>,
}

/// Reasons by place, until the entities are known.
#[derive(Default)]
pub struct Lines {
    reasons: Vec<Reason>,
}

impl Lines {
    /// The explanation of a document, for people.
    pub fn with_entities(&self, text: &str, tagged: &Tagged) -> String {
        let mut out = String::new();
        for reason in &self.reasons {
            let words = escaped(&text[reason.start..reason.end]);
            let mention = tagged
                .mentions
                .iter()
                .find(|it| it.span.start == reason.start && it.span.end == reason.end);
            let _ = match mention {
                Some(mention) => {
                    let entity = &tagged.entities[mention.entity];
                    let id = entity.id.unwrap_or("on no list");
                    let source = serde_json::to_value(mention.source).unwrap_or_default();
                    let source = source.as_str().unwrap_or_default().to_owned();
                    writeln!(
                        out,
                        "{}..{} {words}: {} {:.3} ({source}; {}, {id})",
                        reason.start,
                        reason.end,
                        mention.label,
                        mention.score,
                        escaped(&entity.name)
                    )
                }
                None => {
                    let verdict = reason.verdict.unwrap_or("not tagged");
                    writeln!(out, "{}..{} {words}: {verdict}", reason.start, reason.end)
                }
            };
            let _ = writeln!(out, "    {}", reason.heading);
            reason.lines.iter().for_each(|line| {
                let _ = writeln!(out, "    {}", escaped(line));
            });
        }
        if self.reasons.is_empty() {
            out.push_str("no name and no candidate\n");
        }
        out
    }
}

/// Text without control characters.
fn escaped(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Log odds from which a split that was not made is worth telling.
const WORTH_TELLING: f32 = -4.0;

/// What speaks for taking a word apart.
fn split_reason(block: &Block, split: &Split) -> Reason {
    let word = |range: std::ops::Range<usize>| &block.source.text.source[range];
    Reason {
        start: block.offset + split.part.start,
        end: block.offset + split.part.end,
        verdict: Some(if split.is_made() { "taken apart" } else { "left whole" }),
        heading: format!(
            "as two words: {} | {}, log odds {:+.2}, needed {:+.2}",
            word(split.part.start..split.at),
            word(split.at..split.part.end),
            split.score,
            split.needed
        ),
        lines: Vec::new(),
    }
}

/// Adds the reasons of a block.
pub fn explain_block(block: &Block, lines: &mut Lines) {
    let first = lines.reasons.len();
    let splits = block.splits.iter().filter(|split| split.score >= WORTH_TELLING);
    lines.reasons.extend(splits.map(|split| split_reason(block, split)));
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
        lines
            .reasons
            .extend(spans.into_iter().map(|span| reason(block, sentence, span)));
    }
    lines.reasons[first..].sort_by_key(|reason| (reason.start, reason.end));
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

fn reason(block: &Block, sentence: &Sentence, (start, end): (usize, usize)) -> Reason {
    let readings = block.model.readings(start, end, block.buffers).unwrap_or_default();
    let mut order = Type::ALL;
    order.sort_by(|a, b| readings[*b as usize].total_cmp(&readings[*a as usize]));
    let none = (1.0 - readings.iter().sum::<f32>()).max(0.0);
    let shown: Vec<String> = order
        .iter()
        .filter(|kind| readings[**kind as usize] >= 0.001)
        .map(|kind| format!("{} {:.3}", kind.label(), readings[*kind as usize]))
        .collect();
    let heading = format!(
        "readings: {}{}no such name {none:.3}",
        shown.join(", "),
        if shown.is_empty() { "" } else { ", " }
    );
    let mut lines = Vec::new();
    let best = order[0];
    let against = if none > readings[order[1] as usize] {
        0
    } else {
        order[1].begin()
    };
    lines.push(features_line(block, sentence, start, (best.begin(), against)));
    for name in block.source.matches.exact(start, end) {
        lines.push(format!("list: {}", describe_entry(block, name)));
    }
    let evidence = block.source.matches.evidence(start);
    let cues = (evidence.single | evidence.begin) & CUES;
    if cues != 0 {
        let names: Vec<&str> = crate::gazetteer::Kind::ALL
            .iter()
            .filter(|kind| cues & kind.bit() != 0)
            .map(|kind| kind.name())
            .collect();
        lines.push(format!("cue: {}", names.join(", ")));
    }
    let (from, to) = block.name_at(start, end);
    Reason {
        start: block.offset + from as usize,
        end: block.offset + to as usize,
        verdict: None,
        heading,
        lines,
    }
}

fn describe_entry(block: &Block, name: &crate::gazetteer::Match) -> String {
    let entry = block.gazetteers.entry(name.entry);
    let case = if name.conforms { "" } else { ", without its capital" };
    format!(
        "{} {} ({}{case})",
        entry.id().unwrap_or("-"),
        entry.name(),
        name.kind.name()
    )
}

/// The features of a span's first word that speak most for one label against another.
fn features_line(block: &Block, sentence: &Sentence, i: usize, (label, against): (usize, usize)) -> String {
    debug_assert!(label < LABELS && against < LABELS);
    let features = block.model.features(&block.source, sentence, i, block.buffers);
    let mut weighed: Vec<(f32, String)> = features
        .into_iter()
        .map(|(name, row)| (f32::from(row[label] - row[against]) / SCALE, name))
        .filter(|(weight, _)| weight.abs() >= 0.1)
        .collect();
    weighed.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then_with(|| a.1.cmp(&b.1)));
    let shown: Vec<String> = weighed
        .iter()
        .take(SHOWN)
        .map(|(weight, name)| format!("{name} {weight:+.2}"))
        .collect();
    format!(
        "{} against {}: {}",
        LABEL_NAMES[label],
        LABEL_NAMES[against],
        shown.join(", ")
    )
}
