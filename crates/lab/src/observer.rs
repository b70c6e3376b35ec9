//! What the lab keeps of what flows past: newest rows, points for the chart, rows for the destination.

use std::{collections::VecDeque, sync::Arc};

use rillcut_record::{Batch, Fields};
use rillcut_sql::plan::{Plan, StreamId};
use rillcut_stream::{Application, ScoredRows, Sink};

use crate::{
    causes::Causes,
    destination::message::OutRow,
    forests::{Forest, chosen, forests, outlet},
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

/// In the place of a destination's position: the row is shown beside the chart and goes nowhere.
pub(crate) const BESIDE: usize = usize::MAX;

/// A row that reached a destination.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// Position of the destination in the lab's list, or [`BESIDE`].
    pub(crate) destination: usize,
    /// The row as it leaves.
    pub(crate) row: OutRow,
    /// The row as the page shows it, for the first destination and beside the chart.
    pub(crate) view: Option<RowView>,
}

/// The sink of a lab's application.
#[derive(Debug, Clone)]
pub(crate) struct Observer {
    pub(crate) fields: Vec<Fields>,
    pub(crate) rings: Vec<Ring>,
    /// The program's forests.
    forests: Arc<[Forest]>,
    /// Where each of them works: its pump and its place among the pump's operators; nowhere in a pump that is stopped.
    places: Arc<[Option<(usize, usize)>]>,
    /// What each of them has scored.
    scores: Vec<Scores>,
    /// The forest that is shown.
    shown: usize,
    /// The stream whose rows are shown beside the chart, where it is not the first destination.
    beside: Option<StreamId>,
    /// Rows of the destinations since the last look of the session.
    pub(crate) found: Vec<Found>,
    /// Rows beside the chart since then, where they are not those of the first destination.
    pub(crate) seen: Vec<Found>,
    /// The newest rows beside the chart, looked at or not.
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
    /// An observer of an application whose rows leave the lab by these streams. `forest` is the name of the one that is shown.
    pub(crate) fn new(
        application: &Application,
        destinations: Vec<Option<StreamId>>,
        forest: Option<&str>,
    ) -> Self {
        let plan = application.plan();
        let forests = forests(plan);
        let place = |one: &Forest| Some((one.pump, *application.forests(one.pump).get(one.nth)?));
        let mut observer = Self {
            places: forests.iter().map(place).collect(),
            scores: vec![Scores::default(); forests.len()],
            shown: chosen(&forests, forest),
            forests: forests.into(),
            beside: None,
            fields: plan.streams.iter().map(|stream| stream.fields.clone()).collect(),
            rings: plan.streams.iter().map(|_| Ring::default()).collect(),
            found: Vec::new(),
            seen: Vec::new(),
            causes: Causes::default(),
            latest: VecDeque::new(),
            armed: vec![false; destinations.len()],
            lost: 0,
            destinations,
        };
        observer.look_beside(plan);
        observer
    }

    /// Other streams leave the lab from now on.
    pub(crate) fn connect(&mut self, plan: &Plan, destinations: Vec<Option<StreamId>>) {
        self.armed = vec![false; destinations.len()];
        self.destinations = destinations;
        self.found.clear();
        let before = self.beside;
        self.look_beside(plan);
        if self.beside != before {
            self.read_latest();
        }
    }

    /// The program's forests.
    pub(crate) fn forests(&self) -> &[Forest] {
        &self.forests
    }

    /// Position of the forest that is shown.
    pub(crate) fn shown(&self) -> usize {
        self.shown
    }

    /// The forest that is shown.
    pub(crate) fn forest(&self) -> Option<&Forest> {
        self.forests.get(self.shown)
    }

    /// What it has scored; none without a forest.
    pub(crate) fn scores(&self) -> Option<&Scores> {
        self.scores.get(self.shown)
    }

    /// Where it works.
    pub(crate) fn place(&self) -> Option<(usize, usize)> {
        self.places.get(self.shown).copied().flatten()
    }

    /// Shows the forest of that name, the first one where there is none of it, and the rows that its scores lead to.
    pub(crate) fn show(&mut self, plan: &Plan, forest: Option<&str>) {
        self.shown = chosen(&self.forests, forest);
        self.look_beside(plan);
        self.read_latest();
    }

    /// A lab with one forest has the rows of its first destination beside the chart, wherever they come from.
    fn look_beside(&mut self, plan: &Plan) {
        let several = (self.forests.len() > 1).then(|| self.forests.get(self.shown)).flatten();
        self.beside = several.and_then(|forest| outlet(plan, forest, &self.destinations));
    }

    /// The stream whose rows are shown beside the chart.
    pub(crate) fn told(&self) -> Option<StreamId> {
        self.beside.or(self.destinations.first().copied().flatten())
    }

    /// Rows of it since the start.
    pub(crate) fn told_total(&self) -> u64 {
        self.told().map_or(0, |id| self.rings[id.0].total())
    }

    /// As which destination's the rows beside the chart are found.
    fn told_as(&self) -> usize {
        if self.beside.is_some() { BESIDE } else { 0 }
    }

    /// Whether rows of a destination are those beside the chart.
    pub(crate) fn tells(&self, destination: usize) -> bool {
        destination == self.told_as()
    }

    /// Takes the newest rows beside the chart from what is kept of their stream.
    fn read_latest(&mut self) {
        self.latest.clear();
        self.seen.clear();
        let Some(id) = self.told() else { return };
        let destination = self.told_as();
        let ring = &self.rings[id.0];
        let mut number = ring.total().saturating_sub(LATEST as u64).max(ring.first());
        let mut latest = VecDeque::new();
        ring.each_from(number, &mut |batch, rows| {
            for row in rows {
                latest.push_back(self.found_in(batch, row, id, destination, number));
                number += 1;
            }
        });
        self.latest = latest;
    }

    fn find(&mut self, batch: &Batch, id: StreamId, destination: usize) {
        let first = self.rings[id.0].total();
        for row in 0..batch.len() {
            let found = self.found_in(batch, row, id, destination, first + row as u64);
            if self.tells(destination) {
                self.latest.push_back(found.clone());
            }
            if destination == BESIDE {
                self.seen.push(found);
            } else {
                self.found.push(found);
            }
        }
        // Nobody waits for more of these than a page shows.
        self.seen.drain(..self.seen.len().saturating_sub(KEPT));
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
            view: (destination == 0 || destination == BESIDE).then(|| row_view(batch, row, fields)),
        }
    }

    /// The row beside the chart of that ROWTIME that says that score, as far as rows are kept.
    pub(crate) fn found_at(&self, rowtime_ms: i64, score: f64) -> Option<Found> {
        let id = self.told()?;
        let destination = self.told_as();
        let fields = &self.fields[id.0];
        let mut found = None;
        let mut number = self.rings[id.0].first();
        self.rings[id.0].each_from(0, &mut |batch, rows| {
            let same = |&row: &usize| {
                batch.rowtimes[row] == rowtime_ms && score_of(fields, batch, row) == Some(score)
            };
            if let Some(row) = rows.clone().find(same) {
                found = Some(self.found_in(batch, row, id, destination, number + row as u64));
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
        if self.beside == Some(stream) {
            self.find(batch, stream, BESIDE);
        }
        if stream.0 + 1 == self.rings.len() {
            self.causes.take(batch, self.rings[stream.0].total());
        }
        self.rings[stream.0].push(batch);
    }

    fn scored(&mut self, pump: usize, rows: &ScoredRows) {
        if let Some(at) = self.places.iter().position(|place| *place == Some((pump, rows.operator))) {
            self.scores[at].push(rows);
        }
    }
}
