//! Expressions: names, and who checks what.

use rillcut_record::DataType;

use super::{
    Checker,
    literal::unknown,
    name::{closest, suggest},
    relation::{Found, RowtimeAt, Scope, ScopeTable},
    slide::Slides,
};
use crate::{
    ast::{self, ExprKind as Ast, Ident, Name, NamedWindow, UnaryOp},
    codes,
    diagnostic::Diagnostic,
    plan::{Aggregate, ArithmeticOp, Expr, ExprKind},
    span::Span,
};

/// Columns from here on are aggregates until GROUP BY gives them their place.
pub(super) const FIRST_AGGREGATE: usize = 1 << 24;

/// Whether an aggregate can stand where an expression stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aggregates {
    /// Select list, HAVING, ORDER BY.
    Allowed,
    /// The clause that does not allow them.
    Forbidden(&'static str),
}

/// What expressions of one SELECT share.
pub(super) struct Context<'s> {
    pub(super) scope: &'s Scope,
    pub(super) allowed: Aggregates,
    /// Found so far; [`FIRST_AGGREGATE`] and up stand for them in expressions.
    pub(super) aggregates: Vec<Aggregate>,
    /// Functions with OVER found so far; [`super::slide::FIRST_ANALYTIC`] and up stand for them.
    pub(super) slides: Slides,
    /// WINDOW.
    pub(super) windows: &'s [NamedWindow],
    /// Names of the select list, which ORDER BY sees before the columns.
    pub(super) aliases: Vec<(String, Expr)>,
    /// Groups are stagger windows, of which a first and a last row can be asked for.
    pub(super) in_stagger: bool,
}

impl<'s> Context<'s> {
    pub(super) fn new(scope: &'s Scope, allowed: Aggregates) -> Self {
        Self {
            scope,
            allowed,
            aggregates: Vec::new(),
            slides: Slides::default(),
            windows: &[],
            aliases: Vec::new(),
            in_stagger: false,
        }
    }
}

