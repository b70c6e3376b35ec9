//! SUM and AVG.
//!
//! One accumulator for whole numbers, decimals and intervals, whose total has 128 bits, and for doubles, which are added in order of
//! arrival.

use std::{fmt, ops::Range};

use rillcut_record::{DataType, Value};

use super::{Accumulate, Members, each};
use crate::{
    expr::{Fault, Values, Vector},
    keys::View,
    row_error::RowErrorKind,
};

/// What values of a form add up to.
pub(super) trait Total: Copy + Default + fmt::Debug + Send {
    type Item: Copy;

    /// The argument's values.
    fn vector<'v>(argument: &'v View<'v>) -> Option<&'v Vector<'v, Self::Item>>;
    fn add(&mut self, value: Self::Item);
    /// SUM or AVG of so many.
    fn result(self, count: i64, average: bool, result: DataType) -> Result<Value, Fault>;
}

impl Total for i128 {
    type Item = i64;

    fn vector<'v>(argument: &'v View<'v>) -> Option<&'v Vector<'v, i64>> {
        if let View::Long(vector) = argument { Some(vector) } else { None }
    }

    #[inline]
    fn add(&mut self, value: i64) {
        *self += Self::from(value);
    }

    fn result(self, count: i64, average: bool, result: DataType) -> Result<Value, Fault> {
        long_result(self, count, average, result)
    }
}

impl Total for f64 {
    type Item = Self;

    fn vector<'v>(argument: &'v View<'v>) -> Option<&'v Vector<'v, Self>> {
        if let View::Double(vector) = argument { Some(vector) } else { None }
    }

    #[inline]
    fn add(&mut self, value: Self) {
        *self += value;
    }

    fn result(self, count: i64, average: bool, result: DataType) -> Result<Value, Fault> {
        double_result(self, count, average, result)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Sum<T> {
    average: bool,
    result: DataType,
    /// Total and count by group.
    states: Vec<(T, i64)>,
}

impl<T> Sum<T> {
    pub(super) fn new(average: bool, result: DataType) -> Self {
        Self { average, result, states: Vec::new() }
    }
}

impl<T: Total> Accumulate for Sum<T> {
    fn reset(&mut self) {
        self.states.clear();
    }

    fn forget_first(&mut self, groups: usize) {
        self.states.drain(..groups);
    }

    fn grow(&mut self, groups: usize) {
        self.states.resize(groups, (T::default(), 0));
    }

    fn update(&mut self, argument: Option<&View<'_>>, range: Range<usize>, members: Members<'_>) {
        let Some(vector) = argument.and_then(T::vector) else { return };
        if let (Members::One, Values::Many(values), false) = (members, &vector.values, vector.nulls.any()) {
            let (total, count) = &mut self.states[0];
            *count += range.len() as i64;
            for value in &values[range] {
                total.add(*value);
            }
            return;
        }
        each(&vector.nulls, range, members, |group, position| {
            let (total, count) = &mut self.states[group];
            total.add(vector.get(position));
            *count += 1;
        });
    }

    fn result(&self, group: usize) -> Result<Value, Fault> {
        let (total, count) = self.states[group];
        total.result(count, self.average, self.result)
    }
}

/// SUM or AVG of so many whole numbers, NULL of none.
pub(crate) fn long_result(sum: i128, count: i64, average: bool, result: DataType) -> Result<Value, Fault> {
    if count == 0 {
        return Ok(Value::Null);
    }
    // An integer's average is cut, as integer division is; so is a decimal's at its scale.
    let value = if average { sum / i128::from(count) } else { sum };
    let fits = match result {
        DataType::Decimal { precision, .. } => {
            value.unsigned_abs() < 10_u128.saturating_pow(u32::from(precision))
        }
        other => other
            .integer_range()
            .is_none_or(|(low, high)| (i128::from(low)..=i128::from(high)).contains(&value)),
    };
    match i64::try_from(value) {
        Ok(value) if fits => Ok(Value::Long(value)),
        _ => Err(too_large(average, result)),
    }
}

/// SUM or AVG of so many doubles, NULL of none.
pub(crate) fn double_result(sum: f64, count: i64, average: bool, result: DataType) -> Result<Value, Fault> {
    if count == 0 {
        return Ok(Value::Null);
    }
    let value = if average { sum / count as f64 } else { sum };
    let value = if result == DataType::Real { f64::from(value as f32) } else { value };
    if value.is_finite() { Ok(Value::Double(value)) } else { Err(too_large(average, result)) }
}

fn too_large(average: bool, result: DataType) -> Fault {
    let name = if average { "AVG" } else { "SUM" };
    (RowErrorKind::Overflow, format!("the {name} does not fit {result}"))
}
