//! Speed of the forest: configurations A to E of spec rcf 4.2, and how cost grows with trees and sample.
//!
//! `cargo bench -p rillcut-forest` prints, for each configuration, the median of five runs over the same 50,000 records (a forest each
//! run, warm-up included), how it divides between scoring and taking in, the memory and the size of the saved forest.
//! `cargo bench -p rillcut-forest -- B` runs those whose name starts with B. The browser's twin is
//! `tests/browser/forest.bench.mjs`. How the open library compares is in the README.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench has a clock and may fail")]

mod configurations;

use std::hint::black_box;
use std::time::Instant;

use configurations::{Configuration, RECORDS};
use rillcut_forest::{Forest, Options};

const RUNS: usize = 5;

/// Seconds this program has computed for, where Linux tells: other work on the machine then counts less. Else the clock.
fn seconds(start: Instant) -> f64 {
    let own = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = own.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |n| n / 1e9)
}

/// The median of the runs, in microseconds a record.
fn measure(mut run: impl FnMut() -> f64) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let clock = Instant::now();
            let start = seconds(clock);
            black_box(run());
            (seconds(clock) - start) * 1e6 / RECORDS as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

fn report(configuration: &Configuration) {
    let Configuration { name, options, explained } = configuration;
    let data = configurations::records(options.columns);
    let rows = || data.chunks_exact(options.columns);
    let median = measure(|| configurations::run(configuration, &data).unwrap());
    let update = measure(|| {
        let mut forest = Forest::new(options.clone()).unwrap();
        rows().for_each(|row| forest.update(row).unwrap());
        forest.seen() as f64
    });
    let mut full = Forest::new(options.clone()).unwrap();
    rows().for_each(|row| full.update(row).unwrap());
    let what = if *explained { "scored and explained" } else { "scored" };
    println!(
        "bench: {name}  {median:.2} us/record  ({what} and taken in; taking in alone {update:.2}; {} bytes, saved {})",
        options.memory(),
        full.to_bytes().len()
    );
}

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    for configuration in configurations::all() {
        if configuration.name.starts_with(&wanted) {
            report(&configuration);
        }
    }
    // Linear in trees, logarithmic in the sample: scoring alone, of full forests.
    if "trees".starts_with(&wanted) {
        for trees in [25, 50, 100, 200] {
            growth(&format!("{trees} trees of 256"), Options::new(1).trees(trees));
        }
    }
    if "sample".starts_with(&wanted) {
        for sample in [16, 64, 256, 1024] {
            growth(&format!("100 trees of {sample}"), Options::new(1).sample(sample));
        }
    }
}

fn growth(name: &str, options: Options) {
    let data = configurations::records(1);
    let mut forest = Forest::new(options).unwrap();
    for x in &data {
        forest.update(&[*x]).unwrap();
    }
    let median = measure(|| data.iter().map(|x| forest.score(&[*x]).unwrap()).sum());
    println!("bench: {name}  {median:.2} us/record  (1 column, scoring alone)");
}
