//! What is refused at the door: plans that contradict themselves, batches that do not fit.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod support;

use rillcut_record::{Batch, DataType, Value, error_stream_fields};
use rillcut_sql::plan::{
    AggregateFunction, ExprKind, ForestOptions, Function, HotspotOptions, JoinKind, JoinWindow, Node,
    Operator, Plan, RankOptions, StreamId, WindowEnd,
};
use rillcut_stream::{Application, ErrorKind};
use support::*;

const INTEGER: DataType = DataType::Integer;

fn refused(plan: Plan) -> String {
    let error = Application::new(plan, 0).unwrap_err();
    assert!(!error.to_string().is_empty());
    error.code().to_owned()
}

/// A plan of one pump with this root.
fn plan_of(root: impl Fn(&Program) -> Node) -> Plan {
    let mut program = Program::new(&[("X", INTEGER), ("T", DataType::TEXT)]);
    let root = root(&program);
    program.output(root);
    program.plan()
}

#[test]
fn expressions_that_do_not_fit() {
    let deep =
        (0..400).fold(boolean(true), |inner, _| expr(ExprKind::Not(Box::new(inner)), DataType::Boolean));
    for (item, code) in [
        (column(9, INTEGER), "STR0001"),
        (column(0, DataType::TEXT), "STR0001"),
        (equal(column(0, INTEGER), column(1, DataType::TEXT)), "STR0001"),
        (cast(boolean(true), DataType::Date), "STR0001"),
        (call(Function::Upper, vec![column(0, INTEGER)], DataType::TEXT), "STR0001"),
        (call(Function::Mod, vec![column(0, INTEGER)], INTEGER), "STR0001"),
        (expr(ExprKind::Literal(Value::Long(1)), DataType::TEXT), "STR0001"),
        (expr(ExprKind::And(vec![]), DataType::Boolean), "STR0001"),
        (expr(ExprKind::Coalesce(vec![]), INTEGER), "STR0001"),
        (deep, "STR0003"),
    ] {
        let shown = format!("{:?}", item.kind);
        let plan = plan_of(|program| project(program.source(), vec![item.clone()]));
        assert_eq!(refused(plan), code, "{}", &shown[..shown.len().min(200)]);
    }
}

/// Whatever CAST the checker lets pass, the engine can do.
#[test]
fn casts_that_are_checked_run() {
    let types = [
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "DECIMAL(9,2)",
        "REAL",
        "DOUBLE",
        "BOOLEAN",
        "CHAR(4)",
        "VARCHAR(8)",
        "BINARY(3)",
        "VARBINARY(5)",
        "DATE",
        "TIME",
        "TIMESTAMP",
    ];
    let mut passed = 0;
    for from in types {
        // A column of a type of its own, whatever may become of it.
        let column = "CREATE STREAM o (x VARCHAR(8)); CREATE PUMP p AS INSERT INTO o SELECT STREAM 'x' FROM (SELECT STREAM CAST(c AS";
        let from_source = format!("CREATE STREAM i (c {from}); ");
        for to in types {
            let text = format!("{from_source}{column} {to}) AS x FROM i) AS t WHERE x IS NOT NULL;");
            let Ok(checked) = rillcut_sql::check(&text, &rillcut_sql::Catalog::known(Vec::new())) else {
                continue;
            };
            passed += 1;
            if let Err(error) = Application::new(checked.plan, 0) {
                panic!("{from} to {to}: {error}");
            }
        }
    }
    // Each type to itself and to texts at least.
    assert!(passed > types.len() * 3, "{passed}");
}

const RANK: RankOptions = RankOptions { descending: false, last_first: false, most: None };

fn hot(input: Box<Node>, column: usize, window: u32) -> Operator {
    let options = HotspotOptions { window, radius: 1.0, minimum: 2 };
    Operator::Hotspots { input, columns: vec![column], options }
}

