//! How high a tree is.
//!
//! Recursion over a tree needs a stack as deep as the tree is high. The height is kept in each expression and query when
//! it is made, from its children's, so that the parser can refuse a tree before it is too high to be dropped.

use super::{
    expr::{Expr, ExprKind, Frame, FrameBound, InItems, WindowRef, WindowSpec},
    place::Place,
    query::{
        FromItem, Grouping, JoinConstraint, OrderItem, Query, QueryBody, Select, SelectItem, Table, TableKind,
    },
};
use crate::span::Span;

/// What a query adds to the height: walking it needs about as much stack as so many expressions.
pub(crate) const QUERY_HEIGHT: u16 = 6;

impl Expr {
    /// An expression; its height is taken from its children.
    pub fn new(kind: ExprKind, span: Span) -> Self {
        let mut tallest = Tallest(0);
        tallest.kind(&kind);
        Self { kind, span: Place(span), height: tallest.0.saturating_add(1) }
    }

    /// Nodes on the longest way down, this one included.
    pub fn height(&self) -> u16 {
        self.height
    }
}

impl Query {
    /// A query; its height is taken from its children.
    pub fn new(body: QueryBody, order: Vec<OrderItem>, span: Span) -> Self {
        let mut tallest = Tallest(0);
        match &body {
            QueryBody::Select(select) => tallest.select(select),
            QueryBody::Union(queries) => queries.iter().for_each(|query| tallest.query(query)),
            QueryBody::Values(rows) => rows.iter().for_each(|row| tallest.all(row)),
        }
        tallest.order(&order);
        Self { body, order, span: Place(span), height: tallest.0.saturating_add(QUERY_HEIGHT) }
    }

    /// Nodes on the longest way down; the query itself counts as several.
    pub fn height(&self) -> u16 {
        self.height
    }
}

/// The largest height among the children looked at so far.
struct Tallest(u16);

impl Tallest {
    fn one(&mut self, expr: &Expr) {
        self.0 = self.0.max(expr.height);
    }

    fn maybe(&mut self, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.one(expr);
        }
    }

    fn all(&mut self, exprs: &[Expr]) {
        for expr in exprs {
            self.one(expr);
        }
    }

    fn query(&mut self, query: &Query) {
        self.0 = self.0.max(query.height);
    }

    fn kind(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::Literal(_) | ExprKind::Name(_) => {}
            ExprKind::Unary(_, operand)
            | ExprKind::Not(operand)
            | ExprKind::Is { operand, .. }
            | ExprKind::Cast { operand, .. }
            | ExprKind::FloorTo { operand, .. }
            | ExprKind::Extract { operand, .. } => self.one(operand),
            ExprKind::Binary(_, left, right)
            | ExprKind::IsDistinct { left, right, .. }
            | ExprKind::Temporal(_, left, right)
            | ExprKind::Period(left, right)
            | ExprKind::Difference { left, right, .. }
            | ExprKind::Step { operand: left, width: right }
            | ExprKind::Position { needle: left, operand: right } => {
                self.one(left);
                self.one(right);
            }
            ExprKind::And(operands) | ExprKind::Or(operands) | ExprKind::Row(operands) => self.all(operands),
            ExprKind::Between { operand, low, high, .. } => {
                self.one(operand);
                self.one(low);
                self.one(high);
            }
            ExprKind::In { operand, items, .. } => {
                self.one(operand);
                match items {
                    InItems::List(list) => self.all(list),
                    InItems::Query(query) => self.query(query),
                }
            }
            ExprKind::Like { operand, pattern, escape, .. } => {
                self.one(operand);
                self.one(pattern);
                self.maybe(escape.as_deref());
            }
            ExprKind::Exists(query) | ExprKind::Subquery(query) | ExprKind::Cursor(query) => {
                self.query(query);
            }
            ExprKind::Case(case) => {
                self.maybe(case.operand.as_ref());
                for (condition, result) in &case.branches {
                    self.one(condition);
                    self.one(result);
                }
                self.maybe(case.otherwise.as_ref());
            }
            ExprKind::Substring { operand, from, length } => {
                self.one(operand);
                self.one(from);
                self.maybe(length.as_deref());
            }
            ExprKind::SubstringSimilar { operand, pattern, escape } => {
                self.one(operand);
                self.one(pattern);
                self.one(escape);
            }
            ExprKind::Trim { characters, operand, .. } => {
                self.maybe(characters.as_deref());
                self.one(operand);
            }
            ExprKind::Overlay { operand, replacement, from, length } => {
                self.one(operand);
                self.one(replacement);
                self.one(from);
                self.maybe(length.as_deref());
            }
            ExprKind::Call(call) => {
                self.all(&call.arguments);
                self.maybe(call.filter.as_ref());
                self.over(call.over.as_ref());
            }
        }
    }

    fn over(&mut self, over: Option<&WindowRef>) {
        if let Some(WindowRef::Spec(spec)) = over {
            self.spec(spec);
        }
    }

    fn spec(&mut self, spec: &WindowSpec) {
        self.all(&spec.partition);
        self.order(&spec.order);
        if let Some(Frame { start, end, .. }) = &spec.frame {
            for bound in std::iter::once(start).chain(end) {
                if let FrameBound::Preceding(expr) | FrameBound::Following(expr) = bound {
                    self.one(expr);
                }
            }
        }
    }

    fn order(&mut self, items: &[OrderItem]) {
        for item in items {
            self.one(&item.expr);
            self.maybe(item.within.as_ref());
        }
    }

    fn select(&mut self, select: &Select) {
        for item in &select.items {
            if let SelectItem::Expr(expr, _) = item {
                self.one(expr);
            }
        }
        select.from.iter().for_each(|item| self.joined(item));
        self.maybe(select.predicate.as_ref());
        match &select.grouping {
            Some(Grouping::By(keys)) => self.all(keys),
            Some(Grouping::Stagger { partition, range, .. }) => {
                self.all(partition);
                self.one(range);
            }
            None => {}
        }
        self.maybe(select.having.as_ref());
        select.windows.iter().for_each(|window| self.spec(&window.spec));
    }

    /// Nested parentheses of joins are walked here by recursion; the parser's depth bounds them.
    fn joined(&mut self, item: &FromItem) {
        self.table(&item.table);
        for join in &item.joins {
            self.table(&join.table);
            if let Some(JoinConstraint::On(expr)) = &join.constraint {
                self.one(expr);
            }
        }
    }

    fn table(&mut self, table: &Table) {
        match &table.kind {
            TableKind::Named(_) => {}
            TableKind::Query(query) => self.query(query),
            TableKind::Function { arguments, .. } => self.all(arguments),
            TableKind::Nested(item) => self.joined(item),
        }
        self.over(table.over.as_ref());
    }
}
