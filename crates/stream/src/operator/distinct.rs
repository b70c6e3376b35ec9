//! `SELECT STREAM DISTINCT`: of rows equal in all columns, the first of each window, given when the window is complete.

use rillcut_sql::{
    Span,
    plan::{Expr, ExprKind, Node, WindowEnd},
};

use super::tumble::Tumble;
use crate::error::Error;

/// A GROUP BY over all columns with no aggregate.
pub(crate) fn distinct(
    window_column: usize,
    end: WindowEnd,
    input: &Node,
    span: Span,
) -> Result<Tumble, Error> {
    let fields = &input.fields;
    let keys: Vec<Expr> = fields
        .iter()
        .enumerate()
        .map(|(column, field)| Expr { kind: ExprKind::Column(column), data_type: field.data_type, span })
        .collect();
    Tumble::new(&keys, window_column, end, &[], input, fields, span)
}
