//! What comes out of every stream, error_stream included, depends on the rows alone: not on how they were cut into pushes, nor on
//! pushes that only advance the clock, nor on whether a copy of the application went on in its place.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod support;

use proptest::prelude::*;
use rillcut_record::{Batch, DataType, ErrorRow, ErrorRows, Field, Value};
use rillcut_sql::plan::{
    AggregateFunction, Analytic, AnalyticFunction, ArithmeticOp, CompareOp, Expr, ExprKind, ForestOptions,
    Function, HotspotOptions, JoinKind, JoinWindow, Node, Operator, Plan, RankOptions, Reference,
    ReferenceId, SlidingFrame, StreamId, WindowEnd,
};
use rillcut_stream::Application;
use support::*;

const INTEGER: DataType = DataType::Integer;
const TIMESTAMP: DataType = DataType::Timestamp;
const TEXT: DataType = DataType::TEXT;

/// `a / b` as INTEGER: fails where b is 0.
fn divide(a: Expr, b: Expr) -> Expr {
    arithmetic(ArithmeticOp::Divide, a, b, INTEGER)
}

fn forest(input: Node) -> Node {
    let mut fields = input.fields.clone();
    fields.push(Field::new("ANOMALY_SCORE", DataType::Double));
    fields.push(Field::new("ANOMALY_EXPLANATION", TEXT));
    let options =
        ForestOptions { trees: 5, sample: 10, time_decay: 100, shingle: 1, explanation: Some(true) };
    node(Operator::RandomCutForest { input: Box::new(input), columns: vec![0], options }, fields)
}

fn with(input: &Node, name: &str, data_type: DataType) -> Vec<Field> {
    input.fields.iter().cloned().chain([Field::new(name, data_type)]).collect()
}

fn hotspots(input: Node) -> Node {
    let fields = with(&input, "HOTSPOTS_RESULT", TEXT);
    let options = HotspotOptions { window: 20, radius: 1.0, minimum: 3 };
    node(Operator::Hotspots { input: Box::new(input), columns: vec![0, 1], options }, fields)
}

fn top_items(input: Node, most: u32, milliseconds: i64) -> Node {
    let fields = vec![Field::new("ITEM", TEXT), Field::new("ITEM_COUNT", DataType::BigInt)];
    node(Operator::TopItems { input: Box::new(input), most, milliseconds }, fields)
}

fn count_items(input: Node, column: usize, milliseconds: i64) -> Node {
    let fields = vec![Field::new("NUMBER_OF_DISTINCT_ITEMS", DataType::BigInt)];
    node(Operator::CountItems { input: Box::new(input), column, milliseconds }, fields)
}

fn rank(input: Node, options: RankOptions) -> Node {
    let fields = with(&input, "groupRank", INTEGER);
    node(Operator::GroupRank { input: Box::new(input), column: 0, options }, fields)
}

/// One function of each kind over the four windows of [`everything`].
fn sliding_functions() -> Vec<Analytic> {
    use AggregateFunction as F;
    let value = || Some(column(0, INTEGER));
    let double = || Some(cast(column(0, INTEGER), DataType::Double));
    let over = |function, argument, data_type, window| {
        analytic(AnalyticFunction::Aggregate(function), argument, data_type, window)
    };
    let large = arithmetic(ArithmeticOp::Multiply, column(0, INTEGER), long(30, INTEGER), INTEGER);
    let nth = AnalyticFunction::Nth { position: 2, from_last: false, ignore_nulls: true };
    let lag = AnalyticFunction::Lag { rows: 1, ignore_nulls: false };
    let mut functions = vec![
        over(F::CountRows, None, DataType::BigInt, 0),
        over(F::Sum, Some(cast(large, DataType::TinyInt)), DataType::TinyInt, 0),
        over(F::Avg, double(), DataType::Double, 0),
        over(F::Max, Some(column(2, TEXT)), TEXT, 1),
        over(F::StddevPop, double(), DataType::Double, 1),
        over(F::Min, value(), INTEGER, 3),
        over(F::VarSamp, value(), DataType::Double, 2),
        analytic(nth, value(), INTEGER, 0),
        analytic(lag, value(), INTEGER, 1),
        analytic(AnalyticFunction::ExpAvg { half_life: 5 }, double(), DataType::Double, 0),
    ];
    functions[8].default = Some(divide(long(100, INTEGER), column(1, INTEGER)));
    functions
}

