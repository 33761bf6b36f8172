//! Everything that is counted over some documents.

use serde::Serialize;

use super::align::align;
use super::boundaries::BoundaryTally;
use super::calibration::CalibrationTally;
use super::confusion::Confusion;
use super::example::Example;
use super::figures::Tallies;
use super::marks::Marks;
use super::tally::Tally;
use super::{Boundaries, Calibration, Cell, Counted, GoldDocument, Mistake, Options, PredictedSpan, Summary};

/// A document and what was predicted for it.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The document with its names as they should be.
    pub gold: &'a GoldDocument,
    /// What was predicted; any order, a span given twice counts once.
    pub predicted: &'a [PredictedSpan],
}

/// How well predictions agree with gold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Number of documents.
    pub documents: usize,
    /// Number of their words, between white space.
    pub words: usize,
    /// Precision, recall and F1.
    #[serde(flatten)]
    pub figures: Summary,
    /// Which types were taken for which, by gold, then by prediction.
    pub confusion: Vec<Cell>,
    /// Names with the right type but the wrong boundaries.
    pub boundaries: Boundaries,
    /// Every mistake, the most frequent first, then by its words.
    pub mistakes: Vec<Counted<Mistake>>,
    /// Scores against the share that is right; none if no span has a score.
    pub calibration: Option<Calibration>,
}

