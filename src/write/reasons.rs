//! The record of the reasons in one document, which `gazet why --format json` prints.

use serde::Serialize;

use super::select::has_one_place;
use super::{OffsetUnit, Offsets, json};
use crate::explain::Reason;
use crate::read::Failure;
use crate::{Document, Notice, Span};

/// The reasons in one document.
#[derive(Debug, Serialize)]
pub struct ReasonsRecord<'a> {
    /// The document's id.
    pub id: &'a str,
    /// The unit of `start` and `end`.
    pub offset_unit: OffsetUnit,
    /// What became of names and candidates, by place.
    pub reasons: Vec<ReasonRecord<'a>>,
    /// Why there are no reasons.
    pub error: Option<&'a Notice>,
}

/// A reason where it stands.
#[derive(Debug, Serialize)]
pub struct ReasonRecord<'a> {
    /// The text field it stands in, if the document has several; offsets are then from its start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'a str>,
    /// The reason, its offsets in the record's unit.
    #[serde(flatten)]
    pub reason: Reason<'a>,
}

impl<'a> ReasonsRecord<'a> {
    /// The record of the reasons in a document.
    pub fn explained(document: &'a Document, mut reasons: Vec<Reason<'a>>, unit: OffsetUnit) -> Self {
        reasons.retain(|reason| has_one_place(Span::new(reason.start, reason.end), document));
        let fields = document.fields.iter().map(|field| field.span.start);
        let ends = reasons.iter().flat_map(|reason| [reason.start, reason.end]);
        let offsets = Offsets::new(&document.text, unit, ends.chain(fields).collect());
        let record = |reason: Reason<'a>| {
            let field = document.field_at(reason.start);
            let origin = field.map_or(0, |field| offsets.of(field.span.start));
            ReasonRecord {
                field: field.map(|field| field.name.as_str()),
                reason: Reason {
                    start: offsets.of(reason.start) - origin,
                    end: offsets.of(reason.end) - origin,
                    ..reason
                },
            }
        };
        ReasonsRecord {
            id: &document.id,
            offset_unit: unit,
            reasons: reasons.into_iter().map(record).collect(),
            error: None,
        }
    }

    /// The record of an input that gave no document.
    pub fn failed(failure: &'a Failure, unit: OffsetUnit) -> Self {
        ReasonsRecord {
            id: &failure.id,
            offset_unit: unit,
            reasons: Vec::new(),
            error: Some(&failure.notice),
        }
    }

    /// Appends the record as JSON on one line, without the line end.
    pub fn append_to(&self, line: &mut Vec<u8>) {
        json::append(self, line);
    }
}
