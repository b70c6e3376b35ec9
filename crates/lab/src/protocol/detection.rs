//! What the chart of the pane "Detection" asks for and is told.

use serde::{Deserialize, Serialize};

use super::AnomalyView;

/// A row that the forest has scored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ChartPoint {
    /// How many rows the forest had scored before it.
    pub number: u64,
    /// ROWTIME, epoch milliseconds.
    pub rowtime_ms: i64,
    /// What the forest looked at: the columns that [`LabView::scored`](super::LabView::scored) names.
    pub values: Vec<f64>,
    /// Its score.
    pub score: f64,
    /// Whether the forest was still filling, so that the score says nothing.
    pub warm_up: bool,
    /// What the score is worth among the scores before it, from 0 (usual) to 1.
    pub grade: f64,
    /// How well the threshold behind the grade is known, from 0 to below 1.
    pub confidence: f64,
}

/// How often each score came since the program was started, the warm-up left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScoreCounts {
    /// At position `n` the scores above `n / 100`, up to `(n + 1) / 100`.
    pub counts: Vec<u32>,
    /// Rows with a grade above 0.
    pub graded: u64,
}

/// Which columns the chart shows beside the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlotQuery {
    /// Stored name of the stream.
    pub stream: String,
    /// Names of numeric columns.
    pub columns: Vec<String>,
}

/// Rows of those columns, oldest first. Where more came than a picture can show, peaks stand for the rest.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PlotUpdate {
    /// Stored name of the stream.
    pub stream: String,
    /// True when the page's rows are to be dropped first.
    pub reset: bool,
    /// Names of the columns that there are.
    pub columns: Vec<String>,
    /// ROWTIME, epoch milliseconds.
    pub rowtimes: Vec<i64>,
    /// By column, one number a row; NaN is NULL.
    pub values: Vec<Vec<f64>>,
}

/// A scored row explained.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PointView {
    /// Number of the row among those that the forest scored.
    pub number: u64,
    /// ROWTIME, epoch milliseconds.
    pub rowtime_ms: i64,
    /// Its score.
    pub score: f64,
    /// Whether the forest was still filling.
    pub warm_up: bool,
    /// From 0 to 1.
    pub grade: f64,
    /// From 0 to below 1.
    pub confidence: f64,
    /// The score from which on a row was graded above 0 at that time.
    pub grade_threshold: f64,
    /// By column. Empty when the row is not known any more; the sentence says so.
    pub parts: Vec<PartView>,
    /// What it comes to in one sentence.
    pub sentence: String,
    /// The row that it became at the destination, if it did and is still kept.
    pub row: Option<AnomalyView>,
    /// The body of the message about that row, JSON.
    pub payload: Option<String>,
}

/// A column's part of a score.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PartView {
    /// Name of the column.
    pub name: String,
    /// Its value in the row.
    pub value: f64,
    /// The part that is due to a value above what the forest held.
    pub high: f64,
    /// The part that is due to a value below it.
    pub low: f64,
    /// What it should have been, for columns to which a tenth of the score or more is due.
    pub usual: Option<UsualView>,
}

/// What a value should have been, given the other columns and the rows before.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct UsualView {
    /// The expected value.
    pub value: f64,
    /// A tenth of what was to be expected lies below.
    pub low: f64,
    /// A tenth lies above.
    pub high: f64,
}

/// The program with a threshold in it, to be applied by the user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThresholdOffer {
    /// Line of the comparison in the new program, from 1.
    pub line: u32,
    /// The line as it is; `None` when the program has no comparison of a score yet.
    pub old: Option<String>,
    /// The line as it would be.
    pub new: String,
    /// The threshold as it is.
    pub old_score: Option<f64>,
    /// The threshold as it would be.
    pub score: f64,
    /// The whole program as it would be.
    pub sql: String,
}
