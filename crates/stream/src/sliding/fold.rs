//! SUM and AVG of doubles, deviations, EXP_AVG: rows joined in two stacks, nothing taken back.
//!
//! A running sum from which leaving doubles are subtracted keeps every rounding error for ever, and one infinite value turns it
//! into NaN for good. Here a window is two stacks: the older rows, each with the join of itself and all older rows
//! behind it, and the newer rows with one running join. The oldest row leaves by being popped; when the older stack is empty, the
//! newer one is turned over into it. Each row is joined twice at most, so the cost a row is constant on average, and
//! a result has the error of one plain summation of the window's rows and no more.
//!
//! When the stacks are turned depends on the rows of the window alone, so results do not depend on how rows were cut into
//! batches. Rejected: summing anew at each row (quadratic), compensated running sums (error still grows, infinities stay), and exact
//! accumulators of some 2,000 bits (every result costs a pass over them).

use std::fmt;

use rillcut_record::{Column, DataType, Value};
use rillcut_sql::plan::AggregateFunction;

use super::{Faults, Rows, Slide, Step, Steps, presence::Presence};
use crate::{
    accumulate::{Moments, double_result, spread_result},
    expr::Fault,
    keys::View,
    row_error::RowErrorKind,
};

/// Buffers of an empty window beyond this many rows are given back.
const KEPT_ROWS: usize = 4096;

/// How rows join.
trait Join: Clone + fmt::Debug + Send {
    type Part: Copy + fmt::Debug + Send;

    /// One row.
    fn part(&self, value: f64, time: i64) -> Self::Part;
    /// Older and newer rows together.
    fn join(&self, older: Self::Part, newer: Self::Part) -> Self::Part;
    /// The result of so many rows.
    fn result(&self, rows: Self::Part, count: u64) -> Result<Value, Fault>;
}

/// The rows of one window.
#[derive(Debug, Clone)]
struct Window<P> {
    presence: Presence,
    /// Oldest on top; each joined with the rest of this stack, which is newer.
    older: Vec<P>,
    /// Oldest first.
    newer: Vec<P>,
    /// All of `newer` joined.
    newer_joined: Option<P>,
}

impl<P> Default for Window<P> {
    fn default() -> Self {
        Self { presence: Presence::default(), older: Vec::new(), newer: Vec::new(), newer_joined: None }
    }
}

impl<P: Copy> Window<P> {
    fn enter<J: Join<Part = P>>(&mut self, join: &J, part: P, endless: bool) {
        self.newer_joined = Some(self.newer_joined.map_or(part, |joined| join.join(joined, part)));
        if !endless {
            self.newer.push(part);
        }
    }

    fn leave<J: Join<Part = P>>(&mut self, join: &J) {
        if self.older.is_empty() {
            let mut joined = None;
            while let Some(part) = self.newer.pop() {
                let with_rest = joined.map_or(part, |joined| join.join(part, joined));
                self.older.push(with_rest);
                joined = Some(with_rest);
            }
            self.newer_joined = None;
        }
        self.older.pop();
        if self.older.is_empty() && self.newer.is_empty() && self.older.capacity() > KEPT_ROWS {
            self.older = Vec::new();
            self.newer = Vec::new();
        }
    }

    fn joined<J: Join<Part = P>>(&self, join: &J) -> Option<P> {
        match (self.older.last(), self.newer_joined) {
            (Some(older), Some(newer)) => Some(join.join(*older, newer)),
            (Some(older), None) => Some(*older),
            (None, newer) => newer,
        }
    }
}

#[derive(Debug, Clone)]
struct Folded<J: Join> {
    join: J,
    endless: bool,
    windows: Vec<Window<J::Part>>,
    /// 10 to the scale of a DECIMAL argument.
    divisor: f64,
}

impl<J: Join> Folded<J> {
    fn new(join: J, endless: bool) -> Self {
        Self { join, endless, windows: Vec::new(), divisor: 1.0 }
    }

    fn number(&self, argument: &View<'_>, position: usize) -> f64 {
        match argument {
            View::Double(vector) => vector.get(position),
            View::Long(vector) => vector.get(position) as f64 / self.divisor,
            View::Boolean(_) | View::Text(..) | View::Bytes(..) => 0.0,
        }
    }
}

impl<J: Join> Slide for Folded<J> {
    fn run(&mut self, steps: &Steps, rows: Rows<'_>, results: &mut Column, faults: &mut Faults) {
        self.windows.resize_with(steps.windows.max(self.windows.len()), Window::default);
        let Some(argument) = rows.argument else { return };
        let mut position = 0;
        for step in steps.iter() {
            match step {
                Step::Leave(window) => {
                    let window = &mut self.windows[window];
                    if window.presence.leave() {
                        window.leave(&self.join);
                    }
                }
                Step::Enter(window) => {
                    let is_null = argument.is_null(position);
                    let part = self.join.part(self.number(argument, position), rows.times[position]);
                    let window = &mut self.windows[window];
                    window.presence.enter(is_null, self.endless);
                    if !is_null {
                        window.enter(&self.join, part, self.endless);
                    }
                    let result = window
                        .joined(&self.join)
                        .map_or(Ok(Value::Null), |joined| self.join.result(joined, window.presence.values()));
                    results.push(&match result {
                        Ok(value) => value,
                        Err(fault) => {
                            faults.push((position, fault));
                            Value::Null
                        }
                    });
                    position += 1;
                }
            }
        }
    }
}

