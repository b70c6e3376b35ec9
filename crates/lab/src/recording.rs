//! Recorded data as the source: a file's records in the place of the senders'.
//!
//! The records come at the instants that a field of theirs says, or at a steady rate. All of a file is in memory, shared by every copy of the
//! engine, so that going back over a replay costs what it costs elsewhere. The file is no part of the lab: labs are shared, data are not.

use std::sync::Arc;

use rillcut_record::{Decoder, Records, SourceSchema, discover, discover_table};

use crate::{
    arrival::time_of_cell,
    protocol::{Problem, RecordingView},
    reference::Values,
};

/// Most bytes of a file: what a tab can hold beside the lab.
const MAX_BYTES: usize = 256 << 20;
/// Records decoded at once to read their times.
const CHUNK: usize = 4096;
/// Most bytes given to the source at once.
const MAX_SLICE: usize = 16 << 20;

/// A file's records, and how far they are sent.
#[derive(Debug, Clone)]
pub struct Recording {
    file: Arc<File>,
    /// Position of the next record.
    next: usize,
    /// Positions of those sent last.
    sent: std::ops::Range<usize>,
    /// The ends of those in their slice of the file.
    ends: Vec<u32>,
}

#[derive(Debug)]
struct File {
    name: String,
    bytes: Vec<u8>,
    ends: Vec<u32>,
    /// When each record comes, epoch milliseconds; never decreasing.
    instants: Vec<i64>,
    adjusted: u64,
}

/// When the records of a file come.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival<'a> {
    /// When a column says, by its name.
    Column(&'a str),
    /// So many a second, from an instant in epoch milliseconds on.
    Paced {
        /// Records a second, > 0.
        rate: f64,
        /// When the first one comes.
        start_ms: i64,
    },
}

impl Recording {
    /// Reads a file with a record a line (JSON, CSV with or without header, text) or with an array of JSON objects, and finds its schema.
    ///
    /// # Errors
    /// When nothing can be read: too large (LAB0050), no schema (REC…), no such column or no time in it (LAB0051), a rate that is
    /// none (LAB0052).
    pub fn read(name: &str, bytes: &[u8], arrival: &Arrival<'_>) -> Result<(Self, SourceSchema), Problem> {
        if bytes.len() > MAX_BYTES {
            let message = format!("the file has {} MB, more than {} MB", bytes.len() >> 20, MAX_BYTES >> 20);
            let hint = Some(
                "replay a part of it, or use the command line, which reads files of any length".to_owned(),
            );
            return Err(Problem::plain("LAB0050", message, hint));
        }
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let (schema, bytes, ends) = if bytes.trim_ascii_start().starts_with(b"[") {
            let values = Values::of(bytes);
            let schema = discover(values.records()).map_err(|error| Problem::of_schema(&error))?;
            (schema, values.bytes, values.ends)
        } else if let Ok(table) = discover_table(bytes) {
            (table.schema, table.bytes.to_vec(), table.ends)
        } else {
            let ends = rillcut_record::split_lines(bytes);
            let schema =
                discover(Records { bytes, ends: &ends }).map_err(|error| Problem::of_schema(&error))?;
            (schema, bytes.to_vec(), ends)
        };
        let records = Records { bytes: &bytes, ends: &ends };
        let (instants, adjusted) = match *arrival {
            Arrival::Column(column) => own_times(records, &schema, column)?,
            Arrival::Paced { rate, start_ms } => (paced(records.len(), rate, start_ms)?, 0),
        };
        let file = File { name: name.to_owned(), bytes, ends, instants, adjusted };
        let recording = Self { file: Arc::new(file), next: 0, sent: 0..0, ends: Vec::new() };
        Ok((recording, schema))
    }

    /// The same file from its first record on.
    #[must_use]
    pub fn from_the_start(&self) -> Self {
        Self { file: Arc::clone(&self.file), next: 0, sent: 0..0, ends: Vec::new() }
    }

    /// When its first record comes, epoch milliseconds.
    pub fn start_ms(&self) -> Option<i64> {
        self.file.instants.first().copied()
    }

    /// When the next record is due; `None` when all are sent.
    pub fn next_due(&self) -> Option<i64> {
        self.file.instants.get(self.next).copied()
    }

