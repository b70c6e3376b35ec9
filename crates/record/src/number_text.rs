//! Numbers from text, exactly or not at all.
//!
//! Whole numbers and decimals never pass through a float: digits and a power of ten are kept apart, and a number fits a
//! type only if no digit is lost (spec/kda-sql.md 13.2: 123.4 does not fit INTEGER). Doubles of up to 15 digits and a
//! small exponent are computed by one exact division or multiplication, the rest by the standard library, which rounds
//! correctly too: both give the same bits.

use crate::json_scan::are_digits;

/// A decimal number: `±digits · 10^exponent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decimal {
    negative: bool,
    /// At most [`MAX_DIGITS`] significant digits.
    digits: u64,
    exponent: i32,
    /// Digits that did not fit into `digits` and are not zero.
    cut: bool,
}

/// Significant digits kept: any 19 fit into 64 bits.
const MAX_DIGITS: u32 = 19;

/// Reads an optional sign, digits with an optional point, an optional exponent: every JSON number, and what SQL and Java
/// write besides (`+5`, `.5`, `5.`). No blanks.
fn parse(text: &str) -> Option<Decimal> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let negative = bytes.first() == Some(&b'-');
    if let Some(b'+' | b'-') = bytes.first() {
        at = 1;
    }
    let (mut digits, mut kept, mut exponent, mut cut) = (0u64, 0u32, 0i32, false);
    let (mut seen, mut point) = (false, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' => {
                seen = true;
                let digit = u64::from(byte - b'0');
                if kept < MAX_DIGITS {
                    digits = digits * 10 + digit;
                    kept += u32::from(digits != 0);
                    exponent = exponent.saturating_sub(i32::from(point));
                } else {
                    cut |= digit != 0;
                    exponent = exponent.saturating_add(i32::from(!point));
                }
            }
            b'.' if !point => point = true,
            _ => break,
        }
        at += 1;
    }
    if !seen {
        return None;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        exponent = exponent.saturating_add(parse_exponent(&bytes[at + 1..])?);
        at = bytes.len();
    }
    (at == bytes.len()).then_some(Decimal { negative, digits, exponent, cut })
}

/// A signed whole number; one of many digits saturates.
fn parse_exponent(text: &[u8]) -> Option<i32> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value =
        digits.iter().fold(0i32, |n, &byte| n.saturating_mul(10).saturating_add(i32::from(byte - b'0')));
    Some(if negative { -value } else { value })
}

impl Decimal {
    /// The value times 10^`scale` as a whole number, if it is one and fits into 64 bits.
    fn scaled(self, scale: u32) -> Option<i64> {
        if self.digits == 0 {
            return Some(0);
        }
        if self.cut {
            return None;
        }
        let mut value = i128::from(self.digits);
        let mut power = self.exponent.saturating_add(scale as i32);
        if power > MAX_DIGITS as i32 {
            return None;
        }
        while power > 0 {
            value *= 10;
            power -= 1;
        }
        while power < 0 {
            if value % 10 != 0 {
                return None;
            }
            value /= 10;
            power += 1;
        }
        i64::try_from(if self.negative { -value } else { value }).ok()
    }
}

/// Why a text does not become a number of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberFault {
    /// It is not a number.
    NotANumber,
    /// It is one, but the type cannot hold it.
    DoesNotFit,
}

/// A whole number between the bounds. `123.0` and `1e3` are whole numbers, `123.4` is not.
#[inline]
pub(crate) fn integer(text: &str, range: (i64, i64)) -> Result<i64, NumberFault> {
    let value = match short_integer(text) {
        Some(value) => value,
        None => scaled(text, 0)?,
    };
    if value < range.0 || value > range.1 { Err(NumberFault::DoesNotFit) } else { Ok(value) }
}

