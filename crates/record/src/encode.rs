//! Rows as destinations get them: one JSON or CSV record a row (spec/kda-sql.md 1.3 and 15).
//!
//! JSON is compact, with the columns in declaration order and no ROWTIME; numbers are Java's. Open in the sources and
//! chosen here: NaN and the infinities, which JSON does not have, are quoted (`"NaN"`), as the service's JSON library
//! does by default; octets are lower-case hexadecimal digits. CSV quotes a value that holds a comma, a quote or an end
//! of line, and the empty text, so that it differs from NULL, which is nothing; this crate's decoder reads it back.

use std::{borrow::Borrow, fmt::Write};

use crate::{
    column::{Column, ColumnData},
    field::Field,
    java_double::{push_double, push_real},
    json_text::push_json_string,
    time_text::{push_date, push_time, push_timestamp},
    types::DataType,
};

/// Appends `{"A":1,"B":"x"}` for one row, without an end of line.
///
/// # Panics
/// When `row` is not a row of every column.
pub fn encode_json_row(fields: &[Field], columns: &[impl Borrow<Column>], row: usize, out: &mut String) {
    out.push('{');
    for (index, (field, column)) in fields.iter().zip(columns).enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_json_string(out, &field.name);
        out.push(':');
        push_json_value(field.data_type, column.borrow(), row, out);
    }
    out.push('}');
}

/// Appends `1,x` for one row, without an end of line.
///
/// # Panics
/// When `row` is not a row of every column.
pub fn encode_csv_row(fields: &[Field], columns: &[impl Borrow<Column>], row: usize, out: &mut String) {
    for (index, (field, column)) in fields.iter().zip(columns).enumerate() {
        if index > 0 {
            out.push(',');
        }
        let column = column.borrow();
        match column.data() {
            _ if column.is_null(row) => {}
            ColumnData::Text(values) => push_csv_text(values.get(row), out),
            _ => push_plain(field.data_type, column, row, out),
        }
    }
}

/// Appends one cell as JSON.
///
/// # Panics
/// When `row` is not below the column's length.
pub fn push_json_value(data_type: DataType, column: &Column, row: usize, out: &mut String) {
    if column.is_null(row) {
        out.push_str("null");
        return;
    }
    let quoted = match column.data() {
        ColumnData::Text(values) => {
            push_json_string(out, values.get(row));
            return;
        }
        ColumnData::Boolean(_) => false,
        ColumnData::Double(values) => !values[row].is_finite(),
        ColumnData::Bytes(_) => true,
        ColumnData::Long(_) => data_type.is_datetime(),
    };
    if quoted {
        out.push('"');
    }
    push_plain(data_type, column, row, out);
    if quoted {
        out.push('"');
    }
}

/// Appends a cell that is not NULL and no text in the form both formats share.
fn push_plain(data_type: DataType, column: &Column, row: usize, out: &mut String) {
    match column.data() {
        ColumnData::Boolean(values) => out.push_str(if values[row] { "true" } else { "false" }),
        ColumnData::Double(values) if data_type == DataType::Real => push_real(out, values[row] as f32),
        ColumnData::Double(values) => push_double(out, values[row]),
        ColumnData::Text(values) => out.push_str(values.get(row)),
        ColumnData::Bytes(values) => crate::hex::push(out, values.get(row)),
        ColumnData::Long(values) => push_long(data_type, values[row], out),
    }
}

fn push_long(data_type: DataType, value: i64, out: &mut String) {
    match data_type {
        DataType::Timestamp => push_timestamp(out, value),
        DataType::Date => push_date(out, value),
        DataType::Time => push_time(out, value),
        DataType::Decimal { scale, .. } => push_decimal(out, value, scale),
        _ => push_integer(out, value),
    }
}

fn push_integer(out: &mut String, value: i64) {
    // Writing to a String cannot fail.
    let _infallible = write!(out, "{value}");
}

/// Appends a DECIMAL with all digits of its scale: `12345` with scale 2 is `123.45`.
pub fn push_decimal(out: &mut String, unscaled: i64, scale: u8) {
    if scale == 0 {
        push_integer(out, unscaled);
        return;
    }
    if unscaled < 0 {
        out.push('-');
    }
    let unit = 10u64.saturating_pow(u32::from(scale));
    let digits = unscaled.unsigned_abs();
    let width = usize::from(scale);
    // Writing to a String cannot fail.
    let _infallible = write!(out, "{}.{:0width$}", digits / unit, digits % unit);
}

fn push_csv_text(text: &str, out: &mut String) {
    if !text.is_empty() && !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        out.push_str(text);
        return;
    }
    out.push('"');
    for part in text.split_inclusive('"') {
        out.push_str(part);
        if part.ends_with('"') {
            out.push('"');
        }
    }
    out.push('"');
}
