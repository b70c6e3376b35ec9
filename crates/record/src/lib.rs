//! Records of a stream: types, columns, schemas, decoding, encoding, schema discovery.
//!
//! The lowest crate of the engine: it knows what a row is, not what is done with it. Rows travel as
//! [`Batch`]es, one typed vector per column; text becomes a batch in `decode` and a batch becomes text in
//! `encode`, each once on the way through the engine.

mod batch;
mod civil;
mod column;
mod field;
mod interval;
mod nulls;
mod text;
mod time_text;
mod types;
mod value;

pub use batch::{Batch, END_OF_TIME, START_OF_TIME};
pub use civil::{CivilDate, CivilTime, MS_PER_DAY, civil_from_days, days_from_civil};
pub use column::{Column, ColumnData};
pub use field::{Field, Fields};
pub use interval::{IntervalQualifier, IntervalUnit};
pub use nulls::Nulls;
pub use text::{BytesColumn, TextColumn};
pub use time_text::{date_text, parse_date, parse_time, parse_timestamp, time_text, timestamp_text};
pub use types::{DataType, Physical};
pub use value::Value;
