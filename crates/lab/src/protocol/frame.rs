//! What changed since the last frame, as the page draws it.

use serde::{Deserialize, Serialize};

use super::{ChartPoint, PlotUpdate, ScoreCounts};

/// A picture of the running engine. Counters are totals since the start of time, so that a lost frame loses nothing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Frame {
    /// The lab's clock, epoch milliseconds.
    pub clock_ms: i64,
    /// The latest instant of this run, epoch milliseconds: later than the clock after [`Seek`](super::Command::Seek).
    pub reached_ms: i64,
    /// Whether the clock runs.
    pub state: RunState,
    /// One sentence about what is happening now.
    pub narration: String,
    /// Senders in the lab's order.
    pub senders: Vec<SenderStatus>,
    /// Records of the recorded data that are sent; 0 without any.
    pub replayed: u64,
    /// The source's counters.
    pub source: SourceStatus,
    /// Streams in the plan's order.
    pub streams: Vec<StreamStatus>,
    /// Pumps in the plan's order.
    pub pumps: Vec<PumpStatus>,
    /// The forest that is shown, if the program has one.
    pub forest: Option<ForestView>,
    /// Tumbling windows that are open.
    pub windows: Vec<WindowView>,
    /// News of the watched stream.
    pub rows: Option<RowsUpdate>,
    /// True when the chart is to be emptied before `chart` is added.
    pub chart_reset: bool,
    /// New points, oldest first.
    pub chart: Vec<ChartPoint>,
    /// How often each score came, when that has changed.
    pub scores: Option<ScoreCounts>,
    /// News of the columns that the chart shows beside the score.
    pub plot: Option<PlotUpdate>,
    /// New rows beside the chart, oldest first; emptied with it.
    pub anomalies: Vec<AnomalyView>,
    /// Rows of that stream since the start of time.
    pub anomalies_total: u64,
    /// Deliveries that are new or changed, oldest first.
    pub deliveries: Vec<DeliveryView>,
    /// Deliveries waiting or being tried.
    pub outbox: u32,
    /// Messages that found the outbox full and were not kept.
    pub refused: u64,
    /// Destinations in the lab's order.
    pub destinations: Vec<DestinationStatus>,
    /// Whether messages on their way survive the tab.
    pub storage: Storage,
    /// Buckets in the lab's order.
    pub buckets: Vec<BucketStatus>,
    /// News of the buckets' objects.
    pub objects: Option<ObjectsUpdate>,
    /// Octets that all objects in the store take, of other labs too.
    pub objects_bytes: u64,
    /// Most octets that they may take.
    pub objects_limit: u64,
    /// Objects that found no room.
    pub objects_lost: u64,
    /// Whether the computer is on the network.
    pub is_offline: bool,
}

/// A bucket's counters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BucketStatus {
    /// Objects that are kept.
    pub objects: u64,
    /// Octets of them.
    pub bytes: u64,
    /// Records or rows that wait in the buffer.
    pub buffered_records: u64,
    /// Octets of them.
    pub buffered_bytes: u64,
}

/// New objects, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ObjectsUpdate {
    /// True when the page's objects are to be dropped first.
    pub reset: bool,
    /// The objects.
    pub objects: Vec<ObjectView>,
}

/// An object of a bucket, as the page lists it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ObjectView {
    /// Its key in the store.
    pub id: String,
    /// Name of its lab.
    pub lab: String,
    /// Name of its bucket.
    pub bucket: String,
    /// Its key within the bucket.
    pub key: String,
    /// Octets.
    pub bytes: u64,
    /// Octets before compression.
    pub plain_bytes: u64,
    /// Records or rows.
    pub records: u64,
    /// Time of the first of them, epoch milliseconds.
    pub from_ms: i64,
    /// The beginning of what is in it.
    pub preview: String,
}

/// A destination's counters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DestinationStatus {
    /// What became of its stream's rows.
    pub flood: FloodCounts,
    /// What became of its messages.
    pub lane: LaneView,
    /// Lab time at which held rows are due, epoch milliseconds.
    pub held_until_ms: Option<i64>,
    /// Wall time until which it is silent, epoch milliseconds.
    pub silent_until_ms: Option<i64>,
    /// Whether another tab sends for this lab.
    pub is_elsewhere: bool,
}

/// What became of the rows of a destination since the start of time: `rows` is the sum of all but `messages`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FloodCounts {
    /// Rows that came.
    pub rows: u64,
    /// Messages made.
    pub messages: u64,
    /// Rows that messages tell of.
    pub told: u64,
    /// Rows held for a message to come.
    pub held: u64,
    /// Rows below the score that counts.
    pub below: u64,
    /// Rows of incidents that were over too soon.
    pub brief: u64,
    /// Rows that came in silence.
    pub silenced: u64,
    /// Rows of time that was run as fast as possible.
    pub replayed: u64,
    /// Rows that were for another tab to tell of.
    pub elsewhere: u64,
}

/// What became of the messages of a destination.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LaneView {
    /// On their way.
    pub waiting: u32,
    /// Taken by the receiver.
    pub delivered: u64,
    /// Sent, with the answer hidden.
    pub sent: u64,
    /// Given up.
    pub dead: u64,
    /// Why nothing is sent.
    pub stopped: Option<String>,
    /// Wall clock of the next attempt, epoch milliseconds.
    pub next_attempt_ms: Option<i64>,
}

