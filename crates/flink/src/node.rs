//! Operators one by one: each becomes a view.

use rillcut_record::Field;
use rillcut_sql::{
    Span,
    plan::{Expr, ExprKind, Node, Operator, Plan},
};

use crate::{
    expression::{Scope, holding, undecided},
    faults::first,
    names,
    refusal::{self, Refusal, refuse},
    relation::{Relation, column_names, hidden},
    views::{self, View},
};

/// Writes the views of a program.
#[derive(Debug)]
pub(crate) struct Writer<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) program: &'a str,
    /// Whether views have `$order`.
    pub(crate) ordered: bool,
    /// The views of streams, as far as they are written.
    pub(crate) streams: Vec<Option<Relation>>,
    /// The views in order; each reads only those before it.
    pub(crate) views: Vec<View>,
    /// SELECTs of failing rows: `$rowtime`, `$fault`, `$data_rowtime`, `$data`, `$pump`.
    pub(crate) faults: Vec<String>,
    /// Sentences on what means something else by choice.
    pub(crate) notes: Vec<String>,
    /// The pump at hand: its position, its name, the seed of its forests.
    pub(crate) pump: (usize, String, u64),
    /// Operators of the pump so far, as the engine counts them for seeds.
    pub(crate) operators: usize,
    /// Views of the pump so far.
    named: usize,
    uids: usize,
}

/// Where a view goes: a stream's own, or one of the pump's.
pub(crate) type Target<'t> = Option<&'t Place>;

