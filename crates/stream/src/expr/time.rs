//! Functions of time: FLOOR and CEIL TO, STEP, EXTRACT, UNIX_TIMESTAMP, TO_TIMESTAMP, TSDIFF (spec/kda-sql.md 7, 11).
//!
//! Everything is aligned to 1970-01-01 UTC; YEAR and MONTH go by the calendar.

use rillcut_record::{
    CivilTime, DataType, IntervalQualifier, IntervalUnit, MS_PER_DAY, Physical, civil_from_days,
};
use rillcut_sql::{Span, plan::Function};

use super::{
    Evaluate, Part,
    arithmetic::{month_index, month_start, settle},
    compile::{exactly, expect_form},
    kernel::{Fault, argument, map, overflow, zip},
};
use crate::error::Error;

pub(super) fn call(
    function: Function,
    arguments: Vec<Part>,
    data_type: DataType,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    match function {
        Function::FloorTo(unit) => to_unit(arguments, unit, false, data_type, span),
        Function::CeilTo(unit) => to_unit(arguments, unit, true, data_type, span),
        Function::Step => step(arguments, data_type, span),
        Function::Extract(unit) => {
            let [operand] = exactly(arguments, span)?;
            expect_form(&operand, Physical::Long)?;
            let from = operand.data_type;
            Ok(map(operand, span, move |value: i64| {
                Ok::<i64, Fault>(match from {
                    DataType::Interval(qualifier) => extract_interval(value, qualifier, unit),
                    _ => extract(value, unit),
                })
            }))
        }
        Function::UnixTimestamp | Function::ToTimestamp | Function::Monotonic => {
            let [operand] = exactly(arguments, span)?;
            expect_form(&operand, data_type.physical())?;
            Ok(operand.evaluator)
        }
        Function::TsDiff => {
            let [start, end] = exactly(arguments, span)?;
            expect_form(&start, Physical::Long)?;
            expect_form(&end, Physical::Long)?;
            Ok(zip(start, end, span, move |start: i64, end: i64| {
                end.checked_sub(start).ok_or_else(|| overflow(data_type))
            }))
        }
        _ => Err(Error::unsound(span, format!("{function:?} is no function of time"))),
    }
}

/// The greatest multiple of `width` at or below `value`.
fn floor_multiple(value: i64, width: i64) -> Option<i64> {
    value.checked_sub(value.rem_euclid(width))
}

/// The least multiple of `width` at or above `value`.
fn ceil_multiple(value: i64, width: i64) -> Option<i64> {
    match value.rem_euclid(width) {
        0 => Some(value),
        rest => value.checked_add(width - rest),
    }
}

fn to_unit(
    arguments: Vec<Part>,
    unit: IntervalUnit,
    up: bool,
    data_type: DataType,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    let [operand] = exactly(arguments, span)?;
    expect_form(&operand, Physical::Long)?;
    let multiple = if up { ceil_multiple } else { floor_multiple };
    let fit = move |value: Option<i64>| value.ok_or_else(|| overflow(data_type));
    let months = if unit == IntervalUnit::Year { 12 } else { 1 };
    match (operand.data_type, unit.milliseconds()) {
        (DataType::Interval(qualifier), None) if qualifier.is_calendar() => {
            Ok(map(operand, span, move |value: i64| fit(multiple(value, months))))
        }
        (DataType::Interval(qualifier), Some(width)) if !qualifier.is_calendar() => {
            Ok(map(operand, span, move |value: i64| fit(multiple(value, width))))
        }
        (DataType::Interval(_), _) => Err(Error::unsound(span, format!("an interval is cut to {unit}"))),
        (_, Some(width)) => Ok(map(operand, span, move |value: i64| {
            fit(multiple(value, width)).map(|value| settle(value, data_type))
        })),
        (_, None) => Ok(map(operand, span, move |value: i64| {
            let index = month_index(value);
            let floor = index - index.rem_euclid(months);
            let start = month_start(floor);
            let up_from = if up { start.filter(|start| *start < value) } else { None };
            fit(if up_from.is_some() { month_start(floor + months) } else { start })
        })),
    }
}

