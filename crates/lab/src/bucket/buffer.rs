//! What a bucket has gathered since its last object.

use std::io::Write;

use flate2::{Compression, GzBuilder};
use rillcut_record::{Batch, Column, Field, encode_csv_row, encode_json_row};

use super::spec::ObjectFormat;

/// Octets of an object's beginning that are shown without opening it.
const PREVIEW: usize = 2048;

/// Records or rows that wait.
#[derive(Debug, Clone)]
pub(crate) struct Buffer {
    full: Full,
    is_raw: bool,
}

/// The content of a buffer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Full {
    /// Records, or rows as text.
    pub(super) text: Vec<u8>,
    /// Rows for Parquet.
    pub(super) columns: Vec<Column>,
    /// Octets that the columns take.
    column_bytes: u64,
    /// The first rows for Parquet as text.
    head: Vec<u8>,
    pub(super) records: u64,
    pub(super) from_ms: i64,
}

impl Full {
    pub(super) fn bytes(&self) -> u64 {
        self.text.len() as u64 + self.column_bytes
    }

    /// The beginning as text, cut at the end of a line.
    pub(super) fn preview(&self) -> String {
        let all = if self.columns.is_empty() { &self.text } else { &self.head };
        let mut end = all.len().min(PREVIEW);
        if end < all.len() {
            end = all[..end].iter().rposition(|&byte| byte == b'\n').map_or(end, |at| at + 1);
        }
        String::from_utf8_lossy(&all[..end]).into_owned()
    }
}

impl Buffer {
    pub(super) fn new(is_raw: bool) -> Self {
        Self { full: Full::default(), is_raw }
    }

    pub(super) fn records(&self) -> u64 {
        self.full.records
    }

    pub(super) fn bytes(&self) -> u64 {
        self.full.bytes()
    }

    /// Time of the first record; `None` when there is none.
    pub(super) fn began_ms(&self) -> Option<i64> {
        (self.full.records > 0).then_some(self.full.from_ms)
    }

    fn note(&mut self, instant_ms: i64) {
        if self.full.records == 0 {
            self.full.from_ms = instant_ms;
        }
        self.full.records += 1;
    }

    /// Adds a record as it was sent: a delivery stream puts nothing between records.
    pub(super) fn push_record(&mut self, record: &[u8], instant_ms: i64) {
        debug_assert!(self.is_raw);
        self.note(instant_ms);
        self.full.text.extend_from_slice(record);
    }

    /// Adds a row.
    pub(super) fn push_row(&mut self, format: ObjectFormat, fields: &[Field], batch: &Batch, row: usize) {
        self.note(batch.rowtimes[row]);
        let mut line = String::new();
        let is_shown = self.full.head.len() < PREVIEW;
        match format {
            ObjectFormat::Csv => encode_csv_row(fields, &batch.columns, row, &mut line),
            ObjectFormat::Parquet if !is_shown => {}
            _ => encode_json_row(fields, &batch.columns, row, &mut line),
        }
        line.push('\n');
        if format != ObjectFormat::Parquet {
            self.full.text.extend_from_slice(line.as_bytes());
            return;
        }
        if is_shown {
            self.full.head.extend_from_slice(line.as_bytes());
        }
        if self.full.columns.is_empty() {
            self.full.columns = fields.iter().map(|field| Column::new(field.data_type)).collect();
        }
        for (column, source) in self.full.columns.iter_mut().zip(&batch.columns) {
            let value = source.value(row);
            self.full.column_bytes += match &value {
                rillcut_record::Value::Text(text) => text.len() as u64 + 4,
                rillcut_record::Value::Bytes(bytes) => bytes.len() as u64 + 4,
                _ => 8,
            };
            column.push(&value);
        }
    }

    /// The content, unless there is none; the buffer is empty then.
    pub(super) fn take(&mut self) -> Option<Full> {
        (self.full.records > 0).then(|| std::mem::take(&mut self.full))
    }
}

/// Compresses as gzip, without a name or a time, so that equal input gives equal output.
pub(super) fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut out = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::fast());
    // Writing to a vector cannot fail.
    let _infallible = out.write_all(plain);
    out.finish().unwrap_or_default()
}