impl Checker<'_> {
    /// Checks an expression. After a fault, which is reported, it has no type and fits everywhere.
    pub(super) fn expr(&mut self, expr: &ast::Expr, cx: &mut Context<'_>) -> Expr {
        let span = *expr.span;
        match &expr.kind {
            Ast::Literal(literal) => self.literal(literal, span),
            Ast::Name(name) => self.column(name, cx),
            Ast::Unary(op, operand) => self.unary(*op, operand, span, cx),
            Ast::Binary(..) => self.binary(expr, cx),
            Ast::And(operands) => self.logic(operands, true, span, cx),
            Ast::Or(operands) => self.logic(operands, false, span, cx),
            Ast::Not(operand) => {
                let operand = self.condition(operand, "NOT", cx);
                Expr { kind: ExprKind::Not(Box::new(operand)), data_type: DataType::Boolean, span }
            }
            Ast::Is { .. }
            | Ast::IsDistinct { .. }
            | Ast::Between { .. }
            | Ast::In { .. }
            | Ast::Like { .. } => self.predicate(expr, cx),
            Ast::Case(case) => self.case(case, span, cx),
            Ast::Cast { operand, data_type } => self.explicit_cast(operand, *data_type, span, cx),
            Ast::FloorTo { .. } | Ast::Step { .. } | Ast::Extract { .. } | Ast::Difference { .. } => {
                self.temporal(expr, cx)
            }
            Ast::Substring { .. }
            | Ast::SubstringSimilar { .. }
            | Ast::Position { .. }
            | Ast::Trim { .. }
            | Ast::Overlay { .. } => self.text_form(expr, cx),
            Ast::Call(call) => self.call(call, span, cx),
            Ast::Temporal(op, left, right) => self.period_predicate(*op, left, right, span, cx),
            _ => self.not_a_value(expr, cx),
        }
    }

    /// Forms that have no value of their own; what is inside them is checked all the same.
    fn not_a_value(&mut self, expr: &ast::Expr, cx: &mut Context<'_>) -> Expr {
        let span = *expr.span;
        match &expr.kind {
            Ast::Period(from, to) => {
                self.expr(from, cx);
                self.expr(to, cx);
                self.error(codes::OPERAND_TYPE, span, "a period can only be compared with another");
            }
            Ast::Row(items) => {
                for item in items {
                    self.expr(item, cx);
                }
                self.error(codes::OPERAND_TYPE, span, "a row can only be compared with another");
            }
            Ast::Cursor(_) => {
                self.error(codes::NO_CURSOR, span, "CURSOR is an argument of a table function only");
            }
            _ => self.no_subquery(span),
        }
        unknown(span)
    }

    /// A query inside an expression: it would have to see all rows of a stream (spec/kda-sql.md 5).
    pub(super) fn no_subquery(&mut self, span: Span) {
        let message = "a query cannot be a value or a list: it would need all rows, and a stream has no end";
        self.report(
            Diagnostic::error(codes::NOT_IN_KDA, span, message)
                .hint("join it: FROM a JOIN b OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS b ON a.k = b.k"),
        );
    }

    fn unary(&mut self, op: UnaryOp, operand: &ast::Expr, span: Span, cx: &mut Context<'_>) -> Expr {
        if op == UnaryOp::Minus
            && let Some(number) = self.negative_number(operand, span)
        {
            return number;
        }
        let operand = self.expr(operand, cx);
        let data_type = operand.data_type;
        if data_type == DataType::Null {
            return Expr { span, ..operand };
        }
        if !data_type.is_numeric() && !matches!(data_type, DataType::Interval(_)) {
            let sign = if op == UnaryOp::Minus { "-" } else { "+" };
            self.error(codes::OPERAND_TYPE, span, format!("{sign} cannot take {data_type}"));
            return unknown(span);
        }
        match op {
            UnaryOp::Plus => operand,
            UnaryOp::Minus => Expr { kind: ExprKind::Negate(Box::new(operand)), data_type, span },
        }
    }

    /// A chain of binary operators. The left spine, which chains make high, is walked in a loop.
    fn binary(&mut self, expr: &ast::Expr, cx: &mut Context<'_>) -> Expr {
        let mut spine = Vec::new();
        let mut node = expr;
        while let Ast::Binary(op, left, right) = &node.kind {
            if let (Ast::Row(a), Ast::Row(b)) = (&left.kind, &right.kind) {
                let compared = self.compare_rows(*op, a, b, *node.span, cx);
                return self.unwind(compared, spine, cx);
            }
            spine.push((*op, right.as_ref(), *node.span));
            node = left;
        }
        let left = self.expr(node, cx);
        self.unwind(left, spine, cx)
    }

    fn unwind(
        &mut self,
        mut left: Expr,
        spine: Vec<(ast::BinaryOp, &ast::Expr, Span)>,
        cx: &mut Context<'_>,
    ) -> Expr {
        use ast::BinaryOp::{Add, Concat, Divide, Multiply, Subtract};
        for (op, right, span) in spine.into_iter().rev() {
            let right = self.expr(right, cx);
            left = match op {
                Add => self.arithmetic(ArithmeticOp::Add, left, right, span),
                Subtract => self.arithmetic(ArithmeticOp::Subtract, left, right, span),
                Multiply => self.arithmetic(ArithmeticOp::Multiply, left, right, span),
                Divide => self.arithmetic(ArithmeticOp::Divide, left, right, span),
                Concat => self.concat(left, right, span),
                _ => self.compare(op, left, right, span),
            };
        }
        left
    }

    fn logic(&mut self, operands: &[ast::Expr], and: bool, span: Span, cx: &mut Context<'_>) -> Expr {
        let word = if and { "AND" } else { "OR" };
        let operands = operands.iter().map(|operand| self.condition(operand, word, cx)).collect();
        let kind = if and { ExprKind::And(operands) } else { ExprKind::Or(operands) };
        Expr { kind, data_type: DataType::Boolean, span }
    }

    /// An expression that must be BOOLEAN; `of` is the word that needs it.
    pub(super) fn condition(&mut self, expr: &ast::Expr, of: &str, cx: &mut Context<'_>) -> Expr {
        let checked = self.expr(expr, cx);
        match checked.data_type {
            DataType::Boolean => checked,
            DataType::Null => Expr { data_type: DataType::Boolean, ..checked },
            other => {
                let message = format!("{of} needs a condition, {} is {other}", self.excerpt(checked.span));
                self.error(codes::NOT_BOOLEAN, checked.span, message);
                Expr { data_type: DataType::Boolean, ..unknown(checked.span) }
            }
        }
    }

    fn column(&mut self, name: &Name, cx: &mut Context<'_>) -> Expr {
        let span = name.span();
        match name.parts.as_slice() {
            [column] => self.plain_column(column, span, cx),
            [table, column] => self.column_of(table, column, span, cx),
            [table, record, field, ..] => {
                // `t.r.COLUMN1`: a field of what a log parser gives.
                let of = Name { parts: vec![table.clone(), record.clone()] }.span();
                let record = self.column_of(table, record, of, cx);
                self.field_of(record, field, span)
            }
            [] => unknown(span),
        }
    }

    fn plain_column(&mut self, column: &Ident, span: Span, cx: &mut Context<'_>) -> Expr {
        let stored = column.stored();
        if let Some((_, expr)) = cx.aliases.iter().find(|(alias, _)| *alias == stored) {
            let expr = expr.clone();
            return self.copy(&expr).unwrap_or_else(|| unknown(span));
        }
        if stored == "ROWTIME" {
            if cx.scope.tables.is_empty() {
                self.error(codes::UNKNOWN_COLUMN, span, "there is no row here whose ROWTIME could be meant");
                return unknown(span);
            }
            return Expr { kind: ExprKind::Rowtime, data_type: DataType::Timestamp, span };
        }
        match cx.scope.find(&stored) {
            Found::Column(index) => cx.scope.column(index, span),
            Found::Merged(expr) => Expr { span, ..expr },
            Found::Open => unknown_column(span),
            Found::Ambiguous => {
                let tables: Vec<&str> =
                    cx.scope.tables.iter().filter_map(|table| table.name.as_deref()).collect();
                let message = format!("{column} is a column of more than one table");
                let hint = tables
                    .first()
                    .map(|table| format!("write which, as in {}.{column}", ast::written(table)));
                let diagnostic = Diagnostic::error(codes::AMBIGUOUS_COLUMN, span, message);
                self.report(match hint {
                    Some(hint) => diagnostic.hint(hint),
                    None => diagnostic,
                });
                unknown(span)
            }
            Found::Missing => {
                self.missing_column(column, span, None, cx);
                unknown(span)
            }
        }
    }

    fn column_of(&mut self, table: &Ident, column: &Ident, span: Span, cx: &mut Context<'_>) -> Expr {
        let Some(found) = cx.scope.table(&table.stored()) else {
            if let Found::Column(index) = cx.scope.find(&table.stored()) {
                let record = cx.scope.column(index, *table.span);
                return self.field_of(record, column, span);
            }
            self.missing_table(table, cx.scope);
            return unknown(span);
        };
        if column.is("ROWTIME") {
            let kind = match found.rowtime {
                RowtimeAt::Own => ExprKind::Rowtime,
                RowtimeAt::Column(index) => ExprKind::Column(index),
                RowtimeAt::Nowhere => {
                    let message = format!("{table} is reference data, which has no ROWTIME");
                    self.report(
                        Diagnostic::error(codes::UNKNOWN_COLUMN, span, message)
                            .hint("ROWTIME alone is that of the stream's row"),
                    );
                    return unknown(span);
                }
            };
            return Expr { kind, data_type: DataType::Timestamp, span };
        }
        match cx.scope.find_in(found, &column.stored()) {
            Found::Column(index) => cx.scope.column(index, span),
            Found::Merged(expr) => Expr { span, ..expr },
            Found::Open => unknown_column(span),
            Found::Ambiguous => {
                let message = format!("{table} has more than one column {column}");
                self.report(
                    Diagnostic::error(codes::AMBIGUOUS_COLUMN, span, message)
                        .hint("give them different names in the subquery, with AS"),
                );
                unknown(span)
            }
            Found::Missing => {
                let found = found.clone();
                self.missing_column(column, *column.span, Some(&found), cx);
                unknown(span)
            }
        }
    }

    fn missing_column(&mut self, column: &Ident, span: Span, table: Option<&ScopeTable>, cx: &Context<'_>) {
        let scope = cx.scope;
        let shown = |table: &ScopeTable| table.name.as_deref().map(ast::written);
        let place = match (table, scope.tables.as_slice()) {
            (Some(table), _) | (None, [table]) => shown(table),
            _ => None,
        };
        let message = match place {
            Some(place) => format!("{place} has no column {column}"),
            None if scope.is_function => format!("the function has no parameter {column}"),
            None if scope.tables.is_empty() => format!("there is no column {column}, since there is no FROM"),
            None => format!("there is no column {column}"),
        };
        let diagnostic = Diagnostic::error(codes::UNKNOWN_COLUMN, span, message);
        let stored = column.stored();
        let within = table.map_or(0..scope.columns.len(), |table| table.columns.clone());
        let names = scope.columns.get(within).unwrap_or_default().iter().map(|column| column.name.as_str());
        // What discovery makes of a reserved word, spec 13.3.
        let mut renamed = names
            .clone()
            .filter(|name| name.strip_prefix("COL_").is_some_and(|rest| rest.eq_ignore_ascii_case(&stored)));
        let meant = if self.is_full() { None } else { renamed.next().or_else(|| closest(&stored, names)) };
        // Text in double quotes is the other thing a name that is not there can be.
        let text = column.quoted && meant.is_none() && table.is_none();
        let diagnostic = suggest(diagnostic, span, &stored, meant);
        let listed = self.list_names.iter().find(|(name, _)| table.is_none() && *name == *stored);
        if let Some((_, of)) = listed {
            let of = self.excerpt(*of);
            let hint = format!("write {of} again: names of the select list are known from ORDER BY on");
            return self.report(diagnostic.hint(hint));
        }
        self.report(if text {
            diagnostic.hint(format!("text stands in single quotes: '{}'", column.text.replace('\'', "''")))
        } else {
            diagnostic
        });
    }

    pub(super) fn missing_table(&mut self, table: &Ident, scope: &Scope) {
        let span = *table.span;
        let diagnostic =
            Diagnostic::error(codes::UNKNOWN_ALIAS, span, format!("no table in FROM is called {table}"));
        let stored = table.stored();
        let names: Vec<&str> = scope.tables.iter().filter_map(|table| table.name.as_deref()).collect();
        let meant = closest(&stored, names.iter().copied());
        let diagnostic = match (meant, names.as_slice()) {
            (None, [only]) => diagnostic.hint(format!("the table is called {} here", ast::written(only))),
            _ => suggest(diagnostic, span, &stored, meant),
        };
        self.report(diagnostic);
    }
}

/// A column of a table whose columns are not known.
fn unknown_column(span: Span) -> Expr {
    Expr { kind: ExprKind::Column(0), data_type: DataType::Null, span }
}
