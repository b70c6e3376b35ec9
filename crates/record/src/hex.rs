//! Octets as hexadecimal digits, as `error_stream` and binary literals hold them.

/// Appends two lower-case digits an octet.
pub(crate) fn push(out: &mut String, bytes: &[u8]) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    for &byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
}

/// The octets of an even number of digits of either case.
pub(crate) fn decode(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let value = |byte: u8| char::from(byte).to_digit(16);
    digits
        .as_bytes()
        .chunks_exact(2)
        .map(|pair| Some((value(pair[0])? << 4 | value(pair[1])?) as u8))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_come_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        let mut digits = String::new();
        push(&mut digits, &bytes);
        assert_eq!(decode(&digits).as_deref(), Some(&bytes[..]));
        assert_eq!(decode(&digits.to_uppercase()).as_deref(), Some(&bytes[..]));
        assert_eq!(decode(""), Some(vec![]));
        assert!(decode("abc").is_none() && decode("0g").is_none() && decode("é").is_none());
    }
}
