//! The lists: each file is sorted, whole and free of duplicates, and every name is found where it stands in a text.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use gazet::{Document, Span, Stages, Tagger};
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const FOLDER: &str = "gazetteers";
/// What in the folder is no list.
const NO_LISTS: [&str; 4] = ["NOTICE", "manifest.tsv", "rejected.tsv", "weights.tsv"];
const LARGEST: u64 = 25_000_000;
const TYPES: [&str; 5] = ["PER", "LOC", "ORG", "NORP", "MISC"];

/// A line of the manifest.
struct Listed {
    file: String,
    role: String,
}

fn manifest() -> Vec<Listed> {
    let table = Table::read("manifest.tsv");
    assert_eq!(table.header, ["file", "role", "licence", "source"]);
    let listed = table.rows.into_iter().map(|row| {
        assert!(row.cells.iter().all(|cell| !cell.is_empty()), "manifest.tsv: {row:?}");
        let [file, role, ..] = &row.cells[..] else {
            panic!("manifest.tsv: {row:?}")
        };
        Listed {
            file: file.clone(),
            role: role.clone(),
        }
    });
    listed.collect()
}

/// A file of the folder.
struct Table {
    header: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    line: usize,
    text: String,
    cells: Vec<String>,
}

impl Table {
    fn read(file: &str) -> Table {
        let text = fs::read_to_string(Path::new(FOLDER).join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
        let mut lines = text.lines();
        Table {
            header: cells(lines.next().unwrap_or_default()),
            rows: lines
                .enumerate()
                .map(|(at, line)| Row {
                    line: at + 2,
                    text: line.to_owned(),
                    cells: cells(line),
                })
                .collect(),
        }
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }
}

/// Fails with all problems at once.
fn assert_none(problems: &[String]) {
    assert!(
        problems.is_empty(),
        "{} problems:\n{}",
        problems.len(),
        problems.join("\n")
    );
}

/// Paths of all files below the folder, as the manifest writes them.
fn files_below(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            let below = path.strip_prefix(FOLDER).expect("the file is in the folder");
            files.push(below.to_string_lossy().replace('\\', "/"));
        }
    }
    files.sort();
    files
}

#[test]
fn the_manifest_names_every_list() {
    let mut named: Vec<String> = manifest().into_iter().map(|listed| listed.file).collect();
    named.sort();
    let is_list = |file: &String| !file.starts_with("build/") && !NO_LISTS.contains(&file.as_str());
    let there: Vec<String> = files_below(Path::new(FOLDER)).into_iter().filter(is_list).collect();
    assert_eq!(named, there);
}

#[test]
fn no_file_is_too_large_for_a_repository() {
    for file in files_below(Path::new(FOLDER)) {
        let size = fs::metadata(Path::new(FOLDER).join(&file))
            .expect("the file is there")
            .len();
        assert!(size <= LARGEST, "{file}: {size} bytes");
    }
}

#[test]
fn every_file_is_sorted_and_free_of_duplicates() {
    let mut problems = Vec::new();
    for Listed { file, role } in manifest() {
        let table = Table::read(&file);
        problems.extend(shape_problems(&file, &role, &table));
        problems.extend(key_problems(&file, &role, &table));
    }
    problems.extend(shape_problems("rejected.tsv", "rejected", &Table::read("rejected.tsv")));
    assert_none(&problems);
}

/// Headers by role.
fn header_of(role: &str) -> &'static [&'static [&'static str]] {
    const ENTRIES: &[&str] = &["id", "name", "type", "subtype", "country", "prominence", "aliases"];
    const PLACES: &[&str] = &[
        "id",
        "name",
        "type",
        "subtype",
        "country",
        "prominence",
        "parent",
        "lat",
        "lon",
        "population",
        "aliases",
    ];
    match role {
        "entries" => &[ENTRIES, PLACES],
        "cues" => &[&["cue", "kind", "note"]],
        "first" | "surnames" => &[&["name", "count"]],
        "variants" => &[&["class", "forms"]],
        "words" => &[&["word", "zipf", "upper", "c64", "c400", "c1500"]],
        "rejected" => &[&["name", "file", "reason"]],
        _ => &[],
    }
}

