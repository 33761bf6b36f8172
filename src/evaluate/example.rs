//! Where something happened, for people: a place in a text with its neighbourhood.

use serde::Serialize;

use super::Judged;
use super::align::Pair;
use super::marks::Mark;

/// A place in a document. White space is one blank, so that it fits on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Id of the document.
    pub document: String,
    /// What stands before.
    pub before: String,
    /// The words it is about.
    pub text: String,
    /// What stands behind.
    pub after: String,
}

/// So many characters, at most, are shown on either side.
const AROUND: usize = 40;

impl Example {
    /// What `mark` covers.
    pub(super) fn of_mark(judged: &Judged, mark: Mark) -> Self {
        Example::new(judged, mark.start, mark.end.max(mark.start))
    }

    /// What the spans of `pair` cover.
    pub(super) fn of_pair(judged: &Judged, pair: Pair) -> Self {
        match pair {
            Pair::Both { gold, predicted } => {
                let (start, end) = (gold.start.min(predicted.start), gold.end.max(predicted.end));
                Example::new(judged, start, end)
            }
            Pair::Missed(mark) | Pair::Spurious(mark) => Example::of_mark(judged, mark),
        }
    }

    fn new(judged: &Judged, start: usize, end: usize) -> Self {
        let text = &judged.gold.text;
        let slice = |from, to| text.get(from..to).unwrap_or_default();
        Example {
            document: judged.gold.id.clone(),
            before: tail(slice(0, start)),
            text: single_spaced(slice(start, end)),
            after: head(slice(end, text.len())),
        }
    }
}

/// The last words.
fn tail(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().rev().nth(AROUND - 1).filter(|&(cut, _)| cut > 0) else {
        return single_spaced(text);
    };
    let kept = &text[cut..];
    let kept = kept.split_once(char::is_whitespace).map_or(kept, |(_, whole)| whole);
    single_spaced(kept)
}

/// The first words.
fn head(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(AROUND) else {
        return single_spaced(text);
    };
    let kept = &text[..cut];
    let kept = kept.rsplit_once(char::is_whitespace).map_or(kept, |(whole, _)| whole);
    single_spaced(kept)
}

/// `text` with one blank for each run of white space.
pub(super) fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for char in text.chars() {
        match char.is_whitespace() {
            false => spaced.push(char),
            true if spaced.ends_with(' ') => {}
            true => spaced.push(' '),
        }
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::GoldDocument;

    #[test]
    fn whole_words_around_the_place_on_one_line() {
        let text = "Thousands of demonstrators marched\n\nthrough London's streets in protest against the war in Iraq.";
        let gold = GoldDocument {
            id: "a".to_owned(),
            text: text.to_owned(),
            spans: Vec::new(),
        };
        let start = text.find("London").unwrap();
        let judged = Judged {
            gold: &gold,
            predicted: &[],
        };
        let example = Example::new(&judged, start, start + "London".len());
        assert_eq!(example.before, "of demonstrators marched through ");
        assert_eq!(example.text, "London");
        assert_eq!(example.after, "'s streets in protest against the war");
        let whole = Example::new(&judged, 0, text.len());
        assert_eq!((whole.before.as_str(), whole.after.as_str()), ("", ""));
    }
}
