//! Reading lists: TSV and CSV with a header, JSON Lines with the same names as keys.
//!
//! A list is read whole and every bad line is reported, so that one run shows everything that is to be mended.

use std::path::Path;

use super::entry::{CaseRule, Decide, ListEntry};
use crate::error::{Error, ErrorKind, Problem};

/// How the rows of a list are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFormat {
    /// Columns separated by tabs, no quoting.
    Tsv,
    /// Columns separated by commas, quoted where needed.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl ListFormat {
    /// The format that a file's name tells.
    pub fn of(path: &Path) -> Option<ListFormat> {
        match path.extension()?.to_str()? {
            "tsv" | "tab" | "txt" => Some(ListFormat::Tsv),
            "csv" => Some(ListFormat::Csv),
            "jsonl" | "ndjson" => Some(ListFormat::Jsonl),
            _ => None,
        }
    }
}

/// Reads a list.
///
/// # Errors
/// Names every line that cannot be used.
pub fn read_list(bytes: &[u8], format: ListFormat) -> Result<Vec<ListEntry>, Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut problems = Vec::new();
    let entries = match format {
        ListFormat::Jsonl => read_jsonl(bytes, &mut problems),
        ListFormat::Tsv | ListFormat::Csv => read_table(bytes, format, &mut problems),
    };
    if problems.is_empty() {
        Ok(entries)
    } else {
        Err(Error::with_problems(ErrorKind::BadList, problems))
    }
}

/// Every column a list may have.
const COLUMNS: [&str; 18] = [
    "name",
    "type",
    "id",
    "ids",
    "canonical",
    "subtype",
    "aliases",
    "case",
    "decide",
    "prominence",
    "lang",
    "since",
    "until",
    "parent",
    "lat",
    "lon",
    "country",
    "population",
];

fn read_table(bytes: &[u8], format: ListFormat, problems: &mut Vec<Problem>) -> Vec<ListEntry> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true);
    if format == ListFormat::Tsv {
        builder.delimiter(b'\t').quoting(false);
    }
    let mut rows = builder.from_reader(bytes).into_byte_records();
    let Some(Ok(header)) = rows.next() else {
        problems.push(Problem::whole(
            "the list is empty: expected a header line with at least `name` and `type`",
        ));
        return Vec::new();
    };
    let header: Vec<String> = header
        .iter()
        .map(|cell| String::from_utf8_lossy(cell).trim().to_ascii_lowercase())
        .collect();
    for required in ["name", "type"] {
        if !header.iter().any(|column| column == required) {
            let found = header.join(", ");
            problems.push(Problem::at(
                1,
                format!("the header has no column `{required}` (found: {found}); add it"),
            ));
        }
    }
    for column in header.iter().filter(|column| !COLUMNS.contains(&column.as_str())) {
        problems.push(Problem::at(
            1,
            format!("unknown column `{column}`; known are: {}", COLUMNS.join(", ")),
        ));
    }
    if !problems.is_empty() {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for row in rows {
        let (line, cells) = match row {
            Ok(row) => (row.position().map_or(0, |at| at.line() as usize), row),
            Err(error) => {
                problems.push(Problem::whole(error.to_string()));
                continue;
            }
        };
        if cells.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        match row_entry(&header, &cells) {
            Ok(entry) => entries.push(entry),
            Err(message) => problems.push(Problem::at(line, message)),
        }
    }
    entries
}

fn row_entry(header: &[String], cells: &csv::ByteRecord) -> Result<ListEntry, String> {
    if cells.len() > header.len() {
        return Err(format!("{} columns where the header has {}", cells.len(), header.len()));
    }
    let mut entry = ListEntry::default();
    for (column, cell) in header.iter().zip(cells) {
        let cell = std::str::from_utf8(cell)
            .map_err(|_| format!("column `{column}` is not valid UTF-8; save the list as UTF-8"))?;
        set(&mut entry, column, cell.trim())?;
    }
    checked(entry)
}

fn read_jsonl(bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<ListEntry> {
    let mut entries = Vec::new();
    for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match object_entry(line) {
            Ok(entry) => entries.push(entry),
            Err(message) => problems.push(Problem::at(at + 1, message)),
        }
    }
    entries
}

fn object_entry(line: &[u8]) -> Result<ListEntry, String> {
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(line).map_err(|error| format!("not a JSON object: {error}"))?;
    let mut entry = ListEntry::default();
    for (key, value) in &object {
        if !COLUMNS.contains(&key.as_str()) {
            return Err(format!("unknown key `{key}`; known are: {}", COLUMNS.join(", ")));
        }
        match value {
            serde_json::Value::Null => {}
            serde_json::Value::String(text) => set(&mut entry, key, text)?,
            serde_json::Value::Number(number) => set(&mut entry, key, &number.to_string())?,
            serde_json::Value::Array(items) => {
                let texts: Option<Vec<&str>> = items.iter().map(serde_json::Value::as_str).collect();
                let texts = texts.ok_or_else(|| format!("`{key}` holds something that is no string"))?;
                if key == "aliases" {
                    entry.aliases = texts.into_iter().map(str::to_owned).collect();
                } else {
                    set(&mut entry, key, &texts.join("|"))?;
                }
            }
            _ => return Err(format!("`{key}` must be a string, a number or an array of strings")),
        }
    }
    checked(entry)
}

