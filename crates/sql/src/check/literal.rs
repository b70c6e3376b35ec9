//! Constants as values (spec/kda-sql.md 3, 4).

use std::borrow::Cow;

use rillcut_record::{
    DataType, IntervalQualifier, IntervalUnit, Value, parse_date, parse_time, parse_timestamp,
};

use super::Checker;
use crate::{
    ast::{self, Literal},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind},
    span::Span,
};

/// An expression of no type, after a fault.
pub(super) fn unknown(span: Span) -> Expr {
    Expr { kind: ExprKind::Literal(Value::Null), data_type: DataType::Null, span }
}

pub(super) fn boolean(value: bool, span: Span) -> Expr {
    Expr { kind: ExprKind::Literal(Value::Boolean(value)), data_type: DataType::Boolean, span }
}

/// Samples of the service write `TIMESTAMP '2004-05-01 1:03:34'`.
fn two_digit_hour(text: &str) -> Cow<'_, str> {
    let Some(colon) = text.find(':') else { return Cow::Borrowed(text) };
    let (before, after) = text.split_at(colon);
    let single = before.len() == 1 || before.as_bytes().iter().rev().nth(1) == Some(&b' ');
    let Some(hour) = before.chars().next_back().filter(|c| single && c.is_ascii_digit()) else {
        return Cow::Borrowed(text);
    };
    Cow::Owned(format!("{}0{hour}{after}", &before[..before.len() - 1]))
}

impl Checker<'_> {
    pub(super) fn literal(&mut self, literal: &Literal, span: Span) -> Expr {
        let (value, data_type) = match literal {
            Literal::Number(digits) => return self.number(digits, false, span),
            Literal::String(text) => {
                let length = text.chars().count().max(1) as u32;
                (Value::Text(text.clone()), DataType::Varchar { length: Some(length) })
            }
            Literal::Binary(octets) => {
                let length = octets.len().max(1) as u32;
                (Value::Bytes(octets.clone()), DataType::Varbinary { length })
            }
            Literal::Boolean(value) => return boolean(*value, span),
            Literal::Unknown => (Value::Null, DataType::Boolean),
            Literal::Null => return unknown(span),
            Literal::Timestamp(text) => {
                let text = two_digit_hour(text);
                return self.moment(
                    parse_timestamp(&text),
                    DataType::Timestamp,
                    "yyyy-MM-dd HH:mm:ss[.fff]",
                    span,
                );
            }
            Literal::Date(text) => return self.moment(parse_date(text), DataType::Date, "yyyy-MM-dd", span),
            Literal::Time(text) => {
                return self.moment(
                    parse_time(&two_digit_hour(text)),
                    DataType::Time,
                    "HH:mm:ss[.fff]",
                    span,
                );
            }
            Literal::Interval { negative, text, qualifier } => {
                return self.interval(*negative, text, *qualifier, span);
            }
        };
        Expr { kind: ExprKind::Literal(value), data_type, span }
    }

    fn moment(&mut self, value: Option<i64>, data_type: DataType, form: &str, span: Span) -> Expr {
        if let Some(value) = value {
            Expr { kind: ExprKind::Literal(Value::Long(value)), data_type, span }
        } else {
            let message = format!("{} is not a {data_type}", self.excerpt(span));
            self.report(
                Diagnostic::error(codes::BAD_DATETIME, span, message).hint(format!("the form is '{form}'")),
            );
            Expr { data_type, ..unknown(span) }
        }
    }

    /// A number; `negative` when a minus stands before it, which the smallest BIGINT needs.
    pub(super) fn number(&mut self, digits: &str, negative: bool, span: Span) -> Expr {
        let sign = if negative { "-" } else { "" };
        let literal = |value, data_type| Expr { kind: ExprKind::Literal(value), data_type, span };
        if digits.contains(['e', 'E']) {
            return self.approximate(&format!("{sign}{digits}"), span);
        }
        let Some((whole, fraction)) = digits.split_once('.').filter(|(_, fraction)| !fraction.is_empty())
        else {
            let whole = digits.trim_end_matches('.');
            let Ok(value) = format!("{sign}{whole}").parse::<i64>() else {
                let message = format!("{} is more than a BIGINT holds", self.excerpt(span));
                let hint = "written with an exponent, as in 1e19, it is a DOUBLE";
                self.report(Diagnostic::error(codes::LITERAL_RANGE, span, message).hint(hint));
                return unknown(span);
            };
            let small = i32::try_from(value).is_ok();
            return literal(Value::Long(value), if small { DataType::Integer } else { DataType::BigInt });
        };
        let whole = whole.trim_start_matches('0');
        let precision = whole.len() + fraction.len();
        let unscaled = format!("{sign}{whole}{fraction}").parse::<i64>();
        match unscaled {
            Ok(unscaled) if precision <= 18 => {
                let data_type = DataType::Decimal { precision: precision as u8, scale: fraction.len() as u8 };
                literal(Value::Long(unscaled), data_type)
            }
            // More digits than a DECIMAL has: a DOUBLE keeps the first 15.
            _ => self.approximate(&format!("{sign}{digits}"), span),
        }
    }

    fn approximate(&mut self, text: &str, span: Span) -> Expr {
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                Expr { kind: ExprKind::Literal(Value::Double(value)), data_type: DataType::Double, span }
            }
            _ => {
                let message = format!("{} is more than a DOUBLE holds", self.excerpt(span));
                self.error(codes::LITERAL_RANGE, span, message);
                unknown(span)
            }
        }
    }

    fn interval(&mut self, negative: bool, text: &str, qualifier: IntervalQualifier, span: Span) -> Expr {
        let data_type = DataType::Interval(qualifier);
        let value = interval_value(text, qualifier).map(|value| if negative { -value } else { value });
        if let Some(value) = value {
            Expr { kind: ExprKind::Literal(Value::Long(value)), data_type, span }
        } else {
            let message = format!("'{}' is not an interval of {qualifier}", ast_excerpt(text));
            let hint = format!("the form is '{}'", interval_form(qualifier));
            self.report(Diagnostic::error(codes::BAD_INTERVAL, span, message).hint(hint));
            Expr { data_type, ..unknown(span) }
        }
    }

    /// A constant whole number, or `None` with nothing said.
    pub(super) fn constant_long(expr: &Expr) -> Option<i64> {
        match &expr.kind {
            ExprKind::Literal(Value::Long(value)) => Some(*value),
            _ => None,
        }
    }

    /// The sign taken into a number literal.
    pub(super) fn negative_number(&mut self, operand: &ast::Expr, span: Span) -> Option<Expr> {
        match &operand.kind {
            ast::ExprKind::Literal(Literal::Number(digits)) => Some(self.number(digits, true, span)),
            _ => None,
        }
    }
}

