//! Why a plan cannot run or a batch cannot be taken.
//!
//! The checker makes sound plans, yet a plan may also come from a saved file or a test, and batches come from callers.
//! Both are looked at once, at the door; behind it the operators need no further doubt. Rows that fail while running are
//! not errors of this kind: they go to `error_stream`, see [`RowErrorKind`](crate::RowErrorKind).

use rillcut_sql::Span;
use thiserror::Error as ThisError;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The plan contradicts itself: a column that is not there, an operand of the wrong form.
    #[error("the plan cannot run: {reason}")]
    Unsound {
        /// What does not fit.
        reason: String,
    },
    /// A pump reads, directly or through others, what it writes.
    #[error("pump \"{pump}\" reads rows that it makes itself")]
    Cycle {
        /// One pump of the circle.
        pump: String,
    },
    /// Expressions or operators are nested too deeply.
    #[error("the program is nested more than {limit} levels deep")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A forest cannot be made from its options.
    #[error("the forest cannot be made: {reason}")]
    Forest {
        /// The forest's own words.
        reason: String,
    },
    /// A batch has other columns than its stream.
    #[error("a batch of \"{stream}\" does not have the stream's columns: {reason}")]
    WrongColumns {
        /// The stream.
        stream: String,
        /// What differs.
        reason: String,
    },
    /// Rows or a bound that go back in time.
    #[error("a batch of \"{stream}\" goes back in time: {time} after {bound}")]
    BackInTime {
        /// The stream.
        stream: String,
        /// The offending time, epoch milliseconds.
        time: i64,
        /// What was promised before, epoch milliseconds.
        bound: i64,
    },
    /// A program reads reference data that is not there.
    #[error("there are no rows of the reference table \"{table}\"")]
    NoReference {
        /// The table.
        table: String,
    },
    /// The application was flushed before.
    #[error("the application has finished and takes no more rows")]
    Finished,
}

/// An error with its place in the program, where there is one.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[error("{kind}")]
pub struct Error {
    kind: Box<ErrorKind>,
    span: Option<Span>,
}

impl Error {
    pub(crate) fn at(kind: ErrorKind, span: Span) -> Self {
        Self { kind: Box::new(kind), span: Some(span) }
    }

    pub(crate) fn unsound(span: Span, reason: impl Into<String>) -> Self {
        Self::at(ErrorKind::Unsound { reason: reason.into() }, span)
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Where in the program's text, `None` for batches.
    pub fn span(&self) -> Option<Span> {
        self.span
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match *self.kind {
            ErrorKind::Unsound { .. } => "STR0001",
            ErrorKind::Cycle { .. } => "STR0002",
            ErrorKind::TooDeep { .. } => "STR0003",
            ErrorKind::Forest { .. } => "STR0004",
            ErrorKind::WrongColumns { .. } => "STR0005",
            ErrorKind::BackInTime { .. } => "STR0006",
            ErrorKind::Finished => "STR0007",
            ErrorKind::NoReference { .. } => "STR0008",
        }
    }

    /// What to do about it, where there is something.
    pub fn hint(&self) -> Option<&'static str> {
        match *self.kind {
            ErrorKind::Cycle { .. } => {
                Some("let every pump read only streams whose rows do not depend on it")
            }
            ErrorKind::TooDeep { .. } => {
                Some("split the statement: put an inner query into a stream of its own")
            }
            ErrorKind::BackInTime { .. } => Some("push rows in the order of their ROWTIME"),
            ErrorKind::Finished => Some("make a new application to run again"),
            _ => None,
        }
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind: Box::new(kind), span: None }
    }
}
