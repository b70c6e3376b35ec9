//! `rillcut check`: silent when the program is valid.

use rillcut_lab::catalog;
use rillcut_sql::{Catalog, explain};

use crate::{failure::Failure, input, options, output, program, schema};

pub(crate) fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    let (mut file, mut schema_file, mut explained) = (None, None, false);
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("schema") => schema_file = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("reference") => return Err(options::reference(&mut parser)),
            lexopt::Arg::Long("explain") => explained = true,
            lexopt::Arg::Value(value) => options::set_file(&mut file, value)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let file = options::required(file, "the program's file")?;
    let sql = input::text(&file)?;
    let known = match &schema_file {
        Some(schema_file) => catalog(&schema::read(schema_file)?, &sql),
        None => Catalog::unknown(),
    };
    let checked = program::checked(&file, &sql, &known)?;
    if explained { output::line(explain(&checked.plan, &sql).to_string().trim_end()) } else { Ok(()) }
}
