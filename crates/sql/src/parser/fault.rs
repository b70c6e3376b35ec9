//! Saying what is wrong with a text that does not parse.

use super::{Parser, Stop};
use crate::{
    ast::quoted,
    codes,
    diagnostic::Diagnostic,
    keyword::is_reserved,
    span::Span,
    token::{Token, TokenKind},
};

impl Parser<'_> {
    /// The next token is not what the grammar needs.
    pub(super) fn unexpected(&mut self, expected: &str) -> Stop {
        let span = self.span();
        if self.peek(0).is_some_and(|token| token.kind == TokenKind::Error) {
            // The lexer's fault is reported already.
            return Stop;
        }
        let found = self.found();
        let message = format!("expected {expected}, found {found}");
        let mut diagnostic = Diagnostic::error(codes::UNEXPECTED, span, message);
        if let Some(hint) = self.hint() {
            diagnostic = diagnostic.hint(hint);
        }
        self.report(diagnostic)
    }

    /// The next token cannot be a name.
    pub(super) fn unexpected_name(&mut self, what: &str) -> Stop {
        let word = self.word_at(0);
        // A reserved word where a name must be is more often a missing name than a meant one: say both.
        if is_reserved(word)
            && !matches!(word.to_ascii_uppercase().as_str(), "FROM" | "SELECT" | "WHERE" | "AS")
        {
            let span = self.span();
            let message = format!("expected {what}, found the reserved word {word}");
            let replacement = quoted(&word.to_ascii_uppercase());
            let hint = format!("if it is meant as a name, write {replacement}");
            return self.report(
                Diagnostic::error(codes::UNEXPECTED, span, message).hint(hint).fix(span, replacement),
            );
        }
        self.unexpected(what)
    }

    /// The next token in words.
    fn found(&self) -> String {
        match self.peek(0) {
            None => "the end of the text".to_owned(),
            Some(token) => {
                let text = self.text_at(0);
                let short: String = text.chars().take(40).collect();
                let more = if short.len() < text.len() { "…" } else { "" };
                match token.kind {
                    TokenKind::Operator => format!("\"{short}\""),
                    _ => format!("{short}{more}"),
                }
            }
        }
    }

    /// What is probably meant, from the tokens around the fault.
    fn hint(&self) -> Option<&'static str> {
        let before = self.at.checked_sub(1).and_then(|last| self.tokens.get(last));
        let before = before.map_or("", |token| &self.text[token.span.range()]);
        let here = self.text_at(0);
        if before == "," && (self.is_any_word(0, &["FROM", "WHERE", "GROUP"]) || here == ")" || here == ",") {
            return Some("remove the comma before it");
        }
        if here.starts_with('\'') && before.eq_ignore_ascii_case("AS") {
            return Some("names stand in double quotes, text in single quotes");
        }
        if self.is_any_word(0, &["WHERE", "GROUP", "HAVING", "WINDOW", "ORDER"]) {
            return Some("the order is FROM, WHERE, GROUP BY, HAVING, WINDOW, ORDER BY");
        }
        let after = |words: &[&str]| words.iter().any(|word| before.eq_ignore_ascii_case(word));
        if self.is_any_word(0, &["WITH"]) {
            return Some("put the query into FROM (SELECT STREAM …) AS name, or into a stream of its own");
        }
        if after(&["CREATE"]) && self.is_any_word(0, &["TABLE", "VIEW"]) {
            return Some("rows go into streams: CREATE STREAM; reference data is given beside the program");
        }
        if after(&["BY"]) && self.is_any_word(0, &["TUMBLING", "TUMBLE", "HOPPING", "SLIDING", "SESSION"]) {
            return Some(
                "a tumbling window is GROUP BY STEP(ROWTIME BY INTERVAL '1' MINUTE), a sliding one COUNT(*) OVER (RANGE …)",
            );
        }
        // The word before can have been taken for an alias.
        if self.is_any_word(0, &["LIMIT", "OFFSET", "FETCH"]) || after(&["LIMIT", "OFFSET", "FETCH", "TOP"]) {
            return Some(
                "a stream has no end, so there is no LIMIT; ORDER BY within a window is what comes nearest",
            );
        }
        None
    }

    /// Every token that is none.
    pub(super) fn report_error_tokens(&mut self) {
        let faults: Vec<Token> =
            self.tokens.iter().copied().filter(|token| token.kind == TokenKind::Error).collect();
        for token in faults {
            let diagnostic = error_token(&self.text[token.span.range()], token.span);
            self.report(diagnostic);
        }
    }
}

fn error_token(text: &str, span: Span) -> Diagnostic {
    let first = text.chars().next().unwrap_or(' ');
    // What is not closed takes the rest of the text; its opening is the place to look at.
    let opening = Span { start: span.start, end: span.start + first.len_utf8() as u32 };
    let open = |what: &str, close: &str| {
        Diagnostic::error(codes::NOT_CLOSED, opening, format!("this {what} is not closed"))
            .hint(format!("it ends with {close}"))
    };
    match first {
        '"' => open("quoted name", "\""),
        '/' => open("comment", "*/"),
        '\'' | 'U' | 'u' | 'X' | 'x' => open("string", "'"),
        '0'..='9' | '.' => {
            let message = format!("{} is not a number", text.chars().take(40).collect::<String>());
            Diagnostic::error(codes::BAD_LITERAL, span, message)
                .hint("a blank is missing, or a name begins with a digit and needs double quotes")
        }
        '\u{2018}' | '\u{2019}' => stray(first, span).hint("write the straight quote '").fix(span, "'"),
        '\u{201c}' | '\u{201d}' => stray(first, span).hint("write the straight quote \"").fix(span, "\""),
        '`' | '[' | ']' => stray(first, span).hint("names with special characters stand in double quotes"),
        '%' => stray(first, span).hint("the remainder is MOD(a, b)"),
        _ => stray(first, span),
    }
}

fn stray(character: char, span: Span) -> Diagnostic {
    let shown = if character.is_control() {
        format!("U+{:04X}", u32::from(character))
    } else {
        format!("\"{character}\"")
    };
    Diagnostic::error(codes::STRAY_CHARACTER, span, format!("the character {shown} means nothing here"))
}
