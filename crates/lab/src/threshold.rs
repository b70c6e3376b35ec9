//! The score at which a program itself draws the line, and the program with the line elsewhere.
//!
//! The chart's threshold only marks; rows leave by the program's own comparison. It is found in the checked plan, not in the text: a filter
//! may stand in the statement of the forest, or behind streams that keep every score. What comes out is checked like any other program
//! before it is offered.

use rillcut_record::Value;
use rillcut_sql::{
    LineIndex, Span,
    plan::{CompareOp, Expr, ExprKind, Node, Operator, Plan},
};

use crate::{dataflow::first_forest, protocol::ThresholdOffer};

/// Streams through which a score is followed.
const MOST_STREAMS: usize = 16;

/// A comparison of a score with a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    /// The number.
    pub(crate) score: f64,
    span: Span,
}

/// The first comparison by which rows of high scores are let through.
pub(crate) fn line_of(plan: &Plan) -> Option<Line> {
    plan.pumps.iter().find_map(|pump| line_in(plan, &pump.root))
}

/// The program with the threshold in its comparison, or with a comparison where it has none. `check` gives the plan of a valid program.
pub(crate) fn offer(
    plan: &Plan,
    sql: &str,
    threshold: f64,
    check: impl Fn(&str) -> Option<Plan>,
) -> Option<ThresholdOffer> {
    let number = format!("{threshold}");
    let line = line_of(plan);
    let (start, end, text) = if let Some(line) = line {
        (line.span.start as usize, line.span.end as usize, number)
    } else {
        let (pump, _) = first_forest(plan)?;
        let call = forest_span(&plan.pumps[pump].root)?;
        let end = table_end(sql, call.end as usize)?;
        (end, end, format!("\nWHERE ANOMALY_SCORE > {number}"))
    };
    let (before, after) = (sql.get(..start)?, sql.get(end..)?);
    let changed = format!("{before}{text}{after}");
    let now = line_of(&check(&changed)?)?;
    (now.score == threshold).then(|| {
        let line_at = |text: &str, byte: u32| {
            let line = LineIndex::new(text).locate(byte).line;
            (line, text.lines().nth(line as usize - 1).unwrap_or_default().trim().to_owned())
        };
        let (line_number, new) = line_at(&changed, now.span.start);
        ThresholdOffer {
            line: line_number,
            old: line.map(|line| line_at(sql, line.span.start).1),
            new,
            old_score: line.map(|line| line.score),
            score: threshold,
            sql: changed,
        }
    })
}

fn line_in(plan: &Plan, node: &Node) -> Option<Line> {
    if let Operator::Filter { input, predicate } = &node.operator
        && let Some(score) = score_column(plan, input, 0)
        && let Some(line) = compared(predicate, score)
    {
        return Some(line);
    }
    node.operator.inputs().into_iter().find_map(|input| line_in(plan, input))
}

/// Which column of a node's output is a forest's score.
fn score_column(plan: &Plan, node: &Node, streams: usize) -> Option<usize> {
    match &node.operator {
        Operator::RandomCutForest { input, .. } => Some(input.fields.len()),
        Operator::Filter { input, .. } | Operator::Sort { input, .. } => score_column(plan, input, streams),
        Operator::Project { input, items, .. } => {
            let score = score_column(plan, input, streams)?;
            items.iter().position(|item| is_column(item, score))
        }
        Operator::Scan { stream } if streams < MOST_STREAMS => {
            let writers = plan.pumps.iter().filter(|pump| pump.target == *stream);
            writers.map(|pump| score_column(plan, &pump.root, streams + 1)).next().flatten()
        }
        _ => None,
    }
}

/// `score > number` among what must hold of a row.
fn compared(predicate: &Expr, score: usize) -> Option<Line> {
    match &predicate.kind {
        ExprKind::And(operands) => operands.iter().find_map(|operand| compared(operand, score)),
        ExprKind::Compare { op: CompareOp::Greater | CompareOp::GreaterOrEqual, left, right }
            if is_column(left, score) =>
        {
            literal(right)
        }
        ExprKind::Compare { op: CompareOp::Less | CompareOp::LessOrEqual, left, right }
            if is_column(right, score) =>
        {
            literal(left)
        }
        _ => None,
    }
}

fn is_column(expr: &Expr, column: usize) -> bool {
    match &expr.kind {
        ExprKind::Column(at) => *at == column,
        ExprKind::Cast(operand) => is_column(operand, column),
        _ => false,
    }
}

fn literal(expr: &Expr) -> Option<Line> {
    match &expr.kind {
        ExprKind::Literal(Value::Double(score)) => Some(Line { score: *score, span: expr.span }),
        ExprKind::Literal(Value::Long(unscaled)) => {
            let scale = match expr.data_type {
                rillcut_record::DataType::Decimal { scale, .. } => scale,
                _ => 0,
            };
            let unit = (0..scale).fold(1.0, |unit, _| unit * 10.0);
            Some(Line { score: *unscaled as f64 / unit, span: expr.span })
        }
        ExprKind::Cast(operand) => literal(operand),
        _ => None,
    }
}

fn forest_span(node: &Node) -> Option<Span> {
    match node.operator {
        Operator::RandomCutForest { .. } => Some(node.span),
        _ => node.operator.inputs().into_iter().find_map(forest_span),
    }
}

/// Where `TABLE( … )` around a call ends, if the call does not hold its own closing parenthesis.
fn table_end(sql: &str, call_end: usize) -> Option<usize> {
    let rest = sql.get(call_end..)?;
    let space = rest.len() - rest.trim_start().len();
    Some(if rest[space..].starts_with(')') { call_end + space + 1 } else { call_end })
}
