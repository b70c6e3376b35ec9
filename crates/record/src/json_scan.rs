//! JSON's lexical level: where a string, a number or a whole value ends.
//!
//! Functions over bytes and a position, no reader object and no tree: the decoder stands on them for mapped values and
//! for those it passes over, discovery and schema documents use the same ones, so that every part of the crate agrees
//! on what JSON is. All of RFC 8259 is checked, in values nobody mapped too: whether a record is good must not depend
//! on which columns are read.
//!
//! Strings are searched eight bytes at a time in a `u64`. Rejected: 16-byte vectors (no gain without intrinsics, which
//! need `unsafe`), `memchr2` (does not see the control characters that RFC 8259 forbids, and its call costs more than
//! a string of 20 bytes).
#![allow(
    clippy::inline_always,
    reason = "their results in memory cost more than what these do: measured, one tenth"
)]

/// Arrays and objects inside one another; deeper text is refused, as `serde_json` does.
pub(crate) const MAX_DEPTH: u32 = 127;

/// A text that is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// Position of the fault; 32 bit, so that a result of a position or a fault fits into two registers.
    pub at: u32,
    /// What is wrong there.
    pub what: Fault,
}

/// The ways in which text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The text ends inside a value.
    Ends,
    /// No value begins here.
    Value,
    /// `true`, `false` or `null` misspelt.
    Literal,
    /// Not a JSON number.
    Number,
    /// A control character in a string.
    Control,
    /// An unknown escape in a string.
    Escape,
    /// A member's name is expected.
    Name,
    /// `:` is expected.
    Colon,
    /// `,` or `}` is expected.
    CommaOrBrace,
    /// `,` or `]` is expected.
    CommaOrBracket,
    /// Too many levels.
    Depth,
}

impl Fault {
    /// One sentence without its subject, for people.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Ends => "the text ends inside a value",
            Self::Value => "a value is expected",
            Self::Literal => "only true, false and null may stand without quotes",
            Self::Number => "this is not a JSON number",
            Self::Control => "a string holds a control character, which must be escaped",
            Self::Escape => "a string holds an unknown escape",
            Self::Name => "a member's name in double quotes is expected",
            Self::Colon => "a colon is expected after a member's name",
            Self::CommaOrBrace => "a comma or } is expected",
            Self::CommaOrBracket => "a comma or ] is expected",
            Self::Depth => "arrays and objects are nested deeper than 127 levels",
        }
    }
}

fn fault<T>(at: usize, what: Fault) -> Result<T, Syntax> {
    Err(Syntax { at: at as u32, what })
}

/// The fault of finding an unexpected byte, or the end.
#[cold]
fn unexpected<T>(bytes: &[u8], at: usize, what: Fault) -> Result<T, Syntax> {
    fault(at, if at >= bytes.len() { Fault::Ends } else { what })
}

