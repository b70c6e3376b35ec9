//! ORDER BY over a stream (spec/kda-sql.md 10.1).

use rillcut_record::DataType;

use super::{
    Checker,
    expr::{Aggregates, Context},
    monotonic::{Monotonicity, Motion, monotonicity},
    relation::{Relation, ScopeColumn},
};
use crate::{
    ast::{self, ExprKind as Ast, Literal, OrderItem},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind, Node, Operator, SortKey},
};

/// A checked ORDER BY.
#[derive(Default)]
pub(super) struct Order {
    pub(super) keys: Vec<SortKey>,
    /// WITHIN of the first key, milliseconds.
    within: Option<i64>,
}

impl Checker<'_> {
    /// The keys over the rows of `cx`; `items` is the select list, for keys given by position.
    pub(super) fn order_keys(&mut self, order: &[OrderItem], cx: &mut Context<'_>, items: &[&Expr]) -> Order {
        let mut checked = Order::default();
        for (place, item) in order.iter().enumerate() {
            let span = *item.expr.span;
            if let Some(within) = &item.within {
                let length =
                    self.constant_interval(within, "WITHIN", "ORDER BY ts WITHIN INTERVAL '5' SECOND");
                if place == 0 {
                    checked.within = length;
                } else {
                    let message = "WITHIN stands behind the first item of ORDER BY only";
                    self.error(codes::WITHIN, *within.span, message);
                }
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
            checked.keys.push(SortKey {
                expr: Expr { span, ..expr },
                descending: item.descending,
                nulls_first: item.nulls_first.unwrap_or(item.descending),
            });
        }
        checked
    }

    /// The rows sorted by keys over them; `columns` follow when they get other times.
    pub(super) fn sorted(
        &mut self,
        node: Node,
        columns: &mut [ScopeColumn],
        order: Order,
        sound: bool,
    ) -> Node {
        if order.within.is_some() {
            return self.reordered(node, columns, order, sound);
        }
        let keys = order.keys;
        let Some(first) = keys.first() else { return node };
        let span = first.expr.span;
        let end = match monotonicity(&first.expr, columns) {
            Monotonicity::Monotonic(motion) if motion.ascending && !first.descending => Some(motion.end()),
            _ => None,
        };
        let Some(end) = end else {
            if sound {
                let message = "ORDER BY over a stream begins with ascending time";
                let hint = if first.expr.data_type == DataType::Timestamp && !first.descending {
                    "a TIMESTAMP column may go back; say how long a row is waited for: \
                     ORDER BY ts WITHIN INTERVAL '5' SECOND"
                } else {
                    "rows are sorted within a window: ORDER BY FLOOR(ROWTIME TO SECOND), …"
                };
                self.report(Diagnostic::error(codes::ORDER_NOT_MONOTONIC, span, message).hint(hint));
            }
            return node;
        };
        let fields = node.fields.clone();
        Node { operator: Operator::Sort { input: Box::new(node), keys, end }, fields, span }
    }

    /// `ORDER BY time WITHIN interval`.
    fn reordered(&mut self, node: Node, columns: &mut [ScopeColumn], order: Order, sound: bool) -> Node {
        let mut keys = order.keys.into_iter();
        let (Some(first), Some(milliseconds)) = (keys.next(), order.within) else { return node };
        let time = first.expr;
        if !matches!(time.data_type, DataType::Timestamp | DataType::Null) || first.descending {
            if sound {
                let message = if first.descending {
                    "rows are put in ascending order of their time".to_owned()
                } else {
                    format!("WITHIN orders by a TIMESTAMP, {} is {}", self.excerpt(time.span), time.data_type)
                };
                self.error(codes::WITHIN, time.span, message);
            }
            return node;
        }
        // The rows get this time as their ROWTIME; what followed the old one follows nothing any more.
        for (index, column) in columns.iter_mut().enumerate() {
            let is_time = matches!(time.kind, ExprKind::Column(of) if of == index);
            column.motion = is_time.then_some(Motion::ROWTIME);
            column.nullable &= !is_time;
        }
        let span = time.span;
        let mut fields = node.fields.clone();
        if let ExprKind::Column(of) = time.kind
            && let Some(field) = fields.get_mut(of)
        {
            field.nullable = false;
        }
        let time = Expr { data_type: DataType::Timestamp, ..time };
        let operator = Operator::Reorder { input: Box::new(node), time, keys: keys.collect(), milliseconds };
        Node { operator, fields, span }
    }

    /// A finished query sorted by its own columns.
    pub(super) fn ordered(&mut self, relation: Relation, order: &[OrderItem]) -> Relation {
        if order.is_empty() {
            return relation;
        }
        let faults = self.faults();
        let (open, origin) = (relation.open, relation.origin);
        let (node, mut scope) = relation.into_scope(None);
        let mut cx = Context::new(&scope, Aggregates::Forbidden("ORDER BY"));
        let span = node.span;
        let items: Vec<Expr> = (0..scope.columns.len()).map(|index| scope.column(index, span)).collect();
        let keys = self.order_keys(order, &mut cx, &items.iter().collect::<Vec<_>>());
        let sound = faults == self.faults() && !open;
        let node = self.sorted(node, &mut scope.columns, keys, sound);
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
