//! The values of an expression over some rows, before it is known whether they must be copied.
//!
//! A column that is only passed on stays where it is; a literal stays one value. Kernels look at a [`Vector`] (numbers,
//! booleans) or at [`Texts`] and copy only what they change. Positions count within the rows asked for.

use std::borrow::Cow;

use rillcut_record::{BytesColumn, Column, ColumnData, DataType, Nulls, Physical, TextColumn, Value};

use crate::chunk::Rows;

/// What an evaluator gives.
#[derive(Debug)]
pub(crate) enum Operand<'a> {
    /// The same value for every row.
    Constant(&'a Value),
    /// A column whose rows are exactly those asked for.
    Whole(&'a Column),
    /// These rows of a column.
    Picked(&'a Column, &'a [u32]),
    /// New values, one a row.
    Owned(Column),
}

/// Values of one form: one for all rows or one a row.
#[derive(Debug)]
pub(crate) enum Values<'a, T: Clone> {
    One(T),
    Many(Cow<'a, [T]>),
}

/// Values and NULL marks of `len` rows. Where a row is NULL its value is a default.
#[derive(Debug)]
pub(crate) struct Vector<'a, T: Clone> {
    pub(crate) values: Values<'a, T>,
    pub(crate) nulls: Cow<'a, Nulls>,
}

impl<T: Copy> Vector<'_, T> {
    /// The value at a position.
    #[inline]
    pub(crate) fn get(&self, position: usize) -> T {
        match &self.values {
            Values::One(value) => *value,
            Values::Many(values) => values[position],
        }
    }

    /// The value at a position, `None` for NULL.
    #[inline]
    pub(crate) fn option(&self, position: usize) -> Option<T> {
        if self.nulls.is_null(position) { None } else { Some(self.get(position)) }
    }
}

/// Texts of some rows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Texts<'a> {
    One(&'a str),
    Whole(&'a TextColumn),
    Picked(&'a TextColumn, &'a [u32]),
}

impl<'a> Texts<'a> {
    #[inline]
    pub(crate) fn get(self, position: usize) -> &'a str {
        match self {
            Self::One(text) => text,
            Self::Whole(column) => column.get(position),
            Self::Picked(column, rows) => column.get(rows[position] as usize),
        }
    }
}

/// Octet strings of some rows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Octets<'a> {
    One(&'a [u8]),
    Whole(&'a BytesColumn),
    Picked(&'a BytesColumn, &'a [u32]),
}

impl<'a> Octets<'a> {
    pub(crate) fn get(self, position: usize) -> &'a [u8] {
        match self {
            Self::One(bytes) => bytes,
            Self::Whole(column) => column.get(position),
            Self::Picked(column, rows) => column.get(rows[position] as usize),
        }
    }
}

impl<'a> Operand<'a> {
    /// A column seen through the rows asked for.
    pub(crate) fn column(column: &'a Column, rows: Rows<'a>) -> Self {
        match rows {
            Rows::All(_) => Self::Whole(column),
            Rows::Some(rows) => Self::Picked(column, rows),
        }
    }

