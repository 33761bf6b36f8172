//! What a tool found in documents: read from its records, or taken from the tagger.

use std::collections::HashMap;
use std::path::Path;

use super::gold::{GoldDocument, read_text, unless_bad};
use super::labels::own_name;
use super::records::{Borders, Record, RecordSpan};
use crate::document::{Mention, Span};
use crate::error::{Error, ErrorKind, Problem};
use crate::write::Score;

/// A name that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct PredictedSpan {
    /// Where: bytes of the document's text.
    pub span: Span,
    /// Its type, named as in [`GoldSpan::label`](super::GoldSpan::label).
    pub label: String,
    /// The probability that it is right, if there is one.
    pub score: Option<f64>,
}

impl From<&Mention<'_>> for PredictedSpan {
    /// The mention as its record shows it.
    fn from(mention: &Mention) -> Self {
        PredictedSpan {
            span: mention.span,
            label: own_name(mention.label.as_str()).to_owned(),
            score: Some(Score(mention.score).rounded()),
        }
    }
}

/// The predictions for some documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Predictions {
    /// For each document, in their order, what was found in it.
    pub spans: Vec<Vec<PredictedSpan>>,
    /// How many documents the file says nothing of: nothing counts as found there.
    pub lacking: usize,
    /// How many records are of other documents: they are passed over.
    pub foreign: usize,
}

/// Reads the predictions for `gold` from JSON Lines: `id` and `spans` (gazet's own records) or `entities` with `start`,
/// `end` and `type`, as [`read_gold`](super::read_gold) takes them; each span may have a `score`, from 0 to 1.
///
/// # Errors
/// A file that cannot be read or has no record of any document; or the error names every line that cannot be used.
/// Two documents of one id cannot be told apart.
pub fn read_predictions(path: &Path, gold: &[&GoldDocument]) -> Result<Predictions, Error> {
    let mut places = HashMap::new();
    for (at, document) in gold.iter().enumerate() {
        if places.insert(document.id.as_str(), at).is_some() {
            let message = format!(
                "two documents of the gold have the id `{}`, and predictions are matched by id; give each an id of its own",
                document.id
            );
            return Err(Error::new(ErrorKind::BadGold, message));
        }
    }
    let text = read_text(path)?;
    let mut found: Vec<Option<Vec<PredictedSpan>>> = vec![None; gold.len()];
    let (mut problems, mut records, mut foreign) = (Vec::new(), 0, 0);
    for (line, record) in Record::all(&text) {
        records += 1;
        let read = record.and_then(|record| {
            let id = record
                .id()
                .ok_or("no field `id`, by which predictions are matched with the gold")?;
            let Some(&at) = places.get(id.as_str()) else {
                foreign += 1;
                return Ok(());
            };
            let spans = spans(record, &gold[at].text)?;
            match found[at].replace(spans) {
                Some(_) => Err(format!(
                    "a second record of document `{id}`; expected one for each document"
                )),
                None => Ok(()),
            }
        });
        problems.extend(read.err().map(|message| Problem::at(line, message)));
    }
    if records > 0 && records == foreign {
        problems.push(Problem::whole(
            "no record has the id of a document of the gold; predictions are matched by `id`",
        ));
    }
    unless_bad(problems, path)?;
    Ok(Predictions {
        lacking: found.iter().filter(|spans| spans.is_none()).count(),
        spans: found.into_iter().map(Option::unwrap_or_default).collect(),
        foreign,
    })
}

fn spans(record: Record, text: &str) -> Result<Vec<PredictedSpan>, String> {
    let borders = Borders::new(text, record.unit());
    record
        .into_spans()?
        .iter()
        .map(|span| predicted(span, &borders))
        .collect()
}