/// Up to 18 digits with an optional minus: what nearly every record holds.
#[inline]
fn short_integer(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let (negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value = 0;
    let mut rest = digits;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        if !are_digits(word) {
            return None;
        }
        value = value * 100_000_000 + eight_digits(word) as i64;
        rest = after;
    }
    for &byte in rest {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(if negative { -value } else { value })
}

/// The number of eight digits, the first in the lowest byte: pairs, then fours, then all, side by side in one word.
#[inline]
fn eight_digits(word: u64) -> u64 {
    let digits = word & 0x0f0f_0f0f_0f0f_0f0f;
    let pairs = (digits.wrapping_mul(10).wrapping_add(digits >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100).wrapping_add(pairs >> 16)) & 0x0000_ffff_0000_ffff;
    (fours.wrapping_mul(10_000).wrapping_add(fours >> 32)) & 0xffff_ffff
}

fn scaled(text: &str, scale: u32) -> Result<i64, NumberFault> {
    parse(text).ok_or(NumberFault::NotANumber)?.scaled(scale).ok_or(NumberFault::DoesNotFit)
}

/// The unscaled digits of a DECIMAL(precision, scale), if no digit is lost.
pub(crate) fn decimal(text: &str, precision: u8, scale: u8) -> Result<i64, NumberFault> {
    let value = scaled(text, u32::from(scale))?;
    let limit = 10u64.saturating_pow(u32::from(precision));
    if value.unsigned_abs() < limit { Ok(value) } else { Err(NumberFault::DoesNotFit) }
}

/// Powers of ten that are exact in a double.
const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// The nearest double; one too large for the type does not fit.
pub(crate) fn double(text: &str) -> Result<f64, NumberFault> {
    let number = parse(text).ok_or(NumberFault::NotANumber)?;
    // Digits and power are exact, so their quotient or product is rounded once: the nearest double.
    if !number.cut && number.digits < 1 << 53 && number.exponent.unsigned_abs() < 23 {
        let power = EXACT_POWERS[number.exponent.unsigned_abs() as usize];
        let digits = number.digits as f64;
        let value = if number.exponent < 0 { digits / power } else { digits * power };
        return Ok(if number.negative { -value } else { value });
    }
    let value: f64 = text.parse().map_err(|_| NumberFault::NotANumber)?;
    if value.is_finite() { Ok(value) } else { Err(NumberFault::DoesNotFit) }
}

/// The nearest 32 bit float, as a double; one too large for the type does not fit.
pub(crate) fn real(text: &str) -> Result<f64, NumberFault> {
    parse(text).ok_or(NumberFault::NotANumber)?;
    let value: f32 = text.parse().map_err(|_| NumberFault::NotANumber)?;
    if value.is_finite() { Ok(f64::from(value)) } else { Err(NumberFault::DoesNotFit) }
}

/// Whether a JSON number is not zero.
pub(crate) fn is_nonzero(text: &str) -> bool {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ANY: (i64, i64) = (i64::MIN, i64::MAX);

    #[test]
    fn whole_numbers() {
        use NumberFault::{DoesNotFit, NotANumber};
        for (text, expected) in [
            ("0", Ok(0)),
            ("-0", Ok(0)),
            ("+5", Ok(5)),
            ("5.", Ok(5)),
            ("123.000", Ok(123)),
            ("1e3", Ok(1000)),
            ("1200e-2", Ok(12)),
            ("9223372036854775807", Ok(i64::MAX)),
            ("-9223372036854775808", Ok(i64::MIN)),
            ("9223372036854775808", Err(DoesNotFit)),
            ("00000000000000000000000000012", Ok(12)),
            ("0.00000000000000000000000000000", Ok(0)),
            ("10000000000000000000000000000e-25", Ok(1000)),
            ("1e30", Err(DoesNotFit)),
            ("0e999999999999", Ok(0)),
            ("1e-999999999999", Err(DoesNotFit)),
            ("123.4", Err(DoesNotFit)),
            ("", Err(NotANumber)),
            ("-", Err(NotANumber)),
            (".", Err(NotANumber)),
            ("1e", Err(NotANumber)),
            ("1e+", Err(NotANumber)),
            ("1.2.3", Err(NotANumber)),
            ("0x10", Err(NotANumber)),
            ("1 ", Err(NotANumber)),
            ("--1", Err(NotANumber)),
        ] {
            assert_eq!(integer(text, ANY), expected, "{text}");
        }
        assert_eq!(integer("128", (-128, 127)), Err(DoesNotFit));
        assert_eq!(integer("-128", (-128, 127)), Ok(-128));
    }

    #[test]
    fn decimals_lose_no_digit() {
        assert_eq!(decimal("123.45", 5, 2), Ok(12_345));
        assert_eq!(decimal("123.450", 5, 2), Ok(12_345));
        assert_eq!(decimal("-0.5", 5, 2), Ok(-50));
        assert_eq!(decimal("123.456", 5, 2), Err(NumberFault::DoesNotFit));
        assert_eq!(decimal("1234.5", 5, 2), Err(NumberFault::DoesNotFit));
        assert_eq!(decimal("999999999999999999", 18, 0), Ok(999_999_999_999_999_999));
        assert_eq!(decimal("1000000000000000000", 18, 0), Err(NumberFault::DoesNotFit));
        assert_eq!(decimal("1e400", 18, 18), Err(NumberFault::DoesNotFit));
    }

    #[test]
    fn floats_are_finite() {
        assert_eq!(double("1e309"), Err(NumberFault::DoesNotFit));
        assert_eq!(double("1e-400"), Ok(0.0));
        assert_eq!(double("-0").map(f64::to_bits), Ok((-0.0f64).to_bits()));
        assert_eq!(double("NaN"), Err(NumberFault::NotANumber));
        assert_eq!(double("inf"), Err(NumberFault::NotANumber));
        assert_eq!(real("1e39"), Err(NumberFault::DoesNotFit));
        assert_eq!(real("0.1"), Ok(f64::from(0.1f32)));
        assert!(is_nonzero("0.010") && !is_nonzero("-0.0e5"));
    }

    proptest! {
        #[test]
        fn doubles_are_the_standard_librarys(text in "-?[0-9]{1,20}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?") {
            prop_assert_eq!(double(&text).unwrap().to_bits(), text.parse::<f64>().unwrap().to_bits());
        }

        #[test]
        fn doubles_come_back(value in any::<f64>().prop_filter("finite", |v| v.is_finite())) {
            prop_assert_eq!(double(&format!("{value:?}")).unwrap().to_bits(), value.to_bits());
        }

        #[test]
        fn integers_come_back(value in any::<i64>()) {
            prop_assert_eq!(integer(&value.to_string(), ANY), Ok(value));
        }
    }
}
