//! Wear: how badly a text has come through its extraction.
//!
//! Clean text has no `said ,that`, no `Monday.The` and no `placeBolvinov`. Where there are many such places, a word
//! that looks glued probably is, and a name in lower case is more likely to be one.

use crate::text::{Gap, Shape, Token, Vocabulary};

/// How worn a text is, from 0 (clean) to 3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wear(u8);

/// Number of levels.
pub const LEVELS: usize = 4;
/// Places out of order in 1,000 words from which a level begins; fewer than two places are chance.
const FROM: [usize; LEVELS - 1] = [2, 8, 20];

impl Wear {
    /// The wear of a text with so many places out of order.
    pub fn of(places: usize, words: usize) -> Wear {
        if places < 2 {
            return Wear(0);
        }
        let share = places * 1000 / words.max(100);
        Wear(FROM.iter().filter(|&&from| share >= from).count() as u8)
    }

    /// Its level.
    #[inline]
    pub fn level(self) -> usize {
        self.0.into()
    }
}

/// Counts places where white space is missing behind a mark or stands before one: `said ,that`, `Monday.The`.
pub fn misplaced_spaces(tokens: &[Token], source: &str, vocabulary: &Vocabulary) -> usize {
    let shape = |token: &Token| vocabulary.word(token.word).shape;
    let is_word = |token: &Token| !matches!(shape(token), Shape::Mark | Shape::Number | Shape::Uncased);
    let places = tokens.windows(3).filter(|three| {
        let [before, mark, behind] = three else { return false };
        if shape(mark) != Shape::Mark || !is_word(before) || !is_word(behind) {
            return false;
        }
        let missing = mark.gap == Gap::None && behind.gap == Gap::None;
        match &source[mark.start as usize..mark.end as usize] {
            "," | ";" => behind.gap == Gap::None,
            "." | "”" | ")" => {
                missing && shape(before) == Shape::Lower && (shape(behind).is_upper() || shape(behind) == Shape::Lower)
            }
            _ => false,
        }
    });
    places.count()
}
