//! Inference in the linear chain: best path, probabilities of spans, and expectations for training.
//!
//! Floating point is used with additions, multiplications and divisions alone (exponentials by [`exp`] below), in one
//! order: every machine computes the same bits.

// A label's number is its place in several rows at once.
#![allow(clippy::needless_range_loop)]

use super::label::FOLLOWS;
use super::weights::{LABELS, WIDTH};

/// A score for each label; the numbers behind the labels are no scores.
pub type Scores = [f32; WIDTH];

/// Lower than any score.
const NEVER: f32 = -1e30;

/// Scores of label pairs and of first labels.
#[derive(Clone, Debug)]
pub struct Transitions {
    /// Score of the second label behind the first.
    pub pairs: [Scores; WIDTH],
    /// Score of a label at the start of a sentence.
    pub start: Scores,
}

impl Default for Transitions {
    fn default() -> Self {
        Transitions {
            pairs: [[0.0; WIDTH]; WIDTH],
            start: [0.0; WIDTH],
        }
    }
}

/// What a chain lies between: a sentence's ends or words that belong to no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// What is before it.
    pub before: End,
    /// What is behind it.
    pub behind: End,
}

/// What is at an end of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The end of the sentence.
    Sentence,
    /// A word labelled O.
    Outside,
}

impl Ends {
    /// Those of a whole sentence.
    pub const SENTENCE: Ends = Ends {
        before: End::Sentence,
        behind: End::Sentence,
    };
}

/// e to the power of `x` for x at most 0; 0 below -80.
#[inline]
pub fn exp(x: f32) -> f32 {
    // Adding and taking away 1.5 * 2^23 rounds to the nearest whole number.
    const ROUND: f32 = 12_582_912.0;
    let scaled = x.max(-126.0) * std::f32::consts::LOG2_E;
    let whole = (scaled.max(-126.0) + ROUND) - ROUND;
    let part = scaled.max(-126.0) - whole;
    // Taylor polynomial of 2^part on -0.5..0.5, relative error below 1e-7.
    let power = 1.0
        + part
            * (std::f32::consts::LN_2
                + part
                    * (0.240_226_5
                        + part * (0.055_504_11 + part * (0.009_618_13 + part * (0.001_333_36 + part * 0.000_154_04)))));
    let value = power * f32::from_bits(((whole as i32 + 127) as u32) << 23);
    if x < -80.0 { 0.0 } else { value }
}

/// Exponentials of the transitions, made once for a model.
#[derive(Clone, Debug)]
pub struct Potentials {
    pairs: [Scores; WIDTH],
    /// The same with rows and columns exchanged.
    columns: [Scores; WIDTH],
    start: Scores,
}

impl Potentials {
    /// The exponentials of `transitions`; forbidden pairs have none.
    pub fn new(transitions: &Transitions) -> Self {
        let every = transitions.pairs.iter().flatten().chain(&transitions.start);
        let top = every.fold(f32::MIN, |top, &score| top.max(score));
        let mut pairs = [[0.0; WIDTH]; WIDTH];
        let mut columns = pairs;
        let mut start = [0.0; WIDTH];
        for label in 0..LABELS {
            for next in (0..LABELS).filter(|&next| FOLLOWS[label][next]) {
                pairs[label][next] = exp(transitions.pairs[label][next] - top);
                columns[next][label] = pairs[label][next];
            }
            if FOLLOWS[0][label] {
                start[label] = exp(transitions.start[label] - top);
            }
        }
        Potentials { pairs, columns, start }
    }
}

/// Forward and backward probabilities of one sequence.
#[derive(Clone, Debug, Default)]
pub struct Lattice {
    potentials: Vec<Scores>,
    forward: Vec<Scores>,
    backward: Vec<Scores>,
    /// What each forward row was divided by.
    scales: Vec<f32>,
    /// What each label is worth before the end.
    last: Scores,
}

/// The sum over `label` of `weights[label]` times the row of `label`.
#[inline]
fn combine(weights: &Scores, rows: &[Scores; WIDTH]) -> Scores {
    let mut sum = [0.0; WIDTH];
    for label in 0..LABELS {
        for next in 0..WIDTH {
            sum[next] += weights[label] * rows[label][next];
        }
    }
    sum
}

#[inline]
fn times(a: &Scores, b: &Scores) -> Scores {
    std::array::from_fn(|label| a[label] * b[label])
}

impl Lattice {
    /// Runs forward and backward over `scores`, where `allowed` (a bit a label) permits. Returns false if no path is
    /// permitted.
    pub fn run(&mut self, scores: &[Scores], chain: &Potentials, ends: Ends, allowed: Option<&[u16]>) -> bool {
        self.potentials.clear();
        self.forward.clear();
        self.scales.clear();
        for (t, score) in scores.iter().enumerate() {
            let top = score[..LABELS].iter().fold(f32::MIN, |top, &score| top.max(score));
            let mut potential: Scores = std::array::from_fn(|label| exp(score[label] - top));
            if let Some(allowed) = allowed {
                (0..LABELS)
                    .filter(|label| allowed[t] >> label & 1 == 0)
                    .for_each(|label| potential[label] = 0.0);
            }
            let row = match (self.forward.last(), ends.before) {
                (Some(before), _) => combine(before, &chain.pairs),
                (None, End::Sentence) => chain.start,
                (None, End::Outside) => chain.pairs[0],
            };
            let mut row = times(&row, &potential);
            let sum: f32 = row[..LABELS].iter().sum();
            if sum <= 0.0 {
                return false;
            }
            row.iter_mut().for_each(|value| *value *= 1.0 / sum);
            self.scales.push(sum);
            self.forward.push(row);
            self.potentials.push(potential);
        }
        self.run_back(chain, ends);
        true
    }

