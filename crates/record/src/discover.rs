//! A schema from a sample of records, as DiscoverInputSchema gives it (spec/kda-sql.md 13.3).
//!
//! JSON when most records are JSON objects (or arrays of them), else CSV when rows have one width, else an error: a
//! guess that is wrong would only be noticed when every row is. Records of the sample that do not fit the guess are left
//! out of it.

use std::str;

use crate::{
    decode::Records,
    discover_csv,
    discover_json::JsonSample,
    error::{Error, ErrorKind},
    schema::SourceSchema,
};

/// Most records of the sample that are looked at.
const MAX_RECORDS: usize = 10_000;
/// Most bytes of the sample that are looked at.
const MAX_BYTES: usize = 16 << 20;

/// Finds a schema for records.
///
/// # Errors
/// REC0020 without records, REC0021 (the service's UnableToDetectSchemaException) when they are neither JSON nor CSV,
/// REC0022 when they have more elements than a schema has columns.
pub fn discover(records: Records<'_>) -> Result<SourceSchema, Error> {
    let mut bytes = 0;
    let sample: Vec<&str> = records
        .iter()
        .take(MAX_RECORDS)
        .take_while(|record| {
            bytes += record.len();
            bytes <= MAX_BYTES
        })
        .filter_map(|record| str::from_utf8(record).ok())
        .map(|record| record.strip_prefix('\u{feff}').unwrap_or(record))
        .filter(|record| !record.trim_ascii().is_empty())
        .collect();
    if records.is_empty() {
        return Err(ErrorKind::NoRecords.into());
    }
    let mut json = JsonSample::default();
    let objects = sample.iter().filter(|record| json.add(record)).count();
    let schema = if objects > 0 && objects * 2 >= sample.len() {
        json.into_schema()?
    } else {
        discover_csv::schema(&sample).ok_or(ErrorKind::UnableToDetectSchema)?
    };
    schema.check()?;
    Ok(schema)
}