/// A stream that a pump alone fills.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) view: String,
    pub(crate) fields: Vec<Field>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(plan: &'a Plan, program: &'a str, ordered: bool) -> Self {
        Self {
            plan,
            program,
            ordered,
            streams: vec![None; plan.streams.len()],
            views: Vec::new(),
            faults: Vec::new(),
            notes: Vec::new(),
            pump: (0, String::new(), 0),
            operators: 0,
            named: 0,
            uids: 0,
        }
    }

    /// A pump begins.
    pub(crate) fn begin(&mut self, position: usize, name: &str, seed: u64) {
        self.pump = (position, name.to_owned(), seed);
        self.operators = 0;
        self.named = 0;
    }

    /// A view of a node's columns.
    pub(crate) fn node(&mut self, node: &Node, target: Target<'_>) -> Result<Relation, Box<Refusal>> {
        let relation = self.operator(node, target)?;
        self.operators += 1;
        Ok(relation)
    }

    fn operator(&mut self, node: &Node, target: Target<'_>) -> Result<Relation, Box<Refusal>> {
        let span = node.span;
        match &node.operator {
            Operator::Scan { stream } => {
                let relation = self.streams.get(stream.0).cloned().flatten();
                let relation = relation.ok_or_else(|| {
                    refuse(refusal::OPERATOR, span, "this stream cannot be read", "read another stream")
                })?;
                Ok(relation)
            }
            Operator::Filter { input, predicate } => {
                let input = self.node(input, None)?;
                let sql = self.scope(&input).sql(predicate)?;
                if let Some(fault) = &sql.fault {
                    self.fault(&input, fault);
                }
                let of_source = self.streams[0].as_ref().is_some_and(|source| source.view == input.view);
                let condition = if of_source && undecided(predicate) {
                    sql.value
                } else {
                    holding(&sql.value, "`$rowtime`")
                };
                let condition = format!(" WHERE {condition}");
                let everything = input.columns.clone();
                Ok(self.select(node, target, &input, &everything, &condition))
            }
            Operator::Project { input, items, rowtime } => {
                if let Some(rowtime) = rowtime
                    && !matches!(rowtime.kind, ExprKind::Rowtime | ExprKind::Now)
                {
                    let hint = "Flink's watermarks follow the source's time; group or filter by the other time as a column instead";
                    return Err(refuse(
                        refusal::OPERATOR,
                        rowtime.span,
                        "AS ROWTIME with another time is not exported to Flink",
                        hint,
                    ));
                }
                let input = self.node(input, None)?;
                self.project(node, target, &input, items)
            }
            Operator::Tumble { input, keys, window_key, end, aggregates } => {
                let input_node = input;
                let input = self.node(input, None)?;
                self.tumble(node, target, (&input, input_node), (keys, *window_key, *end), aggregates)
            }
            Operator::Distinct { input, window_column, end } => {
                let input_node = input;
                let input = self.node(input, None)?;
                let keys: Vec<Expr> = (input.fields.iter().enumerate())
                    .map(|(at, field)| Expr { kind: ExprKind::Column(at), data_type: field.data_type, span })
                    .collect();
                self.tumble(node, target, (&input, input_node), (&keys, *window_column, *end), &[])
            }
            Operator::Slide { input, windows, functions } => {
                let input = self.node(input, None)?;
                self.slide(node, target, &input, windows, functions)
            }
            Operator::Stagger { input, keys, milliseconds, aggregates } => {
                let input = self.node(input, None)?;
                self.stagger(node, target, &input, keys, *milliseconds, aggregates)
            }
            Operator::Sort { input, keys, end } => {
                let input = self.node(input, None)?;
                self.sort(node, target, &input, keys, *end)
            }
            Operator::RandomCutForest { input, columns, options } => {
                let input = self.node(input, None)?;
                self.forest(node, target, &input, columns, *options)
            }
            Operator::Join { left, right, kind, left_window, right_window, condition } => {
                let left = self.node(left, None)?;
                let right = self.node(right, None)?;
                let windows = (*left_window, *right_window);
                self.join(node, target, (&left, &right), *kind, windows, condition.as_ref())
            }
            Operator::Lookup { input, table, table_first, keep, condition } => {
                let input = self.node(input, None)?;
                let kind = (*table_first, *keep);
                self.lookup(node, target, &input, *table, kind, condition.as_ref())
            }
            Operator::TopItems { input, most, milliseconds } => {
                let input = self.node(input, None)?;
                self.top_items(node, target, &input, *most, *milliseconds)
            }
            Operator::CountItems { input, column, milliseconds } => {
                let input = self.node(input, None)?;
                Ok(self.count_items(node, target, &input, *column, *milliseconds))
            }
            Operator::Union(inputs) => {
                let inputs =
                    inputs.iter().map(|input| self.node(input, None)).collect::<Result<Vec<_>, _>>()?;
                self.union(&node.fields, target, inputs)
            }
            Operator::Hotspots { .. } => Err(self.nothing_like("HOTSPOTS", span)),
            Operator::GroupRank { .. } => Err(self.nothing_like("GROUP_RANK", span)),
            Operator::Values { .. } => Err(self.nothing_like("VALUES", span)),
            Operator::Reorder { .. } => Err(self.nothing_like("ORDER BY … WITHIN", span)),
        }
    }

    fn nothing_like(&self, what: &str, span: Span) -> Box<Refusal> {
        refuse(
            refusal::OPERATOR,
            span,
            format!(
                "{what} of pump \"{}\" is not exported: Flink has nothing that does the same",
                self.pump.1
            ),
            "leave the pump out of what is exported, and run it in the lab",
        )
    }

    /// What expressions over a view are written with.
    pub(crate) fn scope(&self, input: &Relation) -> Scope<'a> {
        Scope { program: self.program, columns: input.columns.clone(), rowtime: "`$rowtime`".to_owned() }
    }

    /// Names of a view's columns: a stream's own, or the node's.
    pub(crate) fn columns_of(node: &Node, target: Target<'_>) -> Vec<String> {
        column_names(target.map_or(&node.fields, |place| &place.fields))
    }

    /// A view; gives what stands for it in the text of others.
    pub(crate) fn view(&mut self, target: Target<'_>, select: &str) -> String {
        let name = if let Some(place) = target {
            place.view.clone()
        } else {
            self.named += 1;
            format!("{}.{}", self.pump.1, self.named)
        };
        self.define(name, select)
    }

    /// A view of that name.
    pub(crate) fn define(&mut self, name: String, select: &str) -> String {
        self.views.push(View { name, select: select.to_owned(), comment: None });
        views::reference(self.views.len() - 1)
    }

    /// An identifier for the state of a function.
    pub(crate) fn uid(&mut self) -> String {
        self.uids += 1;
        format!("p{}_{}", self.pump.0, self.uids)
    }

    /// Rows of a view that fail go to the side output.
    pub(crate) fn fault(&mut self, input: &Relation, fault: &str) {
        let members: Vec<String> = input
            .fields
            .iter()
            .zip(&input.columns)
            .map(|(field, column)| format!("KEY {} VALUE {column}", names::text(&field.name)))
            .collect();
        let select = format!(
            "SELECT `$rowtime`, {fault} AS `$fault`, `$rowtime` AS `$data_rowtime`, JSON_OBJECT({}) AS `$data`, {} AS `$pump` FROM {} WHERE {}",
            members.join(", "),
            names::text(&self.pump.1),
            input.view,
            holding(&format!("{fault} IS NOT NULL"), "`$rowtime`")
        );
        self.faults.push(select);
    }

    /// A view of values over a view that keeps its time.
    pub(crate) fn select(
        &mut self,
        node: &Node,
        target: Target<'_>,
        input: &Relation,
        values: &[String],
        rest: &str,
    ) -> Relation {
        let columns = Self::columns_of(node, target);
        let items: Vec<String> =
            values.iter().zip(&columns).map(|(value, name)| renamed(value, name)).collect();
        let select =
            format!("SELECT {},\n       {}\nFROM {}{rest}", items.join(", "), input.hidden(), input.view);
        let view = self.view(target, &select);
        Relation { view, columns, fields: node.fields.clone(), lag: input.lag, ordered: input.ordered }
    }

    fn project(
        &mut self,
        node: &Node,
        target: Target<'_>,
        input: &Relation,
        items: &[Expr],
    ) -> Result<Relation, Box<Refusal>> {
        let scope = self.scope(input);
        let mut values = Vec::new();
        let mut faults = Vec::new();
        // What a column does not take is seen when all of them have a value.
        let mut missing = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let sql = scope.item(item)?;
            faults.push(sql.fault);
            if let Some(field) = target.and_then(|place| place.fields.get(at))
                && !field.nullable
            {
                let message = format!("NULL for the NOT NULL column \"{}\"", field.name);
                let message = scope.fault("STR0106", &message, item.span);
                missing.push(Some(format!("CASE WHEN {} IS NULL THEN {message} END", sql.value)));
            }
            values.push(sql.value);
        }
        faults.append(&mut missing);
        let fault = first(faults);
        let rest = match &fault {
            Some(fault) => {
                self.fault(input, fault);
                format!("\nWHERE {}", without(fault))
            }
            None => String::new(),
        };
        Ok(self.select(node, target, input, &values, &rest))
    }

    /// The input with values as columns `$x0`, … behind its own; rows for which one fails go to the side output.
    pub(crate) fn computed(
        &mut self,
        input: &Relation,
        exprs: &[&Expr],
        more: &[String],
    ) -> Result<Relation, Box<Refusal>> {
        let scope = self.scope(input);
        let sqls = exprs.iter().map(|expr| scope.item(expr)).collect::<Result<Vec<_>, _>>()?;
        let fault = first(sqls.iter().map(|sql| sql.fault.clone()));
        let mut columns = input.columns.clone();
        let mut fields = input.fields.clone();
        let mut items = columns.clone();
        for (at, (sql, expr)) in sqls.iter().zip(exprs).enumerate() {
            let name = format!("`$x{at}`");
            items.push(format!("{} AS {name}", sql.value));
            columns.push(name);
            fields.push(Field::new(format!("$x{at}"), expr.data_type));
        }
        let rest = match &fault {
            Some(fault) => {
                self.fault(input, fault);
                format!("\nWHERE {}", without(fault))
            }
            None => String::new(),
        };
        let more: String = more.iter().map(|item| format!(", {item}")).collect();
        let select = format!(
            "SELECT {},\n       {}{more}\nFROM {}{rest}",
            items.join(", "),
            input.hidden(),
            input.view
        );
        let view = self.view(None, &select);
        Ok(Relation { view, columns, fields, lag: input.lag, ordered: input.ordered })
    }

    /// Several inputs as one, merged by ROWTIME; at equal times the earlier input first.
    pub(crate) fn union(
        &mut self,
        fields: &[Field],
        target: Target<'_>,
        inputs: Vec<Relation>,
    ) -> Result<Relation, Box<Refusal>> {
        let lag = inputs.first().map_or(0, |input| input.lag);
        let same = inputs.iter().all(|input| input.lag == lag);
        let mut selects = Vec::new();
        for (at, input) in inputs.into_iter().enumerate() {
            let input = if same { input } else { self.in_order(input)? };
            let order =
                if self.ordered { format!(", '{at:02}' || `$order` AS `$order`") } else { String::new() };
            let columns = input.columns.join(", ");
            selects.push(format!("SELECT {columns}, `$rowtime`, `$time`{order} FROM {}", input.view));
        }
        let columns = column_names(target.map_or(fields, |place| &place.fields));
        let select = format!(
            "SELECT * FROM (\n{}\n) AS u({}, {})",
            selects.join("\nUNION ALL\n"),
            columns.join(", "),
            hidden(self.ordered)
        );
        let view = self.view(target, &select);
        let lag = if same { lag } else { 0 };
        Ok(Relation { view, columns, fields: fields.to_vec(), lag, ordered: self.ordered })
    }
}

/// The condition of rows without a fault.
pub(crate) fn without(fault: &str) -> String {
    holding(&format!("{fault} IS NULL"), "`$rowtime`")
}

/// A value under a name.
pub(crate) fn renamed(value: &str, name: &str) -> String {
    if value == name { name.to_owned() } else { format!("{value} AS {name}") }
}
