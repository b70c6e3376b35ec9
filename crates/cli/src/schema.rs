//! The source's schema: read from a file or discovered from records.

use rillcut_record::{Error, RAW_DELIMITER, RecordFormat, Records, SourceSchema, discover};

use crate::{
    failure::{Failure, in_brackets},
    input::{self, Chunk, Lines},
};

/// Reads AWS InputSchema JSON.
pub(crate) fn read(file: &str) -> Result<SourceSchema, Failure> {
    SourceSchema::from_json(&input::text(file)?).map_err(|error| told(file, &error))
}

/// Lines that discovery looks at.
const SAMPLE: usize = 1000;

/// Discovers the schema of a file's records, and reads them from there on by it.
pub(crate) fn discovered(file: &str, lines: &mut Lines) -> Result<SourceSchema, Failure> {
    let sample = lines.sample(SAMPLE)?;
    let is_raw = |schema: &SourceSchema| matches!(&schema.format, RecordFormat::Csv { column_delimiter, .. } if column_delimiter == RAW_DELIMITER);
    if goes_over_lines(&sample) {
        let message = "the JSON goes over several lines, and a record is one line here";
        let hint = "jq -c . FILE puts each object on a line, jq -c .[] FILE those of an array";
        return Err(Failure::input(format!("{file}:1:1: error[CLI0009]: {message} ({hint})")));
    }
    let mut schema = discover(sample.records()).map_err(|error| told(file, &error))?;
    // Quoted fields may hold ends of line, so that lines are no rows. Then the file is looked at as one record of many rows.
    if is_raw(&schema) && sample.bytes.contains(&b'"') {
        let whole = discover(Records { bytes: &sample.bytes, ends: &[sample.bytes.len() as u32] });
        let is_csv =
            |whole: &SourceSchema| matches!(whole.format, RecordFormat::Csv { .. }) && !is_raw(whole);
        schema = whole.ok().filter(is_csv).unwrap_or(schema);
    }
    lines.expect(&schema);
    Ok(schema)
}

/// Whether a file begins like JSON that is laid out for people. A log's line may begin with a bracket too.
fn goes_over_lines(sample: &Chunk) -> bool {
    let records = sample.records();
    let mut lines = records.iter().map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let first = lines.next().map(|line| line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line));
    first.is_some_and(|line| matches!(line, b"{" | b"[") || line.starts_with(b"[{") && line.ends_with(b","))
}

/// What is wrong with a schema or with the text of a file.
pub(crate) fn told(file: &str, error: &Error) -> Failure {
    let place = error.place().map(|place| format!("{place}: ")).unwrap_or_default();
    let separator = if place.is_empty() { ": " } else { ":" };
    let hint = in_brackets(error.hint());
    Failure::input(format!("{file}{separator}{place}error[{}]: {}{hint}", error.code(), error.kind()))
}
