//! Tokens: the words and marks of a text, as byte ranges that with the white space between them rebuild it.
//!
//! The text is cut at white space; unicode-segmentation decides within a chunk that holds non-ASCII text, a class
//! table within an ASCII one, with the same borders (a property test compares them). Two steps of our own follow:
//! a word is split where two words only look like one (`Izium.The`, `Kyiv's`), and a full stop that belongs to an
//! abbreviation joins it (`U.S.`, `Mr.`, `W.`).

use unicode_segmentation::UnicodeSegmentation;

/// Calls `emit` with the byte range of each token of `text`, in order.
pub fn tokenize(text: &str, mut emit: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let start = at;
        let mut ascii = true;
        while at < bytes.len() && !bytes[at].is_ascii_whitespace() {
            ascii &= bytes[at] < 0x80;
            at += 1;
        }
        let chunk = &text[start..at];
        let mut joiner = Joiner {
            text,
            pending: None,
            emit: &mut emit,
        };
        if ascii {
            ascii_words(chunk.as_bytes(), |from, to| joiner.word(start + from, start + to));
        } else {
            for (from, word) in chunk.split_word_bound_indices() {
                // White space before a combining mark is of one word with it to Unicode, not to readers.
                let blank = word.len() - word.trim_start().len();
                if blank < word.len() {
                    joiner.word(start + from + blank, start + from + word.len());
                }
            }
        }
        joiner.flush();
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Joiner,
    Other,
}

const CLASSES: [Class; 128] = {
    let mut classes = [Class::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        classes[byte] = if c.is_ascii_alphabetic() {
            Class::Letter
        } else if c.is_ascii_digit() {
            Class::Digit
        } else if c == b'_' {
            Class::Joiner
        } else {
            Class::Other
        };
        byte += 1;
    }
    classes
};

/// The word borders of UAX #29 in an ASCII chunk without white space.
fn ascii_words(chunk: &[u8], mut emit: impl FnMut(usize, usize)) {
    let class = |at: usize| chunk.get(at).map_or(Class::Other, |&byte| CLASSES[usize::from(byte)]);
    let mut start = 0;
    while start < chunk.len() {
        if class(start) == Class::Other {
            emit(start, start + 1);
            start += 1;
            continue;
        }
        let mut end = start + 1;
        loop {
            if class(end) != Class::Other {
                end += 1;
                continue;
            }
            let between = match (class(end - 1), class(end + 1)) {
                (Class::Letter, Class::Letter) => matches!(chunk[end], b'.' | b'\'' | b':'),
                (Class::Digit, Class::Digit) => matches!(chunk[end], b'.' | b'\'' | b',' | b';'),
                _ => false,
            };
            if !between {
                break;
            }
            end += 2;
        }
        emit(start, end);
        start = end;
    }
}

/// Splits and joins the words of one chunk.
struct Joiner<'a, F> {
    text: &'a str,
    pending: Option<(usize, usize)>,
    emit: &'a mut F,
}

impl<F: FnMut(usize, usize)> Joiner<'_, F> {
    fn word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        if word == "."
            && let Some((from, to)) = self.pending
            && to == start
            && is_abbreviation(&self.text[from..to])
        {
            self.pending = None;
            (self.emit)(from, end);
            return;
        }
        self.flush();
        if word.len() < 3 {
            self.pending = Some((start, end));
        } else {
            self.split(start, end);
        }
    }

    fn flush(&mut self) {
        if let Some((start, end)) = self.pending.take() {
            (self.emit)(start, end);
        }
    }

    /// Emits the parts of a word but the last, which waits for a full stop.
    fn split(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        let inner = word
            .bytes()
            .any(|byte| matches!(byte, b'\'' | b'.' | b':' | b'_') || byte >= 0x80);
        if !inner {
            self.pending = Some((start, end));
            return;
        }
        if let Some(stem) = without_possessive(word) {
            self.split(start, start + stem);
            self.flush();
            self.pending = Some((start + stem, end));
            return;
        }
        if !is_acronym(word)
            && let Some((at, mark)) = word
                .char_indices()
                .find(|&(at, c)| at > 0 && matches!(c, '.' | ':' | '_') && !is_numeric_dot(word, at))
        {
            (self.emit)(start, start + at);
            let behind = start + at + mark.len_utf8();
            (self.emit)(start + at, behind);
            if behind < end {
                self.split(behind, end);
            }
            return;
        }
        self.pending = Some((start, end));
    }
}

