//! Names and constants as Flink SQL writes them.

/// A name in backquotes: Flink keeps its case, as KDA does with a quoted one.
pub(crate) fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// A text constant. Characters that would break a line, or a statement's reader, are written as Unicode escapes.
pub(crate) fn text(value: &str) -> String {
    if value.chars().all(|c| !c.is_control() && c != ';') {
        return format!("'{}'", value.replace('\'', "''"));
    }
    let mut out = String::from("U&'");
    for c in value.chars() {
        match c {
            '\'' => out.push_str("''"),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() || c == ';' => {
                out.push_str(&format!("\\{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// A whole number; the least one has no literal of its own.
pub(crate) fn long(value: i64) -> String {
    match value {
        i64::MIN => "(-9223372036854775807 - 1)".to_owned(),
        value if value < 0 => format!("({value})"),
        value => value.to_string(),
    }
}

/// A double.
pub(crate) fn double(value: f64) -> String {
    let text = format!("{value:e}").replace('e', "E");
    if value < 0.0 { format!("({text})") } else { text }
}

/// 10 to the scale of a DECIMAL.
pub(crate) fn power_of_ten(scale: u8) -> f64 {
    10_i64.pow(u32::from(scale.min(18))) as f64
}

/// A length of time as an INTERVAL constant.
pub(crate) fn interval(milliseconds: i64) -> String {
    let sign = if milliseconds < 0 { "-" } else { "" };
    let ms = milliseconds.unsigned_abs();
    for (length, unit) in [(86_400_000, "DAY"), (3_600_000, "HOUR"), (60_000, "MINUTE")] {
        if ms >= length && ms.is_multiple_of(length) {
            let count = (ms / length).to_string();
            let precision = if count.len() > 2 { format!("({})", count.len()) } else { String::new() };
            return format!("INTERVAL {sign}'{count}' {unit}{precision}");
        }
    }
    let seconds = (ms / 1000).to_string();
    let precision = if seconds.len() > 2 { format!("({}, 3)", seconds.len()) } else { String::new() };
    if ms.is_multiple_of(1000) {
        return format!("INTERVAL {sign}'{seconds}' SECOND{precision}");
    }
    format!("INTERVAL {sign}'{seconds}.{:03}' SECOND{precision}", ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_written_as_flink_reads_them() {
        assert_eq!(text("it's"), "'it''s'");
        assert_eq!(text("a;\nb"), "U&'a\\003B\\000Ab'");
        assert_eq!(long(i64::MIN), "(-9223372036854775807 - 1)");
        assert_eq!(double(100.0), "1E2");
        assert_eq!(double(-0.25), "(-2.5E-1)");
        assert_eq!(interval(10_000), "INTERVAL '10' SECOND");
        assert_eq!(interval(1), "INTERVAL '0.001' SECOND");
        assert_eq!(interval(-1500), "INTERVAL -'1.500' SECOND");
        assert_eq!(interval(61_000), "INTERVAL '61' SECOND");
        assert_eq!(interval(601_000), "INTERVAL '601' SECOND(3, 3)");
        assert_eq!(interval(3_600_000), "INTERVAL '1' HOUR");
        assert_eq!(quoted("a`b"), "`a``b`");
    }
}
