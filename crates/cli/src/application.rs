//! The application that a command is given: a program as text, or a saved application with its schema and outputs.

use rillcut_lab::{
    DESTINATION_STREAM,
    application_json::{CodePlace, Imported},
    examples,
    file::Lab,
    protocol::Problem,
};
use rillcut_record::{ERROR_STREAM, SourceSchema};
use rillcut_sql::created_streams;

use crate::{
    failure::{Failure, in_brackets},
    input, yaml,
};

/// A program and what came with it.
pub(crate) struct Application {
    /// The file, for messages.
    pub(crate) file: String,
    pub(crate) sql: String,
    /// What a saved application adds.
    pub(crate) saved: Option<Saved>,
}

/// A saved application around its program.
pub(crate) struct Saved {
    pub(crate) lab: Lab,
    pub(crate) schema: Option<SourceSchema>,
    code: CodePlace,
}

/// Whether the name is that of a document and not of a program.
fn is_document(file: &str) -> bool {
    ["json", "yaml", "yml", "template"].iter().any(|ending| has_ending(file, ending))
}

fn has_ending(file: &str, ending: &str) -> bool {
    std::path::Path::new(file).extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

impl Application {
    /// Reads `file`: an application's JSON or YAML by its ending, else a program. `chosen` names one of several applications.
    pub(crate) fn read(file: String, chosen: Option<&str>) -> Result<Self, Failure> {
        let text = input::text(&file)?;
        if !is_document(&file) {
            if chosen.is_some() {
                return Err(Failure::usage("--application chooses in a document, not in a program"));
            }
            return Ok(Self { file, sql: text, saved: None });
        }
        let Imported { lab, notices, code } = imported(&file, &text, chosen)?;
        report(&file, &notices);
        let schema = match &lab.schema {
            Some(schema) => Some(
                SourceSchema::from_json(&schema.0)
                    .map_err(|error| Failure::input(format!("{file}: error[{}]: {error}", error.code())))?,
            ),
            None => None,
        };
        Ok(Self { sql: lab.sql.clone(), file, saved: Some(Saved { lab, schema, code }) })
    }

    /// What messages call the program: its file, with the member that it stands in.
    pub(crate) fn name(&self) -> String {
        match &self.saved {
            Some(saved) => format!("{}#{}", self.file, saved.code.path),
            None => self.file.clone(),
        }
    }

    /// The streams whose rows left the application: its outputs' that the program has, or the usual one.
    pub(crate) fn outputs(&self) -> Vec<String> {
        let saved = self.saved.as_ref().map(|saved| saved.lab.destinations.as_slice()).unwrap_or_default();
        let created = created_streams(&self.sql);
        let is_there = |stream: &&String| *stream == ERROR_STREAM || created.contains(*stream);
        let mut streams: Vec<String> =
            saved.iter().map(|spec| &spec.stream).filter(is_there).cloned().collect();
        if streams.is_empty() {
            streams.push(DESTINATION_STREAM.to_owned());
        }
        streams
    }

    /// Adds to a failure of the program where it stands in the document.
    pub(crate) fn placed(&self, failure: Failure) -> Failure {
        match (failure, &self.saved) {
            (Failure::Input(mut lines), Some(saved)) => {
                let CodePlace { path, line, column } = &saved.code;
                lines.push(format!("  the program is {path}, at {}:{line}:{column}", self.file));
                Failure::Input(lines)
            }
            (failure, _) => failure,
        }
    }
}

/// Reads a saved application in JSON or YAML.
pub(crate) fn imported(file: &str, text: &str, chosen: Option<&str>) -> Result<Imported, Failure> {
    let is_json = has_ending(file, "json") || text.trim_start().starts_with('{');
    let read = if is_json {
        Lab::from_application(text, chosen)
    } else {
        Lab::from_application_tree(&yaml::read(file, text)?, text, chosen)
    };
    read.map_err(|problems| {
        Failure::Input(problems.iter().map(|problem| problem_line(file, problem)).collect())
    })
}

/// Reads a lab file or, as one, a saved application; says what is otherwise than it was. A name without a file may be that of a
/// built-in lab.
pub(crate) fn lab(file: &str, chosen: Option<&str>) -> Result<Lab, Failure> {
    let text = match examples::named(file) {
        Some(built_in) if !std::path::Path::new(file).exists() => built_in.to_owned(),
        _ => input::text(file)?,
    };
    let is_lab = !is_document(file) || file.to_ascii_lowercase().ends_with(".lab.json");
    if is_lab || (has_ending(file, "json") && chosen.is_none()) {
        let (lab, notices) = Lab::from_any(&text).map_err(|problems| {
            Failure::Input(problems.iter().map(|problem| problem_line(file, problem)).collect())
        })?;
        report(file, &notices);
        return Ok(lab);
    }
    let imported = imported(file, &text, chosen)?;
    report(file, &imported.notices);
    Ok(imported.lab)
}

/// Says notices on standard error.
pub(crate) fn report(file: &str, notices: &[Problem]) {
    for notice in notices {
        eprintln!("{}", problem_line(file, notice));
    }
}

/// `FILE:LINE:COL: error[CODE]: message (hint)`.
pub(crate) fn problem_line(file: &str, problem: &Problem) -> String {
    let place =
        if problem.line > 0 { format!(":{}:{}", problem.line, problem.column) } else { String::new() };
    let kind = if problem.is_error { "error" } else { "warning" };
    let hint = in_brackets(problem.hint.as_deref());
    format!("{file}{place}: {kind}[{}]: {}{hint}", problem.code, problem.message)
}