/// Whether messages on their way survive the tab.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Storage {
    /// There is no store: they are lost with the tab.
    #[default]
    Memory,
    /// They do.
    Kept {
        /// Records of another version, or damaged.
        unreadable: u64,
    },
    /// The store refused; they are in memory until it takes them.
    Failed(String),
}

/// Whether the clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum RunState {
    /// It stands.
    #[default]
    Paused,
    /// It runs.
    Running,
}

/// A sender's counters.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SenderStatus {
    /// Whether it sends now.
    pub sending: bool,
    /// Records sent.
    pub records: u64,
    /// Bytes sent.
    pub bytes: u64,
    /// Records a second of the lab's clock it is set to now, of a table of periods the mean; 0 when it does not send.
    pub rate: f64,
    /// Records a second of the wall clock it has sent over the last two seconds. At the speed of the wall clock it is `rate`, unless the
    /// machine does not keep up.
    pub achieved: f64,
}

/// The source's counters: `records = rows' records + failed records`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceStatus {
    /// Records that came.
    pub records: u64,
    /// Bytes that came.
    pub bytes: u64,
    /// Rows they gave.
    pub rows: u64,
    /// Rows that went to `error_stream` instead.
    pub errors: u64,
}

/// A stream's counters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StreamStatus {
    /// Rows so far.
    pub rows: u64,
    /// ROWTIME of the newest row.
    pub last_rowtime: Option<i64>,
}

/// A pump's counters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PumpStatus {
    /// Rows read.
    pub rows_in: u64,
    /// Rows inserted.
    pub rows_out: u64,
    /// Rows that failed.
    pub errors: u64,
    /// Rows and groups held in windows, joins and sorts.
    pub state_rows: u64,
}

/// How far a forest is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ForestView {
    /// Index of its pump.
    pub pump: usize,
    /// Rows it has seen.
    pub seen: u64,
    /// Rows it needs before it scores.
    pub sample: u32,
    /// Trees.
    pub trees: u32,
}

/// A window that is open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WindowView {
    /// Index of the pump.
    pub pump: usize,
    /// First instant, epoch milliseconds.
    pub start_ms: i64,
    /// End (exclusive), epoch milliseconds.
    pub end_ms: i64,
    /// Rows in it so far.
    pub rows: u64,
}

/// The rows of the watched stream that are on the screen, in its order: all of them, whenever one has changed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RowsUpdate {
    /// Given with the query.
    pub id: u32,
    /// Rows of the list before the first of `rows`; less than was asked for when the list is shorter.
    pub offset: u32,
    /// Length of the list: kept rows that match.
    pub matching: u64,
    /// Rows of the stream that are kept.
    pub kept: u64,
    /// The rows.
    pub rows: Vec<NumberedRow>,
    /// Of `error_stream` what went wrong, the most frequent first.
    pub causes: Vec<CauseView>,
}

/// A row with its position in the stream, from 0.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NumberedRow {
    /// Position.
    pub number: u64,
    /// The row.
    pub row: RowView,
}

/// Rows of `error_stream` that have one cause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CauseView {
    /// Code and sentence, without the values of the single row.
    pub cause: String,
    /// The pump that failed; empty at the source.
    pub pump: String,
    /// Rows since the start of time.
    pub rows: u64,
    /// Position of the newest of them.
    pub newest: u64,
}

/// A row as text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowView {
    /// `yyyy-MM-dd HH:mm:ss.f`.
    pub rowtime: String,
    /// A cell a column; `None` is NULL.
    pub cells: Vec<Option<String>>,
}

/// A row that reached the destination.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AnomalyView {
    /// Position in the destination stream, from 0.
    pub number: u64,
    /// ROWTIME, epoch milliseconds.
    pub rowtime_ms: i64,
    /// The row.
    pub row: RowView,
    /// Its score, where a column holds one.
    pub score: Option<f64>,
    /// The sentence that is sent.
    pub sentence: String,
}

/// A delivery as the log shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeliveryView {
    /// Stable id, the same over all attempts.
    pub id: String,
    /// What its destination is called.
    pub destination: String,
    /// Whether it is a test.
    pub is_test: bool,
    /// What it tells: the sentence, or that it is a test.
    pub title: String,
    /// Rows that it tells of.
    pub rows: u64,
    /// ROWTIME of the row, epoch milliseconds.
    pub rowtime_ms: i64,
    /// Where it is.
    pub state: DeliveryState,
    /// Attempts made.
    pub attempts: u32,
    /// Wall clock of the last change, epoch milliseconds.
    pub changed_ms: i64,
    /// Milliseconds the last attempt took.
    pub duration_ms: Option<u32>,
    /// Status or reason of the last attempt.
    pub detail: String,
    /// Wall clock of the next attempt, epoch milliseconds.
    pub next_attempt_ms: Option<i64>,
}

/// Where a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DeliveryState {
    /// Waits for its first attempt.
    #[default]
    Waiting,
    /// A request is on its way.
    Sending,
    /// The receiver took it (2xx).
    Delivered,
    /// It went out, and the browser hides what became of it.
    Sent,
    /// Failed for now; another attempt follows.
    Retrying,
    /// Given up.
    Failed,
}
