//! Annotated text, and how well predictions agree with it.
//!
//! [`read_gold`] reads annotated documents, [`read_predictions`] what some tool found in them, [`measure`] counts how far
//! the two agree and where not, [`compare`] sets two sets of predictions side by side.
//!
//! ```
//! use gazet::Span;
//! use gazet::evaluate::{GoldDocument, GoldSpan, Judged, Options, PredictedSpan, measure};
//!
//! let name = |start, end, label: &str| GoldSpan { span: Span::new(start, end), label: label.to_owned() };
//! let gold = GoldDocument {
//!     id: "a".to_owned(),
//!     text: "Kofi Annan left Accra.".to_owned(),
//!     spans: vec![name(0, 10, "PER"), name(16, 21, "LOC")],
//! };
//! let predicted = [PredictedSpan { span: Span::new(0, 10), label: "PER".to_owned(), score: None }];
//! let report = measure(&[Judged { gold: &gold, predicted: &predicted }], &Options::default());
//! assert_eq!((report.figures.micro.precision, report.figures.micro.recall), (100.0, 50.0));
//! assert_eq!(report.mistakes[0].what.text, "Accra");
//! ```

mod align;
mod boundaries;
mod calibration;
mod columns;
mod compare;
mod confusion;
mod example;
mod figures;
mod gold;
mod inline;
mod labels;
mod marks;
mod mistakes;
mod options;
mod predictions;
mod records;
mod report;
mod tally;

pub use boundaries::{Boundaries, Change, Edge, Side};
pub use calibration::{Bin, Calibration};
pub use compare::{Comparison, Name, Right, Wrong, compare};
pub use confusion::Cell;
pub use example::Example;
pub use figures::{Figures, Summary};
pub use gold::{GoldDocument, GoldSpan, read_gold};
pub use mistakes::{Mistake, MistakeKind};
pub use options::Options;
pub use predictions::{PredictedSpan, Predictions, read_predictions};
pub use report::{Judged, Report, measure};
pub use tally::Counted;
