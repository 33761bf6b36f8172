//! `gazet train`: annotated text becomes a weights file.

use std::path::PathBuf;

use clap::Args;
use gazet::train::{Corpus, Style, TrainOptions, train};

use super::exit::{Exit, Failed, Outcome};

#[derive(Debug, Args)]
pub(super) struct TrainArgs {
    /// Annotated text (JSON Lines with `text` and `entities`) whose habits of annotation the model shall have.
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// Annotated text with habits of its own (titles inside names, say): it is learned from, its habits are not.
    #[arg(long, value_name = "GOLD", num_args = 1..)]
    other_style: Vec<PathBuf>,
    /// The weights file.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Passes over the text.
    #[arg(long, value_name = "N", default_value_t = TrainOptions::default().epochs)]
    epochs: usize,
}

impl TrainArgs {
    pub(super) fn run(self) -> Outcome {
        let corpora = |paths: &[PathBuf], style| {
            paths
                .iter()
                .map(|path| {
                    Ok(Corpus {
                        documents: gazet::evaluate::read_gold(path)?,
                        style,
                    })
                })
                .collect::<Result<Vec<Corpus>, gazet::Error>>()
        };
        let mut gold = corpora(&self.gold, Style::House)?;
        gold.extend(corpora(&self.other_style, Style::Own)?);
        let options = TrainOptions {
            epochs: self.epochs,
            ..TrainOptions::default()
        };
        let text = train(&gold, &options)?;
        std::fs::write(&self.output, text).map_err(|error| Failed::cannot_write(self.output.display(), error))?;
        Ok(Exit::Done)
    }
}
