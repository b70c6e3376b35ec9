//! ORDER BY … WITHIN: rows put in order of a time that they carry, which becomes their ROWTIME (spec/kda-sql.md 10.1).
//!
//! A row is given once a row has come whose time is the interval or more later, or once the clock has moved on by the interval since
//! it came: so an idle stream does not keep its last rows, and what is held is never more than the rows of one interval of the
//! clock. A row whose time is before that of what was given already is late and goes to `error_stream`. What is late hangs on the
//! rows and their ROWTIMEs alone. The reference names only the first of the two conditions.
//!
//! Held rows lie in columns in order of arrival; a heap of (time, number) says which is next. A row far in the future makes
//! late what comes after it: that is so with every bound that follows the data.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
    sync::Arc,
};

use rillcut_record::{Batch, Column, DataType, END_OF_TIME, Fields, START_OF_TIME, Value};
use rillcut_sql::{
    Span,
    plan::{Expr, SortKey},
};

use super::{Operate, sort::compiled_keys};
use crate::{
    chunk::{Chunk, Rows},
    error::Error,
    expr::{Compiled, Input},
    failures::Failures,
    keys::{Direction, compare_keys},
    row_error::{RowError, RowErrorKind, RowErrors, without_failed},
    statistics::OperatorState,
};

/// Rows given that may lie before the held ones until room is made.
const GIVEN: usize = 1024;

#[derive(Debug, Clone)]
pub(crate) struct Reorder {
    time: Compiled,
    keys: Vec<(Compiled, Direction)>,
    milliseconds: i64,
    fields: Fields,
    span: Span,
    /// Rows in order of arrival: the input's columns, then the keys. Those given lie there until room is made.
    stored: Vec<Column>,
    /// One a stored row.
    arrivals: VecDeque<Arrival>,
    /// Number of the first stored row.
    base: u64,
    /// Number of the oldest row that may be held.
    low: u64,
    heap: BinaryHeap<Reverse<(i64, u64)>>,
    /// No row before this time can be given any more, and all held ones up to it have been.
    given: i64,
}

#[derive(Debug, Clone, Copy)]
struct Arrival {
    /// ROWTIME of the input row.
    rowtime: i64,
    time: i64,
}

impl Reorder {
    pub(crate) fn new(
        time: &Expr,
        keys: &[SortKey],
        milliseconds: i64,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        if milliseconds < 0 {
            return Err(Error::unsound(span, "WITHIN has a negative length"));
        }
        let types: Vec<DataType> = fields.iter().map(|field| field.data_type).collect();
        let compiled = Compiled::new(time, &types)?;
        if compiled.data_type() != DataType::Timestamp {
            return Err(Error::unsound(time.span, "the time to order by is no TIMESTAMP"));
        }
        let keys = compiled_keys(keys, &types)?;
        let key_types = keys.iter().map(|(key, _)| key.data_type());
        let stored = types.iter().copied().chain(key_types).map(Column::new).collect();
        Ok(Self {
            time: compiled,
            keys,
            milliseconds,
            fields: fields.clone(),
            span: time.span,
            stored,
            arrivals: VecDeque::new(),
            base: 0,
            low: 0,
            heap: BinaryHeap::new(),
            given: START_OF_TIME,
        })
    }

    /// Stores the rows whose time and keys can be computed; gives their numbers among the batch's, and the times.
    fn store(&mut self, input: &Chunk, failed: &mut Vec<RowError>) -> (Vec<u32>, Column) {
        let batch = &input.batch;
        let mut kept: Vec<u32> = input.rows().iter().collect();
        loop {
            let mut errors = RowErrors::new();
            let view = Input { batch, rows: Rows::Some(&kept) };
            let times = self.time.column(view, &mut errors);
            let keys: Vec<Column> = self.keys.iter().map(|(key, _)| key.column(view, &mut errors)).collect();
            if errors.is_empty() {
                let width = self.fields.len();
                for (to, from) in self.stored.iter_mut().zip(&batch.columns) {
                    if kept.len() == batch.len() { to.append(from) } else { to.append(&from.gather(&kept)) }
                }
                for (to, from) in self.stored[width..].iter_mut().zip(&keys) {
                    to.append(from);
                }
                return (kept, times);
            }
            let now = errors.by_row();
            kept = without_failed(kept.iter().copied(), &now);
            failed.extend(now);
        }
    }

