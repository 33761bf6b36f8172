//! Training: gold documents in, weights out. Deterministic for the same gold, lists and options.
//!
//! The first look is trained on everything. The second corrects the first where the document knows better; so that it
//! learns from mistakes as they will be on unseen text, its training scores come from models that have not seen the
//! document (jackknife over [`FOLDS`] parts).

use std::collections::HashMap;

use rayon::prelude::*;

use super::chain::{Ends, Lattice, Potentials, Scores, Steps, Viterbi};
use super::damage::{Random, Rates, damaged, spaced};
use super::features::{Family, Source, family_feature_name, word_features};
use super::fit::{Chain, Example, fit};
use super::label::{FOLLOWS, LabelSpan, Type, spans};
use super::model::{AFTER, TEMPER, Worker, to_scores, transitions};
use super::second::Votes;
use super::weights::{LABEL_NAMES, LABELS, Row, SCALE, Table, Weights, key_of_name};
use crate::document::Span;
use crate::evaluate::GoldDocument;
use crate::gazetteer::{Gazetteers, Matches};
use crate::text::{Sentence, Text, WordId};

/// How a model is trained.
#[derive(Clone, Copy, Debug)]
pub struct TrainOptions {
    /// Passes over the gold.
    pub epochs: usize,
    /// Step size.
    pub rate: f32,
    /// Pull of every weight towards zero, constant and proportional.
    pub l1: f32,
    /// The proportional pull.
    pub l2: f32,
    /// A feature seen less often is left out.
    pub least: u32,
}

impl Default for TrainOptions {
    fn default() -> Self {
        TrainOptions {
            epochs: 10,
            rate: 0.12,
            l1: 0.1,
            l2: 0.1,
            least: 2,
        }
    }
}

/// Parts of the gold that are left out in turn to train the second look.
pub const FOLDS: usize = 3;

/// Annotated documents of one origin, with one habit of annotation.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// Its documents.
    pub documents: Vec<GoldDocument>,
    /// Whether the model shall take over its habits.
    pub style: Style,
}

/// Whose habits a corpus follows where guidelines differ (titles, lower-case generic words).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Those the model is to have.
    House,
    /// Its own: they are learned apart and left out of the weights.
    Own,
}

/// Trains a model: anew, or from the weights of another, which are kept where the gold says nothing.
pub fn train(gold: &[Corpus], gazetteers: &Gazetteers, options: &TrainOptions, origin: Option<Weights>) -> Weights {
    let gold = &with_damaged_copies(gold);
    let mut weights = origin.unwrap_or_else(|| {
        let documents: Vec<&GoldDocument> = gold.iter().flat_map(|corpus| &corpus.documents).collect();
        Weights {
            features: super::train_repair::train(&documents, gazetteers),
            ..Weights::default()
        }
    });
    let table = Table::open(weights.to_bytes().into()).expect("weights just written are readable");
    let mut prepared = Prepared::new(gold, gazetteers, &table, options);
    let origin = origin_chain(&weights, &prepared.names, AFTER[0]);
    let folds: Vec<Chain> = (0..=FOLDS)
        .into_par_iter()
        .map(|left_out| {
            let seen = prepared.documents.iter().filter(|document| document.fold() != left_out);
            let examples: Vec<&Example> = seen.flat_map(|document| &document.examples).collect();
            fit(&examples, &origin, options)
        })
        .collect();
    let second: Vec<Vec<Example>> = (0..prepared.documents.len())
        .map(|at| prepared.second_look(at, &folds[prepared.documents[at].fold()]))
        .collect();
    let examples: Vec<&Example> = second.iter().flatten().collect();
    let origin = origin_chain(&weights, &prepared.names, AFTER[1]);
    let chain = fit(&examples, &origin, options);
    let calibration = prepared.calibrate(&second, &chain);
    weights.facts.insert("calibration".to_owned(), calibration);
    add_chain(&mut weights, &prepared.names, &folds[FOLDS], AFTER[0]);
    add_chain(&mut weights, &prepared.names, &chain, AFTER[1]);
    weights
}

/// One document in so many is trained on in a damaged copy too.
const DAMAGED: usize = 3;
/// One document in so many is trained on in a copy with white space around every token too.
const SPACED: usize = 8;
/// How names are damaged in a damaged copy, and in every other one.
const RATES: [Rates; 2] = [
    Rates {
        behind: 4,
        before: 6,
        lower: 5,
        commas: 3,
    },
    Rates {
        behind: 8,
        before: 12,
        lower: 10,
        commas: 0,
    },
];

