//! Stagger windows (spec/kda-sql.md 8): a window a key, from the first row of the key on for a length of time.
//!
//! All windows have one length, so they close in the order in which they were opened: open ones are a range of running numbers,
//! found by key through [`Chains`]. Rows up to the next close are one range of the chunk and are folded at once; every
//! window costs one opening and one close, every row one look at a hash map, whatever the length.
//!
//! A row exactly at a window's end opens a new one.

use std::{collections::VecDeque, ops::Range, sync::Arc};

use rillcut_record::{Batch, Column, DataType, Fields, Value};
use rillcut_sql::{
    Span,
    plan::{Aggregate, Expr},
};

use super::{
    Operate,
    aggregation::{Folds, Output, gives},
};
use crate::{
    accumulate::Members,
    chains::Chains,
    chunk::{Chunk, Rows},
    error::Error,
    expr::{Compiled, Input, Operand},
    failures::Failures,
    keys::{View, equals_row, hash_row, push_row, same_row},
    row_error::{RowError, RowErrors, without_failed},
    statistics::OperatorState,
};

/// Closed windows that may lie before the open ones until room is made.
const CLOSED: usize = 1024;

#[derive(Debug, Clone)]
pub(crate) struct Stagger {
    /// Shared, so that values may be borrowed from it while the state changes.
    expressions: Arc<Expressions>,
    milliseconds: i64,
    folds: Folds,
    input_fields: Fields,
    fields: Fields,
    /// Open windows, oldest first.
    open: VecDeque<Open>,
    /// Number of the window whose key lies first in `keys`.
    base: u64,
    /// Number of the oldest open window.
    low: u64,
    keys: Vec<Column>,
    chains: Chains,
    /// Window of each position of a range, counted from `base`.
    numbers: Vec<u32>,
}

#[derive(Debug, Clone)]
struct Expressions {
    keys: Vec<Compiled>,
    /// One an aggregate.
    arguments: Vec<Option<Compiled>>,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    start: i64,
    end: i64,
    rows: u64,
}

impl Stagger {
    /// `input_fields` are the input's, `fields` the node's own.
    pub(crate) fn new(
        keys: &[Expr],
        milliseconds: i64,
        aggregates: &[Aggregate],
        input_fields: &Fields,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        if milliseconds <= 0 {
            return Err(Error::unsound(span, "a stagger window has no length"));
        }
        let types: Vec<DataType> = input_fields.iter().map(|field| field.data_type).collect();
        let keys = keys.iter().map(|key| Compiled::new(key, &types)).collect::<Result<Vec<_>, Error>>()?;
        let (folds, arguments) = Folds::new(aggregates, &types)?;
        if !gives(&keys, aggregates, fields) {
            return Err(Error::unsound(span, "the stagger window does not give the columns it should"));
        }
        Ok(Self {
            milliseconds,
            folds,
            input_fields: input_fields.clone(),
            fields: fields.clone(),
            open: VecDeque::new(),
            base: 0,
            low: 0,
            keys: keys.iter().map(|key| Column::new(key.data_type())).collect(),
            chains: Chains::default(),
            numbers: Vec::new(),
            expressions: Arc::new(Expressions { keys, arguments }),
        })
    }

    /// Takes rows, all or none: when some fail, nothing has changed and they are given back.
    fn take(
        &mut self,
        batch: &Batch,
        rows: Rows<'_>,
        failures: &mut Failures<'_>,
        output: &mut Output,
    ) -> Result<(), Vec<RowError>> {
        let expressions = Arc::clone(&self.expressions);
        let view = Input { batch, rows };
        let len = rows.len();
        let mut errors = RowErrors::new();
        let keys: Vec<Operand<'_>> =
            expressions.keys.iter().map(|key| key.evaluate(view, &mut errors)).collect();
        let arguments: Vec<Option<Operand<'_>>> = expressions
            .arguments
            .iter()
            .map(|argument| argument.as_ref().map(|argument| argument.evaluate(view, &mut errors)))
            .collect();
        if !errors.is_empty() {
            return Err(errors.by_row());
        }
        let keys: Vec<View<'_>> = keys
            .iter()
            .zip(&expressions.keys)
            .map(|(operand, key)| View::new(operand, key.data_type().physical(), len))
            .collect();
        let arguments: Vec<Option<View<'_>>> = arguments
            .iter()
            .zip(&expressions.arguments)
            .map(|(operand, argument)| {
                let physical = argument.as_ref()?.data_type().physical();
                operand.as_ref().map(|operand| View::new(operand, physical, len))
            })
            .collect();
        let mut position = 0;
        while position < len {
            let at = batch.rowtimes[rows.get(position)];
            self.close_until(at, failures, output);
            // Windows opened in the range close after the oldest one.
            let limit = self.open.front().map_or(at.saturating_add(self.milliseconds), |open| open.end);
            let end = match rows {
                Rows::All(_) => position + batch.rowtimes[position..len].partition_point(|at| *at < limit),
                Rows::Some(rows) => {
                    let within = |row: &u32| batch.rowtimes[*row as usize] < limit;
                    position + rows[position..].partition_point(within)
                }
            };
            // At the end of time there is no instant before the limit.
            let range = position..end.max(position + 1);
            self.number(&keys, batch, rows, range.clone());
            let windows = (self.low - self.base) as usize + self.open.len();
            self.folds.update(&arguments, &range, Members::Each(&self.numbers), windows);
            position = range.end;
        }
        Ok(())
    }

