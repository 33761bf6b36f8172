//! The record of one document, field by field as it is printed.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::select::Selection;
use super::{OffsetUnit, Offsets, Options, TextInRecord, json};
use crate::read::Failure;
use crate::{Alternative, Document, Entity, Field, Mention, Notice, Source, Tagged};

/// The record of one document.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    /// The document's id.
    pub id: &'a str,
    /// The unit of `start` and `end`.
    pub offset_unit: OffsetUnit,
    /// The text, if asked for, of a document without fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
    /// The texts by field, if asked for, of a document with fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Map<String, Value>>,
    /// Names where they stand, sorted.
    pub spans: Vec<SpanRecord<'a>>,
    /// What they name.
    pub entities: Vec<EntityRecord<'a>>,
    /// What was wrong with the input and could be mended.
    pub warnings: &'a [Notice],
    /// Why there are no spans.
    pub error: Option<&'a Notice>,
    /// Other fields of the input record.
    pub meta: Cow<'a, Map<String, Value>>,
}

/// A name where it stands.
#[derive(Debug, Serialize)]
pub struct SpanRecord<'a> {
    /// The text field it stands in, if the document has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'a str>,
    /// First offset, in the record's unit; from the start of the field if there is one.
    pub start: usize,
    /// Offset behind the end.
    pub end: usize,
    /// The exact slice.
    pub text: &'a str,
    /// Its type in the label scheme asked for.
    pub label: &'a str,
    /// The probability that span and label are right.
    pub score: Score,
    /// Index into the record's `entities`.
    pub entity: usize,
    /// Id of its list entry.
    pub id: Option<&'a str>,
    /// Canonical name of its list entry.
    pub name: Option<&'a str>,
    /// Subtype of its list entry.
    pub subtype: Option<&'a str>,
    /// How it was found.
    pub source: Source,
    /// Other readings, likeliest first.
    pub alternatives: Vec<AlternativeRecord<'a>>,
}

/// Another reading of a span.
#[derive(Debug, Serialize)]
pub struct AlternativeRecord<'a> {
    /// Its type in the label scheme asked for.
    pub label: &'a str,
    /// Its probability.
    pub score: Score,
    /// Id of the listed thing.
    pub id: Option<&'a str>,
    /// Canonical name of the listed thing.
    pub name: Option<&'a str>,
}

/// A person, place or organization of the document.
#[derive(Debug, Serialize)]
pub struct EntityRecord<'a> {
    /// Id of its list entry.
    pub id: Option<&'a str>,
    /// Canonical name, or its fullest mention.
    pub name: &'a str,
    /// Its type in the label scheme asked for.
    pub label: &'a str,
    /// Indices into the record's `spans`, ascending.
    pub mentions: Vec<usize>,
    /// Latitude in degrees.
    pub lat: Option<f32>,
    /// Longitude in degrees.
    pub lon: Option<f32>,
    /// ISO 3166 code.
    pub country: Option<&'a str>,
}

/// A probability, printed with three decimals at most.
#[derive(Clone, Copy, Debug)]
pub struct Score(pub f32);

impl Score {
    /// The number as printed: to thousandths, half away from zero; 0 if it is no number.
    pub fn rounded(self) -> f64 {
        let score = f64::from(self.0);
        if score.is_nan() {
            0.0
        } else {
            (score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
        }
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.rounded())
    }
}

impl<'a> Record<'a> {
    /// The record of a tagged document.
    pub fn tagged(document: &'a Document, tagged: &'a Tagged<'a>, options: &'a Options) -> Self {
        let selection = Selection::new(document, tagged, options);
        let view = View {
            document,
            options,
            offsets: offsets(document, &selection, options.offsets),
        };
        Record {
            text: view.text(),
            fields: view.fields(),
            spans: selection
                .mentions
                .iter()
                .map(|&(mention, entity)| view.span(mention, entity))
                .collect(),
            entities: view.entities(selection),
            warnings: &document.warnings,
            meta: Cow::Borrowed(&document.meta),
            ..Record::empty(&document.id, options.offsets)
        }
    }

