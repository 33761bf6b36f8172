//! The features of a word in its text.
//!
//! Features of a word alone (letters, lists of words, clusters) are enumerated for each distinct word and offset; the
//! model sums them into one row a word. Features of the text (lists of longer names, zone, document, neighbours) are
//! numbers of small families, whose rows the model keeps in tables.

use super::document::{CUES, Survey};
use super::weights::{with_number, with_text};
use crate::gazetteer::{Facts, Kind, Lexeme, Matches};
use crate::repair::LEVELS;
use crate::text::hash::hash;
use crate::text::shape::pattern;
use crate::text::{Gap, Sentence, Shape, Text, Vocabulary, WordId, Zone};

/// Farthest neighbour whose word matters.
pub const REACH: usize = 2;
/// Number of offsets at which a word matters: from two before it to two behind it.
pub const OFFSETS: usize = 2 * REACH + 1;
/// Rows of a word: one for each offset, then for the words just before and just behind one for each form.
pub const ROWS: usize = OFFSETS + 2 * FORMS;
/// Number of forms.
const FORMS: usize = 3;

/// The coarse form of the word that a neighbour is seen from.
#[inline]
fn form(shape: Shape) -> usize {
    match shape {
        Shape::Capitalized | Shape::MixedUpper | Shape::MixedLower => 0,
        Shape::Capitals | Shape::Initial => 1,
        _ => 2,
    }
}

/// A feature, for whom it is to be named.
#[derive(Clone, Copy, Debug)]
pub struct Feature<'a> {
    /// What it looks at, such as `word[-1]`.
    pub template: &'a str,
    /// The text it found there.
    pub text: Option<&'a str>,
    /// The numbers it found there.
    pub numbers: &'a [u64],
}

impl Feature<'_> {
    /// The key it has in a model.
    pub fn key(&self) -> u64 {
        let key = hash(self.template.as_bytes());
        let key = self.text.map_or(key, |text| with_text(key, hash(text.as_bytes())));
        self.numbers.iter().fold(key, |key, &number| with_number(key, number))
    }

    /// The name it has in a weights file.
    pub fn name(&self) -> String {
        let mut name = self.template.to_owned();
        if let Some(text) = self.text {
            name.push('=');
            name.push_str(text);
        }
        for number in self.numbers {
            name.push_str(&format!("#{number}"));
        }
        name
    }
}

const WORD: [&str; OFFSETS] = ["word[-2]", "word[-1]", "word[0]", "word[1]", "word[2]"];
const SHAPE: [&str; OFFSETS] = ["shape[-2]", "shape[-1]", "shape[0]", "shape[1]", "shape[2]"];
const C64: [&str; OFFSETS] = ["c64[-2]", "c64[-1]", "c64[0]", "c64[1]", "c64[2]"];
const C400: [&str; OFFSETS] = ["c400[-2]", "c400[-1]", "c400[0]", "c400[1]", "c400[2]"];
const C1500: [&str; OFFSETS] = ["", "c1500[-1]", "c1500[0]", "c1500[1]", ""];
const ZIPF: [&str; OFFSETS] = ["", "zipf[-1]", "zipf[0]", "zipf[1]", ""];
const FIRST: [&str; OFFSETS] = ["", "first[-1]", "first[0]", "first[1]", ""];
const SURNAME: [&str; OFFSETS] = ["", "surname[-1]", "surname[0]", "surname[1]", ""];
const PREFIX: [&str; 4] = ["prefix1", "prefix2", "prefix3", "prefix4"];
const SUFFIX: [&str; 4] = ["suffix1", "suffix2", "suffix3", "suffix4"];

/// A word with what word lists say of it.
#[derive(Clone, Copy, Debug)]
pub struct WordView<'a> {
    /// Its letters.
    pub surface: &'a str,
    /// Its folded letters.
    pub folded: &'a str,
    /// Its shape.
    pub shape: Shape,
    /// What word lists say of it.
    pub lexeme: &'a Lexeme,
}

fn zipf_class(lexeme: &Lexeme) -> u64 {
    u64::from(lexeme.zipf.div_ceil(75))
}

fn upper_class(lexeme: &Lexeme) -> u64 {
    match lexeme.upper {
        255 => 0,
        share => 1 + u64::from(share) / 20,
    }
}

