//! Tumbling windows on the time axis: where one begins, ends, and what a bound promises about results.
//!
//! A group that hangs on a step of ROWTIME is found by ROWTIME alone: the window of a row is an interval of time, its rows are a
//! range of the batch, and the key is computed once a window (spec/kda-sql.md 6.1, 7).

use rillcut_record::{
    CivilDate, END_OF_TIME, IntervalUnit, MS_PER_DAY, START_OF_TIME, civil_from_days, days_from_civil,
};
use rillcut_sql::{Span, plan::WindowEnd};

use crate::error::Error;

/// Refuses a window without length.
pub(crate) fn check(end: WindowEnd, span: Span) -> Result<(), Error> {
    match end {
        WindowEnd::Every { milliseconds, .. } if milliseconds <= 0 => {
            Err(Error::unsound(span, "a window has no length"))
        }
        WindowEnd::Every { milliseconds, offset } if !(0..milliseconds).contains(&offset) => {
            Err(Error::unsound(span, "a window's offset is not within its length"))
        }
        WindowEnd::Calendar(IntervalUnit::Year | IntervalUnit::Month)
        | WindowEnd::Every { .. }
        | WindowEnd::Instant
        | WindowEnd::Change => Ok(()),
        WindowEnd::Calendar(unit) => Err(Error::unsound(span, format!("{unit} is not of the calendar"))),
    }
}

/// The window of an instant: its first instant and the first one after it, cut to the ends of time. Windows that end with a change
/// of value, not at a time, have none.
pub(crate) fn window_of(end: WindowEnd, at: i64) -> Option<(i64, i64)> {
    match end {
        WindowEnd::Every { milliseconds, offset } => {
            let length = i128::from(milliseconds);
            let start = i128::from(at) - (i128::from(at) - i128::from(offset)).rem_euclid(length);
            Some((cut(start), cut(start + length)))
        }
        WindowEnd::Calendar(unit) => {
            let date = civil_from_days(at.div_euclid(MS_PER_DAY));
            let month = if unit == IntervalUnit::Year { 1 } else { date.month };
            let next = match (unit, month) {
                (IntervalUnit::Year, _) | (_, 12) => (date.year + 1, 1),
                _ => (date.year, month + 1),
            };
            Some((midnight(date.year, month), midnight(next.0, next.1)))
        }
        WindowEnd::Instant => Some((at, at.saturating_add(1))),
        WindowEnd::Change => None,
    }
}

fn cut(at: i128) -> i64 {
    at.clamp(i128::from(START_OF_TIME), i128::from(END_OF_TIME)) as i64
}

fn midnight(year: i64, month: u32) -> i64 {
    cut(i128::from(days_from_civil(CivilDate { year, month, day: 1 })) * i128::from(MS_PER_DAY))
}

/// ROWTIME of the result of a window that ends before `end`.
pub(crate) fn result_time(kind: WindowEnd, end: i64) -> i64 {
    if kind == WindowEnd::Instant { end - 1 } else { end }
}

/// The earliest ROWTIME of a later result, when every later row has ROWTIME ≥ `bound`.
///
/// An open window contains the bound, or would be closed, so its end is the next one after the bound.
pub(crate) fn promise(end: WindowEnd, bound: i64) -> i64 {
    if bound == START_OF_TIME || bound == END_OF_TIME {
        return bound;
    }
    match end {
        WindowEnd::Every { .. } | WindowEnd::Calendar(_) => {
            window_of(end, bound).map_or(bound, |(_, end)| end)
        }
        WindowEnd::Instant | WindowEnd::Change => bound,
    }
}

#[cfg(test)]
mod tests {
    use rillcut_record::parse_timestamp;

    use super::*;

    #[test]
    fn windows_are_aligned_to_the_epoch() {
        let ten = WindowEnd::every(10_000);
        assert_eq!(window_of(ten, 0), Some((0, 10_000)));
        assert_eq!(window_of(ten, 9_999), Some((0, 10_000)));
        assert_eq!(window_of(ten, -1), Some((-10_000, 0)));
        assert_eq!(window_of(ten, i64::MAX).unwrap().1, END_OF_TIME);
        assert_eq!(window_of(ten, i64::MIN).unwrap().0, START_OF_TIME);
        let behind = WindowEnd::Every { milliseconds: 10_000, offset: 3000 };
        assert_eq!(window_of(behind, 2_999), Some((-7000, 3000)));
        assert_eq!(window_of(behind, 3000), Some((3000, 13_000)));
        assert_eq!(promise(ten, 10_000), 20_000);
        assert_eq!(promise(ten, 9_999), 10_000);
        assert_eq!(promise(ten, END_OF_TIME), END_OF_TIME);
        assert_eq!(promise(WindowEnd::Instant, 5), 5);
    }

    #[test]
    fn months_and_years_follow_the_calendar() {
        let at = |text| parse_timestamp(text).unwrap();
        let month = WindowEnd::Calendar(IntervalUnit::Month);
        let window = window_of(month, at("2024-02-29 12:00:00")).unwrap();
        assert_eq!(window, (at("2024-02-01 00:00:00"), at("2024-03-01 00:00:00")));
        let window = window_of(month, at("2024-12-31 23:59:59")).unwrap();
        assert_eq!(window.1, at("2025-01-01 00:00:00"));
        let year = WindowEnd::Calendar(IntervalUnit::Year);
        assert_eq!(promise(year, at("2024-02-29 12:00:00")), at("2025-01-01 00:00:00"));
    }
}
