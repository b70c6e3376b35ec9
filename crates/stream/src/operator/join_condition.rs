//! The condition of a join taken apart: equalities that rows are found by, and the rest, which pairs are tried with.
//!
//! An equality of something of the left side and something of the right becomes a pair of keys, each over its own side's columns,
//! when neither can fail: a key is computed for every row, also for those that an earlier part of the condition would have kept
//! from being looked at.

use rillcut_record::{DataType, Fields};
use rillcut_sql::{
    Span,
    plan::{CompareOp, Expr, ExprKind},
};

use crate::{
    error::Error,
    expr::{Compiled, never_fails},
};

/// A condition over the left side's columns, the right side's, and what the join adds behind them.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    /// Keys over the left side's own columns.
    pub(crate) left: Vec<Expr>,
    /// As many over the right side's.
    pub(crate) right: Vec<Expr>,
    /// What is left, and the columns it reads.
    pub(crate) rest: Option<(Compiled, Vec<bool>)>,
}

impl Condition {
    /// Takes a condition apart. `times`: behind the sides' columns come their ROWTIMEs, as in a join of streams.
    ///
    /// # Errors
    /// When the condition is not sound.
    pub(crate) fn new(
        condition: Option<&Expr>,
        left: usize,
        right: usize,
        times: bool,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        let types: Vec<DataType> = fields.iter().map(|field| field.data_type).collect();
        let sides = Sides { left, right, times };
        let mut conjuncts = Vec::new();
        if let Some(condition) = condition {
            // The whole condition is checked, whatever becomes of its parts.
            Compiled::new(condition, &types)?;
            flatten(condition, &mut conjuncts);
        }
        let mut taken = Self { left: Vec::new(), right: Vec::new(), rest: None };
        let mut rest = Vec::new();
        for conjunct in conjuncts {
            match sides.key_pair(conjunct) {
                Some((left, right)) => {
                    taken.left.push(left);
                    taken.right.push(right);
                }
                None => rest.push(conjunct.clone()),
            }
        }
        let rest = match rest.len() {
            0 => None,
            1 => rest.pop(),
            _ => Some(Expr { kind: ExprKind::And(rest), data_type: DataType::Boolean, span }),
        };
        if let Some(expr) = rest {
            let mut read = vec![false; fields.len()];
            mark_columns(&expr, &mut read);
            taken.rest = Some((Compiled::new(&expr, &types)?, read));
        }
        Ok(taken)
    }

    /// Whether only rows of one instant can meet.
    pub(crate) fn same_instant(&self) -> bool {
        self.left
            .iter()
            .zip(&self.right)
            .any(|(left, right)| matches!((&left.kind, &right.kind), (ExprKind::Rowtime, ExprKind::Rowtime)))
    }
}

/// The operands of nested ANDs.
fn flatten<'e>(expr: &'e Expr, into: &mut Vec<&'e Expr>) {
    match &expr.kind {
        ExprKind::And(operands) => operands.iter().for_each(|operand| flatten(operand, into)),
        _ => into.push(expr),
    }
}

/// How many columns each side has.
#[derive(Debug, Clone, Copy)]
struct Sides {
    left: usize,
    right: usize,
    times: bool,
}

impl Sides {
    fn key_pair(self, expr: &Expr) -> Option<(Expr, Expr)> {
        let ExprKind::Compare { op: CompareOp::Equal, left, right } = &expr.kind else { return None };
        if left.data_type.physical() != right.data_type.physical()
            || !never_fails(left)
            || !never_fails(right)
        {
            return None;
        }
        let sides = |a: &Expr, b: &Expr| Some((self.own(a, true)?, self.own(b, false)?));
        sides(left, right).or_else(|| sides(right, left))
    }

    /// An expression that reads one side only, and reads it, over that side's own columns.
    fn own(self, expr: &Expr, of_left: bool) -> Option<Expr> {
        let mut own = expr.clone();
        let mut reads = false;
        self.move_columns(&mut own, of_left, &mut reads).then_some(own).filter(|_| reads)
    }

    /// Whether all of an expression could be moved.
    fn move_columns(self, expr: &mut Expr, of_left: bool, reads: &mut bool) -> bool {
        if let ExprKind::Column(column) = expr.kind {
            let inputs = self.left + self.right;
            *reads = true;
            expr.kind = if of_left && column < self.left {
                ExprKind::Column(column)
            } else if !of_left && column >= self.left && column < inputs {
                ExprKind::Column(column - self.left)
            } else if self.times && column == inputs + usize::from(!of_left) {
                ExprKind::Rowtime
            } else {
                return false;
            };
            return true;
        }
        // The joined row's own.
        if matches!(expr.kind, ExprKind::Rowtime | ExprKind::Now) {
            return false;
        }
        let mut moved = true;
        expr.each_child_mut(&mut |child| moved = moved && self.move_columns(child, of_left, reads));
        moved
    }
}

/// Marks the columns that an expression reads.
fn mark_columns(expr: &Expr, read: &mut [bool]) {
    if let ExprKind::Column(column) = expr.kind
        && let Some(mark) = read.get_mut(column)
    {
        *mark = true;
    }
    expr.each_child(&mut |child| mark_columns(child, read));
}
