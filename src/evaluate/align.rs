//! Which predicted span answers which gold span.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::marks::{Mark, Marks, Overlaps};
use super::options::Options;

/// A gold span and the predicted one that answers it; or one that has no counterpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pair<'a> {
    /// Both share a place, or at least a character.
    Both {
        gold: Mark<'a>,
        predicted: Mark<'a>,
    },
    Missed(Mark<'a>),
    Spurious(Mark<'a>),
}

impl<'a> Pair<'a> {
    pub(super) fn gold(self) -> Option<Mark<'a>> {
        match self {
            Pair::Both { gold, .. } | Pair::Missed(gold) => Some(gold),
            Pair::Spurious(_) => None,
        }
    }

    pub(super) fn predicted(self) -> Option<Mark<'a>> {
        match self {
            Pair::Both { predicted, .. } | Pair::Spurious(predicted) => Some(predicted),
            Pair::Missed(_) => None,
        }
    }

    /// Whether the span of a scored type is among the two.
    fn is_scored(self, options: &Options) -> bool {
        let mut marks = self.gold().into_iter().chain(self.predicted());
        marks.any(|mark| options.scores(mark.label))
    }
}

/// Pairs the spans of a document, each at most once: equal ones; then those of one place; then those that overlap, if
/// possible of one type, and by the length that they share. Pairs without a scored type are left out.
pub(super) fn align<'a>(marks: &Marks<'a>, options: &Options) -> Vec<Pair<'a>> {
    let mut gold: BTreeSet<Mark> = marks.gold.iter().copied().collect();
    let mut predicted: BTreeSet<Mark> = marks.predicted.iter().copied().collect();
    let mut pairs = Vec::new();
    let both = |(gold, predicted)| Pair::Both { gold, predicted };
    for candidates in [equal, of_one_place, overlapping] {
        for (wanted, found) in candidates(marks) {
            if gold.contains(&wanted) && predicted.contains(&found) {
                gold.remove(&wanted);
                predicted.remove(&found);
                pairs.push(both((wanted, found)));
            }
        }
    }
    pairs.extend(gold.into_iter().map(Pair::Missed));
    pairs.extend(predicted.into_iter().map(Pair::Spurious));
    pairs.retain(|pair| pair.is_scored(options));
    pairs
}

type Candidates<'a> = Vec<(Mark<'a>, Mark<'a>)>;

fn equal<'a>(marks: &Marks<'a>) -> Candidates<'a> {
    let gold = marks.gold.iter().copied();
    gold.filter(|mark| marks.predicted.binary_search(mark).is_ok())
        .map(|mark| (mark, mark))
        .collect()
}

fn of_one_place<'a>(marks: &Marks<'a>) -> Candidates<'a> {
    let at = |mark: Mark<'a>| {
        let from = marks.predicted.partition_point(|it| it.place() < mark.place());
        marks.predicted[from..]
            .iter()
            .copied()
            .take_while(move |it| it.place() == mark.place())
    };
    let gold = marks.gold.iter().copied();
    gold.flat_map(|mark| at(mark).map(move |found| (mark, found))).collect()
}

fn overlapping<'a>(marks: &Marks<'a>) -> Candidates<'a> {
    let predicted = Overlaps::new(&marks.predicted);
    let gold = marks.gold.iter().copied();
    let mut candidates: Candidates = gold
        .flat_map(|mark| predicted.with(mark).map(move |found| (mark, found)))
        .collect();
    let shared = |a: Mark, b: Mark| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    candidates.sort_by_key(|&(wanted, found)| {
        (
            wanted.label != found.label,
            Reverse(shared(wanted, found)),
            wanted,
            found,
        )
    });
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks<'a>(gold: &[(usize, usize, &'a str)], predicted: &[(usize, usize, &'a str)]) -> Marks<'a> {
        let sorted = |marks: &[(usize, usize, &'a str)]| {
            let mut marks: Vec<Mark> = marks
                .iter()
                .map(|&(start, end, label)| Mark { start, end, label })
                .collect();
            marks.sort_unstable();
            marks
        };
        Marks {
            gold: sorted(gold),
            predicted: sorted(predicted),
            scores: vec![None; predicted.len()],
        }
    }

    #[test]
    fn each_span_is_paired_once_with_the_best() {
        let gold = [
            (0, 4, "PER"),
            (5, 20, "ORG"),
            (30, 35, "LOC"),
            (40, 45, "MISC"),
            (50, 55, "MISC"),
            (60, 65, "ORG"),
        ];
        let predicted = [
            (0, 4, "PER"),
            (5, 14, "LOC"),
            (15, 20, "ORG"),
            (30, 35, "ORG"),
            (40, 45, "LOC"),
            (50, 55, "MISC"),
            (70, 75, "PER"),
        ];
        let pairs = align(&marks(&gold, &predicted), &Options::default());
        let shown: Vec<_> = pairs
            .iter()
            .map(|pair| (pair.gold().map(Mark::place), pair.predicted().map(Mark::place)))
            .collect();
        let expected = [
            (Some((0, 4)), Some((0, 4))),
            (Some((30, 35)), Some((30, 35))),
            (Some((40, 45)), Some((40, 45))),
            // Of its type, if shorter.
            (Some((5, 20)), Some((15, 20))),
            (Some((60, 65)), None),
            (None, Some((5, 14))),
            (None, Some((70, 75))),
        ];
        assert_eq!(shown, expected);
    }
}
