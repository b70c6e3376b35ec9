//! Variances and standard deviations.
//!
//! Values come in one by one by Welford's recurrence, or two sets of them are joined (`Moments::with`), both without the loss of digits that a sum
//! of squares brings.

use std::ops::Range;

use rillcut_record::Value;
use rillcut_sql::plan::AggregateFunction;

use super::{Accumulate, Members, each};
use crate::{expr::Fault, keys::View, row_error::RowErrorKind};

#[derive(Debug, Clone)]
pub(super) struct Spread {
    function: AggregateFunction,
    /// 10 to the scale of a DECIMAL argument.
    divisor: f64,
    states: Vec<Moments>,
}

/// Count, mean and sum of squared differences from it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Of one value.
    pub(crate) fn of(value: f64) -> Self {
        Self { count: 1.0, mean: value, squares: 0.0 }
    }

    /// Of the values of both; neither is empty.
    pub(crate) fn with(self, other: Self) -> Self {
        let count = self.count + other.count;
        let delta = other.mean - self.mean;
        Self {
            count,
            mean: self.mean + delta * (other.count / count),
            squares: self.squares + other.squares + delta * delta * (self.count * other.count / count),
        }
    }

    fn add(&mut self, value: f64) {
        self.count += 1.0;
        let delta = value - self.mean;
        self.mean += delta / self.count;
        self.squares += delta * (value - self.mean);
    }
}

impl Spread {
    /// `divisor`: 10 to the scale of a DECIMAL argument.
    pub(super) fn new(function: AggregateFunction, divisor: f64) -> Self {
        Self { function, divisor, states: Vec::new() }
    }
}

impl Accumulate for Spread {
    fn reset(&mut self) {
        self.states.clear();
    }

    fn forget_first(&mut self, groups: usize) {
        self.states.drain(..groups);
    }

    fn grow(&mut self, groups: usize) {
        self.states.resize(groups, Moments::default());
    }

    fn update(&mut self, argument: Option<&View<'_>>, range: Range<usize>, members: Members<'_>) {
        match argument {
            Some(View::Long(vector)) => each(&vector.nulls, range, members, |group, position| {
                self.states[group].add(vector.get(position) as f64 / self.divisor);
            }),
            Some(View::Double(vector)) => each(&vector.nulls, range, members, |group, position| {
                self.states[group].add(vector.get(position));
            }),
            _ => {}
        }
    }

    fn result(&self, group: usize) -> Result<Value, Fault> {
        spread_result(self.states[group], self.function)
    }
}

/// A variance or deviation, NULL of too few values.
pub(crate) fn spread_result(moments: Moments, function: AggregateFunction) -> Result<Value, Fault> {
    use AggregateFunction as F;
    let Moments { count, squares, .. } = moments;
    let sample = matches!(function, F::StddevSamp | F::VarSamp);
    let divisor = if sample { count - 1.0 } else { count };
    if divisor <= 0.0 {
        return Ok(Value::Null);
    }
    let variance = squares / divisor;
    let root = matches!(function, F::StddevPop | F::StddevSamp);
    let value = if root { libm::sqrt(variance) } else { variance };
    if value.is_finite() {
        Ok(Value::Double(value))
    } else {
        Err((RowErrorKind::Overflow, "the deviation does not fit DOUBLE".to_owned()))
    }
}
