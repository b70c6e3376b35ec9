//! What can be wrong with a sender's configuration or an import; templates have [`crate::Diagnostic`]s instead.

/// An error of this crate. Small, since it is the rare case.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<ErrorKind>);

/// The kinds of errors.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A rate is not a number from 0 to [`crate::Rate::MAX`], or too small to be kept.
    #[error("a rate of {0} records a second is not possible: it is 0, or from 0.000001 to 1000000")]
    Rate(f64),
    /// An interval of an activity ends before it begins, or begins before the one before it ends.
    #[error("activity interval {}: {reason}", .index + 1)]
    Activity {
        /// Which interval, from 0.
        index: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The text to import is not what KDG stores.
    #[error("this cannot be imported: {reason} (line {line}, column {column})")]
    Import {
        /// Line of the text, from 1.
        line: usize,
        /// Column of the line, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// The text to import is too large to be what KDG stores.
    #[error("this cannot be imported: the text is larger than {limit} bytes")]
    ImportTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}

impl Error {
    /// The kind of error.
    pub const fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// The stable code, such as `GEN0201`.
    pub const fn code(&self) -> &'static str {
        match *self.0 {
            ErrorKind::Rate(_) => "GEN0201",
            ErrorKind::Activity { .. } => "GEN0202",
            ErrorKind::Import { .. } => "GEN0203",
            ErrorKind::ImportTooLarge { .. } => "GEN0204",
        }
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }
}
