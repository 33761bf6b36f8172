//! Annotations as JSON Lines: gold of several tools, predictions, gazet's own records.

use serde::Deserialize;
use serde_json::Value;

use super::gold::{GoldDocument, GoldSpan};
use crate::document::Span;
use crate::error::Problem;
use crate::read::fault;
use crate::write::OffsetUnit;

/// The line of a document. `spans` (gazet, Prodigy) goes before `entities`, which in gazet's records are no spans.
#[derive(Deserialize)]
pub(super) struct Record {
    id: Option<Value>,
    text: Option<String>,
    spans: Option<Value>,
    entities: Option<Value>,
    #[serde(default)]
    offset_unit: OffsetUnit,
}

/// A name in a record, in the record's unit.
#[derive(Deserialize)]
pub(super) struct RecordSpan {
    pub(super) start: usize,
    pub(super) end: usize,
    #[serde(alias = "label")]
    pub(super) r#type: String,
    pub(super) score: Option<f64>,
    pub(super) text: Option<Value>,
    pub(super) field: Option<Value>,
}

impl Record {
    /// The records of lines that are not blank, each with its line number.
    pub(super) fn all(text: &str) -> impl Iterator<Item = (usize, Result<Self, String>)> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        lines.map(|(at, line)| {
            let record = serde_json::from_str(line);
            let record =
                record.map_err(|error| format!("expected a JSON object with annotated text: {}", fault(&error)));
            (at + 1, record)
        })
    }

    /// Its id, a number as text.
    pub(super) fn id(&self) -> Option<String> {
        match self.id.as_ref()? {
            Value::String(id) => Some(id.clone()),
            other => Some(other.to_string()),
        }
    }

    /// The unit of its offsets.
    pub(super) fn unit(&self) -> OffsetUnit {
        self.offset_unit
    }

    /// Its names.
    pub(super) fn into_spans(self) -> Result<Vec<RecordSpan>, String> {
        let (key, spans) = match (self.spans, self.entities) {
            (Some(spans), _) => ("spans", spans),
            (None, Some(entities)) => ("entities", entities),
            (None, None) => return Err("neither `entities` nor `spans` is there; an empty array says: no names".into()),
        };
        serde_json::from_value(spans)
            .map_err(|error| format!("expected `{key}` with start, end and type or label: {error}"))
    }
}

/// Reads gold.
pub(super) fn read_gold(text: &str, problems: &mut Vec<Problem>) -> Vec<GoldDocument> {
    let mut documents = Vec::new();
    for (line, record) in Record::all(text) {
        match record.and_then(|record| document(record, line)) {
            Ok(document) => documents.push(document),
            Err(message) => problems.push(Problem::at(line, message)),
        }
    }
    documents
}

