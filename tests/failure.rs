//! Failures that case files cannot show: the machine says no, bytes are no text, readers leave.

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use common::{Gazet, folder, gazet, write};
use serde_json::{Value, json};

#[test]
fn a_missing_file_costs_its_own_record_only() {
    let dir = folder();
    write(dir.path().join("a.txt"), "nothing to see here");
    let run = gazet(dir.path(), &["none.txt", "a.txt"]);
    assert_eq!(run.code, 3);
    assert_eq!(run.column("id"), json!(["none.txt", "a.txt"]));
    assert_eq!(run.column("error")[0]["code"], "not-found");
    assert_eq!(run.column("error")[1], Value::Null);
    assert!(
        run.stderr.contains("gazet: none.txt: no such file or folder"),
        "{}",
        run.stderr
    );
}

#[test]
fn errors_may_be_skipped_or_stop_the_run() {
    let dir = folder();
    write(dir.path().join("a.jsonl"), "{\"text\":\"a\"}\n{\n{\"text\":\"b\"}\n");
    let skip = gazet(dir.path(), &["--errors", "skip", "a.jsonl"]);
    assert_eq!((skip.code, skip.column("id")), (3, json!(["a.jsonl:1", "a.jsonl:3"])));
    assert!(skip.stderr.contains("a.jsonl:2"), "{}", skip.stderr);
    let stop = gazet(dir.path(), &["--errors", "stop", "a.jsonl"]);
    assert_eq!((stop.code, stop.column("id")), (3, json!(["a.jsonl:1", "a.jsonl:2"])));
    let file = gazet(dir.path(), &["--errors", "stop", "-o", "out.jsonl", "a.jsonl"]);
    assert_eq!(file.code, 3);
    assert!(!dir.path().join("out.jsonl").exists());
    let quiet = gazet(dir.path(), &["-q", "a.jsonl"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (3, ""));
}

#[test]
fn json_is_valid_whatever_happens() {
    let dir = folder();
    write(dir.path().join("a.jsonl"), "{\n");
    write(dir.path().join("empty.jsonl"), "");
    for (args, count) in [
        (["a.jsonl", "none"], 2),
        (["empty.jsonl", "empty.jsonl"], 0),
        (["--errors=stop", "a.jsonl"], 1),
    ] {
        let run = gazet(dir.path(), &[&["--format", "json"], args.as_slice()].concat());
        let all: Vec<Value> = serde_json::from_str(&run.stdout).expect("a JSON array");
        assert_eq!(all.len(), count, "{args:?}");
    }
}

#[test]
fn binary_empty_and_invalid_files() {
    let dir = folder();
    write(dir.path().join("binary"), b"\x7fELF\0\0");
    write(
        dir.path().join("binary.jsonl"),
        b"{\"text\":\"a\"}\n\0\n{\"text\":\"b\"}\n",
    );
    write(dir.path().join("empty.txt"), "");
    write(dir.path().join("invalid.txt"), b"a\xFFb\xFE");
    write(
        dir.path().join("late.txt"),
        [b"a".repeat(9000), b"\0".to_vec()].concat(),
    );
    let run = gazet(dir.path(), &["--with-text", "."]);
    assert_eq!(run.code, 3);
    let ids = [
        "./binary",
        "./binary.jsonl:1",
        "./binary.jsonl",
        "./empty.txt",
        "./invalid.txt",
        "./late.txt",
    ];
    assert_eq!(run.column("id"), json!(ids));
    assert_eq!(run.records[0]["error"]["code"], "binary-file");
    assert_eq!(run.records[2]["error"]["code"], "binary-file");
    assert_eq!(run.records[3]["text"], "");
    assert_eq!(run.records[4]["text"], "a\u{FFFD}b\u{FFFD}");
    assert_eq!(run.records[4]["warnings"][0]["code"], "invalid-utf8");
    assert!(
        run.records[4]["warnings"][0]["message"]
            .as_str()
            .unwrap()
            .starts_with("2 invalid")
    );
    assert_eq!(run.records[5]["error"], Value::Null);
}

#[cfg(unix)]
#[test]
fn forbidden_files_and_folders_are_reported() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder();
    write(dir.path().join("news/closed/a"), "x");
    write(dir.path().join("news/secret"), "x");
    write(dir.path().join("news/open"), "nothing to see here");
    let close =
        |path: &str, mode| fs::set_permissions(dir.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    close("news/secret", 0o000);
    if fs::read(dir.path().join("news/secret")).is_ok() {
        println!("skipped: permission bits do not bite for this user");
        return;
    }
    close("news/closed", 0o000);
    let run = gazet(dir.path(), &["news"]);
    close("news/closed", 0o755);
    assert_eq!(run.code, 3);
    assert_eq!(run.column("id"), json!(["news/closed", "news/open", "news/secret"]));
    assert_eq!(run.records[0]["error"]["code"], "permission-denied");
    assert_eq!(run.records[2]["error"]["code"], "permission-denied");
    assert!(run.stderr.contains("news/secret: permission denied"), "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let dir = folder();
    write(dir.path().join("a.txt"), "nothing to see here");
    let full = gazet(dir.path(), &["-o", "/dev/full", "a.txt"]);
    assert_eq!(full.code, 4);
    assert!(
        full.stderr.contains("/dev/full: cannot be written: No space left"),
        "{}",
        full.stderr
    );
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    for args in [vec!["a.txt"], vec!["schema"]] {
        let output = full.try_clone().unwrap();
        let run = Gazet::in_folder(dir.path())
            .args(&args)
            .stdout(output)
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(4), "{args:?}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let dir = folder();
    write(dir.path().join("a.txt"), "nothing to see here\n".repeat(20_000));
    let mut child = Gazet::in_folder(dir.path())
        .args(["--lines", "a.txt"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    let rest = child.wait_with_output().unwrap();
    assert!(first.starts_with("{\"id\":\"a.txt:1\""));
    assert_eq!(
        (rest.status.code(), String::from_utf8(rest.stderr).unwrap().as_str()),
        (Some(0), "")
    );
}

#[test]
fn line_buffered_answers_each_line_at_once() {
    let dir = folder();
    let mut child = Gazet::in_folder(dir.path())
        .args(["--lines", "--line-buffered"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for number in 1..=3 {
        writeln!(input, "x").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"id\":\"-:{number}\"")), "{line}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn control_characters_do_not_reach_the_terminal() {
    let dir = folder();
    let run = gazet(dir.path(), &["\u{1b}]0;x\u{7}\u{9b}none"]);
    assert_eq!(run.code, 3);
    assert!(!run.stderr.trim_end().chars().any(char::is_control), "{:?}", run.stderr);
    assert!(!run.stdout.trim_end().chars().any(char::is_control), "{:?}", run.stdout);
}

/// `cargo test --release -- --ignored` (memory: a few times the line).
#[test]
#[ignore = "takes seconds and a gigabyte"]
fn a_line_of_200_mb() {
    let dir = folder();
    let mut file = std::io::BufWriter::new(fs::File::create(dir.path().join("long.jsonl")).unwrap());
    file.write_all(b"{\"text\":\"").unwrap();
    for _ in 0..10_000_000 {
        file.write_all("nothing to s\u{e9}e here ".as_bytes()).unwrap();
    }
    file.write_all(b"\"}\n{\"text\":\"x\"}\n").unwrap();
    file.flush().unwrap();
    let mut output = String::new();
    let mut child = Gazet::in_folder(dir.path())
        .arg("long.jsonl")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdout.take().unwrap().read_to_string(&mut output).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(output.lines().count(), 2);
}
