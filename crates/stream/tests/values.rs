//! Arithmetic, comparisons, logic, CASE, CAST and functions: value by value.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod support;

use rillcut_record::{DataType, IntervalUnit, Value, parse_timestamp};
use rillcut_sql::plan::{ArithmeticOp, CompareOp, Expr, ExprKind, Function, Truth};
use support::*;

const INTEGER: DataType = DataType::Integer;
const BIGINT: DataType = DataType::BigInt;
const DOUBLE: DataType = DataType::Double;

fn decimal(precision: u8, scale: u8) -> DataType {
    DataType::Decimal { precision, scale }
}

/// The value of an expression without columns.
fn value(item: &Expr) -> Result<Value, String> {
    evaluate(&[("X", INTEGER)], &[Value::Long(0)], item.clone())
}

fn longs(op: ArithmeticOp, a: i64, b: i64, data_type: DataType) -> Result<Value, String> {
    let row = [Value::Long(a), Value::Long(b)];
    let item = arithmetic(op, column(0, data_type), column(1, data_type), data_type);
    let by_column = evaluate(&[("A", data_type), ("B", data_type)], &row, item);
    let by_constant = value(&arithmetic(op, long(a, data_type), long(b, data_type), data_type));
    assert_eq!(by_column, by_constant);
    by_column
}

fn doubles(op: ArithmeticOp, a: f64, b: f64) -> Result<Value, String> {
    value(&arithmetic(op, double(a), double(b), DOUBLE))
}

fn code(code: &str) -> Result<Value, String> {
    Err(code.to_owned())
}

#[test]
fn integers_truncate_and_overflow() {
    use ArithmeticOp::{Add, Divide, Multiply, Subtract};
    // spec/kda-sql.md 26.10
    assert_eq!(longs(Divide, 5, 2, INTEGER), Ok(Value::Long(2)));
    assert_eq!(longs(Divide, -5, 2, INTEGER), Ok(Value::Long(-2)));
    assert_eq!(longs(Divide, 5, 0, INTEGER), code("STR0101"));
    assert_eq!(longs(Divide, i64::MIN, -1, BIGINT), code("STR0102"));
    assert_eq!(longs(Add, i64::MAX, 1, BIGINT), code("STR0102"));
    assert_eq!(longs(Add, i64::from(i32::MAX), 1, INTEGER), code("STR0102"));
    assert_eq!(longs(Subtract, -128, 1, DataType::TinyInt), code("STR0102"));
    assert_eq!(longs(Multiply, 200, 200, DataType::SmallInt), code("STR0102"));
    assert_eq!(longs(Multiply, 1 << 40, 1 << 22, BIGINT), Ok(Value::Long(1 << 62)));
}

#[test]
fn decimals_keep_their_digits() {
    let divide = |a: i64, s1: u8, b: i64, s2: u8, to: DataType| {
        value(&arithmetic(ArithmeticOp::Divide, long(a, decimal(18, s1)), long(b, decimal(18, s2)), to))
    };
    // 5.0 / 2 = 2.500000000000 (26.10)
    assert_eq!(divide(50, 1, 2, 0, decimal(13, 12)), Ok(Value::Long(2_500_000_000_000)));
    assert_eq!(divide(1, 0, 3, 0, decimal(18, 6)), Ok(Value::Long(333_333)));
    assert_eq!(divide(2, 0, 3, 0, decimal(18, 6)), Ok(Value::Long(666_667)));
    assert_eq!(divide(-2, 0, 3, 0, decimal(18, 6)), Ok(Value::Long(-666_667)));
    assert_eq!(divide(1, 0, 0, 0, decimal(18, 6)), code("STR0101"));
    assert_eq!(divide(999_999_999_999_999_999, 0, 1, 0, decimal(18, 6)), code("STR0102"));
    let add = arithmetic(ArithmeticOp::Add, long(125, decimal(3, 2)), long(5, decimal(1, 0)), decimal(5, 2));
    assert_eq!(value(&add), Ok(Value::Long(625)));
    let multiply =
        arithmetic(ArithmeticOp::Multiply, long(125, decimal(3, 2)), long(-15, decimal(2, 1)), decimal(5, 3));
    assert_eq!(value(&multiply), Ok(Value::Long(-1875)));
}

