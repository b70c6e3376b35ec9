//! Tumbling GROUP BY (spec/kda-sql.md 7): one result a group when its window is complete.
//!
//! The window is found on the time axis: its rows are a range of the chunk, the monotonic key is computed once, and with no
//! other key a count is the length of that range. Other keys go through [`Groups`]. A window that no row falls into gives
//! nothing. `SELECT DISTINCT` is the same with every column a key and no aggregate.

use std::sync::Arc;

use rillcut_record::{Batch, Column, DataType, END_OF_TIME, Fields, START_OF_TIME, Value};
use rillcut_sql::{
    Span,
    plan::{Aggregate, Expr, Node, WindowEnd},
};

use super::{
    Operate,
    aggregation::{Folds, Output, gives},
};
use crate::{
    accumulate::Members,
    chunk::{Chunk, Rows},
    error::Error,
    expr::{Compiled, Input, Operand},
    failures::Failures,
    groups::Groups,
    keys::View,
    row_error::{RowError, RowErrors, without_failed},
    statistics::OperatorState,
    window::{Ends, traced},
};

#[derive(Debug, Clone)]
pub(crate) struct Tumble {
    /// Shared, so that values may be borrowed from it while the state changes.
    expressions: Arc<Expressions>,
    /// Position of the monotonic key among the keys.
    window_position: usize,
    ends: Ends,
    folds: Folds,
    input_fields: Fields,
    fields: Fields,
    open: Option<Open>,
    groups: Groups,
    numbers: Vec<u32>,
}

#[derive(Debug, Clone)]
struct Expressions {
    /// The monotonic key.
    window_key: Compiled,
    /// The other keys.
    keys: Vec<Compiled>,
    /// One an aggregate.
    arguments: Vec<Option<Compiled>>,
}

/// The window that rows are falling into.
#[derive(Debug, Clone)]
struct Open {
    /// First instant and the one after the last; for a window that ends with a change, `None`.
    window: Option<(i64, i64)>,
    key: Value,
    rows: u64,
    /// ROWTIME of its last row.
    last: i64,
}

impl Tumble {
    /// `fields` are the node's own.
    pub(crate) fn new(
        keys: &[Expr],
        window_key: usize,
        end: WindowEnd,
        aggregates: &[Aggregate],
        input: &Node,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        let types: Vec<DataType> = input.fields.iter().map(|field| field.data_type).collect();
        let mut compiled =
            keys.iter().map(|key| Compiled::new(key, &types)).collect::<Result<Vec<_>, Error>>()?;
        if window_key >= compiled.len() {
            return Err(Error::unsound(span, "the window's key is not among the keys"));
        }
        let ends = Ends::new(end, traced(&keys[window_key], input), span)?;
        let (folds, arguments) = Folds::new(aggregates, &types)?;
        if !gives(&compiled, aggregates, fields) {
            return Err(Error::unsound(span, "the GROUP BY does not give the columns it should"));
        }
        let window = compiled.remove(window_key);
        let groups = Groups::new(compiled.iter().map(Compiled::data_type).collect());
        Ok(Self {
            expressions: Arc::new(Expressions { window_key: window, keys: compiled, arguments }),
            window_position: window_key,
            ends,
            folds,
            input_fields: input.fields.clone(),
            fields: fields.clone(),
            open: None,
            groups,
            numbers: Vec::new(),
        })
    }

    /// Takes rows, all or none: when some fail, nothing has changed and they are given back.
    fn take(
        &mut self,
        batch: &Batch,
        rows: Rows<'_>,
        failures: &mut Failures<'_>,
        output: &mut Output,
    ) -> Result<Vec<RowError>, Vec<RowError>> {
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
        let changes =
            if self.ends.by_value() { Some(expressions.window_key.column(view, &mut errors)) } else { None };
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
        // The monotonic key fails only for a row that would open a window.
        let mut failed = Vec::new();
        let mut position = 0;
        while position < len {
            let row = rows.get(position);
            let at = batch.rowtimes[row];
            if self.open.as_ref().is_some_and(|open| open.ends_before(at, position, changes.as_ref())) {
                self.close(at, failures, output);
            }
            if self.open.is_none()
                && let Err(error) = self.begin(batch, row, at)
            {
                failed.extend(error);
                position += 1;
                continue;
            }
            let end = self.range_end(batch, rows, position, changes.as_ref());
            self.fold(&keys, &arguments, position..end);
            if let Some(open) = &mut self.open {
                open.rows += (end - position) as u64;
                open.last = batch.rowtimes[rows.get(end - 1)];
            }
            position = end;
        }
        Ok(failed)
    }

