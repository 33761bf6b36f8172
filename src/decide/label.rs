//! Labels of words: outside, or begin and inside of one of five types.

use super::weights::{LABELS, WIDTH};
use crate::document::Label;

/// One of the model's five types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Type {
    /// Person.
    Per,
    /// Place.
    Loc,
    /// Organization.
    Org,
    /// Nationality.
    Norp,
    /// Other name.
    Misc,
}

impl Type {
    /// Every type, by its number.
    pub const ALL: [Type; 5] = [Type::Per, Type::Loc, Type::Org, Type::Norp, Type::Misc];

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Type> {
        Type::ALL.into_iter().find(|kind| kind.label().as_str() == name)
    }

    /// The label of a mention of this type.
    pub fn label(self) -> Label<'static> {
        match self {
            Type::Per => Label::Per,
            Type::Loc => Label::Loc,
            Type::Org => Label::Org,
            Type::Norp => Label::Norp,
            Type::Misc => Label::Misc,
        }
    }

    /// The label of its first word.
    #[inline]
    pub const fn begin(self) -> usize {
        2 * self as usize + 1
    }

    /// The label of its further words.
    #[inline]
    pub const fn inside(self) -> usize {
        2 * self as usize + 2
    }

    /// The type that a label belongs to; none for O.
    #[inline]
    pub fn of_label(label: usize) -> Option<Type> {
        Type::ALL.get(label.checked_sub(1)? / 2).copied()
    }
}

/// Whether a label goes on with a name begun before.
#[inline]
pub const fn is_inside(label: usize) -> bool {
    label != 0 && label.is_multiple_of(2)
}

/// Whether `next` may follow `label`.
pub const fn may_follow(label: usize, next: usize) -> bool {
    !is_inside(next) || label == next || label + 1 == next
}

/// A name as labels give it: tokens `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelSpan {
    /// First token.
    pub start: usize,
    /// The token behind the last.
    pub end: usize,
    /// Its type.
    pub kind: Type,
}

/// The names in a sequence of labels that begins at token `offset`.
pub fn spans(labels: &[u8], offset: usize) -> Vec<LabelSpan> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < labels.len() {
        let Some(kind) = Type::of_label(labels[at].into()) else {
            at += 1;
            continue;
        };
        let start = at;
        at += 1;
        while at < labels.len() && usize::from(labels[at]) == kind.inside() {
            at += 1;
        }
        spans.push(LabelSpan {
            start: start + offset,
            end: at + offset,
            kind,
        });
    }
    spans
}

/// Which labels may follow which.
pub const FOLLOWS: [[bool; WIDTH]; WIDTH] = {
    let mut follows = [[false; WIDTH]; WIDTH];
    let mut label = 0;
    while label < LABELS {
        let mut next = 0;
        while next < LABELS {
            follows[label][next] = may_follow(label, next);
            next += 1;
        }
        label += 1;
    }
    follows
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_and_make_spans() {
        let (begin, inside) = (Type::Loc.begin(), Type::Loc.inside());
        assert!(may_follow(begin, inside) && may_follow(inside, inside) && may_follow(inside, begin));
        assert!(!may_follow(0, inside) && !may_follow(Type::Per.begin(), inside));
        let labels = [0, begin as u8, inside as u8, begin as u8, 0];
        let found: Vec<_> = spans(&labels, 10).iter().map(|span| (span.start, span.end)).collect();
        assert_eq!(found, [(11, 13), (13, 14)]);
    }
}
