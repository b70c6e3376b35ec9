//! Plans by hand and runs of them, for tests that say exactly what they run.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "helpers of tests may fail loudly"
)]

pub mod programs;

use std::{collections::BTreeMap, sync::Arc};

use rillcut_record::{
    Batch, Column, DataType, Field, Fields, IntervalQualifier, IntervalUnit, Value, error_stream_fields,
};
use rillcut_sql::{
    Span,
    plan::{
        Aggregate, AggregateFunction, Analytic, AnalyticFunction, ArithmeticOp, CompareOp, Expr, ExprKind,
        Function, JoinKind, JoinWindow, Node, Operator, Plan, Pump, SlidingFrame, SlidingWindow, SortKey,
        Stream, StreamId, StreamKind, WindowEnd,
    },
};
use rillcut_stream::Application;

/// A row with its ROWTIME.
pub type Row = (i64, Vec<Value>);

/// Every stream's rows.
pub type Streams = BTreeMap<StreamId, Vec<Row>>;

pub const SECONDS: DataType =
    DataType::Interval(IntervalQualifier { from: IntervalUnit::Second, to: IntervalUnit::Second });

pub fn field(name: &str, data_type: DataType) -> Field {
    Field::new(name, data_type)
}

pub fn expr(kind: ExprKind, data_type: DataType) -> Expr {
    Expr { kind, data_type, span: Span::new(0, 1) }
}

pub fn column(column: usize, data_type: DataType) -> Expr {
    expr(ExprKind::Column(column), data_type)
}

pub fn rowtime() -> Expr {
    expr(ExprKind::Rowtime, DataType::Timestamp)
}

pub fn long(value: i64, data_type: DataType) -> Expr {
    expr(ExprKind::Literal(Value::Long(value)), data_type)
}

pub fn double(value: f64) -> Expr {
    expr(ExprKind::Literal(Value::Double(value)), DataType::Double)
}

pub fn text(value: &str) -> Expr {
    expr(ExprKind::Literal(Value::Text(value.to_owned())), DataType::TEXT)
}

pub fn null(data_type: DataType) -> Expr {
    expr(ExprKind::Literal(Value::Null), data_type)
}

pub fn boolean(value: bool) -> Expr {
    expr(ExprKind::Literal(Value::Boolean(value)), DataType::Boolean)
}

pub fn compare(op: CompareOp, left: Expr, right: Expr) -> Expr {
    expr(ExprKind::Compare { op, left: Box::new(left), right: Box::new(right) }, DataType::Boolean)
}

pub fn equal(left: Expr, right: Expr) -> Expr {
    compare(CompareOp::Equal, left, right)
}

pub fn arithmetic(op: ArithmeticOp, left: Expr, right: Expr, data_type: DataType) -> Expr {
    expr(ExprKind::Arithmetic { op, left: Box::new(left), right: Box::new(right) }, data_type)
}

pub fn cast(operand: Expr, data_type: DataType) -> Expr {
    expr(ExprKind::Cast(Box::new(operand)), data_type)
}

pub fn call(function: Function, arguments: Vec<Expr>, data_type: DataType) -> Expr {
    expr(ExprKind::Call { function, arguments }, data_type)
}

/// `STEP(ROWTIME BY INTERVAL 'ms' …)`.
pub fn step(milliseconds: i64) -> Expr {
    call(Function::Step, vec![rowtime(), long(milliseconds, SECONDS)], DataType::Timestamp)
}

pub fn every(milliseconds: i64) -> WindowEnd {
    WindowEnd::every(milliseconds)
}

pub fn node(operator: Operator, fields: Fields) -> Node {
    Node { operator, fields, span: Span::new(0, 1) }
}

pub fn filter(input: Node, predicate: Expr) -> Node {
    let fields = input.fields.clone();
    node(Operator::Filter { input: Box::new(input), predicate }, fields)
}

fn named(items: &[Expr]) -> Fields {
    items.iter().enumerate().map(|(i, item)| Field::new(format!("C{i}"), item.data_type)).collect()
}

pub fn project(input: Node, items: Vec<Expr>) -> Node {
    let fields = named(&items);
    node(Operator::Project { input: Box::new(input), items, rowtime: None }, fields)
}

pub fn retime(input: Node, items: Vec<Expr>, rowtime: Expr) -> Node {
    let fields = named(&items);
    node(Operator::Project { input: Box::new(input), items, rowtime: Some(rowtime) }, fields)
}

