//! One side of a join: its rows that can still be met, and where to find those of a key.
//!
//! Rows have running numbers. They come in order of time and leave in the same order, so a window is a range of numbers, and
//! rows of one key are a chain ([`Chains`]): every step is O(1). What is asked of every row lies in rings, columns in parts; nothing
//! moves while rows come and go.

use std::collections::VecDeque;

use rillcut_record::{Column, ColumnData, Fields, Nulls, Physical, START_OF_TIME};
use rillcut_sql::plan::JoinWindow;

use crate::{
    chains::Chains,
    chunk::{Chunk, Rows},
    expr::{Compiled, Input, Operand},
    keys::{View, cells_match, hash_row},
    parts::{NO_ROW, Parts},
    ring::Ring,
    row_error::RowErrors,
};

/// How many rows are looked at ahead of their turn; what they need lies in a cache together.
const AHEAD: u64 = 256;

#[derive(Debug, Clone)]
pub(crate) struct Side {
    window: JoinWindow,
    /// Whether its unmatched rows are kept.
    pub(crate) preserved: bool,
    keys: Vec<Compiled>,
    /// Whether a row's check is its whole key, or only the hash of it.
    exact: bool,
    /// Where keys lie among the columns of `parts`; none when checks are exact.
    key_columns: Vec<usize>,
    width: usize,
    pub(crate) bound: i64,
    /// Number of the first row that can still be met.
    low: u64,
    /// Number of the first row whose turn has not come.
    next: u64,
    /// Number behind the last row.
    end: u64,
    /// Number of the first row that has not been looked at ahead.
    ahead: u64,
    rowtimes: Ring<i64>,
    checks: Ring<u64>,
    /// Only of a preserved side.
    matched: Ring<bool>,
    /// Hashes of the rows whose turn has not come; 0 where a key is NULL: such a row meets nobody.
    hashes: VecDeque<u64>,
    /// The side's columns, and behind them those keys that are not columns.
    parts: Parts,
    chains: Chains,
}

/// A row that has come in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entered {
    /// Its position.
    pub(crate) row: u32,
    /// What it meets others by.
    pub(crate) hash: u64,
    /// The position of the row that it pushes out of a window of so many rows.
    pub(crate) pushed: Option<u32>,
}

