//! The names that other annotations give to the model's types.

/// What the model calls a type; a name of no known convention stays as it is.
pub(super) fn own_name(label: &str) -> &str {
    match label {
        "PERSON" => "PER",
        "GPE" | "LOCATION" | "FAC" => "LOC",
        "ORGANIZATION" => "ORG",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Label;
    use crate::write::Scheme;

    #[test]
    fn what_the_schemes_print_reads_back() {
        for label in [Label::Per, Label::Loc, Label::Org] {
            for subtype in [None, Some("airport"), Some("river"), Some("city")] {
                for scheme in [Scheme::Own, Scheme::Conll, Scheme::OntoNotes, Scheme::Google] {
                    assert_eq!(own_name(scheme.name(&label, subtype)), label.as_str(), "{scheme:?}");
                }
            }
        }
        assert_eq!(["NORP", "EVENT", "SHIP"].map(own_name), ["NORP", "EVENT", "SHIP"]);
    }
}
