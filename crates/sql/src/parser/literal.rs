//! Constants (spec/kda-sql.md 3).

use super::{Parse, Parser};
use crate::{
    ast::{Expr, ExprKind, Literal},
    codes,
    diagnostic::Diagnostic,
    span::Span,
    token::TokenKind,
};

impl Parser<'_> {
    pub(super) fn is_string(&self, ahead: usize) -> bool {
        self.peek(ahead).is_some_and(|token| token.kind == TokenKind::String)
    }

    /// A constant that begins here, if one does.
    pub(super) fn literal(&mut self) -> Parse<Option<Expr>> {
        let start = self.span();
        let literal = match self.peek(0).map(|token| token.kind) {
            Some(TokenKind::Number) => {
                let digits = self.text_at(0).to_owned();
                self.advance();
                Literal::Number(digits)
            }
            Some(TokenKind::String) if self.text_at(0).starts_with(['X', 'x']) => self.binary_string()?,
            Some(TokenKind::String) => Literal::String(self.string("text")?),
            Some(TokenKind::Keyword) => match self.keyword_literal()? {
                Some(literal) => literal,
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        self.make(ExprKind::Literal(literal), start).map(Some)
    }

    fn keyword_literal(&mut self) -> Parse<Option<Literal>> {
        let word = self.word_at(0).to_ascii_uppercase();
        let simple = match word.as_str() {
            "TRUE" => Some(Literal::Boolean(true)),
            "FALSE" => Some(Literal::Boolean(false)),
            "UNKNOWN" => Some(Literal::Unknown),
            "NULL" => Some(Literal::Null),
            _ => None,
        };
        if simple.is_some() {
            self.advance();
            return Ok(simple);
        }
        if matches!(word.as_str(), "TIMESTAMP" | "DATE" | "TIME") && self.is_string(1) {
            self.advance();
            let text = self.string("text")?;
            return Ok(Some(match word.as_str() {
                "TIMESTAMP" => Literal::Timestamp(text),
                "DATE" => Literal::Date(text),
                _ => Literal::Time(text),
            }));
        }
        if word == "INTERVAL" {
            return self.interval();
        }
        Ok(None)
    }

    /// `INTERVAL [-]'…' unit`; `None` when INTERVAL is a name here.
    fn interval(&mut self) -> Parse<Option<Literal>> {
        let signed = self.is_operator(1, "-") || self.is_operator(1, "+");
        let value = 1 + usize::from(signed);
        let unquoted = self.peek(value).is_some_and(|token| token.kind == TokenKind::Number);
        if unquoted && self.unit_at(value + 1).is_some() {
            let span = self.peek(value).map_or(Span::default(), |token| token.span);
            let text = format!("'{}'", self.text_at(value));
            let message = "the number of an INTERVAL stands in quotes";
            return Err(self.report(
                Diagnostic::error(codes::BAD_INTERVAL, span, message)
                    .hint(format!("write INTERVAL {text} {}", self.word_at(value + 1).to_ascii_uppercase()))
                    .fix(span, text),
            ));
        }
        // `interval - '5'` may also be a column less a text: the unit decides.
        if !self.is_string(value) || (signed && self.unit_at(value + 1).is_none()) {
            return Ok(None);
        }
        self.advance();
        let negative = signed && self.is_operator(0, "-");
        if signed {
            self.advance();
        }
        let text = self.string("text")?;
        let qualifier = self.qualifier()?;
        Ok(Some(Literal::Interval { negative, text, qualifier }))
    }

    /// A string literal's text.
    pub(super) fn string(&mut self, what: &str) -> Parse<String> {
        if !self.is_string(0) || self.text_at(0).starts_with(['X', 'x']) {
            return Err(self.unexpected(what));
        }
        let span = self.span();
        let raw = self.text_at(0);
        self.advance();
        if !raw.starts_with(['U', 'u']) {
            return Ok(raw[1..raw.len() - 1].replace("''", "'"));
        }
        let text = raw[3..raw.len() - 1].replace("''", "'");
        let escape = self.unicode_escape()?;
        if let Some(text) = decode_unicode(&text, escape) {
            Ok(text)
        } else {
            let message = format!("after {escape} come four digits, or + and six, of a character's number");
            Err(self.report(Diagnostic::error(codes::BAD_LITERAL, span, message)))
        }
    }

    /// `UESCAPE 'c'`; a backslash without it.
    fn unicode_escape(&mut self) -> Parse<char> {
        if !self.is_word(0, "UESCAPE") || !self.is_string(1) {
            return Ok('\\');
        }
        self.advance();
        let span = self.span();
        let text = self.text_at(0);
        self.advance();
        let mut inside = text.strip_prefix('\'').unwrap_or_default().chars();
        match (inside.next(), inside.next(), inside.next()) {
            (Some(escape), Some('\''), None) if !escape.is_ascii_hexdigit() && !"+'\" ".contains(escape) => {
                Ok(escape)
            }
            _ => {
                let message = "an escape is one character, and none of 0-9, A-F, +, quotes and blank";
                Err(self.report(Diagnostic::error(codes::BAD_LITERAL, span, message)))
            }
        }
    }

    /// `X'…'`.
    fn binary_string(&mut self) -> Parse<Literal> {
        let span = self.span();
        let raw = self.text_at(0);
        self.advance();
        let digits = &raw.as_bytes()[2..raw.len() - 1];
        let octets: Option<Vec<u8>> = digits.chunks(2).map(octet).collect();
        if let Some(octets) = octets {
            Ok(Literal::Binary(octets))
        } else {
            let message = "a binary string has two of 0-9, A-F for each octet";
            Err(self.report(Diagnostic::error(codes::BAD_LITERAL, span, message)))
        }
    }
}

fn octet(pair: &[u8]) -> Option<u8> {
    let &[high, low] = pair else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}

/// `\0009` and `\+01F600` as characters; a doubled escape is itself.
fn decode_unicode(text: &str, escape: char) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(escape) {
        out.push_str(&rest[..at]);
        rest = &rest[at + escape.len_utf8()..];
        if let Some(after) = rest.strip_prefix(escape) {
            out.push(escape);
            rest = after;
            continue;
        }
        let (digits, length) = match rest.strip_prefix('+') {
            Some(after) => (after.get(..6)?, 7),
            None => (rest.get(..4)?, 4),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        out.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
        rest = &rest[length..];
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::decode_unicode;

    #[test]
    fn unicode_escapes_are_read() {
        assert_eq!(decode_unicode("a\\0009b\\\\", '\\').as_deref(), Some("a\tb\\"));
        assert_eq!(decode_unicode("!+01F600", '!').as_deref(), Some("\u{1f600}"));
        assert_eq!(decode_unicode("\\00é", '\\'), None);
        assert_eq!(decode_unicode("\\D800", '\\'), None);
    }
}