#[test]
fn doubles_divide_as_the_recorded_mail_shows() {
    use ArithmeticOp::{Add, Divide, Multiply, Subtract};
    // 23 / 10.0e0 * 100 = 229.99999999999997 (26.10)
    let ratio = arithmetic(Divide, double(23.0), double(10.0), DOUBLE);
    let percent = value(&arithmetic(Multiply, ratio, double(100.0), DOUBLE));
    assert_eq!(percent, Ok(Value::Double(229.999_999_999_999_97)));
    assert_eq!(doubles(Divide, 1.0, 0.0), code("STR0101"));
    assert_eq!(doubles(Divide, 0.0, -0.0), code("STR0101"));
    assert_eq!(doubles(Multiply, 1e308, 10.0), code("STR0102"));
    assert_eq!(doubles(Subtract, f64::INFINITY, f64::INFINITY), code("STR0102"));
    assert_eq!(doubles(Add, f64::NAN, 1.0), code("STR0102"));
    let real = arithmetic(
        Add,
        expr(ExprKind::Literal(Value::Double(f64::from(0.1_f32))), DataType::Real),
        expr(ExprKind::Literal(Value::Double(f64::from(0.2_f32))), DataType::Real),
        DataType::Real,
    );
    assert_eq!(value(&real), Ok(Value::Double(f64::from(0.1_f32 + 0.2_f32))));
}

#[test]
fn null_in_null_out_and_no_error_from_it() {
    let item = arithmetic(ArithmeticOp::Divide, long(1, INTEGER), column(0, INTEGER), INTEGER);
    assert_eq!(evaluate(&[("X", INTEGER)], &[Value::Null], item), Ok(Value::Null));
    let cast = cast(column(0, DataType::TEXT), INTEGER);
    assert_eq!(evaluate(&[("X", DataType::TEXT)], &[Value::Null], cast), Ok(Value::Null));
}

#[test]
fn three_valued_logic() {
    let values = [Some(true), Some(false), None];
    let literal = |value: Option<bool>| value.map_or_else(|| null(DataType::Boolean), boolean);
    let out = |value: Option<bool>| Ok(value.map_or(Value::Null, Value::Boolean));
    for a in values {
        for b in values {
            let and = match (a, b) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
            let or = match (a, b) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            };
            let source = [("A", DataType::Boolean), ("B", DataType::Boolean)];
            let row = [a, b].map(|value| value.map_or(Value::Null, Value::Boolean));
            let columns = || vec![column(0, DataType::Boolean), column(1, DataType::Boolean)];
            let both = |kind: fn(Vec<Expr>) -> ExprKind| {
                let by_column = evaluate(&source, &row, expr(kind(columns()), DataType::Boolean));
                assert_eq!(by_column, value(&expr(kind(vec![literal(a), literal(b)]), DataType::Boolean)));
                by_column
            };
            assert_eq!(both(ExprKind::And), out(and), "{a:?} AND {b:?}");
            assert_eq!(both(ExprKind::Or), out(or), "{a:?} OR {b:?}");
            let distinct = expr(
                ExprKind::IsDistinct {
                    left: Box::new(column(0, DataType::Boolean)),
                    right: Box::new(column(1, DataType::Boolean)),
                    negated: false,
                },
                DataType::Boolean,
            );
            assert_eq!(evaluate(&source, &row, distinct), out(Some(a != b)));
        }
        for truth in [Truth::True, Truth::False, Truth::Unknown] {
            let holds = match truth {
                Truth::True => a == Some(true),
                Truth::False => a == Some(false),
                Truth::Unknown => a.is_none(),
            };
            let is = |negated| {
                value(&expr(
                    ExprKind::Is { operand: Box::new(literal(a)), truth, negated },
                    DataType::Boolean,
                ))
            };
            assert_eq!(is(false), out(Some(holds)));
            assert_eq!(is(true), out(Some(!holds)));
        }
    }
}

