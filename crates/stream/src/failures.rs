//! Failed rows on their way to `error_stream`, put in an order that does not depend on how rows were cut into batches.
//!
//! Operators work a batch at a time, so failures reach this place in the order of batches. They wait until no pump can fail
//! at an earlier time, and leave sorted by time, then pump, then operator, then row: the order in which rows pushed one by one
//! would have failed. The price is that a failure shows when the slowest pump that may fail has passed its time
//! (see `fallible`); the counters show it at once.
//!
//! A pump behind `event_time AS ROWTIME` can stay behind for as long as no event comes. It is waited for no longer than
//! `application::PATIENCE_MS`, so that it cannot hold back the errors of others; and of more than [`LIMIT`] waiting failures
//! the earliest half leaves early, so that memory stays bounded. Failures that come later still take the time of the last one shown.
//! Only then can the order depend on cuts.

use std::collections::BTreeMap;

use rillcut_record::{Batch, END_OF_TIME, ErrorRow, ErrorRows, Field, START_OF_TIME, Value, encode_json_row};
use rillcut_sql::{LineIndex, Span};

use crate::row_error::RowError;

/// Failures that wait at most.
const LIMIT: usize = 65_536;

/// Where a failure happened, in the order of the program: the source (0, 0), then pump by pump, operator by operator from the
/// leaves up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    /// 0 is the source, pump `n` of the plan is `n + 1`.
    pub(crate) pump: usize,
    pub(crate) operator: usize,
}

#[derive(Debug, Clone)]
struct Failure {
    time: i64,
    origin: Origin,
    /// A result that failed comes before the rows of the instant at which it was due.
    is_row: bool,
    name: String,
    message: String,
    data_rowtime: Option<i64>,
    data: Vec<u8>,
}

/// Failures that wait for their turn.
#[derive(Debug, Clone)]
pub(crate) struct FailureLog {
    waiting: Vec<Failure>,
    /// Pump names by origin; the source has none.
    pumps: Vec<String>,
    /// Failures so far, by origin.
    counts: Vec<u64>,
    released: i64,
    text: Option<String>,
    /// Places already looked up.
    places: BTreeMap<u32, String>,
}

/// The log as one operator sees it.
#[derive(Debug)]
pub(crate) struct Failures<'a> {
    log: &'a mut FailureLog,
    origin: Origin,
}

impl FailureLog {
    pub(crate) fn new(pumps: Vec<String>) -> Self {
        Self {
            waiting: Vec::new(),
            counts: vec![0; pumps.len() + 1],
            pumps,
            released: START_OF_TIME,
            text: None,
            places: BTreeMap::new(),
        }
    }

    /// The program's text, so that messages can say line and column.
    pub(crate) fn set_text(&mut self, text: &str) {
        self.text = Some(text.to_owned());
    }

    /// The log for one operator.
    pub(crate) fn of(&mut self, pump: usize, operator: usize) -> Failures<'_> {
        Failures { log: self, origin: Origin { pump: pump + 1, operator } }
    }

    /// Failures of a pump so far.
    pub(crate) fn count(&self, pump: usize) -> u64 {
        self.counts.get(pump + 1).copied().unwrap_or(0)
    }

    /// Failures of the source so far.
    pub(crate) fn source_count(&self) -> u64 {
        self.counts.first().copied().unwrap_or(0)
    }

    /// Failures that wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// No later row of `error_stream` is earlier.
    pub(crate) fn bound(&self) -> i64 {
        self.released
    }

    /// Takes rows of `error_stream` that the source made.
    pub(crate) fn add_source_rows(&mut self, rows: &Batch) {
        let text = |column: usize, row: usize| match rows.columns.get(column).map(|column| column.value(row))
        {
            Some(Value::Text(text)) => text,
            _ => String::new(),
        };
        let long = |column: usize, row: usize| match rows.columns.get(column).map(|column| column.value(row))
        {
            Some(Value::Long(value)) => Some(value),
            _ => None,
        };
        for row in 0..rows.len() {
            self.counts[0] += 1;
            self.waiting.push(Failure {
                time: rows.rowtimes[row].max(self.released),
                origin: Origin { pump: 0, operator: 0 },
                is_row: true,
                name: text(2, row),
                message: text(3, row),
                data_rowtime: long(4, row),
                data: unhex(&text(5, row)),
            });
        }
    }

    fn place(&mut self, span: Span) -> String {
        let Some(text) = &self.text else { return String::new() };
        self.places
            .entry(span.start)
            .or_insert_with(|| {
                let at = LineIndex::new(text).locate(span.start);
                format!(" (line {}, column {})", at.line, at.column)
            })
            .clone()
    }

    /// The failures before `bound` as rows of `error_stream`; `None` when there are none.
    pub(crate) fn release(&mut self, bound: i64) -> Option<Batch> {
        let is_ready = |failure: &Failure| failure.time < bound || bound == END_OF_TIME;
        let ready = self.waiting.iter().filter(|failure| is_ready(failure)).count();
        let ready = if self.waiting.len() - ready > LIMIT { self.waiting.len() - LIMIT / 2 } else { ready };
        // ROWTIME never decreases, whatever left early.
        let floor = self.released;
        self.released = self.released.max(bound);
        if ready == 0 {
            return None;
        }
        self.waiting.sort_by_key(|failure| (failure.time, failure.origin, failure.is_row));
        let mut rows = ErrorRows::new();
        for failure in self.waiting.drain(..ready) {
            let pump = failure.origin.pump.checked_sub(1).and_then(|pump| self.pumps.get(pump));
            rows.push(&ErrorRow {
                time: failure.time,
                name: &failure.name,
                message: &failure.message,
                data_rowtime: failure.data_rowtime,
                data: &failure.data,
                pump: pump.map(String::as_str),
            });
        }
        let mut rows = rows.take(bound);
        for time in &mut rows.rowtimes {
            *time = (*time).max(floor);
        }
        let last = rows.rowtimes.last().copied().unwrap_or(floor);
        self.released = self.released.max(last);
        rows.bound = self.released;
        Some(rows)
    }
}

impl Failures<'_> {
    /// Rows of a batch that failed, each at its own time; ascending by row, once a push.
    pub(crate) fn rows(&mut self, batch: &Batch, fields: &[Field], errors: &[RowError]) {
        for error in errors {
            let row = error.row as usize;
            let time = batch.rowtimes.get(row).copied().unwrap_or(START_OF_TIME);
            self.add(time, true, batch, fields, error);
        }
    }

    /// A row of results that failed at the time it was due.
    pub(crate) fn result(&mut self, time: i64, batch: &Batch, fields: &[Field], error: &RowError) {
        self.add(time, false, batch, fields, error);
    }

    fn add(&mut self, time: i64, is_row: bool, batch: &Batch, fields: &[Field], error: &RowError) {
        let mut data = String::new();
        encode_json_row(fields, &batch.columns, error.row as usize, &mut data);
        let message = format!("{}{}", error.message, self.log.place(error.span));
        self.log.counts[self.origin.pump] += 1;
        self.log.waiting.push(Failure {
            time,
            origin: self.origin,
            is_row,
            name: error.kind.code().to_owned(),
            message,
            data_rowtime: batch.rowtimes.get(error.row as usize).copied(),
            data: data.into_bytes(),
        });
    }
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map_or(0, |digit| digit as u8);
    text.as_bytes().chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}
