//! Runs the program as a user does.

#![allow(dead_code, reason = "each test file uses its part of it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What a run of `gazet` came to.
pub struct Gazet {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    /// The lines of standard output that are JSON.
    pub records: Vec<Value>,
}

impl Gazet {
    /// The program, to be started in `folder`.
    pub fn in_folder(folder: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gazet"));
        command.current_dir(folder);
        command
    }

    /// What each record has for `key`.
    pub fn column(&self, key: &str) -> Value {
        self.records.iter().map(|record| record[key].clone()).collect()
    }
}

/// Runs the program in `folder` with nothing on standard input.
pub fn gazet(folder: &Path, args: &[&str]) -> Gazet {
    let output = Gazet::in_folder(folder)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    let stdout = String::from_utf8(output.stdout).expect("output is UTF-8");
    Gazet {
        code: output.status.code().expect("no signal ended it"),
        records: stdout
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect(),
        stderr: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        stdout,
    }
}

/// An empty folder for a test.
pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// Writes a file and the folders it is in.
pub fn write(path: impl AsRef<Path>, content: impl AsRef<[u8]>) {
    let path = path.as_ref();
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
    fs::write(path, content).expect("the file can be written");
}
