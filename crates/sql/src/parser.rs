//! Tokens into a tree, by recursive descent.
//!
//! The grammar is spec/kda-sql.md 5 and 7–12, all of it, whether or not it can be run: what cannot is for the checker to
//! say. After an error the parser goes on behind the next semicolon, so that all statements report at once.
//! Nesting and height are bounded ([`MAX_DEPTH`], [`MAX_HEIGHT`]), so that no text can exhaust a stack of 1 MB.
//!
//! Expressions are parsed by binding levels in one function instead of one function a level: a level of
//! parentheses then costs three small frames, not eleven. A generated parser was rejected: its messages name
//! the grammar, not what the user meant.

mod call;
mod cursor;
mod expr;
mod fault;
mod literal;
mod log_columns;
mod query;
mod statement;
mod table;
mod type_name;
mod window;

use crate::{
    ast::{Expr, ExprKind, Program},
    codes,
    diagnostic::Diagnostic,
    lexer::tokenize,
    span::Span,
    token::{Token, TokenKind},
};

/// Largest program text in bytes (spec/kda-sql.md 2).
pub const MAX_TEXT: usize = 100 * 1024;
/// Most levels of parentheses, calls and queries inside each other; a query counts as four.
pub const MAX_DEPTH: u16 = 128;
/// Greatest height of a tree, which chains such as `a || b || …` reach without nesting.
pub const MAX_HEIGHT: u16 = 256;
/// Most diagnostics that are collected.
pub(crate) const MAX_DIAGNOSTICS: usize = 100;

pub(crate) use log_columns::{LogColumn, log_columns};

/// What parsing gives: every statement that could be read, and every fault of the others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// The statements without faults.
    pub program: Program,
    /// The faults, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Stored names of the streams whose CREATE STREAM has a fault: that they are missing below it needs no word.
    pub(crate) broken: Vec<String>,
}

/// Parses a whole program. Never fails as a whole.
pub fn parse(text: &str) -> Parsed {
    if text.len() > MAX_TEXT {
        let span = Span::new(MAX_TEXT, text.len());
        let message = format!("the program has {} bytes, at most {MAX_TEXT} are allowed", text.len());
        let diagnostics = vec![Diagnostic::error(codes::TEXT_TOO_LONG, span, message)];
        return Parsed { diagnostics, ..Parsed::default() };
    }
    let mut parser = Parser::new(text);
    let program = parser.program();
    let mut diagnostics = parser.diagnostics;
    order(&mut diagnostics);
    Parsed { program, diagnostics, broken: parser.broken }
}

/// By place; at one place in the order of finding. More than is useful is cut.
pub(crate) fn order(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    if diagnostics.len() > MAX_DIAGNOSTICS {
        let span = diagnostics[MAX_DIAGNOSTICS].span;
        diagnostics.truncate(MAX_DIAGNOSTICS);
        let message = format!("there are more errors than the first {MAX_DIAGNOSTICS}");
        diagnostics.push(Diagnostic::error(codes::TOO_MANY_ERRORS, span, message));
    }
}

/// Parsing of a statement ended; the reason is among the diagnostics already.
///
/// An error without content keeps every `Result` of the descent, and with it the stack, small.
#[derive(Debug, Clone, Copy)]
struct Stop;

type Parse<T> = Result<T, Stop>;

struct Parser<'a> {
    text: &'a str,
    /// Without comments.
    tokens: Vec<Token>,
    /// The next token.
    at: usize,
    depth: u16,
    /// Directly inside `FLOOR(…` or `CEIL(…`, where `TO unit )` belongs to the function.
    in_floor: bool,
    diagnostics: Vec<Diagnostic>,
    /// Streams whose CREATE STREAM has a fault, and, last, the one being read.
    broken: Vec<String>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let mut tokens = tokenize(text);
        tokens.retain(|token| token.kind != TokenKind::Comment);
        let mut parser = Self {
            text,
            tokens,
            at: 0,
            depth: 0,
            in_floor: false,
            diagnostics: Vec::new(),
            broken: Vec::new(),
        };
        parser.report_error_tokens();
        parser
    }

    /// Goes `levels` deeper, or stops.
    fn enter(&mut self, levels: u16) -> Parse<()> {
        if self.depth + levels > MAX_DEPTH {
            let span = self.span();
            return Err(self.too_deep(span));
        }
        self.depth += levels;
        Ok(())
    }

    fn leave(&mut self, levels: u16) {
        self.depth -= levels;
    }

    /// An expression from `start` to the last token taken; stops when the tree would be too high.
    fn make(&mut self, kind: ExprKind, start: Span) -> Parse<Expr> {
        let expr = Expr::new(kind, start.to(self.last_span()));
        if expr.height() > MAX_HEIGHT {
            return Err(self.too_deep(start));
        }
        Ok(expr)
    }

    fn too_deep(&mut self, span: Span) -> Stop {
        self.report(
            Diagnostic::error(codes::TOO_DEEP, span, "this is nested too deeply")
                .hint("split the work over two streams"),
        )
    }

    /// Keeps a diagnostic.
    fn report(&mut self, diagnostic: Diagnostic) -> Stop {
        // One more than is shown, so that the cut is noticed.
        if self.diagnostics.len() <= MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
        Stop
    }
}
