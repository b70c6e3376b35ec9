//! Text into tokens (spec/kda-sql.md 3).
//!
//! The lexer never fails as a whole: what it cannot read becomes a [`TokenKind::Error`] token, so that a half-written
//! program keeps its colours. It decides by bytes, since every character that means something is ASCII, and moves
//! over other text a whole character at a time. Each byte is looked at a bounded number of times.

use crate::{
    keyword::is_keyword,
    span::Span,
    token::{Token, TokenKind},
};

/// Cuts a text into tokens, comments included. Never fails; spans ascend and do not overlap.
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, bytes: text.as_bytes(), at: 0 };
    let mut tokens = Vec::with_capacity(text.len() / 5);
    while let Some(token) = lexer.next() {
        tokens.push(token);
    }
    tokens
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<Token> {
        self.skip_space();
        let start = self.at;
        let first = *self.bytes.get(start)?;
        let kind = match first {
            b'-' if self.byte(1) == b'-' => self.line_comment(),
            b'/' if self.byte(1) == b'/' => self.line_comment(),
            b'/' if self.byte(1) == b'*' => self.block_comment(),
            b'\'' => self.quoted(b'\'', TokenKind::String),
            b'"' => self.quoted(b'"', TokenKind::QuotedIdentifier),
            b'X' | b'x' if self.byte(1) == b'\'' => self.prefixed_string(1),
            b'U' | b'u' if self.byte(1) == b'&' && self.byte(2) == b'\'' => self.prefixed_string(2),
            b'0'..=b'9' => self.number(),
            b'.' if self.byte(1).is_ascii_digit() => self.number(),
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => self.word(),
            b'<' if matches!(self.byte(1), b'=' | b'>') => self.operator(2),
            b'>' | b'!' if self.byte(1) == b'=' => self.operator(2),
            b'|' if self.byte(1) == b'|' => self.operator(2),
            b'(' | b')' | b',' | b';' | b'.' | b'*' | b'+' | b'-' | b'/' | b'=' | b'<' | b'>' => {
                self.operator(1)
            }
            _ => self.stray(),
        };
        Some(Token { kind, span: Span::new(start, self.at) })
    }

    /// The byte `ahead` of here; 0 past the end, which is no token's byte.
    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn skip_space(&mut self) {
        while let Some(c) = self.text[self.at..].chars().next() {
            // A byte order mark is what some editors put in front of a file.
            if !c.is_whitespace() && c != '\u{feff}' {
                break;
            }
            self.at += c.len_utf8();
        }
    }

    fn operator(&mut self, length: usize) -> TokenKind {
        self.at += length;
        TokenKind::Operator
    }

    fn line_comment(&mut self) -> TokenKind {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        TokenKind::Comment
    }

    fn block_comment(&mut self) -> TokenKind {
        match self.text[self.at + 2..].find("*/") {
            Some(length) => {
                self.at += length + 4;
                TokenKind::Comment
            }
            None => self.unclosed(),
        }
    }

    /// From here to the closing quote; a doubled quote is one of the text.
    fn quoted(&mut self, quote: u8, kind: TokenKind) -> TokenKind {
        let mut at = self.at + 1;
        while let Some(length) = self.bytes[at..].iter().position(|&byte| byte == quote) {
            at += length + 1;
            if self.bytes.get(at) != Some(&quote) {
                self.at = at;
                return kind;
            }
            at += 1;
        }
        self.unclosed()
    }

    fn prefixed_string(&mut self, prefix: usize) -> TokenKind {
        self.at += prefix;
        self.quoted(b'\'', TokenKind::String)
    }

    /// What is not closed takes the rest of the text: anything else would colour the inside as code.
    fn unclosed(&mut self) -> TokenKind {
        self.at = self.bytes.len();
        TokenKind::Error
    }

    fn number(&mut self) -> TokenKind {
        self.digits();
        if self.byte(0) == b'.' {
            self.at += 1;
            self.digits();
        }
        if matches!(self.byte(0), b'e' | b'E') {
            let sign = usize::from(matches!(self.byte(1), b'+' | b'-'));
            if self.byte(1 + sign).is_ascii_digit() {
                self.at += 1 + sign;
                self.digits();
            }
        }
        if is_word_byte(self.byte(0)) {
            // `10SECOND`, `2x`: one fault, not two tokens that happen to parse.
            self.word();
            return TokenKind::Error;
        }
        TokenKind::Number
    }

    fn digits(&mut self) {
        while self.byte(0).is_ascii_digit() {
            self.at += 1;
        }
    }

    fn word(&mut self) -> TokenKind {
        let start = self.at;
        while is_word_byte(self.byte(0)) {
            self.at += 1;
        }
        if is_keyword(&self.text[start..self.at]) { TokenKind::Keyword } else { TokenKind::Identifier }
    }

    /// A run of characters that begin no token.
    fn stray(&mut self) -> TokenKind {
        let length = self.text[self.at..].chars().next().map_or(1, char::len_utf8);
        self.at += length;
        TokenKind::Error
    }
}

fn is_word_byte(byte: u8) -> bool {
    // `$` occurs in the names the dialect gives itself: EXPR$0.
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(text: &str) -> Vec<(TokenKind, &str)> {
        tokenize(text).into_iter().map(|token| (token.kind, &text[token.span.range()])).collect()
    }

    #[test]
    fn each_kind_is_cut_where_it_ends() {
        use TokenKind::{Comment, Error, Identifier, Keyword, Number, Operator, QuotedIdentifier, String};
        assert_eq!(
            kinds("SELECT a1,\"b\"\"c\" -- x\n<>'it''s'/**/U&'\\0009' x'1F' 1.5e-3 .5 5. // y"),
            [
                (Keyword, "SELECT"),
                (Identifier, "a1"),
                (Operator, ","),
                (QuotedIdentifier, "\"b\"\"c\""),
                (Comment, "-- x"),
                (Operator, "<>"),
                (String, "'it''s'"),
                (Comment, "/**/"),
                (String, "U&'\\0009'"),
                (String, "x'1F'"),
                (Number, "1.5e-3"),
                (Number, ".5"),
                (Number, "5."),
                (Comment, "// y"),
            ]
        );
        assert_eq!(kinds("10SECOND é 'open"), [(Error, "10SECOND"), (Error, "é"), (Error, "'open")]);
        assert_eq!(kinds("a||b"), [(Identifier, "a"), (Operator, "||"), (Identifier, "b")]);
        assert_eq!(kinds("1 /* open"), [(Number, "1"), (Error, "/* open")]);
    }

    fn is_blank(text: &str) -> bool {
        text.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
    }

    proptest! {
        #[test]
        fn any_text_is_covered_in_order(text in "\\PC{0,40}|[-a-zé'\"/*.0-9eU&X \n|<>=!]{0,40}") {
            let mut end = 0;
            for token in tokenize(&text) {
                let range = token.span.range();
                prop_assert!(range.start >= end && range.end > range.start);
                prop_assert!(is_blank(&text[end..range.start]));
                end = range.end;
            }
            prop_assert!(is_blank(&text[end..]));
        }
    }
}
