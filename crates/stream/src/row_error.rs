//! Rows that cannot be computed: what failed, where in the program, in which row.
//!
//! An evaluator marks the row and goes on with NULL in its place, so that one bad row never stops a batch. A row counts
//! as failed once, with what failed first in order of evaluation: that is what a person running the row by hand would see.

use rillcut_sql::Span;

/// What failed (spec/kda-sql.md 4.2, 14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RowErrorKind {
    /// A division by zero.
    DivisionByZero,
    /// A result that its type cannot hold.
    Overflow,
    /// A value that does not convert.
    Cast,
    /// An argument outside a function's domain.
    Argument,
    /// `expr AS ROWTIME` went back in time.
    OutOfOrder,
    /// NULL for a NOT NULL column.
    NotNull,
    /// A value the forest cannot score.
    NotFinite,
    /// A row that came later than ORDER BY … WITHIN waits for.
    Late,
}

impl RowErrorKind {
    /// The stable code, ERROR_NAME in `error_stream`.
    pub fn code(self) -> &'static str {
        match self {
            Self::DivisionByZero => "STR0101",
            Self::Overflow => "STR0102",
            Self::Cast => "STR0103",
            Self::Argument => "STR0104",
            Self::OutOfOrder => "STR0105",
            Self::NotNull => "STR0106",
            Self::NotFinite => "STR0107",
            Self::Late => "STR0108",
        }
    }
}

/// One failure of one row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RowError {
    /// Row of the batch that was looked at.
    pub(crate) row: u32,
    pub(crate) kind: RowErrorKind,
    pub(crate) span: Span,
    /// One plain sentence.
    pub(crate) message: String,
}

/// Failures in order of evaluation.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowErrors {
    errors: Vec<RowError>,
}

impl RowErrors {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Marks a row of the batch.
    #[cold]
    pub(crate) fn mark(&mut self, row: usize, kind: RowErrorKind, span: Span, message: impl Into<String>) {
        self.errors.push(RowError { row: row as u32, kind, span, message: message.into() });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The first failure of each row, by row.
    pub(crate) fn by_row(mut self) -> Vec<RowError> {
        self.errors.sort_by_key(|error| error.row);
        self.errors.dedup_by_key(|error| error.row);
        self.errors
    }
}

/// The rows of `rows` that are not among `failed`; both ascending.
pub(crate) fn without_failed(rows: impl Iterator<Item = u32>, failed: &[RowError]) -> Vec<u32> {
    let mut failed = failed.iter().map(|error| error.row).peekable();
    rows.filter(|&row| {
        while failed.next_if(|&bad| bad < row).is_some() {}
        failed.peek() != Some(&row)
    })
    .collect()
}