fn predicted(given: &RecordSpan, borders: &Borders) -> Result<PredictedSpan, String> {
    let RecordSpan { start, end, .. } = *given;
    if let Some(field) = given.field.as_ref().filter(|field| !field.is_null()) {
        return Err(format!(
            "span {start}..{end} lies in field {field}; gold has one text: tag that"
        ));
    }
    let span = borders.span(given)?;
    let words = borders.slice(span);
    if let Some(said) = given.text.as_ref().and_then(|text| text.as_str())
        && !said.split_whitespace().eq(words.split_whitespace())
    {
        return Err(format!(
            "span {start}..{end} is `{words}` in the gold's text, but its record says `{said}`; {}",
            borders.remedy()
        ));
    }
    if let Some(score) = given.score.filter(|score| !(0.0..=1.0).contains(score)) {
        return Err(format!("score {score} is no probability; expected 0 to 1, or no score"));
    }
    Ok(PredictedSpan {
        span,
        label: own_name(&given.r#type).to_owned(),
        score: given.score,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Result<Predictions, String> {
        let gold = ["a", "7"].map(|id| GoldDocument {
            id: id.to_owned(),
            text: "né Kofi\nAnnan".to_owned(),
            spans: Vec::new(),
        });
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), lines.join("\n")).unwrap();
        let place = file.path().display().to_string();
        read_predictions(file.path(), &gold.each_ref()).map_err(|error| error.to_string().replace(&place, "P"))
    }

    #[test]
    fn records_of_other_tools_and_of_gazet_are_read() {
        let predictions = read(&[
            r#"{"id":7,"entities":[{"start":3,"end":13,"type":"PERSON"}]}"#,
            r#"{"id":"other","spans":[]}"#,
        ])
        .unwrap();
        let annan = |score| PredictedSpan {
            span: Span::new(4, 14),
            label: "PER".to_owned(),
            score,
        };
        let expected = Predictions {
            spans: vec![vec![], vec![annan(None)]],
            lacking: 1,
            foreign: 1,
        };
        assert_eq!(predictions, expected);
        let predictions = read(&[
            r#"{"id":"a","offset_unit":"byte","spans":[{"start":4,"end":14,"text":"Kofi\nAnnan","label":"PER","score":0.5}],"entities":[{"name":"Kofi Annan"}],"error":null}"#,
            r#"{"id":"7","spans":[],"entities":[]}"#,
        ]);
        assert_eq!(predictions.unwrap().spans, [vec![annan(Some(0.5))], vec![]]);
    }

    #[test]
    fn what_cannot_be_matched_is_refused() {
        let span = |rest: &str| format!(r#"{{"id":"a","spans":[{{"start":3,"end":7,"label":"PER"{rest}}}]}}"#);
        let cases = [
            (r#"{"id":"b","spans":[]}"#.to_owned(), "P: no record has the id"),
            (r#"{"spans":[]}"#.to_owned(), "P:1: no field `id`"),
            (span(r#","score":95"#), "P:1: score 95 is no probability"),
            (span(r#","field":"title""#), "P:1: span 3..7 lies in field \"title\""),
            (
                span(r#","text":"ofi ""#),
                "P:1: span 3..7 is `Kofi` in the gold's text, but its record says `ofi `; offsets",
            ),
            (
                span(r#"},{"start":3,"end":99,"type":"PER""#),
                "P:1: span 3..99 lies outside",
            ),
        ];
        for (line, message) in cases {
            let error = read(&[&line]).unwrap_err();
            assert!(error.starts_with(message), "{error}");
        }
        let twice = read(&[r#"{"id":"a","spans":[]}"#, r#"{"id":"a","spans":[]}"#]).unwrap_err();
        assert!(twice.starts_with("P:2: a second record of document `a`"), "{twice}");
    }

    #[test]
    fn two_documents_of_one_id_cannot_be_told_apart() {
        let document = GoldDocument {
            id: "a".to_owned(),
            text: String::new(),
            spans: Vec::new(),
        };
        let error = read_predictions(Path::new("none"), &[&document, &document]).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("two documents of the gold have the id `a`")
        );
    }
}