fn step(arguments: Vec<Part>, data_type: DataType, span: Span) -> Result<Box<dyn Evaluate>, Error> {
    let [operand, width] = exactly(arguments, span)?;
    expect_form(&operand, Physical::Long)?;
    expect_form(&width, Physical::Long)?;
    let by_months = matches!(width.data_type, DataType::Interval(qualifier) if qualifier.is_calendar())
        && operand.data_type.is_datetime();
    Ok(zip(operand, width, span, move |value: i64, width: i64| {
        if width <= 0 {
            return Err(argument("STEP takes a width above zero"));
        }
        let stepped = if by_months {
            floor_multiple(month_index(value), width).and_then(month_start)
        } else {
            floor_multiple(value, width)
        };
        stepped.map(|value| settle(value, data_type)).ok_or_else(|| overflow(data_type))
    }))
}

/// A field of a datetime; SECOND as DECIMAL(5,3).
fn extract(value: i64, unit: IntervalUnit) -> i64 {
    let time = CivilTime::from_ms(value);
    let date = civil_from_days(value.div_euclid(MS_PER_DAY));
    match unit {
        IntervalUnit::Year => date.year,
        IntervalUnit::Month => i64::from(date.month),
        IntervalUnit::Day => i64::from(date.day),
        IntervalUnit::Hour => i64::from(time.hour),
        IntervalUnit::Minute => i64::from(time.minute),
        IntervalUnit::Second => i64::from(time.second * 1000 + time.millisecond),
    }
}

/// A field of an interval: all of it in the coarsest unit of its qualifier, below that what is left over.
fn extract_interval(value: i64, qualifier: IntervalQualifier, unit: IntervalUnit) -> i64 {
    if unit < qualifier.from || qualifier.is_calendar() != (unit <= IntervalUnit::Month) {
        return 0;
    }
    let coarsest = unit == qualifier.from;
    let part = |length: i64, of: i64| if coarsest { value / length } else { value / length % of };
    match unit {
        IntervalUnit::Year => value / 12,
        IntervalUnit::Month => part(1, 12),
        IntervalUnit::Day => value / MS_PER_DAY,
        IntervalUnit::Hour => part(3_600_000, 24),
        IntervalUnit::Minute => part(60_000, 60),
        // In thousandths.
        IntervalUnit::Second => part(1, 60_000),
    }
}

#[cfg(test)]
mod tests {
    use rillcut_record::parse_timestamp;

    use super::*;

    #[test]
    fn multiples_go_down_before_the_epoch_too() {
        assert_eq!(floor_multiple(-1, 10), Some(-10));
        assert_eq!(floor_multiple(10, 10), Some(10));
        assert_eq!(floor_multiple(i64::MIN, 10), None);
        assert_eq!(ceil_multiple(-1, 10), Some(0));
        assert_eq!(ceil_multiple(i64::MAX, 10), None);
    }

    #[test]
    fn fields_of_times_and_intervals() {
        let at = parse_timestamp("2021-08-10 01:26:30.5").unwrap();
        assert_eq!(extract(at, IntervalUnit::Second), 30_500);
        assert_eq!(extract(at, IntervalUnit::Month), 8);
        let qualifier = IntervalQualifier { from: IntervalUnit::Hour, to: IntervalUnit::Second };
        let interval = ((30 * 60 + 5) * 60 + 7) * 1000;
        assert_eq!(extract_interval(interval, qualifier, IntervalUnit::Hour), 30);
        assert_eq!(extract_interval(interval, qualifier, IntervalUnit::Minute), 5);
        assert_eq!(extract_interval(interval, qualifier, IntervalUnit::Second), 7000);
        assert_eq!(extract_interval(interval, qualifier, IntervalUnit::Day), 0);
    }
}
