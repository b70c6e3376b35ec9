//! The engine: senders → source → application, on a clock that only its caller moves.
//!
//! [`Engine::advance`] is the one way forward, for the page, the command line and the tests alike. How a run is cut into calls changes no
//! result, so that a tab at 60 calls a second and a test at one call an hour give the same bytes.

use rillcut_record::{Batch, ErrorRows, Field, Records, SourceSchema, discover, parse_timestamp};
use rillcut_sql::{
    Catalog, Diagnostic, check,
    plan::{Plan, StreamId},
    source_name,
};
use rillcut_stream::{Application, ScoredRows, Sink};

use crate::{
    file::{DestinationSpec, Lab, SchemaText},
    observer::Observer,
    protocol::{AnomalyView, Problem, ProblemSource},
    recording::Recording,
    reference::{Reference, error_rows, rows_of, with_references},
    senders::{Refusal, SAMPLES, Senders, samples, template, texts},
    source::Source,
};

/// The stream that leaves the lab when the lab file names none.
pub const DESTINATION_STREAM: &str = "DESTINATION_SQL_STREAM";

/// A running lab. A copy goes on as the original would, each for itself.
#[derive(Debug, Clone)]
pub struct Engine {
    lab: Lab,
    start_ms: i64,
    now_ms: i64,
    schema: SourceSchema,
    references: Vec<Reference>,
    warnings: Vec<Diagnostic>,
    pub(crate) senders: Senders,
    /// Recorded data that come in the place of what the senders would send.
    recording: Option<Recording>,
    pub(crate) source: Source,
    pub(crate) application: Application,
    pub(crate) observer: Observer,
    errors: ErrorRows,
    /// Records sent since the start, whatever program they met.
    sent: u64,
    /// Batches that the application did not take: always 0.
    refused: u64,
    destination: Option<StreamId>,
}

/// The parts that a new program or schema replaces.
struct Pipeline {
    source: Source,
    application: Application,
    observer: Observer,
    destination: Option<StreamId>,
    warnings: Vec<Diagnostic>,
}

impl Engine {
    /// A lab at the start of its clock. `wall_ms` is the start for a lab that leaves it open.
    ///
    /// # Errors
    /// The first part of the lab that cannot run, with all that is wrong with it.
    pub fn new(lab: Lab, wall_ms: i64) -> Result<Self, Refusal> {
        Self::with_recording(lab, None, wall_ms)
    }

