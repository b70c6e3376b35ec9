//! A sender's planned times: in words, as text fields, on a scale, and what becomes of them when one is moved.
//!
//! Times are seconds from the start of the clock. Spans are in order and do not overlap; whatever is done to one, the others stay and it keeps
//! clear of them, as a clip does on an editor's track.

use rillcut_lab::file::ActiveSpan;

use crate::{ui::format::rate, words::words};

/// Shortest span that moving and cutting leave, in seconds.
const SHORTEST: f64 = 0.1;
/// Longest time that a field takes: a year.
const LONGEST: f64 = 366.0 * 86_400.0;

/// The planned times as a sentence's end: `from 3:00 to 3:25`.
pub(super) fn plan(active: &[ActiveSpan]) -> String {
    let words = &words().senders.plan;
    match active {
        [] => words.by_hand.to_owned(),
        [only] if is_always(only) => words.always.to_owned(),
        spans => spans.iter().map(span).collect::<Vec<_>>().join(words.comma),
    }
}

/// Whether a span is all the time, at the sender's rate.
pub(super) fn is_always(span: &ActiveSpan) -> bool {
    span.from <= 0.0 && span.until.is_none() && span.rate.is_none()
}

/// One span in words.
pub(super) fn span(span: &ActiveSpan) -> String {
    let (until, rates) = (span.until.map(instant), [span.rate, span.rate_to].map(|one| one.map(rate)));
    let [from_rate, to_rate] = &rates;
    let said = words().senders.plan.span;
    said(&instant(span.from), until.as_deref(), from_rate.as_deref(), to_rate.as_deref())
}

/// Seconds from the start of the clock as `m:ss`, from one hour on as `h:mm:ss`.
pub(super) fn instant(seconds: f64) -> String {
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

/// Seconds of a text such as `205`, `3:25`, `1:02:03.5`, `90s`, `5m`, `24h`.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    // A unit before those that end as it does.
    let units = [("ms", 0.001), ("min", 60.0), ("s", 1.0), ("m", 60.0), ("h", 3600.0), ("d", 86_400.0)];
    let found = units.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?.trim(), factor)));
    let seconds = match found {
        Some((number, factor)) => number.parse::<f64>().ok()? * factor,
        None => text
            .split(':')
            .map(|part| part.parse::<f64>().ok())
            .try_fold(0.0, |sum, part| Some(sum * 60.0 + part?))?,
    };
    (seconds.is_finite() && (0.0..=LONGEST).contains(&seconds)).then_some((seconds * 1000.0).round() / 1000.0)
}

/// A track's scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// Seconds from its left to its right.
    pub(super) length: f64,
    /// Seconds between two marks.
    pub(super) mark: f64,
    /// Seconds of a step by keyboard, to which the pointer snaps.
    pub(super) step: f64,
    /// The highest rate.
    pub(super) highest: f64,
}

impl Scale {
    /// A scale on which all spans and the clock are seen.
    pub(super) fn of(active: &[ActiveSpan], base: f64, clock: f64) -> Self {
        let ends = active.iter().map(|span| span.until.unwrap_or(span.from + 30.0));
        let longest = ends.chain([clock, 60.0]).fold(0.0, f64::max) * 1.1;
        let marks = [10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 14_400.0];
        let mark = marks.into_iter().find(|mark| longest / mark <= 8.0);
        let mark = mark.unwrap_or_else(|| (longest / 8.0 / 21_600.0).ceil() * 21_600.0);
        let rates = active.iter().flat_map(|span| [span.rate.unwrap_or(base), span.rate_to.unwrap_or(0.0)]);
        Self {
            length: (longest / mark).ceil() * mark,
            mark,
            step: if mark <= 15.0 { 1.0 } else { mark / 12.0 },
            highest: rates.chain([base]).fold(f64::MIN_POSITIVE, f64::max),
        }
    }

    /// A time in percent of the length.
    pub(super) fn percent(self, seconds: f64) -> f64 {
        (seconds / self.length * 100.0).clamp(0.0, 100.0)
    }

    /// The nearest step.
    pub(super) fn snapped(self, seconds: f64) -> f64 {
        (seconds / self.step).round() * self.step
    }
}

/// The free time around a span: from where the one before ends to where the one after begins.
fn room(active: &[ActiveSpan], at: usize) -> (f64, f64) {
    let before = at.checked_sub(1).and_then(|before| active.get(before)?.until).unwrap_or(0.0);
    (before, active.get(at + 1).map_or(LONGEST, |next| next.from))
}

/// Moves a span by so many seconds, as far as there is room.
pub(super) fn moved(active: &mut [ActiveSpan], at: usize, by: f64) {
    let (least, most) = room(active, at);
    let Some(span) = active.get_mut(at) else { return };
    let length = span.until.map_or(SHORTEST, |until| until - span.from);
    let from = (span.from + by).clamp(least, (most - length).max(least));
    span.until = span.until.map(|_| from + length);
    span.from = from;
}

/// Moves the beginning of a span to an instant.
pub(super) fn begun(active: &mut [ActiveSpan], at: usize, from: f64) {
    let (least, most) = room(active, at);
    let Some(span) = active.get_mut(at) else { return };
    let latest = span.until.unwrap_or(most) - SHORTEST;
    span.from = from.clamp(least, latest.max(least));
}

/// Moves the end of a span to an instant; nothing is for ever, for the last one without a ramp.
pub(super) fn ended(active: &mut [ActiveSpan], at: usize, until: Option<f64>) {
    let (_, most) = room(active, at);
    let is_last = at + 1 == active.len();
    let Some(span) = active.get_mut(at) else { return };
    match until {
        Some(until) => span.until = Some(until.clamp(span.from + SHORTEST, most)),
        None if is_last && span.rate_to.is_none() => span.until = None,
        None => {}
    }
}

