//! Queries: SELECT, UNION ALL, VALUES.

use super::{
    Checker,
    coerce::{cast, common},
    relation::{Relation, ScopeColumn, fields},
};
use crate::{
    ast::{Query, QueryBody},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind, Node, Operator},
    span::Span,
};

impl Checker<'_> {
    pub(super) fn query(&mut self, query: &Query) -> Relation {
        match &query.body {
            QueryBody::Select(select) => self.select(select, &query.order, *query.span),
            QueryBody::Union(branches) => {
                let relation = self.union(branches, *query.span);
                self.ordered(relation, &query.order)
            }
            QueryBody::Values(rows) => {
                let relation = self.values(rows, *query.span);
                self.ordered(relation, &query.order)
            }
        }
    }

    /// UNION ALL: the columns meet by position and get the names of the first branch.
    fn union(&mut self, branches: &[Query], span: Span) -> Relation {
        let relations: Vec<Relation> = branches.iter().map(|branch| self.query(branch)).collect();
        let Some(first) = relations.first() else { return Relation::unknown(span) };
        if relations.iter().any(|relation| relation.open) {
            return Relation::unknown(span);
        }
        let mut columns = first.columns.clone();
        for (relation, branch) in relations.iter().zip(branches).skip(1) {
            if relation.columns.len() != columns.len() {
                let message = format!(
                    "the branches of UNION ALL have {} and {} columns",
                    columns.len(),
                    relation.columns.len()
                );
                self.error(codes::COLUMN_COUNT, *branch.span, message);
                return Relation::unknown(span);
            }
            for (column, other) in columns.iter_mut().zip(&relation.columns) {
                let Some(data_type) = common(column.data_type, other.data_type) else {
                    let message = format!(
                        "column {} of UNION ALL is {} and {}",
                        crate::ast::written(&column.name),
                        column.data_type,
                        other.data_type
                    );
                    let hint = format!("convert one of them, as in CAST(x AS {})", column.data_type);
                    self.report(Diagnostic::error(codes::NO_COMMON_TYPE, *branch.span, message).hint(hint));
                    return Relation::unknown(span);
                };
                column.data_type = data_type;
                column.nullable |= other.nullable;
                if column.motion != other.motion {
                    column.motion = None;
                }
            }
        }
        let inputs = relations.into_iter().map(|relation| converted(relation, &columns)).collect();
        let node = Node { operator: Operator::Union(inputs), fields: fields(&columns), span };
        Relation { node, columns, open: false, origin: span }
    }
}

/// A branch in the types and names of the union.
fn converted(relation: Relation, columns: &[ScopeColumn]) -> Node {
    let wanted = fields(columns);
    let same = relation.node.fields.iter().zip(&wanted).all(|(have, want)| have.data_type == want.data_type);
    if same {
        return Node { fields: wanted, ..relation.node };
    }
    let exprs = outputs(relation.node, relation.origin);
    let items =
        exprs.items.into_iter().zip(columns).map(|(item, column)| cast(item, column.data_type)).collect();
    let operator = Operator::Project { input: Box::new(exprs.input), items, rowtime: exprs.rowtime };
    Node { operator, fields: wanted, span: exprs.span }
}

/// The columns of a node as expressions that can be changed.
pub(super) struct Outputs {
    pub(super) input: Node,
    pub(super) items: Vec<Expr>,
    pub(super) rowtime: Option<Expr>,
    pub(super) span: Span,
}

/// Opens a projection, or puts one over any other operator: two projections in a row would be two passes over the rows.
pub(super) fn outputs(node: Node, origin: Span) -> Outputs {
    let span = node.span;
    match node.operator {
        Operator::Project { input, items, rowtime } => Outputs { input: *input, items, rowtime, span },
        operator => {
            let column = |(index, field): (usize, &rillcut_record::Field)| Expr {
                kind: ExprKind::Column(index),
                data_type: field.data_type,
                span: origin,
            };
            let items = node.fields.iter().enumerate().map(column).collect();
            let input = Node { operator, fields: node.fields, span };
            Outputs { input, items, rowtime: None, span: origin }
        }
    }
}
