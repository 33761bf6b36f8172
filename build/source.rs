//! A folder of lists with its manifest: what `gazetteers/` is, and what the embedded artifact is compiled from.

use std::path::Path;

use crate::error::{Error, ErrorKind, Problem};
use crate::gazetteer::compile::{Compiler, Lexeme};
use crate::gazetteer::entry::{Decide, Kind};
use crate::gazetteer::list::{ListFormat, read_list};

/// The manifest's name in its folder.
pub const MANIFEST: &str = "manifest.tsv";

/// Adds every list that the folder's manifest names to `compiler`; returns the files read.
///
/// # Errors
/// Names the file and every bad line of it.
pub fn read_folder(folder: &Path, compiler: &mut Compiler) -> Result<Vec<std::path::PathBuf>, Error> {
    let manifest = folder.join(MANIFEST);
    let mut files = vec![manifest.clone()];
    for row in rows(&manifest)? {
        let [file, role, ..] = &row.cells[..] else {
            return Err(bad(&manifest, row.line, "expected file, role, licence and source"));
        };
        let path = folder.join(file);
        match role.as_str() {
            "entries" => {
                let bytes = std::fs::read(&path).map_err(|error| Error::io(&path, error))?;
                let mut entries = read_list(&bytes, ListFormat::Tsv).map_err(|error| error.at(&path))?;
                for entry in &mut entries {
                    entry.decide = Decide::Context;
                }
                compiler.entries(entries);
            }
            "cues" => read_cues(&path, compiler)?,
            "words" => read_words(&path, compiler)?,
            "first" => read_counts(&path, compiler, |lexeme| &mut lexeme.first)?,
            "surnames" => read_counts(&path, compiler, |lexeme| &mut lexeme.surname)?,
            "variants" => read_variants(&path, compiler)?,
            other => return Err(bad(&manifest, row.line, &format!("unknown role `{other}`"))),
        }
        files.push(path);
    }
    Ok(files)
}

struct Row {
    line: usize,
    cells: Vec<String>,
}

fn bad(path: &Path, line: usize, message: &str) -> Error {
    Error::with_problems(ErrorKind::BadList, vec![Problem::at(line, message)]).at(path)
}

/// The rows of a table behind its header.
fn rows(path: &Path) -> Result<Vec<Row>, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    let rows = text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty());
    Ok(rows
        .map(|(at, line)| Row {
            line: at + 1,
            cells: line.split('\t').map(str::to_owned).collect(),
        })
        .collect())
}

fn read_cues(path: &Path, compiler: &mut Compiler) -> Result<(), Error> {
    let file = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("");
    for row in rows(path)? {
        let kind = row.cells.get(1).and_then(|kind| Kind::of_cue(file, kind));
        let kind = kind.ok_or_else(|| bad(path, row.line, "expected a cue and a kind of its file"))?;
        compiler.cue(&row.cells[0], kind);
    }
    Ok(())
}

/// Columns: word, zipf, upper, c64, c400, c1500; -1 for unknown.
fn read_words(path: &Path, compiler: &mut Compiler) -> Result<(), Error> {
    for row in rows(path)? {
        let numbers: Option<Vec<i32>> = row.cells[1..].iter().map(|cell| cell.parse().ok()).collect();
        let Some(&[zipf, upper, c64, c400, c1500]) = numbers.as_deref() else {
            return Err(bad(path, row.line, "expected a word and five numbers"));
        };
        let class = |n: i32| u16::try_from(n).unwrap_or(Lexeme::NONE);
        let lexeme = compiler.word(&row.cells[0]);
        lexeme.zipf = lexeme.zipf.max(zipf.max(0) as u16);
        if lexeme.c64 == Lexeme::NONE {
            (lexeme.c64, lexeme.c400, lexeme.c1500) = (class(c64), class(c400), class(c1500));
        }
        if upper >= 0 {
            lexeme.upper = upper as u8;
        }
    }
    Ok(())
}

fn read_counts(path: &Path, compiler: &mut Compiler, field: fn(&mut Lexeme) -> &mut u8) -> Result<(), Error> {
    for row in rows(path)? {
        let count = row.cells.get(1).and_then(|cell| cell.parse::<u32>().ok());
        let count = count.ok_or_else(|| bad(path, row.line, "expected a name and a count"))?;
        let field = field(compiler.word(&row.cells[0]));
        *field = (*field).max(count.checked_ilog2().map_or(0, |log| log as u8 + 1));
    }
    Ok(())
}

/// Columns: the commonest form of a class of spellings, the others separated by `|`.
fn read_variants(path: &Path, compiler: &mut Compiler) -> Result<(), Error> {
    for (class, row) in rows(path)?.iter().enumerate() {
        let forms = row
            .cells
            .get(1)
            .ok_or_else(|| bad(path, row.line, "expected a class and its forms"))?;
        for form in std::iter::once(row.cells[0].as_str()).chain(forms.split('|')) {
            compiler.word(&form.to_lowercase()).variant = class as u16 + 1;
        }
    }
    Ok(())
}
