//! Annotations in columns, as the CoNLL shared tasks had them: a word and its tag a line.
//!
//! One rule set reads every scheme of tags: `B`, `S` and `U` begin a name; `I`, `E` and `L` go on with a name of their type
//! and else begin one; `E`, `L`, `S` and `U` end it. IOB1 begins names with `I` and with `B` where two of a type meet; IOB2
//! begins all with `B`; IOBES and BILOU mark last and single words as well.

use super::gold::{GoldDocument, GoldSpan};
use crate::document::Span;
use crate::error::Problem;

/// What a line says.
#[derive(Debug, PartialEq)]
enum Line<'a> {
    EndOfSentence,
    /// A document begins, with an id if the line gives one.
    Document(Option<&'a str>),
    Comment,
    Word(&'a str, Tag<'a>),
}

/// What a word is part of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Tag<'a> {
    Outside,
    Name { label: &'a str, start: Start, end: End },
}

/// Whether a name begins with the word.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Start {
    Here,
    /// Here or before.
    Open,
}

/// Whether a name ends with the word.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Here,
    /// Here or later.
    Open,
}

/// Reads documents; what begins without an id is named by `stem`, and by its number if there are several.
pub(super) fn read(text: &str, stem: &str, problems: &mut Vec<Problem>) -> Vec<GoldDocument> {
    let mut reader = Reader {
        stem,
        ..Reader::default()
    };
    for (at, line) in text.lines().enumerate() {
        match Line::parse(line) {
            Ok(Line::EndOfSentence) => reader.end_sentence(),
            Ok(Line::Document(id)) => reader.begin(id),
            Ok(Line::Comment) => {}
            Ok(Line::Word(word, tag)) => reader.add(word, tag),
            Err(message) => problems.push(Problem::at(at + 1, message)),
        }
    }
    reader.finish()
}

impl<'a> Line<'a> {
    fn parse(line: &'a str) -> Result<Self, String> {
        if line.trim().is_empty() {
            return Ok(Line::EndOfSentence);
        }
        if let Some(noted) = line.strip_prefix('#').and_then(Line::noted) {
            return noted;
        }
        let columns = columns(line);
        if columns.first() == Some(&"-DOCSTART-") {
            return Ok(Line::Document(None));
        }
        let read = Line::word(&columns);
        match line.strip_prefix("#id").map(|id| (id, id.trim())) {
            // `#id` may be a word: then a tag stands behind it.
            Some((rest, id)) if read.is_err() && rest.starts_with([' ', '\t']) && !id.is_empty() => {
                Ok(Line::Document(Some(id)))
            }
            _ if read.is_err() && line.starts_with("# ") => Ok(Line::Comment),
            _ => read,
        }
    }

    /// What a line that begins with `#` says if a key and `=` follow: `# id = X`, `# text = ...`.
    fn noted(body: &'a str) -> Option<Result<Self, String>> {
        let (key, value) = body.split_once('=')?;
        let is_key = |key: &str| {
            key.chars()
                .all(|char| char.is_alphabetic() || matches!(char, '_' | ' '))
        };
        match (key.trim(), value.trim()) {
            ("id" | "newdoc id", "") => Some(Err("no id behind `=`; expected `# id = X`".to_owned())),
            ("id" | "newdoc id", id) => Some(Ok(Line::Document(Some(id)))),
            ("", _) => None,
            _ => (body.starts_with(' ') && is_key(key)).then_some(Ok(Line::Comment)),
        }
    }

    fn word(columns: &[&'a str]) -> Result<Self, String> {
        match columns {
            [] | [_] => Err("expected a word and its tag, found one column; a blank line ends a sentence".to_owned()),
            ["", ..] => Err("the first column is empty; expected a word".to_owned()),
            [word, .., tag] => Ok(Line::Word(word, Tag::parse(tag)?)),
        }
    }
}

/// The columns of a line: between tabs if there are any, else between blanks.
fn columns(line: &str) -> Vec<&str> {
    let line = line.trim_end_matches([' ', '\t']);
    if line.contains('\t') {
        line.split('\t').map(|column| column.trim_matches(' ')).collect()
    } else {
        line.split(' ').filter(|column| !column.is_empty()).collect()
    }
}

impl<'a> Tag<'a> {
    fn parse(tag: &'a str) -> Result<Self, String> {
        let (prefix, label) = match tag.split_once('-') {
            None if tag == "O" => return Ok(Tag::Outside),
            Some((prefix, label)) if !label.is_empty() => (prefix, label),
            _ => return Err(no_tag(tag)),
        };
        let (start, end) = match prefix {
            "B" => (Start::Here, End::Open),
            "I" => (Start::Open, End::Open),
            "E" | "L" => (Start::Open, End::Here),
            "S" | "U" => (Start::Here, End::Here),
            _ => return Err(no_tag(tag)),
        };
        Ok(Tag::Name { label, start, end })
    }
}

fn no_tag(tag: &str) -> String {
    format!("`{tag}` is no tag; expected O, or B-, I-, E-, L-, S- or U- before a type (B-PER), in the last column")
}

/// The documents so far, and the one being read.
#[derive(Default)]
struct Reader<'a> {
    stem: &'a str,
    documents: Vec<GoldDocument>,
    id: Option<&'a str>,
    text: String,
    spans: Vec<GoldSpan>,
    /// The name that the next word may belong to.
    open: Option<&'a str>,
    within_sentence: bool,
    /// Whether any line said that a document begins.
    divided: bool,
}