/// Header, order by bytes, number of cells, and letters that nobody sees.
fn shape_problems(file: &str, role: &str, table: &Table) -> Vec<String> {
    let mut problems = Vec::new();
    if !header_of(role).iter().any(|header| *header == table.header) {
        problems.push(format!("{file}: unknown header of role {role}: {:?}", table.header));
    }
    for pair in table.rows.windows(2) {
        if pair[0].text >= pair[1].text {
            problems.push(format!(
                "{file}:{}: not behind the line before: {}",
                pair[1].line, pair[1].text
            ));
        }
    }
    for row in &table.rows {
        if row.cells.len() != table.header.len() {
            problems.push(format!("{file}:{}: {} cells: {}", row.line, row.cells.len(), row.text));
        }
        if row.cells[0].is_empty() || row.cells.iter().any(|cell| cell.trim() != cell) {
            problems.push(format!(
                "{file}:{}: empty name or blanks around a cell: {}",
                row.line, row.text
            ));
        }
        if row.cells.iter().any(|cell| cell.chars().any(is_invisible)) {
            problems.push(format!("{file}:{}: invisible characters: {:?}", row.line, row.text));
        }
    }
    problems
}

fn is_invisible(c: char) -> bool {
    let is_format = matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}');
    c.is_control() || is_format || (c.is_whitespace() && c != ' ')
}

/// What each role says once: the word of a word list, cue and kind, a spelling.
fn key_problems(file: &str, role: &str, table: &Table) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut problems = Vec::new();
    for row in &table.rows {
        let keys: Vec<String> = match role {
            "cues" => vec![row.cells[..2].join("\t")],
            "variants" => {
                let forms = row.cells[1].split('|').chain([row.cells[0].as_str()]);
                forms.map(str::to_lowercase).collect()
            }
            _ => vec![row.cells[0].clone()],
        };
        for key in keys {
            if !seen.insert(key.clone()) {
                problems.push(format!("{file}:{}: {key:?} stands there already", row.line));
            }
        }
    }
    problems
}

#[test]
fn every_entry_has_a_name_a_type_and_a_prominence() {
    let mut problems = Vec::new();
    for file in entry_files() {
        let table = Table::read(&file);
        let column = |name| {
            table
                .column(name)
                .unwrap_or_else(|| panic!("{file} has no column {name}"))
        };
        let (name, kind, prominence) = (column("name"), column("type"), column("prominence"));
        for row in &table.rows {
            let mut problem = |what: &str| problems.push(format!("{file}:{}: {what}: {}", row.line, row.text));
            if row.cells[name].is_empty() {
                problem("no name");
            }
            if !TYPES.contains(&row.cells[kind].as_str()) {
                problem("unknown type");
            }
            if !matches!(row.cells[prominence].parse(), Ok(1..=9)) {
                problem("prominence is not 1 to 9");
            }
            let names = names_of(&table, row);
            if names.iter().any(|name| name.is_empty() || name.trim() != *name) {
                problem("empty alias or blanks around it");
            }
            if names.iter().collect::<HashSet<_>>().len() < names.len() {
                problem("a name twice");
            }
        }
    }
    assert_none(&problems);
}

fn entry_files() -> Vec<String> {
    let entries = manifest().into_iter().filter(|listed| listed.role == "entries");
    entries.map(|listed| listed.file).collect()
}

/// The name and the aliases of a row.
fn names_of<'r>(table: &Table, row: &'r Row) -> Vec<&'r str> {
    let cell = |name| table.column(name).map_or("", |at| row.cells[at].as_str());
    let aliases = Some(cell("aliases")).filter(|aliases| !aliases.is_empty());
    [cell("name")]
        .into_iter()
        .chain(aliases.into_iter().flat_map(|aliases| aliases.split('|')))
        .collect()
}

