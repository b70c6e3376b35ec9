//! What a saved KDA application says that does not run here: where its records came from and where its rows went.
//!
//! Kept in the lab so that the application can be written back, and so that a reader sees what each stream was connected to. ARNs are
//! names, not secrets: they open nothing without an account's keys.

use serde::{Deserialize, Serialize};

use super::SchemaText;

/// The parts of a KDA application around its program and schema (spec/kda-sql.md 17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedApplication {
    /// NamePrefix of the input; the source is called `<prefix>_001`.
    pub name_prefix: String,
    /// InputParallelism: how many in-application streams the input is spread over, from 1.
    pub parallelism: u32,
    /// The stream that records came from.
    pub input: Option<SavedResource>,
    /// The function that changed records before they were decoded.
    pub processor: Option<SavedResource>,
    /// Where the rows of streams went.
    pub outputs: Vec<SavedOutput>,
    /// Tables of reference data.
    pub references: Vec<SavedReference>,
    /// ServiceExecutionRole of the v2 API.
    pub role: Option<String>,
}

/// Something of AWS that the application was connected to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedResource {
    /// What it is.
    pub kind: ResourceKind,
    /// Its ARN; in a template it may hold `${Name}`.
    pub arn: String,
    /// The role with which it was used (v1 API).
    pub role: Option<String>,
}

/// What an application can be connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ResourceKind {
    /// A Kinesis data stream.
    KinesisStreams,
    /// A Firehose delivery stream.
    KinesisFirehose,
    /// A Lambda function.
    Lambda,
}

/// A stream connected to a destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedOutput {
    /// Name of the in-application stream.
    pub stream: String,
    /// `JSON` or `CSV`.
    pub format: String,
    /// Where its rows went.
    pub resource: Option<SavedResource>,
}

/// A table of reference data, whose rows are in a file of S3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedReference {
    /// Name of the table.
    pub table: String,
    /// ReferenceSchema JSON.
    pub schema: SchemaText,
    /// ARN of the bucket.
    pub bucket: String,
    /// Key of the object.
    pub key: String,
    /// The role with which it was read (v1 API).
    pub role: Option<String>,
}
