//! Joins of streams (spec/kda-sql.md 10.2); those with reference data branch off to `reference`.
//!
//! A join's row is the left row, the right row, and both ROWTIMEs as columns, since the row's own ROWTIME is the later of the
//! two and each side's can still be asked for.
//!
//! What two windows of time have joined can meet a third table for as long as both its rows could: the shorter window holds it, and
//! the condition sees to the rest. Behind an outer join, or a window of ROWS, which says nothing of time, it is met at its own
//! instant or for the shorter window's length. The sources have no join of three windows.

use rillcut_record::{DataType, Field, IntervalQualifier, IntervalUnit, Value};

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
    plan::{ArithmeticOp, CompareOp, Expr, ExprKind, JoinKind, JoinWindow, Node, Operator, ReferenceId},
    span::Span,
};

/// One side of a join.
pub(super) struct Side {
    pub(super) node: Node,
    pub(super) scope: Scope,
    /// What of it the other side can meet.
    pub(super) window: JoinWindow,
    /// Of joined windows: the columns with their rows' ROWTIMEs, and the lengths. A joined row can be met while all its rows can.
    pub(super) limits: Vec<(usize, i64)>,
    /// It is reference data, and `node` stands for nothing.
    pub(super) reference: Option<ReferenceId>,
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
        if let (
            Some(condition),
            Operator::Join { condition: slot, .. } | Operator::Lookup { condition: slot, .. },
        ) = (condition, &mut side.node.operator)
        {
            add(slot, condition);
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
        if left.reference.is_some() || right.reference.is_some() {
            return self.looked_up(left, right, kind, span);
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
        let (left_limits, right_limits) = (left.limits, moved(right.limits, split));
        let within = (left_limits.iter().map(|limit| (end + 1, limit)))
            .chain(right_limits.iter().map(|limit| (end, limit)))
            .map(|(met_at, limit)| not_later(met_at, *limit, span));
        let condition = all_of(within.collect());
        let mut limits = limits_of(left.window, left_limits, end);
        limits.append(&mut limits_of(right.window, right_limits, end + 1));
        let window = match (left.window, right.window) {
            (JoinWindow::Range { milliseconds: a }, JoinWindow::Range { milliseconds: b }) => {
                JoinWindow::Range { milliseconds: a.min(b) }
            }
            _ => JoinWindow::Current,
        };
        if kind != JoinKind::Inner || window == JoinWindow::Current {
            limits.clear();
        }
        let operator = Operator::Join {
            left: Box::new(left.node),
            right: Box::new(right.node),
            kind,
            left_window: left.window,
            right_window: right.window,
            condition,
        };
        let fields: Vec<Field> = fields(&scope.columns);
        Side { node: Node { operator, fields, span }, scope, window, limits, reference: None, span }
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
            let end = scope.columns.len();
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

/// What bounds the meeting of a side's rows: its own parts, or its window from the ROWTIME in a column on.
fn limits_of(window: JoinWindow, parts: Vec<(usize, i64)>, rowtime: usize) -> Vec<(usize, i64)> {
    match window {
        JoinWindow::Range { milliseconds } if parts.is_empty() => vec![(rowtime, milliseconds)],
        _ => parts,
    }
}

pub(super) fn moved(mut limits: Vec<(usize, i64)>, by: usize) -> Vec<(usize, i64)> {
    for (column, _) in &mut limits {
        *column += by;
    }
    limits
}

/// `met_at <= rowtime + length` over columns of a join.
fn not_later(met_at: usize, (rowtime, length): (usize, i64), span: Span) -> Expr {
    let time = |kind| Expr { kind, data_type: DataType::Timestamp, span };
    let unit = IntervalQualifier { from: IntervalUnit::Second, to: IntervalUnit::Second };
    let length =
        Expr { kind: ExprKind::Literal(Value::Long(length)), data_type: DataType::Interval(unit), span };
    let end = time(ExprKind::Arithmetic {
        op: ArithmeticOp::Add,
        left: Box::new(time(ExprKind::Column(rowtime))),
        right: Box::new(length),
    });
    let kind = ExprKind::Compare {
        op: CompareOp::LessOrEqual,
        left: Box::new(time(ExprKind::Column(met_at))),
        right: Box::new(end),
    };
    Expr { kind, data_type: DataType::Boolean, span }
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
            RowtimeAt::Nowhere => RowtimeAt::Nowhere,
        };
    }
    shift_merged(scope, first);
}

/// Moves the columns that USING made on, where others come before them.
pub(super) fn shift_merged(scope: &mut Scope, by: usize) {
    for merged in &mut scope.merged {
        merged.from = merged.from.map(|index| index + by);
        shift(&mut merged.expr, by);
    }
}

fn shift(expr: &mut Expr, by: usize) {
    if let ExprKind::Column(index) = &mut expr.kind {
        *index += by;
    }
    expr.each_child_mut(&mut |child| shift(child, by));
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
    if let Operator::Lookup { keep: false, .. } = &node.operator {
        super::reference::into_lookup(node, conjunct);
        return Ok(());
    }
    let Operator::Join { left, kind: JoinKind::Inner, condition, .. } = &mut node.operator else {
        return Err(conjunct);
    };
    // ROWTIME and the clock are those of the joined row, which is not there before it has joined.
    if any(&conjunct, &mut is_of_the_joined_row) {
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
    add(condition, conjunct);
    Ok(())
}

fn is_of_the_joined_row(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Rowtime | ExprKind::Now)
}

/// `condition AND conjunct`.
pub(super) fn add(condition: &mut Option<Expr>, conjunct: Expr) {
    let mut conditions = match condition.take() {
        Some(Expr { kind: ExprKind::And(conditions), .. }) => conditions,
        Some(condition) => vec![condition],
        None => Vec::new(),
    };
    conditions.push(conjunct);
    *condition = all_of(conditions);
}