    /// The clock has come to `at`: rows that have waited long enough are due, and with them all of earlier times.
    fn wait_until(&mut self, at: i64, order: &mut Vec<(i64, u64)>) {
        while let Some(arrival) = self.arrivals.get((self.low - self.base) as usize) {
            let due = at == END_OF_TIME || arrival.rowtime.saturating_add(self.milliseconds) <= at;
            if !due {
                break;
            }
            self.given = self.given.max(arrival.time);
            self.low += 1;
        }
        self.give(order);
    }

    /// Gives the held rows up to `given`.
    fn give(&mut self, order: &mut Vec<(i64, u64)>) {
        let from = order.len();
        while let Some(Reverse(next)) = self.heap.peek().copied().filter(|Reverse(next)| next.0 <= self.given)
        {
            self.heap.pop();
            order.push(next);
        }
        if self.keys.is_empty() || order.len() - from < 2 {
            return;
        }
        let columns = &self.stored[self.fields.len()..];
        let keys: Vec<(&Column, Direction)> =
            columns.iter().zip(&self.keys).map(|(column, (_, direction))| (column, *direction)).collect();
        let index = |number: u64| (number - self.base) as usize;
        order[from..].sort_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| compare_keys(&keys, index(a.1), index(b.1)))
                .then_with(|| a.1.cmp(&b.1))
        });
    }

    /// Takes the stored rows one by one; late ones fail.
    fn take(
        &mut self,
        batch: &Batch,
        rows: &[u32],
        times: &Column,
        order: &mut Vec<(i64, u64)>,
        failed: &mut Vec<RowError>,
    ) {
        for (position, &row) in rows.iter().enumerate() {
            let rowtime = batch.rowtimes[row as usize];
            self.wait_until(rowtime, order);
            let number = self.base + self.arrivals.len() as u64;
            let fail =
                |kind, message: &str| RowError { row, kind, span: self.span, message: message.to_owned() };
            let time = match times.value(position) {
                Value::Long(time) if time >= self.given => time,
                Value::Long(_) => {
                    failed.push(fail(
                        RowErrorKind::Late,
                        "the row is late: rows of later times have been given already",
                    ));
                    // It has a number, and has left.
                    self.arrivals.push_back(Arrival { rowtime, time: START_OF_TIME });
                    continue;
                }
                _ => {
                    failed.push(fail(RowErrorKind::NotNull, "the time to order by is NULL"));
                    self.arrivals.push_back(Arrival { rowtime, time: START_OF_TIME });
                    continue;
                }
            };
            self.arrivals.push_back(Arrival { rowtime, time });
            self.heap.push(Reverse((time, number)));
            self.given = self.given.max(time.saturating_sub(self.milliseconds));
            self.give(order);
        }
    }

    /// The rows of an order, with their times as ROWTIME.
    fn rows(&self, order: &[(i64, u64)], bound: i64) -> Batch {
        let indexes: Vec<u32> = order.iter().map(|(_, number)| (number - self.base) as u32).collect();
        let columns =
            self.stored[..self.fields.len()].iter().map(|column| Arc::new(column.gather(&indexes))).collect();
        Batch { rowtimes: order.iter().map(|(time, _)| *time).collect(), columns, bound }
    }

    /// Frees the room of rows that nobody waits for any more, when it is most of what is taken.
    fn make_room(&mut self) {
        // Rows given by a later one's time still wait for the clock; the oldest held one says how far all have left.
        while let Some(arrival) = self.arrivals.get((self.low - self.base) as usize)
            && arrival.time <= self.given
        {
            self.low += 1;
        }
        let gone = (self.low - self.base) as usize;
        if gone < GIVEN || gone * 2 < self.arrivals.len() {
            return;
        }
        let kept: Vec<u32> = (gone as u32..self.arrivals.len() as u32).collect();
        for column in &mut self.stored {
            *column = column.gather(&kept);
        }
        self.arrivals.drain(..gone);
        self.base = self.low;
    }
}

impl Operate for Reorder {
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk {
        let mut order = Vec::new();
        let mut failed = Vec::new();
        if !input.is_empty() {
            let (rows, times) = self.store(&input, &mut failed);
            self.take(&input.batch, &rows, &times, &mut order, &mut failed);
        }
        self.wait_until(input.bound, &mut order);
        if !failed.is_empty() {
            failed.sort_by_key(|error| error.row);
            failures.rows(&input.batch, &self.fields, &failed);
        }
        let bound = if input.bound == END_OF_TIME { END_OF_TIME } else { self.given };
        let output = self.rows(&order, bound);
        self.make_room();
        Chunk::of(output)
    }

    fn state(&self) -> Option<OperatorState> {
        Some(OperatorState::Sort { window: None, rows: self.heap.len() })
    }
}
