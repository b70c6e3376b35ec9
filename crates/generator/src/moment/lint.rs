//! Date formats that are accepted and still not what their author means (kdg.md 7, "mistakes").
//!
//! moment takes every text, so `iso`, Java's `yyyy` and a minute in place of a month pass silently. Only patterns that
//! are almost surely wrong are named; a linter that cries at `[text]` would be switched off.

use super::format::Format;
use crate::diagnostic::Code;

/// A complaint about a format.
pub(crate) struct Complaint {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
    /// What to replace by what; an empty text to replace is the whole format.
    pub(crate) instead: Option<(&'static str, &'static str)>,
}

/// Names of formats of other libraries that are taken for formats.
const NAMES: &[(&str, &str)] = &[
    ("iso", "YYYY-MM-DDTHH:mm:ss.SSSZ"),
    ("iso8601", "YYYY-MM-DDTHH:mm:ss.SSSZ"),
    ("isostring", "YYYY-MM-DDTHH:mm:ss.SSSZ"),
    ("timestamp", "x"),
    ("epoch", "x"),
    ("unix", "X"),
    ("ms", "x"),
];

/// Looks at a format text and what it was compiled to.
pub(crate) fn lint(text: &str, compiled: &Format) -> Vec<Complaint> {
    let mut complaints = vec![];
    if let Some((_, instead)) = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text.trim())) {
        complaints.push(Complaint {
            code: Code::DateFormat,
            message: format!(
                "\"{}\" is not a date format: its letters are printed or taken for tokens",
                text.trim()
            ),
            hint: Some(format!("write \"{instead}\"")),
            instead: Some(("", instead)),
        });
        return complaints;
    }
    if !compiled.has_tokens() {
        complaints.push(Complaint {
            code: Code::DateFormat,
            message: format!("the date format \"{}\" has no token, so no date is printed", text.trim()),
            hint: Some("a format looks like \"YYYY-MM-DD HH:mm:ss\"".to_owned()),
            instead: text.contains("yyyy").then_some(("yyyy", "YYYY")),
        });
        return complaints;
    }
    if compiled.is_ambiguous_hour() {
        complaints.push(Complaint {
            code: Code::TwelveHourClock,
            message: "the hour is on the 12-hour clock, so afternoon looks like morning".to_owned(),
            hint: Some("write \"HH\", or add \"a\"".to_owned()),
            instead: Some(if outside_brackets(text).contains("hh") { ("hh", "HH") } else { ("h", "H") }),
        });
    }
    let plain = outside_brackets(text);
    for (wrong, message, instead) in [
        ("yyyy", "\"yyyy\" is printed as it stands", "YYYY"),
        ("YYYY-mm", "\"mm\" is minutes, not months", "YYYY-MM"),
        ("YYYY/mm", "\"mm\" is minutes, not months", "YYYY/MM"),
        ("YYYYmm", "\"mm\" is minutes, not months", "YYYYMM"),
        ("HH:MM", "\"MM\" is months, not minutes", "HH:mm"),
        ("mm:SS", "\"SS\" is hundredths of a second, not seconds", "mm:ss"),
        ("-dd", "\"dd\" is the day of the week, not of the month", "-DD"),
        ("/dd", "\"dd\" is the day of the week, not of the month", "/DD"),
        ("%Y", "\"%\" has no meaning in a date format", "YYYY"),
    ] {
        // `-ddd` and `/dddd` are names of days, which is fine.
        let name_of_day = wrong.ends_with("dd") && plain.contains(&format!("{wrong}d"));
        if plain.contains(wrong) && !name_of_day {
            complaints.push(Complaint {
                code: Code::DateFormat,
                message: message.to_owned(),
                hint: Some(format!("write \"{instead}\"")),
                instead: Some((wrong, instead)),
            });
        }
    }
    complaints
}

fn outside_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '[' => depth += 1,
                ']' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::format::DEFAULT_LOCAL;

    fn codes(format: &str) -> Vec<Code> {
        lint(format, &Format::compile(format, DEFAULT_LOCAL))
            .into_iter()
            .map(|complaint| complaint.code)
            .collect()
    }

    #[test]
    fn names_common_mistakes_only() {
        assert_eq!(codes("iso"), [Code::DateFormat]);
        assert_eq!(codes("[no tokens]"), [Code::DateFormat]);
        assert_eq!(codes("YYYY-MM-DD hh:mm:ss"), [Code::TwelveHourClock]);
        assert_eq!(codes("YYYY-mm-DD HH:MM"), [Code::DateFormat, Code::DateFormat]);
        assert_eq!(codes("yyyy-MM-dd"), [Code::DateFormat, Code::DateFormat]);
        for fine in
            ["YYYY-MM-DD HH:mm:ss.SSS", "h:mm:ss a", "DD/MMM/YYYY:HH:mm:ss ZZ", "x", "YYYY-ddd", "[yyyy] Y"]
        {
            assert_eq!(codes(fine), [], "{fine}");
        }
    }
}
