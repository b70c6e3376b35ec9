//! Numbers and times as people read them.

use crate::words::words;

/// `12345` as `12,345`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A rate with no more digits than tell something: `0.33`, `5`, `1,200`.
pub(crate) fn rate(per_second: f64) -> String {
    if per_second <= 0.0 {
        "0".to_owned()
    } else if per_second < 10.0 {
        let text = format!("{per_second:.2}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        count(per_second.round() as u64)
    }
}

/// `HH:mm:ss` of epoch milliseconds, UTC.
pub(crate) fn clock(ms: i64) -> String {
    let second = ms.div_euclid(1000).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// A length of time, from a second on: `09:45`, `1:09:45`, `2 d 1:09:45`.
pub(crate) fn elapsed(ms: i64) -> String {
    let second = ms.max(0) / 1000;
    let (day, hour, rest) =
        (second / 86_400, second / 3600 % 24, format!("{:02}:{:02}", second / 60 % 60, second % 60));
    match (day, hour) {
        (0, 0) => rest,
        (0, hour) => format!("{hour}:{rest}"),
        (day, hour) => format!("{day} {} {hour}:{rest}", words().common.days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times() {
        assert_eq!((count(0), count(999), count(1_234_567)), ("0".into(), "999".into(), "1,234,567".into()));
        assert_eq!((rate(1.0 / 3.0), rate(5.0), rate(1234.6)), ("0.33".into(), "5".into(), "1,235".into()));
        assert_eq!(
            [0, 585_999, 3_600_000, 90_061_000].map(elapsed),
            ["00:00", "09:45", "1:00:00", "1 d 1:01:01"]
        );
        assert_eq!((clock(0), clock(86_399_999)), ("00:00:00".into(), "23:59:59".into()));
    }
}
