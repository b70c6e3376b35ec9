//! What a row costs in sliding windows of different length, at 1,000 rows a second: the line should be flat.
//!
//! `cargo bench -p rillcut-stream --bench sliding`. Each window is filled first; then 400,000 rows are timed, five times; medians. Rows
//! lie in batches of 1,000, one second each.

#![allow(
    clippy::expect_used,
    clippy::wildcard_imports,
    reason = "a bench may fail loudly; its helpers are many"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::{hint::black_box, sync::Arc};

use rillcut_record::{Batch, Column, DataType, Value};
use rillcut_sql::plan::{AggregateFunction, Analytic, AnalyticFunction, Plan, SlidingFrame, StreamId};
use rillcut_stream::Application;
use support::*;

const PER_SECOND: i64 = 1000;
const TIMED: i64 = 400;
const TEXT: DataType = DataType::TEXT;
const DOUBLE: DataType = DataType::Double;
const BIGINT: DataType = DataType::BigInt;

/// Columns of a few different seconds: site (64), whole number, price.
fn seconds(plan: &Plan) -> Vec<Vec<Arc<Column>>> {
    let fields = &plan.streams[0].fields;
    let mut state = 1_u64;
    (0..61)
        .map(|_| {
            let rows: Vec<Row> = (0..PER_SECOND)
                .map(|row| {
                    state =
                        state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let site = format!("site-{}.example", state >> 50 & 63);
                    let price = Value::Double((state >> 40 & 0xffff) as f64 / 7.0);
                    (row, vec![Value::Text(site), Value::Long((state >> 44 & 1023) as i64), price])
                })
                .collect();
            batch(fields, &rows, 0).columns
        })
        .collect()
}

fn second(number: i64, columns: &[Vec<Arc<Column>>]) -> Batch {
    let from = number * 1000;
    Batch {
        rowtimes: (from..from + PER_SECOND).collect(),
        columns: columns[number as usize % columns.len()].clone(),
        bound: from + PER_SECOND - 1,
    }
}

/// Nanoseconds a row.
fn measure(plan: &Plan, frame_seconds: i64) -> f64 {
    let columns = seconds(plan);
    let mut out = 0;
    let mut application = Application::new(plan.clone(), 1).expect("the plan is sound");
    let mut sink = |_: StreamId, rows: &Batch| out += black_box(rows.len());
    let mut now = 0;
    // Twice the window, so that what is kept has turned over.
    while now < frame_seconds * 2 {
        application.push(second(now, &columns), &mut sink).expect("rows in order");
        now += 1;
    }
    let mut nanoseconds: Vec<f64> = (0..5)
        .map(|_| {
            let input: Vec<Batch> = (now..now + TIMED).map(|number| second(number, &columns)).collect();
            now += TIMED;
            #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
            let start = std::time::Instant::now();
            for batch in input {
                application.push(batch, &mut sink).expect("rows in order");
            }
            start.elapsed().as_secs_f64() * 1e9 / (TIMED * PER_SECOND) as f64
        })
        .collect();
    nanoseconds.sort_by(f64::total_cmp);
    nanoseconds[2]
}

fn over(function: AggregateFunction, argument: usize, data_type: DataType) -> Analytic {
    let argument = (function != AggregateFunction::CountRows).then(|| column(argument, data_type));
    let result = if argument.is_some() { data_type } else { BIGINT };
    analytic(AnalyticFunction::Aggregate(function), argument, result, 0)
}

fn main() {
    use AggregateFunction as F;
    let spread = analytic(AnalyticFunction::Aggregate(F::StddevPop), Some(column(2, DOUBLE)), DOUBLE, 0);
    let first = AnalyticFunction::Nth { position: 1, from_last: false, ignore_nulls: false };
    let half = AnalyticFunction::ExpAvg { half_life: 10_000 };
    let cases: Vec<(&str, bool, Vec<Analytic>)> = vec![
        ("COUNT(*)", false, vec![over(F::CountRows, 0, BIGINT)]),
        ("SUM(BIGINT)", false, vec![over(F::Sum, 1, BIGINT)]),
        ("AVG(DOUBLE)", false, vec![over(F::Avg, 2, DOUBLE)]),
        ("STDDEV_POP(DOUBLE)", false, vec![spread]),
        ("MIN(DOUBLE), MAX(DOUBLE)", false, vec![over(F::Min, 2, DOUBLE), over(F::Max, 2, DOUBLE)]),
        ("FIRST_VALUE(BIGINT)", false, vec![analytic(first, Some(column(1, BIGINT)), BIGINT, 0)]),
        ("EXP_AVG(DOUBLE, 10 s)", false, vec![analytic(half, Some(column(2, DOUBLE)), DOUBLE, 0)]),
        (
            "COUNT(*), AVG(DOUBLE) by site (64)",
            true,
            vec![over(F::CountRows, 0, BIGINT), over(F::Avg, 2, DOUBLE)],
        ),
    ];
    let lengths = [(1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h")];
    print!("{:<36}", "ns a row, window of");
    for (_, name) in lengths {
        print!("{name:>9}");
    }
    println!();
    for (name, partitioned, functions) in cases {
        print!("{name:<36}");
        for (seconds, _) in lengths {
            let mut program = Program::new(&[("site", TEXT), ("number", BIGINT), ("price", DOUBLE)]);
            let partition = if partitioned { vec![column(0, TEXT)] } else { vec![] };
            let frame = SlidingFrame::Range { milliseconds: seconds * 1000 };
            let root = slide(program.source(), vec![window(partition, frame)], functions.clone());
            program.output(root);
            print!("{:>9.0}", measure(&program.plan(), seconds));
        }
        println!();
    }
}
