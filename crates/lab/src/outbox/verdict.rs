//! What the end of an attempt means: taken, to be tried again, or given up, and the sentence that says so.

use rillcut_record::parse_timestamp;

use crate::protocol::Outcome;

/// Longest wait that a receiver may ask for, milliseconds: a day.
const LONGEST_ASKED_MS: f64 = 86_400_000.0;

/// What becomes of a delivery after an attempt.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// The receiver took it.
    Delivered,
    /// It went out; whether it was taken is hidden.
    Sent,
    /// Another attempt, not before so many milliseconds.
    Again(f64),
    /// Another attempt when the computer is back on the network; this one does not count.
    Offline,
    /// No attempt will help.
    Never,
    /// As `Never`, and nothing more is to be sent there.
    Gone,
}

/// Judges an attempt. `timeout_s` is what the receiver had, for the sentence.
pub(super) fn judge(outcome: &Outcome, timeout_s: f64, wall_ms: f64) -> (Verdict, String) {
    match outcome {
        Outcome::Status { status, retry_after, answer } => {
            status_verdict(*status, retry_after.as_deref(), answer, wall_ms)
        }
        Outcome::Redirected => (
            Verdict::Never,
            "the address redirects elsewhere, where the message would arrive empty: give the final address".to_owned(),
        ),
        Outcome::Hidden => (Verdict::Sent, "sent; the browser hides the answer, so nobody knows whether it was taken".to_owned()),
        Outcome::TimedOut => {
            (Verdict::Again(0.0), format!("no answer within {timeout_s} s; it may have arrived all the same"))
        }
        Outcome::Offline => (Verdict::Offline, "this computer is offline; it goes on when the network is back".to_owned()),
        Outcome::Failed { reached: Some(true), .. } => (
            Verdict::Again(0.0),
            "the receiver is there but does not allow this page to send, or hides its answer (CORS): allow this page's origin there".to_owned(),
        ),
        Outcome::Failed { reached: Some(false), .. } => (
            Verdict::Again(0.0),
            "nobody answers at this address: its name is not known, the server is down, or it refuses or drops the connection".to_owned(),
        ),
        Outcome::Failed { reason, reached: None } => (
            Verdict::Again(0.0),
            format!("{reason}: nobody answered there, or the answer does not allow this page (CORS)"),
        ),
        Outcome::Unsendable(reason) => (Verdict::Never, format!("the browser cannot send this: {reason}")),
        Outcome::Shown => (Verdict::Delivered, "shown".to_owned()),
        Outcome::Denied => (
            Verdict::Never,
            "the browser does not let this page notify: allow notifications in the site's settings, then send it again".to_owned(),
        ),
    }
}

fn status_verdict(status: u16, retry_after: Option<&str>, answer: &str, wall_ms: f64) -> (Verdict, String) {
    let asked = retry_after.map_or(0.0, |text| asked_ms(text, wall_ms));
    let (verdict, words) = match status {
        // What KDA's contract with a function says of records that were not taken.
        200..=299 if answer.contains("\"DeliveryFailed\"") => {
            (Verdict::Again(asked), "the function says of a record: DeliveryFailed")
        }
        200..=299 => (Verdict::Delivered, ""),
        300..=399 => (Verdict::Never, "the address has moved: give the new one"),
        400 | 422 => (Verdict::Never, "the receiver does not understand the message"),
        401 | 403 => (Verdict::Never, "the receiver wants another key or does not let this one in"),
        404 => (Verdict::Never, "nothing takes messages at this address"),
        405 => (Verdict::Never, "the receiver does not take this method"),
        408 => (Verdict::Again(asked), "the receiver waited too long for the message"),
        410 => (Verdict::Gone, "the receiver is gone for good; nothing more is sent there"),
        413 => (Verdict::Never, "the message is too large for the receiver"),
        415 => (Verdict::Never, "the receiver wants another form: choose another preset"),
        425 => (Verdict::Again(asked), "the receiver asks for it later"),
        429 => (Verdict::Again(asked), "the receiver asks for fewer messages"),
        502 | 504 => (Verdict::Again(asked), "what stands before the receiver cannot reach it"),
        503 => (Verdict::Again(asked), "the receiver is not available"),
        500..=599 => (Verdict::Again(asked), "the receiver is in trouble"),
        _ => (Verdict::Never, "the receiver did not take it"),
    };
    let mut text = format!("HTTP {status}");
    if !words.is_empty() {
        text.push_str(": ");
        text.push_str(words);
    }
    (verdict, text)
}

