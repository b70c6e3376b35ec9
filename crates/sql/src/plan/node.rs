//! Relational operators.

use rillcut_record::Fields;
use serde::{Deserialize, Serialize};

use super::{
    aggregate::{Aggregate, WindowEnd},
    expr::Expr,
    program::{ReferenceId, StreamId},
    slide::{Analytic, SlidingWindow},
};
use crate::span::Span;

/// An operator with the columns it gives and its place in the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// What it does.
    pub operator: Operator,
    /// Its output columns; ROWTIME is not among them.
    pub fields: Fields,
    /// Where it stands.
    pub span: Span,
}

/// What an operator does with its input's rows. Every operator keeps rows in ROWTIME order and passes the bound on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Operator {
    /// The rows of a stream.
    Scan {
        /// Which.
        stream: StreamId,
    },
    /// `VALUES (…), …`: rows of expressions without columns, given once, at the ROWTIME of the input's first row.
    Values {
        /// Whose rows tell the time: the source.
        input: Box<Node>,
        /// One or more rows of as many items as there are columns.
        rows: Vec<Vec<Expr>>,
    },
    /// Rows for which the predicate is TRUE. A row whose predicate fails to evaluate goes to `error_stream`.
    Filter {
        /// Input.
        input: Box<Node>,
        /// BOOLEAN.
        predicate: Expr,
    },
    /// One output column an item.
    Project {
        /// Input.
        input: Box<Node>,
        /// Items over the input's columns.
        items: Vec<Expr>,
        /// `expr AS ROWTIME`: a TIMESTAMP that becomes the row's time. A row that would go back in time goes to `error_stream`.
        rowtime: Option<Expr>,
    },
    /// Tumbling GROUP BY: output columns are the keys, then the aggregates. Groups of one window come in the order in which their
    /// first rows came.
    Tumble {
        /// Input.
        input: Box<Node>,
        /// GROUP BY expressions over the input's columns, the monotonic ones among them.
        keys: Vec<Expr>,
        /// Which of `keys` is the monotonic one that closes the window.
        window_key: usize,
        /// When that key takes its next value.
        end: WindowEnd,
        /// Aggregates over the input's columns.
        aggregates: Vec<Aggregate>,
    },
    /// `SELECT STREAM DISTINCT`: of rows equal in all columns, the first of each window.
    Distinct {
        /// Input.
        input: Box<Node>,
        /// Which column is the monotonic one.
        window_column: usize,
        /// When it takes its next value.
        end: WindowEnd,
    },
    /// `f(x) OVER w`: one row for each input row, at once and at its ROWTIME: the input's columns, then one a function. A row of which
    /// an argument or a partition fails to evaluate goes to `error_stream` and is in no window; one of which only a result fails
    /// (a SUM that overflows) goes there and stays in its windows.
    Slide {
        /// Input.
        input: Box<Node>,
        /// The windows, one or more.
        windows: Vec<SlidingWindow>,
        /// The functions, one or more.
        functions: Vec<Analytic>,
    },
    /// Rows of both sides that meet. Output columns: left, right, then ROWTIME of the left and of the right row as two TIMESTAMP columns
    /// (NULL on the missing side of an outer join). The output row's own ROWTIME is the later of the two.
    Join {
        /// Left side.
        left: Box<Node>,
        /// Right side.
        right: Box<Node>,
        /// Which unmatched rows are kept.
        kind: JoinKind,
        /// What of the left side a right row can meet.
        left_window: JoinWindow,
        /// What of the right side a left row can meet.
        right_window: JoinWindow,
        /// Over the output columns; a pair whose condition is not TRUE does not match.
        condition: Option<Expr>,
    },
    /// `WINDOWED BY STAGGER`: a window a key, from the first row of the key on for a length of time. Output columns are the keys, then
    /// the aggregates; ROWTIME is the window's end. Windows come in the order in which they were opened.
    Stagger {
        /// Input.
        input: Box<Node>,
        /// PARTITION BY expressions over the input's columns; NULL is a key like any other.
        keys: Vec<Expr>,
        /// Length of a window, > 0.
        milliseconds: i64,
        /// Aggregates over the input's columns.
        aggregates: Vec<Aggregate>,
    },
    /// `ORDER BY time WITHIN interval`: rows put in order of a time of their own, which becomes their ROWTIME. A row
    /// that comes after it could have been given in order goes to `error_stream`.
    Reorder {
        /// Input.
        input: Box<Node>,
        /// The time, a TIMESTAMP over the input's columns; a row where it is NULL goes to `error_stream`.
        time: Expr,
        /// The keys behind it, for rows of one time.
        keys: Vec<SortKey>,
        /// How long a row is waited for, ≥ 0.
        milliseconds: i64,
    },
    /// Rows of a stream with the rows of a reference table that they meet. Output columns: the left side's, then the right
    /// side's. ROWTIME is the stream row's; its matches come in the table's order.
    Lookup {
        /// The stream.
        input: Box<Node>,
        /// The table.
        table: ReferenceId,
        /// Whether the table is the left side.
        table_first: bool,
        /// Whether a stream row that meets none is kept, with NULL for the table's columns.
        keep: bool,
        /// Over the output columns; a pair whose condition is not TRUE does not match.
        condition: Option<Expr>,
    },
    /// Rows held until the first key takes its next value, then sorted by all keys; equal rows keep their order.
    Sort {
        /// Input.
        input: Box<Node>,
        /// First the monotonic time key, ascending, then the others.
        keys: Vec<SortKey>,
        /// When the first key takes its next value.
        end: WindowEnd,
    },
    /// `TABLE(RANDOM_CUT_FOREST(CURSOR(…), …))`: the input's columns, then ANOMALY_SCORE DOUBLE and, with explanation,
    /// ANOMALY_EXPLANATION VARCHAR.
    RandomCutForest {
        /// Input.
        input: Box<Node>,
        /// The numeric columns that make up the point, 1–30.
        columns: Vec<usize>,
        /// The function's arguments.
        options: ForestOptions,
    },
    /// `TABLE(HOTSPOTS(CURSOR(…), …))`: the input's columns, then HOTSPOTS_RESULT VARCHAR.
    Hotspots {
        /// Input.
        input: Box<Node>,
        /// The numeric columns that make up the point, 1–30.
        columns: Vec<usize>,
        /// The function's arguments.
        options: HotspotOptions,
    },
    /// `TABLE(TOP_K_ITEMS_TUMBLING(CURSOR(…), …))`: for each window of the clock ITEM VARCHAR and ITEM_COUNT BIGINT, the most
    /// frequent first; equally frequent ones in the order in which they first came. NULL is no item.
    TopItems {
        /// Input: one column of text, the items.
        input: Box<Node>,
        /// K, 1–100,000: most rows of a window.
        most: u32,
        /// The windows' length, > 0; they are aligned to the epoch.
        milliseconds: i64,
    },
    /// `TABLE(COUNT_DISTINCT_ITEMS_TUMBLING(CURSOR(…), …))`: for each window of the clock that has rows one BIGINT. NULL is no item.
    CountItems {
        /// Input.
        input: Box<Node>,
        /// The column whose different values are counted.
        column: usize,
        /// The windows' length, > 0; they are aligned to the epoch.
        milliseconds: i64,
    },
    /// `TABLE(GROUP_RANK(CURSOR(…), …))`: the input's columns, then the rank INTEGER. Rows of one instant are a group.
    GroupRank {
        /// Input.
        input: Box<Node>,
        /// The column by which rows are ranked.
        column: usize,
        /// The function's arguments.
        options: RankOptions,
    },
    /// Rows of all inputs, merged by ROWTIME; at equal times the earlier input first.
    Union(Vec<Node>),
}

