//! Types that meet (spec/kda-sql.md 4.2).
//!
//! Every conversion the dialect makes by itself becomes an explicit cast here, or, of a constant, the converted constant.

use rillcut_record::{DataType, Value};

use crate::plan::{Expr, ExprKind};

/// Most digits of a DECIMAL.
const MAX_DIGITS: u8 = 18;

/// A DECIMAL with each part at most 18.
pub(super) fn decimal(precision: u8, scale: u8) -> DataType {
    DataType::Decimal { precision: precision.clamp(1, MAX_DIGITS), scale: scale.min(MAX_DIGITS) }
}

/// Digits and scale of an exact number: TINYINT is DECIMAL(3), and so on.
pub(super) fn digits(data_type: DataType) -> Option<(u8, u8)> {
    match data_type {
        DataType::TinyInt => Some((3, 0)),
        DataType::SmallInt => Some((5, 0)),
        DataType::Integer => Some((10, 0)),
        DataType::BigInt => Some((MAX_DIGITS, 0)),
        DataType::Decimal { precision, scale } => Some((precision, scale)),
        _ => None,
    }
}

fn integer_rank(data_type: DataType) -> u8 {
    match data_type {
        DataType::TinyInt => 0,
        DataType::SmallInt => 1,
        DataType::Integer => 2,
        _ => 3,
    }
}

/// The wider of two integer types.
pub(super) fn wider_integer(a: DataType, b: DataType) -> DataType {
    if integer_rank(a) >= integer_rank(b) { a } else { b }
}

/// The type that holds the values of both, for CASE, COALESCE, IN and UNION ALL.
pub(super) fn common(a: DataType, b: DataType) -> Option<DataType> {
    use DataType::{Binary, Char, Date, Double, Interval, Null, Real, Timestamp, Varbinary, Varchar};
    Some(match (a, b) {
        _ if a == b => a,
        (Null, other) | (other, Null) => other,
        _ if a.is_integer() && b.is_integer() => wider_integer(a, b),
        (Real, other) | (other, Real) if other.is_integer() => Real,
        _ if a.is_numeric() && b.is_numeric() => match (digits(a), digits(b)) {
            (Some((p, s)), Some((q, t))) => {
                let scale = s.max(t);
                // Where digits would be lost, DOUBLE loses least.
                let whole = (p - s).max(q - t);
                if whole + scale <= MAX_DIGITS { decimal(whole + scale, scale) } else { Double }
            }
            _ => Double,
        },
        // Different lengths of CHAR become VARCHAR: nobody wants the blanks.
        (Char { length: m }, Char { length: n }) => Varchar { length: Some(m.max(n)) },
        (Varchar { length }, Char { length: n }) | (Char { length: n }, Varchar { length }) => {
            Varchar { length: length.map(|length| length.max(n)) }
        }
        (Varchar { length: m }, Varchar { length: n }) => Varchar { length: m.zip(n).map(|(m, n)| m.max(n)) },
        (Binary { length: m } | Varbinary { length: m }, Binary { length: n } | Varbinary { length: n }) => {
            Varbinary { length: m.max(n) }
        }
        (Date, Timestamp) | (Timestamp, Date) => Timestamp,
        (Interval(p), Interval(q)) if p.is_calendar() == q.is_calendar() => {
            Interval(rillcut_record::IntervalQualifier { from: p.from.min(q.from), to: p.to.max(q.to) })
        }
        _ => return None,
    })
}

/// The types in which two operands are compared: as [`common`], but what lies in memory alike stays as it is.
pub(super) fn comparable(a: DataType, b: DataType) -> Option<(DataType, DataType)> {
    let alike = (a.is_integer() && b.is_integer())
        || (a.is_approximate() && b.is_approximate())
        || (a.is_text() && b.is_text())
        || (a.physical() == rillcut_record::Physical::Bytes
            && b.physical() == rillcut_record::Physical::Bytes);
    if alike {
        return Some((a, b));
    }
    // An integer against a float is compared in 64 bits, also when the float has 32.
    if a.is_approximate() && b.is_numeric() {
        return Some((a, DataType::Double));
    }
    if b.is_approximate() && a.is_numeric() {
        return Some((DataType::Double, b));
    }
    let both = common(a, b)?;
    match (digits(a), digits(b), both) {
        (Some((_, s)), Some((_, t)), DataType::Decimal { .. }) if s == t => Some((a, b)),
        _ => Some((both, both)),
    }
}