/// The wait that `Retry-After` asks for, milliseconds: seconds, or a date.
fn asked_ms(text: &str, wall_ms: f64) -> f64 {
    let text = text.trim();
    let asked = match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() => seconds * 1000.0,
        _ => http_date_ms(text).map_or(0.0, |at| at as f64 - wall_ms),
    };
    asked.clamp(0.0, LONGEST_ASKED_MS)
}

/// `Fri, 27 Nov 2026 11:46:07 GMT` as epoch milliseconds.
fn http_date_ms(text: &str) -> Option<i64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let mut parts = text.split_once(", ")?.1.split(' ');
    let (day, month, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.find(month).filter(|at| month.len() == 3 && at % 3 == 0)? / 3 + 1;
    parse_timestamp(&format!("{year}-{month:02}-{day:0>2} {time}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16, retry_after: Option<&str>) -> (Verdict, String) {
        let retry_after = retry_after.map(str::to_owned);
        judge(&Outcome::Status { status, retry_after, answer: String::new() }, 10.0, 1_795_779_967_000.0)
    }

    #[test]
    fn answers() {
        for code in [200, 201, 202, 204] {
            assert_eq!(status(code, None), (Verdict::Delivered, format!("HTTP {code}")));
        }
        for code in [400, 401, 404, 405, 413, 415, 418, 302] {
            assert_eq!(status(code, None).0, Verdict::Never, "{code}");
        }
        for code in [408, 425, 429, 500, 502, 503, 504] {
            assert_eq!(status(code, None).0, Verdict::Again(0.0), "{code}");
        }
        assert_eq!(status(410, None).0, Verdict::Gone);
    }

    #[test]
    fn retry_after_in_seconds_and_as_a_date() {
        assert_eq!(status(429, Some("30")).0, Verdict::Again(30_000.0));
        assert_eq!(status(503, Some("Fri, 27 Nov 2026 11:47:07 GMT")).0, Verdict::Again(60_000.0));
        assert_eq!(status(503, Some("Thu, 26 Nov 2026 11:47:07 GMT")).0, Verdict::Again(0.0), "the past");
        for odd in ["soon", "-5", "NaN", "Fri, 27 Foo 2026 1:2:3 GMT", ", "] {
            assert_eq!(status(503, Some(odd)).0, Verdict::Again(0.0), "{odd}");
        }
        assert_eq!(status(503, Some("1e9")).0, Verdict::Again(LONGEST_ASKED_MS));
    }

    #[test]
    fn every_way_to_fail_has_its_own_sentence() {
        let failed = |reached| Outcome::Failed { reason: "Failed to fetch".to_owned(), reached };
        let mut said: Vec<String> = [
            Outcome::Redirected,
            Outcome::Hidden,
            Outcome::TimedOut,
            Outcome::Offline,
            failed(None),
            failed(Some(true)),
            failed(Some(false)),
            Outcome::Unsendable("x".to_owned()),
            Outcome::Denied,
        ]
        .iter()
        .map(|outcome| judge(outcome, 10.0, 0.0).1)
        .chain(
            [400, 401, 404, 405, 408, 410, 413, 415, 425, 429, 500, 502, 503]
                .map(|code| status(code, None).1),
        )
        .collect();
        let all = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), all);
    }

    #[test]
    fn a_function_that_refuses_a_record_is_called_again() {
        let answer = r#"{"records":[{"recordId":"a","result":"DeliveryFailed"}]}"#.to_owned();
        let outcome = Outcome::Status { status: 200, retry_after: None, answer };
        assert_eq!(judge(&outcome, 10.0, 0.0).0, Verdict::Again(0.0));
    }
}