    /// Opens the window of a row.
    fn begin(&mut self, batch: &Batch, row: usize, at: i64) -> Result<(), Vec<RowError>> {
        let mut errors = RowErrors::new();
        let key = self.expressions.window_key.value(batch, row, &mut errors);
        if !errors.is_empty() {
            return Err(errors.by_row());
        }
        self.open = Some(Open { window: self.ends.window_of(at), key, rows: 0, last: at });
        Ok(())
    }

    /// The position after the last one that still belongs to the open window.
    fn range_end(&self, batch: &Batch, rows: Rows<'_>, from: usize, changes: Option<&Column>) -> usize {
        let Some(open) = &self.open else { return from + 1 };
        match (open.window, changes) {
            (Some((_, end)), _) => {
                let within = |row: usize| batch.rowtimes[row] < end;
                match rows {
                    Rows::All(len) => {
                        let rest = &batch.rowtimes[from..len];
                        from + rest.partition_point(|at| *at < end).max(1)
                    }
                    Rows::Some(rows) => {
                        from + rows[from..].partition_point(|row| within(*row as usize)).max(1)
                    }
                }
            }
            (None, Some(changes)) => {
                let mut position = from + 1;
                while position < rows.len() && changes.value(position) == open.key {
                    position += 1;
                }
                position
            }
            (None, None) => from + 1,
        }
    }

    fn fold(&mut self, keys: &[View<'_>], arguments: &[Option<View<'_>>], range: std::ops::Range<usize>) {
        let groups = if keys.is_empty() {
            1
        } else {
            self.groups.number(keys, range.clone(), &mut self.numbers);
            self.groups.len()
        };
        let members = if keys.is_empty() { Members::One } else { Members::Each(&self.numbers) };
        self.folds.update(arguments, &range, members, groups);
    }

    /// Emits the open window. `at` is the time that shows it complete, for windows that end with a change.
    fn close(&mut self, at: i64, failures: &mut Failures<'_>, output: &mut Output) {
        let Some(open) = self.open.take() else { return };
        let time = match open.window {
            Some((_, end)) => self.ends.result_time(end),
            None => at,
        };
        let count = if self.expressions.keys.is_empty() { 1 } else { self.groups.len() };
        let keys = self.groups.take();
        for group in 0..count {
            let mut row: Vec<Value> = keys.iter().map(|column| column.value(group)).collect();
            row.insert(self.window_position, open.key.clone());
            self.folds.give(group, time, row, &self.fields, failures, output);
        }
        self.folds.reset();
    }
}

impl Open {
    fn ends_before(&self, at: i64, position: usize, changes: Option<&Column>) -> bool {
        match (self.window, changes) {
            (Some((_, end)), _) => at >= end,
            (None, Some(changes)) => changes.value(position) != self.key,
            (None, None) => false,
        }
    }
}

impl Operate for Tumble {
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk {
        let mut output = Output::new(&self.fields);
        if !input.is_empty() {
            let batch = &input.batch;
            let mut failed = Vec::new();
            let opening = match self.take(batch, input.rows(), failures, &mut output) {
                Ok(opening) => opening,
                Err(errors) => {
                    let good = without_failed(input.rows().iter(), &errors);
                    failed = errors;
                    self.take(batch, Rows::Some(&good), failures, &mut output).unwrap_or_default()
                }
            };
            failed.extend(opening);
            if !failed.is_empty() {
                failed.sort_by_key(|error| error.row);
                failures.rows(batch, &self.input_fields, &failed);
            }
        }
        let complete = self.open.as_ref().is_some_and(|open| match open.window {
            Some((_, end)) => input.bound >= end,
            None => input.bound == END_OF_TIME,
        });
        if complete {
            let last = self.open.as_ref().map_or(START_OF_TIME, |open| open.last);
            self.close(last, failures, &mut output);
        }
        let bound = self.ends.promise(input.bound);
        Chunk::of(output.into_batch(bound))
    }

    fn state(&self) -> Option<OperatorState> {
        Some(OperatorState::Window {
            window: self.open.as_ref().and_then(|open| open.window),
            rows: self.open.as_ref().map_or(0, |open| open.rows),
            groups: if self.open.is_some() && self.expressions.keys.is_empty() {
                1
            } else {
                self.groups.len()
            },
        })
    }
}
