//! `rillcut export flink`: a lab as an Apache Flink job in a folder.

use std::{fs, path::PathBuf};

use rillcut_lab::flink::{export_lab, usual_ms};

use crate::{
    application::{self, problem_line},
    failure::Failure,
    input,
    options::{self, number},
};

pub(super) fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    let (mut file, mut out, mut duration, mut program, mut seed) = (None, None, None, None, None);
    let (mut chosen, mut streams) = (None, Vec::new());
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Short('o') | lexopt::Arg::Long("out") => out = Some(PathBuf::from(parser.value()?)),
            lexopt::Arg::Long("for") => duration = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("program") => program = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("stream") => streams.push(options::text(&mut parser)?),
            lexopt::Arg::Long("seed") => seed = Some(number(&mut parser, "seed", 0, u64::MAX)?),
            lexopt::Arg::Long("application") => chosen = Some(options::text(&mut parser)?),
            lexopt::Arg::Value(value) => options::set_file(&mut file, value)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let file = options::required(file, "the lab's file")?;
    let out = out.ok_or_else(|| Failure::usage("-o DIR is missing: the folder that the job goes to"))?;
    let mut lab = application::lab(&file, chosen.as_deref())?;
    lab.seed = seed.unwrap_or(lab.seed);
    let named = program.clone().unwrap_or_else(|| file.clone());
    if let Some(program) = program {
        lab.sql = input::text(&program)?;
    }
    let for_ms = match duration {
        Some(text) => options::duration_ms(&text)?,
        None => usual_ms(&lab),
    };
    let exported = export_lab(lab, for_ms, &streams, 0).map_err(|(_, problems)| {
        Failure::Input(problems.iter().map(|problem| problem_line(&named, problem)).collect())
    })?;
    for (path, bytes) in &exported.files {
        let path = out.join(path);
        let told = |error| Failure::Io(format!("cannot write {}: {error}", path.display()));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(told)?;
        }
        fs::write(&path, bytes).map_err(told)?;
    }
    for note in &exported.notes {
        eprintln!("{named}: note: {note}");
    }
    eprintln!(
        "{}: {} files, {} records; sh build.sh and sh run.sh run it and compare",
        out.display(),
        exported.files.len(),
        exported.records
    );
    Ok(())
}
