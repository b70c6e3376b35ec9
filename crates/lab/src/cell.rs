//! A cell as a person reads it: as a destination prints it, without quotes.

use rillcut_record::{
    Column, DataType, Field, Value, push_date, push_decimal, push_double, push_real, push_time,
    push_timestamp,
};

/// The text of a cell; `None` for NULL.
pub(crate) fn cell_text(field: &Field, column: &Column, row: usize) -> Option<String> {
    let mut out = String::new();
    match (column.value(row), field.data_type) {
        (Value::Null, _) => return None,
        (Value::Long(ms), DataType::Timestamp) => push_timestamp(&mut out, ms),
        (Value::Long(ms), DataType::Date) => push_date(&mut out, ms),
        (Value::Long(ms), DataType::Time) => push_time(&mut out, ms),
        (Value::Long(unscaled), DataType::Decimal { scale, .. }) => push_decimal(&mut out, unscaled, scale),
        (Value::Double(value), DataType::Real) => push_real(&mut out, value as f32),
        (Value::Double(value), _) => push_double(&mut out, value),
        (value, _) => return Some(value.to_string()),
    }
    Some(out)
}
