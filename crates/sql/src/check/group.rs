//! GROUP BY over a stream: tumbling windows, and stagger windows (spec/kda-sql.md 7, 8).
//!
//! The select list is checked over the rows below, with aggregates as stand-in columns, and then carried over to the
//! grouped rows: what equals a key, in whole or in part, becomes that key's column. Matching checked expressions makes
//! `"S".ROWTIME`, `s.ROWTIME` and `ROWTIME` the same; matching the tree would not.

use rillcut_record::{DataType, Field, IntervalUnit, MS_PER_DAY};

use super::{
    Checker,
    expr::{Aggregates, Context, FIRST_AGGREGATE},
    literal::unknown,
    monotonic::{Form, Monotonicity, Motion, monotonicity},
    relation::{Scope, ScopeColumn, Visible, fields},
    tree::{any, same},
};
use crate::{
    ast, codes,
    diagnostic::Diagnostic,
    plan::{Aggregate, Expr, ExprKind, Node, Operator, WindowEnd},
    span::Span,
};

/// Most GROUP BY expressions.
const MAX_KEYS: usize = 100;

/// `WINDOWED BY STAGGER (…)` (spec/kda-sql.md 8).
pub(super) struct Stagger<'a> {
    pub(super) partition: &'a [ast::Expr],
    pub(super) range: &'a ast::Expr,
    pub(super) span: Span,
}