    /// Writes the window of each position of a range to `numbers`, and opens those that are not open.
    fn number(&mut self, keys: &[View<'_>], batch: &Batch, rows: Rows<'_>, range: Range<usize>) {
        self.numbers.clear();
        let mut last = None;
        for position in range {
            let number = match last {
                Some(number) if same_row(keys, position - 1, position) => number,
                _ => self.find(keys, position, batch.rowtimes[rows.get(position)]),
            };
            self.open[(number - self.low) as usize].rows += 1;
            self.numbers.push((number - self.base) as u32);
            last = Some(number);
        }
    }

    fn find(&mut self, keys: &[View<'_>], position: usize, at: i64) -> u64 {
        let hash = hash_row(keys, position);
        let found = self
            .chains
            .newest_first(hash)
            .find(|number| equals_row(keys, position, &self.keys, (number - self.base) as usize));
        if let Some(number) = found {
            return number;
        }
        let number = self.low + self.open.len() as u64;
        self.chains.grow(1);
        self.chains.push(number, hash);
        push_row(keys, position, &mut self.keys);
        self.open.push_back(Open { start: at, end: at.saturating_add(self.milliseconds), rows: 0 });
        number
    }

    /// Gives the windows that end at `time` or before.
    fn close_until(&mut self, time: i64, failures: &mut Failures<'_>, output: &mut Output) {
        while let Some(open) = self.open.front().copied().filter(|open| open.end <= time) {
            let index = (self.low - self.base) as usize;
            let key: Vec<Value> = self.keys.iter().map(|column| column.value(index)).collect();
            self.folds.give(index, open.end, key, &self.fields, failures, output);
            self.low += 1;
            self.open.pop_front();
        }
        self.chains.leave_before(self.low);
        self.forget_closed();
    }

    /// Frees the room of closed windows, when it is most of what is taken.
    fn forget_closed(&mut self) {
        let closed = (self.low - self.base) as usize;
        if closed < CLOSED || closed < self.open.len() {
            return;
        }
        let kept: Vec<u32> = (closed as u32..(closed + self.open.len()) as u32).collect();
        for column in &mut self.keys {
            *column = column.gather(&kept);
        }
        self.folds.forget_first(closed);
        self.base = self.low;
    }
}

impl Operate for Stagger {
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk {
        let mut output = Output::new(&self.fields);
        if !input.is_empty() {
            let batch = &input.batch;
            if let Err(errors) = self.take(batch, input.rows(), failures, &mut output) {
                let good = without_failed(input.rows().iter(), &errors);
                // What is left has been computed without a fault before.
                let failed = self.take(batch, Rows::Some(&good), failures, &mut output).is_err();
                debug_assert!(!failed);
                failures.rows(batch, &self.input_fields, &errors);
            }
        }
        self.close_until(input.bound, failures, &mut output);
        // The next result is that of the oldest window, or of one that a row still to come opens.
        let bound = self.open.front().map_or(input.bound.saturating_add(self.milliseconds), |open| open.end);
        Chunk::of(output.into_batch(bound))
    }

    fn state(&self) -> Option<OperatorState> {
        Some(OperatorState::Window {
            window: self.open.front().map(|open| (open.start, open.end)),
            rows: self.open.iter().map(|open| open.rows).sum(),
            groups: self.open.len(),
        })
    }
}
