//! Where results go: standard output, a file, or a folder with a file for each input.
//!
//! A file appears whole or not at all: results go to `.gazet-*.part` beside it, which takes its name at the end. What is
//! no regular file (`/dev/null`, a named pipe) is written to as it is.

use std::collections::HashSet;
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use gazet::read::{Identity, STDIN};
use tempfile::NamedTempFile;

use super::exit::Failed;
use super::framing::{Framed, Framing};
use super::job::Done;

const BUFFER: usize = 64 * 1024;

/// Why no more can be written.
#[derive(Debug)]
pub(super) enum WriteError {
    /// Whoever read the output had enough: no error for users.
    ClosedPipe,
    Failed(Failed),
}

impl WriteError {
    fn at(place: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => WriteError::ClosedPipe,
            _ => WriteError::Failed(Failed::cannot_write(place.display(), error)),
        }
    }
}

/// When results leave the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flushing {
    WhenFull,
    EachRecord,
}

/// Where results go.
pub(super) enum Output {
    One(Box<OneFile>),
    Folder(Box<Folder>),
}

impl Output {
    /// Opens standard output, or `path`: a folder if it ends in `/` or is one, else a file.
    pub(super) fn open(path: Option<&Path>, framing: Framing, flushing: Flushing) -> Result<Self, WriteError> {
        match path {
            Some(path) if path != Path::new(STDIN) && is_folder(path) => {
                Folder::open(path, framing).map(Output::folder)
            }
            Some(path) if path != Path::new(STDIN) => OneFile::create(path, framing, flushing).map(Output::one),
            _ => Ok(Output::one(OneFile::stdout(framing, flushing))),
        }
    }

    fn one(file: OneFile) -> Self {
        Output::One(Box::new(file))
    }

    fn folder(folder: Folder) -> Self {
        Output::Folder(Box::new(folder))
    }

    /// What of the output must not be read as input.
    pub(super) fn identity(&self) -> Option<Identity> {
        match self {
            Output::One(file) => file.identity(),
            Output::Folder(folder) => Identity::of(&folder.root).ok(),
        }
    }

    /// Whether the results become one file, whole or not at all.
    pub(super) fn is_file(&self) -> bool {
        matches!(self, Output::One(file) if matches!(file.framed.out.get_ref(), Target::Part(_)))
    }

    /// Writes one result.
    pub(super) fn put(&mut self, done: &Done) -> Result<(), WriteError> {
        match self {
            Output::One(file) => file.put(&done.output),
            Output::Folder(folder) => folder.put(done),
        }
    }

    /// Ends the output in order; without this no file takes its name.
    pub(super) fn finish(self) -> Result<(), WriteError> {
        match self {
            Output::One(file) => file.finish(),
            Output::Folder(folder) => folder.finish(),
        }
    }
}

fn is_folder(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(b"/") || path.is_dir()
}

/// All results in one place.
pub(super) struct OneFile {
    framed: Framed<BufWriter<Target>>,
    place: PathBuf,
    flushing: Flushing,
}

enum Target {
    Stdout(io::Stdout),
    /// No regular file: a device, a pipe.
    Device(File),
    Part(NamedTempFile),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::Stdout(out) => out.write(bytes),
            Target::Device(out) => out.write(bytes),
            Target::Part(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::Stdout(out) => out.flush(),
            Target::Device(out) => out.flush(),
            Target::Part(out) => out.flush(),
        }
    }
}

impl OneFile {
    fn stdout(framing: Framing, flushing: Flushing) -> Self {
        OneFile::new(
            Target::Stdout(io::stdout()),
            "standard output".into(),
            framing,
            flushing,
        )
    }

    fn create(path: &Path, framing: Framing, flushing: Flushing) -> Result<Self, WriteError> {
        // Behind a link lies the file to replace.
        let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let target = target(&place).map_err(|error| WriteError::at(path, error))?;
        Ok(OneFile::new(target, place, framing, flushing))
    }

    fn new(target: Target, place: PathBuf, framing: Framing, flushing: Flushing) -> Self {
        let framed = Framed::new(BufWriter::with_capacity(BUFFER, target), framing);
        OneFile {
            framed,
            place,
            flushing,
        }
    }

