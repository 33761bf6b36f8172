//! What a user may say about how inputs are read.

use super::Encoding;

/// How inputs are read; the default reads UTF-8 and tells kinds by file name.
#[derive(Clone, Debug)]
pub struct Options {
    /// The kind of every input; by its name when `None`.
    pub kind: Option<Kind>,
    /// The encoding of inputs without a byte-order mark; UTF-8 when `None`. A byte-order mark always wins.
    pub encoding: Option<Encoding>,
    /// The fields of a record that hold text. Of several, those that a record lacks are passed over.
    pub text_fields: Vec<String>,
    /// The field of a record that holds its id.
    pub id_field: String,
    /// Which files of a folder are read, as of `rg -g`: a glob includes, `!` before it excludes, the last match wins.
    pub globs: Vec<String>,
    /// Whether a folder's hidden files are read.
    pub hidden: Hidden,
    /// Whether ignore files in folders are obeyed.
    pub ignore_files: IgnoreFiles,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            kind: None,
            encoding: None,
            text_fields: vec!["text".to_owned()],
            id_field: "id".to_owned(),
            globs: Vec::new(),
            hidden: Hidden::Skip,
            ignore_files: IgnoreFiles::PassOver,
        }
    }
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One text.
    Text,
    /// A text a line.
    Lines,
    /// A JSON object a line.
    Records,
}

impl Kind {
    /// The kind that a file's name tells: `.jsonl` and `.ndjson` in any case are records, all else text.
    pub fn of_name(name: &str) -> Self {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Kind::Records,
            _ => Kind::Text,
        }
    }
}

/// What becomes of files and folders whose name begins with a dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Left out, unless named as inputs themselves or by a glob.
    Skip,
    /// Read like any other.
    Read,
}

/// What becomes of `.gitignore` and `.ignore` files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreFiles {
    /// They have no effect.
    PassOver,
    /// What they list is left out.
    Obey,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_is_told_by_name() {
        let cases = [
            ("a.jsonl", Kind::Records),
            ("dir.jsonl/a", Kind::Text),
            ("A.NDJSON", Kind::Records),
            ("a.json", Kind::Text),
            ("jsonl", Kind::Text),
            ("-", Kind::Text),
        ];
        for (name, kind) in cases {
            assert_eq!(Kind::of_name(name), kind, "{name}");
        }
    }
}
