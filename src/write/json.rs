//! Compact JSON whose strings no terminal takes for commands.
//!
//! JSON demands that control characters below U+0020 be escaped. DEL and the C1 controls (U+0080 to U+009F; U+009B begins a
//! terminal command as ESC `[` does) are escaped as well: the same data, safe to look at.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// Appends `value` to `line` as compact JSON, safe to look at: DEL and C1 controls are escaped too.
///
/// # Panics
/// The value's own serialization fails, which that of a record or a report never does.
pub fn append(value: &impl Serialize, line: &mut Vec<u8>) {
    let mut serializer = Serializer::with_formatter(line, Escaping);
    value
        .serialize(&mut serializer)
        .expect("a value is written to memory and has text keys");
}

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, control)) = first_control(rest) {
            CompactFormatter.write_string_fragment(writer, &rest[..at])?;
            write!(writer, "\\u{:04x}", u32::from(control))?;
            rest = &rest[at + control.len_utf8()..];
        }
        CompactFormatter.write_string_fragment(writer, rest)
    }
}

/// The first DEL or C1 control and its byte offset.
fn first_control(text: &str) -> Option<(usize, char)> {
    // DEL is one byte; C1 controls are C2 and another: two bytes to search for.
    memchr::memchr2_iter(0x7F, 0xC2, text.as_bytes()).find_map(|at| {
        let found = text[at..].chars().next()?;
        found.is_control().then_some((at, found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(text: &str) -> String {
        let mut line = Vec::new();
        append(&text, &mut line);
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn terminal_commands_are_escaped() {
        let text = "a\u{9b}2J\u{7f}\u{1b}\u{85}b«\u{a0}é";
        assert_eq!(json(text), "\"a\\u009b2J\\u007f\\u001b\\u0085b«\u{a0}é\"");
    }

    proptest! {
        #[test]
        fn any_text_reads_back(text in any::<String>()) {
            let json = json(&text);
            prop_assert!(!json.chars().any(char::is_control));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