/// The first position from `at` on that is not a blank.
#[inline(always)]
pub(crate) fn skip_blank(bytes: &[u8], mut at: usize) -> usize {
    // Nearly always the first byte is none, which one comparison tells.
    while let Some(&byte) = bytes.get(at)
        && byte <= b' '
        && matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
    {
        at += 1;
    }
    at
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// High bits of the bytes that are `"`, `\` or below 0x20. Bits above the lowest may be wrong; the lowest is right.
#[inline]
fn special_bytes(word: u64) -> u64 {
    // A byte less one (less 0x20) has its high bit set if it was zero (below 0x20), or if it had it before: the latter
    // are bytes beyond ASCII, which the last term takes out.
    let quote = (word ^ (ONES * 0x22)).wrapping_sub(ONES);
    let backslash = (word ^ (ONES * 0x5c)).wrapping_sub(ONES);
    let control = word.wrapping_sub(ONES * 0x20);
    (quote | backslash | control) & !word & HIGHS
}

/// From the byte after the opening quote: the position of the closing one, and whether the string has escapes.
#[inline(always)]
pub(crate) fn string_end(bytes: &[u8], mut at: usize) -> Result<(usize, bool), Syntax> {
    let (chunks, tail) = bytes.get(at..).unwrap_or_default().as_chunks::<8>();
    for chunk in chunks {
        let special = special_bytes(u64::from_le_bytes(*chunk));
        if special != 0 {
            let byte = special.trailing_zeros() as usize / 8;
            return closed_or_escaped(bytes, at + byte, chunk[byte]);
        }
        at += 8;
    }
    for &byte in tail {
        if matches!(byte, b'"' | b'\\' | 0..0x20) {
            return closed_or_escaped(bytes, at, byte);
        }
        at += 1;
    }
    fault(at, Fault::Ends)
}

/// The end of a string whose first special byte is `byte` at `at`.
#[inline(always)]
fn closed_or_escaped(bytes: &[u8], at: usize, byte: u8) -> Result<(usize, bool), Syntax> {
    if byte == b'"' { Ok((at, false)) } else { Ok((escaped_string_end(bytes, at)?, true)) }
}

/// The closing quote of a string with escapes, from any position outside an escape.
#[inline(never)]
fn escaped_string_end(bytes: &[u8], mut at: usize) -> Result<usize, Syntax> {
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at),
            Some(b'\\') => match bytes.get(at + 1) {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => at += 2,
                Some(b'u') => {
                    let digits = bytes.iter().skip(at + 2).take(4);
                    let hex = digits.clone().take_while(|byte| byte.is_ascii_hexdigit()).count();
                    if hex < 4 {
                        return unexpected(bytes, at + 2 + hex, Fault::Escape);
                    }
                    at += 6;
                }
                _ => return unexpected(bytes, at + 1, Fault::Escape),
            },
            Some(0..0x20) => return fault(at, Fault::Control),
            Some(_) => at += 1,
            None => return fault(at, Fault::Ends),
        }
    }
}

/// From the first byte of a number: where it ends, and whether it is a whole number without point and exponent.
#[inline(always)]
pub(crate) fn number_end(bytes: &[u8], mut at: usize) -> Result<(usize, bool), Syntax> {
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    let first = at;
    at = skip_digits(bytes, at);
    if at == first || (bytes[first] == b'0' && at > first + 1) {
        return unexpected(bytes, at.min(first + 1), Fault::Number);
    }
    match bytes.get(at) {
        Some(b'.' | b'e' | b'E') => Ok((fraction_end(bytes, at)?, false)),
        _ => Ok((at, true)),
    }
}

fn fraction_end(bytes: &[u8], mut at: usize) -> Result<usize, Syntax> {
    if bytes.get(at) == Some(&b'.') {
        let first = at + 1;
        at = skip_digits(bytes, first);
        if at == first {
            return unexpected(bytes, at, Fault::Number);
        }
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        let first = at;
        at = skip_digits(bytes, first);
        if at == first {
            return unexpected(bytes, at, Fault::Number);
        }
    }
    Ok(at)
}

#[inline(always)]
fn skip_digits(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>())
        && are_digits(u64::from_le_bytes(*chunk))
    {
        at += 8;
    }
    while let Some(b'0'..=b'9') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Whether eight bytes are digits.
#[inline]
pub(crate) fn are_digits(word: u64) -> bool {
    // 0x30–0x3f stay below 0x40 with 6 added only if they are 0x30–0x39.
    (word & (ONES * 0xf0)) | ((word.wrapping_add(ONES * 6) & (ONES * 0xf0)) >> 4) == ONES * 0x33
}

/// From its first byte: the end of `true`, `false` or `null`.
#[inline(always)]
pub(crate) fn literal_end(bytes: &[u8], at: usize) -> Result<usize, Syntax> {
    let rest = bytes.get(at..).unwrap_or_default();
    for literal in [b"true".as_slice(), b"null", b"false"] {
        if rest.starts_with(literal) {
            return Ok(at + literal.len());
        }
    }
    literal_fault(rest, at)
}

#[cold]
fn literal_fault<T>(rest: &[u8], at: usize) -> Result<T, Syntax> {
    let ends = [b"true".as_slice(), b"null", b"false"].iter().any(|literal| literal.starts_with(rest));
    if ends { fault(at + rest.len(), Fault::Ends) } else { fault(at, Fault::Literal) }
}

/// From the quote that opens a member's name: the name's extent, its escapes, and where the value begins.
#[inline(always)]
pub(crate) fn member(bytes: &[u8], at: usize) -> Result<Member, Syntax> {
    if bytes.get(at) != Some(&b'"') {
        return unexpected(bytes, at, Fault::Name);
    }
    let (end, escaped) = string_end(bytes, at + 1)?;
    Ok(Member { start: at + 1, end, escaped, value: after_name(bytes, end + 1)? })
}

