//! What the page is shown of the engine.

use rillcut_record::{Batch, Field, Value};
use rillcut_stream::{OperatorState, Statistics};

use super::Session;
use crate::{
    browse::Browser,
    dataflow,
    destination::message::OutRow,
    engine::{Engine, is_numeric},
    history::History,
    narration::{Situation, narrate},
    plot,
    protocol::{
        ColumnView, Event, ForestView, Frame, LabView, Problem, ProblemSource, PumpStatus, PumpView,
        RowsUpdate, RunState, StreamRole, StreamStatus, StreamView, TextForm, WindowView,
    },
    recording::Recording,
    ring::row_view,
    rows_text,
    scores::Scores,
};

/// Anomalies of one frame at most; what is older than that was never on a screen.
const PER_FRAME: usize = 2000;
/// Rows on the clipboard at most.
const MOST_COPIED: usize = 1000;

impl Session {
    /// The lab as it runs now, after a change of a part of it or, with `None`, anew.
    pub(super) fn lab_event(&self, accepted: Option<ProblemSource>) -> Option<Event> {
        let engine = self.engine.as_ref()?;
        let plan = engine.plan();
        let destination = engine.destination().map(|id| id.0);
        let streams = plan.streams.iter().enumerate().map(|(at, stream)| StreamView {
            name: stream.name.clone(),
            role: role(at, plan.streams.len(), destination),
            columns: stream.fields.iter().map(column_view).collect(),
        });
        let pumps = plan.pumps.iter().map(|pump| PumpView {
            name: pump.name.clone(),
            reads: dataflow::reads(&pump.root),
            fills: pump.target.0,
            label: dataflow::label(&pump.root),
            started: pump.started,
            start: pump.span.start,
            end: pump.span.end,
        });
        let sql = &engine.lab().sql;
        Some(Event::Lab(Box::new(LabView {
            lab: engine.lab().clone(),
            start_ms: engine.start_ms(),
            streams: streams.collect(),
            pumps: pumps.collect(),
            destination,
            anomalies: engine.observer.told().map(|id| id.0),
            forests: engine.observer.forests().iter().map(|forest| forest.name.clone()).collect(),
            forest: engine.observer.shown(),
            scored: engine.observer.forest().map_or_else(Vec::new, |forest| forest.columns.clone()),
            line: engine.line().map(|line| line.score),
            warnings: engine.warnings().iter().map(|found| Problem::of_sql(found, sql)).collect(),
            recording: engine.recording().map(Recording::view),
            destinations: engine.destinations(),
            connections: self.connections(),
            accepted,
        })))
    }

