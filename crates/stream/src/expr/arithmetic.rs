//! `+ - * /` and unary minus over integers, decimals, doubles, datetimes and intervals (spec/kda-sql.md 4.2, 4.3).
//!
//! A result that its type cannot hold is a row error, for DOUBLE too: an infinity that came of numbers would only
//! surface later, far from its cause. A datetime plus months keeps the day of the month, cut to the month's length.

use rillcut_record::{
    CivilDate, CivilTime, DataType, MS_PER_DAY, Physical, civil_from_days, days_from_civil,
};
use rillcut_sql::{Span, plan::ArithmeticOp};

use super::{
    Evaluate, Part,
    compile::{expect, expect_form},
    decimal,
    kernel::{Fault, division_by_zero, map, overflow, zip},
};
use crate::error::Error;

/// What a long is, for arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer,
    Decimal(u8),
    Double,
    Datetime,
    /// Milliseconds.
    Interval,
    /// Months.
    Months,
    Other,
}

fn kind(data_type: DataType) -> Kind {
    match data_type {
        DataType::Decimal { scale, .. } => Kind::Decimal(scale),
        DataType::Real | DataType::Double => Kind::Double,
        DataType::Date | DataType::Time | DataType::Timestamp => Kind::Datetime,
        DataType::Interval(qualifier) if qualifier.is_calendar() => Kind::Months,
        DataType::Interval(_) => Kind::Interval,
        // NULL is an integer whose rows are all NULL.
        _ if data_type.is_integer() || data_type == DataType::Null => Kind::Integer,
        _ => Kind::Other,
    }
}

pub(super) fn binary(
    op: ArithmeticOp,
    left: Part,
    right: Part,
    data_type: DataType,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    let (a, b, result) = (kind(left.data_type), kind(right.data_type), kind(data_type));
    match (a, b, result) {
        (_, _, Kind::Double) => {
            expect_form(&left, Physical::Double)?;
            expect_form(&right, Physical::Double)?;
            Ok(doubles(op, left, right, data_type, span))
        }
        (Kind::Integer, Kind::Integer, Kind::Integer)
        | (Kind::Interval, Kind::Interval | Kind::Integer, Kind::Interval)
        | (Kind::Integer, Kind::Interval, Kind::Interval)
        | (Kind::Months, Kind::Months | Kind::Integer, Kind::Months)
        | (Kind::Integer, Kind::Months, Kind::Months) => Ok(longs(op, left, right, data_type, span)),
        (Kind::Integer | Kind::Decimal(_), Kind::Integer | Kind::Decimal(_), Kind::Decimal(_)) => {
            Ok(decimals(op, left, right, data_type, span))
        }
        (Kind::Interval | Kind::Months, Kind::Decimal(scale), Kind::Interval | Kind::Months)
            if a == result =>
        {
            scaled_interval(op, left, right, scale, data_type, span)
        }
        (Kind::Decimal(scale), Kind::Interval | Kind::Months, Kind::Interval | Kind::Months)
            if b == result && op == ArithmeticOp::Multiply =>
        {
            scaled_interval(op, right, left, scale, data_type, span)
        }
        (Kind::Interval | Kind::Months, Kind::Double, Kind::Interval | Kind::Months) if a == result => {
            Ok(real_interval(op, left, right, data_type, span))
        }
        (Kind::Double, Kind::Interval | Kind::Months, Kind::Interval | Kind::Months)
            if b == result && op == ArithmeticOp::Multiply =>
        {
            Ok(real_interval(op, right, left, data_type, span))
        }
        _ => datetimes(op, left, right, data_type, span),
    }
}

pub(super) fn negate(operand: Part, data_type: DataType, span: Span) -> Result<Box<dyn Evaluate>, Error> {
    expect_form(&operand, data_type.physical())?;
    match data_type.physical() {
        Physical::Double => Ok(map(operand, span, |a: f64| Ok(-a))),
        Physical::Long => {
            let range = range(data_type);
            Ok(map(operand, span, move |a: i64| {
                a.checked_neg().filter(|value| within(*value, range)).ok_or_else(|| overflow(data_type))
            }))
        }
        _ => Err(Error::unsound(span, format!("{data_type} has no minus"))),
    }
}

/// The values of a type with a narrower range than its vector.
fn range(data_type: DataType) -> (i64, i64) {
    data_type.integer_range().unwrap_or((i64::MIN, i64::MAX))
}

#[inline]
fn within(value: i64, range: (i64, i64)) -> bool {
    value >= range.0 && value <= range.1
}

fn longs(op: ArithmeticOp, left: Part, right: Part, data_type: DataType, span: Span) -> Box<dyn Evaluate> {
    let range = range(data_type);
    let fit = move |value: Option<i64>| {
        value.filter(|value| within(*value, range)).ok_or_else(|| overflow(data_type))
    };
    match op {
        ArithmeticOp::Add => zip(left, right, span, move |a: i64, b: i64| fit(a.checked_add(b))),
        ArithmeticOp::Subtract => zip(left, right, span, move |a: i64, b: i64| fit(a.checked_sub(b))),
        ArithmeticOp::Multiply => zip(left, right, span, move |a: i64, b: i64| fit(a.checked_mul(b))),
        ArithmeticOp::Divide => {
            zip(
                left,
                right,
                span,
                move |a: i64, b: i64| {
                    if b == 0 { Err(division_by_zero()) } else { fit(a.checked_div(b)) }
                },
            )
        }
    }
}

