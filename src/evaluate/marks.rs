//! Spans as they are compared: sets, with the edges the options ask for.

use std::collections::BTreeMap;

use super::Judged;
use super::options::{Edges, Options};
use crate::document::Span;

/// A span as it is compared. Stripping may leave nothing of it, or less: the start may lie behind the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) label: &'a str,
}

/// The spans of a document, sorted, each once, of all types.
pub(super) struct Marks<'a> {
    pub(super) gold: Vec<Mark<'a>>,
    pub(super) predicted: Vec<Mark<'a>>,
    /// The best score of each predicted span.
    pub(super) scores: Vec<Option<f64>>,
}

impl<'a> Marks<'a> {
    pub(super) fn new(judged: &Judged<'a>, options: &Options) -> Self {
        let text = &judged.gold.text;
        let mark = |span: Span, label: &'a str| match options.edges() {
            Edges::AsGiven => Mark::new(span, label),
            Edges::Stripped => Mark::new(span, label).stripped(text),
        };
        let mut gold: Vec<Mark> = judged.gold.spans.iter().map(|it| mark(it.span, &it.label)).collect();
        gold.sort_unstable();
        gold.dedup();
        let mut predicted: BTreeMap<Mark, Option<f64>> = BTreeMap::new();
        for it in judged.predicted {
            let best = predicted.entry(mark(it.span, &it.label)).or_default();
            *best = [*best, it.score].into_iter().flatten().reduce(f64::max);
        }
        let (predicted, scores) = predicted.into_iter().unzip();
        Marks {
            gold,
            predicted,
            scores,
        }
    }
}

impl<'a> Mark<'a> {
    fn new(span: Span, label: &'a str) -> Self {
        Mark {
            start: span.start,
            end: span.end,
            label,
        }
    }

    /// Without a leading "the " and a trailing "'s".
    fn stripped(mut self, text: &str) -> Self {
        const ARTICLE: &str = "the ";
        let article = text.as_bytes().get(self.start..self.start + ARTICLE.len());
        if article.is_some_and(|found| found.eq_ignore_ascii_case(ARTICLE.as_bytes())) {
            self.start += ARTICLE.len();
        }
        let genitive = ["'s", "'S", "’s", "’S"]
            .into_iter()
            .find(|it| self.of(text).ends_with(it));
        self.end -= genitive.map_or(0, str::len);
        self
    }

    /// Its words.
    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Both its ends.
    pub(super) fn place(self) -> (usize, usize) {
        (self.start, self.end)
    }
}

/// Marks to be asked which of them overlap another.
pub(super) struct Overlaps<'m, 'a> {
    /// By start.
    marks: &'m [Mark<'a>],
    /// The furthest end of the marks up to each.
    furthest: Vec<usize>,
}

impl<'m, 'a> Overlaps<'m, 'a> {
    /// The marks, which are sorted.
    pub(super) fn new(marks: &'m [Mark<'a>]) -> Self {
        let furthest = marks.iter().scan(0, |furthest, mark| {
            *furthest = mark.end.max(*furthest);
            Some(*furthest)
        });
        Overlaps {
            furthest: furthest.collect(),
            marks,
        }
    }

    /// The marks that overlap `other`, last first.
    pub(super) fn with(&self, other: Mark) -> impl Iterator<Item = Mark<'a>> {
        let behind = self.marks.partition_point(|mark| mark.start < other.end);
        let near = (0..behind).rev().take_while(move |&at| self.furthest[at] > other.start);
        near.map(|at| self.marks[at]).filter(move |mark| mark.end > other.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edges_are_stripped() {
        let cases = [
            ("the AU's", "AU"),
            ("The AU", "AU"),
            ("tHe AU’S", "AU"),
            ("then AU", "then AU"),
            ("AU’", "AU’"),
            ("'s", ""),
            ("É's", "É"),
        ];
        for (text, expected) in cases {
            let mark = Mark::new(Span::new(0, text.len()), "ORG").stripped(text);
            assert_eq!(mark.of(text), expected);
        }
        // The reference looks at the text, not at the span: a lone article ends before it starts.
        let lone = Mark::new(Span::new(0, 3), "ORG").stripped("the AU");
        assert_eq!(lone.place(), (4, 3));
    }

    proptest! {
        #[test]
        fn overlaps_are_those_found_naively(places in prop::collection::vec((0usize..20, 0usize..6), 0..12), other in (0usize..20, 0usize..6)) {
            let mark = |(start, length): (usize, usize)| Mark { start, end: (start + length).saturating_sub(1), label: "X" };
            let mut marks: Vec<Mark> = places.into_iter().map(mark).collect();
            marks.sort_unstable();
            let other = mark(other);
            let mut found: Vec<Mark> = Overlaps::new(&marks).with(other).collect();
            found.reverse();
            let naive = marks.iter().copied().filter(|it| it.start < other.end && other.start < it.end);
            prop_assert_eq!(found, naive.collect::<Vec<_>>());
        }
    }
}
