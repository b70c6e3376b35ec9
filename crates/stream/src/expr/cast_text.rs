//! CAST from and to text.
//!
//! Reading is strict: blanks around a value are ignored, anything else that is not the value is a row error. A TIMESTAMP is
//! `yyyy-MM-dd HH:mm:ss` and nothing else (spec/kda-sql.md 4.4; CHAR_TO_TIMESTAMP is for other forms). Writing gives that form back,
//! with a fraction only when there is one; doubles are written as Java writes them, as everywhere.

use std::fmt::Write;

use rillcut_record::{
    DataType, IntervalQualifier, IntervalUnit, parse_date, parse_time, parse_timestamp, push_date,
    push_decimal, push_double, push_real, push_time,
};
use rillcut_sql::Span;

use super::{
    Evaluate, Input, Operand, Part,
    arithmetic::to_real,
    cast_number::exact,
    decimal,
    kernel::{self, Fault, write_texts},
};
use crate::row_error::{RowErrorKind, RowErrors};

fn refuse(text: &str, to: DataType) -> Fault {
    const SHOWN: usize = 40;
    let short: String = text.chars().take(SHOWN).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    (RowErrorKind::Cast, format!("the text '{short}{dots}' does not convert to {to}"))
}

pub(super) fn from_text(operand: Part, to: DataType, span: Span) -> Result<Box<dyn Evaluate>, DataType> {
    let parsed = move |parse: fn(&str) -> Option<i64>| {
        move |text: &str| parse(text.trim_matches(' ')).ok_or_else(|| refuse(text, to))
    };
    Ok(match to {
        DataType::Varchar { length: None } => operand.evaluator,
        DataType::Varchar { length: Some(length) } => shorten(operand, length, false, span),
        DataType::Char { length } => shorten(operand, length, true, span),
        DataType::TinyInt
        | DataType::SmallInt
        | DataType::Integer
        | DataType::BigInt
        | DataType::Decimal { .. } => kernel::from_text(operand, span, move |text| {
            parse_exact(text.trim_matches(' '), to).ok_or_else(|| refuse(text, to))
        }),
        DataType::Real | DataType::Double => kernel::from_text(operand, span, move |text| {
            parse_double(text.trim_matches(' '))
                .map(|value| if to == DataType::Real { to_real(value) } else { value })
                .filter(|value| value.is_finite())
                .ok_or_else(|| refuse(text, to))
        }),
        DataType::Boolean => kernel::from_text(operand, span, move |text| {
            let word = text.trim_matches(' ');
            if word.eq_ignore_ascii_case("TRUE") {
                Ok(true)
            } else if word.eq_ignore_ascii_case("FALSE") {
                Ok(false)
            } else {
                Err(refuse(text, to))
            }
        }),
        DataType::Date => kernel::from_text(operand, span, parsed(parse_date)),
        DataType::Time => kernel::from_text(operand, span, parsed(parse_time)),
        DataType::Timestamp => kernel::from_text(operand, span, parsed(strict_timestamp)),
        DataType::Interval(qualifier) => kernel::from_text(operand, span, move |text| {
            parse_interval(text.trim_matches(' '), qualifier).ok_or_else(|| refuse(text, to))
        }),
        DataType::Binary { .. } | DataType::Varbinary { .. } | DataType::Record(_) | DataType::Null => {
            return Err(operand.data_type);
        }
    })
}

fn strict_timestamp(text: &str) -> Option<i64> {
    if text.contains('.') { None } else { parse_timestamp(text) }
}

/// Digits with an optional sign and point, as the unscaled value of the type.
fn parse_exact(text: &str, to: DataType) -> Option<i64> {
    let scale = if let DataType::Decimal { scale, .. } = to { scale } else { 0 };
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some(_) if to.is_integer() => return None,
        Some(parts) => parts,
        None => (digits, ""),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut value: i128 = 0;
    let mut places: u8 = 0;
    for byte in whole.bytes() {
        value = value.checked_mul(10)?.checked_add(i128::from(digit(byte)?))?;
    }
    for byte in fraction.bytes() {
        let digit = digit(byte)?;
        // One digit beyond the scale decides the rounding; the others only have to be digits.
        if places <= scale {
            value = value.checked_mul(10)?.checked_add(i128::from(digit))?;
            places += 1;
        }
    }
    let value = decimal::rescale(value, places, scale)?;
    exact(if negative { -value } else { value }, to)
}

fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

/// A number as SQL writes it; no `inf`, no `NaN`, no hexadecimal.
fn parse_double(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    if plain { text.parse().ok() } else { None }
}

