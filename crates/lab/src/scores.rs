//! The scores of a forest: the newest of them, and how often each came over the whole run.
//!
//! The counts answer "how many alerts would this threshold have given so far" for a run of any length, where the points themselves
//! are let go at some time. They are kept in steps of a hundredth, which is also how fine a threshold can be set on the page.

use std::{collections::VecDeque, sync::Arc};

use rillcut_stream::ScoredRows;

use crate::protocol::{ChartPoint, ScoreCounts};

/// Points that are kept; no more than the engine can explain.
pub(crate) const POINTS_KEPT: usize = 10_000;
/// Counts a unit of score.
const STEPS: f64 = 100.0;
/// Highest score there is: log2 of the largest sample, 32,767 points.
const HIGHEST: usize = 15;
/// Rows are put into one part until it has so many.
const PART: usize = 64;

/// What a forest has scored.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scores {
    /// Shared with copies of the engine.
    parts: VecDeque<Arc<ScoredRows>>,
    kept: usize,
    total: u64,
    counts: ScoreCounts,
}

impl Scores {
    /// Takes rows.
    pub(crate) fn push(&mut self, rows: &ScoredRows) {
        for row in (0..rows.len()).filter(|&row| !rows.warm_up[row]) {
            self.counts.add(rows.scores[row], rows.grades[row].grade > 0.0);
        }
        self.total = rows.first + rows.len() as u64;
        self.kept += rows.len();
        let room = rows.len() < PART;
        match self.parts.back_mut().and_then(Arc::get_mut).filter(|part| room && part.len() < PART) {
            Some(part) => append(part, rows),
            None => self.parts.push_back(Arc::new(rows.clone())),
        }
        while let Some(oldest) = self.parts.front()
            && self.kept - oldest.len() >= POINTS_KEPT
        {
            self.kept -= oldest.len();
            self.parts.pop_front();
        }
    }

    /// Rows scored so far, the warm-up among them.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// How often each score came.
    pub(crate) fn counts(&self) -> &ScoreCounts {
        &self.counts
    }

    /// The points from that number on, oldest first, as far as they are kept.
    pub(crate) fn points_from(&self, number: u64) -> Vec<ChartPoint> {
        let number = number.max(self.total.saturating_sub(POINTS_KEPT as u64));
        let mut points = Vec::new();
        for part in &self.parts {
            let skip = number.saturating_sub(part.first).min(part.len() as u64) as usize;
            points.extend((skip..part.len()).map(|row| ChartPoint {
                number: part.first + row as u64,
                rowtime_ms: part.rowtimes[row],
                values: part.values_of(row).to_vec(),
                score: part.scores[row],
                warm_up: part.warm_up[row],
                grade: part.grades[row].grade,
                confidence: part.grades[row].confidence,
            }));
        }
        points
    }
}

/// Adds rows of the same forest that follow.
fn append(part: &mut ScoredRows, rows: &ScoredRows) {
    part.rowtimes.extend_from_slice(&rows.rowtimes);
    part.values.extend_from_slice(&rows.values);
    part.scores.extend_from_slice(&rows.scores);
    part.warm_up.extend_from_slice(&rows.warm_up);
    part.grades.extend_from_slice(&rows.grades);
}

impl ScoreCounts {
    fn add(&mut self, score: f64, graded: bool) {
        let most = HIGHEST * STEPS as usize;
        // A score belongs to the step that ends at it, so that one at a threshold is not above it.
        let at = (((score * STEPS).ceil() as usize).max(1) - 1).min(most);
        if self.counts.len() <= at {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] = self.counts[at].saturating_add(1);
        self.graded += u64::from(graded);
    }

    /// Scores so far; those of the warm-up do not count.
    pub fn scored(&self) -> u64 {
        self.counts.iter().map(|&count| u64::from(count)).sum()
    }

    /// Scores above a threshold, which is taken to the hundredth.
    pub fn above(&self, threshold: f64) -> u64 {
        let from = (threshold * STEPS).round().max(0.0) as usize;
        self.counts.iter().skip(from).map(|&count| u64::from(count)).sum()
    }
}

#[cfg(test)]
mod tests {
    use rillcut_stream::Grade;

    use super::*;

    fn rows(first: u64, count: usize) -> ScoredRows {
        let score = |row: usize| if first + (row as u64) < 12 { 0.0 } else { 0.5 + (row % 7) as f64 / 2.0 };
        ScoredRows {
            operator: 1,
            first,
            width: 2,
            rowtimes: (0..count as i64).map(|row| (first as i64 + row) * 10).collect(),
            values: (0..2 * count).map(|at| at as f64).collect(),
            scores: (0..count).map(score).collect(),
            warm_up: (0..count).map(|row| first + (row as u64) < 12).collect(),
            grades: vec![Grade::default(); count],
        }
    }

    #[test]
    fn the_newest_points_are_kept_and_all_are_counted() {
        let mut scores = Scores::default();
        let mut shared = Vec::new();
        for first in (0..30_000).step_by(30) {
            scores.push(&rows(first, 30));
            shared.push(scores.clone());
        }
        let points = scores.points_from(0);
        assert_eq!((scores.total(), points.len()), (30_000, POINTS_KEPT));
        assert!(points.iter().map(|point| point.number).eq(20_000..30_000));
        assert_eq!(
            points.last().map(|point| (point.rowtime_ms, &point.values[..])),
            Some((299_990, &[58.0, 59.0][..]))
        );
        assert_eq!(scores.points_from(29_998).len(), 2);
        assert_eq!(scores.counts().scored(), 29_988);
        assert_eq!(shared[9].points_from(0).len(), 300);
    }

    #[test]
    fn a_score_at_the_threshold_is_not_above_it() {
        let mut counts = ScoreCounts::default();
        for score in [0.031, 2.0, 2.000_001, 2.5, 99.0] {
            counts.add(score, score > 2.2);
        }
        assert_eq!([0.0, 0.03, 0.04, 2.0, 2.01, 3.0, 20.0].map(|at| counts.above(at)), [5, 5, 4, 3, 2, 1, 0]);
        assert_eq!((counts.scored(), counts.graded), (5, 2));
    }
}