/// The corpora, with damaged copies of some of their documents at the end of each.
fn with_damaged_copies(gold: &[Corpus]) -> Vec<Corpus> {
    let mut random = Random(0x51_7c_c1_b7_27_22_0a_95);
    let mut gold = gold.to_vec();
    for corpus in &mut gold {
        let chosen = corpus.documents.iter().step_by(DAMAGED).zip(RATES.iter().cycle());
        let mut copies: Vec<GoldDocument> = chosen
            .map(|(document, &rates)| damaged(document, rates, &mut random))
            .collect();
        copies.extend(corpus.documents.iter().skip(1).step_by(SPACED).map(spaced));
        corpus.documents.extend(copies);
    }
    gold
}

struct PreparedDocument<'a> {
    text: Text<'a>,
    matches: Matches,
    examples: Vec<Example>,
    gold: &'a GoldDocument,
}

impl PreparedDocument<'_> {
    /// The part it belongs to; a damaged copy belongs to that of its original.
    fn fold(&self) -> usize {
        (crate::text::hash::hash(self.gold.id.as_bytes()) % FOLDS as u64) as usize
    }
}

/// The gold as numbers.
struct Prepared<'a> {
    worker: Worker,
    documents: Vec<PreparedDocument<'a>>,
    ids: HashMap<u64, u32>,
    names: Vec<String>,
}

impl<'a> Prepared<'a> {
    fn new(gold: &'a [Corpus], gazetteers: &Gazetteers, table: &Table, options: &TrainOptions) -> Self {
        let mut prepared = Prepared {
            worker: Worker::default(),
            documents: Vec::new(),
            ids: HashMap::new(),
            names: Vec::new(),
        };
        let mut cache = HashMap::new();
        for (number, corpus) in gold.iter().enumerate() {
            let habits = (corpus.style == Style::Own).then_some(number);
            for document in &corpus.documents {
                let mut document = prepared.document(document, gazetteers, table, &mut cache);
                if let Some(habits) = habits {
                    document
                        .examples
                        .iter_mut()
                        .for_each(|example| prepared.add_habits(example, habits));
                }
                prepared.documents.push(document);
            }
        }
        prepared.drop_rare(options.least);
        prepared
    }

