//! The chart in words: the window under the cursor, and the whole in a sentence.

use leptos::prelude::*;
use rillcut_lab::protocol::ChartPoint;

use super::{
    judgement::{By, Judgement, letter, window_ms},
    look::{Look, highest_at},
};
use crate::{ui::format::clock, words::words};

impl Look {
    /// The window under the cursor, else the newest.
    pub(super) fn reading(self) -> String {
        let w = &words().detection.reading;
        let names = self.names_read();
        let at = self.point.get();
        self.scored().chart.with(|points| {
            let under = at.and_then(|at| highest_at(points, at));
            // A row that the forest did not score; the newest where it scores none.
            let newest = || self.scored().track.with(|track| track.times.last().copied());
            let at = at.or_else(|| if points.is_empty() { newest() } else { None });
            if let (None, Some(at)) = (under, at)
                && let Some(values) = self.scored().track.with(|track| track.at(at))
            {
                return format!("{} · {}", clock(at), pairs(&names, &values));
            }
            let Some(point) = under.or(points.back()) else {
                return w.none_scored.to_owned();
            };
            let by = self.by.get();
            let mark = if self.marks(point) { format!(" ▲ {}", by.mark()) } else { String::new() };
            let stretch = self.stretches.with(|stretches| {
                let window = window_ms(points.iter());
                let held = stretches.iter().position(|stretch| stretch.holds(point.rowtime_ms, window));
                held.map_or_else(String::new, |held| (w.moment)(letter(held)))
            });
            let values = pairs(&names, &self.values(point));
            format!("{} · {values} · {}{mark}{stretch}", clock(point.rowtime_ms), judged(point, by))
        })
    }

    /// The picture in a sentence.
    pub(super) fn summary(self, judgement: Judgement) -> String {
        let w = &words().detection.reading;
        let title = self.title();
        let by = self.by.get();
        self.scored().chart.with(|points| {
            let Some(newest) = points.back() else {
                return (w.nothing)(&title);
            };
            let mut said = (w.summary)(&title, by.name(), judgement.scored, judgement.above, by.mark());
            let values = pairs(&self.names_read(), &self.values(newest));
            said.push_str(&(w.newest)(&clock(newest.rowtime_ms), &values, &judged(newest, by)));
            said
        })
    }

    fn names_read(self) -> Vec<String> {
        let names = self.names();
        if names.is_empty() { vec![words().detection.reading.value.to_owned()] } else { names }
    }
}

/// `score 0.874`, or the grade with how sure it is.
pub(super) fn judged(point: &ChartPoint, by: By) -> String {
    let w = &words().detection.reading;
    match by {
        _ if point.warm_up => w.warm_up.to_owned(),
        By::Score => (w.score_is)(point.score),
        By::Grade => (w.grade_is)(point.grade, point.confidence),
    }
}

/// `CTR 38.2, CLICKS 12`; a name without a number is left out.
fn pairs(names: &[String], values: &[f64]) -> String {
    let there = names.iter().zip(values).filter(|(_, value)| !value.is_nan());
    let texts: Vec<String> = there.map(|(name, value)| format!("{name} {}", number(*value))).collect();
    if texts.is_empty() { words().detection.reading.no_value.to_owned() } else { texts.join(", ") }
}

/// A number with as many digits as tell something.
pub(super) fn number(value: f64) -> String {
    let text = if value.abs() < 10.0 { format!("{value:.3}") } else { format!("{value:.1}") };
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let texts = [100.0, 387.54, 2.5, 0.0, -3.25, 0.0004].map(number);
        assert_eq!(texts, ["100", "387.5", "2.5", "0", "-3.25", "0"]);
    }

    #[test]
    fn values_are_named_and_gaps_left_out() {
        let names = ["CTR".to_owned(), "N".to_owned()];
        assert_eq!(pairs(&names, &[38.25, 2.0]), "CTR 38.2, N 2");
        assert_eq!(pairs(&names, &[f64::NAN, 2.0]), "N 2");
        assert_eq!(pairs(&names, &[]), "no value");
        let point = ChartPoint { score: 0.8744, grade: 0.5, confidence: 0.875, ..ChartPoint::default() };
        assert_eq!(judged(&point, By::Score), "score 0.874");
        assert_eq!(judged(&point, By::Grade), "grade 0.50, confidence 0.88");
    }
}
