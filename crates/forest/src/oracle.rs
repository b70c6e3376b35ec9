//! Exact expectations, without any randomness, to hold the trees against (tests only).
//!
//! Over all random cut trees of a set of points, the worth of a query is a random variable. Its first two moments
//! follow by recursion over boxes: a cut falls into the gap between neighbouring coordinates with probability gap over
//! extent, and at each level `S = a + b·S'` with `a` the share that separates and `b = 1 − p` (spec rcf 3.3.1). The
//! recursion knows nothing of the order of insertion or of deleted points, so it checks both.

#![allow(
    clippy::needless_range_loop,
    clippy::disallowed_methods,
    reason = "dimensions are numbered as in the formulas; expected values have tolerances"
)]

use std::collections::HashMap;

use crate::cut_tree::CutTree;
use crate::explain::{Attribution, Shadow, Shares};
use crate::line::LineTree;
use crate::options::{Mode, Options};
use crate::random::Stream;
use crate::rule::Rule;
use crate::space::{Coordinate, Wide};
use crate::tree::Tree;

/// Mean and mean square.
#[derive(Debug, Clone, Copy)]
struct Moments(f64, f64);

impl Moments {
    fn certain(x: f64) -> Self {
        Self(x, x * x)
    }

    fn variance(self) -> f64 {
        (self.1 - self.0 * self.0).max(0.0)
    }
}

/// What to take the moments of: the whole worth, or what one dimension and side contributes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Whole,
    High(usize),
    Low(usize),
}

struct Oracle<'a> {
    query: &'a [f64],
    rule: &'a Rule,
    points: u16,
    part: Part,
    known: HashMap<(Vec<usize>, usize), Moments>,
}

impl Oracle<'_> {
    /// Moments for the subtree of these distinct points (with masses) at a depth.
    fn moments(&mut self, all: &[(Vec<f64>, u16)], set: &[usize], depth: usize) -> Moments {
        let q = self.query;
        if let [only] = set
            && all[*only].0 == q
        {
            return Moments::certain(self.rule.seen(depth, all[*only].1, self.points));
        }
        if let Some(known) = self.known.get(&(set.to_vec(), depth)) {
            return *known;
        }
        let dimensions = q.len();
        let coordinates = |d: usize| {
            let mut values: Vec<f64> = set.iter().map(|&i| all[i].0[d]).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let (mut extent, mut excess, mut mine) = (0.0, 0.0, 0.0);
        for d in 0..dimensions {
            let values = coordinates(d);
            let (low, high) = (values[0], values[values.len() - 1]);
            extent += high - low;
            let (above, below) = ((q[d] - high).max(0.0), (low - q[d]).max(0.0));
            excess += above + below;
            mine += match self.part {
                Part::Whole => above + below,
                Part::High(wanted) if wanted == d => above,
                Part::Low(wanted) if wanted == d => below,
                _ => 0.0,
            };
        }
        let whole = extent + excess;
        let a = mine / whole / (depth as f64 + 1.0);
        let b = 1.0 - excess / whole;
        let mut below = Moments(0.0, 0.0);
        if set.len() > 1 {
            for d in 0..dimensions {
                let values = coordinates(d);
                for gap in values.windows(2).filter(|gap| gap[0] < gap[1]) {
                    let length = gap[1] - gap[0];
                    let (left, right): (Vec<usize>, Vec<usize>) =
                        set.iter().partition(|&&i| all[i].0[d] <= gap[0]);
                    // The query goes left of cuts at or above it.
                    let to_left = ((gap[1] - q[d]) / length).clamp(0.0, 1.0);
                    for (share, child) in [(to_left, left), (1.0 - to_left, right)] {
                        if share > 0.0 {
                            let moments = self.moments(all, &child, depth + 1);
                            below.0 += share * length / extent * moments.0;
                            below.1 += share * length / extent * moments.1;
                        }
                    }
                }
            }
        }
        let result = Moments(a + b * below.0, a * a + 2.0 * a * b * below.0 + b * b * below.1);
        self.known.insert((set.to_vec(), depth), result);
        result
    }
}

