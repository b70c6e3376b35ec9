//! Time zones of a text: offsets, and the few names that mean one offset. Others need a database that changes every year.

/// Zones by name, with minutes east of UTC.
const NAMED: &[(&str, i64)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("Z", 0),
];

/// Milliseconds east of UTC of the zone a text begins with, and its length.
pub(crate) fn read(text: &str) -> Option<(i64, usize)> {
    let starts = |name: &str| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let named = NAMED.iter().find(|(name, _)| starts(name));
    let Some((name, minutes)) = named else { return offset(text) };
    if *name == "GMT"
        && let Some((ms, length)) = offset(&text[3..])
    {
        return Some((ms, length + 3));
    }
    Some((minutes * 60_000, name.len()))
}

/// `+hhmm`, `-hh:mm`, `+hh`, `+h`.
fn offset(text: &str) -> Option<(i64, usize)> {
    let sign = match text.bytes().next()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let rest = &text[1..];
    let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let number = |from: usize, to: usize| rest.get(from..to)?.parse::<i64>().ok();
    let (hours, minutes, length) = match digits {
        4 => (number(0, 2)?, number(2, 4)?, 4),
        1 | 2 => {
            let behind = &rest[digits..];
            let minutes = behind.strip_prefix(':').and_then(|minutes| minutes.get(..2));
            match minutes.and_then(|minutes| minutes.parse::<u8>().ok()) {
                Some(minutes) => (number(0, digits)?, i64::from(minutes), digits + 3),
                None => (number(0, digits)?, 0, digits),
            }
        }
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some((sign * (hours * 60 + minutes) * 60_000, length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones() {
        for (text, minutes, length) in [
            ("+0200x", 120, 5),
            ("-07:00", -420, 6),
            ("+05", 300, 3),
            ("GMT-8:00", -480, 8),
            ("gmt", 0, 3),
            ("PST", -480, 3),
            ("Z", 0, 1),
        ] {
            assert_eq!(read(text), Some((minutes * 60_000, length)), "{text}");
        }
        for wrong in ["", "+", "+24", "CET", "0200", "+02é"] {
            assert!(read(wrong).is_none_or(|(_, length)| length < wrong.len()), "{wrong}");
        }
    }
}
