//! Functions over sliding windows: what each remembers of the rows in its windows (spec/kda-sql.md 9, 11).
//!
//! The operator tells in which order rows enter and leave which window ([`Steps`]); a function goes through a whole chunk of them
//! with one call and keeps one state a window. Every row enters once and leaves once, so the cost a row does not depend
//! on how long the windows are:
//! - counts and sums of whole numbers and decimals are exact, and take the leaving row back out (`sum`);
//! - sums of doubles, deviations and EXP_AVG cannot be taken back without error that grows with time, so rows are joined in two
//!   stacks and nothing is ever subtracted (`fold`);
//! - MIN and MAX keep the rows that can still become the result (`extreme`);
//! - FIRST_VALUE, LAST_VALUE, NTH_VALUE and LAG keep the rows that can still be asked for (`value`).
//!
//! A state that all rows have left is as good as new, so that its place can be given to another partition. In a window without end no
//! row leaves, and nothing is kept that only leaving rows would need.

mod cell;
mod extreme;
mod fold;
mod presence;
mod sum;
mod value;

use std::fmt;

use rillcut_record::{Column, DataType, Physical};
use rillcut_sql::plan::{AggregateFunction, AnalyticFunction};

use crate::{expr::Fault, keys::View};

/// The order in which rows of a chunk enter windows and older rows leave them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Steps {
    /// Windows whose oldest row leaves, in order.
    leaving: Vec<u32>,
    /// By position: how many have left when its row enters.
    left_before: Vec<u32>,
    /// By position: the window that its row enters.
    entering: Vec<u32>,
    /// Windows there are.
    windows: usize,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The oldest row leaves a window.
    Leave(usize),
    /// The row at the next position enters a window.
    Enter(usize),
}

impl Steps {
    pub(crate) fn clear(&mut self) {
        self.leaving.clear();
        self.left_before.clear();
        self.entering.clear();
    }

    pub(crate) fn leave(&mut self, window: u32) {
        self.leaving.push(window);
        self.windows = self.windows.max(window as usize + 1);
    }

    pub(crate) fn enter(&mut self, window: u32) {
        self.left_before.push(self.leaving.len() as u32);
        self.entering.push(window);
        self.windows = self.windows.max(window as usize + 1);
    }

    fn iter(&self) -> impl Iterator<Item = Step> {
        let mut left = 0;
        let mut entered = 0;
        std::iter::from_fn(move || {
            let until = self.left_before.get(entered).map_or(self.leaving.len(), |&left| left as usize);
            if left < until {
                left += 1;
                return Some(Step::Leave(self.leaving[left - 1] as usize));
            }
            entered += 1;
            self.entering.get(entered - 1).map(|&window| Step::Enter(window as usize))
        })
    }
}

/// The rows of a chunk as a function sees them, by position.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) argument: Option<&'a View<'a>>,
    /// LAG's value for rows that are not there.
    pub(crate) default: Option<&'a View<'a>>,
    /// ROWTIMEs.
    pub(crate) times: &'a [i64],
}

/// Results that failed, by position.
pub(crate) type Faults = Vec<(usize, Fault)>;

/// A function over sliding windows.
pub(crate) trait Slide: dyn_clone::DynClone + fmt::Debug + Send {
    /// Goes through the steps; adds one result for each row that enters, NULL where it fails.
    fn run(&mut self, steps: &Steps, rows: Rows<'_>, results: &mut Column, faults: &mut Faults);
}

dyn_clone::clone_trait_object!(Slide);

/// A function over an argument of a type. `endless`: its windows have no end. `None` for what the checker does not make.
pub(crate) fn slide(
    function: AnalyticFunction,
    argument: Option<DataType>,
    result: DataType,
    endless: bool,
) -> Option<Box<dyn Slide>> {
    use AggregateFunction as F;
    let physical = argument.map(DataType::physical);
    let same = physical == Some(result.physical());
    let scale = if let Some(DataType::Decimal { scale, .. }) = argument { scale } else { 0 };
    let divisor = libm::pow(10.0, f64::from(scale));
    if function == AnalyticFunction::Aggregate(F::CountRows) && argument.is_none() {
        return Some(sum::count(endless));
    }
    Some(match (function, physical?) {
        (AnalyticFunction::Nth { position, from_last, ignore_nulls }, physical) if same => {
            value::nth(physical, position, from_last, ignore_nulls, endless)
        }
        (AnalyticFunction::Lag { rows, ignore_nulls }, physical) if same => {
            value::lag(physical, rows, ignore_nulls)
        }
        (AnalyticFunction::ExpAvg { half_life }, Physical::Double) => fold::exponential(half_life, endless),
        (AnalyticFunction::Aggregate(function), physical) => match (function, physical) {
            (F::Count, _) => sum::count(endless),
            (F::Sum | F::Avg, Physical::Long) if same => sum::sum(function == F::Avg, result, endless),
            (F::Any | F::Every, Physical::Boolean) => sum::truth(function == F::Any, endless),
            (F::Sum | F::Avg, Physical::Double) if same => fold::sum(function == F::Avg, result, endless),
            (F::StddevPop | F::StddevSamp | F::VarPop | F::VarSamp, Physical::Long | Physical::Double) => {
                fold::spread(function, divisor, endless)
            }
            (F::Min | F::Max, physical) if same => extreme::extreme(physical, function == F::Max, endless),
            _ => return None,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_come_in_order() {
        let mut steps = Steps::default();
        steps.enter(0);
        steps.leave(0);
        steps.leave(2);
        steps.enter(1);
        steps.leave(1);
        let order: Vec<Step> = steps.iter().collect();
        assert_eq!(order, [Step::Enter(0), Step::Leave(0), Step::Leave(2), Step::Enter(1), Step::Leave(1)]);
        assert_eq!(steps.windows, 3);
        steps.clear();
        assert_eq!(steps.iter().next(), None);
    }
}
