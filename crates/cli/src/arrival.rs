//! When each record of a file arrives on the virtual clock.

use rillcut_lab::arrival::time_of_text;

/// Where arrival times come from.
pub(crate) enum Arrival {
    /// A top-level field of each JSON record: epoch milliseconds or `yyyy-MM-dd HH:mm:ss[.fff]`.
    JsonField(String),
    /// A column of the decoded row, by position (CSV).
    Column(usize),
    /// Records arrive at a steady rate from a start.
    Paced {
        /// First arrival, epoch milliseconds.
        start_ms: i64,
        /// Milliseconds between records.
        step_ms: f64,
    },
}

/// Gives records their times, which never go back.
pub(crate) struct Clock {
    arrival: Arrival,
    records: u64,
    last_ms: Option<i64>,
    /// Records whose field was missing, unreadable or earlier than the record before.
    pub(crate) adjusted: u64,
}

impl Clock {
    pub(crate) fn new(arrival: Arrival) -> Self {
        Self { arrival, records: 0, last_ms: None, adjusted: 0 }
    }

    pub(crate) fn arrival(&self) -> &Arrival {
        &self.arrival
    }

    /// The time of the next record. A record without a readable time, or one that would go back, takes the time of the one before.
    pub(crate) fn next(&mut self, record: &[u8]) -> i64 {
        let read = match &self.arrival {
            Arrival::JsonField(field) => json_time(record, field),
            Arrival::Column(_) => None,
            Arrival::Paced { start_ms, step_ms } => Some(start_ms + (self.records as f64 * step_ms) as i64),
        };
        self.take(read)
    }

    /// The time of the next record, already read from its row.
    pub(crate) fn take(&mut self, read: Option<i64>) -> i64 {
        self.records += 1;
        let last = self.last_ms;
        let time = match (read, last) {
            (Some(read), Some(last)) if read >= last => read,
            (Some(read), None) => read,
            (_, last) => {
                self.adjusted += 1;
                last.unwrap_or(0)
            }
        };
        self.last_ms = Some(time);
        time
    }
}

fn json_time(record: &[u8], field: &str) -> Option<i64> {
    let document: serde_json::Value = serde_json::from_slice(record).ok()?;
    match document.get(field)? {
        serde_json::Value::Number(number) => number.as_i64().or_else(|| number.as_f64().map(|ms| ms as i64)),
        serde_json::Value::String(text) => time_of_text(text),
        _ => None,
    }
}