impl Checker<'_> {
    /// The grouped rows; `exprs` are carried over to them. `sound`: FROM had no fault.
    pub(super) fn group(
        &mut self,
        node: Node,
        scope: &Scope,
        by: &[ast::Expr],
        aggregates: Vec<Aggregate>,
        exprs: &mut [&mut Expr],
        sound: bool,
    ) -> (Node, Vec<ScopeColumn>) {
        let span =
            by.first().map_or(node.span, |key| *key.span).to(by.last().map_or(node.span, |key| *key.span));
        if by.len() > MAX_KEYS {
            let message = format!("GROUP BY has {} expressions, at most {MAX_KEYS} are allowed", by.len());
            self.error(codes::TOO_MANY, span, message);
            return (node, scope.columns.clone());
        }
        let faults = self.faults();
        let keys = self.different(by, "GROUP BY", scope);
        let sound = sound && faults == self.faults();
        let window = self.window_key(&keys, scope, span, sound);
        let columns = grouped_columns(&keys, &aggregates, scope, window);
        for expr in exprs {
            self.carry_over(expr, &keys, scope, "GROUP BY", sound);
        }
        let (window_key, end) = window.map_or((0, WindowEnd::Instant), |(key, motion)| (key, motion.end()));
        let operator = Operator::Tumble { input: Box::new(node), keys, window_key, end, aggregates };
        (Node { operator, fields: fields(&columns), span }, columns)
    }

    /// The rows of stagger windows; as [`Self::group`].
    pub(super) fn stagger(
        &mut self,
        node: Node,
        scope: &Scope,
        window: &Stagger<'_>,
        aggregates: Vec<Aggregate>,
        exprs: &mut [&mut Expr],
        sound: bool,
    ) -> (Node, Vec<ScopeColumn>) {
        let &Stagger { partition, range, span } = window;
        let faults = self.faults();
        if partition.len() > MAX_KEYS {
            let message =
                format!("PARTITION BY has {} expressions, at most {MAX_KEYS} are allowed", partition.len());
            self.error(codes::TOO_MANY, span, message);
            return (node, scope.columns.clone());
        }
        let keys = self.different(partition, "PARTITION BY", scope);
        let milliseconds = self.constant_interval(range, "RANGE", "RANGE INTERVAL '1' MINUTE");
        if milliseconds == Some(0) {
            let message = "a stagger window of no length would hold nothing";
            let hint = "as in RANGE INTERVAL '1' MINUTE";
            self.report(Diagnostic::error(codes::STAGGER_LENGTH, *range.span, message).hint(hint));
        }
        let sound = sound && faults == self.faults();
        let columns = grouped_columns(&keys, &aggregates, scope, None);
        for expr in exprs {
            self.carry_over(expr, &keys, scope, "PARTITION BY", sound);
        }
        let milliseconds = milliseconds.unwrap_or(1);
        let operator = Operator::Stagger { input: Box::new(node), keys, milliseconds, aggregates };
        (Node { operator, fields: fields(&columns), span }, columns)
    }

    /// The different ones of a list of keys.
    fn different(&mut self, by: &[ast::Expr], clause: &'static str, scope: &Scope) -> Vec<Expr> {
        let mut cx = Context::new(scope, Aggregates::Forbidden(clause));
        let mut keys: Vec<Expr> = Vec::new();
        for key in by {
            let key = self.expr(key, &mut cx);
            if !keys.iter().any(|known| same(known, &key)) {
                keys.push(key);
            }
        }
        keys
    }

    /// The key that closes the window.
    fn window_key(
        &mut self,
        keys: &[Expr],
        scope: &Scope,
        span: Span,
        sound: bool,
    ) -> Option<(usize, Motion)> {
        let motions: Vec<(usize, Motion)> = keys
            .iter()
            .enumerate()
            .filter_map(|(index, key)| match monotonicity(key, &scope.columns) {
                Monotonicity::Monotonic(motion) => Some((index, motion)),
                _ => None,
            })
            .collect();
        let of_time = |key: &Expr| {
            any(key, &mut |expr| match expr.kind {
                ExprKind::Rowtime | ExprKind::Now => true,
                ExprKind::Column(index) => {
                    scope.columns.get(index).is_some_and(|column| column.motion.is_some())
                }
                _ => false,
            })
        };
        let timed = || motions.iter().copied().filter(|(index, _)| of_time(&keys[*index]));
        // Of several the finest closes the groups: once it has moved on, no later row has all the keys of a group. The service's manual
        // forbids several, yet programs of its own solutions have them.
        let first = timed().min_by_key(|(_, motion)| length(motion.end()));
        if let Some((finest, motion)) = first
            && let Some((other, _)) = timed().find(|(_, other)| other.end() != motion.end())
        {
            let (place, finest) = (keys[other].span, self.excerpt(keys[finest].span));
            let message = format!("GROUP BY has a second expression of ROWTIME; {finest} closes the groups");
            self.report(
                Diagnostic::warning(codes::SEVERAL_ROWTIMES, place, message)
                    .hint("keep the finer one; the select list can compute the other from it"),
            );
        }
        let window = first.or(motions.first().copied());
        if window.is_none() && sound {
            self.no_window(keys, span);
        }
        window
    }

    fn no_window(&mut self, keys: &[Expr], span: Span) {
        let message = "no GROUP BY expression tells when a group is complete";
        let diagnostic = Diagnostic::error(codes::NOT_MONOTONIC, span, message);
        let arrival =
            |expr: &Expr| matches!(expr.kind, ExprKind::Column(_)) && expr.data_type == DataType::Timestamp;
        let on_event_time = keys.iter().any(|key| any(key, &mut |expr| arrival(expr)));
        let hint = if on_event_time {
            "a TIMESTAMP column may go back; add STEP(ROWTIME BY INTERVAL '10' SECOND), which closes the window, or promise \
             with MONOTONIC(x) that it does not"
        } else {
            "add STEP(ROWTIME BY INTERVAL '10' SECOND)"
        };
        self.report(diagnostic.hint(hint));
    }

    /// From the rows below to the grouped rows.
    fn carry_over(
        &mut self,
        expr: &mut Expr,
        keys: &[Expr],
        scope: &Scope,
        clause: &'static str,
        sound: bool,
    ) {
        if let Some(index) = keys.iter().position(|key| same(key, expr)) {
            expr.kind = ExprKind::Column(index);
            return;
        }
        match &mut expr.kind {
            ExprKind::Column(index) if *index >= FIRST_AGGREGATE => {
                *index = *index - FIRST_AGGREGATE + keys.len();
            }
            ExprKind::Column(_) => {
                if sound {
                    self.not_grouped(expr.span, scope, clause);
                }
                *expr = unknown(expr.span);
            }
            // ROWTIME alone is the time of the grouped row; `s.ROWTIME` is a column of the rows below.
            ExprKind::Rowtime => {
                let qualified = self.text.get(expr.span.range()).is_some_and(|text| text.contains('.'));
                if qualified && sound {
                    self.rowtime_not_grouped(expr.span, clause);
                }
            }
            _ => expr.each_child_mut(&mut |child| self.carry_over(child, keys, scope, clause, sound)),
        }
    }

    fn not_grouped(&mut self, span: Span, scope: &Scope, clause: &str) {
        let text = self.excerpt(span);
        if text == "*" || text.ends_with(".*") {
            let message = format!("{text} cannot be taken of a group");
            self.report(
                Diagnostic::error(codes::NOT_GROUPED, span, message)
                    .hint(format!("list the {clause} expressions and aggregates")),
            );
            return;
        }
        let message = format!("{text} is neither in {clause} nor in an aggregate");
        let hint = if scope.columns.is_empty() {
            format!("add it to {clause}")
        } else {
            format!("add it to {clause}, or take MAX({text}) or another aggregate")
        };
        self.report(Diagnostic::error(codes::NOT_GROUPED, span, message).hint(hint));
    }

    fn rowtime_not_grouped(&mut self, span: Span, clause: &str) {
        let message = format!("{} is not in {clause}", self.excerpt(span));
        self.report(
            Diagnostic::error(codes::NOT_GROUPED, span, message)
                .hint(format!(
                    "ROWTIME alone is the end of the window; repeat the {clause} expression for its start"
                ))
                .fix(span, "ROWTIME"),
        );
    }
}

