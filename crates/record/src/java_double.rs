//! `Double.toString` and `Float.toString` of Java: the form in which the service's numbers leave it (spec/kda-sql.md 1.3).
//!
//! The shortest digits that read back as the same number (a crate), in Java's layout (here): plain from 10⁻³ up to 10⁷,
//! else one digit, a point, digits and `E`. Shortest as JDK 19 and later define it; older releases sometimes print one
//! digit more. Like them, the smallest numbers have two digits at least: `4.9E-324`, where the shortest is `5E-324`.

/// Appends a DOUBLE as Java prints it: `229.99999999999997`, `39.0`, `1.0E10`, `NaN`, `-Infinity`.
pub fn push_double(out: &mut String, value: f64) {
    if push_special(out, value) {
        return;
    }
    let mut buffer = zmij::Buffer::new();
    let shortest = buffer.format_finite(value.abs());
    let tiny = (value.abs() < 1e-300).then(|| format!("{:.1e}", value.abs()));
    match tiny {
        Some(two) if has_one_digit(shortest) && two.parse() == Ok(value.abs()) => lay_out(out, &two),
        _ => lay_out(out, shortest),
    }
}

/// Appends a REAL as Java prints a `float`.
pub fn push_real(out: &mut String, value: f32) {
    if push_special(out, f64::from(value)) {
        return;
    }
    let mut buffer = zmij::Buffer::new();
    let shortest = buffer.format_finite(value.abs());
    let tiny = (value.abs() < 1e-37).then(|| format!("{:.1e}", value.abs()));
    match tiny {
        Some(two) if has_one_digit(shortest) && two.parse() == Ok(value.abs()) => lay_out(out, &two),
        _ => lay_out(out, shortest),
    }
}

/// The sign, and what is not printed by digits; whether that was all.
fn push_special(out: &mut String, value: f64) -> bool {
    if value.is_nan() {
        out.push_str("NaN");
        return true;
    }
    if value.is_sign_negative() {
        out.push('-');
    }
    if value.is_infinite() {
        out.push_str("Infinity");
    } else if value == 0.0 {
        out.push_str("0.0");
    }
    value.is_infinite() || value == 0.0
}

fn has_one_digit(text: &str) -> bool {
    let mantissa = text.split('e').next().unwrap_or_default();
    mantissa.bytes().filter(|byte| matches!(byte, b'1'..=b'9')).count() == 1
}

/// Java's layout of a positive number in any decimal notation.
fn lay_out(out: &mut String, text: &str) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = [0u8; 32];
    let mut length = 0;
    let mut leading_zeros = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        if length == 0 && byte == b'0' {
            leading_zeros += 1;
        } else if let Some(slot) = digits.get_mut(length) {
            *slot = byte;
            length += 1;
        }
    }
    while length > 1 && digits[length - 1] == b'0' {
        length -= 1;
    }
    let digits = &digits[..length];
    // The number is 0.d₁d₂… · 10^point.
    let point = whole.len() as i32 + exponent - leading_zeros;
    let mut push = |digits: &[u8]| digits.iter().for_each(|&digit| out.push(char::from(digit)));
    match point {
        -2..=0 => {
            push(b"0.");
            push(&b"00"[..point.unsigned_abs() as usize]);
            push(digits);
        }
        1..=7 => {
            let point = point as usize;
            if point >= length {
                push(digits);
                push(&b"0000000"[..point - length]);
                push(b".0");
            } else {
                push(&digits[..point]);
                push(b".");
                push(&digits[point..]);
            }
        }
        _ => {
            push(&digits[..1]);
            push(b".");
            push(if length > 1 { &digits[1..] } else { b"0" });
            out.push('E');
            out.push_str(&(point - 1).to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn double(value: f64) -> String {
        let mut out = String::new();
        push_double(&mut out, value);
        out
    }

    fn real(value: f32) -> String {
        let mut out = String::new();
        push_real(&mut out, value);
        out
    }

    #[test]
    fn doubles_as_java_prints_them() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (-1.5, "-1.5"),
            (39.0, "39.0"),
            (280.0, "280.0"),
            (229.999_999_999_999_97, "229.99999999999997"),
            (311.111_111_111_111_1, "311.1111111111111"),
            (3.024_659_782_464_078, "3.024659782464078"),
            (0.1, "0.1"),
            (0.01, "0.01"),
            (0.001, "0.001"),
            (0.001_234_5, "0.0012345"),
            (0.000_999_9, "9.999E-4"),
            (0.0001, "1.0E-4"),
            (100_000.0, "100000.0"),
            (1_234_567.0, "1234567.0"),
            (1_234_567.8, "1234567.8"),
            (9_999_999.0, "9999999.0"),
            (9_999_999.999, "9999999.999"),
            (10_000_000.0, "1.0E7"),
            (12_345_678.0, "1.2345678E7"),
            (1e10, "1.0E10"),
            (1.5e300, "1.5E300"),
            (1e23, "1.0E23"),
            (2e-3, "0.002"),
            (f64::MAX, "1.7976931348623157E308"),
            (f64::MIN_POSITIVE, "2.2250738585072014E-308"),
            (f64::from_bits(1), "4.9E-324"),
            (f64::from_bits(2), "9.9E-324"),
            (f64::from_bits(4), "2.0E-323"),
            (9_007_199_254_740_993.0, "9.007199254740992E15"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(double(value), text);
        }
    }

    #[test]
    fn reals_as_java_prints_them() {
        for (value, text) in [
            (0.1, "0.1"),
            (84.51, "84.51"),
            (16_777_216.0, "1.6777216E7"),
            (1e10, "1.0E10"),
            (3.402_823_5e38, "3.4028235E38"),
            (f32::MIN_POSITIVE, "1.1754944E-38"),
            (f32::from_bits(1), "1.4E-45"),
            (f32::from_bits(2), "2.8E-45"),
        ] {
            assert_eq!(real(value), text);
        }
    }

    proptest! {
        #[test]
        fn printed_numbers_read_back(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            prop_assert_eq!(double(value).parse::<f64>().unwrap().to_bits(), bits);
            let value = f32::from_bits(bits as u32);
            prop_assume!(value.is_finite());
            prop_assert_eq!(real(value).parse::<f32>().unwrap().to_bits(), bits as u32);
        }

        #[test]
        fn ordinary_numbers_read_back(value in -1e9..1e9f64) {
            prop_assert_eq!(double(value).parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
    }
}
