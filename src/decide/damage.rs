//! Damage: copies of gold documents as bad extraction would have left them, to train on.
//!
//! Names are glued to the ordinary words beside them or lose their capitals, at places drawn from a fixed seed; the
//! gold moves along.

use crate::document::Span;
use crate::evaluate::{GoldDocument, GoldSpan};

/// Small numbers from a fixed seed.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// True once in `n` times.
    pub fn one_in(&mut self, n: u64) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11).is_multiple_of(n)
    }
}

/// How often names are damaged: one in so many.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Glued to the word behind.
    pub behind: u64,
    /// Glued to the word before.
    pub before: u64,
    /// Written in lower case; none for 0.
    pub lower: u64,
}

/// A damaged copy of a document; its text may be shorter, its names are the same.
pub fn damaged(document: &GoldDocument, rates: Rates, random: &mut Random) -> GoldDocument {
    let mut text = String::with_capacity(document.text.len());
    let mut spans = Vec::with_capacity(document.spans.len());
    let mut at = 0;
    for gold in &document.spans {
        let Span { start, end } = gold.span;
        if start < at {
            continue;
        }
        text.push_str(&document.text[at..start]);
        let lower_before = text
            .strip_suffix(' ')
            .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_lowercase()));
        let lower_behind = document.text[end..].strip_prefix(' ');
        let lower_behind = lower_behind.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
        if lower_before && random.one_in(rates.before) {
            text.pop();
        }
        let from = text.len();
        let name = &document.text[start..end];
        if rates.lower > 0 && gold.label != "ORG" && random.one_in(rates.lower) {
            text.push_str(&name.to_lowercase());
        } else {
            text.push_str(name);
        }
        spans.push(GoldSpan {
            span: Span::new(from, text.len()),
            label: gold.label.clone(),
        });
        at = end;
        if lower_behind && random.one_in(rates.behind) {
            at += 1;
        }
    }
    text.push_str(&document.text[at..]);
    GoldDocument {
        id: document.id.clone(),
        text,
        spans,
    }
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
        };
        let copy = damaged(&document, rates, &mut Random(7));
        assert_eq!(copy.text, "He sawann leeinoslobeforebobwent torome.");
        let names: Vec<&str> = copy.spans.iter().map(|gold| gold.span.of(&copy.text)).collect();
        assert_eq!(names, ["ann lee", "oslo", "bob", "rome"]);
    }
}
