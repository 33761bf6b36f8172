//! Annotated text, and what tools found in it.
//!
//! [`read_gold`] reads annotated documents, [`read_predictions`] what some tool found in them.

mod columns;
mod gold;
mod inline;
mod labels;
mod predictions;
mod records;

pub use gold::{GoldDocument, GoldSpan, read_gold};
pub use predictions::{PredictedSpan, Predictions, read_predictions};
