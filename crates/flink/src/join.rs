//! Joins of two streams as Flink's interval joins (spec/kda-sql.md 10.2).
//!
//! A row of one side meets those of the other whose ROWTIME lies between two bounds, which is what a RANGE window of the lab, or none, comes to.
//! Where a side has a window, pairs and unmatched rows come at times of their own and are put in order behind the join.

use rillcut_record::{DataType, Field};
use rillcut_sql::plan::{Expr, JoinKind, JoinWindow, Node};

use crate::{
    expression::Scope,
    names,
    node::{Target, Writer},
    refusal::{self, Refusal, refuse},
    relation::{Relation, column_names},
};

impl Writer<'_> {
    pub(crate) fn join(
        &mut self,
        node: &Node,
        target: Target<'_>,
        (left, right): (&Relation, &Relation),
        kind: JoinKind,
        windows: (JoinWindow, JoinWindow),
        condition: Option<&Expr>,
    ) -> Result<Relation, Box<Refusal>> {
        let length = |window| match window {
            JoinWindow::Current => Ok(0),
            JoinWindow::Range { milliseconds } => Ok(milliseconds),
            JoinWindow::Rows { .. } => Err(refuse(
                refusal::JOIN,
                node.span,
                format!("a join over ROWS in pump \"{}\" is not exported to Flink", self.pump.1),
                "Flink's joins have bounds of time: use OVER (RANGE INTERVAL … PRECEDING)",
            )),
        };
        let (stays_left, stays_right) = (length(windows.0)?, length(windows.1)?);
        let word = match kind {
            JoinKind::Inner => "JOIN",
            JoinKind::Left => "LEFT JOIN",
            JoinKind::Right => "RIGHT JOIN",
            JoinKind::Full => {
                return Err(refuse(
                    refusal::JOIN,
                    node.span,
                    format!("the FULL JOIN of pump \"{}\" is not exported to Flink", self.pump.1),
                    "its result would have no time attribute; use a LEFT and a RIGHT JOIN in two pumps",
                ));
            }
        };
        let base = left.columns.len() + right.columns.len();
        let side = |name: &str, relation: &Relation| -> Vec<String> {
            relation.columns.iter().map(|column| format!("{name}.{column}")).collect()
        };
        let mut values = side("l", left);
        values.extend(side("r", right));
        values.extend(["l.`$rowtime`".to_owned(), "r.`$rowtime`".to_owned()]);
        let scope = Scope {
            program: self.program,
            columns: values.clone(),
            rowtime: "GREATEST(l.`$rowtime`, r.`$rowtime`)".to_owned(),
        };
        // Left rows from `stays_left` before the right one up to `stays_right` behind it.
        let shift = right.lag - left.lag;
        let same = stays_left == 0 && stays_right == 0;
        let mut conditions = if same {
            // Flink 2.3 computes what equal sides are equal to below the join, and then fails on the interval where another key is constant.
            let times = if shift == 0 {
                "l.`$time` = r.`$time`".to_owned()
            } else {
                let (from, to) = (shifted("r.`$time`", shift - 1), shifted("r.`$time`", shift + 1));
                format!("l.`$time` BETWEEN {from} AND {to}")
            };
            vec![times, "l.`$rowtime` = r.`$rowtime`".to_owned()]
        } else {
            let from = shifted("r.`$time`", shift - stays_left);
            let to = shifted("r.`$time`", shift + stays_right);
            vec![format!("l.`$time` BETWEEN {from} AND {to}")]
        };
        if let Some(condition) = condition {
            conditions.push(scope.sound(condition, "the condition of a join")?);
        }
        let rowtime = match kind {
            JoinKind::Left => {
                format!(
                    "CASE WHEN r.`$rowtime` IS NULL THEN l.`$rowtime` + {stays_left} ELSE {} END",
                    scope.rowtime
                )
            }
            JoinKind::Right => {
                format!(
                    "CASE WHEN l.`$rowtime` IS NULL THEN r.`$rowtime` + {stays_right} ELSE {} END",
                    scope.rowtime
                )
            }
            _ if same => "l.`$rowtime`".to_owned(),
            _ => scope.rowtime.clone(),
        };
        let preserved = if kind == JoinKind::Right { "r" } else { "l" };
        let plain = same && (kind == JoinKind::Inner);
        let order = if self.ordered { format!(", {} AS `$order`", order(kind)) } else { String::new() };
        let columns = column_names(&join_fields(node));
        let items: Vec<String> =
            values.iter().zip(&columns).map(|(value, name)| format!("{value} AS {name}")).collect();
        let select = format!(
            "SELECT {},\n       {rowtime} AS `$rowtime`, {preserved}.`$time` AS `$time`{order}\nFROM {} AS l\n{word} {} AS r ON {}",
            items.join(", "),
            left.view,
            right.view,
            conditions.join(" AND ")
        );
        debug_assert_eq!(columns.len(), base + 2);
        let fields = node.fields.clone();
        let view = self.view(if plain { target } else { None }, &select);
        let joined = Relation { view, columns, fields, lag: left.lag, ordered: self.ordered };
        if plain {
            return Ok(joined);
        }
        let columns = Self::columns_of(node, target);
        self.reordered(&joined, target, columns, node.fields.clone())
    }

    pub(crate) fn condition_span(condition: Option<&Expr>, node: &Node) -> rillcut_sql::Span {
        condition.map_or(node.span, |condition| condition.span)
    }
}

/// The join's fields, the two times under names of their own.
fn join_fields(node: &Node) -> Vec<Field> {
    let mut fields = node.fields.clone();
    let count = fields.len();
    for (at, field) in fields.iter_mut().enumerate().skip(count.saturating_sub(2)) {
        *field = Field::new(format!("$side{at}"), DataType::Timestamp);
    }
    fields
}

fn shifted(value: &str, milliseconds: i64) -> String {
    match milliseconds {
        0 => value.to_owned(),
        ms if ms < 0 => format!("{value} - {}", names::interval(-ms)),
        ms => format!("{value} + {}", names::interval(ms)),
    }
}

/// Pairs come by the row that met, the left side's first, then oldest partner first; rows that meet none behind them.
fn order(kind: JoinKind) -> String {
    let by_left = "'0' || l.`$order` || LPAD(CAST(r.`$rowtime` AS STRING), 16, '0') || r.`$order`";
    let by_right = "'1' || r.`$order` || LPAD(CAST(l.`$rowtime` AS STRING), 16, '0') || l.`$order`";
    let pairs = format!("WHEN l.`$rowtime` > r.`$rowtime` THEN {by_left} ELSE {by_right} END");
    match kind {
        JoinKind::Left => format!("CASE WHEN r.`$rowtime` IS NULL THEN '2' || l.`$order` {pairs}"),
        JoinKind::Right => format!("CASE WHEN l.`$rowtime` IS NULL THEN '2' || r.`$order` {pairs}"),
        _ => format!("CASE {pairs}"),
    }
}
