//! The shape of a word: which of its letters are capitals, and what else it is made of.

/// The coarse shape of a word, by its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Shape {
    /// No letter and no digit.
    Mark,
    /// Begins with a digit.
    Number,
    /// All letters lower-case.
    Lower,
    /// A capital, then lower-case letters.
    Capitalized,
    /// Two capitals or more and no lower-case letter.
    Capitals,
    /// One capital alone, with or without a full stop.
    Initial,
    /// Any other mixture that begins with a capital (`McDonald`).
    MixedUpper,
    /// Any other mixture (`iPhone`).
    MixedLower,
    /// Letters of a script without case.
    Uncased,
}

impl Shape {
    /// The shape of `word`.
    pub fn of(word: &str) -> Shape {
        let (mut upper, mut lower, mut uncased, mut first) = (0, 0, 0, None);
        for c in word.chars() {
            let class = if c.is_uppercase() {
                upper += 1;
                'X'
            } else if c.is_lowercase() {
                lower += 1;
                'x'
            } else if c.is_numeric() {
                'd'
            } else if c.is_alphabetic() {
                uncased += 1;
                'u'
            } else {
                continue;
            };
            first.get_or_insert(class);
        }
        match first {
            None => Shape::Mark,
            Some('d') => Shape::Number,
            Some('u') => Shape::Uncased,
            Some('x') if upper == 0 => Shape::Lower,
            Some('x') => Shape::MixedLower,
            _ if lower == 0 && uncased == 0 && upper == 1 => Shape::Initial,
            _ if lower == 0 => Shape::Capitals,
            _ if upper == 1 => Shape::Capitalized,
            _ => Shape::MixedUpper,
        }
    }

    /// Whether a word of this shape begins with a capital.
    #[inline]
    pub fn is_upper(self) -> bool {
        matches!(
            self,
            Shape::Capitalized | Shape::Capitals | Shape::Initial | Shape::MixedUpper
        )
    }

    /// Whether a word of this shape may begin a name without further evidence.
    #[inline]
    pub fn may_begin_name(self) -> bool {
        self.is_upper() || matches!(self, Shape::MixedLower)
    }
}

/// The shape as a pattern with runs shortened to two: `Xxx`, `X.X.`, `dd-xx`.
pub fn pattern(word: &str) -> String {
    let mut pattern = String::new();
    let (mut last, mut run) = ('\0', 0);
    for c in word.chars() {
        let class = match c {
            c if c.is_uppercase() => 'X',
            c if c.is_lowercase() => 'x',
            c if c.is_numeric() => 'd',
            c if c.is_alphabetic() => 'u',
            c => c,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 {
            pattern.push(class);
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_tell_words_apart() {
        for (word, shape) in [
            ("Paris", Shape::Capitalized),
            ("U.S.", Shape::Capitals),
            ("NATO", Shape::Capitals),
            ("W.", Shape::Initial),
            ("McDonald", Shape::MixedUpper),
            ("iPhone", Shape::MixedLower),
            ("said", Shape::Lower),
            ("3rd", Shape::Number),
            ("—", Shape::Mark),
            ("中", Shape::Uncased),
        ] {
            assert_eq!(Shape::of(word), shape, "{word}");
        }
        assert_eq!(pattern("Zelensky"), "Xxx");
        assert_eq!(pattern("U.S."), "X.X.");
        assert_eq!(pattern("2022"), "dd");
    }
}