    /// Everything that a frame tells; what it tells once is taken.
    pub(super) fn make_frame(&mut self, wall_ms: f64) -> Option<Frame> {
        let engine = self.engine.as_mut()?;
        let statistics = engine.application.statistics();
        let now_ms = engine.now_ms();
        let senders = engine.senders.status(now_ms, wall_ms);
        let source = engine.source.counters();
        let forest = forest_view(engine, &statistics);
        let windows = windows(&statistics);
        let anomalies_total = engine.observer.told_total();
        let last_found = engine.observer.latest.back().cloned().and_then(|found| engine.anomaly(found));
        let narration = narrate(&Situation {
            state: self.state,
            start_ms: engine.start_ms(),
            clock_ms: engine.now_ms(),
            sending: senders.iter().any(|sender| sender.sending),
            records: source.records,
            rows: source.rows,
            forest: forest.as_ref(),
            window: windows.iter().min_by_key(|window| window.end_ms),
            anomalies: anomalies_total,
            last_anomaly: last_found.as_ref().map(|found| (found.rowtime_ms, found.sentence.as_str())),
            moments: &engine.lab().moments,
        });
        let streams = engine
            .observer
            .rings
            .iter()
            .map(|ring| StreamStatus { rows: ring.total(), last_rowtime: ring.last_rowtime() });
        let streams = streams.collect();
        let scores = engine.observer.scores();
        let total = scores.map_or(0, Scores::total);
        let told = self.shown.chart.replace(total);
        let chart = scores.map_or_else(Vec::new, |scores| scores.points_from(told.unwrap_or(0)));
        let counts = scores.map(Scores::counts).cloned().unwrap_or_default();
        let counts = (told != Some(total)).then_some(counts);
        let plot = self.plot.as_ref().and_then(|query| {
            plot::update(engine.application.plan(), &engine.observer, query, &mut self.shown.plot)
        });
        let rows = watched_rows(engine, &mut self.browser, self.state, wall_ms);
        let lost = engine.observer.lost;
        let lab = engine.lab().name.clone();
        let buckets = self.objects.statuses(engine);
        let found = newest(std::mem::take(&mut self.shown.found));
        let anomalies = match told {
            None => {
                engine.observer.latest.iter().cloned().filter_map(|found| engine.anomaly(found)).collect()
            }
            Some(_) => found,
        };
        Some(Frame {
            clock_ms: engine.now_ms(),
            reached_ms: self.history.as_ref().map_or(0, History::reached_ms),
            state: self.state,
            narration,
            senders,
            replayed: engine.recording().map_or(0, Recording::position),
            source,
            streams,
            pumps: statistics.pumps.iter().map(pump_status).collect(),
            forest,
            windows,
            rows,
            chart_reset: told.is_none(),
            chart,
            scores: counts,
            plot,
            anomalies,
            anomalies_total,
            deliveries: self.outbox.take_changes(),
            outbox: self.outbox.open() as u32,
            refused: self.outbox.refused() + lost,
            destinations: self.destination_status(wall_ms),
            storage: self.outbox.storage(),
            is_offline: self.outbox.is_offline(),
            buckets,
            objects: self.objects.take_update(&lab),
            objects_bytes: self.objects.bytes(),
            objects_limit: self.objects.limit(),
            objects_lost: self.objects.lost(),
        })
    }
}

impl Session {
    /// All rows of the list that is shown, as text.
    pub(super) fn take_rows(&mut self, form: TextForm, copy: bool) -> Option<Event> {
        let engine = self.engine.as_ref()?;
        let id = engine.plan().find_stream(&self.browser.query().stream)?;
        let (ring, fields) = (&engine.observer.rings[id.0], &engine.observer.fields[id.0]);
        let columns: Vec<ColumnView> = fields.iter().map(column_view).collect();
        let mut text = rows_text::header(form, &columns);
        let mut rows = 0_u32;
        // A sorted list is taken in its order, another one oldest first.
        self.browser.each(ring, fields, copy.then_some(MOST_COPIED), &mut |batch, row| {
            rows_text::push_row(&mut text, form, &row_view(batch, row, fields), &columns);
            rows += 1;
        });
        if copy {
            return Some(Event::Copied { text, rows });
        }
        let ending = if form == TextForm::Csv { "csv" } else { "ndjson" };
        let name = format!("{}.{ending}", self.browser.query().stream.to_lowercase());
        Some(Event::Exported { name, text })
    }
}

impl Engine {
    /// The next instant at which something can come out: the end of the window that ends first, else just after the next record.
    pub fn next_boundary(&self) -> i64 {
        let now = self.now_ms();
        let ends = windows(&self.application.statistics()).into_iter().map(|window| window.end_ms);
        let end = ends.filter(|&end| end > now).min();
        end.or_else(|| self.next_due().map(|due| due.max(now) + 1)).unwrap_or(now + 1000)
    }

