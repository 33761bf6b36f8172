//! Columns that line up. What the cells hold is data: it is escaped for the terminal.

use crate::cli::console::printable;

/// On which side of its column a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// Rows of cells on their way to lines.
pub(super) struct Table {
    aligns: Vec<Align>,
    rows: Vec<Vec<String>>,
}

/// A wider cell of text does not widen its column.
const WIDEST: usize = 44;
const BETWEEN: &str = "  ";

impl Table {
    /// A table whose first column stands left and whose others stand right.
    pub(super) fn of_numbers() -> Self {
        Table {
            aligns: vec![Align::Left],
            rows: Vec::new(),
        }
    }

    /// A table of counts and texts.
    pub(super) fn of_text(aligns: &[Align]) -> Self {
        Table {
            aligns: aligns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub(super) fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let cells = cells.into_iter().map(|cell| printable(cell.as_ref()).into_owned());
        self.rows.push(cells.collect());
    }

    /// The lines, each with its end.
    pub(super) fn lines(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| cell.chars().count())
                .filter(|&width| width <= WIDEST)
                .max()
                .unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut lines = String::new();
        for row in &self.rows {
            let cells = row.iter().enumerate().map(|(at, cell)| {
                let width = widths[at];
                match self.aligns.get(at).unwrap_or(&Align::Right) {
                    Align::Left => format!("{cell:<width$}"),
                    Align::Right => format!("{cell:>width$}"),
                }
            });
            let line = cells.collect::<Vec<_>>().join(BETWEEN);
            lines.push_str(line.trim_end());
            lines.push('\n');
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_controls_are_escaped() {
        let mut table = Table::of_text(&[Align::Right, Align::Left, Align::Left]);
        table.row(["1", "é\u{1b}", "x"]);
        table.row(["10", &"w".repeat(50), "x"]);
        table.row(["100", "b", ""]);
        let expected = format!("  1  é\\u{{1b}}  x\n 10  {}  x\n100  b\n", "w".repeat(50));
        assert_eq!(table.lines(), expected);
    }
}
