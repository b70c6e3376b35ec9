//! Joins of streams (spec/kda-sql.md 10.2).
//!
//! A join's row is the left row, the right row, and both ROWTIMEs as columns, since the row's own ROWTIME is the later of the
//! two and each side's can still be asked for.

use rillcut_record::{DataType, Field};

use super::{
    Checker,
    expr::{Aggregates, Context},
    monotonic::Motion,
    relation::{Merged, RowtimeAt, Scope, ScopeColumn, ScopeTable, Visible, fields},
    tree::any,
};
use crate::{
    ast::{self, BinaryOp, Ident, JoinConstraint, JoinOperator},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind, JoinKind, JoinWindow, Node, Operator},
    span::Span,
};

/// One side of a join.
pub(super) struct Side {
    pub(super) node: Node,
    pub(super) scope: Scope,
    /// What of it the other side can meet.
    pub(super) window: JoinWindow,
    pub(super) span: Span,
}

impl Checker<'_> {
    pub(super) fn join(&mut self, left: Side, right: Side, join: &ast::Join) -> Side {
        let kind = match join.operator {
            JoinOperator::Inner | JoinOperator::Cross => JoinKind::Inner,
            JoinOperator::Left => JoinKind::Left,
            JoinOperator::Right => JoinKind::Right,
            JoinOperator::Full => JoinKind::Full,
        };
        let split = left.scope.columns.len();
        let mut shared: Vec<Ident> = Vec::new();
        if join.natural {
            for column in left.scope.columns.iter().filter(|column| column.visible == Visible::Full) {
                if right
                    .scope
                    .columns
                    .iter()
                    .any(|other| other.visible == Visible::Full && other.name == column.name)
                {
                    shared.push(Ident { text: column.name.clone(), quoted: true, span: join.span });
                }
            }
        }
        let mut side = self.joined(left, right, kind, *join.span);
        let condition = match &join.constraint {
            None => self.using(&shared, &mut side.scope, split, kind),
            Some(JoinConstraint::Using(columns)) => self.using(columns, &mut side.scope, split, kind),
            Some(JoinConstraint::On(condition)) => {
                let mut cx = Context::new(&side.scope, Aggregates::Forbidden("ON"));
                Some(self.condition(condition, "ON", &mut cx))
            }
        };
        if let (Some(condition), Operator::Join { condition: slot, .. }) =
            (condition, &mut side.node.operator)
        {
            *slot = Some(condition);
        }
        side
    }

    /// Both sides side by side, without a condition.
    pub(super) fn joined(&mut self, left: Side, right: Side, kind: JoinKind, span: Span) -> Side {
        for table in &right.scope.tables {
            let name = table.name.as_deref();
            if name.is_some_and(|name| left.scope.table(name).is_some()) {
                let message = format!("two tables are called {}", name.map(ast::written).unwrap_or_default());
                let diagnostic = Diagnostic::error(codes::DUPLICATE_ALIAS, right.span, message);
                self.report(diagnostic.hint("give one of them another name, with AS"));
            }
        }
        let split = left.scope.columns.len();
        let end = split + right.scope.columns.len();
        let left_null = matches!(kind, JoinKind::Right | JoinKind::Full);
        let right_null = matches!(kind, JoinKind::Left | JoinKind::Full);
        // A side that holds only its current row gives its own time to the pair, the later of the two.
        let left_time = left.window == JoinWindow::Current && !left_null;
        let right_time = right.window == JoinWindow::Current && !right_null;
        let mut scope = left.scope;
        adjust(&mut scope, 0, end, left_time, left_null);
        let mut other = right.scope;
        adjust(&mut other, split, end + 1, right_time, right_null);
        scope.columns.append(&mut other.columns);
        scope.tables.append(&mut other.tables);
        scope.merged.append(&mut other.merged);
        for (keeps, null) in [(left_time, left_null), (right_time, right_null)] {
            scope.columns.push(ScopeColumn {
                name: "ROWTIME".to_owned(),
                data_type: DataType::Timestamp,
                nullable: null,
                motion: keeps.then_some(Motion::ROWTIME),
                visible: Visible::No,
            });
        }
        let operator = Operator::Join {
            left: Box::new(left.node),
            right: Box::new(right.node),
            kind,
            left_window: left.window,
            right_window: right.window,
            condition: None,
        };
        let fields: Vec<Field> = fields(&scope.columns);
        Side { node: Node { operator, fields, span }, scope, window: JoinWindow::Current, span }
    }

    /// USING (c, …): equal on both sides, one column under the name.
    fn using(&mut self, columns: &[Ident], scope: &mut Scope, split: usize, kind: JoinKind) -> Option<Expr> {
        let mut equal = Vec::new();
        for ident in columns {
            let name = ident.stored();
            let span = *ident.span;
            let find = |range: std::ops::Range<usize>| {
                range.into_iter().find(|&index| {
                    scope.columns[index].visible != Visible::No && scope.columns[index].name == *name
                })
            };
            let end = scope.columns.len() - 2;
            let (Some(left), Some(right)) = (find(0..split), find(split..end)) else {
                if !scope.is_open() {
                    let message = format!("{ident} is not a column of both tables");
                    self.error(codes::UNKNOWN_COLUMN, span, message);
                }
                continue;
            };
            let (a, b) = (scope.column(left, span), scope.column(right, span));
            let merged = match kind {
                JoinKind::Inner | JoinKind::Left => Some(a.clone()),
                JoinKind::Right => Some(b.clone()),
                JoinKind::Full => self
                    .one_type(vec![a.clone(), b.clone()], "USING")
                    .map(|(both, data_type)| Expr { kind: ExprKind::Coalesce(both), data_type, span }),
            };
            equal.push(self.compare(BinaryOp::Equal, a, b, span));
            if let Some(expr) = merged {
                scope.merged.push(Merged { name: name.into_owned(), expr, from: [left, right] });
            }
        }
        all_of(equal)
    }
}

