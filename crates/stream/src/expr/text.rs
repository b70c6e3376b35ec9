//! Functions of text: concatenation, case, SUBSTRING, POSITION, TRIM, OVERLAY (spec/kda-sql.md 11).
//!
//! Positions count characters from 1. Characters are Unicode scalar values; texts that are all ASCII take the short way.

use rillcut_record::{BytesColumn, Column, ColumnData, Nulls, Physical};
use rillcut_sql::{Span, plan::Function};

use super::{
    Evaluate, Input, Operand, Part,
    compile::{exactly, expect, expect_form},
    kernel::{Fault, argument, from_text},
    write::write,
};
use crate::{error::Error, row_error::RowErrors};

pub(super) fn call(function: Function, arguments: Vec<Part>, span: Span) -> Result<Box<dyn Evaluate>, Error> {
    use Physical::{Long, Text};
    let count = arguments.len();
    match function {
        Function::Concat => {
            expect(count >= 2, span, "|| takes two texts")?;
            if arguments.iter().all(|argument| argument.data_type.physical() == Physical::Bytes) {
                let parts = arguments.into_iter().map(|argument| argument.evaluator).collect();
                return Ok(Box::new(ConcatBytes { parts }));
            }
            let forms = vec![Text; count];
            write(arguments, &forms, span, |arguments, row, out| {
                for argument in arguments {
                    out.push_str(argument.text(row));
                }
                Ok(true)
            })
        }
        Function::Upper => write(arguments, &[Text], span, |arguments, row, out| {
            push_case(arguments[0].text(row), true, out);
            Ok(true)
        }),
        Function::Lower => write(arguments, &[Text], span, |arguments, row, out| {
            push_case(arguments[0].text(row), false, out);
            Ok(true)
        }),
        Function::Initcap => write(arguments, &[Text], span, |arguments, row, out| {
            initcap(arguments[0].text(row), out);
            Ok(true)
        }),
        Function::SubstringFrom | Function::SubstringComma => {
            let forms: &[Physical] = if count == 3 { &[Text, Long, Long] } else { &[Text, Long] };
            let null_past_end = function == Function::SubstringComma;
            write(arguments, forms, span, move |arguments, row, out| {
                let length = arguments.get(2).map(|length| length.long(row));
                substring(arguments[0].text(row), arguments[1].long(row), length, null_past_end, out)
            })
        }
        Function::TrimBoth => trim(arguments, span, true, true),
        Function::TrimLeading => trim(arguments, span, true, false),
        Function::TrimTrailing => trim(arguments, span, false, true),
        Function::Overlay => {
            let forms: &[Physical] = if count == 4 { &[Text, Text, Long, Long] } else { &[Text, Text, Long] };
            write(arguments, forms, span, |arguments, row, out| {
                let length = arguments.get(3).map(|length| length.long(row));
                overlay(arguments[0].text(row), arguments[1].text(row), arguments[2].long(row), length, out)
            })
        }
        Function::CharLength => {
            let [operand] = exactly(arguments, span)?;
            expect_form(&operand, Text)?;
            Ok(from_text(operand, span, |text| Ok::<i64, Fault>(characters(text) as i64)))
        }
        Function::Position => {
            let [needle, hay] = exactly(arguments, span)?;
            expect_form(&needle, Text)?;
            expect_form(&hay, Text)?;
            Ok(Box::new(Position { needle: needle.evaluator, hay: hay.evaluator }))
        }
        _ => Err(Error::unsound(span, format!("{function:?} is no function of text"))),
    }
}

fn push_case(text: &str, upper: bool, out: &mut String) {
    let start = out.len();
    if text.is_ascii() {
        out.push_str(text);
        let written = &mut out[start..];
        if upper { written.make_ascii_uppercase() } else { written.make_ascii_lowercase() }
    } else {
        out.push_str(&if upper { text.to_uppercase() } else { text.to_lowercase() });
    }
}

/// The first letter of each word in upper case, the others in lower case; words are parted by blanks.
fn initcap(text: &str, out: &mut String) {
    let mut inside = false;
    for character in text.chars() {
        if inside {
            out.extend(character.to_lowercase());
        } else {
            out.extend(character.to_uppercase());
        }
        inside = !character.is_whitespace();
    }
}

