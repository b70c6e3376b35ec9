//! ORDER BY over a stream (spec/kda-sql.md 10.1).

use super::{
    Checker,
    expr::{Aggregates, Context},
    monotonic::{Monotonicity, monotonicity},
    relation::{Relation, Scope, ScopeColumn},
};
use crate::{
    ast::{self, ExprKind as Ast, Literal, OrderItem},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, Node, Operator, SortKey},
};

impl Checker<'_> {
    /// The keys over the rows of `cx`; `items` is the select list, for keys given by position.
    pub(super) fn order_keys(
        &mut self,
        order: &[OrderItem],
        cx: &mut Context<'_>,
        items: &[&Expr],
    ) -> Vec<SortKey> {
        let mut keys = Vec::new();
        for item in order {
            let span = *item.expr.span;
            if let Some(within) = &item.within {
                let scope = Scope::default();
                self.expr(within, &mut Context::new(&scope, Aggregates::Forbidden("WITHIN")));
                self.unsupported(span.to(*within.span), "ORDER BY … WITHIN");
            }
            if item.nulls_first.is_some_and(|first| first != item.descending) {
                self.unsupported(span, "another place for NULLs than last ascending and first descending");
            }
            let expr = match position(&item.expr) {
                Some(position) => {
                    if let Some(found) = items.get(position.wrapping_sub(1)) {
                        (*found).clone()
                    } else {
                        let message = format!("the list has no item {position}");
                        self.error(codes::UNKNOWN_COLUMN, span, message);
                        continue;
                    }
                }
                None => self.expr(&item.expr, cx),
            };
            keys.push(SortKey { expr: Expr { span, ..expr }, descending: item.descending });
        }
        keys
    }

    /// The rows sorted by keys over them.
    pub(super) fn sorted(
        &mut self,
        node: Node,
        columns: &[ScopeColumn],
        keys: Vec<SortKey>,
        sound: bool,
    ) -> Node {
        let Some(first) = keys.first() else { return node };
        let span = first.expr.span;
        let end = match monotonicity(&first.expr, columns) {
            Monotonicity::Monotonic(motion) if motion.ascending && !first.descending => Some(motion.end()),
            _ => None,
        };
        let Some(end) = end else {
            if sound {
                let message = "ORDER BY over a stream begins with ascending time";
                self.report(
                    Diagnostic::error(codes::ORDER_NOT_MONOTONIC, span, message)
                        .hint("rows are sorted within a window: ORDER BY FLOOR(ROWTIME TO SECOND), …"),
                );
            }
            return node;
        };
        let fields = node.fields.clone();
        Node { operator: Operator::Sort { input: Box::new(node), keys, end }, fields, span }
    }

    /// A finished query sorted by its own columns.
    pub(super) fn ordered(&mut self, relation: Relation, order: &[OrderItem]) -> Relation {
        if order.is_empty() {
            return relation;
        }
        let faults = self.faults();
        let (open, origin) = (relation.open, relation.origin);
        let (node, scope) = relation.into_scope(None);
        let mut cx = Context::new(&scope, Aggregates::Forbidden("ORDER BY"));
        let span = node.span;
        let items: Vec<Expr> = (0..scope.columns.len()).map(|index| scope.column(index, span)).collect();
        let keys = self.order_keys(order, &mut cx, &items.iter().collect::<Vec<_>>());
        let sound = faults == self.faults() && !open;
        let node = self.sorted(node, &scope.columns, keys, sound);
        Relation { node, columns: scope.columns, open, origin }
    }
}

/// `ORDER BY 2`: the second item.
fn position(expr: &ast::Expr) -> Option<usize> {
    match &expr.kind {
        Ast::Literal(Literal::Number(digits)) => digits.parse().ok(),
        _ => None,
    }
}