    fn identity(&self) -> Option<Identity> {
        match self.framed.out.get_ref() {
            Target::Stdout(_) => Identity::of_stdout(),
            Target::Device(_) => None,
            Target::Part(_) => Identity::of(&self.place).ok(),
        }
    }

    fn put(&mut self, record: &[u8]) -> Result<(), WriteError> {
        let written = self.framed.put(record).and_then(|()| match self.flushing {
            Flushing::EachRecord => self.framed.out.flush(),
            Flushing::WhenFull => Ok(()),
        });
        written.map_err(|error| WriteError::at(&self.place, error))
    }

    fn finish(mut self) -> Result<(), WriteError> {
        let fail = |error| WriteError::at(&self.place, error);
        self.framed.finish().map_err(fail)?;
        let (target, _) = self.framed.out.into_parts();
        match target {
            Target::Part(part) => part.persist(&self.place).map(drop).map_err(|error| fail(error.error)),
            Target::Stdout(_) | Target::Device(_) => Ok(()),
        }
    }
}

fn target(place: &Path) -> io::Result<Target> {
    match fs::metadata(place) {
        Ok(found) if !found.is_file() => File::options().write(true).open(place).map(Target::Device),
        _ => part(place).map(Target::Part),
    }
}

fn part(place: &Path) -> io::Result<NamedTempFile> {
    let folder = place
        .parent()
        .filter(|folder| *folder != Path::new(""))
        .unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            "there is no such folder; make it first",
        ));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gazet-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// A file of results for each input file.
pub(super) struct Folder {
    root: PathBuf,
    framing: Framing,
    current: Option<(std::sync::Arc<str>, OneFile)>,
    /// Hashes of the files written, so that no input overwrites another's results.
    written: HashSet<u64>,
    hasher: RandomState,
}

impl Folder {
    fn open(root: &Path, framing: Framing) -> Result<Self, WriteError> {
        fs::create_dir_all(root).map_err(|error| WriteError::at(root, error))?;
        let root = root.to_owned();
        Ok(Folder {
            root,
            framing,
            current: None,
            written: HashSet::new(),
            hasher: RandomState::new(),
        })
    }

    fn put(&mut self, done: &Done) -> Result<(), WriteError> {
        let mut file = match self.current.take() {
            Some((name, file)) if std::sync::Arc::ptr_eq(&name, &done.file) => file,
            Some((_, last)) => {
                last.finish()?;
                self.create(&done.file)?
            }
            None => self.create(&done.file)?,
        };
        file.put(&done.output)?;
        self.current = Some((done.file.clone(), file));
        Ok(())
    }

    fn create(&mut self, input: &str) -> Result<OneFile, WriteError> {
        let place = place_of(&self.root, input, self.framing);
        if !self.written.insert(self.hasher.hash_one(&place)) {
            let message = "another input's results are there already; give the inputs different paths";
            return Err(WriteError::at(&place, io::Error::other(message)));
        }
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(|error| WriteError::at(folder, error))?;
        }
        OneFile::create(&place, self.framing, Flushing::WhenFull)
    }

    fn finish(self) -> Result<(), WriteError> {
        self.current.map_or(Ok(()), |(_, file)| file.finish())
    }
}

/// The file for the results of `input`: its path below `root`, steps upwards left out, with the format's extension behind.
fn place_of(root: &Path, input: &str, framing: Framing) -> PathBuf {
    let below: PathBuf = match input {
        STDIN => "stdin".into(),
        path => Path::new(path)
            .components()
            .filter(|part| matches!(part, Component::Normal(_)))
            .collect(),
    };
    let mut place = root.join(below).into_os_string();
    place.push(".");
    place.push(framing.extension());
    place.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_path_of_their_input() {
        let cases = [
            ("-", "out/stdin.jsonl"),
            ("a.txt", "out/a.txt.jsonl"),
            ("./news/x/a", "out/news/x/a.jsonl"),
            ("/data/a.jsonl", "out/data/a.jsonl.jsonl"),
            ("../../etc/a", "out/etc/a.jsonl"),
        ];
        for (input, place) in cases {
            assert_eq!(place_of(Path::new("out"), input, Framing::Lines), Path::new(place));
        }
    }
}
