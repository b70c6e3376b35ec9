//! Which columns a score is due to (spec rcf 1.10 and 3.2, kda-sql 12.3).

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests may fail; expected values have tolerances or are exact powers of two"
)]

use rillcut_forest::{Attribution, Direction, Forest, Mode, Options};

/// Standard normal numbers from twelve uniform ones; good enough for clusters.
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

fn sum(attribution: &Attribution) -> f64 {
    attribution.high().iter().chain(attribution.low()).sum()
}

#[test]
fn parts_add_up_to_the_score_in_both_modes() {
    let mut noise = Noise(1);
    for options in [
        Options::new(1).sample(32),
        Options::new(3).sample(32).shingle(4),
        Options::new(1).sample(16).mode(Mode::OpenSource),
        Options::new(2).sample(64).mode(Mode::OpenSource).time_decay(100),
    ] {
        let mut forest = Forest::new(options.clone().trees(30)).unwrap();
        let mut twin = Forest::new(options.clone().trees(30)).unwrap();
        let mut attribution = Attribution::default();
        for _ in 0..500 {
            // Coarse values repeat, so that seen points are explained too.
            let record: Vec<f64> = (0..options.columns).map(|_| noise.normal().round()).collect();
            forest.explain_and_update_into(&record, &mut attribution).unwrap();
            assert_eq!(attribution.score(), twin.score_and_update(&record).unwrap());
            assert!((sum(&attribution) - attribution.score()).abs() < 1e-9);
            assert!(attribution.high().iter().chain(attribution.low()).all(|part| *part >= 0.0));
            assert_eq!(attribution.high().len(), options.columns);
        }
    }
}

#[test]
fn the_learning_phase_has_no_parts_and_says_low() {
    let mut forest = Forest::new(Options::new(2)).unwrap();
    for _ in 0..256 {
        let attribution = forest.explain_and_update(&[1.0, 2.0]).unwrap();
        assert_eq!((attribution.score(), sum(&attribution)), (0.0, 0.0));
        assert_eq!(attribution.direction(0), Direction::Low);
    }
    assert!(forest.attribution(&[1.0, 2.0]).unwrap().score() > 0.0);
}

#[test]
fn blood_pressure_is_high_in_both_columns() {
    // The example of the service's manual: 101/66 scores about 0.7, 144/123 about 3.9, both columns HIGH.
    let mut noise = Noise(77);
    let mut forest = Forest::new(Options::new(2)).unwrap();
    for _ in 0..2000 {
        let systolic = 90.0 + (noise.uniform() * 30.0).floor();
        let diastolic = 60.0 + (noise.uniform() * 20.0).floor();
        forest.update(&[systolic, diastolic]).unwrap();
    }
    let normal = forest.attribution(&[101.0, 66.0]).unwrap();
    assert!((0.5..1.0).contains(&normal.score()), "{normal:?}");
    let high = forest.attribution(&[144.0, 123.0]).unwrap();
    assert!(high.score() > 3.0, "{high:?}");
    assert_eq!((high.direction(0), high.direction(1)), (Direction::High, Direction::High));
    assert!(high.column(1) > high.column(0), "43 above 79 weighs more than 24 above 119: {high:?}");
    assert!(high.strength(1) > 10.0 * normal.strength(1));
    let low = forest.attribution(&[60.0, 70.0]).unwrap();
    assert_eq!(low.direction(0), Direction::Low);
    assert!(low.column(0) > 4.0 * low.column(1), "{low:?}");
}

#[test]
fn a_gap_between_two_clusters_is_high_and_low_at_once() {
    // 1,000 points in 20 dimensions, clusters at ±5 on the first axis; the query is the origin (spec rcf 3.1).
    let mut noise = Noise(3);
    let options = Options::new(20).trees(50).mode(Mode::OpenSource).time_decay(2560);
    let mut forest = Forest::new(options).unwrap();
    for i in 0..1000 {
        let mut record: Vec<f64> = (0..20).map(|_| 0.1 * noise.normal()).collect();
        record[0] += if i % 2 == 0 { 5.0 } else { -5.0 };
        forest.update(&record).unwrap();
    }
    let attribution = forest.attribution(&[0.0; 20]).unwrap();
    assert!(attribution.score() > 1.5);
    assert!(attribution.high()[0] > 0.75 && attribution.low()[0] > 0.75, "{attribution:?}");
    assert!(attribution.high()[1..].iter().chain(&attribution.low()[1..]).all(|part| *part < 0.1));
}

#[test]
fn a_known_outlier_keeps_its_direction_as_copies_come() {
    // The shadow box (spec rcf 3.2, testShadowBuffer): direction is judged without the point's own leaf.
    let mut noise = Noise(5);
    let options = Options::new(3).mode(Mode::OpenSource).time_decay(2560);
    let mut forest = Forest::new(options).unwrap();
    for _ in 0..3000 {
        forest.update(&[noise.normal(), noise.normal(), noise.normal()]).unwrap();
    }
    let outlier = [-8.0, -8.0, 0.0];
    let before = forest.attribution(&outlier).unwrap();
    assert!(before.score() > 2.0 && before.column(2) < 0.2, "{before:?}");
    for _ in 0..5 {
        forest.update(&outlier).unwrap();
        let after = forest.attribution(&outlier).unwrap();
        for column in 0..2 {
            let share = after.low()[column] / after.score();
            assert!((share - before.low()[column] / before.score()).abs() < 0.1, "{after:?}");
        }
    }
    for _ in 0..600 {
        forest.update(&outlier).unwrap();
    }
    assert!(forest.score(&outlier).unwrap() < 1.0);
}

#[test]
fn a_spike_is_blamed_on_its_column_and_side() {
    let mut noise = Noise(9);
    let mut forest = Forest::new(Options::new(3)).unwrap();
    for _ in 0..2000 {
        forest.update(&[noise.normal(), noise.normal(), noise.normal()]).unwrap();
    }
    for column in 0..3 {
        for (value, direction) in [(9.0, Direction::High), (-9.0, Direction::Low)] {
            let mut record = [0.0; 3];
            record[column] = value;
            let attribution = forest.attribution(&record).unwrap();
            assert_eq!(attribution.direction(column), direction);
            assert!(attribution.strength(column) > attribution.score() / 2.0, "{attribution:?}");
        }
    }
}

#[test]
fn a_known_value_at_the_end_is_judged_against_the_others() {
    // Two values in every tree: without its own leaf, 0 lies below all there is, and 4 above.
    let mut forest = Forest::new(Options::new(1).sample(2)).unwrap();
    forest.update(&[0.0]).unwrap();
    forest.update(&[4.0]).unwrap();
    let (least, greatest) = (forest.attribution(&[0.0]).unwrap(), forest.attribution(&[4.0]).unwrap());
    assert_eq!((least.low(), least.high()), (&[least.score()][..], &[0.0][..]));
    assert_eq!((greatest.low(), greatest.high()), (&[0.0][..], &[greatest.score()][..]));
}
