//! Which inputs there are: paths of the command line, or a list of them that is read as it goes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::{Failure, Origin};
use crate::Error;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// Where the paths of inputs come from.
#[derive(Clone, Debug)]
pub enum Paths {
    /// These; standard input when there are none.
    Given(Vec<PathBuf>),
    /// A file of paths with a NUL byte behind each, as `find -print0` writes it; `-` is standard input.
    ListedIn(PathBuf),
}

/// The paths, one by one.
pub(super) enum PathList {
    Given(std::vec::IntoIter<PathBuf>),
    Listed(Listed),
}

/// A list of paths while it is read.
pub(super) struct Listed {
    list: PathBuf,
    reader: BufReader<Box<dyn Read + Send>>,
}

impl PathList {
    pub(super) fn new(paths: Paths) -> Result<Self, Error> {
        match paths {
            Paths::Given(paths) if paths.is_empty() => Ok(PathList::Given(vec![STDIN.into()].into_iter())),
            Paths::Given(paths) => Ok(PathList::Given(paths.into_iter())),
            Paths::ListedIn(list) => Listed::open(list).map(PathList::Listed),
        }
    }
}

impl Iterator for PathList {
    type Item = Result<Origin, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            PathList::Given(paths) => paths.next().map(|path| Ok(Origin::given(path))),
            PathList::Listed(list) => list.next(),
        }
    }
}

impl Listed {
    fn open(list: PathBuf) -> Result<Self, Error> {
        let reader: Box<dyn Read + Send> = if list == Path::new(STDIN) {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(&list).map_err(|error| Error::io(&list, error))?)
        };
        Ok(Listed {
            list,
            reader: BufReader::new(reader),
        })
    }

    fn next(&mut self) -> Option<Result<Origin, Failure>> {
        let mut name = Vec::new();
        match self.reader.read_until(0, &mut name) {
            Ok(0) => return None,
            Ok(_) => {}
            // The stream of a failed list ends: what comes next reads as the end of an empty file.
            Err(error) => {
                self.reader = BufReader::new(Box::new(io::empty()));
                return Some(Err(Failure::io(self.list.to_string_lossy(), &error)));
            }
        }
        if name.last() == Some(&0) {
            name.pop();
        }
        Some(self.listed(name))
    }

    fn listed(&self, name: Vec<u8>) -> Result<Origin, Failure> {
        if name == STDIN.as_bytes() && self.list == Path::new(STDIN) {
            return Err(Failure::at(
                STDIN,
                "unreadable",
                "standard input is the list of paths: it cannot be an input too",
            ));
        }
        Ok(Origin::given(path_of(name)))
    }
}

#[cfg(unix)]
fn path_of(name: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(name).into()
}

#[cfg(not(unix))]
fn path_of(name: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&name).into_owned().into()
}
