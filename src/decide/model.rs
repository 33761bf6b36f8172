//! The model: weights arranged for scoring, and the two looks at a document.

use super::active::{ActiveRun, active_runs};
use super::chain::{Lattice, Potentials, Scores, Steps, Transitions, Viterbi};
use super::document::Survey;
use super::features::{Family, ROWS, Source, family_feature_name, word_features};
use super::label::{LabelSpan, Type, spans};
use super::second::Votes;
use super::weights::{LABEL_NAMES, Row, SCALE, Table, WIDTH, key_of_name};
use crate::gazetteer::{Facts, Gazetteers, Matches};
use crate::repair::{Repairer, Split, Wear};
use crate::text::{PerWord, Sentence, Text, Vocabulary, WordId};

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
    /// Scores of label pairs, for the best path.
    pub steps: Steps,
    /// Their exponentials.
    pub chain: Potentials,
}

/// Rows of the distinct words of a vocabulary, all of [`word_features`]; grows with it.
#[derive(Debug, Default)]
pub struct WordRows {
    rows: Vec<[Row; ROWS]>,
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
    /// Parts of the last text that can hold names.
    runs: Vec<ActiveRun>,
    /// Scores of their tokens at the first look.
    sums: Vec<Row>,
    /// Labels of the look before at the last text, a token each; in the end those of the last.
    before: Vec<u8>,
    /// Labels of the look under way; in the end those that the last look went by.
    labelled: Vec<u8>,
    /// Scores of the last look at it; zeros for sentences without a name.
    last: Vec<Scores>,
}

impl Buffers {
    /// Forgets the last text.
    pub fn forget(&mut self) {
        self.runs.clear();
        self.before.clear();
        self.labelled.clear();
        self.last.clear();
    }
}

