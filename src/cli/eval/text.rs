//! The report for people: compact tables.

use std::fmt::Write as _;

use gazet::evaluate::{
    Boundaries, Calibration, Cell, Change, Comparison, Counted, Edge, Example, Figures, Mistake, MistakeKind, Name,
    Side, Summary,
};
use indicatif::HumanCount;

use super::layout::{Align, Table};
use super::results::{Measured, Results};
use crate::cli::console::printable;

/// The whole report.
pub(super) fn report(results: &Results) -> String {
    let other = results.compared_with.as_deref().unwrap_or_default();
    let files = results.files.iter().map(|it| (it.file.as_str(), &it.measured));
    let overall = results.overall.iter().map(|measured| ("all files", measured));
    let reports = files
        .chain(overall)
        .map(|(name, measured)| measured_report(name, measured, other));
    reports.collect::<Vec<_>>().join("\n")
}

fn measured_report(name: &str, measured: &Measured, other: &str) -> String {
    let Measured { report, comparison } = measured;
    let (documents, words) = (HumanCount(report.documents as u64), HumanCount(report.words as u64));
    let mut sections = vec![
        format!("{}: documents {documents}, words {words}\n", printable(name)),
        figures(&report.figures),
        confusion(&report.figures, &report.confusion),
        boundaries(&report.boundaries),
        mistakes(&report.mistakes),
    ];
    sections.extend(report.calibration.as_ref().map(calibration));
    sections.extend(comparison.as_ref().map(|it| compared(&report.figures, it, other)));
    sections.retain(|section| !section.is_empty());
    sections.join("\n")
}

const COLUMNS: [&str; 8] = ["", "P", "R", "F1", "overlap", "pred", "gold", "tp"];

fn figures(summary: &Summary) -> String {
    let mut table = Table::of_numbers();
    table.row(COLUMNS);
    for (name, figures) in rows(summary) {
        table.row(figures_row(name, figures));
    }
    table.lines()
}

fn rows(summary: &Summary) -> impl Iterator<Item = (&str, &Figures)> {
    let types = summary.types.iter().map(|(name, figures)| (name.as_str(), figures));
    types.chain([("micro", &summary.micro), ("untyped", &summary.untyped)])
}

fn figures_row(name: &str, figures: &Figures) -> [String; 8] {
    let share = |share: f64| format!("{share:.2}");
    [
        name.to_owned(),
        share(figures.precision),
        share(figures.recall),
        share(figures.f1),
        figures.overlap_f1.map(share).unwrap_or_default(),
        figures.predicted.to_string(),
        figures.gold.to_string(),
        figures.right.to_string(),
    ]
}

const NONE: &str = "none";

/// Types of gold down, predicted types across: the scored ones, then others, then none.
fn confusion(summary: &Summary, cells: &[Cell]) -> String {
    let axis = |of: fn(&Cell) -> Option<&str>| {
        let mut names: Vec<Option<&str>> = summary.types.iter().map(|(name, _)| Some(name.as_str())).collect();
        for cell in cells {
            let name = of(cell);
            if name.is_some() && !names.contains(&name) {
                names.push(name);
            }
        }
        names.push(None);
        names
    };
    let down = axis(|cell| cell.gold.as_deref());
    let across = axis(|cell| cell.predicted.as_deref());
    let mut table = Table::of_numbers();
    let title = ["gold / predicted"].into_iter();
    table.row(title.chain(across.iter().map(|name| name.unwrap_or(NONE))));
    for &gold in &down {
        let counts = across.iter().map(|&predicted| {
            let of_it = |cell: &&Cell| (cell.gold.as_deref(), cell.predicted.as_deref()) == (gold, predicted);
            cells.iter().find(of_it).map_or_else(|| ".".to_owned(), cell_text)
        });
        table.row([gold.unwrap_or(NONE).to_owned()].into_iter().chain(counts));
    }
    format!("{}(n+m: n with the same boundaries, m that overlap)\n", table.lines())
}

fn cell_text(cell: &Cell) -> String {
    let alone = cell.gold.is_none() || cell.predicted.is_none();
    match cell.count - cell.same_boundaries {
        0 => cell.count.to_string(),
        _ if alone => cell.count.to_string(),
        overlapping => format!("{}+{overlapping}", cell.same_boundaries),
    }
}