    /// A lab whose source is recorded data, at the instant of its first record; its senders send nothing.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn replaying(lab: Lab, recording: Recording, wall_ms: i64) -> Result<Self, Refusal> {
        Self::with_recording(lab, Some(recording), wall_ms)
    }

    fn with_recording(lab: Lab, recording: Option<Recording>, wall_ms: i64) -> Result<Self, Refusal> {
        let problems = lab.problems();
        if !problems.is_empty() {
            return Err((ProblemSource::Lab, problems));
        }
        let start_ms =
            recording.as_ref().and_then(Recording::start_ms).unwrap_or_else(|| start_of(&lab, wall_ms));
        for named in &lab.templates {
            template(&lab, &named.name)?;
        }
        let senders = Senders::new(&lab, start_ms)?;
        let schema = match &lab.schema {
            Some(SchemaText(text)) => read_schema(text)?,
            None => discovered(&lab, start_ms)?,
        };
        let references = read_references(&lab)?;
        let pipeline = Pipeline::new(&lab, &schema, &references, &lab.sql, start_ms)?;
        Ok(Self {
            start_ms,
            now_ms: start_ms,
            schema,
            references,
            senders,
            recording,
            errors: ErrorRows::new(),
            sent: 0,
            refused: 0,
            source: pipeline.source,
            application: pipeline.application,
            observer: pipeline.observer,
            destination: pipeline.destination,
            warnings: pipeline.warnings,
            lab,
        })
    }

    /// The lab as it runs.
    pub fn lab(&self) -> &Lab {
        &self.lab
    }

    /// The lab, to change what nothing running depends on.
    pub(crate) fn lab_mut(&mut self) -> &mut Lab {
        &mut self.lab
    }

    /// The plan that runs.
    pub fn plan(&self) -> &Plan {
        self.application.plan()
    }

    /// Start of the clock, epoch milliseconds.
    pub fn start_ms(&self) -> i64 {
        self.start_ms
    }

    /// The clock, epoch milliseconds: everything before it has happened.
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// The stream that leaves the lab.
    pub fn destination(&self) -> Option<StreamId> {
        self.destination
    }

    /// Warnings about the program.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Records sent so far.
    pub fn records(&self) -> u64 {
        self.source.counters().records
    }

    /// Records sent since the start of the clock, those that an earlier program read among them.
    pub(crate) fn sent(&self) -> u64 {
        self.sent
    }

    /// When the next record is due.
    pub fn next_due(&self) -> Option<i64> {
        match &self.recording {
            Some(recording) => recording.next_due(),
            None => self.senders.next_due(),
        }
    }

    /// The recorded data that are its source.
    pub fn recording(&self) -> Option<&Recording> {
        self.recording.as_ref()
    }

    /// Moves the clock to `to_ms`, or less far when `max_records` records were sent before; gives the clock. A `to_ms` in the past moves nothing.
    pub fn advance(&mut self, to_ms: i64, max_records: usize) -> i64 {
        self.advance_with(to_ms, max_records, &mut |_, _| {})
    }

    /// As [`Self::advance`], and shows the rows of every stream to `look` as they come.
    pub fn advance_with(
        &mut self,
        to_ms: i64,
        max_records: usize,
        look: &mut impl FnMut(StreamId, &Batch),
    ) -> i64 {
        if to_ms <= self.now_ms {
            return self.now_ms;
        }
        let bound = match &mut self.recording {
            Some(recording) => recording.emit(to_ms, max_records),
            None => self.senders.emit(to_ms, max_records),
        };
        let (records, instants) = match &self.recording {
            Some(recording) => recording.sent(),
            None => self.senders.sent(),
        };
        self.sent += instants.len() as u64;
        let batch = self.source.decode(records, instants, bound, &mut self.errors);
        // The application refuses rows of another shape or of the past. The source makes neither, and were it to, the clock
        // would go on and the counters would show what is missing.
        if !self.errors.is_empty() {
            self.refused += u64::from(self.application.push_errors(&self.errors.take(bound)).is_err());
        }
        self.refused += u64::from(
            self.application.push(batch, &mut Both { observer: &mut self.observer, look }).is_err(),
        );
        debug_assert_eq!(self.refused, 0);
        self.now_ms = bound;
        bound
    }

    /// The rows that reached the destination since the last call, oldest first.
    pub fn take_found(&mut self) -> Vec<AnomalyView> {
        std::mem::take(&mut self.observer.found).into_iter().map(|found| found.view).collect()
    }

    /// Closes every window, as at the end of all input.
    pub fn finish(&mut self) {
        self.application.finish(&mut self.observer);
    }

    /// Replaces the program; what its streams, windows and forests held is gone (spec/kda-sql.md 2).
    ///
    /// # Errors
    /// What is wrong with the program; the old one runs on.
    pub fn set_sql(&mut self, sql: String) -> Result<(), Refusal> {
        let pipeline = Pipeline::new(&self.lab, &self.schema, &self.references, &sql, self.now_ms)?;
        self.lab.sql = sql;
        self.install(pipeline);
        Ok(())
    }

    /// Replaces the source's schema by InputSchema JSON; the program starts anew on it.
    ///
    /// # Errors
    /// What is wrong with the schema, or with the program over it; the old ones run on.
    pub fn set_schema(&mut self, text: String) -> Result<(), Refusal> {
        let schema = read_schema(&text)?;
        let pipeline = Pipeline::new(&self.lab, &schema, &self.references, &self.lab.sql, self.now_ms)?;
        self.schema = schema;
        self.lab.schema = Some(SchemaText(text));
        self.install(pipeline);
        Ok(())
    }

    fn install(&mut self, pipeline: Pipeline) {
        self.source = pipeline.source;
        self.application = pipeline.application;
        self.observer = pipeline.observer;
        self.destination = pipeline.destination;
        self.warnings = pipeline.warnings;
    }

    /// What the checker says of a program over this lab's source.
    ///
    /// # Errors
    /// Its errors, with the warnings among them.
    pub fn check(&self, sql: &str) -> Result<(Plan, Vec<Diagnostic>), Vec<Diagnostic>> {
        check(sql, &self.catalog(sql)).map(|checked| (checked.plan, checked.warnings))
    }

    /// What a program can read in this lab.
    pub fn catalog(&self, sql: &str) -> Catalog {
        with_references(catalog(&self.schema, sql), &self.references)
    }
}