#[test]
fn a_rejected_name_says_why() {
    for row in Table::read("rejected.tsv").rows {
        assert!(
            row.cells.iter().all(|cell| !cell.is_empty()),
            "rejected.tsv:{}: {}",
            row.line,
            row.text
        );
    }
}

/// Where a name may stand: what is before it and behind it.
const FRAMES: [(&str, &str); 10] = [
    ("", ""),
    ("", "."),
    ("", ", he said"),
    ("", "'s"),
    ("", "’s"),
    ("(in ", " )"),
    ("(in ", ")"),
    ("", " - they"),
    ("", " were there"),
    ("they were in ", ""),
];

/// All names of the embedded lists.
struct Names {
    /// With the file they are in.
    all: Vec<(String, String)>,
    folded: HashSet<String>,
}

impl Names {
    fn read() -> Names {
        let mut all = Vec::new();
        for file in entry_files() {
            let table = Table::read(&file);
            let names = table.rows.iter().flat_map(|row| names_of(&table, row));
            all.extend(names.map(|name| (file.clone(), name.to_owned())));
        }
        Names {
            folded: all.iter().map(|(_, name)| folded(name)).collect(),
            all,
        }
    }

    /// Whether the name may stand before these words: nobody writes `McDonald's's`.
    fn may_stand_before(name: &str, behind: &str) -> bool {
        !(folded(behind) == "'s" && folded(name).ends_with("'s"))
    }

    /// Whether the mark behind the name is rightly taken for a part of it: it makes another listed name (`Warner
    /// Bros.`, `Macy's`), or it is the full stop of what may be an initial (`Malcolm X.`, `Bank S.A.`).
    fn may_take(&self, name: &str, mark: &str) -> bool {
        let mut letters = name.chars().rev();
        let is_initial =
            letters.next().is_some_and(char::is_alphanumeric) && !letters.next().is_some_and(char::is_alphanumeric);
        self.folded.contains(&folded(&format!("{name}{mark}"))) || mark == "." && is_initial
    }

    /// Says what is found in place of the name.
    fn miss(&self, tagger: &Tagger, name: &str, (before, behind): (&str, &str)) -> Option<String> {
        let text = format!("{before}{name}{behind}");
        let (start, end) = (before.len(), before.len() + name.len());
        let document = Document::from(text.as_str());
        let spans: Vec<Span> = tagger
            .tag(&document)
            .mentions
            .iter()
            .map(|mention| mention.span)
            .collect();
        let with_mark = Span::new(start, text.len());
        let hit = spans.contains(&Span::new(start, end)) || spans.contains(&with_mark) && self.may_take(name, behind);
        let found: Vec<&str> = spans.iter().map(|span| span.of(&text)).collect();
        (!hit).then(|| format!("`{name}` in `{text}`: found {found:?}"))
    }
}

/// Letters without case and accents, one kind of apostrophe, no stops of abbreviations but the last.
fn folded(name: &str) -> String {
    let letters = name.to_lowercase().replace('’', "'").replace(". ", " ");
    letters.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// The whole of every list: a name that is compiled but not found is a name that users miss.
#[test]
fn every_listed_name_is_found_where_it_stands() {
    let lists_only = Stages {
        decide: false,
        ..Stages::default()
    };
    let tagger = Tagger::builder()
        .stages(lists_only)
        .build()
        .expect("the embedded lists open");
    let names = Names::read();
    let misses: Vec<String> = names
        .all
        .par_iter()
        .flat_map_iter(|(file, name)| {
            let frames = FRAMES
                .iter()
                .filter(|(_, behind)| Names::may_stand_before(name, behind));
            let missed = frames.filter_map(|&frame| names.miss(&tagger, name, frame));
            missed.map(move |miss| format!("{file}: {miss}"))
        })
        .collect();
    println!("{} names in {} places each", names.all.len(), FRAMES.len());
    assert_none(&misses);
}
