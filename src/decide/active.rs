//! Which words the model has to look at: names are made of words that could begin one and what ties them together.
//!
//! Everything else is labelled O without a look. A name's first word has a capital, is written without case, or is on
//! a list; lower-case words belong to a name between two such words, or beside one when a cue says so.

use std::ops::Range;

use super::chain::{End, Ends};
use super::document::CUES;
use super::features::Source;
use crate::gazetteer::Kind;
use crate::text::{Sentence, Shape, Zone};

/// Words in a row that the model looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveRun {
    /// The words.
    pub tokens: Range<usize>,
    /// Number of their sentence.
    pub sentence: usize,
    /// What is at their ends.
    pub ends: Ends,
}

/// Most words between two that could begin a name of which both are part (`Ministry of the Interior`).
const BRIDGE: usize = 3;

/// Wear from which a rare word in lower case could be a name on no list.
const WORN: usize = 2;
/// Zipf frequency, times 100, below which a word is rare.
const RARE: u16 = 320;

/// The runs of active words of a text, in order.
pub fn active_runs(source: &Source, runs: &mut Vec<ActiveRun>) {
    for (number, sentence) in source.text.sentences.iter().enumerate() {
        let mut run: Option<Range<usize>> = None;
        for i in sentence.tokens.clone().filter(|&i| is_core(source, sentence, i)) {
            let (start, end) = reach(source, sentence, i);
            run = Some(match run {
                Some(open) if start <= open.end + BRIDGE => open.start..end.max(open.end),
                open => {
                    runs.extend(open.map(|open| active_run(open, number, sentence)));
                    start..end
                }
            });
        }
        runs.extend(run.map(|run| active_run(run, number, sentence)));
    }
}

fn active_run(tokens: Range<usize>, number: usize, sentence: &Sentence) -> ActiveRun {
    let end = |at_end| if at_end { End::Sentence } else { End::Outside };
    let ends = Ends {
        before: end(tokens.start == sentence.tokens.start),
        behind: end(tokens.end == sentence.tokens.end),
    };
    ActiveRun {
        tokens,
        sentence: number,
        ends,
    }
}

/// Whether a word could be part of a name whatever stands beside it.
fn is_core(source: &Source, sentence: &Sentence, i: usize) -> bool {
    let shape = source.vocabulary.word(source.text.tokens[i].word).shape;
    if shape.may_begin_name() || shape == Shape::Uncased {
        return true;
    }
    if sentence.zone == Zone::Capitals {
        return shape == Shape::Number;
    }
    let evidence = source.matches.evidence(i);
    (evidence.lower | evidence.single | evidence.begin | evidence.inside) & !CUES != 0
        || shape == Shape::Lower
            && source.survey.wear.level() >= WORN
            && source.facts.lexeme(source.text.tokens[i].word).zipf < RARE
}

/// The core word with the words beside it that may belong to its name.
fn reach(source: &Source, sentence: &Sentence, i: usize) -> (usize, usize) {
    let shape = |at: usize| source.vocabulary.word(source.text.tokens[at].word).shape;
    let cues = |at: usize| source.matches.evidence(at).single;
    let mut start = i;
    while start > sentence.tokens.start && i - start < BRIDGE {
        let before = start - 1;
        let joins = matches!(source.text.word(before), "-" | "'" | "’") || cues(before) & Kind::CueParticle.bit() != 0;
        if !joins && shape(before) != Shape::Number {
            break;
        }
        start = before;
    }
    let heads = Kind::CueOrgHead.bit()
        | Kind::CueLegal.bit()
        | Kind::CueLocHead.bit()
        | Kind::CueFacility.bit()
        | Kind::CueMiscHead.bit()
        | Kind::CueTeam.bit()
        | Kind::CueMedia.bit();
    let mut end = i + 1;
    while end < sentence.tokens.end && end - i <= BRIDGE {
        let joins = shape(end) == Shape::Number
            || matches!(source.text.word(end), "." | "-" | "!" | "&" | "'s" | "’s")
            || cues(end) & heads != 0;
        if !joins {
            break;
        }
        end += 1;
    }
    (start, end)
}