fn boundaries(boundaries: &Boundaries) -> String {
    let Boundaries {
        longer,
        shorter,
        crossing,
        edges,
    } = boundaries;
    let all = longer + shorter + crossing;
    if all == 0 {
        return String::new();
    }
    let mut text =
        format!("right type, wrong boundaries: {all} ({longer} too long, {shorter} too short, {crossing} both)\n");
    let mut table = Table::of_text(&[Align::Right, Align::Left, Align::Left, Align::Left]);
    for Counted { what, count, example } in edges {
        table.row([
            count.to_string(),
            edge_kind(what).to_owned(),
            what.text.clone(),
            place(example),
        ]);
    }
    text.push_str(&table.lines());
    text
}

fn edge_kind(edge: &Edge) -> &'static str {
    match (edge.change, edge.side) {
        (Change::Added, Side::Start) => "added at the start",
        (Change::Added, Side::End) => "added at the end",
        (Change::Missing, Side::Start) => "missing at the start",
        (Change::Missing, Side::End) => "missing at the end",
    }
}

fn mistakes(mistakes: &[Counted<Mistake>]) -> String {
    if mistakes.is_empty() {
        return String::new();
    }
    let left = Align::Left;
    let mut table = Table::of_text(&[Align::Right, left, left, left, left]);
    for Counted { what, count, example } in mistakes {
        let types = match (&what.gold, &what.predicted) {
            (Some(gold), Some(predicted)) if gold != predicted => format!("{gold} > {predicted}"),
            (Some(label), _) | (None, Some(label)) => label.clone(),
            (None, None) => String::new(),
        };
        let words = match &what.predicted_text {
            Some(predicted) => format!("{} > {predicted}", what.text),
            None => what.text.clone(),
        };
        table.row([
            count.to_string(),
            kind(what.kind).to_owned(),
            types,
            words,
            place(example),
        ]);
    }
    format!("most frequent errors (gold > predicted)\n{}", table.lines())
}

fn kind(kind: MistakeKind) -> &'static str {
    match kind {
        MistakeKind::Missed => "missed",
        MistakeKind::Spurious => "spurious",
        MistakeKind::Type => "type",
        MistakeKind::Boundary => "boundary",
        MistakeKind::BoundaryAndType => "boundary, type",
    }
}

fn place(example: &Example) -> String {
    let Example {
        document,
        before,
        text,
        after,
    } = example;
    format!("{document}: {}[{text}]{}", before.trim_start(), after.trim_end())
}

fn calibration(calibration: &Calibration) -> String {
    let mut table = Table::of_numbers();
    table.row(["score", "spans", "mean", "right"]);
    let share = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"));
    for bin in &calibration.bins {
        let range = format!("{:.1}-{:.1}", bin.from, bin.to);
        table.row([range, bin.spans.to_string(), share(bin.mean_score), share(bin.right)]);
    }
    format!(
        "{}expected calibration error {:.4}\n",
        table.lines(),
        calibration.expected_error
    )
}

fn compared(this: &Summary, comparison: &Comparison, other: &str) -> String {
    let Comparison {
        other: figures,
        right,
        wrong,
    } = comparison;
    let other = printable(other);
    let mut table = Table::of_numbers();
    table.row(COLUMNS);
    for ((name, ours), (_, theirs)) in rows(this).zip(rows(figures)) {
        table.row(figures_row(name, ours));
        table.row(figures_row("  other", theirs));
    }
    let mut text = format!("compared with {other} (other)\n{}", table.lines());
    // Writing to a string does not fail.
    _ = writeln!(
        text,
        "right: {} in both, {} only here, {} only in other, {} in neither",
        right.both, right.this, right.other, right.neither
    );
    _ = writeln!(
        text,
        "wrong: {} in both, {} only here, {} only in other",
        wrong.both, wrong.this, wrong.other
    );
    let lists = [
        ("right only here", &right.only_this),
        ("right only in other", &right.only_other),
        ("wrong only here", &wrong.only_this),
        ("wrong only in other", &wrong.only_other),
    ];
    for (title, list) in lists {
        text.push_str(&names(title, list));
    }
    text
}

fn names(title: &str, names: &[Counted<Name>]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let left = Align::Left;
    let mut table = Table::of_text(&[Align::Right, left, left, left]);
    for Counted { what, count, example } in names {
        table.row([count.to_string(), what.label.clone(), what.text.clone(), place(example)]);
    }
    format!("\n{title}\n{}", table.lines())
}
