//! Recorded records through a program: what the command line runs, and what tests hold the browser to.
//!
//! Senders and a clock are the caller's: it gives each record the instant at which it arrived.

use rillcut_record::{Decoded, ErrorRows, Field, Records, SourceSchema};
use rillcut_sql::plan::Plan;
use rillcut_stream::{Application, Error, Sink};

use crate::{
    reference::{Reference, error_rows, rows_of},
    source::Source,
};

/// A source and an application over it.
#[derive(Debug)]
pub struct Replay {
    source: Source,
    application: Application,
    errors: ErrorRows,
    /// Reference data whose rows that do not fit have not been told of yet.
    left_out: Vec<Reference>,
}

impl Replay {
    /// A plan over records of that schema. `sql` is the plan's text, for messages in `error_stream`.
    ///
    /// # Errors
    /// When the schema or the plan cannot be run.
    pub fn new(schema: &SourceSchema, plan: Plan, sql: &str, seed: u64) -> Result<Self, ReplayError> {
        Self::with_references(schema, plan, sql, seed, &[])
    }

    /// The same with reference data, whose rows that do not fit stand in `error_stream` at the time of the first records.
    ///
    /// # Errors
    /// As [`Self::new`], and when a table that the plan reads is not among them.
    pub fn with_references(
        schema: &SourceSchema,
        plan: Plan,
        sql: &str,
        seed: u64,
        references: &[Reference],
    ) -> Result<Self, ReplayError> {
        let source = Source::new(schema).map_err(ReplayError::Schema)?.for_program(&plan, sql);
        let rows = rows_of(&plan, references);
        let application =
            Application::with_references(plan, seed, rows).map_err(ReplayError::Plan)?.with_text(sql);
        let left_out = references.iter().filter(|table| table.left_out() > 0).cloned().collect();
        Ok(Self { source, application, errors: ErrorRows::new(), left_out })
    }

    /// With the partition key of a record in its member of that path, names between dots.
    #[must_use]
    pub fn with_partition_key(mut self, path: &str) -> Self {
        self.source.set_partition_keys(std::iter::once(path));
        self
    }

    /// The plan that runs.
    pub fn plan(&self) -> &Plan {
        self.application.plan()
    }

    /// Records that arrived at `instants`, epoch milliseconds that never decrease. Later records may still carry the last instant.
    ///
    /// # Errors
    /// When instants go back in time; nothing of these records has run then.
    pub fn push(
        &mut self,
        records: Records<'_>,
        instants: &[i64],
        sink: &mut impl Sink,
    ) -> Result<(), ReplayError> {
        let bound = instants.last().copied().unwrap_or_else(|| self.application.clock());
        let batch = self.source.decode(records, instants, bound, &mut self.errors);
        self.run(batch, sink)
    }

    /// Records whose rows carry their own times, which `rowtimes` reads off the decoded rows; they must never decrease.
    ///
    /// # Errors
    /// As [`Self::push`].
    pub fn push_timed(
        &mut self,
        records: Records<'_>,
        rowtimes: impl FnOnce(&Decoded, &[Field]) -> Vec<i64>,
        sink: &mut impl Sink,
    ) -> Result<(), ReplayError> {
        let clock = self.application.clock();
        let fields = self.source.fields().to_vec();
        let mut batch = self.source.decode_with(
            records,
            clock,
            &mut self.errors,
            |decoded| rowtimes(decoded, &fields),
            |_, rowtimes| rowtimes.last().copied().unwrap_or(clock.max(0)),
        );
        batch.bound = batch.rowtimes.last().copied().unwrap_or(clock);
        self.run(batch, sink)
    }

    fn run(&mut self, batch: rillcut_record::Batch, sink: &mut impl Sink) -> Result<(), ReplayError> {
        if !self.left_out.is_empty() {
            let loaded = std::mem::take(&mut self.left_out);
            let first = batch.rowtimes.first().copied().unwrap_or(batch.bound);
            let mut rows = error_rows(&loaded, first);
            self.application.push_errors(&rows.take(first)).map_err(ReplayError::Plan)?;
        }
        if !self.errors.is_empty() {
            self.application.push_errors(&self.errors.take(batch.bound)).map_err(ReplayError::Plan)?;
        }
        self.application.push(batch, sink).map_err(ReplayError::Plan)
    }

    /// The end of the records: every window closes.
    pub fn finish(&mut self, sink: &mut impl Sink) {
        self.application.finish(sink);
    }
}

/// Why records cannot be run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// The schema.
    #[error("{0}")]
    Schema(rillcut_record::Error),
    /// The plan, or rows that do not fit it.
    #[error("error[{code}]: {0}", code = .0.code())]
    Plan(Error),
}
