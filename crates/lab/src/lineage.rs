//! Where a row comes from: for each pump that fills its stream, the time its window spans and the input rows that are still kept of it.
//!
//! Nothing is recorded while rows flow; the plan and the row's own ROWTIME and keys say it afterwards, which costs nothing until somebody
//! asks. So a key narrows the choice only where it is a plain column, and a condition only where it says what a column equals; rows that
//! have left the ring are said to be missing, not made up.

use rillcut_record::{Batch, Value};
use rillcut_sql::plan::{CompareOp, Expr, ExprKind, JoinWindow, Node, Operator, SlidingFrame, WindowEnd};

use crate::{
    dataflow,
    engine::Engine,
    protocol::{InputView, NumberedRow, RowDetail},
    ring::row_view,
};

/// Input rows that are shown of each pump and stream.
const MOST_ROWS: usize = 50;
/// Before all time and after it.
const BEFORE_ALL: i64 = i64::MIN;
const AFTER_ALL: i64 = i64::MAX;

/// Columns by their positions, and what must be in them.
type Keys = Vec<(usize, Value)>;

/// Rows of a stream that a row can come from.
#[derive(Debug, Clone, PartialEq)]
struct Span {
    stream: usize,
    from: i64,
    /// Included.
    to: i64,
    keys: Keys,
}

/// A row with its inputs; `None` when it is kept no longer.
pub(crate) fn detail(engine: &Engine, stream: &str, number: u64) -> Option<RowDetail> {
    let plan = engine.plan();
    let id = plan.find_stream(stream)?;
    let ring = &engine.observer.rings[id.0];
    let (batch, row) = ring.at(number)?;
    let fields = &engine.observer.fields[id.0];
    let rowtime = batch.rowtimes[row];
    let is_error = id.0 + 1 == plan.streams.len();
    let mut inputs = Vec::new();
    if is_error {
        inputs.extend(failed(engine, batch, row));
    } else {
        for (at, pump) in plan.pumps.iter().enumerate().filter(|(_, pump)| pump.target == id) {
            let keys = batch.columns.iter().map(|column| column.value(row)).enumerate().collect();
            let mut spans = Vec::new();
            trace(&pump.root, rowtime, rowtime, keys, &mut spans);
            inputs.extend(spans.iter().map(|span| input(engine, at, span)));
        }
        // Of several pumps only those count that can have made it.
        if inputs.iter().any(|input| input.total > 0) {
            inputs.retain(|input| input.total > 0 || input.missing);
        }
    }
    Some(RowDetail {
        stream: stream.to_owned(),
        row: NumberedRow { number, row: row_view(batch, row, fields) },
        rowtime_ms: rowtime,
        inputs,
    })
}

/// The row that a pump failed on, by its ROWTIME.
fn failed(engine: &Engine, batch: &Batch, row: usize) -> Option<InputView> {
    let [_, _, _, _, rowtime, _, pump] = batch.columns.as_slice() else { return None };
    let (Value::Long(at), Value::Text(name)) = (rowtime.value(row), pump.value(row)) else { return None };
    let plan = engine.plan();
    let pump = plan.pumps.iter().position(|pump| pump.name == name)?;
    let stream = *dataflow::reads(&plan.pumps[pump].root).first()?;
    Some(input(engine, pump, &Span { stream, from: at, to: at, keys: Vec::new() }))
}

fn input(engine: &Engine, pump: usize, span: &Span) -> InputView {
    let plan = engine.plan();
    let ring = &engine.observer.rings[span.stream];
    let fields = &engine.observer.fields[span.stream];
    let (mut total, mut numbers) = (0, std::collections::VecDeque::new());
    ring.each_between(span.from, span.to, &mut |number, batch, row| {
        let fits = |(at, value): &(usize, Value)| {
            batch.columns.get(*at).is_none_or(|column| column.value(row) == *value)
        };
        if span.keys.iter().all(fits) {
            total += 1;
            numbers.push_back(number);
            if numbers.len() > MOST_ROWS {
                numbers.pop_front();
            }
        }
    });
    let oldest = ring.at(ring.first()).map(|(batch, row)| batch.rowtimes[row]);
    let row = |number: u64| {
        ring.at(number).map(|(batch, row)| NumberedRow { number, row: row_view(batch, row, fields) })
    };
    InputView {
        pump: plan.pumps[pump].name.clone(),
        does: dataflow::label(&plan.pumps[pump].root),
        stream: plan.streams[span.stream].name.clone(),
        from_ms: (span.from != BEFORE_ALL).then_some(span.from),
        to_ms: (span.to != AFTER_ALL).then_some(span.to),
        total,
        missing: ring.first() > 0 && oldest.is_none_or(|oldest| oldest > span.from),
        rows: numbers.into_iter().rev().filter_map(row).collect(),
    }
}

