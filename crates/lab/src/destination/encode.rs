//! Texts within addresses, forms and JSON.

use std::fmt::Write;

use rillcut_record::{CivilTime, MS_PER_DAY, civil_from_days, push_json_string};

/// Appends a text with everything but letters, digits and `-._~` as `%XX`.
pub(crate) fn push_percent(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _infallible = write!(out, "%{byte:02X}");
        }
    }
}

/// `a=b&c=d`, as forms and addresses have it.
pub(crate) fn form<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        push_percent(&mut out, name);
        out.push('=');
        push_percent(&mut out, value);
    }
    out
}

/// A text as JSON.
pub(crate) fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_json_string(&mut out, text);
    out
}

/// `2026-01-01T00:03:20.000Z`.
pub(crate) fn iso_time(ms: i64) -> String {
    let date = civil_from_days(ms.div_euclid(MS_PER_DAY));
    let time = CivilTime::from_ms(ms);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        date.year, date.month, date.day, time.hour, time.minute, time.second, time.millisecond
    )
}

/// At most `limit` characters; what is cut off shows as `…`.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some(_) => text.chars().take(limit.saturating_sub(1)).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        assert_eq!(form([("a b", "1&2"), ("c", "é")]), "a%20b=1%262&c=%C3%A9");
        assert_eq!(iso_time(1_767_225_800_007), "2026-01-01T00:03:20.007Z");
        assert_eq!((shortened("größe", 5).as_str(), shortened("größer", 5).as_str()), ("größe", "größ…"));
        assert_eq!(json("a\"\n"), "\"a\\\"\\n\"");
    }
}
