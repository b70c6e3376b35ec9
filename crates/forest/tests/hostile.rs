//! Whatever numbers come, a forest scores them within its range or refuses them by name, and never panics.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests may fail; expected values have tolerances or are exact powers of two"
)]

use proptest::prelude::*;
use rillcut_forest::{Forest, MAX_MAGNITUDE, Mode, Options};

/// Numbers that break naive code: zeros of both signs, denormals, neighbours, the very large, the not finite.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => (-10_i32..10).prop_map(f64::from),
        1 => Just(-0.0),
        1 => prop_oneof![Just(5e-324), Just(-5e-324), Just(f64::MIN_POSITIVE)],
        1 => Just(1.0_f64.next_up()),
        1 => prop_oneof![Just(MAX_MAGNITUDE), Just(-MAX_MAGNITUDE), Just(MAX_MAGNITUDE.next_up()), Just(f64::MAX)],
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY)],
        1 => any::<f64>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_stream_gives_scores_in_range_or_names_the_column(
        columns in 1_usize..4,
        shingle in 1_usize..4,
        sample in 2_usize..20,
        decay in prop_oneof![Just(1_u64), 2_u64..100, Just(2_147_483_647)],
        open: bool,
        seed: u64,
        values in proptest::collection::vec(number(), 0..240),
    ) {
        let mode = if open { Mode::OpenSource } else { Mode::Service };
        let options = Options::new(columns).trees(3).sample(sample).time_decay(decay).shingle(shingle).seed(seed).mode(mode);
        let mut forest = Forest::new(options).unwrap();
        let ceiling = (sample as f64 + 1.0).log2() + 1e-12;
        for record in values.chunks_exact(columns) {
            let seen = forest.seen();
            let bad = record.iter().position(|x| !x.is_finite() || x.abs() > MAX_MAGNITUDE);
            let silent = forest.warm_up_remaining() > 0;
            match (forest.explain_and_update(record), bad) {
                (Ok(attribution), None) => {
                    let score = attribution.score();
                    prop_assert!((0.0..=ceiling).contains(&score), "{score}");
                    prop_assert_eq!(score == 0.0, silent);
                    let parts: f64 = attribution.high().iter().chain(attribution.low()).sum();
                    prop_assert!((parts - score).abs() < 1e-9, "{} {}", parts, score);
                    prop_assert_eq!(forest.seen(), seen + 1);
                }
                (Err(error), Some(column)) => {
                    prop_assert_eq!(error.column(), Some(column));
                    prop_assert!(error.hint().is_some());
                    prop_assert_eq!(forest.seen(), seen);
                }
                (result, bad) => prop_assert!(false, "{result:?} for {record:?}, bad column {bad:?}"),
            }
        }
        let bytes = forest.to_bytes();
        prop_assert_eq!(Forest::from_bytes(&bytes, Options::MEMORY_LIMIT).unwrap().to_bytes(), bytes);
    }

    #[test]
    fn a_refused_record_leaves_no_trace(values in proptest::collection::vec(-5_i32..5, 40..80), bad in 0_usize..40) {
        let options = Options::new(1).trees(4).sample(8).shingle(2);
        let (mut clean, mut hit) = (Forest::new(options.clone()).unwrap(), Forest::new(options).unwrap());
        for (t, value) in values.iter().enumerate() {
            if t == bad {
                hit.score_and_update(&[f64::NAN]).unwrap_err();
                hit.update(&[1.0, 2.0]).unwrap_err();
            }
            let record = [f64::from(*value)];
            prop_assert_eq!(clean.score_and_update(&record).unwrap(), hit.score_and_update(&record).unwrap());
        }
    }
}

#[test]
fn the_two_zeros_are_one_value() {
    let mut forest = Forest::new(Options::new(1).sample(8)).unwrap();
    for t in 0..20 {
        forest.update(&[if t % 2 == 0 { 0.0 } else { -0.0 }]).unwrap();
    }
    assert!((forest.score(&[-0.0]).unwrap() - 3.0 / 9.0).abs() < 1e-15);
}

#[test]
fn values_that_f32_would_merge_stay_apart() {
    let mut forest = Forest::new(Options::new(1).sample(8)).unwrap();
    for _ in 0..20 {
        forest.update(&[230.0]).unwrap();
    }
    assert_eq!(forest.score(&[229.999_999_999_999_97]).unwrap(), 3.0);
}

#[test]
fn deep_trees_are_walked_without_recursion() {
    // Powers of two make chains: each cut most likely splits off the greatest value.
    let mut forest = Forest::new(Options::new(1).trees(2).sample(999)).unwrap();
    for exponent in -900..99 {
        forest.update(&[2_f64.powi(exponent)]).unwrap();
    }
    for exponent in [-899, 0, 98] {
        let attribution = forest.attribution(&[2_f64.powi(exponent)]).unwrap();
        assert!(attribution.score() > 0.0);
    }
    assert_eq!(
        Forest::from_bytes(&forest.to_bytes(), Options::MEMORY_LIMIT).unwrap().to_bytes(),
        forest.to_bytes()
    );
}
