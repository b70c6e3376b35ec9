//! Operators that are functions of the job: forests, sliding and stagger windows, ORDER BY, rows put in order.
//!
//! The function's input is a view whose columns the specification numbers; its output has columns c0, c1, …, which a view gives their names.

use rillcut_record::{DataType, Field};
use rillcut_sql::{
    Span,
    plan::{
        Aggregate, Analytic, AnalyticFunction, Expr, ExprKind, ForestOptions, Node, SlidingFrame,
        SlidingWindow, SortKey, WindowEnd,
    },
};

use crate::{
    aggregate,
    expression::groupable,
    node::{Target, Writer, renamed},
    refusal::{self, Refusal, refuse},
    relation::{Relation, letters},
};

/// A call of a function of the job.
struct Call<'c> {
    function: &'c str,
    specification: String,
    /// Columns of the input to partition by; none for one state for all rows.
    partition: Vec<String>,
    /// Types of the columns that the function gives.
    outputs: Vec<Field>,
    /// Which of them become the node's columns.
    given: Vec<usize>,
    may_fail: bool,
}

impl Writer<'_> {
    fn call(
        &mut self,
        target: Target<'_>,
        input: &Relation,
        call: &Call<'_>,
        columns: Vec<String>,
        fields: Vec<Field>,
        span: Span,
    ) -> Result<Relation, Box<Refusal>> {
        let order = if input.ordered { " ordered" } else { "" };
        let specification = format!(
            "in={} out={}{order} {}",
            input.columns.len(),
            letters(&call.outputs, span)?,
            call.specification
        );
        // Flink 2.3 fails on several columns here; then one subtask has the state of all keys, which the function tells apart itself.
        let partition = match call.partition.as_slice() {
            [column] => format!(" PARTITION BY {column}"),
            _ => String::new(),
        };
        let uid = self.uid();
        let called = format!(
            "{}(input => TABLE {}{partition}, spec => '{}', on_time => DESCRIPTOR(`$time`), uid => '{uid}')",
            call.function,
            input.view,
            specification.trim()
        );
        let order = if self.ordered { ", `$order`" } else { "" };
        let items: Vec<String> =
            call.given.iter().zip(&columns).map(|(at, name)| renamed(&format!("c{at}"), name)).collect();
        let (from, error) = if call.may_fail {
            (self.view(None, &format!("SELECT * FROM {called}")), "\nWHERE `$error` IS NULL")
        } else {
            (called, "")
        };
        if call.may_fail {
            let select = format!(
                "SELECT `$rowtime`, `$error` AS `$fault`, `$rowtime` AS `$data_rowtime`, CAST(NULL AS STRING) AS `$data`, {} AS `$pump` FROM {from} WHERE `$error` IS NOT NULL",
                crate::names::text(&self.pump.1)
            );
            self.faults.push(select);
        }
        let select = format!(
            "SELECT {},\n       `$rowtime`, `rowtime` AS `$time`{order}\nFROM {from}{error}",
            items.join(", ")
        );
        let view = self.view(target, &select);
        Ok(Relation { view, columns, fields, lag: 0, ordered: self.ordered })
    }

    pub(crate) fn forest(
        &mut self,
        node: &Node,
        target: Target<'_>,
        input: &Relation,
        columns: &[usize],
        options: ForestOptions,
    ) -> Result<Relation, Box<Refusal>> {
        let names: Vec<String> = columns
            .iter()
            .filter_map(|column| input.fields.get(*column))
            .map(|field| field.name.bytes().map(|byte| format!("{byte:02x}")).collect())
            .collect();
        let numbers: Vec<String> = columns.iter().map(ToString::to_string).collect();
        let explain = match options.explanation {
            None => "none",
            Some(false) => "short",
            Some(true) => "long",
        };
        // The seed of this operator, as the engine makes it.
        let seed = mix(self.pump.2, self.operators as u64);
        let specification = format!(
            "columns={} trees={} sample={} decay={} shingle={} seed={seed} explain={explain} names={}",
            numbers.join(","),
            options.trees,
            options.sample,
            options.time_decay,
            options.shingle,
            names.join(",")
        );
        let call = &Call {
            function: "RANDOM_CUT_FOREST",
            specification,
            partition: Vec::new(),
            outputs: node.fields.clone(),
            given: (0..node.fields.len()).collect(),
            may_fail: true,
        };
        let columns = Self::columns_of(node, target);
        self.call(target, input, call, columns, node.fields.clone(), node.span)
    }

    pub(crate) fn slide(
        &mut self,
        node: &Node,
        target: Target<'_>,
        input: &Relation,
        windows: &[SlidingWindow],
        functions: &[Analytic],
    ) -> Result<Relation, Box<Refusal>> {
        let base = input.columns.len();
        let mut exprs: Vec<&Expr> = Vec::new();
        let mut words = Vec::new();
        for window in windows {
            let keys: Vec<String> =
                window.partition.iter().map(|expr| place(expr, base, &mut exprs).to_string()).collect();
            let frame = match window.frame {
                SlidingFrame::Range { milliseconds } => format!("RANGE:{milliseconds}"),
                SlidingFrame::Rows { preceding } => format!("ROWS:{preceding}"),
                SlidingFrame::Unbounded => "UNBOUNDED:0".to_owned(),
            };
            words.push(format!("window={frame}:{}", keys.join(",")));
        }
        for function in functions {
            let argument = function.argument.as_ref().map(|expr| place(expr, base, &mut exprs));
            let of = function.argument.as_ref().map_or(DataType::Null, |expr| expr.data_type);
            let default = function.default.as_ref().map(|expr| place(expr, base, &mut exprs));
            words.push(format!(
                "function={}/{}",
                function.window,
                specified(function, argument, of, default)
            ));
        }
        let partition = shared_partition(windows);
        let mut more = Vec::new();
        let mut partition_columns = Vec::new();
        let scope = self.scope(input);
        for (at, expr) in partition.iter().enumerate() {
            let value = groupable(&scope.item(expr)?.value, expr.data_type);
            more.push(format!("{value} AS `$p{at}`"));
            partition_columns.push(format!("`$p{at}`"));
        }
        let computed = if exprs.is_empty() && more.is_empty() {
            input.clone()
        } else {
            self.computed(input, &exprs, &more)?
        };
        let mut outputs = computed.fields.clone();
        outputs.extend(node.fields[base..].iter().cloned());
        let given = (0..base).chain(computed.columns.len()..outputs.len()).collect();
        let may_fail = functions.iter().any(may_overflow);
        let call = &Call {
            function: "KDA_OVER",
            specification: words.join(" "),
            partition: partition_columns,
            outputs,
            given,
            may_fail,
        };
        let columns = Self::columns_of(node, target);
        self.call(target, &computed, call, columns, node.fields.clone(), node.span)
    }

    pub(crate) fn stagger(
        &mut self,
        node: &Node,
        target: Target<'_>,
        input: &Relation,
        keys: &[Expr],
        milliseconds: i64,
        aggregates: &[Aggregate],
    ) -> Result<Relation, Box<Refusal>> {
        let base = input.columns.len();
        let exprs: Vec<&Expr> = keys
            .iter()
            .chain(aggregates.iter().filter_map(|aggregate| aggregate.argument.as_ref()))
            .collect();
        let scope = self.scope(input);
        let mut more = Vec::new();
        let mut partition = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            let value = groupable(&scope.item(key)?.value, key.data_type);
            more.push(format!("{value} AS `$p{at}`"));
            partition.push(format!("`$p{at}`"));
        }
        let computed = self.computed(input, &exprs, &more)?;
        let numbers: Vec<String> = (0..keys.len()).map(|at| (base + at).to_string()).collect();
        let mut words = vec![format!("keys={} length={milliseconds}", numbers.join(","))];
        let mut next = base + keys.len();
        for aggregate in aggregates {
            let argument = aggregate.argument.as_ref().map(|_| {
                next += 1;
                next - 1
            });
            let of = aggregate.argument.as_ref().map_or(DataType::Null, |argument| argument.data_type);
            let said = aggregate::specified(aggregate.function, argument, of, aggregate.data_type);
            words.push(format!("aggregate={said}"));
        }
        let call = &Call {
            function: "KDA_STAGGER",
            specification: words.join(" "),
            partition,
            outputs: node.fields.clone(),
            given: (0..node.fields.len()).collect(),
            may_fail: true,
        };
        let columns = Self::columns_of(node, target);
        self.call(target, &computed, call, columns, node.fields.clone(), node.span)
    }

    pub(crate) fn sort(
        &mut self,
        node: &Node,
        target: Target<'_>,
        input: &Relation,
        keys: &[SortKey],
        end: WindowEnd,
    ) -> Result<Relation, Box<Refusal>> {
        let (length, offset) = match end {
            WindowEnd::Every { milliseconds, offset } => (milliseconds, offset),
            WindowEnd::Instant => (0, 0),
            WindowEnd::Calendar(_) | WindowEnd::Change => {
                return Err(refuse(
                    refusal::WINDOW,
                    node.span,
                    format!(
                        "ORDER BY of pump \"{}\" begins with a time that Flink's windows do not have",
                        self.pump.1
                    ),
                    "begin with ROWTIME, FLOOR(ROWTIME TO …) or STEP(ROWTIME BY …) of up to days",
                ));
            }
        };
        let base = input.columns.len();
        let exprs: Vec<&Expr> = keys.iter().map(|key| &key.expr).collect();
        let computed = self.computed(input, &exprs, &[])?;
        let mut words = vec![format!("length={length} offset={offset} columns={base}")];
        for (at, key) in keys.iter().enumerate() {
            let direction = if key.descending { "desc" } else { "asc" };
            let nulls = if key.nulls_first { "first" } else { "last" };
            words.push(format!("key={}:{direction}:{nulls}", base + at));
        }
        let call = &Call {
            function: "KDA_SORT",
            specification: words.join(" "),
            partition: Vec::new(),
            outputs: node.fields.clone(),
            given: (0..base).collect(),
            may_fail: false,
        };
        let columns = Self::columns_of(node, target);
        self.call(target, &computed, call, columns, node.fields.clone(), node.span)
    }

    /// A view's rows at their own ROWTIME and in their order.
    pub(crate) fn in_order(&mut self, input: Relation) -> Result<Relation, Box<Refusal>> {
        if input.lag == 0 {
            return Ok(input);
        }
        self.reordered(&input, None, input.columns.clone(), input.fields.clone())
    }

    /// A view whose rows come at other times than their ROWTIME, put right.
    pub(crate) fn reordered(
        &mut self,
        input: &Relation,
        target: Target<'_>,
        columns: Vec<String>,
        fields: Vec<Field>,
    ) -> Result<Relation, Box<Refusal>> {
        let call = &Call {
            function: "KDA_IN_ORDER",
            specification: String::new(),
            partition: Vec::new(),
            outputs: fields.clone(),
            given: (0..fields.len()).collect(),
            may_fail: false,
        };
        self.call(target, input, call, columns, fields, Span::default())
    }
}

