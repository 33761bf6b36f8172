//! Fitting: the weights of one look, learned from sentences with the labels that their gold allows.
//!
//! Stochastic gradient steps (AdaGrad) with constant and proportional pull; the result is the mean over the last passes.

use super::chain::{Ends, Lattice, Potentials, Scores, Transitions};
use super::train::TrainOptions;
use super::weights::{LABELS, WIDTH};

/// A sentence to train on.
#[derive(Debug, Default)]
pub struct Example {
    /// Features of all its words, one word after the other.
    pub features: Vec<u32>,
    /// Where each word's features end.
    pub ends: Vec<u32>,
    /// Labels that the gold allows each word, a bit a label.
    pub allowed: Vec<u16>,
    /// Scores to add to; empty for none.
    pub base: Vec<Scores>,
}

impl Example {
    /// Features of word `t`.
    pub fn word(&self, t: usize) -> &[u32] {
        let start = t.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.features[start as usize..self.ends[t] as usize]
    }
}

/// Weights of one look.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// Those of each feature, by its number.
    pub weights: Vec<Scores>,
    /// Those of label pairs.
    pub transitions: Transitions,
}

impl Chain {
    /// Scores of the words of a sentence.
    pub fn scores(&self, example: &Example) -> Vec<Scores> {
        (0..example.ends.len())
            .map(|t| {
                let mut sum = example.base.get(t).copied().unwrap_or_default();
                for &feature in example.word(t) {
                    let row = &self.weights[feature as usize];
                    (0..WIDTH).for_each(|label| sum[label] += row[label]);
                }
                sum
            })
            .collect()
    }
}

/// A weight row with the sums of its squared gradients.
#[derive(Clone, Copy, Default)]
struct Cell {
    weight: Scores,
    /// What it was before training: the pull is towards it.
    origin: Scores,
    squares: Scores,
    /// How often the feature occurs.
    count: f32,
    /// Sum of the weights at the ends of the last passes.
    sum: Scores,
}

impl Cell {
    fn new(origin: Scores, count: f32) -> Self {
        Cell {
            weight: origin,
            origin,
            count,
            ..Cell::default()
        }
    }

    /// Notes the weights at the end of one of the last passes.
    fn note(&mut self) {
        (0..WIDTH).for_each(|label| self.sum[label] += self.weight[label]);
    }

    /// The mean of the weights noted.
    fn mean(&self, passes: usize) -> Scores {
        self.sum.map(|sum| sum / passes as f32)
    }

    /// One step of AdaGrad with the pull towards the origin that falls to one of the feature's occurrences.
    #[inline]
    fn step(&mut self, gradient: &Scores, options: &TrainOptions) {
        let share = 1.0 / self.count.max(1.0);
        for label in 0..WIDTH {
            let (weight, origin) = (self.weight[label], self.origin[label]);
            let gradient = gradient[label] + options.l2 * share * (weight - origin);
            self.squares[label] += gradient * gradient;
            let rate = options.rate / (self.squares[label] + 1e-4).sqrt();
            let away = weight - rate * gradient - origin;
            let pull = rate * options.l1 * share;
            self.weight[label] = origin + (away.abs() - pull).max(0.0).copysign(away);
        }
    }
}

/// Trains the weights of a look on sentences; they start from, and are pulled towards, `origin`.
pub fn fit(examples: &[&Example], origin: &Chain, options: &TrainOptions) -> Chain {
    let mut cells: Vec<Cell> = origin.weights.iter().map(|&weight| Cell::new(weight, 0.0)).collect();
    for &feature in examples.iter().flat_map(|example| &example.features) {
        cells[feature as usize].count += 1.0;
    }
    let count = examples.len() as f32;
    let mut pairs = origin.transitions.pairs.map(|weight| Cell::new(weight, count));
    let mut start = Cell::new(origin.transitions.start, count);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let (mut model, mut gold) = (Lattice::default(), Lattice::default());
    let averaged = options.epochs.div_ceil(2);
    for epoch in 0..options.epochs {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        for &at in &order {
            let example = examples[at];
            let scores = scores(example, &cells);
            let transitions = Transitions {
                pairs: pairs.map(|cell| cell.weight),
                start: start.weight,
            };
            let chain = Potentials::new(&transitions);
            if !model.run(&scores, &chain, Ends::SENTENCE, None)
                || !gold.run(&scores, &chain, Ends::SENTENCE, Some(&example.allowed))
            {
                continue;
            }
            let mut counts = [[0.0; WIDTH]; WIDTH];
            for t in 0..scores.len() {
                let (expected, wanted) = (model.marginal(t), gold.marginal(t));
                let gradient: Scores = std::array::from_fn(|label| expected[label] - wanted[label]);
                if t == 0 {
                    start.step(&gradient, options);
                } else {
                    model.add_pairs(t, &chain, 1.0, &mut counts);
                    gold.add_pairs(t, &chain, -1.0, &mut counts);
                }
                if gradient.iter().all(|gradient| gradient.abs() < 1e-4) {
                    continue;
                }
                example
                    .word(t)
                    .iter()
                    .for_each(|&feature| cells[feature as usize].step(&gradient, options));
            }
            (0..LABELS).for_each(|label| pairs[label].step(&counts[label], options));
        }
        if epoch + averaged >= options.epochs {
            cells.iter_mut().chain(&mut pairs).for_each(Cell::note);
            start.note();
        }
    }
    let transitions = Transitions {
        pairs: pairs.map(|cell| cell.mean(averaged)),
        start: start.mean(averaged),
    };
    Chain {
        weights: cells.iter().map(|cell| cell.mean(averaged)).collect(),
        transitions,
    }
}

fn scores(example: &Example, cells: &[Cell]) -> Vec<Scores> {
    (0..example.ends.len())
        .map(|t| {
            let mut sum = example.base.get(t).copied().unwrap_or_default();
            for &feature in example.word(t) {
                let row = &cells[feature as usize].weight;
                (0..WIDTH).for_each(|label| sum[label] += row[label]);
            }
            sum
        })
        .collect()
}