const BESIDE: [&str; 2] = ["word[-1]form", "word[1]form"];
const BESIDE400: [&str; 2] = ["c400[-1]form", "c400[1]form"];

/// Enumerates the features of one of a word's rows. Row `offset` is for the word `REACH - offset` places behind it:
/// offset 2 is the word itself, offset 1 the word before.
pub fn word_features(word: &WordView, row: usize, emit: &mut impl FnMut(Feature)) {
    match row.checked_sub(OFFSETS) {
        None => offset_features(word, row, emit),
        Some(beside) => {
            let (side, form) = (beside / FORMS, (beside % FORMS) as u64);
            emit(Feature {
                template: BESIDE[side],
                text: Some(word.folded),
                numbers: &[form],
            });
            if word.lexeme.c400 != Lexeme::NONE {
                emit(Feature {
                    template: BESIDE400[side],
                    text: None,
                    numbers: &[word.lexeme.c400.into(), form],
                });
            }
        }
    }
}

fn offset_features(word: &WordView, offset: usize, emit: &mut impl FnMut(Feature)) {
    let mut text = |template, text: &str| {
        emit(Feature {
            template,
            text: Some(text),
            numbers: &[],
        })
    };
    let lexeme = word.lexeme;
    let pattern = pattern(word.surface);
    text(WORD[offset], word.folded);
    text(SHAPE[offset], &pattern);
    if offset == REACH {
        affixes(word.folded, &mut text);
    }
    let mut number = |template, numbers: &[u64]| {
        emit(Feature {
            template,
            text: None,
            numbers,
        })
    };
    let shape = word.shape as u64;
    if lexeme.c64 != Lexeme::NONE {
        number(C64[offset], &[lexeme.c64.into()]);
        number(C400[offset], &[lexeme.c400.into()]);
        if !C1500[offset].is_empty() {
            number(C1500[offset], &[lexeme.c1500.into()]);
        }
    }
    if ZIPF[offset].is_empty() {
        return;
    }
    number(ZIPF[offset], &[zipf_class(lexeme), u64::from(word.shape.is_upper())]);
    number(FIRST[offset], &[lexeme.first.into(), u64::from(word.shape.is_upper())]);
    number(
        SURNAME[offset],
        &[lexeme.surname.into(), u64::from(word.shape.is_upper())],
    );
    if offset == REACH {
        number("upper", &[upper_class(lexeme), shape]);
        number(
            "names",
            &[
                u64::from(lexeme.first) / 2,
                u64::from(lexeme.surname) / 2,
                zipf_class(lexeme) / 2,
            ],
        );
        number("c64shape", &[lexeme.c64.into(), shape]);
    }
}

