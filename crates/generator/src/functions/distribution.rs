//! `random.normal`, `random.zipf` and `random.session`: chance with a shape, which KDG does not have.

use crate::argument::{Node, Value};
use crate::call::Call;
use crate::decimal::Decimal;
use crate::diagnostic::Code;
use crate::normal::Normal;
use crate::program::{Op, Texts, Weighted};
use crate::remembered::Visitors;
use crate::zipf::Zipf;

/// Visitors of all calls of a template: eight bytes each.
const MAX_VISITORS: usize = 1_000_000;

/// `(mean, deviation, min, max)` or an object, which may have a precision.
pub(super) fn normal(call: &mut Call<'_, '_>) -> Option<Op> {
    let [mean, deviation, min, max, precision] =
        call.options(["mean", "deviation", "min", "max", "precision"])?;
    let mut float = |node: Option<&Node>, default: f64| match node {
        None => Some(default),
        Some(node) => call.float(node),
    };
    let (mean, spread) = (float(mean, 0.0)?, float(deviation, 1.0)?);
    if spread < 0.0 {
        let span = deviation.map_or_else(|| call.raw.argument.span.clone(), |node| node.span.clone());
        call.say(Code::BadValue, span, "the deviation cannot be negative", "");
        return None;
    }
    let precision_node = precision;
    let precision = match precision {
        None => Decimal { mantissa: 1, scale: 2 },
        Some(node) => call.decimal(node)?,
    };
    let step = i64::try_from(precision.mantissa).ok().filter(|&step| step > 0);
    let Some(step) = step else {
        let span = precision_node.map_or_else(|| call.raw.argument.span.clone(), |node| node.span.clone());
        call.say(Code::BadValue, span, "the precision must be greater than 0", "0.01 gives two decimals");
        return None;
    };
    let unit = step as f64 / 10_u64.pow(precision.scale) as f64;
    let mut limit = |node: Option<&Node>, default: f64, round: fn(f64) -> f64| {
        let value = match node {
            None => default,
            Some(node) => call.float(node)?,
        };
        Some(round(value / unit))
    };
    // Floats are exact up to 2^53 steps, and the product with the step must stay a whole number of 64 bits.
    let bound = 9e15_f64.min(9e18 / step as f64);
    let low = limit(min, -f64::INFINITY, libm::ceil)?.clamp(-bound, bound);
    let high = limit(max, f64::INFINITY, libm::floor)?.clamp(-bound, bound);
    if low > high {
        let span = call.raw.argument.span.clone();
        call.say(Code::BadValue, span, "there is no value between \"min\" and \"max\"", "");
        return None;
    }
    let (mean, deviation) = (mean / unit, spread / unit);
    let (low, high) = (low as i64, high as i64);
    Some(Op::Normal(Box::new(Normal { mean, deviation, low, high, step, scale: precision.scale })))
}

/// `(n, exponent)` for a rank, `([…], exponent)` for an item of a list, or an object with `n` or `data`.
pub(super) fn zipf(call: &mut Call<'_, '_>) -> Option<Op> {
    let is_object = matches!(call.raw.argument.nodes(), [Node { value: Value::Object(_), .. }]);
    let (count, exponent) = if is_object {
        let [n, data, exponent] = call.options(["n", "data", "exponent"])?;
        (n.or(data), exponent)
    } else {
        let [first, exponent] = call.options(["n", "exponent"])?;
        (first, exponent)
    };
    let steepness = match exponent {
        None => 1.0,
        Some(node) => call.float(node)?,
    };
    if !(0.0..=10.0).contains(&steepness) {
        let span = exponent.map_or_else(|| call.raw.argument.span.clone(), |node| node.span.clone());
        call.say(
            Code::BadValue,
            span,
            "the exponent is a number from 0 to 10",
            "1 is usual; 0 makes all alike",
        );
        return None;
    }
    let Some(Node { value: Value::Array(items), span }) = count else {
        let n = match count {
            None => 100,
            Some(node) => call.count(node, 1..1_000_000_001)?,
        };
        return Some(Op::Zipf(Box::new(Zipf::new(n as u64, steepness))));
    };
    if items.is_empty() {
        call.say(Code::BadValue, span.clone(), "there is nothing in the list", "");
        return None;
    }
    let texts: Texts = items.iter().map(|item| item.value.printed()).collect();
    let mut sum = 0_u64;
    let share = |rank: usize| libm::pow(rank as f64, -steepness) * (1_u64 << 40) as f64;
    let cumulative = (1..=items.len())
        .map(|rank| {
            sum += share(rank).max(1.0) as u64;
            sum
        })
        .collect();
    Some(Op::Weighted(Box::new(Weighted { texts, cumulative })))
}

/// `(visitors, records)` or an object of these.
pub(super) fn session(call: &mut Call<'_, '_>) -> Option<Op> {
    let [visitors, records] = call.options(["visitors", "records"])?;
    let mut count = |node: Option<&Node>, default: i64, limit: i64| match node {
        None => Some(default),
        Some(node) => call.count(node, 1..limit + 1),
    };
    let (at_once, records) = (count(visitors, 100, 100_000)?, count(records, 10, 1_000_000_000)?);
    let taken: usize = call.scope.layout.visitors.iter().sum();
    if taken + at_once as usize > MAX_VISITORS {
        let span = call.raw.span.clone();
        let message = format!("a template has at most {MAX_VISITORS} visitors");
        call.say(Code::TooLarge, span, message, "take fewer visitors, or fewer calls");
        return None;
    }
    let slot = call.scope.visitors(at_once as usize);
    Some(Op::Visitor(Box::new(Visitors { slot, records: records as u64 })))
}