pub fn aggregate(function: AggregateFunction, argument: Option<Expr>, data_type: DataType) -> Aggregate {
    Aggregate { function, argument, data_type, span: Span::new(0, 1) }
}

pub fn count() -> Aggregate {
    aggregate(AggregateFunction::CountRows, None, DataType::BigInt)
}

pub fn tumble(
    input: Node,
    keys: Vec<Expr>,
    window_key: usize,
    end: WindowEnd,
    aggregates: Vec<Aggregate>,
) -> Node {
    let mut fields = named(&keys);
    fields.extend(
        aggregates.iter().enumerate().map(|(i, aggregate)| Field::new(format!("A{i}"), aggregate.data_type)),
    );
    node(Operator::Tumble { input: Box::new(input), keys, window_key, end, aggregates }, fields)
}

pub fn distinct(input: Node, window_column: usize, end: WindowEnd) -> Node {
    let fields = input.fields.clone();
    node(Operator::Distinct { input: Box::new(input), window_column, end }, fields)
}

/// A function over the rows of `window`, which [`slide`] numbers.
pub fn analytic(
    function: AnalyticFunction,
    argument: Option<Expr>,
    data_type: DataType,
    window: usize,
) -> Analytic {
    Analytic { function, window, argument, default: None, data_type, span: Span::new(0, 1) }
}

pub fn window(partition: Vec<Expr>, frame: SlidingFrame) -> SlidingWindow {
    SlidingWindow { partition, frame }
}

pub fn slide(input: Node, windows: Vec<SlidingWindow>, functions: Vec<Analytic>) -> Node {
    let mut fields = input.fields.clone();
    fields.extend(
        functions.iter().enumerate().map(|(i, function)| Field::new(format!("F{i}"), function.data_type)),
    );
    node(Operator::Slide { input: Box::new(input), windows, functions }, fields)
}

pub fn sort(input: Node, keys: Vec<(Expr, bool)>, end: WindowEnd) -> Node {
    let fields = input.fields.clone();
    let keys = keys
        .into_iter()
        .map(|(expr, descending)| SortKey { expr, descending, nulls_first: descending })
        .collect();
    node(Operator::Sort { input: Box::new(input), keys, end }, fields)
}

pub fn stagger(input: Node, keys: Vec<Expr>, milliseconds: i64, aggregates: Vec<Aggregate>) -> Node {
    let mut fields = named(&keys);
    fields.extend(
        aggregates.iter().enumerate().map(|(i, aggregate)| Field::new(format!("A{i}"), aggregate.data_type)),
    );
    node(Operator::Stagger { input: Box::new(input), keys, milliseconds, aggregates }, fields)
}

pub fn reorder(input: Node, time: Expr, keys: Vec<(Expr, bool)>, milliseconds: i64) -> Node {
    let fields = input.fields.clone();
    let keys = keys
        .into_iter()
        .map(|(expr, descending)| SortKey { expr, descending, nulls_first: descending })
        .collect();
    node(Operator::Reorder { input: Box::new(input), time, keys, milliseconds }, fields)
}

pub fn join(
    left: Node,
    right: Node,
    kind: JoinKind,
    windows: (JoinWindow, JoinWindow),
    condition: Option<Expr>,
) -> Node {
    let mut fields = left.fields.clone();
    fields.extend(right.fields.clone());
    fields.push(field("L", DataType::Timestamp));
    fields.push(field("R", DataType::Timestamp));
    let (left_window, right_window) = windows;
    let operator = Operator::Join {
        left: Box::new(left),
        right: Box::new(right),
        kind,
        left_window,
        right_window,
        condition,
    };
    node(operator, fields)
}

pub fn union(inputs: Vec<Node>) -> Node {
    let fields = inputs[0].fields.clone();
    node(Operator::Union(inputs), fields)
}

/// A program in the making; streams are created by the pumps that fill them.
pub struct Program {
    source: Fields,
    streams: Vec<Stream>,
    pumps: Vec<Pump>,
}

impl Program {
    /// A source with these columns and APPROXIMATE_ARRIVAL_TIME.
    pub fn new(source: &[(&str, DataType)]) -> Self {
        let mut fields: Fields = source.iter().map(|(name, data_type)| field(name, *data_type)).collect();
        fields.push(field("APPROXIMATE_ARRIVAL_TIME", DataType::Timestamp));
        let stream = Stream {
            name: "SOURCE_SQL_STREAM_001".to_owned(),
            kind: StreamKind::Source,
            fields: fields.clone(),
            span: None,
        };
        Self { source: fields, streams: vec![stream], pumps: Vec::new() }
    }