#[test]
fn decided_rows_do_not_reach_the_next_operand() {
    let divides = |by: i64| {
        compare(
            CompareOp::Greater,
            arithmetic(ArithmeticOp::Divide, long(1, INTEGER), column(0, INTEGER), INTEGER),
            long(by, INTEGER),
        )
    };
    let guard = |op| compare(op, column(0, INTEGER), long(0, INTEGER));
    let and = expr(ExprKind::And(vec![guard(CompareOp::NotEqual), divides(0)]), DataType::Boolean);
    let or = expr(ExprKind::Or(vec![guard(CompareOp::Equal), divides(0)]), DataType::Boolean);
    let case = expr(
        ExprKind::Case {
            branches: vec![(guard(CompareOp::NotEqual), divides(0))],
            otherwise: Some(Box::new(boolean(false))),
        },
        DataType::Boolean,
    );
    let coalesce = expr(ExprKind::Coalesce(vec![boolean(true), divides(0)]), DataType::Boolean);
    let at = |x: i64, item: &Expr| evaluate(&[("X", INTEGER)], &[Value::Long(x)], item.clone());
    assert_eq!(at(0, &and), Ok(Value::Boolean(false)));
    assert_eq!(at(0, &or), Ok(Value::Boolean(true)));
    assert_eq!(at(0, &case), Ok(Value::Boolean(false)));
    assert_eq!(at(0, &coalesce), Ok(Value::Boolean(true)));
    assert_eq!(at(1, &and), Ok(Value::Boolean(true)));
    let unguarded = expr(ExprKind::And(vec![divides(0), guard(CompareOp::NotEqual)]), DataType::Boolean);
    assert_eq!(at(0, &unguarded), code("STR0101"));
}

#[test]
fn a_list_with_null_is_unknown_unless_it_matches() {
    let is_in = |x: Expr, list: Vec<Expr>, negated| {
        value(&expr(ExprKind::In { operand: Box::new(x), list, negated }, DataType::Boolean))
    };
    let list = || vec![text("a"), null(DataType::TEXT), text("b")];
    assert_eq!(is_in(text("b "), list(), false), Ok(Value::Boolean(true)));
    assert_eq!(is_in(text("c"), list(), false), Ok(Value::Null));
    assert_eq!(is_in(text("a"), list(), true), Ok(Value::Boolean(false)));
    assert_eq!(is_in(text("c"), vec![text("a")], true), Ok(Value::Boolean(true)));
    assert_eq!(is_in(null(DataType::TEXT), vec![text("a")], true), Ok(Value::Null));
}

#[test]
fn casts() {
    let varchar = |length| DataType::Varchar { length: Some(length) };
    let string = |value: &str| Ok(Value::Text(value.to_owned()));
    let at = |text| long(parse_timestamp(text).unwrap(), DataType::Timestamp);
    for (item, to, expected) in [
        (double(2.5), INTEGER, Ok(Value::Long(3))),
        (double(-2.5), INTEGER, Ok(Value::Long(-3))),
        (double(1e10), INTEGER, code("STR0102")),
        (double(f64::NAN), BIGINT, code("STR0102")),
        (double(1.005), decimal(5, 2), Ok(Value::Long(100))),
        (double(1e300), DataType::Real, code("STR0102")),
        (long(300, INTEGER), DataType::TinyInt, code("STR0102")),
        (long(12_345, decimal(5, 3)), INTEGER, Ok(Value::Long(12))),
        (long(12_500, decimal(5, 3)), INTEGER, Ok(Value::Long(13))),
        (long(7, INTEGER), decimal(3, 2), Ok(Value::Long(700))),
        (long(70, INTEGER), decimal(3, 2), code("STR0102")),
        (long(12_345, decimal(5, 3)), DOUBLE, Ok(Value::Double(12.345))),
        (long(-12_345, decimal(5, 3)), DataType::TEXT, string("-12.345")),
        (long(-5, BIGINT), varchar(2), string("-5")),
        (long(-55, BIGINT), varchar(2), code("STR0103")),
        (double(229.999_999_999_999_97), DataType::TEXT, string("229.99999999999997")),
        (double(1e10), DataType::TEXT, string("1.0E10")),
        (boolean(true), varchar(5), string("TRUE")),
        (boolean(false), varchar(4), code("STR0103")),
        (text("truE "), DataType::Boolean, Ok(Value::Boolean(true))),
        (text("1"), DataType::Boolean, code("STR0103")),
        (text(" 42 "), INTEGER, Ok(Value::Long(42))),
        (text("4 2"), INTEGER, code("STR0103")),
        (text(""), INTEGER, code("STR0103")),
        (text("1e3"), DOUBLE, Ok(Value::Double(1000.0))),
        (text("inf"), DOUBLE, code("STR0103")),
        (text("NaN"), DOUBLE, code("STR0103")),
        (text("1e999"), DOUBLE, code("STR0103")),
        (text("12.345"), decimal(5, 2), Ok(Value::Long(1235))),
        (text("aécd"), varchar(2), string("aé")),
        (text("ab"), DataType::Char { length: 4 }, string("ab  ")),
        (text("2007-02-19 21:23:45"), DataType::Timestamp, Ok(Value::Long(1_171_920_225_000))),
        (text("2007-02-19 21:23:45.5"), DataType::Timestamp, code("STR0103")),
        (text("2007-02-19"), DataType::Timestamp, code("STR0103")),
        (text("2007-02-19"), DataType::Date, Ok(Value::Long(1_171_843_200_000))),
        (at("2007-02-19 21:23:45"), DataType::TEXT, string("2007-02-19 21:23:45")),
        (at("2007-02-19 21:23:45.50"), DataType::TEXT, string("2007-02-19 21:23:45.5")),
        (at("2007-02-19 21:23:45"), varchar(10), code("STR0103")),
        (at("2007-02-19 21:23:45"), DataType::Date, Ok(Value::Long(1_171_843_200_000))),
        (at("2007-02-19 21:23:45"), DataType::Time, Ok(Value::Long(77_025_000))),
        (long(77_025_000, DataType::Time), DataType::TEXT, string("21:23:45")),
        // ROWTIME of the row is 1970-01-01 00:00:01.
        (long(77_025_000, DataType::Time), DataType::Timestamp, Ok(Value::Long(77_025_000))),
        (long(90_500, SECONDS), INTEGER, Ok(Value::Long(90))),
        (long(90_500, SECONDS), decimal(5, 1), Ok(Value::Long(905))),
        (long(90, INTEGER), SECONDS, Ok(Value::Long(90_000))),
        (null(DataType::Null), DataType::TEXT, Ok(Value::Null)),
    ] {
        let shown = format!("{:?} to {to}", item.kind);
        assert_eq!(value(&cast(item, to)), expected, "{shown}");
    }
}