impl<'a> Reader<'a> {
    fn begin(&mut self, id: Option<&'a str>) {
        self.end_document();
        self.id = id.or(self.id);
        self.divided = true;
    }

    fn add(&mut self, word: &str, tag: Tag<'a>) {
        if self.within_sentence {
            self.text.push(' ');
        } else if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.within_sentence = true;
        let start = self.text.len();
        self.text.push_str(word);
        let end = self.text.len();
        let Tag::Name {
            label,
            start: begins,
            end: ends,
        } = tag
        else {
            self.open = None;
            return;
        };
        match self.spans.last_mut() {
            Some(last) if begins == Start::Open && self.open == Some(label) => last.span.end = end,
            _ => self.spans.push(GoldSpan::new(Span::new(start, end), label)),
        }
        self.open = (ends == End::Open).then_some(label);
    }

    fn end_sentence(&mut self) {
        self.open = None;
        self.within_sentence = false;
    }

    /// Two lines that begin a document (`-DOCSTART-`, `# id = X`) with no word between begin one.
    fn end_document(&mut self) {
        self.end_sentence();
        if self.text.is_empty() {
            return;
        }
        let number = self.documents.len() + 1;
        let id = match self.id.take() {
            Some(id) => id.to_owned(),
            None => format!("{}:{number}", self.stem),
        };
        self.documents.push(GoldDocument {
            id,
            text: std::mem::take(&mut self.text),
            spans: std::mem::take(&mut self.spans),
        });
    }

    fn finish(mut self) -> Vec<GoldDocument> {
        if !self.divided {
            self.id = Some(self.stem);
        }
        self.end_document();
        self.documents
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<GoldDocument> {
        let mut problems = Vec::new();
        let documents = read(text, "news", &mut problems);
        assert_eq!(problems, []);
        documents
    }

    #[test]
    fn every_scheme_gives_the_same_names() {
        let words = ["Oslo", "Kofi", "A", "Annan", "saw", "Accra", "Rome", "AU"];
        let cases = [
            ("IOB1", "I-LOC I-PER I-PER I-PER O I-LOC B-LOC I-ORG"),
            ("IOB2", "B-LOC B-PER I-PER I-PER O B-LOC B-LOC B-ORG"),
            ("IOBES", "S-LOC B-PER I-PER E-PER O S-LOC S-LOC S-ORG"),
            ("BILOU", "U-LOC B-PER I-PER L-PER O U-LOC U-LOC U-ORG"),
            ("mixed", "I-LOC B-PER I-PER E-PER O E-LOC I-LOC L-ORG"),
        ];
        for (scheme, tags) in cases {
            let lines: Vec<String> = words
                .iter()
                .zip(tags.split(' '))
                .map(|(word, tag)| format!("{word} X {tag}"))
                .collect();
            let document = &read_all(&lines.join("\n"))[0];
            let names = document
                .spans
                .iter()
                .map(|it| (it.span.of(&document.text), it.label.as_str()));
            let expected = [
                ("Oslo", "LOC"),
                ("Kofi A Annan", "PER"),
                ("Accra", "LOC"),
                ("Rome", "LOC"),
                ("AU", "ORG"),
            ];
            assert_eq!(names.collect::<Vec<_>>(), expected, "{scheme}");
        }
    }

    #[test]
    fn names_end_with_their_sentence() {
        let document = &read_all("in O\nNew B-LOC\n\n \nYork I-LOC\n")[0];
        assert_eq!((document.id.as_str(), document.text.as_str()), ("news", "in New\nYork"));
        let spans: Vec<(usize, usize)> = document.spans.iter().map(|it| (it.span.start, it.span.end)).collect();
        assert_eq!(spans, [(3, 6), (7, 11)]);
    }

    #[test]
    fn documents_begin_where_lines_say_so() {
        let text = "-DOCSTART- -X- -X- O\n\na O\n\n-DOCSTART- O\n# id = x 1\n# text = vitamin O\n# a remark\nb O\n#id y\nc O\n\
                    # newdoc id = z\n#\tO\n#tag B-MISC\n#id O\n-DOCSTART-\n";
        let documents = read_all(text);
        let found: Vec<(&str, &str)> = documents.iter().map(|it| (it.id.as_str(), it.text.as_str())).collect();
        assert_eq!(found, [("news:1", "a"), ("x 1", "b"), ("y", "c"), ("z", "# #tag #id")]);
        assert_eq!(read_all("\n\n"), []);
    }

    #[test]
    fn a_word_between_tabs_may_hold_blanks() {
        assert_eq!(read_all("10 000\tCD\tO\t\nkm  NN   O \n")[0].text, "10 000 km");
    }

    #[test]
    fn bad_lines_are_named() {
        let text = "a O\nb X-PER\nc B-\nd\n\tO\ne o\n#f PER\n# id =\n";
        let mut problems = Vec::new();
        read(text, "news", &mut problems);
        let found: Vec<(Option<usize>, &str)> = problems
            .iter()
            .map(|it| (it.line, it.message.split([';', ',']).next().unwrap()))
            .collect();
        let expected = [
            (Some(2), "`X-PER` is no tag"),
            (Some(3), "`B-` is no tag"),
            (Some(4), "expected a word and its tag"),
            (Some(5), "the first column is empty"),
            (Some(6), "`o` is no tag"),
            (Some(7), "`PER` is no tag"),
            (Some(8), "no id behind `=`"),
        ];
        assert_eq!(found, expected);
    }
}