#[test]
fn operators_that_do_not_fit() {
    let source = |program: &Program| program.source();
    let options = ForestOptions { trees: 5, sample: 10, time_decay: 100, shingle: 1, explanation: None };
    let forest = |columns: Vec<usize>, options| {
        plan_of(|program| {
            let input = program.source();
            let mut fields = input.fields.clone();
            fields.push(field("ANOMALY_SCORE", DataType::Double));
            let input = Box::new(input);
            node(Operator::RandomCutForest { input, columns: columns.clone(), options }, fields)
        })
    };
    let sum = aggregate(AggregateFunction::Sum, Some(column(1, DataType::TEXT)), INTEGER);
    // Table functions; the columns that each gives are `given` behind the input's, or alone.
    let table = |operator: fn(Box<Node>) -> Operator, keeps: bool, given: &[DataType]| {
        plan_of(|program| {
            let input = program.source();
            let mut fields = if keeps { input.fields.clone() } else { Vec::new() };
            fields.extend(given.iter().map(|data_type| field("ADDED", *data_type)));
            node(operator(Box::new(input)), fields)
        })
    };
    let (long, text) = (DataType::BigInt, DataType::TEXT);
    for (plan, code) in [
        (plan_of(|p| filter(source(p), column(0, INTEGER))), "STR0001"),
        (plan_of(|p| tumble(source(p), vec![step(10)], 0, every(0), vec![count()])), "STR0001"),
        (plan_of(|p| tumble(source(p), vec![step(10)], 1, every(10), vec![])), "STR0001"),
        (plan_of(|p| tumble(source(p), vec![step(10)], 0, every(10), vec![sum.clone()])), "STR0001"),
        (plan_of(|p| sort(source(p), vec![], WindowEnd::Instant)), "STR0001"),
        (plan_of(|p| distinct(source(p), 7, WindowEnd::Instant)), "STR0001"),
        (plan_of(|p| node(Operator::Union(vec![]), source(p).fields)), "STR0001"),
        (plan_of(|p| node(Operator::Scan { stream: StreamId(9) }, source(p).fields)), "STR0001"),
        (
            plan_of(|p| {
                let windows = (JoinWindow::Range { milliseconds: -1 }, JoinWindow::Current);
                join(source(p), source(p), JoinKind::Inner, windows, None)
            }),
            "STR0001",
        ),
        (table(|input| hot(input, 1, 100), true, &[text]), "STR0001"),
        (table(|input| hot(input, 0, 0), true, &[text]), "STR0001"),
        (table(|input| hot(input, 0, 100), true, &[]), "STR0001"),
        (
            table(|input| Operator::TopItems { input, most: 1, milliseconds: 10 }, false, &[text, long]),
            "STR0001",
        ),
        (
            table(|input| Operator::CountItems { input, column: 9, milliseconds: 10 }, false, &[long]),
            "STR0001",
        ),
        (
            table(|input| Operator::CountItems { input, column: 0, milliseconds: 0 }, false, &[long]),
            "STR0001",
        ),
        (
            table(|input| Operator::CountItems { input, column: 0, milliseconds: 10 }, true, &[long]),
            "STR0001",
        ),
        (table(|input| Operator::GroupRank { input, column: 3, options: RANK }, true, &[INTEGER]), "STR0001"),
        (table(|input| Operator::GroupRank { input, column: 0, options: RANK }, true, &[text]), "STR0001"),
        (forest(vec![1], options), "STR0001"),
        (forest(vec![], options), "STR0004"),
        (forest(vec![0], ForestOptions { sample: 0, ..options }), "STR0004"),
        (plan_of(|p| (0..400).fold(source(p), |input, _| filter(input, boolean(true)))), "STR0003"),
    ] {
        assert_eq!(refused(plan), code);
    }
}

#[test]
fn pumps_that_feed_themselves_or_the_wrong_stream() {
    let mut program = Program::new(&[("X", INTEGER)]);
    let fields = vec![field("X", INTEGER)];
    let (a, b) = (program.stream(fields.clone()), program.stream(fields));
    let (from_a, from_b) = (program.scan(a), program.scan(b));
    program.pump(b, from_a);
    program.pump(a, from_b);
    let plan = program.plan();
    assert_eq!(refused(plan.clone()), "STR0002");
    // One of them STOPPED, nothing goes round.
    let mut stopped = plan;
    stopped.pumps[1].started = false;
    assert!(Application::new(stopped, 0).is_ok());

    let plan = |target: fn(&Plan) -> StreamId| {
        let mut plan = plan_of(|program| node(program.source().operator, program.source().fields));
        plan.pumps[0].target = target(&plan);
        plan
    };
    assert_eq!(refused(plan(|_| StreamId(0))), "STR0001");
    assert_eq!(refused(plan(Plan::error_stream)), "STR0001");
    assert_eq!(refused(plan(|_| StreamId(99))), "STR0001");
    // error_stream cannot be read.
    let mut program = Program::new(&[("X", INTEGER)]);
    let output = program.stream(error_stream_fields());
    program.pump(output, node(Operator::Scan { stream: StreamId(2) }, error_stream_fields()));
    assert_eq!(refused(program.plan()), "STR0001");
    assert_eq!(refused(Plan { streams: vec![], pumps: vec![], references: vec![] }), "STR0001");
}

