//! Aggregates: what a window remembers of the rows of each group (spec/kda-sql.md 11).
//!
//! NULL arguments are skipped. Integer and decimal sums run in 128 bits and are checked when the result is made, so that a sum may
//! pass through values its type does not hold. Doubles are added in order of arrival: a sum then does not depend on how
//! rows were cut into batches, which pairwise or compensated summation over batches would. Deviations use Welford's recurrence.

mod spread;
mod sum;

use std::{fmt, ops::Range};

use rillcut_record::{DataType, Nulls, Physical, Value};
use rillcut_sql::plan::AggregateFunction;

use crate::{
    expr::{Fault, compare_doubles, compare_texts},
    keys::View,
};

use spread::Spread;
use sum::Sum;

pub(crate) use spread::{Moments, spread_result};
pub(crate) use sum::{double_result, long_result};

/// Which group each position belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Members<'a> {
    /// All to group 0.
    One,
    /// One number a position, from the start of the range on.
    Each(&'a [u32]),
}

/// What is kept of the groups of one window.
pub(crate) trait Accumulate: dyn_clone::DynClone + fmt::Debug + Send {
    /// Forgets all groups.
    fn reset(&mut self);
    /// Forgets the first so many groups; the others move up.
    fn forget_first(&mut self, groups: usize);
    /// Makes room for so many groups.
    fn grow(&mut self, groups: usize);
    /// Takes the argument's values at the positions of `range`.
    fn update(&mut self, argument: Option<&View<'_>>, range: Range<usize>, members: Members<'_>);
    /// The result of a group.
    fn result(&self, group: usize) -> Result<Value, Fault>;
}

dyn_clone::clone_trait_object!(Accumulate);

/// The accumulator of an aggregate over an argument of a type; `None` for a pair the checker does not make.
pub(crate) fn accumulator(
    function: AggregateFunction,
    argument: Option<DataType>,
    result: DataType,
) -> Option<Box<dyn Accumulate>> {
    use AggregateFunction as F;
    let argument_type = match (function, argument) {
        (F::CountRows, None) => return Some(Box::new(Count { rows: Vec::new() })),
        (_, argument) => argument?,
    };
    let physical = argument_type.physical();
    let scale = if let DataType::Decimal { scale, .. } = argument_type { scale } else { 0 };
    let same = result.physical() == physical;
    Some(match (function, physical) {
        (F::Count, _) => Box::new(Count { rows: Vec::new() }),
        (F::Sum | F::Avg, Physical::Long) if same => Box::new(Sum::<i128>::new(function == F::Avg, result)),
        (F::Sum | F::Avg, Physical::Double) if same => Box::new(Sum::<f64>::new(function == F::Avg, result)),
        (F::Min | F::Max, _) if same => {
            Box::new(Extreme { physical, greatest: function == F::Max, values: Vec::new() })
        }
        (F::StddevPop | F::StddevSamp | F::VarPop | F::VarSamp, Physical::Long | Physical::Double) => {
            let divisor = libm::pow(10.0, f64::from(scale));
            Box::new(Spread::new(function, divisor))
        }
        (F::Any | F::Every, Physical::Boolean) => {
            Box::new(Truth { any: function == F::Any, values: Vec::new() })
        }
        (F::FirstValue { ignore_nulls } | F::LastValue { ignore_nulls }, _) if same => {
            let first = matches!(function, F::FirstValue { .. });
            Box::new(AtAnEnd { first, ignore_nulls, values: Vec::new() })
        }
        _ => return None,
    })
}

fn none() -> Nulls {
    Nulls::new()
}

/// Calls `f` with group and position of every position that is not NULL.
#[inline]
fn each(nulls: &Nulls, range: Range<usize>, members: Members<'_>, mut f: impl FnMut(usize, usize)) {
    let start = range.start;
    let group = |position: usize| match members {
        Members::One => 0,
        Members::Each(groups) => groups[position - start] as usize,
    };
    if nulls.any() {
        for position in range {
            if !nulls.is_null(position) {
                f(group(position), position);
            }
        }
    } else {
        for position in range {
            f(group(position), position);
        }
    }
}

/// COUNT(*) and COUNT(x).
#[derive(Debug, Clone)]
struct Count {
    rows: Vec<i64>,
}

impl Accumulate for Count {
    fn reset(&mut self) {
        self.rows.clear();
    }

    fn forget_first(&mut self, groups: usize) {
        self.rows.drain(..groups);
    }

    fn grow(&mut self, groups: usize) {
        self.rows.resize(groups, 0);
    }

    fn update(&mut self, argument: Option<&View<'_>>, range: Range<usize>, members: Members<'_>) {
        let no_nulls = none();
        let nulls = argument.map_or(&no_nulls, View::nulls);
        if let (Members::One, false) = (members, nulls.any()) {
            self.rows[0] += range.len() as i64;
        } else {
            each(nulls, range, members, |group, _| self.rows[group] += 1);
        }
    }

    fn result(&self, group: usize) -> Result<Value, Fault> {
        Ok(Value::Long(self.rows[group]))
    }
}

/// MIN and MAX; of equal values the first stays.
#[derive(Debug, Clone)]
struct Extreme {
    physical: Physical,
    greatest: bool,
    values: Vec<Value>,
}

