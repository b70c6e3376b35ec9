//! Aggregates and the time at which a group is complete.

use rillcut_record::{DataType, IntervalUnit};
use serde::{Deserialize, Serialize};

use super::expr::Expr;
use crate::span::Span;

/// One aggregate of a GROUP BY; NULL arguments are skipped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Aggregate {
    /// Which.
    pub function: AggregateFunction,
    /// The argument over the input's columns; `None` only for `COUNT(*)`.
    pub argument: Option<Expr>,
    /// The result's type: BIGINT for counts; the argument's for SUM, AVG (an integer's average is truncated), MIN, MAX; DOUBLE for
    /// deviations and variances; BOOLEAN for ANY and EVERY.
    pub data_type: DataType,
    /// Where it stands.
    pub span: Span,
}

/// Aggregate functions (spec/kda-sql.md 11). Over no non-NULL value all but the counts give NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AggregateFunction {
    /// `COUNT(*)`.
    CountRows,
    /// `COUNT(x)`.
    Count,
    /// `SUM(x)`; overflow of the type is a row error.
    Sum,
    /// `AVG(x)`.
    Avg,
    /// `MIN(x)`.
    Min,
    /// `MAX(x)`.
    Max,
    /// `STDDEV_POP(x)`.
    StddevPop,
    /// `STDDEV_SAMP(x)`, also STDDEV; NULL for one value.
    StddevSamp,
    /// `VAR_POP(x)`.
    VarPop,
    /// `VAR_SAMP(x)`; NULL for one value.
    VarSamp,
    /// `ANY(x)`: boolean OR.
    Any,
    /// `EVERY(x)`: boolean AND.
    Every,
    /// `FIRST_VALUE(x)` of a stagger window: that of the first row.
    FirstValue {
        /// IGNORE NULLS: of the first row where it is not NULL.
        ignore_nulls: bool,
    },
    /// `LAST_VALUE(x)` of a stagger window: that of the last row so far.
    LastValue {
        /// IGNORE NULLS: of the last row where it is not NULL.
        ignore_nulls: bool,
    },
}

/// When a monotonic expression of ROWTIME takes its next value, so that a group of it is complete.
///
/// The result's ROWTIME is the earliest instant at which the group is known complete: the window's END (spec/kda-sql.md 6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WindowEnd {
    /// At each multiple of so many milliseconds from the epoch, UTC, or so far behind each: STEP, FLOOR and CEIL TO
    /// DAY/HOUR/MINUTE/SECOND, the epoch form `FLOOR((x − origin) SECOND / n TO SECOND)`.
    Every {
        /// Window length, > 0.
        milliseconds: i64,
        /// How far behind the multiples, from 0 to below the length: for an origin that is no multiple itself.
        offset: i64,
    },
    /// At the start of each calendar month or year, UTC.
    Calendar(IntervalUnit),
    /// ROWTIME itself: every instant is a group of its own, whose result keeps that ROWTIME.
    Instant,
    /// Another monotonic expression. Where it is a function of ROWTIME alone, the group ends at the instant at which the function takes
    /// its next value. Else (MONOTONIC(x), a monotonic column) only a later row with another value shows that the group is
    /// complete, and that row's ROWTIME is the result's; a flush completes it too, at the bound's or the last row's time.
    Change,
}

impl WindowEnd {
    /// At each multiple of so many milliseconds from the epoch.
    pub const fn every(milliseconds: i64) -> Self {
        Self::Every { milliseconds, offset: 0 }
    }
}