impl Pipeline {
    /// The program at `now_ms`, when its reference data is loaded.
    fn new(
        lab: &Lab,
        schema: &SourceSchema,
        references: &[Reference],
        sql: &str,
        now_ms: i64,
    ) -> Result<Self, Refusal> {
        let source =
            Source::new(schema).map_err(|error| (ProblemSource::Schema, vec![Problem::of_schema(&error)]))?;
        let refuse = |found: Vec<Diagnostic>| -> Refusal {
            (ProblemSource::Sql, found.iter().map(|diagnostic| Problem::of_sql(diagnostic, sql)).collect())
        };
        let checked = check(sql, &with_references(catalog(schema, sql), references)).map_err(refuse)?;
        let rows = rows_of(&checked.plan, references);
        let application = Application::with_references(checked.plan, lab.seed, rows)
            .and_then(|mut application| {
                let mut left_out = error_rows(references, now_ms);
                application.push_errors(&left_out.take(now_ms))?;
                Ok(application)
            })
            .map(|application| application.with_text(sql).watching_scores())
            .map_err(|error| {
                let diagnostic =
                    Diagnostic::error(error.code(), error.span().unwrap_or_default(), error.to_string());
                refuse(vec![diagnostic])
            })?;
        let plan = application.plan();
        let mut source = source.for_program(plan, sql);
        source.set_partition_keys(lab.partition_keys());
        let fallback = DestinationSpec { stream: DESTINATION_STREAM.to_owned(), sentence: String::new() };
        let spec = lab.destinations.first().unwrap_or(&fallback);
        let destination = plan.find_stream(&spec.stream);
        let observer = Observer::new(plan, destination, &spec.sentence);
        Ok(Self { source, application, observer, destination, warnings: checked.warnings })
    }
}

/// What a program can read: the source under the name by which the program calls it.
pub fn catalog(schema: &SourceSchema, sql: &str) -> Catalog {
    let catalog = Catalog::known(schema.fields());
    match source_name(sql) {
        Some(name) => catalog.named(name),
        None => catalog,
    }
}

/// When the clock of a lab starts, epoch milliseconds; `wall_ms` for a lab that leaves it open.
pub(crate) fn start_of(lab: &Lab, wall_ms: i64) -> i64 {
    lab.start.as_deref().and_then(parse_timestamp).unwrap_or(wall_ms)
}

fn read_schema(text: &str) -> Result<SourceSchema, Refusal> {
    SourceSchema::from_json(text).map_err(|error| (ProblemSource::Schema, vec![Problem::of_schema(&error)]))
}

fn read_references(lab: &Lab) -> Result<Vec<Reference>, Refusal> {
    let named = |table: &crate::file::ReferenceSpec| {
        Reference::of(table).map_err(|error| {
            let message = format!("the reference data '{}' cannot be read: {}", table.name, error.kind());
            let hint = error.hint().map(str::to_owned);
            (ProblemSource::Lab, vec![Problem::plain("LAB0025", message, hint)])
        })
    };
    lab.references.iter().map(named).collect()
}

/// The schema that records of a template fit, and the records it was found from.
///
/// # Errors
/// When the template is unusable or its records have no common schema.
pub(crate) fn discover_from(
    lab: &Lab,
    name: &str,
    now_ms: i64,
) -> Result<(SourceSchema, Vec<String>), Refusal> {
    let drawn = samples(&template(lab, name)?, 4 * SAMPLES, lab.seed, now_ms);
    let schema = discover(Records { bytes: &drawn.0, ends: &drawn.1 })
        .map_err(|error| (ProblemSource::Schema, vec![Problem::of_schema(&error)]))?;
    Ok((schema, texts(&drawn)))
}

fn discovered(lab: &Lab, now_ms: i64) -> Result<SourceSchema, Refusal> {
    let Some(first) = lab.templates.first() else {
        let hint = Some("add a template, or give the lab a schema".to_owned());
        let message = "there is neither a schema nor a template to discover one from";
        return Err((ProblemSource::Schema, vec![Problem::plain("LAB0012", message, hint)]));
    };
    discover_from(lab, &first.name, now_ms).map(|(schema, _)| schema)
}

/// The lab's own observer and a guest's.
struct Both<'a, F> {
    observer: &'a mut Observer,
    look: &'a mut F,
}

impl<F: FnMut(StreamId, &Batch)> Sink for Both<'_, F> {
    fn rows(&mut self, stream: StreamId, rows: &Batch) {
        self.observer.rows(stream, rows);
        (self.look)(stream, rows);
    }

    fn scored(&mut self, pump: usize, rows: &ScoredRows) {
        self.observer.scored(pump, rows);
    }
}

/// A column's header in words.
pub(crate) fn is_numeric(field: &Field) -> bool {
    field.data_type.is_numeric()
}
