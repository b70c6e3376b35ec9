//! `rillcut check`: silent when the program is valid; what does not stand in the way is said when asked for.

use rillcut_lab::{catalog, reference::with_references};
use rillcut_sql::{Catalog, explain};

use crate::{application::Application, failure::Failure, options, output, program, reference, schema};

pub(crate) fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    let (mut file, mut schema_file, mut chosen) = (None, None, None);
    let (mut explained, mut warned) = (false, false);
    let mut references = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("schema") => schema_file = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("application") => chosen = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("reference") => references.push(options::reference(&mut parser)?),
            lexopt::Arg::Long("explain") => explained = true,
            lexopt::Arg::Long("warnings") => warned = true,
            lexopt::Arg::Value(value) => options::set_file(&mut file, value)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let file = options::required(file, "the program's file")?;
    let application = Application::read(file, chosen.as_deref())?;
    let sql = &application.sql;
    let of_application = application.saved.as_ref().and_then(|saved| saved.schema.as_ref());
    let known = match (&schema_file, of_application) {
        (Some(schema_file), _) => catalog(&schema::read(schema_file)?, sql),
        (None, Some(schema)) => catalog(schema, sql),
        (None, None) => Catalog::unknown(),
    };
    let known = with_references(known, &reference::read(&references, &application)?);
    let checked = program::checked(&application, &known)?;
    if explained || warned {
        program::warn(&application, &checked);
    }
    if explained { output::line(explain(&checked.plan, sql).to_string().trim_end()) } else { Ok(()) }
}
