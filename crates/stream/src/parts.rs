//! Columns of rows that come at one end and leave at the other, in parts of equal size.
//!
//! Rows are found by their number; those that have left are freed part by part, so that no row is moved once it lies there, memory
//! goes back a little at a time, and the texts of an hour need not fit one buffer.

use std::collections::VecDeque;

use rillcut_record::{Column, ColumnData, Nulls, Physical};

/// Rows of a part: 2 to the power of it.
const SHIFT: u32 = 12;
const PART: usize = 1 << SHIFT;

/// Instead of a row: NULL.
pub(crate) const NO_ROW: u32 = u32::MAX;

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

    /// The position of a row, by which it is asked for until rows are forgotten.
    #[inline]
    pub(crate) fn position(&self, row: u64) -> u32 {
        (row - self.base) as u32
    }

    /// The number of the row at a position.
    #[inline]
    pub(crate) fn number(&self, position: u32) -> u64 {
        self.base + u64::from(position)
    }

    /// The part of a column that a position lies in, and the row there.
    #[inline]
    pub(crate) fn cell(&self, column: usize, position: u32) -> (&Column, usize) {
        (&self.held[(position >> SHIFT) as usize][column], position as usize % PART)
    }

    /// A column at some positions, [`NO_ROW`] giving NULL.
    pub(crate) fn gather(&self, column: usize, positions: &[u32]) -> Column {
        let data = match self.forms[column] {
            Physical::Boolean => ColumnData::Boolean(self.pick(column, positions, Column::booleans)),
            Physical::Long => ColumnData::Long(self.pick(column, positions, Column::longs)),
            Physical::Double => ColumnData::Double(self.pick(column, positions, Column::doubles)),
            Physical::Text | Physical::Bytes => return self.gather_varying(column, positions),
        };
        let mut nulls = Nulls::none(positions.len());
        let some = self.held.iter().any(|part| part[column].nulls().any());
        for (to, &position) in positions.iter().enumerate() {
            if position == NO_ROW || some && is_null(self.cell(column, position)) {
                nulls.set(to);
            }
        }
        Column::from_parts(data, nulls)
    }

    fn pick<T: Copy + Default>(
        &self,
        column: usize,
        positions: &[u32],
        values: impl Fn(&Column) -> Option<&[T]>,
    ) -> Vec<T> {
        let parts: Vec<&[T]> =
            self.held.iter().map(|part| values(&part[column]).unwrap_or_default()).collect();
        let value = |position: &u32| {
            let part = parts.get((position >> SHIFT) as usize);
            part.and_then(|part| part.get(*position as usize % PART)).copied().unwrap_or_default()
        };
        positions.iter().map(value).collect()
    }

    fn gather_varying(&self, column: usize, positions: &[u32]) -> Column {
        let mut to = Column::with_physical(self.forms[column]);
        to.reserve(positions.len());
        for &position in positions {
            if position == NO_ROW {
                to.push_null();
                continue;
            }
            let (from, row) = self.cell(column, position);
            to.append_rows(from, row..row + 1);
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

fn is_null((column, row): (&Column, usize)) -> bool {
    column.is_null(row)
}

#[cfg(test)]
mod tests {
    use rillcut_record::Value;

    use super::*;

    #[test]
    fn rows_keep_their_values_while_parts_come_and_go() {
        let value = |row: u64| if row.is_multiple_of(5) { Value::Null } else { Value::Long(row as i64 * 7) };
        let text =
            |row: u64| if row.is_multiple_of(7) { Value::Null } else { Value::Text(format!("row {row}")) };
        let mut parts = Parts::new(vec![Physical::Long, Physical::Text]);
        let mut end = 0_u64;
        for (round, rows) in [1_u64, 4000, 95, 1, 9000, 0, 8192, 3].into_iter().enumerate() {
            let (mut longs, mut texts) =
                (Column::with_physical(Physical::Long), Column::with_physical(Physical::Text));
            for row in end..end + rows {
                longs.push(&value(row));
                texts.push(&text(row));
            }
            parts.append(&[&longs, &texts], rows as usize);
            end += rows;
            let low = end.saturating_sub(5000);
            parts.forget_before(low);
            assert!(parts.held.len() <= 3, "{round}");
            let mut positions: Vec<u32> = (low..end).rev().map(|row| parts.position(row)).collect();
            positions.insert(1, NO_ROW);
            let (longs, texts) = (parts.gather(0, &positions), parts.gather(1, &positions));
            assert_eq!((longs.value(1), texts.value(1)), (Value::Null, Value::Null));
            for (at, row) in (low..end).rev().enumerate() {
                let at = if at == 0 { 0 } else { at + 1 };
                assert_eq!((longs.value(at), texts.value(at)), (value(row), text(row)));
                assert_eq!(parts.number(positions[at]), row);
            }
        }
        parts.forget_before(end);
        assert!(parts.held.len() <= 1);
    }
}