#[test]
fn functions() {
    use Function as F;
    let at = |text| long(parse_timestamp(text).unwrap(), DataType::Timestamp);
    let time = |text: &str| Ok(Value::Long(parse_timestamp(text).unwrap()));
    let string = |value: &str| Ok(Value::Text(value.to_owned()));
    let stamp = DataType::Timestamp;
    let now = "2021-08-10 01:26:35.250";
    for (function, arguments, data_type, expected) in [
        (F::Abs, vec![long(-5, INTEGER)], INTEGER, Ok(Value::Long(5))),
        (F::Abs, vec![long(i64::from(i32::MIN), INTEGER)], INTEGER, code("STR0102")),
        (F::Floor, vec![double(-1.5)], DOUBLE, Ok(Value::Double(-2.0))),
        (F::Ceil, vec![long(-15, decimal(2, 1))], decimal(2, 1), Ok(Value::Long(-10))),
        (F::Floor, vec![long(-15, decimal(2, 1))], decimal(2, 1), Ok(Value::Long(-20))),
        (F::FloorTo(IntervalUnit::Minute), vec![at(now)], stamp, time("2021-08-10 01:26:00")),
        (F::CeilTo(IntervalUnit::Minute), vec![at(now)], stamp, time("2021-08-10 01:27:00")),
        (F::CeilTo(IntervalUnit::Day), vec![at("2021-08-10 00:00:00")], stamp, time("2021-08-10 00:00:00")),
        (F::FloorTo(IntervalUnit::Month), vec![at(now)], stamp, time("2021-08-01 00:00:00")),
        (F::CeilTo(IntervalUnit::Year), vec![at(now)], stamp, time("2022-01-01 00:00:00")),
        (F::Step, vec![at(now), long(10_000, SECONDS)], stamp, time("2021-08-10 01:26:30")),
        (F::Step, vec![long(-7, INTEGER), long(5, INTEGER)], INTEGER, Ok(Value::Long(-10))),
        (F::Step, vec![long(7, INTEGER), long(0, INTEGER)], INTEGER, code("STR0104")),
        (F::Exp, vec![double(1000.0)], DOUBLE, code("STR0102")),
        (F::Ln, vec![double(0.0)], DOUBLE, code("STR0104")),
        (F::Log10, vec![double(1000.0)], DOUBLE, Ok(Value::Double(3.0))),
        (F::Power, vec![double(2.0), double(10.0)], DOUBLE, Ok(Value::Double(1024.0))),
        (F::Power, vec![double(-8.0), double(0.5)], DOUBLE, code("STR0104")),
        (F::Mod, vec![long(-7, INTEGER), long(3, INTEGER)], INTEGER, Ok(Value::Long(-1))),
        (F::Mod, vec![long(i64::MIN, BIGINT), long(-1, BIGINT)], BIGINT, Ok(Value::Long(0))),
        (F::Mod, vec![long(1, INTEGER), long(0, INTEGER)], INTEGER, code("STR0101")),
        (F::Concat, vec![text("a"), text(""), text("é")], DataType::TEXT, string("aé")),
        (F::Concat, vec![text("a"), null(DataType::TEXT)], DataType::TEXT, Ok(Value::Null)),
        (F::Upper, vec![text("straße")], DataType::TEXT, string("STRASSE")),
        (F::CharLength, vec![text("aé ")], INTEGER, Ok(Value::Long(3))),
        (F::Position, vec![text("é"), text("aéb")], INTEGER, Ok(Value::Long(2))),
        (F::Position, vec![text(""), text("a")], INTEGER, Ok(Value::Long(1))),
        (F::Position, vec![text("x"), text("a")], INTEGER, Ok(Value::Long(0))),
        (F::TrimBoth, vec![text("-"), text("--a--")], DataType::TEXT, string("a")),
        (F::TrimLeading, vec![text("-"), text("--a--")], DataType::TEXT, string("a--")),
        (F::TrimTrailing, vec![text("ab"), text("a")], DataType::TEXT, code("STR0104")),
        (F::Extract(IntervalUnit::Second), vec![at(now)], decimal(5, 3), Ok(Value::Long(35_250))),
        (F::Extract(IntervalUnit::Year), vec![at(now)], BIGINT, Ok(Value::Long(2021))),
        (F::UnixTimestamp, vec![long(5, stamp)], BIGINT, Ok(Value::Long(5))),
        (F::ToTimestamp, vec![long(5, BIGINT)], stamp, Ok(Value::Long(5))),
        (F::TsDiff, vec![long(5, stamp), long(12, stamp)], BIGINT, Ok(Value::Long(7))),
        (F::TsDiff, vec![long(i64::MAX, stamp), long(-2, stamp)], BIGINT, code("STR0102")),
    ] {
        let shown = format!("{function:?} {arguments:?}");
        assert_eq!(value(&call(function, arguments, data_type)), expected, "{shown}");
    }
}

