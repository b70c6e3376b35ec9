//! The KDA SQL dialect: tokens, tree, checker, plan and diagnostics.
//!
//! Text goes through four forms, each in its own module: tokens ([`tokenize`]), tree ([`ast`], built by [`parse`]), checked
//! [`plan::Plan`] (built by [`check`]), which the stream crate runs. Every form keeps the byte [`Span`] it came from, so
//! that any error, however late, can point into the user's text.

pub mod assist;
pub mod ast;
mod check;
mod codes;
mod diagnostic;
mod explain;
mod format;
mod keyword;
mod lexer;
mod parser;
pub mod plan;
mod span;
mod token;

pub use check::{
    Catalog, Checked, METADATA_COLUMNS, SCALAR_FUNCTIONS, Source, SourceColumns, check, created_streams,
    shard_id, source_name, source_streams,
};
pub use codes::CODES;
pub use diagnostic::{Diagnostic, Fix, Severity};
pub use explain::explain;
pub use format::format;
pub use keyword::is_reserved;
pub use lexer::tokenize;
pub use parser::{MAX_DEPTH, MAX_HEIGHT, MAX_TEXT, Parsed, parse};
pub use span::{LineColumn, LineIndex, Span};
pub use token::{Token, TokenKind};
