//! Units of time and the qualifier of an INTERVAL.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A unit of `FLOOR(x TO unit)`, `EXTRACT(unit FROM x)` and of an INTERVAL's qualifier, coarse to fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum IntervalUnit {
    /// Calendar year.
    Year,
    /// Calendar month.
    Month,
    /// 24 hours.
    Day,
    /// 60 minutes.
    Hour,
    /// 60 seconds.
    Minute,
    /// 1000 milliseconds.
    Second,
}

impl IntervalUnit {
    /// Length in milliseconds; `None` for calendar units, whose length varies.
    pub fn milliseconds(self) -> Option<i64> {
        match self {
            Self::Year | Self::Month => None,
            Self::Day => Some(86_400_000),
            Self::Hour => Some(3_600_000),
            Self::Minute => Some(60_000),
            Self::Second => Some(1000),
        }
    }

    /// The SQL keyword.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Year => "YEAR",
            Self::Month => "MONTH",
            Self::Day => "DAY",
            Self::Hour => "HOUR",
            Self::Minute => "MINUTE",
            Self::Second => "SECOND",
        }
    }
}

impl fmt::Display for IntervalUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}

/// `DAY`, `MINUTE TO SECOND`, …: the fields an interval is written and cut in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IntervalQualifier {
    /// Coarsest field.
    pub from: IntervalUnit,
    /// Finest field; equal to `from` when a single field was written.
    pub to: IntervalUnit,
}

impl IntervalQualifier {
    /// A qualifier of one field.
    pub fn single(unit: IntervalUnit) -> Self {
        Self { from: unit, to: unit }
    }

    /// Whether the interval counts months (YEAR, MONTH) instead of milliseconds.
    pub fn is_calendar(self) -> bool {
        self.from <= IntervalUnit::Month
    }
}

impl fmt::Display for IntervalQualifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            write!(f, "{}", self.from)
        } else {
            write!(f, "{} TO {}", self.from, self.to)
        }
    }
}
