//! VALUES: rows that stand in the program (spec/kda-sql.md 5).

use super::{
    Checker,
    expr::{Aggregates, Context},
    relation::{Relation, Scope, ScopeColumn, Visible, fields},
};
use crate::{
    ast, codes,
    diagnostic::Diagnostic,
    plan::{Expr, Node, Operator, StreamId},
    span::Span,
};

/// Most rows.
const MAX_ROWS: usize = 1000;

impl Checker<'_> {
    /// The rows, with columns `EXPR$0` and so on.
    pub(super) fn values(&mut self, rows: &[Vec<ast::Expr>], span: Span) -> Relation {
        let Some(width) = rows.first().map(Vec::len) else { return Relation::unknown(span) };
        if rows.len() > MAX_ROWS {
            self.error(codes::TOO_MANY, span, format!("VALUES has at most {MAX_ROWS} rows"));
            return Relation::unknown(span);
        }
        let scope = Scope::default();
        let mut columns: Vec<Vec<Expr>> = vec![Vec::new(); width];
        for row in rows {
            if row.len() != width {
                let place = row.first().map_or(span, |item| *item.span);
                let message = format!("the rows of VALUES have {width} and {} columns", row.len());
                self.report(Diagnostic::error(codes::COLUMN_COUNT, place, message));
                return Relation::unknown(span);
            }
            for (column, item) in columns.iter_mut().zip(row) {
                let mut cx = Context::new(&scope, Aggregates::Forbidden("VALUES"));
                column.push(self.expr(item, &mut cx));
            }
        }
        let mut items: Vec<Vec<Expr>> = vec![Vec::new(); rows.len()];
        let mut scoped = Vec::new();
        for (number, column) in columns.into_iter().enumerate() {
            let Some((column, data_type)) = self.one_type(column, "VALUES") else {
                return Relation::unknown(span);
            };
            let name = format!("EXPR${number}");
            scoped.push(ScopeColumn {
                name,
                data_type,
                nullable: true,
                motion: None,
                visible: Visible::Full,
            });
            for (row, item) in items.iter_mut().zip(column) {
                row.push(super::coerce::cast(item, data_type));
            }
        }
        let source = self.streams.first().map(|entry| entry.stream.fields.clone()).unwrap_or_default();
        let input = Node { operator: Operator::Scan { stream: StreamId(0) }, fields: source, span };
        let operator = Operator::Values { input: Box::new(input), rows: items };
        let node = Node { operator, fields: fields(&scoped), span };
        Relation { node, columns: scoped, open: false, origin: span }
    }
}
