//! Counting what is the same, with one example of each.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::Example;

/// Something that was seen so often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted<T> {
    /// What.
    #[serde(flatten)]
    pub what: T,
    /// How often.
    pub count: usize,
    /// Where it was seen first.
    pub example: Example,
}

/// Counts by what is counted.
pub(super) struct Tally<T>(BTreeMap<T, (usize, Example)>);

impl<T: Ord> Tally<T> {
    pub(super) fn new() -> Self {
        Tally(BTreeMap::new())
    }

    /// Counts one more; the first is the example.
    pub(super) fn add(&mut self, what: T, example: impl FnOnce() -> Example) {
        self.0.entry(what).or_insert_with(|| (0, example())).0 += 1;
    }

    /// The most frequent first, those of one count by their own order.
    pub(super) fn into_sorted(self) -> Vec<Counted<T>> {
        let counted = self.0.into_iter();
        let mut counted: Vec<Counted<T>> = counted
            .map(|(what, (count, example))| Counted { what, count, example })
            .collect();
        counted.sort_by_key(|it| Reverse(it.count));
        counted
    }
}
