//! Walks a folder: its files in the order of their ids, byte by byte, loops passed over.
//!
//! One folder's names are held at a time for each level, never the whole tree. Sorting a folder's name as if it ended
//! in `/` makes the order of siblings the order of all ids below them.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};

use super::{Failure, Hidden, Identity, IgnoreFiles, Options, Origin};
use crate::{Error, ErrorKind};

/// Which names below a folder are read.
pub(super) struct Filter {
    globs: Override,
    hidden: Hidden,
    ignore_files: IgnoreFiles,
    exclude: Vec<Identity>,
}

impl Filter {
    pub(super) fn new(options: &Options) -> Result<Self, Error> {
        // Globs with a slash are relative to the working folder, as ripgrep's are.
        let mut globs = OverrideBuilder::new(std::env::current_dir().unwrap_or_default());
        for glob in &options.globs {
            globs.add(glob).map_err(|error| bad_glob(glob, &error))?;
        }
        Ok(Filter {
            globs: globs.build().map_err(|error| bad_glob("", &error))?,
            hidden: options.hidden,
            ignore_files: options.ignore_files,
            exclude: Vec::new(),
        })
    }

    /// Leaves out one more file or folder.
    pub(super) fn exclude(&mut self, identity: Identity) {
        self.exclude.push(identity);
    }

    /// What lies directly in `folder`, unsorted.
    fn list(&self, folder: &Path) -> ignore::Walk {
        let obey = self.ignore_files == IgnoreFiles::Obey;
        WalkBuilder::new(folder)
            .max_depth(Some(1))
            .hidden(self.hidden == Hidden::Skip)
            .overrides(self.globs.clone())
            .parents(obey)
            .ignore(obey)
            .git_ignore(obey)
            .git_exclude(obey)
            .git_global(obey)
            .require_git(false)
            .build()
    }

    fn excludes(&self, path: &Path) -> bool {
        !self.exclude.is_empty() && Identity::of(path).is_ok_and(|found| self.exclude.contains(&found))
    }
}

fn bad_glob(glob: &str, error: &ignore::Error) -> Error {
    Error::new(
        ErrorKind::BadOptions,
        format!("--glob `{glob}` cannot be understood: {error}"),
    )
}

/// A walk under way.
pub(super) struct Walk {
    /// What is left of each folder from the first down to the current one, last name first.
    levels: Vec<Vec<Node>>,
    visited: HashSet<Identity>,
}

/// A name in a folder.
struct Node {
    path: PathBuf,
    id: String,
    kind: NodeKind,
    reached: Reached,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum NodeKind {
    File,
    Folder,
    /// Neither: a pipe, a socket, a device.
    Other,
    /// Could not be told.
    Unknown,
}

/// Whether a link was followed on the way to a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    Directly,
    ByLink,
}

impl Walk {
    /// A walk of `folder`, which the user named as `id`.
    pub(super) fn new(folder: PathBuf, id: &str) -> Self {
        let id = id.trim_end_matches('/').to_owned();
        let first = Node {
            path: folder,
            id,
            kind: NodeKind::Folder,
            reached: Reached::Directly,
        };
        Walk {
            levels: vec![vec![first]],
            visited: HashSet::new(),
        }
    }

    /// The next file, or a name that cannot be read.
    pub(super) fn next(&mut self, filter: &Filter) -> Option<Result<Origin, Failure>> {
        loop {
            let Some(node) = self.levels.last_mut()?.pop() else {
                self.levels.pop();
                continue;
            };
            match node.kind {
                NodeKind::Folder => {
                    if let Err(failure) = self.enter(node, filter) {
                        return Some(Err(failure));
                    }
                }
                NodeKind::Other => return Some(Err(Failure::not_a_file(node.id))),
                NodeKind::File | NodeKind::Unknown => {
                    return Some(Ok(Origin::File {
                        path: node.path,
                        id: node.id,
                    }));
                }
            }
        }
    }

    /// Puts a folder's names on the stack, unless a link led to a folder seen before.
    fn enter(&mut self, folder: Node, filter: &Filter) -> Result<(), Failure> {
        let fail = |error: &std::io::Error| Failure::io(shown(&folder.id), error);
        let identity = Identity::of(&folder.path).map_err(|error| fail(&error))?;
        if !self.visited.insert(identity) && folder.reached == Reached::ByLink {
            return Ok(());
        }
        let mut nodes = Vec::new();
        for entry in filter.list(&folder.path) {
            let entry = entry.map_err(|error| unlisted(&folder.id, error))?;
            if entry.depth() > 0 && !is_part(entry.file_name()) && !filter.excludes(entry.path()) {
                nodes.push(Node::new(&entry, &folder));
            }
        }
        nodes.sort_by(|a, b| b.sort_key().cmp(&a.sort_key()));
        self.levels.push(nodes);
        Ok(())
    }
}

impl Node {
    fn new(entry: &ignore::DirEntry, folder: &Node) -> Self {
        let (kind, reached) = match entry.file_type() {
            Some(kind) if kind.is_symlink() => (kind_behind(entry.path()), Reached::ByLink),
            Some(kind) => (kind_of(kind), folder.reached),
            None => (NodeKind::Unknown, folder.reached),
        };
        let id = format!("{}/{}", folder.id, entry.file_name().to_string_lossy());
        Node {
            path: entry.path().to_owned(),
            id,
            kind,
            reached,
        }
    }

    fn sort_key(&self) -> impl Ord + '_ {
        let name = self.path.file_name().unwrap_or_default().as_encoded_bytes();
        let end: &[u8] = if self.kind == NodeKind::Folder { b"/" } else { b"" };
        name.iter().chain(end).copied().collect::<Vec<u8>>()
    }
}

fn kind_of(kind: fs::FileType) -> NodeKind {
    match kind {
        kind if kind.is_dir() => NodeKind::Folder,
        kind if kind.is_file() => NodeKind::File,
        _ => NodeKind::Other,
    }
}

fn kind_behind(link: &Path) -> NodeKind {
    fs::metadata(link).map_or(NodeKind::Unknown, |found| kind_of(found.file_type()))
}

/// Whether a name is that of an output file not yet complete (see `cli::output`).
fn is_part(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".gazet-") && name.ends_with(b".part")
}

fn unlisted(id: &str, error: ignore::Error) -> Failure {
    let message = error.to_string();
    match error.into_io_error() {
        Some(error) => Failure::io(shown(id), &error),
        None => Failure::at(shown(id), "unreadable", format!("cannot be listed: {message}")),
    }
}

/// The id of a folder itself; that of the root is empty as the start of other ids.
fn shown(id: &str) -> &str {
    if id.is_empty() { "/" } else { id }
}