/// Distinct points with masses.
fn masses(points: &[Vec<f64>]) -> Vec<(Vec<f64>, u16)> {
    let mut distinct: Vec<(Vec<f64>, u16)> = Vec::new();
    for point in points {
        match distinct.iter_mut().find(|(known, _)| known == point) {
            Some((_, mass)) => *mass += 1,
            None => distinct.push((point.clone(), 1)),
        }
    }
    distinct.sort_by(|a, b| a.0[0].total_cmp(&b.0[0]));
    distinct
}

fn expect(points: &[Vec<f64>], query: &[f64], mode: Mode, part: Part) -> Moments {
    let rule = rule(points.len(), mode);
    let all = masses(points);
    let set: Vec<usize> = (0..all.len()).collect();
    let points = points.len() as u16;
    let mut oracle = Oracle { query, rule: &rule, points, part, known: HashMap::new() };
    oracle.moments(&all, &set, 0)
}

fn rule(sample: usize, mode: Mode) -> Rule {
    Rule::new(&Options::new(1).trees(1).sample(sample).mode(mode))
}

fn line(values: &[f64]) -> Vec<Vec<f64>> {
    values.iter().map(|&x| vec![x]).collect()
}

/// The point as coordinates.
fn kept<T: CutTree>(point: &[f64]) -> Vec<T::Scalar> {
    point.iter().map(|&x| Coordinate::nearest(x)).collect()
}

/// A tree of `points`; before that, `passing` points came, which leave one by one as the others arrive.
fn grow<T: CutTree>(points: &[Vec<f64>], passing: &[Vec<f64>], number: usize) -> T {
    let mut tree = T::new(points[0].len(), points.len() + passing.len());
    let mut stream = Stream::new(20_260_127, number, 0);
    let mut leaving: Vec<T::Leaf> =
        passing.iter().map(|point| tree.insert(&kept::<T>(point), &mut stream)).collect();
    for point in points {
        tree.insert(&kept::<T>(point), &mut stream);
        if let Some(leaf) = leaving.pop() {
            tree.delete(leaf);
        }
    }
    leaving.iter().rev().for_each(|&leaf| tree.delete(leaf));
    tree
}

fn assert_close(mean: f64, moments: Moments, trees: usize, what: &str) {
    let tolerance = 4.0 * (moments.variance() / trees as f64).sqrt() + 1e-9;
    assert!((mean - moments.0).abs() < tolerance, "{what}: mean {mean}, exact {} ± {tolerance}", moments.0);
}

const TREES: usize = 1000;

/// Holds the mean worth over many trees against the exact one.
fn compare<T: CutTree>(points: &[Vec<f64>], passing: &[Vec<f64>], queries: &[Vec<f64>]) {
    let trees: Vec<T> = (0..TREES).map(|number| grow(points, passing, number)).collect();
    for mode in [Mode::Service, Mode::OpenSource] {
        let rule = rule(points.len(), mode);
        for query in queries {
            let mean = T::score_all(&trees, &kept::<T>(query), &rule) / TREES as f64;
            assert_close(
                mean,
                expect(points, query, mode, Part::Whole),
                TREES,
                &format!("{mode:?} {query:?}"),
            );
        }
    }
}