/// A program in which every operator has a pump, and nearly every pump rows that fail. Source: V, W INTEGER, K VARCHAR, E TIMESTAMP.
#[expect(clippy::too_many_lines, reason = "a list of pumps")]
fn everything() -> Plan {
    let mut program = Program::new(&[("V", INTEGER), ("W", INTEGER), ("K", TEXT), ("E", TIMESTAMP)]);
    let value = || column(0, INTEGER);
    let weight = || column(1, INTEGER);
    let ratio = || divide(value(), weight());
    let positive = compare(CompareOp::Greater, ratio(), long(0, INTEGER));

    // Filter and project both fail, for different rows of one instant.
    let scan = program.source();
    let filtered = filter(scan, positive);
    let base = program.output(project(
        filtered,
        vec![
            divide(weight(), arithmetic(ArithmeticOp::Subtract, value(), long(3, INTEGER), INTEGER)),
            column(2, TEXT),
        ],
    ));
    // Tumble: failing argument, failing key, failing sum.
    let large = arithmetic(ArithmeticOp::Multiply, value(), long(30, INTEGER), INTEGER);
    let sum = aggregate(AggregateFunction::Sum, Some(cast(large, DataType::TinyInt)), DataType::TinyInt);
    let scan = program.source();
    let counts = program.output(tumble(scan, vec![ratio(), step(10)], 1, every(10), vec![count(), sum]));
    // The same with a monotonic key that fails for every row, where the argument does not fail first.
    let sum = aggregate(AggregateFunction::Sum, Some(cast(ratio(), DataType::TinyInt)), DataType::TinyInt);
    let scan = program.source();
    program.pump(counts, tumble(scan, vec![value(), step(0)], 1, every(10), vec![count(), sum]));
    let scan = program.scan(counts);
    let minutes = program.output(tumble(
        scan,
        vec![column(0, INTEGER), step(30)],
        1,
        every(30),
        vec![aggregate(AggregateFunction::Sum, Some(column(2, DataType::BigInt)), DataType::BigInt)],
    ));
    // A window that ends with a change of value.
    let scan = program.source();
    program.output(tumble(
        scan,
        vec![divide(column(0, INTEGER), weight())],
        0,
        WindowEnd::Change,
        vec![count()],
    ));
    let scan = program.source();
    program.output(tumble(scan, vec![rowtime(), column(2, TEXT)], 0, WindowEnd::Instant, vec![count()]));
    let scan = program.source();
    program.output(distinct(project(scan, vec![column(2, TEXT), step(7)]), 1, every(7)));
    let scan = program.source();
    program.output(sort(scan, vec![(step(10), false), (ratio(), true)], every(10)));
    let scan = program.source();
    program.output(sort(scan, vec![(ratio(), false), (column(2, TEXT), true)], WindowEnd::Change));
    // Stagger windows: failing key, failing sum.
    let large = arithmetic(ArithmeticOp::Multiply, value(), long(30, INTEGER), INTEGER);
    let sum = aggregate(AggregateFunction::Sum, Some(cast(large, DataType::TinyInt)), DataType::TinyInt);
    let last = AggregateFunction::LastValue { ignore_nulls: true };
    let last = aggregate(last, Some(column(2, TEXT)), TEXT);
    let first = AggregateFunction::FirstValue { ignore_nulls: false };
    let first = aggregate(first, Some(column(2, TEXT)), TEXT);
    let scan = program.source();
    program.output(stagger(scan, vec![ratio(), column(2, TEXT)], 9, vec![count(), sum, last, first]));
    // Rows in order of a time out of the data: late ones, failing keys, and what follows it.
    let scan = program.source();
    program.output(reorder(scan, column(3, TIMESTAMP), vec![(ratio(), true)], 6));
    let scan = program.source();
    let ordered = program.output(reorder(scan, column(3, TIMESTAMP), vec![], 15));
    let scan = program.scan(ordered);
    program.output(tumble(scan, vec![step(20)], 0, every(20), vec![count()]));
    // A time out of the data, often out of order, and what follows it.
    let scan = program.source();
    let events = program.output(retime(scan, vec![value(), ratio()], column(3, TIMESTAMP)));
    let scan = program.scan(events);
    program.output(tumble(scan, vec![step(20)], 0, every(20), vec![count()]));
    // Sliding windows: failing argument, failing partition, failing sum; then what follows them.
    let scan = program.source();
    let slid = slide(
        scan,
        vec![
            window(vec![column(2, TEXT)], SlidingFrame::Range { milliseconds: 9 }),
            window(vec![divide(column(0, INTEGER), long(2, INTEGER))], SlidingFrame::Rows { preceding: 2 }),
            window(vec![], SlidingFrame::Unbounded),
            window(vec![ratio()], SlidingFrame::Range { milliseconds: 0 }),
        ],
        sliding_functions(),
    );
    let slid = program.output(slid);
    let scan = program.scan(slid);
    let of_count = aggregate(AggregateFunction::Sum, Some(column(4, DataType::BigInt)), DataType::BigInt);
    program.output(tumble(scan, vec![step(10)], 0, every(10), vec![of_count]));
    // Joins: the condition fails for some pairs.
    let kinds = [JoinKind::Inner, JoinKind::Left, JoinKind::Right, JoinKind::Full];
    let windows = [
        (JoinWindow::Current, JoinWindow::Current),
        (JoinWindow::Range { milliseconds: 7 }, JoinWindow::Current),
        (JoinWindow::Range { milliseconds: 3 }, JoinWindow::Range { milliseconds: 9 }),
        (JoinWindow::Rows { preceding: 2 }, JoinWindow::Range { milliseconds: 5 }),
    ];
    let mut joined = Vec::new();
    for (kind, windows) in kinds.into_iter().zip(windows) {
        let right = project(
            filter(program.source(), equal(weight(), long(1, INTEGER))),
            vec![value(), column(2, TEXT)],
        );
        // Left: C0, C1; right: C0, C1; then two ROWTIMEs.
        let uneven =
            compare(CompareOp::NotEqual, divide(column(0, INTEGER), column(2, INTEGER)), long(1, INTEGER));
        let same = equal(column(1, TEXT), column(3, TEXT));
        let condition = expr(ExprKind::And(vec![same, uneven]), DataType::Boolean);
        let root = join(program.scan(base), right, kind, windows, Some(condition));
        joined.push(
            program.output(project(root, vec![column(0, INTEGER), column(2, INTEGER), column(4, TIMESTAMP)])),
        );
    }
    // Reference data: a condition that fails for some pairs, on a side found by key and without one.
    for keyed in [true, false] {
        let input = project(program.source(), vec![value(), column(2, TEXT)]);
        let uneven =
            compare(CompareOp::NotEqual, divide(column(0, INTEGER), column(2, INTEGER)), long(1, INTEGER));
        let same = equal(column(1, TEXT), column(3, TEXT));
        let both = expr(ExprKind::And(vec![same, uneven.clone()]), DataType::Boolean);
        let mut fields = input.fields.clone();
        fields.extend(reference_fields());
        let operator = Operator::Lookup {
            input: Box::new(input),
            table: ReferenceId(0),
            table_first: false,
            keep: true,
            condition: Some(if keyed { both } else { uneven }),
        };
        program.output(node(operator, fields));
    }
    // Streams of different pace meet: a window's results and raw rows.
    let raw = project(program.source(), vec![value(), column(2, TEXT), ratio()]);
    let root = join(
        program.scan(minutes),
        raw,
        JoinKind::Full,
        (JoinWindow::Range { milliseconds: 40 }, JoinWindow::Range { milliseconds: 40 }),
        Some(equal(column(0, INTEGER), column(5, INTEGER))),
    );
    program.output(root);
    // Union in a query, and several pumps into one stream with a NOT NULL column.
    let half = |program: &Program, side| {
        filter(program.source(), compare(CompareOp::Less, value(), long(side, INTEGER)))
    };
    let both = union(vec![half(&program, 2), half(&program, 4)]);
    program.output(project(both, vec![ratio()]));
    // VALUES, one row of which fails, and a pattern that comes out of the data.
    let items =
        (0..8).map(|number| vec![divide(long(6, INTEGER), long(number, INTEGER)), rowtime()]).collect();
    let fields = vec![Field::new("N", INTEGER), Field::new("AT", TIMESTAMP)];
    program.output(node(Operator::Values { input: Box::new(program.source()), rows: items }, fields));
    let pattern = call(Function::Concat, vec![text("(["), column(2, TEXT)], TEXT);
    let replaced = call(
        Function::RegexReplace,
        vec![
            text("abc"),
            expr(
                ExprKind::Case {
                    branches: vec![(compare(CompareOp::Equal, value(), long(2, INTEGER)), pattern)],
                    otherwise: Some(Box::new(column(2, TEXT))),
                },
                TEXT,
            ),
            text("-"),
            long(1, INTEGER),
            long(0, INTEGER),
        ],
        TEXT,
    );
    let scan = program.source();
    program.output(project(scan, vec![replaced]));
    let mut required = field("N", INTEGER);
    required.nullable = false;
    let fan_in = program.stream(vec![required]);
    let nullable = expr(
        ExprKind::Case {
            branches: vec![(compare(CompareOp::Greater, value(), long(2, INTEGER)), ratio())],
            otherwise: None,
        },
        INTEGER,
    );
    let scan = program.source();
    program.pump(fan_in, project(scan, vec![nullable]));
    let late = project(program.scan(minutes), vec![cast(column(0, INTEGER), INTEGER)]);
    program.pump(fan_in, late);
    let scan = program.source();
    program.pump(fan_in, project(scan, vec![value()]));
    // A forest over what came together.
    let scored = forest(program.scan(fan_in));
    program.output(scored);
    // Table functions, the rank over results of a window and raw rows alike.
    let scan = program.source();
    program.output(hotspots(project(scan, vec![value(), weight(), column(2, TEXT)])));
    let scan = program.source();
    let items = project(scan, vec![column(2, TEXT)]);
    program.output(top_items(items, 1, 10));
    let scan = program.source();
    program.output(count_items(scan, 2, 7));
    let both = union(vec![
        project(program.source(), vec![weight()]),
        project(program.scan(minutes), vec![column(0, INTEGER)]),
    ]);
    program.output(rank(both, RankOptions { descending: true, last_first: false, most: Some(2) }));
    let scan = program.source();
    program.output(rank(scan, RankOptions { descending: false, last_first: true, most: None }));
    let mut plan = program.plan();
    plan.references.push(Reference { name: "R".to_owned(), fields: reference_fields() });
    plan
}