    fn document(
        &mut self,
        gold: &'a GoldDocument,
        gazetteers: &Gazetteers,
        table: &Table,
        cache: &mut HashMap<(WordId, usize), Vec<u32>>,
    ) -> PreparedDocument<'a> {
        let worker = &mut self.worker;
        let (text, matches, _) = worker.read(&gold.text, gazetteers, Some(table));
        let source = Source {
            text: &text,
            vocabulary: &worker.vocabulary,
            facts: &worker.facts,
            matches: &matches,
            survey: &worker.survey,
        };
        let allowed = allowed_labels(&text, gold);
        let mut examples = Vec::new();
        for sentence in &text.sentences {
            let mut example = Example {
                allowed: allowed[sentence.tokens.clone()].to_vec(),
                ..Example::default()
            };
            for i in sentence.tokens.clone() {
                source.word_rows(sentence, i, |id, row| {
                    let features = cache.entry((id, row)).or_insert_with(|| {
                        let mut features = Vec::new();
                        word_features(&source.word_view(id), row, &mut |feature| {
                            features.push(intern(&mut self.ids, &mut self.names, feature.key(), || feature.name()));
                        });
                        features
                    });
                    example.features.extend_from_slice(features);
                });
                source.text_features(sentence, i, &mut |family, number| {
                    example
                        .features
                        .push(intern_family(&mut self.ids, &mut self.names, family, number));
                });
                example.ends.push(example.features.len() as u32);
            }
            examples.push(example);
        }
        PreparedDocument {
            text,
            matches,
            examples,
            gold,
        }
    }

    /// Gives a corpus its own copy of the features by which annotation habits differ.
    fn add_habits(&mut self, example: &mut Example, corpus: usize) {
        let (mut features, mut ends) = (Vec::new(), Vec::new());
        for t in 0..example.ends.len() {
            features.extend_from_slice(example.word(t));
            for &feature in example.word(t) {
                let name = &self.names[feature as usize];
                if HABITS.iter().any(|template| name.starts_with(template)) {
                    let name = format!("{HABIT}{corpus}:{name}");
                    features.push(intern(&mut self.ids, &mut self.names, key_of_name(&name), || name));
                }
            }
            ends.push(features.len() as u32);
        }
        (example.features, example.ends) = (features, ends);
    }

    /// Leaves out features seen fewer than `least` times.
    fn drop_rare(&mut self, least: u32) {
        let mut counts = vec![0u32; self.names.len()];
        let examples = || self.documents.iter().flat_map(|document| &document.examples);
        examples()
            .flat_map(|example| &example.features)
            .for_each(|&feature| counts[feature as usize] += 1);
        for example in self.documents.iter_mut().flat_map(|document| &mut document.examples) {
            let mut kept = Vec::with_capacity(example.features.len());
            let mut ends = Vec::with_capacity(example.ends.len());
            for t in 0..example.ends.len() {
                kept.extend(
                    example
                        .word(t)
                        .iter()
                        .filter(|&&feature| counts[feature as usize] >= least),
                );
                ends.push(kept.len() as u32);
            }
            (example.features, example.ends) = (kept, ends);
        }
    }

    /// The sentences of a document as the second look sees them, after a first look by `chain`.
    fn second_look(&mut self, at: usize, chain: &Chain) -> Vec<Example> {
        let document = &self.documents[at];
        let (mut labels, mut sentence_labels) = (Vec::new(), Vec::new());
        let mut bases = Vec::new();
        for example in &document.examples {
            let scores = chain.scores(example);
            Viterbi::default().run(
                &scores,
                &Steps::new(&chain.transitions),
                Ends::SENTENCE,
                &mut sentence_labels,
            );
            labels.extend_from_slice(&sentence_labels);
            bases.push(
                scores
                    .iter()
                    .map(|row| row.map(|score| score * TEMPER))
                    .collect::<Vec<Scores>>(),
            );
        }
        let source = Source {
            text: &document.text,
            vocabulary: &self.worker.vocabulary,
            facts: &self.worker.facts,
            matches: &document.matches,
            survey: &self.worker.survey,
        };
        let mut votes = Votes::default();
        votes.count(&source, &labels);
        let mut examples = Vec::new();
        for ((sentence, first), base) in document.text.sentences.iter().zip(&document.examples).zip(bases) {
            let mut example = Example {
                allowed: first.allowed.clone(),
                base,
                ..Example::default()
            };
            for i in sentence.tokens.clone() {
                votes.features(&source, sentence, &labels, i, &mut |family, number| {
                    example
                        .features
                        .push(intern_family(&mut self.ids, &mut self.names, family, number));
                });
                example.ends.push(example.features.len() as u32);
            }
            examples.push(example);
        }
        examples
    }

    /// The share of right spans among those of a probability, as `probability:share` points.
    fn calibrate(&self, second: &[Vec<Example>], chain: &Chain) -> String {
        let potentials = Potentials::new(&chain.transitions);
        let mut outcomes: Vec<(f32, bool)> = Vec::new();
        for (document, examples) in self.documents.iter().zip(second) {
            for (sentence, example) in document.text.sentences.iter().zip(examples) {
                let scores = chain.scores(example);
                let (mut lattice, mut labels) = (Lattice::default(), Vec::new());
                Viterbi::default().run(&scores, &Steps::new(&chain.transitions), Ends::SENTENCE, &mut labels);
                lattice.run(&scores, &potentials, Ends::SENTENCE, None);
                for span in spans(&labels, 0).into_iter().filter(|span| span.kind <= Type::Org) {
                    let (begin, inside) = (span.kind.begin(), span.kind.inside());
                    let probability = lattice.span(span.start, span.end, begin, inside, &potentials);
                    let bytes = bytes_of(&document.text, sentence, span);
                    let label = span.kind.label();
                    let right = document
                        .gold
                        .spans
                        .iter()
                        .any(|gold| gold.span == bytes && gold.label == label.as_str());
                    outcomes.push((probability, right));
                }
            }
        }
        calibration_points(outcomes)
    }
}

/// Names of features that hold for one corpus alone begin so.
const HABIT: &str = "corpus";
/// Features by which annotation habits differ.
const HABITS: [&str; 12] = [
    "word[-1]",
    "word[0]",
    "word[1]",
    "c64[-1]",
    "c64[0]",
    "c64[1]",
    "single[0]",
    "single[-1]",
    "single[1]",
    "shapes",
    "begin[0]",
    "inside[0]",
];

fn bytes_of(text: &Text, sentence: &Sentence, span: LabelSpan) -> Span {
    let first = sentence.tokens.start + span.start;
    let last = sentence.tokens.start + span.end - 1;
    Span::new(text.tokens[first].start as usize, text.tokens[last].end as usize)
}

/// Isotonic regression over equally filled bins.
fn calibration_points(mut outcomes: Vec<(f32, bool)>) -> String {
    outcomes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let size = (outcomes.len() / 30).max(50);
    // Mean probability, right, all; merged while the share falls.
    let mut bins: Vec<(f64, f64, f64)> = Vec::new();
    for chunk in outcomes.chunks(size) {
        let sum: f64 = chunk.iter().map(|outcome| f64::from(outcome.0)).sum();
        let right = chunk.iter().filter(|outcome| outcome.1).count() as f64;
        bins.push((sum, right, chunk.len() as f64));
        while let [.., a, b] = &bins[..]
            && a.1 / a.2 >= b.1 / b.2
        {
            let merged = (a.0 + b.0, a.1 + b.1, a.2 + b.2);
            bins.truncate(bins.len() - 2);
            bins.push(merged);
        }
    }
    let points = bins
        .iter()
        .map(|(sum, right, all)| format!("{:.3}:{:.3}", sum / all, right / all));
    points.collect::<Vec<_>>().join(" ")
}

