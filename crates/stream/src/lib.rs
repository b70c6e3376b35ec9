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
//! # Example
//! ```
//! use std::sync::Arc;
//!
//! use rillcut_record::{Batch, Column, ColumnData, DataType, Field};
//! use rillcut_sql::{Catalog, check, plan::StreamId};
//! use rillcut_stream::Application;
//!
//! let text = r#"CREATE STREAM "PER_MINUTE" (n BIGINT);
//!     CREATE PUMP p AS INSERT INTO "PER_MINUTE"
//!     SELECT STREAM COUNT(*) FROM "SOURCE_SQL_STREAM_001" AS s WHERE "price" > 10 GROUP BY FLOOR(s.ROWTIME TO MINUTE);"#;
//! let source = vec![Field::new("price", DataType::Double)];
//! let plan = check(text, &Catalog::known(source)).unwrap().plan;
//! let per_minute = plan.find_stream("PER_MINUTE");
//!
//! let mut application = Application::new(plan, 42)?.with_text(text);
//! let mut counts = Vec::new();
//! let mut sink = |stream: StreamId, rows: &Batch| {
//!     if Some(stream) == per_minute {
//!         counts.push((rows.rowtimes[0], rows.row(0)));
//!     }
//! };
//! // The source's columns, then APPROXIMATE_ARRIVAL_TIME.
//! let prices = Column::from_data(ColumnData::Double(vec![5.0, 15.0, 25.0]));
//! let arrivals = Column::from_data(ColumnData::Long(vec![1000, 2000, 3000]));
//! let columns = vec![Arc::new(prices), Arc::new(arrivals)];
//! application.push(Batch { rowtimes: vec![1000, 2000, 3000], columns, bound: 60_000 }, &mut sink)?;
//! // The clock stands at the end of the minute, so its count is there.
//! assert_eq!(counts, [(60_000, vec![rillcut_record::Value::Long(2)])]);
//! # Ok::<(), rillcut_stream::Error>(())
//! ```
//!
//! Where to read on: `application` (the whole), `pump` (a tree of operators), `operator` (one file each), `expr` (values),
//! `window` (time), `failures` (`error_stream`).

mod accumulate;
mod application;
mod chains;
mod chunk;
mod dense_regions;
mod distinct_items;
mod error;
mod explanation;
mod expr;
mod failures;
mod fallible;
mod groups;
mod keys;
mod operator;
mod partitions;
mod parts;
mod past;
mod point;
mod pump;
mod ring;
mod row_error;
mod row_ring;
mod scored;
mod sliding;
mod statistics;
mod tables;
mod top_items;
mod window;

pub use application::{Application, Sink};
pub use error::{Error, ErrorKind};
pub use explanation::push_explanation;
pub use rillcut_forest::{Expected, Grade};
pub use row_error::RowErrorKind;
pub use scored::{ScoreExplanation, ScoredRows};
pub use statistics::{OperatorState, OperatorStatistics, PumpStatistics, Statistics, StreamStatistics};
