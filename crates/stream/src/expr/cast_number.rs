//! CAST between numbers, and between numbers and INTERVALs of one field.
//!
//! Digits that are lost are rounded half away from zero; a number out of the target's range is a row error.

use rillcut_record::{DataType, IntervalQualifier, IntervalUnit};
use rillcut_sql::Span;

use super::{
    Evaluate, Part,
    arithmetic::{double_to_long, to_real},
    decimal,
    kernel::{Fault, map},
};
use crate::row_error::RowErrorKind;

/// The length of one unit of an interval's finest field, in its vector's measure (milliseconds or months).
pub(super) fn unit_length(qualifier: IntervalQualifier) -> i64 {
    match qualifier.to {
        IntervalUnit::Year => 12,
        IntervalUnit::Month => 1,
        unit => unit.milliseconds().unwrap_or(1),
    }
}

fn misfit(value: impl std::fmt::Display, to: DataType) -> Fault {
    (RowErrorKind::Overflow, format!("{value} does not fit {to}"))
}

pub(super) fn cast(operand: Part, to: DataType, span: Span) -> Result<Box<dyn Evaluate>, DataType> {
    let from = operand.data_type;
    Ok(match (from, to) {
        (DataType::Interval(a), DataType::Interval(b)) if a.is_calendar() == b.is_calendar() => {
            operand.evaluator
        }
        (DataType::Interval(qualifier), _) if to.is_integer() || matches!(to, DataType::Decimal { .. }) => {
            let unit = unit_length(qualifier);
            let to_scale = if let DataType::Decimal { scale, .. } = to { scale } else { 0 };
            // A whole number of units, cut; a DECIMAL keeps the fraction.
            map(operand, span, move |value: i64| {
                let result = if to_scale == 0 {
                    Some(i128::from(value / unit))
                } else {
                    decimal::divide((value, 0), (unit, 0), to_scale)
                };
                result.and_then(|result| exact(result, to)).ok_or_else(|| misfit(value, to))
            })
        }
        (_, DataType::Interval(qualifier)) if from.is_integer() => {
            let unit = unit_length(qualifier);
            map(operand, span, move |value: i64| value.checked_mul(unit).ok_or_else(|| misfit(value, to)))
        }
        (DataType::Decimal { scale, .. }, DataType::Interval(qualifier)) => {
            let unit = unit_length(qualifier);
            map(operand, span, move |value: i64| {
                decimal::multiply((value, scale), (unit, 0), 0)
                    .and_then(|result| i64::try_from(result).ok())
                    .ok_or_else(|| misfit(value, to))
            })
        }
        _ if from.is_approximate() && to.is_approximate() => {
            let real = to == DataType::Real;
            map(operand, span, move |value: f64| {
                let result = if real { to_real(value) } else { value };
                if result.is_finite() || !value.is_finite() { Ok(result) } else { Err(misfit(value, to)) }
            })
        }
        _ if from.is_approximate() && to.is_integer() => map(operand, span, move |value: f64| {
            double_to_long(value)
                .and_then(|result| exact(i128::from(result), to))
                .ok_or_else(|| misfit(value, to))
        }),
        (_, DataType::Decimal { scale, .. }) if from.is_approximate() => {
            let factor = decimal::power_of_ten(u32::from(scale)) as f64;
            map(operand, span, move |value: f64| {
                double_to_long(value * factor)
                    .and_then(|result| exact(i128::from(result), to))
                    .ok_or_else(|| misfit(value, to))
            })
        }
        _ if from.is_numeric() && to.is_approximate() => {
            let scale = if let DataType::Decimal { scale, .. } = from { scale } else { 0 };
            let divisor = decimal::power_of_ten(u32::from(scale)) as f64;
            let real = to == DataType::Real;
            map(operand, span, move |value: i64| {
                let result = value as f64 / divisor;
                Ok::<f64, Fault>(if real { to_real(result) } else { result })
            })
        }
        _ if from.is_numeric() && to.is_numeric() => {
            let scale = |t| if let DataType::Decimal { scale, .. } = t { scale } else { 0 };
            let (s1, s2) = (scale(from), scale(to));
            map(operand, span, move |value: i64| {
                decimal::rescale(i128::from(value), s1, s2).and_then(|result| exact(result, to)).ok_or_else(
                    || (RowErrorKind::Overflow, format!("{} does not fit {to}", plain(value, s1))),
                )
            })
        }
        _ => return Err(from),
    })
}

/// An unscaled decimal as people write it.
fn plain(value: i64, scale: u8) -> String {
    let mut out = String::new();
    rillcut_record::push_decimal(&mut out, value, scale);
    out
}

/// The value when an integer or decimal type can hold it.
pub(super) fn exact(value: i128, to: DataType) -> Option<i64> {
    if let DataType::Decimal { precision, .. } = to {
        return decimal::fit(value, precision);
    }
    let value = i64::try_from(value).ok()?;
    let (low, high) = to.integer_range()?;
    (low..=high).contains(&value).then_some(value)
}
