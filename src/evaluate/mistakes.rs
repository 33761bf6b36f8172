//! What went wrong, grouped by words and kind.

use serde::Serialize;

use super::align::Pair;
use super::example::single_spaced;
use super::marks::Mark;

/// How a prediction went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MistakeKind {
    /// Nothing was predicted where a name is.
    Missed,
    /// A name was predicted where none is.
    Spurious,
    /// The place is right, the type is not.
    Type,
    /// The type is right, the place is not.
    Boundary,
    /// Neither is right, but a name is there.
    BoundaryAndType,
}

/// A kind of mistake over certain words; mistakes are sorted by their words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Mistake {
    /// The words in the gold; where it has no name, the words predicted.
    pub text: String,
    /// How it went wrong.
    pub kind: MistakeKind,
    /// The type in the gold, if there is a name.
    pub gold: Option<String>,
    /// The type predicted, if one was.
    pub predicted: Option<String>,
    /// The words predicted, where they differ.
    pub predicted_text: Option<String>,
}

impl Mistake {
    /// What is wrong with a pair of spans of `text`; none if nothing is.
    pub(super) fn of(pair: Pair, text: &str) -> Option<Self> {
        let kind = MistakeKind::of(pair)?;
        let words = |mark: Mark| single_spaced(mark.of(text));
        let (gold, predicted) = (pair.gold(), pair.predicted());
        let same_place = gold.map(Mark::place) == predicted.map(Mark::place);
        Some(Mistake {
            text: gold.or(predicted).map(words).unwrap_or_default(),
            kind,
            gold: gold.map(|mark| mark.label.to_owned()),
            predicted: predicted.map(|mark| mark.label.to_owned()),
            predicted_text: predicted.filter(|_| gold.is_some() && !same_place).map(words),
        })
    }
}

impl MistakeKind {
    fn of(pair: Pair) -> Option<Self> {
        let Pair::Both { gold, predicted } = pair else {
            return Some(if pair.gold().is_some() {
                MistakeKind::Missed
            } else {
                MistakeKind::Spurious
            });
        };
        match (gold.place() == predicted.place(), gold.label == predicted.label) {
            (true, true) => None,
            (true, false) => Some(MistakeKind::Type),
            (false, true) => Some(MistakeKind::Boundary),
            (false, false) => Some(MistakeKind::BoundaryAndType),
        }
    }
}
