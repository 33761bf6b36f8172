//! Whether a text is English: the model knows only English, other text gets the names of the lists.

use super::{Shape, Token, Vocabulary};

/// Words that English text is full of, sorted.
const ENGLISH: [&str; 32] = [
    "a", "after", "and", "are", "as", "at", "by", "for", "from", "has", "he", "his", "in", "is", "it", "not", "of",
    "on", "said", "she", "that", "the", "their", "they", "this", "to", "was", "we", "were", "who", "will", "with",
];

/// Words that text in other languages of the Latin script is full of and English text is not, sorted.
const OTHER: [&str; 62] = [
    "auf", "aux", "av", "az", "bir", "com", "como", "con", "da", "das", "dat", "de", "del", "della", "dem", "den",
    "der", "des", "di", "die", "do", "du", "ein", "eine", "el", "en", "er", "est", "et", "foi", "het", "ich", "il",
    "ile", "ist", "je", "la", "las", "le", "les", "los", "mit", "na", "nicht", "och", "og", "para", "pas", "por",
    "pour", "que", "se", "sind", "som", "sur", "una", "und", "une", "van", "ve", "von", "w",
];

/// Share of the common words of other languages among all common words at which a text is foreign.
const FOREIGN: usize = 2;

/// What a word says of the language of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// A mark or a number.
    None,
    /// Letters of the Latin script.
    Latin,
    /// A common word of English.
    English,
    /// A common word of other languages.
    Other,
    /// Letters of another script.
    Script,
}

impl Hint {
    /// What `word` says.
    pub fn of(word: &str) -> Hint {
        match Shape::of(word) {
            Shape::Mark | Shape::Number => Hint::None,
            Shape::Uncased => Hint::Script,
            _ if word.chars().any(|c| c > '\u{24f}') => Hint::Script,
            Shape::Lower if ENGLISH.binary_search(&word).is_ok() => Hint::English,
            Shape::Lower if OTHER.binary_search(&word).is_ok() => Hint::Other,
            _ => Hint::Latin,
        }
    }
}

/// Whether the words look like English, or are too few to tell.
pub fn is_english(tokens: &[Token], vocabulary: &Vocabulary) -> bool {
    let (mut english, mut other, mut latin, mut script) = (0, 0, 0, 0);
    for token in tokens.iter().take(4000) {
        match vocabulary.word(token.word).hint {
            Hint::None => {}
            Hint::Latin => latin += 1,
            Hint::English => english += 1,
            Hint::Other => other += 1,
            Hint::Script => script += 1,
        }
    }
    script <= latin + english + other && (other < 4 || other <= FOREIGN * english)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn english_and_other_languages() {
        assert!(ENGLISH.is_sorted());
        for (text, english) in [
            ("The president of France said on Monday that he was in Paris.", true),
            ("Boston 5 Chicago 3", true),
            (
                "Le président de la République a déclaré que la France et les pays de l'Union sont prêts.",
                false,
            ),
            (
                "Der Präsident hat nicht gesagt, dass die Regierung und das Parlament mit dem Gesetz einverstanden ist.",
                false,
            ),
            ("Президент України прибув до Києва.", false),
            ("中国的总统说", false),
        ] {
            let mut vocabulary = Vocabulary::default();
            let text = Text::new(text, &mut vocabulary);
            assert_eq!(is_english(&text.tokens, &vocabulary), english, "{}", text.source);
        }
    }
}
