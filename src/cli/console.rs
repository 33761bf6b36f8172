//! What people see on standard error. Paths and document text are data: no control character of theirs reaches it.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal};

use clap::ValueEnum;
use gazet::read::Failure;

/// When messages are coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// When standard error is a terminal and NO_COLOR is not set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Whether messages about single inputs are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Chatter {
    #[default]
    Shown,
    Quiet,
}

/// Standard error.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Console {
    pub(super) color: Color,
    pub(super) chatter: Chatter,
}

impl Console {
    /// Says why the run ends here.
    pub(super) fn fatal(self, message: &str) {
        for line in message.lines() {
            eprintln!("{} {}", self.name(), printable(line));
        }
    }

    /// Says something of use, unless the user wants quiet.
    pub(super) fn hint(self, message: &str) {
        if self.chatter == Chatter::Shown {
            eprintln!("{} {}", self.name(), printable(message));
        }
    }

    /// Says why an input gave no document, unless the user wants quiet.
    pub(super) fn failure(self, failure: &Failure) {
        self.hint(&format!("{}: {}", failure.place, failure.notice.message));
    }

    fn name(self) -> &'static str {
        let colored = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
        };
        if colored { "\x1b[1;31mgazet:\x1b[0m" } else { "gazet:" }
    }
}

/// `text` with control and direction characters written as escapes.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_command) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        match is_command(char) {
            // Writing to a string does not fail.
            true => _ = write!(safe, "{}", char.escape_default()),
            false => safe.push(char),
        }
    }
    Cow::Owned(safe)
}

/// Whether a terminal may take the character for more than a sign to show: controls, and what turns the direction.
fn is_command(char: char) -> bool {
    char.is_control() || matches!(char, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_to_the_terminal_become_escapes() {
        let cases = [
            ("Kyïv.txt", "Kyïv.txt"),
            ("a\x1b[2J\n", "a\\u{1b}[2J\\n"),
            ("\u{9b}\u{202e}x", "\\u{9b}\\u{202e}x"),
        ];
        for (text, shown) in cases {
            assert_eq!(printable(text), shown);
        }
    }
}
