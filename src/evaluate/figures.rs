//! Precision, recall and F1.

use std::collections::BTreeSet;
use std::ops::AddAssign;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::marks::{Mark, Marks, Overlaps};
use super::options::Options;

/// A gold type that says only: here is a name. It counts where types do not.
const UNKNOWN: &str = "UNK";

/// Figures of one type or of several together: per cent, with two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Share of the predicted spans that are right.
    #[serde(rename = "P")]
    pub precision: f64,
    /// Share of the gold spans that were found.
    #[serde(rename = "R")]
    pub recall: f64,
    /// The harmonic mean of both.
    #[serde(rename = "F1")]
    pub f1: f64,
    /// The same where a span counts that overlaps one of its type; not counted where types do not count.
    #[serde(rename = "overlapF1", skip_serializing_if = "Option::is_none")]
    pub overlap_f1: Option<f64>,
    /// Number of spans predicted.
    #[serde(rename = "pred")]
    pub predicted: usize,
    /// Number of spans in the gold.
    pub gold: usize,
    /// Number of spans predicted that are in the gold.
    #[serde(rename = "tp")]
    pub right: usize,
}

/// The figures of a set of documents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Those of each type, in the order asked for: start, end and type must agree.
    #[serde(serialize_with = "as_map")]
    pub types: Vec<(String, Figures)>,
    /// Those of all types together.
    pub micro: Figures,
    /// Those of places alone: start and end must agree. Gold of type UNK counts too.
    pub untyped: Figures,
}

fn as_map<S: Serializer>(types: &[(String, Figures)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(types.len()))?;
    for (name, figures) in types {
        map.serialize_entry(name, figures)?;
    }
    map.end()
}

/// The counts behind a [`Summary`].
pub(super) struct Tallies<'o> {
    options: &'o Options,
    types: Vec<Counts>,
    untyped: Counts,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    right: usize,
    predicted: usize,
    gold: usize,
    /// Predicted spans that overlap a gold span.
    overlapping: usize,
    /// Gold spans that a predicted one overlaps.
    overlapped: usize,
}

impl<'o> Tallies<'o> {
    pub(super) fn new(options: &'o Options) -> Self {
        Tallies {
            types: vec![Counts::default(); options.scored().len()],
            untyped: Counts::default(),
            options,
        }
    }

    /// Counts the spans of a document.
    pub(super) fn add(&mut self, marks: &Marks) {
        for (name, counts) in self.options.scored().iter().zip(&mut self.types) {
            *counts += Counts::of_type(marks, name);
        }
        let place = |mark: &Mark| mark.place();
        let gold = marks.gold.iter();
        let gold = gold.filter(|mark| self.options.scores(mark.label) || mark.label == UNKNOWN);
        let gold: BTreeSet<(usize, usize)> = gold.map(place).collect();
        let predicted = marks.predicted.iter().filter(|mark| self.options.scores(mark.label));
        let predicted: BTreeSet<(usize, usize)> = predicted.map(place).collect();
        self.untyped += Counts {
            right: gold.intersection(&predicted).count(),
            predicted: predicted.len(),
            gold: gold.len(),
            ..Counts::default()
        };
    }

    /// The figures of what was counted.
    pub(super) fn summary(&self) -> Summary {
        let mut all = Counts::default();
        self.types.iter().for_each(|counts| all += *counts);
        let names = self.options.scored().iter().cloned();
        let types = names.zip(&self.types);
        Summary {
            types: types.map(|(name, counts)| (name, counts.figures())).collect(),
            micro: all.figures(),
            untyped: Figures {
                overlap_f1: None,
                ..self.untyped.figures()
            },
        }
    }
}

impl Counts {
    fn of_type(marks: &Marks, name: &str) -> Self {
        Counts::of(&of_type(&marks.gold, name), &of_type(&marks.predicted, name))
    }

    fn of(gold: &[Mark], predicted: &[Mark]) -> Self {
        let overlapping = |these: &[Mark], others: &[Mark]| {
            let others = Overlaps::new(others);
            these.iter().filter(|mark| others.with(**mark).next().is_some()).count()
        };
        Counts {
            right: predicted.iter().filter(|mark| gold.binary_search(mark).is_ok()).count(),
            predicted: predicted.len(),
            gold: gold.len(),
            overlapping: overlapping(predicted, gold),
            overlapped: overlapping(gold, predicted),
        }
    }

    fn figures(self) -> Figures {
        let (precision, recall) = (ratio(self.right, self.predicted), ratio(self.right, self.gold));
        let overlap = f1(
            ratio(self.overlapping, self.predicted),
            ratio(self.overlapped, self.gold),
        );
        Figures {
            precision: per_cent(precision),
            recall: per_cent(recall),
            f1: per_cent(f1(precision, recall)),
            overlap_f1: Some(per_cent(overlap)),
            predicted: self.predicted,
            gold: self.gold,
            right: self.right,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.gold += other.gold;
        self.overlapping += other.overlapping;
        self.overlapped += other.overlapped;
    }
}

fn of_type<'a>(marks: &[Mark<'a>], name: &str) -> Vec<Mark<'a>> {
    marks.iter().copied().filter(|mark| mark.label == name).collect()
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 {
        0.0
    } else {
        2.0 * precision * recall / (precision + recall)
    }
}

/// As Python's `round(100 * share, 2)`.
fn per_cent(share: f64) -> f64 {
    rounded::<2>(100.0 * share)
}

/// To so many decimals; a tie, which only a number of few binary digits can be, goes to the even neighbour.
pub(super) fn rounded<const DECIMALS: usize>(number: f64) -> f64 {
    // Formatting rounds the exact value; multiplying first would round twice.
    format!("{number:.DECIMALS$}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_round_as_in_python() {
        // round(x, 2) of Python 3.
        let cases = [
            (3.125, 3.12),
            (9.375, 9.38),
            (2.675, 2.67),
            (66.66666666666667, 66.67),
            (99.995, 100.0),
            (1.005, 1.0),
        ];
        for (number, expected) in cases {
            assert_eq!(rounded::<2>(number), expected, "{number}");
        }
    }

    #[test]
    fn no_spans_are_no_figures() {
        let figures = Counts::default().figures();
        assert_eq!((figures.precision, figures.recall, figures.f1), (0.0, 0.0, 0.0));
    }
}