/// A member's name and the position of its value.
pub(crate) struct Member {
    /// First byte of the name.
    pub start: usize,
    /// Its closing quote.
    pub end: usize,
    /// Whether it has escapes.
    pub escaped: bool,
    /// First byte of the value.
    pub value: usize,
}

/// From the byte after a name's closing quote: where the value begins.
#[inline(always)]
pub(crate) fn after_name(bytes: &[u8], at: usize) -> Result<usize, Syntax> {
    let at = skip_blank(bytes, at);
    if bytes.get(at) != Some(&b':') {
        return unexpected(bytes, at, Fault::Colon);
    }
    Ok(skip_blank(bytes, at + 1))
}

/// After a member's value: `Some` position of the next member's quote, or `None` and the position after `}`.
#[inline(always)]
pub(crate) fn next_member(bytes: &[u8], at: usize) -> Result<(usize, bool), Syntax> {
    let at = skip_blank(bytes, at);
    match bytes.get(at) {
        Some(b',') => Ok((skip_blank(bytes, at + 1), true)),
        Some(b'}') => Ok((at + 1, false)),
        _ => unexpected(bytes, at, Fault::CommaOrBrace),
    }
}

/// After an element: the position of the next and `true`, or the position after `]` and `false`.
#[inline(always)]
pub(crate) fn next_element(bytes: &[u8], at: usize) -> Result<(usize, bool), Syntax> {
    let at = skip_blank(bytes, at);
    match bytes.get(at) {
        Some(b',') => Ok((skip_blank(bytes, at + 1), true)),
        Some(b']') => Ok((at + 1, false)),
        _ => unexpected(bytes, at, Fault::CommaOrBracket),
    }
}

/// A level was entered: an error when there are too many.
#[inline(always)]
pub(crate) fn check_depth(depth: u32, at: usize) -> Result<(), Syntax> {
    if depth > MAX_DEPTH { fault(at, Fault::Depth) } else { Ok(()) }
}

/// No value begins at `at`.
#[cold]
pub(crate) fn no_value<T>(bytes: &[u8], at: usize) -> Result<T, Syntax> {
    unexpected(bytes, at, Fault::Value)
}

/// From its first byte: the end of any value. `depth` levels are open around it.
///
/// A loop with one bit a level instead of recursion: what surrounds each level is all that has to be known.
pub(crate) fn skip_value(bytes: &[u8], mut at: usize, depth: u32) -> Result<usize, Syntax> {
    let base = depth;
    let mut depth = depth;
    let mut is_object: u128 = 0;
    loop {
        match bytes.get(at) {
            Some(b'"') => at = string_end(bytes, at + 1)?.0 + 1,
            Some(b'-' | b'0'..=b'9') => at = number_end(bytes, at)?.0,
            Some(b'{') => {
                let open = at;
                at = skip_blank(bytes, at + 1);
                check_depth(depth + 1, open)?;
                if bytes.get(at) == Some(&b'}') {
                    at += 1;
                } else {
                    depth += 1;
                    is_object = is_object << 1 | 1;
                    at = member(bytes, at)?.value;
                    continue;
                }
            }
            Some(b'[') => {
                let open = at;
                at = skip_blank(bytes, at + 1);
                check_depth(depth + 1, open)?;
                if bytes.get(at) == Some(&b']') {
                    at += 1;
                } else {
                    depth += 1;
                    is_object <<= 1;
                    continue;
                }
            }
            Some(b't' | b'f' | b'n') => at = literal_end(bytes, at)?,
            _ => return no_value(bytes, at),
        }
        loop {
            if depth == base {
                return Ok(at);
            }
            let in_object = is_object & 1 == 1;
            let (next, more) = if in_object { next_member(bytes, at)? } else { next_element(bytes, at)? };
            at = next;
            if more {
                if in_object {
                    at = member(bytes, at)?.value;
                }
                break;
            }
            depth -= 1;
            is_object >>= 1;
        }
    }
}