    pub fn scan(&self, stream: StreamId) -> Node {
        node(Operator::Scan { stream }, self.streams[stream.0].fields.clone())
    }

    pub fn source(&self) -> Node {
        self.scan(StreamId(0))
    }

    /// A stream without a pump.
    pub fn stream(&mut self, fields: Fields) -> StreamId {
        let id = StreamId(self.streams.len());
        self.streams.push(Stream {
            name: format!("S{}", id.0),
            kind: StreamKind::Application,
            fields,
            span: Some(Span::new(0, 1)),
        });
        id
    }

    /// A pump into a stream.
    pub fn pump(&mut self, target: StreamId, root: Node) {
        self.pumps.push(Pump {
            name: format!("P{}", self.pumps.len()),
            target,
            started: true,
            root,
            span: Span::new(0, 1),
        });
    }

    /// A pump into a stream of its own.
    pub fn output(&mut self, root: Node) -> StreamId {
        let id = self.stream(root.fields.clone());
        self.pump(id, root);
        id
    }

    pub fn source_fields(&self) -> &Fields {
        &self.source
    }

    pub fn plan(mut self) -> Plan {
        self.streams.push(Stream {
            name: "error_stream".to_owned(),
            kind: StreamKind::Error,
            fields: error_stream_fields(),
            span: None,
        });
        Plan { streams: self.streams, pumps: self.pumps, references: Vec::new() }
    }
}

/// Rows as a batch of a stream; the last column, when missing, is the row's own time.
pub fn batch(fields: &[Field], rows: &[Row], bound: i64) -> Batch {
    let mut columns: Vec<Column> = fields.iter().map(|field| Column::new(field.data_type)).collect();
    for (time, values) in rows {
        for (index, column) in columns.iter_mut().enumerate() {
            column.push(values.get(index).unwrap_or(&Value::Long(*time)));
        }
    }
    Batch {
        rowtimes: rows.iter().map(|(time, _)| *time).collect(),
        columns: columns.into_iter().map(Arc::new).collect(),
        bound,
    }
}

/// Collects rows by stream.
pub fn collect(into: &mut Streams) -> impl FnMut(StreamId, &Batch) {
    |stream, batch: &Batch| {
        let rows = into.entry(stream).or_default();
        for row in 0..batch.len() {
            rows.push((batch.rowtimes[row], batch.row(row)));
        }
    }
}

/// Runs a plan over batches of the source, then the flush.
pub fn run(plan: &Plan, batches: Vec<Batch>) -> Streams {
    run_with(plan, Vec::new(), batches)
}

/// The same with reference data.
pub fn run_with(plan: &Plan, tables: Vec<Batch>, batches: Vec<Batch>) -> Streams {
    let mut streams = Streams::new();
    let tables = tables.into_iter().map(Arc::new).collect();
    let mut application = Application::with_references(plan.clone(), 7, tables).unwrap();
    for batch in batches {
        application.push(batch, &mut collect(&mut streams)).unwrap();
    }
    application.finish(&mut collect(&mut streams));
    streams
}

/// Runs a plan over source rows at once.
pub fn run_rows(plan: &Plan, rows: &[Row]) -> Streams {
    let fields = &plan.streams[0].fields;
    let bound = rows.last().map_or(0, |(time, _)| *time);
    run(plan, vec![batch(fields, rows, bound)])
}

/// The rows of a stream, none when nothing came.
pub fn rows(streams: &Streams, stream: StreamId) -> Vec<Row> {
    streams.get(&stream).cloned().unwrap_or_default()
}

/// The value of an expression for one source row, or the code of the error it makes.
pub fn evaluate(source: &[(&str, DataType)], row: &[Value], item: Expr) -> Result<Value, String> {
    let mut program = Program::new(source);
    let scan = program.source();
    let output = program.output(project(scan, vec![item]));
    let plan = program.plan();
    let error_stream = plan.error_stream();
    let streams = run_rows(&plan, &[(1000, row.to_vec())]);
    match (rows(&streams, output).first(), rows(&streams, error_stream).first()) {
        (Some((_, values)), None) => Ok(values[0].clone()),
        (None, Some((_, values))) => match &values[2] {
            Value::Text(code) => Err(code.clone()),
            other => panic!("{other:?}"),
        },
        both => panic!("{both:?}"),
    }
}
