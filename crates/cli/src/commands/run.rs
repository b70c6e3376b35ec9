//! `rillcut run`: a file of records through an application on the virtual clock.

use rillcut_lab::{arrival::time_of_cell, catalog, reference::with_references, replay::Replay};
use rillcut_record::{Batch, Decoded, Field, RecordFormat, SourceSchema, parse_timestamp};
use rillcut_sql::plan::{Plan, StreamId};
use rillcut_stream::Sink;

use crate::{
    application::Application,
    arrival::{Arrival, Clock},
    failure::Failure,
    input::{Chunk, Lines},
    options::{self, number},
    output::Output,
    program, reference,
    rows::{self, Format, Streams},
    schema, seed,
};

/// Records decoded and run at once.
const CHUNK: usize = 4096;
/// Start of the virtual clock unless told otherwise.
const START: &str = "2026-01-01 00:00:00";

pub(crate) fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    let (mut file, mut source_file, mut schema_file, mut arrival, mut seed) = (None, None, None, None, None);
    let (mut chosen, mut partition_key) = (None, None);
    let mut references = Vec::new();
    let (mut start, mut rate, mut streams, mut format) = (START.to_owned(), 1000.0, Vec::new(), Format::Json);
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("source") => source_file = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("schema") => schema_file = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("application") => chosen = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("arrival") => arrival = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("key") => partition_key = Some(options::text(&mut parser)?),
            lexopt::Arg::Long("start") => start = options::text(&mut parser)?,
            lexopt::Arg::Long("rate") => rate = number(&mut parser, "rate", 1e-6, 1e9)?,
            lexopt::Arg::Long("reference") => references.push(options::reference(&mut parser)?),
            lexopt::Arg::Long("seed") => seed = Some(number(&mut parser, "seed", 0, u64::MAX)?),
            lexopt::Arg::Long("stream") => streams.push(options::text(&mut parser)?),
            lexopt::Arg::Long("format") => format = Format::parse(&options::text(&mut parser)?)?,
            lexopt::Arg::Value(value) => options::set_file(&mut file, value)?,
            other => return Err(other.unexpected().into()),
        }
    }
    let file = options::required(file, "the program's file")?;
    let source_file = options::required(source_file, "--source")?;
    let start_ms = parse_timestamp(&start)
        .ok_or_else(|| Failure::usage(format!("--start takes a time such as '{START}', not '{start}'")))?;
    let application = Application::read(file, chosen.as_deref())?;
    let sql = application.sql.as_str();
    let mut lines = Lines::open(&source_file)?;
    let known = match &schema_file {
        Some(schema_file) => Some(schema::read(schema_file)?),
        None => application.saved.as_ref().and_then(|saved| saved.schema.clone()),
    };
    let schema = match known {
        Some(schema) => {
            lines.expect(&schema);
            schema
        }
        None => schema::discovered(&source_file, &mut lines)?,
    };
    let references = reference::read(&references, &application)?;
    let known = with_references(catalog(&schema, sql), &references);
    let checked = program::checked(&application, &known)?;
    program::warn(&application, &checked);
    let arrival = match arrival {
        None => Arrival::Paced { start_ms, step_ms: 1000.0 / rate },
        Some(field) => arrival_field(&schema, field)?,
    };
    if streams.is_empty() {
        streams = application.outputs();
    }
    let shown = Streams::choose(&checked.plan, &streams)?;
    let seed = seed.map_or_else(seed::fresh, Ok)?;
    let mut replay = Replay::with_references(&schema, checked.plan, sql, seed, &references)
        .map_err(|error| Failure::input(format!("{}: {error}", application.file)))?;
    if let Some(path) = &partition_key {
        replay = replay.with_partition_key(path);
    }
    let printer =
        Printer { plan: replay.plan().clone(), shown, format, output: Output::new(), failure: None };
    let mut runner = Runner { replay, clock: Clock::new(arrival), printer };
    loop {
        let chunk = lines.next(CHUNK)?;
        if chunk.is_empty() {
            return runner.finish();
        }
        runner.chunk(&chunk)?;
    }
}

fn arrival_field(schema: &SourceSchema, field: String) -> Result<Arrival, Failure> {
    if matches!(schema.format, RecordFormat::Json { .. }) {
        return Ok(Arrival::JsonField(field));
    }
    let column = schema.columns.iter().position(|column| column.name == field);
    column.map(Arrival::Column).ok_or_else(|| {
        Failure::usage(format!("--arrival names '{field}', which is not a column of the schema"))
    })
}

struct Runner {
    replay: Replay,
    clock: Clock,
    printer: Printer,
}

impl Runner {
    fn chunk(&mut self, chunk: &Chunk) -> Result<(), Failure> {
        let records = chunk.records();
        let clock = &mut self.clock;
        let run = if let &Arrival::Column(column) = clock.arrival() {
            let rowtimes = |decoded: &Decoded, fields: &[Field]| {
                let cells = &decoded.columns[column];
                let time = |row| time_of_cell(fields[column].data_type, cells, row);
                (0..decoded.rows()).map(|row| clock.take(time(row))).collect()
            };
            self.replay.push_timed(records, rowtimes, &mut self.printer)
        } else {
            let instants: Vec<i64> = records.iter().map(|record| clock.next(record)).collect();
            self.replay.push(records, &instants, &mut self.printer)
        };
        run.map_err(|error| Failure::input(error.to_string()))?;
        self.printer.failed()
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.replay.finish(&mut self.printer);
        self.printer.failed()?;
        if self.clock.adjusted > 0 {
            let count = self.clock.adjusted;
            eprintln!(
                "rillcut: {count} records had no readable time of their own or went back in time; they took the time of the one before"
            );
        }
        self.printer.output.flush()
    }
}

struct Printer {
    plan: Plan,
    shown: Streams,
    format: Format,
    output: Output,
    failure: Option<Failure>,
}

impl Printer {
    fn failed(&mut self) -> Result<(), Failure> {
        self.failure.take().map_or(Ok(()), Err)
    }
}

impl Sink for Printer {
    fn rows(&mut self, stream: StreamId, batch: &Batch) {
        if self.failure.is_some() || !self.shown.contains(stream) {
            return;
        }
        let shown = self.plan.stream(stream);
        self.failure = rows::write(&mut self.output, self.format, &shown.name, &shown.fields, batch).err();
    }
}
