//! The figures of `gazet eval` are those of the reference scorer, to the last digit; and it runs over real text.

mod common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{folder, gazet, write};
use serde_json::{Value, json};

/// A file of the annotated text that lies beside the project where it is developed.
fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpora")
        .join(name)
}

/// What the reference scorer says; none where it, Python or the text is not there.
fn reference(gold: &Path, predictions: &Path, flags: &[&str]) -> Option<Value> {
    let (scorer, python) = (corpus("score.py"), "python3");
    if !scorer.is_file() || !gold.is_file() {
        println!("skipped: no {} or {}", scorer.display(), gold.display());
        return None;
    }
    let run = Command::new(python)
        .arg(scorer)
        .args([gold, predictions])
        .arg("--json")
        .args(flags)
        .output();
    let Ok(output) = run else {
        println!("skipped: no {python}");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("the scorer prints JSON"))
}

/// The gold made worse: of its spans some are dropped, some moved, some given another type, some are there twice; and
/// some documents are missing.
fn perturbed(gold: &str) -> String {
    let mut predictions = String::new();
    let mut seen = 0;
    for (at, line) in gold.lines().enumerate().filter(|(at, _)| at % 17 != 5) {
        let document: Value = serde_json::from_str(line).expect("gold is JSON");
        let length = document["text"].as_str().map_or(0, |text| text.chars().count());
        let mut entities = Vec::new();
        for entity in document["entities"].as_array().expect("gold has entities") {
            seen += 1;
            let mut entity = entity.clone();
            let number = |key: &str| entity[key].as_u64().unwrap_or_default();
            let (start, end) = (number("start"), number("end"));
            match seen % 13 {
                0 => continue,
                3 => entity["end"] = json!((end + 2).min(length as u64)),
                5 if end - start > 3 => entity["start"] = json!(start + 3),
                6 if start >= 4 => entity["start"] = json!(start - 4),
                7 => entity["type"] = json!("ORG"),
                9 => entity["type"] = json!("LOC"),
                10 => entities.push(entity.clone()),
                11 => entity["type"] = json!("MISC"),
                _ => {}
            }
            entities.push(entity);
        }
        if at % 3 == 0 && length > 9 {
            entities.push(json!({"start": 2, "end": 9, "type": "PER"}));
        }
        // Writing to a string does not fail.
        _ = writeln!(predictions, "{}", json!({"id": document["id"], "entities": entities}));
    }
    predictions
}

#[test]
fn figures_agree_with_the_reference() {
    let gold = corpus("voa-news.jsonl");
    let dir = folder();
    let predictions = dir.path().join("predictions.jsonl");
    let content = std::fs::read_to_string(&gold)
        .map(|gold| perturbed(&gold))
        .unwrap_or_default();
    write(&predictions, content);
    let cases: [&[&str]; 4] = [
        &[],
        &["--strip"],
        &["--types", "PER"],
        &["--types", "NORP,ORG,MISC", "--strip"],
    ];
    for flags in cases {
        let Some(expected) = reference(&gold, &predictions, flags) else {
            return;
        };
        let files = [gold.to_str().expect("a path"), "--predictions", "predictions.jsonl"];
        let run = gazet(dir.path(), &[&["eval", "--format", "json"], &files[..], flags].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(
            run.stderr
                .contains("without a record, where nothing counts as found: 24\n"),
            "{}",
            run.stderr
        );
        let report = &run.records[0]["files"][0];
        let mut figures = report["types"].clone();
        figures["micro"] = report["micro"].clone();
        figures["untyped"] = report["untyped"].clone();
        assert_eq!(figures, expected, "{flags:?}");
    }
}

const GOLD: &str = "\
=== a
[[PER Kofi Annan]] flew from [[LOC Accra]] to [[LOC New York]].
=== b
The [[ORG African Union]] met in [[LOC Addis Ababa]] \u{9b}.
";

#[test]
fn what_is_tagged_is_what_is_measured() {
    let dir = folder();
    write(dir.path().join("gold.txt"), GOLD);
    let texts = GOLD
        .replace("[[PER ", "")
        .replace("[[LOC ", "")
        .replace("[[ORG ", "")
        .replace("]]", "");
    let lines: Vec<&str> = texts.lines().collect();
    let records =
        [("a", lines[1]), ("b", lines[3])].map(|(id, text)| json!({"id": id, "text": text}).to_string() + "\n");
    write(dir.path().join("text.jsonl"), records.concat());
    let tagged = gazet(dir.path(), &["--types", "PER,LOC,ORG,NORP,MISC", "text.jsonl"]);
    assert_eq!(
        (tagged.code, tagged.column("id")),
        (0, json!(["a", "b"])),
        "{}",
        tagged.stderr
    );
    write(dir.path().join("tagged.jsonl"), &tagged.stdout);
    let direct = gazet(dir.path(), &["eval", "-j1", "--format", "json", "gold.txt"]);
    let read = gazet(
        dir.path(),
        &["eval", "--format", "json", "gold.txt", "--predictions", "tagged.jsonl"],
    );
    assert_eq!((direct.code, direct.stderr.as_str()), (0, ""));
    assert_eq!(direct.stdout, read.stdout);
    assert!(
        direct.records[0]["files"][0]["micro"]["tp"].as_u64() > Some(2),
        "{}",
        direct.stdout
    );
    let two = gazet(dir.path(), &["eval", "-j4", "gold.txt", "gold.txt", "--no-repair"]);
    assert!(two.stdout.contains("\nall files: documents 4, "), "{}", two.stdout);
    assert!(
        !two.stdout.chars().any(|char| char.is_control() && char != '\n'),
        "{:?}",
        two.stdout
    );
}