/// Rounds to the 32 bits of a REAL.
#[inline]
pub(super) fn to_real(value: f64) -> f64 {
    f64::from(value as f32)
}

fn doubles(op: ArithmeticOp, left: Part, right: Part, data_type: DataType, span: Span) -> Box<dyn Evaluate> {
    let real = data_type == DataType::Real;
    let fit = move |value: f64| {
        let value = if real { to_real(value) } else { value };
        if value.is_finite() { Ok(value) } else { Err(overflow(data_type)) }
    };
    match op {
        ArithmeticOp::Add => zip(left, right, span, move |a: f64, b: f64| fit(a + b)),
        ArithmeticOp::Subtract => zip(left, right, span, move |a: f64, b: f64| fit(a - b)),
        ArithmeticOp::Multiply => zip(left, right, span, move |a: f64, b: f64| fit(a * b)),
        ArithmeticOp::Divide => {
            zip(
                left,
                right,
                span,
                move |a: f64, b: f64| {
                    if b == 0.0 { Err(division_by_zero()) } else { fit(a / b) }
                },
            )
        }
    }
}

fn decimals(op: ArithmeticOp, left: Part, right: Part, data_type: DataType, span: Span) -> Box<dyn Evaluate> {
    let scale_of = |part: &Part| if let Kind::Decimal(scale) = kind(part.data_type) { scale } else { 0 };
    let (s1, s2) = (scale_of(&left), scale_of(&right));
    let (precision, scale) =
        if let DataType::Decimal { precision, scale } = data_type { (precision, scale) } else { (18, 0) };
    let fit = move |value: Option<i128>| {
        value.and_then(|value| decimal::fit(value, precision)).ok_or_else(|| overflow(data_type))
    };
    match op {
        ArithmeticOp::Add => {
            zip(left, right, span, move |a, b| fit(decimal::add((a, s1), (b, s2), false, scale)))
        }
        ArithmeticOp::Subtract => {
            zip(left, right, span, move |a, b| fit(decimal::add((a, s1), (b, s2), true, scale)))
        }
        ArithmeticOp::Multiply => {
            zip(left, right, span, move |a, b| fit(decimal::multiply((a, s1), (b, s2), scale)))
        }
        ArithmeticOp::Divide => zip(left, right, span, move |a: i64, b: i64| {
            if b == 0 { Err(division_by_zero()) } else { fit(decimal::divide((a, s1), (b, s2), scale)) }
        }),
    }
}

/// An interval times or by a decimal number.
fn scaled_interval(
    op: ArithmeticOp,
    interval: Part,
    number: Part,
    scale: u8,
    data_type: DataType,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    let fit = move |value: Option<i128>| {
        value.and_then(|v| i64::try_from(v).ok()).ok_or_else(|| overflow(data_type))
    };
    match op {
        ArithmeticOp::Multiply => Ok(zip(interval, number, span, move |a: i64, b: i64| {
            fit(decimal::multiply((a, 0), (b, scale), 0))
        })),
        ArithmeticOp::Divide => Ok(zip(interval, number, span, move |a: i64, b: i64| {
            if b == 0 { Err(division_by_zero()) } else { fit(decimal::divide((a, 0), (b, scale), 0)) }
        })),
        _ => Err(Error::unsound(span, "an interval and a number are added")),
    }
}

/// An interval times or by a double.
fn real_interval(
    op: ArithmeticOp,
    interval: Part,
    number: Part,
    data_type: DataType,
    span: Span,
) -> Box<dyn Evaluate> {
    let divide = op == ArithmeticOp::Divide;
    zip(interval, number, span, move |a: i64, b: f64| {
        if divide && b == 0.0 {
            return Err(division_by_zero());
        }
        let value = if divide { a as f64 / b } else { a as f64 * b };
        double_to_long(value).ok_or_else(|| overflow(data_type))
    })
}

/// Rounds half away from zero; `None` beyond 64 bits and for what is not a number.
pub(super) fn double_to_long(value: f64) -> Option<i64> {
    let rounded = libm::round(value);
    // 2^63 as a double is exact; the largest double below it fits.
    (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&rounded).then_some(rounded as i64)
}

