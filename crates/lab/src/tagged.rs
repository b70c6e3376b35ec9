//! A row with the stream it belongs to and its time, as a line of JSON (design: the command line, `--format tagged`).

use rillcut_record::{Batch, ERROR_STREAM, Field, Value, data_row_text, encode_json_row, timestamp_text};

/// DATA_ROW among the columns of `error_stream`.
const DATA_ROW: usize = 5;

/// Appends `{"stream":"S","rowtime":"2026-01-01 00:00:10.0","row":{…}}`.
pub fn tagged_line(stream: &str, fields: &[Field], batch: &Batch, row: usize, out: &mut String) {
    out.push_str("{\"stream\":");
    out.push_str(&serde_json::Value::from(stream).to_string());
    out.push_str(",\"rowtime\":\"");
    out.push_str(&timestamp_text(batch.rowtimes[row]));
    out.push_str("\",\"row\":");
    encode_json_row(fields, &batch.columns, row, out);
    out.push('}');
}

/// Appends the same; a row of `error_stream` has `,"record":"…"` behind `row`: the record or row at fault as text, which DATA_ROW
/// holds in hexadecimal. A form of its own, since other programs read the tagged one.
pub fn decoded_line(stream: &str, fields: &[Field], batch: &Batch, row: usize, out: &mut String) {
    tagged_line(stream, fields, batch, row, out);
    if stream == ERROR_STREAM
        && let Some(Value::Text(hex)) = batch.columns.get(DATA_ROW).map(|column| column.value(row))
        && let Some(text) = data_row_text(&hex)
    {
        out.pop();
        out.push_str(",\"record\":");
        out.push_str(&serde_json::Value::from(text).to_string());
        out.push('}');
    }
}
