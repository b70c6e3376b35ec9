//! A row with the stream it belongs to and its time, as a line of JSON (design: the command line, `--format tagged`).

use rillcut_record::{Batch, Field, encode_json_row, timestamp_text};

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
