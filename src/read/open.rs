//! Opens one input: settles its id, its kind and its encoding.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::decode::{Decoded, decoded};
use super::{Failure, Kind, Options, STDIN};

/// Where a document comes from.
pub(super) enum Origin {
    Stdin,
    File { path: PathBuf, id: String },
}

impl Origin {
    /// A path as a user names it.
    pub(super) fn given(path: PathBuf) -> Self {
        if path == Path::new(STDIN) {
            return Origin::Stdin;
        }
        let id = path.to_string_lossy().into_owned();
        Origin::File { path, id }
    }

    fn id(&self) -> &str {
        match self {
            Origin::Stdin => STDIN,
            Origin::File { id, .. } => id,
        }
    }
}

/// An input ready to be read.
pub(super) struct Opened {
    pub(super) id: Arc<str>,
    pub(super) kind: Kind,
    pub(super) input: Decoded,
    /// Bytes to expect; a guess.
    pub(super) size: usize,
}

impl Opened {
    pub(super) fn new(origin: Origin, options: &Options) -> Result<Self, Failure> {
        let kind = options.kind.unwrap_or_else(|| Kind::of_name(origin.id()));
        let opened = open(&origin).and_then(|(reader, size)| Ok((decoded(reader, options.encoding)?, size)));
        match opened {
            Ok((input, size)) => Ok(Opened {
                id: origin.id().into(),
                kind,
                input,
                size,
            }),
            Err(error) => Err(Failure::io(origin.id(), &error)),
        }
    }
}

fn open(origin: &Origin) -> io::Result<(Box<dyn Read + Send>, usize)> {
    match origin {
        Origin::Stdin => Ok((Box::new(io::stdin()), 0)),
        Origin::File { path, .. } => {
            let file = File::open(path)?;
            let size = file.metadata().map_or(0, |found| found.len());
            Ok((Box::new(file), usize::try_from(size).unwrap_or(0)))
        }
    }
}
