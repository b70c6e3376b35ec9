//! Comparisons and the other predicates (spec/kda-sql.md 4.3).

use rillcut_record::{DataType, Value};

use super::{
    Checker,
    coerce::{cast, common, comparable},
    expr::Context,
    literal::unknown,
    operator::text,
};
use crate::{
    ast::{self, BinaryOp, ExprKind as Ast, InItems, IsTest},
    codes,
    diagnostic::Diagnostic,
    plan::{CompareOp, Expr, ExprKind, Truth},
    span::Span,
};

fn compare_op(op: BinaryOp) -> CompareOp {
    match op {
        BinaryOp::NotEqual => CompareOp::NotEqual,
        BinaryOp::Less => CompareOp::Less,
        BinaryOp::LessOrEqual => CompareOp::LessOrEqual,
        BinaryOp::Greater => CompareOp::Greater,
        BinaryOp::GreaterOrEqual => CompareOp::GreaterOrEqual,
        _ => CompareOp::Equal,
    }
}

pub(super) fn boolean(kind: ExprKind, span: Span) -> Expr {
    Expr { kind, data_type: DataType::Boolean, span }
}

/// UNKNOWN, after a fault.
pub(super) fn undecided(span: Span) -> Expr {
    Expr { data_type: DataType::Boolean, ..unknown(span) }
}

fn negate(expr: Expr, negated: bool) -> Expr {
    let span = expr.span;
    if negated { boolean(ExprKind::Not(Box::new(expr)), span) } else { expr }
}

