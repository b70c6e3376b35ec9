//! Tokens without comments, with their texts.

use std::borrow::Cow;

use crate::{
    keyword::is_reserved,
    lexer::tokenize,
    token::{Token, TokenKind},
};

/// The words of a program.
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    tokens: Vec<Token>,
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let tokens = tokenize(text).into_iter().filter(|token| token.kind != TokenKind::Comment).collect();
        Self { text, tokens }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn token(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    /// The text of a word, nothing past the end.
    pub(super) fn get(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.span.range()])
    }

    /// Whether it is that keyword, operator or unquoted name.
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.get(at).eq_ignore_ascii_case(word)
    }

    /// Whether it is one of those.
    pub(super) fn is_one(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(at, word))
    }

    /// The stored form of a word that can be a name.
    pub(super) fn name(&self, at: usize) -> Option<Cow<'a, str>> {
        let text = self.get(at);
        match self.token(at)?.kind {
            TokenKind::QuotedIdentifier => {
                let inside = &text[1..text.len() - 1];
                Some(if inside.contains("\"\"") {
                    inside.replace("\"\"", "\"").into()
                } else {
                    inside.into()
                })
            }
            TokenKind::Identifier => Some(text.to_ascii_uppercase().into()),
            TokenKind::Keyword if !is_reserved(text) => Some(text.to_ascii_uppercase().into()),
            _ => None,
        }
    }

    /// The word at which the statement of the word `at` begins.
    pub(super) fn statement(&self, at: usize) -> usize {
        (0..at.min(self.len())).rev().find(|&word| self.is(word, ";")).map_or(0, |word| word + 1)
    }

    /// The word behind the parenthesis that is opened at `open`, or the end of the statement.
    pub(super) fn behind(&self, open: usize) -> usize {
        let mut depth = 0usize;
        for at in open..self.len() {
            match self.get(at) {
                "(" => depth += 1,
                ")" => {
                    depth -= 1;
                    if depth == 0 {
                        return at + 1;
                    }
                }
                ";" => return at,
                _ => {}
            }
        }
        self.len()
    }

    /// How many words end at or before a byte.
    pub(super) fn before(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.span.end as usize <= byte)
    }
}
