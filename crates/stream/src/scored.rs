//! A tap on a forest: every scored row, before any WHERE on the score, and why it got its score.
//!
//! Saved applications filter on ANOMALY_SCORE in the statement that computes it, so that no stream holds the usual scores; a chart
//! needs them all. Asking programs to keep them in a stream of their own was rejected: they run unmodified.

use rillcut_forest::{Expected, Grade};

/// Rows a forest has scored, one entry a row in each vector but `values`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScoredRows {
    /// Which forest of the pump: its position among the pump's operators.
    pub operator: usize,
    /// How many rows that forest scored before the first of these.
    pub first: u64,
    /// Columns that the forest looks at.
    pub width: usize,
    /// ROWTIME, epoch milliseconds.
    pub rowtimes: Vec<i64>,
    /// What the forest looked at: `width` numbers a row, row after row.
    pub values: Vec<f64>,
    /// ANOMALY_SCORE.
    pub scores: Vec<f64>,
    /// Whether the forest was still filling its sample, so that the score is 0 and says nothing.
    pub warm_up: Vec<bool>,
    /// What the score is worth among the scores before it; zeros during the warm-up.
    pub grades: Vec<Grade>,
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

    /// What the forest looked at in a row.
    pub fn values_of(&self, row: usize) -> &[f64] {
        self.values.get(row * self.width..(row + 1) * self.width).unwrap_or_default()
    }
}

/// Why a row got its score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreExplanation {
    /// ROWTIME, epoch milliseconds.
    pub rowtime: i64,
    /// What the forest looked at, by column.
    pub values: Vec<f64>,
    /// ANOMALY_SCORE, the sum of `high` and `low`.
    pub score: f64,
    /// Whether the forest was still filling its sample; then there is nothing to explain.
    pub warm_up: bool,
    /// What the score is worth among the scores before it.
    pub grade: Grade,
    /// By column: the part of the score that is due to a value above what the forest held.
    pub high: Vec<f64>,
    /// By column: the part that is due to a value below it.
    pub low: Vec<f64>,
    /// What the columns should have been that the score is mainly due to, the greatest part first.
    pub expected: Vec<Expected>,
}
