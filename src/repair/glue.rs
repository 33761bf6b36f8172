//! What speaks for and against reading a word as two.

use super::Repairer;
use crate::text::{Gap, Shape, Token};

/// A word as two.
#[derive(Clone, Debug, PartialEq)]
pub struct Glue {
    /// Offset of the second word, in bytes of the text.
    pub at: usize,
    /// What speaks for and against it, as names of features.
    pub features: Vec<String>,
}

/// What a part of a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Unknown,
    /// An ordinary word.
    Ordinary,
    /// A word that text is full of.
    Common,
    /// A name of little renown, or a name part.
    Name,
    /// A country, large city, well-known name.
    Renowned,
    /// A word that stands alone elsewhere in the text, with a capital.
    Elsewhere,
    /// A name with another ordinary word glued to it.
    Glued,
}

/// Zipf frequency, times 100, of ordinary words and of common ones.
const ORDINARY: u16 = 300;
const COMMON: u16 = 500;
/// Renown of well-known names, and of names that may be written in lower case.
const RENOWNED: u8 = 6;
const KNOWN: u8 = 4;
/// Class of name parts that count as known: about 16 bearers on the lists.
const NAME_PART: u8 = 4;
/// Longest ordinary word looked for at the end of a name, in bytes.
const TAIL: usize = 10;

/// Fixed phrases of common words, sorted: a word that begins one where its next words go on with it is a word.
const PHRASES: &str = include_str!("phrases.txt");
/// Most words of a phrase behind its first.
const PHRASE: usize = 4;

/// Whether `first` with the words behind it begins a fixed phrase.
fn begins_phrase(first: &str, following: &str) -> bool {
    let mut phrases = PHRASES
        .lines()
        .filter_map(|phrase| phrase.strip_prefix(first)?.strip_prefix(' '));
    phrases.any(|rest| {
        let end = following.strip_prefix(rest);
        end.is_some_and(|end| end.is_empty() || end.starts_with(' '))
    })
}

/// The words around a glued one.
pub(super) struct Around<'a> {
    /// Folded; empty where the line or the text ends.
    before: &'a str,
    behind: &'a str,
    /// Folded words of the line behind it, joined by spaces.
    following: String,
    shapes: String,
}

