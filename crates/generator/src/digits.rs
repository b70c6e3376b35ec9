//! Decimal digits into a byte buffer, without the formatting machinery.
//!
//! `write!` costs several times the rest of a record. Only what records need is here: plain, padded and signed
//! integers, and decimals without trailing zeros, as JavaScript prints them.

const PAIRS: &[u8; 200] = b"0001020304050607080910111213141516171819\
2021222324252627282930313233343536373839\
4041424344454647484950515253545556575859\
6061626364656667686970717273747576777879\
8081828384858687888990919293949596979899";

/// Exactly two digits of a number below 100; of larger ones the last two.
#[inline]
pub(crate) fn two(out: &mut Vec<u8>, number: u32) {
    let at = (number % 100) as usize * 2;
    out.extend_from_slice(&PAIRS[at..at + 2]);
}

/// Fills `buffer` from its end; gives the place of the first digit.
#[inline]
fn fill(buffer: &mut [u8; 20], mut number: u64) -> usize {
    let mut at = buffer.len();
    while number >= 100 {
        let pair = (number % 100) as usize * 2;
        number /= 100;
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if number >= 10 {
        let pair = number as usize * 2;
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    } else {
        at -= 1;
        buffer[at] = b'0' + number as u8;
    }
    at
}

/// A number without padding.
#[inline]
pub(crate) fn unsigned(out: &mut Vec<u8>, number: u64) {
    let mut buffer = [0; 20];
    let at = fill(&mut buffer, number);
    out.extend_from_slice(&buffer[at..]);
}

/// A number with a minus sign where it needs one.
#[inline]
pub(crate) fn signed(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    unsigned(out, number.unsigned_abs());
}

/// At least `width` digits, up to 20, with zeros in front.
#[inline]
pub(crate) fn padded(out: &mut Vec<u8>, number: u64, width: usize) {
    let mut buffer = [b'0'; 20];
    let at = fill(&mut buffer, number).min(buffer.len().saturating_sub(width));
    out.extend_from_slice(&buffer[at..]);
}

/// `number / 10^scale` (scale up to 18) with trailing zeros cut.
#[inline]
pub(crate) fn decimal(out: &mut Vec<u8>, number: i64, mut scale: u32) {
    let mut rest = number.unsigned_abs();
    while scale > 0 && rest.is_multiple_of(10) {
        rest /= 10;
        scale -= 1;
    }
    fixed(out, if number < 0 { -(rest as i64) } else { rest as i64 }, scale);
}

/// `number / 10^scale` (scale up to 18) with all its decimals.
#[inline]
pub(crate) fn fixed(out: &mut Vec<u8>, number: i64, scale: u32) {
    if scale == 0 {
        return signed(out, number);
    }
    if number < 0 {
        out.push(b'-');
    }
    let power = 10_u64.pow(scale.min(18));
    let number = number.unsigned_abs();
    unsigned(out, number / power);
    out.push(b'.');
    padded(out, number % power, scale as usize);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = vec![];
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn integers() {
        for number in [0, 7, 10, 99, 100, 12_345, u64::MAX] {
            assert_eq!(text(|out| unsigned(out, number)), number.to_string());
        }
        assert_eq!(text(|out| signed(out, i64::MIN)), i64::MIN.to_string());
        assert_eq!(text(|out| padded(out, 42, 5)), "00042");
        assert_eq!(text(|out| padded(out, 123_456, 3)), "123456");
        assert_eq!(text(|out| two(out, 7)), "07");
    }

    #[test]
    fn decimals() {
        assert_eq!(text(|out| decimal(out, 87_368, 2)), "873.68");
        assert_eq!(text(|out| decimal(out, 87_300, 2)), "873");
        assert_eq!(text(|out| decimal(out, -5, 1)), "-0.5");
        assert_eq!(text(|out| decimal(out, 0, 3)), "0");
        assert_eq!(text(|out| fixed(out, 5, 2)), "0.05");
        assert_eq!(text(|out| fixed(out, -1200, 2)), "-12.00");
    }
}
