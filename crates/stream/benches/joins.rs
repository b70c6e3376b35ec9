//! What a row costs in joins, stagger windows and ORDER BY … WITHIN of different length, at 1,000 rows a second: the lines should be
//! flat. In joins by a bounded number of keys, where each row meets many, and with reference tables of different size.
//!
//! `cargo bench -p rillcut-stream --bench joins`. Each window is filled first; then rows are timed for as long as the window is,
//! 400 s at least, five times; medians. Rows lie in batches of 1,000, one second each. In the joins every row of the right side
//! meets the one of the left side that came half a second before.

#![allow(
    clippy::expect_used,
    clippy::wildcard_imports,
    reason = "a bench may fail loudly; its helpers are many"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::{hint::black_box, sync::Arc};

use rillcut_record::{Batch, Column, ColumnData, DataType};
use rillcut_sql::plan::{JoinKind, JoinWindow, Node, Operator, Plan, Reference, ReferenceId, StreamId};
use rillcut_stream::Application;
use support::*;

const PER_SECOND: i64 = 1000;
const TIMED: i64 = 400;
const BIGINT: DataType = DataType::BigInt;
const TIMESTAMP: DataType = DataType::Timestamp;

/// Side 0 or 1, a number that two rows of different sides share, a key out of so many, and a time up to a second old.
fn program() -> Program {
    Program::new(&[("SIDE", BIGINT), ("ID", BIGINT), ("KEY", BIGINT), ("TS", TIMESTAMP)])
}

fn second(number: i64, keys: u64) -> Batch {
    let rows = number * PER_SECOND..(number + 1) * PER_SECOND;
    let hash = |row: i64| (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let longs = |of: &dyn Fn(i64) -> i64| {
        Arc::new(Column::from_data(ColumnData::Long(rows.clone().map(of).collect())))
    };
    let columns = vec![
        longs(&|row| row % 2),
        longs(&|row| if row % 2 == 0 { row / 2 } else { row / 2 - 250 }),
        longs(&|row| (hash(row) % keys) as i64),
        longs(&|row| row - (hash(row) % 1000) as i64),
        longs(&|row| row),
    ];
    Batch { rowtimes: rows.clone().collect(), columns, bound: rows.end - 1 }
}

/// Nanoseconds a row, and rows that came out of the timed ones for each that went in.
fn measure(plan: &Plan, tables: Vec<Arc<Batch>>, window_seconds: i64, keys: u64) -> (f64, f64) {
    let mut out = 0;
    let mut application = Application::with_references(plan.clone(), 1, tables).expect("the plan is sound");
    let mut now = 0;
    while now < window_seconds {
        application.push(second(now, keys), &mut |_: StreamId, _: &Batch| {}).expect("rows in order");
        now += 1;
    }
    let timed = TIMED.max(window_seconds);
    let mut nanoseconds: Vec<f64> = (0..5)
        .map(|_| {
            let mut spent = 0.0;
            // Made in parts, so that the input of an hour need not lie in memory.
            for from in (now..now + timed).step_by(100) {
                let input: Vec<Batch> =
                    (from..(from + 100).min(now + timed)).map(|at| second(at, keys)).collect();
                #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
                let start = std::time::Instant::now();
                for batch in input {
                    let mut sink = |stream: StreamId, rows: &Batch| {
                        if stream.0 > 0 {
                            out += black_box(rows.len());
                        }
                    };
                    application.push(batch, &mut sink).expect("rows in order");
                }
                spent += start.elapsed().as_secs_f64();
            }
            now += timed;
            spent * 1e9 / (timed * PER_SECOND) as f64
        })
        .collect();
    nanoseconds.sort_by(f64::total_cmp);
    (nanoseconds[2], out as f64 / (5 * timed * PER_SECOND) as f64)
}

fn line(name: &str, window: &str, (nanoseconds, out): (f64, f64)) {
    let each = nanoseconds / (1.0 + out);
    println!(
        "{name:<44} {window:>12} {nanoseconds:>8.0} ns/row  ({out:.2} rows out for one in; {each:.0} ns for each of both)"
    );
}

fn side(program: &Program, side: i64) -> Node {
    let kept = filter(program.source(), equal(column(0, BIGINT), long(side, BIGINT)));
    project(kept, vec![column(1, BIGINT), column(2, BIGINT)])
}

fn main() {
    let windows = [(1, "1 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h")];
    let both = |seconds: i64| JoinWindow::Range { milliseconds: seconds * 1000 };
    for (name, kind) in [("JOIN, a window on both sides", JoinKind::Inner), ("FULL JOIN", JoinKind::Full)] {
        for (seconds, window) in windows {
            let mut program = program();
            let (left, right) = (side(&program, 0), side(&program, 1));
            let same = equal(column(0, BIGINT), column(2, BIGINT));
            program.output(join(left, right, kind, (both(seconds), both(seconds)), Some(same)));
            line(name, window, measure(&program.plan(), vec![], seconds, 10_000));
        }
    }
    for (keys, seconds, window) in [
        (1_000, 1, "1 s"),
        (1_000, 10, "10 s"),
        (1_000, 60, "1 min"),
        (100_000, 1, "1 s"),
        (100_000, 60, "1 min"),
        (100_000, 600, "10 min"),
        (100_000, 3600, "1 h"),
    ] {
        let mut program = program();
        let (left, right) = (side(&program, 0), side(&program, 1));
        let same = equal(column(1, BIGINT), column(3, BIGINT));
        program.output(join(left, right, JoinKind::Inner, (both(seconds), both(seconds)), Some(same)));
        let name = format!("JOIN by one of {keys} keys");
        line(&name, window, measure(&program.plan(), vec![], seconds, keys));
    }
    for (seconds, window) in windows {
        let mut program = program();
        let scan = program.source();
        program.output(stagger(scan, vec![column(2, BIGINT)], seconds * 1000, vec![count()]));
        line(
            "STAGGER by one of 10,000 keys, COUNT(*)",
            window,
            measure(&program.plan(), vec![], seconds, 10_000),
        );
    }
    for (seconds, window) in windows {
        let mut program = program();
        let scan = program.source();
        program.output(reorder(scan, column(3, TIMESTAMP), vec![], seconds * 1000));
        line("ORDER BY ts WITHIN", window, measure(&program.plan(), vec![], seconds, 10_000));
    }
    for (rows, size) in [(100, "100 rows"), (10_000, "10,000 rows"), (1_000_000, "1 M rows")] {
        let mut program = program();
        let input = project(program.source(), vec![column(2, BIGINT)]);
        let table = [field("K", BIGINT), field("N", BIGINT)];
        let mut fields = input.fields.clone();
        fields.extend(table.clone());
        let operator = Operator::Lookup {
            input: Box::new(input),
            table: ReferenceId(0),
            table_first: false,
            keep: true,
            condition: Some(equal(column(0, BIGINT), column(1, BIGINT))),
        };
        program.output(node(operator, fields));
        let mut plan = program.plan();
        plan.references.push(Reference { name: "R".to_owned(), fields: table.to_vec() });
        let longs = || Arc::new(Column::from_data(ColumnData::Long((0..rows).collect())));
        let data = Batch { rowtimes: vec![0; rows as usize], columns: vec![longs(), longs()], bound: 0 };
        line("LEFT JOIN with reference data", size, measure(&plan, vec![Arc::new(data)], 1, 10_000));
    }
}