/// The input's column of an expression: its own, or one that is computed behind the others.
fn place<'e>(expr: &'e Expr, base: usize, exprs: &mut Vec<&'e Expr>) -> usize {
    if let ExprKind::Column(column) = expr.kind {
        return column;
    }
    exprs.push(expr);
    base + exprs.len() - 1
}

/// The PARTITION BY that all windows have.
fn shared_partition(windows: &[SlidingWindow]) -> &[Expr] {
    match windows {
        [first, others @ ..] if others.iter().all(|window| window.partition == first.partition) => {
            &first.partition
        }
        _ => &[],
    }
}

fn may_overflow(function: &Analytic) -> bool {
    use rillcut_sql::plan::AggregateFunction as F;
    matches!(
        function.function,
        AnalyticFunction::Aggregate(F::Sum | F::Avg | F::StddevPop | F::StddevSamp | F::VarPop | F::VarSamp)
    )
}

fn specified(function: &Analytic, argument: Option<usize>, of: DataType, default: Option<usize>) -> String {
    let at = argument.map_or(-1, |at| at as i64);
    let ignoring = |ignore: bool| if ignore { "ignoring" } else { "respecting" };
    match function.function {
        AnalyticFunction::Aggregate(name) => aggregate::specified(name, argument, of, function.data_type),
        AnalyticFunction::Nth { position, from_last, ignore_nulls } => {
            let end = if from_last { "last" } else { "first" };
            format!("NTH:{at}:{position}:{end}:{}", ignoring(ignore_nulls))
        }
        AnalyticFunction::Lag { rows, ignore_nulls } => {
            let otherwise = default.map_or(-1, |at| at as i64);
            format!("LAG:{at}:{rows}:{otherwise}:{}", ignoring(ignore_nulls))
        }
        AnalyticFunction::ExpAvg { half_life } => format!("EXP_AVG:{at}:{half_life}"),
    }
}

/// A seed for a place, from that of the whole, as the engine makes it (`stream::pump`).
pub(crate) fn mix(seed: u64, place: u64) -> u64 {
    let mut z = seed.wrapping_add((place + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
