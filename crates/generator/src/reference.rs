//! A value that is drawn already, once more: `ref("name")`, as it is or changed by arithmetic.
//!
//! The text of a named value is found in the record itself, so that naming costs two numbers and no copy. Arithmetic is
//! on exact decimals read from that text: a price of 19.99 times 3 is 59.97. Expressions (`price * quantity`) were
//! rejected: one product and one sum cover what records need, in the syntax that arguments have anyway.

use crate::decimal::Decimal;
use crate::digits;
use crate::moment::calendar::Fields;
use crate::moment::format::Format;
use crate::program::{DecimalRange, Draw};

/// What `ref` prints.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reference {
    /// The text of the value.
    Copy { mark: usize, max_len: usize },
    /// A date, so many milliseconds later: `low + 0..count`.
    Date { mark: usize, low: i64, count: u64, format: Format, utc: bool },
    /// A number: `value · times + plus`.
    Number { mark: usize, times: Option<Term>, plus: Option<Term> },
}

/// An operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Term {
    /// Drawn from a range, which may hold one number only.
    Drawn(DecimalRange),
    /// Another named value.
    Mark(usize),
}

impl Reference {
    pub(crate) fn run(&self, out: &mut Vec<u8>, cx: &mut Draw<'_>) {
        match self {
            Self::Copy { mark, .. } => {
                let Some(mark) = cx.state.marks.get(*mark) else { return };
                cx.state.instant = mark.instant;
                if mark.end <= out.len() && mark.start <= mark.end {
                    out.extend_from_within(mark.start..mark.end);
                }
            }
            Self::Date { mark, low, count, format, utc } => {
                let base = cx.state.marks.get(*mark).map_or(0, |mark| mark.instant);
                let ms = base.saturating_add(*low).saturating_add(cx.rng.below(*count) as i64);
                cx.state.instant = ms;
                format.write(out, &Fields::new(ms, cx.clock.utc_offset_minutes, *utc));
            }
            Self::Number { mark, times, plus } => {
                let mut value = number(*mark, out, cx);
                if let Some(times) = times {
                    let factor = times.value(out, cx);
                    value = multiply(value, factor);
                }
                if let Some(plus) = plus {
                    let summand = plus.value(out, cx);
                    value = add(value, summand);
                }
                let (mantissa, scale) = fitting(value);
                digits::decimal(out, mantissa, scale);
            }
        }
    }

    /// No output is longer, in bytes.
    pub(crate) fn max_len(&self) -> usize {
        match self {
            Self::Copy { max_len, .. } => *max_len,
            Self::Date { format, .. } => format.max_len(),
            Self::Number { .. } => 22,
        }
    }
}

impl Term {
    fn value(self, out: &[u8], cx: &mut Draw<'_>) -> Decimal {
        match self {
            Self::Drawn(range) => range.draw(cx.rng),
            Self::Mark(mark) => number(mark, out, cx),
        }
    }
}

/// The number a named value printed; the compiler takes care that it is one.
fn number(mark: usize, out: &[u8], cx: &Draw<'_>) -> Decimal {
    cx.state
        .marks
        .get(mark)
        .and_then(|mark| out.get(mark.start..mark.end))
        .and_then(|bytes| core::str::from_utf8(bytes).ok())
        .and_then(Decimal::parse)
        .unwrap_or(Decimal::whole(0))
}

/// Products of more than 38 digits do not occur with numbers of 18; they would end at the largest number.
const fn multiply(a: Decimal, b: Decimal) -> Decimal {
    Decimal { mantissa: a.mantissa.saturating_mul(b.mantissa), scale: a.scale + b.scale }
}

fn add(a: Decimal, b: Decimal) -> Decimal {
    let scale = a.scale.max(b.scale);
    let at = |value: Decimal| value.mantissa.saturating_mul(10_i128.saturating_pow(scale - value.scale));
    Decimal { mantissa: at(a).saturating_add(at(b)), scale }
}

/// Decimals beyond 18 digits are cut; what is still too large ends at the largest number that can be printed.
fn fitting(value: Decimal) -> (i64, u32) {
    let Decimal { mut mantissa, mut scale } = value;
    while scale > 18 || scale > 0 && i64::try_from(mantissa).is_err() {
        mantissa /= 10;
        scale -= 1;
    }
    (mantissa.clamp(-i128::from(i64::MAX), i128::from(i64::MAX)) as i64, scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn arithmetic_is_exact_and_bounded() {
        assert_eq!(fitting(multiply(decimal("19.99"), decimal("3"))), (5997, 2));
        assert_eq!(fitting(add(decimal("0.1"), decimal("0.20"))), (3, 1));
        assert_eq!(fitting(add(decimal("-1"), decimal("0.25"))), (-75, 2));
        let huge = decimal("99999999999999999999");
        assert_eq!(fitting(multiply(huge, huge)).0, i64::MAX);
        let fine = decimal("0.000000000000000001");
        assert_eq!(fitting(multiply(fine, fine)), (0, 18));
    }
}
