//! Records to typed columns, following a schema: the only place where the text of records is read.
//!
//! One pass over the bytes, one call for thousands of records, no allocation per record: buffers live in the decoder
//! and in a reused [`Decoded`]. What a record becomes does not depend on the records around it, nor on how records are
//! cut into calls.

use std::str;

use crate::{
    coerce::{Cell, Target},
    column::Column,
    csv_rows::CsvRows,
    error::{Error, ErrorKind},
    field::Fields,
    json_rows::{JsonRows, RowSink},
    record_error::{RecordError, RecordFault},
    schema::{RecordFormat, SourceSchema},
};

/// Records one after another in a buffer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Records<'a> {
    /// The records' bytes, at most 4 GiB.
    pub bytes: &'a [u8],
    /// The end of each record in `bytes`, ascending; a record begins where the one before ends.
    pub ends: &'a [u32],
}

impl<'a> Records<'a> {
    /// How many records.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One record; empty when its ends are out of order or out of range.
    pub fn get(&self, record: usize) -> &'a [u8] {
        let start = if record == 0 { 0 } else { self.ends[record - 1] as usize };
        self.bytes.get(start..self.ends[record] as usize).unwrap_or_default()
    }

    /// The records, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'a [u8]> {
        let records = *self;
        (0..records.len()).map(move |record| records.get(record))
    }
}

/// What a call of [`Decoder::decode`] made of its records.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decoded {
    /// One column a field of the schema.
    pub columns: Vec<Column>,
    /// The record each row comes from; never decreases. A record can give no row, one, or many.
    pub record_of_row: Vec<u32>,
    /// The records and rows that do not fit, in order.
    pub errors: Vec<RecordError>,
}

impl Decoded {
    /// Rows.
    pub fn rows(&self) -> usize {
        self.record_of_row.len()
    }
}

/// Reads records of one schema. Cheap to keep, reused from call to call.
#[derive(Debug, Clone)]
pub struct Decoder {
    fields: Fields,
    targets: Vec<Target>,
    format: Format,
    scratch: String,
}

#[derive(Debug, Clone)]
enum Format {
    Json(Box<JsonRows>),
    Csv(CsvRows),
}

impl Decoder {
    /// A decoder for a schema.
    ///
    /// # Errors
    /// When the schema is not valid, see [`SourceSchema::check`].
    pub fn new(schema: &SourceSchema) -> Result<Self, Error> {
        schema.check()?;
        let mut targets = Vec::with_capacity(schema.columns.len());
        for column in &schema.columns {
            targets.push(Target::new(column.data_type).ok_or_else(|| ErrorKind::Type {
                text: column.data_type.to_string(),
                reason: "it exists in expressions only",
            })?);
        }
        let format = match &schema.format {
            RecordFormat::Json { row_path } => {
                let mappings = schema.columns.iter().map(|column| column.mapping.as_deref().unwrap_or("$"));
                Format::Json(Box::new(JsonRows::new(row_path, mappings)?))
            }
            RecordFormat::Csv { column_delimiter, row_delimiter } => {
                Format::Csv(CsvRows::new(column_delimiter, row_delimiter, targets.len()))
            }
        };
        Ok(Self { fields: schema.fields(), targets, format, scratch: String::new() })
    }

    /// The columns of the rows.
    pub fn fields(&self) -> &[crate::Field] {
        &self.fields
    }

    /// Decodes records into new columns.
    pub fn decode(&mut self, records: Records<'_>) -> Decoded {
        let mut out = Decoded::default();
        self.decode_into(records, &mut out);
        out
    }

    /// Decodes records into `out`, whose rows and errors of before are dropped and whose memory is used again. Columns
    /// may have been taken out of it, to become a [`Batch`](crate::Batch): then they are made anew.
    pub fn decode_into(&mut self, records: Records<'_>, out: &mut Decoded) {
        self.prepare(records.len(), out);
        // All bytes are checked at once where possible; then a record is a slice whose two ends are looked at.
        let text = str::from_utf8(records.bytes).ok();
        let Self { fields, targets, format, scratch } = self;
        let mut sink = RowWriter { record: 0, base: 0, text: "", fields, targets, scratch, out };
        let mut start = 0;
        for (record, &end) in records.ends.iter().enumerate() {
            let range = start as usize..end as usize;
            // An empty record may lie within a character that its neighbours make together.
            let alone = || records.bytes.get(range.clone()).and_then(|bytes| str::from_utf8(bytes).ok());
            let slice = text.and_then(|text| text.get(range.clone())).or_else(alone);
            sink.record = record as u32;
            sink.base = start;
            sink.text = slice.unwrap_or_default();
            match (slice, &mut *format) {
                (Some(slice), Format::Json(rows)) => rows.read(slice, &mut sink),
                (Some(slice), Format::Csv(rows)) => rows.read(slice, &mut sink),
                (None, _) => {
                    sink.fault(RecordFault::InvalidUtf8, 0, end.saturating_sub(start) as usize);
                }
            }
            start = end;
        }
    }

    fn prepare(&self, records: usize, out: &mut Decoded) {
        let fits = out.columns.len() == self.fields.len()
            && out.columns.iter().zip(&self.fields).all(|(c, f)| c.physical() == f.data_type.physical());
        if fits {
            out.columns.iter_mut().for_each(|column| column.truncate(0));
        } else {
            out.columns = self.fields.iter().map(|field| Column::new(field.data_type)).collect();
        }
        out.columns.iter_mut().for_each(|column| column.reserve(records));
        out.record_of_row.clear();
        out.record_of_row.reserve(records);
        out.errors.clear();
    }
}

/// Puts the rows of one record into the columns.
struct RowWriter<'a> {
    record: u32,
    /// Where the record begins in the bytes of the call.
    base: u32,
    text: &'a str,
    fields: &'a Fields,
    targets: &'a [Target],
    scratch: &'a mut String,
    out: &'a mut Decoded,
}

impl RowSink for RowWriter<'_> {
    #[inline]
    fn row(&mut self, cells: &[Cell], start: usize, end: usize) {
        let columns = self.out.columns.iter_mut();
        for (index, ((&cell, &target), column)) in cells.iter().zip(self.targets).zip(columns).enumerate() {
            if let Err(misfit) = target.push(cell, self.text, column, self.scratch) {
                let text = cell.text(self.text);
                let error = RecordError::of_value(index, &self.fields[index], cell, text, misfit);
                self.reject(error, start, end);
                return;
            }
        }
        self.out.record_of_row.push(self.record);
    }

    #[cold]
    fn fault(&mut self, fault: RecordFault, start: usize, end: usize) {
        // The end of a line belongs to its record, but says nothing.
        let text = self.text.get(start..end).map_or(end - start, |text| text.trim_ascii_end().len());
        self.reject(RecordError::of_text(fault, self.text), start, start + text);
    }
}

impl RowWriter<'_> {
    #[cold]
    fn reject(&mut self, error: RecordError, start: usize, end: usize) {
        let rows = self.out.record_of_row.len();
        self.out.columns.iter_mut().for_each(|column| column.truncate(rows));
        let data = self.base.saturating_add(start as u32)..self.base.saturating_add(end as u32);
        self.out.errors.push(RecordError { record: self.record, data, ..error });
    }
}
