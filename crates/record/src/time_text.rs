//! TIMESTAMP, DATE and TIME as the service prints and reads them.
//!
//! Timestamps print as `java.sql.Timestamp` does: at least one and at most three fraction digits, trailing zeros
//! cut (`2021-08-10 01:26:30.0`, spec/kda-sql.md 1.5). Reading is strict: a literal or a CAST that does not fit is an
//! error, never a guess.

use crate::civil::{CivilDate, CivilTime, MS_PER_DAY, civil_from_days, days_from_civil};

/// `yyyy-MM-dd HH:mm:ss.f` of epoch milliseconds, UTC.
pub fn timestamp_text(epoch_ms: i64) -> String {
    let mut out = date_text(epoch_ms);
    let time = CivilTime::from_ms(epoch_ms);
    out.push_str(&format!(" {:02}:{:02}:{:02}.", time.hour, time.minute, time.second));
    let fraction = format!("{:03}", time.millisecond);
    let kept = fraction.trim_end_matches('0');
    out.push_str(if kept.is_empty() { "0" } else { kept });
    out
}

/// `yyyy-MM-dd` of epoch milliseconds, UTC.
pub fn date_text(epoch_ms: i64) -> String {
    let date = civil_from_days(epoch_ms.div_euclid(MS_PER_DAY));
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// `HH:mm:ss` of milliseconds since midnight, with a fraction only when there is one.
pub fn time_text(ms_of_day: i64) -> String {
    let time = CivilTime::from_ms(ms_of_day);
    let mut out = format!("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
    if time.millisecond != 0 {
        out.push_str(format!(".{:03}", time.millisecond).trim_end_matches('0'));
    }
    out
}

/// Epoch milliseconds of `yyyy-MM-dd HH:mm:ss[.f…]`; digits past the millisecond are cut.
pub fn parse_timestamp(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(' ')?;
    Some(parse_date(date)?.checked_add(parse_time(time)?)?)
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
