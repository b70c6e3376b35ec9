//! Tumbling windows on the time axis: where one begins, ends, and what a bound promises about results.
//!
//! A group that hangs on a step of ROWTIME is found by ROWTIME alone: the window of a row is an interval of time, its rows are a
//! range of the batch, and the key is computed once a window (spec/kda-sql.md 6.1, 7). Of a function of ROWTIME whose steps the
//! checker does not know in closed form, the ends of a window are found by trying instants: twice as far each time, then halving.

use rillcut_record::{
    Batch, CivilDate, END_OF_TIME, IntervalUnit, MS_PER_DAY, START_OF_TIME, Value, civil_from_days,
    days_from_civil,
};
use rillcut_sql::{
    Span,
    plan::{Expr, ExprKind, Node, Operator, WindowEnd},
};

use crate::{error::Error, expr::Compiled, row_error::RowErrors};

/// When the windows of a monotonic key end.
#[derive(Debug, Clone)]
pub(crate) struct Ends {
    kind: WindowEnd,
    /// The key, where its steps are found by trying.
    function: Option<Compiled>,
}

/// What a key over an operator's input is where the rows got it: an alias of a subquery leads to the expression that it stands for, as
/// long as rows keep their ROWTIME. A function of ROWTIME can so be told from a value that only rows show.
pub(crate) fn traced<'p>(key: &'p Expr, input: &'p Node) -> &'p Expr {
    let (mut key, mut node) = (key, input);
    while let ExprKind::Column(column) = key.kind {
        match &node.operator {
            Operator::Filter { input, .. } => node = input,
            Operator::Project { input, items, rowtime: None } => match items.get(column) {
                Some(item) => (key, node) = (item, input),
                None => break,
            },
            _ => break,
        }
    }
    key
}

impl Ends {
    /// `key` is [`traced`].
    pub(crate) fn new(kind: WindowEnd, key: &Expr, span: Span) -> Result<Self, Error> {
        check(kind, span)?;
        // What needs no column is a function of ROWTIME alone.
        let function = if kind == WindowEnd::Change { Compiled::new(key, &[]).ok() } else { None };
        Ok(Self { kind, function })
    }

    /// Whether only a row with another value shows that a window has ended.
    pub(crate) fn by_value(&self) -> bool {
        self.kind == WindowEnd::Change && self.function.is_none()
    }

    /// The window of an instant, see [`window_of`].
    pub(crate) fn window_of(&self, at: i64) -> Option<(i64, i64)> {
        match &self.function {
            Some(key) => Some((extent(key, at, -1).saturating_add(1), extent(key, at, 1))),
            None => window_of(self.kind, at),
        }
    }

    /// ROWTIME of the result of a window that ends before `end`.
    pub(crate) fn result_time(&self, end: i64) -> i64 {
        if self.kind == WindowEnd::Instant { end - 1 } else { end }
    }

    /// See [`promise`].
    pub(crate) fn promise(&self, bound: i64) -> i64 {
        promise(self.kind, bound)
    }
}

/// The first instant from `at` on, forwards or backwards, at which a function of ROWTIME has another value or none; the end of
/// time when there is none.
fn extent(key: &Compiled, at: i64, direction: i64) -> i64 {
    let value = |at: i64| {
        let instant = Batch { rowtimes: vec![at], columns: Vec::new(), bound: at };
        let mut errors = RowErrors::new();
        let value = key.value(&instant, 0, &mut errors);
        if errors.is_empty() { Some(value) } else { None }
    };
    let here: Option<Value> = value(at);
    let (mut same, mut step) = (at, direction);
    let mut other = loop {
        let next = same.saturating_add(step);
        if next == same || next == START_OF_TIME || next == END_OF_TIME {
            return next;
        }
        if value(next) != here {
            break next;
        }
        same = next;
        step = step.saturating_mul(2);
    };
    while same.abs_diff(other) > 1 {
        let middle = same.midpoint(other);
        if value(middle) == here { same = middle } else { other = middle }
    }
    other
}

/// Refuses a window without length.
fn check(end: WindowEnd, span: Span) -> Result<(), Error> {
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
    use rillcut_record::{DataType, IntervalQualifier, parse_timestamp};
    use rillcut_sql::plan::{ExprKind, Function};

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
    fn steps_of_a_function_are_found_by_trying() {
        let at = |text| parse_timestamp(text).unwrap();
        let span = Span::new(0, 1);
        let rowtime = || Expr { kind: ExprKind::Rowtime, data_type: DataType::Timestamp, span };
        let months =
            DataType::Interval(IntervalQualifier { from: IntervalUnit::Month, to: IntervalUnit::Month });
        let five = Expr { kind: ExprKind::Literal(Value::Long(5)), data_type: months, span };
        let call = ExprKind::Call { function: Function::Step, arguments: vec![rowtime(), five] };
        let key = Expr { kind: call, data_type: DataType::Timestamp, span };
        let ends = Ends::new(WindowEnd::Change, &key, span).unwrap();
        assert!(!ends.by_value());
        // 675 months from 1970-01 is 2026-04, a multiple of five.
        let window = (at("2026-04-01 00:00:00"), at("2026-09-01 00:00:00"));
        for inside in [window.0, window.1 - 1, at("2026-07-17 03:04:05.678")] {
            assert_eq!(ends.window_of(inside), Some(window));
        }
        // Where it cannot be computed there is another window.
        assert_eq!(ends.window_of(i64::MAX - 5).unwrap().1, END_OF_TIME);
        let column = Expr { kind: ExprKind::Column(0), data_type: DataType::Timestamp, span };
        assert!(Ends::new(WindowEnd::Change, &column, span).unwrap().by_value());
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