fn intern(ids: &mut HashMap<u64, u32>, names: &mut Vec<String>, key: u64, name: impl FnOnce() -> String) -> u32 {
    *ids.entry(key).or_insert_with(|| {
        names.push(name());
        names.len() as u32 - 1
    })
}

fn intern_family(ids: &mut HashMap<u64, u32>, names: &mut Vec<String>, family: Family, number: usize) -> u32 {
    // A private key: the family's number and the feature's, out of the way of hashes by being small.
    let key = (family as u64) << 32 | number as u64;
    intern(ids, names, key, || family_feature_name(family, number))
}

/// Labels that the gold allows each token. A document without a NORP or MISC is no evidence that a word is neither.
fn allowed_labels(text: &Text, gold: &GoldDocument) -> Vec<u16> {
    let has = |label: &str| gold.spans.iter().any(|span| span.label == label);
    let both = |kind: Type| 1u16 << kind.begin() | 1 << kind.inside();
    let unknown = match (has("NORP"), has("MISC")) {
        (true, true) => 0,
        (false, true) => 0,
        (true, false) => both(Type::Misc),
        (false, false) => both(Type::Misc) | both(Type::Norp),
    };
    let mut allowed = vec![1 | unknown; text.tokens.len()];
    for span in &gold.spans {
        let first = text
            .tokens
            .partition_point(|token| (token.end as usize) <= span.span.start);
        let behind = text
            .tokens
            .partition_point(|token| (token.start as usize) < span.span.end);
        let aligned = first < behind
            && text.tokens[first].start as usize == span.span.start
            && text.tokens[behind - 1].end as usize == span.span.end;
        let kinds: &[Type] = match Type::from_name(&span.label) {
            Some(Type::Misc) if !has("NORP") => &[Type::Misc, Type::Norp],
            Some(Type::Per) => &[Type::Per],
            Some(Type::Loc) => &[Type::Loc],
            Some(Type::Org) => &[Type::Org],
            Some(Type::Norp) => &[Type::Norp],
            Some(Type::Misc) => &[Type::Misc],
            None => &[],
        };
        for (i, allowed) in allowed.iter_mut().enumerate().take(behind).skip(first) {
            *allowed = if !aligned || kinds.is_empty() {
                (1 << LABELS) - 1
            } else {
                kinds.iter().fold(0, |set, kind| {
                    set | 1 << if i == first { kind.begin() } else { kind.inside() }
                })
            };
        }
    }
    allowed
}

/// Names of the later looks' features begin so.
const AGAIN: char = '2';

/// What a look is trained from: the weights there are, zero for features that have none.
fn origin_chain(weights: &Weights, names: &[String], after: &str) -> Chain {
    let row = |name: &str| weights.features.get(name).map_or_else(Scores::default, to_scores);
    Chain {
        weights: names.iter().map(|name| row(name)).collect(),
        transitions: transitions(after, row),
    }
}

/// Weights smaller than this say nothing.
const NEGLIGIBLE: f32 = 0.02;

fn add_chain(weights: &mut Weights, names: &[String], chain: &Chain, after: &str) {
    let quantized = |scores: &Scores| -> Row {
        scores.map(|score| {
            if score.abs() < NEGLIGIBLE {
                0
            } else {
                (score * SCALE).round() as i16
            }
        })
    };
    // A name that the second look did not see again keeps what the first made of it.
    let is_own = |name: &str| !name.starts_with(HABIT) && name.starts_with(AGAIN) == (after == AFTER[1]);
    for (name, row) in names.iter().zip(&chain.weights).filter(|(name, _)| is_own(name)) {
        let row = quantized(row);
        if row == Row::default() {
            weights.features.remove(name);
        } else {
            weights.features.insert(name.clone(), row);
        }
    }
    for (label, row) in chain.transitions.pairs[..LABELS].iter().enumerate() {
        let mut row = quantized(row);
        (0..LABELS)
            .filter(|&next| !FOLLOWS[label][next])
            .for_each(|next| row[next] = 0);
        weights.features.insert(format!("{after}={}", LABEL_NAMES[label]), row);
    }
    weights
        .features
        .insert(format!("{after}=start"), quantized(&chain.transitions.start));
}
