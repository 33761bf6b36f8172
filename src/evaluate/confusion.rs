//! Which types were taken for which.

use std::collections::BTreeMap;

use serde::Serialize;

use super::align::Pair;

/// How often one type of gold was answered by one predicted type. One of the two at least is scored; the others show what
/// names of no scored type were taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The type in the gold; none where it has no name.
    pub gold: Option<String>,
    /// The type predicted; none where nothing was.
    pub predicted: Option<String>,
    /// How often.
    pub count: usize,
    /// How often of these with the same boundaries; the others overlap, or have no counterpart.
    pub same_boundaries: usize,
}

/// Counts so far, by the types of gold and prediction.
#[derive(Default)]
pub(super) struct Confusion<'a>(BTreeMap<(Option<&'a str>, Option<&'a str>), Count>);

#[derive(Default)]
struct Count {
    all: usize,
    same_boundaries: usize,
}

impl<'a> Confusion<'a> {
    pub(super) fn add(&mut self, pair: Pair<'a>) {
        let (gold, predicted) = (pair.gold(), pair.predicted());
        let cell = (gold.map(|mark| mark.label), predicted.map(|mark| mark.label));
        let count = self.0.entry(cell).or_default();
        count.all += 1;
        count.same_boundaries +=
            usize::from(matches!(pair, Pair::Both { gold, predicted } if gold.place() == predicted.place()));
    }

    /// The cells that are not empty, by gold, then by prediction.
    pub(super) fn into_cells(self) -> Vec<Cell> {
        let cells = self.0.into_iter();
        cells
            .map(|((gold, predicted), count)| Cell {
                gold: gold.map(str::to_owned),
                predicted: predicted.map(str::to_owned),
                count: count.all,
                same_boundaries: count.same_boundaries,
            })
            .collect()
    }
}
