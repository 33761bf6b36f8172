//! Zones: what part of an article a line or sentence is.

use std::ops::Range;

use super::{Gap, Shape, Token, Vocabulary};

/// The part of an article that a sentence belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Zone {
    /// Running text.
    Body,
    /// A line in capitals.
    Capitals,
    /// A line in title case.
    Title,
    /// Place, date and agency before the first sentence.
    Dateline,
    /// Who wrote it.
    Byline,
    /// A caption with the credit of a photo.
    Credit,
    /// A line of results, a line-up or a table.
    Table,
}

impl Zone {
    /// Every zone, by its number.
    pub const ALL: [Zone; 7] = [
        Zone::Body,
        Zone::Capitals,
        Zone::Title,
        Zone::Dateline,
        Zone::Byline,
        Zone::Credit,
        Zone::Table,
    ];

    /// Its name in features and explanations.
    pub fn name(self) -> &'static str {
        ["body", "capitals", "title", "dateline", "byline", "credit", "table"][self as usize]
    }
}

/// A logical line as the zone rules see it.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// The whole text.
    pub source: &'a str,
    /// All tokens of the text.
    pub tokens: &'a [Token],
    /// Their words.
    pub vocabulary: &'a Vocabulary,
}

#[derive(Default)]
struct Counts {
    words: usize,
    lower: usize,
    long_lower: usize,
    capitals: usize,
    numbers: usize,
}

impl Line<'_> {
    fn shape(&self, i: usize) -> Shape {
        self.vocabulary.word(self.tokens[i].word).shape
    }

    fn letters(&self, i: usize) -> &str {
        &self.source[self.tokens[i].start as usize..self.tokens[i].end as usize]
    }

    fn counts(&self, line: &Range<usize>) -> Counts {
        let mut counts = Counts::default();
        for i in line.clone() {
            let long = self.tokens[i].end - self.tokens[i].start > 3;
            match self.shape(i) {
                Shape::Lower => {
                    counts.words += 1;
                    counts.lower += 1;
                    counts.long_lower += usize::from(long && !self.letters(i).starts_with(['\'', '’']));
                }
                Shape::Capitals => {
                    counts.words += 1;
                    counts.capitals += 1;
                }
                Shape::Number => counts.numbers += 1,
                Shape::Mark => {}
                _ => counts.words += 1,
            }
        }
        counts
    }

    /// The zone of a whole line.
    pub fn zone(&self, line: &Range<usize>) -> Zone {
        let counts = self.counts(line);
        let ends_sentence = matches!(self.letters(line.end - 1), "." | "!" | "?" | "”" | "\"");
        if self.is_dated_place(line, &counts) {
            return Zone::Dateline;
        }
        if counts.words >= 3 && counts.lower == 0 && counts.capitals * 3 >= counts.words * 2 {
            return Zone::Capitals;
        }
        let first = self.letters(line.start);
        if counts.words <= 14 && (first == "By" || first == "BY") && self.shape_at(line, 1).is_upper() {
            return Zone::Byline;
        }
        if counts.words <= 40 && self.has_credit(line) {
            return Zone::Credit;
        }
        if counts.numbers > 0 && counts.long_lower <= 2 && counts.words <= 14 && !ends_sentence {
            return Zone::Table;
        }
        if counts.words >= 3 && counts.words <= 20 && counts.long_lower * 5 <= counts.words && !ends_sentence {
            return Zone::Title;
        }
        Zone::Body
    }

    /// `NEW YORK 1996-12-07`: a place in capitals and a date, alone on a line.
    fn is_dated_place(&self, line: &Range<usize>, counts: &Counts) -> bool {
        let Some(start) = line.end.checked_sub(5).filter(|&start| start > line.start) else {
            return false;
        };
        let date = self.tokens[line.end - 1].end as usize - self.tokens[start].start as usize == "1996-12-07".len()
            && (start..line.end).all(|i| match i - start {
                1 | 3 => self.letters(i) == "-",
                _ => self.shape(i) == Shape::Number,
            });
        let is_place = |i| matches!(self.shape(i), Shape::Capitals | Shape::Mark);
        date && counts.words <= 6 && self.shape(line.start) == Shape::Capitals && (line.start..start).all(is_place)
    }

    fn shape_at(&self, line: &Range<usize>, at: usize) -> Shape {
        if line.start + at < line.end {
            self.shape(line.start + at)
        } else {
            Shape::Mark
        }
    }

    /// `(REUTERS/Ann Lee)`, `(AP Photo/Ann Lee)`, `Photo: Ann Lee`.
    fn has_credit(&self, line: &Range<usize>) -> bool {
        line.clone().any(|i| match self.letters(i) {
            "/" => {
                i > line.start
                    && i + 1 < line.end
                    && self.shape(i - 1).is_upper()
                    && self.shape(i + 1).is_upper()
                    && (line.start..i).rev().take(4).any(|at| self.letters(at) == "(")
            }
            "Photo" | "PHOTO" | "Credit" | "Photograph" | "Image" | "Picture" => {
                i + 1 < line.end && matches!(self.letters(i + 1), ":" | "by" | "/" | "Credit")
            }
            _ => false,
        })
    }

    /// Whether the full stop at `i` ends no sentence: `Ga. (AP)`, `Nov. 23`.
    fn ends_abbreviation(&self, i: usize, end: usize) -> bool {
        let goes_on = i + 1 < end && matches!(self.shape(i + 1), Shape::Mark | Shape::Number);
        goes_on && self.tokens[i].gap == Gap::None && self.shape(i - 1).is_upper()
    }

    /// Where the dateline of a line ends: behind the dash of `TROY, N.C. (AP) -`.
    pub fn dateline_end(&self, line: &Range<usize>) -> Option<usize> {
        let first = self.shape(line.start);
        if !first.is_upper() {
            return None;
        }
        let (mut bracket, mut lower, mut words) = (false, 0, 0);
        for i in line.start + 1..line.end.min(line.start + 18) {
            match self.letters(i) {
                "-" | "–" | "—" | "―" => {
                    let apart = self.tokens[i].gap > Gap::None || self.letters(i - 1) == ")" || self.letters(i) == "—";
                    let repeated = i + 1 < line.end && self.letters(i + 1) == self.letters(i);
                    if apart || repeated {
                        let end = if repeated { i + 2 } else { i + 1 };
                        let capitals = first == Shape::Capitals && lower == 0 && words <= 8;
                        return (end < line.end && (capitals || bracket)).then_some(end);
                    }
                }
                ")" if self.shape(i - 1).is_upper() => bracket = true,
                "." if self.ends_abbreviation(i, line.end) => {}
                "." | "!" | "?" | ":" | ";" | "\"" | "“" => return None,
                _ => {
                    bracket = bracket && self.shape(i) == Shape::Mark;
                    lower += usize::from(self.shape(i) == Shape::Lower);
                    words += usize::from(self.shape(i) != Shape::Mark);
                    if lower > 2 {
                        return None;
                    }
                }
            }
        }
        None
    }
}
