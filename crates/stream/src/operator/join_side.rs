//! One side of a join: its rows that can still be met, and where to find those of a key.
//!
//! Rows have running numbers. They come in order of time and leave in the same order, so a window is a range of numbers, and
//! rows of one key are a chain ([`Chains`]): every step is O(1).

use rillcut_record::{Column, Fields, Physical, START_OF_TIME};
use rillcut_sql::plan::JoinWindow;

use crate::{
    chains::Chains,
    chunk::{Chunk, Rows},
    expr::{Compiled, Input, Operand},
    keys::{View, cells_match, hash_row},
    row_error::RowErrors,
};

#[derive(Debug, Clone)]
pub(crate) struct Side {
    window: JoinWindow,
    /// Whether its unmatched rows are kept.
    pub(crate) preserved: bool,
    keys: Vec<Compiled>,
    fields: Fields,
    pub(crate) bound: i64,
    /// Number of the first row stored.
    base: u64,
    /// Number of the first row that can still be met.
    low: u64,
    /// Number of the first row whose turn has not come.
    next: u64,
    rowtimes: Vec<i64>,
    columns: Vec<Column>,
    key_columns: Vec<Column>,
    /// `None` where a key is NULL: such a row meets nobody.
    hashes: Vec<Option<u64>>,
    matched: Vec<bool>,
    chains: Chains,
}

impl Side {
    pub(crate) fn new(window: JoinWindow, preserved: bool, keys: Vec<Compiled>, fields: &Fields) -> Self {
        let columns = fields.iter().map(|field| Column::new(field.data_type)).collect();
        let key_columns = keys.iter().map(|key| Column::new(key.data_type())).collect();
        Self {
            window,
            preserved,
            keys,
            fields: fields.clone(),
            bound: START_OF_TIME,
            base: 0,
            low: 0,
            next: 0,
            rowtimes: Vec::new(),
            columns,
            key_columns,
            hashes: Vec::new(),
            matched: Vec::new(),
            chains: Chains::default(),
        }
    }

    /// Stores rows until their turn comes.
    pub(crate) fn add(&mut self, chunk: Chunk) {
        self.bound = self.bound.max(chunk.bound);
        if chunk.is_empty() {
            return;
        }
        let batch = chunk.into_batch();
        let len = batch.len();
        let input = Input { batch: &batch, rows: Rows::All(len) };
        // Keys are columns and functions of them that do not fail; see `join::key_pairs`.
        let mut errors = RowErrors::new();
        let operands: Vec<Operand<'_>> =
            self.keys.iter().map(|key| key.evaluate(input, &mut errors)).collect();
        let views: Vec<View<'_>> = operands
            .iter()
            .zip(&self.keys)
            .map(|(operand, key)| View::new(operand, key.data_type().physical(), len))
            .collect();
        for position in 0..len {
            let null = views.iter().any(|view| view.is_null(position));
            self.hashes.push(if null { None } else { Some(hash_row(&views, position)) });
        }
        drop(views);
        for ((operand, key), column) in operands.into_iter().zip(&self.keys).zip(&mut self.key_columns) {
            column.append(&operand.into_column(key.data_type(), len));
        }
        self.rowtimes.extend_from_slice(&batch.rowtimes);
        for (to, from) in self.columns.iter_mut().zip(&batch.columns) {
            to.append(from);
        }
        self.chains.grow(len);
        self.matched.resize(self.rowtimes.len(), false);
    }

    /// Columns of a row.
    pub(crate) fn width(&self) -> usize {
        self.fields.len()
    }

    fn index(&self, row: u64) -> usize {
        (row - self.base) as usize
    }

    fn end(&self) -> u64 {
        self.base + self.rowtimes.len() as u64
    }

    /// ROWTIME of a row.
    pub(crate) fn time(&self, row: u64) -> i64 {
        self.rowtimes[self.index(row)]
    }

    /// ROWTIME of the row whose turn is next.
    pub(crate) fn next_time(&self) -> Option<i64> {
        (self.next < self.end()).then(|| self.time(self.next))
    }

