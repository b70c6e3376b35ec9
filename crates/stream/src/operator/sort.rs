//! ORDER BY: rows held until the first key takes its next value, then sorted (spec/kda-sql.md 10.1).
//!
//! ROWTIME of the sorted rows is the window's end, when they are given: their own times would go back and forth, and a
//! stream's never do. Ordered by ROWTIME itself, rows keep it. Of the sources none says what the service does here.

use std::sync::Arc;

use rillcut_record::{Batch, Column, DataType, END_OF_TIME, Fields, START_OF_TIME};
use rillcut_sql::{
    Span,
    plan::{Node, SortKey, WindowEnd},
};

use super::Operate;
use crate::{
    chunk::{Chunk, Rows},
    error::Error,
    expr::{Compiled, Input},
    failures::Failures,
    keys::{Direction, compare_keys},
    row_error::{RowErrors, without_failed},
    statistics::OperatorState,
    window::{Ends, traced},
};

#[derive(Debug, Clone)]
pub(crate) struct Sort {
    keys: Vec<(Compiled, Direction)>,
    ends: Ends,
    fields: Fields,
    /// The open window's rows: the input's columns, then the keys.
    held: Batch,
    window: Option<(i64, i64)>,
}

impl Sort {
    pub(crate) fn new(keys: &[SortKey], end: WindowEnd, input: &Node, span: Span) -> Result<Self, Error> {
        let fields = &input.fields;
        let Some(first) = keys.first() else {
            return Err(Error::unsound(span, "an ORDER BY without keys"));
        };
        let ends = Ends::new(end, traced(&first.expr, input), span)?;
        let types: Vec<DataType> = fields.iter().map(|field| field.data_type).collect();
        let keys = compiled_keys(keys, &types)?;
        let mut sort =
            Self { keys, ends, fields: fields.clone(), held: Batch::empty(&[], START_OF_TIME), window: None };
        sort.held = sort.nothing_held();
        Ok(sort)
    }

    fn nothing_held(&self) -> Batch {
        let mut batch = Batch::empty(&self.fields, START_OF_TIME);
        batch.columns.extend(self.keys.iter().map(|(key, _)| Arc::new(Column::new(key.data_type()))));
        batch
    }

    /// The rows with their keys; rows whose key fails are reported and left out.
    fn with_keys(&self, input: &Chunk, failures: &mut Failures<'_>) -> Batch {
        let batch = &input.batch;
        let mut kept = input.selection.clone();
        loop {
            let rows = kept.as_ref().map_or(Rows::All(batch.len()), |rows| Rows::Some(rows));
            let mut errors = RowErrors::new();
            let view = Input { batch, rows };
            let keys: Vec<_> =
                self.keys.iter().map(|(key, _)| Arc::new(key.column(view, &mut errors))).collect();
            if errors.is_empty() {
                let mut rows = match &kept {
                    None => Batch::clone(batch),
                    Some(rows) => batch.gather(rows),
                };
                rows.columns.extend(keys);
                return rows;
            }
            let failed = errors.by_row();
            failures.rows(batch, &self.fields, &failed);
            kept = Some(without_failed(rows.iter(), &failed));
        }
    }

    /// The first row from `from` on that does not belong to the open window.
    fn window_end(&self, rows: &Batch, from: usize) -> usize {
        if let Some((_, end)) = self.window {
            return from + rows.rowtimes[from..].partition_point(|at| *at < end);
        }
        let key = self.fields.len();
        let current = match self.held.len() {
            0 => rows.columns[key].value(from),
            held => self.held.columns[key].value(held - 1),
        };
        (from..rows.len()).find(|&row| rows.columns[key].value(row) != current).unwrap_or(rows.len())
    }

    /// Gives the held rows in order; `at` is the time that shows their window complete, when it ends with a change.
    fn close(&mut self, at: i64, output: &mut Batch) {
        let held = std::mem::replace(&mut self.held, Batch::empty(&[], START_OF_TIME));
        self.held = self.nothing_held();
        let time = self.window.take().map_or(at, |(_, end)| self.ends.result_time(end));
        if held.is_empty() {
            return;
        }
        let mut order: Vec<u32> = (0..held.len() as u32).collect();
        let keys: Vec<(&Column, Direction)> = held.columns[self.fields.len()..]
            .iter()
            .zip(&self.keys)
            .map(|(column, (_, direction))| (column.as_ref(), *direction))
            .collect();
        order.sort_by(|&a, &b| compare_keys(&keys, a as usize, b as usize));
        let mut sorted = Batch {
            rowtimes: vec![time; held.len()],
            columns: held.columns[..self.fields.len()]
                .iter()
                .map(|column| Arc::new(column.gather(&order)))
                .collect(),
            bound: output.bound,
        };
        if output.is_empty() {
            std::mem::swap(output, &mut sorted);
        } else {
            output.append(&sorted);
        }
    }
}

/// The keys of an ORDER BY, ready to be computed.
pub(crate) fn compiled_keys(
    keys: &[SortKey],
    types: &[DataType],
) -> Result<Vec<(Compiled, Direction)>, Error> {
    keys.iter()
        .map(|key| {
            let direction = Direction { descending: key.descending, nulls_first: key.nulls_first };
            Ok((Compiled::new(&key.expr, types)?, direction))
        })
        .collect()
}

impl Operate for Sort {
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk {
        let mut output = Batch::empty(&self.fields, START_OF_TIME);
        let rows = if input.is_empty() { self.nothing_held() } else { self.with_keys(&input, failures) };
        let mut from = 0;
        while from < rows.len() {
            let end = self.window_end(&rows, from);
            if end == from {
                self.close(rows.rowtimes[from], &mut output);
            }
            if self.held.is_empty() {
                self.window = self.ends.window_of(rows.rowtimes[from]);
            }
            let end = self.window_end(&rows, from);
            if from == 0 && end == rows.len() {
                self.held.append(&rows);
            } else {
                let range: Vec<u32> = (from as u32..end as u32).collect();
                self.held.append(&rows.gather(&range));
            }
            from = end;
        }
        let complete = match self.window {
            Some((_, end)) => input.bound >= end,
            None => input.bound == END_OF_TIME,
        };
        if complete && !self.held.is_empty() {
            let last = self.held.rowtimes.last().copied().unwrap_or(input.bound);
            self.close(last, &mut output);
        }
        output.bound = self.ends.promise(input.bound);
        Chunk::of(output)
    }

    fn state(&self) -> Option<OperatorState> {
        Some(OperatorState::Sort { window: self.window, rows: self.held.len() })
    }
}
