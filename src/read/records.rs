//! One line of JSON to a document: its text fields, its id, and all else as metadata.

use serde_json::{Map, Value};

use super::lines::Line;
use super::{Failure, Options};
use crate::{Document, Field, Notice, Span};

/// What stands between two text fields: a paragraph end, so that no name crosses it.
const BETWEEN_FIELDS: &str = "\n\n";

type Record = Map<String, Value>;

/// The document of a line at `place`, which is its id if the record has none.
pub(super) fn document(line: Line, place: String, options: &Options) -> Result<Document, Failure> {
    let Line { text, warning, .. } = line;
    let mut record = parsed(&text, &place)?;
    drop(text);
    let id = id(&mut record, &place, &options.id_field)?;
    let mut document = Document {
        warnings: warning.into_iter().collect(),
        ..Document::new(id, "")
    };
    let filled = match options.text_fields.as_slice() {
        [field] => fill_from_one(&mut document, &mut record, field),
        fields => fill_from_several(&mut document, &mut record, fields),
    };
    match filled {
        Ok(()) => Ok(Document {
            meta: record,
            ..document
        }),
        Err(message) => Err(Failure {
            id: document.id,
            ..Failure::at(place, "no-text-field", message)
        }),
    }
}

fn parsed(text: &str, place: &str) -> Result<Record, Failure> {
    let bad = |message: String| Failure::at(place, "bad-json", message);
    match serde_json::from_str(text) {
        Ok(Value::Object(record)) => Ok(record),
        Ok(other) => Err(bad(format!(
            "expected a JSON object on the line, found {}",
            kind_of(&other)
        ))),
        Err(error) => Err(bad(format!("expected a JSON object on the line: {}", fault(&error)))),
    }
}

/// What is wrong with a line of JSON, and in which column.
pub(crate) fn fault(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    format!("{what} at column {}", error.column())
}

fn id(record: &mut Record, place: &str, field: &str) -> Result<String, Failure> {
    match record.shift_remove(field) {
        None | Some(Value::Null) => Ok(place.to_owned()),
        Some(Value::String(id)) => Ok(id),
        Some(Value::Number(id)) => Ok(id.to_string()),
        Some(other) => {
            let message = format!(
                "expected text or a number in field `{field}`, found {}",
                kind_of(&other)
            );
            Err(Failure::at(place, "bad-id-field", message))
        }
    }
}

fn fill_from_one(document: &mut Document, record: &mut Record, field: &str) -> Result<(), String> {
    match text_of(record, field)? {
        Some(text) => document.text = text,
        None => {
            return Err(format!(
                "no field `{field}`; name the field that holds the text by --text-field"
            ));
        }
    }
    Ok(())
}

fn fill_from_several(document: &mut Document, record: &mut Record, fields: &[String]) -> Result<(), String> {
    for field in fields {
        match text_of(record, field)? {
            Some(text) => append(document, field, &text),
            None => document.warnings.push(lacking(field)),
        }
    }
    if document.fields.is_empty() {
        let names = fields.join("`, `");
        return Err(format!(
            "none of the fields `{names}`; name the fields that hold the text by --text-field"
        ));
    }
    Ok(())
}

fn append(document: &mut Document, field: &str, text: &str) {
    if !document.fields.is_empty() {
        document.text.push_str(BETWEEN_FIELDS);
    }
    let start = document.text.len();
    document.text.push_str(text);
    document.fields.push(Field {
        name: field.to_owned(),
        span: Span::new(start, document.text.len()),
    });
}

fn lacking(field: &str) -> Notice {
    Notice {
        code: "no-text-field",
        message: format!("no field `{field}`: the text of the others was tagged"),
    }
}

/// Takes a text field out of the record; `None` if it is not there or null.
fn text_of(record: &mut Record, field: &str) -> Result<Option<String>, String> {
    match record.shift_remove(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(format!("expected text in field `{field}`, found {}", kind_of(&other))),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, fields: &[&str]) -> Result<Document, Failure> {
        let line = Line {
            number: 7,
            text: text.to_owned(),
            warning: None,
        };
        let text_fields = fields.iter().map(|&field| field.to_owned()).collect();
        document(
            line,
            "in.jsonl:7".to_owned(),
            &Options {
                text_fields,
                ..Options::default()
            },
        )
    }

    #[test]
    fn one_text_field_is_the_text_and_others_are_metadata() {
        let document = read(r#"{"b":1.10,"id":12,"text":"né","a":[null]}"#, &["text"]).unwrap();
        assert_eq!((document.id.as_str(), document.text.as_str()), ("12", "né"));
        assert!(document.fields.is_empty());
        assert_eq!(
            serde_json::to_string(&document.meta).unwrap(),
            r#"{"b":1.1,"a":[null]}"#
        );
    }

    #[test]
    fn several_text_fields_are_joined_by_a_paragraph_end() {
        let document = read(r#"{"body":"two","title":"one"}"#, &["title", "lead", "body"]).unwrap();
        assert_eq!(document.id, "in.jsonl:7");
        assert_eq!(document.text, "one\n\ntwo");
        let fields: Vec<_> = document
            .fields
            .iter()
            .map(|field| (&*field.name, field.span.of(&document.text)))
            .collect();
        assert_eq!(fields, [("title", "one"), ("body", "two")]);
        assert_eq!(document.warnings.len(), 1);
    }

    #[test]
    fn bad_records_say_what_is_wrong() {
        let cases = [
            ("{", "bad-json", "in.jsonl:7", "column 1"),
            ("[1]", "bad-json", "in.jsonl:7", "an array"),
            (r#"{"text":"\ud800"}"#, "bad-json", "in.jsonl:7", "column"),
            (r#"{"id":"x"}"#, "no-text-field", "x", "no field `text`"),
            (r#"{"id":"x","text":3}"#, "no-text-field", "x", "a number"),
            (r#"{"id":[],"text":"a"}"#, "bad-id-field", "in.jsonl:7", "an array"),
        ];
        for (line, code, id, part) in cases {
            let failure = read(line, &["text"]).unwrap_err();
            assert_eq!(
                (failure.notice.code, &*failure.id, &*failure.place),
                (code, id, "in.jsonl:7"),
                "{line}"
            );
            assert!(
                failure.notice.message.contains(part),
                "{line}: {}",
                failure.notice.message
            );
        }
    }

    #[test]
    fn an_empty_text_is_a_text() {
        assert_eq!(read(r#"{"text":""}"#, &["text"]).unwrap().text, "");
    }
}
