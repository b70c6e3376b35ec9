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

use crate::{
    forests::{Forest, forests},
    protocol::ThresholdOffer,
};

/// Streams through which a score is followed.
const MOST_STREAMS: usize = 16;

/// A comparison of a score with a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    /// The number.
    pub(crate) score: f64,
    span: Span,
}

/// The first comparison by which rows of high scores of a forest are let through.
pub(crate) fn line_of(plan: &Plan, forest: &Forest) -> Option<Line> {
    let scores = Scores { plan, forest };
    plan.pumps.iter().find_map(|pump| scores.line_in(&pump.root))
}

/// The program with the threshold in its comparison of a forest's score, or with a comparison where it has none. `check` gives the plan of a
/// valid program.
pub(crate) fn offer(
    plan: &Plan,
    forest: &Forest,
    sql: &str,
    threshold: f64,
    check: impl Fn(&str) -> Option<Plan>,
) -> Option<ThresholdOffer> {
    let number = format!("{threshold}");
    let line = line_of(plan, forest);
    let (start, end, text) = if let Some(line) = line {
        (line.span.start as usize, line.span.end as usize, number)
    } else {
        let end = table_end(sql, forest.span.end as usize)?;
        (end, end, format!("\nWHERE ANOMALY_SCORE > {number}"))
    };
    let (before, after) = (sql.get(..start)?, sql.get(end..)?);
    let changed = format!("{before}{text}{after}");
    let changed_plan = check(&changed)?;
    let now = line_of(&changed_plan, forests(&changed_plan).iter().find(|one| one.name == forest.name)?)?;
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

/// Where the scores of a forest go in a program.
struct Scores<'a> {
    plan: &'a Plan,
    forest: &'a Forest,
}

impl Scores<'_> {
    fn line_in(&self, node: &Node) -> Option<Line> {
        if let Operator::Filter { input, predicate } = &node.operator
            && let Some(score) = self.column_in(input, 0)
            && let Some(line) = compared(predicate, score)
        {
            return Some(line);
        }
        node.operator.inputs().into_iter().find_map(|input| self.line_in(input))
    }

    /// Which column of a node's output is the score.
    fn column_in(&self, node: &Node, streams: usize) -> Option<usize> {
        match &node.operator {
            Operator::RandomCutForest { input, .. } if node.span == self.forest.span => {
                Some(input.fields.len())
            }
            // Another forest puts its score behind the columns that it reads.
            Operator::RandomCutForest { input, .. }
            | Operator::Filter { input, .. }
            | Operator::Sort { input, .. } => self.column_in(input, streams),
            Operator::Project { input, items, .. } => {
                let score = self.column_in(input, streams)?;
                items.iter().position(|item| is_column(item, score))
            }
            Operator::Scan { stream } if streams < MOST_STREAMS => {
                let mut writers = self.plan.pumps.iter().filter(|pump| pump.target == *stream);
                writers.find_map(|pump| self.column_in(&pump.root, streams + 1))
            }
            _ => None,
        }
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

/// Where `TABLE( … )` around a call ends, if the call does not hold its own closing parenthesis.
fn table_end(sql: &str, call_end: usize) -> Option<usize> {
    let rest = sql.get(call_end..)?;
    let space = rest.len() - rest.trim_start().len();
    Some(if rest[space..].starts_with(')') { call_end + space + 1 } else { call_end })
}
