//! Gold: annotated documents to train on and to measure against.

use std::path::Path;

use crate::document::Span;
use crate::error::{Error, ErrorKind, Problem};

/// An annotated document.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldDocument {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its names, sorted by place.
    pub spans: Vec<GoldSpan>,
}

/// An annotated name: bytes of the text, and its type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GoldSpan {
    /// Where.
    pub span: Span,
    /// Its type, as the file gives it.
    pub label: String,
}

#[derive(serde::Deserialize)]
struct Record {
    id: Option<serde_json::Value>,
    text: String,
    #[serde(alias = "spans")]
    entities: Vec<RecordSpan>,
}

#[derive(serde::Deserialize)]
struct RecordSpan {
    start: usize,
    end: usize,
    #[serde(alias = "label")]
    r#type: String,
}

/// Reads gold as JSON Lines: `text` with `entities` (`start`, `end` in code points, `type`), or with `spans` whose type
/// is `label`.
///
/// # Errors
/// Names every line that is not such a document.
pub fn read_gold(path: &Path) -> Result<Vec<GoldDocument>, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    let mut problems = Vec::new();
    let mut documents = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match read_document(line, at + 1) {
            Ok(document) => documents.push(document),
            Err(message) => problems.push(Problem::at(at + 1, message)),
        }
    }
    if problems.is_empty() {
        Ok(documents)
    } else {
        Err(Error::with_problems(ErrorKind::BadList, problems).at(path))
    }
}

fn read_document(line: &str, number: usize) -> Result<GoldDocument, String> {
    let record: Record = serde_json::from_str(line).map_err(|error| format!("no annotated document: {error}"))?;
    let offsets: Vec<usize> = record
        .text
        .char_indices()
        .map(|(at, _)| at)
        .chain([record.text.len()])
        .collect();
    let mut spans = Vec::new();
    for span in record.entities {
        let bounds = (offsets.get(span.start), offsets.get(span.end));
        let (Some(&start), Some(&end)) = bounds else {
            return Err(format!("span {}..{} lies outside the text", span.start, span.end));
        };
        if start >= end {
            return Err(format!("span {}..{} is empty", span.start, span.end));
        }
        spans.push(GoldSpan {
            span: Span::new(start, end),
            label: span.r#type,
        });
    }
    spans.sort();
    let id = match record.id {
        Some(serde_json::Value::String(id)) => id,
        Some(other) => other.to_string(),
        None => number.to_string(),
    };
    Ok(GoldDocument {
        id,
        text: record.text,
        spans,
    })
}
