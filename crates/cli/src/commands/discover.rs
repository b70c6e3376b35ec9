//! `rillcut discover`: the schema that a file's records fit, as AWS InputSchema JSON.

use crate::{
    failure::Failure,
    input::Lines,
    options,
    output::{self},
    schema::discovered,
};

pub(crate) fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    let mut file = None;
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Value(value) => options::set_file(&mut file, value)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let file = options::required(file, "the file with records")?;
    let schema = discovered(&file, &mut Lines::open(&file)?)?;
    output::line(schema.to_json().trim_end())
}
