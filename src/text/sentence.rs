//! Sentences: where a name can no longer go on.

use std::ops::Range;

use super::line::lines;
use super::zone::{Line, Zone};
use super::{Gap, Shape, Token, Vocabulary};

/// A run of tokens that no name crosses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The part of the article it belongs to.
    pub zone: Zone,
}

/// Words whose full stop ends no sentence; folded, without the stop.
const ABBREVIATIONS: [&str; 44] = [
    "al", "apr", "ariz", "assn", "aug", "ave", "bros", "calif", "co", "colo", "conn", "corp", "dec", "det", "e.g",
    "etc", "feb", "fla", "i.e", "ill", "inc", "jan", "jr", "jul", "jun", "ltd", "mar", "mass", "mich", "minn", "no",
    "nov", "oct", "ont", "op", "pa", "pp", "sept", "sr", "tenn", "tex", "v", "vs", "wash",
];

/// Words in lower case whose full stop ends no sentence either: `Roe v. Wade`.
const LOWER_ABBREVIATIONS: [&str; 3] = ["pp", "v", "vs"];

/// The sentences of a text, in order; they cover all its tokens.
pub fn sentences(source: &str, tokens: &[Token], vocabulary: &Vocabulary) -> Vec<Sentence> {
    let view = Line {
        source,
        tokens,
        vocabulary,
    };
    let splitter = Splitter {
        source,
        tokens,
        vocabulary,
    };
    let mut sentences = Vec::new();
    for line in lines(source, tokens) {
        let zone = view.zone(&line);
        let mut start = line.start;
        if zone != Zone::Capitals
            && let Some(end) = view.dateline_end(&line)
        {
            sentences.push(Sentence {
                tokens: start..end,
                zone: Zone::Dateline,
            });
            start = end;
        }
        while start < line.end {
            let end = splitter.sentence_end(start, line.end);
            let zone = if zone == Zone::Title && (start, end) != (line.start, line.end) {
                Zone::Body
            } else {
                zone
            };
            sentences.push(Sentence {
                tokens: start..end,
                zone,
            });
            start = end;
        }
    }
    sentences
}

struct Splitter<'a> {
    source: &'a str,
    tokens: &'a [Token],
    vocabulary: &'a Vocabulary,
}

