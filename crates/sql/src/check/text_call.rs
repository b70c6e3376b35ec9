//! Functions of texts (spec/kda-sql.md 11).

use rillcut_record::{DataType, Value};

use super::{Checker, call::made, expr::Context, literal::unknown, operator::text_length};
use crate::{
    ast::{self, ExprKind as Ast, TrimSide},
    codes,
    plan::{Expr, ExprKind, Function},
    span::Span,
};

impl Checker<'_> {
    /// A function of a text that gives a text of the same type.
    pub(super) fn same_text(
        &mut self,
        function: Function,
        x: &ast::Expr,
        name: &str,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let x = self.text_operand(x, name, cx);
        let data_type = x.data_type;
        made(function, vec![x], data_type, span)
    }

    pub(super) fn substring_comma(
        &mut self,
        x: &ast::Expr,
        start: &ast::Expr,
        length: Option<&ast::Expr>,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        self.substring(Function::SubstringComma, [x, start], length, span, cx)
    }

    fn substring(
        &mut self,
        function: Function,
        [x, start]: [&ast::Expr; 2],
        length: Option<&ast::Expr>,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let x = self.text_operand(x, "SUBSTRING", cx);
        let data_type = shorter(x.data_type);
        let mut arguments = vec![x, self.whole_operand(start, "SUBSTRING", cx)];
        if let Some(length) = length {
            arguments.push(self.whole_operand(length, "SUBSTRING", cx));
        }
        made(function, arguments, data_type, span)
    }

    /// The functions of texts that have a syntax of their own.
    pub(super) fn text_form(&mut self, expr: &ast::Expr, cx: &mut Context<'_>) -> Expr {
        let span = *expr.span;
        match &expr.kind {
            Ast::Substring { operand, from, length } => {
                if self.is_text(from, cx) {
                    if let Some(length) = length {
                        let message = "SUBSTRING by a regular expression takes no FOR";
                        self.error(codes::ARGUMENT_COUNT, *length.span, message);
                    }
                    return self.regex_substring(operand, from, span, cx);
                }
                self.substring(Function::SubstringFrom, [operand, from], length.as_deref(), span, cx)
            }
            Ast::SubstringSimilar { operand, pattern, escape } => {
                self.similar_substring(operand, pattern, escape, span, cx)
            }
            Ast::Position { needle, operand } => {
                let arguments = vec![
                    self.text_operand(needle, "POSITION", cx),
                    self.text_operand(operand, "POSITION", cx),
                ];
                made(Function::Position, arguments, DataType::Integer, span)
            }
            Ast::Trim { side, characters, operand } => {
                let characters = match characters {
                    Some(characters) => self.text_operand(characters, "TRIM", cx),
                    None => blank(span),
                };
                let operand = self.text_operand(operand, "TRIM", cx);
                let data_type = shorter(operand.data_type);
                let function = match side {
                    None | Some(TrimSide::Both) => Function::TrimBoth,
                    Some(TrimSide::Leading) => Function::TrimLeading,
                    Some(TrimSide::Trailing) => Function::TrimTrailing,
                };
                made(function, vec![characters, operand], data_type, span)
            }
            Ast::Overlay { operand, replacement, from, length } => {
                let operand = self.text_operand(operand, "OVERLAY", cx);
                let replacement = self.text_operand(replacement, "OVERLAY", cx);
                let longest = text_length(operand.data_type).zip(text_length(replacement.data_type));
                let longest = longest.map(|(a, b)| a + b).filter(|&longest| longest <= 65_535);
                let mut arguments = vec![operand, replacement, self.whole_operand(from, "OVERLAY", cx)];
                if let Some(length) = length {
                    arguments.push(self.whole_operand(length, "OVERLAY", cx));
                }
                made(Function::Overlay, arguments, DataType::Varchar { length: longest }, span)
            }
            _ => unknown(span),
        }
    }

    /// Whether `SUBSTRING(x FROM …)` is given a text: then it is a regular expression.
    fn is_text(&mut self, from: &ast::Expr, cx: &mut Context<'_>) -> bool {
        match &from.kind {
            Ast::Literal(ast::Literal::String(_)) => true,
            Ast::Name(_) => self.expr(from, cx).data_type.is_text(),
            Ast::Binary(op, ..) => *op == ast::BinaryOp::Concat,
            _ => false,
        }
    }
}

fn blank(span: Span) -> Expr {
    let kind = ExprKind::Literal(Value::Text(" ".to_owned()));
    Expr { kind, data_type: DataType::Varchar { length: Some(1) }, span }
}

/// The type of a part of a text: as long at most, but not filled up with blanks. What has no type keeps none.
pub(super) fn shorter(data_type: DataType) -> DataType {
    if data_type == DataType::Null {
        return data_type;
    }
    DataType::Varchar { length: text_length(data_type) }
}
