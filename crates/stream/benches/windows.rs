//! Speed of the lab's shape, decoding not included: medians of five runs, a line each.
//!
//! `cargo bench -p rillcut-stream`. Rows lie in batches of 4,096, 100,000 rows to a 10 s window unless said otherwise, so the
//! measure is rows, not windows.

#![allow(
    clippy::expect_used,
    clippy::wildcard_imports,
    reason = "a bench may fail loudly; its helpers are many"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;

use rillcut_record::{Batch, DataType, Value};
use rillcut_sql::plan::{
    AggregateFunction, ArithmeticOp, ExprKind, Function, JoinKind, JoinWindow, Node, Plan, StreamId,
};
use rillcut_stream::Application;
use support::*;

const ROWS: usize = 4_000_000;
const BATCH: usize = 4096;
const TEXT: DataType = DataType::TEXT;
const DOUBLE: DataType = DataType::Double;

/// Batches of (action, site, price), `per_second` rows a second.
fn batches(plan: &Plan, rows: usize, per_second: usize) -> Vec<Batch> {
    let fields = &plan.streams[0].fields;
    let mut state = 1_u64;
    let mut made: Vec<Batch> = Vec::new();
    let mut from = 0;
    while from < rows {
        let to = (from + BATCH).min(rows);
        let block: Vec<Row> = (from..to)
            .map(|row| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let action = if (state >> 40).is_multiple_of(4) { "Click" } else { "Impression" };
                let site = format!("site-{}.example", state >> 50 & 63);
                let time = (row * 1000 / per_second) as i64;
                let price = Value::Double((state >> 44 & 1023) as f64);
                (time, vec![Value::Text(action.to_owned()), Value::Text(site), price])
            })
            .collect();
        let bound = block.last().map_or(0, |(time, _)| *time);
        made.push(batch(fields, &block, bound));
        from = to;
    }
    made
}

fn program() -> Program {
    Program::new(&[("browseraction", TEXT), ("site", TEXT), ("price", DOUBLE)])
}

/// The lab's window: FLOOR((ROWTIME − epoch) SECOND / 10 TO SECOND).
fn ten_seconds() -> rillcut_sql::plan::Expr {
    let since = arithmetic(ArithmeticOp::Subtract, rowtime(), long(0, DataType::Timestamp), SECONDS);
    let tenth = arithmetic(ArithmeticOp::Divide, since, long(10, DataType::Integer), SECONDS);
    call(Function::FloorTo(rillcut_record::IntervalUnit::Second), vec![tenth], SECONDS)
}

fn counted(program: &Program, action: &str) -> Node {
    let kept = filter(program.source(), equal(column(0, TEXT), text(action)));
    let counted = tumble(kept, vec![ten_seconds()], 0, every(10_000), vec![count()]);
    project(counted, vec![cast(column(1, DataType::BigInt), DOUBLE)])
}

fn measure(name: &str, plan: &Plan, rows: usize, per_second: usize) {
    let input = batches(plan, rows, per_second);
    let mut seconds: Vec<f64> = Vec::new();
    let mut out = 0;
    for _ in 0..5 {
        let copies = input.clone();
        let mut application = Application::new(plan.clone(), 1).expect("the plan is sound");
        let mut sink = |_: StreamId, rows: &Batch| out += black_box(rows.len());
        #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
        let start = std::time::Instant::now();
        for copy in copies {
            application.push(copy, &mut sink).expect("rows in order");
        }
        application.finish(&mut sink);
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    let median = seconds[2];
    println!("{name:<55} {:>8.1} M rows/s  ({} rows out)", rows as f64 / median / 1e6, out / 5);
}

fn main() {
    {
        let mut program = program();
        let root = counted(&program, "Click");
        program.output(root);
        measure("one pump: filter, 10 s window, COUNT(*)", &program.plan(), ROWS, 10_000);
    }
    {
        let mut program = program();
        let scan = program.source();
        let root = tumble(scan, vec![ten_seconds()], 0, every(10_000), vec![count()]);
        program.output(project(root, vec![column(1, DataType::BigInt)]));
        measure("one pump: 10 s window, COUNT(*)", &program.plan(), ROWS, 10_000);
    }
    {
        // The lab: two counts, their join, a ratio.
        let mut program = program();
        let root = counted(&program, "Click");
        let clicks = program.output(root);
        let root = counted(&program, "Impression");
        let impressions = program.output(root);
        let same = equal(column(2, DataType::Timestamp), column(3, DataType::Timestamp));
        let windows = (JoinWindow::Current, JoinWindow::Current);
        let met = join(program.scan(clicks), program.scan(impressions), JoinKind::Inner, windows, Some(same));
        let ratio = arithmetic(ArithmeticOp::Divide, column(0, DOUBLE), column(1, DOUBLE), DOUBLE);
        program.output(project(met, vec![arithmetic(ArithmeticOp::Multiply, ratio, double(100.0), DOUBLE)]));
        let plan = program.plan();
        measure("the lab: two counts, join, ratio", &plan, ROWS, 10_000);
        measure("the lab at 10 rows a second", &plan, ROWS / 10, 10);
    }
    {
        let mut program = program();
        let sum = aggregate(AggregateFunction::Sum, Some(column(2, DOUBLE)), DOUBLE);
        let scan = program.source();
        let root = tumble(scan, vec![column(1, TEXT), step(10_000)], 1, every(10_000), vec![count(), sum]);
        program.output(root);
        measure("10 s window by site (64), COUNT(*), SUM(DOUBLE)", &program.plan(), ROWS, 10_000);
    }
    {
        let mut program = program();
        let sum = aggregate(AggregateFunction::Sum, Some(column(2, DOUBLE)), DOUBLE);
        let scan = program.source();
        let root = tumble(scan, vec![step(10_000)], 0, every(10_000), vec![count(), sum]);
        program.output(root);
        measure("10 s window, COUNT(*), SUM(DOUBLE)", &program.plan(), ROWS, 10_000);
    }
    {
        let mut program = program();
        let dear = compare(rillcut_sql::plan::CompareOp::Greater, column(2, DOUBLE), double(500.0));
        let both = expr(ExprKind::And(vec![equal(column(0, TEXT), text("Click")), dear]), DataType::Boolean);
        let kept = filter(program.source(), both);
        let twice = arithmetic(ArithmeticOp::Multiply, column(2, DOUBLE), double(2.0), DOUBLE);
        program.output(project(kept, vec![column(1, TEXT), twice]));
        measure("filter with AND, project a text and a product", &program.plan(), ROWS, 10_000);
    }
    {
        let mut program = program();
        let minute = JoinWindow::Range { milliseconds: 1000 };
        let side = |program: &Program, action: &str| {
            let kept = filter(program.source(), equal(column(0, TEXT), text(action)));
            project(kept, vec![column(1, TEXT), column(2, DOUBLE)])
        };
        let same = equal(column(0, TEXT), column(2, TEXT));
        let left = side(&program, "Click");
        let right = side(&program, "Impression");
        program.output(join(left, right, JoinKind::Left, (minute, JoinWindow::Current), Some(same)));
        measure("LEFT JOIN over 1 s by site, 250 matches a second", &program.plan(), ROWS / 20, 250);
    }
}