impl Splitter<'_> {
    fn letters(&self, i: usize) -> &str {
        &self.source[self.tokens[i].start as usize..self.tokens[i].end as usize]
    }

    fn sentence_end(&self, start: usize, line_end: usize) -> usize {
        let mut at = start;
        while at < line_end {
            if !self.is_stop(at) {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while end < line_end && (self.is_stop(end) || self.is_closing(end)) {
                end += 1;
            }
            if end == line_end || self.begins_sentence(start, at, end) {
                return end;
            }
            at = end;
        }
        line_end
    }

    fn is_stop(&self, i: usize) -> bool {
        matches!(self.letters(i), "." | "!" | "?" | "…" | "。" | "！" | "？" | "؟" | "।")
    }

    fn is_closing(&self, i: usize) -> bool {
        self.tokens[i].gap == Gap::None && matches!(self.letters(i), "\"" | "”" | "’" | "'" | ")" | "]" | "»")
    }

    /// Whether a sentence begins at token `next`, behind the stop at `stop`.
    fn begins_sentence(&self, start: usize, stop: usize, next: usize) -> bool {
        let shape = self.vocabulary.word(self.tokens[next].word).shape;
        let apart = self.tokens[next].gap > Gap::None;
        if self.letters(stop) == "." && stop > start {
            let before = self.vocabulary.folded(self.tokens[stop - 1].word);
            let upper = self.letters(stop - 1).starts_with(char::is_uppercase);
            if upper && ABBREVIATIONS.binary_search(&before).is_ok() || LOWER_ABBREVIATIONS.contains(&before) {
                return false;
            }
            let numbering = stop == start + 1 && self.vocabulary.word(self.tokens[start].word).shape == Shape::Number;
            if numbering {
                return false;
            }
        }
        match shape {
            Shape::Lower | Shape::MixedLower => false,
            Shape::Mark => {
                apart
                    && matches!(
                        self.letters(next),
                        "\"" | "“" | "'" | "‘" | "(" | "[" | "«" | "-" | "–" | "—"
                    )
            }
            Shape::Uncased => true,
            _ => apart || (shape == Shape::Capitalized && self.letters(next).len() > 1 && self.follows_word(stop)),
        }
    }

    /// Whether the stop follows a word in lower case: `taken.The`.
    fn follows_word(&self, stop: usize) -> bool {
        stop > 0 && self.letters(stop - 1).ends_with(char::is_lowercase) && self.letters(stop - 1).len() > 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    fn split(source: &str) -> Vec<(&str, Zone)> {
        let mut vocabulary = Vocabulary::default();
        let text = Text::new(source, &mut vocabulary);
        text.sentences
            .iter()
            .map(|sentence| {
                let (first, last) = (sentence.tokens.start, sentence.tokens.end - 1);
                (
                    &source[text.tokens[first].start as usize..text.tokens[last].end as usize],
                    sentence.zone,
                )
            })
            .collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, count) in [
            ("He met Mr. Blair. They spoke.", 2),
            ("The U.S. Senate voted. It passed.", 2),
            ("Apple Inc. rose. Acme Corp. fell.", 2),
            ("\"Go!\" he said. \"Why?\" she asked.", 2),
            ("Seen in Bucha.Others fled.", 2),
            ("It cost 3.5 million. Fine", 2),
            ("George W. Bush spoke", 1),
            ("The ruling in Roe v. Wade fell. Spain vs. Italy ended.", 2),
            ("He was ill. The others were not.", 2),
        ] {
            assert_eq!(split(text).len(), count, "{text}: {:?}", split(text));
        }
    }

    #[test]
    fn lines_have_zones() {
        for (text, zone) in [
            ("SOCCER - AJAX HELD BY FEYENOORD IN DERBY", Zone::Capitals),
            ("Thousands Flee as Floods Reach Capital", Zone::Title),
            ("By Ann Lee and Bob Ray", Zone::Byline),
            ("A building in Izium (REUTERS/Ann Lee)", Zone::Credit),
            ("NEW YORK 1996-12-07", Zone::Dateline),
            ("BAGHDAD, Iraq 1996-12-07", Zone::Table),
            ("Boston 5 Chicago 3", Zone::Table),
            ("1. Ivan Petrov (Russia) 9.92", Zone::Table),
            ("Thousands of people fled the floods on Monday.", Zone::Body),
        ] {
            assert_eq!(split(text), [(text, zone)]);
        }
        assert_eq!(
            split("TROY, N.C. (AP) - Police said so.")[0],
            ("TROY, N.C. (AP) -", Zone::Dateline)
        );
        assert_eq!(
            split("Paris (Reuters) -- Police said so.")[0],
            ("Paris (Reuters) --", Zone::Dateline)
        );
        assert_eq!(split("LONDON — Police said so.")[0], ("LONDON —", Zone::Dateline));
        for dateline in [
            "SAVANNAH, Ga. (AP) --",
            "ROTTERDAM, Netherlands, Nov. 23 (AFP) -",
            "ST. LOUIS (AP) -",
        ] {
            let text = format!("{dateline} Police said so.");
            assert_eq!(split(&text)[0], (dateline, Zone::Dateline));
        }
        let sentence = "He met Ann. Bob left (AP) - so they said.";
        assert_eq!(split(sentence)[0].1, Zone::Body);
    }

    #[test]
    fn a_name_may_cross_a_wrapped_line_but_not_a_heading() {
        let wrapped = "The president met the mayor of the city of New\nYork on Monday and left again on the very same\nday for home.";
        assert_eq!(split(wrapped).len(), 1);
        assert_eq!(
            split("Results on Sunday\nBoston 5 Chicago 3\nDenver 1 Miami 0").len(),
            3
        );
    }
}