    /// The newest row of a stream, or a made-up one: zero, `sample` or false in each column. Tells which it is.
    pub(crate) fn sample_row(&self, stream: &str) -> (OutRow, bool) {
        let id = self.plan().find_stream(stream);
        let fields: &[Field] = id.map_or(&[], |id| &self.plan().stream(id).fields);
        if let Some((batch, row)) = id.and_then(|id| self.observer.rings[id.0].newest()) {
            let score = crate::observer::score_of(fields, batch, row);
            return (OutRow::of(batch, row, fields, 0, score), true);
        }
        let mut batch = Batch::empty(fields, self.now_ms());
        batch.rowtimes.push(self.now_ms());
        for (field, column) in fields.iter().zip(&mut batch.columns) {
            let value = match field.data_type.physical() {
                rillcut_record::Physical::Boolean => Value::Boolean(false),
                rillcut_record::Physical::Long => Value::Long(0),
                rillcut_record::Physical::Double => Value::Double(0.0),
                rillcut_record::Physical::Text => Value::Text("sample".to_owned()),
                rillcut_record::Physical::Bytes => Value::Bytes(Vec::new()),
            };
            std::sync::Arc::make_mut(column).push(&value);
        }
        (OutRow::of(&batch, 0, fields, 0, None), false)
    }
}

fn role(at: usize, streams: usize, destination: Option<usize>) -> StreamRole {
    match at {
        0 => StreamRole::Source,
        _ if at + 1 == streams => StreamRole::Error,
        _ if destination == Some(at) => StreamRole::Destination,
        _ => StreamRole::Application,
    }
}

fn column_view(field: &Field) -> ColumnView {
    ColumnView {
        name: field.name.clone(),
        data_type: field.data_type.to_string(),
        numeric: is_numeric(field),
    }
}

fn newest<T>(mut items: Vec<T>) -> Vec<T> {
    items.drain(..items.len().saturating_sub(PER_FRAME));
    items
}

fn watched_rows(engine: &Engine, browser: &mut Browser, state: RunState, wall_ms: f64) -> Option<RowsUpdate> {
    let id = engine.plan().find_stream(&browser.query().stream)?;
    let observer = &engine.observer;
    let (ring, fields) = (&observer.rings[id.0], &observer.fields[id.0]);
    let mut update = browser.update(ring, fields, state == RunState::Running, wall_ms)?;
    if id.0 + 1 == observer.rings.len() {
        update.causes = observer.causes.view();
    }
    Some(update)
}

/// Rows and groups that a pump holds.
pub(crate) fn state_rows(pump: &rillcut_stream::PumpStatistics) -> u64 {
    let held = pump.operators.iter().map(|operator| match operator.state {
        OperatorState::Window { groups, .. } => groups as u64,
        OperatorState::Sort { rows, .. } | OperatorState::Reference { rows } => rows as u64,
        OperatorState::Slide { rows, partitions } => rows.max(partitions) as u64,
        OperatorState::Join { left_rows, right_rows } => (left_rows + right_rows) as u64,
        OperatorState::Points { points } => points as u64,
        _ => 0,
    });
    held.sum()
}

fn pump_status(pump: &rillcut_stream::PumpStatistics) -> PumpStatus {
    PumpStatus {
        rows_in: pump.rows_in,
        rows_out: pump.rows_out,
        errors: pump.errors,
        state_rows: state_rows(pump),
    }
}

fn forest_view(engine: &Engine, statistics: &Statistics) -> Option<ForestView> {
    let forest = engine.observer.forest()?;
    let mut seen =
        statistics.pumps[forest.pump].operators.iter().filter_map(|operator| match operator.state {
            OperatorState::Forest { seen, .. } => Some(seen),
            _ => None,
        });
    let options = &forest.options;
    Some(ForestView {
        pump: forest.pump,
        seen: seen.nth(forest.nth)?,
        sample: options.sample,
        trees: options.trees,
    })
}

pub(super) fn windows(statistics: &Statistics) -> Vec<WindowView> {
    let mut open = Vec::new();
    for (pump, status) in statistics.pumps.iter().enumerate() {
        for operator in &status.operators {
            if let OperatorState::Window { window: Some((start_ms, end_ms)), rows, .. } = operator.state {
                open.push(WindowView { pump, start_ms, end_ms, rows });
            }
        }
    }
    open
}

impl RunState {
    /// Whether the clock stands.
    pub fn is_paused(self) -> bool {
        self == Self::Paused
    }
}