fn datetimes(
    op: ArithmeticOp,
    left: Part,
    right: Part,
    data_type: DataType,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    let (a, b, result) = (kind(left.data_type), kind(right.data_type), kind(data_type));
    let sign = if op == ArithmeticOp::Subtract { -1 } else { 1 };
    expect(matches!(op, ArithmeticOp::Add | ArithmeticOp::Subtract), span, "a datetime is multiplied")?;
    match (a, b, result) {
        (Kind::Datetime, Kind::Interval | Kind::Integer, Kind::Datetime) => {
            Ok(zip(left, right, span, move |a, b| shift(a, b, sign, data_type)))
        }
        (Kind::Interval, Kind::Datetime, Kind::Datetime) if sign == 1 => {
            Ok(zip(right, left, span, move |a, b| shift(a, b, sign, data_type)))
        }
        (Kind::Datetime, Kind::Months, Kind::Datetime) => {
            Ok(zip(left, right, span, move |a, b| shift_months(a, b, sign, data_type)))
        }
        (Kind::Months, Kind::Datetime, Kind::Datetime) if sign == 1 => {
            Ok(zip(right, left, span, move |a, b| shift_months(a, b, sign, data_type)))
        }
        (Kind::Datetime, Kind::Datetime, Kind::Interval) if sign == -1 => {
            Ok(zip(left, right, span, move |a: i64, b: i64| {
                a.checked_sub(b).ok_or_else(|| overflow(data_type))
            }))
        }
        (Kind::Datetime, Kind::Datetime, Kind::Months) if sign == -1 => {
            Ok(zip(left, right, span, move |a: i64, b: i64| Ok::<i64, Fault>(months_between(a, b))))
        }
        _ => Err(Error::unsound(
            span,
            format!("{} and {} do not give {data_type}", left.data_type, right.data_type),
        )),
    }
}

fn shift(at: i64, by: i64, sign: i64, data_type: DataType) -> Result<i64, Fault> {
    let moved = by.checked_mul(sign).and_then(|by| at.checked_add(by)).ok_or_else(|| overflow(data_type))?;
    Ok(settle(moved, data_type))
}

/// Brings milliseconds into the form of a datetime type: a DATE is a midnight, a TIME less than a day.
pub(super) fn settle(ms: i64, data_type: DataType) -> i64 {
    match data_type {
        DataType::Date => ms - ms.rem_euclid(MS_PER_DAY),
        DataType::Time => ms.rem_euclid(MS_PER_DAY),
        _ => ms,
    }
}

fn shift_months(at: i64, months: i64, sign: i64, data_type: DataType) -> Result<i64, Fault> {
    months
        .checked_mul(sign)
        .and_then(|months| add_months(at, months))
        .map(|moved| settle(moved, data_type))
        .ok_or_else(|| overflow(data_type))
}

/// Months from 1970-01 of an instant.
pub(super) fn month_index(epoch_ms: i64) -> i64 {
    let date = civil_from_days(epoch_ms.div_euclid(MS_PER_DAY));
    (date.year - 1970) * 12 + i64::from(date.month) - 1
}

/// The start of a month counted from 1970-01; `None` out of reach.
pub(super) fn month_start(index: i64) -> Option<i64> {
    // 292 million years are as far as epoch milliseconds go.
    if index.unsigned_abs() > 3_500_000_000 {
        return None;
    }
    let date =
        CivilDate { year: 1970 + index.div_euclid(12), month: index.rem_euclid(12) as u32 + 1, day: 1 };
    days_from_civil(date).checked_mul(MS_PER_DAY)
}

fn add_months(at: i64, months: i64) -> Option<i64> {
    let day = civil_from_days(at.div_euclid(MS_PER_DAY)).day;
    let start = month_start(month_index(at).checked_add(months)?)?;
    let first = civil_from_days(start.div_euclid(MS_PER_DAY));
    let mut date = CivilDate { day, ..first };
    while !date.is_valid() && date.day > 28 {
        date.day -= 1;
    }
    days_from_civil(date).checked_mul(MS_PER_DAY)?.checked_add(CivilTime::from_ms(at).to_ms())
}

/// Whole months from `b` to `a`.
fn months_between(a: i64, b: i64) -> i64 {
    let months = month_index(a) - month_index(b);
    match add_months(b, months) {
        Some(there) if months > 0 && there > a => months - 1,
        Some(there) if months < 0 && there < a => months + 1,
        _ => months,
    }
}

#[cfg(test)]
mod tests {
    use rillcut_record::parse_timestamp;

    use super::*;

    fn at(text: &str) -> i64 {
        parse_timestamp(text).unwrap()
    }

    #[test]
    fn months_keep_the_day_within_the_month() {
        assert_eq!(add_months(at("2024-01-31 10:00:00"), 1), Some(at("2024-02-29 10:00:00")));
        assert_eq!(add_months(at("2024-03-31 10:00:00"), -13), Some(at("2023-02-28 10:00:00")));
        assert_eq!(months_between(at("2024-03-01 00:00:00"), at("2024-01-31 00:00:00")), 1);
        assert_eq!(months_between(at("2024-01-31 00:00:00"), at("2024-03-01 00:00:00")), -1);
    }

    #[test]
    fn doubles_beyond_64_bits_are_no_longs() {
        assert_eq!(double_to_long(2.5), Some(3));
        assert_eq!(double_to_long(-2.5), Some(-3));
        assert_eq!(double_to_long(9.223_372_036_854_776e18), None);
        assert_eq!(double_to_long(f64::NAN), None);
        assert_eq!(double_to_long(f64::NEG_INFINITY), None);
        assert_eq!(double_to_long(-9_223_372_036_854_775_808.0), Some(i64::MIN));
    }
}
