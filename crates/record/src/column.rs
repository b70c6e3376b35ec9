//! One typed vector of a batch.

use std::ops::Range;

use crate::{
    nulls::Nulls,
    text::{BytesColumn, TextColumn},
    types::{DataType, Physical},
    value::Value,
};

/// The values of a column; rows that are NULL hold a default there.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnData {
    /// BOOLEAN.
    Boolean(Vec<bool>),
    /// Integers, unscaled decimals, datetimes, intervals.
    Long(Vec<i64>),
    /// REAL and DOUBLE.
    Double(Vec<f64>),
    /// CHAR and VARCHAR.
    Text(TextColumn),
    /// BINARY and VARBINARY.
    Bytes(BytesColumn),
}

/// Values and NULL marks of a column. Which SQL type it holds stands in the [`Field`](crate::Field) beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    data: ColumnData,
    nulls: Nulls,
}

impl Column {
    /// An empty column for a type.
    pub fn new(data_type: DataType) -> Self {
        Self::with_physical(data_type.physical())
    }

    /// An empty column of a physical form.
    pub fn with_physical(physical: Physical) -> Self {
        let data = match physical {
            Physical::Boolean => ColumnData::Boolean(Vec::new()),
            Physical::Long => ColumnData::Long(Vec::new()),
            Physical::Double => ColumnData::Double(Vec::new()),
            Physical::Text => ColumnData::Text(TextColumn::new()),
            Physical::Bytes => ColumnData::Bytes(BytesColumn::new()),
        };
        Self { data, nulls: Nulls::new() }
    }

    /// A column from its parts.
    ///
    /// # Panics
    /// In debug builds, when the lengths differ.
    pub fn from_parts(data: ColumnData, nulls: Nulls) -> Self {
        let column = Self { data, nulls };
        debug_assert_eq!(column.data_len(), column.nulls.len());
        column
    }

    /// A column without NULLs.
    pub fn from_data(data: ColumnData) -> Self {
        let mut column = Self { data, nulls: Nulls::new() };
        column.nulls = Nulls::none(column.data_len());
        column
    }

    /// `value` repeated `len` times, in the form of `data_type`.
    pub fn repeat(value: &Value, data_type: DataType, len: usize) -> Self {
        let mut column = Self::new(data_type);
        for _ in 0..len {
            column.push(value);
        }
        column
    }

