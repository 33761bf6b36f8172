//! The README: its pipelines run as they are printed.

mod common;

use std::process::Command;

use common::{folder, write};

/// The shell lines of the README: those of its `sh` blocks without comments.
fn shell_lines() -> Vec<&'static str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in include_str!("../README.md").lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside && !line.is_empty() && !line.starts_with('#') => lines.push(line),
            _ => {}
        }
    }
    lines
}

#[test]
fn pipelines_run() {
    let dir = folder();
    write(dir.path().join("news/a.txt"), "Jane Doe told Reuters in Oslo so.\n");
    write(dir.path().join("old/b.txt"), b"Jos\xe9 Doe");
    write(
        dir.path().join("articles.jsonl"),
        "{\"title\":\"Oslo\",\"body\":\"Rain.\"}\n",
    );
    write(dir.path().join("headlines.txt"), "Rain in Oslo\n");
    write(dir.path().join("ships.tsv"), "name\ttype\nBlue Marlin\tSHIP\n");
    write(dir.path().join("people/a.tsv"), "name\ttype\nJane Doe\tPER\n");
    let gold = "=== a\n[[PER Jane Doe]] told [[ORG Reuters]] in [[LOC Oslo]] so.\n";
    write(dir.path().join("gold.txt"), gold);
    let found = "{\"id\":\"a\",\"entities\":[{\"start\":0,\"end\":8,\"type\":\"PER\"}]}\n";
    write(dir.path().join("other-tool.jsonl"), found);
    let weights = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteers/weights.tsv");
    std::fs::copy(weights, dir.path().join("weights.tsv")).expect("the weights can be copied");
    let has_jq = Command::new("jq").arg("--version").output().is_ok();
    let mut run = 0;
    for line in shell_lines() {
        // Those need the network or cargo itself.
        if line.starts_with("curl") || line.starts_with("cargo") {
            continue;
        }
        if line.contains("jq") && !has_jq {
            println!("skipped, there is no jq: {line}");
            continue;
        }
        let bin = std::path::Path::new(env!("CARGO_BIN_EXE_gazet"));
        let mut path = std::ffi::OsString::from(bin.parent().expect("the program is in a folder"));
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let output = Command::new("sh")
            .args(["-ec", line])
            .current_dir(dir.path())
            .env("PATH", path)
            .output()
            .expect("there is a shell");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {errors}");
        run += 1;
    }
    assert!(run >= 6, "only {run} lines were run");
}
