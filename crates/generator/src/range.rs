//! `random.number` and its relatives: a uniform number on a decimal grid, both ends included.
//!
//! The grid is the multiples of the precision, as in KDG, but exact: limits are decimals, not floats, and the range is
//! counted in whole steps (kdg.md 5.5). Where KDG leaves out the upper end (negative ranges) it is included; where
//! no multiple lies in the range (0.1 to 0.9 in steps of 1), the range is widened to the multiples around it, as
//! KDG's rounding does, with a warning.

use crate::argument::{Node, Value};
use crate::call::Call;
use crate::decimal::{Decimal, ceil_div, floor_div};
use crate::diagnostic::Code;
use crate::program::{DecimalRange, Op};

/// What a range is when nothing is said.
#[derive(Clone, Copy)]
pub(crate) struct Defaults {
    pub(crate) min: Decimal,
    pub(crate) max: Decimal,
    pub(crate) precision: Decimal,
}

/// Reads `()`, `(max)`, `(min, max)`, `(min, max, precision)` or `({min, max, precision})`.
pub(crate) fn build(call: &mut Call<'_, '_>, defaults: Defaults) -> Option<Op> {
    let given = call.given()?;
    call.ignore_from(3);
    let mut range = Range {
        min: defaults.min,
        max: defaults.max,
        precision: defaults.precision,
        reversed_is_meant: false,
    };
    match given.as_slice() {
        [] => {}
        [Node { value: Value::Object(_), .. }] => {
            let object = given[0];
            call.check_members(object, &["min", "max", "precision"]);
            let mut failed = false;
            for (key, slot) in
                [("min", &mut range.min), ("max", &mut range.max), ("precision", &mut range.precision)]
            {
                if let Some(node) = object.value.member(key).filter(|node| node.value != Value::Null) {
                    match call.decimal(node) {
                        Some(value) => *slot = value,
                        None => failed = true,
                    }
                }
            }
            if failed {
                return None;
            }
        }
        [max] => {
            range.max = call.decimal(max)?;
            // `random.number(-5)` is a range down from 0; nothing is reversed about it.
            range.reversed_is_meant = true;
        }
        [min, max, rest @ ..] => {
            range.min = call.decimal(min)?;
            range.max = call.decimal(max)?;
            if let Some(precision) = rest.first() {
                range.precision = call.decimal(precision)?;
            }
        }
    }
    range.compile(call)
}

struct Range {
    min: Decimal,
    max: Decimal,
    precision: Decimal,
    reversed_is_meant: bool,
}

impl Range {
    fn compile(self, call: &mut Call<'_, '_>) -> Option<Op> {
        let span = call.raw.argument.span.clone();
        let Self { mut min, mut max, precision, .. } = self;
        if precision.mantissa <= 0 {
            call.say(Code::BadValue, span, "the precision must be greater than 0", "0.01 gives two decimals");
            return None;
        }
        let scale = min.scale.max(max.scale).max(precision.scale);
        if min.at_scale(scale) > max.at_scale(scale) {
            if !self.reversed_is_meant {
                let message = "\"min\" is larger than \"max\"; numbers between them are printed";
                call.say(Code::RangeReversed, span.clone(), message, "swap them");
                swap(call);
            }
            (min, max) = (max, min);
        }
        let step = precision.at_scale(scale);
        let (from, to) = (min.at_scale(scale), max.at_scale(scale));
        let (mut low, mut high) = (ceil_div(from, step), floor_div(to, step));
        if from.rem_euclid(step) != 0 || to.rem_euclid(step) != 0 {
            let message = "a limit of the range is not a multiple of the precision";
            let hint =
                "without \"precision\" only whole numbers are printed; add \"precision\":0.1 for decimals";
            call.say(Code::RangeOffGrid, span.clone(), message, hint);
            refine(call, scale);
        }
        if low > high {
            (low, high) = (floor_div(from, step), ceil_div(to, step));
        }
        let in_bounds = |steps: i128| {
            let value = steps.checked_mul(precision.mantissa)?;
            (value.unsigned_abs() < 1 << 63).then_some(())?;
            i64::try_from(steps).ok()
        };
        let (Some(low), Some(high), Ok(step)) =
            (in_bounds(low), in_bounds(high), i64::try_from(precision.mantissa))
        else {
            call.say(
                Code::BadValue,
                span,
                "the range is too wide",
                "18 digits, decimals included, are possible",
            );
            return None;
        };
        let count = high.abs_diff(low) + 1;
        Some(if step == 1 && precision.scale == 0 {
            Op::Integer { low, count }
        } else {
            Op::Decimal(Box::new(DecimalRange { low, count, step, scale: precision.scale, fixed: false }))
        })
    }
}

/// The mend for a range the wrong way round: its two ends change places.
fn swap(call: &mut Call<'_, '_>) {
    let ends = match call.raw.argument.nodes() {
        [Node { value: object @ Value::Object(_), .. }] => (object.member("min"), object.member("max")),
        [min, max, ..] => (Some(min), Some(max)),
        _ => (None, None),
    };
    let (Some(min), Some(max)) = ends else { return };
    let (first, last) = if min.span.start < max.span.start { (min, max) } else { (max, min) };
    let argument = &call.raw.argument;
    let between = first.span.end - argument.span.start..last.span.start - argument.span.start;
    let Some(between) = argument.raw.get(between) else { return };
    let swapped = [call.written(last), between, call.written(first)].concat();
    call.mend(first.span.start..last.span.end, swapped);
}

/// The mend for limits between two multiples of the precision: a precision that has their decimals.
fn refine(call: &mut Call<'_, '_>, scale: u32) {
    let [object @ Node { value: Value::Object(_), .. }] = call.raw.argument.nodes() else { return };
    let places = scale as usize;
    let precision = if places == 0 { "1".to_owned() } else { format!("0.{:0>places$}", 1) };
    if let Some(node) = object.value.member("precision") {
        call.mend(node.span.clone(), precision);
    } else {
        let end = object.span.end - 1;
        call.mend(end..end, format!(",\"precision\":{precision}"));
    }
}