/// Whether a value can go into a column without CAST (spec/kda-sql.md 4.2, 5).
pub(super) fn assignable(from: DataType, to: DataType) -> bool {
    use DataType::{Date, Null, Timestamp};
    from == to
        || from == Null
        || to == Null
        || (from.is_numeric() && to.is_numeric())
        || (from.is_text() && to.is_text())
        || (from.physical() == rillcut_record::Physical::Bytes && to.physical() == from.physical())
        || matches!((from, to), (Date, Timestamp))
}

/// Whether CAST goes from one type to the other (spec/kda-sql.md 4.4).
pub(super) fn castable(from: DataType, to: DataType) -> bool {
    use DataType::{Date, Interval, Null, Record, Time, Timestamp};
    if matches!(from, Record(_)) || matches!(to, Record(_)) {
        return from == to || from == Null;
    }
    let exact = |data_type: DataType| digits(data_type).is_some();
    let bytes = |data_type: DataType| data_type.physical() == rillcut_record::Physical::Bytes;
    if bytes(from) != bytes(to) && from != Null && to != Null {
        return false;
    }
    assignable(from, to)
        || (from.is_text() && !matches!(to, Interval(qualifier) if qualifier.is_calendar()) && to != Null)
        || to.is_text()
        || matches!((from, to), (Timestamp, Date | Time) | (Time, Timestamp))
        || match (from, to) {
            (Interval(p), Interval(q)) => p.is_calendar() == q.is_calendar(),
            (Interval(unit), number) | (number, Interval(unit)) => unit.from == unit.to && exact(number),
            _ => false,
        }
}

/// The expression in another type.
pub(super) fn cast(expr: Expr, to: DataType) -> Expr {
    if expr.data_type == to || to == DataType::Null {
        return expr;
    }
    if let ExprKind::Literal(value) = &expr.kind
        && let Some(value) = constant(value, expr.data_type, to)
    {
        return Expr { kind: ExprKind::Literal(value), data_type: to, span: expr.span };
    }
    if expr.data_type == DataType::Null {
        // Of unknown type after a fault, or in a program without schema: it fits everywhere.
        return Expr { data_type: to, ..expr };
    }
    let span = expr.span;
    Expr { kind: ExprKind::Cast(Box::new(expr)), data_type: to, span }
}

/// A constant in another type, where that cannot fail or lose.
fn constant(value: &Value, from: DataType, to: DataType) -> Option<Value> {
    match value {
        Value::Null => Some(Value::Null),
        Value::Long(long) => {
            let (_, scale) = digits(from).or((from.is_datetime() && to.is_datetime()).then_some((18, 0)))?;
            match to {
                DataType::Double => Some(Value::Double(decimal_double(*long, scale))),
                DataType::Real => Some(Value::Double(f64::from(decimal_double(*long, scale) as f32))),
                DataType::Decimal { precision, scale: wanted } if wanted >= scale => {
                    let unscaled = long.checked_mul(10_i64.checked_pow(u32::from(wanted - scale))?)?;
                    let bound = 10_i64.checked_pow(u32::from(precision))?;
                    (unscaled.unsigned_abs() < bound.unsigned_abs()).then_some(Value::Long(unscaled))
                }
                DataType::Timestamp if from == DataType::Date => Some(Value::Long(*long)),
                _ => {
                    let (least, greatest) = to.integer_range()?;
                    (scale == 0 && (least..=greatest).contains(long)).then_some(Value::Long(*long))
                }
            }
        }
        Value::Double(double) if to == DataType::Double => Some(Value::Double(*double)),
        Value::Double(double) if to == DataType::Real => Some(Value::Double(f64::from(*double as f32))),
        Value::Text(text) => match to {
            DataType::Varchar { length } if from.is_text() => {
                let fits = length.is_none_or(|length| text.chars().count() <= length as usize);
                fits.then(|| Value::Text(text.clone()))
            }
            _ => None,
        },
        Value::Double(_) | Value::Boolean(_) | Value::Bytes(_) => None,
    }
}

