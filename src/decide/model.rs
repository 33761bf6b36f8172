//! The model: weights arranged for scoring, and the two looks at a document.

use super::chain::{Lattice, Potentials, Scores, Transitions, Viterbi};
use super::document::Survey;
use super::features::{Family, OFFSETS, REACH, Source, family_feature_name, word_features};
use super::label::{LabelSpan, Type, spans};
use super::second::Votes;
use super::weights::{LABEL_NAMES, LABELS, Row, SCALE, Table, key_of_name};
use crate::gazetteer::{Facts, Gazetteers, Matches};
use crate::repair::Repairer;
use crate::text::{Sentence, Shape, Text, Vocabulary, WordId};

/// Weights arranged for scoring.
#[derive(Debug)]
pub struct Model {
    table: Table,
    /// Rows of the numbered features; those of a family begin at `first_row[family]`.
    rows: Vec<Row>,
    first_row: Vec<usize>,
    /// The first look's chain and the second's.
    looks: [Look; 2],
    calibration: Vec<(f32, f32)>,
}

/// Label transitions of one look at the document.
#[derive(Debug)]
pub struct Look {
    /// Scores of label pairs.
    pub transitions: Transitions,
    /// Their exponentials.
    pub chain: Potentials,
}

/// Rows of the distinct words of a vocabulary, for each offset; grows with it.
#[derive(Debug, Default)]
pub struct WordRows {
    rows: Vec<[Row; OFFSETS]>,
}

impl WordRows {
    /// Forgets every word.
    pub fn clear(&mut self) {
        self.rows.clear();
    }
}

/// A name that the model decided on, with its probability.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// Its tokens and type.
    pub span: LabelSpan,
    /// The calibrated probability that both are right.
    pub score: f32,
    /// Probability of each type for the same tokens.
    pub by_type: [f32; 5],
}

/// Reused buffers.
#[derive(Debug, Default)]
pub struct Buffers {
    scores: Vec<Scores>,
    labels: Vec<u8>,
    viterbi: Viterbi,
    lattice: Lattice,
    votes: Votes,
    /// Labels of the first look at the last text, a token each.
    first: Vec<u8>,
    /// Scores of the second look at it; zeros for sentences without a name.
    last: Vec<Scores>,
}

impl Buffers {
    /// Forgets the last text.
    pub fn forget(&mut self) {
        self.first.clear();
        self.last.clear();
    }
}

/// The transition rows' names: first look and second.
pub const AFTER: [&str; 2] = ["after", "2after"];

impl Model {
    /// Arranges compiled weights.
    pub fn new(table: Table) -> Model {
        let row = |name: &str| table.row(key_of_name(name)).unwrap_or_default();
        let mut rows = Vec::new();
        let mut first_row = Vec::new();
        for &family in Family::ALL {
            first_row.push(rows.len());
            rows.extend((0..family.spec().1).map(|number| row(&family_feature_name(family, number))));
        }
        let looks = AFTER.map(|after| {
            let pairs = std::array::from_fn(|label| to_scores(&row(&format!("{after}={}", LABEL_NAMES[label]))));
            let transitions = Transitions {
                pairs,
                start: to_scores(&row(&format!("{after}=start"))),
            };
            let chain = Potentials::new(&transitions);
            Look { transitions, chain }
        });
        let calibration = parse_calibration(&table.fact("calibration").unwrap_or_default());
        Model {
            table,
            rows,
            first_row,
            looks,
            calibration,
        }
    }

    /// The compiled weights.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The row of a numbered feature.
    #[inline]
    pub fn row(&self, family: Family, number: usize) -> &Row {
        &self.rows[self.first_row[family as usize] + number]
    }

    /// Works out the rows of the words that the vocabulary has gained.
    pub fn update(&self, rows: &mut WordRows, source: &Source) {
        if rows.rows.len() > source.vocabulary.len() {
            rows.clear();
        }
        for id in rows.rows.len()..source.vocabulary.len() {
            let view = source.word_view(WordId(id as u32));
            let mut sums = [[0i32; LABELS]; OFFSETS];
            for (offset, sum) in sums.iter_mut().enumerate() {
                word_features(&view, offset, &mut |feature| {
                    if let Some(row) = self.table.row(feature.key()) {
                        sum.iter_mut()
                            .zip(row)
                            .for_each(|(sum, weight)| *sum += i32::from(weight));
                    }
                });
            }
            rows.rows
                .push(sums.map(|sum| sum.map(|sum| sum.clamp(i16::MIN.into(), i16::MAX.into()) as i16)));
        }
    }