impl Checker<'_> {
    /// Both operands in types that can be compared.
    fn pair(&mut self, left: Expr, right: Expr, symbol: &str, span: Span) -> Option<(Expr, Expr)> {
        if let Some((a, b)) = comparable(left.data_type, right.data_type) {
            return Some((cast(left, a), cast(right, b)));
        }
        let message = format!("{symbol} cannot compare {} with {}", left.data_type, right.data_type);
        let diagnostic = Diagnostic::error(codes::NOT_COMPARABLE, span, message);
        let (texts, other) = if left.data_type.is_text() { (&left, &right) } else { (&right, &left) };
        self.report(self.comparison_hint(diagnostic, texts, other));
        None
    }

    fn comparison_hint(&self, diagnostic: Diagnostic, texts: &Expr, other: &Expr) -> Diagnostic {
        if !texts.data_type.is_text() {
            return diagnostic;
        }
        let written = self.text.get(texts.span.range()).unwrap_or_default();
        let ExprKind::Literal(Value::Text(value)) = &texts.kind else {
            return diagnostic
                .hint(format!("convert one side, as in CAST({written} AS {})", other.data_type));
        };
        if other.data_type.is_datetime() {
            let literal = format!("{} {written}", other.data_type);
            return diagnostic.hint(format!("write {literal}")).fix(texts.span, literal);
        }
        if other.data_type.is_numeric() && value.trim().parse::<f64>().is_ok() {
            let number = value.trim().to_owned();
            return diagnostic.hint("write the number without quotes").fix(texts.span, number);
        }
        diagnostic
    }

    pub(super) fn compare(&mut self, op: BinaryOp, left: Expr, right: Expr, span: Span) -> Expr {
        match self.pair(left, right, op.symbol(), span) {
            Some((left, right)) => {
                let (left, right) = (Box::new(left), Box::new(right));
                boolean(ExprKind::Compare { op: compare_op(op), left, right }, span)
            }
            None => undecided(span),
        }
    }

    /// `(a, b) = (c, d)`.
    pub(super) fn compare_rows(
        &mut self,
        op: BinaryOp,
        left: &[ast::Expr],
        right: &[ast::Expr],
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        if left.len() != right.len() {
            let message = format!("a row of {} cannot be compared with a row of {}", left.len(), right.len());
            self.error(codes::NOT_COMPARABLE, span, message);
            return undecided(span);
        }
        let mut pairs = Vec::new();
        for (a, b) in left.iter().zip(right) {
            let pair_span = a.span.to(*b.span);
            pairs.push((self.expr(a, cx), self.expr(b, cx), pair_span));
        }
        if !matches!(op, BinaryOp::Equal | BinaryOp::NotEqual) {
            return self.ordered_rows(op, pairs, span);
        }
        let mut equal: Vec<Expr> =
            pairs.into_iter().map(|(a, b, place)| self.compare(BinaryOp::Equal, a, b, place)).collect();
        let all = if equal.len() == 1 { equal.pop() } else { None };
        let all = all.unwrap_or_else(|| boolean(ExprKind::And(equal), span));
        negate(all, op == BinaryOp::NotEqual)
    }

    /// `(a, b) < (c, d)` is `a < c OR a = c AND b < d`.
    fn ordered_rows(&mut self, op: BinaryOp, mut pairs: Vec<(Expr, Expr, Span)>, span: Span) -> Expr {
        let Some((a, b, place)) = pairs.pop() else { return undecided(span) };
        let mut result = self.compare(op, a, b, place);
        let strict = match op {
            BinaryOp::LessOrEqual => BinaryOp::Less,
            BinaryOp::GreaterOrEqual => BinaryOp::Greater,
            _ => op,
        };
        for (a, b, place) in pairs.into_iter().rev() {
            let (Some(c), Some(d)) = (self.copy(&a), self.copy(&b)) else { return undecided(span) };
            let decided = self.compare(strict, a, b, place);
            let equal = self.compare(BinaryOp::Equal, c, d, place);
            result =
                boolean(ExprKind::Or(vec![decided, boolean(ExprKind::And(vec![equal, result]), span)]), span);
        }
        result
    }

    pub(super) fn predicate(&mut self, expr: &ast::Expr, cx: &mut Context<'_>) -> Expr {
        let span = *expr.span;
        match &expr.kind {
            Ast::Is { operand, test, negated } => self.is(operand, *test, *negated, span, cx),
            Ast::IsDistinct { left, right, negated } => {
                let (left, right) = (self.expr(left, cx), self.expr(right, cx));
                match self.pair(left, right, "IS DISTINCT FROM", span) {
                    Some((left, right)) => {
                        let (left, right) = (Box::new(left), Box::new(right));
                        boolean(ExprKind::IsDistinct { left, right, negated: *negated }, span)
                    }
                    None => undecided(span),
                }
            }
            Ast::Between { operand, low, high, negated } => {
                let operand = self.expr(operand, cx);
                let (low, high) = (self.expr(low, cx), self.expr(high, cx));
                let Some(again) = self.copy(&operand) else { return undecided(span) };
                let from = self.compare(BinaryOp::GreaterOrEqual, operand, low, span);
                let to = self.compare(BinaryOp::LessOrEqual, again, high, span);
                negate(boolean(ExprKind::And(vec![from, to]), span), *negated)
            }
            Ast::In { operand, items, negated } => self.is_in(operand, items, *negated, span, cx),
            Ast::Like { operand, pattern, escape, similar, negated } => {
                let word = if *similar { "SIMILAR TO" } else { "LIKE" };
                let operand = self.text_operand(operand, word, cx);
                let pattern = self.text_operand(pattern, word, cx);
                let escape = escape.as_ref().map(|escape| self.escape(escape, cx));
                if *similar {
                    return negate(self.similar_to(operand, pattern, escape, span), *negated);
                }
                let (operand, pattern) = (Box::new(operand), Box::new(pattern));
                boolean(
                    ExprKind::Like { operand, pattern, escape: escape.map(Box::new), negated: *negated },
                    span,
                )
            }
            _ => undecided(span),
        }
    }

    fn is(
        &mut self,
        operand: &ast::Expr,
        test: IsTest,
        negated: bool,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let truth = match test {
            IsTest::Null => {
                let operand = Box::new(self.expr(operand, cx));
                return boolean(ExprKind::IsNull { operand, negated }, span);
            }
            IsTest::True => Truth::True,
            IsTest::False => Truth::False,
            IsTest::Unknown => Truth::Unknown,
        };
        let operand = Box::new(self.condition(operand, "IS", cx));
        boolean(ExprKind::Is { operand, truth, negated }, span)
    }

    fn is_in(
        &mut self,
        operand: &ast::Expr,
        items: &InItems,
        negated: bool,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        let InItems::List(list) = items else {
            self.expr(operand, cx);
            self.no_subquery(span);
            return undecided(span);
        };
        if let Ast::Row(row) = &operand.kind {
            return negate(self.row_in(row, list, span, cx), negated);
        }
        let operand = self.expr(operand, cx);
        let list: Vec<Expr> = list.iter().map(|item| self.expr(item, cx)).collect();
        let mut data_type = operand.data_type;
        for item in &list {
            // Texts of any length compare as they are.
            let joined = common(data_type, item.data_type);
            let Some(joined) = joined else {
                let message = format!("IN cannot compare {} with {}", operand.data_type, item.data_type);
                let diagnostic = Diagnostic::error(codes::NOT_COMPARABLE, item.span, message);
                let texts = if item.data_type.is_text() { (item, &operand) } else { (&operand, item) };
                let diagnostic = self.comparison_hint(diagnostic, texts.0, texts.1);
                self.report(diagnostic);
                return undecided(span);
            };
            data_type = joined;
        }
        let one = |expr: Expr| {
            if expr.data_type.is_text() && data_type.is_text() { expr } else { cast(expr, data_type) }
        };
        let operand = Box::new(one(operand));
        boolean(ExprKind::In { operand, list: list.into_iter().map(one).collect(), negated }, span)
    }

    /// `(a, b) IN ((1, 2), (3, 4))`.
    fn row_in(&mut self, row: &[ast::Expr], list: &[ast::Expr], span: Span, cx: &mut Context<'_>) -> Expr {
        let mut any = Vec::new();
        for item in list {
            let Ast::Row(other) = &item.kind else {
                self.error(codes::NOT_COMPARABLE, *item.span, "IN compares a row with rows");
                return undecided(span);
            };
            any.push(self.compare_rows(BinaryOp::Equal, row, other, *item.span, cx));
        }
        let one = if any.len() == 1 { any.pop() } else { None };
        one.unwrap_or_else(|| boolean(ExprKind::Or(any), span))
    }

    /// An operand that must be a text.
    pub(super) fn text_operand(&mut self, expr: &ast::Expr, of: &str, cx: &mut Context<'_>) -> Expr {
        let checked = self.expr(expr, cx);
        if checked.data_type.is_text() || checked.data_type == DataType::Null {
            return text(checked);
        }
        let message = format!("{of} needs a text, {} is {}", self.excerpt(checked.span), checked.data_type);
        let hint = format!("CAST({} AS VARCHAR(64)) makes one of it", self.excerpt(checked.span));
        self.report(Diagnostic::error(codes::ARGUMENT_TYPE, checked.span, message).hint(hint));
        unknown(checked.span)
    }

    pub(super) fn escape(&mut self, escape: &ast::Expr, cx: &mut Context<'_>) -> Expr {
        let escape = self.text_operand(escape, "ESCAPE", cx);
        if let ExprKind::Literal(Value::Text(text)) = &escape.kind
            && text.chars().count() != 1
        {
            self.error(codes::ARGUMENT_TYPE, escape.span, "ESCAPE needs a text of one character");
        }
        escape
    }
}