    /// Sends what is due before `to_ms`, at most `limit` records. Gives the instant up to which all is sent.
    pub(crate) fn emit(&mut self, to_ms: i64, limit: usize) -> i64 {
        let file = &self.file;
        let from = self.next;
        let start = from.checked_sub(1).map_or(0, |before| file.ends[before]);
        self.ends.clear();
        while let (Some(&due), Some(&end)) = (file.instants.get(self.next), file.ends.get(self.next))
            && due < to_ms
            && self.ends.len() < limit
            && ((end - start) as usize <= MAX_SLICE || self.ends.is_empty())
        {
            self.ends.push(end - start);
            self.next += 1;
        }
        self.sent = from..self.next;
        self.next_due().map_or(to_ms, |due| due.min(to_ms))
    }

    /// The records that the last [`Self::emit`] sent, and when.
    pub(crate) fn sent(&self) -> (Records<'_>, &[i64]) {
        let file = &self.file;
        let at = |record: usize| record.checked_sub(1).map_or(0, |before| file.ends[before] as usize);
        let bytes = &file.bytes[at(self.sent.start)..at(self.sent.end)];
        (Records { bytes, ends: &self.ends }, &file.instants[self.sent.clone()])
    }

    /// Records sent so far.
    pub(crate) fn position(&self) -> u64 {
        self.next as u64
    }

    /// What the page shows of it.
    pub(crate) fn view(&self) -> RecordingView {
        RecordingView {
            name: self.file.name.clone(),
            records: self.file.ends.len() as u64,
            adjusted: self.file.adjusted,
        }
    }
}

/// The times that records carry; one without, or one that would go back, takes the time of the one before.
fn own_times(records: Records<'_>, schema: &SourceSchema, name: &str) -> Result<(Vec<i64>, u64), Problem> {
    let same = |column: &rillcut_record::RecordColumn| {
        column.name == name
            || column.mapping.as_deref().and_then(|path| path.strip_prefix("$.")) == Some(name)
    };
    let Some(at) = schema.columns.iter().position(same) else {
        let known: Vec<&str> = schema.columns.iter().map(|column| column.name.as_str()).collect();
        let hint = Some(format!("its columns are {}", known.join(", ")));
        return Err(Problem::plain(
            "LAB0051",
            format!("the data have no column '{name}' to read times from"),
            hint,
        ));
    };
    let mut decoder = Decoder::new(schema).map_err(|error| Problem::of_schema(&error))?;
    let mut instants: Vec<i64> = Vec::with_capacity(records.len());
    let mut adjusted = 0;
    let mut readable = false;
    for first in (0..records.len()).step_by(CHUNK) {
        let last = (first + CHUNK).min(records.len());
        let start = first.checked_sub(1).map_or(0, |before| records.ends[before]);
        let ends: Vec<u32> = records.ends[first..last].iter().map(|end| end - start).collect();
        let bytes = &records.bytes[start as usize..records.ends[last - 1] as usize];
        let decoded = decoder.decode(Records { bytes, ends: &ends });
        let data_type = decoder.fields()[at].data_type;
        let mut times: Vec<Option<i64>> = vec![None; last - first];
        for (row, &record) in decoded.record_of_row.iter().enumerate().rev() {
            // Going backwards, the first row of a record has the last word.
            times[record as usize] = time_of_cell(data_type, &decoded.columns[at], row);
        }
        for time in times {
            let before = instants.last().copied();
            match (time, before) {
                (Some(time), Some(before)) if time >= before => instants.push(time),
                (Some(time), None) => instants.push(time),
                (_, before) => {
                    adjusted += 1;
                    instants.push(before.unwrap_or(i64::MIN));
                }
            }
            readable |= time.is_some();
        }
    }
    if !readable {
        let hint = Some(
            "a time is a number of milliseconds since 1970, or text such as 2026-01-01 00:00:00".to_owned(),
        );
        return Err(Problem::plain("LAB0051", format!("no record has a time in its column '{name}'"), hint));
    }
    // Those before the first time come with it.
    let first = instants.iter().copied().find(|&time| time != i64::MIN).unwrap_or(0);
    for time in instants.iter_mut().take_while(|time| **time == i64::MIN) {
        *time = first;
    }
    Ok((instants, adjusted))
}

fn paced(records: usize, rate: f64, start_ms: i64) -> Result<Vec<i64>, Problem> {
    if !(rate > 0.0 && rate <= 1e9) {
        let hint = Some("give a number of records a second, up to a billion".to_owned());
        return Err(Problem::plain(
            "LAB0052",
            format!("records cannot come at a rate of {rate} a second"),
            hint,
        ));
    }
    let instant = |record: usize| start_ms.saturating_add((record as f64 * 1000.0 / rate) as i64);
    Ok((0..records).map(instant).collect())
}
