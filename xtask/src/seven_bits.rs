//! Octets as text in UTF-8 that a page can hold: seven bits a character, so 8 octets become about 9.15.
//!
//! Base64 takes 10.67 of them. Characters of one octet cannot hold eight bits in UTF-8, and a page in another encoding is read wrongly as soon as a host
//! says UTF-8 for all its pages. Three of the 128 characters do not come back from HTML as they were written: NUL, the carriage return, and `<`, which
//! may end the element. In place of one of them and the seven bits after it stands one character of two octets, so they cost nothing.
//! The way back is in `www/one-file.mjs`.

/// What a page does not give back as it was, in the order of the blocks from U+0080 on.
const ABSENT: [u8; 3] = [0, b'\r', b'<'];

/// The text of some octets. Who reads it must know how many there were.
pub(crate) fn text(octets: &[u8]) -> String {
    let mut made = String::with_capacity(octets.len() * 8 / 7 + 2);
    let mut sevens = Sevens { octets, held: 0, bits: 0 };
    while let Some(seven) = sevens.next() {
        match ABSENT.iter().position(|&absent| absent == seven) {
            None => made.push(char::from(seven)),
            Some(block) => {
                let code = (block as u32 + 1) << 7 | u32::from(sevens.next().unwrap_or(0));
                made.extend(char::from_u32(code));
            }
        }
    }
    made
}

/// Bits in stretches of seven, the highest first; the last is filled up with zeros.
struct Sevens<'a> {
    octets: &'a [u8],
    held: u16,
    bits: u8,
}

impl Iterator for Sevens<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        if self.bits < 7 {
            match self.octets.split_first() {
                Some((&octet, rest)) => {
                    self.octets = rest;
                    self.held = self.held << 8 | u16::from(octet);
                    self.bits += 8;
                }
                None if self.bits == 0 => return None,
                None => {
                    self.held <<= 7 - self.bits;
                    self.bits = 7;
                }
            }
        }
        self.bits -= 7;
        let seven = (self.held >> self.bits) as u8 & 127;
        self.held &= (1 << self.bits) - 1;
        Some(seven)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The way back, as www/one-file.mjs goes it.
    fn octets(text: &str, length: usize) -> Vec<u8> {
        let mut bits = Vec::new();
        let mut push = |seven: u32| bits.extend((0..7).rev().map(|bit| seven >> bit & 1 == 1));
        for letter in text.chars().map(u32::from) {
            if letter > 127 {
                push(u32::from(ABSENT[(letter >> 7) as usize - 1]));
            }
            push(letter & 127);
        }
        let octet = |bits: &[bool]| bits.iter().fold(0, |octet, &bit| octet << 1 | u8::from(bit));
        bits.chunks(8).take(length).map(octet).collect()
    }

    #[test]
    fn there_and_back() {
        let every_pair: Vec<u8> =
            (0..=255).flat_map(|one| (0..=255).flat_map(move |two| [one, two])).collect();
        for length in (0..40).chain([every_pair.len()]) {
            let some = &every_pair[every_pair.len() - length..];
            let made = text(some);
            assert!(!made.contains(['\0', '\r', '<']), "{length}");
            assert_eq!(octets(&made, length), some, "{length}");
        }
        assert_eq!(octets(&text(&[0; 9]), 9), [0; 9]);
    }

    #[test]
    fn the_size_is_eight_sevenths() {
        let noise: Vec<u8> = (0..70_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(text(&noise).len() <= 80_010, "{}", text(&noise).len());
    }
}
