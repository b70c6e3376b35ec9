//! What the open library's own tests ask of it, asked of this forest by its rule (spec rcf 3.1 and 3.2); ours, with our data.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail")]

use rillcut_forest::{Attribution, Forest, Mode, Options};

struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Standard normal, from twelve uniform ones.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

fn open(columns: usize) -> Options {
    Options::new(columns).mode(Mode::OpenSource).time_decay(2560)
}

fn sum(attribution: &Attribution) -> f64 {
    attribution.high().iter().chain(attribution.low()).sum()
}

/// 10,000 points in three dimensions: N(0, 1), and now and then a run of N(5, 1.5).
fn mixture(seed: u64) -> (Forest, Noise) {
    let mut noise = Noise(seed);
    let mut forest = Forest::new(open(3).seed(seed)).unwrap();
    let mut anomalous = false;
    for _ in 0..10_000 {
        anomalous = if anomalous { noise.uniform() >= 0.4 } else { noise.uniform() < 0.01 };
        let (mean, deviation) = if anomalous { (5.0, 1.5) } else { (0.0, 1.0) };
        let point: Vec<f64> = (0..3).map(|_| mean + deviation * noise.normal()).collect();
        forest.update(&point).unwrap();
    }
    (forest, noise)
}

#[test]
fn the_middle_of_a_mixture_is_usual_and_a_far_corner_is_not() {
    for seed in 1..=5 {
        let (forest, mut noise) = mixture(seed);
        let centre = forest.attribution(&[0.0; 3]).unwrap();
        assert!(centre.score() < 1.0, "{centre:?}");
        assert!((0..3).all(|column| centre.column(column) < 0.5), "{centre:?}");
        assert!(forest.score(&[8.0; 3]).unwrap() > 1.0);
        for _ in 0..200 {
            let point: Vec<f64> = (0..3).map(|_| 3.0 * noise.normal()).collect();
            let attribution = forest.attribution(&point).unwrap();
            assert!((sum(&attribution) - attribution.score()).abs() < 1e-9);
            assert_eq!(forest.score(&point).unwrap(), attribution.score());
        }
    }
}

#[test]
fn a_spike_dominates_in_its_own_direction() {
    // One axis far out: its side takes more than a third in nearly all of six directions and twenty trials.
    let (forest, mut noise) = mixture(11);
    for column in 0..3 {
        for far in [12.0, -12.0] {
            let dominant = (0..20)
                .filter(|_| {
                    let mut point: Vec<f64> = (0..3).map(|_| 0.02 * noise.normal()).collect();
                    point[column] += far;
                    let why = forest.attribution(&point).unwrap();
                    let side = if far > 0.0 { why.high() } else { why.low() };
                    why.score() > 1.0 && side[column] > why.score() / 3.0
                })
                .count();
            assert!(dominant >= 18, "column {column}, {far}: {dominant} of 20");
        }
    }
}

#[test]
fn two_distant_clusters_make_their_middle_strange() {
    // 1,000 points in 20 dimensions around ±5 on the first axis; a larger sample changes the outlier's score by
    // less than a tenth, and points of the clusters stay below 0.8.
    let run = |sample: usize| {
        let mut noise = Noise(3);
        let options = open(20).trees(50).sample(sample).time_decay(10 * sample as u64).seed(17);
        let mut forest = Forest::new(options).unwrap();
        let mut cluster = Vec::new();
        for i in 0..1000 {
            let mut record: Vec<f64> = (0..20).map(|_| 0.1 * noise.normal()).collect();
            record[0] += if i % 2 == 0 { 5.0 } else { -5.0 };
            forest.update(&record).unwrap();
            cluster = record;
        }
        cluster[1..].fill(0.0);
        (forest.score(&[0.0; 20]).unwrap(), forest.score(&cluster).unwrap())
    };
    let ((outlier, inlier), (outlier_512, inlier_512)) = (run(256), run(512));
    assert!(outlier > 1.5 && (outlier_512 / outlier - 1.0).abs() < 0.1, "{outlier} {outlier_512}");
    assert!(inlier < 0.8 && inlier_512 < 0.8 && (inlier - inlier_512).abs() < 0.1, "{inlier} {inlier_512}");
}

#[test]
fn a_cosine_of_five_columns_is_usual_throughout() {
    // Period 60, amplitude 100 to 120, noise 5, shingle 8, 30 trees: the mean score is below 1.
    let mut noise = Noise(42);
    let mut forest = Forest::new(open(5).shingle(8).trees(30).seed(17)).unwrap();
    let mut attribution = Attribution::default();
    let (mut total, records) = (0.0, 5000);
    for t in 0..records {
        let record: Vec<f64> = (0..5)
            .map(|column| {
                let angle = f64::from(t) / 60.0 * core::f64::consts::TAU;
                (100.0 + 4.0 * f64::from(column)) * libm::cos(angle) + 5.0 * (noise.uniform() - 0.5)
            })
            .collect();
        forest.explain_and_update_into(&record, &mut attribution).unwrap();
        assert!((sum(&attribution) - attribution.score()).abs() < 1e-9);
        total += attribution.score();
    }
    assert!(total / f64::from(records) < 1.0, "{total}");
}

#[test]
fn blame_moves_on_when_an_explained_place_is_filled() {
    // 30 dimensions, clusters at ±5 on the first axis; a point between them and off on the second axis.
    let mut noise = Noise(23);
    let mut forest = Forest::new(open(30).seed(4)).unwrap();
    let mut around = |centre: [f64; 2]| {
        let mut point: Vec<f64> = (0..30).map(|_| 0.1 * noise.normal()).collect();
        point[0] += centre[0];
        point[1] += centre[1];
        point
    };
    for i in 0..2000 {
        let record = around([if i % 2 == 0 { 5.0 } else { -5.0 }, 0.0]);
        forest.update(&record).unwrap();
    }
    let query = {
        let mut query = [0.0; 30];
        query[1] = 1.0;
        query
    };
    let before = forest.attribution(&query).unwrap();
    assert!(before.column(0) > before.column(1), "{before:?}");
    // The middle fills: what is left to explain is the second axis.
    for _ in 0..300 {
        let record = around([0.0, 0.0]);
        forest.update(&record).unwrap();
    }
    let after = forest.attribution(&query).unwrap();
    assert!(after.column(1) > after.column(0) && after.high()[1] > after.low()[1], "{after:?}");
    assert!(after.score() < before.score());
}