/// Takes a span away.
pub(super) fn removed(active: &mut Vec<ActiveSpan>, at: usize) {
    active.drain(at..(at + 1).min(active.len()));
}

/// Puts a span in: what is there already makes room and goes on behind it.
pub(super) fn insert(active: &mut Vec<ActiveSpan>, new: ActiveSpan) {
    let until = new.until.unwrap_or(LONGEST);
    let mut out = Vec::with_capacity(active.len() + 2);
    for old in active.drain(..) {
        let end = old.until.unwrap_or(LONGEST);
        if end <= new.from || old.from >= until {
            out.push(old);
            continue;
        }
        if new.from - old.from >= SHORTEST {
            out.push(ActiveSpan { until: Some(new.from), ..old.clone() });
        }
        if end - until >= SHORTEST {
            // The rest of a ramp would rise from its beginning again, so it goes on at its end.
            let rate = old.rate_to.or(old.rate);
            out.push(ActiveSpan { from: until, until: old.until, rate, rate_to: None });
        }
    }
    out.push(new);
    out.sort_by(|a, b| a.from.total_cmp(&b.from));
    *active = out;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: f64, until: Option<f64>, rate: Option<f64>) -> ActiveSpan {
        ActiveSpan { from, until, rate, rate_to: None }
    }

    fn times(active: &[ActiveSpan]) -> Vec<(f64, Option<f64>)> {
        active.iter().map(|span| (span.from, span.until)).collect()
    }

    #[test]
    fn plans_in_words() {
        assert_eq!(plan(&[]), "started by hand");
        assert_eq!(plan(&[span(0.0, None, None)]), "all the time");
        assert_eq!(plan(&[span(180.0, Some(205.0), None)]), "from 3:00 to 3:25");
        assert_eq!(
            plan(&[
                span(0.0, Some(480.0), None),
                span(480.0, Some(3661.5), Some(1.0 / 3.0)),
                span(7200.0, None, None)
            ]),
            "from 0:00 to 8:00, from 8:00 to 1:01:01.5 at 0.33/s, from 2:00:00 on"
        );
    }

    #[test]
    fn times_are_read_as_they_are_written() {
        for (text, expected) in [
            ("205", 205.0),
            ("3:25", 205.0),
            ("1:01:01.5", 3661.5),
            (" 90s ", 90.0),
            ("5m", 300.0),
            ("5 min", 300.0),
            ("24h", 86_400.0),
            ("250ms", 0.25),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        for text in ["", "x", "-1", "1:x", "inf", "9999d"] {
            assert_eq!(seconds(text), None, "{text}");
        }
        assert_eq!(seconds(&instant(3661.5)), Some(3661.5));
    }

    #[test]
    fn spans_keep_clear_of_each_other() {
        let plan = || vec![span(0.0, Some(10.0), None), span(20.0, Some(30.0), None), span(40.0, None, None)];
        let mut active = plan();
        moved(&mut active, 1, 100.0);
        assert_eq!(times(&active)[1], (30.0, Some(40.0)));
        moved(&mut active, 1, -100.0);
        assert_eq!(times(&active)[1], (10.0, Some(20.0)));
        moved(&mut active, 2, -5.0);
        assert_eq!(times(&active)[2], (35.0, None));
        let mut active = plan();
        begun(&mut active, 1, 3.0);
        ended(&mut active, 1, Some(99.0));
        assert_eq!(times(&active)[1], (10.0, Some(40.0)));
        begun(&mut active, 1, 99.0);
        assert_eq!(times(&active)[1], (39.9, Some(40.0)));
        ended(&mut active, 1, None);
        assert_eq!(times(&active)[1], (39.9, Some(40.0)), "only the last may be for ever");
        ended(&mut active, 2, Some(50.0));
        ended(&mut active, 2, None);
        assert_eq!(times(&active)[2], (40.0, None));
        moved(&mut active, 9, 1.0);
        removed(&mut active, 1);
        assert_eq!(active.len(), 2);
    }

    #[test]
    fn a_burst_cuts_what_is_there() {
        let mut active = vec![span(0.0, None, None)];
        insert(&mut active, span(60.0, Some(85.0), Some(50.0)));
        assert_eq!(times(&active), [(0.0, Some(60.0)), (60.0, Some(85.0)), (85.0, None)]);
        assert_eq!(active[1].rate, Some(50.0));
        insert(&mut active, span(50.0, Some(90.0), None));
        assert_eq!(times(&active), [(0.0, Some(50.0)), (50.0, Some(90.0)), (90.0, None)]);
        let mut ramp = vec![ActiveSpan { rate_to: Some(9.0), ..span(0.0, Some(100.0), Some(1.0)) }];
        insert(&mut ramp, span(40.0, Some(50.0), None));
        assert_eq!((ramp[2].rate, ramp[2].rate_to), (Some(9.0), None));
        let mut none = vec![];
        insert(&mut none, span(5.0, Some(6.0), None));
        assert_eq!(times(&none), [(5.0, Some(6.0))]);
    }

    #[test]
    fn scales_are_round() {
        let scale = Scale::of(&[span(180.0, Some(205.0), Some(50.0))], 10.0, 0.0);
        assert_eq!((scale.length, scale.mark, scale.step, scale.highest), (240.0, 30.0, 2.5, 50.0));
        assert_eq!((scale.percent(120.0), scale.percent(999.0)), (50.0, 100.0));
        assert_eq!(scale.snapped(11.4), 12.5);
        let day = Scale::of(&[span(0.0, None, None)], 1.0, 86_400.0);
        assert!(day.length / day.mark <= 9.0 && day.length > 86_400.0);
    }
}
