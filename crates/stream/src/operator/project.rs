//! The select list: one output column an item, and `expr AS ROWTIME`.
//!
//! A column that is only passed on is shared, not copied. With `AS ROWTIME` the output's bound is the expression's value at the input's
//! bound, where the expression is a function of ROWTIME that never falls (FLOOR, STEP, ± a constant); for a time out of the
//! data it is the last row's, since an earlier one would be out of order and dropped.

use std::sync::Arc;

use rillcut_record::{Batch, Column, DataType, END_OF_TIME, Fields, Physical, START_OF_TIME, Value};
use rillcut_sql::{
    Span,
    plan::{ArithmeticOp, Expr, ExprKind, Function},
};

use super::Operate;
use crate::{
    chunk::{Chunk, Rows},
    error::Error,
    expr::{Compiled, Input},
    failures::Failures,
    row_error::{RowError, RowErrorKind, RowErrors, without_failed},
};

#[derive(Debug, Clone)]
pub(crate) struct Project {
    items: Vec<Compiled>,
    retime: Option<Retime>,
    fields: Fields,
}

/// `expr AS ROWTIME`.
#[derive(Debug, Clone)]
struct Retime {
    expr: Compiled,
    span: Span,
    /// Whether it is a function of ROWTIME alone that never falls.
    follows_clock: bool,
    last: i64,
}

impl Project {
    /// `fields` are the input's, `output` the node's own.
    pub(crate) fn new(
        items: &[Expr],
        rowtime: Option<&Expr>,
        fields: &Fields,
        output: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        let types: Vec<DataType> = fields.iter().map(|field| field.data_type).collect();
        let compiled =
            items.iter().map(|item| Compiled::new(item, &types)).collect::<Result<Vec<_>, Error>>()?;
        let fits = compiled.len() == output.len()
            && compiled
                .iter()
                .zip(output)
                .all(|(item, field)| item.data_type().physical() == field.data_type.physical());
        if !fits {
            return Err(Error::unsound(span, "the select list does not give the columns it should"));
        }
        let retime = match rowtime {
            None => None,
            Some(expr) => {
                let compiled = Compiled::new(expr, &types)?;
                if compiled.data_type() != DataType::Timestamp {
                    return Err(Error::unsound(expr.span, "ROWTIME is not a TIMESTAMP"));
                }
                let follows_clock = never_falls(expr);
                Some(Retime { expr: compiled, span: expr.span, follows_clock, last: START_OF_TIME })
            }
        };
        Ok(Self { items: compiled, retime, fields: fields.clone() })
    }

    /// Evaluates everything for the rows; those that fail are left out.
    fn evaluate(&self, input: &Chunk, failed: &mut Vec<RowError>) -> Evaluated {
        let batch = &input.batch;
        let mut kept = input.selection.clone();
        loop {
            let rows = kept.as_ref().map_or(Rows::All(batch.len()), |rows| Rows::Some(rows));
            let view = Input { batch, rows };
            let mut errors = RowErrors::new();
            let columns = self
                .items
                .iter()
                .map(|item| match (item.passes(), rows) {
                    (Some(column), Rows::All(_)) => Arc::clone(&batch.columns[column]),
                    _ => Arc::new(item.column(view, &mut errors)),
                })
                .collect();
            let times = self.retime.as_ref().map(|retime| retime.expr.column(view, &mut errors));
            if errors.is_empty() {
                return Evaluated { kept, columns, times };
            }
            let now = errors.by_row();
            kept = Some(without_failed(rows.iter(), &now));
            failed.extend(now);
        }
    }
}

/// The values of the rows that did not fail.
struct Evaluated {
    /// Their rows of the batch, `None` for all.
    kept: Option<Vec<u32>>,
    columns: Vec<Arc<Column>>,
    times: Option<Column>,
}

impl Operate for Project {
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk {
        let mut failed = Vec::new();
        let Evaluated { kept, columns, times } = self.evaluate(&input, &mut failed);
        let rowtimes = match &kept {
            None => input.batch.rowtimes.clone(),
            Some(rows) => rows.iter().map(|&row| input.batch.rowtimes[row as usize]).collect(),
        };
        let mut output = Batch { rowtimes, columns, bound: input.bound };
        if let (Some(retime), Some(times)) = (&mut self.retime, times) {
            let (in_order, new_times) = retime.order(&times, kept.as_deref(), &mut failed);
            if in_order.len() < output.len() {
                output = output.gather(&in_order);
            }
            output.rowtimes = new_times;
            output.bound = retime.bound(input.bound);
        }
        if !failed.is_empty() {
            failed.sort_by_key(|error| error.row);
            failures.rows(&input.batch, &self.fields, &failed);
        }
        Chunk::of(output)
    }
}

impl Retime {
    /// The positions whose new time is not earlier than one before, and those times.
    fn order(
        &mut self,
        times: &Column,
        kept: Option<&[u32]>,
        failed: &mut Vec<RowError>,
    ) -> (Vec<u32>, Vec<i64>) {
        let mut in_order = Vec::with_capacity(times.len());
        let mut new_times = Vec::with_capacity(times.len());
        for position in 0..times.len() {
            let (kind, message) = match times.value(position) {
                Value::Long(time) if time >= self.last => {
                    self.last = time;
                    in_order.push(position as u32);
                    new_times.push(time);
                    continue;
                }
                Value::Long(_) => {
                    (RowErrorKind::OutOfOrder, "the new ROWTIME is earlier than that of a row before")
                }
                _ => (RowErrorKind::NotNull, "the new ROWTIME is NULL"),
            };
            let row = kept.map_or(position as u32, |rows| rows[position]);
            failed.push(RowError { row, kind, span: self.span, message: message.to_owned() });
        }
        (in_order, new_times)
    }

    fn bound(&self, input: i64) -> i64 {
        if input == END_OF_TIME || input == START_OF_TIME {
            return input.max(self.last);
        }
        if !self.follows_clock {
            return self.last;
        }
        let at_bound = Batch { rowtimes: vec![input], columns: Vec::new(), bound: input };
        let mut errors = RowErrors::new();
        match self.expr.value(&at_bound, 0, &mut errors) {
            Value::Long(time) if errors.is_empty() => time.max(self.last),
            _ => self.last,
        }
    }
}

/// Whether an expression depends on ROWTIME alone and never falls while it rises.
fn never_falls(expr: &Expr) -> bool {
    let constant = |expr: &Expr| matches!(expr.kind, ExprKind::Literal(_));
    match &expr.kind {
        ExprKind::Rowtime | ExprKind::Now => true,
        ExprKind::Call {
            function: Function::FloorTo(_) | Function::CeilTo(_) | Function::Monotonic,
            arguments,
        } => arguments.iter().all(never_falls),
        ExprKind::Call { function: Function::Step, arguments } => {
            arguments.len() == 2 && never_falls(&arguments[0]) && constant(&arguments[1])
        }
        ExprKind::Arithmetic { op: ArithmeticOp::Add, left, right } => {
            never_falls(left) && constant(right) || constant(left) && never_falls(right)
        }
        ExprKind::Arithmetic { op: ArithmeticOp::Subtract, left, right } => {
            never_falls(left) && constant(right)
        }
        ExprKind::Cast(operand) => {
            operand.data_type.is_datetime()
                && operand.data_type.physical() == Physical::Long
                && expr.data_type != DataType::Time
                && operand.data_type != DataType::Time
                && never_falls(operand)
        }
        _ => false,
    }
}
