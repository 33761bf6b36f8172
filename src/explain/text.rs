//! The explanation for people: what became of the words on one line, the reasons indented below it.

use std::fmt;

use super::{Explanation, Feature, ListedEntry, Named, Reason, Verdict, named};
use crate::document::Source;

/// Ready to print: control characters of the text are blanks.
impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.reasons.is_empty() {
            return writeln!(f, "no name and no candidate");
        }
        for reason in &self.reasons {
            write!(f, "{}..{} {}: ", reason.start, reason.end, escaped(&reason.text))?;
            // A word left whole shows what it is tagged as.
            match named(&self.tagged, reason.start, reason.end) {
                Some(name) => name.write(f)?,
                None => writeln!(f, "{}", reason.verdict)?,
            }
            reason.write_grounds(f)?;
        }
        Ok(())
    }
}

impl Named<'_> {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} {:.3} ({}; {}, {})",
            self.label,
            self.score,
            source_name(self.source),
            escaped(&self.name),
            self.id.unwrap_or("on no list")
        )
    }
}

impl Reason<'_> {
    fn write_grounds(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(split) = &self.split {
            return writeln!(
                f,
                "    as two words: {} | {}, log odds {:+.2}, needed {:+.2}",
                split.first, split.second, split.log_odds, split.needed
            );
        }
        self.write_readings(f)?;
        self.write_features(f)?;
        for entry in &self.entries {
            writeln!(f, "    {}", escaped(&listed(entry)))?;
        }
        if !self.cues.is_empty() {
            writeln!(f, "    cue: {}", self.cues.join(", "))?;
        }
        Ok(())
    }

    fn write_readings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("    readings: ")?;
        for reading in &self.readings {
            write!(f, "{} {:.3}, ", reading.label, reading.score)?;
        }
        writeln!(f, "no such name {:.3}", self.none.unwrap_or_default())
    }

    fn write_features(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(compared) = self.compared else {
            return Ok(());
        };
        let shown = |feature: &Feature| format!("{} {:+.2}", escaped(&feature.name), feature.weight);
        let shown: Vec<String> = self.features.iter().map(shown).collect();
        writeln!(
            f,
            "    {} against {}: {}",
            compared.label,
            compared.against,
            shown.join(", ")
        )
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Tagged => "tagged",
            Verdict::NotTagged => "not tagged",
            Verdict::TakenApart => "taken apart",
            Verdict::LeftWhole => "left whole",
        })
    }
}

fn source_name(source: Source) -> &'static str {
    match source {
        Source::List => "list",
        Source::Discovered => "discovered",
        Source::ShortForm => "short_form",
        Source::Repaired => "repaired",
    }
}

fn listed(entry: &ListedEntry) -> String {
    let case = if entry.conforms { "" } else { ", without its capital" };
    format!(
        "list: {} {} ({}{case})",
        entry.id.as_deref().unwrap_or("-"),
        entry.name,
        entry.kind
    )
}

/// Text without control characters.
fn escaped(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