    /// The record of an input that gave no document.
    pub fn failed(failure: &'a Failure, options: &Options) -> Self {
        Record {
            error: Some(&failure.notice),
            ..Record::empty(&failure.id, options.offsets)
        }
    }

    fn empty(id: &'a str, offset_unit: OffsetUnit) -> Self {
        Record {
            id,
            offset_unit,
            text: None,
            fields: None,
            spans: Vec::new(),
            entities: Vec::new(),
            warnings: &[],
            error: None,
            meta: Cow::Owned(Map::new()),
        }
    }

    /// Appends the record as JSON on one line, without the line end.
    pub fn append_to(&self, line: &mut Vec<u8>) {
        json::append(self, line);
    }
}

/// Every offset that the record of `selection` prints.
fn offsets(document: &Document, selection: &Selection, unit: OffsetUnit) -> Offsets {
    let spans = selection
        .mentions
        .iter()
        .flat_map(|(mention, _)| [mention.span.start, mention.span.end]);
    let fields = document.fields.iter().map(|field| field.span.start);
    Offsets::new(&document.text, unit, spans.chain(fields).collect())
}

/// A document as the options show it.
struct View<'a> {
    document: &'a Document,
    options: &'a Options,
    offsets: Offsets,
}

impl<'a> View<'a> {
    fn text(&self) -> Option<&'a str> {
        let wanted = self.options.text == TextInRecord::Included && self.document.fields.is_empty();
        wanted.then_some(&self.document.text)
    }

    fn fields(&self) -> Option<Map<String, Value>> {
        let wanted = self.options.text == TextInRecord::Included && !self.document.fields.is_empty();
        let value = |field: &Field| (field.name.clone(), Value::from(field.span.of(&self.document.text)));
        wanted.then(|| self.document.fields.iter().map(value).collect())
    }

    fn span(&self, mention: &'a Mention<'a>, entity: usize) -> SpanRecord<'a> {
        let field = self.document.field_at(mention.span.start);
        let origin = field.map_or(0, |field| self.offsets.of(field.span.start));
        SpanRecord {
            field: field.map(|field| field.name.as_str()),
            start: self.offsets.of(mention.span.start) - origin,
            end: self.offsets.of(mention.span.end) - origin,
            text: mention.span.of(&self.document.text),
            label: self.options.labels.name(&mention.label, mention.subtype),
            score: Score(mention.score),
            entity,
            id: mention.id,
            name: mention.name,
            subtype: mention.subtype,
            source: mention.source,
            alternatives: self.alternatives(mention),
        }
    }

    fn alternatives(&self, mention: &'a Mention<'a>) -> Vec<AlternativeRecord<'a>> {
        mention
            .alternatives
            .iter()
            .filter_map(|alternative| self.alternative(alternative))
            .collect()
    }

    /// A reading of a type that is not printed is none.
    fn alternative(&self, alternative: &'a Alternative<'a>) -> Option<AlternativeRecord<'a>> {
        let label = self.options.labels.name(&alternative.label, None);
        self.options
            .types
            .admit(&alternative.label, label)
            .then_some(AlternativeRecord {
                label,
                score: Score(alternative.score),
                id: alternative.id,
                name: alternative.name,
            })
    }

    fn entities(&self, selection: Selection<'a>) -> Vec<EntityRecord<'a>> {
        let Selection {
            mentions: all,
            entities,
        } = selection;
        let record = |(entity, mentions): (&'a Entity<'a>, Vec<usize>)| {
            let subtype = mentions.iter().find_map(|&index| all[index].0.subtype);
            EntityRecord {
                id: entity.id,
                name: &entity.name,
                label: self.options.labels.name(&entity.label, subtype),
                mentions,
                lat: entity.lat,
                lon: entity.lon,
                country: entity.country,
            }
        };
        entities.into_iter().map(record).collect()
    }
}