#[test]
fn the_oracle_gives_the_published_values() {
    let score = |values: &[f64], q: f64, mode| {
        let n = values.len() as f64;
        let scale = if mode == Mode::Service { n.log2() } else { (n + 1.0).log2() };
        let moments = expect(&line(values), &[q], mode, Part::Whole);
        (moments.0 * scale, moments.variance())
    };
    let close =
        |(mean, _): (f64, f64), expected: f64| assert!((mean - expected).abs() < 1e-9, "{mean} {expected}");
    let three = [0.0, 1.0, 3.0];
    close(score(&three, -1.0, Mode::OpenSource), 1.166_666_667);
    close(score(&three, 0.0, Mode::OpenSource), 0.648_148_148);
    close(score(&three, 0.5, Mode::OpenSource), 0.733_333_333);
    close(score(&three, 1.0, Mode::OpenSource), 0.555_555_556);
    assert!(score(&three, 1.0, Mode::OpenSource).1 < 1e-15);
    close(score(&three, 5.0, Mode::OpenSource), 1.366_666_667);
    close(score(&three, 0.0, Mode::Service), 1.056_641_667);
    close(score(&three, 1.0, Mode::Service), 0.792_481_250);
    let copies = [0.0, 0.0, 0.0, 1.0, 5.0];
    close(score(&copies, 0.0, Mode::OpenSource), 0.482_526_333);
    close(score(&copies, 0.0, Mode::Service), 0.697_797_250);
    close(score(&[7.0; 12], 7.0, Mode::OpenSource), 0.5);
    close(score(&[7.0; 12], 7.0, Mode::Service), 0.275_766_346);
    close(score(&[7.0; 12], 9.0, Mode::OpenSource), 3.700_439_718);
    close(score(&[7.0; 12], 9.0, Mode::Service), 3.584_962_501);
}

/// Point sets and queries, repeated points among them.
const TABLE: [(&[f64], &[f64]); 7] = [
    (&[0.0, 1.0, 3.0], &[-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 5.0]),
    (&[0.0, 0.0, 0.0, 1.0, 5.0], &[-1.0, 0.0, 0.5, 1.0, 3.0, 5.0, 6.0]),
    (&[7.0; 12], &[7.0, 9.0, -3.0]),
    (&[2.0, 2.0, 4.0, 4.0, 4.0, 4.0], &[1.0, 2.0, 3.5, 4.0, 100.0]),
    (&[-8.0, -1.0, -1.0, 0.0, 0.25, 0.25, 0.25, 3.0, 64.0], &[-20.0, -1.0, 0.25, 0.125, 30.0, 64.0, 65.0]),
    (&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0], &[0.0, 1.0, 3.0, 8.0, 100.0, 128.0, 500.0]),
    (&[0.0, 1e-9, 1.0, 1e9], &[-1.0, 0.0, 5e-10, 0.5, 2.0, 1e9, 3e9]),
];

#[test]
fn trees_on_a_line_agree_with_the_oracle() {
    for (points, queries) in TABLE {
        compare::<LineTree>(&line(points), &[], &line(queries));
        compare::<Tree<Wide>>(&line(points), &[], &line(queries));
    }
}

#[test]
fn over_500_random_sets_the_error_is_what_chance_allows() {
    // Each set gives one z, the error of the mean over trees in standard errors. Over 500 sets their root mean square is
    // 1 within 0.1 (three standard deviations), in both modes: no set is off by a little.
    for mode in [Mode::Service, Mode::OpenSource] {
        let (mut squares, mut counted) = (0.0, 0.0);
        for set in 0..500 {
            let mut stream = Stream::new(99, set, 0);
            let size = 3 + set % 18;
            // Coarse for every other set, so that points repeat.
            let points: Vec<f64> = (0..size)
                .map(|_| {
                    let x = stream.exponential() * 8.0;
                    if set % 2 == 0 { x.floor() } else { x }
                })
                .collect();
            // Between the points, on one of them, or beyond: of eight tries the first where chance plays a part. Of sets
            // with two different points there is none, and the score is exact.
            let mut tries = (0..8).map(|_| {
                let query =
                    if stream.uniform() < 0.3 { points[set % size] } else { stream.exponential() * 12.0 };
                (query, expect(&line(&points), &[query], mode, Part::Whole))
            });
            let first = tries.next().unwrap();
            let (query, exact) = tries.find(|(_, exact)| exact.variance() > 1e-6).unwrap_or(first);
            let rule = rule(size, mode);
            let trees = 200;
            let sum: f64 = (0..trees)
                .map(|number| {
                    let tree: LineTree = grow(&line(&points), &[], set * trees + number);
                    LineTree::score_all(&[tree], &[query], &rule)
                })
                .sum();
            let error = sum / trees as f64 - exact.0;
            if exact.variance() > 1e-6 {
                squares += error * error / (exact.variance() / trees as f64);
                counted += 1.0;
            } else {
                assert!(error.abs() < 1e-3, "{points:?} {query}: {error}");
            }
        }
        assert!(counted > 400.0, "{counted} sets had something to say");
        let rms = (squares / counted).sqrt();
        assert!((0.9..1.1).contains(&rms), "{mode:?}: rms z {rms}");
    }
}

