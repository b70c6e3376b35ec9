//! Records of log parsers, and their fields (spec/kda-sql.md 11).
//!
//! A record is a text in which each field stands behind its length in bytes, `4:Mary3:had`, and NULL is `~`. So a line is parsed once,
//! however many of its fields are used, and a field is found without looking at the characters of those before it. A column
//! for each field was rejected: most programs use few of them.

use std::fmt::Write;

use rillcut_pattern::{Quotes, fixed_field, split_fields};
use rillcut_record::{DataType, Physical};
use rillcut_sql::{Span, plan::Function};

use super::{Evaluate, Part, kernel::argument, write::write};
use crate::error::Error;

/// Appends a field.
pub(super) fn push_field(field: Option<&str>, out: &mut String) {
    match field {
        None => out.push('~'),
        Some(text) => {
            // Writing to a String cannot fail.
            let _infallible = write!(out, "{}:", text.len());
            out.push_str(text);
        }
    }
}

/// The field at a position; `None` when it is NULL or not there.
fn field(record: &str, index: usize) -> Option<&str> {
    let mut rest = record;
    for position in 0..=index {
        if let Some(behind) = rest.strip_prefix('~') {
            if position == index {
                return None;
            }
            rest = behind;
            continue;
        }
        let (length, behind) = rest.split_once(':')?;
        let length: usize = length.parse().ok()?;
        if position == index {
            return behind.get(..length);
        }
        rest = behind.get(length..)?;
    }
    None
}

pub(super) fn call(
    function: Function,
    arguments: Vec<Part>,
    data_type: DataType,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    use Physical::{Long, Text};
    match function {
        Function::RecordField(index) => {
            let longest = match data_type {
                DataType::Varchar { length: Some(length) } => length as usize,
                _ => usize::MAX,
            };
            write(arguments, &[Text], span, move |arguments, row, out| {
                let Some(text) = field(arguments[0].text(row), usize::from(index)) else { return Ok(false) };
                let end = text.char_indices().nth(longest).map_or(text.len(), |(at, _)| at);
                out.push_str(&text[..end]);
                Ok(true)
            })
        }
        Function::DelimitedLog => {
            write(arguments, &[Text, Long, Text, Text, Text], span, |arguments, row, out| {
                let most = usize::try_from(arguments[1].long(row)).unwrap_or_default();
                let mut quotes = arguments[4].text(row).chars();
                let quotes = quotes.next().map(|open| Quotes { open, close: quotes.next().unwrap_or(open) });
                let (delimiter, escape) = (arguments[2].text(row), arguments[3].text(row));
                let mut given = 0;
                split_fields(arguments[0].text(row), most, delimiter, escape, quotes, |field| {
                    push_field(Some(field), out);
                    given += 1;
                });
                // A line with fewer fields leaves the others NULL.
                for _ in given..most {
                    push_field(None, out);
                }
                Ok(true)
            })
        }
        Function::FixedColumnLog => write(arguments, &[Text, Text], span, |arguments, row, out| {
            let line = arguments[0].text(row);
            for column in arguments[1].text(row).split(',') {
                let (start, length) = match column.split_once('+') {
                    Some((start, length)) => (start, length.parse().ok()),
                    None => (column, None),
                };
                let Ok(start) = start.parse() else { return Err(argument("a column has no start")) };
                push_field(fixed_field(line, start, length), out);
            }
            Ok(true)
        }),
        _ => Err(Error::unsound(span, format!("{function:?} is no function of records"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_back() {
        let fields = [Some("Mary"), None, Some(""), Some("a:b~é"), Some("12")];
        let mut record = String::new();
        for field in fields {
            push_field(field, &mut record);
        }
        for (index, expected) in fields.into_iter().enumerate() {
            assert_eq!(field(&record, index), expected);
        }
        assert_eq!(field(&record, 5), None);
        assert_eq!(field("", 0), None);
        assert_eq!(field("9:short", 0), None);
    }
}
