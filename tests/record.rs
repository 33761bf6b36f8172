//! The record: what is printed for what was found, and that it keeps to the schema. Results are made by hand, so that
//! they do not depend on what the tagger finds.

use std::borrow::Cow;

use gazet::read::Failure;
use gazet::write::{OffsetUnit, Options, Record, SCHEMA, Scheme, TextInRecord, Types};
use gazet::{Alternative, Document, Entity, Field, Label, Mention, Notice, Source, Span, Tagged};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A thing to put into a result: label, score, subtype, the words, index of its entity.
struct Made {
    label: Label<'static>,
    score: f32,
    subtype: Option<&'static str>,
    words: &'static str,
    entity: usize,
}

fn made(label: Label<'static>, score: f32, subtype: Option<&'static str>, words: &'static str, entity: usize) -> Made {
    Made {
        label,
        score,
        subtype,
        words,
        entity,
    }
}

const TEXT: &str = "😀 Zoë of Kyïv, the Dnipro, Greens and HMS Nil; Zoë";

fn tagged(text: &str) -> Tagged<'static> {
    let all = [
        made(Label::Per, 0.9375, None, "Zoë", 0),
        made(Label::Loc, 0.5, Some("city"), "Kyïv", 1),
        made(Label::Loc, 1.0, Some("river"), "Dnipro", 2),
        made(Label::Norp, 0.8, None, "Greens", 3),
        made(Label::from_name("SHIP"), 0.0004, None, "HMS Nil", 4),
        made(Label::Per, 0.3, None, "Zoë", 0),
    ];
    let mut from = 0;
    let mut tagged = Tagged::default();
    for Made {
        label,
        score,
        subtype,
        words,
        entity,
    } in all
    {
        let start = from + text[from..].find(words).expect("the text has the words");
        from = start + words.len();
        if entity == tagged.entities.len() {
            tagged.entities.push(Entity {
                id: None,
                name: Cow::Borrowed(words),
                label: label.clone(),
                mentions: Vec::new(),
                lat: Some(49.2088),
                lon: None,
                country: Some("UA"),
            });
        }
        tagged.entities[entity].mentions.push(tagged.mentions.len());
        tagged.mentions.push(Mention {
            span: Span::new(start, from),
            label,
            score,
            entity,
            id: Some("x:1"),
            name: None,
            subtype,
            source: Source::ShortForm,
            alternatives: vec![
                Alternative {
                    label: Label::Org,
                    score: 0.2,
                    id: None,
                    name: Some("Other"),
                },
                Alternative {
                    label: Label::Misc,
                    score: 0.1,
                    id: None,
                    name: None,
                },
            ],
        });
    }
    tagged
}

fn record(document: &Document, tagged: &Tagged, options: &Options) -> Value {
    printed(&Record::tagged(document, tagged, options))
}

/// The record as a reader gets it, checked against the schema.
fn printed(record: &Record) -> Value {
    let mut line = Vec::new();
    record.append_to(&mut line);
    assert!(!line.contains(&b'\n'));
    let value = serde_json::from_slice(&line).expect("a record is JSON");
    assert_keeps_to_schema(&value);
    value
}

fn assert_keeps_to_schema(value: &Value) {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is a schema");
    let errors: Vec<String> = validator.iter_errors(value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?} in {value}");
}

fn column(record: &Value, list: &str, key: &str) -> Value {
    record[list]
        .as_array()
        .expect("a list")
        .iter()
        .map(|span| span[key].clone())
        .collect()
}

#[test]
fn the_record_is_as_promised() {
    let document = Document::new("a.txt", TEXT);
    let tagged = tagged(TEXT);
    let record = record(&document, &tagged, &Options::default());
    let keys: Vec<&String> = record.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        ["id", "offset_unit", "spans", "entities", "warnings", "error", "meta"]
    );
    let first = json!({
        "start": 2, "end": 5, "text": "Zoë", "label": "PER", "score": 0.938, "entity": 0,
        "id": "x:1", "name": null, "subtype": null, "source": "short_form",
        "alternatives": [{"label": "ORG", "score": 0.2, "id": null, "name": "Other"}],
    });
    assert_eq!(record["spans"][0], first);
    let first = json!({
        "id": null, "name": "Zoë", "label": "PER", "mentions": [0, 4], "lat": 49.2088, "lon": null, "country": "UA",
    });
    assert_eq!(record["entities"][0], first);
}

#[test]
fn unwanted_types_leave_consistent_indices() {
    let document = Document::new("a.txt", TEXT);
    let tagged = tagged(TEXT);
    let usual = record(&document, &tagged, &Options::default());
    assert_eq!(
        column(&usual, "spans", "label"),
        json!(["PER", "LOC", "LOC", "SHIP", "PER"])
    );
    assert_eq!(column(&usual, "spans", "entity"), json!([0, 1, 2, 3, 0]));
    assert_eq!(column(&usual, "entities", "mentions"), json!([[0, 4], [1], [2], [3]]));

    let types = Types::Named(vec!["norp".to_owned(), "SHIP".to_owned()]);
    let named = record(
        &document,
        &tagged,
        &Options {
            types,
            ..Options::default()
        },
    );
    assert_eq!(column(&named, "spans", "label"), json!(["NORP", "SHIP"]));
    assert_eq!(column(&named, "spans", "entity"), json!([0, 1]));
    assert_eq!(column(&named, "entities", "mentions"), json!([[0], [1]]));

    let sure = record(
        &document,
        &tagged,
        &Options {
            min_score: 0.5,
            ..Options::default()
        },
    );
    assert_eq!(column(&sure, "spans", "text"), json!(["Zoë", "Kyïv", "Dnipro"]));
    assert_eq!(column(&sure, "entities", "mentions"), json!([[0], [1], [2]]));
}

