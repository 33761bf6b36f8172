//! Annotations within the text: `[[PER Kofi Annan]]`, a line `=== ID` before each document.

use super::gold::{GoldDocument, GoldSpan};
use crate::document::Span;
use crate::error::Problem;

const DOCUMENT: &str = "===";
const OPEN: &str = "[[";
const CLOSE: &str = "]]";

/// Reads documents; a file that names none is one, named `stem`.
pub(super) fn read(text: &str, stem: &str, problems: &mut Vec<Problem>) -> Vec<GoldDocument> {
    let mut documents: Vec<GoldDocument> = Vec::new();
    let mut current: Option<Draft> = None;
    for (at, line) in text.lines().enumerate() {
        let read = match (heading(line), &mut current) {
            (Some(""), _) => Err("no id behind `===`; expected `=== ID`".to_owned()),
            (Some(id), last) => {
                documents.extend(last.replace(Draft::new(id)).map(Draft::finish));
                Ok(())
            }
            (None, None) if line.trim().is_empty() => Ok(()),
            (None, draft) => draft.get_or_insert_with(|| Draft::new(stem)).add(line),
        };
        problems.extend(read.err().map(|message| Problem::at(at + 1, message)));
    }
    documents.extend(current.map(Draft::finish));
    documents
}

/// The id of a line that begins a document.
fn heading(line: &str) -> Option<&str> {
    let id = line.strip_prefix(DOCUMENT)?;
    (id.is_empty() || id.starts_with([' ', '\t'])).then(|| id.trim())
}

/// A document being read.
struct Draft<'a> {
    id: &'a str,
    text: String,
    /// Length of the text up to the last line that is not blank.
    kept: usize,
    spans: Vec<GoldSpan>,
}

impl<'a> Draft<'a> {
    fn new(id: &'a str) -> Self {
        Draft {
            id,
            text: String::new(),
            kept: 0,
            spans: Vec::new(),
        }
    }

    /// Adds a line, without its marks.
    fn add(&mut self, line: &str) -> Result<(), String> {
        let blank = line.trim().is_empty();
        if blank && self.text.is_empty() {
            return Ok(());
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let mut rest = line;
        while let Some((before, behind)) = rest.split_once(OPEN) {
            self.add_plain(before)?;
            let (mention, after) = behind
                .split_once(CLOSE)
                .ok_or("`[[` is never closed; expected `]]` on the same line")?;
            self.add_mention(mention)?;
            rest = after;
        }
        self.add_plain(rest)?;
        if !blank {
            self.kept = self.text.len();
        }
        Ok(())
    }

    fn add_plain(&mut self, text: &str) -> Result<(), String> {
        if text.contains(CLOSE) {
            return Err("`]]` closes nothing; expected `[[` before it".to_owned());
        }
        self.text.push_str(text);
        Ok(())
    }

    fn add_mention(&mut self, mention: &str) -> Result<(), String> {
        if mention.contains(OPEN) {
            return Err(format!("`[[{mention}]]` holds another `[[`; mentions do not nest"));
        }
        let is_label =
            |label: &str| !label.is_empty() && label.chars().all(|it| it.is_alphanumeric() || "_-".contains(it));
        match mention.split_once(' ') {
            Some((label, name)) if is_label(label) && !name.is_empty() && name.trim() == name => {
                let start = self.text.len();
                self.text.push_str(name);
                self.spans.push(GoldSpan::new(Span::new(start, self.text.len()), label));
                Ok(())
            }
            _ => Err(format!(
                "`[[{mention}]]` is no mention; expected a type, one blank and the name: `[[PER Kofi Annan]]`"
            )),
        }
    }

    fn finish(mut self) -> GoldDocument {
        self.text.truncate(self.kept);
        GoldDocument {
            id: self.id.to_owned(),
            text: self.text,
            spans: self.spans,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans_and_the_text_loses_them() {
        let text =
            "\n=== a 1\n\n\n  By [[PER Kofi Annan]] in [[GPE Accra]]\n \n[[ORG AU]]: [x]\n\n\n===\tb\n====\n=== c\n";
        let mut problems = Vec::new();
        let documents = read(text, "news", &mut problems);
        assert_eq!(problems, []);
        let found: Vec<(&str, &str)> = documents.iter().map(|it| (it.id.as_str(), it.text.as_str())).collect();
        assert_eq!(
            found,
            [
                ("a 1", "  By Kofi Annan in Accra\n \nAU: [x]"),
                ("b", "===="),
                ("c", "")
            ]
        );
        let names = documents[0]
            .spans
            .iter()
            .map(|it| (it.span.of(&documents[0].text), it.label.as_str()));
        assert_eq!(
            names.collect::<Vec<_>>(),
            [("Kofi Annan", "PER"), ("Accra", "LOC"), ("AU", "ORG")]
        );
    }

    #[test]
    fn a_file_that_names_no_document_is_one() {
        let documents = read("\n[[LOC Accra]]\n\n", "news", &mut Vec::new());
        assert_eq!(
            (documents[0].id.as_str(), documents[0].text.as_str()),
            ("news", "Accra")
        );
        assert_eq!(read("\n \n", "news", &mut Vec::new()), []);
    }

    #[test]
    fn bad_mentions_are_named_with_their_lines() {
        let bad = [
            ("[[PER Kofi", "`[[` is never closed"),
            ("Kofi]]", "`]]` closes nothing"),
            ("[[PER Kofi [[LOC Accra]]", "`[[PER Kofi [[LOC Accra]]` holds another"),
            ("[[Kofi]]", "`[[Kofi]]` is no mention"),
            ("[[PER ]]", "`[[PER ]]` is no mention"),
            ("[[PER  Kofi]]", "`[[PER  Kofi]]` is no mention"),
            ("[[P.R Kofi]]", "`[[P.R Kofi]]` is no mention"),
            ("=== ", "no id behind `===`"),
        ];
        let lines: Vec<&str> = bad.iter().flat_map(|(line, _)| ["fine", line]).collect();
        let mut problems = Vec::new();
        read(&lines.join("\n"), "news", &mut problems);
        assert_eq!(problems.len(), bad.len());
        for (i, (problem, (_, message))) in problems.iter().zip(bad).enumerate() {
            assert_eq!(problem.line, Some(2 * i + 2));
            assert!(problem.message.starts_with(message), "{}", problem.message);
        }
    }

    #[test]
    fn text_before_the_first_heading_is_a_document() {
        let documents = read("a\n=== b\nc", "news", &mut Vec::new());
        let found: Vec<(&str, &str)> = documents.iter().map(|it| (it.id.as_str(), it.text.as_str())).collect();
        assert_eq!(found, [("news", "a"), ("b", "c")]);
    }
}