fn reference_fields() -> Vec<Field> {
    vec![field("RV", INTEGER), field("RK", TEXT)]
}

fn reference_rows() -> std::sync::Arc<Batch> {
    let row = |v, k: &str| (0, vec![Value::Long(v), Value::Text(k.to_owned())]);
    let rows = [row(0, "a"), row(1, "b"), row(2, "a"), (0, vec![Value::Long(3), Value::Null])];
    std::sync::Arc::new(batch(&reference_fields(), &rows, 0))
}

fn source_rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0_i64..6, -1_i64..6, 0_i64..3, prop::option::weighted(0.9, "[ab]"), -20_i64..20);
    prop::collection::vec(row, 0..80).prop_map(|steps| {
        let mut time = 0;
        steps
            .into_iter()
            .map(|(step, v, w, k, e)| {
                // Many rows of one instant.
                time += if step < 3 { 0 } else { step * 2 };
                let key = k.map_or(Value::Null, Value::Text);
                (time, vec![Value::Long(v), Value::Long(w), key, Value::Long(time / 2 + e)])
            })
            .collect()
    })
}

/// An error of the source at a time.
fn error_row(time: i64, bound: i64) -> Batch {
    let mut rows = ErrorRows::new();
    let data = b"not json";
    rows.push(&ErrorRow { time, name: "REC0103", message: "no", data_rowtime: None, data, pump: None });
    rows.take(bound)
}

