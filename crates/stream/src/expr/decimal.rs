//! Exact decimals: unscaled digits in an i64, intermediates in an i128.
//!
//! Where digits do not fit the result's scale they are rounded half away from zero, as CAST rounds (spec/kda-sql.md 4.4);
//! the sources do not say how the service rounds here. 18 digits times 18 digits fit an i128; a quotient that does not is
//! computed digit by digit.

/// `10^exponent`, for exponents up to 38.
pub(super) fn power_of_ten(exponent: u32) -> i128 {
    10_i128.checked_pow(exponent).unwrap_or(i128::MAX)
}

/// The value as an i64 when it has at most `precision` digits.
pub(super) fn fit(value: i128, precision: u8) -> Option<i64> {
    if value.unsigned_abs() < power_of_ten(u32::from(precision)).unsigned_abs() {
        i64::try_from(value).ok()
    } else {
        None
    }
}

/// The same number with another scale, rounded half away from zero; `None` when it overflows.
pub(super) fn rescale(value: i128, from: u8, to: u8) -> Option<i128> {
    if to >= from {
        value.checked_mul(power_of_ten(u32::from(to - from)))
    } else {
        Some(divide_rounded(value, power_of_ten(u32::from(from - to))))
    }
}

/// `value / divisor`, rounded half away from zero; `divisor` is not 0.
pub(super) fn divide_rounded(value: i128, divisor: i128) -> i128 {
    let (quotient, remainder) = (value / divisor, value % divisor);
    let up = remainder.unsigned_abs() >= divisor.unsigned_abs().div_ceil(2);
    if !up {
        quotient
    } else if (value < 0) == (divisor < 0) {
        quotient + 1
    } else {
        quotient - 1
    }
}

/// Sum or difference at scale `to`.
pub(super) fn add(left: (i64, u8), right: (i64, u8), subtract: bool, to: u8) -> Option<i128> {
    let scale = left.1.max(right.1);
    let a = rescale(i128::from(left.0), left.1, scale)?;
    let b = rescale(i128::from(right.0), right.1, scale)?;
    rescale(if subtract { a.checked_sub(b)? } else { a.checked_add(b)? }, scale, to)
}

/// Product at scale `to`.
pub(super) fn multiply(left: (i64, u8), right: (i64, u8), to: u8) -> Option<i128> {
    rescale(i128::from(left.0) * i128::from(right.0), left.1 + right.1, to)
}

/// Quotient at scale `to`; the divisor is not 0.
pub(super) fn divide(left: (i64, u8), right: (i64, u8), to: u8) -> Option<i128> {
    let (a, b) = (i128::from(left.0), i128::from(right.0));
    let shift = i32::from(to) - i32::from(left.1) + i32::from(right.1);
    if shift < 0 {
        return Some(divide_rounded(a, b.checked_mul(power_of_ten(shift.unsigned_abs()))?));
    }
    if let Some(scaled) = a.checked_mul(power_of_ten(shift.unsigned_abs())) {
        return Some(divide_rounded(scaled, b));
    }
    let divisor = b.unsigned_abs();
    let mut quotient = a.unsigned_abs() / divisor;
    let mut remainder = a.unsigned_abs() % divisor;
    for _ in 0..shift {
        quotient = quotient.checked_mul(10)?.checked_add(remainder * 10 / divisor)?;
        remainder = remainder * 10 % divisor;
    }
    quotient += u128::from(remainder >= divisor.div_ceil(2));
    let magnitude = i128::try_from(quotient).ok()?;
    Some(if (a < 0) == (b < 0) { magnitude } else { -magnitude })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_by_two_has_twelve_digits() {
        // 5.0 / 2: DECIMAL(2,1) / DECIMAL(10,0) has scale max(6, 1+10+1) = 12 (spec/kda-sql.md 4.2).
        assert_eq!(divide((50, 1), (2, 0), 12), Some(25 * 10_i128.pow(11)));
    }

    #[test]
    fn halves_round_away_from_zero() {
        for (value, divisor, expected) in
            [(5, 2, 3), (-5, 2, -3), (5, -2, -3), (4, 3, 1), (-4, 3, -1), (5, 3, 2), (0, 3, 0)]
        {
            assert_eq!(divide_rounded(value, divisor), expected, "{value}/{divisor}");
        }
    }

    #[test]
    fn long_division_agrees_with_short() {
        // 10^17 shifted by 24 digits overflows an i128 before the division, not after it.
        let long = divide((100_000_000_000_000_000, 0), (7_000_000, 18), 6);
        assert_eq!(long, Some(14_285_714_285_714_285_714_285_714_285_714_286));
        assert_eq!(divide((100_000_000_000_000_000, 0), (7, 18), 6), None);
    }
}
