//! What holds in every tree after every step (tests only; spec rcf 3.3.5).

use crate::bounds::extent;
use crate::link;
use crate::options::Options;
use crate::random::Stream;
use crate::rule::Rule;
use crate::tree::{Piece, Tree};
use crate::{line::LineTree, space::SpaceTree};

/// Cuts, points and masses in preorder, without the slots that happen to hold them.
#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Cut(u16, f64),
    Leaf(Vec<f64>, u16),
}

fn shape<T: Tree>(tree: &T) -> Vec<Shape> {
    let mut shape = Vec::new();
    tree.pieces(&mut |piece| {
        shape.push(match piece {
            Piece::Cut { dimension, value } => Shape::Cut(dimension, value),
            Piece::Leaf { slot } => {
                let (mass, point) = tree.leaf(slot);
                Shape::Leaf(point.to_vec(), mass)
            }
        });
    });
    shape
}

/// Checks that cuts separate their subtrees and masses add up; gives the points with masses.
fn check_cuts(shape: &[Shape]) -> Vec<(Vec<f64>, u16)> {
    type Points = Vec<(Vec<f64>, u16)>;
    let mut ready: Vec<Points> = Vec::new();
    for part in shape.iter().rev() {
        match part {
            Shape::Leaf(point, mass) => {
                assert!(*mass > 0);
                ready.push(vec![(point.clone(), *mass)]);
            }
            Shape::Cut(dimension, cut) => {
                let (mut left, right) = (ready.pop().unwrap(), ready.pop().unwrap());
                assert!(left.iter().all(|(point, _)| point[usize::from(*dimension)] <= *cut));
                assert!(right.iter().all(|(point, _)| point[usize::from(*dimension)] > *cut));
                left.extend(right);
                ready.push(left);
            }
        }
    }
    assert!(ready.len() <= 1);
    ready.pop().unwrap_or_default()
}

/// A multiset of points, the plain model of a tree.
fn sorted(mut points: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    points.sort_by(|a, b| a.partial_cmp(b).unwrap());
    points
}

/// Inserts and deletes at random, comparing with a plain list after every step.
fn live<T: Tree>(dimensions: usize, seed: u64, check: impl Fn(&T, usize)) {
    let mut stream = Stream::new(seed, 0, 0);
    let mut tree = T::new(dimensions, 40);
    let mut model: Vec<(u16, Vec<f64>)> = Vec::new();
    let mut path = Vec::new();
    for _ in 0..600 {
        let grow = model.is_empty() || (model.len() < 40 && stream.uniform() < 0.55);
        if grow {
            // Coarse values, so that points and coordinates repeat.
            let point: Vec<f64> = (0..dimensions).map(|_| (stream.uniform() * 6.0).floor()).collect();
            let leaf = tree.insert(&point, &mut stream);
            model.push((leaf, point));
        } else {
            let (leaf, _) = model.swap_remove((stream.uniform() * model.len() as f64) as usize);
            tree.delete(leaf, &mut path);
        }
        let points = check_cuts(&shape(&tree));
        let held = points.iter().flat_map(|(point, mass)| vec![point.clone(); usize::from(*mass)]).collect();
        assert_eq!(sorted(held), sorted(model.iter().map(|(_, point)| point.clone()).collect()));
        for (leaf, point) in &model {
            assert_eq!(tree.leaf(*leaf).1, point, "a leaf keeps its point");
        }
        check(&tree, points.len());
    }
}

#[test]
fn trees_on_a_line_stay_sound() {
    for seed in 0..20 {
        live::<LineTree>(1, seed, LineTree::check_boxes);
    }
}

#[test]
fn trees_in_space_stay_sound() {
    for seed in 0..20 {
        for dimensions in [1, 2, 3, 5] {
            live::<SpaceTree>(dimensions, seed, SpaceTree::check_boxes);
        }
    }
}

