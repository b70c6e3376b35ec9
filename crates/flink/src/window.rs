//! Tumbling windows: GROUP BY over Flink's TUMBLE, and the table functions that are one.
//!
//! Flink's windows lie on the time attribute, which may stand some milliseconds behind ROWTIME: so much is the window's offset less. A result's
//! ROWTIME is the window's end, Flink's own `window_time` one millisecond before it: the lag grows by one.

use rillcut_record::DataType;
use rillcut_sql::plan::{Aggregate, Expr, ExprKind, Node, WindowEnd};

use crate::{
    aggregate,
    expression::{Scope, comparable, groupable},
    faults::first,
    names,
    node::{Target, Writer, renamed, without},
    refusal::{self, Refusal, refuse},
    relation::Relation,
};

/// A window of Flink's.
#[derive(Debug, Clone, Copy)]
struct Length {
    milliseconds: i64,
    offset: i64,
    /// Every instant is a window of its own, whose result keeps its ROWTIME.
    instant: bool,
}

impl Writer<'_> {
    pub(crate) fn tumble(
        &mut self,
        node: &Node,
        target: Target<'_>,
        (input, input_node): (&Relation, &Node),
        (keys, window_key, end): (&[Expr], usize, WindowEnd),
        aggregates: &[Aggregate],
    ) -> Result<Relation, Box<Refusal>> {
        let length = self.length(end, node)?;
        let lag = input.lag;
        // What can fail is computed before; the window's own key is a function of ROWTIME and does not.
        let mut exprs: Vec<&Expr> =
            keys.iter().enumerate().filter(|(at, _)| *at != window_key).map(|(_, key)| key).collect();
        exprs.extend(aggregates.iter().filter_map(|aggregate| aggregate.argument.as_ref()));
        let scope = self.scope(input);
        let may_fail = {
            let mut may_fail = false;
            for expr in &exprs {
                may_fail |= scope.sql(expr)?.fault.is_some();
            }
            may_fail
        };
        let (input, values) = if may_fail {
            let computed = self.computed(input, &exprs, &[])?;
            let values = computed.columns[input.columns.len()..].to_vec();
            (computed, values)
        } else {
            let values = exprs
                .iter()
                .map(|expr| Ok(scope.item(expr)?.value))
                .collect::<Result<Vec<_>, Box<Refusal>>>()?;
            (input.clone(), values)
        };
        let mut values = values.into_iter();
        let (first_instant, rowtime) = instants(length, lag);
        let mut items = Vec::new();
        let mut groups = vec!["window_start".to_owned(), "window_end".to_owned(), "window_time".to_owned()];
        for (at, key) in keys.iter().enumerate() {
            if at == window_key {
                items.push(window_value(&scope, key, input_node, &first_instant)?);
                continue;
            }
            let value = values.next().unwrap_or_default();
            // A constant is no key, for Flink takes it as a column's position; one that is computed before is a column.
            if matches!(key.kind, ExprKind::Literal(_)) && !may_fail {
                items.push(value);
                continue;
            }
            let group = groupable(&value, key.data_type);
            // What the texts of a group differ in, trailing blanks, is that of the first, as in the lab.
            items.push(if key.data_type.is_text() {
                format!("KDA_FIRST_TEXT({value})")
            } else {
                group.clone()
            });
            groups.push(group);
        }
        let mut faults = Vec::new();
        let mut counts = Vec::new();
        for aggregate in aggregates {
            let argument = aggregate.argument.as_ref().map(|_| values.next().unwrap_or_default());
            let written = aggregate::tumbling(&scope, aggregate, argument.as_deref())?;
            if let Some((count, message)) = written.count {
                let name = format!("`$n{}`", counts.len());
                let result = items.len();
                counts.push(format!("{count} AS {name}"));
                faults.push((result, name, message));
            }
            items.push(written.value);
        }
        let order = if self.ordered { ", MIN(`$order`) AS `$order`" } else { "" };
        let columns = Self::columns_of(node, if faults.is_empty() { target } else { None });
        let listed: Vec<String> =
            items.iter().zip(&columns).map(|(value, name)| renamed(value, name)).chain(counts).collect();
        let select = format!(
            "SELECT {},\n       {rowtime} AS `$rowtime`, window_time AS `$time`{order}\nFROM {}\nGROUP BY {}",
            listed.join(", "),
            tumble(&input.view, length, lag),
            groups.join(", ")
        );
        let inner = if faults.is_empty() { target } else { None };
        let view = self.view(inner, &select);
        let lag = if length.instant { lag } else { lag + 1 };
        let result = Relation { view, columns, fields: node.fields.clone(), lag, ordered: self.ordered };
        if faults.is_empty() {
            return Ok(result);
        }
        let fault = first(faults.iter().map(|(at, count, message)| {
            let value = &result.columns[*at];
            Some(format!("CASE WHEN {count} > 0 AND {value} IS NULL THEN {message} END"))
        }))
        .unwrap_or_default();
        self.fault(&result, &fault);
        let values = result.columns.clone();
        Ok(self.select(node, target, &result, &values, &format!("\nWHERE {}", without(&fault))))
    }

    fn length(&self, end: WindowEnd, node: &Node) -> Result<Length, Box<Refusal>> {
        match end {
            WindowEnd::Every { milliseconds, offset } => Ok(Length { milliseconds, offset, instant: false }),
            WindowEnd::Instant => Ok(Length { milliseconds: 1, offset: 0, instant: true }),
            WindowEnd::Calendar(_) => Err(refuse(
                refusal::WINDOW,
                node.span,
                format!("windows of calendar months in pump \"{}\" are not exported to Flink", self.pump.1),
                "Flink's windows have one length: use days",
            )),
            WindowEnd::Change => Err(refuse(
                refusal::WINDOW,
                node.span,
                format!("pump \"{}\" has windows that end when a value changes", self.pump.1),
                "Flink's windows end with time: group by a step of ROWTIME",
            )),
        }
    }

    pub(crate) fn count_items(
        &mut self,
        node: &Node,
        target: Target<'_>,
        input: &Relation,
        column: usize,
        milliseconds: i64,
    ) -> Relation {
        let length = Length { milliseconds, offset: 0, instant: false };
        let (_, rowtime) = instants(length, input.lag);
        let data_type = input.fields.get(column).map_or(DataType::Null, |field| field.data_type);
        let value = comparable(&input.columns[column], data_type);
        let columns = Self::columns_of(node, target);
        let order = if self.ordered { ", MIN(`$order`) AS `$order`" } else { "" };
        let select = format!(
            "SELECT COUNT(DISTINCT {value}) AS {},\n       {rowtime} AS `$rowtime`, window_time AS `$time`{order}\nFROM {}\nGROUP BY window_start, window_end, window_time",
            columns[0],
            tumble(&input.view, length, input.lag)
        );
        self.notes.push(format!(
            "COUNT_DISTINCT_ITEMS_TUMBLING of pump \"{}\" counts exactly; the lab estimates beyond 10,000 different items of a window.",
            self.pump.1
        ));
        let view = self.view(target, &select);
        let (fields, lag) = (node.fields.clone(), input.lag + 1);
        Relation { view, columns, fields, lag, ordered: self.ordered }
    }

    pub(crate) fn top_items(
        &mut self,
        node: &Node,
        target: Target<'_>,
        input: &Relation,
        most: u32,
        milliseconds: i64,
    ) -> Result<Relation, Box<Refusal>> {
        let length = Length { milliseconds, offset: 0, instant: false };
        let (_, rowtime) = instants(length, input.lag);
        let item = comparable(&input.columns[0], DataType::TEXT);
        let counted = format!(
            "SELECT KDA_FIRST_TEXT({}) AS `$item`, COUNT(*) AS `$count`, MIN(`$order`) AS `$first`, window_start, window_end, window_time\nFROM {}\nWHERE {} IS NOT NULL\nGROUP BY window_start, window_end, window_time, {item}",
            input.columns[0],
            tumble(&input.view, length, input.lag),
            input.columns[0]
        );
        let counted = self.view(None, &counted);
        let columns = Self::columns_of(node, target);
        let select = format!(
            "SELECT `$item` AS {}, `$count` AS {},\n       {rowtime} AS `$rowtime`, window_time AS `$time`, LPAD(CAST(`$rank` AS STRING), 16, '0') AS `$order`\nFROM (\n  SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, window_time ORDER BY `$count` DESC, `$first` ASC) AS `$rank`\n  FROM {counted}\n) WHERE `$rank` <= {most}",
            columns[0], columns[1]
        );
        self.notes.push(format!(
            "TOP_K_ITEMS_TUMBLING of pump \"{}\" counts exactly; the lab estimates beyond 65,536 different items of a window.",
            self.pump.1
        ));
        let view = self.view(None, &select);
        let (fields, lag) = (node.fields.clone(), input.lag + 1);
        let ranked =
            Relation { view, columns: columns.clone(), fields: fields.clone(), lag, ordered: self.ordered };
        // Flink 2.3 knows the first rows of a window no more when a condition on their counts has come between.
        self.reordered(&ranked, target, columns, fields)
    }
}

