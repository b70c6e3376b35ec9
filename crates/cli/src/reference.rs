//! Reference data of the command line: `--reference NAME=FILE`, CSV or, by the file's name, JSON; a saved application has the schema.

use std::path::Path;

use rillcut_lab::reference::{MAX_REFERENCE, Reference, ReferenceFormat};
use rillcut_record::SourceSchema;

use crate::{application::Application, failure::Failure, input, schema};

/// Reads the files of the options, and the tables of the application that none is given for; a name stands for one table.
pub(crate) fn read(
    options: &[(String, String)],
    application: &Application,
) -> Result<Vec<Reference>, Failure> {
    let saved = application.saved.as_ref().map(|saved| saved.lab.references.as_slice()).unwrap_or_default();
    let mut tables: Vec<Reference> = Vec::new();
    for (name, file) in options {
        if tables.iter().any(|table| table.name() == name) {
            return Err(Failure::usage(format!("--reference names '{name}' twice")));
        }
        let text = input::text(file)?;
        if text.len() > MAX_REFERENCE {
            let message = format!("a table of reference data has at most {MAX_REFERENCE} bytes");
            return Err(Failure::input(format!("{file}: error[CLI0005]: {message}")));
        }
        let known = saved.iter().find(|table| table.name == *name).and_then(|table| table.schema.as_ref());
        let known = known.map(|schema| SourceSchema::from_json(&schema.0)).transpose();
        let known = known.map_err(|error| schema::told(&application.file, &error))?;
        let table = Reference::read(name.clone(), text.as_bytes(), format(file), known.as_ref())
            .map_err(|error| schema::told(file, &error))?;
        if table.left_out() > 0 {
            let count = table.left_out();
            eprintln!(
                "rillcut: {count} rows of {file} do not fit the schema and are left out; error_stream has them"
            );
        }
        tables.push(table);
    }
    for table in saved {
        if !tables.iter().any(|known| known.name() == table.name) {
            tables.push(Reference::of(table).map_err(|error| schema::told(&application.file, &error))?);
        }
    }
    Ok(tables)
}

fn format(file: &str) -> ReferenceFormat {
    let extension = Path::new(file).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let is_json = ["json", "jsonl", "ndjson"].iter().any(|known| extension.eq_ignore_ascii_case(known));
    if is_json { ReferenceFormat::Json } else { ReferenceFormat::Csv }
}
