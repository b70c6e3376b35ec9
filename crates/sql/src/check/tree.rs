//! Walking and comparing the expressions of a plan.

use rillcut_record::DataType;

use super::Checker;
use crate::{
    codes,
    plan::{Expr, ExprKind},
};

/// Expressions that rewriting may copy in one program. BETWEEN, the simple CASE and NULLIF use an operand more than once, so a few
/// dozen of them inside each other would otherwise double the plan dozens of times.
pub(super) const COPIES: u32 = 100_000;

impl Checker<'_> {
    /// A copy of an expression; `None`, with an error, when the plan would grow too large.
    pub(super) fn copy(&mut self, expr: &Expr) -> Option<Expr> {
        let mut left = self.copies;
        if !spend(expr, &mut left) {
            self.copies = 0;
            self.error(codes::TOO_LARGE, expr.span, "this expression becomes too large");
            return None;
        }
        self.copies = left;
        Some(expr.clone())
    }
}

fn spend(expr: &Expr, left: &mut u32) -> bool {
    let Some(rest) = left.checked_sub(1) else { return false };
    *left = rest;
    let mut fits = true;
    expr.each_child(&mut |child| fits = fits && spend(child, left));
    fits
}

/// Whether two expressions say the same, wherever they stand (spec/kda-sql.md 7: structural matching). A column of unknown type takes
/// the type of the place where it stands, which makes it no other column.
pub(super) fn same(a: &Expr, b: &Expr) -> bool {
    let unknown = a.data_type == DataType::Null || b.data_type == DataType::Null;
    if (a.data_type != b.data_type && !unknown) || !same_node(&a.kind, &b.kind) {
        return false;
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    a.each_child(&mut |child| left.push(child));
    b.each_child(&mut |child| right.push(child));
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
}

/// Whether two nodes are the same apart from what is inside them.
fn same_node(a: &ExprKind, b: &ExprKind) -> bool {
    use ExprKind::{Arithmetic, Call, Case, Column, Compare, In, Is, IsDistinct, IsNull, Like, Literal};
    match (a, b) {
        (Literal(a), Literal(b)) => a == b,
        (Column(a), Column(b)) => a == b,
        (Arithmetic { op: a, .. }, Arithmetic { op: b, .. }) => a == b,
        (Compare { op: a, .. }, Compare { op: b, .. }) => a == b,
        (IsNull { negated: a, .. }, IsNull { negated: b, .. })
        | (IsDistinct { negated: a, .. }, IsDistinct { negated: b, .. })
        | (In { negated: a, .. }, In { negated: b, .. })
        | (Like { negated: a, .. }, Like { negated: b, .. }) => a == b,
        (Is { truth: a, negated: c, .. }, Is { truth: b, negated: d, .. }) => a == b && c == d,
        (Call { function: a, .. }, Call { function: b, .. }) => a == b,
        (Case { branches: a, otherwise: c }, Case { branches: b, otherwise: d }) => {
            a.len() == b.len() && c.is_some() == d.is_some()
        }
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

/// Whether a node of the tree satisfies `test`.
pub(super) fn any(expr: &Expr, test: &mut dyn FnMut(&Expr) -> bool) -> bool {
    if test(expr) {
        return true;
    }
    let mut found = false;
    expr.each_child(&mut |child| found = found || any(child, test));
    found
}
