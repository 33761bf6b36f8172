//! Users' lists: a list, a folder of lists or a compiled gazetteer becomes a layer; lists become a compiled gazetteer.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Problem};
use crate::gazetteer::layer::Data;
use crate::gazetteer::list::{ListFormat, read_list};
use crate::gazetteer::{Compiler, Layer, ListEntry};

/// Extension of compiled gazetteers.
const COMPILED: &str = "gaz";
/// Compiled files up to this size, in bytes, are verified whole when they are opened.
const VERIFIED: usize = 16 << 20;

/// Opens what a user gave as `-g PATH`.
///
/// # Errors
/// Names the file and every bad line of it.
pub fn open_layer(path: &Path) -> Result<Layer, Error> {
    if path.extension().is_some_and(|extension| extension == COMPILED) {
        return open_compiled(path).map_err(|error| error.at(path));
    }
    Layer::open(Data::Owned(compile(&[path.to_owned()])?))
}

fn open_compiled(path: &Path) -> Result<Layer, Error> {
    let file = File::open(path).map_err(|error| Error::io(path, error))?;
    // SAFETY: the mapping is read-only; a file changed by someone else under it gives other bytes, which every read
    // of a layer tolerates: all offsets are bounds-checked and all text is checked to be UTF-8.
    let bytes = unsafe { memmap2::Mmap::map(&file) }.map_err(|error| Error::io(path, error))?;
    if bytes.len() <= VERIFIED {
        crate::gazetteer::artifact::Artifact::open(&bytes)?.verify()?;
    }
    Layer::open(Data::Mapped(bytes))
}

/// Compiles lists into a file, which is replaced whole or not at all.
///
/// # Errors
/// Names every bad line of every list; then nothing is written.
pub fn build(lists: &[PathBuf], output: &Path) -> Result<usize, Error> {
    let bytes = compile(lists)?;
    let folder = output
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let io = |error| Error::io(output, error);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    file.write_all(&bytes).map_err(io)?;
    file.persist(output).map_err(|error| io(error.error))?;
    Ok(bytes.len())
}

fn compile(paths: &[PathBuf]) -> Result<Vec<u8>, Error> {
    let mut compiler = Compiler::default();
    let mut errors = Vec::new();
    for path in paths.iter().flat_map(|path| lists_of(path)) {
        match path.and_then(|path| read_file(&path)) {
            Ok(entries) => compiler.entries(entries),
            Err(error) => errors.push(error),
        }
    }
    Error::all(errors).map_or_else(|| Ok(compiler.finish()), Err)
}

/// The lists that a path stands for: itself, or those in the folder, sorted.
fn lists_of(path: &Path) -> Vec<Result<PathBuf, Error>> {
    if !path.is_dir() {
        return vec![Ok(path.to_owned())];
    }
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => return vec![Err(Error::io(path, error))],
    };
    let mut lists: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| ListFormat::of(path).is_some())
        .collect();
    lists.sort();
    if lists.is_empty() {
        let message = "no list in this folder: expected .tsv, .csv or .jsonl files";
        return vec![Err(Error::with_problems(
            ErrorKind::BadList,
            vec![Problem::whole(message)],
        )
        .at(path))];
    }
    lists.into_iter().map(Ok).collect()
}

fn read_file(path: &Path) -> Result<Vec<ListEntry>, Error> {
    let Some(format) = ListFormat::of(path) else {
        let message = "a list is a .tsv, .csv or .jsonl file, a folder of them, or a compiled .gaz; rename it";
        return Err(Error::new(ErrorKind::BadList, message).at(path));
    };
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    read_list(&bytes, format).map_err(|error| error.at(path))
}
