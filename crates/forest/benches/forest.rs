//! Speed of the forest: configurations A to E of spec rcf 4.2, microseconds a point.
//!
//! `cargo bench -p rillcut-forest` prints, for each configuration, the median and least of five runs over the same
//! 50,000 records (a forest each run, warm-up included), then how the cost divides between scoring and taking in.
//! `cargo bench -p rillcut-forest -- B` runs those whose name starts with B.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench has a clock and may fail")]

use std::hint::black_box;
use std::time::Instant;

use rillcut_forest::{Attribution, Forest, Options};

const RECORDS: usize = 50_000;
const RUNS: usize = 5;

/// A daily-looking curve with noise and a rare spike, `columns` numbers a record.
fn records(columns: usize) -> Vec<f64> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut uniform = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut values = Vec::with_capacity(RECORDS * columns);
    for t in 0..RECORDS {
        for column in 0..columns {
            let phase = (t as f64 / 60.0 + column as f64 / 7.0).fract();
            let curve = 4.0 * phase * (1.0 - phase);
            let noise: f64 = (0..4).map(|_| uniform() - 0.5).sum();
            let spike = if uniform() < 0.002 { 100.0 } else { 0.0 };
            values.push(100.0 + 20.0 * curve + 5.0 * noise + spike);
        }
    }
    values
}

/// Seconds this program has computed for, where Linux tells: other work on the machine then counts less. Else the clock.
fn seconds(start: Instant) -> f64 {
    let own = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = own.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |n| n / 1e9)
}

/// Median and least of the runs, in microseconds a record.
fn measure(mut run: impl FnMut() -> f64) -> (f64, f64) {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let clock = Instant::now();
            let start = seconds(clock);
            black_box(run());
            (seconds(clock) - start) * 1e6 / RECORDS as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[RUNS / 2], times[0])
}

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let a = Options::new(1).sample(12);
    let b = Options::new(1);
    let c = Options::new(1).shingle(8);
    let d = Options::new(4).shingle(8).trees(50);
    let configurations = [
        ("A  1 column, 100 x 12, decay 120", a.clone().time_decay(120), false),
        ("Ak same, decay 100000", a, false),
        ("B  1 column, 100 x 256, decay 2560", b.clone().time_decay(2560), false),
        ("Bk same, decay 100000", b, false),
        ("C  1 column, shingle 8, 100 x 256, decay 2560", c.clone().time_decay(2560), false),
        ("Ck same, decay 100000", c.clone(), false),
        ("D  4 columns, shingle 8, 50 x 256, decay 2560", d.time_decay(2560), false),
        ("E  attribution on C", c.time_decay(2560), true),
    ];
    println!(
        "{:48}{:>10}{:>10}{:>12}{:>10}{:>10}",
        "us a point, 5 runs", "median", "least", "points/s", "score", "update"
    );
    for (name, options, explain) in configurations {
        if !name.starts_with(&wanted) {
            continue;
        }
        let data = records(options.columns);
        let rows = || data.chunks_exact(options.columns);
        let (median, least) = measure(|| {
            let mut forest = Forest::new(options.clone()).unwrap();
            if explain {
                let mut attribution = Attribution::default();
                return rows()
                    .map(|row| {
                        forest.explain_and_update_into(row, &mut attribution).unwrap();
                        attribution.score()
                    })
                    .sum();
            }
            rows().map(|row| forest.score_and_update(row).unwrap()).sum()
        });
        let (update, _) = measure(|| {
            let mut forest = Forest::new(options.clone()).unwrap();
            rows().for_each(|row| forest.update(row).unwrap());
            forest.seen() as f64
        });
        let mut full = Forest::new(options.clone()).unwrap();
        rows().for_each(|row| full.update(row).unwrap());
        let (score, _) =
            measure(|| {
                rows()
                    .map(|row| {
                        if explain {
                            full.attribution(row).unwrap().score()
                        } else {
                            full.score(row).unwrap()
                        }
                    })
                    .sum()
            });
        println!("{name:48}{median:>10.2}{least:>10.2}{:>12.0}{score:>10.2}{update:>10.2}", 1e6 / median);
    }
}
