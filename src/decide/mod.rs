//! Deciding: a linear chain over the words, in two looks at the document.

pub mod active;
pub mod chain;
pub mod damage;
pub mod document;
pub mod features;
pub mod fit;
pub mod label;
pub mod model;
pub mod second;
pub mod train;
pub mod train_repair;
pub mod weights;

pub use label::Type;
pub use model::{Decision, Model, Worker};