    /// Scores of every token of a sentence, before the document speaks.
    pub fn score(&self, source: &Source, rows: &WordRows, sentence: &Sentence, scores: &mut Vec<[i32; LABELS]>) {
        for i in sentence.tokens.clone() {
            let mut sum = [0i32; LABELS];
            for offset in 0..OFFSETS {
                let at = (i + offset).wrapping_sub(REACH);
                if sentence.tokens.contains(&at) {
                    // A word two places before gives its row for offset 0, and so on.
                    add(&mut sum, &rows.rows[source.view(at, sentence.zone).index()][offset]);
                }
            }
            source.text_features(sentence, i, &mut |family, number| {
                add(&mut sum, self.row(family, number))
            });
            scores.push(sum);
        }
    }

    /// Decides on the names of a text.
    pub fn decide(&self, source: &Source, rows: &WordRows, forced: &[bool], buffers: &mut Buffers) -> Vec<Decision> {
        let text = source.text;
        let mut scores = Vec::with_capacity(text.tokens.len());
        let mut first = Vec::with_capacity(text.tokens.len());
        for sentence in &text.sentences {
            if !self.is_active(source, sentence) {
                scores.resize(sentence.tokens.end, [0; LABELS]);
                first.resize(sentence.tokens.end, 0);
                continue;
            }
            self.score(source, rows, sentence, &mut scores);
            buffers.scores.clear();
            buffers.scores.extend(
                scores[sentence.tokens.clone()]
                    .iter()
                    .map(|row| row.map(|sum| sum as f32 / SCALE)),
            );
            mask(&mut buffers.scores, &forced[sentence.tokens.clone()]);
            buffers
                .viterbi
                .run(&buffers.scores, &self.looks[0].transitions, &mut buffers.labels);
            first.extend_from_slice(&buffers.labels);
        }
        buffers.votes.count(source, &first);
        buffers.first = first;
        buffers.last.clear();
        buffers.last.resize(text.tokens.len(), [0.0; LABELS]);
        let mut decisions = Vec::new();
        for sentence in text
            .sentences
            .iter()
            .filter(|sentence| self.is_active(source, sentence))
        {
            self.second_look(source, sentence, &mut scores, buffers);
            mask(&mut buffers.scores, &forced[sentence.tokens.clone()]);
            buffers.last[sentence.tokens.clone()].copy_from_slice(&buffers.scores);
            self.decide_sentence(sentence, buffers, &mut decisions);
        }
        decisions
    }

    fn second_look(&self, source: &Source, sentence: &Sentence, scores: &mut [[i32; LABELS]], buffers: &mut Buffers) {
        buffers.scores.clear();
        for i in sentence.tokens.clone() {
            let sum = &mut scores[i];
            buffers
                .votes
                .features(source, sentence, &buffers.first, i, &mut |family, number| {
                    add(sum, self.row(family, number))
                });
            buffers.scores.push(sum.map(|sum| sum as f32 / SCALE));
        }
    }

    fn decide_sentence(&self, sentence: &Sentence, buffers: &mut Buffers, decisions: &mut Vec<Decision>) {
        let look = &self.looks[1];
        buffers
            .viterbi
            .run(&buffers.scores, &look.transitions, &mut buffers.labels);
        let found = spans(&buffers.labels, 0);
        if found.is_empty() {
            return;
        }
        buffers.lattice.run(&buffers.scores, &look.chain, None);
        for span in found {
            let by_type = Type::ALL.map(|kind| {
                let probability = buffers
                    .lattice
                    .span(span.start, span.end, kind.begin(), kind.inside(), &look.chain);
                self.calibrated(probability)
            });
            let offset = sentence.tokens.start;
            let score = by_type[span.kind as usize];
            let span = LabelSpan {
                start: span.start + offset,
                end: span.end + offset,
                kind: span.kind,
            };
            decisions.push(Decision { span, score, by_type });
        }
    }

    /// Probability of each type for the tokens `start..end` of a sentence of the text decided on last.
    pub fn readings(&self, sentence: &Sentence, start: usize, end: usize, buffers: &Buffers) -> [f32; 5] {
        if buffers.last.is_empty() {
            return [0.0; 5];
        }
        let look = &self.looks[1];
        let mut lattice = Lattice::default();
        lattice.run(&buffers.last[sentence.tokens.clone()], &look.chain, None);
        let offset = sentence.tokens.start;
        Type::ALL.map(|kind| {
            self.calibrated(lattice.span(start - offset, end - offset, kind.begin(), kind.inside(), &look.chain))
        })
    }

