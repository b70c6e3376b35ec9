//! The KDA SQL dialect: tokens, tree, checker, plan and diagnostics.
//!
//! Text goes through four forms, each in its own module: tokens (`lexer`), tree (`ast`, built by `parser`), checked
//! [`plan::Plan`] (built by `check`), which the stream crate runs. Every form keeps the byte [`Span`] it came from, so
//! that any error, however late, can point into the user's text.

mod diagnostic;
pub mod plan;
mod span;

pub use diagnostic::{Diagnostic, Fix, Severity};
pub use span::{LineColumn, LineIndex, Span};
