//! COUNT, SUM and AVG of whole numbers and decimals, ANY and EVERY: one exact number a window, from which the leaving row is taken back.

use std::collections::VecDeque;

use rillcut_record::{Column, DataType, Value};

use super::{Faults, Rows, Slide, Step, Steps, presence::Presence};
use crate::{accumulate::long_result, keys::View};

/// What the sum is for.
#[derive(Debug, Clone, Copy)]
enum Use {
    Count,
    /// AVG when true; of this type.
    Sum(bool, DataType),
    /// ANY when true, else EVERY: the number of rows that are TRUE.
    Truth(bool),
}

#[derive(Debug, Clone)]
struct Sums {
    of: Use,
    endless: bool,
    states: Vec<State>,
}

#[derive(Debug, Clone, Default)]
struct State {
    sum: i128,
    presence: Presence,
    /// Of the rows in the window, oldest first; of a count and without end, none.
    values: VecDeque<i64>,
}

pub(super) fn count(endless: bool) -> Box<dyn Slide> {
    Box::new(Sums { of: Use::Count, endless, states: Vec::new() })
}

pub(super) fn sum(average: bool, result: DataType, endless: bool) -> Box<dyn Slide> {
    Box::new(Sums { of: Use::Sum(average, result), endless, states: Vec::new() })
}

pub(super) fn truth(any: bool, endless: bool) -> Box<dyn Slide> {
    Box::new(Sums { of: Use::Truth(any), endless, states: Vec::new() })
}

impl Slide for Sums {
    fn run(&mut self, steps: &Steps, rows: Rows<'_>, results: &mut Column, faults: &mut Faults) {
        self.states.resize_with(steps.windows.max(self.states.len()), State::default);
        let counts = matches!(self.of, Use::Count);
        let mut position = 0;
        for step in steps.iter() {
            match step {
                Step::Leave(window) => {
                    let state = &mut self.states[window];
                    if state.presence.leave()
                        && let Some(value) = state.values.pop_front()
                    {
                        state.sum -= i128::from(value);
                    }
                }
                Step::Enter(window) => {
                    let state = &mut self.states[window];
                    let is_null = rows.argument.is_some_and(|argument| argument.is_null(position));
                    state.presence.enter(is_null, self.endless);
                    if !counts && !is_null {
                        let value = rows.argument.map_or(0, |argument| number(argument, position));
                        state.sum += i128::from(value);
                        if !self.endless {
                            state.values.push_back(value);
                        }
                    }
                    results.push(&match self.result(window) {
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

impl Sums {
    fn result(&self, window: usize) -> Result<Value, crate::expr::Fault> {
        let state = &self.states[window];
        let count = state.presence.values() as i64;
        match self.of {
            Use::Count => Ok(Value::Long(count)),
            Use::Sum(average, result) => long_result(state.sum, count, average, result),
            Use::Truth(_) if count == 0 => Ok(Value::Null),
            Use::Truth(true) => Ok(Value::Boolean(state.sum > 0)),
            Use::Truth(false) => Ok(Value::Boolean(state.sum == i128::from(count))),
        }
    }
}

#[inline]
fn number(argument: &View<'_>, position: usize) -> i64 {
    match argument {
        View::Long(vector) => vector.get(position),
        View::Boolean(vector) => i64::from(vector.get(position)),
        View::Double(_) | View::Text(..) | View::Bytes(..) => 0,
    }
}