/// TUMBLE over a view.
fn tumble(view: &str, length: Length, lag: i64) -> String {
    let offset = (length.offset - lag).rem_euclid(length.milliseconds);
    let size = names::interval(length.milliseconds);
    let offset = if offset == 0 { String::new() } else { format!(", {}", names::interval(offset)) };
    format!("TABLE(TUMBLE(TABLE {view}, DESCRIPTOR(`$time`), {size}{offset}))")
}

/// A window's first instant, and ROWTIME of its result.
fn instants(length: Length, lag: i64) -> (String, String) {
    let at = |name: &str| {
        if lag == 0 {
            format!("KDA_MILLISECONDS({name})")
        } else {
            format!("(KDA_MILLISECONDS({name}) + {lag})")
        }
    };
    let start = at("window_start");
    let result = if length.instant { start.clone() } else { at("window_end") };
    (start, result)
}

/// The window's key: a function of ROWTIME has one value in all of it, that of the first instant; so has a column, of its least.
fn window_value(
    scope: &Scope<'_>,
    key: &Expr,
    _input: &Node,
    first_instant: &str,
) -> Result<String, Box<Refusal>> {
    if reads_columns(key) {
        return Ok(format!("MIN({})", scope.item(key)?.value));
    }
    let at_start = Scope { rowtime: first_instant.to_owned(), ..scope.clone() };
    Ok(at_start.item(key)?.value)
}

fn reads_columns(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Column(_));
    expr.each_child(&mut |child| found |= reads_columns(child));
    found
}
