//! Records to rows of the source stream: decoded, stamped with ROWTIME and APPROXIMATE_ARRIVAL_TIME.
//!
//! The service reads its source about once a second and stamps what it read; here a record is stamped with the instant at
//! which it was sent, which is what the service's clock would have shown without that delay.

use std::sync::Arc;

use rillcut_record::{
    Batch, Column, ColumnData, Decoded, Decoder, Error, ErrorRows, Field, Records, SourceSchema,
};

/// The decoder of an application's source with its counters.
#[derive(Debug, Clone)]
pub struct Source {
    decoder: Decoder,
    decoded: Decoded,
    records: u64,
    bytes: u64,
    rows: u64,
    errors: u64,
}

impl Source {
    /// A source of that schema.
    ///
    /// # Errors
    /// When the schema cannot be decoded with.
    pub fn new(schema: &SourceSchema) -> Result<Self, Error> {
        let decoder = Decoder::new(schema)?;
        Ok(Self { decoder, decoded: Decoded::default(), records: 0, bytes: 0, rows: 0, errors: 0 })
    }

    /// The schema's columns, without APPROXIMATE_ARRIVAL_TIME.
    pub fn fields(&self) -> &[Field] {
        self.decoder.fields()
    }

    /// Decodes records that arrived at `instants` (epoch milliseconds, never decreasing). What does not fit is added to `errors`.
    pub fn decode(
        &mut self,
        records: Records<'_>,
        instants: &[i64],
        bound: i64,
        errors: &mut ErrorRows,
    ) -> Batch {
        self.decode_with(
            records,
            bound,
            errors,
            |decoded| decoded.record_of_row.iter().map(|&record| instants[record as usize]).collect(),
            |record, _| instants[record],
        )
    }

    /// Decodes records whose rows carry their own times: `rowtimes` reads them off the decoded rows, `record_time` dates
    /// a record that does not fit, given the rows' times.
    pub fn decode_with(
        &mut self,
        records: Records<'_>,
        bound: i64,
        errors: &mut ErrorRows,
        rowtimes: impl FnOnce(&Decoded) -> Vec<i64>,
        record_time: impl Fn(usize, &[i64]) -> i64,
    ) -> Batch {
        self.decoder.decode_into(records, &mut self.decoded);
        let rowtimes = rowtimes(&self.decoded);
        self.records += records.len() as u64;
        self.bytes += records.bytes.len() as u64;
        self.rows += rowtimes.len() as u64;
        self.errors += self.decoded.errors.len() as u64;
        for error in &self.decoded.errors {
            errors.push_record(error, records.bytes, record_time(error.record as usize, &rowtimes));
        }
        let arrival = Column::from_data(ColumnData::Long(rowtimes.clone()));
        let columns = std::mem::take(&mut self.decoded.columns);
        let columns = columns.into_iter().chain([arrival]).map(Arc::new).collect();
        Batch { rowtimes, columns, bound }
    }

    /// Records, bytes, rows and rows that did not fit since the start.
    pub fn counters(&self) -> crate::protocol::SourceStatus {
        crate::protocol::SourceStatus {
            records: self.records,
            bytes: self.bytes,
            rows: self.rows,
            errors: self.errors,
        }
    }
}
