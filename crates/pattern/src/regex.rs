//! Regular expressions: Java's, SQL's SIMILAR TO and the "fast" ones of FAST_REGEX_LOG_PARSE, compiled to one program.
//!
//! Programs written for the service use what `java.util.regex` has: look-around, back references, possessive and lazy repetition.
//! So the machine backtracks, on a stack of its own (no text can exhaust the thread's), and counts its steps: a pattern that would run
//! for minutes is a row error after [`MAX_STEPS`]. Rejected: the `regex-lite` crate, which has none of the three
//! (alone and compressed it takes 30 KB of a page, this 24), and `regex` (187 KB).
//!
//! Not supported, and refused by name: `\G`, `\X`, `\N{…}`, `(?U)`, Unicode scripts and blocks, look-behind without a greatest length.
//! Case-insensitive matching (`(?i)`) folds ASCII letters, as Java does without `(?u)`.

mod class;
mod compile;
mod fast;
mod java;
mod machine;
mod node;
mod replace;
mod similar;

pub use machine::Scratch;
pub use replace::Replacement;

use crate::error::{PatternError, TooManySteps};
use compile::Program;

/// Steps of one search, a few milliseconds of work.
pub(crate) const MAX_STEPS: u32 = 1_000_000;

/// A pattern ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Regex {
    program: Program,
    groups: usize,
    names: Vec<(String, usize)>,
}

impl Regex {
    /// Reads a pattern of `java.util.regex`.
    ///
    /// # Errors
    /// When it is not well formed, uses what is not supported, or becomes too large.
    pub fn java(pattern: &str) -> Result<Self, PatternError> {
        let parsed = java::parse(pattern)?;
        Ok(Self {
            program: compile::compile(&parsed.node, parsed.groups)?,
            groups: parsed.groups,
            names: parsed.names,
        })
    }

    /// Reads a pattern of SIMILAR TO.
    ///
    /// # Errors
    /// As [`Regex::java`].
    pub fn similar(pattern: &str, escape: Option<char>) -> Result<Self, PatternError> {
        let node = similar::parse(pattern, escape)?;
        Ok(Self { program: compile::compile(&node, 0)?, groups: 0, names: Vec::new() })
    }

    /// Reads the three-part pattern of `SUBSTRING(x SIMILAR p ESCAPE c)`: what is before, what is wanted, what is behind, with the
    /// escape character and `"` between them. Group 1 is the wanted part.
    ///
    /// # Errors
    /// As [`Regex::java`], and when there are not three parts.
    pub fn similar_parts(pattern: &str, escape: char) -> Result<Self, PatternError> {
        let node = similar::parse_parts(pattern, escape)?;
        Ok(Self { program: compile::compile(&node, 1)?, groups: 1, names: Vec::new() })
    }

    /// Reads a pattern of FAST_REGEX_LOG_PARSE, to be used with [`Regex::matches`].
    ///
    /// # Errors
    /// As [`Regex::java`].
    pub fn fast(pattern: &str) -> Result<Self, PatternError> {
        let (node, groups) = fast::parse(pattern)?;
        Ok(Self { program: compile::compile(&node, groups)?, groups, names: Vec::new() })
    }

    /// Groups that capture.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// Searches from a byte of the text on; what was found is in `scratch` then. Steps count from the last
    /// [`Scratch::begin`], which a search from byte 0 does by itself.
    ///
    /// # Errors
    /// When it takes too many steps.
    pub fn find(&self, text: &str, from: usize, scratch: &mut Scratch) -> Result<bool, TooManySteps> {
        if from == 0 {
            scratch.begin();
        }
        machine::find(&self.program, text, from, scratch)
    }

    /// Whether the whole text matches.
    ///
    /// # Errors
    /// When it takes too many steps.
    pub fn matches(&self, text: &str, scratch: &mut Scratch) -> Result<bool, TooManySteps> {
        scratch.begin();
        machine::matches(&self.program, text, scratch)
    }
}
