//! What a value should have been (spec rcf 1.11).

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail")]

use rillcut_forest::{Forest, Mode, Options};

/// Uniform numbers in [0, 1).
struct Uniform(u64);

impl Uniform {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[test]
fn alone_a_column_is_expected_at_the_median_of_the_sample() {
    let mut forest = Forest::new(Options::new(1).sample(101)).unwrap();
    for i in 0..101 {
        forest.update(&[f64::from(i * 37 % 101)]).unwrap();
    }
    // All trees hold 0 to 100.
    let expected = forest.expected(&[1000.0], &[0]).unwrap();
    assert_eq!((expected[0].low, expected[0].value, expected[0].high), (10.0, 50.0, 90.0));
    // What the record itself says of that column is not looked at.
    assert_eq!(forest.expected(&[f64::NAN], &[0]).unwrap(), expected);
}

#[test]
fn a_column_follows_the_one_it_depends_on() {
    let mut noise = Uniform(7);
    for mode in [Mode::Service, Mode::OpenSource] {
        let mut forest = Forest::new(Options::new(3).mode(mode).seed(2)).unwrap();
        for _ in 0..3000 {
            let load = noise.next() * 100.0;
            forest.update(&[load, 1000.0 - 5.0 * load + noise.next(), noise.next()]).unwrap();
        }
        for load in [10.0, 35.0, 60.0, 90.0] {
            let record = [load, 0.0, 0.5];
            let expected = forest.expected(&record, &[1]).unwrap()[0];
            let right = 1000.0 - 5.0 * load;
            assert!((expected.value - right).abs() < 40.0, "{load}: {expected:?}, not {right}");
            assert!(expected.low <= expected.value && expected.value <= expected.high);
            assert!(expected.high - expected.low < 200.0, "the range is that of such loads: {expected:?}");
            assert_eq!(forest.attribution(&record).unwrap().suspects()[0], 1);
        }
        // Two at once, in the order asked for.
        let both = forest.expected(&[50.0, 0.0, 9.0], &[2, 1]).unwrap();
        assert_eq!((both[0].column, both[1].column), (2, 1));
        assert!((0.0..1.0).contains(&both[0].value) && (both[1].value - 750.0).abs() < 60.0, "{both:?}");
    }
}

#[test]
fn in_a_shingle_the_records_before_say_what_comes_next() {
    // A sawtooth of period 12: the last three values name the fourth.
    let mut forest = Forest::new(Options::new(1).shingle(4).seed(5)).unwrap();
    for t in 0..2000 {
        forest.update(&[f64::from(t % 12) * 10.0]).unwrap();
    }
    for t in 2000..2024 {
        let right = f64::from(t % 12) * 10.0;
        let expected = forest.expected(&[-500.0], &[0]).unwrap()[0];
        assert!((expected.value - right).abs() < 1e-3, "{t}: {expected:?}, not {right}");
        forest.update(&[right]).unwrap();
    }
}

#[test]
fn asking_changes_nothing_and_wrong_questions_are_refused() {
    let mut forest = Forest::new(Options::new(2).sample(16)).unwrap();
    assert_eq!(forest.expected(&[1.0, 2.0], &[0]).unwrap(), [], "silent while learning");
    for i in 0..40 {
        forest.update(&[f64::from(i % 5), f64::from(i % 3)]).unwrap();
    }
    let before = forest.to_bytes();
    assert_eq!(forest.expected(&[1.0, 2.0], &[0, 1]).unwrap().len(), 2);
    assert_eq!(forest.expected(&[1.0, 2.0], &[]).unwrap(), []);
    assert_eq!(forest.to_bytes(), before);
    let code = |record: &[f64], columns: &[usize]| forest.expected(record, columns).unwrap_err().code();
    assert_eq!(code(&[1.0, 2.0], &[2]), "FOR0013");
    assert_eq!(code(&[1.0], &[0]), "FOR0010");
    assert_eq!(code(&[f64::NAN, 2.0], &[1]), "FOR0011");
}