    fn data_len(&self) -> usize {
        match &self.data {
            ColumnData::Boolean(values) => values.len(),
            ColumnData::Long(values) => values.len(),
            ColumnData::Double(values) => values.len(),
            ColumnData::Text(values) => values.len(),
            ColumnData::Bytes(values) => values.len(),
        }
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.nulls.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values.
    pub fn data(&self) -> &ColumnData {
        &self.data
    }

    /// The NULL marks.
    pub fn nulls(&self) -> &Nulls {
        &self.nulls
    }

    /// Values and NULL marks, to append to both alike.
    pub fn parts_mut(&mut self) -> (&mut ColumnData, &mut Nulls) {
        (&mut self.data, &mut self.nulls)
    }

    /// Values and NULL marks.
    pub fn into_parts(self) -> (ColumnData, Nulls) {
        (self.data, self.nulls)
    }

    /// The physical form.
    pub fn physical(&self) -> Physical {
        match &self.data {
            ColumnData::Boolean(_) => Physical::Boolean,
            ColumnData::Long(_) => Physical::Long,
            ColumnData::Double(_) => Physical::Double,
            ColumnData::Text(_) => Physical::Text,
            ColumnData::Bytes(_) => Physical::Bytes,
        }
    }

    /// Whether a row is NULL.
    #[inline]
    pub fn is_null(&self, row: usize) -> bool {
        self.nulls.is_null(row)
    }

    /// The longs, `None` for another form.
    pub fn longs(&self) -> Option<&[i64]> {
        if let ColumnData::Long(values) = &self.data { Some(values) } else { None }
    }

    /// The doubles, `None` for another form.
    pub fn doubles(&self) -> Option<&[f64]> {
        if let ColumnData::Double(values) = &self.data { Some(values) } else { None }
    }

    /// The booleans, `None` for another form.
    pub fn booleans(&self) -> Option<&[bool]> {
        if let ColumnData::Boolean(values) = &self.data { Some(values) } else { None }
    }

    /// The texts, `None` for another form.
    pub fn texts(&self) -> Option<&TextColumn> {
        if let ColumnData::Text(values) = &self.data { Some(values) } else { None }
    }

    /// One cell.
    ///
    /// # Panics
    /// When `row` is not below [`Self::len`].
    pub fn value(&self, row: usize) -> Value {
        if self.is_null(row) {
            return Value::Null;
        }
        match &self.data {
            ColumnData::Boolean(values) => Value::Boolean(values[row]),
            ColumnData::Long(values) => Value::Long(values[row]),
            ColumnData::Double(values) => Value::Double(values[row]),
            ColumnData::Text(values) => Value::Text(values.get(row).to_owned()),
            ColumnData::Bytes(values) => Value::Bytes(values.get(row).to_vec()),
        }
    }

    /// Makes room for `rows` more rows; how long texts are is not known before.
    pub fn reserve(&mut self, rows: usize) {
        match &mut self.data {
            ColumnData::Boolean(values) => values.reserve(rows),
            ColumnData::Long(values) => values.reserve(rows),
            ColumnData::Double(values) => values.reserve(rows),
            ColumnData::Text(values) => values.reserve(rows),
            ColumnData::Bytes(values) => values.reserve(rows),
        }
    }

    /// Keeps the first `rows` rows, and the memory of all.
    pub fn truncate(&mut self, rows: usize) {
        match &mut self.data {
            ColumnData::Boolean(values) => values.truncate(rows),
            ColumnData::Long(values) => values.truncate(rows),
            ColumnData::Double(values) => values.truncate(rows),
            ColumnData::Text(values) => values.truncate(rows),
            ColumnData::Bytes(values) => values.truncate(rows),
        }
        self.nulls.truncate(rows);
    }

    /// Gives back memory that no row is in.
    pub fn shrink_to_fit(&mut self) {
        match &mut self.data {
            ColumnData::Boolean(values) => values.shrink_to_fit(),
            ColumnData::Long(values) => values.shrink_to_fit(),
            ColumnData::Double(values) => values.shrink_to_fit(),
            ColumnData::Text(values) => values.shrink_to_fit(),
            ColumnData::Bytes(values) => values.shrink_to_fit(),
        }
        self.nulls.shrink_to_fit();
    }

    /// Adds a NULL.
    pub fn push_null(&mut self) {
        match &mut self.data {
            ColumnData::Boolean(values) => values.push(false),
            ColumnData::Long(values) => values.push(0),
            ColumnData::Double(values) => values.push(0.0),
            ColumnData::Text(values) => values.push(""),
            ColumnData::Bytes(values) => values.push(&[]),
        }
        self.nulls.push(true);
    }

    /// Adds a value; one of another physical form becomes NULL, which the checker rules out before.
    pub fn push(&mut self, value: &Value) {
        match (&mut self.data, value) {
            (ColumnData::Boolean(values), Value::Boolean(value)) => values.push(*value),
            (ColumnData::Long(values), Value::Long(value)) => values.push(*value),
            (ColumnData::Double(values), Value::Double(value)) => values.push(*value),
            (ColumnData::Text(values), Value::Text(value)) => values.push(value),
            (ColumnData::Bytes(values), Value::Bytes(value)) => values.push(value),
            (_, value) => {
                debug_assert!(value.is_null(), "{value:?} in a column of {:?}", self.physical());
                self.push_null();
                return;
            }
        }
        self.nulls.push(false);
    }

    /// The rows `rows`, in that order.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        let data = match &self.data {
            ColumnData::Boolean(values) => ColumnData::Boolean(pick(values, rows)),
            ColumnData::Long(values) => ColumnData::Long(pick(values, rows)),
            ColumnData::Double(values) => ColumnData::Double(pick(values, rows)),
            ColumnData::Text(values) => ColumnData::Text(values.gather(rows)),
            ColumnData::Bytes(values) => ColumnData::Bytes(values.gather(rows)),
        };
        Self { data, nulls: self.nulls.gather(rows) }
    }

    /// Adds the rows of a column of the same form; one of another form adds NULLs, which the checker rules out.
    pub fn append(&mut self, other: &Self) {
        self.append_rows(other, 0..other.len());
    }

    /// Adds some rows of a column of the same form; one of another form adds NULLs, which the checker rules out.
    ///
    /// # Panics
    /// When the range is not within the other's rows.
    pub fn append_rows(&mut self, other: &Self, rows: Range<usize>) {
        match (&mut self.data, &other.data) {
            (ColumnData::Boolean(to), ColumnData::Boolean(from)) => to.extend_from_slice(&from[rows.clone()]),
            (ColumnData::Long(to), ColumnData::Long(from)) => to.extend_from_slice(&from[rows.clone()]),
            (ColumnData::Double(to), ColumnData::Double(from)) => to.extend_from_slice(&from[rows.clone()]),
            (ColumnData::Text(to), ColumnData::Text(from)) => to.append_rows(from, rows.clone()),
            (ColumnData::Bytes(to), ColumnData::Bytes(from)) => to.append_rows(from, rows.clone()),
            _ => {
                debug_assert!(other.nulls.count() == other.len(), "columns of different forms");
                for _ in rows {
                    self.push_null();
                }
                return;
            }
        }
        self.nulls.append_rows(&other.nulls, rows);
    }
}

fn pick<T: Copy>(values: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter().map(|&row| values[row as usize]).collect()
}
