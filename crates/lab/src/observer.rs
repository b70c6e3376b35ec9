//! What the lab keeps of what flows past: newest rows, points for the chart, rows for the destination.

use std::collections::VecDeque;

use rillcut_record::{Batch, Fields, encode_json_row};
use rillcut_sql::plan::{Plan, StreamId};
use rillcut_stream::{ScoredRows, Sink};

use crate::{
    causes::Causes,
    dataflow::first_forest,
    protocol::AnomalyView,
    ring::{Ring, row_view},
    scores::Scores,
    sentence::sentence,
};

/// Destination rows kept between two looks of the session; older ones are let go.
const KEPT: usize = 5000;

/// Destination rows kept for a page that starts anew: as many as it keeps.
const LATEST: usize = 500;

/// The column that holds a score.
const SCORE: &str = "ANOMALY_SCORE";

/// A row that reached the destination.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) view: AnomalyView,
    /// The row as a destination gets it.
    pub(crate) row_json: String,
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
    /// The newest rows of the destination, looked at or not.
    pub(crate) latest: VecDeque<AnomalyView>,
    /// What is in `error_stream`.
    pub(crate) causes: Causes,
    destination: Option<StreamId>,
    sentence: String,
    stream_name: String,
}

impl Observer {
    /// An observer of a plan whose rows of `destination` leave the lab.
    pub(crate) fn new(plan: &Plan, destination: Option<StreamId>, sentence: &str) -> Self {
        Self {
            fields: plan.streams.iter().map(|stream| stream.fields.clone()).collect(),
            rings: plan.streams.iter().map(|_| Ring::default()).collect(),
            scores: Scores::new(first_forest(plan).map_or(0, |(pump, _)| pump)),
            found: Vec::new(),
            causes: Causes::default(),
            latest: VecDeque::new(),
            destination,
            sentence: sentence.to_owned(),
            stream_name: destination.map(|id| plan.stream(id).name.clone()).unwrap_or_default(),
        }
    }

    /// Rows that reached the destination since the start.
    pub(crate) fn destination_total(&self) -> u64 {
        self.destination.map_or(0, |id| self.rings[id.0].total())
    }

    fn find(&mut self, batch: &Batch, id: StreamId) {
        let first = self.rings[id.0].total();
        for row in batch.len().saturating_sub(KEPT)..batch.len() {
            let found = self.found_in(batch, row, id, first + row as u64);
            self.latest.push_back(found.view.clone());
            self.found.push(found);
        }
        keep_newest(&mut self.found);
        self.latest.drain(..self.latest.len().saturating_sub(LATEST));
    }

    fn found_in(&self, batch: &Batch, row: usize, id: StreamId, number: u64) -> Found {
        let fields = &self.fields[id.0];
        let mut row_json = String::new();
        encode_json_row(fields, &batch.columns, row, &mut row_json);
        let view = AnomalyView {
            number,
            rowtime_ms: batch.rowtimes[row],
            row: row_view(batch, row, fields),
            score: score_of(fields, batch, row),
            sentence: sentence(&self.sentence, &self.stream_name, batch, row, fields),
        };
        Found { view, row_json }
    }

    /// The row of the destination of that ROWTIME that says that score, as far as rows are kept.
    pub(crate) fn found_at(&self, rowtime_ms: i64, score: f64) -> Option<Found> {
        let id = self.destination?;
        let fields = &self.fields[id.0];
        let mut found = None;
        let mut number = self.rings[id.0].first();
        self.rings[id.0].each_from(0, &mut |batch, rows| {
            let same = |&row: &usize| {
                batch.rowtimes[row] == rowtime_ms && score_of(fields, batch, row) == Some(score)
            };
            if let Some(row) = rows.clone().find(same) {
                found = Some(self.found_in(batch, row, id, number + row as u64));
            }
            number += rows.len() as u64;
        });
        found
    }
}

/// The score that a row itself says.
fn score_of(fields: &Fields, batch: &Batch, row: usize) -> Option<f64> {
    let at = fields.iter().position(|field| field.name == SCORE)?;
    let column = &batch.columns[at];
    if column.is_null(row) { None } else { column.doubles().map(|scores| scores[row]) }
}

impl Sink for Observer {
    fn rows(&mut self, stream: StreamId, batch: &Batch) {
        if self.destination == Some(stream) {
            self.find(batch, stream);
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

fn keep_newest<T>(items: &mut Vec<T>) {
    if items.len() > 2 * KEPT {
        items.drain(..items.len() - KEPT);
    }
}
