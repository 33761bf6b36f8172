//! What counts.

use super::labels::own_name;

/// What counts and how; the default is PER, LOC and ORG, spans as they are given.
#[derive(Clone, Debug)]
pub struct Options {
    types: Vec<String>,
    edges: Edges,
}

/// How spans are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edges {
    AsGiven,
    Stripped,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            types: ["PER", "LOC", "ORG"].map(str::to_owned).into(),
            edges: Edges::AsGiven,
        }
    }
}

impl Options {
    /// Scores these types, in this order; they are named as in [`GoldSpan::label`](super::GoldSpan::label), so that PERSON
    /// asks for PER.
    pub fn types<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.types.clear();
        for name in names.into_iter().map(own_name) {
            if !self.scores(name) {
                self.types.push(name.to_owned());
            }
        }
        self
    }

    /// Drops a leading "the " and a trailing "'s" of every span, on both sides, before they are compared.
    pub fn strip(mut self) -> Self {
        self.edges = Edges::Stripped;
        self
    }

    /// The types that are scored.
    pub(super) fn scored(&self) -> &[String] {
        &self.types
    }

    /// Whether spans of that type are scored.
    pub(super) fn scores(&self, label: &str) -> bool {
        self.types.iter().any(|name| name == label)
    }

    pub(super) fn edges(&self) -> Edges {
        self.edges
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_once_and_as_gold_names_them() {
        assert_eq!(
            Options::default().types(["GPE", "SHIP", "LOC", "PER"]).scored(),
            ["LOC", "SHIP", "PER"]
        );
    }
}
