//! Functions that take a regular expression, a pattern or a date format (spec/kda-sql.md 4.3, 11).
//!
//! A pattern that is a constant is read here already, so that its faults are shown at their place before anything runs.

use rillcut_pattern::{DateFormat, PatternError, Regex, Replacement};
use rillcut_record::{DataType, Value};

use super::{
    Checker,
    call::made,
    compare::{boolean, undecided},
    expr::Context,
    literal::unknown,
    text_call::shorter,
};
use crate::{
    ast, codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind, Function},
    span::Span,
};

/// Longest text that the reference lets REGEX_REPLACE give.
const LONGEST: DataType = DataType::Varchar { length: Some(65_535) };

/// The text of a constant.
pub(super) fn constant_text(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Literal(Value::Text(text)) => Some(text),
        ExprKind::Cast(operand) if expr.data_type.is_text() => constant_text(operand),
        _ => None,
    }
}

impl Checker<'_> {
    /// What a constant is read as; `None` when it is no constant, or, with an error, when it is faulty.
    pub(super) fn read_pattern<T>(
        &mut self,
        pattern: &Expr,
        read: impl FnOnce(&str) -> Result<T, PatternError>,
    ) -> Option<T> {
        let text = constant_text(pattern)?;
        match read(text) {
            Ok(read) => Some(read),
            Err(fault) => {
                let span = self.inside_literal(pattern.span, text, fault.at);
                let diagnostic = Diagnostic::error(codes::BAD_PATTERN, span, fault.message);
                self.report(match fault.hint {
                    Some(hint) => diagnostic.hint(hint),
                    None => diagnostic,
                });
                None
            }
        }
    }

    /// The place of a character of a string literal; the whole literal when it is written with escapes.
    pub(super) fn inside_literal(&self, literal: Span, text: &str, characters: usize) -> Span {
        let written = self.text.get(literal.range()).unwrap_or_default();
        let plain = written.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) == Some(text);
        let (at, length) =
            text.char_indices().nth(characters).map_or((text.len(), 1), |(at, c)| (at, c.len_utf8()));
        let start = literal.range().start + 1 + at;
        if plain { Span::new(start, start + length) } else { literal }
    }

    pub(super) fn regex_substring(
        &mut self,
        operand: &ast::Expr,
        pattern: &ast::Expr,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let operand = self.text_operand(operand, "SUBSTRING", cx);
        let pattern = self.text_operand(pattern, "SUBSTRING", cx);
        self.read_pattern(&pattern, Regex::java);
        let data_type = shorter(operand.data_type);
        made(Function::RegexSubstring, vec![operand, pattern], data_type, span)
    }

    pub(super) fn similar_substring(
        &mut self,
        operand: &ast::Expr,
        pattern: &ast::Expr,
        escape: &ast::Expr,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let operand = self.text_operand(operand, "SUBSTRING", cx);
        let pattern = self.text_operand(pattern, "SUBSTRING", cx);
        let escape = self.escape(escape, cx);
        if let Some(character) = constant_text(&escape).and_then(|text| text.chars().next()) {
            self.read_pattern(&pattern, |pattern| Regex::similar_parts(pattern, character));
        }
        let data_type = shorter(operand.data_type);
        made(Function::SimilarSubstring, vec![operand, pattern, escape], data_type, span)
    }

    pub(super) fn similar_to(
        &mut self,
        operand: Expr,
        pattern: Expr,
        escape: Option<Expr>,
        span: Span,
    ) -> Expr {
        let character = match &escape {
            None => Some(None),
            Some(escape) => constant_text(escape).map(|text| text.chars().next()),
        };
        if let Some(character) = character {
            self.read_pattern(&pattern, |pattern| Regex::similar(pattern, character));
        }
        if operand.data_type == DataType::Null || pattern.data_type == DataType::Null {
            return undecided(span);
        }
        let arguments = [operand, pattern].into_iter().chain(escape).collect();
        boolean(ExprKind::Call { function: Function::SimilarTo, arguments }, span)
    }

    /// `REGEX_REPLACE(text, regex, replacement, start, occurrence)`.
    pub(super) fn regex_replace(
        &mut self,
        [text, regex, replacement, start, occurrence]: [&ast::Expr; 5],
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        const NAME: &str = "REGEX_REPLACE";
        let text = self.text_operand(text, NAME, cx);
        let regex = self.text_operand(regex, NAME, cx);
        let replacement = self.text_operand(replacement, NAME, cx);
        if let Some(read) = self.read_pattern(&regex, Regex::java) {
            self.read_pattern(&replacement, |text| Replacement::new(text, &read));
        }
        let start = self.whole_operand(start, NAME, cx);
        let occurrence = self.whole_operand(occurrence, NAME, cx);
        for (number, least, what) in [(&start, 1, "its start is 1"), (&occurrence, 0, "its occurrence is 0")]
        {
            if Self::constant_long(number).is_some_and(|value| value < least) {
                let message = format!("{NAME}: {what} or more");
                self.error(codes::ARGUMENT_TYPE, number.span, message);
            }
        }
        made(Function::RegexReplace, vec![text, regex, replacement, start, occurrence], LONGEST, span)
    }

    /// `CHAR_TO_TIMESTAMP(format, text)` and its kin.
    pub(super) fn char_to(
        &mut self,
        to: DataType,
        [format, text]: [&ast::Expr; 2],
        name: &str,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let format = self.text_operand(format, name, cx);
        let text = self.text_operand(text, name, cx);
        let swapped =
            constant_text(&text).is_some_and(|text| text.contains("yyyy") || text.contains("HH:mm"));
        if self.read_pattern(&format, DateFormat::new).is_none() && swapped {
            let message = format!("{name} takes the format first, then the text");
            self.error(codes::ARGUMENT_TYPE, span, message);
        }
        made(Function::ParseTime, vec![format, text], to, span)
    }

    /// `TIMESTAMP_TO_CHAR(format, x)` and its kin.
    pub(super) fn char_of(
        &mut self,
        from: DataType,
        [format, x]: [&ast::Expr; 2],
        name: &str,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let format = self.text_operand(format, name, cx);
        self.read_pattern(&format, DateFormat::new);
        let x = self.expr(x, cx);
        if x.data_type != from && x.data_type != DataType::Null {
            self.wrong_argument(name, &format!("a {from} behind the format"), &x);
            return Expr { data_type: DataType::TEXT, ..unknown(span) };
        }
        let text =
            made(Function::FormatTime, vec![format, super::coerce::cast(x, from)], DataType::TEXT, span);
        if from != DataType::Timestamp {
            return text;
        }
        // The reference says so of this one: a NULL time is the text `null`.
        let null =
            Expr { kind: ExprKind::Literal(Value::Text("null".to_owned())), data_type: DataType::TEXT, span };
        Expr { kind: ExprKind::Coalesce(vec![text, null]), data_type: DataType::TEXT, span }
    }
}
