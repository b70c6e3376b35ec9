//! A tap on a forest: every scored row, before any WHERE on the score.
//!
//! Saved applications filter on ANOMALY_SCORE in the statement that computes it, so that no stream holds the usual scores; a chart
//! needs them all. Asking programs to keep them in a stream of their own was rejected: they run unmodified.

/// Rows a forest has scored, one entry a row in each vector.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScoredRows {
    /// ROWTIME, epoch milliseconds.
    pub rowtimes: Vec<i64>,
    /// The first of the columns that the forest looks at.
    pub values: Vec<f64>,
    /// ANOMALY_SCORE.
    pub scores: Vec<f64>,
    /// Whether the forest was still filling its sample, so that the score is 0 and says nothing.
    pub warm_up: Vec<bool>,
}

impl ScoredRows {
    /// Rows.
    pub fn len(&self) -> usize {
        self.rowtimes.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rowtimes.is_empty()
    }

    pub(crate) fn push(&mut self, rowtime: i64, value: f64, score: f64, warm_up: bool) {
        self.rowtimes.push(rowtime);
        self.values.push(value);
        self.scores.push(score);
        self.warm_up.push(warm_up);
    }
}
