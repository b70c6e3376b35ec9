//! A schema from a sample of records, as DiscoverInputSchema gives it (spec/kda-sql.md 13.3).
//!
//! JSON when most records are JSON objects (or arrays of them), else CSV when rows have one width, else raw text, one
//! column of lines. Records that want to be JSON and are not, or are JSON and no objects, are an error: a guess that is wrong
//! would only be noticed when every row is. Records of the sample that do not fit the guess are left out of it.

use std::str;

use crate::{
    column_names::ColumnNames,
    decode::Records,
    discover_csv,
    discover_json::JsonSample,
    error::{Error, ErrorKind},
    json_scan::skip_value,
    lines::split_lines,
    schema::SourceSchema,
    seen_values::SeenValues,
};

/// Most records of the sample that are looked at.
const MAX_RECORDS: usize = 10_000;
/// Most bytes of the sample that are looked at.
const MAX_BYTES: usize = 16 << 20;

/// Finds a schema for records.
///
/// # Errors
/// REC0020 without records, REC0021 (the service's UnableToDetectSchemaException) when they are neither JSON objects nor CSV nor
/// text, REC0022 when they have more elements than a schema has columns.
pub fn discover(records: Records<'_>) -> Result<SourceSchema, Error> {
    let found = find(records).map(|(schema, _)| schema);
    match found {
        Err(error) if *error.kind() == ErrorKind::UnableToDetectSchema => raw_text(records).ok_or(error),
        found => found,
    }
}

/// A file with a schema of its own, such as reference data: its schema and the records in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<'a> {
    /// How its records become rows.
    pub schema: SourceSchema,
    /// The file without its header.
    pub bytes: &'a [u8],
    /// The end of each record in `bytes`.
    pub ends: Vec<u32>,
}

impl Table<'_> {
    /// The records, without the header.
    pub fn records(&self) -> Records<'_> {
        Records { bytes: self.bytes, ends: &self.ends }
    }
}

/// Finds a schema for a file with a record a line, and the records below its header, if it is CSV and has one.
///
/// Quoted fields must not hold ends of line, as with [`split_lines`].
///
/// # Errors
/// As [`discover`]; raw text is no table.
pub fn discover_table(bytes: &[u8]) -> Result<Table<'_>, Error> {
    let ends = split_lines(bytes);
    let (schema, has_header) = find(Records { bytes, ends: &ends })?;
    // A first line that is not UTF-8 was left out of the sample.
    let header = ends.first().filter(|&&end| has_header && str::from_utf8(&bytes[..end as usize]).is_ok());
    let skipped = usize::from(header.is_some());
    let start = header.copied().unwrap_or(0);
    let bytes = &bytes[start as usize..];
    let ends = ends.iter().skip(skipped).map(|end| end - start).collect();
    Ok(Table { schema, bytes, ends })
}

/// The schema, and whether the first record is a CSV header.
fn find(records: Records<'_>) -> Result<(SourceSchema, bool), Error> {
    if records.is_empty() {
        return Err(ErrorKind::NoRecords.into());
    }
    let sample = sample(records);
    let mut json = JsonSample::default();
    let objects = sample.iter().filter(|record| json.add(record)).count();
    let (schema, has_header) = if objects > 0 && objects * 2 >= sample.len() {
        (json.into_schema()?, false)
    } else {
        discover_csv::schema(&sample).ok_or(ErrorKind::UnableToDetectSchema)?
    };
    schema.check()?;
    Ok((schema, has_header))
}

/// The records that are looked at: text, without those that are empty.
fn sample(records: Records<'_>) -> Vec<&str> {
    let mut bytes = 0;
    records
        .iter()
        .take(MAX_RECORDS)
        .take_while(|record| {
            bytes += record.len();
            bytes <= MAX_BYTES
        })
        .filter_map(|record| str::from_utf8(record).ok())
        .map(|record| record.strip_prefix('\u{feff}').unwrap_or(record))
        .filter(|record| !record.trim_ascii().is_empty())
        .collect()
}

/// The schema of text that is nothing else: one column, wide enough for the longest line. `None` when most records look like JSON.
fn raw_text(records: Records<'_>) -> Option<SourceSchema> {
    let mut lines = SeenValues::default();
    let (mut texts, mut others) = (0, 0);
    for record in sample(records) {
        let text = record.trim_ascii();
        let is_json = skip_value(text.as_bytes(), 0, 0).is_ok_and(|end| end == text.len());
        // A log line may begin with a bracket, but with a brace begins JSON that is not closed.
        if is_json || text.starts_with('{') {
            others += 1;
            continue;
        }
        texts += 1;
        record.lines().for_each(|line| lines.opaque(line));
    }
    (texts > others).then(|| SourceSchema::raw(&ColumnNames::default().next("", None), lines.data_type()))
}
