//! From a value in a record to a cell of a typed column: the table of spec/kda-sql.md 13.2.
//!
//! What the table leaves open: text is cut by characters (never inside one); CHAR(n) is not padded; blanks around a
//! number or a datetime in a string are ignored; a DECIMAL takes a number only if no digit is lost, as INTEGER does; a
//! date alone is midnight in a TIMESTAMP; `X'…'` longer than the type is cut as text is.

use crate::{
    column::{Column, ColumnData},
    json_scan::unescape,
    number_text::{self, NumberFault},
    time_text::{parse_date, parse_time, parse_timestamp},
    types::DataType,
};

/// Most bytes of text in one column of one call; ends of rows are 32 bit.
const MAX_COLUMN_BYTES: usize = 1 << 30;

/// What a cell of a row is in the record's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Not in the record.
    Missing,
    /// `null`, or nothing between two CSV delimiters.
    Null,
    /// `true`.
    True,
    /// `false`.
    False,
    /// A JSON number without point and exponent.
    Whole,
    /// Another JSON number.
    Number,
    /// Text as it stands.
    Text,
    /// Text with JSON escapes.
    Escaped,
    /// CSV text with doubled quotes.
    Doubled,
    /// An array or object.
    Nested,
}

/// A value's kind and extent (of a string: without its quotes) in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// What it is.
    pub kind: CellKind,
}

impl Cell {
    /// No value.
    pub(crate) const MISSING: Self = Self { start: 0, end: 0, kind: CellKind::Missing };

    #[inline]
    pub(crate) fn new(kind: CellKind, start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32, kind }
    }

    #[inline]
    pub(crate) fn text(self, record: &str) -> &str {
        record.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// Why a value does not fit its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// The type takes no value of this kind.
    Kind,
    /// The text is no number.
    NotANumber,
    /// The number does not fit the type.
    DoesNotFit,
    /// The text is no date or time in the form of the type.
    Datetime,
    /// The text is no `X'…'` of an even number of hexadecimal digits.
    Binary,
    /// The column holds as much as it can.
    Full,
}

impl From<NumberFault> for Misfit {
    fn from(fault: NumberFault) -> Self {
        match fault {
            NumberFault::NotANumber => Self::NotANumber,
            NumberFault::DoesNotFit => Self::DoesNotFit,
        }
    }
}

/// A column's type, made ready for coercion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Target {
    Integer { range: (i64, i64) },
    Decimal { precision: u8, scale: u8 },
    Real,
    Double,
    Boolean,
    Text { characters: u32 },
    Bytes { length: u32, fixed: bool },
    Date,
    Time,
    Timestamp,
}

impl Target {
    /// The target for a column type; `None` for types that exist in expressions only.
    pub(crate) fn new(data_type: DataType) -> Option<Self> {
        Some(match data_type {
            DataType::TinyInt | DataType::SmallInt | DataType::Integer | DataType::BigInt => {
                Self::Integer { range: data_type.integer_range()? }
            }
            DataType::Decimal { precision, scale } => Self::Decimal { precision, scale },
            DataType::Real => Self::Real,
            DataType::Double => Self::Double,
            DataType::Boolean => Self::Boolean,
            DataType::Char { length } | DataType::Varchar { length: Some(length) } => {
                Self::Text { characters: length }
            }
            DataType::Varchar { length: None } => Self::Text { characters: u32::MAX },
            DataType::Binary { length } => Self::Bytes { length, fixed: true },
            DataType::Varbinary { length } => Self::Bytes { length, fixed: false },
            DataType::Date => Self::Date,
            DataType::Time => Self::Time,
            DataType::Timestamp => Self::Timestamp,
            DataType::Interval(_) | DataType::Record(_) | DataType::Null => return None,
        })
    }

    /// Adds a cell to the column of this type. On an error the column may hold a part of a text without its end;
    /// `Column::truncate` removes it.
    #[inline]
    pub(crate) fn push(
        self,
        cell: Cell,
        record: &str,
        column: &mut Column,
        scratch: &mut String,
    ) -> Result<(), Misfit> {
        if matches!(cell.kind, CellKind::Missing | CellKind::Null) {
            column.push_null();
            return Ok(());
        }
        let text = cell.text(record);
        let (data, nulls) = column.parts_mut();
        match (self, data) {
            (Self::Text { characters }, ColumnData::Text(values)) => {
                if values.buffer_len() + text.len() > MAX_COLUMN_BYTES {
                    return Err(Misfit::Full);
                }
                values.push(cut(plain(cell.kind, text, scratch), characters));
            }
            (Self::Integer { range }, ColumnData::Long(values)) => {
                let number =
                    if cell.kind == CellKind::Whole { text } else { number(cell.kind, text, scratch)? };
                values.push(number_text::integer(number, range)?);
            }
            (Self::Double, ColumnData::Double(values)) => {
                values.push(number_text::double(number(cell.kind, text, scratch)?)?);
            }
            (_, data) => self.push_other(cell.kind, text, data, scratch)?,
        }
        nulls.push(false);
        Ok(())
    }

