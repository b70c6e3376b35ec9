//! A lab as an Apache Flink job: the program in Flink SQL, the records of a run, and what the lab computed from them.

use rillcut_flink::{Run, Source, bundle, export, reference_letters};
use rillcut_record::{Batch, Column, Field, Value, push_double, push_json_string};
use rillcut_sql::plan::{ReferenceId, StreamId};
use serde::{Deserialize, Serialize};

pub use rillcut_flink::File;

use crate::{
    bucket::zip,
    engine::{DESTINATION_STREAM, Engine},
    file::Lab,
    protocol::{Problem, ProblemSource},
    senders::Refusal,
    session::file_stem,
};

/// Records run at once.
const CHUNK: usize = 4096;
/// How long a lab without moments runs: ten minutes of its clock.
const USUAL_MS: i64 = 600_000;
/// How much longer than its last moment a lab runs.
const AFTER_MS: i64 = 60_000;

/// An exported lab.
#[derive(Debug, Clone)]
pub struct Exported {
    /// The folder's files: paths and contents.
    pub files: Vec<File>,
    /// Records of the run.
    pub records: u64,
    /// Sentences on what means something else in Flink, by choice.
    pub notes: Vec<String>,
}

/// What a page asks of the program that exports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobRequest {
    /// The lab.
    pub lab: Lab,
    /// How long it runs, milliseconds of its clock.
    pub for_ms: i64,
    /// Names of the streams that the job gives; none: those of the lab's destinations.
    pub streams: Vec<String>,
    /// Wall time, epoch milliseconds: when the files are said to be made.
    pub wall_ms: i64,
}

/// What comes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum JobAnswer {
    /// The folder as a ZIP archive.
    Made {
        /// A name for the archive.
        name: String,
        /// The archive.
        archive: Vec<u8>,
        /// Files in it.
        files: u32,
        /// Records of the run.
        records: u64,
        /// Sentences on what means something else in Flink, by choice.
        notes: Vec<String>,
    },
    /// What is wrong with the lab, or has no place in a job.
    Refused(Vec<Problem>),
}

/// Exports a lab for a page.
pub fn answer(request: JobRequest) -> JobAnswer {
    let JobRequest { lab, for_ms, streams, wall_ms } = request;
    let folder = format!("{}-flink", file_stem(&lab.name));
    match export_lab(lab, for_ms, &streams, 0) {
        Err((_, problems)) => JobAnswer::Refused(problems),
        Ok(Exported { files, records, notes }) => {
            let entry =
                |(path, bytes)| zip::Entry { name: format!("{folder}/{path}"), bytes, made_ms: wall_ms };
            let entries: Vec<zip::Entry> = files.into_iter().map(entry).collect();
            match zip::archive(&entries) {
                Some(archive) => JobAnswer::Made {
                    name: format!("{folder}.zip"),
                    archive,
                    files: entries.len() as u32,
                    records,
                    notes,
                },
                None => JobAnswer::Refused(vec![Problem::plain(
                    "LAB0057",
                    "the run's records are more than an archive of 4 GiB holds".to_owned(),
                    Some("export a shorter run, or on the command line: rillcut export flink".to_owned()),
                )]),
            }
        }
    }
}

/// How long a lab's run is: ten minutes, or a minute longer than its last moment.
pub fn usual_ms(lab: &Lab) -> i64 {
    let last = lab.moments.iter().map(|moment| (moment.until * 1000.0) as i64).max();
    last.map_or(USUAL_MS, |last| USUAL_MS.max(last.saturating_add(AFTER_MS)))
}

