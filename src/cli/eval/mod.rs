//! `gazet eval`: how well what is tagged agrees with annotated text.

mod layout;
mod results;
mod text;

use std::path::{Path, PathBuf};

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use gazet::Document;
use gazet::evaluate::{GoldDocument, Options, PredictedSpan, read_predictions};
use rayon::prelude::*;

use super::args::{JobsArgs, TaggingArgs};
use super::console::Console;
use super::exit::{Failed, Outcome};
use super::{gold, stdout};
use results::{Inputs, Results};

const EXAMPLES: &str = "\
Examples:
  gazet eval gold.jsonl                          tag the text and count what is right
  gazet eval -g ships.tsv --types SHIP gold.txt  how well a list of your own does
  gazet eval news.conll web.jsonl                a report for each file, and one over all
  gazet eval gold.jsonl --predictions spacy.jsonl
  gazet gold.jsonl > before.jsonl                keep what is found now, ...
  gazet eval gold.jsonl --compare before.jsonl   ... and see what a change gains and loses
  gazet eval --format json gold.jsonl | jq '.files[0].micro.F1'";

#[derive(Debug, Args)]
#[command(after_long_help = gold::help(EXAMPLES), after_help = "See --help for examples and the formats of GOLD.")]
pub(super) struct EvalArgs {
    /// Annotated text; of several files, each is measured, and all together.
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,

    /// Measure these predictions (JSON Lines) in place of what gazet would tag.
    ///
    /// Records as gazet prints them, or with `id` and `entities` (start, end, type, and a score if there is one); matched
    /// by id. In a document without a record nothing counts as found.
    #[arg(long, value_name = "FILE", conflicts_with = "TaggingArgs")]
    predictions: Option<PathBuf>,

    /// Set other predictions (JSON Lines, as for --predictions) beside: what only one of the two has right or wrong.
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,

    /// The types to score, commas between.
    #[arg(long, value_name = "TYPES", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    #[arg(default_value = "PER,LOC,ORG")]
    types: Vec<String>,

    /// Drop a leading "the " and a trailing "'s" of all spans before they are compared.
    #[arg(long)]
    strip: bool,

    /// How many kinds of errors are shown, the most frequent first.
    #[arg(long, value_name = "N", default_value_t = 20)]
    errors_shown: usize,

    /// The format of the report.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: ReportFormat,

    #[command(flatten)]
    tagging: TaggingArgs,

    #[command(flatten)]
    jobs: JobsArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// Tables for people.
    #[default]
    Text,
    /// One JSON object.
    Json,
}

/// What was found in each document, in their order.
type Found = Vec<Vec<PredictedSpan>>;

impl EvalArgs {
    pub(super) fn run(self) -> Outcome {
        let files = gold::read(&self.gold)?;
        let documents: Vec<&GoldDocument> = files.iter().flatten().collect();
        let other = self.compare.as_deref().map(|path| predictions(path, &documents));
        let other = other.transpose()?;
        let found = match &self.predictions {
            Some(path) => predictions(path, &documents)?,
            None => self.tag(&documents)?,
        };
        let results = Results::new(&Inputs {
            paths: &self.gold,
            files: &files,
            found: &found,
            other: self.compare.as_deref().zip(other.as_deref()),
            options: &self.options(),
            shown: self.errors_shown,
        });
        match self.format {
            ReportFormat::Text => stdout::print(text::report(&results).as_bytes()),
            ReportFormat::Json => stdout::print(&results.json()),
        }
    }

    fn options(&self) -> Options {
        let options = Options::default().types(self.types.iter().map(String::as_str));
        if self.strip { options.strip() } else { options }
    }

    /// Tags the documents.
    fn tag(&self, documents: &[&GoldDocument]) -> Result<Found, Failed> {
        let tagger = self.tagging.tagger()?;
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.jobs.count()).build();
        let threads = threads.map_err(|error| Failed::usage(format!("no working threads: {error}; try -j1")))?;
        let tag = |gold: &&GoldDocument| {
            let document = Document::new(gold.id.as_str(), gold.text.as_str());
            let tagged = tagger.tag(&document);
            tagged.mentions.iter().map(PredictedSpan::from).collect()
        };
        Ok(threads.install(|| documents.par_iter().map(tag).collect()))
    }
}

/// The predictions that a file has for the documents.
fn predictions(path: &Path, documents: &[&GoldDocument]) -> Result<Found, Failed> {
    let predictions = read_predictions(path, documents)?;
    let hint = |count: usize, what: &str| {
        if count > 0 {
            Console::default().hint(&format!("{}: {what}: {count}", path.display()));
        }
    };
    hint(
        predictions.lacking,
        "documents of the gold without a record, where nothing counts as found",
    );
    hint(predictions.foreign, "records of other documents, passed over");
    Ok(predictions.spans)
}
