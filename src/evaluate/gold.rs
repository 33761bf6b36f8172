//! Gold: annotated documents to train on and to measure against.

use std::path::Path;

use super::labels::own_name;
use super::{columns, inline, records};
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
    /// Its type: as the file gives it, but PERSON is PER; GPE, LOCATION and FAC are LOC; ORGANIZATION is ORG.
    pub label: String,
}

impl GoldSpan {
    /// A span of the type that a file calls `label`.
    pub(super) fn new(span: Span, label: &str) -> Self {
        GoldSpan {
            span,
            label: own_name(label).to_owned(),
        }
    }
}

/// How annotations are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GoldFormat {
    /// A JSON object a line.
    Records,
    /// A word and its tag a line.
    Columns,
    /// Names marked within the text.
    Inline,
}

impl GoldFormat {
    /// The format that a file's name tells.
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "jsonl" | "ndjson" | "json" => Some(GoldFormat::Records),
            "conll" | "iob" | "bio" => Some(GoldFormat::Columns),
            "txt" => Some(GoldFormat::Inline),
            _ => None,
        }
    }
}

/// Reads annotated documents; the file's extension tells how they are written.
///
/// - `.jsonl`, `.ndjson`, `.json`: a JSON object a line: `text` and `entities` (`start`, `end`, `type`) or `spans` (`start`,
///   `end`, `label`), which go before `entities`; offsets in code points unless `offset_unit` says else. `id` may be left
///   out: then it is the number of the line.
/// - `.conll`, `.iob`, `.bio`: a word and its tag a line, in the first and the last column (blanks or tabs between), tags
///   as IOB1, IOB2, IOBES or BILOU. A blank line ends a sentence; `-DOCSTART-` and `# id = X` begin a document. The text
///   is the words with blanks between, a line for each sentence.
/// - `.txt`: the text itself with its names marked: `[[PER Kofi Annan]]`. A line `=== ID` begins a document.
///
/// # Errors
/// A file that cannot be read, or whose extension is none of these; or the error names every line that cannot be used.
pub fn read_gold(path: &Path) -> Result<Vec<GoldDocument>, Error> {
    let Some(format) = GoldFormat::of(path) else {
        let message = "the extension tells no format of annotated text; name the file .jsonl (JSON Lines), .conll (a word \
                       and its tag a line) or .txt ([[PER Kofi Annan]])";
        return Err(Error::new(ErrorKind::BadGold, message).at(path));
    };
    let text = read_text(path)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut problems = Vec::new();
    let documents = match format {
        GoldFormat::Records => records::read_gold(&text, &mut problems),
        GoldFormat::Columns => columns::read(&text, &stem, &mut problems),
        GoldFormat::Inline => inline::read(&text, &stem, &mut problems),
    };
    unless_bad(problems, path).map(|()| documents)
}

/// The file's text without a byte-order mark.
pub(super) fn read_text(path: &Path) -> Result<String, Error> {
    let mut text = std::fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(text)
}

/// The problems of a file as an error, if there are any.
pub(super) fn unless_bad(problems: Vec<Problem>, path: &Path) -> Result<(), Error> {
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::with_problems(ErrorKind::BadGold, problems).at(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, content: &str) -> Result<Vec<GoldDocument>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        let place = folder.path().display().to_string() + "/";
        read_gold(&path).map_err(|error| error.to_string().replace(&place, ""))
    }

    #[test]
    fn one_document_reads_alike_from_every_format() {
        let cases = [
            (
                "a.jsonl",
                "\u{feff}{\"id\":\"a\",\"text\":\"né Kofi\\nin Accra\",\"entities\":[{\"start\":3,\"end\":7,\"type\":\"PER\"},\
                 {\"start\":11,\"end\":16,\"type\":\"GPE\"}]}\n",
            ),
            (
                "a.NDJSON",
                "{\"id\":\"a\",\"text\":\"né Kofi\\nin Accra\",\"offset_unit\":\"byte\",\"entities\":[{\"label\":\"x\"}],\
                 \"spans\":[{\"start\":12,\"end\":17,\"label\":\"LOC\"},{\"start\":4,\"end\":8,\"label\":\"PERSON\"}]}",
            ),
            ("a.conll", "\u{feff}né O\nKofi B-PER\n\nin O\nAccra B-LOC\n"),
            (
                "a.bio",
                "né\tX\tO\r\nKofi\tX\tI-PER\r\n\r\nin\tX\tO\r\nAccra\tX\tI-LOCATION\r\n",
            ),
            ("a.iob", "# id = a\nné O\nKofi S-PER\n\nin O\nAccra U-FAC"),
            ("a.txt", "\u{feff}né [[PER Kofi]]\nin [[LOC Accra]]\n"),
        ];
        for (name, content) in cases {
            let documents = read(name, content).unwrap();
            let [document] = documents.as_slice() else {
                panic!("{name}: {documents:?}");
            };
            assert_eq!(
                (document.id.as_str(), document.text.as_str()),
                ("a", "né Kofi\nin Accra"),
                "{name}"
            );
            let spans = document
                .spans
                .iter()
                .map(|it| (it.span.of(&document.text), it.label.as_str()));
            assert_eq!(spans.collect::<Vec<_>>(), [("Kofi", "PER"), ("Accra", "LOC")], "{name}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_named_with_its_line() {
        let cases = [
            ("a.xml", "<a/>", "a.xml: the extension tells no format"),
            (
                "a.jsonl",
                "\n{\"text\":\n",
                "a.jsonl:2: expected a JSON object with annotated text: EOF",
            ),
            (
                "a.conll",
                "Kofi B-PER\nAnnan\n",
                "a.conll:2: expected a word and its tag, found one column",
            ),
            ("a.txt", "by [[PER Kofi\n", "a.txt:1: `[[` is never closed"),
        ];
        for (name, content, message) in cases {
            let error = read(name, content).unwrap_err();
            assert!(error.starts_with(message), "{name}: {error}");
        }
    }
}