impl Repairer<'_> {
    /// What stands around token `i`.
    pub(super) fn around(&self, tokens: &[Token], i: usize) -> Around<'_> {
        let neighbour = |at: Option<usize>, gap: usize| {
            let gap = tokens.get(gap).map_or(Gap::Paragraph, |token| token.gap);
            tokens.get(at?).filter(|_| gap < Gap::Paragraph)
        };
        let (before, behind) = (neighbour(i.checked_sub(1), i), neighbour(Some(i + 1), i + 1));
        let shape =
            |token: Option<&Token>| token.map_or(Shape::Mark, |token| self.vocabulary.word(token.word).shape) as u8;
        let folded = |token: Option<&Token>| token.map_or("", |token| self.vocabulary.folded(token.word));
        Around {
            before: folded(before),
            behind: folded(behind),
            following: self.following(tokens, i),
            shapes: format!("{}#{}", shape(before), shape(behind)),
        }
    }

    /// The words behind token `i`, as far as a phrase may reach.
    fn following(&self, tokens: &[Token], i: usize) -> String {
        let behind = tokens[i + 1..]
            .iter()
            .take(PHRASE)
            .take_while(|token| token.gap == Gap::Space);
        let words: Vec<&str> = behind.map(|token| self.vocabulary.folded(token.word)).collect();
        words.join(" ")
    }

    /// The reading of `word`, which begins at byte `start` of the text, as two with a border at its byte `at`.
    pub(super) fn glue(&self, word: &str, start: usize, at: usize, around: &Around) -> Option<Glue> {
        let (left, right) = word.split_at(at);
        let upper = |part: &str| part.starts_with(char::is_uppercase);
        let all_upper = |part: &str| part.chars().all(char::is_uppercase);
        if upper(right) && !left.ends_with(char::is_lowercase) && !(all_upper(left) && begins_word(right)) {
            return None;
        }
        let kind = match (upper(left), upper(right)) {
            (true, true) if all_upper(left) => "capitals-name",
            (true, true) => "name-name",
            (false, true) => "word-name",
            (true, false) if all_upper(left) => "capitals-word",
            (true, false) => "name-word",
            (false, false) => "word-word",
        };
        let (left_part, right_part) = (self.part(left, true), self.part(right, true));
        let fits = |part| matches!(part, Part::Ordinary | Part::Common | Part::Elsewhere | Part::Glued);
        let possible = match kind {
            "name-word" | "capitals-word" => fits(right_part),
            "word-word" => {
                left_part == Part::Common && right_part > Part::Common
                    || left_part > Part::Common && right_part == Part::Common
            }
            _ => true,
        };
        if !possible {
            return None;
        }
        // The part that is no name, or the better known of two names.
        let plain = if upper(right) || left_part == Part::Common {
            left
        } else {
            right
        };
        let other = if plain == left { right_part } else { left_part };
        let folded = plain.to_lowercase();
        let lexeme = self.lexeme(&folded);
        let length = |part: &str| part.chars().count().min(7);
        let zipf = lexeme.zipf / 50;
        let repeated = self.repeated(word);
        let mut features = vec![
            format!("glue={kind}"),
            format!("glueparts={kind}#{}#{}", left_part as u8, right_part as u8),
            format!("gluelengths={kind}#{}#{}", length(left), length(right)),
            format!("gluezipf={kind}#{zipf}"),
            format!("gluezipflength={kind}#{}#{}", zipf / 2, length(plain)),
            format!("glueword={folded}"),
            format!("gluewordpart={folded}#{}", other as u8),
            format!("gluecontext={kind}#{repeated}#{}", around.shapes),
        ];
        // What holds of a worn text holds of a more worn one too.
        for level in 1..=self.wear.level() {
            features.push(format!("gluewear={kind}#{level}"));
            features.push(format!(
                "gluewearparts={kind}#{level}#{}#{}",
                left_part as u8, right_part as u8
            ));
            features.push(format!("gluewordwear={folded}#{level}"));
        }
        if plain == right && !around.behind.is_empty() {
            features.push(format!("gluenext={folded} {}", around.behind));
            features.push(format!("gluenextclass={folded}#{}", self.lexeme(around.behind).c64));
        }
        if plain == right && begins_phrase(&folded, &around.following) {
            features.push(format!("gluephrase={kind}"));
        }
        if plain == left && !around.before.is_empty() {
            features.push(format!("glueprevious={} {folded}", around.before));
            features.push(format!("glueprevclass={folded}#{}", self.lexeme(around.before).c64));
        }
        Some(Glue {
            at: start + at,
            features,
        })
    }

    fn part(&self, part: &str, look_inside: bool) -> Part {
        let is_upper = part.starts_with(char::is_uppercase);
        if is_upper && self.stands_alone(part) {
            return Part::Elsewhere;
        }
        let hash = super::folded_hash(part);
        let lexeme = self.gazetteers.lexeme_of(hash);
        if lexeme.zipf >= COMMON {
            return Part::Common;
        }
        let renown = self.gazetteers.renown_of(hash);
        let is_name = renown > 0 || lexeme.first > NAME_PART || lexeme.surname > NAME_PART;
        if !is_upper && lexeme.zipf >= ORDINARY {
            return if renown >= RENOWNED && lexeme.zipf < 400 {
                Part::Renowned
            } else {
                Part::Ordinary
            };
        }
        match renown {
            RENOWNED.. => Part::Renowned,
            KNOWN.. => Part::Name,
            _ if is_name && is_upper => Part::Name,
            _ if !is_upper && self.stands_alone(&capitalized(part)) => Part::Elsewhere,
            _ if lexeme.zipf >= ORDINARY => Part::Ordinary,
            _ if is_upper && look_inside && self.has_tail(part) => Part::Glued,
            _ => Part::Unknown,
        }
    }

    /// Whether a common word stands behind a name in one word.
    fn has_tail(&self, part: &str) -> bool {
        let cuts = part.char_indices().map(|(at, _)| at);
        let mut cuts = cuts.filter(|&at| at >= 3 && part.len() >= at + 2 && part.len() - at <= TAIL);
        cuts.any(|at| {
            let (name, tail) = part.split_at(at);
            self.part(tail, false) == Part::Common && self.part(name, false) > Part::Common
        })
    }
}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        (*self as u8).partial_cmp(&(*other as u8))
    }
}

fn begins_word(part: &str) -> bool {
    part.chars().nth(1).is_some_and(char::is_lowercase)
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_sorted_and_found_where_their_words_stand() {
        let phrases: Vec<&str> = PHRASES.lines().collect();
        assert!(phrases.is_sorted_by(|a, b| a < b));
        assert!(
            phrases
                .iter()
                .all(|phrase| (1..=PHRASE).contains(&phrase.matches(' ').count()))
        );
        assert!(begins_phrase("as", "well as several senior"));
        assert!(begins_phrase("because", "of"));
        assert!(!begins_phrase("as", "well") && !begins_phrase("as", "well asked to") && !begins_phrase("a", "s"));
    }
}