/// Runs the rows cut where `cuts` says, with pushes of bounds only between them, and goes on with a copy of the application where
/// `copies` says, after the original has come to its end.
fn run_cut(plan: &Plan, input: &[Row], cuts: &[bool], idle: &[bool], copies: &[bool]) -> Streams {
    let fields = &plan.streams[0].fields;
    let mut streams = Streams::new();
    let mut application = Application::with_references(plan.clone(), 7, vec![reference_rows()]).unwrap();
    let mut from = 0;
    for to in 1..=input.len() {
        let cut = to == input.len() || cuts.get(to).copied().unwrap_or(false);
        if !cut {
            continue;
        }
        if copies.get(to).copied().unwrap_or(false) {
            let copy = application.clone();
            application.finish(&mut |_: StreamId, _: &Batch| {});
            application = copy;
        }
        for (time, row) in &input[from..to] {
            if row[0] == Value::Long(5) {
                application.push_errors(&error_row(*time, *time)).unwrap();
            }
        }
        // The bound may be anything from the last row's time up to the next row's.
        let last = input[to - 1].0;
        let next = input.get(to).map_or(last + 100, |row| row.0);
        let idle = idle.get(to).copied().unwrap_or(false);
        let bound = if idle { last.midpoint(next) } else { last };
        let mut pushes = vec![batch(fields, &input[from..to], bound)];
        if idle {
            pushes.push(Batch::empty(fields, next));
        }
        for push in pushes {
            // What streams have promised before, they keep.
            let promised: Vec<i64> =
                application.statistics().streams.iter().map(|stream| stream.bound).collect();
            let mut kept = |stream: StreamId, rows: &Batch| {
                assert!(rows.rowtimes[0] >= promised[stream.0], "{stream:?} broke its promise");
                collect(&mut streams)(stream, rows);
            };
            application.push(push, &mut kept).unwrap();
        }
        from = to;
    }
    application.finish(&mut collect(&mut streams));
    streams
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cuts_idle_clocks_and_copies_change_nothing(
        input in source_rows(),
        cuts in prop::collection::vec(any::<bool>(), 81),
        idle in prop::collection::vec(any::<bool>(), 81),
        copies in prop::collection::vec(any::<bool>(), 81),
    ) {
        let plan = everything();
        let whole = run_cut(&plan, &input, &[], &[], &[]);
        let single = run_cut(&plan, &input, &[true; 81], &[], &[]);
        let idling = run_cut(&plan, &input, &[true; 81], &[true; 81], &[]);
        let random = run_cut(&plan, &input, &cuts, &idle, &[]);
        let copied = run_cut(&plan, &input, &cuts, &[], &copies);
        for (stream, rows) in &whole {
            prop_assert!(rows.is_sorted_by_key(|(time, _)| *time), "{}", plan.stream(*stream).name);
            for (how, other) in [("one by one", &single), ("with an idle clock", &idling), ("at random", &random), ("copied", &copied)] {
                prop_assert_eq!(other.get(stream), Some(rows), "{} {}", plan.stream(*stream).name, how);
            }
        }
        prop_assert_eq!(whole.len(), random.len());
    }
}

