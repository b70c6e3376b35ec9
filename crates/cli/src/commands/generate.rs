//! `rillcut generate`: the records of a template, as its sender would send them.
//!
//! It is a sender of the engine on a clock of its own: the same template, seed, rate and start give the bytes that the first sender of a lab
//! with that seed sends. Without `--speed` the clock runs as fast as the machine; with it records are written when they are due, and
//! what has been achieved is said beside what was wanted.

use std::{
    thread,
    time::{Duration, Instant},
};

use rillcut_generator::{
    Activity, Batch, Interval, Periods, Rate, Rng, Sender, SenderConfig, Template, gallery, import,
};
use rillcut_lab::record_form::{RecordForm, RecordWriter};

use crate::{
    failure::Failure,
    input,
    options::{self, number},
    output::{self, Output},
    seed,
};

/// Records a second when none are asked for: KDG's default rate.
const DEFAULT_RATE: f64 = 100.0;
/// Records made at once.
const CHUNK: usize = 4096;
/// Longest sleep between two looks at the clock.
const NAP: Duration = Duration::from_millis(50);

struct Options {
    file: Option<String>,
    count: Option<u64>,
    duration_ms: Option<i64>,
    rate: f64,
    rate_to: Option<f64>,
    jitter: bool,
    periods: Option<Box<Periods>>,
    seed: Option<u64>,
    now_ms: Option<i64>,
    utc_offset: i32,
    speed: Option<f64>,
    form: RecordForm,
    key: Option<String>,
    newline: bool,
    gzip: bool,
}

impl Options {
    fn read(parser: &mut lexopt::Parser) -> Result<Option<Self>, Failure> {
        let mut options = Self {
            file: None,
            count: None,
            duration_ms: None,
            rate: DEFAULT_RATE,
            rate_to: None,
            jitter: false,
            periods: None,
            seed: None,
            now_ms: None,
            utc_offset: 0,
            speed: None,
            form: RecordForm::Text,
            key: None,
            newline: true,
            gzip: false,
        };
        while let Some(argument) = parser.next()? {
            match argument {
                lexopt::Arg::Long("count") => options.count = Some(number(parser, "count", 0, u64::MAX)?),
                lexopt::Arg::Long("for") => {
                    options.duration_ms = Some(options::duration_ms(&options::text(parser)?)?);
                }
                lexopt::Arg::Long("rate") => options.rate = number(parser, "rate", 1e-6, 1e6)?,
                lexopt::Arg::Long("rate-to") => {
                    options.rate_to = Some(number(parser, "rate-to", 0.0, 1e6)?);
                }
                lexopt::Arg::Long("jitter") => options.jitter = true,
                lexopt::Arg::Long("periods") => options.periods = Some(periods(&options::text(parser)?)?),
                lexopt::Arg::Long("seed") => options.seed = Some(number(parser, "seed", 0, u64::MAX)?),
                lexopt::Arg::Long("now" | "start") => {
                    options.now_ms = Some(instant(&options::text(parser)?)?);
                }
                lexopt::Arg::Long("offset") => options.utc_offset = offset(&options::text(parser)?)?,
                lexopt::Arg::Long("speed") => options.speed = Some(number(parser, "speed", 1e-3, 1e6)?),
                lexopt::Arg::Long("format") => options.form = form(&options::text(parser)?)?,
                lexopt::Arg::Long("key") => options.key = Some(options::text(parser)?),
                lexopt::Arg::Long("no-newline") => options.newline = false,
                lexopt::Arg::Long("gzip") => options.gzip = true,
                lexopt::Arg::Long("list") => return list().map(|()| None),
                lexopt::Arg::Value(value) => options::set_file(&mut options.file, value)?,
                other => return Err(other.unexpected().into()),
            }
        }
        if options.count.is_none() && options.duration_ms.is_none() {
            return Err(Failure::usage("--count or --for is missing"));
        }
        if options.rate_to.is_some() && (options.duration_ms.is_none() || options.periods.is_some()) {
            return Err(Failure::usage("--rate-to is a ramp over --for, and no --periods"));
        }
        if options.key.is_some() && options.form != RecordForm::Kinesis {
            return Err(Failure::usage("--key is for --format kinesis, which carries the partition key"));
        }
        if !options.newline && options.form != RecordForm::Text {
            return Err(Failure::usage("--no-newline is for records as they are, not for --format"));
        }
        Ok(Some(options))
    }
}

pub(crate) fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    let Some(options) = Options::read(&mut parser)? else { return Ok(()) };
    let file = options::required(options.file.clone(), "the template's file")?;
    let template = template(&file)?;
    let start_ms = options.now_ms.unwrap_or_else(wall_clock_ms);
    let seed = options.seed.map_or_else(seed::fresh, Ok)?;
    let wrong = |error: &rillcut_generator::Error| Failure::usage(error.to_string());
    let rate = Rate::per_second(options.rate).map_err(|error| wrong(&error))?;
    let interval = Interval {
        start_ms: 0,
        stop_ms: options.duration_ms,
        rate: None,
        rate_to: options.rate_to.map(Rate::per_second).transpose().map_err(|error| wrong(&error))?,
    };
    let intervals = if options.duration_ms == Some(0) { vec![] } else { vec![interval] };
    let config = SenderConfig {
        jitter: options.jitter,
        newline: options.newline && options.form == RecordForm::Text,
        activity: Activity { intervals },
        periods: options.periods.clone(),
        limit: options.count,
        ..SenderConfig::new(file, rate)
    };
    let seed_of_first = Rng::stream(seed, 0).next_u64();
    let sender = Sender::new(template, &config, seed_of_first, start_ms, options.utc_offset)
        .map_err(|error| wrong(&error))?;
    let output = if options.gzip { Output::gzip() } else { Output::new() };
    let records = RecordWriter::new(options.form, options.key.as_deref(), Rng::stream(seed, u64::MAX));
    Writer { sender, form: options.form, records, output, batch: Batch::new() }.run(options.speed, start_ms)
}