fn affixes(folded: &str, text: &mut impl FnMut(&'static str, &str)) {
    let ends: Vec<usize> = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
    for n in 1..ends.len().min(5) {
        text(PREFIX[n - 1], &folded[..ends[n]]);
        text(SUFFIX[n - 1], &folded[ends[ends.len() - 1 - n]..]);
    }
}

macro_rules! families {
    ($($variant:ident $name:literal $size:expr),* $(,)?) => {
        /// Families of numbered features.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Family { $($variant),* }

        impl Family {
            /// Every family.
            pub const ALL: &[Family] = &[$(Family::$variant),*];

            /// Its name and how many numbers it has.
            pub fn spec(self) -> (&'static str, usize) {
                match self { $(Family::$variant => ($name, $size)),* }
            }
        }
    };
}

const KINDS: usize = 64;
const SHAPES: usize = 9;
const CLASSES: usize = 65;

families! {
    SingleBefore2 "single[-2]" KINDS,
    SingleBefore "single[-1]" KINDS,
    Single "single[0]" KINDS,
    SingleAfter "single[1]" KINDS,
    SingleAfter2 "single[2]" KINDS,
    BeginBefore "begin[-1]" KINDS,
    Begin "begin[0]" KINDS,
    BeginAfter "begin[1]" KINDS,
    InsideBefore "inside[-1]" KINDS,
    Inside "inside[0]" KINDS,
    InsideAfter "inside[1]" KINDS,
    Lower "lower[0]" KINDS,
    LowerBefore "lower[-1]" KINDS,
    CapsSingle "capssingle[0]" KINDS,
    CapsBegin "capsbegin[0]" KINDS,
    CapsInside "capsinside[0]" KINDS,
    ZoneShape "zone" 7 * SHAPES,
    Place "place" 4 * SHAPES,
    Shapes "shapes" SHAPES * SHAPES * SHAPES,
    Gaps "gaps" 4 * 4 * SHAPES,
    Bracket "bracket" 4 * SHAPES,
    RunPlace "run" 4 * 6 * 2 * 2,
    RunHead "runhead" KINDS * 2,
    WideHead "widehead" KINDS * 2,
    DocLower "doclower" 4 * 4 * SHAPES,
    DocRole "docrole" 3 * 3 * 3 * 3,
    DocPerson "docperson" 4,
    DocAcronym "docacronym" 4,
    PairBefore "pair[-1]" CLASSES * CLASSES,
    PairAfter "pair[1]" CLASSES * CLASSES,
    Wear "wear" LEVELS * SHAPES,
    WearLower "wearlower" LEVELS * KINDS,
    WearUses "wearuses" LEVELS * 4,
    WearZipf "wearzipf" LEVELS * 12,
    WearName "wearname" LEVELS * 9,
    ShapeCueBefore "cueshape[-1]" KINDS * SHAPES,
    ShapeCueAfter "cueshape[1]" KINDS * SHAPES,
    SingleNone "nolist" SHAPES * 4,
    Own "2own" 11 * 2,
    Share "2share" 6 * 4,
    Role "2role" 16 * 2,
    NextOwn "2next" 11 * 11,
    Known "2known" 6 * 4,
    PlaceNames "2places" 3 * 6 * 6,
}

/// Everything the features of a text are read from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The text.
    pub text: &'a Text<'a>,
    /// Its words.
    pub vocabulary: &'a Vocabulary,
    /// What word lists say of them.
    pub facts: &'a Facts,
    /// The listed names in it.
    pub matches: &'a Matches,
    /// What the document says of its words.
    pub survey: &'a Survey,
}

impl<'a> Source<'a> {
    /// The word that stands for token `i`: in a line of capitals its lower-case form.
    #[inline]
    pub fn view(&self, i: usize, zone: Zone) -> WordId {
        let word = self.text.tokens[i].word;
        if zone == Zone::Capitals {
            self.vocabulary.word(word).folded
        } else {
            word
        }
    }