#[test]
fn the_program_of_everything_gives_rows_everywhere() {
    // Guards the property above against holding because nothing comes out.
    let plan = everything();
    let input: Vec<Row> = (0..300)
        .map(|i: i64| {
            let time = i / 3 * 4;
            let key = Value::Text(if i % 2 == 0 { "a" } else { "b" }.to_owned());
            (time, vec![Value::Long(i % 7 - 1), Value::Long(i % 3), key, Value::Long(time - i % 4)])
        })
        .collect();
    let streams = run_cut(&plan, &input, &[], &[], &[]);
    for (number, stream) in plan.streams.iter().enumerate() {
        let count = streams.get(&StreamId(number)).map_or(0, Vec::len);
        assert!(count > 5, "{} has {count} rows", stream.name);
    }
    let codes: std::collections::BTreeSet<String> =
        rows(&streams, plan.error_stream()).iter().map(|(_, row)| format!("{:?}", row[2])).collect();
    assert!(codes.len() >= 5, "{codes:?}");
    // Both a row whose CAST overflows and a sum that does are among them.
    let failed = |text: &str| {
        rows(&streams, plan.error_stream()).iter().any(|(_, row)| format!("{:?}", row[3]).contains(text))
    };
    assert!(failed("150 does not fit TINYINT") && failed("the SUM does not fit"));
}
