//! What a running application shows of itself, made when it is asked for.

use rillcut_sql::Span;

/// Counters and states of a running application.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// By [`StreamId`](rillcut_sql::plan::StreamId).
    pub streams: Vec<StreamStatistics>,
    /// In the order of the plan's pumps.
    pub pumps: Vec<PumpStatistics>,
    /// Rows that did not fit the source's schema.
    pub source_errors: u64,
    /// Failed rows that wait until they can stand in `error_stream` in order of time.
    pub errors_waiting: usize,
}

/// A stream so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamStatistics {
    /// Rows that came out of it.
    pub rows: u64,
    /// Rows that wait for slower pumps into the same stream.
    pub waiting: usize,
    /// Its rowtime bound, epoch milliseconds.
    pub bound: i64,
}

/// A pump so far.
#[derive(Debug, Clone, PartialEq)]
pub struct PumpStatistics {
    /// False for a STOPPED pump.
    pub started: bool,
    /// Rows read from streams.
    pub rows_in: u64,
    /// Rows inserted into its target.
    pub rows_out: u64,
    /// Rows that failed in it.
    pub errors: u64,
    /// Operators that hold something, from the leaves up.
    pub operators: Vec<OperatorStatistics>,
}

/// An operator that holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperatorStatistics {
    /// Where it stands in the program.
    pub span: Span,
    /// What it holds.
    pub state: OperatorState,
}

/// What an operator holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperatorState {
    /// A tumbling GROUP BY or SELECT DISTINCT.
    Window {
        /// The open window's first instant and the one at which it closes, epoch milliseconds; `None` when no window is open or it ends
        /// with a change of value instead of at a time.
        window: Option<(i64, i64)>,
        /// Rows in the open window so far.
        rows: u64,
        /// Groups in it.
        groups: usize,
    },
    /// An ORDER BY.
    Sort {
        /// As above.
        window: Option<(i64, i64)>,
        /// Rows held.
        rows: usize,
    },
    /// A join.
    Join {
        /// Rows of the left side that can still be met, or wait to be.
        left_rows: usize,
        /// Rows of the right side.
        right_rows: usize,
    },
    /// A join with reference data.
    Reference {
        /// Rows of the table.
        rows: usize,
    },
    /// A UNION ALL.
    Union {
        /// Rows that wait for slower inputs.
        rows: usize,
    },
    /// HOTSPOTS.
    Points {
        /// Points in the window.
        points: usize,
    },
    /// Functions over sliding windows.
    Slide {
        /// Rows in the windows.
        rows: usize,
        /// Partitions of which something is kept.
        partitions: usize,
    },
    /// A random cut forest.
    Forest {
        /// Rows seen.
        seen: u64,
        /// Rows until the first score; 0 when it scores.
        warm_up_remaining: u64,
    },
}
