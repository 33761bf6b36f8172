//! Whether scores are what they say: of the spans of score 0.9, nine in ten should be right.

use serde::Serialize;

use super::figures::rounded;
use super::marks::Marks;
use super::options::Options;

const BINS: usize = 10;

/// Scores of predicted spans against the share that is right.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// Ten bins of equal width, from 0 to 1.
    pub bins: Vec<Bin>,
    /// The expected calibration error: how far mean score and share lie apart, bins weighted by their spans.
    pub expected_error: f64,
}

/// The predicted spans of about one score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// The lowest score.
    pub from: f64,
    /// The score that is the lowest of the next bin; the last bin holds it.
    pub to: f64,
    /// Number of spans.
    pub spans: usize,
    /// Their mean score; none if there are no spans.
    pub mean_score: Option<f64>,
    /// The share of them that is right; none if there are no spans.
    pub right: Option<f64>,
}

/// Bins so far.
#[derive(Default)]
pub(super) struct CalibrationTally([Sums; BINS]);

#[derive(Clone, Copy, Default)]
struct Sums {
    spans: usize,
    right: usize,
    score: f64,
}

impl CalibrationTally {
    pub(super) fn add(&mut self, marks: &Marks, options: &Options) {
        for (mark, score) in marks.predicted.iter().zip(&marks.scores) {
            let (Some(score), true) = (score, options.scores(mark.label)) else {
                continue;
            };
            let bin = &mut self.0[((score * BINS as f64) as usize).min(BINS - 1)];
            bin.spans += 1;
            bin.right += usize::from(marks.gold.binary_search(mark).is_ok());
            bin.score += score;
        }
    }

    /// None if no span had a score.
    pub(super) fn finish(&self) -> Option<Calibration> {
        let spans: usize = self.0.iter().map(|bin| bin.spans).sum();
        let apart: f64 = self.0.iter().map(|bin| (bin.score - bin.right as f64).abs()).sum();
        (spans > 0).then(|| Calibration {
            bins: self.0.iter().enumerate().map(|(at, sums)| sums.bin(at)).collect(),
            expected_error: rounded::<4>(apart / spans as f64),
        })
    }
}

impl Sums {
    fn bin(&self, at: usize) -> Bin {
        let mean = |sum: f64| (self.spans > 0).then(|| rounded::<4>(sum / self.spans as f64));
        Bin {
            from: at as f64 / BINS as f64,
            to: (at + 1) as f64 / BINS as f64,
            spans: self.spans,
            mean_score: mean(self.score),
            right: mean(self.right as f64),
        }
    }
}