fn set(entry: &mut ListEntry, column: &str, value: &str) -> Result<(), String> {
    if value.is_empty() {
        return Ok(());
    }
    let number = || {
        value
            .parse::<f32>()
            .map_err(|_| format!("`{column}` is not a number: {value}"))
    };
    match column {
        "name" => entry.name = value.to_owned(),
        "type" => entry.label = value.to_owned(),
        "id" => entry.id = Some(value.to_owned()),
        "canonical" => entry.canonical = Some(value.to_owned()),
        "subtype" => entry.subtype = Some(value.to_owned()),
        "aliases" => {
            entry.aliases = value
                .split('|')
                .map(str::trim)
                .filter(|alias| !alias.is_empty())
                .map(str::to_owned)
                .collect();
        }
        "case" => {
            entry.case = match value {
                "auto" => CaseRule::Auto,
                "exact" => CaseRule::Exact,
                "any" => CaseRule::Any,
                _ => return Err(format!("`case` must be exact, any or auto, not {value}")),
            }
        }
        "decide" => {
            entry.decide = match value {
                "list" => Decide::List,
                "context" => Decide::Context,
                _ => return Err(format!("`decide` must be context or list, not {value}")),
            }
        }
        "prominence" => entry.prominence = number()?.clamp(0.0, 9.0) as u8,
        "population" => entry.population = number()? as u32,
        "lat" => entry.position = Some((number()?, entry.position.map_or(f32::NAN, |at| at.1))),
        "lon" => entry.position = Some((entry.position.map_or(f32::NAN, |at| at.0), number()?)),
        "country" => entry.country = Some(value.to_owned()),
        _ => entry.details.push((column.to_owned(), value.to_owned())),
    }
    Ok(())
}

fn checked(entry: ListEntry) -> Result<ListEntry, String> {
    if entry.name.is_empty() {
        return Err("the name is empty; give one or delete the line".to_owned());
    }
    if entry.label.is_empty() {
        return Err(format!(
            "`{}` has no type; give PER, LOC, ORG, one of your own, or NONE",
            entry.name
        ));
    }
    if !entry.name.chars().any(char::is_alphanumeric) {
        return Err(format!(
            "`{}` has no letter or digit, so no text can match it",
            entry.name
        ));
    }
    if entry.position.is_some_and(|(lat, lon)| lat.is_nan() || lon.is_nan()) {
        return Err("`lat` and `lon` go together".to_owned());
    }
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_formats_say_the_same() {
        let tsv = "name\ttype\taliases\tcase\tlat\tlon\nKyiv\tLOC\tKiev|Kyyiv\tany\t50.45\t30.52\n";
        let csv = "name,type,aliases,case,lat,lon\n\"Kyiv\",LOC,Kiev|Kyyiv,any,50.45,30.52\n";
        let jsonl = r#"{"name":"Kyiv","type":"LOC","aliases":["Kiev","Kyyiv"],"case":"any","lat":50.45,"lon":30.52}"#;
        let expected = read_list(tsv.as_bytes(), ListFormat::Tsv).unwrap();
        assert_eq!(expected[0].aliases, ["Kiev", "Kyyiv"]);
        assert_eq!(expected[0].position, Some((50.45, 30.52)));
        assert_eq!(read_list(csv.as_bytes(), ListFormat::Csv).unwrap(), expected);
        assert_eq!(read_list(jsonl.as_bytes(), ListFormat::Jsonl).unwrap(), expected);
    }

    #[test]
    fn every_bad_line_is_named() {
        let list = "name\ttype\tcase\nKyiv\tLOC\tany\n\tLOC\t\nLviv\t\t\nOdesa\tLOC\tloud\nX\tLOC\tany\tmore\n";
        let error = read_list(list.as_bytes(), ListFormat::Tsv).unwrap_err();
        let lines: Vec<_> = error.problems().iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [Some(3), Some(4), Some(5), Some(6)]);
        let json = "{\"name\":\"A\",\"type\":\"X\"}\n{\"name\":1}\nno\n{\"nam\":\"A\"}\n";
        let error = read_list(json.as_bytes(), ListFormat::Jsonl).unwrap_err();
        assert_eq!(error.problems().len(), 3, "{error}");
    }

    #[test]
    fn a_list_without_header_says_what_is_missing() {
        let error = read_list(b"Kyiv\tLOC\n", ListFormat::Tsv).unwrap_err();
        assert!(error.to_string().contains("no column `name`"), "{error}");
    }
}
