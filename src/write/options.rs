//! What a user may say about the record.

use super::{OffsetUnit, Scheme};
use crate::Label;

/// What a record holds; the default is that of the command line.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The names of labels.
    pub labels: Scheme,
    /// The types that are printed.
    pub types: Types,
    /// The unit of offsets.
    pub offsets: OffsetUnit,
    /// The lowest score, as printed, of a span that is printed.
    pub min_score: f32,
    /// Whether the text itself is part of the record.
    pub text: TextInRecord,
}

/// Which types are printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Types {
    /// Persons, places, organizations and every type of a user list.
    #[default]
    Usual,
    /// Those of these names, as the pipeline or as the label scheme calls them, in any case.
    Named(Vec<String>),
}

impl Types {
    /// Whether a span of this label, which the scheme calls `printed`, is printed.
    pub(super) fn admit(&self, label: &Label, printed: &str) -> bool {
        match self {
            Types::Usual => !matches!(label, Label::Norp | Label::Misc),
            Types::Named(names) => {
                let is =
                    |name: &String| name.eq_ignore_ascii_case(label.as_str()) || name.eq_ignore_ascii_case(printed);
                names.iter().any(is)
            }
        }
    }
}

/// Whether the text itself is part of the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextInRecord {
    /// It is left out.
    #[default]
    Omitted,
    /// It is there: as `text`, or, for a record of several text fields, each by its name in `fields`.
    Included,
}
