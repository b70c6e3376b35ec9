//! TIMESTAMP, DATE and TIME as the service prints and reads them.
//!
//! Timestamps print as `java.sql.Timestamp` does: at least one and at most three fraction digits, trailing zeros
//! cut (`2021-08-10 01:26:30.0`, spec/kda-sql.md 1.5). Reading is strict: a literal or a CAST that does not fit is an
//! error, never a guess.

use crate::civil::{CivilDate, CivilTime, MS_PER_DAY, civil_from_days, days_from_civil};

/// `yyyy-MM-dd HH:mm:ss.f` of epoch milliseconds, UTC.
pub fn timestamp_text(epoch_ms: i64) -> String {
    let mut out = String::new();
    push_timestamp(&mut out, epoch_ms);
    out
}

/// `yyyy-MM-dd` of epoch milliseconds, UTC.
pub fn date_text(epoch_ms: i64) -> String {
    let mut out = String::new();
    push_date(&mut out, epoch_ms);
    out
}

/// `HH:mm:ss` of milliseconds since midnight, with a fraction only when there is one.
pub fn time_text(ms_of_day: i64) -> String {
    let mut out = String::new();
    push_time(&mut out, ms_of_day);
    out
}

/// Appends what [`timestamp_text`] gives.
pub fn push_timestamp(out: &mut String, epoch_ms: i64) {
    push_date(out, epoch_ms);
    out.push(' ');
    let time = CivilTime::from_ms(epoch_ms);
    push_clock(out, time);
    push_fraction(out, time.millisecond);
}

/// Appends what [`date_text`] gives.
pub fn push_date(out: &mut String, epoch_ms: i64) {
    let date = civil_from_days(epoch_ms.div_euclid(MS_PER_DAY));
    if (0..10_000).contains(&date.year) {
        push_two(out, (date.year / 100) as u32);
        push_two(out, (date.year % 100) as u32);
    } else {
        out.push_str(&date.year.to_string());
    }
    out.push('-');
    push_two(out, date.month);
    out.push('-');
    push_two(out, date.day);
}

/// Appends what [`time_text`] gives.
pub fn push_time(out: &mut String, ms_of_day: i64) {
    let time = CivilTime::from_ms(ms_of_day);
    push_clock(out, time);
    if time.millisecond != 0 {
        push_fraction(out, time.millisecond);
    }
}

fn push_clock(out: &mut String, time: CivilTime) {
    push_two(out, time.hour);
    out.push(':');
    push_two(out, time.minute);
    out.push(':');
    push_two(out, time.second);
}

/// The point and one to three digits, zeros at the end cut.
fn push_fraction(out: &mut String, millisecond: u32) {
    out.push('.');
    push_digit(out, millisecond / 100);
    if !millisecond.is_multiple_of(100) {
        push_digit(out, millisecond / 10 % 10);
    }
    if !millisecond.is_multiple_of(10) {
        push_digit(out, millisecond % 10);
    }
}

fn push_two(out: &mut String, number: u32) {
    push_digit(out, number / 10);
    push_digit(out, number % 10);
}

fn push_digit(out: &mut String, digit: u32) {
    out.push(char::from(b'0' + (digit % 10) as u8));
}

/// Epoch milliseconds of `yyyy-MM-dd HH:mm:ss[.f…]`; digits past the millisecond are cut.
pub fn parse_timestamp(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(' ')?;
    parse_date(date)?.checked_add(parse_time(time)?)
}

/// Epoch milliseconds at midnight of `yyyy-MM-dd`.
pub fn parse_date(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-');
    let year = digits(parts.next()?, 4)?;
    let month = digits(parts.next()?, 2)? as u32;
    let day = digits(parts.next()?, 2)? as u32;
    let date = CivilDate { year, month, day };
    date.is_valid().then(|| days_from_civil(date) * MS_PER_DAY)
}

/// Milliseconds since midnight of `HH:mm:ss[.f…]`.
pub fn parse_time(text: &str) -> Option<i64> {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, fraction),
        None => (text, "0"),
    };
    let mut parts = clock.splitn(3, ':');
    let hour = digits(parts.next()?, 2)? as u32;
    let minute = digits(parts.next()?, 2)? as u32;
    let second = digits(parts.next()?, 2)? as u32;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    if fraction.is_empty() || fraction.len() > 9 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let millisecond =
        fraction.bytes().chain([b'0'; 3]).take(3).fold(0, |ms, b| ms * 10 + u32::from(b - b'0'));
    Some(CivilTime { hour, minute, second, millisecond }.to_ms())
}

fn digits(text: &str, width: usize) -> Option<i64> {
    if text.len() != width || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_print_like_java() {
        assert_eq!(timestamp_text(0), "1970-01-01 00:00:00.0");
        assert_eq!(timestamp_text(1_628_555_190_000), "2021-08-10 00:26:30.0");
        assert_eq!(timestamp_text(1_628_555_190_050), "2021-08-10 00:26:30.05");
        assert_eq!(timestamp_text(-1), "1969-12-31 23:59:59.999");
    }

    #[test]
    fn timestamps_read_strictly() {
        assert_eq!(parse_timestamp("2021-08-10 00:26:30"), Some(1_628_555_190_000));
        assert_eq!(parse_timestamp("2021-08-10 00:26:30.0509"), Some(1_628_555_190_050));
        for wrong in [
            "2021-08-10",
            "2021-02-30 00:00:00",
            "2021-08-10T00:26:30",
            "2021-08-10 24:00:00",
            "2021-08-10 00:26:30.",
        ] {
            assert_eq!(parse_timestamp(wrong), None, "{wrong}");
        }
    }
}
