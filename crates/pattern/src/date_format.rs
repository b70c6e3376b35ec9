//! Date formats of Java's SimpleDateFormat, as CHAR_TO_TIMESTAMP and TIMESTAMP_TO_CHAR use them (spec/kda-sql.md 11).
//!
//! Letters are those of the SQL reference, with `u` and `X` of later Javas. Everything is UTC and English. Where the SQL reference and Java
//! differ, the reference is followed: values must be in range (Java would carry a 13th month into the next year), and only `yy`, not
//! `y`, adds a century. That century is fixed, 1946 to 2045 (Java counts from today, which would make runs differ). A program may also
//! hold a format that is not known before it runs; reading one is cheap.

use crate::error::PatternError;

/// Least year that `yy` means.
pub(crate) const FIRST_SHORT_YEAR: i64 = 1946;

/// Most characters of a format.
const MAX_LENGTH: usize = 1000;

/// A part of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// A letter so many times.
    Field { letter: char, count: usize },
    /// As it stands.
    Text(String),
}

/// A format that has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormat {
    pub(crate) parts: Vec<Part>,
}

impl DateFormat {
    /// Reads a format.
    ///
    /// # Errors
    /// When a letter means nothing or quotes are not closed.
    pub fn new(format: &str) -> Result<Self, PatternError> {
        let chars: Vec<char> = format.chars().collect();
        if chars.len() > MAX_LENGTH {
            return Err(PatternError::new(0, format!("a date format has at most {MAX_LENGTH} characters")));
        }
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            if c == '\'' {
                at = quoted(&chars, at, &mut text)?;
                continue;
            }
            if !c.is_ascii_alphabetic() {
                text.push(c);
                at += 1;
                continue;
            }
            let count = chars[at..].iter().take_while(|next| **next == c).count();
            if !"GyYMLwWDdFEuaHkKhmsSzZX".contains(c) {
                let hint = match c {
                    'e' | 'c' => "the day of the week is E",
                    'n' | 'N' | 'A' => "milliseconds are SSS",
                    'T' => "put it into quotes: ''T''",
                    _ => {
                        "letters that stand for themselves are put into quotes, doubled inside a string: ''T''"
                    }
                };
                return Err(PatternError::new(at, format!("the date format has no letter {c}")).hint(hint));
            }
            if !text.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut text)));
            }
            let letter = match c {
                // The year of a week differs from the year in a few days only, and no program is known to mean it.
                'Y' => 'y',
                'L' => 'M',
                _ => c,
            };
            parts.push(Part::Field { letter, count });
            at += count;
        }
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        Ok(Self { parts })
    }
}

