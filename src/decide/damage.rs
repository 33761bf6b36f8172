//! Damage: copies of gold documents as bad extraction would have left them, to train on.
//!
//! Names are glued to the words beside them or lose their capitals, commas lose their spaces, at places drawn from a
//! fixed seed; or every mark stands between spaces, as in text that was cut into tokens. The gold moves along.

use crate::document::Span;
use crate::evaluate::{GoldDocument, GoldSpan};
use crate::text::tokenize::tokenize;

/// Small numbers from a fixed seed.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// True once in `n` times; never for 0.
    pub fn one_in(&mut self, n: u64) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        n > 0 && (self.0 >> 11).is_multiple_of(n)
    }
}

/// How often names are damaged: one in so many, none for 0.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Glued to the word behind.
    pub behind: u64,
    /// Glued to the word before.
    pub before: u64,
    /// Written in lower case; organizations half as often.
    pub lower: u64,
    /// Commas that lose the space behind them.
    pub commas: u64,
}

/// Builds a copy whose text differs from the original's.
struct Copy<'a> {
    original: &'a GoldDocument,
    text: String,
    spans: Vec<GoldSpan>,
}

impl<'a> Copy<'a> {
    fn new(original: &'a GoldDocument) -> Self {
        Copy {
            original,
            text: String::with_capacity(original.text.len()),
            spans: Vec::with_capacity(original.spans.len()),
        }
    }

    fn name(&mut self, name: &str, label: &str) {
        let start = self.text.len();
        self.text.push_str(name);
        self.spans.push(GoldSpan {
            span: Span::new(start, self.text.len()),
            label: label.to_owned(),
        });
    }

    fn finish(self) -> GoldDocument {
        GoldDocument {
            id: self.original.id.clone(),
            text: self.text,
            spans: self.spans,
        }
    }
}

/// A damaged copy of a document; its text may be shorter, its names are the same.
pub fn damaged(document: &GoldDocument, rates: Rates, random: &mut Random) -> GoldDocument {
    let mut copy = Copy::new(document);
    let mut at = 0;
    for gold in &document.spans {
        let Span { start, end } = gold.span;
        if start < at {
            continue;
        }
        push_between(&document.text[at..start], rates.commas, random, &mut copy.text);
        // A word with a capital beside a name is glued to it half as often as one without.
        let mut glued = |letter: Option<char>, rate: u64| match letter {
            Some(letter) if letter.is_lowercase() => random.one_in(rate),
            Some(letter) if letter.is_uppercase() => random.one_in(2 * rate),
            _ => false,
        };
        let before = copy
            .text
            .strip_suffix(' ')
            .and_then(|rest| last_word(rest).chars().next());
        if glued(before, rates.before) {
            copy.text.pop();
        }
        let behind = document.text[end..]
            .strip_prefix(' ')
            .and_then(|rest| rest.chars().next());
        let behind = glued(behind, rates.behind);
        let name = &document.text[start..end];
        let lower = if gold.label == "ORG" {
            2 * rates.lower
        } else {
            rates.lower
        };
        if random.one_in(lower) {
            copy.name(&name.to_lowercase(), &gold.label);
        } else {
            copy.name(name, &gold.label);
        }
        at = end + usize::from(behind);
    }
    push_between(&document.text[at..], rates.commas, random, &mut copy.text);
    copy.finish()
}

fn last_word(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last();
    start.map_or("", |(at, _)| &text[at..])
}

fn push_between(text: &str, commas: u64, random: &mut Random, copy: &mut String) {
    for (number, part) in text.split(", ").enumerate() {
        if number > 0 {
            copy.push_str(if random.one_in(commas) { "," } else { ", " });
        }
        copy.push_str(part);
    }
}

/// A copy with white space around every token.
pub fn spaced(document: &GoldDocument) -> GoldDocument {
    let mut copy = Copy::new(document);
    let mut tokens = Vec::new();
    tokenize(&document.text, |start, end| tokens.push((start, end)));
    let mut places = Vec::with_capacity(tokens.len());
    let mut last = 0;
    for &(start, end) in &tokens {
        let gap = &document.text[last..start];
        copy.text.push_str(if gap.is_empty() && start > 0 { " " } else { gap });
        places.push((start, end, copy.text.len()));
        copy.text.push_str(&document.text[start..end]);
        last = end;
    }
    for gold in &document.spans {
        let first = places.iter().find(|place| place.1 > gold.span.start);
        let behind = places.iter().rfind(|place| place.0 < gold.span.end);
        if let (Some(first), Some(behind)) = (first, behind) {
            let start = first.2 + gold.span.start.saturating_sub(first.0);
            let end = behind.2 + (gold.span.end.min(behind.1) - behind.0);
            copy.spans.push(GoldSpan {
                span: Span::new(start, end),
                label: gold.label.clone(),
            });
        }
    }
    copy.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gold_moves_with_the_text() {
        let text = "He saw Ann Lee in Oslo before Bob went to Rome.".to_owned();
        let span = |name: &str, label: &str| {
            let start = text.find(name).unwrap_or(0);
            GoldSpan {
                span: Span::new(start, start + name.len()),
                label: label.to_owned(),
            }
        };
        let spans = vec![
            span("Ann Lee", "PER"),
            span("Oslo", "LOC"),
            span("Bob", "PER"),
            span("Rome", "LOC"),
        ];
        let document = GoldDocument {
            id: "a".to_owned(),
            text,
            spans,
        };
        let rates = Rates {
            behind: 1,
            before: 1,
            lower: 1,
            commas: 0,
        };
        let copy = damaged(&document, rates, &mut Random(7));
        assert_eq!(copy.text, "He sawann leeinoslobeforebobwent torome.");
        let names: Vec<&str> = copy.spans.iter().map(|gold| gold.span.of(&copy.text)).collect();
        assert_eq!(names, ["ann lee", "oslo", "bob", "rome"]);
    }

    #[test]
    fn a_spaced_copy_has_white_space_around_every_token() {
        let document = GoldDocument {
            id: "a".to_owned(),
            text: "\"Oslo's rain,\" U.S. envoy\nAnn Lee-Roe said.".to_owned(),
            spans: vec![
                GoldSpan {
                    span: Span::new(1, 5),
                    label: "LOC".to_owned(),
                },
                GoldSpan {
                    span: Span::new(26, 37),
                    label: "PER".to_owned(),
                },
            ],
        };
        let copy = spaced(&document);
        assert_eq!(copy.text, "\" Oslo 's rain , \" U.S. envoy\nAnn Lee - Roe said .");
        let names: Vec<&str> = copy.spans.iter().map(|gold| gold.span.of(&copy.text)).collect();
        assert_eq!(names, ["Oslo", "Ann Lee - Roe"]);
    }
}