    /// A word with what word lists say of it.
    pub fn word_view(&self, id: WordId) -> WordView<'a> {
        let word = self.vocabulary.word(id);
        WordView {
            surface: self.vocabulary.surface(id),
            folded: self.vocabulary.folded(id),
            shape: word.shape,
            lexeme: self.facts.lexeme(id),
        }
    }

    #[inline]
    fn shape(&self, i: usize) -> Shape {
        self.vocabulary.word(self.text.tokens[i].word).shape
    }

    /// Enumerates the word rows that make up the score of token `i`: a word and the number of its row each.
    #[inline]
    pub fn word_rows(&self, sentence: &Sentence, i: usize, mut visit: impl FnMut(WordId, usize)) {
        for offset in 0..OFFSETS {
            let at = (i + offset).wrapping_sub(REACH);
            if sentence.tokens.contains(&at) {
                visit(self.view(at, sentence.zone), offset);
            }
        }
        let form = form(self.shape(i));
        if i > sentence.tokens.start {
            visit(self.view(i - 1, sentence.zone), OFFSETS + form);
        }
        if i + 1 < sentence.tokens.end {
            visit(self.view(i + 1, sentence.zone), OFFSETS + FORMS + form);
        }
    }

    /// Shape of a neighbour; `Mark` beyond the sentence.
    #[inline]
    fn shape_at(&self, sentence: &Sentence, i: usize, offset: isize) -> usize {
        let at = i.wrapping_add_signed(offset);
        if sentence.tokens.contains(&at) {
            self.shape(at) as usize
        } else {
            Shape::Mark as usize
        }
    }

    #[inline]
    fn class_at(&self, sentence: &Sentence, i: usize, offset: isize) -> usize {
        let at = i.wrapping_add_signed(offset);
        if !sentence.tokens.contains(&at) {
            return 64;
        }
        let lexeme = self.facts.lexeme(self.view(at, sentence.zone));
        usize::from(lexeme.c64.min(64))
    }

    /// Enumerates the numbered features of token `i`, a family and a number each.
    #[inline]
    pub fn text_features(&self, sentence: &Sentence, i: usize, emit: &mut impl FnMut(Family, usize)) {
        let shape = self.shape(i) as usize;
        self.list_features(sentence, i, emit);
        emit(Family::ZoneShape, sentence.zone as usize * SHAPES + shape);
        let place = (i - sentence.tokens.start).min(2)
            + usize::from(i + 1 == sentence.tokens.end && i > sentence.tokens.start + 2);
        emit(Family::Place, place * SHAPES + shape);
        let (before, after) = (self.shape_at(sentence, i, -1), self.shape_at(sentence, i, 1));
        emit(Family::Shapes, (before * SHAPES + shape) * SHAPES + after);
        let gap = self.text.tokens[i].gap as usize;
        let next = self.text.tokens.get(i + 1).map_or(Gap::Paragraph, |token| token.gap) as usize;
        emit(Family::Gaps, (gap * 4 + next) * SHAPES + shape);
        emit(Family::Bracket, self.bracket(sentence, i) * SHAPES + shape);
        let class = self.class_at(sentence, i, 0);
        emit(Family::PairBefore, self.class_at(sentence, i, -1) * CLASSES + class);
        emit(Family::PairAfter, class * CLASSES + self.class_at(sentence, i, 1));
        self.document_features(i, shape, emit);
    }

    fn list_features(&self, sentence: &Sentence, i: usize, emit: &mut impl FnMut(Family, usize)) {
        let evidence = self.matches.evidence(i);
        let shape = self.shape(i) as usize;
        if sentence.zone == Zone::Capitals {
            bits(evidence.single, Family::CapsSingle, emit);
            bits(evidence.begin, Family::CapsBegin, emit);
            bits(evidence.inside, Family::CapsInside, emit);
        } else {
            bits(evidence.single, Family::Single, emit);
            bits(evidence.begin, Family::Begin, emit);
            bits(evidence.inside, Family::Inside, emit);
            bits(evidence.lower, Family::Lower, emit);
            let names = !CUES;
            if (evidence.single | evidence.begin | evidence.inside) & names == 0 {
                let lexeme = self.facts.lexeme(self.text.tokens[i].word);
                let known = usize::from(lexeme.first > 4) * 2 + usize::from(lexeme.surname > 4);
                emit(Family::SingleNone, shape * 4 + known);
            }
        }
        if i > sentence.tokens.start {
            let before = self.matches.evidence(i - 1);
            bits(before.single, Family::SingleBefore, emit);
            bits(before.begin, Family::BeginBefore, emit);
            bits(before.inside, Family::InsideBefore, emit);
            bits(before.lower, Family::LowerBefore, emit);
            let cues = (before.single | before.begin | before.inside) & CUES;
            each_bit(cues, |kind| emit(Family::ShapeCueBefore, kind * SHAPES + shape));
            if i > sentence.tokens.start + 1 {
                bits(self.matches.evidence(i - 2).single, Family::SingleBefore2, emit);
            }
        }
        if i + 1 < sentence.tokens.end {
            let after = self.matches.evidence(i + 1);
            bits(after.single, Family::SingleAfter, emit);
            bits(after.begin, Family::BeginAfter, emit);
            bits(after.inside, Family::InsideAfter, emit);
            let cues = (after.single | after.begin) & CUES;
            each_bit(cues, |kind| emit(Family::ShapeCueAfter, kind * SHAPES + shape));
            if i + 2 < sentence.tokens.end {
                bits(self.matches.evidence(i + 2).single, Family::SingleAfter2, emit);
            }
        }
    }

    /// A word in lower case in a worn text, where names have lost their capitals.
    fn worn_features(&self, i: usize, wear: usize, upper_uses: u16, emit: &mut impl FnMut(Family, usize)) {
        each_bit(self.matches.evidence(i).lower, |kind| {
            emit(Family::WearLower, wear * KINDS + kind)
        });
        emit(Family::WearUses, wear * 4 + usize::from(upper_uses.min(3)));
        let lexeme = self.facts.lexeme(self.text.tokens[i].word);
        emit(Family::WearZipf, wear * 12 + (zipf_class(lexeme) as usize).min(11));
        let class = |count: u8| usize::from(count.saturating_sub(1) / 4).min(2);
        emit(
            Family::WearName,
            (wear * 3 + class(lexeme.first)) * 3 + class(lexeme.surname),
        );
    }

    /// 1: opened just before, 2: closes just behind, 3: both.
    fn bracket(&self, sentence: &Sentence, i: usize) -> usize {
        let opens = i > sentence.tokens.start && matches!(self.text.word(i - 1), "(" | "[" | "/");
        let closes = i + 1 < sentence.tokens.end && matches!(self.text.word(i + 1), ")" | "]" | "/");
        usize::from(opens) + 2 * usize::from(closes)
    }

    fn document_features(&self, i: usize, shape: usize, emit: &mut impl FnMut(Family, usize)) {
        let run = self.survey.run(i);
        if let Some(run) = run {
            let place = match (i == run.tokens.start, i + 1 == run.tokens.end) {
                (true, true) => 0,
                (true, false) => 1,
                (false, false) => 2,
                (false, true) => 3,
            };
            let length = run.tokens.len().min(6) - 1;
            let flags = usize::from(run.first_name) * 2 + usize::from(run.has_acronym);
            emit(Family::RunPlace, (place * 6 + length) * 4 + flags);
            let last = usize::from(place == 0 || place == 3);
            each_bit(run.head, |kind| emit(Family::RunHead, kind * 2 + last));
            each_bit(run.wide_head, |kind| emit(Family::WideHead, kind * 2 + last));
        }
        let wear = self.survey.wear.level();
        emit(Family::Wear, wear * SHAPES + shape);
        if shape == Shape::Mark as usize || shape == Shape::Number as usize {
            return;
        }
        let word = self.vocabulary.word(self.text.tokens[i].word);
        let uses = self.survey.uses(word.folded);
        let own = |count: u16, own: bool| usize::from(count.saturating_sub(u16::from(own)).min(3));
        let is_lower = word.shape == Shape::Lower;
        emit(
            Family::DocLower,
            (own(uses.lower, is_lower) * 4 + own(uses.upper, !is_lower)) * SHAPES + shape,
        );
        let (mut alone, mut first, mut middle, mut last) = (uses.alone, uses.first, uses.middle, uses.last);
        let mut behind = uses.behind_first_name;
        if is_lower && wear > 0 {
            self.worn_features(i, wear, uses.upper, emit);
        }
        if let Some(run) = run {
            let role = match (i == run.tokens.start, i + 1 == run.tokens.end) {
                (true, true) => &mut alone,
                (true, false) => &mut first,
                (false, false) => &mut middle,
                (false, true) => &mut last,
            };
            *role = role.saturating_sub(1);
            behind = behind.saturating_sub(u16::from(run.first_name && i > run.tokens.start));
        }
        let class = |count: u16| usize::from(count.min(2));
        if alone + first + middle + last > 0 {
            emit(
                Family::DocRole,
                ((class(alone) * 3 + class(first)) * 3 + class(middle)) * 3 + class(last),
            );
        }
        if behind > 0 {
            emit(Family::DocPerson, usize::from(behind.min(3)));
        }
        if uses.acronym > 0 {
            emit(Family::DocAcronym, usize::from(uses.acronym.min(3)));
        }
    }
}

#[inline]
fn bits(set: u64, family: Family, emit: &mut impl FnMut(Family, usize)) {
    each_bit(set, |kind| emit(family, kind));
}

#[inline]
fn each_bit(mut set: u64, mut visit: impl FnMut(usize)) {
    while set != 0 {
        visit(set.trailing_zeros() as usize);
        set &= set - 1;
    }
}

/// The name of a numbered feature: kinds by their names, all else by its number.
pub fn family_feature_name(family: Family, number: usize) -> String {
    let (name, size) = family.spec();
    let kind = |kind: usize| Kind::ALL.get(kind).map_or("none", |kind| kind.name());
    match family {
        _ if size == KINDS => format!("{name}={}", kind(number)),
        Family::RunHead | Family::WideHead => format!("{name}={}#{}", kind(number / 2), number % 2),
        Family::WearLower => format!("{name}={}#{}", kind(number % KINDS), number / KINDS),
        Family::ShapeCueBefore | Family::ShapeCueAfter => {
            format!("{name}={}#{}", kind(number / SHAPES), number % SHAPES)
        }
        Family::ZoneShape => format!("{name}={}#{}", Zone::ALL[number / SHAPES].name(), number % SHAPES),
        _ => format!("{name}#{number}"),
    }
}
