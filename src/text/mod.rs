//! Text as the later stages see it: tokens with byte ranges, sentences, and what part of an article each belongs to.
//!
//! Nothing here alters the input: every offset points into the text as given.

pub mod blocks;
pub mod fold;
pub mod hash;
pub mod language;
mod line;
pub mod sentence;
pub mod shape;
#[cfg(test)]
mod stages;
pub mod tokenize;
pub mod vocabulary;
pub mod zone;

pub use sentence::Sentence;
pub use shape::Shape;
pub use vocabulary::{PerWord, Vocabulary, WordId};
pub use zone::Zone;

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Gap {
    /// Nothing.
    None,
    /// White space within a line.
    Space,
    /// One line break.
    Line,
    /// Two line breaks or more, or the start of the text.
    Paragraph,
}

/// A word or a mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Offset of its first byte.
    pub start: u32,
    /// Offset behind its last byte.
    pub end: u32,
    /// Its word in the vocabulary.
    pub word: WordId,
    /// What stands before it.
    pub gap: Gap,
}

/// A text with its tokens and sentences. At most 4 GiB of text: longer documents are tagged in blocks.
#[derive(Debug)]
pub struct Text<'a> {
    /// The text itself.
    pub source: &'a str,
    /// Its tokens, in order.
    pub tokens: Vec<Token>,
    /// Its sentences: they cover all tokens, in order.
    pub sentences: Vec<Sentence>,
}

impl<'a> Text<'a> {
    /// Reads `source`, whose words join `vocabulary`.
    #[cfg(test)]
    pub fn new(source: &'a str, vocabulary: &mut Vocabulary) -> Self {
        let tokens = tokens(source, vocabulary);
        Text::of_tokens(source, tokens, vocabulary)
    }

    /// A text of these tokens.
    pub fn of_tokens(source: &'a str, tokens: Vec<Token>, vocabulary: &Vocabulary) -> Self {
        let sentences = sentence::sentences(source, &tokens, vocabulary);
        Text {
            source,
            tokens,
            sentences,
        }
    }

    /// The letters of token `i`.
    pub fn word(&self, i: usize) -> &'a str {
        let token = &self.tokens[i];
        &self.source[token.start as usize..token.end as usize]
    }
}

/// The tokens of `source`, whose words join `vocabulary`.
pub fn tokens(source: &str, vocabulary: &mut Vocabulary) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(source.len() / 5);
    let mut last = 0;
    tokenize::tokenize(source, |start, end| {
        let gap = if tokens.is_empty() {
            Gap::Paragraph
        } else {
            gap(&source.as_bytes()[last..start])
        };
        let word = vocabulary.intern(&source[start..end]);
        tokens.push(Token {
            start: start as u32,
            end: end as u32,
            word,
            gap,
        });
        last = end;
    });
    tokens
}

fn gap(space: &[u8]) -> Gap {
    match space {
        [] => Gap::None,
        [b' '] => Gap::Space,
        _ => match line_breaks(space) {
            0 => Gap::Space,
            1 => Gap::Line,
            _ => Gap::Paragraph,
        },
    }
}

/// Line breaks in white space: LF, CRLF, CR, and the separators of Unicode.
fn line_breaks(space: &[u8]) -> usize {
    let mut breaks = 0;
    for (at, &byte) in space.iter().enumerate() {
        breaks += match byte {
            b'\n' => 1,
            b'\r' if space.get(at + 1) != Some(&b'\n') => 1,
            0xa8 | 0xa9 if at >= 2 && space[at - 2..at] == [0xe2, 0x80] => 1,
            _ => 0,
        };
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_count_line_breaks_of_every_system() {
        for (space, expected) in [
            ("", Gap::None),
            (" ", Gap::Space),
            ("\u{a0}", Gap::Space),
            ("\t ", Gap::Space),
            ("\n", Gap::Line),
            ("\r\n", Gap::Line),
            ("\r\n \r\n", Gap::Paragraph),
            ("\n\n", Gap::Paragraph),
            ("\u{2029}", Gap::Line),
        ] {
            assert_eq!(gap(space.as_bytes()), expected, "{space:?}");
        }
    }
}