    /// NULL marks by position.
    pub(crate) fn nulls(&self, len: usize) -> Cow<'_, Nulls> {
        match self {
            Self::Constant(value) if value.is_null() => Cow::Owned(Nulls::all(len)),
            Self::Whole(column) => Cow::Borrowed(column.nulls()),
            Self::Picked(column, rows) if column.nulls().any() => Cow::Owned(column.nulls().gather(rows)),
            Self::Constant(_) | Self::Picked(..) => Cow::Owned(Nulls::none(len)),
            Self::Owned(column) => Cow::Borrowed(column.nulls()),
        }
    }

    fn vector<T: Copy + Default>(
        &self,
        len: usize,
        from_value: impl Fn(&Value) -> Option<T>,
        from_column: impl Fn(&Column) -> Option<&[T]>,
    ) -> Vector<'_, T> {
        let values = match self {
            Self::Constant(value) => Values::One(from_value(value).unwrap_or_default()),
            Self::Whole(column) => many(from_column(column)),
            Self::Owned(column) => many(from_column(column)),
            Self::Picked(column, rows) => match from_column(column) {
                Some(values) => {
                    Values::Many(Cow::Owned(rows.iter().map(|&row| values[row as usize]).collect()))
                }
                None => Values::One(T::default()),
            },
        };
        Vector { values, nulls: self.nulls(len) }
    }

    /// As integers.
    pub(crate) fn longs(&self, len: usize) -> Vector<'_, i64> {
        self.vector(
            len,
            |value| if let Value::Long(value) = value { Some(*value) } else { None },
            Column::longs,
        )
    }

    /// As doubles.
    pub(crate) fn doubles(&self, len: usize) -> Vector<'_, f64> {
        self.vector(
            len,
            |value| if let Value::Double(value) = value { Some(*value) } else { None },
            Column::doubles,
        )
    }

    /// As booleans.
    pub(crate) fn booleans(&self, len: usize) -> Vector<'_, bool> {
        self.vector(
            len,
            |value| if let Value::Boolean(value) = value { Some(*value) } else { None },
            Column::booleans,
        )
    }

    /// As texts.
    pub(crate) fn texts(&self) -> Texts<'_> {
        match self {
            Self::Constant(Value::Text(text)) => Texts::One(text),
            Self::Constant(_) => Texts::One(""),
            Self::Whole(column) => column.texts().map_or(Texts::One(""), Texts::Whole),
            Self::Owned(column) => column.texts().map_or(Texts::One(""), Texts::Whole),
            Self::Picked(column, rows) => {
                column.texts().map_or(Texts::One(""), |texts| Texts::Picked(texts, rows))
            }
        }
    }

    /// As octet strings.
    pub(crate) fn octets(&self) -> Octets<'_> {
        match self {
            Self::Constant(Value::Bytes(bytes)) => Octets::One(bytes),
            Self::Constant(_) => Octets::One(&[]),
            Self::Whole(column) => bytes_of(column).map_or(Octets::One(&[]), Octets::Whole),
            Self::Owned(column) => bytes_of(column).map_or(Octets::One(&[]), Octets::Whole),
            Self::Picked(column, rows) => {
                bytes_of(column).map_or(Octets::One(&[]), |bytes| Octets::Picked(bytes, rows))
            }
        }
    }

    /// As a column of its own with `len` rows.
    pub(crate) fn into_column(self, data_type: DataType, len: usize) -> Column {
        match self {
            Self::Constant(value) => repeat(value, data_type, len),
            Self::Whole(column) => column.clone(),
            Self::Picked(column, rows) => column.gather(rows),
            Self::Owned(column) => column,
        }
    }
}

fn many<T: Copy + Default>(values: Option<&[T]>) -> Values<'_, T> {
    values.map_or(Values::One(T::default()), |values| Values::Many(Cow::Borrowed(values)))
}

fn bytes_of(column: &Column) -> Option<&BytesColumn> {
    if let ColumnData::Bytes(bytes) = column.data() { Some(bytes) } else { None }
}

/// A literal as a column; numbers are filled at once.
fn repeat(value: &Value, data_type: DataType, len: usize) -> Column {
    match (value, data_type.physical()) {
        (Value::Long(value), Physical::Long) => Column::from_data(ColumnData::Long(vec![*value; len])),
        (Value::Double(value), Physical::Double) => Column::from_data(ColumnData::Double(vec![*value; len])),
        (Value::Boolean(value), Physical::Boolean) => {
            Column::from_data(ColumnData::Boolean(vec![*value; len]))
        }
        (Value::Null, Physical::Long) => Column::from_parts(ColumnData::Long(vec![0; len]), Nulls::all(len)),
        _ => Column::repeat(value, data_type, len),
    }
}

/// NULL where either is.
pub(crate) fn either_null(left: &Nulls, right: &Nulls) -> Nulls {
    if !left.any() {
        right.clone()
    } else if !right.any() {
        left.clone()
    } else {
        left.union(right)
    }
}

/// One result a row from one operand.
pub(crate) fn map<A: Copy, R: Clone>(len: usize, operand: &Vector<'_, A>, f: impl Fn(A) -> R) -> Vec<R> {
    match &operand.values {
        Values::One(value) => vec![f(*value); len],
        Values::Many(values) => values.iter().map(|&value| f(value)).collect(),
    }
}

/// One result a row from two operands; a loop for each shape, so that each can be vectorised.
pub(crate) fn zip<A: Copy, B: Copy, R: Clone>(
    len: usize,
    left: &Vector<'_, A>,
    right: &Vector<'_, B>,
    f: impl Fn(A, B) -> R,
) -> Vec<R> {
    match (&left.values, &right.values) {
        (Values::One(a), Values::One(b)) => vec![f(*a, *b); len],
        (Values::Many(a), Values::One(b)) => a.iter().map(|&a| f(a, *b)).collect(),
        (Values::One(a), Values::Many(b)) => b.iter().map(|&b| f(*a, b)).collect(),
        (Values::Many(a), Values::Many(b)) => a.iter().zip(b.iter()).map(|(&a, &b)| f(a, b)).collect(),
    }
}
