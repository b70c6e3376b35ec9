//! Records that do not fit: what `error_stream` is made of (spec/kda-sql.md 14).
//!
//! Not a `Result`: a call decodes thousands of records, and those that do not fit stand beside the rows of the others,
//! each with the place of its text, so that nothing is lost and the counters add up.

use std::ops::Range;

use crate::{
    coerce::{Cell, CellKind, Misfit},
    field::Field,
    json_scan::Syntax,
    types::DataType,
};

/// Why a record, or a row of it, is not in the input stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RecordErrorKind {
    /// The record has no text, or an empty array.
    Empty,
    /// The record is not UTF-8.
    InvalidUtf8,
    /// The record is not JSON.
    InvalidJson,
    /// A value does not fit its column.
    Coercion,
    /// A row is not a JSON object.
    NotAnObject,
    /// RecordRowPath leads nowhere in this record.
    NoRowPath,
    /// The record gives more rows than the decoder makes of one record.
    TooLarge,
    /// A quote in a CSV row is not closed, or text follows it.
    InvalidCsv,
}

impl RecordErrorKind {
    /// The stable code, ERROR_NAME in `error_stream`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "REC0101",
            Self::InvalidUtf8 => "REC0102",
            Self::InvalidJson => "REC0103",
            Self::Coercion => "REC0104",
            Self::NotAnObject => "REC0105",
            Self::NoRowPath => "REC0106",
            Self::TooLarge => "REC0107",
            Self::InvalidCsv => "REC0108",
        }
    }
}

/// A record, or a row of a record, that does not fit the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordError {
    /// Which record of the call, from 0.
    pub record: u32,
    /// The column whose value does not fit, for [`RecordErrorKind::Coercion`].
    pub column: Option<usize>,
    /// What kind of error.
    pub kind: RecordErrorKind,
    /// One plain sentence.
    pub message: String,
    /// What to do about it, where there is something.
    pub hint: Option<&'static str>,
    /// Where the text that gave no row lies in the bytes of the call.
    pub data: Range<u32>,
}

impl RecordError {
    /// The stable code, such as `REC0104`.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// The text that gave no row.
    pub fn data<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        bytes.get(self.data.start as usize..self.data.end as usize).unwrap_or_default()
    }

    /// An error of one value of a row.
    pub(crate) fn of_value(column: usize, field: &Field, cell: Cell, text: &str, misfit: Misfit) -> Self {
        let Field { name, data_type, .. } = field;
        let value = describe(cell, text);
        let (reason, mut hint) = reason(cell.kind, misfit);
        if misfit == Misfit::DoesNotFit && *data_type == DataType::Double {
            hint = Some("make the column a VARCHAR");
        }
        Self {
            record: 0,
            column: Some(column),
            kind: RecordErrorKind::Coercion,
            message: format!("column \"{name}\" is {data_type}, which {value} does not fit: {reason}"),
            hint,
            data: 0..0,
        }
    }

    /// An error of a whole record or row, whose text begins at `start` of the record.
    pub(crate) fn of_text(fault: RecordFault, record: &str) -> Self {
        let (kind, message, hint) = match fault {
            RecordFault::Empty => (RecordErrorKind::Empty, "the record is empty".to_owned(), None),
            RecordFault::InvalidUtf8 => (
                RecordErrorKind::InvalidUtf8,
                "the record is not UTF-8 text".to_owned(),
                Some("records that are compressed or aggregated must be unpacked before they are sent"),
            ),
            RecordFault::Syntax(Syntax { at, what }) => {
                let character = character(record, at as usize);
                let message = format!("the record is not JSON: {} at character {character}", what.text());
                (RecordErrorKind::InvalidJson, message, None)
            }
            RecordFault::NotAnObject => {
                (RecordErrorKind::NotAnObject, "the row is not a JSON object".to_owned(), None)
            }
            RecordFault::NoRowPath => (
                RecordErrorKind::NoRowPath,
                "the record has nothing at RecordRowPath".to_owned(),
                Some("RecordRowPath is $ when the record itself is the row"),
            ),
            RecordFault::TooManyRows => {
                (RecordErrorKind::TooLarge, "the record gives too many rows".to_owned(), None)
            }
            RecordFault::Quote { at, closed } => {
                let character = character(record, at);
                let what = if closed { "text follows the closing quote" } else { "a quote is not closed" };
                let message = format!("the record is not CSV: {what} at character {character}");
                (RecordErrorKind::InvalidCsv, message, Some("a quote inside quotes is written twice"))
            }
        };
        Self { record: 0, column: None, kind, message, hint, data: 0..0 }
    }
}

/// Why a text gives no row; positions count from the beginning of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RecordFault {
    Empty,
    InvalidUtf8,
    Syntax(Syntax),
    NotAnObject,
    NoRowPath,
    TooManyRows,
    Quote { at: usize, closed: bool },
}

impl From<Syntax> for RecordFault {
    fn from(syntax: Syntax) -> Self {
        Self::Syntax(syntax)
    }
}

/// Which character of a record begins at a byte, from 1.
fn character(record: &str, at: usize) -> usize {
    record.get(..at).map_or(at, |before| before.chars().count()) + 1
}

/// A value as people read it, shortened.
fn describe(cell: Cell, text: &str) -> String {
    const SHOWN: u32 = 40;
    let short = crate::coerce::cut(text, SHOWN);
    let dots = if short.len() < text.len() { "…" } else { "" };
    match cell.kind {
        CellKind::Text | CellKind::Escaped | CellKind::Doubled => format!("the text \"{short}{dots}\""),
        CellKind::Nested if text.starts_with('[') => format!("the array {short}{dots}"),
        CellKind::Nested => format!("the object {short}{dots}"),
        CellKind::Whole | CellKind::Number => format!("the number {short}{dots}"),
        CellKind::True | CellKind::False | CellKind::Missing | CellKind::Null => text.to_owned(),
    }
}

fn reason(kind: CellKind, misfit: Misfit) -> (&'static str, Option<&'static str>) {
    match misfit {
        Misfit::NotANumber => ("it is no number", Some("make the column a VARCHAR")),
        Misfit::DoesNotFit => {
            ("it would lose digits or is out of range", Some("make the column a DOUBLE or a larger type"))
        }
        Misfit::Datetime => (
            "it is not in the form of the type",
            Some(
                "the forms are 1992-02-14, 18:35:44 and 1992-02-14 18:35:44.0; make the column a VARCHAR and use \
                 CHAR_TO_TIMESTAMP for others",
            ),
        ),
        Misfit::Binary => ("binary text is written X'1F2E'", None),
        Misfit::Full => ("the column is full", None),
        Misfit::Kind if kind == CellKind::Nested => (
            "arrays and objects fit VARCHAR only",
            Some("map a value inside it, or make the column a VARCHAR"),
        ),
        Misfit::Kind => ("a value of this kind is never converted to it", None),
    }
}
