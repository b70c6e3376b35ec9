//! One side of a join: its rows that can still be met, and where to find those of a key.
//!
//! Rows have running numbers. They come in order of time and leave in the same order, so a window is a range of numbers, and
//! rows of one key are a chain ([`Chains`]): every step is O(1). All that is of fixed width lies in one ring of rows, texts in parts; nothing
//! moves while rows come and go.

use std::collections::VecDeque;

use rillcut_record::{Column, ColumnData, Fields, Nulls, Physical, START_OF_TIME};
use rillcut_sql::plan::JoinWindow;

use crate::{
    chains::Chains,
    chunk::{Chunk, Rows},
    expr::{Compiled, Input, Operand},
    keys::{View, canonical, cells_match, hash_row},
    parts::Parts,
    ring::Ring,
    row_error::RowErrors,
    row_ring::RowRing,
};

/// Instead of a row's position: NULL.
pub(crate) const NO_ROW: u32 = u32::MAX;

/// Words of a row in front of its values: ROWTIME, and its key or the hash of it.
const ROWTIME: usize = 0;
const CHECK: usize = 1;
const NULLS: usize = 2;

/// Where the values of a column are.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// A word of the row; `bit` counts the columns of this kind.
    Word { word: usize, bit: usize, physical: Physical },
    /// A column of the parts.
    Part(usize),
}

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
    /// Which of `columns` are keys; none when checks are exact.
    key_columns: Vec<usize>,
    /// The side's columns, and behind them those keys that are not columns.
    columns: Vec<Place>,
    /// Of the columns that are words, those that have had a NULL.
    has_nulls: Vec<bool>,
    width: usize,
    pub(crate) bound: i64,
    /// Number of the row whose position is 0.
    base: u64,
    /// Number of the first row that can still be met.
    low: u64,
    /// Number of the first row whose turn has not come.
    next: u64,
    /// Number behind the last row.
    end: u64,
    /// Number of the first row that has not been looked at ahead.
    ahead: u64,
    /// Both are asked for at every instant.
    next_time: Option<i64>,
    next_leave: Option<i64>,
    rows: RowRing,
    /// Only of a preserved side.
    matched: Ring<bool>,
    /// Hashes of the rows whose turn has not come; 0 where a key is NULL: such a row meets nobody.
    hashes: VecDeque<u64>,
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
        let is_word = |physical: &&Physical| !matches!(physical, Physical::Text | Physical::Bytes);
        let words = forms.iter().filter(is_word).count();
        let first = NULLS + words.div_ceil(64);
        let (mut bit, mut part) = (0, 0);
        let place = |physical: &Physical| {
            if is_word(&physical) {
                bit += 1;
                Place::Word { word: first + bit - 1, bit: bit - 1, physical: *physical }
            } else {
                part += 1;
                Place::Part(part - 1)
            }
        };
        let columns = forms.iter().map(place).collect();
        forms.retain(|physical| !is_word(&physical));
        Self {
            window,
            preserved,
            keys,
            exact,
            key_columns,
            columns,
            has_nulls: vec![false; words],
            width: fields.len(),
            bound: START_OF_TIME,
            base: 0,
            low: 0,
            next: 0,
            end: 0,
            ahead: 0,
            next_time: None,
            next_leave: None,
            rows: RowRing::new(first + words),
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
        self.rows.reserve(kept.clone(), len);
        self.rows.set_all(self.end, ROWTIME, batch.rowtimes.iter().map(|time| time.cast_unsigned()));
        if self.preserved {
            self.matched.reserve(kept, len);
            self.matched.set_all(self.end, &vec![false; len]);
        }
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
        self.store(&columns, len);
        if !self.keys.is_empty() {
            self.chains.grow(len);
            self.hashes.extend(hashes);
            self.rows.set_all(self.end, CHECK, checks.into_iter());
        }
        self.end += len as u64;
        if self.next_time.is_none() {
            self.find_next_time();
        }
    }

    /// Puts the values of rows where they belong.
    fn store(&mut self, columns: &[&Column], len: usize) {
        for word in NULLS..NULLS + self.has_nulls.len().div_ceil(64) {
            self.rows.set_all(self.end, word, std::iter::repeat_n(0, len));
        }
        let mut varying = Vec::new();
        for (column, place) in columns.iter().zip(&self.columns) {
            let &Place::Word { word, bit, .. } = place else {
                varying.push(*column);
                continue;
            };
            self.rows.set_column(self.end, word, column);
            if column.nulls().any() {
                self.has_nulls[bit] = true;
                for (_, number) in (0..len).zip(self.end..).filter(|(row, _)| column.is_null(*row)) {
                    self.rows.update(number, NULLS + bit / 64, |word| *word |= 1 << (bit % 64));
                }
            }
        }
        if !varying.is_empty() {
            self.parts.append(&varying, len);
        }
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

    #[inline]
    fn position(&self, row: u64) -> u32 {
        (row - self.base) as u32
    }

    #[inline]
    fn number(&self, position: u32) -> u64 {
        self.base + u64::from(position)
    }

    #[inline]
    fn time(&self, row: u64) -> i64 {
        self.rows.get(row, ROWTIME).cast_signed()
    }

    /// ROWTIME of the row whose turn is next.
    #[inline]
    pub(crate) fn next_time(&self) -> Option<i64> {
        self.next_time
    }

    fn find_next_time(&mut self) {
        self.next_time = (self.next < self.end).then(|| self.time(self.next));
    }

    /// Rows stored that have not left.
    pub(crate) fn held(&self) -> usize {
        (self.end - self.low) as usize
    }

    /// The time at which the oldest row leaves its window; `None` when there is none or a later row pushes it out.
    #[inline]
    pub(crate) fn next_leave(&self) -> Option<i64> {
        self.next_leave
    }

    fn find_next_leave(&mut self) {
        self.next_leave = match self.window {
            _ if self.low >= self.next => None,
            JoinWindow::Current => Some(self.time(self.low)),
            JoinWindow::Range { milliseconds } => Some(self.time(self.low).saturating_add(milliseconds)),
            JoinWindow::Rows { .. } => None,
        };
    }

    /// The oldest row leaves.
    pub(crate) fn leave(&mut self) -> Option<u32> {
        if self.low >= self.next {
            return None;
        }
        let row = self.position(self.low);
        self.low += 1;
        if !self.keys.is_empty() {
            self.chains.leave_before(self.low);
        }
        self.find_next_leave();
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
        self.find_next_time();
        if self.next_leave.is_none() {
            self.find_next_leave();
        }
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
        Entered { row: self.position(row), hash, pushed }
    }

    /// Calls `f` with the positions of the rows here that a row of that hash may meet, oldest first; whether their keys are equal
    /// says [`Self::has_key_of`].
    pub(crate) fn meet(&self, hash: u64, mut f: impl FnMut(u32)) {
        if self.keys.is_empty() {
            (self.low..self.next).for_each(|row| f(self.position(row)));
        } else if hash != 0 {
            self.chains.oldest_first(hash, |_| true, |row| f(self.position(row)));
        }
    }

    /// Whether a row has the key of one of the other side.
    #[inline]
    pub(crate) fn has_key_of(&self, row: u32, other: &Self, other_row: u32) -> bool {
        if self.keys.is_empty() {
            return true;
        }
        let (row, other_row) = (self.number(row), other.number(other_row));
        self.rows.get(row, CHECK) == other.rows.get(other_row, CHECK)
            && self
                .key_columns
                .iter()
                .zip(&other.key_columns)
                .all(|(here, there)| self.same_value(*here, row, other, *there, other_row))
    }

    /// Whether two cells hold the same key, none of them NULL: rows with NULL meet nobody.
    fn same_value(&self, column: usize, row: u64, other: &Self, other_column: usize, other_row: u64) -> bool {
        match (self.columns[column], other.columns[other_column]) {
            (Place::Word { word, physical, .. }, Place::Word { word: other_word, .. }) => {
                let (a, b) = (self.rows.get(row, word), other.rows.get(other_row, other_word));
                match physical {
                    Physical::Double => canonical(f64::from_bits(a)) == canonical(f64::from_bits(b)),
                    _ => a == b,
                }
            }
            (Place::Part(part), Place::Part(other_part)) => {
                let ((a, row), (b, other_row)) =
                    (self.parts.cell(part, row), other.parts.cell(other_part, other_row));
                cells_match(a, row, b, other_row)
            }
            _ => false,
        }
    }

    #[inline]
    pub(crate) fn set_matched(&mut self, row: u32) {
        if self.preserved {
            self.matched.set(self.number(row), true);
        }
    }

    /// Whether a row of a preserved side has met one.
    #[inline]
    pub(crate) fn is_matched(&self, row: u32) -> bool {
        self.preserved && self.matched.get(self.number(row))
    }

    /// A column of the rows at these positions, with NULL for [`NO_ROW`].
    pub(crate) fn gather(&self, column: usize, rows: &[u32]) -> Column {
        match self.columns[column] {
            Place::Word { word, bit, physical } => {
                let mut nulls = Nulls::none(rows.len());
                if self.has_nulls[bit] || rows.contains(&NO_ROW) {
                    let is_null = |row: u32| {
                        row == NO_ROW
                            || self.rows.get(self.number(row), NULLS + bit / 64) >> (bit % 64) & 1 == 1
                    };
                    for (to, _) in rows.iter().enumerate().filter(|(_, row)| is_null(**row)) {
                        nulls.set(to);
                    }
                }
                let words = self.words(word, rows);
                Column::from_parts(
                    match physical {
                        Physical::Double => ColumnData::Double(words.map(f64::from_bits).collect()),
                        Physical::Boolean => ColumnData::Boolean(words.map(|word| word != 0).collect()),
                        _ => ColumnData::Long(words.map(u64::cast_signed).collect()),
                    },
                    nulls,
                )
            }
            Place::Part(part) => {
                let number = |row: &u32| (*row != NO_ROW).then(|| self.number(*row));
                self.parts.gather(part, rows.iter().map(number))
            }
        }
    }

    /// A word of the rows at these positions, 0 for [`NO_ROW`].
    fn words(&self, word: usize, rows: &[u32]) -> impl Iterator<Item = u64> {
        rows.iter().map(move |&row| if row == NO_ROW { 0 } else { self.rows.get(self.number(row), word) })
    }

    /// ROWTIMEs of the rows at these positions as a column, with NULL for [`NO_ROW`].
    pub(crate) fn gather_times(&self, rows: &[u32]) -> Column {
        let mut nulls = Nulls::none(rows.len());
        for (to, _) in rows.iter().enumerate().filter(|(_, row)| **row == NO_ROW) {
            nulls.set(to);
        }
        let times = self.words(ROWTIME, rows).map(u64::cast_signed).collect();
        Column::from_parts(ColumnData::Long(times), nulls)
    }

    /// Frees what rows that have left took; they must not be asked for any more, and positions are new.
    pub(crate) fn forget_gone(&mut self) {
        self.parts.forget_before(self.low);
        self.base = self.low;
    }
}