impl Extreme {
    fn keep<T>(
        values: &mut [Value],
        group: usize,
        greatest: bool,
        candidate: T,
        order: impl Fn(&Value, &T) -> std::cmp::Ordering,
        wrap: impl Fn(T) -> Value,
    ) {
        let kept = &mut values[group];
        let better = if kept.is_null() {
            true
        } else {
            let order = order(kept, &candidate);
            if greatest { order.is_lt() } else { order.is_gt() }
        };
        if better {
            *kept = wrap(candidate);
        }
    }
}

impl Accumulate for Extreme {
    fn reset(&mut self) {
        self.values.clear();
    }

    fn forget_first(&mut self, groups: usize) {
        self.values.drain(..groups);
    }

    fn grow(&mut self, groups: usize) {
        self.values.resize(groups, Value::Null);
    }

    fn update(&mut self, argument: Option<&View<'_>>, range: Range<usize>, members: Members<'_>) {
        use std::cmp::Ordering::Equal;
        let Some(argument) = argument else { return };
        let (values, greatest) = (&mut self.values, self.greatest);
        debug_assert!(matches!(
            (argument, self.physical),
            (View::Long(_), Physical::Long)
                | (View::Double(_), Physical::Double)
                | (View::Boolean(_), Physical::Boolean)
                | (View::Text(..), Physical::Text)
                | (View::Bytes(..), Physical::Bytes)
        ));
        match argument {
            View::Long(vector) => each(&vector.nulls, range, members, |group, position| {
                let order = |kept: &Value, new: &i64| {
                    if let Value::Long(kept) = kept { kept.cmp(new) } else { Equal }
                };
                Self::keep(values, group, greatest, vector.get(position), order, Value::Long);
            }),
            View::Double(vector) => each(&vector.nulls, range, members, |group, position| {
                let order = |kept: &Value, new: &f64| {
                    if let Value::Double(kept) = kept { compare_doubles(*kept, *new) } else { Equal }
                };
                Self::keep(values, group, greatest, vector.get(position), order, Value::Double);
            }),
            View::Boolean(vector) => each(&vector.nulls, range, members, |group, position| {
                let order = |kept: &Value, new: &bool| {
                    if let Value::Boolean(kept) = kept { kept.cmp(new) } else { Equal }
                };
                Self::keep(values, group, greatest, vector.get(position), order, Value::Boolean);
            }),
            View::Text(texts, nulls) => each(nulls, range, members, |group, position| {
                let order = |kept: &Value, new: &&str| {
                    if let Value::Text(kept) = kept { compare_texts(kept, new) } else { Equal }
                };
                Self::keep(values, group, greatest, texts.get(position), order, |text| {
                    Value::Text(text.to_owned())
                });
            }),
            View::Bytes(octets, nulls) => each(nulls, range, members, |group, position| {
                let order = |kept: &Value, new: &&[u8]| {
                    if let Value::Bytes(kept) = kept { kept.as_slice().cmp(new) } else { Equal }
                };
                Self::keep(values, group, greatest, octets.get(position), order, |b| {
                    Value::Bytes(b.to_vec())
                });
            }),
        }
    }

    fn result(&self, group: usize) -> Result<Value, Fault> {
        Ok(self.values[group].clone())
    }
}

/// ANY and EVERY.
#[derive(Debug, Clone)]
struct Truth {
    any: bool,
    values: Vec<Option<bool>>,
}

impl Accumulate for Truth {
    fn reset(&mut self) {
        self.values.clear();
    }

    fn forget_first(&mut self, groups: usize) {
        self.values.drain(..groups);
    }

    fn grow(&mut self, groups: usize) {
        self.values.resize(groups, None);
    }

    fn update(&mut self, argument: Option<&View<'_>>, range: Range<usize>, members: Members<'_>) {
        let Some(View::Boolean(vector)) = argument else { return };
        each(&vector.nulls, range, members, |group, position| {
            let new = vector.get(position);
            let kept = self.values[group].unwrap_or(!self.any);
            self.values[group] = Some(if self.any { kept | new } else { kept & new });
        });
    }

    fn result(&self, group: usize) -> Result<Value, Fault> {
        Ok(self.values[group].map_or(Value::Null, Value::Boolean))
    }
}

/// FIRST_VALUE and LAST_VALUE of a group's rows in order of arrival.
#[derive(Debug, Clone)]
struct AtAnEnd {
    first: bool,
    ignore_nulls: bool,
    values: Vec<Option<Value>>,
}

impl Accumulate for AtAnEnd {
    fn reset(&mut self) {
        self.values.clear();
    }

    fn forget_first(&mut self, groups: usize) {
        self.values.drain(..groups);
    }

    fn grow(&mut self, groups: usize) {
        self.values.resize(groups, None);
    }

    fn update(&mut self, argument: Option<&View<'_>>, range: Range<usize>, members: Members<'_>) {
        let Some(argument) = argument else { return };
        let (values, first) = (&mut self.values, self.first);
        let mut take = |group: usize, position: usize| {
            if !first || values[group].is_none() {
                values[group] = Some(argument.value(position));
            }
        };
        if self.ignore_nulls {
            each(argument.nulls(), range, members, take);
        } else {
            let start = range.start;
            for position in range {
                match members {
                    Members::One => take(0, position),
                    Members::Each(groups) => take(groups[position - start] as usize, position),
                }
            }
        }
    }

    fn result(&self, group: usize) -> Result<Value, Fault> {
        Ok(self.values[group].clone().unwrap_or(Value::Null))
    }
}
