//! A checked plan of KDA SQL run as operators over column batches.
//!
//! Rows flow one way: [`Application::push`] takes a batch of the source, each pump's operators turn batches into batches, every
//! stream's rows go to a [`Sink`] and to the pumps that read it, and rows that fail go to `error_stream`. The crate has no
//! clock: time is the rowtime bound that comes with each batch.
//!
//! ```text
//! source ─▶ pump: scan ▶ filter ▶ tumble ▶ project ─▶ stream ─▶ pump: join ▶ … ─▶ stream ─▶ …
//! ```
//!
//! Where to read on: `application` (the whole), `pump` (a tree of operators), `operator` (one file each), `expr` (values),
//! `window` (time), `failures` (`error_stream`).

mod accumulate;
mod application;
mod chunk;
mod error;
mod explanation;
mod expr;
mod failures;
mod groups;
mod keys;
mod operator;
mod pump;
mod row_error;
mod scored;
mod statistics;
mod window;

pub use application::{Application, Sink};
pub use error::{Error, ErrorKind};
pub use explanation::push_explanation;
pub use row_error::RowErrorKind;
pub use scored::ScoredRows;
pub use statistics::{OperatorState, OperatorStatistics, PumpStatistics, Statistics, StreamStatistics};
