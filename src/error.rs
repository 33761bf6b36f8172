//! The library's one error: opaque over a kind, with the path and line it is about.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a tagger could not be built or an input could not be read.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    path: Option<PathBuf>,
    problems: Vec<Problem>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be opened or read.
    Io,
    /// A list has lines that cannot be used.
    BadList,
    /// Annotated text or predictions have lines that cannot be used.
    BadGold,
    /// A compiled gazetteer is damaged, foreign or of another version.
    BadArtifact,
    /// A weights file is damaged, foreign or of another version.
    BadModel,
    /// Options that do not go together.
    BadOptions,
}

/// One thing wrong, with the line it stands on (from 1) where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line number from 1, if the problem is about a line.
    pub line: Option<usize>,
    /// What was expected, what was found, and the remedy.
    pub message: String,
}

impl Problem {
    /// A problem on a line.
    pub fn at(line: usize, message: impl Into<String>) -> Self {
        Problem {
            line: Some(line),
            message: message.into(),
        }
    }

    /// A problem of the whole input.
    pub fn whole(message: impl Into<String>) -> Self {
        Problem {
            line: None,
            message: message.into(),
        }
    }
}

impl Error {
    /// An error of that kind about nothing in particular.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error::with_problems(kind, vec![Problem::whole(message)])
    }

    /// An error that names each of its problems.
    pub fn with_problems(kind: ErrorKind, problems: Vec<Problem>) -> Self {
        Error(Box::new(Inner {
            kind,
            path: None,
            problems,
            source: None,
        }))
    }

    /// Several errors as one, which shows them all; none for none.
    pub fn all(mut errors: Vec<Error>) -> Option<Self> {
        if errors.len() < 2 {
            return errors.pop();
        }
        let problems = errors.iter().map(|error| Problem::whole(error.to_string())).collect();
        Some(Error::with_problems(errors[0].kind(), problems))
    }

    /// A failure of the operating system at `path`.
    pub fn io(path: impl AsRef<Path>, source: std::io::Error) -> Self {
        let inner = Inner {
            kind: ErrorKind::Io,
            path: None,
            problems: Vec::new(),
            source: Some(Box::new(source)),
        };
        Error(Box::new(inner)).at(path)
    }

    /// The same error, about `path`.
    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.0.path = Some(path.as_ref().to_owned());
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The file it is about.
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// Everything wrong, in order of lines.
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.0.path.as_ref().map(|path| path.display().to_string());
        if self.0.problems.is_empty() {
            let what = self.0.source.as_ref().map(ToString::to_string).unwrap_or_default();
            return match path {
                Some(path) => write!(f, "{path}: {what}"),
                None => write!(f, "{what}"),
            };
        }
        for (i, problem) in self.0.problems.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            match (&path, problem.line) {
                (Some(path), Some(line)) => write!(f, "{path}:{line}: {}", problem.message)?,
                (Some(path), None) => write!(f, "{path}: {}", problem.message)?,
                (None, Some(line)) => write!(f, "line {line}: {}", problem.message)?,
                (None, None) => write!(f, "{}", problem.message)?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.0.kind)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0
            .source
            .as_ref()
            .map(|source| &**source as &(dyn std::error::Error + 'static))
    }
}
