//! Why a command stopped: one sentence for the person at the terminal.
//!
//! A type with variants and codes was left out: nothing reacts to these failures but a reader.

use std::fmt;
use std::path::Path;

/// One sentence that says what went wrong and, where something can be done, what to do.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// A failure with this sentence.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// What the operating system answered to doing `verb` with `path`; for `map_err`.
    pub(crate) fn io<'a>(verb: &'a str, path: &'a Path) -> impl FnOnce(std::io::Error) -> Self + 'a {
        move |error| Self(format!("cannot {verb} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
