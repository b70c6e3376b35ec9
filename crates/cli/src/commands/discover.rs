//! `rillcut discover`: the schema that a file's records fit, as AWS InputSchema JSON.

use crate::{
    failure::Failure,
    input::Lines,
    options,
    output::{self},
    schema::discover_chunk,
};

/// Records that discovery looks at.
pub(crate) const SAMPLE: usize = 1000;

pub(crate) fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    let mut file = None;
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Value(value) => options::set_file(&mut file, value)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let file = options::required(file, "the file with records")?;
    let chunk = Lines::open(&file)?.next(SAMPLE)?;
    let schema = discover_chunk(&file, &chunk)?;
    output::line(schema.to_json().trim_end())
}
