//! Times that recorded data carry themselves: numbers of milliseconds, or timestamps as text.

use rillcut_record::{Column, DataType, Value, parse_timestamp};

/// Epoch milliseconds written as a number or as `yyyy-MM-dd HH:mm:ss[.fff]`.
pub fn time_of_text(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| parse_timestamp(text))
}

/// A decoded cell as epoch milliseconds.
pub fn time_of_cell(data_type: DataType, column: &Column, row: usize) -> Option<i64> {
    match (column.value(row), data_type) {
        (Value::Long(ms), DataType::Timestamp | DataType::BigInt | DataType::Integer) => Some(ms),
        (Value::Double(ms), _) => Some(ms as i64),
        (Value::Text(text), _) => time_of_text(&text),
        _ => None,
    }
}
