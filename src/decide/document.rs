//! What a document says of its own words before any label is given: in which case and in which places they stand.

use std::ops::Range;

use crate::gazetteer::{Facts, Kind, Matches};
use crate::repair::Wear;
use crate::text::{Gap, PerWord, Shape, Text, Vocabulary, WordId, Zone};

/// Uses of a word in one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// In lower case.
    pub lower: u16,
    /// With a capital, not at the start of a sentence.
    pub upper: u16,
    /// As a capitalised word alone.
    pub alone: u16,
    /// As the first of several capitalised words.
    pub first: u16,
    /// Between capitalised words.
    pub middle: u16,
    /// As the last of several capitalised words.
    pub last: u16,
    /// Behind a known first name.
    pub behind_first_name: u16,
    /// In brackets behind words with these initials.
    pub acronym: u16,
}

/// A run of capitalised words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Whether its first word is known as a first name.
    pub first_name: bool,
    /// Kinds of cues at its last word.
    pub head: u64,
    /// Kinds of cues at the first word of the longer run that `of`, `and`, `for` tie it to.
    pub wide_head: u64,
    /// Whether its initials follow in brackets.
    pub has_acronym: bool,
}

/// Runs and uses of the words of one text.
#[derive(Debug, Default)]
pub struct Survey {
    uses: PerWord<Uses>,
    /// For each token its run, counted from 1; 0 for none.
    run_of: Vec<u32>,
    runs: Vec<Run>,
    /// How worn the text is.
    pub wear: Wear,
}

/// Counts as a first name from here on: about 64 bearers on the lists.
const FIRST_NAME: u8 = 7;

impl Survey {
    /// The uses of a word, by its folded form.
    #[inline]
    pub fn uses(&self, folded: WordId) -> Uses {
        self.uses.get(folded)
    }

    /// The run that token `i` is in.
    #[inline]
    pub fn run(&self, i: usize) -> Option<&Run> {
        self.runs.get((self.run_of[i] as usize).checked_sub(1)?)
    }

    /// Surveys a text; what was known of another is forgotten.
    pub fn survey(&mut self, text: &Text, vocabulary: &Vocabulary, facts: &Facts, matches: &Matches, wear: Wear) {
        self.wear = wear;
        self.uses.clear(vocabulary);
        self.runs.clear();
        self.run_of.clear();
        self.run_of.resize(text.tokens.len(), 0);
        let mut surveyor = Surveyor {
            survey: self,
            text,
            vocabulary,
            facts,
            matches,
        };
        for sentence in &text.sentences {
            surveyor.sentence(sentence.tokens.clone(), sentence.zone);
        }
    }
}

struct Surveyor<'a> {
    survey: &'a mut Survey,
    text: &'a Text<'a>,
    vocabulary: &'a Vocabulary,
    facts: &'a Facts,
    matches: &'a Matches,
}

impl Surveyor<'_> {
    fn shape(&self, i: usize) -> Shape {
        self.vocabulary.word(self.text.tokens[i].word).shape
    }

    fn count(&mut self, i: usize, field: fn(&mut Uses) -> &mut u16) {
        let folded = self.vocabulary.word(self.text.tokens[i].word).folded;
        let field = field(self.survey.uses.touch(folded));
        *field = field.saturating_add(1);
    }

    fn sentence(&mut self, tokens: Range<usize>, zone: Zone) {
        let capitals = matches!(zone, Zone::Capitals | Zone::Title);
        let mut wide_head = 0;
        let mut i = tokens.start;
        while i < tokens.end {
            let shape = self.shape(i);
            if !shape.may_begin_name() {
                if shape == Shape::Lower && !capitals {
                    self.count(i, |uses| &mut uses.lower);
                }
                if !self.ties(i) {
                    wide_head = 0;
                }
                i += 1;
                continue;
            }
            let start = i;
            i += 1;
            while i < tokens.end && self.continues(i, tokens.end) {
                i += 1;
            }
            if zone == Zone::Capitals {
                continue;
            }
            if start > tokens.start {
                (start..i).for_each(|at| self.count(at, |uses| &mut uses.upper));
            }
            let head = cues(self.matches, i - 1);
            if wide_head == 0 {
                wide_head = cues(self.matches, start) | Kind::Other.bit();
            }
            let has_acronym = self.acronym(start, i, tokens.end);
            self.run(Run {
                tokens: start..i,
                first_name: i > start + 1 && self.facts.lexeme(self.text.tokens[start].word).first >= FIRST_NAME,
                head,
                wide_head: wide_head & !Kind::Other.bit(),
                has_acronym,
            });
        }
    }

    /// A capitalised word, or a mark or initial between two.
    fn continues(&self, i: usize, limit: usize) -> bool {
        let shape = self.shape(i);
        if shape.may_begin_name() {
            return self.text.tokens[i].gap < Gap::Paragraph;
        }
        let joins = matches!(self.text.word(i), "-" | "&" | "'" | "’");
        joins && self.text.tokens[i].gap == Gap::None && i + 1 < limit && self.shape(i + 1).is_upper()
            || self.text.word(i) == "&" && i + 1 < limit && self.shape(i + 1).is_upper()
    }

    /// Whether a word ties two capitalised runs into one name.
    fn ties(&self, i: usize) -> bool {
        matches!(
            self.text.word(i),
            "of" | "and" | "for" | "the" | "de" | "du" | "des" | "del" | "la" | "on" | "in"
        )
    }

    fn run(&mut self, run: Run) {
        let Range { start, end } = run.tokens;
        self.survey.runs.push(run.clone());
        let number = self.survey.runs.len() as u32;
        for at in start..end {
            self.survey.run_of[at] = number;
            if end == start + 1 {
                self.count(at, |uses| &mut uses.alone);
            } else if at == start {
                self.count(at, |uses| &mut uses.first);
            } else if at + 1 == end {
                self.count(at, |uses| &mut uses.last);
            } else {
                self.count(at, |uses| &mut uses.middle);
            }
            if at > start && run.first_name {
                self.count(at, |uses| &mut uses.behind_first_name);
            }
        }
    }

    /// `World Health Organization (WHO)`: counts the acronym where the run's initials follow in brackets.
    fn acronym(&mut self, start: usize, end: usize, limit: usize) -> bool {
        let inside = end + 1;
        if end + 2 >= limit || self.text.word(end) != "(" || self.text.word(end + 2) != ")" {
            return false;
        }
        if !matches!(self.shape(inside), Shape::Capitals | Shape::MixedUpper) {
            return false;
        }
        let acronym: Vec<char> = self.text.word(inside).chars().filter(|c| c.is_alphabetic()).collect();
        let first = self.text.word(start).chars().next();
        // Runs tied by `of` begin earlier: the last initials must agree, the first only for a run of its own.
        let last = self.text.word(end - 1).chars().next();
        let matches = acronym.len() >= 2 && (first == acronym.first().copied() || last == acronym.last().copied());
        if matches {
            self.count(inside, |uses| &mut uses.acronym);
        }
        matches
    }
}

/// The cues that token `i` is.
fn cues(matches: &Matches, i: usize) -> u64 {
    let evidence = matches.evidence(i);
    evidence.single & CUES
}

/// The kinds that are cues.
pub const CUES: u64 = !(Kind::CueHonorific.bit() - 1);
