//! Which files are read and where results go: folders, links, globs, lists of paths, encodings, output files.

mod common;

use std::fs;
use std::process::Command;

use common::{Gazet, folder, gazet, write};
use serde_json::json;

#[test]
fn other_encodings_are_decoded() {
    let dir = folder();
    let utf16: Vec<u8> = "\u{FEFF}{\"text\":\"née\"}\n\n{\"text\":\"漢😀\"}\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    write(dir.path().join("a.jsonl"), utf16);
    write(dir.path().join("bom.txt"), "\u{FEFF}née");
    write(dir.path().join("west.txt"), b"n\xE9e");
    let run = gazet(
        dir.path(),
        &[
            "--with-text",
            "--encoding",
            "windows-1252",
            "a.jsonl",
            "bom.txt",
            "west.txt",
        ],
    );
    assert_eq!(
        (run.code, run.column("text")),
        (0, json!(["née", "漢😀", "née", "née"]))
    );
    assert_eq!(run.records[1]["id"], "a.jsonl:3");
}

#[cfg(unix)]
#[test]
fn link_loops_end_and_order_is_that_of_ids() {
    use std::os::unix::fs::symlink;
    let dir = folder();
    for path in [
        "news/b/x.txt",
        "news/b.txt",
        "news/b-c",
        "news/a/deep/y.txt",
        "news/.hidden/z",
        "aside/f",
    ] {
        write(dir.path().join(path), "nothing to see here");
    }
    symlink("..", dir.path().join("news/a/up")).unwrap();
    symlink(".", dir.path().join("news/self")).unwrap();
    symlink("b", dir.path().join("news/zlink")).unwrap();
    symlink("../aside", dir.path().join("news/other")).unwrap();
    symlink("b.txt", dir.path().join("news/file-link")).unwrap();
    symlink("nowhere", dir.path().join("news/torn")).unwrap();
    symlink("circle", dir.path().join("news/circle")).unwrap();
    let run = gazet(dir.path(), &["news/"]);
    let expected = [
        "news/a/deep/y.txt",
        "news/b-c",
        "news/b.txt",
        "news/b/x.txt",
        "news/circle",
        "news/file-link",
        "news/other/f",
        "news/torn",
    ];
    assert_eq!(run.column("id"), json!(expected));
    assert_eq!(run.code, 3);
    assert_eq!(run.records[4]["error"]["code"], "unreadable");
    assert_eq!(run.records[7]["error"]["code"], "not-found");
}

#[test]
fn a_thousand_files_are_the_same_for_any_number_of_threads() {
    let dir = folder();
    for number in 0..1000 {
        write(
            dir.path().join(format!("news/{}/{number}.txt", number % 7)),
            format!("nothing to see in {number}\n").repeat(40),
        );
    }
    let one = gazet(dir.path(), &["-j1", "--with-text", "news"]);
    let eight = gazet(dir.path(), &["-j8", "--with-text", "news"]);
    assert_eq!((one.code, one.records.len()), (0, 1000));
    assert!(one.stdout == eight.stdout);
    let ids: Vec<&str> = one
        .records
        .iter()
        .map(|record| record["id"].as_str().unwrap())
        .collect();
    assert!(ids.is_sorted());
}

#[test]
fn results_go_to_a_file_or_a_folder() {
    let dir = folder();
    write(dir.path().join("news/x/a.txt"), "nothing to see here");
    write(dir.path().join("news/b.jsonl"), "{\"text\":\"a\"}\n{\n");
    let expected = gazet(dir.path(), &["news"]);
    // Into the folder that is read, twice: results are no inputs.
    for _ in 0..2 {
        let file = gazet(dir.path(), &["-o", "news/all.jsonl", "news"]);
        assert_eq!((file.code, file.stdout.as_str()), (3, ""));
        assert_eq!(
            fs::read_to_string(dir.path().join("news/all.jsonl")).unwrap(),
            expected.stdout
        );
    }
    fs::remove_file(dir.path().join("news/all.jsonl")).unwrap();
    for _ in 0..2 {
        assert_eq!(gazet(dir.path(), &["-o", "news/out/", "news"]).code, 3);
    }
    let out = dir.path().join("news/out/news");
    let of_b = fs::read_to_string(out.join("b.jsonl.jsonl")).unwrap();
    let of_a = fs::read_to_string(out.join("x/a.txt.jsonl")).unwrap();
    assert_eq!(format!("{of_b}{of_a}"), expected.stdout);
    assert_eq!(fs::read_dir(dir.path().join("news/out")).unwrap().count(), 1);
    let twice = gazet(dir.path(), &["-o", "twice/", "news/x/a.txt", "./news/x/a.txt"]);
    assert_eq!(twice.code, 4);
    let itself = gazet(dir.path(), &["-o", "news/x/a.txt", "news/x/a.txt"]);
    assert_eq!(itself.code, 2);
    let nowhere = gazet(dir.path(), &["-o", "no/such/file", "news"]);
    assert_eq!(nowhere.code, 4);
    assert_eq!(
        nowhere.stderr,
        "gazet: no/such/file: cannot be written: there is no such folder; make it first\n"
    );
}

