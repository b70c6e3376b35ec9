//! One pass over a CSV record: the extent of every field, row by row.
//!
//! Quotes as RFC 4180 has them, for delimiters of any length. A field with nothing in it is NULL, `""` is the empty
//! text. With `\n` as row delimiter a `\r` before it is no part of the field. Rows may be longer or shorter than the
//! schema (leading columns may be used alone; what is missing is NULL); empty rows are none (spec/kda-sql.md 13.1). Raw text
//! is one column with [`RAW_DELIMITER`]: there a quote is a character like any other.

use memchr::{memchr, memchr2};

use crate::{
    coerce::{Cell, CellKind},
    json_rows::{RowSink, byte_order_mark},
    record_error::RecordFault,
    schema::RAW_DELIMITER,
};

/// Most cells (rows times columns) from one record.
const MAX_CELLS: usize = 1 << 22;

/// The reader of CSV records.
#[derive(Debug, Clone)]
pub(crate) struct CsvRows {
    column_delimiter: Vec<u8>,
    row_delimiter: Vec<u8>,
    has_quotes: bool,
    cells: Vec<Cell>,
}

/// What ended a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Field,
    Row,
}

impl CsvRows {
    /// A reader for so many columns; the delimiters are not empty.
    pub(crate) fn new(column_delimiter: &str, row_delimiter: &str, columns: usize) -> Self {
        Self {
            column_delimiter: column_delimiter.into(),
            row_delimiter: row_delimiter.into(),
            has_quotes: columns != 1 || column_delimiter != RAW_DELIMITER,
            cells: vec![Cell::MISSING; columns],
        }
    }

    /// Reads a whole record.
    pub(crate) fn read(&mut self, record: &str, sink: &mut impl RowSink) {
        let bytes = record.as_bytes();
        let (mut at, mut rows) = (byte_order_mark(bytes), 0usize);
        while at < bytes.len() {
            let start = at;
            match self.row(bytes, at) {
                Ok((end, after)) => {
                    at = after;
                    if end == start {
                        continue;
                    }
                    rows += 1;
                    if rows.saturating_mul(self.cells.len()) > MAX_CELLS {
                        sink.fault(RecordFault::TooManyRows, start, bytes.len());
                        return;
                    }
                    sink.row(&self.cells, start, end);
                }
                Err(fault) => {
                    sink.fault(fault, start, bytes.len());
                    return;
                }
            }
        }
        if rows == 0 {
            sink.fault(RecordFault::Empty, 0, bytes.len());
        }
    }

    /// Reads one row: where its text ends and where the next begins.
    fn row(&mut self, bytes: &[u8], mut at: usize) -> Result<(usize, usize), RecordFault> {
        self.cells.fill(Cell::MISSING);
        let mut column = 0;
        loop {
            let (cell, end, after, next) = self.field(bytes, at)?;
            if let Some(slot) = self.cells.get_mut(column) {
                *slot = cell;
            }
            column += 1;
            if next == After::Row {
                return Ok((end, after));
            }
            at = after;
        }
    }

    /// Reads one field: its cell, where its text ends, where the text after its delimiter begins.
    fn field(&self, bytes: &[u8], at: usize) -> Result<(Cell, usize, usize, After), RecordFault> {
        if self.has_quotes && bytes.get(at) == Some(&b'"') {
            let (close, doubled) = closing_quote(bytes, at)?;
            let kind = if doubled { CellKind::Doubled } else { CellKind::Text };
            let cell = Cell::new(kind, at + 1, close);
            let mut end = close + 1;
            if self.row_delimiter == b"\n" && bytes.get(end) == Some(&b'\r') {
                end += 1;
            }
            return match self.delimiter(bytes, end) {
                Some((after, next)) => Ok((cell, end, after, next)),
                None => Err(RecordFault::Quote { at: end, closed: true }),
            };
        }
        let mut end = at;
        let (after, next) = loop {
            let rest = bytes.get(end..).unwrap_or_default();
            end = match memchr2(self.column_delimiter[0], self.row_delimiter[0], rest) {
                Some(found) => end + found,
                None => bytes.len(),
            };
            match self.delimiter(bytes, end) {
                Some(found) => break found,
                None => end += 1,
            }
        };
        let mut text_end = end;
        if next == After::Row && self.row_delimiter == b"\n" && text_end > at && bytes[text_end - 1] == b'\r'
        {
            text_end -= 1;
        }
        let kind = if text_end == at { CellKind::Null } else { CellKind::Text };
        Ok((Cell::new(kind, at, text_end), text_end, after, next))
    }

    /// The delimiter that begins at `at`, if any; the end of the record ends a row.
    fn delimiter(&self, bytes: &[u8], at: usize) -> Option<(usize, After)> {
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.is_empty() {
            Some((at, After::Row))
        } else if rest.starts_with(&self.row_delimiter) {
            Some((at + self.row_delimiter.len(), After::Row))
        } else if rest.starts_with(&self.column_delimiter) {
            Some((at + self.column_delimiter.len(), After::Field))
        } else {
            None
        }
    }
}

/// The quote that closes the one at `open`, and whether quotes between are doubled.
fn closing_quote(bytes: &[u8], open: usize) -> Result<(usize, bool), RecordFault> {
    let (mut at, mut doubled) = (open + 1, false);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(found) = memchr(b'"', rest) else {
            return Err(RecordFault::Quote { at: open, closed: false });
        };
        at += found;
        if bytes.get(at + 1) != Some(&b'"') {
            return Ok((at, doubled));
        }
        doubled = true;
        at += 2;
    }
}
