//! Which rows the table shows, and how a view that stands still counts what it holds back.

use std::collections::VecDeque;

use super::columns::Shown;
use crate::model::NumberedRow;

/// Rows in the table at most; the rest of what is kept is found by searching.
pub(super) const MOST: usize = 60;

/// Why the view stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// By its button: until its button.
    Button,
    /// Because it was scrolled down: until it is scrolled up.
    Scroll,
}

/// A view that stands still: the rows it was left with, oldest first, and the rows of the stream until then.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Held {
    pub(super) why: Hold,
    pub(super) rows: VecDeque<NumberedRow>,
    pub(super) total: u64,
}

impl Held {
    /// Rows that have come since, of `total` in the stream.
    pub(super) fn news(&self, total: u64) -> u64 {
        total.saturating_sub(self.total)
    }
}

/// Rows of the table, newest first, and how many of all that are kept match the search.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Selection {
    pub(super) rows: Vec<NumberedRow>,
    pub(super) matching: usize,
}

/// The newest rows in which the search is found in some cell, whatever its case.
pub(super) fn select(rows: &VecDeque<NumberedRow>, columns: &[Shown], search: &str) -> Selection {
    let search = search.trim().to_lowercase();
    let mut found = Selection::default();
    for row in rows.iter().rev() {
        if search.is_empty() || has(row, columns, &search) {
            found.matching += 1;
            if found.rows.len() < MOST {
                found.rows.push(row.clone());
            }
        }
    }
    found
}

fn has(row: &NumberedRow, columns: &[Shown], search: &str) -> bool {
    row.row.rowtime.contains(search)
        || columns.iter().any(|column| match column.cell(row) {
            Some(cell) => cell.to_lowercase().contains(search),
            None => search == "null",
        })
}

/// What tells two rows apart, also after the stream has begun anew.
pub(super) fn key(row: &NumberedRow) -> String {
    let mut key = format!("{} {}", row.number, row.row.rowtime);
    for cell in &row.row.cells {
        key.push('\u{1f}');
        key.push_str(cell.as_deref().unwrap_or("\0"));
    }
    key
}

#[cfg(test)]
mod tests {
    use rillcut_lab::protocol::{ColumnView, RowView, StreamRole, StreamView};

    use super::*;
    use crate::analytics::columns::columns;

    fn row(number: u64, cell: Option<&str>) -> NumberedRow {
        let rowtime = format!("2026-01-01 00:00:{number:02}.0");
        NumberedRow { number, row: RowView { rowtime, cells: vec![cell.map(str::to_owned)] } }
    }

    fn one_column() -> Vec<Shown> {
        let column = ColumnView { name: "A".to_owned(), data_type: "DOUBLE".to_owned(), numeric: true };
        columns(&StreamView { name: "S".to_owned(), role: StreamRole::Application, columns: vec![column] })
    }

    #[test]
    fn newest_first_and_not_too_many() {
        let rows: VecDeque<_> = (0..100).map(|number| row(number, Some("1.5"))).collect();
        let selection = select(&rows, &one_column(), " ");
        assert_eq!((selection.rows.len(), selection.matching), (MOST, 100));
        assert_eq!((selection.rows[0].number, selection.rows[MOST - 1].number), (99, 40));
    }

    #[test]
    fn the_search_looks_at_cells_times_and_nulls() {
        let rows = VecDeque::from([row(1, Some("Click")), row(2, None), row(3, Some("Impression"))]);
        let numbers = |search| -> Vec<u64> {
            select(&rows, &one_column(), search).rows.iter().map(|row| row.number).collect()
        };
        assert_eq!((numbers("CLICK"), numbers("null"), numbers(":03")), (vec![1], vec![2], vec![3]));
        assert!(numbers("nothing").is_empty());
    }

    #[test]
    fn rows_of_another_run_are_others() {
        assert_eq!(key(&row(1, Some("a"))), key(&row(1, Some("a"))));
        assert_ne!(key(&row(1, Some("a"))), key(&row(1, Some("b"))));
        assert_ne!(key(&row(1, None)), key(&row(1, Some(""))));
    }

    #[test]
    fn a_held_view_counts_what_came() {
        let held = Held { why: Hold::Button, rows: VecDeque::new(), total: 10 };
        assert_eq!((held.news(17), held.news(3)), (7, 0), "a stream that began anew has no news");
    }
}
