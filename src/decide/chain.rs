//! Inference in the linear chain: best path, probabilities of spans, and expectations for training.
//!
//! Floating point is used with additions, multiplications and divisions alone (exponentials by [`exp`] below), in one
//! order: every machine computes the same bits.

use super::label::FOLLOWS;
use super::weights::LABELS;

/// A score for each label.
pub type Scores = [f32; LABELS];

/// Scores of label pairs and of first labels.
#[derive(Clone, Debug)]
pub struct Transitions {
    /// Score of the second label behind the first.
    pub pairs: [Scores; LABELS],
    /// Score of a label at the start of a sentence.
    pub start: Scores,
}

impl Default for Transitions {
    fn default() -> Self {
        Transitions {
            pairs: [[0.0; LABELS]; LABELS],
            start: [0.0; LABELS],
        }
    }
}

/// e to the power of `x` for x at most 0; 0 below -80.
#[inline]
pub fn exp(x: f32) -> f32 {
    if x < -80.0 {
        return 0.0;
    }
    let scaled = x * std::f32::consts::LOG2_E;
    let whole = scaled.floor();
    let part = scaled - whole;
    // Minimax polynomial of 2^part on 0..1, absolute error below 2e-7.
    let mantissa = 1.0
        + part
            * (0.693_147_2
                + part
                    * (0.240_226_5
                        + part * (0.055_504_1 + part * (0.009_618_1 + part * (0.001_333_3 + part * 0.000_154_6)))));
    mantissa * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

/// Exponentials of the transitions, made once for a model.
#[derive(Clone, Debug)]
pub struct Potentials {
    pairs: [Scores; LABELS],
    start: Scores,
    top: f32,
}

impl Potentials {
    /// The exponentials of `transitions`; forbidden pairs have none.
    pub fn new(transitions: &Transitions) -> Self {
        let every = transitions.pairs.iter().flatten().chain(&transitions.start);
        let top = every.fold(f32::MIN, |top, &score| top.max(score));
        let mut pairs = [[0.0; LABELS]; LABELS];
        let mut start = [0.0; LABELS];
        for label in 0..LABELS {
            for next in 0..LABELS {
                if FOLLOWS[label][next] {
                    pairs[label][next] = exp(transitions.pairs[label][next] - top);
                }
            }
            if FOLLOWS[0][label] {
                start[label] = exp(transitions.start[label] - top);
            }
        }
        Potentials { pairs, start, top }
    }
}

/// Forward and backward probabilities of one sequence.
#[derive(Clone, Debug, Default)]
pub struct Lattice {
    potentials: Vec<Scores>,
    forward: Vec<Scores>,
    backward: Vec<Scores>,
    /// Logarithm of the sum over all paths; in terms of the scores given.
    pub log_total: f64,
}

impl Lattice {
    /// Runs forward and backward over `scores`, where `allowed` (a bit a label) permits. Returns false if no path is
    /// permitted.
    pub fn run(&mut self, scores: &[Scores], chain: &Potentials, allowed: Option<&[u16]>) -> bool {
        let n = scores.len();
        self.potentials.clear();
        self.forward.clear();
        self.log_total = 0.0;
        for (t, score) in scores.iter().enumerate() {
            let top = score.iter().fold(f32::MIN, |top, &score| top.max(score));
            let mut potential = [0.0; LABELS];
            for label in 0..LABELS {
                potential[label] = exp(score[label] - top);
            }
            if let Some(allowed) = allowed {
                (0..LABELS)
                    .filter(|label| allowed[t] >> label & 1 == 0)
                    .for_each(|label| potential[label] = 0.0);
            }
            let mut row = [0.0; LABELS];
            if t == 0 {
                row = chain.start;
            } else {
                let before = self.forward[t - 1];
                for label in 0..LABELS {
                    for next in 0..LABELS {
                        row[next] += before[label] * chain.pairs[label][next];
                    }
                }
            }
            let mut sum = 0.0;
            for label in 0..LABELS {
                row[label] *= potential[label];
                sum += row[label];
            }
            if sum <= 0.0 {
                return false;
            }
            row.iter_mut().for_each(|value| *value /= sum);
            self.log_total += f64::from(sum).ln() + f64::from(top) + f64::from(chain.top);
            self.forward.push(row);
            self.potentials.push(potential);
        }
        self.backward.clear();
        self.backward.resize(n, [1.0; LABELS]);
        for t in (0..n.saturating_sub(1)).rev() {
            let mut weighted = self.backward[t + 1];
            for label in 0..LABELS {
                weighted[label] *= self.potentials[t + 1][label];
            }
            let mut row = [0.0; LABELS];
            let mut sum = 0.0;
            for label in 0..LABELS {
                for next in 0..LABELS {
                    row[label] += chain.pairs[label][next] * weighted[next];
                }
                sum += row[label] * self.forward[t][label];
            }
            row.iter_mut().for_each(|value| *value /= sum.max(f32::MIN_POSITIVE));
            self.backward[t] = row;
        }
        true
    }

    /// Probability of each label at position `t`.
    #[inline]
    pub fn marginal(&self, t: usize) -> Scores {
        let mut row = self.forward[t];
        for label in 0..LABELS {
            row[label] *= self.backward[t][label];
        }
        row
    }

    /// Adds `sign` times the expected counts of label pairs between `t - 1` and `t`.
    pub fn add_pairs(&self, t: usize, chain: &Potentials, sign: f32, counts: &mut [Scores; LABELS]) {
        let (before, mut after) = (self.forward[t - 1], self.backward[t]);
        for label in 0..LABELS {
            after[label] *= self.potentials[t][label];
        }
        let mut sum = 0.0;
        let mut joint = [[0.0; LABELS]; LABELS];
        for label in 0..LABELS {
            for next in 0..LABELS {
                joint[label][next] = before[label] * chain.pairs[label][next] * after[next];
                sum += joint[label][next];
            }
        }
        let scale = sign / sum.max(f32::MIN_POSITIVE);
        for label in 0..LABELS {
            for next in 0..LABELS {
                counts[label][next] += joint[label][next] * scale;
            }
        }
    }

    /// Probability that exactly the positions `start..end` are a name whose labels are `begin` and `inside`.
    pub fn span(&self, start: usize, end: usize, begin: usize, inside: usize, chain: &Potentials) -> f32 {
        let mut path = self.forward[start][begin];
        let mut label = begin;
        for t in start + 1..end {
            path *= chain.pairs[label][inside] * self.potentials[t][inside];
            path /= self.scale(t, chain);
            label = inside;
        }
        if end == self.forward.len() {
            return path.min(1.0);
        }
        let mut sum = 0.0;
        for next in (0..LABELS).filter(|&next| next != inside) {
            sum += chain.pairs[label][next] * self.potentials[end][next] * self.backward[end][next];
        }
        (path * sum / self.scale(end, chain)).min(1.0)
    }

    /// What the forward row at `t` was divided by.
    fn scale(&self, t: usize, chain: &Potentials) -> f32 {
        let before = self.forward[t - 1];
        let mut sum = 0.0;
        for next in 0..LABELS {
            let mut row = 0.0;
            for label in 0..LABELS {
                row += before[label] * chain.pairs[label][next];
            }
            sum += row * self.potentials[t][next];
        }
        sum.max(f32::MIN_POSITIVE)
    }
}

/// The best path of labels.
#[derive(Clone, Debug, Default)]
pub struct Viterbi {
    from: Vec<[u8; LABELS]>,
}

impl Viterbi {
    /// Writes the best labels of `scores` into `labels`.
    pub fn run(&mut self, scores: &[Scores], transitions: &Transitions, labels: &mut Vec<u8>) {
        labels.clear();
        self.from.clear();
        let Some(first) = scores.first() else { return };
        let mut best = [f32::MIN; LABELS];
        for label in (0..LABELS).filter(|&label| FOLLOWS[0][label]) {
            best[label] = transitions.start[label] + first[label];
        }
        for score in &scores[1..] {
            let mut next_best = [f32::MIN; LABELS];
            let mut from = [0; LABELS];
            for next in 0..LABELS {
                for label in (0..LABELS).filter(|&label| FOLLOWS[label][next]) {
                    let path = best[label] + transitions.pairs[label][next];
                    if path > next_best[next] {
                        next_best[next] = path;
                        from[next] = label as u8;
                    }
                }
                next_best[next] += score[next];
            }
            best = next_best;
            self.from.push(from);
        }
        let last = (0..LABELS).fold(0, |top, label| if best[label] > best[top] { label } else { top });
        labels.push(last as u8);
        for from in self.from.iter().rev() {
            labels.push(from[usize::from(labels[labels.len() - 1])]);
        }
        labels.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::super::label::{Type, may_follow};
    use super::*;
    use proptest::prelude::*;

    fn paths(n: usize) -> Vec<Vec<usize>> {
        (0..n).fold(vec![vec![]], |paths, _| {
            paths
                .iter()
                .flat_map(|path: &Vec<usize>| {
                    let last = path.last().copied().unwrap_or(0);
                    (0..LABELS)
                        .filter(move |&next| may_follow(last, next))
                        .map(|next| [path.clone(), vec![next]].concat())
                })
                .collect()
        })
    }

    fn score(path: &[usize], scores: &[Scores], transitions: &Transitions) -> f64 {
        let mut sum = f64::from(transitions.start[path[0]]);
        for (t, &label) in path.iter().enumerate() {
            sum += f64::from(scores[t][label]);
            if t > 0 {
                sum += f64::from(transitions.pairs[path[t - 1]][label]);
            }
        }
        sum
    }

    fn random_scores(seed: &[i8], n: usize) -> (Vec<Scores>, Transitions) {
        let at = |i: usize| f32::from(seed[i % seed.len()]) / 40.0;
        let scores = (0..n)
            .map(|t| std::array::from_fn(|label| at(t * 31 + label * 7)))
            .collect();
        let pairs = std::array::from_fn(|a| std::array::from_fn(|b| at(a * 13 + b * 5 + 3)));
        (
            scores,
            Transitions {
                pairs,
                start: std::array::from_fn(|label| at(label + 91)),
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn agrees_with_enumerating_all_paths(seed in prop::collection::vec(-100i8..100, 40..80), n in 1usize..4) {
            let (scores, transitions) = random_scores(&seed, n);
            let paths = paths(n);
            let weights: Vec<f64> = paths.iter().map(|path| score(path, &scores, &transitions).exp()).collect();
            let total: f64 = weights.iter().sum();
            let chain = Potentials::new(&transitions);
            let mut lattice = Lattice::default();
            prop_assert!(lattice.run(&scores, &chain, None));
            prop_assert!((lattice.log_total - total.ln()).abs() < 1e-3);
            for t in 0..n {
                for label in 0..LABELS {
                    let expected: f64 = paths.iter().zip(&weights).filter(|(path, _)| path[t] == label).map(|(_, w)| w / total).sum();
                    prop_assert!((f64::from(lattice.marginal(t)[label]) - expected).abs() < 1e-4);
                }
            }
            for kind in Type::ALL {
                let (b, i) = (kind.begin(), kind.inside());
                let is_span = |path: &&Vec<usize>| path[0] == b && path[1..].iter().all(|&label| label == i);
                let expected: f64 = paths.iter().zip(&weights).filter(|(path, _)| is_span(path)).map(|(_, w)| w / total).sum();
                prop_assert!((f64::from(lattice.span(0, n, b, i, &chain)) - expected).abs() < 1e-4);
            }
            let mut labels = Vec::new();
            Viterbi::default().run(&scores, &transitions, &mut labels);
            let labels: Vec<usize> = labels.into_iter().map(usize::from).collect();
            let best = paths.iter().map(|path| score(path, &scores, &transitions)).fold(f64::MIN, f64::max);
            prop_assert!((score(&labels, &scores, &transitions) - best).abs() < 1e-3);
        }

        #[test]
        fn exp_is_close(x in -79.0f32..0.0) {
            let expected = f64::from(x).exp();
            prop_assert!((f64::from(exp(x)) - expected).abs() <= expected * 1e-5);
        }
    }
}
