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
    bucket::{Buckets, Object, spec::BucketSpec},
    destination::message::{self, Group, Message, Origin},
    file::{DestinationSpec, Lab, SchemaText},
    observer::{BESIDE, Found, Observer},
    protocol::{AnomalyView, Problem, ProblemSource},
    recording::Recording,
    reference::{Reference, error_rows, rows_of, with_references},
    senders::{Refusal, SAMPLES, Senders, samples, template, texts},
    source::Source,
    threshold::{Line, line_of},
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
    pub(crate) buckets: Buckets,
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
        let buckets = Buckets::new(&lab.buckets, pipeline.application.plan(), lab.seed, start_ms);
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
            buckets,
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
        self.advance_tapped(to_ms, max_records, &mut |_, _| {}, look)
    }

    /// As [`Self::advance_with`], and shows the records, with the instants at which they came, to `tap` before they are decoded.
    pub(crate) fn advance_tapped(
        &mut self,
        to_ms: i64,
        max_records: usize,
        tap: &mut impl FnMut(Records<'_>, &[i64]),
        look: &mut impl FnMut(StreamId, &Batch),
    ) -> i64 {
        let mut left = max_records;
        while to_ms > self.now_ms && left > 0 {
            // Buckets make objects on a grid of times: there the clock stops for a moment, wherever else a run is cut.
            let next = self.buckets.next_boundary(self.now_ms).map_or(to_ms, |boundary| boundary.min(to_ms));
            let sent = self.advance_piece(next, left, tap, look);
            left = left.saturating_sub(sent);
            if self.now_ms < next {
                break;
            }
        }
        self.now_ms
    }

    fn advance_piece(
        &mut self,
        to_ms: i64,
        max_records: usize,
        tap: &mut impl FnMut(Records<'_>, &[i64]),
        look: &mut impl FnMut(StreamId, &Batch),
    ) -> usize {
        let bound = match &mut self.recording {
            Some(recording) => recording.emit(to_ms, max_records),
            None => self.senders.emit(to_ms, max_records),
        };
        let (records, instants) = match &self.recording {
            Some(recording) => recording.sent(),
            None => self.senders.sent(),
        };
        self.sent += instants.len() as u64;
        let sent = instants.len();
        tap(records, instants);
        self.buckets.records(records, instants);
        let batch = self.source.decode(records, instants, bound, &mut self.errors);
        // The application refuses rows of another shape or of the past. The source makes neither, and were it to, the clock
        // would go on and the counters would show what is missing.
        if !self.errors.is_empty() {
            self.refused += u64::from(self.application.push_errors(&self.errors.take(bound)).is_err());
        }
        self.refused += u64::from(
            self.application
                .push(batch, &mut All { observer: &mut self.observer, buckets: &mut self.buckets, look })
                .is_err(),
        );
        debug_assert_eq!(self.refused, 0);
        self.now_ms = bound;
        self.buckets.clock(bound);
        sent
    }

    /// The objects that the lab's buckets made since the last call, oldest first.
    pub fn take_objects(&mut self) -> Vec<Object> {
        self.buckets.take()
    }

    /// What is in the buckets' buffers becomes objects now.
    pub fn flush_buckets(&mut self) {
        self.buckets.finish();
    }

    /// The rows that reached the first destination since the last call, oldest first.
    pub fn take_found(&mut self) -> Vec<AnomalyView> {
        let found = std::mem::take(&mut self.observer.found);
        found.into_iter().filter_map(|found| self.anomaly(found)).collect()
    }

    /// The destination whose rows those are. A stream beside the chart that leaves the lab nowhere is told of as if it did.
    fn spec_of(&self, destination: usize) -> Option<DestinationSpec> {
        if destination != BESIDE {
            return self.destinations().into_iter().nth(destination);
        }
        let name = &self.plan().stream(self.observer.told()?).name;
        let known = self.destinations().into_iter().find(|spec| spec.stream == *name);
        Some(known.unwrap_or_else(|| DestinationSpec::of(name)))
    }

    /// A row of the first destination, or beside the chart, as the page shows it.
    pub(crate) fn anomaly(&self, found: Found) -> Option<AnomalyView> {
        let row = found.view?;
        let spec = self.spec_of(found.destination)?;
        let origin = Origin { id: "", lab: &self.lab.name, test: false, made_ms: 0, link: "" };
        let message = Message::new(&spec, Group::one(found.row.clone()), &origin);
        Some(AnomalyView {
            number: found.row.number,
            rowtime_ms: found.row.rowtime_ms,
            row,
            score: found.row.score,
            sentence: message::sentence(&spec, &message, &found.row),
        })
    }

    /// The lab's destinations; a lab that names none has the stream that applications usually end in.
    pub(crate) fn destinations(&self) -> Vec<DestinationSpec> {
        destinations(&self.lab)
    }

    /// Shows the forest of that name, and moves the threshold to where the program draws the line for it.
    pub(crate) fn show_forest(&mut self, name: &str) {
        self.lab.detection.forest = Some(name.to_owned());
        self.observer.show(self.application.plan(), Some(name));
        if let Some(line) = self.line() {
            self.lab.detection.threshold = line.score;
        }
    }

    /// Where the program draws the line for the forest that is shown.
    pub(crate) fn line(&self) -> Option<Line> {
        line_of(self.plan(), self.observer.forest()?)
    }

    /// Closes every window, as at the end of all input.
    pub fn finish(&mut self) {
        self.finish_with(&mut |_: StreamId, _: &Batch| {});
    }

    /// As [`Self::finish`], and shows the rows that come of it to `look`.
    pub(crate) fn finish_with(&mut self, look: &mut impl FnMut(StreamId, &Batch)) {
        self.application.finish(&mut All { observer: &mut self.observer, buckets: &mut self.buckets, look });
        self.buckets.finish();
    }

    /// How its source's records become rows.
    pub(crate) fn schema(&self) -> &SourceSchema {
        &self.schema
    }

    /// The lab's reference data.
    pub(crate) fn references(&self) -> &[Reference] {
        &self.references
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
        let armed = std::mem::replace(&mut self.observer, pipeline.observer).armed;
        self.observer.armed = armed;
        self.destination = pipeline.destination;
        self.warnings = pipeline.warnings;
        self.buckets.connect(self.application.plan());
    }

    /// Takes other buckets; what the old ones gathered is to be flushed and taken first.
    pub(crate) fn set_buckets(&mut self, specs: Vec<BucketSpec>) {
        // Other names than those that the old buckets gave from the same seed.
        let seed = self.lab.seed ^ (self.now_ms - self.start_ms) as u64;
        self.buckets = Buckets::new(&specs, self.application.plan(), seed, self.start_ms);
        self.lab.buckets = specs;
    }

    /// Takes destinations and buckets of the same lab at another time; buffers of buckets that were others then begin empty.
    pub(crate) fn take_outlets(&mut self, other: &Self) {
        self.lab.destinations.clone_from(&other.lab.destinations);
        if self.lab.buckets != other.lab.buckets {
            self.set_buckets(other.lab.buckets.clone());
        }
        self.connect_streams();
    }

    /// Takes the lab's destinations as they are now; what the streams hold stays.
    pub(crate) fn connect_streams(&mut self) {
        let plan = self.application.plan();
        let streams: Vec<Option<StreamId>> =
            destinations(&self.lab).iter().map(|spec| plan.find_stream(&spec.stream)).collect();
        self.destination = streams.first().copied().flatten();
        self.observer.connect(plan, streams);
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
        let streams: Vec<Option<StreamId>> =
            destinations(lab).iter().map(|spec| plan.find_stream(&spec.stream)).collect();
        let destination = streams.first().copied().flatten();
        let observer = Observer::new(&application, streams, lab.detection.forest.as_deref());
        Ok(Self { source, application, observer, destination, warnings: checked.warnings })
    }
}

fn destinations(lab: &Lab) -> Vec<DestinationSpec> {
    if lab.destinations.is_empty() {
        vec![DestinationSpec::of(DESTINATION_STREAM)]
    } else {
        lab.destinations.clone()
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

/// The lab's own observer, its buckets, and a guest's observer.
struct All<'a, F> {
    observer: &'a mut Observer,
    buckets: &'a mut Buckets,
    look: &'a mut F,
}

impl<F: FnMut(StreamId, &Batch)> Sink for All<'_, F> {
    fn rows(&mut self, stream: StreamId, rows: &Batch) {
        self.observer.rows(stream, rows);
        self.buckets.rows(stream, rows);
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
