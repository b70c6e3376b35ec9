//! moment's format language: which letters are tokens, and what they print.
//!
//! Tokens are matched longest first at each place; `[text]` is printed without its brackets; a backslash takes the
//! meaning from the token behind it; every other character prints itself (kdg.md 5.3). Formats are compiled because a
//! record must not look at the format text again.

use core::ops::Range;

use super::calendar::Fields;
use crate::digits;

/// Months by their English names; abbreviations are the first three letters.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Days of the week from Sunday; abbreviations are the first three or two letters.
pub(crate) const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A compiled format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Format {
    text: String,
    items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    Text(Range<usize>),
    /// A separator, the most common text: a copy of one byte is not worth a call.
    Byte(u8),
    Token(Token),
}

/// The longest output of one token: "Coordinated Universal Time".
const MAX_TOKEN: usize = 26;

macro_rules! tokens {
    ($($text:literal $token:ident,)+) => {
        /// A token; the variant is named by its letters.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(clippy::upper_case_acronyms, reason = "the letters are moment's")]
        enum Token { $($token,)+ Fraction(u8) }

        /// Longest first among tokens that share a beginning.
        const TOKENS: &[(&str, Token)] = &[$(($text, Token::$token),)+];
    };
}

tokens! {
    "Hmmss" HourMinuteSecond, "Hmm" HourMinute, "hmmss" Hour12MinuteSecond, "hmm" Hour12Minute,
    "MMMM" MonthName, "MMM" MonthShort, "MM" Month2, "Mo" MonthOrdinal, "M" Month,
    "DDDD" DayOfYear3, "DDDo" DayOfYearOrdinal, "DDD" DayOfYear, "DD" Day2, "Do" DayOrdinal, "D" Day,
    "dddd" WeekdayName, "ddd" WeekdayShort, "dd" WeekdayMin, "do" WeekdayOrdinal, "d" Weekday,
    "ww" Week2, "wo" WeekOrdinal, "w" Week, "WW" IsoWeek2, "Wo" IsoWeekOrdinal, "W" IsoWeek,
    "Qo" QuarterOrdinal, "Q" Quarter,
    "YYYYYY" Year6, "YYYYY" Year5, "YYYY" Year4, "YY" Year2, "Y" Year,
    "ggggg" WeekYear5, "gggg" WeekYear4, "gg" WeekYear2,
    "GGGGG" IsoWeekYear5, "GGGG" IsoWeekYear4, "GG" IsoWeekYear2,
    "e" LocaleWeekday, "E" IsoWeekday, "a" MeridiemLower, "A" MeridiemUpper,
    "hh" Hour12Two, "h" Hour12, "HH" Hour2, "H" Hour, "kk" Hour24Two, "k" Hour24,
    "mm" Minute2, "m" Minute, "ss" Second2, "s" Second,
    "x" EpochMs, "X" EpochSeconds, "zz" ZoneName, "z" ZoneAbbreviation, "ZZ" OffsetCompact, "Z" Offset,
}

/// moment's localised formats, in English. Longest first.
const LOCALISED: &[(&str, &str)] = &[
    ("LTS", "h:mm:ss A"),
    ("LT", "h:mm A"),
    ("LLLL", "dddd, MMMM D, YYYY h:mm A"),
    ("LLL", "MMMM D, YYYY h:mm A"),
    ("LL", "MMMM D, YYYY"),
    ("L", "MM/DD/YYYY"),
    ("llll", "ddd, MMM D, YYYY h:mm A"),
    ("lll", "MMM D, YYYY h:mm A"),
    ("ll", "MMM D, YYYY"),
    ("l", "M/D/YYYY"),
];

/// What `moment().format()` prints without a format, on a local clock.
pub(crate) const DEFAULT_LOCAL: &str = "YYYY-MM-DDTHH:mm:ssZ";
/// The same in UTC.
pub(crate) const DEFAULT_UTC: &str = "YYYY-MM-DDTHH:mm:ss[Z]";
/// A date as JavaScript prints it, up to the name of the zone, which an offset does not have.
pub(crate) const JAVASCRIPT: &str = "ddd MMM DD YYYY HH:mm:ss [GMT]ZZ";

