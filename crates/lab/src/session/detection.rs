//! What the chart asks: why a row got its score, and where the program would draw another line.

use super::{Session, no_lab};
use crate::{
    explained::{parts, sentence},
    protocol::{Event, PointView},
    senders::Refusal,
    threshold,
};

impl Session {
    /// Why the row of that number among the forest's got its score.
    pub(super) fn explain(&self, number: u64) -> Result<Event, Refusal> {
        let engine = self.engine.as_ref().ok_or_else(no_lab)?;
        let observer = &engine.observer;
        let place = observer.place();
        let why = place.and_then(|(pump, forest)| engine.application.explain_score(pump, forest, number));
        let (Some(why), Some(forest)) = (why, observer.forest()) else {
            let sentence = if observer.scores().is_some_and(|scores| number < scores.total()) {
                "It cannot be explained: the engine keeps the newest 12,288 rows of a forest, and none of one above 32 MB"
            } else {
                "The forest has not scored this row"
            };
            return Ok(Event::Explained(Box::new(PointView {
                number,
                sentence: sentence.to_owned(),
                ..PointView::default()
            })));
        };
        let parts = parts(&forest.columns, &why);
        let before = forest.options.shingle.saturating_sub(1);
        let found = observer.found_at(why.rowtime, why.score);
        let payload = found.as_ref().and_then(|found| self.payload(found));
        let row = found.and_then(|found| engine.anomaly(found));
        Ok(Event::Explained(Box::new(PointView {
            number,
            rowtime_ms: why.rowtime,
            score: why.score,
            warm_up: why.warm_up,
            grade: why.grade.grade,
            confidence: why.grade.confidence,
            grade_threshold: why.grade.threshold,
            sentence: sentence(&why, &parts, before),
            parts,
            row,
            payload,
        })))
    }

    /// The program with that threshold in its comparison.
    pub(super) fn offer_threshold(&self, threshold: f64) -> Result<Event, Refusal> {
        let engine = self.engine.as_ref().ok_or_else(no_lab)?;
        let check = |sql: &str| engine.check(sql).ok().map(|(plan, _)| plan);
        let forest = engine.observer.forest().filter(|_| threshold.is_finite() && threshold >= 0.0);
        let offer = forest
            .and_then(|forest| threshold::offer(engine.plan(), forest, &engine.lab().sql, threshold, check));
        Ok(Event::Offered(offer.map(Box::new)))
    }
}