/// Appends the text of a string whose escapes [`string_end`] has checked. Half of a surrogate pair becomes U+FFFD, as
/// it does when a Java program writes it as UTF-8.
pub(crate) fn unescape(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        rest = escape.get(1..).unwrap_or_default();
        match escape.as_bytes().first() {
            Some(b'b') => out.push('\u{8}'),
            Some(b'f') => out.push('\u{c}'),
            Some(b'n') => out.push('\n'),
            Some(b'r') => out.push('\r'),
            Some(b't') => out.push('\t'),
            Some(b'u') => {
                let (unit, after) = code_unit(rest);
                rest = after;
                let low = rest.strip_prefix("\\u").map(code_unit);
                match (unit, low) {
                    (0xD800..0xDC00, Some((low @ 0xDC00..0xE000, after))) => {
                        let point = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                        out.push(char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER));
                        rest = after;
                    }
                    _ => out.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)),
                }
            }
            Some(&byte) => out.push(char::from(byte)),
            None => {}
        }
    }
    out.push_str(rest);
}

fn code_unit(digits: &str) -> (u32, &str) {
    match digits.split_at_checked(4) {
        Some((digits, rest)) => (u32::from_str_radix(digits, 16).unwrap_or(0xFFFD), rest),
        None => (0xFFFD, ""),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(text: &str) -> Result<(), Syntax> {
        let bytes = text.as_bytes();
        let end = skip_blank(bytes, skip_value(bytes, skip_blank(bytes, 0), 0)?);
        if end == bytes.len() { Ok(()) } else { fault(end, Fault::Value) }
    }

    #[test]
    fn faults_have_a_place() {
        for (text, at, what) in [
            ("", 0, Fault::Ends),
            ("{\"a\"", 4, Fault::Ends),
            ("{\"a\" 1}", 5, Fault::Colon),
            ("{a:1}", 1, Fault::Name),
            ("{\"a\":1,}", 7, Fault::Name),
            ("{\"a\":1]", 6, Fault::CommaOrBrace),
            ("[1}", 2, Fault::CommaOrBracket),
            ("[1,]", 3, Fault::Value),
            ("[01]", 2, Fault::Number),
            ("[1.]", 3, Fault::Number),
            ("[-]", 2, Fault::Number),
            ("[1e+]", 4, Fault::Number),
            ("[tru]", 1, Fault::Literal),
            ("[tru", 4, Fault::Ends),
            ("\"a\u{1}\"", 2, Fault::Control),
            ("\"\\x\"", 2, Fault::Escape),
            ("\"\\u12g4\"", 5, Fault::Escape),
            ("\"\\u12", 5, Fault::Ends),
            ("\"abc", 4, Fault::Ends),
        ] {
            assert_eq!(whole(text), Err(Syntax { at, what }), "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(whole(&nested(127)), Ok(()));
        assert_eq!(whole(&nested(128)).unwrap_err().what, Fault::Depth);
        assert!(whole(&"{\"a\":".repeat(100_000)).is_err());
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced() {
        let mut out = String::new();
        unescape(r"\ud83d\ude00|\ud83d|\ude00\u0041|\ud83d\u0041\/", &mut out);
        assert_eq!(out, "\u{1F600}|\u{FFFD}|\u{FFFD}A|\u{FFFD}A/");
    }

    proptest! {
        /// The first special byte is found wherever it is, among bytes of every kind.
        #[test]
        fn strings_end_where_a_byte_loop_says(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let plain = bytes.iter().position(|&b| b == b'"' || b == b'\\' || b < 0x20);
            let expected = match plain {
                Some(at) if bytes[at] == b'"' => Ok((at, false)),
                _ => {
                    prop_assert!(string_end(&bytes, 0).map_or(true, |(_, escaped)| escaped));
                    return Ok(());
                }
            };
            prop_assert_eq!(string_end(&bytes, 0), expected);
        }

        /// The same texts are JSON here and for `serde_json`, but for half surrogates, which pass here.
        #[test]
        fn agrees_with_serde_json(text in "[\\[\\]{}\",:0-9truefalsn.eE+\\-\\\\ u]{0,24}") {
            let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
            prop_assert_eq!(whole(&text).is_ok(), theirs, "{}", text);
        }

        #[test]
        fn strings_unescape_as_serde_json_does(text in any::<String>()) {
            let quoted = serde_json::to_string(&text).unwrap();
            let (end, _) = string_end(quoted.as_bytes(), 1).unwrap();
            let mut out = String::new();
            unescape(&quoted[1..end], &mut out);
            prop_assert_eq!(out, text);
        }
    }
}