#[cfg(unix)]
#[test]
fn output_redirected_into_the_folder_is_not_read() {
    let dir = folder();
    write(dir.path().join("news/a.txt"), "nothing to see here");
    let output = fs::File::create(dir.path().join("news/out.jsonl")).unwrap();
    assert!(
        Gazet::in_folder(dir.path())
            .arg("news")
            .stdout(output)
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(
        fs::read_to_string(dir.path().join("news/out.jsonl"))
            .unwrap()
            .lines()
            .count(),
        1
    );
}

#[test]
fn lists_of_paths_are_read() {
    let dir = folder();
    for name in ["a.txt", "b c.txt", "d/e.txt"] {
        write(dir.path().join(name), "nothing to see here");
    }
    write(dir.path().join("list"), "b c.txt\0d\0a.txt");
    let run = gazet(dir.path(), &["--files0-from", "list"]);
    assert_eq!(
        (run.code, run.column("id")),
        (0, json!(["b c.txt", "d/e.txt", "a.txt"]))
    );
    let none = gazet(dir.path(), &["--files0-from", "nolist"]);
    assert_eq!((none.code, none.stdout.as_str()), (2, ""));
    assert!(none.stderr.contains("nolist"), "{}", none.stderr);
}

#[test]
fn globs_hidden_and_ignore_files() {
    let dir = folder();
    for name in [
        "n/a.txt",
        "n/b.md",
        "n/.c.txt",
        "n/drafts/d.txt",
        "n/drafts/e.txt",
        "n/e.txt",
    ] {
        write(dir.path().join(name), "nothing to see here");
    }
    write(dir.path().join("n/.gitignore"), "e.txt\n");
    let cases: [(&[&str], &[&str]); 6] = [
        (
            &["--glob", "n/drafts/*.txt", "./n"],
            &["./n/drafts/d.txt", "./n/drafts/e.txt"],
        ),
        (
            &["n"],
            &["n/a.txt", "n/b.md", "n/drafts/d.txt", "n/drafts/e.txt", "n/e.txt"],
        ),
        (
            &["--glob", "*.txt", "--glob", "!drafts", "--glob", "!.*", "n"],
            &["n/a.txt", "n/e.txt"],
        ),
        (&["--respect-ignore", "n"], &["n/a.txt", "n/b.md", "n/drafts/d.txt"]),
        (
            &["--hidden", "--glob", "*.txt", "n"],
            &["n/.c.txt", "n/a.txt", "n/drafts/d.txt", "n/drafts/e.txt", "n/e.txt"],
        ),
        (&["--glob", "*.md", "n/a.txt", "n/.c.txt"], &["n/a.txt", "n/.c.txt"]),
    ];
    for (args, ids) in cases {
        assert_eq!(gazet(dir.path(), args).column("id"), json!(ids), "{args:?}");
    }
    assert_eq!(gazet(dir.path(), &["--glob", "a[", "n"]).code, 2);
}

#[cfg(unix)]
#[test]
fn pipes_are_read_when_named_and_reported_in_folders() {
    let dir = folder();
    fs::create_dir(dir.path().join("n")).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(dir.path().join("n/pipe"))
            .status()
            .unwrap()
            .success()
    );
    let run = gazet(dir.path(), &["n"]);
    assert_eq!((run.code, &run.records[0]["error"]["code"]), (3, &json!("not-a-file")));
}
