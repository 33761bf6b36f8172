//! Why: for each name the readings and the features that decided; for each candidate that was not tagged, how it lost;
//! for each word that looks glued, what speaks for taking it apart.
//!
//! An explanation is data: [`Reason`]s, by place. Printed ([`std::fmt::Display`]) it is text for people; as JSON it is a
//! [`ReasonsRecord`](crate::write::ReasonsRecord).
//!
//! ```
//! use gazet::explain::Verdict;
//! use gazet::{Document, Tagger};
//!
//! let tagger = Tagger::builder().build()?;
//! let explanation = tagger.explain(&Document::from("Angela Merkel came to Munich."));
//! let merkel = &explanation.reasons[0];
//! assert_eq!((merkel.text.as_str(), merkel.verdict), ("Angela Merkel", Verdict::Tagged));
//! assert!(explanation.to_string().starts_with("0..13 Angela Merkel: PER "));
//! # Ok::<(), gazet::Error>(())
//! ```

mod gather;
mod text;

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::document::{Label, Source, Tagged};

pub(crate) use gather::gather;

/// What was tagged in a document, what was not, and why.
#[derive(Clone, Debug)]
pub struct Explanation<'t> {
    /// The result explained.
    pub tagged: Tagged<'t>,
    /// The reasons, by place.
    pub reasons: Vec<Reason<'t>>,
}

/// What became of some words, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason<'t> {
    /// Offset of the first byte in the document's text; in a record, in the record's unit.
    pub start: usize,
    /// Offset behind the last.
    pub end: usize,
    /// The exact slice.
    pub text: String,
    /// What became of it.
    pub verdict: Verdict,
    /// The name, if the verdict is that they are tagged. Its fields are written as the reason's, null if there is none.
    #[serde(flatten, serialize_with = "name_or_nulls")]
    pub name: Option<Named<'t>>,
    /// What the words may name, likeliest first; those with a thousandth of probability.
    pub readings: Vec<Reading>,
    /// Probability that they are no such name; none for a word that looks glued.
    #[serde(serialize_with = "rounded_if_any")]
    pub none: Option<f32>,
    /// What the best reading had to beat: the next one, or no name if that is likelier.
    pub runner_up: Option<RunnerUp>,
    /// The labels of the first word that `features` compare: of the best reading and of its runner-up.
    pub compared: Option<Compared>,
    /// The features of the first word that speak most for the one label (above 0) or the other, heaviest first.
    pub features: Vec<Feature>,
    /// What lists have under exactly this name.
    pub entries: Vec<ListedEntry>,
    /// Kinds of cue words that the first word is, such as `office`, `speech`.
    pub cues: Vec<&'static str>,
    /// How it would come apart, for a word that looks glued.
    pub split: Option<TwoWords>,
}

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They are tagged.
    Tagged,
    /// They could be a name, but are not tagged.
    NotTagged,
    /// A glued word, read as two.
    TakenApart,
    /// A word that looks glued, read as one. If it is tagged, another reason with its offsets says why.
    LeftWhole,
}

/// A tagged name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Named<'t> {
    /// Its type.
    pub label: Label<'t>,
    /// The probability that span and label are right.
    #[serde(serialize_with = "rounded")]
    pub score: f32,
    /// How it was found.
    pub source: Source,
    /// Name of its entity: canonical, or its fullest mention.
    pub name: Cow<'t, str>,
    /// Id of its entity, if that is on a list.
    pub id: Option<&'t str>,
}

/// What some words may name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// The type.
    pub label: Label<'static>,
    /// Its probability.
    #[serde(serialize_with = "rounded")]
    pub score: f32,
}

/// What the best reading had to beat.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunnerUp {
    /// The type; none: no such name.
    pub label: Option<Label<'static>>,
    /// Its probability.
    #[serde(serialize_with = "rounded")]
    pub score: f32,
}

/// Two labels of a word: `O`, or `B-` and a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// That of the best reading.
    pub label: &'static str,
    /// That of its runner-up.
    pub against: &'static str,
}

/// A feature of a word.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Feature {
    /// Its name, as the weights file has it.
    pub name: String,
    /// How much it speaks for the one label against the other; below 0, for the other.
    #[serde(serialize_with = "rounded")]
    pub weight: f32,
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedEntry {
    /// Its id.
    pub id: Option<String>,
    /// Its canonical name.
    pub name: String,
    /// What kind of thing it is for the model, such as `person`, `citylarge`.
    pub kind: &'static str,
    /// Whether the text writes it as the entry's case rule wants.
    pub conforms: bool,
}

/// A word read as two.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TwoWords {
    /// The first word.
    pub first: String,
    /// The second.
    pub second: String,
    /// How likely it is that they are two words.
    #[serde(serialize_with = "rounded")]
    pub log_odds: f32,
    /// How likely it must be for the word to come apart.
    #[serde(serialize_with = "rounded")]
    pub needed: f32,
}

impl<'t> Explanation<'t> {
    /// Joins what is known of the words with what was tagged in the end.
    pub(crate) fn new(tagged: Tagged<'t>, mut reasons: Vec<Reason<'t>>) -> Self {
        for reason in reasons.iter_mut().filter(|it| it.verdict == Verdict::NotTagged) {
            reason.name = named(&tagged, reason.start, reason.end);
            if reason.name.is_some() {
                reason.verdict = Verdict::Tagged;
            }
        }
        Explanation { tagged, reasons }
    }
}

/// The name that was tagged at exactly these bytes.
fn named<'t>(tagged: &Tagged<'t>, start: usize, end: usize) -> Option<Named<'t>> {
    let first = tagged.mentions.partition_point(|mention| mention.span.start < start);
    let mention = tagged.mentions.get(first)?;
    if (mention.span.start, mention.span.end) != (start, end) {
        return None;
    }
    let entity = &tagged.entities[mention.entity];
    Some(Named {
        label: mention.label.clone(),
        score: mention.score,
        source: mention.source,
        name: entity.name.clone(),
        id: entity.id,
    })
}

fn name_or_nulls<S: Serializer>(name: &Option<Named>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Default, Serialize)]
    struct Nulls {
        label: (),
        score: (),
        source: (),
        name: (),
        id: (),
    }
    match name {
        Some(name) => name.serialize(serializer),
        None => Nulls::default().serialize(serializer),
    }
}

/// To thousandths, as scores of records are, so that every machine prints the same.
fn thousandths(number: f32) -> f64 {
    // Adding 0 turns -0 into 0.
    (f64::from(number) * 1000.0).round() / 1000.0 + 0.0
}

fn rounded<S: Serializer>(number: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(thousandths(*number))
}

fn rounded_if_any<S: Serializer>(number: &Option<f32>, serializer: S) -> Result<S::Ok, S::Error> {
    number.map(thousandths).serialize(serializer)
}
