//! CASE, COALESCE, NULLIF and CAST (spec/kda-sql.md 4.3, 4.4).

use rillcut_record::DataType;

use super::{
    Checker,
    coerce::{cast, castable, common},
    expr::Context,
    literal::unknown,
};
use crate::{
    ast::{self, BinaryOp, Case},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind},
    span::Span,
};

impl Checker<'_> {
    pub(super) fn case(&mut self, case: &Case, span: Span, cx: &mut Context<'_>) -> Expr {
        let operand = case.operand.as_ref().map(|operand| self.expr(operand, cx));
        let mut conditions = Vec::new();
        let mut results = Vec::new();
        for (condition, result) in &case.branches {
            conditions.push(match &operand {
                None => self.condition(condition, "WHEN", cx),
                Some(operand) => {
                    let value = self.expr(condition, cx);
                    let Some(operand) = self.copy(operand) else { return unknown(span) };
                    let place = value.span;
                    self.compare(BinaryOp::Equal, operand, value, place)
                }
            });
            results.push(self.expr(result, cx));
        }
        let has_otherwise = case.otherwise.is_some();
        if let Some(otherwise) = &case.otherwise {
            results.push(self.expr(otherwise, cx));
        }
        let Some((mut results, data_type)) = self.one_type(results, "CASE") else { return unknown(span) };
        let otherwise = if has_otherwise { results.pop().map(Box::new) } else { None };
        let branches = conditions.into_iter().zip(results).collect();
        Expr { kind: ExprKind::Case { branches, otherwise }, data_type, span }
    }

    /// The expressions in the type they have in common.
    pub(super) fn one_type(&mut self, exprs: Vec<Expr>, of: &str) -> Option<(Vec<Expr>, DataType)> {
        let mut data_type = DataType::Null;
        for expr in &exprs {
            let Some(joined) = common(data_type, expr.data_type) else {
                let text = self.excerpt(expr.span);
                let message = format!("{of} gives {data_type}, but {text} is {}", expr.data_type);
                let hint = format!("convert it, as in CAST({text} AS {data_type})");
                self.report(Diagnostic::error(codes::NO_COMMON_TYPE, expr.span, message).hint(hint));
                return None;
            };
            data_type = joined;
        }
        Some((exprs.into_iter().map(|expr| cast(expr, data_type)).collect(), data_type))
    }

    pub(super) fn coalesce(&mut self, arguments: &[ast::Expr], span: Span, cx: &mut Context<'_>) -> Expr {
        let arguments = arguments.iter().map(|argument| self.expr(argument, cx)).collect();
        match self.one_type(arguments, "COALESCE") {
            Some((arguments, data_type)) => Expr { kind: ExprKind::Coalesce(arguments), data_type, span },
            None => unknown(span),
        }
    }

    /// `NULLIF(a, b)`: NULL where a = b, else a.
    pub(super) fn null_if(&mut self, a: &ast::Expr, b: &ast::Expr, span: Span, cx: &mut Context<'_>) -> Expr {
        let (a, b) = (self.expr(a, cx), self.expr(b, cx));
        let Some(value) = self.copy(&a) else { return unknown(span) };
        let data_type = value.data_type;
        let equal = self.compare(BinaryOp::Equal, a, b, span);
        let null = Expr { data_type, ..unknown(span) };
        let kind = ExprKind::Case { branches: vec![(equal, null)], otherwise: Some(Box::new(value)) };
        Expr { kind, data_type, span }
    }

    pub(super) fn explicit_cast(
        &mut self,
        operand: &ast::Expr,
        to: DataType,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let operand = self.expr(operand, cx);
        if !castable(operand.data_type, to) {
            let message = format!("there is no CAST of {} to {to}", operand.data_type);
            let diagnostic = Diagnostic::error(codes::NO_CAST, span, message);
            let from = operand.data_type;
            self.report(if from.is_datetime() && to.is_numeric() {
                diagnostic.hint("UNIX_TIMESTAMP(x) gives milliseconds since 1970")
            } else if from.is_numeric() && to == DataType::Timestamp {
                diagnostic.hint("TO_TIMESTAMP(x) reads milliseconds since 1970")
            } else if from == DataType::Boolean && to.is_numeric() {
                diagnostic.hint("CASE WHEN x THEN 1 ELSE 0 END gives a number")
            } else {
                diagnostic
            });
            return Expr { data_type: to, ..unknown(span) };
        }
        Expr { span, ..cast(operand, to) }
    }
}
