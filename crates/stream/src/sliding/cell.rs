//! Values that stay in windows: numbers as 64 bits, texts and octets as values of their own.
//!
//! Two forms for five kinds of column: a form a kind would make the same code five times, one form for all four times as large a number.

use std::{cmp::Ordering, fmt};

use rillcut_record::{Column, ColumnData, Physical, Value};

use crate::{
    expr::{compare_doubles, compare_texts},
    keys::View,
};

pub(super) trait Cell: Clone + PartialEq + fmt::Debug + Send + 'static {
    /// The value at a position that is not NULL.
    fn read(view: &View<'_>, position: usize) -> Self;
    /// Adds it to a column of the kind it was read from.
    fn push_to(&self, column: &mut Column);
    /// How two values of a kind compare.
    fn order(physical: Physical) -> fn(&Self, &Self) -> Ordering;
}

/// A number or a truth value.
impl Cell for u64 {
    fn read(view: &View<'_>, position: usize) -> Self {
        match view {
            View::Long(vector) => vector.get(position).cast_unsigned(),
            View::Double(vector) => vector.get(position).to_bits(),
            View::Boolean(vector) => Self::from(vector.get(position)),
            View::Text(..) | View::Bytes(..) => 0,
        }
    }

    fn push_to(&self, column: &mut Column) {
        let (data, nulls) = column.parts_mut();
        match data {
            ColumnData::Long(values) => values.push(self.cast_signed()),
            ColumnData::Double(values) => values.push(f64::from_bits(*self)),
            ColumnData::Boolean(values) => values.push(*self != 0),
            ColumnData::Text(_) | ColumnData::Bytes(_) => {
                column.push_null();
                return;
            }
        }
        nulls.push(false);
    }

    fn order(physical: Physical) -> fn(&Self, &Self) -> Ordering {
        match physical {
            Physical::Double => |a, b| compare_doubles(f64::from_bits(*a), f64::from_bits(*b)),
            _ => |a, b| a.cast_signed().cmp(&b.cast_signed()),
        }
    }
}

/// Text or octets.
impl Cell for Value {
    fn read(view: &View<'_>, position: usize) -> Self {
        match view {
            View::Text(texts, _) => Self::Text(texts.get(position).to_owned()),
            View::Bytes(octets, _) => Self::Bytes(octets.get(position).to_vec()),
            View::Long(_) | View::Double(_) | View::Boolean(_) => Self::Null,
        }
    }

    fn push_to(&self, column: &mut Column) {
        column.push(self);
    }

    fn order(_: Physical) -> fn(&Self, &Self) -> Ordering {
        |a, b| match (a, b) {
            (Self::Text(a), Self::Text(b)) => compare_texts(a, b),
            (Self::Bytes(a), Self::Bytes(b)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }
}

/// Whether values of a kind are numbers here.
pub(super) fn is_number(physical: Physical) -> bool {
    matches!(physical, Physical::Long | Physical::Double | Physical::Boolean)
}