/// Length of the word without its possessive `'s`.
fn without_possessive(word: &str) -> Option<usize> {
    let stem = word.strip_suffix(['s', 'S'])?;
    let stem = stem.strip_suffix(['\'', '’', 'ʼ'])?;
    (!stem.is_empty()).then_some(stem.len())
}

/// Single letters with full stops between them: `U.S`, `a.m`.
fn is_acronym(word: &str) -> bool {
    let mut letters = 0;
    let single = word.split('.').all(|part| {
        letters += 1;
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    });
    single && letters > 1
}

fn is_numeric_dot(word: &str, at: usize) -> bool {
    word[..at].ends_with(char::is_numeric) && word[at + 1..].starts_with(char::is_numeric)
}

/// Words whose full stop belongs to them and which are no part of the name that follows.
const TITLES: [&str; 21] = [
    "adm", "brig", "capt", "cmdr", "col", "dr", "ft", "gen", "gov", "hon", "lt", "maj", "mr", "mrs", "ms", "mt",
    "prof", "rep", "rev", "sen", "sgt",
];

fn is_abbreviation(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next().is_some_and(char::is_uppercase);
    if first && chars.next().is_none() {
        return word != "I";
    }
    is_acronym(word) || matches!(word, "St" | "ST" | "Ste" | "STE") || is_title(word)
}

/// Whether the word is a title that is written with a full stop.
fn is_title(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && TITLES.binary_search(&word.to_ascii_lowercase().as_str()).is_ok()
}

/// Length of the word where a name ends with it. No name ends in a title, so the full stop of `met Hun Sen.` is none
/// of the name's.
pub fn length_at_end(word: &str) -> usize {
    word.strip_suffix('.')
        .filter(|stem| is_title(stem))
        .map_or(word.len(), str::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        let mut words = Vec::new();
        tokenize(text, |start, end| words.push(&text[start..end]));
        words
    }

    #[test]
    fn words_marks_and_abbreviations() {
        for (text, expected) in [
            ("Zelenskyy's aide", "Zelenskyy|'s|aide"),
            ("the U.S.-led force", "the|U.S.|-|led|force"),
            ("Izium.The city", "Izium|.|The|city"),
            ("Mr. Blair, J.K. Rowling", "Mr.|Blair|,|J.K.|Rowling"),
            ("George W. Bush", "George|W.|Bush"),
            ("Apple Inc. rose 3.5%", "Apple|Inc|.|rose|3.5|%"),
            ("AT&T O'Brien don’t", "AT|&|T|O'Brien|don’t"),
            ("Kyiv’s São Tomé.", "Kyiv|’s|São|Tomé|."),
            ("placeBolvinov said", "placeBolvinov|said"),
            ("中国 said", "中|国|said"),
            ("in\u{a0}\u{301}Paris", "in|\u{301}|Paris"),
            (
                "ST. LOUIS (AP), Sault Ste. Marie",
                "ST.|LOUIS|(|AP|)|,|Sault|Ste.|Marie",
            ),
            ("Bank S.p.A's and Amazon.com's", "Bank|S.p.A|'s|and|Amazon|.|com|'s"),
            ("10:44 a.m. foo_bar", "10|:|44|a.m.|foo|_|bar"),
            ("(REUTERS/Ann Lee)", "(|REUTERS|/|Ann|Lee|)"),
        ] {
            assert_eq!(words(text).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn no_name_ends_with_the_stop_of_a_title() {
        for (word, length) in [("Sen.", 3), ("U.S.", 4), ("X.", 2), ("Sen", 3)] {
            assert_eq!(length_at_end(word), length, "{word}");
        }
    }

    proptest! {
        #[test]
        fn the_class_table_agrees_with_unicode_segmentation(chunk in "[!-~]{1,24}") {
            let mut ours = Vec::new();
            ascii_words(chunk.as_bytes(), |start, end| ours.push(&chunk[start..end]));
            prop_assert_eq!(ours, chunk.split_word_bounds().collect::<Vec<_>>());
        }

        #[test]
        fn tokens_and_gaps_rebuild_the_text(text in "\\PC{0,60}") {
            let mut at = 0;
            tokenize(&text, |start, end| {
                assert!(start >= at && end > start);
                assert!(text[at..start].chars().all(char::is_whitespace), "{:?}", &text[at..start]);
                at = end;
            });
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
