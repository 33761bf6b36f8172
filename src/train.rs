//! Training on annotated text: see [`train`].

use crate::error::Error;
use crate::gazetteer::Gazetteers;

pub use crate::decide::train::{Corpus, Style, TrainOptions};

/// Trains a model on annotated text with the embedded lists; returns the text of its weights file. The same gold and
/// lists give the same text.
///
/// # Errors
/// When the embedded lists cannot be opened.
pub fn train(gold: &[Corpus], options: &TrainOptions) -> Result<String, Error> {
    let mut gazetteers = Gazetteers::default();
    gazetteers.push(crate::tagger::default_layer()?);
    Ok(crate::decide::train::train(gold, &gazetteers, options).to_text())
}
