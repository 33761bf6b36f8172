//! Everything that is printed: a report for each file and, of several, one over all.

use std::ops::Range;
use std::path::{Path, PathBuf};

use gazet::evaluate::{Comparison, GoldDocument, Judged, Options, PredictedSpan, Report, compare, measure};
use gazet::write::append_json;
use serde::Serialize;

/// What is measured.
pub(super) struct Inputs<'a> {
    pub(super) paths: &'a [PathBuf],
    /// The documents of each.
    pub(super) files: &'a [Vec<GoldDocument>],
    /// What was found in each document of all files.
    pub(super) found: &'a [Vec<PredictedSpan>],
    /// What others found there, and the file that says so.
    pub(super) other: Option<(&'a Path, &'a [Vec<PredictedSpan>])>,
    pub(super) options: &'a Options,
    /// How many errors of a report are shown.
    pub(super) shown: usize,
}

/// The reports.
#[derive(Serialize)]
pub(super) struct Results {
    pub(super) files: Vec<FileResult>,
    /// Over all files, if there are several.
    pub(super) overall: Option<Measured>,
    /// The file of the predictions compared with.
    pub(super) compared_with: Option<String>,
}

/// The report on a file.
#[derive(Serialize)]
pub(super) struct FileResult {
    pub(super) file: String,
    #[serde(flatten)]
    pub(super) measured: Measured,
}

/// The report on some documents.
#[derive(Serialize)]
pub(super) struct Measured {
    #[serde(flatten)]
    pub(super) report: Report,
    pub(super) comparison: Option<Comparison>,
}

impl Results {
    /// Measures.
    pub(super) fn new(inputs: &Inputs) -> Self {
        let these = judged(inputs.files, inputs.found);
        let others = inputs.other.map(|(_, found)| judged(inputs.files, found));
        let measured = |range: Range<usize>| {
            let others = others.as_ref().map(|others| &others[range.clone()]);
            Measured::new(&these[range], others, inputs)
        };
        let mut from = 0;
        let mut files = Vec::new();
        for (path, documents) in inputs.paths.iter().zip(inputs.files) {
            let behind = from + documents.len();
            files.push(FileResult {
                file: path.display().to_string(),
                measured: measured(from..behind),
            });
            from = behind;
        }
        Results {
            overall: (files.len() > 1).then(|| measured(0..from)),
            files,
            compared_with: inputs.other.map(|(path, _)| path.display().to_string()),
        }
    }

    /// The reports as one line of JSON.
    pub(super) fn json(&self) -> Vec<u8> {
        let mut line = Vec::new();
        append_json(self, &mut line);
        line.push(b'\n');
        line
    }
}

fn judged<'a>(files: &'a [Vec<GoldDocument>], found: &'a [Vec<PredictedSpan>]) -> Vec<Judged<'a>> {
    let documents = files.iter().flatten().zip(found);
    documents.map(|(gold, predicted)| Judged { gold, predicted }).collect()
}

impl Measured {
    fn new(these: &[Judged], others: Option<&[Judged]>, inputs: &Inputs) -> Self {
        let mut report = measure(these, inputs.options);
        report.mistakes.truncate(inputs.shown);
        report.boundaries.edges.truncate(inputs.shown);
        let comparison = others.map(|others| {
            let mut comparison = compare(these, others, inputs.options);
            let Comparison { right, wrong, .. } = &mut comparison;
            for names in [
                &mut right.only_this,
                &mut right.only_other,
                &mut wrong.only_this,
                &mut wrong.only_other,
            ] {
                names.truncate(inputs.shown);
            }
            comparison
        });
        Measured { report, comparison }
    }
}
