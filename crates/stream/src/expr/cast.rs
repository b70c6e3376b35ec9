//! CAST: which conversion a pair of types takes (spec/kda-sql.md 4.4).
//!
//! | from | to |
//! | --- | --- |
//! | numeric | numeric, text; integers and decimals also INTERVAL of one field |
//! | text | text, numeric, BOOLEAN, DATE, TIME, TIMESTAMP, INTERVAL |
//! | DATE, TIME, TIMESTAMP | each other (DATE to TIME not), text |
//! | INTERVAL | INTERVAL of its kind, integer, decimal, text |
//! | BOOLEAN | BOOLEAN, text |
//! | BINARY, VARBINARY | each other |
//!
//! A text is cut to a shorter text type. What is no text and does not fit one is a row error: half a number would be
//! another number (the SQL reference gives no row for `CAST(DATE '2008-08-23' AS VARCHAR(9))`).

use rillcut_record::{BytesColumn, Column, ColumnData, DataType, Physical, Value};
use rillcut_sql::Span;

use super::{Evaluate, Input, Operand, Part, cast_number, cast_text, cast_time};
use crate::{error::Error, row_error::RowErrors};

pub(super) fn cast(operand: Part, to: DataType, span: Span) -> Result<Box<dyn Evaluate>, Error> {
    let from = operand.data_type;
    if from == to {
        return Ok(operand.evaluator);
    }
    let refused = |from| Error::unsound(span, format!("{from} does not convert to {to}"));
    match from {
        DataType::Null => Ok(Box::new(NullOf(Value::Null))),
        _ if from.is_text() => cast_text::from_text(operand, to, span).map_err(refused),
        _ if to.is_text() => cast_text::to_text(operand, to, span).map_err(refused),
        _ if from.is_numeric() || matches!(from, DataType::Interval(_)) => {
            cast_number::cast(operand, to, span).map_err(refused)
        }
        _ if from.is_datetime() => cast_time::cast(operand, to, span).map_err(refused),
        DataType::Binary { .. } | DataType::Varbinary { .. } if to.physical() == Physical::Bytes => {
            Ok(Box::new(Bytes { operand: operand.evaluator, to }))
        }
        _ => Err(refused(from)),
    }
}

/// NULL of any type.
#[derive(Debug)]
struct NullOf(Value);

impl Evaluate for NullOf {
    fn evaluate<'a>(&'a self, _: Input<'a>, _: &mut RowErrors) -> Operand<'a> {
        Operand::Constant(&self.0)
    }
}

/// Octets cut to their length, and for BINARY filled up with zeros.
#[derive(Debug)]
struct Bytes {
    operand: Box<dyn Evaluate>,
    to: DataType,
}

impl Evaluate for Bytes {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let operand = self.operand.evaluate(input, errors);
        let octets = operand.octets();
        let nulls = operand.nulls(input.len()).into_owned();
        let mut column = BytesColumn::new();
        for position in 0..input.len() {
            let bytes = if nulls.is_null(position) { &[] } else { octets.get(position) };
            match self.to {
                DataType::Binary { length } => {
                    let mut bytes = bytes.to_vec();
                    bytes.resize(length as usize, 0);
                    column.push(&bytes);
                }
                DataType::Varbinary { length } => column.push(&bytes[..bytes.len().min(length as usize)]),
                _ => column.push(bytes),
            }
        }
        Operand::Owned(Column::from_parts(ColumnData::Bytes(column), nulls))
    }
}
