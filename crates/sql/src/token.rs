//! Tokens: what the lexer cuts a program into.
//!
//! One kind a colour: the page highlights with the same tokens the parser reads, so that a word that is coloured as
//! a keyword is one. A second grammar in the editor (CodeMirror's SQL mode) was rejected, since it would know
//! neither PUMP nor WINDOWED BY.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// What a token is, as far as its text alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TokenKind {
    /// A word of the grammar or of a type. Most may still be used as names, see [`crate::is_reserved`].
    Keyword,
    /// Any other word.
    Identifier,
    /// `"…"`.
    QuotedIdentifier,
    /// `'…'`, `U&'…'`, `X'…'`.
    String,
    /// `1`, `1.5`, `.5`, `1e3`.
    Number,
    /// `-- …`, `// …`, `/* … */`.
    Comment,
    /// Operators and punctuation.
    Operator,
    /// Text that is no token: a stray character, or something that is not closed.
    Error,
}

/// A token: its kind and where its text is. White space lies between tokens and is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is.
    pub span: Span,
}
