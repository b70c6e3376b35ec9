//! Exact decimal numbers: what `precision` and weights are computed with.
//!
//! KDG multiplies floats, so `{"precision":0.01}` prints noise such as `873.6800000000001` in one record of seven
//! (kdg.md 5.5). A whole number and a count of decimals has no noise. Decimal crates were rejected: a mantissa and a
//! scale are all that is needed, and every crate of the page is paid for in bytes.

/// `mantissa / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) mantissa: i128,
    pub(crate) scale: u32,
}

/// Decimals and magnitude are bounded so that no later step can overflow: at most 18 decimals and 20 whole digits.
const MAX_SCALE: i64 = 18;
const MAX_WHOLE: i128 = 100_000_000_000_000_000_000;

impl Decimal {
    pub(crate) const fn whole(value: i128) -> Self {
        Self { mantissa: value, scale: 0 }
    }

    /// Reads a JSON number, and what people write for one: `+5`, `.5`, `5.`. Gives nothing for anything else and for
    /// numbers beyond the bounds.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim_ascii();
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (digits, exponent) = match digits.find(['e', 'E']) {
            Some(at) => (&digits[..at], digits[at + 1..].parse::<i64>().ok().filter(|e| e.abs() <= 400)?),
            None => (digits, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let whole = whole.trim_start_matches('0');
        if whole.len() + fraction.len() > 36 {
            return None;
        }
        let mut mantissa = 0_i128;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return None;
            }
            mantissa = mantissa * 10 + i128::from(byte - b'0');
        }
        let mut scale = fraction.len() as i64 - exponent;
        if mantissa == 0 {
            return Some(Self::whole(0));
        }
        while scale < 0 {
            mantissa = mantissa.checked_mul(10)?;
            scale += 1;
        }
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        if scale > MAX_SCALE || mantissa / 10_i128.pow(scale as u32) > MAX_WHOLE {
            return None;
        }
        Some(Self { mantissa: if negative { -mantissa } else { mantissa }, scale: scale as u32 })
    }

    /// The mantissa at a scale that is at least the number's own and at most 18; both bounds keep it within `i128`:
    /// 20 whole digits and 18 decimals.
    pub(crate) const fn at_scale(self, scale: u32) -> i128 {
        self.mantissa * 10_i128.pow(scale - self.scale)
    }
}

/// Largest whole number not above `value / step`, for a positive step.
pub(crate) const fn floor_div(value: i128, step: i128) -> i128 {
    value.div_euclid(step)
}

/// Smallest whole number not below `value / step`, for a positive step.
pub(crate) const fn ceil_div(value: i128, step: i128) -> i128 {
    -((-value).div_euclid(step))
}

/// A JSON number as JavaScript prints it: `1.50` is `1.5`, `1e3` is `1000`, `1e21` is `1e+21` (kdg.md 5.4).
pub(crate) fn javascript_number(value: f64) -> String {
    if !value.is_finite() {
        // KDG gets such numbers only from texts that overflow, 1e999.
        return if value.is_nan() {
            "NaN".into()
        } else if value > 0.0 {
            "Infinity".into()
        } else {
            "-Infinity".into()
        };
    }
    if value == 0.0 {
        return "0".into();
    }
    // As many digits as the shortest text that reads back has; of two equally near texts ECMAScript takes the even one,
    // which is what rounding to that many digits gives.
    let shortest = format!("{value:e}");
    let digits = shortest.bytes().take_while(|&byte| byte != b'e').filter(u8::is_ascii_digit).count();
    let scientific = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let count = digits.len() as i32;
    let point = exponent + 1;
    if count <= point && point <= 21 {
        format!("{sign}{digits}{}", "0".repeat((point - count) as usize))
    } else if 0 < point && point <= 21 {
        format!("{sign}{}.{}", &digits[..point as usize], &digits[point as usize..])
    } else if -6 < point && point <= 0 {
        format!("{sign}0.{}{digits}", "0".repeat(-point as usize))
    } else {
        let direction = if exponent < 0 { '-' } else { '+' };
        let rest = if count > 1 { format!(".{}", &digits[1..]) } else { String::new() };
        format!("{sign}{}{rest}e{direction}{}", &digits[..1], exponent.abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_exactly() {
        let read = |text| Decimal::parse(text).map(|d| (d.mantissa, d.scale));
        assert_eq!(read("0.10"), Some((1, 1)));
        assert_eq!(read("-12.5e1"), Some((-125, 0)));
        assert_eq!(read("1e-3"), Some((1, 3)));
        assert_eq!(read("+5."), Some((5, 0)));
        assert_eq!(read(".5"), Some((5, 1)));
        assert_eq!(read("1000"), Some((1000, 0)));
        assert_eq!(read("1e20"), Some((100_000_000_000_000_000_000, 0)));
        for text in ["", "-", ".", "1e", "1e999", "abc", "1.2.3", "0x10", "1e21", "1e-19", "--1", "1 2"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn prints_as_javascript() {
        for (value, text) in [
            (1.50, "1.5"),
            (-0.0, "0"),
            (100.0, "100"),
            (123_456.789, "123456.789"),
            (1e21, "1e+21"),
            (1.5e22, "1.5e+22"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e-6, "0.000001"),
            (1.5e-7, "1.5e-7"),
            (-0.25, "-0.25"),
        ] {
            assert_eq!(javascript_number(value), text);
        }
    }

    #[test]
    fn of_two_shortest_texts_the_even_one() {
        // Exactly ….25, and one decimal is enough to read it back.
        assert_eq!(javascript_number(f64::from_bits(0x4300_87ef_a2de_ec62)), "581632865852812.2");
    }

    #[test]
    fn division_rounds_both_ways() {
        assert_eq!((floor_div(-7, 2), ceil_div(-7, 2)), (-4, -3));
        assert_eq!((floor_div(7, 2), ceil_div(7, 2)), (3, 4));
        assert_eq!((floor_div(8, 2), ceil_div(8, 2)), (4, 4));
    }
}