/// A sender and where its records go.
struct Writer {
    sender: Sender,
    form: RecordForm,
    records: RecordWriter,
    output: Output,
    batch: Batch,
}

impl Writer {
    fn run(mut self, speed: Option<f64>, start_ms: i64) -> Result<(), Failure> {
        match speed {
            None => while self.emit(i64::MAX)? {},
            Some(speed) => self.paced(speed, start_ms)?,
        }
        self.output.finish()
    }

    /// Writes what is due before `to_ms`, a chunk at most; tells whether there may be more.
    fn emit(&mut self, to_ms: i64) -> Result<bool, Failure> {
        self.batch.clear();
        let emitted = self.sender.emit_until(to_ms, CHUNK, &mut self.batch);
        if self.form == RecordForm::Text {
            self.output.bytes(self.batch.bytes())?;
        } else {
            let mut lines = Vec::new();
            let written = self.records.write(&self.batch, &mut lines);
            // What was whole before a record that cannot be written is written.
            self.output.bytes(&lines)?;
            written.map_err(|error| Failure::input(error.to_string()))?;
        }
        Ok(emitted.more)
    }

    /// Writes each record when it is due on a clock `speed` times as fast as the wall's. After a stall all that is due is made up for.
    fn paced(&mut self, speed: f64, start_ms: i64) -> Result<(), Failure> {
        let start = Instant::now();
        while let Some(due) = self.sender.next_due() {
            let lab_ms = start.elapsed().as_secs_f64() * 1000.0 * speed;
            let wait = (due - start_ms) as f64 - lab_ms;
            if wait >= 1.0 {
                self.output.flush()?;
                thread::sleep(Duration::from_secs_f64(wait / speed / 1000.0).min(NAP));
            } else {
                while self.emit(start_ms + lab_ms as i64 + 1)? {}
            }
        }
        self.output.flush()?;
        let (seconds, records) = (start.elapsed().as_secs_f64(), self.sender.counters().records);
        let wanted = self.batch.instants().last().map_or(0.0, |&last| {
            let planned = (last - start_ms) as f64 / 1000.0 / speed;
            if planned > 0.0 { (records - 1) as f64 / planned } else { 0.0 }
        });
        let achieved = records as f64 / seconds;
        eprintln!("{records} records in {seconds:.1} s: {achieved:.1} a second, {wanted:.1} wanted");
        Ok(())
    }
}

/// The form of a name.
fn form(text: &str) -> Result<RecordForm, Failure> {
    match text {
        "text" | "ndjson" => Ok(RecordForm::Text),
        "csv" => Ok(RecordForm::Csv),
        "kinesis" => Ok(RecordForm::Kinesis),
        other => Err(Failure::usage(format!("--format takes text, csv or kinesis, not '{other}'"))),
    }
}

/// The template of a file, or of the gallery where there is no such file.
fn template(file: &str) -> Result<Template, Failure> {
    let entry = gallery::named(file).filter(|_| !std::path::Path::new(file).exists());
    let text = match entry {
        Some(entry) => entry.text.to_owned(),
        None => input::text(file)?,
    };
    let template = Template::parse(&text).map_err(|diagnostics| {
        Failure::Input(
            diagnostics.iter().map(|found| format!("{file}:{}: {found}", found.position(&text))).collect(),
        )
    })?;
    for warning in template.warnings() {
        eprintln!("{file}:{}: {warning}", warning.position(&text));
    }
    Ok(template)
}

fn list() -> Result<(), Failure> {
    for entry in gallery::GALLERY {
        output::line(&format!("{:<13} {}", entry.name, entry.purpose))?;
    }
    Ok(())
}

/// A table of periods: our own JSON, or what KDG keeps in the browser.
fn periods(file: &str) -> Result<Box<Periods>, Failure> {
    let text = input::text(file)?;
    if let Ok(periods) = serde_json::from_str::<Periods>(&text) {
        return Ok(Box::new(periods));
    }
    let said = |code: &str, message: &str| Failure::input(format!("{file}: error[{code}]: {message}"));
    let stored = import::storage(&text).map_err(|error| said(error.code(), &error.to_string()))?;
    stored.periods.map(Box::new).ok_or_else(|| said("CLI0006", "there is no table of periods in this file"))
}

/// Epoch milliseconds of `yyyy-MM-ddTHH:mm:ss.fffZ`.
fn instant(text: &str) -> Result<i64, Failure> {
    let plain = text.strip_suffix('Z').unwrap_or(text).replacen('T', " ", 1);
    rillcut_record::parse_timestamp(&plain).ok_or_else(|| {
        Failure::usage(format!("--now takes a time such as 2026-01-01T00:00:00.000Z, not '{text}'"))
    })
}

/// Minutes of an offset such as `+02:00`, `-0330` or `Z`.
fn offset(text: &str) -> Result<i32, Failure> {
    let minutes = || {
        if text == "Z" {
            return Some(0);
        }
        let digits = text.strip_prefix(['+', '-'])?.replace(':', "");
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (hours, minutes) = (digits[..2].parse::<i32>().ok()?, digits[2..].parse::<i32>().ok()?);
        let offset = hours * 60 + minutes;
        (hours < 24 && minutes < 60).then_some(if text.starts_with('-') { -offset } else { offset })
    };
    minutes().ok_or_else(|| Failure::usage(format!("--offset takes +02:00, -03:30 or Z, not '{text}'")))
}

fn wall_clock_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |elapsed| elapsed.as_millis() as i64)
}
