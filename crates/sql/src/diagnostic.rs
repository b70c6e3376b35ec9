//! What is said about a program: errors and warnings with a place, a stable code and a hint.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::span::{LineIndex, Span};

/// Whether the program can run all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// It runs, but probably not as meant.
    Warning,
    /// It cannot run.
    Error,
}

/// A change of the text that would mend the fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// With what.
    pub replacement: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable code such as `SQL0012`; each has a line in the guide.
    pub code: String,
    /// Error or warning.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// One sentence in the user's own names.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The change that does it, where there is exactly one.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: &str, span: Span, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            severity: Severity::Error,
            span,
            message: message.into(),
            hint: None,
            fix: None,
        }
    }

    /// A warning.
    pub fn warning(code: &str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With the change that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// `LINE:COL: error[CODE]: message`, the command line's form (design: the command line).
    pub fn located<'a>(&'a self, index: &'a LineIndex<'a>) -> impl fmt::Display + 'a {
        Located { diagnostic: self, index }
    }
}

struct Located<'a> {
    diagnostic: &'a Diagnostic,
    index: &'a LineIndex<'a>,
}

impl fmt::Display for Located<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.index.locate(self.diagnostic.span.start);
        let severity = match self.diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(
            f,
            "{}:{}: {severity}[{}]: {}",
            at.line, at.column, self.diagnostic.code, self.diagnostic.message
        )
    }
}
