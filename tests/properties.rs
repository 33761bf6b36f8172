//! What holds of every result, whatever the text: spans slice it, are sorted and disjoint, mentions and entities name
//! each other, every unit of offsets finds the words, and what a tagger has read before changes nothing.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use gazet::write::{OffsetUnit, Options, Record, Types};
use gazet::{Document, Stages, Tagged, Tagger};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

static TAGGER: LazyLock<Tagger> = LazyLock::new(new_tagger);

static LISTS_ONLY: LazyLock<Tagger> = LazyLock::new(|| {
    let stages = Stages {
        decide: false,
        ..Stages::default()
    };
    let builder = Tagger::builder().stages(stages);
    builder.build().expect("the embedded lists open")
});

/// With a list of the user's that tags some of the names otherwise, some never, in any case.
static WITH_LIST: LazyLock<Tagger> = LazyLock::new(|| {
    let types = ["OWN", "NONE", "PER"].into_iter().cycle();
    let rows = NAMES.iter().step_by(2).zip(types);
    let rows: String = rows.map(|(name, kind)| format!("{name}\t{kind}\tany\n")).collect();
    let folder = tempfile::tempdir().expect("a folder for the list");
    let path = folder.path().join("list.tsv");
    fs::write(&path, format!("name\ttype\tcase\n{rows}")).expect("the list can be written");
    Tagger::builder().gazetteer(&path).build().expect("the list is good")
});

fn new_tagger() -> Tagger {
    Tagger::builder().build().expect("the embedded lists and weights open")
}

/// A few hundred names, from every list.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folders = ["organizations", "other", "people", "places"];
    let lists = folders.map(|folder| files(&format!("gazetteers/{folder}"), "tsv"));
    let rows = lists
        .iter()
        .flatten()
        .flat_map(|list| list.lines().skip(1).step_by(211));
    rows.filter_map(|row| row.split('\t').nth(1).map(str::to_owned))
        .collect()
});

/// The lines of the fixtures.
static LINES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let texts = ["articles", "broken"].map(|folder| files(&format!("fixtures/{folder}"), "txt"));
    let lines = texts.iter().flatten().flat_map(|text| text.lines());
    lines.filter(|line| line.len() > 20).map(str::to_owned).collect()
});

/// The files of a folder with this extension, sorted.
fn files(folder: &str, extension: &str) -> Vec<String> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    paths.sort();
    let texts = paths.iter().map(fs::read_to_string);
    texts.map(|text| text.expect("the file is UTF-8")).collect()
}

/// Ordinary words, and words whose letters change their number or length when they are folded.
const WORDS: [&str; 28] = [
    "the",
    "which",
    "said",
    "by",
    "in",
    "President",
    "Bank",
    "of",
    "as well as",
    "Mr.",
    "U.S.",
    "US-led",
    "'s",
    "’s",
    "(AP)",
    "—",
    "İzmir",
    "ıI",
    "Straße",
    "ﬁnance",
    "ﬃ",
    "ΑΣ",
    "Krako\u{301}w",
    "K\u{ad}yiv",
    "\u{feff}Paris",
    "👩\u{200d}👩\u{200d}👧",
    "🇺🇦",
    "中国",
];

const GAPS: [&str; 14] = [
    "", " ", " ", " ", " ", "\n", "\r\n", "\n\n", "\r\n\r\n", "\u{a0}", "\u{2028}", ". ", ", ", "-",
];

fn name() -> impl Strategy<Value = String> {
    select(NAMES.as_slice())
}

fn piece() -> impl Strategy<Value = String> {
    let cut_line = (select(LINES.as_slice()), 0.0..1.0, 0.0..1.0).prop_map(|(line, a, b): (String, f64, f64)| {
        let letters: Vec<char> = line.chars().collect();
        let cut = |part: f64| (part * letters.len() as f64) as usize;
        letters[cut(a.min(b))..cut(a.max(b))].iter().collect()
    });
    let word = || select(WORDS.as_slice()).prop_map(str::to_owned);
    prop_oneof![
        2 => "\\PC{1,8}",
        1 => "[A-ZİŁÉa-zßﬁ]{0,3}[\u{300}-\u{304}\u{ad}\u{200b}\u{200d}\u{feff}]{1,2}[a-z]{0,4}",
        6 => word(),
        4 => name(),
        1 => name().prop_map(|name| name.to_uppercase()),
        1 => name().prop_map(|name| name.to_lowercase()),
        2 => (name(), word()).prop_map(|(name, word)| name + &word),
        2 => (word(), name()).prop_map(|(word, name)| word + &name),
        4 => cut_line,
    ]
}

fn text() -> impl Strategy<Value = String> {
    let gap = select(GAPS.as_slice());
    prop::collection::vec((piece(), gap), 0..16).prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(piece, gap)| [piece, gap.to_owned()])
            .collect()
    })
}

