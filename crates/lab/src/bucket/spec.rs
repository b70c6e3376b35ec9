//! A bucket as a lab file describes it.

use serde::{Deserialize, Serialize};

use crate::protocol::Problem;

/// Most buckets of a lab.
pub(crate) const MAX_BUCKETS: usize = 20;
/// Largest buffer, octets: a delivery stream's own limit.
const MAX_BUFFER: u64 = 128 << 20;

/// A bucket, or rather a prefix of one: what a delivery stream writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BucketSpec {
    /// What it is called, and the first part of its objects' names.
    pub name: String,
    /// Stored name of the stream whose rows it gathers; `null`: the records as the senders sent them.
    #[serde(default)]
    pub stream: Option<String>,
    /// What stands before the hour in every key, such as `weblogs/raw/`.
    #[serde(default)]
    pub prefix: String,
    /// How rows are written; records stay as they are.
    #[serde(default)]
    pub format: ObjectFormat,
    /// Whether objects are compressed: text as a `.gz`, Parquet within its pages.
    #[serde(default)]
    pub gzip: bool,
    /// A buffer of so many octets becomes an object.
    #[serde(default = "buffer_bytes")]
    pub buffer_bytes: u64,
    /// A buffer becomes an object whenever so many seconds of the lab's clock are over, counted from its start.
    #[serde(default = "buffer_seconds")]
    pub buffer_seconds: u32,
}

const fn buffer_bytes() -> u64 {
    5 << 20
}

const fn buffer_seconds() -> u32 {
    60
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ObjectFormat {
    /// A JSON object a line.
    #[default]
    Ndjson,
    /// Comma-separated values, a row a line, without a header.
    Csv,
    /// Apache Parquet.
    Parquet,
}

impl BucketSpec {
    /// Length of the grid on which objects are made, milliseconds.
    pub(crate) fn buffer_ms(&self) -> i64 {
        i64::from(self.buffer_seconds.max(1)) * 1000
    }

    /// What is wrong with it.
    ///
    /// # Errors
    /// `LAB0090` name, `LAB0091` prefix, `LAB0092` buffer.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if self.name.is_empty() || self.name.len() > 64 || !self.name.chars().all(is_name) {
            let hint = "a name has 1 to 64 letters, digits, dashes, dots and underscores".to_owned();
            let message = format!("'{}' cannot be the name of a bucket", self.name);
            return Err(Problem::plain("LAB0090", message, Some(hint)));
        }
        let is_key = |c: char| c.is_ascii_alphanumeric() || "!-_.*'()/=".contains(c);
        let climbs = self.prefix.split('/').any(|part| part == ".." || part == ".");
        if self.prefix.len() > 512
            || !self.prefix.chars().all(is_key)
            || self.prefix.starts_with('/')
            || climbs
        {
            let hint = "a prefix has letters, digits and !-_.*'()=, with slashes between its parts, such as weblogs/raw/".to_owned();
            let message = format!("'{}' cannot be the prefix of a bucket", self.prefix);
            return Err(Problem::plain("LAB0091", message, Some(hint)));
        }
        if !(1..=900).contains(&self.buffer_seconds) || !(1024..=MAX_BUFFER).contains(&self.buffer_bytes) {
            let hint = "a buffer is of 1 to 900 seconds, and of 1 KiB to 128 MiB".to_owned();
            let message = format!("the buffer of the bucket '{}' is out of range", self.name);
            return Err(Problem::plain("LAB0092", message, Some(hint)));
        }
        Ok(())
    }
}