impl Side {
    pub(crate) fn new(window: JoinWindow, preserved: bool, keys: Vec<Compiled>, fields: &Fields) -> Self {
        let physical = |key: &Compiled| key.data_type().physical();
        let exact = keys.len() == 1
            && keys.iter().all(|key| !matches!(physical(key), Physical::Text | Physical::Bytes));
        let mut forms: Vec<Physical> = fields.iter().map(|field| field.data_type.physical()).collect();
        let mut key_columns = Vec::new();
        for key in keys.iter().filter(|_| !exact) {
            key_columns.push(key.passes().unwrap_or(forms.len()));
            if key.passes().is_none() {
                forms.push(physical(key));
            }
        }
        Self {
            window,
            preserved,
            keys,
            exact,
            key_columns,
            width: fields.len(),
            bound: START_OF_TIME,
            low: 0,
            next: 0,
            end: 0,
            ahead: 0,
            rowtimes: Ring::default(),
            checks: Ring::default(),
            matched: Ring::default(),
            hashes: VecDeque::new(),
            parts: Parts::new(forms),
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
        let kept = self.low..self.end;
        self.rowtimes.reserve(kept.clone(), len);
        if self.preserved {
            self.matched.reserve(kept.clone(), len);
            self.matched.set_all(self.end, &vec![false; len]);
        }
        self.rowtimes.set_all(self.end, &batch.rowtimes);
        let input = Input { batch: &batch, rows: Rows::All(len) };
        // Keys are columns and functions of them that do not fail; see `join_condition`.
        let mut errors = RowErrors::new();
        let operands: Vec<Operand<'_>> =
            self.keys.iter().map(|key| key.evaluate(input, &mut errors)).collect();
        let (hashes, checks) = self.hash(&operands, len);
        let computed: Vec<Column> = operands
            .into_iter()
            .zip(&self.keys)
            .filter(|(_, key)| !self.exact && key.passes().is_none())
            .map(|(operand, key)| operand.into_column(key.data_type(), len))
            .collect();
        let columns: Vec<&Column> = batch.columns.iter().map(AsRef::as_ref).chain(&computed).collect();
        self.parts.append(&columns, len);
        if !self.keys.is_empty() {
            self.chains.grow(len);
            self.checks.reserve(kept, len);
            self.hashes.extend(hashes);
            self.checks.set_all(self.end, &checks);
        }
        self.end += len as u64;
    }

    /// Hash and check of each row.
    fn hash(&self, operands: &[Operand<'_>], len: usize) -> (Vec<u64>, Vec<u64>) {
        let views: Vec<View<'_>> = operands
            .iter()
            .zip(&self.keys)
            .map(|(operand, key)| View::new(operand, key.data_type().physical(), len))
            .collect();
        let exact = views.first().filter(|_| self.exact);
        let of_row = |position| {
            let hash = hash_row(&views, position) | 1;
            let is_null = views.iter().any(|view| view.is_null(position));
            let check = exact.and_then(|view| view.bits(position)).unwrap_or(hash);
            (if is_null { 0 } else { hash }, check)
        };
        (0..len).map(of_row).unzip()
    }

    /// Columns of a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// ROWTIME of the row whose turn is next.
    pub(crate) fn next_time(&self) -> Option<i64> {
        (self.next < self.end).then(|| self.rowtimes.get(self.next))
    }

    /// Rows stored that have not left.
    pub(crate) fn held(&self) -> usize {
        (self.end - self.low) as usize
    }

    /// The time at which the oldest row leaves its window; `None` when there is none or a later row pushes it out.
    pub(crate) fn next_leave(&self) -> Option<i64> {
        if self.low >= self.next {
            return None;
        }
        match self.window {
            JoinWindow::Current => Some(self.rowtimes.get(self.low)),
            JoinWindow::Range { milliseconds } => {
                Some(self.rowtimes.get(self.low).saturating_add(milliseconds))
            }
            JoinWindow::Rows { .. } => None,
        }
    }

    /// The oldest row leaves.
    pub(crate) fn leave(&mut self) -> Option<u32> {
        if self.low >= self.next {
            return None;
        }
        let row = self.parts.position(self.low);
        self.low += 1;
        if !self.keys.is_empty() {
            self.chains.leave_before(self.low);
        }
        Some(row)
    }

    /// Reads what the next rows will need here and on the other side, all in one.
    pub(crate) fn look_ahead(&mut self, other: &mut Self) {
        if self.keys.is_empty() || self.next < self.ahead || self.next == self.end {
            return;
        }
        self.ahead = self.next + AHEAD;
        let hashes = || self.hashes.iter().take(AHEAD as usize).copied();
        self.chains.look_at_slots(hashes());
        other.chains.look_at_slots(hashes());
        other.chains.look_at_chains(hashes());
    }

    /// The next row comes in.
    pub(crate) fn enter(&mut self) -> Entered {
        let row = self.next;
        self.next += 1;
        let hash = self.hashes.pop_front().unwrap_or(0);
        if hash != 0 {
            self.chains.push(row, hash);
        }
        let pushed = match self.window {
            JoinWindow::Rows { preceding } if self.next - self.low > preceding.saturating_add(1) => {
                self.leave()
            }
            _ => None,
        };
        Entered { row: self.parts.position(row), hash, pushed }
    }

    /// Calls `f` with the positions of the rows here that a row of that hash may meet, oldest first; whether their keys are equal
    /// says [`Self::has_key_of`].
    pub(crate) fn meet(&self, hash: u64, mut f: impl FnMut(u32)) {
        if self.keys.is_empty() {
            (self.low..self.next).for_each(|row| f(self.parts.position(row)));
        } else if hash != 0 {
            self.chains.oldest_first(hash, |_| true, |row| f(self.parts.position(row)));
        }
    }

    /// Whether a row has the key of one of the other side.
    #[inline]
    pub(crate) fn has_key_of(&self, row: u32, other: &Self, other_row: u32) -> bool {
        if self.keys.is_empty() {
            return true;
        }
        let check = self.checks.get(self.parts.number(row));
        check == other.checks.get(other.parts.number(other_row))
            && self.key_columns.iter().zip(&other.key_columns).all(|(here, there)| {
                let ((a, row_a), (b, row_b)) =
                    (self.parts.cell(*here, row), other.parts.cell(*there, other_row));
                cells_match(a, row_a, b, row_b)
            })
    }

    #[inline]
    pub(crate) fn set_matched(&mut self, row: u32) {
        if self.preserved {
            self.matched.set(self.parts.number(row), true);
        }
    }

    /// Whether a row of a preserved side has met one.
    #[inline]
    pub(crate) fn is_matched(&self, row: u32) -> bool {
        self.preserved && self.matched.get(self.parts.number(row))
    }

    /// A column of the rows at these positions, with NULL for [`NO_ROW`].
    pub(crate) fn gather(&self, column: usize, rows: &[u32]) -> Column {
        self.parts.gather(column, rows)
    }

    /// ROWTIMEs of the rows at these positions as a column, with NULL for [`NO_ROW`].
    pub(crate) fn gather_times(&self, rows: &[u32]) -> Column {
        let mut nulls = Nulls::none(rows.len());
        let time = |(to, &row): (usize, &u32)| {
            if row == NO_ROW {
                nulls.set(to);
                return 0;
            }
            self.rowtimes.get(self.parts.number(row))
        };
        let times = rows.iter().enumerate().map(time).collect();
        Column::from_parts(ColumnData::Long(times), nulls)
    }

    /// Frees what rows that have left took; they must not be asked for any more, and positions are new.
    pub(crate) fn forget_gone(&mut self) {
        self.parts.forget_before(self.low);
    }
}
