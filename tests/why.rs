//! The reasons: as JSON they have every key and agree with the record, as text they are for people. Nothing here depends
//! on what the weights say of a name.

mod common;

use std::borrow::Cow;

use common::{Gazet, folder, gazet, write};
use gazet::explain::{Compared, Feature, ListedEntry, Named, Reading, RunnerUp, TwoWords, Verdict};
use gazet::write::{OffsetUnit, ReasonsRecord};
use gazet::{Document, Entity, Explanation, Field, Label, Mention, Reason, Source, Span, Tagged};
use serde_json::{Value, json};

const TEXT: &str =
    "😀 Zoë Doe of Kyïv told Reuters so, placeBolvinov said.\r\n\u{9b}2J The Blue Marlin left Oslo in May.\n";
const KEYS: [&str; 17] = [
    "start",
    "end",
    "text",
    "verdict",
    "label",
    "score",
    "source",
    "name",
    "id",
    "readings",
    "none",
    "runner_up",
    "compared",
    "features",
    "entries",
    "cues",
    "split",
];

fn why(args: &[&str]) -> Gazet {
    let dir = folder();
    write(dir.path().join("a.txt"), TEXT);
    write(
        dir.path().join("a.jsonl"),
        "{\"title\":\"Zoë\",\"body\":\"The Blue Marlin left.\"}\n",
    );
    write(
        dir.path().join("ships.tsv"),
        "name\ttype\tid\nBlue Marlin\tSHIP\timo:1\n",
    );
    gazet(dir.path(), &[args, &["-g", "ships.tsv"]].concat())
}

fn reasons(run: &Gazet) -> &Vec<Value> {
    assert_eq!((run.code, run.stderr.as_str(), run.records.len()), (0, "", 1));
    run.records[0]["reasons"].as_array().expect("reasons are an array")
}

#[test]
fn every_reason_has_every_key() {
    let run = why(&["why", "--format", "json", "a.txt"]);
    assert!(!run.stdout.contains('\u{9b}'), "{}", run.stdout);
    let record: Vec<&String> = run.records[0].as_object().expect("an object").keys().collect();
    assert_eq!(record, ["id", "offset_unit", "reasons", "error"]);
    for reason in reasons(&run) {
        let keys: Vec<&String> = reason.as_object().expect("an object").keys().collect();
        assert_eq!(keys, KEYS);
        let verdict = reason["verdict"].as_str().expect("a verdict");
        let is_split = matches!(verdict, "taken_apart" | "left_whole");
        assert!(is_split || matches!(verdict, "tagged" | "not_tagged"), "{verdict}");
        assert_eq!(reason["label"] != Value::Null, verdict == "tagged", "{reason}");
        assert_eq!(reason["split"] != Value::Null, is_split, "{reason}");
        assert_eq!(reason["runner_up"] == Value::Null, is_split, "{reason}");
        let scores: Vec<f64> = reason["readings"]
            .as_array()
            .expect("readings are an array")
            .iter()
            .map(|reading| reading["score"].as_f64().expect("a score"))
            .collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{reason}");
    }
}

#[test]
fn offsets_slice_the_text_in_every_unit() {
    let utf16: Vec<u16> = TEXT.encode_utf16().collect();
    let chars: Vec<char> = TEXT.chars().collect();
    for unit in ["char", "byte", "utf16"] {
        let run = why(&["why", "--format", "json", "--offsets", unit, "a.txt"]);
        assert_eq!(run.column("offset_unit"), json!([unit]));
        assert!(!reasons(&run).is_empty());
        for reason in reasons(&run) {
            let at = |key: &str| reason[key].as_u64().expect("an offset") as usize;
            let slice = match unit {
                "char" => chars[at("start")..at("end")].iter().collect(),
                "byte" => TEXT[at("start")..at("end")].to_owned(),
                _ => String::from_utf16_lossy(&utf16[at("start")..at("end")]),
            };
            assert_eq!(reason["text"], slice.as_str(), "{unit}");
        }
    }
}

#[test]
fn what_is_tagged_is_what_the_record_has() {
    let why_run = why(&["why", "--format", "json", "a.txt"]);
    let tag_run = why(&["--types", "PER,LOC,ORG,NORP,MISC,SHIP", "a.txt"]);
    let brief = |it: &Value| {
        json!([
            it["start"],
            it["end"],
            it["text"],
            it["label"],
            it["score"],
            it["source"]
        ])
    };
    let tagged: Vec<Value> = reasons(&why_run)
        .iter()
        .filter(|it| it["verdict"] == "tagged")
        .map(brief)
        .collect();
    let spans = tag_run.records[0]["spans"].as_array().expect("spans are an array");
    assert_eq!(tagged, spans.iter().map(brief).collect::<Vec<_>>());
    let ship = reasons(&why_run).iter().find(|it| it["label"] == "SHIP");
    let ship = ship.expect("the list decides");
    assert_eq!((&ship["id"], &ship["score"]), (&json!("imo:1"), &json!(1.0)));
    assert_eq!(ship["entries"][0]["id"], "imo:1");
}