/// Looks at a text: the first, and two that go by what the one before found. The weights of the second serve the
/// third: measured on left-out corpora it gains half a point, and a fourth nothing.
const LOOKS: usize = 3;

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
            let transitions = transitions(after, |name| to_scores(&row(name)));
            Look {
                steps: Steps::new(&transitions),
                chain: Potentials::new(&transitions),
            }
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
            let mut sums = [[0i32; WIDTH]; ROWS];
            for (row, sum) in sums.iter_mut().enumerate() {
                word_features(&view, row, &mut |feature| {
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

    /// Score of token `i` before the document speaks.
    #[inline]
    fn score(&self, source: &Source, rows: &WordRows, sentence: &Sentence, i: usize) -> Row {
        let mut sum = Row::default();
        source.word_rows(sentence, i, |word, row| add(&mut sum, &rows.rows[word.index()][row]));
        source.text_features(sentence, i, &mut |family, number| {
            add(&mut sum, self.row(family, number))
        });
        sum
    }

    /// Decides on the names of a text.
    pub fn decide(&self, source: &Source, rows: &WordRows, forced: &[bool], buffers: &mut Buffers) -> Vec<Decision> {
        let tokens = source.text.tokens.len();
        buffers.runs.clear();
        active_runs(source, &mut buffers.runs);
        buffers.before.clear();
        buffers.before.resize(tokens, 0);
        buffers.last.clear();
        buffers.last.resize(tokens, [0.0; WIDTH]);
        buffers.sums.clear();
        for run in &buffers.runs {
            let sentence = &source.text.sentences[run.sentence];
            buffers.scores.clear();
            for i in run.tokens.clone() {
                let sum = self.score(source, rows, sentence, i);
                buffers.scores.push(if forced[i] { TAKEN } else { to_scores(&sum) });
                buffers.sums.push(sum);
            }
            buffers
                .viterbi
                .run(&buffers.scores, &self.looks[0].steps, run.ends, &mut buffers.labels);
            buffers.before[run.tokens.clone()].copy_from_slice(&buffers.labels);
        }
        for _ in 1..LOOKS {
            buffers.votes.count(source, &buffers.before);
            self.look_again(source, forced, buffers);
            std::mem::swap(&mut buffers.before, &mut buffers.labelled);
        }
        self.decisions(buffers)
    }

    /// Labels the text anew by what the labels given before say of its words.
    fn look_again(&self, source: &Source, forced: &[bool], buffers: &mut Buffers) {
        let look = &self.looks[1];
        let mut sums = buffers.sums.iter();
        buffers.labelled.clear();
        buffers.labelled.resize(buffers.before.len(), 0);
        for run in &buffers.runs {
            let sentence = &source.text.sentences[run.sentence];
            for (i, first) in run.tokens.clone().zip(&mut sums) {
                let (votes, mut sum) = (&buffers.votes, Row::default());
                votes.features(source, sentence, &buffers.before, i, &mut |family, number| {
                    add(&mut sum, self.row(family, number))
                });
                buffers.last[i] = if forced[i] {
                    TAKEN
                } else {
                    again(&to_scores(first), &to_scores(&sum))
                };
            }
            let scores = &buffers.last[run.tokens.clone()];
            buffers.viterbi.run(scores, &look.steps, run.ends, &mut buffers.labels);
            buffers.labelled[run.tokens.clone()].copy_from_slice(&buffers.labels);
        }
    }

    /// The names among the labels given last, with their probabilities.
    fn decisions(&self, buffers: &mut Buffers) -> Vec<Decision> {
        let mut decisions = Vec::new();
        for run in &buffers.runs {
            let found = spans(&buffers.before[run.tokens.clone()], 0);
            if found.is_empty() {
                continue;
            }
            let scores = &buffers.last[run.tokens.clone()];
            buffers.lattice.run(scores, &self.looks[1].chain, run.ends, None);
            decisions.extend(found.into_iter().map(|span| self.decision(run, span, &buffers.lattice)));
        }
        decisions
    }

    /// A span of a run with its probabilities.
    fn decision(&self, run: &ActiveRun, span: LabelSpan, lattice: &Lattice) -> Decision {
        let by_type = self.by_type(lattice, span.start, span.end);
        let offset = run.tokens.start;
        let score = by_type[span.kind as usize];
        let span = LabelSpan {
            start: span.start + offset,
            end: span.end + offset,
            kind: span.kind,
        };
        Decision { span, score, by_type }
    }

    fn by_type(&self, lattice: &Lattice, start: usize, end: usize) -> [f32; 5] {
        let chain = &self.looks[1].chain;
        Type::ALL.map(|kind| self.calibrated(lattice.span(start, end, kind.begin(), kind.inside(), chain)))
    }

    /// Probability of each type for the tokens `start..end` of the text decided on last; none where the model saw no
    /// possible name.
    pub fn readings(&self, start: usize, end: usize, buffers: &Buffers) -> Option<[f32; 5]> {
        let run = buffers
            .runs
            .iter()
            .find(|run| run.tokens.start <= start && end <= run.tokens.end)?;
        let mut lattice = Lattice::default();
        lattice.run(&buffers.last[run.tokens.clone()], &self.looks[1].chain, run.ends, None);
        Some(self.by_type(&lattice, start - run.tokens.start, end - run.tokens.start))
    }

    /// Every feature of token `i` that the model knows, by name, with its weights.
    pub fn features(&self, source: &Source, sentence: &Sentence, i: usize, buffers: &Buffers) -> Vec<(String, Row)> {
        let mut features = Vec::new();
        source.word_rows(sentence, i, |word, row| {
            word_features(&source.word_view(word), row, &mut |feature| {
                features.extend(self.table.row(feature.key()).map(|row| (feature.name(), row)));
            });
        });
        let mut numbered = |family, number| {
            features.push((family_feature_name(family, number), *self.row(family, number)));
        };
        source.text_features(sentence, i, &mut numbered);
        // The votes are those of the labels that the last look went by.
        if !buffers.labelled.is_empty() {
            buffers
                .votes
                .features(source, sentence, &buffers.labelled, i, &mut numbered);
        }
        features
    }

    /// The share of right spans among those of this probability.
    fn calibrated(&self, probability: f32) -> f32 {
        let above = self.calibration.iter().position(|point| point.0 >= probability);
        let Some(above) = above else {
            return self.calibration.last().map_or(probability, |point| point.1);
        };
        let below = above.checked_sub(1).map_or((0.0, 0.0), |below| self.calibration[below]);
        let ((x0, y0), (x1, y1)) = (below, self.calibration[above]);
        y0 + (y1 - y0) * (probability - x0) / (x1 - x0).max(f32::MIN_POSITIVE)
    }
}

/// Adds a row. Sums saturate, in a fixed order: no score comes near.
#[inline]
fn add(sum: &mut Row, row: &Row) {
    sum.iter_mut()
        .zip(row)
        .for_each(|(sum, &weight)| *sum = sum.saturating_add(weight));
}

/// A row as scores.
#[inline]
pub fn to_scores(row: &Row) -> Scores {
    row.map(|weight| f32::from(weight) * (1.0 / SCALE))
}

/// The transitions of a look, by the rows named after it.
pub fn transitions(after: &str, row: impl Fn(&str) -> Scores) -> Transitions {
    let pairs = std::array::from_fn(|label| {
        let name = LABEL_NAMES.get(label).unwrap_or(&"");
        row(&format!("{after}={name}"))
    });
    Transitions {
        pairs,
        start: row(&format!("{after}=start")),
    }
}

/// How much the first look's scores count in the later ones: it is surer of itself than of a text it has not seen.
pub const TEMPER: f32 = 0.7;

/// The scores of a later look.
#[inline]
fn again(first: &Scores, votes: &Scores) -> Scores {
    std::array::from_fn(|label| first[label] * TEMPER + votes[label])
}

/// Scores of a word that a user's list has decided on: it belongs to no name of the model's.
const TAKEN: Scores = {
    let mut scores = [-60.0; WIDTH];
    scores[0] = 60.0;
    scores
};

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
    /// How often each word stands in the text, for the repair.
    counts: PerWord<u8>,
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
    /// says how words could be taken apart, and which were.
    pub fn read<'t>(
        &mut self,
        source: &'t str,
        gazetteers: &Gazetteers,
        repair: Option<&Table>,
    ) -> (Text<'t>, Matches, Vec<Split>) {
        let mut tokens = crate::text::tokens(source, &mut self.vocabulary);
        self.facts.update(&self.vocabulary, gazetteers);
        let (mut splits, mut wear) = (Vec::new(), Wear::default());
        if let Some(table) = repair {
            let repairer = Repairer::new(
                source,
                &tokens,
                &self.vocabulary,
                &self.facts,
                gazetteers,
                &mut self.counts,
            );
            splits = crate::repair::splits(&repairer, &tokens, table);
            wear = repairer.wear();
            crate::repair::apply(source, &mut tokens, &splits, &mut self.vocabulary);
            self.facts.update(&self.vocabulary, gazetteers);
        }
        let text = Text::of_tokens(source, tokens, &self.vocabulary);
        let matches = gazetteers.find(&text, &self.vocabulary, &self.facts);
        self.survey.survey(&text, &self.vocabulary, &self.facts, &matches, wear);
        (text, matches, splits)
    }
}