pub(super) fn sum(average: bool, result: DataType, endless: bool) -> Box<dyn Slide> {
    Box::new(Folded::new(Sum { average, result }, endless))
}

pub(super) fn spread(function: AggregateFunction, divisor: f64, endless: bool) -> Box<dyn Slide> {
    Box::new(Folded { divisor, ..Folded::new(Spread(function), endless) })
}

pub(super) fn exponential(half_life: i64, endless: bool) -> Box<dyn Slide> {
    Box::new(Folded::new(Exponential { half_life: half_life as f64 }, endless))
}

/// SUM and AVG.
#[derive(Debug, Clone)]
struct Sum {
    average: bool,
    result: DataType,
}

impl Join for Sum {
    type Part = f64;

    fn part(&self, value: f64, _time: i64) -> f64 {
        value
    }

    fn join(&self, older: f64, newer: f64) -> f64 {
        older + newer
    }

    fn result(&self, rows: f64, count: u64) -> Result<Value, Fault> {
        double_result(rows, count as i64, self.average, self.result)
    }
}

/// Variances and deviations.
#[derive(Debug, Clone)]
struct Spread(AggregateFunction);

impl Join for Spread {
    type Part = Moments;

    fn part(&self, value: f64, _time: i64) -> Moments {
        Moments::of(value)
    }

    fn join(&self, older: Moments, newer: Moments) -> Moments {
        older.with(newer)
    }

    fn result(&self, rows: Moments, _count: u64) -> Result<Value, Fault> {
        spread_result(rows, self.0)
    }
}

/// EXP_AVG: weights halve with every half-life of age. Weights are kept as seen at the newest row; a later row makes all of them
/// lighter alike, which the quotient does not show.
#[derive(Debug, Clone)]
struct Exponential {
    half_life: f64,
}

/// Weighted rows.
#[derive(Debug, Clone, Copy)]
struct Weighted {
    newest: i64,
    sum: f64,
    weight: f64,
}

impl Join for Exponential {
    type Part = Weighted;

    fn part(&self, value: f64, time: i64) -> Weighted {
        Weighted { newest: time, sum: value, weight: 1.0 }
    }

    fn join(&self, older: Weighted, newer: Weighted) -> Weighted {
        let age = newer.newest.saturating_sub(older.newest) as f64;
        let lighter = libm::exp2(-age / self.half_life);
        Weighted {
            newest: newer.newest,
            sum: older.sum * lighter + newer.sum,
            weight: older.weight * lighter + newer.weight,
        }
    }

    fn result(&self, rows: Weighted, _count: u64) -> Result<Value, Fault> {
        let average = rows.sum / rows.weight;
        if average.is_finite() {
            Ok(Value::Double(average))
        } else {
            Err((RowErrorKind::Overflow, "the EXP_AVG does not fit DOUBLE".to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sum of the window after each of `values` has entered a window of `rows` rows.
    fn sums(values: &[f64], rows: usize) -> Vec<f64> {
        let join = Sum { average: false, result: DataType::Double };
        let mut window = Window::default();
        let step = |(at, value): (usize, &f64)| {
            if at >= rows {
                window.leave(&join);
            }
            window.enter(&join, *value, false);
            window.joined(&join).unwrap()
        };
        values.iter().enumerate().map(step).collect()
    }

    #[test]
    fn a_large_value_leaves_no_trace() {
        let mut values = vec![1e17, 0.25];
        values.extend([0.5; 10]);
        assert_eq!(sums(&values, 3)[4..], [1.5; 8]);
        // Neither does an infinite one.
        assert_eq!(sums(&[f64::INFINITY, f64::NAN, 1.0, 2.0, 3.0], 2)[3..], [3.0, 5.0]);
    }

    #[test]
    fn joined_moments_are_those_of_all_rows() {
        let values = [3.0, -1.5, 8.25, 0.0, 2.5, 2.5];
        let mut all = Moments::of(values[0]);
        values[1..].iter().for_each(|value| all = all.with(Moments::of(*value)));
        let (older, newer) = values.split_at(4);
        let part =
            |values: &[f64]| values.iter().map(|value| Moments::of(*value)).reduce(Moments::with).unwrap();
        let variance = |moments| match spread_result(moments, AggregateFunction::VarPop) {
            Ok(Value::Double(value)) => value,
            other => panic!("{other:?}"),
        };
        let joined = variance(part(older).with(part(newer)));
        let mean = values.iter().sum::<f64>() / 6.0;
        let plain = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / 6.0;
        assert!((joined - plain).abs() < 1e-12 && (variance(all) - plain).abs() < 1e-12);
    }
}
