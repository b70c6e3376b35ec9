//! Scores that the Kinesis Data Analytics service is known to have given, where chance plays no part or only through a
//! whole number of trees (spec kda-sql 1.3 and 12.2, rcf 2.1).

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests may fail; expected values have tolerances or are exact powers of two"
)]

use rillcut_forest::{Forest, Mode, Options};

fn service() -> Forest {
    Forest::new(Options::new(1).seed(11)).unwrap()
}

fn close(score: f64, expected: f64) {
    assert!((score - expected).abs() < 1e-11, "score {score}, expected {expected}");
}

#[test]
fn a_flat_line_scores_8_over_257_after_256_zeros() {
    let mut forest = service();
    for record in 0..1000 {
        let remaining = forest.warm_up_remaining();
        assert_eq!(remaining, 256_u64.saturating_sub(record));
        let score = forest.score_and_update(&[42.0]).unwrap();
        if remaining > 0 {
            assert_eq!(score, 0.0);
        } else {
            close(score, 8.0 / 257.0);
            close(score, 0.031_128_404_669_26);
        }
    }
    assert_eq!(forest.seen(), 1000);
}

#[test]
fn a_square_wave_scores_as_recorded() {
    let mut forest = service();
    // 37 of a period of 64 are high: 148 of the first 256.
    let (high, low) = (80.0, 20.0);
    for record in 0..256 {
        let value = if record % 64 < 37 { high } else { low };
        assert_eq!(forest.score_and_update(&[value]).unwrap(), 0.0);
    }
    // Recorded: 0.121810790008 · 8.
    close(forest.score(&[high]).unwrap(), 8.0 / (1.0 + 148_f64.log2()));
    assert!((forest.score(&[high]).unwrap() - 8.0 * 0.121_810_790_008).abs() < 1e-11);
    close(forest.score(&[low]).unwrap(), 8.0 / (1.0 + 108_f64.log2()));
}

#[test]
fn two_outliers_after_461_equal_records() {
    let mut forest = service();
    for _ in 0..461 {
        forest.update(&[0.0]).unwrap();
    }
    // Nothing like it: the greatest score there is.
    assert_eq!(forest.score_and_update(&[2_423_190.0]).unwrap(), 8.0);
    // The next lies between the two known values: 8 in trees without the first outlier, 4 in those that took it.
    let score = forest.score_and_update(&[2_025_060.0]).unwrap();
    let taken = (800.0 - score * 100.0) / 4.0;
    close(taken, taken.round());
    // Each tree took it with probability 256/462 = 55.4 (the service: 57). Four sigma of a binomial is 20.
    assert!((35.4..75.4).contains(&taken), "{taken} of 100 trees took the first outlier");
    // Back to normal, a sum of the four worths that were found in the recorded output.
    let back = forest.score(&[0.0]).unwrap() * 100.0 / 8.0;
    let worths = [
        1.0 / 257.0,
        1.0 / (1.0 + 255_f64.log2()),
        1.0 / (1.0 + 254_f64.log2()),
        1.0 / (2.0 + 254_f64.log2()),
    ];
    let found = (0..=100).any(|a| {
        (0..=100 - a).any(|b| {
            (0..=100 - a - b).any(|c| {
                let counts = [a, b, c, 100 - a - b - c].map(f64::from);
                let sum: f64 = counts.iter().zip(worths).map(|(n, worth)| n * worth).sum();
                (sum - back).abs() < 1e-12
            })
        })
    });
    assert!(found, "{back} is no sum of 100 of {worths:?}");
}

/// Worths over log2(12) of a query in every tree there can be over distinct values on a line, as fractions.
fn worths(
    values: &[i64],
    query: i64,
    depth: i64,
    out: &mut Vec<(i64, i64)>,
    before: (i64, i64),
    reach: (i64, i64),
) {
    let (low, high) = (values[0], values[values.len() - 1]);
    let excess = (low - query).max(query - high).max(0);
    if values.len() == 1 {
        // d + log2 1, at least 1, for the value itself; d + 1 for another.
        let worth = if excess == 0 { (1, depth.max(1)) } else { (1, depth + 1) };
        out.push(add(before, multiply(reach, worth)));
        return;
    }
    let whole = high - low + excess;
    let sum = add(before, multiply(reach, multiply((excess, whole), (1, depth + 1))));
    let reach = multiply(reach, (whole - excess, whole));
    for at in 1..values.len() {
        let (left, right) = values.split_at(at);
        // A query inside the gap goes either way.
        if query < right[0] {
            worths(left, query, depth + 1, out, sum, reach);
        }
        if query > left[at - 1] {
            worths(right, query, depth + 1, out, sum, reach);
        }
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn reduce((a, b): (i64, i64)) -> (i64, i64) {
    let divisor = gcd(a, b).max(1);
    (a / divisor, b / divisor)
}

fn add(a: (i64, i64), b: (i64, i64)) -> (i64, i64) {
    reduce((a.0 * b.1 + b.0 * a.1, a.1 * b.1))
}

fn multiply(a: (i64, i64), b: (i64, i64)) -> (i64, i64) {
    reduce((a.0 * b.0, a.1 * b.1))
}

#[test]
fn scores_of_the_lab_are_sums_of_simple_fractions() {
    // The lab: 100 trees of 12. Recorded scores over log2(12) are such sums, for example 5027/8960.
    let values = [0, 10, 12, 20, 30, 50];
    for query in [50, 20, 0, 60, 16] {
        let mut possible = Vec::new();
        worths(&values, query, 0, &mut possible, (0, 1), (1, 1));
        possible.sort_unstable();
        possible.dedup();
        // Each single tree gives one of the possible fractions, and not always the same.
        let mut met = Vec::new();
        for seed in 0..200 {
            let mut forest = Forest::new(Options::new(1).trees(1).sample(6).seed(seed)).unwrap();
            for x in values {
                forest.update(&[x as f64]).unwrap();
            }
            let score = forest.score(&[query as f64]).unwrap() / 6_f64.log2();
            let fraction = possible.iter().position(|(a, b)| (score - *a as f64 / *b as f64).abs() < 1e-14);
            met.push(fraction.unwrap_or_else(|| panic!("{score} for {query} is none of {possible:?}")));
        }
        met.sort_unstable();
        met.dedup();
        assert!(met.len() > 1, "query {query}: the trees differ");
    }
    // A value the forest of the lab knows, 12 distinct values: each tree gives 1/depth, so the mean over 100 trees is a
    // multiple of 1/(100·lcm(1…11)).
    let mut forest = Forest::new(Options::new(1).sample(12).seed(3)).unwrap();
    for i in 0..12 {
        forest.update(&[f64::from(i * i)]).unwrap();
    }
    let unit = 2.0 * 27_720.0 * 100.0;
    for i in 0..12 {
        let parts = forest.score(&[f64::from(i * i)]).unwrap() / 12_f64.log2() * unit;
        assert!((parts - parts.round()).abs() < 1e-6, "{parts} of {unit}");
    }
}

#[test]
fn the_open_source_rule_gives_its_own_degenerate_scores() {
    let mut forest = Forest::new(Options::new(1).mode(Mode::OpenSource).time_decay(2560)).unwrap();
    for record in 0..300 {
        let score = forest.score_and_update(&[1.0]).unwrap();
        assert_eq!(record < 64, score == 0.0, "record {record}");
        if record >= 64 {
            close(score, 0.5);
        }
    }
    close(forest.score(&[2.0]).unwrap(), 257_f64.log2());
}
