//! The unit of offsets.

use clap::ValueEnum;
use gazet::write::OffsetUnit;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum UnitName {
    /// Unicode code points, as Python counts.
    #[default]
    Char,
    /// Bytes of the UTF-8.
    Byte,
    /// UTF-16 code units, as JavaScript and Java count.
    Utf16,
}

impl From<UnitName> for OffsetUnit {
    fn from(name: UnitName) -> Self {
        match name {
            UnitName::Char => OffsetUnit::Char,
            UnitName::Byte => OffsetUnit::Byte,
            UnitName::Utf16 => OffsetUnit::Utf16,
        }
    }
}
