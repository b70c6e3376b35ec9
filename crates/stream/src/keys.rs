//! Columns as keys: hashing, equality and order of rows, for groups, joins and sorts.
//!
//! The order is that of comparisons (`expr::compare`); here NULL also equals NULL, as in GROUP BY. The hash is a fixed function, the
//! same natively and in wasm; it is used for finding only, never for order.

use std::cmp::Ordering;

use rillcut_record::{Column, ColumnData, Nulls, Physical, Value};
use std::borrow::Cow;

use crate::expr::{Octets, Operand, Texts, Vector, compare_doubles, compare_texts, trim_blanks};

/// Values of one column by position, in the form that keys and aggregates read.
#[derive(Debug)]
pub(crate) enum View<'a> {
    Long(Vector<'a, i64>),
    Double(Vector<'a, f64>),
    Boolean(Vector<'a, bool>),
    Text(Texts<'a>, Cow<'a, Nulls>),
    Bytes(Octets<'a>, Cow<'a, Nulls>),
}

impl<'a> View<'a> {
    pub(crate) fn new(operand: &'a Operand<'_>, physical: Physical, len: usize) -> Self {
        match physical {
            Physical::Long => Self::Long(operand.longs(len)),
            Physical::Double => Self::Double(operand.doubles(len)),
            Physical::Boolean => Self::Boolean(operand.booleans(len)),
            Physical::Text => Self::Text(operand.texts(), operand.nulls(len)),
            Physical::Bytes => Self::Bytes(operand.octets(), operand.nulls(len)),
        }
    }

    pub(crate) fn nulls(&self) -> &Nulls {
        match self {
            Self::Long(vector) => &vector.nulls,
            Self::Double(vector) => &vector.nulls,
            Self::Boolean(vector) => &vector.nulls,
            Self::Text(_, nulls) | Self::Bytes(_, nulls) => nulls,
        }
    }

    #[inline]
    pub(crate) fn is_null(&self, position: usize) -> bool {
        let nulls = self.nulls();
        nulls.any() && nulls.is_null(position)
    }

    /// The value at a position.
    pub(crate) fn value(&self, position: usize) -> Value {
        if self.is_null(position) {
            return Value::Null;
        }
        match self {
            Self::Long(vector) => Value::Long(vector.get(position)),
            Self::Double(vector) => Value::Double(vector.get(position)),
            Self::Boolean(vector) => Value::Boolean(vector.get(position)),
            Self::Text(texts, _) => Value::Text(texts.get(position).to_owned()),
            Self::Bytes(octets, _) => Value::Bytes(octets.get(position).to_vec()),
        }
    }

    /// A value that is not NULL as 64 bits, equal for equal values and only for them; `None` when it does not fit.
    #[inline]
    pub(crate) fn bits(&self, position: usize) -> Option<u64> {
        match self {
            Self::Long(vector) => Some(vector.get(position).cast_unsigned()),
            Self::Double(vector) => Some(canonical(vector.get(position))),
            Self::Boolean(vector) => Some(u64::from(vector.get(position))),
            Self::Text(..) | Self::Bytes(..) => None,
        }
    }

    #[inline]
    fn hash(&self, position: usize, state: u64) -> u64 {
        if self.is_null(position) {
            return mix(state, 0x9e37);
        }
        match self {
            Self::Long(vector) => mix(state, vector.get(position) as u64),
            Self::Double(vector) => mix(state, canonical(vector.get(position))),
            Self::Boolean(vector) => mix(state, 1 + u64::from(vector.get(position))),
            Self::Text(texts, _) => mix_bytes(state, trim_blanks(texts.get(position)).as_bytes()),
            Self::Bytes(octets, _) => mix_bytes(state, octets.get(position)),
        }
    }

    /// Whether two positions hold the same key.
    #[inline]
    fn same(&self, a: usize, b: usize) -> bool {
        let (null_a, null_b) = (self.is_null(a), self.is_null(b));
        if null_a || null_b {
            return null_a == null_b;
        }
        match self {
            Self::Long(vector) => vector.get(a) == vector.get(b),
            Self::Double(vector) => compare_doubles(vector.get(a), vector.get(b)).is_eq(),
            Self::Boolean(vector) => vector.get(a) == vector.get(b),
            Self::Text(texts, _) => trim_blanks(texts.get(a)) == trim_blanks(texts.get(b)),
            Self::Bytes(octets, _) => octets.get(a) == octets.get(b),
        }
    }

    /// Whether a position holds the key of a row of a column.
    #[inline]
    fn equals(&self, position: usize, column: &Column, row: usize) -> bool {
        let (null_a, null_b) = (self.is_null(position), column.is_null(row));
        if null_a || null_b {
            return null_a == null_b;
        }
        match (self, column.data()) {
            (Self::Long(vector), ColumnData::Long(values)) => vector.get(position) == values[row],
            (Self::Double(vector), ColumnData::Double(values)) => {
                compare_doubles(vector.get(position), values[row]).is_eq()
            }
            (Self::Boolean(vector), ColumnData::Boolean(values)) => vector.get(position) == values[row],
            (Self::Text(texts, _), ColumnData::Text(values)) => {
                trim_blanks(texts.get(position)) == trim_blanks(values.get(row))
            }
            (Self::Bytes(octets, _), ColumnData::Bytes(values)) => octets.get(position) == values.get(row),
            _ => false,
        }
    }

    /// Adds the value at a position to a column of the same form.
    fn push_to(&self, position: usize, column: &mut Column) {
        if self.is_null(position) {
            column.push_null();
            return;
        }
        let (data, nulls) = column.parts_mut();
        match (self, data) {
            (Self::Long(vector), ColumnData::Long(values)) => values.push(vector.get(position)),
            (Self::Double(vector), ColumnData::Double(values)) => values.push(vector.get(position)),
            (Self::Boolean(vector), ColumnData::Boolean(values)) => values.push(vector.get(position)),
            (Self::Text(texts, _), ColumnData::Text(values)) => values.push(texts.get(position)),
            (Self::Bytes(octets, _), ColumnData::Bytes(values)) => values.push(octets.get(position)),
            _ => {
                column.push_null();
                return;
            }
        }
        nulls.push(false);
    }
}

/// One value for NaN and one for zero.
pub(crate) fn canonical(value: f64) -> u64 {
    if value.is_nan() {
        u64::MAX
    } else if value == 0.0 {
        0
    } else {
        value.to_bits()
    }
}

#[inline]
fn mix(state: u64, value: u64) -> u64 {
    let product = u128::from(state ^ value ^ 0x2d35_8dcc_aa6c_78a5) * u128::from(0x9e37_79b9_7f4a_7c15_u64);
    (product as u64) ^ ((product >> 64) as u64)
}

pub(crate) fn mix_bytes(state: u64, bytes: &[u8]) -> u64 {
    let mut state = mix(state, bytes.len() as u64);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        state = mix(state, u64::from_le_bytes(word));
    }
    let mut word = [0; 8];
    word[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    mix(state, u64::from_le_bytes(word))
}

/// The hash of one text, trailing blanks left out.
pub(crate) fn hash_text(text: &str) -> u64 {
    mix_bytes(0x243f_6a88_85a3_08d3, trim_blanks(text).as_bytes())
}

/// The hash of the key that some columns hold at a position.
#[inline]
pub(crate) fn hash_row(views: &[View<'_>], position: usize) -> u64 {
    views.iter().fold(0x243f_6a88_85a3_08d3, |state, view| view.hash(position, state))
}

/// Whether two positions hold the same key.
#[inline]
pub(crate) fn same_row(views: &[View<'_>], a: usize, b: usize) -> bool {
    views.iter().all(|view| view.same(a, b))
}

/// Whether a position holds the key of a row of stored columns.
#[inline]
pub(crate) fn equals_row(views: &[View<'_>], position: usize, columns: &[Column], row: usize) -> bool {
    views.iter().zip(columns).all(|(view, column)| view.equals(position, column, row))
}

/// Adds the key at a position to stored columns.
pub(crate) fn push_row(views: &[View<'_>], position: usize, columns: &mut [Column]) {
    for (view, column) in views.iter().zip(columns) {
        view.push_to(position, column);
    }
}

/// Whether two cells hold the same key; NULL matches nothing here, as in a join.
pub(crate) fn cells_match(a: &Column, row_a: usize, b: &Column, row_b: usize) -> bool {
    if a.is_null(row_a) || b.is_null(row_b) {
        return false;
    }
    match (a.data(), b.data()) {
        (ColumnData::Long(a), ColumnData::Long(b)) => a[row_a] == b[row_b],
        (ColumnData::Double(a), ColumnData::Double(b)) => compare_doubles(a[row_a], b[row_b]).is_eq(),
        (ColumnData::Boolean(a), ColumnData::Boolean(b)) => a[row_a] == b[row_b],
        (ColumnData::Text(a), ColumnData::Text(b)) => trim_blanks(a.get(row_a)) == trim_blanks(b.get(row_b)),
        (ColumnData::Bytes(a), ColumnData::Bytes(b)) => a.get(row_a) == b.get(row_b),
        _ => false,
    }
}

/// How one key of ORDER BY orders.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Direction {
    pub(crate) descending: bool,
    /// Whether NULL comes before all values.
    pub(crate) nulls_first: bool,
}

/// Order of two rows by several keys.
pub(crate) fn compare_keys(keys: &[(&Column, Direction)], a: usize, b: usize) -> Ordering {
    keys.iter()
        .map(|(column, direction)| match (column.is_null(a), column.is_null(b)) {
            (false, false) if direction.descending => compare_values(column, b, a),
            (false, false) => compare_values(column, a, b),
            (a, b) if direction.nulls_first => b.cmp(&a),
            (a, b) => a.cmp(&b),
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Order of two values of a column that are not NULL.
fn compare_values(column: &Column, a: usize, b: usize) -> Ordering {
    match column.data() {
        ColumnData::Long(values) => values[a].cmp(&values[b]),
        ColumnData::Double(values) => compare_doubles(values[a], values[b]),
        ColumnData::Boolean(values) => values[a].cmp(&values[b]),
        ColumnData::Text(values) => compare_texts(values.get(a), values.get(b)),
        ColumnData::Bytes(values) => values.get(a).cmp(values.get(b)),
    }
}