fn characters(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// The byte at which a character begins; past the end it is the end.
fn byte_of(text: &str, character: usize) -> usize {
    if text.is_ascii() {
        character.min(text.len())
    } else {
        text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
    }
}

/// A start before 1 shortens the result, as characters at 0 and below do not exist.
fn substring(
    text: &str,
    start: i64,
    length: Option<i64>,
    null_past_end: bool,
    out: &mut String,
) -> Result<bool, Fault> {
    if length.is_some_and(|length| length < 0) {
        return Err(argument("SUBSTRING takes a length of zero or more"));
    }
    if null_past_end && start > characters(text) as i64 {
        return Ok(false);
    }
    let end = length.map_or(i64::MAX, |length| start.saturating_add(length)).max(1);
    let from = byte_of(text, usize::try_from(start.max(1) - 1).unwrap_or(usize::MAX));
    let to = byte_of(text, usize::try_from(end - 1).unwrap_or(usize::MAX));
    out.push_str(text.get(from..to.max(from)).unwrap_or(""));
    Ok(true)
}

fn overlay(
    text: &str,
    replacement: &str,
    start: i64,
    length: Option<i64>,
    out: &mut String,
) -> Result<bool, Fault> {
    let length = length.unwrap_or(characters(replacement) as i64);
    if length < 0 {
        return Err(argument("OVERLAY takes a length of zero or more"));
    }
    // What a start before 1 puts before the text takes nothing of it away.
    let place = |at: i64| byte_of(text, usize::try_from(at).unwrap_or(if at < 0 { 0 } else { usize::MAX }));
    let start = start.saturating_sub(1);
    let (from, to) = (place(start), place(start.saturating_add(length)));
    out.push_str(&text[..from]);
    out.push_str(replacement);
    out.push_str(&text[to.max(from)..]);
    Ok(true)
}

fn trim(arguments: Vec<Part>, span: Span, leading: bool, trailing: bool) -> Result<Box<dyn Evaluate>, Error> {
    write(arguments, &[Physical::Text, Physical::Text], span, move |arguments, row, out| {
        let mut characters = arguments[0].text(row).chars();
        let (Some(character), None) = (characters.next(), characters.next()) else {
            return Err(argument("TRIM takes a single character"));
        };
        let mut text = arguments[1].text(row);
        if leading {
            text = text.trim_start_matches(character);
        }
        if trailing {
            text = text.trim_end_matches(character);
        }
        out.push_str(text);
        Ok(true)
    })
}

/// `||` of binary strings.
#[derive(Debug)]
struct ConcatBytes {
    parts: Vec<Box<dyn Evaluate>>,
}

impl Evaluate for ConcatBytes {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let len = input.len();
        let operands: Vec<Operand<'a>> = self.parts.iter().map(|part| part.evaluate(input, errors)).collect();
        let nulls = operands.iter().fold(Nulls::none(len), |nulls, operand| nulls.union(&operand.nulls(len)));
        let mut column = BytesColumn::new();
        let mut row = Vec::new();
        for position in 0..len {
            row.clear();
            for operand in &operands {
                row.extend_from_slice(operand.octets().get(position));
            }
            column.push(if nulls.is_null(position) { &[] } else { &row });
        }
        Operand::Owned(Column::from_parts(ColumnData::Bytes(column), nulls))
    }
}

/// POSITION(needle IN text): the empty needle is at 1.
#[derive(Debug)]
struct Position {
    needle: Box<dyn Evaluate>,
    hay: Box<dyn Evaluate>,
}

impl Evaluate for Position {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let len = input.len();
        let needle = self.needle.evaluate(input, errors);
        let hay = self.hay.evaluate(input, errors);
        let nulls = needle.nulls(len).union(&hay.nulls(len));
        let (needles, hays) = (needle.texts(), hay.texts());
        let values = (0..len)
            .map(|i| {
                if nulls.is_null(i) {
                    return 0;
                }
                let hay = hays.get(i);
                hay.find(needles.get(i)).map_or(0, |at| characters(&hay[..at]) as i64 + 1)
            })
            .collect();
        let data = ColumnData::Long(values);
        Operand::Owned(Column::from_parts(data, nulls))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, start: i64, length: Option<i64>, comma: bool) -> Option<String> {
        let mut out = String::new();
        substring(text, start, length, comma, &mut out).unwrap().then_some(out)
    }

    #[test]
    fn substrings() {
        for (start, length, from, comma) in [
            (1, Some(3), "aéc", Some("aéc")),
            (2, None, "écd", Some("écd")),
            (0, Some(2), "a", Some("a")),
            (-5, Some(2), "", Some("")),
            (4, Some(99), "d", Some("d")),
            (5, Some(1), "", None),
            (1, Some(0), "", Some("")),
            (i64::MIN, Some(i64::MAX), "", Some("")),
            (i64::MAX, Some(i64::MAX), "", None),
        ] {
            assert_eq!(cut("aécd", start, length, false).as_deref(), Some(from), "from {start} {length:?}");
            assert_eq!(cut("aécd", start, length, true).as_deref(), comma, "comma {start} {length:?}");
        }
        assert!(substring("a", 1, Some(-1), false, &mut String::new()).is_err());
    }

    #[test]
    fn overlays_and_words() {
        let mut out = String::new();
        overlay("abcdef", "XY", 2, None, &mut out).unwrap();
        assert_eq!(out, "aXYdef");
        out.clear();
        overlay("abc", "X", 99, Some(1), &mut out).unwrap();
        assert_eq!(out, "abcX");
        out.clear();
        initcap("hello WORLD-wide été", &mut out);
        assert_eq!(out, "Hello World-wide Été");
        // The SQL reference's table.
        for (start, length, expected) in [
            (1, None, "foo45"),
            (0, None, "foo345"),
            (-2, None, "foo12345"),
            (4, None, "123foo"),
            (17, None, "12345foo"),
            (2, Some(0), "1foo2345"),
            (2, Some(2), "1foo45"),
            (2, Some(9), "1foo"),
        ] {
            out.clear();
            overlay("12345", "foo", start, length, &mut out).unwrap();
            assert_eq!(out, expected, "{start} {length:?}");
        }
    }
}