/// Text in quotes; two quotes are one.
fn quoted(chars: &[char], at: usize, text: &mut String) -> Result<usize, PatternError> {
    if chars.get(at + 1) == Some(&'\'') {
        text.push('\'');
        return Ok(at + 2);
    }
    let mut end = at + 1;
    loop {
        match (chars.get(end), chars.get(end + 1)) {
            (None, _) => return Err(PatternError::new(at, "a quote in the date format is not closed")),
            (Some('\''), Some('\'')) => {
                text.push('\'');
                end += 2;
            }
            (Some('\''), _) => return Ok(end + 1),
            (Some(c), _) => {
                text.push(*c);
                end += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rillcut_record::parse_timestamp;

    fn read(format: &str, text: &str) -> Option<i64> {
        DateFormat::new(format).unwrap().parse(text)
    }

    /// Templates and results of the SQL reference's pages, and what it says in words.
    #[test]
    fn texts_are_read_by_their_format() {
        for (format, text, expected) in [
            ("yyyy-MM-dd hh:mm:ss", "2009-09-16 03:15:24", "2009-09-16 03:15:24"),
            ("yyyy-MM-dd", "2009-09-16 03:15:24", "2009-09-16 00:00:00"),
            ("yyyy-hh-mm", "2009-09-16 03:15:24", "2009-01-01 09:16:00"),
            ("yyyy", "2009-09-16 03:15:24", "2009-01-01 00:00:00"),
            ("yyyy", "09-16 03:15", "0009-01-01 00:00:00"),
            ("MM/dd/yy hh:mm:ss", "09/16/11 03:15:24", "2011-09-16 03:15:24"),
            ("yyyy-mm", "2012-02-08 07:23:19", "2012-01-01 00:02:00"),
            ("yyyy-ss-mm", "2012-02-08 07:23:19", "2012-01-01 00:08:02"),
            ("MMM dd, yyyy", "March 7, 2010", "2010-03-07 00:00:00"),
            ("MMM dd,", "March 7, 2010", "1970-03-07 00:00:00"),
            ("MMM dd,y", "March 7, 2010", "2010-03-07 00:00:00"),
            ("MMM dd,y", "March 7, 10", "0010-03-07 00:00:00"),
            ("M-d", "2-8", "1970-02-08 00:00:00"),
            ("MM-dd-yyyy", "06-23-2011 10:11:12", "2011-06-23 00:00:00"),
            ("dd/MMM/yyyy:HH:mm:ss Z", "24/May/2004:22:01:02 -0700", "2004-05-25 05:01:02"),
            ("yyyy-MM-dd'T'HH:mm:ss.SSSX", "2021-08-10T01:26:30.050Z", "2021-08-10 01:26:30.05"),
            ("yyyyMMddHHmmss", "20210810012630", "2021-08-10 01:26:30"),
            ("yyyy-MM-dd hh:mm a", "2021-08-10 12:05 am", "2021-08-10 00:05:00"),
            ("yyyy-MM-dd hh:mm a", "2021-08-10 01:05 PM", "2021-08-10 13:05:00"),
            ("EEE, d MMM yyyy kk:mm", "Tue, 10 Aug 2021 24:05", "2021-08-10 00:05:00"),
            ("yyyy DDD", "2021 222", "2021-08-10 00:00:00"),
            ("yy", "46", "1946-01-01 00:00:00"),
            ("yy", "45", "2045-01-01 00:00:00"),
            ("h 'o''clock'", "3 o'clock", "1970-01-01 03:00:00"),
        ] {
            assert_eq!(read(format, text), parse_timestamp(expected), "{format} {text}");
        }
    }

    #[test]
    fn what_does_not_fit_gives_nothing() {
        for (format, text) in [
            ("MM/dd/yy hh:mm:ss", "2009/09/16 03:15:24"),
            ("yyyy hh", "2009-09-16 03:15:24"),
            ("M-d", "2011-2-8"),
            ("MMM dd yyyy", "March 7, 2010"),
            ("yyyy-MM-dd", "2021-02-30"),
            ("yyyy-MM-dd", "2021-02"),
            ("HH:mm", "24:00"),
            ("hh", "13"),
            ("SSS", "1000"),
            ("z", "CET"),
            ("yyyy", ""),
            ("yyyy", "-5"),
        ] {
            assert_eq!(read(format, text), None, "{format} {text}");
        }
    }

    #[test]
    fn times_are_written_by_their_format() {
        let at = parse_timestamp("2001-07-04 12:08:56.235").unwrap();
        for (format, expected) in [
            ("yyyy.MM.dd G 'at' HH:mm:ss z", "2001.07.04 AD at 12:08:56 UTC"),
            ("EEE, MMM d, ''yy", "Wed, Jul 4, '01"),
            ("h:mm a", "12:08 PM"),
            ("hh 'o''clock' a, zzzz", "12 o'clock PM, Coordinated Universal Time"),
            ("K:mm a", "0:08 PM"),
            ("yyyyy.MMMMM.dd GGG hh:mm aaa", "02001.July.04 AD 12:08 PM"),
            ("yyMMddHHmmssZ", "010704120856+0000"),
            ("yyyy-MM-dd'T'HH:mm:ss.SSSX", "2001-07-04T12:08:56.235Z"),
            ("D F w W u k S EEEE", "185 1 27 1 3 12 235 Wednesday"),
            ("", ""),
        ] {
            let mut out = String::new();
            DateFormat::new(format).unwrap().print(at, &mut out);
            assert_eq!(out, expected, "{format}");
        }
    }

    #[test]
    fn faulty_formats_are_refused_with_their_place() {
        for (format, at) in [("yyyyTHH", 4), ("yyyy 'open", 5), ("b", 0)] {
            assert_eq!(DateFormat::new(format).unwrap_err().at, at, "{format}");
        }
    }

    #[test]
    fn every_format_reads_what_it_has_written() {
        let format = DateFormat::new("EEEE d. MMMM yyyy, kk:mm:ss.SSS XXX").unwrap();
        for day in 0..800 {
            let at = day * 86_400_000 * 7 + day * 12_345_678;
            let mut out = String::new();
            format.print(at, &mut out);
            assert_eq!(format.parse(&out), Some(at), "{out}");
        }
    }
}
