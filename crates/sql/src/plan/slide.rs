//! Functions over sliding windows: `f(x) OVER w` (spec/kda-sql.md 9, 11).

use rillcut_record::DataType;
use serde::{Deserialize, Serialize};

use super::{aggregate::AggregateFunction, expr::Expr};
use crate::span::Span;

/// Which rows up to the current one a function sees.
///
/// The rows of the current row's partition, in order of arrival: among rows of one ROWTIME each sees those before it only, not
/// its later peers (spec/kda-sql.md 9, where the sources differ).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlidingWindow {
    /// PARTITION BY, over the input's columns; NULL is a value of its own.
    pub partition: Vec<Expr>,
    /// How far back.
    pub frame: SlidingFrame,
}

/// How far a sliding window reaches back from the current row, which it always holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SlidingFrame {
    /// `RANGE interval PRECEDING`: ROWTIME from the current row's less the length on, both ends inclusive. `RANGE CURRENT ROW` is 0.
    Range {
        /// Length, ≥ 0.
        milliseconds: i64,
    },
    /// `ROWS n PRECEDING`: n rows and the current one. `ROWS CURRENT ROW` is 0.
    Rows {
        /// n.
        preceding: u64,
    },
    /// `UNBOUNDED PRECEDING`, also a window that names no frame: every row since the start.
    Unbounded,
}

/// One `f(x) OVER w`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analytic {
    /// Which function.
    pub function: AnalyticFunction,
    /// Position among the operator's windows.
    pub window: usize,
    /// x, over the input's columns; `None` only for `COUNT(*)`.
    pub argument: Option<Expr>,
    /// LAG's value where the window has no such row, over the current row and of the result's type; NULL when missing.
    pub default: Option<Expr>,
    /// The result's type: an aggregate's as in GROUP BY, EXP_AVG's DOUBLE, else the argument's.
    pub data_type: DataType,
    /// Where it stands.
    pub span: Span,
}

/// Functions that take OVER.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnalyticFunction {
    /// The aggregate of the rows in the window.
    Aggregate(AggregateFunction),
    /// `NTH_VALUE(x, n) [FROM FIRST | FROM LAST]`: NULL when the window has fewer rows.
    Nth {
        /// n, from 1.
        position: u64,
        /// Counted back from the current row instead of on from the oldest.
        from_last: bool,
        /// IGNORE NULLS: only rows with a value count.
        ignore_nulls: bool,
    },
    /// `LAG(x, n, default)`: the value n rows back; rows outside the window are not there.
    Lag {
        /// n; 0 is the current row.
        rows: u64,
        /// IGNORE NULLS: of the rows before the current one only those with a value count.
        ignore_nulls: bool,
    },
    /// `EXP_AVG(x, half-life)`: the average in which a row's weight is 2^(−age / half-life), its age the time from it to the current
    /// row. x is DOUBLE; NULLs are left out.
    ExpAvg {
        /// Half-life in milliseconds, > 0.
        half_life: i64,
    },
}
