//! Records to rows of the source stream: decoded, stamped with ROWTIME and APPROXIMATE_ARRIVAL_TIME.
//!
//! The service reads its source about once a second and stamps what it read; here a record is stamped with the instant at
//! which it was sent, which is what the service's clock would have shown without that delay.

use std::sync::Arc;

use rillcut_record::{
    Batch, Column, ColumnData, Decoded, Decoder, Error, ErrorRows, Field, Records, SourceSchema,
};
use rillcut_sql::{plan::Plan, source_streams};

use crate::metadata::Metadata;

/// The decoder of an application's source with its counters.
#[derive(Debug, Clone)]
pub struct Source {
    decoder: Decoder,
    decoded: Decoded,
    records: u64,
    bytes: u64,
    rows: u64,
    errors: u64,
    metadata: Metadata,
}

impl Source {
    /// A source of that schema, without the columns that come with records.
    ///
    /// # Errors
    /// When the schema cannot be decoded with.
    pub fn new(schema: &SourceSchema) -> Result<Self, Error> {
        let decoder = Decoder::new(schema)?;
        Ok(Self {
            decoder,
            decoded: Decoded::default(),
            records: 0,
            bytes: 0,
            rows: 0,
            errors: 0,
            metadata: Metadata::none(),
        })
    }

    /// With the columns that a program reads beside the schema's, its source spread over as many streams as it reads.
    #[must_use]
    pub fn for_program(mut self, plan: &Plan, sql: &str) -> Self {
        let source = plan.streams.first().map(|source| source.fields.as_slice()).unwrap_or_default();
        let beside = source.get(self.fields().len()..).unwrap_or_default();
        self.metadata = Metadata::new(beside, source_streams(sql));
        self
    }

    /// A record's partition key is its member of the first of these paths that it has, names between dots. One that has none gets
    /// a key that is drawn, as all of them do otherwise.
    pub fn set_partition_keys<'p>(&mut self, paths: impl Iterator<Item = &'p str>) {
        self.metadata.set_keys(paths);
    }

    /// The schema's columns, without APPROXIMATE_ARRIVAL_TIME and what else comes with records.
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
        let beside = self.metadata.columns(records, &self.decoded.record_of_row, self.records);
        self.records += records.len() as u64;
        self.bytes += records.bytes.len() as u64;
        self.rows += rowtimes.len() as u64;
        self.errors += self.decoded.errors.len() as u64;
        for error in &self.decoded.errors {
            errors.push_record(error, records.bytes, record_time(error.record as usize, &rowtimes));
        }
        let arrival = Column::from_data(ColumnData::Long(rowtimes.clone()));
        let columns = std::mem::take(&mut self.decoded.columns);
        let columns = columns.into_iter().chain(beside).chain([arrival]).map(Arc::new).collect();
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
