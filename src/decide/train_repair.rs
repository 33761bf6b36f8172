//! Training the repair: every whole word of the gold against words glued together for the purpose.
//!
//! Names of the gold are glued to the ordinary words beside them at places drawn from a fixed seed; a gold border
//! inside a word of a broken text is a glue as well.

use std::collections::{BTreeMap, HashSet};

use super::chain::exp;
use super::damage::{Random, Rates, damaged};
use super::weights::{Row, SCALE};
use crate::evaluate::GoldDocument;
use crate::gazetteer::{Facts, Gazetteers};
use crate::repair::{Glue, Repairer};
use crate::text::{PerWord, Vocabulary};

/// How many names are glued for the purpose.
const RATES: Rates = Rates {
    behind: 4,
    before: 5,
    lower: 0,
    commas: 3,
};
/// Damaged copies of each document.
const COPIES: usize = 4;
const EPOCHS: usize = 4;
const RATE: f32 = 0.15;
/// Pull towards zero at each use.
const DECAY: f32 = 2e-4;

/// Weights of the features of glued words.
pub fn train(gold: &[&GoldDocument], gazetteers: &Gazetteers) -> BTreeMap<String, Row> {
    let mut examples: Vec<(Glue, bool)> = Vec::new();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for document in gold {
        examples.extend(examples_of(&document.text, &borders(document), gazetteers));
        for _ in 0..COPIES {
            let copy = damaged(document, RATES, &mut random);
            examples.extend(examples_of(&copy.text, &borders(&copy), gazetteers));
        }
    }
    fit(&examples)
}

/// Borders of the gold's names.
fn borders(document: &GoldDocument) -> HashSet<usize> {
    document
        .spans
        .iter()
        .flat_map(|span| [span.span.start, span.span.end])
        .collect()
}

fn examples_of(source: &str, cuts: &HashSet<usize>, gazetteers: &Gazetteers) -> Vec<(Glue, bool)> {
    let mut vocabulary = Vocabulary::default();
    let tokens = crate::text::tokens(source, &mut vocabulary);
    let mut facts = Facts::default();
    facts.update(&vocabulary, gazetteers);
    let mut counts = PerWord::default();
    let repairer = Repairer::new(source, &tokens, &vocabulary, &facts, gazetteers, &mut counts);
    let suspects = repairer.suspects().iter();
    let mut examples = Vec::new();
    for &i in suspects {
        let (start, end) = (tokens[i].start as usize, tokens[i].end as usize);
        let inner: Vec<usize> = (start + 1..end).filter(|at| cuts.contains(at)).collect();
        let sides = inner.iter().flat_map(|&at| [start..at, at..end]);
        let parts = sides.filter(|part| repairer.is_suspect_part(part.clone()));
        for part in std::iter::once(start..end).chain(parts) {
            let glues = repairer.candidates(&tokens, i, part).into_iter();
            examples.extend(glues.map(|glue| {
                let right = cuts.contains(&glue.at);
                (glue, right)
            }));
        }
    }
    examples
}

/// Logistic regression by AdaGrad.
fn fit(examples: &[(Glue, bool)]) -> BTreeMap<String, Row> {
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    let numbered: Vec<(Vec<usize>, bool)> = examples
        .iter()
        .map(|(glue, right)| {
            let numbers = glue.features.iter().map(|name| {
                let next = ids.len();
                *ids.entry(name).or_insert(next)
            });
            (numbers.collect(), *right)
        })
        .collect();
    let mut weights = vec![0f32; ids.len()];
    let mut squares = vec![1e-3f32; ids.len()];
    for _ in 0..EPOCHS {
        for (features, right) in &numbered {
            let odds: f32 = features.iter().map(|&feature| weights[feature]).sum();
            let error = logistic(odds) - f32::from(u8::from(*right));
            for &feature in features {
                let gradient = error + DECAY * weights[feature];
                squares[feature] += gradient * gradient;
                weights[feature] -= RATE * gradient / squares[feature].sqrt();
            }
        }
    }
    let row = |weight: f32| {
        let mut row = Row::default();
        row[0] = (weight * SCALE).round() as i16;
        row
    };
    let kept = ids.into_iter().filter(|&(_, id)| weights[id].abs() > 0.05);
    kept.map(|(name, id)| (name.to_owned(), row(weights[id]))).collect()
}

fn logistic(odds: f32) -> f32 {
    let small = exp(-odds.abs());
    if odds > 0.0 {
        1.0 / (1.0 + small)
    } else {
        small / (1.0 + small)
    }
}
