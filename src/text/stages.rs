//! What the text stage makes of the fixtures, to be read: sentences with their zones, and below the letters of the
//! first ones where tokens begin and end. A token is `|`, `[]` or `[---]`, by its length.

use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;

use super::{Sentence, Text, Token, Vocabulary};

/// Sentences whose tokens are shown.
const MARKED: usize = 6;
/// Letters of a sentence that are shown of the others.
const SHOWN: usize = 60;
/// Letters of a line.
const WIDTH: usize = 100;

fn view(source: &str) -> String {
    let mut vocabulary = Vocabulary::default();
    let text = Text::new(source, &mut vocabulary);
    let mut view = String::new();
    for (at, sentence) in text.sentences.iter().enumerate() {
        let tokens = &text.tokens[sentence.tokens.clone()];
        let name = sentence.zone.name();
        if at < MARKED {
            writeln!(view, "{name}").unwrap();
            write_marked(source, tokens, &mut view);
        } else {
            writeln!(view, "{name:<9}{}", abridged(source, sentence, &text)).unwrap();
        }
    }
    view
}

/// The letters of the tokens, a line break as `⏎`, above their marks.
fn write_marked(source: &str, tokens: &[Token], view: &mut String) {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return;
    };
    let range = first.start as usize..last.end as usize;
    let (mut letters, mut marks) = (Vec::new(), Vec::new());
    for (at, letter) in source[range.clone()].grapheme_indices(true) {
        let at = range.start + at;
        let end = at + letter.len();
        let token = tokens
            .iter()
            .find(|token| (token.start as usize..token.end as usize).contains(&at));
        marks.push(match token {
            None => ' ',
            Some(token) => match (token.start as usize == at, token.end as usize == end) {
                (true, true) => '|',
                (true, false) => '[',
                (false, true) => ']',
                (false, false) => '-',
            },
        });
        letters.push(if letter.contains('\n') { "⏎" } else { letter });
    }
    for (letters, marks) in letters.chunks(WIDTH).zip(marks.chunks(WIDTH)) {
        let marks: String = marks.iter().collect();
        writeln!(view, "  {}\n  {}", letters.concat(), marks.trim_end()).unwrap();
    }
}

/// The sentence on one line, cut in its middle.
fn abridged(source: &str, sentence: &Sentence, text: &Text) -> String {
    let (first, last) = (sentence.tokens.start, sentence.tokens.end - 1);
    let range = text.tokens[first].start as usize..text.tokens[last].end as usize;
    let letters: Vec<char> = source[range].replace('\n', "⏎").chars().collect();
    if letters.len() <= SHOWN {
        return letters.iter().collect();
    }
    let (head, tail) = (&letters[..SHOWN * 2 / 3], &letters[letters.len() - SHOWN / 3..]);
    format!("{} … {}", String::from_iter(head), String::from_iter(tail))
}

fn fixture(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path);
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_match_report_with_its_tables() {
    insta::assert_snapshot!(view(&fixture("articles/soccer.txt")));
}

#[test]
fn a_round_up_with_headlines_in_capitals() {
    insta::assert_snapshot!(view(&fixture("articles/baseball.txt")));
}

#[test]
fn a_scraped_page_with_photo_credits() {
    insta::assert_snapshot!(view(&fixture("broken/earthquake.txt")));
}

#[test]
fn a_badly_translated_page() {
    insta::assert_snapshot!(view(&fixture("broken/trial.txt")));
}