#[test]
fn table_functions_over_a_stream_that_nobody_fills() {
    let mut program = Program::new(&[("X", INTEGER)]);
    let idle = program.stream(vec![field("X", INTEGER), field("T", DataType::TEXT)]);
    let add = |input: &Node, data_type| [input.fields.clone(), vec![field("ADDED", data_type)]].concat();
    let scan = program.scan(idle);
    let fields = add(&scan, DataType::Integer);
    let mut outputs = vec![program.output(node(
        Operator::GroupRank { input: Box::new(scan.clone()), column: 0, options: RANK },
        fields,
    ))];
    let fields = add(&scan, DataType::TEXT);
    outputs.push(program.output(node(hot(Box::new(scan.clone()), 0, 100), fields)));
    let counted = Operator::CountItems { input: Box::new(scan), column: 1, milliseconds: 10 };
    outputs.push(program.output(node(counted, vec![field("N", DataType::BigInt)])));
    let streams = run_rows(&program.plan(), &[(5, vec![Value::Long(1)]), (50, vec![Value::Long(2)])]);
    assert!(outputs.iter().all(|output| rows(&streams, *output).is_empty()));
}

#[test]
fn batches_that_do_not_fit_change_nothing() {
    let mut program = Program::new(&[("X", INTEGER)]);
    let scan = program.source();
    let output = program.output(scan);
    let plan = program.plan();
    let fields = plan.streams[0].fields.clone();
    let mut streams = Streams::new();
    let mut application = Application::new(plan, 0).unwrap();
    let row = |time| (time, vec![Value::Long(time)]);
    application.push(batch(&fields, &[row(5), row(9)], 7), &mut collect(&mut streams)).unwrap();
    let mut short = batch(&fields, &[row(20)], 20);
    short.columns.pop();
    let mut uneven = batch(&fields, &[row(20)], 20);
    uneven.rowtimes.push(21);
    let wrong_type = batch(&[field("X", DataType::TEXT), fields[1].clone()], &[(20, vec![Value::Null])], 20);
    for (wrong, code) in [
        // Rows have come up to 9, so 8 is the past although the bound said 7.
        (batch(&fields, &[row(8)], 20), "STR0006"),
        (batch(&fields, &[row(20), row(19)], 20), "STR0006"),
        (Batch::empty(&fields, 8), "STR0006"),
        (short, "STR0005"),
        (uneven, "STR0005"),
        (wrong_type, "STR0005"),
    ] {
        let error = application.push(wrong, &mut collect(&mut streams)).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    }
    assert!(application.push_errors(&Batch::empty(&fields, 0)).is_err());
    application.push(batch(&fields, &[row(9)], 9), &mut collect(&mut streams)).unwrap();
    application.finish(&mut collect(&mut streams));
    application.finish(&mut collect(&mut streams));
    let error = application.push(Batch::empty(&fields, 99), &mut collect(&mut streams)).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Finished);
    let times: Vec<i64> = rows(&streams, output).iter().map(|(time, _)| *time).collect();
    assert_eq!(times, [5, 9, 9]);
}

#[test]
fn failures_that_wait_too_long_leave_early_and_in_order() {
    // A pump that may fail, behind an event time that stands still, holds error_stream back.
    let mut program = Program::new(&[("X", INTEGER), ("E", DataType::Timestamp)]);
    let scan = program.source();
    let events = program.output(retime(scan, vec![column(0, INTEGER)], column(1, DataType::Timestamp)));
    let scan = program.scan(events);
    program.output(project(scan, vec![cast(column(0, INTEGER), DataType::TinyInt)]));
    let scan = program.source();
    let divide =
        arithmetic(rillcut_sql::plan::ArithmeticOp::Divide, long(1, INTEGER), column(0, INTEGER), INTEGER);
    program.output(project(scan, vec![divide]));
    let plan = program.plan();
    let error_stream = plan.error_stream();
    let fields = plan.streams[0].fields.clone();
    let mut streams = Streams::new();
    let mut application = Application::new(plan, 0).unwrap();
    let mut most = 0;
    for block in 0..40_i64 {
        let input: Vec<Row> =
            (0..4096).map(|i| (block * 5000 + i, vec![Value::Long(0), Value::Long(1)])).collect();
        let bound = block * 5000 + 4999;
        application.push(batch(&fields, &input, bound), &mut collect(&mut streams)).unwrap();
        most = most.max(application.statistics().errors_waiting);
    }
    assert!((4096..=65_536).contains(&most), "{most}");
    application.finish(&mut collect(&mut streams));
    let errors = rows(&streams, error_stream);
    assert_eq!(errors.len(), 40 * 4096);
    assert!(errors.is_sorted_by_key(|(time, _)| *time));
}
