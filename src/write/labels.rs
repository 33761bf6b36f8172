//! Label schemes: what users of other tools call the types. The table is `labels.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::Label;

/// The names of labels in the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// PER, LOC, ORG, NORP, MISC.
    #[default]
    Own,
    /// Of the CoNLL-2003 shared task: PER, LOC, ORG, MISC.
    Conll,
    /// Of OntoNotes 5: PERSON, GPE, LOC, FAC, ORG, NORP, EVENT, ...
    OntoNotes,
    /// Of Google's Natural Language API: PERSON, LOCATION, ORGANIZATION, ...
    Google,
}

/// The subtype that stands for all others of its label.
const ANY: &str = "*";
const TABLE: &str = include_str!("labels.tsv");

type Key = (Scheme, &'static str, &'static str);
static NAMES: LazyLock<HashMap<Key, &'static str>> = LazyLock::new(|| rows(TABLE).collect());

impl Scheme {
    /// What the scheme calls a mention of that label and subtype. Types of user lists keep their names.
    pub fn name<'a>(self, label: &'a Label<'_>, subtype: Option<&str>) -> &'a str {
        if self == Scheme::Own || matches!(label, Label::User(_)) {
            return label.as_str();
        }
        let named = |subtype: &str| NAMES.get(&(self, label.as_str(), subtype)).copied();
        subtype.and_then(named).or_else(|| named(ANY)).unwrap_or(label.as_str())
    }

    fn from_name(name: &str) -> Option<Self> {
        match name {
            "conll" => Some(Scheme::Conll),
            "ontonotes" => Some(Scheme::OntoNotes),
            "google" => Some(Scheme::Google),
            _ => None,
        }
    }
}

/// The rows of the table: scheme, label, subtype, name. A test proves that none is lost here.
fn rows(table: &'static str) -> impl Iterator<Item = (Key, &'static str)> {
    table.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let scheme = Scheme::from_name(cells.next()?)?;
        Some(((scheme, cells.next()?, cells.next()?), cells.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_whole_and_free_of_duplicates() {
        let lines: Vec<&str> = TABLE.lines().skip(1).collect();
        assert!(
            lines.windows(2).all(|pair| pair[0] < pair[1]),
            "labels.tsv is not sorted"
        );
        assert_eq!(NAMES.len(), lines.len());
    }

    #[test]
    fn labels_are_mapped() {
        let user = Label::from_name("SHIP");
        let cases = [
            (Scheme::Own, Label::Norp, None, "NORP"),
            (Scheme::Conll, Label::Norp, None, "MISC"),
            (Scheme::Conll, Label::Per, Some("athlete"), "PER"),
            (Scheme::OntoNotes, Label::Per, None, "PERSON"),
            (Scheme::OntoNotes, Label::Loc, None, "GPE"),
            (Scheme::OntoNotes, Label::Loc, Some("river"), "LOC"),
            (Scheme::OntoNotes, Label::Loc, Some("city"), "GPE"),
            (Scheme::OntoNotes, Label::Loc, Some("airport"), "FAC"),
            (Scheme::Google, Label::Org, None, "ORGANIZATION"),
            (Scheme::Google, Label::Misc, None, "OTHER"),
            (Scheme::Google, user.clone(), Some("river"), "SHIP"),
        ];
        for (scheme, label, subtype, name) in cases {
            assert_eq!(scheme.name(&label, subtype), name, "{scheme:?} {label} {subtype:?}");
        }
    }
}
