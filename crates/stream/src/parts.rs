//! Texts and octets of rows that come at one end and leave at the other, in parts of equal size.
//!
//! Rows are found by their number; those that have left are freed part by part, so that no row is moved once it lies there, memory
//! goes back a little at a time, and the texts of an hour need not fit one buffer.

use std::collections::VecDeque;

use rillcut_record::{Column, Physical};

/// Rows of a part.
const PART: usize = 4096;

/// The columns of rows with running numbers.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    forms: Vec<Physical>,
    held: VecDeque<Vec<Column>>,
    /// Number of the first row of the first part.
    base: u64,
    /// Rows of the last part.
    last: usize,
}

impl Parts {
    pub(crate) fn new(forms: Vec<Physical>) -> Self {
        Self { forms, held: VecDeque::new(), base: 0, last: PART }
    }

    /// Adds rows: as many of each column.
    pub(crate) fn append(&mut self, columns: &[&Column], rows: usize) {
        let mut from = 0;
        while from < rows {
            if self.last == PART {
                self.held.push_back(self.forms.iter().map(|form| Column::with_physical(*form)).collect());
                self.last = 0;
            }
            let until = rows.min(from + PART - self.last);
            if let Some(part) = self.held.back_mut() {
                for (to, column) in part.iter_mut().zip(columns) {
                    if to.is_empty() {
                        to.reserve(PART);
                    }
                    to.append_rows(column, from..until);
                }
            }
            self.last += until - from;
            from = until;
        }
    }

    /// The part of a column that a row lies in, and where there.
    #[inline]
    pub(crate) fn cell(&self, column: usize, row: u64) -> (&Column, usize) {
        let position = (row - self.base) as usize;
        (&self.held[position / PART][column], position % PART)
    }

    /// A column of some rows, `None` giving NULL.
    pub(crate) fn gather(&self, column: usize, rows: impl ExactSizeIterator<Item = Option<u64>>) -> Column {
        let mut to = Column::with_physical(self.forms[column]);
        to.reserve(rows.len());
        for row in rows {
            match row {
                Some(row) => {
                    let (from, row) = self.cell(column, row);
                    to.append_rows(from, row..row + 1);
                }
                None => to.push_null(),
            }
        }
        to
    }

    /// Frees the parts that lie before a row.
    pub(crate) fn forget_before(&mut self, row: u64) {
        while row >= self.base + PART as u64 && self.held.pop_front().is_some() {
            self.base += PART as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use rillcut_record::Value;

    use super::*;

    #[test]
    fn rows_keep_their_values_while_parts_come_and_go() {
        let octets = |row: u64| {
            if row.is_multiple_of(5) { Value::Null } else { Value::Bytes(row.to_le_bytes()[..3].to_vec()) }
        };
        let text =
            |row: u64| if row.is_multiple_of(7) { Value::Null } else { Value::Text(format!("row {row}")) };
        let mut parts = Parts::new(vec![Physical::Bytes, Physical::Text]);
        let mut end = 0_u64;
        for (round, rows) in [1_u64, 4000, 95, 1, 9000, 0, 8192, 3].into_iter().enumerate() {
            let mut columns = [Physical::Bytes, Physical::Text].map(Column::with_physical);
            for row in end..end + rows {
                columns[0].push(&octets(row));
                columns[1].push(&text(row));
            }
            parts.append(&[&columns[0], &columns[1]], rows as usize);
            end += rows;
            let low = end.saturating_sub(5000);
            parts.forget_before(low);
            assert!(parts.held.len() <= 3, "{round}");
            let mut wanted: Vec<Option<u64>> = (low..end).rev().map(Some).collect();
            wanted.insert(1, None);
            let found = [0, 1].map(|column| parts.gather(column, wanted.iter().copied()));
            for (at, row) in wanted.into_iter().enumerate() {
                let values = (found[0].value(at), found[1].value(at));
                assert_eq!(values, row.map_or((Value::Null, Value::Null), |row| (octets(row), text(row))));
            }
        }
        parts.forget_before(end);
        assert!(parts.held.len() <= 1);
    }
}