/// Counts how far predictions agree with gold, and where not.
pub fn measure(judged: &[Judged], options: &Options) -> Report {
    let mut figures = Tallies::new(options);
    let mut confusion = Confusion::default();
    let mut boundaries = BoundaryTally::new();
    let mut mistakes = Tally::new();
    let mut calibration = CalibrationTally::default();
    for it in judged {
        let marks = Marks::new(it, options);
        figures.add(&marks);
        calibration.add(&marks, options);
        for pair in align(&marks, options) {
            confusion.add(pair);
            if let Some(mistake) = Mistake::of(pair, &it.gold.text) {
                boundaries.add(it, pair, &mistake);
                mistakes.add(mistake, || Example::of_pair(it, pair));
            }
        }
    }
    Report {
        documents: judged.len(),
        words: judged.iter().map(|it| it.gold.text.split_whitespace().count()).sum(),
        figures: figures.summary(),
        confusion: confusion.into_cells(),
        boundaries: boundaries.finish(),
        mistakes: mistakes.into_sorted(),
        calibration: calibration.finish(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;
    use crate::evaluate::{Change, Edge, GoldSpan, MistakeKind, Name, Side, compare};
    use proptest::prelude::*;

    const TEXT: &str = "President Kofi Annan met the AU's envoy in New York. Annan left for Accra in the Gold Coast.";

    /// Where `words` stand for the first time.
    fn span(words: &str) -> Span {
        let start = TEXT.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    fn gold(names: &[(&str, &str)]) -> GoldDocument {
        let spans = names.iter().map(|(words, label)| GoldSpan::new(span(words), label));
        GoldDocument {
            id: "a".to_owned(),
            text: TEXT.to_owned(),
            spans: spans.collect(),
        }
    }

    fn found(names: &[(&str, &str, f64)]) -> Vec<PredictedSpan> {
        let spans = names.iter().map(|&(words, label, score)| PredictedSpan {
            span: span(words),
            label: label.to_owned(),
            score: Some(score),
        });
        spans.collect()
    }

    fn example() -> (GoldDocument, Vec<PredictedSpan>) {
        let gold = gold(&[
            ("Kofi Annan", "PER"),
            ("AU", "ORG"),
            ("New York", "LOC"),
            ("Accra", "LOC"),
            ("Gold Coast", "UNK"),
            ("envoy", "MISC"),
        ]);
        let found = found(&[
            ("President Kofi Annan", "PER", 0.95),
            ("AU", "LOC", 0.6),
            ("New York", "LOC", 1.0),
            ("Accra", "LOC", 0.9),
            ("Accra", "LOC", 0.7),
            ("Gold Coast", "LOC", 0.55),
            ("left", "PER", 0.1),
            ("met", "NORP", 0.9),
        ]);
        (gold, found)
    }

    #[test]
    fn figures_are_those_counted_by_hand() {
        let (gold, predicted) = example();
        let judged = Judged {
            gold: &gold,
            predicted: &predicted,
        };
        let report = measure(&[judged], &Options::default());
        assert_eq!((report.documents, report.words), (1, 18));
        let rows: Vec<_> = report
            .figures
            .types
            .iter()
            .map(|(name, it)| (name.as_str(), it))
            .collect();
        let rows = rows
            .into_iter()
            .chain([("micro", &report.figures.micro), ("untyped", &report.figures.untyped)]);
        let shown = rows.map(|(name, it)| {
            let counts = (it.right, it.predicted, it.gold);
            (name, counts, (it.precision, it.recall, it.f1), it.overlap_f1)
        });
        let expected = [
            ("PER", (0, 2, 1), (0.0, 0.0, 0.0), Some(66.67)),
            ("LOC", (2, 4, 2), (50.0, 100.0, 66.67), Some(66.67)),
            ("ORG", (0, 0, 1), (0.0, 0.0, 0.0), Some(0.0)),
            ("micro", (2, 6, 4), (33.33, 50.0, 40.0), Some(60.0)),
            ("untyped", (4, 6, 5), (66.67, 80.0, 72.73), None),
        ];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn mistakes_are_told_apart() {
        let (gold, predicted) = example();
        let judged = Judged {
            gold: &gold,
            predicted: &predicted,
        };
        let report = measure(&[judged, judged], &Options::default());
        let shown: Vec<_> = report
            .mistakes
            .iter()
            .map(|Counted { what, count, .. }| {
                let types = (what.gold.as_deref(), what.predicted.as_deref());
                (
                    what.text.as_str(),
                    what.kind,
                    types,
                    what.predicted_text.as_deref(),
                    *count,
                )
            })
            .collect();
        let expected = [
            ("AU", MistakeKind::Type, (Some("ORG"), Some("LOC")), None, 2),
            ("Gold Coast", MistakeKind::Type, (Some("UNK"), Some("LOC")), None, 2),
            (
                "Kofi Annan",
                MistakeKind::Boundary,
                (Some("PER"), Some("PER")),
                Some("President Kofi Annan"),
                2,
            ),
            ("left", MistakeKind::Spurious, (None, Some("PER")), None, 2),
        ];
        assert_eq!(shown, expected);
        let example = &report.mistakes[0].example;
        assert_eq!((example.document.as_str(), example.text.as_str()), ("a", "AU"));
        assert!(example.before.ends_with("Annan met the "), "{example:?}");
        let boundaries = &report.boundaries;
        assert_eq!((boundaries.longer, boundaries.shorter, boundaries.crossing), (2, 0, 0));
        let edge = Edge {
            text: "President".to_owned(),
            side: Side::Start,
            change: Change::Added,
        };
        assert_eq!((&boundaries.edges[0].what, boundaries.edges[0].count), (&edge, 2));
    }

    #[test]
    fn types_are_set_against_each_other() {
        let (gold, predicted) = example();
        let judged = Judged {
            gold: &gold,
            predicted: &predicted,
        };
        let cells = measure(&[judged], &Options::default()).confusion;
        let shown = cells.iter().map(|cell| {
            let types = (cell.gold.as_deref(), cell.predicted.as_deref());
            (types, cell.count, cell.same_boundaries)
        });
        let expected = [
            ((None, Some("PER")), 1, 0),
            ((Some("LOC"), Some("LOC")), 2, 2),
            ((Some("ORG"), Some("LOC")), 1, 1),
            ((Some("PER"), Some("PER")), 1, 0),
            ((Some("UNK"), Some("LOC")), 1, 1),
        ];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn scores_are_set_against_what_is_right() {
        let (gold, predicted) = example();
        let judged = Judged {
            gold: &gold,
            predicted: &predicted,
        };
        let calibration = measure(&[judged], &Options::default()).calibration.unwrap();
        let bins = calibration.bins.iter().filter(|bin| bin.spans > 0);
        let shown = bins.map(|bin| (bin.from, bin.spans, bin.mean_score, bin.right));
        let expected = [
            (0.1, 1, Some(0.1), Some(0.0)),
            (0.5, 1, Some(0.55), Some(0.0)),
            (0.6, 1, Some(0.6), Some(0.0)),
            (0.9, 3, Some(0.95), Some(0.6667)),
        ];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
        // (0.1 + 0.55 + 0.6 + |0.95 + 1.0 + 0.9 - 2|) / 6
        assert_eq!(calibration.expected_error, 0.35);
        let unscored: Vec<PredictedSpan> = predicted
            .iter()
            .map(|it| PredictedSpan {
                score: None,
                ..it.clone()
            })
            .collect();
        let judged = Judged {
            gold: &gold,
            predicted: &unscored,
        };
        assert_eq!(measure(&[judged], &Options::default()).calibration, None);
    }

    #[test]
    fn tenths_belong_to_the_bin_they_begin() {
        for tenth in 0..=9 {
            let score = f64::from(tenth) / 10.0;
            let (gold, predicted) = (gold(&[]), found(&[("Accra", "LOC", score)]));
            let judged = Judged {
                gold: &gold,
                predicted: &predicted,
            };
            let calibration = measure(&[judged], &Options::default()).calibration.unwrap();
            assert_eq!(calibration.bins.iter().find(|bin| bin.spans > 0).unwrap().from, score);
        }
    }

    #[test]
    fn edges_are_stripped_and_other_types_scored_on_request() {
        let gold = gold(&[("the AU's", "ORG"), ("envoy", "ROLE")]);
        let predicted = found(&[("AU", "ORG", 0.9), ("envoy", "ROLE", 0.9)]);
        let judged = [Judged {
            gold: &gold,
            predicted: &predicted,
        }];
        let f1 = |options: Options| measure(&judged, &options).figures.micro.f1;
        assert_eq!(f1(Options::default()), 0.0);
        assert_eq!(f1(Options::default().strip()), 100.0);
        assert_eq!(f1(Options::default().types(["ROLE"])), 100.0);
        assert_eq!(f1(Options::default().types(["ROLE", "ORGANIZATION", "ROLE"])), 50.0);
    }

    #[test]
    fn two_sets_of_predictions_are_compared() {
        let (gold, these) = example();
        let others = found(&[
            ("Kofi Annan", "PER", 0.9),
            ("AU", "LOC", 0.6),
            ("Accra", "LOC", 0.9),
            ("envoy", "PER", 0.9),
            ("envoy", "PER", 0.3),
            ("met", "NORP", 0.9),
        ]);
        let judged = |predicted| [Judged { gold: &gold, predicted }];
        let comparison = compare(&judged(&these), &judged(&others), &Options::default());
        let (right, wrong) = (&comparison.right, &comparison.wrong);
        assert_eq!((right.both, right.this, right.other, right.neither), (1, 1, 1, 1));
        assert_eq!((wrong.both, wrong.this, wrong.other), (1, 3, 1));
        assert_eq!(comparison.other, measure(&judged(&others), &Options::default()).figures);
        let names = |names: &[Counted<Name>]| {
            let names = names
                .iter()
                .map(|it| format!("{} {} {}", it.count, it.what.label, it.what.text));
            names.collect::<Vec<_>>()
        };
        assert_eq!(names(&right.only_this), ["1 LOC New York"]);
        assert_eq!(names(&right.only_other), ["1 PER Kofi Annan"]);
        assert_eq!(
            names(&wrong.only_this),
            ["1 LOC Gold Coast", "1 PER President Kofi Annan", "1 PER left"]
        );
        assert_eq!(names(&wrong.only_other), ["1 PER envoy"]);
    }

    fn names() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
        prop::collection::vec((0..40usize, 1..12usize, 0..5usize), 0..12)
    }

    proptest! {
        /// Whatever the spans, rows and columns of the confusion table add up to them, and a mistake is what is not right.
        #[test]
        fn nothing_is_lost_between_the_tables(wanted in names(), given in names()) {
            const LABELS: [&str; 5] = ["PER", "LOC", "ORG", "MISC", "UNK"];
            let place = |(start, length, _): (usize, usize, usize)| Span::new(start, start + length);
            let gold = GoldDocument {
                id: "a".to_owned(),
                text: TEXT.to_owned(),
                spans: wanted.iter().map(|&it| GoldSpan::new(place(it), LABELS[it.2])).collect(),
            };
            let predicted = given.iter().map(|&it| PredictedSpan { span: place(it), label: LABELS[it.2].to_owned(), score: None });
            let predicted: Vec<PredictedSpan> = predicted.collect();
            for options in [Options::default(), Options::default().strip()] {
                let report = measure(&[Judged { gold: &gold, predicted: &predicted }], &options);
                let sum = |keep: &dyn Fn(&Cell) -> bool, of: fn(&Cell) -> usize| -> usize {
                    report.confusion.iter().filter(|cell| keep(cell)).map(of).sum()
                };
                for (name, figures) in &report.figures.types {
                    let is = |label: &Option<String>| label.as_ref() == Some(name);
                    prop_assert_eq!(sum(&|cell| is(&cell.gold), |cell| cell.count), figures.gold);
                    prop_assert_eq!(sum(&|cell| is(&cell.predicted), |cell| cell.count), figures.predicted);
                    prop_assert_eq!(sum(&|cell| is(&cell.gold) && is(&cell.predicted), |cell| cell.same_boundaries), figures.right);
                }
                let pairs = sum(&|_| true, |cell| cell.count);
                let mistakes: usize = report.mistakes.iter().map(|it| it.count).sum();
                prop_assert_eq!(pairs, mistakes + report.figures.micro.right);
            }
        }
    }
}