#[test]
fn inserting_and_deleting_a_point_restores_the_tree() {
    let mut stream = Stream::new(3, 0, 0);
    let mut tree = SpaceTree::new(2, 64);
    let mut path = Vec::new();
    for _ in 0..60 {
        let point = [(stream.uniform() * 9.0).floor(), stream.uniform()];
        tree.insert(&point, &mut stream);
        let before = (shape(&tree), tree.boxes_in_order());
        for visitor in [[20.0, -3.0], [4.0, 0.5], point] {
            let leaf = tree.insert(&visitor, &mut stream);
            tree.delete(leaf, &mut path);
            assert_eq!((shape(&tree), tree.boxes_in_order()), before);
        }
    }
}

#[test]
fn both_kinds_of_tree_are_the_same_on_a_line() {
    let rule = Rule::new(&Options::new(1).sample(64).trees(1));
    for seed in 0..50 {
        let (mut line, mut space) = (LineTree::new(1, 64), SpaceTree::new(1, 64));
        let mut values = Stream::new(seed, 1, 0);
        let mut path = Vec::new();
        let mut leaves = Vec::new();
        for t in 0..200 {
            if leaves.len() == 64 {
                let (a, b) = leaves.swap_remove((values.uniform() * 64.0) as usize);
                line.delete(a, &mut path);
                space.delete(b, &mut path);
            }
            let x = (values.exponential() * 10.0).round() / 4.0;
            leaves.push((
                line.insert(&[x], &mut Stream::new(seed, 0, t)),
                space.insert(&[x], &mut Stream::new(seed, 0, t)),
            ));
            assert_eq!(shape(&line), shape(&space));
            for query in [-1.0, 0.0, 0.25, 1.1, x, 5.25, 40.0] {
                let (a, b) = (line.score(&[query], &rule), space.score(&[query], &rule));
                assert!((a - b).abs() <= 1e-14, "{a} {b}");
            }
        }
    }
}

#[test]
fn an_emptied_tree_scores_zero_and_fills_again() {
    let rule = Rule::new(&Options::new(1).sample(8).trees(1));
    let mut path = Vec::new();
    let mut stream = Stream::new(0, 0, 0);
    let mut line = LineTree::new(1, 8);
    let mut space = SpaceTree::new(2, 8);
    for _ in 0..3 {
        let (a, b) = (line.insert(&[1.0], &mut stream), space.insert(&[1.0, 2.0], &mut stream));
        assert_eq!((line.score(&[1.0], &rule), space.score(&[1.0, 2.0], &rule)), (0.5, 0.5));
        line.delete(a, &mut path);
        space.delete(b, &mut path);
        assert_eq!((line.score(&[1.0], &rule), space.score(&[1.0, 2.0], &rule)), (0.0, 0.0));
    }
}

/// The least and greatest of each dimension in a preorder's subtree, for comparing with stored boxes.
fn hull(points: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let mut hull = (points[0].clone(), points[0].clone());
    for point in points {
        for (i, &x) in point.iter().enumerate() {
            hull.0[i] = hull.0[i].min(x);
            hull.1[i] = hull.1[i].max(x);
        }
    }
    hull
}

/// The points below a link, by a walk with the tree's own links.
pub(crate) fn points_below(
    at: u16,
    links: &dyn Fn(u16) -> [u16; 2],
    point: &dyn Fn(u16) -> Vec<f64>,
) -> Vec<Vec<f64>> {
    if link::is_leaf(at) {
        return vec![point(link::leaf(at) as u16)];
    }
    links(at).iter().flat_map(|&child| points_below(child, links, point)).collect()
}

/// A stored box is exactly the hull of the points below.
pub(crate) fn assert_box(lowest: &[f64], highest: &[f64], stored_extent: f64, points: &[Vec<f64>]) {
    let (low, high) = hull(points);
    assert_eq!((lowest, highest), (&low[..], &high[..]));
    assert_eq!(stored_extent, extent(&low, &high));
}