impl Operator {
    /// The operators whose rows it takes, in order.
    pub fn inputs(&self) -> Vec<&Node> {
        match self {
            Self::Scan { .. } => Vec::new(),
            Self::Values { input, .. }
            | Self::Filter { input, .. }
            | Self::Project { input, .. }
            | Self::Tumble { input, .. }
            | Self::Distinct { input, .. }
            | Self::Stagger { input, .. }
            | Self::Lookup { input, .. }
            | Self::Reorder { input, .. }
            | Self::Slide { input, .. }
            | Self::Sort { input, .. }
            | Self::RandomCutForest { input, .. }
            | Self::Hotspots { input, .. }
            | Self::TopItems { input, .. }
            | Self::CountItems { input, .. }
            | Self::GroupRank { input, .. } => vec![input],
            Self::Join { left, right, .. } => vec![left, right],
            Self::Union(inputs) => inputs.iter().collect(),
        }
    }
}

/// Arguments of RANDOM_CUT_FOREST (spec/kda-sql.md 12.1), in range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForestOptions {
    /// numberOfTrees, 1–1000.
    pub trees: u32,
    /// subSampleSize, 10–1000.
    pub sample: u32,
    /// timeDecay, rows, 1–2^31−1.
    pub time_decay: u32,
    /// shingleSize, 1–30.
    pub shingle: u32,
    /// RANDOM_CUT_FOREST_WITH_EXPLANATION: `Some(withDirectionality)`.
    pub explanation: Option<bool>,
}

/// Arguments of HOTSPOTS (spec/kda-sql.md 12.4), in range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HotspotOptions {
    /// windowSize, rows, 100–1000.
    pub window: u32,
    /// scanRadius, > 0 and finite: how near points are neighbours.
    pub radius: f64,
    /// minimumNumberOfPointsInAHotspot, 2–windowSize.
    pub minimum: u32,
}

/// Different values of a window that COUNT_DISTINCT_ITEMS_TUMBLING counts exactly; beyond them it estimates.
pub const EXACT_ITEMS: usize = 10_000;

/// Different items of a window that TOP_K_ITEMS_TUMBLING of `most` counts exactly; beyond them a new item takes the place of the
/// rarest one, and a count may be too large by the rows of the window divided by this.
pub fn top_items_capacity(most: u32) -> usize {
    (most as usize * 4).max(65_536)
}

/// Arguments of GROUP_RANK (spec/kda-sql.md 12.5) that decide its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankOptions {
    /// sortOrder `'desc'`: the greatest value has rank 1.
    pub descending: bool,
    /// outputOrder `'desc'`: the last rank comes first.
    pub last_first: bool,
    /// outputMax: most rows of a group, counted in the order of output; `None` for all.
    pub most: Option<u32>,
}

/// Which unmatched rows a join keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum JoinKind {
    /// None; also CROSS and the comma.
    Inner,
    /// The left side's.
    Left,
    /// The right side's.
    Right,
    /// Both sides'.
    Full,
}

/// The rows of a side that are still there to be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum JoinWindow {
    /// No OVER: the rows of the current instant only.
    Current,
    /// `OVER (RANGE INTERVAL … PRECEDING)`, both ends inclusive.
    Range {
        /// Length, ≥ 0.
        milliseconds: i64,
    },
    /// `OVER (ROWS n PRECEDING)`: the last n rows and the current one.
    Rows {
        /// n.
        preceding: u64,
    },
}

/// One ORDER BY item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SortKey {
    /// Over the input's columns.
    pub expr: Expr,
    /// `DESC`.
    pub descending: bool,
    /// Whether NULL comes before all values. Without NULLS FIRST or LAST it is the greatest: last ascending, first descending.
    pub nulls_first: bool,
}
