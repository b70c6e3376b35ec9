//! Records of a stream: types, columns, schemas, decoding, encoding, schema discovery.
//!
//! The lowest crate of the engine: it knows what a row is, not what is done with it. Rows travel as
//! [`Batch`]es, one typed vector per column; text becomes columns in [`Decoder`] and a row becomes text in
//! [`encode_json_row`], each once on the way through the engine.
//!
//! ```
//! use rillcut_record::{Decoder, Records, discover, encode_json_row, split_lines};
//!
//! let text = b"{\"action\":\"Click\",\"price\":5}\n{\"price\":0.5}\n{\"price\":\"?\"}\n";
//! let ends = split_lines(text);
//! let schema = discover(Records { bytes: text, ends: &ends[..2] })?;
//! let decoded = Decoder::new(&schema)?.decode(Records { bytes: text, ends: &ends });
//!
//! let mut out = String::new();
//! encode_json_row(&schema.fields(), &decoded.columns, 1, &mut out);
//! assert_eq!(out, r#"{"action":null,"price":0.5}"#);
//! assert_eq!(decoded.errors[0].message, "column \"price\" is DOUBLE, which the text \"?\" does not fit: it is no number");
//! # Ok::<(), rillcut_record::Error>(())
//! ```
//!
//! Records that do not fit are no `Err`: they stand in [`Decoded::errors`] beside the rows of the others, and
//! [`ErrorRows`] makes `error_stream` of them. Functions that read what strangers wrote (the targets of fuzzing) are
//! [`Decoder::decode`], [`discover()`], [`SourceSchema::from_json`] and [`parse_data_type`].

mod batch;
mod civil;
mod coerce;
mod column;
mod column_names;
mod csv_rows;
mod decode;
mod discover;
mod discover_csv;
mod discover_json;
mod encode;
mod error;
mod error_rows;
mod field;
mod hex;
mod interval;
mod java_double;
mod json_path;
mod json_rows;
mod json_scan;
mod json_text;
mod json_tree;
mod lines;
mod nulls;
mod number_text;
mod path_tree;
mod record_error;
mod reserved_words;
mod schema;
mod schema_json;
mod seen_values;
mod text;
mod time_text;
mod type_text;
mod types;
mod value;

pub use batch::{Batch, END_OF_TIME, START_OF_TIME};
pub use civil::{CivilDate, CivilTime, MS_PER_DAY, civil_from_days, days_from_civil};
pub use column::{Column, ColumnData};
pub use decode::{Decoded, Decoder, Records};
pub use discover::{Table, discover, discover_table};
pub use encode::{encode_csv_row, encode_json_row, push_decimal, push_json_value};
pub use error::{Error, ErrorKind, Place};
pub use error_rows::{ERROR_STREAM, ErrorRow, ErrorRows, data_row_text, error_stream_fields};
pub use field::{Field, Fields};
pub use interval::{IntervalQualifier, IntervalUnit};
pub use java_double::{push_double, push_real};
pub use json_text::push_json_string;
pub use json_tree::{Node as JsonNode, Value as JsonValue};
pub use lines::split_lines;
pub use nulls::Nulls;
pub use record_error::{RecordError, RecordErrorKind};
pub use schema::{MAX_COLUMNS, MAX_NAME, RAW_DELIMITER, RecordColumn, RecordFormat, SourceSchema};
pub use text::{Buffer, BytesColumn, TextColumn, Varying};
pub use time_text::{
    date_text, parse_date, parse_time, parse_timestamp, push_date, push_time, push_timestamp, time_text,
    timestamp_text,
};
pub use type_text::{MAX_LENGTH, MAX_PRECISION, parse_data_type};
pub use types::{DataType, Physical};
pub use value::Value;
