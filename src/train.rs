//! Training on annotated text: see [`train`].

use crate::decide::weights::Weights;
use crate::error::Error;
use crate::gazetteer::Gazetteers;

pub use crate::decide::train::{Corpus, Style, TrainOptions};

/// Trains a model on annotated text with the embedded lists; returns the text of its weights file. The same gold,
/// lists and origin give the same text.
///
/// With an `origin`, the text of another weights file, training goes on from there: a few hundred annotated sentences
/// are enough to adapt a model, and what they say nothing of stays as it was.
///
/// # Errors
/// When the embedded lists cannot be opened, or `origin` is no weights file.
pub fn train(gold: &[Corpus], options: &TrainOptions, origin: Option<&str>) -> Result<String, Error> {
    let mut gazetteers = Gazetteers::default();
    gazetteers.push(crate::tagger::default_layer()?);
    let origin = origin.map(Weights::parse).transpose()?;
    Ok(crate::decide::train::train(gold, &gazetteers, options, origin).to_text())
}