/// A lab, run for so long from the start of its clock, with the streams of its destinations, or those named, as outputs.
///
/// # Errors
/// What is wrong with the lab, that a named stream is not there (LAB0056), and everything that Flink cannot do the same way (FLK…).
pub fn export_lab(lab: Lab, for_ms: i64, outputs: &[String], wall_ms: i64) -> Result<Exported, Refusal> {
    let mut engine = Engine::new(lab, wall_ms)?;
    let outputs = chosen(&engine, outputs)?;
    let plan = engine.plan().clone();
    let sql = engine.lab().sql.clone();
    let source = Source { schema: engine.schema(), seed: engine.lab().seed, outputs: &outputs };
    let job = export(&plan, &sql, source).map_err(|found| {
        let problems = found.iter().map(|diagnostic| Problem::of_sql(diagnostic, &sql)).collect();
        (ProblemSource::Sql, problems)
    })?;
    let mut run = Run::new(outputs.iter().map(|&id| plan.stream(id).name.as_str()));
    let mut rows: Vec<(StreamId, Batch)> = Vec::new();
    let end = engine.start_ms().saturating_add(for_ms);
    while engine.now_ms() < end {
        let run = &mut run;
        engine.advance_tapped(
            end,
            CHUNK,
            &mut |records, instants| {
                for (record, instant) in records.iter().zip(instants) {
                    run.record(record, *instant);
                }
            },
            &mut |stream, batch| {
                if outputs.contains(&stream) {
                    rows.push((stream, batch.clone()));
                }
            },
        );
    }
    engine.finish_with(&mut |stream, batch| {
        if outputs.contains(&stream) {
            rows.push((stream, batch.clone()));
        }
    });
    for (stream, batch) in &rows {
        let stream = plan.stream(*stream);
        run.rows(&stream.name, &stream.fields, batch);
    }
    for (table, _) in &job.references {
        let name = &plan.reference(ReferenceId(*table)).name;
        let known = engine.references().iter().find(|known| known.name() == name);
        run.reference(known.map(|known| table_rows(known.fields(), known.rows())).unwrap_or_default());
    }
    let records = run.records();
    Ok(Exported { files: bundle(&job, run), records, notes: job.notes })
}

/// The streams that a job gives.
fn chosen(engine: &Engine, named: &[String]) -> Result<Vec<StreamId>, Refusal> {
    let plan = engine.plan();
    if named.iter().any(|name| name == "*") {
        return Ok((1..plan.streams.len()).map(StreamId).filter(|&id| id_has_rows(plan, id)).collect());
    }
    let lab = engine.lab();
    let mut outputs = Vec::new();
    if named.is_empty() {
        outputs.extend(lab.destinations.iter().filter_map(|spec| plan.find_stream(&spec.stream)));
        if outputs.is_empty() {
            outputs.extend(plan.find_stream(DESTINATION_STREAM));
        }
        if outputs.is_empty() {
            outputs.extend((1..plan.streams.len() - 1).map(StreamId).filter(|&id| id_has_rows(plan, id)));
        }
    }
    for name in named {
        let found = plan.find_stream(name).or_else(|| plan.find_stream(&name.to_uppercase()));
        let known: Vec<&str> = plan.streams.iter().skip(1).map(|stream| stream.name.as_str()).collect();
        let message = format!("the program has no stream '{name}' that a job could give");
        let hint = format!("it has {}", known.join(", "));
        let missing =
            || (ProblemSource::Sql, vec![Problem::plain("LAB0056", message.clone(), Some(hint.clone()))]);
        outputs.push(found.filter(|id| id.0 > 0).ok_or_else(missing)?);
    }
    outputs.sort_unstable();
    outputs.dedup();
    Ok(outputs)
}

fn id_has_rows(plan: &rillcut_sql::plan::Plan, id: StreamId) -> bool {
    id == plan.error_stream() || plan.pumps.iter().any(|pump| pump.started && pump.target == id)
}

/// Rows as JSON arrays, one a line, in the form in which values travel through a job.
fn table_rows(fields: &[Field], rows: &Batch) -> String {
    let letters = reference_letters(fields);
    let mut out = String::new();
    for row in 0..rows.len() {
        for (at, (column, letter)) in rows.columns.iter().zip(letters.chars()).enumerate() {
            out.push(if at == 0 { '[' } else { ',' });
            push_cell(&mut out, column, row, letter);
        }
        out.push_str("]\n");
    }
    out
}

fn push_cell(out: &mut String, column: &Column, row: usize, letter: char) {
    match column.value(row) {
        Value::Text(text) if letter == 'T' => push_json_string(out, &text),
        Value::Double(value) => push_double(out, value),
        Value::Long(value) => out.push_str(&value.to_string()),
        Value::Boolean(value) => out.push_str(if value { "true" } else { "false" }),
        _ => out.push_str("null"),
    }
}