/// What moment's "any character" does not match.
const LINE_BREAKS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// One step through a format text.
enum Step<'f> {
    /// `[text]`, without the brackets.
    Bracketed(&'f str),
    /// A backslash and what it makes literal.
    Escaped(&'f str),
    /// Anything else begins here; nothing is consumed yet.
    Plain,
}

/// The text of `[text]` at the start of `rest`; moment reads up to the last `]` before another `[`.
fn bracketed(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix('[')?;
    let limit = inner.find('[').unwrap_or(inner.len());
    inner[..limit].rfind(']').map(|close| &inner[..close])
}

/// The bracketed or escaped text at the start of `rest`, with the length it takes.
fn step(rest: &str) -> (Step<'_>, usize) {
    if let Some(text) = bracketed(rest) {
        return (Step::Bracketed(text), text.len() + 2);
    }
    let Some(escaped) = rest.strip_prefix('\\') else { return (Step::Plain, 0) };
    let length = match (token(escaped), escaped.chars().next()) {
        (Some((_, length)), _) => length,
        (None, Some(first)) if !LINE_BREAKS.contains(&first) => first.len_utf8(),
        _ => 0,
    };
    (Step::Escaped(&escaped[..length]), length + 1)
}

/// Replaces `L`, `LT`, `ll` … by what they stand for. Here a backslash counts only right before one of them.
fn expand(format: &str) -> String {
    let localised = |rest: &str| LOCALISED.iter().find(|(token, _)| rest.starts_with(token));
    let mut out = String::with_capacity(format.len());
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if let Some((token, replacement)) = localised(rest) {
            out.push_str(replacement);
            rest = &rest[token.len()..];
            continue;
        }
        let length = match (bracketed(rest), rest.strip_prefix('\\').and_then(localised)) {
            (Some(text), _) => text.len() + 2,
            (None, Some((token, _))) => 1 + token.len(),
            (None, None) => first.len_utf8(),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

fn token(rest: &str) -> Option<(Token, usize)> {
    let fraction = rest.bytes().take_while(|&byte| byte == b'S').count().min(9);
    if fraction > 0 {
        return Some((Token::Fraction(fraction as u8), fraction));
    }
    TOKENS.iter().find(|(text, _)| rest.starts_with(text)).map(|&(text, token)| (token, text.len()))
}

impl Format {
    /// Compiles a format; every text is one. An empty format is `default`, as in moment.
    pub(crate) fn compile(format: &str, default: &str) -> Self {
        let mut compiled = Self { text: String::new(), items: vec![] };
        let format = expand(if format.is_empty() { default } else { format });
        let mut rest = format.as_str();
        while let Some(first) = rest.chars().next() {
            let length = match step(rest) {
                (Step::Bracketed(text), length) => {
                    compiled.push_text(text);
                    length
                }
                (Step::Escaped(text), length) => {
                    // A backslash never shows outside brackets, not even behind another one.
                    if text != "\\" {
                        compiled.push_text(text);
                    }
                    length
                }
                (Step::Plain, _) => {
                    if let Some((token, length)) = token(rest) {
                        compiled.items.push(Item::Token(token));
                        length
                    } else {
                        // moment drops line breaks.
                        if !LINE_BREAKS.contains(&first) {
                            compiled.push_text(&rest[..first.len_utf8()]);
                        }
                        first.len_utf8()
                    }
                }
            };
            rest = &rest[length..];
        }
        compiled
    }

    fn push_text(&mut self, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        let text = &self.text[start..end];
        match self.items.last_mut() {
            Some(Item::Text(range)) => range.end = end,
            Some(item @ Item::Byte(_)) => *item = Item::Text(start - 1..end),
            _ => self.items.push(match text.as_bytes() {
                [byte] => Item::Byte(*byte),
                _ => Item::Text(start..end),
            }),
        }
    }

    /// A bound of the length of the output.
    pub(crate) fn max_len(&self) -> usize {
        self.text.len() + self.items.len() * MAX_TOKEN
    }

    /// Whether any token is left, so that the output depends on the instant.
    pub(crate) fn has_tokens(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Token(_)))
    }

    /// Whether the hour is printed on the 12-hour clock without morning or afternoon.
    pub(crate) fn is_ambiguous_hour(&self) -> bool {
        let has = |wanted: &[Token]| {
            self.items.iter().any(|item| matches!(item, Item::Token(token) if wanted.contains(token)))
        };
        has(&[Token::Hour12, Token::Hour12Two, Token::Hour12Minute, Token::Hour12MinuteSecond])
            && !has(&[Token::MeridiemLower, Token::MeridiemUpper])
    }

    /// Appends the instant.
    pub(crate) fn write(&self, out: &mut Vec<u8>, fields: &Fields) {
        for item in &self.items {
            match item {
                Item::Text(range) => out.extend_from_slice(&self.text.as_bytes()[range.clone()]),
                Item::Byte(byte) => out.push(*byte),
                Item::Token(token) => token.write(out, fields),
            }
        }
    }
}

impl Token {
    #[allow(clippy::too_many_lines, reason = "one line a token; a table would need a function each")]
    fn write(self, out: &mut Vec<u8>, at: &Fields) {
        match self {
            Self::Year4 => year(out, at.year, 4, false),
            Self::Month2 => digits::two(out, at.month),
            Self::Day2 => digits::two(out, at.day),
            Self::Hour2 => digits::two(out, at.hour),
            Self::Minute2 => digits::two(out, at.minute),
            Self::Second2 => digits::two(out, at.second),
            Self::Fraction(width) => fraction(out, at.millisecond, width),

            Self::Year2 => {
                if at.year < 0 {
                    out.push(b'-');
                }
                digits::two(out, at.year.unsigned_abs() % 100);
            }
            Self::Year5 => year(out, at.year, 5, false),
            Self::Year6 => year(out, at.year, 6, true),
            Self::Year => {
                if at.year > 9999 {
                    out.push(b'+');
                }
                digits::signed(out, i64::from(at.year));
            }
            Self::WeekYear2 => digits::two(out, (at.week().0 % 100).unsigned_abs()),
            Self::WeekYear4 => year(out, at.week().0, 4, false),
            Self::WeekYear5 => year(out, at.week().0, 5, false),
            Self::IsoWeekYear2 => digits::two(out, (at.iso_week().0 % 100).unsigned_abs()),
            Self::IsoWeekYear4 => year(out, at.iso_week().0, 4, false),
            Self::IsoWeekYear5 => year(out, at.iso_week().0, 5, false),

            Self::Quarter => digits::unsigned(out, at.quarter().into()),
            Self::QuarterOrdinal => ordinal(out, at.quarter()),
            Self::Month => digits::unsigned(out, at.month.into()),
            Self::MonthOrdinal => ordinal(out, at.month),
            Self::MonthShort => name(out, &MONTHS, at.month - 1, 3),
            Self::MonthName => name(out, &MONTHS, at.month - 1, 9),
            Self::Week => digits::signed(out, at.week().1.into()),
            Self::WeekOrdinal => ordinal(out, at.week().1.unsigned_abs()),
            Self::Week2 => digits::two(out, at.week().1.unsigned_abs()),
            Self::IsoWeek => digits::signed(out, at.iso_week().1.into()),
            Self::IsoWeekOrdinal => ordinal(out, at.iso_week().1.unsigned_abs()),
            Self::IsoWeek2 => digits::two(out, at.iso_week().1.unsigned_abs()),

            Self::Day => digits::unsigned(out, at.day.into()),
            Self::DayOrdinal => ordinal(out, at.day),
            Self::DayOfYear => digits::signed(out, at.day_of_year().into()),
            Self::DayOfYearOrdinal => ordinal(out, at.day_of_year().unsigned_abs()),
            Self::DayOfYear3 => digits::padded(out, at.day_of_year().unsigned_abs().into(), 3),
            Self::Weekday | Self::LocaleWeekday => digits::unsigned(out, at.weekday.into()),
            Self::WeekdayOrdinal => ordinal(out, at.weekday),
            Self::WeekdayMin => name(out, &WEEKDAYS, at.weekday, 2),
            Self::WeekdayShort => name(out, &WEEKDAYS, at.weekday, 3),
            Self::WeekdayName => name(out, &WEEKDAYS, at.weekday, 9),
            Self::IsoWeekday => digits::unsigned(out, at.iso_weekday().into()),

            Self::Hour => digits::unsigned(out, at.hour.into()),
            Self::Hour12 => digits::unsigned(out, hour12(at).into()),
            Self::Hour12Two => digits::two(out, hour12(at)),
            Self::Hour24 => digits::unsigned(out, hour24(at).into()),
            Self::Hour24Two => digits::two(out, hour24(at)),
            Self::HourMinute => hour_minute(out, at, at.hour, false),
            Self::HourMinuteSecond => hour_minute(out, at, at.hour, true),
            Self::Hour12Minute => hour_minute(out, at, hour12(at), false),
            Self::Hour12MinuteSecond => hour_minute(out, at, hour12(at), true),
            Self::MeridiemLower => out.extend_from_slice(if at.hour < 12 { b"am" } else { b"pm" }),
            Self::MeridiemUpper => out.extend_from_slice(if at.hour < 12 { b"AM" } else { b"PM" }),
            Self::Minute => digits::unsigned(out, at.minute.into()),
            Self::Second => digits::unsigned(out, at.second.into()),

            Self::Offset => offset(out, at.offset, true),
            Self::OffsetCompact => offset(out, at.offset, false),
            Self::ZoneAbbreviation if at.utc => out.extend_from_slice(b"UTC"),
            Self::ZoneName if at.utc => out.extend_from_slice(b"Coordinated Universal Time"),
            // A local moment has no zone name.
            Self::ZoneAbbreviation | Self::ZoneName => {}
            Self::EpochSeconds => digits::signed(out, at.epoch_ms.div_euclid(1000)),
            Self::EpochMs => digits::signed(out, at.epoch_ms),
        }
    }
}

fn hour12(at: &Fields) -> u32 {
    if at.hour.is_multiple_of(12) { 12 } else { at.hour % 12 }
}

fn hour24(at: &Fields) -> u32 {
    if at.hour == 0 { 24 } else { at.hour }
}

fn hour_minute(out: &mut Vec<u8>, at: &Fields, hour: u32, second: bool) {
    digits::unsigned(out, hour.into());
    digits::two(out, at.minute);
    if second {
        digits::two(out, at.second);
    }
}

fn year(out: &mut Vec<u8>, year: i32, width: usize, sign: bool) {
    if year < 0 {
        out.push(b'-');
    } else if sign {
        out.push(b'+');
    }
    digits::padded(out, year.unsigned_abs().into(), width);
}

fn ordinal(out: &mut Vec<u8>, number: u32) {
    digits::unsigned(out, number.into());
    out.extend_from_slice(match (number % 100 / 10, number % 10) {
        (1, _) => b"th",
        (_, 1) => b"st",
        (_, 2) => b"nd",
        (_, 3) => b"rd",
        _ => b"th",
    });
}

fn name(out: &mut Vec<u8>, names: &[&str], index: u32, length: usize) {
    let name = names.get(index as usize).map_or(&b""[..], |name| name.as_bytes());
    out.extend_from_slice(&name[..length.min(name.len())]);
}

/// One to three digits cut the milliseconds, more pad them with zeros.
fn fraction(out: &mut Vec<u8>, millisecond: u32, width: u8) {
    match width {
        1 => digits::unsigned(out, (millisecond / 100).into()),
        2 => digits::two(out, millisecond / 10),
        _ => {
            digits::padded(out, millisecond.into(), 3);
            out.extend_from_slice(&b"000000"[..usize::from(width - 3).min(6)]);
        }
    }
}

fn offset(out: &mut Vec<u8>, minutes: i32, colon: bool) {
    out.push(if minutes < 0 { b'-' } else { b'+' });
    let minutes = minutes.unsigned_abs();
    digits::two(out, minutes / 60);
    if colon {
        out.push(b':');
    }
    digits::two(out, minutes % 60);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2017-01-01 is a Sunday; 15:04:09.087 in +05:30.
    fn print(format: &str) -> String {
        print_at(format, 1_483_263_249_087, 330, false)
    }

    fn print_at(format: &str, epoch_ms: i64, offset: i32, utc: bool) -> String {
        let mut out = vec![];
        let default = if utc { DEFAULT_UTC } else { DEFAULT_LOCAL };
        Format::compile(format, default).write(&mut out, &Fields::new(epoch_ms, offset, utc));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_formats_of_the_corpus() {
        for (format, expected) in [
            ("", "2017-01-01T15:04:09+05:30"),
            ("YYYY-MM-DD HH:mm:ss", "2017-01-01 15:04:09"),
            ("YYYY-MM-DD HH:mm:ss.SSS", "2017-01-01 15:04:09.087"),
            ("YYYY-MM-DDTHH:mm:ss.SSSSS", "2017-01-01T15:04:09.08700"),
            ("YYYY-MM-DD hh:mm:ss", "2017-01-01 03:04:09"),
            ("YYYY-MM-DD kk:mm:ss", "2017-01-01 15:04:09"),
            ("HH:m:ss", "15:4:09"),
            ("YYYY/MM/DD HH:mm:ss", "2017/01/01 15:04:09"),
            ("DD/MMM/YYYY:HH:mm:ss Z", "01/Jan/2017:15:04:09 +05:30"),
            ("DD/MMM/YYYY:HH:mm:ss ZZ", "01/Jan/2017:15:04:09 +0530"),
            ("dddd, MMMM Do YYYY, h:mm:ss a", "Sunday, January 1st 2017, 3:04:09 pm"),
            ("ddd, hA", "Sun, 3PM"),
            ("X", "1483263249"),
            ("x", "1483263249087"),
            ("iso", "i9o"),
        ] {
            assert_eq!(print(format), expected, "{format}");
        }
    }

    #[test]
    fn every_token() {
        for (format, expected) in [
            ("Y|YY|YYY|YYYY|YYYYY|YYYYYY", "2017|17|172017|2017|02017|+002017"),
            ("M|Mo|MM|MMM|MMMM|MMMMM", "1|1st|01|Jan|January|January1"),
            ("Q|Qo", "1|1st"),
            ("D|Do|DD|DDD|DDDo|DDDD", "1|1st|01|1|1st|001"),
            ("d|do|dd|ddd|dddd|e|E", "0|0th|Su|Sun|Sunday|0|7"),
            ("w|wo|ww|W|Wo|WW", "1|1st|01|52|52nd|52"),
            ("gg|gggg|ggggg|GG|GGGG|GGGGG", "17|2017|02017|16|2016|02016"),
            ("H|HH|h|hh|k|kk|a|A", "15|15|3|03|15|15|pm|PM"),
            ("Hmm|Hmmss|hmm|hmmss", "1504|150409|304|30409"),
            ("m|mm|s|ss", "4|04|9|09"),
            ("S|SS|SSS|SSSS|SSSSSSSSS|SSSSSSSSSS", "0|08|087|0870|087000000|0870000000"),
            ("z|zz|Z|ZZ", "||+05:30|+0530"),
            ("L|LT|LTS", "01/01/2017|3:04 PM|3:04:09 PM"),
            ("LL|LLL", "January 1, 2017|January 1, 2017 3:04 PM"),
            ("LLLL", "Sunday, January 1, 2017 3:04 PM"),
            ("l|ll|lll", "1/1/2017|Jan 1, 2017|Jan 1, 2017 3:04 PM"),
            ("llll", "Sun, Jan 1, 2017 3:04 PM"),
            ("g|G|y|N|q", "g|G|y|N|q"),
        ] {
            assert_eq!(print(format), expected, "{format}");
        }
    }

    #[test]
    fn text_in_brackets_and_behind_backslashes() {
        for (format, expected) in [
            ("[Today is] dddd", "Today is Sunday"),
            ("YYYY[T]HH", "2017T15"),
            ("[a]b]Y", "a]b2017"),
            ("[[Y]", "[Y"),
            ("[Y", "[2017"),
            ("[]Y", "2017"),
            (r"\MM\Y\\", "MMY"),
            (r"\L|\LLLL|\\LL", "L|LLLL|LL"),
            ("\\\nY", "2017"),
            ("'Y'", "'2017'"),
            ("é€Y\n", "é€2017"),
        ] {
            assert_eq!(print(format), expected, "{format}");
        }
    }

    #[test]
    fn utc_midnight_and_offsets() {
        let at = 1_483_228_800_000;
        assert_eq!(print_at("", at, 600, true), "2017-01-01T00:00:00Z");
        assert_eq!(
            print_at("H|h|k|kk|a|z|zz|Z", at, 600, true),
            "0|12|24|24|am|UTC|Coordinated Universal Time|+00:00"
        );
        assert_eq!(print_at("YYYY-MM-DD HH:mm Z ZZ", at, -210, false), "2016-12-31 20:30 -03:30 -0330");
        assert_eq!(print_at("X x", -1, 0, true), "-1 -1");
        assert_eq!(print_at("YYYY YY YYYYYY", -62_198_755_200_000, 0, true), "-0001 -01 -000001");
        assert_eq!(print_at("YYYY Y", 253_402_300_800_000, 0, true), "10000 +10000");
    }

    #[test]
    fn ordinals() {
        let printed: Vec<_> = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 111, 365]
            .iter()
            .map(|&number| {
                let mut out = vec![];
                ordinal(&mut out, number);
                String::from_utf8(out).unwrap()
            })
            .collect();
        assert_eq!(printed.join(" "), "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 111th 365th");
    }

    #[test]
    fn outputs_stay_within_the_bound() {
        for format in ["zz", "YYYYYY", "x", "LLLL", "dddd MMMM", "SSSSSSSSS"] {
            let compiled = Format::compile(format, DEFAULT_UTC);
            for at in [i64::MIN, 0, i64::MAX] {
                let mut out = vec![];
                compiled.write(&mut out, &Fields::new(at, 0, true));
                assert!(out.len() <= compiled.max_len());
            }
        }
    }
}
