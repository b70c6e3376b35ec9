//! The lab file: one JSON document that holds a whole lab (design: the lab file).
//!
//! What is saved, shared, exported and run by the command line. It never holds secrets: webhook addresses and headers stay
//! in the session. Every field is always written, so that the same types can travel to the worker as postcard bytes.

mod saved;

use rillcut_generator::Periods;
use serde::{Deserialize, Serialize};

pub use saved::{ResourceKind, SavedApplication, SavedOutput, SavedReference, SavedResource};

pub use crate::bucket::spec::{BucketSpec, ObjectFormat};
pub use crate::destination::spec::{DestinationSpec, FloodSpec, Preset, RetrySpec, RowFormat, Urgency};

use crate::reference::ReferenceFormat;

/// Version of the format this build writes. It reads version 1 as well, which had no tables of periods, ramps, ends and seeds of senders.
pub const LAB_VERSION: u32 = 2;

/// A lab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Lab {
    /// Format version, 2; 1 is read, too.
    pub rillcut: u32,
    /// Title.
    pub name: String,
    /// A sentence or two for the reader.
    #[serde(default)]
    pub description: String,
    /// Seed of every sender and forest: the same seed gives the same run.
    pub seed: u64,
    /// Start of the clock as `yyyy-MM-dd HH:mm:ss[.fff]`, UTC; `null` takes the wall clock when the run begins.
    pub start: Option<String>,
    /// Record templates (KDG's language).
    pub templates: Vec<NamedTemplate>,
    /// Senders, each drawing from a template.
    pub senders: Vec<SenderSpec>,
    /// The source's schema, AWS InputSchema JSON as a document; `null`: discovered from the first template.
    pub schema: Option<SchemaText>,
    /// The program, KDA SQL.
    pub sql: String,
    /// Tables that the program joins its stream with.
    #[serde(default)]
    pub references: Vec<ReferenceSpec>,
    /// Streams whose rows leave the lab. The first is the one whose rows the page calls anomalies.
    #[serde(default)]
    pub destinations: Vec<DestinationSpec>,
    /// Where records and rows are kept, as a delivery stream keeps them in S3.
    #[serde(default)]
    pub buckets: Vec<BucketSpec>,
    /// What the detection pane shows.
    #[serde(default)]
    pub detection: DetectionSpec,
    /// Moments of the timeline that the reader should know of, such as a burst; they change nothing.
    #[serde(default)]
    pub moments: Vec<Moment>,
    /// What the KDA application that this lab was made from was connected to.
    #[serde(default)]
    pub application: Option<SavedApplication>,
}

impl Lab {
    /// Where its senders' records have their partition keys.
    pub(crate) fn partition_keys(&self) -> impl Iterator<Item = &str> {
        self.senders.iter().filter_map(|sender| sender.partition_key.as_deref())
    }
}

/// A template under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NamedTemplate {
    /// Name, unique in the lab.
    pub name: String,
    /// Text in KDG's template language.
    pub text: String,
}

/// A sender: one of KDG's browser tabs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SenderSpec {
    /// What the page calls it.
    pub name: String,
    /// Name of its template.
    pub template: String,
    /// Records a second, > 0.
    pub rate: f64,
    /// Whether each record falls at a random instant of its slot instead of at the slot's start.
    #[serde(default)]
    pub jitter: bool,
    /// When it sends, seconds from the start of the clock; empty: not until started by hand.
    #[serde(default)]
    pub active: Vec<ActiveSpan>,
    /// Whether each record is followed by a line feed, as KDG has it.
    #[serde(default = "yes")]
    pub newline: bool,
    /// Rates by hour and day of the week, which count instead of `rate` where a span has none of its own.
    #[serde(default)]
    pub periods: Option<Box<Periods>>,
    /// It ends after so many records; started by hand it begins anew.
    #[serde(default)]
    pub limit: Option<u64>,
    /// It ends so many seconds after its first span begins, or after it was started by hand.
    #[serde(default)]
    pub duration: Option<f64>,
    /// Its own seed; `null`: made from the lab's seed and the number of its stream.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Which of the lab's random streams it draws from; `null`: the one of its position. A sender keeps its stream when one before it is
    /// removed, so that its records stay the same.
    #[serde(default)]
    pub stream: Option<u32>,
    /// Where a record has its partition key: members of JSON with dots between; `null`: a random key each, as KDG has it.
    #[serde(default)]
    pub partition_key: Option<String>,
    /// Its local clock, minutes east of UTC: what `date.now` prints and the hours of `periods` are.
    #[serde(default)]
    pub utc_offset: i32,
}

const fn yes() -> bool {
    true
}

impl SenderSpec {
    /// Which of the lab's random streams a sender at that position draws from.
    pub fn stream_at(&self, at: usize) -> u32 {
        self.stream.unwrap_or(at as u32)
    }
}

impl Default for SenderSpec {
    /// A record a second, not until started by hand.
    fn default() -> Self {
        Self {
            name: String::new(),
            template: String::new(),
            rate: 1.0,
            jitter: false,
            active: Vec::new(),
            newline: true,
            periods: None,
            limit: None,
            duration: None,
            seed: None,
            stream: None,
            partition_key: None,
            utc_offset: 0,
        }
    }
}

/// A time in which a sender sends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActiveSpan {
    /// Seconds from the start of the clock.
    pub from: f64,
    /// Seconds from the start of the clock; `null`: for ever.
    pub until: Option<f64>,
    /// Another rate in this span.
    #[serde(default)]
    pub rate: Option<f64>,
    /// The rate at its end, which it comes to evenly: a ramp. Only with `until`.
    #[serde(default)]
    pub rate_to: Option<f64>,
}

/// A table of reference data, with its rows (spec/kda-sql.md 10.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferenceSpec {
    /// Name in SQL, in its stored form: `"Companies"` is `Companies`, `companies` is `COMPANIES`.
    pub name: String,
    /// How `text` is to be read, where there is no schema.
    pub format: ReferenceFormat,
    /// The rows: CSV, or JSON objects.
    pub text: String,
    /// AWS ReferenceSchema JSON, in the form of an InputSchema; `null`: discovered from the text, a CSV header included.
    #[serde(default)]
    pub schema: Option<SchemaText>,
}

/// What the detection pane shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DetectionSpec {
    /// Score at which the chart's threshold line stands.
    pub threshold: f64,
    /// The forest that is shown, by the name of its pump, with a number behind it from the pump's second one on: `PUMP (2)`. `null`, or a name
    /// that is none: the first of the program.
    #[serde(default)]
    pub forest: Option<String>,
}

impl Default for DetectionSpec {
    fn default() -> Self {
        Self { threshold: 2.0, forest: None }
    }
}

/// A stretch of the timeline with a meaning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Moment {
    /// What happens.
    pub name: String,
    /// Seconds from the start of the clock.
    pub from: f64,
    /// Seconds from the start of the clock.
    pub until: f64,
    /// Whether the detector should find it: then an anomaly in it is a find and one outside all such moments a false alarm.
    #[serde(default)]
    pub expect_anomaly: bool,
}

/// InputSchema JSON kept as text, so that its numbers and order survive and it can travel as postcard.
///
/// In the lab file it is a JSON document, not a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaText(pub String);

impl Serialize for SchemaText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            let document: serde_json::Value =
                serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
            document.serialize(serializer)
        } else {
            serializer.serialize_str(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for SchemaText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let document = serde_json::Value::deserialize(deserializer)?;
            serde_json::to_string_pretty(&document).map(Self).map_err(serde::de::Error::custom)
        } else {
            String::deserialize(deserializer).map(Self)
        }
    }
}
