//! `rillcut lab`: a whole lab, senders included, as fast as the machine goes; a file's or a built-in one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rillcut_lab::{DESTINATION_STREAM, Engine, protocol::Problem, trial};
use rillcut_record::Batch;
use rillcut_sql::plan::StreamId;

use crate::{
    application::{self, problem_line},
    failure::Failure,
    options::{self, number},
    output::{self, Output},
    rows::{self, Format, Streams},
};

/// Records run at once.
const CHUNK: usize = 4096;
/// How long a lab runs unless told otherwise: ten minutes of its clock.
const FOR: &str = "10m";

pub(crate) fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    let (mut file, mut duration, mut until_anomaly, mut seed, mut trials) =
        (None, FOR.to_owned(), false, None, 0);
    let (mut streams, mut format, mut chosen) = (Vec::new(), Format::Json, None);
    let mut out = None;
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("for") => duration = options::text(&mut parser)?,
            lexopt::Arg::Long("until") => match options::text(&mut parser)?.as_str() {
                "anomaly" => until_anomaly = true,
                other => return Err(Failure::usage(format!("--until takes 'anomaly', not '{other}'"))),
            },
            lexopt::Arg::Long("out") => out = Some(PathBuf::from(parser.value()?)),
            lexopt::Arg::Long("application") => chosen = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("seed") => seed = Some(number(&mut parser, "seed", 0, u64::MAX)?),
            lexopt::Arg::Long("trials") => trials = number(&mut parser, "trials", 1, 1_000_000)?,
            lexopt::Arg::Long("stream") => streams.push(options::text(&mut parser)?),
            lexopt::Arg::Long("format") => format = Format::parse(&options::text(&mut parser)?)?,
            lexopt::Arg::Value(value) => options::set_file(&mut file, value)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let file = options::required(file, "the lab's file")?;
    let for_ms = options::duration_ms(&duration)?;
    let told = |problems: Vec<Problem>| {
        Failure::Input(problems.iter().map(|found| problem_line(&file, found)).collect())
    };
    let mut lab = application::lab(&file, chosen.as_deref())?;
    lab.seed = seed.unwrap_or(lab.seed);
    if trials > 0 {
        return report(
            &trial::play(&lab, lab.seed, trials, for_ms).map_err(|(_, problems)| told(problems))?,
            for_ms,
        );
    }
    let mut engine = Engine::new(lab, 0).map_err(|(_, problems)| told(problems))?;
    if streams.is_empty() {
        let named = engine.destination().map(|id| engine.plan().stream(id).name.clone());
        streams.push(named.unwrap_or_else(|| DESTINATION_STREAM.to_owned()));
    }
    let shown = Streams::choose(engine.plan(), &streams)?;
    let plan = engine.plan().clone();
    let mut output = Output::new();
    let mut failure = None;
    let mut print = |stream: StreamId, batch: &Batch| {
        if failure.is_none() && shown.contains(stream) {
            let stream = plan.stream(stream);
            failure = rows::write(&mut output, format, &stream.name, &stream.fields, batch).err();
        }
    };
    let end = engine.start_ms() + for_ms;
    while engine.now_ms() < end {
        // One window at a time when looking for the first anomaly, so that nothing after it is printed.
        let to = if until_anomaly { engine.next_boundary().min(end) } else { end };
        engine.advance_with(to, CHUNK, &mut print);
        keep(out.as_deref(), &mut engine)?;
        if until_anomaly && !engine.take_found().is_empty() {
            break;
        }
    }
    if let Some(failure) = failure {
        return Err(failure);
    }
    engine.flush_buckets();
    keep(out.as_deref(), &mut engine)?;
    output.flush()
}

/// Writes new objects of the lab's buckets as `DIR/BUCKET/KEY`; without a folder they are let go.
fn keep(out: Option<&Path>, engine: &mut Engine) -> Result<(), Failure> {
    for object in engine.take_objects() {
        let Some(out) = out else { continue };
        let bucket = engine.lab().buckets.get(object.bucket).map_or("", |bucket| &bucket.name);
        let path = out.join(bucket).join(&object.key);
        let told = |error| Failure::Io(format!("cannot write {}: {error}", path.display()));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(told)?;
        }
        fs::write(&path, &object.bytes).map_err(told)?;
    }
    Ok(())
}

fn report(trial: &trial::Trial, for_ms: i64) -> Result<(), Failure> {
    let found =
        trial.found.iter().map(|(name, count)| format!("\nfound in {count} of {}: {name}", trial.runs));
    let text = format!(
        "{} runs of {} s{}\nfalse alarms: {} ({:.2} in ten minutes)",
        trial.runs,
        for_ms / 1000,
        found.collect::<String>(),
        trial.false_alarms,
        trial.false_alarms_in_ten_minutes()
    );
    output::line(&text)
}
