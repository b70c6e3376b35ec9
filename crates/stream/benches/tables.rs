//! Speed of the table functions whose cost could grow: medians of five runs, a line each.
//!
//! `cargo bench -p rillcut-stream --bench tables`. HOTSPOTS once over points that are far apart and once over points of one place, where
//! everyone is everyone's neighbour; the item functions over few different values and over values that never come again.

#![allow(
    clippy::expect_used,
    clippy::wildcard_imports,
    reason = "a bench may fail loudly; its helpers are many"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;

use rillcut_record::{Batch, DataType, Value};
use rillcut_sql::plan::{HotspotOptions, Node, Operator, RankOptions, StreamId};
use rillcut_stream::Application;
use support::*;

const DOUBLE: DataType = DataType::Double;
const TEXT: DataType = DataType::TEXT;
const BATCH: usize = 4096;

/// Rows (x, y, item) at 1000 a second: coordinates below `size`, one of `items` texts.
fn rows(count: usize, size: u64, items: usize) -> Vec<Row> {
    let mut state = 1_u64;
    let mut draw = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    (0..count)
        .map(|row| {
            let mut coordinate = || Value::Double((draw() % (size * 1000)) as f64 / 1000.0);
            (
                row as i64,
                vec![coordinate(), coordinate(), Value::Text(format!("item {}", row * 7919 % items))],
            )
        })
        .collect()
}

fn measure(name: &str, rows: &[Row], root: impl Fn(&Program) -> Node) {
    let mut program = Program::new(&[("X", DOUBLE), ("Y", DOUBLE), ("ITEM", TEXT)]);
    let root = root(&program);
    program.output(root);
    let plan = program.plan();
    let fields = &plan.streams[0].fields;
    let input: Vec<Batch> = rows
        .chunks(BATCH)
        .map(|block| batch(fields, block, block.last().map_or(0, |(time, _)| *time)))
        .collect();
    let mut seconds: Vec<f64> = (0..5)
        .map(|_| {
            let copies = input.clone();
            let mut application = Application::new(plan.clone(), 1).expect("the plan is sound");
            let mut sink = |_: StreamId, rows: &Batch| {
                black_box(rows.len());
            };
            #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
            let start = std::time::Instant::now();
            for copy in copies {
                application.push(copy, &mut sink).expect("rows in order");
            }
            application.finish(&mut sink);
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    println!("{name:<55} {:>9.3} µs a row", seconds[2] / rows.len() as f64 * 1e6);
}

fn hotspots(program: &Program, radius: f64) -> Node {
    let input = Box::new(project(program.source(), vec![column(0, DOUBLE), column(1, DOUBLE)]));
    let fields = [input.fields.clone(), vec![field("HOTSPOTS_RESULT", TEXT)]].concat();
    let options = HotspotOptions { window: 1000, radius, minimum: 17 };
    node(Operator::Hotspots { input, columns: vec![0, 1], options }, fields)
}

fn main() {
    let points = rows(20_000, 10, 64);
    measure("HOTSPOTS, 1000 points far apart", &points, |program| hotspots(program, 0.2));
    measure("HOTSPOTS, 1000 points of one place", &points, |program| hotspots(program, 100.0));
    let top = |program: &Program| {
        let input = Box::new(project(program.source(), vec![column(2, TEXT)]));
        let fields = vec![field("ITEM", TEXT), field("ITEM_COUNT", DataType::BigInt)];
        node(Operator::TopItems { input, most: 10, milliseconds: 3_600_000 }, fields)
    };
    let distinct = |program: &Program| {
        let fields = vec![field("NUMBER_OF_DISTINCT_ITEMS", DataType::BigInt)];
        let input = Box::new(program.source());
        node(Operator::CountItems { input, column: 2, milliseconds: 3_600_000 }, fields)
    };
    for (name, items) in [("64 items", 64), ("a million items", 1_000_003)] {
        let rows = rows(1_000_000, 10, items);
        measure(&format!("TOP_K_ITEMS_TUMBLING, {name} an hour"), &rows, top);
        measure(&format!("COUNT_DISTINCT_ITEMS_TUMBLING, {name} an hour"), &rows, distinct);
        if items == 64 {
            measure("GROUP_RANK, one row an instant", &rows, |program| {
                let input = Box::new(program.source());
                let fields = [input.fields.clone(), vec![field("groupRank", DataType::Integer)]].concat();
                let options = RankOptions { descending: true, last_first: false, most: None };
                node(Operator::GroupRank { input, column: 0, options }, fields)
            });
        }
    }
}
