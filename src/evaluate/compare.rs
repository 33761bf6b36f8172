//! Two sets of predictions for the same documents, side by side.

use serde::Serialize;

use super::Judged;
use super::example::{Example, single_spaced};
use super::figures::{Summary, Tallies};
use super::marks::{Mark, Marks};
use super::options::Options;
use super::tally::{Counted, Tally};

/// What other predictions have that these have not, and the other way round.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The figures of the others.
    pub other: Summary,
    /// The gold spans, by who found them.
    pub right: Right,
    /// The wrong spans, by who predicted them.
    pub wrong: Wrong,
}

/// Gold spans, by who found them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Right {
    /// Number found by both.
    pub both: usize,
    /// Number found by these predictions alone.
    pub this: usize,
    /// Number found by the others alone.
    pub other: usize,
    /// Number found by neither.
    pub neither: usize,
    /// What these alone found, the most frequent first.
    pub only_this: Vec<Counted<Name>>,
    /// What the others alone found.
    pub only_other: Vec<Counted<Name>>,
}

/// Predicted spans that are wrong, by who predicted them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Wrong {
    /// Number predicted by both.
    pub both: usize,
    /// Number predicted by these alone.
    pub this: usize,
    /// Number predicted by the others alone.
    pub other: usize,
    /// What these alone predicted, the most frequent first.
    pub only_this: Vec<Counted<Name>>,
    /// What the others alone predicted.
    pub only_other: Vec<Counted<Name>>,
}

/// Words with a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Name {
    /// The words.
    pub text: String,
    /// The type.
    pub label: String,
}

/// Compares `these` predictions with `others` for the same documents in the same order.
pub fn compare(these: &[Judged], others: &[Judged], options: &Options) -> Comparison {
    debug_assert!(
        these
            .iter()
            .map(|it| &it.gold.id)
            .eq(others.iter().map(|it| &it.gold.id))
    );
    let mut figures = Tallies::new(options);
    let (mut right, mut wrong) = (Split::new(), Split::new());
    for (this, other) in these.iter().zip(others) {
        let marks = Marks::new(this, options);
        let other = Marks::new(other, options);
        figures.add(&other);
        for &mark in scored(&marks.gold, options) {
            right.add(this, mark, Who::has(&marks, &other, mark));
        }
        let is_wrong = |mark: &&Mark| marks.gold.binary_search(mark).is_err();
        for &mark in scored(&marks.predicted, options).filter(is_wrong) {
            wrong.add(this, mark, Who::has(&marks, &other, mark));
        }
        let new = |mark: &&Mark| marks.predicted.binary_search(mark).is_err();
        for &mark in scored(&other.predicted, options).filter(is_wrong).filter(new) {
            wrong.add(this, mark, Who::Other);
        }
    }
    Comparison {
        other: figures.summary(),
        right: Right {
            both: right.both,
            this: right.this,
            other: right.other,
            neither: right.neither,
            only_this: right.only_this.into_sorted(),
            only_other: right.only_other.into_sorted(),
        },
        wrong: Wrong {
            both: wrong.both,
            this: wrong.this,
            other: wrong.other,
            only_this: wrong.only_this.into_sorted(),
            only_other: wrong.only_other.into_sorted(),
        },
    }
}

fn scored<'m, 'a>(marks: &'m [Mark<'a>], options: &Options) -> impl Iterator<Item = &'m Mark<'a>> {
    marks.iter().filter(|mark| options.scores(mark.label))
}

/// Who predicted a span.
enum Who {
    Both,
    This,
    Other,
    Neither,
}

impl Who {
    fn has(this: &Marks, other: &Marks, mark: Mark) -> Self {
        let has = |marks: &Marks| marks.predicted.binary_search(&mark).is_ok();
        match (has(this), has(other)) {
            (true, true) => Who::Both,
            (true, false) => Who::This,
            (false, true) => Who::Other,
            (false, false) => Who::Neither,
        }
    }
}

/// Spans by who predicted them.
struct Split {
    both: usize,
    this: usize,
    other: usize,
    neither: usize,
    only_this: Tally<Name>,
    only_other: Tally<Name>,
}

impl Split {
    fn new() -> Self {
        Split {
            both: 0,
            this: 0,
            other: 0,
            neither: 0,
            only_this: Tally::new(),
            only_other: Tally::new(),
        }
    }

    fn add(&mut self, judged: &Judged, mark: Mark, who: Who) {
        let (count, tally) = match who {
            Who::Both => (&mut self.both, None),
            Who::This => (&mut self.this, Some(&mut self.only_this)),
            Who::Other => (&mut self.other, Some(&mut self.only_other)),
            Who::Neither => (&mut self.neither, None),
        };
        *count += 1;
        if let Some(tally) = tally {
            let name = Name {
                text: single_spaced(mark.of(&judged.gold.text)),
                label: mark.label.to_owned(),
            };
            tally.add(name, || Example::of_mark(judged, mark));
        }
    }
}
