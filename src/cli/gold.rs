//! Annotated text, as `train` and `eval` are given it.

use std::path::PathBuf;

use gazet::Error;
use gazet::evaluate::{GoldDocument, read_gold};

use super::exit::Failed;

const FORMATS: &str = "\
Annotated text (GOLD), its format told by the extension:
  .jsonl .ndjson .json  a JSON object a line: text, and entities (start, end, type) or spans
                        (start, end, label); offsets in code points, end exclusive, unless
                        offset_unit says byte or utf16; id, or else the line's number is the id
  .conll .iob .bio      a word and its tag a line (first and last column; IOB1, IOB2, IOBES, BILOU);
                        a blank line ends a sentence, -DOCSTART- and `# id = X` begin a document
  .txt                  the text with its names marked: [[PER Kofi Annan]]; a line `=== ID` begins
                        a document
PERSON is read as PER; GPE, LOCATION and FAC as LOC; ORGANIZATION as ORG.";

/// The end of the help of a command that reads annotated text: its examples, and the formats.
pub(super) fn help(examples: &str) -> String {
    format!("{examples}\n\n{FORMATS}")
}

/// The documents of each file; what is wrong with any of them is told for all at once.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<Vec<GoldDocument>>, Failed> {
    let mut errors = Vec::new();
    let read = paths
        .iter()
        .filter_map(|path| read_gold(path).map_err(|error| errors.push(error)).ok());
    let documents = read.collect();
    Error::all(errors).map_or(Ok(documents), |error| Err(error.into()))
}