#[test]
fn labels_follow_the_scheme() {
    let document = Document::new("a.txt", TEXT);
    let tagged = tagged(TEXT);
    let labels = |labels, types: &[&str]| {
        let types = Types::Named(types.iter().map(|&name| name.to_owned()).collect());
        let record = record(
            &document,
            &tagged,
            &Options {
                labels,
                types,
                ..Options::default()
            },
        );
        (column(&record, "spans", "label"), column(&record, "entities", "label"))
    };
    let all = ["PER", "LOC", "NORP", "SHIP"];
    let (spans, entities) = labels(Scheme::OntoNotes, &all);
    assert_eq!(spans, json!(["PERSON", "GPE", "LOC", "NORP", "SHIP", "PERSON"]));
    assert_eq!(entities, json!(["PERSON", "GPE", "LOC", "NORP", "SHIP"]));
    assert_eq!(labels(Scheme::Conll, &["MISC"]).0, json!(["MISC"]));
    assert_eq!(labels(Scheme::Google, &["PERSON"]).0, json!(["PERSON", "PERSON"]));
}

#[test]
fn offsets_are_in_the_unit_asked_for() {
    let document = Document::new("a.txt", TEXT);
    let tagged = tagged(TEXT);
    for (offsets, name, start) in [
        (OffsetUnit::Char, "char", 2),
        (OffsetUnit::Byte, "byte", 5),
        (OffsetUnit::Utf16, "utf16", 3),
    ] {
        let record = record(
            &document,
            &tagged,
            &Options {
                offsets,
                ..Options::default()
            },
        );
        assert_eq!(record["offset_unit"], name);
        assert_eq!(record["spans"][0]["start"], start);
    }
}

#[test]
fn spans_of_fields_count_from_the_field() {
    let text = format!("😀 title\n\n{TEXT}");
    let body = Span::new("😀 title\n\n".len(), text.len());
    let title = Span::new(0, "😀 title".len());
    let fields = vec![
        Field {
            name: "title".to_owned(),
            span: title,
        },
        Field {
            name: "body".to_owned(),
            span: body,
        },
    ];
    let document = Document {
        fields,
        ..Document::new("a", text.as_str())
    };
    let mut tagged = tagged(&text);
    for (offsets, start) in [(OffsetUnit::Char, 2), (OffsetUnit::Byte, 5), (OffsetUnit::Utf16, 3)] {
        let options = Options {
            offsets,
            text: TextInRecord::Included,
            ..Options::default()
        };
        let record = record(&document, &tagged, &options);
        assert_eq!(
            (&record["spans"][0]["field"], &record["spans"][0]["start"]),
            (&json!("body"), &json!(start))
        );
        assert_eq!(record["fields"], json!({"title": "😀 title", "body": TEXT}));
    }
    // A span across fields has no place in either.
    tagged.mentions[0].span = Span::new(0, text.len());
    assert_eq!(
        record(&document, &tagged, &Options::default())["spans"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
}

#[test]
fn failures_and_warnings_keep_to_the_schema() {
    let notice = Notice {
        code: "bad-json",
        message: "a \"bad\" \u{1b} line".to_owned(),
    };
    let failure = Failure {
        id: "a:1".to_owned(),
        place: "a:1".to_owned(),
        notice: notice.clone(),
    };
    let expected = json!({
        "id": "a:1", "offset_unit": "char", "spans": [], "entities": [], "warnings": [],
        "error": {"code": "bad-json", "message": "a \"bad\" \u{1b} line"}, "meta": {},
    });
    assert_eq!(printed(&Record::failed(&failure, &Options::default())), expected);
    let document = Document {
        warnings: vec![notice],
        ..Document::new("a", "")
    };
    let record = record(&document, &Tagged::default(), &Options::default());
    assert_eq!(record["warnings"][0]["code"], "bad-json");
}

#[test]
fn the_schema_refuses_what_is_no_record() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for bad in [json!({}), json!({"id": 1}), json!([])] {
        assert!(!validator.is_valid(&bad), "{bad}");
    }
}

proptest! {
    /// Whatever the text and wherever the span: it reads back, and its offsets slice the text to its words.
    #[test]
    fn every_span_slices_to_its_text(text in "\\PC{0,30}|[a😀é\u{9b}\r\n\"\\\\]{1,20}", cuts in (0.0..1.0, 0.0..1.0)) {
        let chars: Vec<char> = text.chars().collect();
        let cut = |part: f64| (part * chars.len() as f64) as usize;
        let (start, end) = (cut(cuts.0).min(cut(cuts.1)), cut(cuts.0).max(cut(cuts.1)));
        prop_assume!(start < end);
        let byte = |chars: &[char]| chars.iter().map(|char| char.len_utf8()).sum();
        let mut tagged = tagged(TEXT);
        tagged.mentions.truncate(1);
        tagged.mentions[0].span = Span::new(byte(&chars[..start]), byte(&chars[..end]));
        let document = Document::new(text.as_str(), text.as_str());
        let options = Options { text: TextInRecord::Included, ..Options::default() };
        let record = record(&document, &tagged, &options);
        prop_assert_eq!(record["text"].as_str(), Some(text.as_str()));
        prop_assert_eq!(record["id"].as_str(), Some(text.as_str()));
        let words: String = chars[start..end].iter().collect();
        prop_assert_eq!(&record["spans"][0]["text"], &json!(words));
        prop_assert_eq!(&record["spans"][0]["start"], &json!(start));
        prop_assert_eq!(&record["spans"][0]["end"], &json!(end));
    }
}
