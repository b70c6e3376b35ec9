//! Looking at tokens and taking them.

use super::{Parse, Parser};
use crate::{
    ast::{Ident, Name, Place},
    codes,
    diagnostic::Diagnostic,
    keyword::{is_bare_alias, is_reserved},
    span::Span,
    token::{Token, TokenKind},
};

/// Longest identifier in characters (spec/kda-sql.md 3).
const MAX_IDENTIFIER: usize = 128;

impl<'a> Parser<'a> {
    pub(super) fn peek(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.at + ahead).copied()
    }

    pub(super) fn text_at(&self, ahead: usize) -> &'a str {
        self.peek(ahead).map_or("", |token| &self.text[token.span.range()])
    }

    /// Place of the next token; at the end, the end of the last.
    pub(super) fn span(&self) -> Span {
        if let Some(token) = self.peek(0) {
            token.span
        } else {
            let end = self.last_span().end;
            Span { start: end, end }
        }
    }

    /// Place of the token taken last.
    pub(super) fn last_span(&self) -> Span {
        self.at
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or_else(Span::default, |token| token.span)
    }

    pub(super) fn at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    fn is_word_token(kind: TokenKind) -> bool {
        matches!(kind, TokenKind::Keyword | TokenKind::Identifier)
    }

    /// The word `ahead` tokens from here; empty for anything else.
    pub(super) fn word_at(&self, ahead: usize) -> &'a str {
        match self.peek(ahead) {
            Some(token) if Self::is_word_token(token.kind) => self.text_at(ahead),
            _ => "",
        }
    }

    pub(super) fn is_word(&self, ahead: usize, word: &str) -> bool {
        self.word_at(ahead).eq_ignore_ascii_case(word)
    }

    /// Whether the next words are these.
    pub(super) fn is_words(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| self.is_word(ahead, word))
    }

    pub(super) fn is_any_word(&self, ahead: usize, words: &[&str]) -> bool {
        let here = self.word_at(ahead);
        words.iter().any(|word| here.eq_ignore_ascii_case(word))
    }

    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.is_word(0, word);
        self.at += usize::from(found);
        found
    }

    pub(super) fn eat_words(&mut self, words: &[&str]) -> bool {
        let found = self.is_words(words);
        if found {
            self.at += words.len();
        }
        found
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Parse<()> {
        if self.eat_word(word) { Ok(()) } else { Err(self.unexpected(word)) }
    }

    pub(super) fn is_operator(&self, ahead: usize, symbol: &str) -> bool {
        self.peek(ahead).is_some_and(|token| token.kind == TokenKind::Operator)
            && self.text_at(ahead) == symbol
    }

    pub(super) fn eat(&mut self, symbol: &str) -> bool {
        let found = self.is_operator(0, symbol);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, symbol: &str) -> Parse<()> {
        if self.eat(symbol) {
            return Ok(());
        }
        Err(self.unexpected(&format!("\"{symbol}\"")))
    }

    /// Whether the token can be a name as it stands.
    pub(super) fn is_ident(&self, ahead: usize) -> bool {
        match self.peek(ahead) {
            Some(Token { kind: TokenKind::QuotedIdentifier, .. }) => true,
            Some(token) if Self::is_word_token(token.kind) => !is_reserved(self.text_at(ahead)),
            _ => false,
        }
    }

    /// A name; `what` says of what.
    pub(super) fn ident(&mut self, what: &str) -> Parse<Ident> {
        if !self.is_ident(0) {
            return Err(self.unexpected_name(what));
        }
        let token = self.peek(0);
        let text = self.text_at(0);
        let span = self.span();
        self.advance();
        let quoted = token.is_some_and(|token| token.kind == TokenKind::QuotedIdentifier);
        let text = if quoted { text[1..text.len() - 1].replace("\"\"", "\"") } else { text.to_owned() };
        let fault = if text.is_empty() {
            Some("a name cannot be empty")
        } else if text.chars().count() > MAX_IDENTIFIER {
            Some("a name has at most 128 characters")
        } else if text.chars().any(char::is_control) {
            Some("a name cannot hold control characters")
        } else {
            None
        };
        match fault {
            Some(fault) => Err(self.report(Diagnostic::error(codes::BAD_IDENTIFIER, span, fault))),
            None => Ok(Ident { text, quoted, span: Place(span) }),
        }
    }

    /// A name of one to four parts.
    pub(super) fn name(&mut self, what: &str) -> Parse<Name> {
        let mut parts = vec![self.ident(what)?];
        while parts.len() < 4 && self.is_operator(0, ".") && !self.is_operator(1, "*") {
            self.advance();
            parts.push(self.ident(what)?);
        }
        Ok(Name { parts })
    }

    /// `[AS] alias`.
    pub(super) fn alias(&mut self) -> Parse<Option<Ident>> {
        if self.eat_word("AS") {
            return self.ident("an alias").map(Some);
        }
        let bare = match self.peek(0) {
            Some(Token { kind: TokenKind::QuotedIdentifier, .. }) => true,
            Some(token) if Self::is_word_token(token.kind) => is_bare_alias(self.text_at(0)),
            _ => false,
        };
        if bare { self.ident("an alias").map(Some) } else { Ok(None) }
    }

    /// `(a, b, …)` of names.
    pub(super) fn ident_list(&mut self, what: &str) -> Parse<Vec<Ident>> {
        self.expect("(")?;
        let mut idents = vec![self.ident(what)?];
        while self.eat(",") {
            idents.push(self.ident(what)?);
        }
        self.expect(")")?;
        Ok(idents)
    }
}
