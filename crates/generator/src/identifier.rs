//! Identifiers that are drawn bit by bit: UUIDs and IPv4 addresses.
//!
//! Both are written to the stack first, so that the output grows once.

use crate::rng::Rng;

/// A random (version 4) UUID.
#[inline]
pub(crate) fn uuid(out: &mut Vec<u8>, rng: &mut Rng) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let high = rng.next_u64() & !0xf000 | 0x4000;
    let low = rng.next_u64() & !(0b11 << 62) | 0b10 << 62;
    let mut text = [b'-'; 36];
    let mut at = 0;
    for (word, groups) in [(high, [8, 4, 4]), (low, [4, 12, 0])] {
        let mut shift = 64;
        for digits in groups {
            for _ in 0..digits {
                shift -= 4;
                text[at] = HEX[(word >> shift & 0xf) as usize];
                at += 1;
            }
            if digits > 0 {
                at += 1;
            }
        }
    }
    out.extend_from_slice(&text);
}

/// Four parts of 0 to 255; reserved ranges are not left out, as in KDG.
#[inline]
pub(crate) fn ip(out: &mut Vec<u8>, rng: &mut Rng) {
    let bits = rng.next_u64();
    let mut text = [b'.'; 15];
    let mut at = 0;
    for part in 0..4 {
        let number = (bits >> (32 + part * 8)) as u8;
        if number >= 100 {
            text[at] = b'0' + number / 100;
            at += 1;
        }
        if number >= 10 {
            text[at] = b'0' + number / 10 % 10;
            at += 1;
        }
        text[at] = b'0' + number % 10;
        at += 2;
    }
    out.extend_from_slice(&text[..at - 1]);
}
