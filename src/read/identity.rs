//! Which file is which, whatever path leads to it: tells link loops, and the output from the inputs.

use std::io;
use std::path::Path;

/// A file or folder, the same by every path that leads to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity(Key);

#[cfg(unix)]
type Key = (u64, u64);
#[cfg(not(unix))]
type Key = std::path::PathBuf;

impl Identity {
    /// The identity of what `path` leads to, links followed.
    ///
    /// # Errors
    /// Nothing is there, or it may not be looked at.
    pub fn of(path: impl AsRef<Path>) -> io::Result<Self> {
        key(path.as_ref()).map(Identity)
    }

    /// The identity of standard output if that is a regular file: a folder that holds it must not read it.
    pub fn of_stdout() -> Option<Self> {
        stdout_key().map(Identity)
    }
}

#[cfg(unix)]
fn key(path: &Path) -> io::Result<Key> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(path)?;
    Ok((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn key(path: &Path) -> io::Result<Key> {
    path.canonicalize()
}

#[cfg(unix)]
fn stdout_key() -> Option<Key> {
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;
    let copy = io::stdout().as_fd().try_clone_to_owned().ok()?;
    let found = std::fs::File::from(copy).metadata().ok()?;
    found.is_file().then(|| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn stdout_key() -> Option<Key> {
    None
}
