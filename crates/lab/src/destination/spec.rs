//! The half of a destination that a lab file holds: nothing in it is a secret.

use serde::{Deserialize, Serialize};

pub use super::preset::Preset;

/// A stream whose rows leave the lab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DestinationSpec {
    /// Stored name of the stream.
    pub stream: String,
    /// The sentence of the message; `{COLUMN}` stands for a cell of the row. Empty: a sentence that lists the cells.
    #[serde(default)]
    pub sentence: String,
    /// What the page calls it; unique in the lab. Empty: named by its preset.
    #[serde(default)]
    pub name: String,
    /// The form of the request.
    #[serde(default)]
    pub preset: Preset,
    /// Subject of the message, with cells as in the sentence. Empty: `Anomaly Detected`.
    #[serde(default)]
    pub subject: String,
    /// The body of [`Preset::Json`]: JSON in whose strings `{COLUMN}` and `{$name}` are filled in. Empty: the built-in body.
    #[serde(default)]
    pub body: String,
    /// How a row is written within [`Preset::Kinesis`].
    #[serde(default)]
    pub format: RowFormat,
    /// How loud the receiver is to be, where it knows such a thing.
    #[serde(default)]
    pub urgency: Urgency,
    /// When rows become messages.
    #[serde(default)]
    pub flood: FloodSpec,
    /// How long and how often a message is tried.
    #[serde(default)]
    pub retry: RetrySpec,
}

impl DestinationSpec {
    /// A destination of a stream with everything else as it is by default.
    pub fn of(stream: impl Into<String>) -> Self {
        Self {
            stream: stream.into(),
            sentence: String::new(),
            name: String::new(),
            preset: Preset::default(),
            subject: String::new(),
            body: String::new(),
            format: RowFormat::default(),
            urgency: Urgency::default(),
            flood: FloodSpec::default(),
            retry: RetrySpec::default(),
        }
    }

    /// What it is called: its name, or its preset's.
    pub fn title(&self) -> String {
        if self.name.is_empty() { self.preset.facts().label.to_owned() } else { self.name.clone() }
    }
}

/// How a row is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RowFormat {
    /// A compact JSON object (spec/kda-sql.md 1.3).
    #[default]
    Json,
    /// Values in the order of the columns with commas between them.
    Csv,
}

/// How loud a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Urgency {
    /// To be read some time.
    Low,
    /// To be read soon.
    #[default]
    Normal,
    /// To wake somebody.
    High,
}

/// When rows become messages. Times are seconds of the lab's clock, so that a lab played at sixty times the speed groups as it would in
/// real time; only `per_hour` counts hours of the wall, since it protects a receiver that lives there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FloodSpec {
    /// An incident tells nothing before its rows have come for so long.
    #[serde(default)]
    pub for_seconds: f64,
    /// After the first row, others are waited for and told in the same message.
    #[serde(default)]
    pub group_seconds: f64,
    /// After a message, rows are gathered for so long before the next.
    #[serde(default)]
    pub cooldown_seconds: f64,
    /// An incident is over when no row came for so long.
    #[serde(default = "gap")]
    pub gap_seconds: f64,
    /// An incident begins with a score of at least this; `null`: with any row.
    #[serde(default)]
    pub open: Option<f64>,
    /// An incident is over with a score below this; `null`: as `open`.
    #[serde(default)]
    pub close: Option<f64>,
    /// Most messages in an hour of the wall's clock; rows beyond are gathered. 0: no limit.
    #[serde(default)]
    pub per_hour: u32,
    /// Whether rows of time that is run as fast as possible are told, too.
    #[serde(default)]
    pub replay: bool,
}

const fn gap() -> f64 {
    60.0
}

impl Default for FloodSpec {
    /// Every row a message.
    fn default() -> Self {
        Self {
            for_seconds: 0.0,
            group_seconds: 0.0,
            cooldown_seconds: 0.0,
            gap_seconds: gap(),
            open: None,
            close: None,
            per_hour: 0,
            replay: false,
        }
    }
}

/// How long and how often a message is tried. Times are of the wall's clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetrySpec {
    /// Time a receiver has for its answer, seconds.
    #[serde(default = "timeout")]
    pub timeout_seconds: f64,
    /// Upper end of the wait after the first failure, milliseconds; it doubles with each further one.
    #[serde(default = "first_wait")]
    pub first_wait_ms: u32,
    /// Longest wait, milliseconds.
    #[serde(default = "longest_wait")]
    pub longest_wait_ms: u32,
    /// A message that still fails so long after its first attempt is given up and kept as a dead letter.
    #[serde(default = "give_up")]
    pub give_up_seconds: f64,
}

const fn timeout() -> f64 {
    10.0
}

const fn first_wait() -> u32 {
    1000
}

const fn longest_wait() -> u32 {
    60_000
}

const fn give_up() -> f64 {
    3600.0
}

impl Default for RetrySpec {
    /// Ten seconds for an answer, waits from one second to a minute, given up after an hour.
    fn default() -> Self {
        Self {
            timeout_seconds: timeout(),
            first_wait_ms: first_wait(),
            longest_wait_ms: longest_wait(),
            give_up_seconds: give_up(),
        }
    }
}