/// Brings a side's scope into the join's: its columns begin at `first`, its ROWTIME is column `rowtime`.
fn adjust(scope: &mut Scope, first: usize, rowtime: usize, keeps_time: bool, null: bool) {
    for column in &mut scope.columns {
        column.nullable |= null;
        if !keeps_time {
            column.motion = None;
        }
    }
    for ScopeTable { columns, rowtime: at, .. } in &mut scope.tables {
        *columns = columns.start + first..columns.end + first;
        *at = match *at {
            RowtimeAt::Own => RowtimeAt::Column(rowtime),
            RowtimeAt::Column(index) => RowtimeAt::Column(index + first),
        };
    }
    for merged in &mut scope.merged {
        merged.from = merged.from.map(|index| index + first);
        shift(&mut merged.expr, first);
    }
}

fn shift(expr: &mut Expr, by: usize) {
    if let ExprKind::Column(index) = &mut expr.kind {
        *index += by;
    }
    super::tree::each_child_mut(expr, &mut |child| shift(child, by));
}

/// The conditions joined by AND.
pub(super) fn all_of(mut conditions: Vec<Expr>) -> Option<Expr> {
    if conditions.len() > 1 {
        let span = conditions.iter().fold(conditions[0].span, |span, condition| span.to(condition.span));
        return Some(Expr { kind: ExprKind::And(conditions), data_type: DataType::Boolean, span });
    }
    conditions.pop()
}

/// WHERE over `node`. What a comma join is filtered by is its condition, and becomes it: a join that knows which rows can
/// meet need not try all of them.
pub(super) fn filtered(mut node: Node, predicate: Expr) -> Node {
    let conjuncts = match predicate.kind {
        ExprKind::And(conjuncts) => conjuncts,
        kind => vec![Expr { kind, ..predicate }],
    };
    let mut rest = Vec::new();
    for conjunct in conjuncts {
        if let Err(conjunct) = into_join(&mut node, conjunct) {
            rest.push(conjunct);
        }
    }
    match all_of(rest) {
        Some(predicate) => {
            let fields = node.fields.clone();
            let span = predicate.span;
            Node { operator: Operator::Filter { input: Box::new(node), predicate }, fields, span }
        }
        None => node,
    }
}

/// Gives a condition to the lowest inner join that has all its columns; hands it back when there is none.
fn into_join(node: &mut Node, conjunct: Expr) -> Result<(), Expr> {
    let Operator::Join { left, kind: JoinKind::Inner, condition, .. } = &mut node.operator else {
        return Err(conjunct);
    };
    // ROWTIME and the clock are those of the joined row, which is not there before it has joined.
    if any(&conjunct, &mut |expr| matches!(expr.kind, ExprKind::Rowtime | ExprKind::Now)) {
        return Err(conjunct);
    }
    let split = left.fields.len();
    let of_left = !any(&conjunct, &mut |expr| matches!(expr.kind, ExprKind::Column(index) if index >= split));
    let conjunct = if of_left {
        match into_join(left, conjunct) {
            Ok(()) => return Ok(()),
            Err(conjunct) => conjunct,
        }
    } else {
        conjunct
    };
    let mut conditions = match condition.take() {
        Some(Expr { kind: ExprKind::And(conditions), .. }) => conditions,
        Some(condition) => vec![condition],
        None => Vec::new(),
    };
    conditions.push(conjunct);
    *condition = all_of(conditions);
    Ok(())
}
