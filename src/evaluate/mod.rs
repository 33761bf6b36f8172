//! Measuring against gold.

mod gold;

pub use gold::{GoldDocument, GoldSpan, read_gold};