/// Follows rows whose ROWTIME lies between two instants, and which hold those values, to the streams that they come from.
fn trace(node: &Node, from: i64, to: i64, keys: Keys, out: &mut Vec<Span>) {
    let back = |from: i64, by: i64| if from == BEFORE_ALL { from } else { from.saturating_sub(by) };
    match &node.operator {
        Operator::Scan { stream } => out.push(Span { stream: stream.0, from, to, keys }),
        Operator::Filter { input, predicate } => {
            let mut keys = keys;
            equalities(predicate, &mut keys);
            trace(input, from, to, keys, out);
        }
        Operator::Project { input, items, rowtime } => {
            let keys = through(&keys, items);
            // A time of its own says nothing of when the row came.
            let (from, to) = if rowtime.is_some() { (BEFORE_ALL, AFTER_ALL) } else { (from, to) };
            trace(input, from, to, keys, out);
        }
        Operator::Tumble { input, keys: grouped, end, .. } => {
            let (from, to) = window(*end, from, to);
            let keys: Vec<_> = keys.into_iter().filter(|(at, _)| *at < grouped.len()).collect();
            trace(input, from, to, through(&keys, grouped), out);
        }
        Operator::Stagger { input, keys: grouped, milliseconds, .. } => {
            let keys: Vec<_> = keys.into_iter().filter(|(at, _)| *at < grouped.len()).collect();
            trace(input, back(from, *milliseconds), to, through(&keys, grouped), out);
        }
        Operator::Distinct { input, end, .. } => {
            let (from, to) = window(*end, from, to);
            trace(input, from, to, keys, out);
        }
        Operator::Sort { input, end, .. } => {
            // Rows leave with their own time or with the window's end, so either is looked through.
            let (start, _) = window(*end, from, to);
            trace(input, start, to, keys, out);
        }
        Operator::Slide { input, windows, .. } => {
            let mut start = from;
            let mut kept = keys.clone();
            for window in windows {
                start = match window.frame {
                    SlidingFrame::Range { milliseconds } => start.min(back(from, milliseconds)),
                    _ => BEFORE_ALL,
                };
                let partitioned: Vec<usize> = window.partition.iter().filter_map(column_of).collect();
                kept.retain(|(at, _)| partitioned.contains(at));
            }
            trace(input, start, to, kept, out);
        }
        Operator::Join { left, right, left_window, right_window, .. } => {
            let (of_left, of_right) = split(keys, left.fields.len(), right.fields.len());
            let start = |window: JoinWindow| match window {
                JoinWindow::Current => from,
                JoinWindow::Range { milliseconds } => back(from, milliseconds),
                JoinWindow::Rows { .. } => BEFORE_ALL,
            };
            trace(left, start(*left_window), to, of_left, out);
            trace(right, start(*right_window), to, of_right, out);
        }
        Operator::Lookup { input, table_first, .. } => {
            let count = input.fields.len();
            let skipped = if *table_first { node.fields.len().saturating_sub(count) } else { 0 };
            let own = keys.into_iter().filter_map(|(at, value)| {
                let at = at.checked_sub(skipped)?;
                (at < count).then_some((at, value))
            });
            trace(input, from, to, own.collect(), out);
        }
        Operator::Reorder { input, .. } => trace(input, BEFORE_ALL, AFTER_ALL, keys, out),
        Operator::TopItems { input, milliseconds, .. } | Operator::CountItems { input, milliseconds, .. } => {
            let (from, to) = window(WindowEnd::every(*milliseconds), from, to);
            trace(input, from, to, Vec::new(), out);
        }
        Operator::Union(inputs) => {
            for input in inputs {
                trace(input, from, to, keys.clone(), out);
            }
        }
        other => {
            for input in other.inputs() {
                let count = input.fields.len();
                let own = keys.iter().filter(|(at, _)| *at < count).cloned().collect();
                trace(input, from, to, own, out);
            }
        }
    }
}

/// The rows of a window whose result carries a time: it ends just before that.
fn window(end: WindowEnd, from: i64, to: i64) -> (i64, i64) {
    let back = |by: i64| if from == BEFORE_ALL { from } else { from.saturating_sub(by) };
    let last = if to == AFTER_ALL { to } else { to.saturating_sub(1) };
    match end {
        WindowEnd::Every { milliseconds, .. } => (back(milliseconds), last),
        // The longest month and year.
        WindowEnd::Calendar(unit) if unit.keyword() == "MONTH" => (back(31 * 86_400_000), last),
        WindowEnd::Calendar(_) => (back(366 * 86_400_000), last),
        WindowEnd::Instant => (from, to),
        WindowEnd::Change => (BEFORE_ALL, last),
    }
}

/// The input's columns that output columns are copies of.
fn through(keys: &[(usize, Value)], items: &[Expr]) -> Keys {
    let copied = keys.iter().filter_map(|(at, value)| Some((column_of(items.get(*at)?)?, value.clone())));
    copied.collect()
}

/// What a condition says that columns hold.
fn equalities(condition: &Expr, keys: &mut Keys) {
    match &condition.kind {
        ExprKind::And(all) => all.iter().for_each(|one| equalities(one, keys)),
        ExprKind::Compare { op: CompareOp::Equal, left, right } => {
            let (column, constant) = if column_of(left).is_some() { (left, right) } else { (right, left) };
            if let (Some(at), ExprKind::Literal(value)) = (column_of(column), &constant.kind) {
                keys.push((at, value.clone()));
            }
        }
        _ => {}
    }
}

fn column_of(expr: &Expr) -> Option<usize> {
    match &expr.kind {
        ExprKind::Column(at) => Some(*at),
        _ => None,
    }
}

/// What is asked of the left and of the right side of a join.
fn split(keys: Keys, left: usize, right: usize) -> (Keys, Keys) {
    let (mut of_left, mut of_right) = (Vec::new(), Vec::new());
    for (at, value) in keys {
        if at < left {
            of_left.push((at, value));
        } else if at < left + right {
            of_right.push((at - left, value));
        }
    }
    (of_left, of_right)
}
