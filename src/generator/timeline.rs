//! A sender's planned times: in words, and as what it should be doing at an instant.

use rillcut_lab::file::{ActiveSpan, SenderSpec};

use crate::ui::format::rate;

/// The planned times as a sentence's end: `from 3:00 to 3:25`.
pub(super) fn words(active: &[ActiveSpan]) -> String {
    match active {
        [] => "started by hand".to_owned(),
        [only] if only.from <= 0.0 && only.until.is_none() && only.rate.is_none() => {
            "all the time".to_owned()
        }
        spans => spans.iter().map(span).collect::<Vec<_>>().join(", "),
    }
}

fn span(span: &ActiveSpan) -> String {
    let mut out = match span.until {
        Some(until) => format!("from {} to {}", instant(span.from), instant(until)),
        None => format!("from {} on", instant(span.from)),
    };
    if let Some(per_second) = span.rate {
        out.push_str(" at ");
        out.push_str(&rate(per_second));
        out.push_str("/s");
    }
    out
}

/// Seconds from the start of the clock as `m:ss`, from one hour on as `h:mm:ss`.
fn instant(seconds: f64) -> String {
    let tenths = (seconds.max(0.0) * 10.0).round() as u64;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    let mut out = if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    };
    if tenth > 0 {
        out.push('.');
        out.push_str(&tenth.to_string());
    }
    out
}

/// Whether the plan has a sender send at an instant, seconds from the start of the clock.
pub(super) fn is_planned(sender: &SenderSpec, seconds: f64) -> bool {
    sender.active.iter().any(|span| span.from <= seconds && span.until.is_none_or(|until| seconds < until))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: f64, until: Option<f64>, rate: Option<f64>) -> ActiveSpan {
        ActiveSpan { from, until, rate, rate_to: None }
    }

    #[test]
    fn plans_in_words() {
        assert_eq!(words(&[]), "started by hand");
        assert_eq!(words(&[span(0.0, None, None)]), "all the time");
        assert_eq!(words(&[span(180.0, Some(205.0), None)]), "from 3:00 to 3:25");
        assert_eq!(
            words(&[
                span(0.0, Some(480.0), None),
                span(480.0, Some(3661.5), Some(1.0 / 3.0)),
                span(7200.0, None, None)
            ]),
            "from 0:00 to 8:00, from 8:00 to 1:01:01.5 at 0.33/s, from 2:00:00 on"
        );
    }

    #[test]
    fn plans_at_an_instant() {
        let active = vec![span(180.0, Some(205.0), None), span(300.0, None, None)];
        let sender = SenderSpec { active, ..SenderSpec::default() };
        let at = [179.9, 180.0, 205.0, 300.0].map(|seconds| is_planned(&sender, seconds));
        assert_eq!(at, [false, true, false, true]);
    }
}