/// About how long a window of that end is, milliseconds.
fn length(end: WindowEnd) -> i64 {
    match end {
        WindowEnd::Instant => 0,
        WindowEnd::Every { milliseconds, .. } => milliseconds,
        WindowEnd::Calendar(IntervalUnit::Month) => 30 * MS_PER_DAY,
        WindowEnd::Calendar(_) => 365 * MS_PER_DAY,
        WindowEnd::Change => i64::MAX,
    }
}

/// Keys, then aggregates.
fn grouped_columns(
    keys: &[Expr],
    aggregates: &[Aggregate],
    scope: &Scope,
    window: Option<(usize, Motion)>,
) -> Vec<ScopeColumn> {
    let key = |(index, key): (usize, &Expr)| {
        let (name, nullable) = match key.kind {
            ExprKind::Column(column) => scope
                .columns
                .get(column)
                .map_or((String::new(), true), |found| (found.name.clone(), found.nullable)),
            _ => (format!("KEY${index}"), true),
        };
        let motion = window.filter(|(window, _)| *window == index).map(|(_, motion)| after_grouping(motion));
        ScopeColumn { name, data_type: key.data_type, nullable, motion, visible: Visible::Full }
    };
    let aggregate = |(index, aggregate): (usize, &Aggregate)| {
        let field = Field::new(format!("AGGREGATE${index}"), aggregate.data_type);
        ScopeColumn::new(&field)
    };
    keys.iter().enumerate().map(key).chain(aggregates.iter().enumerate().map(aggregate)).collect()
}

/// How the window's key follows the ROWTIME of the grouped rows, which is the window's end: every window has another.
fn after_grouping(motion: Motion) -> Motion {
    let form = match motion.form {
        // The start of a window of fixed length is its end less the length.
        Form::Stepped { end: WindowEnd::Every { milliseconds, .. }, aligned: true } => {
            Form::Linear { shift: -milliseconds, num: 1, den: 1 }
        }
        Form::Linear { .. } if motion.end() == WindowEnd::Instant => motion.form,
        _ if motion.end() == WindowEnd::Change => Motion::CHANGE.form,
        _ => Form::Stepped { end: WindowEnd::Instant, aligned: false },
    };
    Motion { form, ..motion }
}