/// Spans slice the text, are sorted and disjoint; mentions and entities name each other.
fn is_consistent(text: &str, tagged: &Tagged) -> Result<(), TestCaseError> {
    let mut end = 0;
    for (at, mention) in tagged.mentions.iter().enumerate() {
        let span = mention.span;
        prop_assert!(span.start < span.end, "{span:?} is empty");
        prop_assert!(text.get(span.start..span.end).is_some(), "{span:?} cuts a character");
        prop_assert!(span.start >= end, "{span:?} begins before {end}");
        let words = span.of(text);
        prop_assert_eq!(words.trim(), words, "white space around a name");
        prop_assert!(
            words.lines().all(|line| !line.trim().is_empty()),
            "{words:?} crosses a paragraph"
        );
        end = span.end;
        prop_assert!((0.0..=1.0).contains(&mention.score), "score {}", mention.score);
        for other in &mention.alternatives {
            prop_assert!((0.0..=1.0).contains(&other.score), "score {}", other.score);
        }
        let entity = tagged.entities.get(mention.entity);
        prop_assert!(
            entity.is_some_and(|entity| entity.mentions.contains(&at)),
            "{mention:?}"
        );
    }
    let mut members = 0;
    for (at, entity) in tagged.entities.iter().enumerate() {
        prop_assert!(!entity.mentions.is_empty(), "{entity:?}");
        prop_assert!(entity.mentions.windows(2).all(|pair| pair[0] < pair[1]), "{entity:?}");
        for &mention in &entity.mentions {
            prop_assert_eq!(tagged.mentions[mention].entity, at);
            prop_assert_eq!(&tagged.mentions[mention].label, &entity.label);
        }
        members += entity.mentions.len();
    }
    prop_assert_eq!(members, tagged.mentions.len());
    prop_assert!(tagged.entities.is_sorted_by_key(|entity| entity.mentions[0]));
    Ok(())
}

/// What a reader who counts in `unit` finds at `start..end`.
fn slice(text: &str, unit: OffsetUnit, start: usize, end: usize) -> Option<String> {
    match unit {
        OffsetUnit::Byte => text.get(start..end).map(str::to_owned),
        OffsetUnit::Char => Some(text.chars().skip(start).take(end.checked_sub(start)?).collect()),
        OffsetUnit::Utf16 => {
            let units: Vec<u16> = text.encode_utf16().collect();
            String::from_utf16(units.get(start..end)?).ok()
        }
    }
}

/// The record's offsets slice the text to the words that it prints.
fn slices_back(text: &str, tagged: &Tagged) -> Result<(), TestCaseError> {
    let document = Document::from(text);
    for offsets in [OffsetUnit::Char, OffsetUnit::Byte, OffsetUnit::Utf16] {
        let options = Options {
            offsets,
            types: Types::Named(["PER", "LOC", "ORG", "NORP", "MISC", "OWN"].map(str::to_owned).to_vec()),
            ..Options::default()
        };
        let mut line = Vec::new();
        Record::tagged(&document, tagged, &options).append_to(&mut line);
        let record: Value = serde_json::from_slice(&line).expect("a record is JSON");
        let spans = record["spans"].as_array().expect("spans are a list");
        prop_assert_eq!(spans.len(), tagged.mentions.len());
        for span in spans {
            let offset = |key: &str| span[key].as_u64().expect("an offset is a number") as usize;
            let found = slice(text, offsets, offset("start"), offset("end"));
            prop_assert_eq!(found.as_deref(), span["text"].as_str(), "{:?} {}", offsets, span);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn every_result_is_consistent(text in text()) {
        for tagger in [&*TAGGER, &*LISTS_ONLY, &*WITH_LIST] {
            let document = Document::from(text.as_str());
            let tagged = tagger.tag(&document);
            is_consistent(&text, &tagged)?;
            slices_back(&text, &tagged)?;
            prop_assert_eq!(&tagger.tag(&document), &tagged);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn why_tells_of_every_name(text in text()) {
        let document = Document::from(text.as_str());
        let explanation = TAGGER.explain(&document);
        let told_of = explanation.to_string();
        prop_assert_eq!(&explanation.tagged, &TAGGER.tag(&document));
        for mention in &explanation.tagged.mentions {
            let place = format!("{}..{} ", mention.span.start, mention.span.end);
            let verdict = format!(": {} {:.3} (", mention.label, mention.score);
            let mut lines = told_of.lines();
            let told = lines.any(|line| line.starts_with(&place) && line.contains(&verdict));
            prop_assert!(told, "{place}{verdict} is not in\n{told_of}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The shared tagger has read what the other tests gave it.
    #[test]
    fn what_was_read_before_changes_nothing(text in text()) {
        let document = Document::from(text.as_str());
        let new = new_tagger();
        prop_assert_eq!(&new.tag(&document), &TAGGER.tag(&document));
    }
}

/// Long documents are worked on in blocks: none of their borders shows.
#[test]
fn a_long_document_is_as_consistent_as_a_short_one() {
    let article = LINES.join("\r\n\r\n");
    let text = format!("{article}\r\n\r\n").repeat((5 << 20) / article.len());
    let document = Document::from(text.as_str());
    let tagged = LISTS_ONLY.tag(&document);
    is_consistent(&text, &tagged).expect("the result of lists is consistent");
    is_consistent(&text, &TAGGER.tag(&document)).expect("the result of the model is consistent");
    let once = LISTS_ONLY.tag(&Document::from(article.as_str()));
    let size = article.len() + "\r\n\r\n".len();
    let spans = |from: usize, tagged: &Tagged| -> Vec<(usize, usize)> {
        let mentions = tagged.mentions.iter().map(|mention| mention.span);
        mentions
            .filter(|span| (from..from + size).contains(&span.start))
            .map(|span| (span.start - from, span.end - from))
            .collect()
    };
    let expected = spans(0, &once);
    for copy in 0..text.len() / size {
        assert_eq!(spans(copy * size, &tagged), expected, "copy {copy}");
    }
}
