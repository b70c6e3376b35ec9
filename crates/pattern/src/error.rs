//! What can be wrong with a pattern.

use std::{error::Error, fmt};

/// A pattern that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// Characters of the pattern before the fault.
    pub at: usize,
    /// One plain sentence without a full stop.
    pub message: String,
    /// How to mend it, if that is known.
    pub hint: Option<&'static str>,
}

impl PatternError {
    pub(crate) fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), hint: None }
    }

    pub(crate) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (character {})", self.message, self.at + 1)
    }
}

impl Error for PatternError {}

/// Matching was given up: the pattern tries too many ways through the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManySteps;

impl fmt::Display for TooManySteps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the regular expression takes too many steps on this text")
    }
}

impl Error for TooManySteps {}