fn document(mut record: Record, line: usize) -> Result<GoldDocument, String> {
    let text = record.text.take().ok_or("no field `text`")?;
    let id = record.id().unwrap_or_else(|| line.to_string());
    let borders = Borders::new(&text, record.unit());
    let mut spans = Vec::new();
    for span in record.into_spans()? {
        spans.push(GoldSpan::new(borders.span(&span)?, &span.r#type));
    }
    spans.sort();
    Ok(GoldDocument { id, text, spans })
}

/// The borders of a text's characters: from offsets in a unit to bytes.
pub(super) struct Borders<'t> {
    text: &'t str,
    unit: OffsetUnit,
    /// The byte at each offset in the unit, if a character begins there; empty if the unit is the byte.
    bytes: Vec<Option<usize>>,
}

impl<'t> Borders<'t> {
    /// The borders of the characters of `text`.
    pub(super) fn new(text: &'t str, unit: OffsetUnit) -> Self {
        let mut bytes = Vec::new();
        if unit != OffsetUnit::Byte {
            for (at, char) in text.char_indices() {
                bytes.push(Some(at));
                if unit == OffsetUnit::Utf16 && char.len_utf16() == 2 {
                    bytes.push(None);
                }
            }
            bytes.push(Some(text.len()));
        }
        Borders { text, unit, bytes }
    }

    /// Where a record's span lies in the text.
    pub(super) fn span(&self, span: &RecordSpan) -> Result<Span, String> {
        let RecordSpan { start, end, .. } = *span;
        match (self.byte(start), self.byte(end)) {
            (Some(from), Some(to)) if from < to => Ok(Span::new(from, to)),
            (Some(_), Some(_)) => Err(format!("span {start}..{end} is empty")),
            _ => Err(format!("span {start}..{end} lies outside the text; {}", self.remedy())),
        }
    }

    fn byte(&self, offset: usize) -> Option<usize> {
        match self.unit {
            OffsetUnit::Byte => self.text.is_char_boundary(offset).then_some(offset),
            OffsetUnit::Char | OffsetUnit::Utf16 => self.bytes.get(offset).copied().flatten(),
        }
    }

    /// The words of a span.
    pub(super) fn slice(&self, span: Span) -> &'t str {
        span.of(self.text)
    }

    /// What may be wrong with offsets that do not fit.
    pub(super) fn remedy(&self) -> &'static str {
        match self.unit {
            OffsetUnit::Char => "offsets count code points, unless `offset_unit` says byte or utf16",
            OffsetUnit::Byte => "`offset_unit` says byte: offsets must count bytes of the UTF-8, between characters",
            OffsetUnit::Utf16 => "`offset_unit` says utf16: offsets must count UTF-16 units, between characters",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<GoldDocument>, Vec<(Option<usize>, String)>> {
        let mut problems = Vec::new();
        let documents = read_gold(text, &mut problems);
        if problems.is_empty() {
            return Ok(documents);
        }
        Err(problems.into_iter().map(|it| (it.line, it.message)).collect())
    }

    #[test]
    fn offsets_are_read_in_their_unit() {
        for (unit, start) in [("char", 2), ("byte", 5), ("utf16", 3)] {
            let line = format!(
                "{{\"id\":7,\"text\":\"😀 Oslo\",\"offset_unit\":\"{unit}\",\"spans\":[{{\"start\":{start},\"end\":{},\"label\":\"LOC\"}}]}}",
                start + 4
            );
            let document = &read(&line).unwrap()[0];
            assert_eq!(document.id, "7");
            assert_eq!(document.spans[0].span.of(&document.text), "Oslo", "{unit}");
        }
    }

    #[test]
    fn every_bad_line_is_named() {
        let span = |start: usize, end: usize, unit: &str| {
            format!(
                "{{\"text\":\"é😀\",\"offset_unit\":\"{unit}\",\"entities\":[{{\"start\":{start},\"end\":{end},\"type\":\"X\"}}]}}"
            )
        };
        let lines = [
            "{\"text\":\"a\",\"entities\":[]}".to_owned(),
            "{\"entities\":[]}".to_owned(),
            String::new(),
            "{\"text\":\"a\"}".to_owned(),
            "{\"text\":\"a\",\"entities\":[{\"start\":0,\"end\":1}]}".to_owned(),
            span(0, 3, "char"),
            span(1, 1, "char"),
            span(0, 1, "byte"),
            span(0, 2, "utf16"),
            span(0, 1, "line"),
        ];
        let problems = read(&lines.join("\n")).unwrap_err();
        let expected = [
            (2, "no field `text`"),
            (4, "neither `entities` nor `spans`"),
            (
                5,
                "expected `entities` with start, end and type or label: missing field `type`",
            ),
            (6, "span 0..3 lies outside the text; offsets count code points"),
            (7, "span 1..1 is empty"),
            (8, "span 0..1 lies outside the text; `offset_unit` says byte"),
            (9, "span 0..2 lies outside the text; `offset_unit` says utf16"),
            (10, "expected a JSON object with annotated text: unknown variant `line`"),
        ];
        assert_eq!(problems.len(), expected.len(), "{problems:?}");
        for ((line, message), (at, begins)) in problems.iter().zip(expected) {
            assert_eq!(*line, Some(at));
            assert!(message.starts_with(begins), "{message}");
        }
        assert_eq!(read(&lines[0]).unwrap()[0].id, "1");
    }
}
