//! What can be wrong with options, points and saved forests.
//!
//! Every error has a stable code (`FOR0001` …) that a guide can link to, one plain sentence, and a hint where there is
//! something to do about it. A forest that returned an error is unchanged: it can go on with the next point.

use core::fmt;

use thiserror::Error as ThisError;

/// An option that has a range. See [`Options`](crate::Options).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Parameter {
    /// `numberOfTrees` in KDA SQL.
    Trees,
    /// `subSampleSize` in KDA SQL: points a tree keeps.
    Sample,
    /// `timeDecay` in KDA SQL: points until a point's weight falls to 1/e.
    TimeDecay,
    /// `shingleSize` in KDA SQL: consecutive records that make one point.
    Shingle,
    /// Numbers in one record.
    Columns,
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Trees => "number of trees",
            Self::Sample => "sample size",
            Self::TimeDecay => "time decay",
            Self::Shingle => "shingle size",
            Self::Columns => "number of columns",
        })
    }
}

/// What went wrong, for programs.
#[derive(Debug, Clone, PartialEq, ThisError)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An option lies outside its range.
    #[error("the {parameter} is {given}; it must be between {min} and {max}")]
    OutOfRange {
        /// Which option.
        parameter: Parameter,
        /// The value given.
        given: u64,
        /// The least value allowed.
        min: u64,
        /// The greatest value allowed.
        max: u64,
    },
    /// The forest could grow beyond the memory limit of the options.
    #[error("a forest of this shape can take {needed} bytes; the limit is {limit}")]
    TooMuchMemory {
        /// Bytes a full forest takes.
        needed: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A point has another number of values than the forest has columns.
    #[error("the point has {given} values; this forest takes {expected}")]
    WrongWidth {
        /// Values given.
        given: usize,
        /// Columns of the forest.
        expected: usize,
    },
    /// A value is NaN or infinite.
    #[error("the value of column {column} is not a finite number")]
    NotFinite {
        /// Index of the column, from 0.
        column: usize,
    },
    /// A value's magnitude is above [`MAX_MAGNITUDE`](crate::MAX_MAGNITUDE).
    #[error("the value of column {column} is beyond ±1e30")]
    TooLarge {
        /// Index of the column, from 0.
        column: usize,
    },
    /// A column was asked for that the forest does not have.
    #[error("there is no column {column}; the forest has {columns}, counted from 0")]
    NoSuchColumn {
        /// Index asked for, from 0.
        column: usize,
        /// Columns of the forest.
        columns: usize,
    },
    /// The bytes are not a saved forest, or one of a version this build does not know.
    #[error("the bytes are not a saved forest of a known version")]
    NotAForest,
    /// The bytes begin as a saved forest, but are cut short or changed.
    #[error("the saved forest is damaged: {reason}")]
    Damaged {
        /// What did not add up.
        reason: &'static str,
    },
}

/// Why a forest could not be made, fed or read back.
#[derive(Debug, Clone, PartialEq, ThisError)]
#[error("{kind}")]
pub struct Error {
    kind: ErrorKind,
}

impl Error {
    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The stable code, such as `FOR0002`.
    pub fn code(&self) -> &'static str {
        match &self.kind {
            ErrorKind::OutOfRange { parameter, .. } => match parameter {
                Parameter::Trees => "FOR0001",
                Parameter::Sample => "FOR0002",
                Parameter::TimeDecay => "FOR0003",
                Parameter::Shingle => "FOR0004",
                Parameter::Columns => "FOR0005",
            },
            ErrorKind::TooMuchMemory { .. } => "FOR0006",
            ErrorKind::WrongWidth { .. } => "FOR0010",
            ErrorKind::NotFinite { .. } => "FOR0011",
            ErrorKind::TooLarge { .. } => "FOR0012",
            ErrorKind::NoSuchColumn { .. } => "FOR0013",
            ErrorKind::NotAForest => "FOR0020",
            ErrorKind::Damaged { .. } => "FOR0021",
        }
    }

    /// The index of the column the error is about, from 0.
    pub fn column(&self) -> Option<usize> {
        match self.kind {
            ErrorKind::NotFinite { column }
            | ErrorKind::TooLarge { column }
            | ErrorKind::NoSuchColumn { column, .. } => Some(column),
            _ => None,
        }
    }

    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<&'static str> {
        match &self.kind {
            ErrorKind::TooMuchMemory { .. } => {
                Some("take fewer trees, a smaller sample or a shorter shingle, or raise the memory limit")
            }
            ErrorKind::NotFinite { .. } => {
                Some("filter such records out, or replace the value, before the forest")
            }
            ErrorKind::TooLarge { .. } => {
                Some("divide the column by a constant: the forest only sees ratios")
            }
            ErrorKind::NotAForest => Some("save the forest again with this version"),
            _ => None,
        }
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind }
    }
}
