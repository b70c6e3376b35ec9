//! What the lab keeps of what flows past: newest rows, points for the chart, rows for the destination.

use std::collections::VecDeque;

use rillcut_record::{Batch, Fields};
use rillcut_sql::plan::{Plan, StreamId};
use rillcut_stream::{ScoredRows, Sink};

use crate::{
    causes::Causes,
    dataflow::first_forest,
    destination::message::OutRow,
    protocol::RowView,
    ring::{Ring, row_view},
    scores::Scores,
};

/// Destination rows kept between two looks of the session; older ones are let go, and counted.
const KEPT: usize = 5000;

/// Destination rows kept for a page that starts anew: as many as it keeps.
const LATEST: usize = 500;

/// The column that holds a score.
pub(crate) const SCORE: &str = "ANOMALY_SCORE";

/// A row that reached a destination.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// Position of the destination in the lab's list.
    pub(crate) destination: usize,
    /// The row as it leaves.
    pub(crate) row: OutRow,
    /// The row as the page shows it, for the first destination.
    pub(crate) view: Option<RowView>,
}

/// The sink of a lab's application.
#[derive(Debug, Clone)]
pub(crate) struct Observer {
    pub(crate) fields: Vec<Fields>,
    pub(crate) rings: Vec<Ring>,
    /// Of the first forest.
    pub(crate) scores: Scores,
    /// Rows of the destination since the last look of the session.
    pub(crate) found: Vec<Found>,
    /// The newest rows of the first destination, looked at or not.
    pub(crate) latest: VecDeque<Found>,
    /// What is in `error_stream`.
    pub(crate) causes: Causes,
    /// The streams of the lab's destinations.
    destinations: Vec<Option<StreamId>>,
    /// Of which of them somebody wants the rows; of the first always.
    pub(crate) armed: Vec<bool>,
    /// Rows of destinations that came faster than they were taken.
    pub(crate) lost: u64,
}

impl Observer {
    /// An observer of a plan whose rows leave the lab by these streams.
    pub(crate) fn new(plan: &Plan, destinations: Vec<Option<StreamId>>) -> Self {
        Self {
            fields: plan.streams.iter().map(|stream| stream.fields.clone()).collect(),
            rings: plan.streams.iter().map(|_| Ring::default()).collect(),
            scores: Scores::new(first_forest(plan).map_or(0, |(pump, _)| pump)),
            found: Vec::new(),
            causes: Causes::default(),
            latest: VecDeque::new(),
            armed: vec![false; destinations.len()],
            lost: 0,
            destinations,
        }
    }

    /// Other streams leave the lab from now on.
    pub(crate) fn connect(&mut self, destinations: Vec<Option<StreamId>>) {
        self.armed = vec![false; destinations.len()];
        self.destinations = destinations;
        self.found.clear();
    }

    /// Rows that reached the first destination since the start.
    pub(crate) fn destination_total(&self) -> u64 {
        self.destinations.first().copied().flatten().map_or(0, |id| self.rings[id.0].total())
    }

    fn find(&mut self, batch: &Batch, id: StreamId, destination: usize) {
        let first = self.rings[id.0].total();
        for row in 0..batch.len() {
            let found = self.found_in(batch, row, id, destination, first + row as u64);
            if destination == 0 {
                self.latest.push_back(found.clone());
            }
            self.found.push(found);
        }
        if self.found.len() > 2 * KEPT {
            let old = self.found.len() - KEPT;
            // Rows of a destination that nobody listens to are not missed.
            self.lost += self.found.drain(..old).filter(|found| self.armed[found.destination]).count() as u64;
        }
        self.latest.drain(..self.latest.len().saturating_sub(LATEST));
    }

    fn found_in(&self, batch: &Batch, row: usize, id: StreamId, destination: usize, number: u64) -> Found {
        let fields = &self.fields[id.0];
        Found {
            destination,
            row: OutRow::of(batch, row, fields, number, score_of(fields, batch, row)),
            view: (destination == 0).then(|| row_view(batch, row, fields)),
        }
    }

    /// The row of the first destination of that ROWTIME that says that score, as far as rows are kept.
    pub(crate) fn found_at(&self, rowtime_ms: i64, score: f64) -> Option<Found> {
        let id = self.destinations.first().copied().flatten()?;
        let fields = &self.fields[id.0];
        let mut found = None;
        let mut number = self.rings[id.0].first();
        self.rings[id.0].each_from(0, &mut |batch, rows| {
            let same = |&row: &usize| {
                batch.rowtimes[row] == rowtime_ms && score_of(fields, batch, row) == Some(score)
            };
            if let Some(row) = rows.clone().find(same) {
                found = Some(self.found_in(batch, row, id, 0, number + row as u64));
            }
            number += rows.len() as u64;
        });
        found
    }
}

/// The score that a row itself says.
pub(crate) fn score_of(fields: &[rillcut_record::Field], batch: &Batch, row: usize) -> Option<f64> {
    let at = fields.iter().position(|field| field.name == SCORE)?;
    let column = &batch.columns[at];
    if column.is_null(row) { None } else { column.doubles().map(|scores| scores[row]) }
}

impl Sink for Observer {
    fn rows(&mut self, stream: StreamId, batch: &Batch) {
        for at in 0..self.destinations.len() {
            if self.destinations[at] == Some(stream) && (at == 0 || self.armed[at]) {
                self.find(batch, stream, at);
            }
        }
        if stream.0 + 1 == self.rings.len() {
            self.causes.take(batch, self.rings[stream.0].total());
        }
        self.rings[stream.0].push(batch);
    }

    fn scored(&mut self, pump: usize, rows: &ScoredRows) {
        self.scores.push(pump, rows);
    }
}