#[test]
fn points_that_came_and_went_leave_no_trace_in_the_distribution() {
    let points = line(&[0.0, 1.0, 3.0, 3.5, 8.0, 1.0]);
    let passing = line(&[2.0, -20.0, 3.0, 50.0, 0.5, 3.25, 0.0]);
    let queries = line(&[-5.0, 0.0, 0.75, 1.0, 3.2, 3.5, 6.0, 8.0, 30.0]);
    compare::<LineTree>(&points, &passing, &queries);
    compare::<Tree<Wide>>(&points, &passing, &queries);
}

#[test]
fn a_longer_line_agrees_with_the_oracle() {
    // 48 points, clustered and far apart.
    let mut stream = Stream::new(5, 0, 0);
    let values: Vec<f64> = (0..48).map(|i| f64::from(i % 3) * 30.0 + stream.exponential() * 10.0).collect();
    let queries = line(&[-40.0, values[0], values[17], 12.0, 45.0, 75.0, 300.0]);
    compare::<LineTree>(&line(&values), &[], &queries);
}

#[test]
fn trees_in_space_agree_with_the_oracle() {
    let points: Vec<Vec<f64>> = [
        [0.0, 0.0, 1.0],
        [1.0, 4.0, 1.0],
        [2.0, 1.0, 0.0],
        [0.5, 0.0, 3.0],
        [2.0, 1.0, 0.0],
        [9.0, 2.0, 2.0],
    ]
    .iter()
    .map(|point| point.to_vec())
    .collect();
    let passing: Vec<Vec<f64>> =
        [[5.0, 5.0, 5.0], [-7.0, 1.0, 1.0], [1.0, 4.0, 1.0]].iter().map(|point| point.to_vec()).collect();
    let queries: Vec<Vec<f64>> = [
        [2.0, 1.0, 0.0],
        [0.0, 0.0, 1.0],
        [1.5, 1.0, 1.0],
        [-3.0, 1.0, 6.0],
        [20.0, 20.0, 1.0],
        [2.0, 1.0, 0.5],
    ]
    .iter()
    .map(|point| point.to_vec())
    .collect();
    compare::<Tree<Wide>>(&points, &[], &queries);
    compare::<Tree<Wide>>(&points, &passing, &queries);
}

#[test]
fn attribution_agrees_with_the_oracle() {
    let points: Vec<Vec<f64>> = [[0.0, 0.0], [1.0, 4.0], [2.0, 1.0], [0.5, 3.0], [6.0, 2.0]]
        .iter()
        .map(|point| point.to_vec())
        .collect();
    let rule = rule(points.len(), Mode::Service);
    let trees: Vec<Tree<Wide>> = (0..TREES).map(|number| grow(&points, &[], number)).collect();
    for query in [[-1.0, 9.0], [1.5, 2.0], [8.0, -0.5], [0.75, 3.0]] {
        let mut total = Attribution::default();
        total.reset(2);
        let scratch = (&mut Shares::default(), &mut Shadow::default());
        <Tree<Wide>>::explain_all(&trees, &kept::<Tree<Wide>>(&query), &rule, scratch, &mut total);
        total.multiply(1.0 / TREES as f64);
        for column in 0..2 {
            for (mean, part) in
                [(total.high[column], Part::High(column)), (total.low[column], Part::Low(column))]
            {
                let exact = expect(&points, &query, Mode::Service, part);
                assert_close(mean, exact, TREES, &format!("{query:?} {part:?}"));
            }
        }
    }
}