    /// The types that records hold less often, apart, so that the code for the others stays small.
    #[inline(never)]
    fn push_other(
        self,
        kind: CellKind,
        text: &str,
        data: &mut ColumnData,
        scratch: &mut String,
    ) -> Result<(), Misfit> {
        match (self, data) {
            (Self::Real, ColumnData::Double(values)) => {
                values.push(number_text::real(number(kind, text, scratch)?)?);
            }
            (Self::Decimal { precision, scale }, ColumnData::Long(values)) => {
                values.push(number_text::decimal(number(kind, text, scratch)?, precision, scale)?);
            }
            (Self::Date | Self::Time | Self::Timestamp, ColumnData::Long(values)) => {
                values.push(self.datetime(kind, text, scratch)?);
            }
            (Self::Boolean, ColumnData::Boolean(values)) => values.push(boolean(kind, text, scratch)?),
            (Self::Bytes { length, fixed }, ColumnData::Bytes(values)) => {
                if values.buffer_len() + text.len() > MAX_COLUMN_BYTES {
                    return Err(Misfit::Full);
                }
                values.push(&bytes(kind, text, scratch, length as usize, fixed)?);
            }
            // The column was made for the type.
            _ => return Err(Misfit::Kind),
        }
        Ok(())
    }

    fn datetime(self, kind: CellKind, text: &str, scratch: &mut String) -> Result<i64, Misfit> {
        if !matches!(kind, CellKind::Text | CellKind::Escaped | CellKind::Doubled) {
            return Err(Misfit::Kind);
        }
        let text = plain(kind, text, scratch).trim_matches(is_blank);
        match self {
            Self::Date => parse_date(text),
            Self::Time => parse_time(text),
            _ => parse_timestamp(text).or_else(|| parse_date(text)),
        }
        .ok_or(Misfit::Datetime)
    }
}

/// The text of a value that is to become a number.
fn number<'a>(kind: CellKind, text: &'a str, scratch: &'a mut String) -> Result<&'a str, Misfit> {
    match kind {
        CellKind::True => Ok("1"),
        CellKind::False => Ok("0"),
        CellKind::Whole | CellKind::Number => Ok(text),
        CellKind::Text | CellKind::Escaped | CellKind::Doubled => {
            Ok(plain(kind, text, scratch).trim_matches(is_blank))
        }
        CellKind::Nested | CellKind::Missing | CellKind::Null => Err(Misfit::Kind),
    }
}

fn boolean(kind: CellKind, text: &str, scratch: &mut String) -> Result<bool, Misfit> {
    match kind {
        CellKind::True => Ok(true),
        CellKind::False => Ok(false),
        CellKind::Whole | CellKind::Number => Ok(number_text::is_nonzero(text)),
        CellKind::Text | CellKind::Escaped | CellKind::Doubled => {
            Ok(plain(kind, text, scratch).eq_ignore_ascii_case("true"))
        }
        CellKind::Nested | CellKind::Missing | CellKind::Null => Err(Misfit::Kind),
    }
}

fn bytes(
    kind: CellKind,
    text: &str,
    scratch: &mut String,
    length: usize,
    fixed: bool,
) -> Result<Vec<u8>, Misfit> {
    let mut bytes = match kind {
        CellKind::True | CellKind::False => {
            let mut bytes = vec![0; if fixed { length.max(1) } else { 1 }];
            if let Some(last) = bytes.last_mut() {
                *last = u8::from(kind == CellKind::True);
            }
            bytes
        }
        CellKind::Text | CellKind::Escaped | CellKind::Doubled => {
            binary_literal(plain(kind, text, scratch)).ok_or(Misfit::Binary)?
        }
        _ => return Err(Misfit::Kind),
    };
    bytes.truncate(length);
    if fixed {
        bytes.resize(length, 0);
    }
    Ok(bytes)
}

/// The octets of `X'1f2e'`.
fn binary_literal(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix(['X', 'x'])?.strip_prefix('\'')?.strip_suffix('\'')?;
    crate::hex::decode(digits)
}

/// A text without its escapes or doubled quotes; in `scratch` where it had some.
#[inline]
fn plain<'a>(kind: CellKind, text: &'a str, scratch: &'a mut String) -> &'a str {
    if matches!(kind, CellKind::Escaped | CellKind::Doubled) { unmark(kind, text, scratch) } else { text }
}

#[inline(never)]
fn unmark<'a>(kind: CellKind, text: &'a str, scratch: &'a mut String) -> &'a str {
    match kind {
        CellKind::Escaped => {
            scratch.clear();
            unescape(text, scratch);
            scratch
        }
        CellKind::Doubled => {
            scratch.clear();
            let mut rest = text;
            while let Some(at) = rest.find("\"\"") {
                scratch.push_str(&rest[..=at]);
                rest = &rest[at + 2..];
            }
            scratch.push_str(rest);
            scratch
        }
        _ => text,
    }
}

fn is_blank(c: char) -> bool {
    c.is_ascii_whitespace()
}

/// The first `characters` characters.
#[inline]
pub(crate) fn cut(text: &str, characters: u32) -> &str {
    // A text has at most as many characters as bytes.
    if text.len() <= characters as usize { text } else { cut_long(text, characters as usize) }
}

fn cut_long(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}
