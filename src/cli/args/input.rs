//! Which inputs are read, and how.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use gazet::read::{Encoding, Hidden, Identity, IgnoreFiles, Inputs, Kind, Options, Paths, STDIN};

use crate::cli::COMMANDS;
use crate::cli::console::Console;
use crate::cli::exit::Failed;
use crate::cli::later;

#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(in crate::cli) struct InputArgs {
    /// Files, folders, or `-` for standard input, which is read when there is none.
    ///
    /// Folders are read with all folders in them, sorted by path, byte by byte. Links are followed; a link to a folder
    /// already visited is passed over.
    #[arg(value_name = "PATH", help_heading = None)]
    paths: Vec<PathBuf>,

    /// Read every input as JSON Lines: one JSON object a line is a document.
    ///
    /// Without it, files named .jsonl and .ndjson are. A line that is no such object gives a record with an error.
    #[arg(long, conflicts_with = "lines")]
    jsonl: bool,

    /// Read every input as lines: each that is not blank is a document.
    #[arg(long)]
    lines: bool,

    /// Read every input as a web page (not there yet).
    #[arg(long)]
    html: bool,

    /// The fields of JSON Lines that hold the text; default `text`.
    ///
    /// Repeat it, or put commas between, to name several: each span then carries `field`, and its offsets are within
    /// that field. Of several, those that a record lacks are passed over with a warning in its record.
    #[arg(long, value_name = "NAME", value_delimiter = ',', conflicts_with = "lines")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    text_field: Vec<String>,

    /// The field of JSON Lines that holds the id; without it a line's id is PATH:LINE.
    #[arg(long, value_name = "NAME", default_value = "id", conflicts_with = "lines")]
    id_field: String,

    /// The encoding of inputs without a byte-order mark, such as windows-1252 [default: utf-8].
    ///
    /// Any label of the WHATWG Encoding Standard. A byte-order mark (UTF-8, UTF-16) always wins. Invalid bytes become
    /// U+FFFD, with a warning in the record.
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    encoding: Option<Encoding>,

    /// Read paths from FILE, a NUL byte behind each (`find -print0`); `-` is standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    files0_from: Option<PathBuf>,

    /// Which files of folders are read, as of `rg -g`; repeatable.
    ///
    /// `*.txt` reads only those, `!drafts/` leaves those out; of several that match the last decides. Files named as
    /// PATH are read in any case.
    #[arg(long, value_name = "GLOB")]
    glob: Vec<String>,

    /// Read hidden files and folders (.name) in folders too.
    ///
    /// Without it, those are read that are named as PATH, and those that a --glob matches.
    #[arg(long)]
    hidden: bool,

    /// Leave out what .gitignore and .ignore files list.
    #[arg(long)]
    respect_ignore: bool,
}

fn encoding(label: &str) -> Result<Encoding, String> {
    Encoding::from_label(label)
        .ok_or_else(|| "no such encoding; try utf-8, windows-1252, iso-8859-2, koi8-r, utf-16le, ...".into())
}

impl InputArgs {
    /// The inputs, none of them read yet.
    pub(in crate::cli) fn inputs(&self) -> Result<Inputs, Failed> {
        if self.html {
            return Err(later::not_yet("`--html`"));
        }
        self.check_paths()?;
        Ok(Inputs::new(self.sources(), self.options())?)
    }

    /// Whether there is one document at most: one text, not a folder.
    pub(in crate::cli) fn is_single(&self) -> bool {
        let path = self.paths.first().map_or(Path::new(STDIN), PathBuf::as_path);
        let kind = self.kind().unwrap_or_else(|| Kind::of_name(&path.to_string_lossy()));
        self.paths.len() <= 1 && self.files0_from.is_none() && kind == Kind::Text && !path.is_dir()
    }

    /// Refuses an output that is one of the named inputs.
    pub(in crate::cli) fn refuse_as_output(&self, output: &Path) -> Result<(), Failed> {
        let Ok(identity) = Identity::of(output) else {
            return Ok(());
        };
        let same = |path: &&PathBuf| path.is_file() && Identity::of(path).is_ok_and(|found| found == identity);
        match self.paths.iter().find(same) {
            Some(path) => Err(Failed::usage(format!(
                "{}: is input and output at once; name another output",
                path.display()
            ))),
            None => Ok(()),
        }
    }

    /// Tells a user whose terminal seems to hang that gazet waits for text.
    pub(in crate::cli) fn hint_at_terminal(&self, console: Console) {
        if self.paths.is_empty() && self.files0_from.is_none() && io::stdin().is_terminal() {
            console.hint("reading standard input: type or paste text, end with Ctrl-D (see gazet --help)");
        }
    }

    fn check_paths(&self) -> Result<(), Failed> {
        if self
            .paths
            .iter()
            .filter(|path| path.as_path() == Path::new(STDIN))
            .count()
            > 1
        {
            return Err(Failed::usage(
                "`-` is given twice, but standard input can be read only once",
            ));
        }
        let command = |path: &&PathBuf| COMMANDS.iter().any(|name| Path::new(name) == *path) && !path.exists();
        match self.paths.iter().find(command) {
            Some(path) => {
                let name = path.display();
                Err(Failed::usage(format!(
                    "no file `{name}`; to run the command, put it first: gazet {name} ..."
                )))
            }
            None => Ok(()),
        }
    }

    fn sources(&self) -> Paths {
        match &self.files0_from {
            Some(list) => Paths::ListedIn(list.clone()),
            None => Paths::Given(self.paths.clone()),
        }
    }

    fn kind(&self) -> Option<Kind> {
        match (self.jsonl, self.lines) {
            (true, _) => Some(Kind::Records),
            (_, true) => Some(Kind::Lines),
            _ => None,
        }
    }

    fn options(&self) -> Options {
        Options {
            kind: self.kind(),
            encoding: self.encoding,
            text_fields: self.text_fields(),
            id_field: self.id_field.clone(),
            globs: self.glob.clone(),
            hidden: if self.hidden { Hidden::Read } else { Hidden::Skip },
            ignore_files: if self.respect_ignore {
                IgnoreFiles::Obey
            } else {
                IgnoreFiles::PassOver
            },
        }
    }

    fn text_fields(&self) -> Vec<String> {
        let mut fields: Vec<String> = Vec::new();
        for field in &self.text_field {
            if !fields.contains(field) {
                fields.push(field.clone());
            }
        }
        if fields.is_empty() {
            Options::default().text_fields
        } else {
            fields
        }
    }
}
