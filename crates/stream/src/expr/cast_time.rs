//! CAST between DATE, TIME and TIMESTAMP.

use rillcut_record::{Column, ColumnData, DataType, MS_PER_DAY};
use rillcut_sql::Span;

use super::{
    Evaluate, Input, Operand, Part,
    arithmetic::settle,
    kernel::{Fault, map},
};
use crate::row_error::RowErrors;

pub(super) fn cast(operand: Part, to: DataType, span: Span) -> Result<Box<dyn Evaluate>, DataType> {
    match (operand.data_type, to) {
        (DataType::Time, DataType::Timestamp) => Ok(Box::new(OnTheDay(operand.evaluator))),
        (DataType::Date, DataType::Timestamp) => Ok(operand.evaluator),
        (DataType::Timestamp, DataType::Date | DataType::Time) => {
            Ok(map(operand, span, move |at: i64| Ok::<i64, Fault>(settle(at, to))))
        }
        (from, _) => Err(from),
    }
}

/// A TIME as a TIMESTAMP of the row's own date: what "today" is while the row is made.
#[derive(Debug)]
struct OnTheDay(Box<dyn Evaluate>);

impl Evaluate for OnTheDay {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let operand = self.0.evaluate(input, errors);
        let len = input.len();
        let times = operand.longs(len);
        let values = (0..len)
            .map(|position| {
                let now = input.batch.rowtimes.get(input.rows.get(position)).copied().unwrap_or(0);
                settle(now, DataType::Date).saturating_add(times.get(position).rem_euclid(MS_PER_DAY))
            })
            .collect();
        Operand::Owned(Column::from_parts(ColumnData::Long(values), times.nulls.into_owned()))
    }
}
