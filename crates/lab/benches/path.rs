//! The whole path: records a second, medians of five.
//!
//! `replay`: recorded JSON text → decode → two 10 s windows → CTR → forest, what a file costs.
//! `lab`: 24 hours of the built-in lab with its five senders, records drawn and all, what a page at full speed costs.
//! In the browser the same two are run by `tests/browser/path.bench.mjs`, beside a plain JavaScript loop.
#![allow(clippy::disallowed_methods, reason = "a benchmark has a clock")]
#![allow(clippy::unwrap_used, reason = "its input is its own")]

use std::{hint::black_box, time::Instant};

use rillcut_lab::{
    Engine,
    workload::{self, ReplayedPath},
};

const RUNS: usize = 5;

fn main() {
    let path = ReplayedPath::new(1_000_000).unwrap();
    median("replay, JSON to CTR to score", || path.run());
    let lab = workload::five_senders().unwrap();
    median("lab, 24 h of 5 senders at 1/s", || {
        let mut engine = Engine::new(lab.clone(), 0).unwrap();
        workload::play(&mut engine, 86_400_000, workload::AT_ONCE)
    });
}

/// Runs some work, which says how many records it did, and prints the median rate.
fn median(name: &str, mut work: impl FnMut() -> u64) {
    let mut rates: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let records = black_box(work());
            records as f64 / start.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    println!("bench: {name:<32} {:>8.2} M records/s", rates[RUNS / 2] / 1e6);
}
