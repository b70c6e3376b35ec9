//! The source's schema: read from a file or discovered from records.

use rillcut_record::{Error, SourceSchema, discover};

use crate::{
    failure::{Failure, in_brackets},
    input::{self, Chunk},
};

/// Reads AWS InputSchema JSON.
pub(crate) fn read(file: &str) -> Result<SourceSchema, Failure> {
    SourceSchema::from_json(&input::text(file)?).map_err(|error| told(file, &error))
}

/// Discovers the schema of some records.
pub(crate) fn discover_chunk(file: &str, chunk: &Chunk) -> Result<SourceSchema, Failure> {
    discover(chunk.records()).map_err(|error| told(file, &error))
}

/// What is wrong with a schema or with the text of a file.
pub(crate) fn told(file: &str, error: &Error) -> Failure {
    let place = error.place().map(|place| format!("{place}: ")).unwrap_or_default();
    let separator = if place.is_empty() { ": " } else { ":" };
    let hint = in_brackets(error.hint());
    Failure::input(format!("{file}{separator}{place}error[{}]: {error}{hint}", error.code()))
}