/// The double nearest to a decimal. By its text: dividing by a power of ten would round twice.
fn decimal_double(unscaled: i64, scale: u8) -> f64 {
    if scale == 0 { unscaled as f64 } else { format!("{unscaled}e-{scale}").parse().unwrap_or(f64::NAN) }
}

/// The result of an arithmetic operator on two exact numbers, at least one of them a DECIMAL.
pub(super) fn decimal_result(op: crate::plan::ArithmeticOp, a: (u8, u8), b: (u8, u8)) -> DataType {
    use crate::plan::ArithmeticOp::{Add, Divide, Multiply, Subtract};
    let ((p1, s1), (p2, s2)) = (a, b);
    match op {
        Add | Subtract => {
            let scale = s1.max(s2);
            decimal((p1 - s1).max(p2 - s2) + scale + 1, scale)
        }
        Multiply => decimal(p1 + p2, s1 + s2),
        Divide => {
            let whole = (p1 - s1 + s2).min(MAX_DIGITS);
            // The digits before the point come first: cutting both parts at 18 would leave none of them.
            let scale = (s1 + p2 + 1).max(6).min(MAX_DIGITS - whole);
            decimal(whole + scale, scale)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::ArithmeticOp;

    #[test]
    fn decimal_results_are_those_of_the_spec() {
        let five = (2, 1);
        let integer = digits(DataType::Integer).unwrap();
        assert_eq!(decimal_result(ArithmeticOp::Divide, five, integer), decimal(13, 12));
        assert_eq!(decimal_result(ArithmeticOp::Multiply, (5, 2), (4, 3)), decimal(9, 5));
        assert_eq!(decimal_result(ArithmeticOp::Add, (5, 2), (4, 3)), decimal(7, 3));
        assert_eq!(decimal_result(ArithmeticOp::Multiply, (18, 9), (18, 9)), decimal(18, 18));
        assert_eq!(decimal_result(ArithmeticOp::Divide, (18, 0), (18, 0)), decimal(18, 0));
    }

    #[test]
    fn common_types() {
        use DataType::{BigInt, Date, Double, Integer, Null, Real, Timestamp, Varchar};
        for (a, b, expected) in [
            (Integer, BigInt, Some(BigInt)),
            (Integer, Null, Some(Integer)),
            (Integer, Real, Some(Real)),
            (Real, Double, Some(Double)),
            (decimal(5, 2), Double, Some(Double)),
            (decimal(5, 2), Integer, Some(decimal(12, 2))),
            (decimal(18, 2), decimal(18, 9), Some(Double)),
            (DataType::Char { length: 1 }, DataType::Char { length: 3 }, Some(Varchar { length: Some(3) })),
            (Date, Timestamp, Some(Timestamp)),
            (Varchar { length: None }, Integer, None),
        ] {
            assert_eq!(common(a, b), expected, "{a} {b}");
            assert_eq!(common(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn constants_convert_exactly() {
        let convert = |unscaled, from, to| constant(&Value::Long(unscaled), from, to);
        assert_eq!(convert(100_000, decimal(6, 3), DataType::Double), Some(Value::Double(100.0)));
        assert_eq!(convert(1, decimal(1, 1), DataType::Double), Some(Value::Double(0.1)));
        assert_eq!(convert(300, DataType::Integer, DataType::TinyInt), None);
        assert_eq!(convert(3, DataType::Integer, decimal(5, 2)), Some(Value::Long(300)));
        assert_eq!(convert(3000, DataType::Integer, decimal(5, 2)), None);
    }
}
