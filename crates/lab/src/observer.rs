//! What the lab keeps of what flows past: newest rows, points for the chart, rows for the destination.

use rillcut_record::{Batch, Fields, encode_json_row};
use rillcut_sql::plan::{Plan, StreamId};
use rillcut_stream::{ScoredRows, Sink};

use crate::{
    protocol::{AnomalyView, ChartPoint},
    ring::{Ring, row_view},
    sentence::sentence,
};

/// Chart points and destination rows kept between two looks of the session; older ones are let go.
const KEPT: usize = 5000;

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
    pub(crate) chart: Vec<ChartPoint>,
    pub(crate) found: Vec<Found>,
    destination: Option<StreamId>,
    sentence: String,
    stream_name: String,
    /// The forest that the chart shows: the first pump that has one.
    charted_pump: Option<usize>,
}

impl Observer {
    /// An observer of a plan whose rows of `destination` leave the lab.
    pub(crate) fn new(plan: &Plan, destination: Option<StreamId>, sentence: &str) -> Self {
        Self {
            fields: plan.streams.iter().map(|stream| stream.fields.clone()).collect(),
            rings: plan.streams.iter().map(|_| Ring::default()).collect(),
            chart: Vec::new(),
            found: Vec::new(),
            destination,
            sentence: sentence.to_owned(),
            stream_name: destination.map(|id| plan.stream(id).name.clone()).unwrap_or_default(),
            charted_pump: None,
        }
    }

    /// Rows that reached the destination since the start.
    pub(crate) fn destination_total(&self) -> u64 {
        self.destination.map_or(0, |id| self.rings[id.0].total())
    }

    fn find(&mut self, batch: &Batch, id: StreamId) {
        let fields = &self.fields[id.0];
        let score = fields.iter().position(|field| field.name == SCORE);
        let first = self.rings[id.0].total();
        for row in batch.len().saturating_sub(KEPT)..batch.len() {
            let mut row_json = String::new();
            encode_json_row(fields, &batch.columns, row, &mut row_json);
            let score = score.map(|at| &batch.columns[at]).filter(|column| !column.is_null(row));
            let view = AnomalyView {
                number: first + row as u64,
                rowtime_ms: batch.rowtimes[row],
                row: row_view(batch, row, fields),
                score: score.and_then(|column| column.doubles()).map(|scores| scores[row]),
                sentence: sentence(&self.sentence, &self.stream_name, batch, row, fields),
            };
            self.found.push(Found { view, row_json });
        }
        keep_newest(&mut self.found);
    }
}

impl Sink for Observer {
    fn rows(&mut self, stream: StreamId, batch: &Batch) {
        if self.destination == Some(stream) {
            self.find(batch, stream);
        }
        self.rings[stream.0].push(batch);
    }

    fn scored(&mut self, pump: usize, rows: &ScoredRows) {
        if *self.charted_pump.get_or_insert(pump) != pump {
            return;
        }
        let points = (0..rows.len()).map(|row| ChartPoint {
            rowtime_ms: rows.rowtimes[row],
            value: rows.values[row],
            score: rows.scores[row],
            warm_up: rows.warm_up[row],
        });
        self.chart.extend(points);
        keep_newest(&mut self.chart);
    }
}

fn keep_newest<T>(items: &mut Vec<T>) {
    if items.len() > 2 * KEPT {
        items.drain(..items.len() - KEPT);
    }
}
