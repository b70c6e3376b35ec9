//! `rillcut export application`: a lab or a program as the JSON of a KDA application. `rillcut export flink` is a module of its own.

mod flink;

use rillcut_lab::{
    application_json::Shape,
    file::{LAB_VERSION, Lab, SchemaText},
};

use crate::{
    application::{self, problem_line, report},
    failure::Failure,
    input,
    options::{self},
    output, schema,
};

pub(crate) fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    match parser.next()? {
        Some(lexopt::Arg::Value(what)) if what == "application" => {}
        Some(lexopt::Arg::Value(what)) if what == "flink" => return flink::run(parser),
        _ => return Err(Failure::usage("export takes 'application' or 'flink', and a file")),
    }
    let (mut file, mut schema_file, mut chosen, mut name, mut shape) = (None, None, None, None, Shape::V2);
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("schema") => schema_file = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("application") => chosen = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("name") => name = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("v1") => shape = Shape::V1,
            lexopt::Arg::Long("v2") => shape = Shape::V2,
            lexopt::Arg::Long("cloudformation") => shape = Shape::CloudFormation,
            lexopt::Arg::Value(value) => options::set_file(&mut file, value)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let file = options::required(file, "the lab's or the program's file")?;
    let is_program =
        std::path::Path::new(&file).extension().is_none_or(|ending| ending.eq_ignore_ascii_case("sql"));
    let mut lab = if is_program {
        let stem = std::path::Path::new(&file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        of_program(stem.unwrap_or_default(), input::text(&file)?)
    } else {
        application::lab(&file, chosen.as_deref())?
    };
    if let Some(schema_file) = &schema_file {
        lab.schema = Some(SchemaText(schema::read(schema_file)?.to_json()));
    }
    if let Some(name) = name {
        lab.name = name;
    }
    let (text, missing) = lab.to_application(shape).map_err(|problems| {
        Failure::Input(problems.iter().map(|problem| problem_line(&file, problem)).collect())
    })?;
    report(&file, &missing);
    output::line(text.trim_end())
}

/// A lab that is nothing but a program.
fn of_program(name: String, sql: String) -> Lab {
    Lab {
        rillcut: LAB_VERSION,
        name,
        description: String::new(),
        seed: 1,
        start: None,
        templates: Vec::new(),
        senders: Vec::new(),
        schema: None,
        sql,
        references: Vec::new(),
        destinations: Vec::new(),
        buckets: Vec::new(),
        detection: rillcut_lab::file::DetectionSpec::default(),
        moments: Vec::new(),
        application: None,
    }
}