    /// Rows stored that have not left.
    pub(crate) fn held(&self) -> usize {
        (self.end() - self.low) as usize
    }

    /// The time at which the oldest row leaves its window; `None` when there is none or a later row pushes it out.
    pub(crate) fn next_leave(&self) -> Option<i64> {
        if self.low >= self.next {
            return None;
        }
        match self.window {
            JoinWindow::Current => Some(self.time(self.low)),
            JoinWindow::Range { milliseconds } => Some(self.time(self.low).saturating_add(milliseconds)),
            JoinWindow::Rows { .. } => None,
        }
    }

    /// The oldest row leaves.
    pub(crate) fn leave(&mut self) -> Option<u64> {
        if self.low >= self.next {
            return None;
        }
        let row = self.low;
        self.low += 1;
        self.chains.leave_before(self.low);
        Some(row)
    }

    /// The next row comes in; gives it and, from a window of so many rows, the one it pushes out.
    pub(crate) fn enter(&mut self) -> (u64, Option<u64>) {
        let row = self.next;
        self.next += 1;
        if let Some(hash) = self.hashes[self.index(row)] {
            self.chains.push(row, hash);
        }
        let pushed = match self.window {
            JoinWindow::Rows { preceding } if self.next - self.low > preceding.saturating_add(1) => {
                self.leave()
            }
            _ => None,
        };
        (row, pushed)
    }

    /// Calls `f` with the rows here that a row of the other side meets, oldest first.
    pub(crate) fn meet(&self, other: &Self, row: u64, f: impl FnMut(u64)) {
        if self.keys.is_empty() {
            (self.low..self.next).for_each(f);
            return;
        }
        let index = other.index(row);
        let Some(hash) = other.hashes[index] else { return };
        let same = |candidate: u64| {
            let here = self.index(candidate);
            self.key_columns.iter().zip(&other.key_columns).all(|(a, b)| cells_match(a, here, b, index))
        };
        self.chains.oldest_first(hash, same, f);
    }

    pub(crate) fn set_matched(&mut self, row: u64) {
        let index = self.index(row);
        self.matched[index] = true;
    }

    pub(crate) fn is_matched(&self, row: u64) -> bool {
        self.matched[self.index(row)]
    }

    /// A column of the rows `rows`, with NULL for `None`.
    pub(crate) fn gather(&self, column: usize, rows: &[Option<u64>]) -> Column {
        if rows.iter().all(Option::is_some) {
            let indexes: Vec<u32> = rows.iter().flatten().map(|row| self.index(*row) as u32).collect();
            return self.columns[column].gather(&indexes);
        }
        let from = &self.columns[column];
        let mut to = Column::new(self.fields[column].data_type);
        for row in rows {
            match row {
                Some(row) => to.push(&from.value(self.index(*row))),
                None => to.push_null(),
            }
        }
        to
    }

    /// ROWTIMEs of the rows `rows` as a column, with NULL for `None`.
    pub(crate) fn gather_times(&self, rows: &[Option<u64>]) -> Column {
        let mut column = Column::with_physical(Physical::Long);
        for row in rows {
            match row {
                Some(row) => column.push(&rillcut_record::Value::Long(self.time(*row))),
                None => column.push_null(),
            }
        }
        column
    }

    /// Frees rows that have left, when they are most of what is stored. Rows that left must not be asked for any more.
    pub(crate) fn compact(&mut self) {
        let gone = (self.low - self.base) as usize;
        if gone < 1024 || gone * 2 < self.rowtimes.len() {
            return;
        }
        let kept: Vec<u32> = (gone as u32..self.rowtimes.len() as u32).collect();
        for column in self.columns.iter_mut().chain(&mut self.key_columns) {
            *column = column.gather(&kept);
        }
        self.rowtimes.drain(..gone);
        self.hashes.drain(..gone);
        self.chains.forget(gone);
        self.matched.drain(..gone);
        self.base = self.low;
    }
}