/// `[-]n` or the fields of the qualifier, as in a literal: `1:30` for MINUTE TO SECOND, `2 03:04:05.6` for DAY TO SECOND.
fn parse_interval(text: &str, qualifier: IntervalQualifier) -> Option<i64> {
    const UNITS: [IntervalUnit; 6] = [
        IntervalUnit::Year,
        IntervalUnit::Month,
        IntervalUnit::Day,
        IntervalUnit::Hour,
        IntervalUnit::Minute,
        IntervalUnit::Second,
    ];
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let units: Vec<IntervalUnit> =
        UNITS.into_iter().filter(|unit| *unit >= qualifier.from && *unit <= qualifier.to).collect();
    let mut rest = rest;
    let mut total: i64 = 0;
    for (index, unit) in units.iter().enumerate() {
        let last = index + 1 == units.len();
        let end = if last {
            rest.len()
        } else {
            let separator = match unit {
                IntervalUnit::Year => '-',
                IntervalUnit::Day => ' ',
                _ => ':',
            };
            rest.find(separator)?
        };
        let field = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or("");
        let (whole, fraction) = match field.split_once('.') {
            Some((whole, fraction)) if *unit == IntervalUnit::Second && last => (whole, fraction),
            Some(_) => return None,
            None => (field, ""),
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let length = match unit {
            IntervalUnit::Year => 12,
            IntervalUnit::Month => 1,
            unit => unit.milliseconds()?,
        };
        total = total.checked_add(whole.parse::<i64>().ok()?.checked_mul(length)?)?;
        let milliseconds =
            fraction.bytes().chain([b'0'; 3]).take(3).fold(0, |ms, byte| ms * 10 + i64::from(byte - b'0'));
        total = total.checked_add(milliseconds)?;
    }
    Some(if negative { -total } else { total })
}

/// As the SQL reference shows them: with a sign, `+2 00:06:11`.
fn push_interval(out: &mut String, value: i64, qualifier: IntervalQualifier) {
    out.push(if value < 0 { '-' } else { '+' });
    let value = value.unsigned_abs();
    let seconds = value / 1000;
    let field = |unit: IntervalUnit| -> u64 {
        let total = match unit {
            IntervalUnit::Year => value / 12,
            IntervalUnit::Month => value,
            IntervalUnit::Day => seconds / 86_400,
            IntervalUnit::Hour => seconds / 3600,
            IntervalUnit::Minute => seconds / 60,
            IntervalUnit::Second => seconds,
        };
        if unit == qualifier.from {
            return total;
        }
        match unit {
            IntervalUnit::Year | IntervalUnit::Day => total,
            IntervalUnit::Month => total % 12,
            IntervalUnit::Hour => total % 24,
            IntervalUnit::Minute | IntervalUnit::Second => total % 60,
        }
    };
    let fields = [
        (IntervalUnit::Year, ""),
        (IntervalUnit::Month, "-"),
        (IntervalUnit::Day, ""),
        (IntervalUnit::Hour, " "),
        (IntervalUnit::Minute, ":"),
        (IntervalUnit::Second, ":"),
    ];
    for (unit, separator) in fields {
        if unit < qualifier.from || unit > qualifier.to {
            continue;
        }
        // Writing to a String cannot fail.
        let _infallible = if unit == qualifier.from {
            write!(out, "{}", field(unit))
        } else {
            write!(out, "{separator}{:02}", field(unit))
        };
    }
    if qualifier.to == IntervalUnit::Second && !value.is_multiple_of(1000) {
        let fraction = format!(".{:03}", value % 1000);
        out.push_str(fraction.trim_end_matches('0'));
    }
}

/// `yyyy-MM-dd HH:mm:ss`, with a fraction only when there is one.
fn push_timestamp_literal(out: &mut String, at: i64) {
    push_date(out, at);
    out.push(' ');
    push_time(out, at.rem_euclid(rillcut_record::MS_PER_DAY));
}

pub(super) fn to_text(operand: Part, to: DataType, span: Span) -> Result<Box<dyn Evaluate>, DataType> {
    let from = operand.data_type;
    let fitted = move |out: &mut String, start: usize| fit(out, start, to);
    Ok(match from {
        DataType::Boolean => kernel::to_text(operand, span, move |value: bool, out| {
            let start = out.len();
            out.push_str(if value { "TRUE" } else { "FALSE" });
            fitted(out, start)
        }),
        DataType::Real => kernel::to_text(operand, span, move |value: f64, out| {
            let start = out.len();
            push_real(out, value as f32);
            fitted(out, start)
        }),
        DataType::Double => kernel::to_text(operand, span, move |value: f64, out| {
            let start = out.len();
            push_double(out, value);
            fitted(out, start)
        }),
        DataType::TinyInt
        | DataType::SmallInt
        | DataType::Integer
        | DataType::BigInt
        | DataType::Decimal { .. }
        | DataType::Date
        | DataType::Time
        | DataType::Timestamp
        | DataType::Interval(_) => kernel::to_text(operand, span, move |value: i64, out| {
            let start = out.len();
            match from {
                DataType::Decimal { scale, .. } => push_decimal(out, value, scale),
                DataType::Date => push_date(out, value),
                DataType::Time => push_time(out, value),
                DataType::Timestamp => push_timestamp_literal(out, value),
                DataType::Interval(qualifier) => push_interval(out, value, qualifier),
                _ => push_decimal(out, value, 0),
            }
            if matches!(from, DataType::Interval(_)) {
                cut(out, start, to);
            }
            fitted(out, start)
        }),
        _ => return Err(from),
    })
}

/// Cuts an interval's text to its type's length, as the SQL reference does: what is lost are its smaller fields.
fn cut(out: &mut String, start: usize, to: DataType) {
    if let DataType::Char { length } | DataType::Varchar { length: Some(length) } = to {
        out.truncate(out.len().min(start + length as usize));
    }
}

/// Refuses a text that is too long for its type and fills up a CHAR with blanks. What is written here is ASCII.
fn fit(out: &mut String, start: usize, to: DataType) -> Result<(), Fault> {
    let written = out.len() - start;
    let limit = match to {
        DataType::Char { length } | DataType::Varchar { length: Some(length) } => length as usize,
        _ => return Ok(()),
    };
    if written > limit {
        let text = out[start..].to_owned();
        return Err((RowErrorKind::Cast, format!("{text} does not fit {to}")));
    }
    if matches!(to, DataType::Char { .. }) {
        out.extend(std::iter::repeat_n(' ', limit - written));
    }
    Ok(())
}

fn shorten(operand: Part, length: u32, pad: bool, span: Span) -> Box<dyn Evaluate> {
    Box::new(Shorten { operand: operand.evaluator, length: length as usize, pad, span })
}

/// A text cut to so many characters, for CHAR filled up with blanks.
#[derive(Debug)]
struct Shorten {
    operand: Box<dyn Evaluate>,
    length: usize,
    pad: bool,
    span: Span,
}

impl Evaluate for Shorten {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let operand = self.operand.evaluate(input, errors);
        let len = input.len();
        let texts = operand.texts();
        let nulls = operand.nulls(len).into_owned();
        let fits = |i: usize| texts.get(i).len() <= self.length;
        if !self.pad && (0..len).all(|i| nulls.is_null(i) || fits(i)) {
            return operand;
        }
        write_texts(input, self.span, errors, nulls, |position, out| {
            let text = texts.get(position);
            let end = text.char_indices().nth(self.length).map_or(text.len(), |(at, _)| at);
            out.push_str(&text[..end]);
            if self.pad {
                let written = text[..end].chars().count();
                out.extend(std::iter::repeat_n(' ', self.length - written));
            }
            Ok(true)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_numbers_read_strictly() {
        let decimal = DataType::Decimal { precision: 5, scale: 2 };
        for (text, to, expected) in [
            ("12", DataType::Integer, Some(12)),
            ("-12", DataType::TinyInt, Some(-12)),
            ("+7", DataType::Integer, Some(7)),
            ("128", DataType::TinyInt, None),
            ("12.0", DataType::Integer, None),
            ("", DataType::Integer, None),
            ("-", DataType::Integer, None),
            ("1e2", DataType::Integer, None),
            ("9223372036854775807", DataType::BigInt, Some(i64::MAX)),
            ("-9223372036854775808", DataType::BigInt, Some(i64::MIN)),
            ("9223372036854775808", DataType::BigInt, None),
            ("123.455", decimal, Some(12_346)),
            ("-123.455", decimal, Some(-12_346)),
            ("123.45499999999999999999999999999999999999999", decimal, Some(12_345)),
            (".5", decimal, Some(50)),
            ("5.", decimal, Some(500)),
            (".", decimal, None),
            ("999.999", decimal, None),
            ("1,5", decimal, None),
        ] {
            assert_eq!(parse_exact(text, to), expected, "'{text}' as {to}");
        }
    }

    #[test]
    fn intervals_round_trip() {
        let qualifier = |from, to| IntervalQualifier { from, to };
        for (text, from, to, ms) in [
            ("+1:30", IntervalUnit::Minute, IntervalUnit::Second, 90_000),
            ("-2 03:04:05.6", IntervalUnit::Day, IntervalUnit::Second, -183_845_600),
            ("+90", IntervalUnit::Second, IntervalUnit::Second, 90_000),
            ("+1-06", IntervalUnit::Year, IntervalUnit::Month, 18),
        ] {
            let qualifier = qualifier(from, to);
            assert_eq!(parse_interval(text, qualifier), Some(ms), "{text}");
            let mut out = String::new();
            push_interval(&mut out, ms, qualifier);
            assert_eq!(out, text);
        }
        let seconds = IntervalQualifier::single(IntervalUnit::Second);
        for wrong in ["", "1:30", "x", "1.", "--1"] {
            let parsed = parse_interval(wrong, seconds);
            assert!(parsed.is_none() || wrong == "1.", "{wrong}: {parsed:?}");
        }
    }
}