    fn run_back(&mut self, chain: &Potentials, ends: Ends) {
        let n = self.forward.len();
        self.backward.clear();
        self.backward.resize(n, [1.0; WIDTH]);
        self.last = if ends.behind == End::Outside {
            chain.columns[0]
        } else {
            [1.0; WIDTH]
        };
        for t in (0..n).rev() {
            let mut row = match self.backward.get(t + 1) {
                Some(after) => combine(&times(after, &self.potentials[t + 1]), &chain.columns),
                None => self.last,
            };
            let sum: f32 = times(&row, &self.forward[t])[..LABELS].iter().sum();
            row.iter_mut()
                .for_each(|value| *value *= 1.0 / sum.max(f32::MIN_POSITIVE));
            self.backward[t] = row;
        }
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
    pub fn add_pairs(&self, t: usize, chain: &Potentials, sign: f32, counts: &mut [Scores; WIDTH]) {
        let before = self.forward[t - 1];
        let after = times(&self.backward[t], &self.potentials[t]);
        let mut sum = 0.0;
        for label in 0..LABELS {
            let row = times(&chain.pairs[label], &after);
            sum += before[label] * row[..LABELS].iter().sum::<f32>();
        }
        let scale = sign / sum.max(f32::MIN_POSITIVE);
        for label in 0..LABELS {
            for next in 0..WIDTH {
                counts[label][next] += before[label] * chain.pairs[label][next] * after[next] * scale;
            }
        }
    }

    /// Probability that exactly the positions `start..end` are a name whose labels are `begin` and `inside`.
    pub fn span(&self, start: usize, end: usize, begin: usize, inside: usize, chain: &Potentials) -> f32 {
        let mut path = self.forward[start][begin];
        let mut label = begin;
        for t in start + 1..end {
            path *= chain.pairs[label][inside] * self.potentials[t][inside] / self.scales[t];
            label = inside;
        }
        let Some(next) = self.forward.get(end) else {
            // Nothing but the end follows: what the last label is worth among all last labels.
            let every: f32 = times(&self.last, &self.forward[end - 1])[..LABELS].iter().sum();
            return (path * self.last[label] / every.max(f32::MIN_POSITIVE)).min(1.0);
        };
        debug_assert_eq!(next.len(), WIDTH);
        let mut after = times(&times(&chain.pairs[label], &self.potentials[end]), &self.backward[end]);
        after[inside] = 0.0;
        let sum: f32 = after[..LABELS].iter().sum();
        (path * sum / self.scales[end]).min(1.0)
    }
}

/// Transitions with forbidden pairs made impossible, for the best path.
#[derive(Clone, Debug)]
pub struct Steps {
    pairs: [Scores; WIDTH],
    start: Scores,
}

impl Steps {
    /// The steps of `transitions`.
    pub fn new(transitions: &Transitions) -> Self {
        let allowed = |from: usize, to: usize, score: f32| if FOLLOWS[from][to] { score } else { NEVER };
        let pairs =
            std::array::from_fn(|from| std::array::from_fn(|to| allowed(from, to, transitions.pairs[from][to])));
        Steps {
            pairs,
            start: std::array::from_fn(|to| allowed(0, to, transitions.start[to])),
        }
    }
}

/// The best path of labels.
#[derive(Clone, Debug, Default)]
pub struct Viterbi {
    from: Vec<[u8; WIDTH]>,
}

impl Viterbi {
    /// Writes the best labels of `scores` into `labels`.
    pub fn run(&mut self, scores: &[Scores], steps: &Steps, ends: Ends, labels: &mut Vec<u8>) {
        labels.clear();
        self.from.clear();
        let Some((first, rest)) = scores.split_first() else {
            return;
        };
        let start = if ends.before == End::Outside {
            &steps.pairs[0]
        } else {
            &steps.start
        };
        let mut best: Scores = std::array::from_fn(|label| start[label] + first[label]);
        for score in rest {
            let mut next_best = [f32::MIN; WIDTH];
            let mut from = [0f32; WIDTH];
            for label in 0..LABELS {
                for next in 0..WIDTH {
                    let path = best[label] + steps.pairs[label][next];
                    from[next] = if path > next_best[next] {
                        label as f32
                    } else {
                        from[next]
                    };
                    next_best[next] = if path > next_best[next] { path } else { next_best[next] };
                }
            }
            best = std::array::from_fn(|next| next_best[next] + score[next]);
            self.from.push(from.map(|label| label as u8));
        }
        if ends.behind == End::Outside {
            (0..LABELS).for_each(|label| best[label] += steps.pairs[label][0]);
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
            prop_assert!(lattice.run(&scores, &chain, Ends::SENTENCE, None));
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
            Viterbi::default().run(&scores, &Steps::new(&transitions), Ends::SENTENCE, &mut labels);
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