#[test]
fn offsets_count_from_the_field() {
    let run = why(&["why", "--format", "json", "--text-field", "title,body", "a.jsonl"]);
    let ship = reasons(&run).iter().find(|it| it["label"] == "SHIP").expect("a ship");
    assert_eq!(
        json!([ship["field"], ship["start"], ship["end"]]),
        json!(["body", 4, 15])
    );
}

/// Two names and a glued word, of which one name is tagged.
fn made() -> (Document, Explanation<'static>) {
    let mut document = Document::new("a", "é\n\nAnnReid\u{1b} of Oslo");
    document.fields = vec![
        Field {
            name: "title".into(),
            span: Span::new(0, 2),
        },
        Field {
            name: "body".into(),
            span: Span::new(4, 20),
        },
    ];
    let reason = |words: &str, verdict| {
        let start = document.text.find(words).expect("the text has the words");
        Reason {
            start,
            end: start + words.len(),
            text: words.to_owned(),
            verdict,
            name: None,
            readings: Vec::new(),
            none: None,
            runner_up: None,
            compared: None,
            features: Vec::new(),
            entries: Vec::new(),
            cues: Vec::new(),
            split: None,
        }
    };
    let glued = Reason {
        split: Some(TwoWords {
            first: "Ann".into(),
            second: "Reid".into(),
            log_odds: -0.0001,
            needed: 2.5,
        }),
        ..reason("AnnReid", Verdict::LeftWhole)
    };
    let person = Reason {
        readings: vec![Reading {
            label: Label::Per,
            score: 0.3,
        }],
        none: Some(0.7),
        runner_up: Some(RunnerUp {
            label: None,
            score: 0.7,
        }),
        compared: Some(Compared {
            label: "B-PER",
            against: "O",
        }),
        features: vec![Feature {
            name: "word[-1]=\u{7}".into(),
            weight: -1.25,
        }],
        cues: vec!["office", "rank"],
        ..reason("AnnReid\u{1b}", Verdict::NotTagged)
    };
    let name = Cow::Borrowed("Oslo");
    let place = Reason {
        name: Some(Named {
            label: Label::Loc,
            score: 0.98765,
            source: Source::List,
            name: name.clone(),
            id: Some("x:1"),
        }),
        entries: vec![ListedEntry {
            id: None,
            name: "Oslo".into(),
            kind: "citylarge",
            conforms: false,
        }],
        ..reason("Oslo", Verdict::Tagged)
    };
    let tagged = Tagged {
        mentions: vec![Mention {
            span: Span::new(place.start, place.end),
            label: Label::Loc,
            score: 0.98765,
            entity: 0,
            id: Some("x:1"),
            name: Some("Oslo"),
            subtype: None,
            source: Source::List,
            alternatives: Vec::new(),
        }],
        entities: vec![Entity {
            id: Some("x:1"),
            name,
            label: Label::Loc,
            mentions: vec![0],
            lat: None,
            lon: None,
            country: None,
        }],
    };
    let reasons = vec![glued, person, place];
    (document, Explanation { tagged, reasons })
}

#[test]
fn text_is_for_people() {
    let (_, explanation) = made();
    let expected = "\
4..11 AnnReid: left whole
    as two words: Ann | Reid, log odds -0.00, needed +2.50
4..12 AnnReid : not tagged
    readings: PER 0.300, no such name 0.700
    B-PER against O: word[-1]=  -1.25
    cue: office, rank
16..20 Oslo: LOC 0.988 (list; Oslo, x:1)
    readings: no such name 0.000
    list: - Oslo (citylarge, without its capital)
";
    assert_eq!(explanation.to_string(), expected);
    assert_eq!(
        Explanation {
            reasons: Vec::new(),
            ..explanation
        }
        .to_string(),
        "no name and no candidate\n"
    );
}

#[test]
fn json_is_for_programs() {
    let (document, explanation) = made();
    let mut line = Vec::new();
    ReasonsRecord::explained(&document, explanation.reasons, OffsetUnit::Char).append_to(&mut line);
    let record: Value = serde_json::from_slice(&line).expect("the record is JSON");
    let [glued, person, place] = record["reasons"].as_array().expect("an array").as_slice() else {
        panic!("three reasons: {record}");
    };
    assert_eq!(
        json!([glued["field"], glued["start"], glued["end"]]),
        json!(["body", 0, 7])
    );
    assert_eq!(
        glued["split"],
        json!({"first": "Ann", "second": "Reid", "log_odds": 0.0, "needed": 2.5})
    );
    assert_eq!(
        json!([glued["none"], glued["name"], glued["readings"]]),
        json!([null, null, []])
    );
    assert_eq!(person["runner_up"], json!({"label": null, "score": 0.7}));
    assert_eq!(person["compared"], json!({"label": "B-PER", "against": "O"}));
    assert_eq!(person["features"], json!([{"name": "word[-1]=\u{7}", "weight": -1.25}]));
    assert_eq!(person["cues"], json!(["office", "rank"]));
    assert_eq!(
        json!([
            place["label"],
            place["score"],
            place["source"],
            place["name"],
            place["id"]
        ]),
        json!(["LOC", 0.988, "list", "Oslo", "x:1"])
    );
    assert_eq!(
        place["entries"],
        json!([{"id": null, "name": "Oslo", "kind": "citylarge", "conforms": false}])
    );
}