#[test]
fn datetimes_move_by_intervals() {
    let at = |text| long(parse_timestamp(text).unwrap(), DataType::Timestamp);
    let months = DataType::Interval(rillcut_record::IntervalQualifier::single(IntervalUnit::Month));
    let time = |text: &str| Ok(Value::Long(parse_timestamp(text).unwrap()));
    let plus = |a, b, to| value(&arithmetic(ArithmeticOp::Add, a, b, to));
    let minus = |a, b, to| value(&arithmetic(ArithmeticOp::Subtract, a, b, to));
    let stamp = DataType::Timestamp;
    assert_eq!(plus(at("2024-01-31 10:00:00"), long(1, months), stamp), time("2024-02-29 10:00:00"));
    assert_eq!(minus(at("2024-01-31 10:00:00"), long(1000, SECONDS), stamp), time("2024-01-31 09:59:59"));
    assert_eq!(
        minus(at("2024-01-31 10:00:00"), at("2024-01-31 09:00:00"), SECONDS),
        Ok(Value::Long(3_600_000))
    );
    assert_eq!(plus(long(i64::MAX, stamp), long(1, SECONDS), stamp), code("STR0102"));
    assert_eq!(plus(long(i64::MAX, stamp), long(i64::MAX, months), stamp), code("STR0102"));
    // (ROWTIME − epoch) SECOND / 10, cut to seconds: the lab's window.
    let difference = arithmetic(ArithmeticOp::Subtract, at("1970-01-01 00:00:39.9"), long(0, stamp), SECONDS);
    let tenth = arithmetic(ArithmeticOp::Divide, difference, long(10, INTEGER), SECONDS);
    assert_eq!(
        value(&call(Function::FloorTo(IntervalUnit::Second), vec![tenth], SECONDS)),
        Ok(Value::Long(3000))
    );
}
