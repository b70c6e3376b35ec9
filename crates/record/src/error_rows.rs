//! `error_stream`: everything that did not fit, as rows of a stream of its own (spec/kda-sql.md 14).
//!
//! The columns are the service's. What it writes into ERROR_NAME and MESSAGE is not recorded anywhere; here they are the
//! stable code and one plain sentence. DATA_ROW is hexadecimal, as the service has it; [`data_row_text`] is the same for
//! people.

use std::sync::Arc;

use crate::{
    batch::Batch,
    coerce::cut,
    column::Column,
    field::{Field, Fields},
    record_error::RecordError,
    types::DataType,
    value::Value,
};

/// Name of the stream.
pub const ERROR_STREAM: &str = "error_stream";

const LEVEL: u32 = 10;
const NAME: u32 = 32;
const MESSAGE: u32 = 4096;
const DATA_ROW: u32 = 49_152;
const PUMP_NAME: u32 = 128;

/// The seven columns of `error_stream`.
pub fn error_stream_fields() -> Fields {
    let varchar = |length| DataType::Varchar { length: Some(length) };
    vec![
        Field::new("ERROR_TIME", DataType::Timestamp),
        Field::new("ERROR_LEVEL", varchar(LEVEL)),
        Field::new("ERROR_NAME", varchar(NAME)),
        Field::new("MESSAGE", varchar(MESSAGE)),
        Field::new("DATA_ROWTIME", DataType::Timestamp),
        Field::new("DATA_ROW", varchar(DATA_ROW)),
        Field::new("PUMP_NAME", varchar(PUMP_NAME)),
    ]
}

/// One row of `error_stream`, before it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorRow<'a> {
    /// When it happened, epoch milliseconds; ROWTIME of the row too.
    pub time: i64,
    /// The stable code.
    pub name: &'a str,
    /// One plain sentence.
    pub message: &'a str,
    /// ROWTIME of the row at fault, if it had one already.
    pub data_rowtime: Option<i64>,
    /// The record or row at fault, as its text.
    pub data: &'a [u8],
    /// The pump that met it; `None` at the source.
    pub pump: Option<&'a str>,
}

/// Collects rows of `error_stream`.
#[derive(Debug, Clone)]
pub struct ErrorRows {
    rowtimes: Vec<i64>,
    columns: Vec<Column>,
    hex: String,
}

impl Default for ErrorRows {
    fn default() -> Self {
        Self::new()
    }
}

impl ErrorRows {
    /// No rows.
    pub fn new() -> Self {
        let columns = error_stream_fields().iter().map(|field| Column::new(field.data_type)).collect();
        Self { rowtimes: Vec::new(), columns, hex: String::new() }
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.rowtimes.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rowtimes.is_empty()
    }

    /// Adds a row. Texts are cut to their columns; ROWTIME never decreases, so an earlier `time` than the last row's
    /// stands in ERROR_TIME only.
    pub fn push(&mut self, row: &ErrorRow<'_>) {
        self.rowtimes.push(self.rowtimes.last().map_or(row.time, |&last| last.max(row.time)));
        self.hex.clear();
        crate::hex::push(&mut self.hex, &row.data[..row.data.len().min(DATA_ROW as usize / 2)]);
        let text = |text: &str, characters| Value::Text(cut(text, characters).to_owned());
        let values = [
            Value::Long(row.time),
            text("ERROR", LEVEL),
            text(row.name, NAME),
            text(row.message, MESSAGE),
            row.data_rowtime.map_or(Value::Null, Value::Long),
            text(&self.hex, DATA_ROW),
            row.pump.map_or(Value::Null, |pump| text(pump, PUMP_NAME)),
        ];
        for (column, value) in self.columns.iter_mut().zip(&values) {
            column.push(value);
        }
    }

    /// Adds a record that did not fit. `bytes` are those of the call that decoded it; `time` is when it arrived.
    pub fn push_record(&mut self, error: &RecordError, bytes: &[u8], time: i64) {
        let message = match error.hint {
            Some(hint) => &format!("{}; {hint}", error.message),
            None => &error.message,
        };
        let data = error.data(bytes);
        self.push(&ErrorRow { time, name: error.code(), message, data_rowtime: None, data, pump: None });
    }

    /// The rows so far as a batch with a rowtime bound; none are left.
    pub fn take(&mut self, bound: i64) -> Batch {
        let full = std::mem::take(self);
        Batch { rowtimes: full.rowtimes, columns: full.columns.into_iter().map(Arc::new).collect(), bound }
    }
}

/// DATA_ROW for people: the text behind the hexadecimal digits, with U+FFFD for what is not UTF-8. `None` when it is not
/// hexadecimal.
pub fn data_row_text(data_row: &str) -> Option<String> {
    crate::hex::decode(data_row).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_the_error_stream() {
        let mut rows = ErrorRows::new();
        let long = "é".repeat(5000);
        let row = ErrorRow {
            time: 2000,
            name: "REC0104",
            message: &long,
            data_rowtime: None,
            data: "{\"a\":\"é\"}".as_bytes(),
            pump: None,
        };
        rows.push(&row);
        let big = vec![0xff; 30_000];
        rows.push(&ErrorRow { time: 1000, data_rowtime: Some(7), data: &big, pump: Some("P"), ..row });
        let batch = rows.take(3000);
        assert!(rows.is_empty());
        assert_eq!(batch.rowtimes, [2000, 2000]);
        assert_eq!(batch.bound, 3000);
        let first = batch.row(0);
        assert_eq!(first[0], Value::Long(2000));
        assert_eq!(first[1], Value::Text("ERROR".to_owned()));
        assert_eq!(first[3], Value::Text("é".repeat(4096)));
        assert_eq!(first[4], Value::Null);
        let Value::Text(hex) = &first[5] else { panic!("{first:?}") };
        assert_eq!(hex, "7b2261223a22c3a9227d");
        assert_eq!(data_row_text(hex).as_deref(), Some("{\"a\":\"é\"}"));
        assert_eq!(first[6], Value::Null);
        let second = batch.row(1);
        assert_eq!((&second[0], &second[4]), (&Value::Long(1000), &Value::Long(7)));
        assert_eq!(second[5], Value::Text("ff".repeat(24_576)));
        assert_eq!(second[6], Value::Text("P".to_owned()));
    }
}
