//! Names found with the right type but the wrong boundaries.

use serde::Serialize;

use super::align::Pair;
use super::example::{Example, single_spaced};
use super::marks::Mark;
use super::tally::{Counted, Tally};
use super::{Judged, Mistake, MistakeKind};

/// How predicted boundaries differ, where the type is right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Boundaries {
    /// Predicted spans that hold the gold span and more.
    pub longer: usize,
    /// Predicted spans that lack a part.
    pub shorter: usize,
    /// Predicted spans that lack a part and hold more.
    pub crossing: usize,
    /// What they hold or lack, the most frequent first.
    pub edges: Vec<Counted<Edge>>,
}

/// Words that a predicted span holds or lacks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Edge {
    /// The words.
    pub text: String,
    /// At which end of the span.
    pub side: Side,
    /// Whether it holds or lacks them.
    pub change: Change,
}

/// An end of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Where it starts.
    Start,
    /// Where it ends.
    End,
}

/// How a predicted span differs from the gold span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It holds words that are no part of the name.
    Added,
    /// It lacks words of the name.
    Missing,
}

/// Boundaries so far.
pub(super) struct BoundaryTally {
    longer: usize,
    shorter: usize,
    crossing: usize,
    edges: Tally<Edge>,
}

impl BoundaryTally {
    pub(super) fn new() -> Self {
        BoundaryTally {
            longer: 0,
            shorter: 0,
            crossing: 0,
            edges: Tally::new(),
        }
    }

    /// Counts a pair whose mistake is one of boundaries.
    pub(super) fn add(&mut self, judged: &Judged, pair: Pair, mistake: &Mistake) {
        let (Pair::Both { gold, predicted }, MistakeKind::Boundary) = (pair, mistake.kind) else {
            return;
        };
        match (predicted.start <= gold.start, gold.end <= predicted.end) {
            (true, true) => self.longer += 1,
            _ if gold.start <= predicted.start && predicted.end <= gold.end => self.shorter += 1,
            _ => self.crossing += 1,
        }
        for edge in edges(&judged.gold.text, gold, predicted) {
            self.edges.add(edge, || Example::of_pair(judged, pair));
        }
    }

    pub(super) fn finish(self) -> Boundaries {
        Boundaries {
            longer: self.longer,
            shorter: self.shorter,
            crossing: self.crossing,
            edges: self.edges.into_sorted(),
        }
    }
}

fn edges(text: &str, gold: Mark, predicted: Mark) -> impl Iterator<Item = Edge> {
    let edge = move |side, change, from: usize, to: usize| {
        (from < to).then(|| Edge {
            text: single_spaced(text.get(from..to).unwrap_or_default().trim()),
            side,
            change,
        })
    };
    [
        edge(Side::Start, Change::Added, predicted.start, gold.start),
        edge(Side::Start, Change::Missing, gold.start, predicted.start),
        edge(Side::End, Change::Added, gold.end, predicted.end),
        edge(Side::End, Change::Missing, predicted.end, gold.end),
    ]
    .into_iter()
    .flatten()
}