fn ast_excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Milliseconds (months) of an interval's text. Fields after the first are bounded as on a clock.
fn interval_value(text: &str, qualifier: IntervalQualifier) -> Option<i64> {
    use IntervalUnit::{Day, Hour, Minute, Month, Second, Year};
    let text = text.trim();
    let (negative, text) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let units: Vec<IntervalUnit> = [Year, Month, Day, Hour, Minute, Second]
        .into_iter()
        .filter(|unit| (qualifier.from..=qualifier.to).contains(unit))
        .collect();
    let mut rest = text;
    let mut total: i64 = 0;
    for (index, unit) in units.iter().enumerate() {
        let length = if index + 1 == units.len() {
            rest.len()
        } else {
            // DAY is parted by a blank, YEAR by a hyphen, the fields of the clock by colons.
            rest.find(match unit {
                Year => '-',
                Day => ' ',
                _ => ':',
            })?
        };
        let field = field_value(&rest[..length], *unit, index > 0)?;
        total = total.checked_add(field)?;
        rest = rest.get(length + 1..).unwrap_or("");
    }
    Some(if negative { -total } else { total })
}

fn field_value(text: &str, unit: IntervalUnit, bounded: bool) -> Option<i64> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) if unit == IntervalUnit::Second => (whole, fraction),
        Some(_) => return None,
        None => (text, ""),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || fraction.len() > 9 {
        return None;
    }
    let value: i64 = whole.parse().ok()?;
    let limit = match unit {
        IntervalUnit::Month => 12,
        IntervalUnit::Hour => 24,
        IntervalUnit::Minute | IntervalUnit::Second => 60,
        _ => i64::MAX,
    };
    if bounded && value >= limit {
        return None;
    }
    let length = match unit {
        IntervalUnit::Year => 12,
        IntervalUnit::Month => 1,
        other => other.milliseconds()?,
    };
    let milliseconds =
        fraction.bytes().chain([b'0'; 3]).take(3).fold(0, |ms, byte| ms * 10 + i64::from(byte - b'0'));
    value.checked_mul(length)?.checked_add(milliseconds)
}

fn interval_form(qualifier: IntervalQualifier) -> String {
    use IntervalUnit::{Day, Hour, Minute, Month, Second, Year};
    let mut form = String::new();
    for (unit, text, before) in [
        (Year, "n", ""),
        (Month, "n", "-"),
        (Day, "n", ""),
        (Hour, "HH", " "),
        (Minute, "mm", ":"),
        (Second, "ss[.fff]", ":"),
    ] {
        if !(qualifier.from..=qualifier.to).contains(&unit) {
            continue;
        }
        if unit == qualifier.from {
            form.push('n');
            if unit == Second {
                form.push_str("[.fff]");
            }
        } else {
            form.push_str(before);
            form.push_str(text);
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_have_the_length_they_say() {
        use IntervalUnit::{Day, Hour, Minute, Month, Second, Year};
        for (text, from, to, expected) in [
            ("10", Second, Second, Some(10_000)),
            ("1.5", Second, Second, Some(1500)),
            ("1:30", Minute, Second, Some(90_000)),
            ("1 02:03:04.005", Day, Second, Some(93_784_005)),
            ("-1:30", Hour, Minute, Some(-5_400_000)),
            ("1-2", Year, Month, Some(14)),
            ("90", Minute, Minute, Some(5_400_000)),
            ("1:60", Minute, Second, None),
            ("1", Minute, Second, None),
            ("", Second, Second, None),
            ("-", Second, Second, None),
            ("1.5", Minute, Minute, None),
            ("99999999999999999999", Day, Day, None),
            ("9223372036854775807", Day, Day, None),
        ] {
            assert_eq!(interval_value(text, IntervalQualifier { from, to }), expected, "{text}");
        }
    }

    #[test]
    fn forms_are_shown_as_they_are_read() {
        use IntervalUnit::{Day, Minute, Second};
        assert_eq!(interval_form(IntervalQualifier { from: Day, to: Second }), "n HH:mm:ss[.fff]");
        assert_eq!(interval_form(IntervalQualifier { from: Minute, to: Second }), "n:ss[.fff]");
        assert_eq!(interval_form(IntervalQualifier::single(Second)), "n[.fff]");
    }
}
