//! `gazet train`: annotated text becomes a weights file.

use std::path::PathBuf;

use clap::Args;
use gazet::train::{Corpus, Style, TrainOptions, train};

use super::exit::{Exit, Failed, Outcome};
use super::gold;

const EXAMPLES: &str = "\
Examples:
  gazet train news.jsonl more.conll -o my.model     train on annotated text
  gazet train news.jsonl --other-style wiki.conll -o my.model
  gazet train mine.jsonl --start-from gazetteers/weights.tsv -o my.model   adapt a model to your text
  gazet eval --model my.model test.jsonl            measure on text that was not trained on";

#[derive(Debug, Args)]
#[command(after_long_help = gold::help(EXAMPLES), after_help = "See --help for examples and the formats of GOLD.")]
pub(super) struct TrainArgs {
    /// Annotated text whose habits of annotation the model shall have.
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// Annotated text with habits of its own (titles inside names, say): it is learned from, its habits are not.
    #[arg(long, value_name = "GOLD", num_args = 1..)]
    other_style: Vec<PathBuf>,
    /// A weights file to go on from: what the text says nothing of stays as it is there.
    #[arg(long, value_name = "FILE")]
    start_from: Option<PathBuf>,
    /// The weights file.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Passes over the text.
    #[arg(long, value_name = "N", default_value_t = TrainOptions::default().epochs)]
    epochs: usize,
}

impl TrainArgs {
    pub(super) fn run(self) -> Outcome {
        let paths = [self.gold.as_slice(), &self.other_style].concat();
        let files = gold::read(&paths)?.into_iter().enumerate();
        let corpora = files.map(|(at, documents)| Corpus {
            documents,
            style: if at < self.gold.len() { Style::House } else { Style::Own },
        });
        let corpora: Vec<Corpus> = corpora.collect();
        let options = TrainOptions {
            epochs: self.epochs,
            ..TrainOptions::default()
        };
        let origin = self.start_from.as_deref().map(|path| {
            std::fs::read_to_string(path)
                .map_err(|error| Failed::usage(format!("{}: {error}; expected a weights file", path.display())))
        });
        let text = train(&corpora, &options, origin.transpose()?.as_deref())?;
        std::fs::write(&self.output, text).map_err(|error| Failed::cannot_write(self.output.display(), error))?;
        Ok(Exit::Done)
    }
}