    /// Every feature of token `i` that the model knows, by name, with its weights.
    pub fn features(&self, source: &Source, sentence: &Sentence, i: usize, buffers: &Buffers) -> Vec<(String, Row)> {
        let mut features = Vec::new();
        for offset in 0..OFFSETS {
            let at = (i + offset).wrapping_sub(REACH);
            if sentence.tokens.contains(&at) {
                let view = source.word_view(source.view(at, sentence.zone));
                word_features(&view, offset, &mut |feature| {
                    features.extend(self.table.row(feature.key()).map(|row| (feature.name(), row)));
                });
            }
        }
        let mut numbered = |family, number| {
            features.push((family_feature_name(family, number), *self.row(family, number)));
        };
        source.text_features(sentence, i, &mut numbered);
        if !buffers.first.is_empty() {
            buffers
                .votes
                .features(source, sentence, &buffers.first, i, &mut numbered);
        }
        features
    }

    /// Whether a sentence can hold a name: it has a word that is not simply lower-case.
    fn is_active(&self, source: &Source, sentence: &Sentence) -> bool {
        sentence.tokens.clone().any(|i| {
            let shape = source.vocabulary.word(source.text.tokens[i].word).shape;
            !matches!(shape, Shape::Lower | Shape::Mark | Shape::Number)
                || source.matches.evidence(i).lower != 0
                || (source.matches.evidence(i).single | source.matches.evidence(i).begin) & !super::document::CUES != 0
        })
    }

    /// The share of right spans among those of this probability.
    fn calibrated(&self, probability: f32) -> f32 {
        let above = self.calibration.iter().position(|point| point.0 >= probability);
        let Some(above) = above else {
            return self.calibration.last().map_or(probability, |point| point.1);
        };
        let Some(below) = above.checked_sub(1) else {
            return self.calibration[0].1.min(1.0);
        };
        let ((x0, y0), (x1, y1)) = (self.calibration[below], self.calibration[above]);
        y0 + (y1 - y0) * (probability - x0) / (x1 - x0).max(f32::MIN_POSITIVE)
    }
}

#[inline]
fn add(sum: &mut [i32; LABELS], row: &Row) {
    sum.iter_mut()
        .zip(row)
        .for_each(|(sum, &weight)| *sum += i32::from(weight));
}

fn to_scores(row: &Row) -> Scores {
    row.map(|weight| f32::from(weight) / SCALE)
}

/// Words that a user's list has decided on belong to no name of the model's.
fn mask(scores: &mut [Scores], forced: &[bool]) {
    for (score, _) in scores.iter_mut().zip(forced).filter(|(_, forced)| **forced) {
        *score = [-60.0; LABELS];
        score[0] = 60.0;
    }
}

fn parse_calibration(text: &str) -> Vec<(f32, f32)> {
    text.split(' ')
        .filter_map(|point| {
            let (x, y) = point.split_once(':')?;
            Some((x.parse().ok()?, y.parse().ok()?))
        })
        .collect()
}

/// All that is worked out of a text before the model decides.
#[derive(Debug, Default)]
pub struct Worker {
    /// Distinct words.
    pub vocabulary: Vocabulary,
    /// What word lists say of them.
    pub facts: Facts,
    /// Their rows in the model.
    pub rows: WordRows,
    /// What the document says of them.
    pub survey: Survey,
    /// Buffers of the model.
    pub buffers: Buffers,
}

/// A vocabulary larger than this is emptied before the next text: it is memory, not knowledge.
const VOCABULARY: usize = 1 << 18;

impl Worker {
    /// Forgets what it has learned of words when that has become too much.
    pub fn tidy(&mut self) {
        if self.vocabulary.len() > VOCABULARY {
            *self = Worker::default();
        }
    }

    /// Reads a text: tokens, repaired by the weights given, sentences, listed names, uses of words. The last value
    /// says where words were taken apart, as offsets of the text.
    pub fn read<'t>(
        &mut self,
        source: &'t str,
        gazetteers: &Gazetteers,
        repair: Option<&Table>,
    ) -> (Text<'t>, Matches, Vec<u32>) {
        let mut tokens = crate::text::tokens(source, &mut self.vocabulary);
        self.facts.update(&self.vocabulary, gazetteers);
        let mut cuts = Vec::new();
        if let Some(table) = repair {
            let repairer = Repairer::new(source, &tokens, &self.vocabulary, &self.facts, gazetteers);
            let splits = crate::repair::splits(&repairer, &tokens, table);
            cuts.extend(splits.iter().map(|&(i, at)| tokens[i].start + at as u32));
            crate::repair::apply(source, &mut tokens, &splits, &mut self.vocabulary);
            self.facts.update(&self.vocabulary, gazetteers);
        }
        let text = Text::of_tokens(source, tokens, &self.vocabulary);
        let matches = gazetteers.find(&text, &self.vocabulary, &self.facts);
        self.survey.survey(&text, &self.vocabulary, &self.facts, &matches);
        (text, matches, cuts)
    }
}
