//! What holds in every tree after every step (tests only; spec rcf 3.3.5).

use crate::bounds::extent;
use crate::cut_tree::{CutTree, Piece};
use crate::explain::{Attribution, Shadow, Shares};
use crate::line::LineTree;
use crate::link::{self, EMPTY};
use crate::options::Options;
use crate::random::Stream;
use crate::rule::Rule;
use crate::space::{Coordinate, Line, Space, Wide};
use crate::tree::Tree;

/// Cuts, points and masses in preorder, without the slots that happen to hold them.
#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Cut(u16, f64),
    Leaf(Vec<f64>, u16),
}

fn shape<P: Space>(tree: &Tree<P>) -> Vec<Shape> {
    let mut shape = Vec::new();
    tree.pieces(&mut |piece| {
        shape.push(match piece {
            Piece::Cut { dimension, value } => Shape::Cut(dimension, value.wide()),
            Piece::Leaf { slot } => {
                let point = tree.point(usize::from(slot));
                Shape::Leaf(point.iter().map(|x| x.wide()).collect(), tree.leaves[usize::from(slot)].mass)
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

fn kept<P: Space>(point: &[f64]) -> Vec<P::Scalar> {
    point.iter().map(|&x| Coordinate::nearest(x)).collect()
}

/// Every box and extent is that of the points below, every parent link leads back, and no slot leaks.
fn check_boxes<P: Space>(tree: &Tree<P>, leaves: usize) {
    assert_eq!(tree.used(), (leaves.saturating_sub(1), leaves));
    let mut ahead = vec![(tree.root, EMPTY)];
    while let Some((at, above)) = ahead.pop() {
        if at == EMPTY {
            continue;
        }
        let parent = if link::is_leaf(at) {
            tree.leaves[link::index(at)].parent
        } else {
            tree.nodes[usize::from(at)].parent
        };
        assert_eq!(parent, above);
        if !link::is_leaf(at) {
            let points = points_below(tree, at);
            let (low, high) = hull(&points);
            assert_eq!(tree.corners(at), (&low[..], &high[..]));
            assert_eq!(tree.extent(at), extent((&low, &high)).wide());
            ahead.extend(tree.nodes[usize::from(at)].links.map(|child| (child, at)));
        }
    }
}

/// The points below a link.
fn points_below<P: Space>(tree: &Tree<P>, at: u16) -> Vec<Vec<P::Scalar>> {
    if link::is_leaf(at) {
        return vec![tree.point(link::index(at)).to_vec()];
    }
    tree.nodes[usize::from(at)].links.iter().flat_map(|&child| points_below(tree, child)).collect()
}

/// The least and greatest of each dimension.
fn hull<S: Coordinate>(points: &[Vec<S>]) -> (Vec<S>, Vec<S>) {
    let mut hull = (points[0].clone(), points[0].clone());
    for point in points {
        for (i, &x) in point.iter().enumerate() {
            hull.0[i] = if x < hull.0[i] { x } else { hull.0[i] };
            hull.1[i] = if x > hull.1[i] { x } else { hull.1[i] };
        }
    }
    hull
}

/// Inserts and deletes at random, comparing with a plain list after every step.
fn live<P: Space>(dimensions: usize, seed: u64) {
    let mut stream = Stream::new(seed, 0, 0);
    let mut tree = Tree::<P>::new(dimensions, 40);
    let mut model: Vec<(u16, Vec<f64>)> = Vec::new();
    for _ in 0..600 {
        let grow = model.is_empty() || (model.len() < 40 && stream.uniform() < 0.55);
        if grow {
            // Coarse values, so that points and coordinates repeat.
            let point: Vec<f64> = (0..dimensions).map(|_| (stream.uniform() * 6.0).floor()).collect();
            let leaf = tree.insert(&kept::<P>(&point), &mut stream);
            model.push((leaf, point));
        } else {
            let (leaf, _) = model.swap_remove((stream.uniform() * model.len() as f64) as usize);
            tree.delete(leaf);
        }
        let points = check_cuts(&shape(&tree));
        let held = points.iter().flat_map(|(point, mass)| vec![point.clone(); usize::from(*mass)]).collect();
        assert_eq!(sorted(held), sorted(model.iter().map(|(_, point)| point.clone()).collect()));
        for (leaf, point) in &model {
            assert_eq!(tree.point(usize::from(*leaf)), kept::<P>(point), "a leaf keeps its point");
        }
        check_boxes(&tree, points.len());
    }
}

#[test]
fn trees_on_a_line_stay_sound() {
    for seed in 0..20 {
        live::<Line>(1, seed);
    }
}

#[test]
fn trees_in_space_stay_sound() {
    for seed in 0..20 {
        for dimensions in [1, 2, 3, 5, 9] {
            live::<Wide>(dimensions, seed);
        }
    }
}

#[test]
fn inserting_and_deleting_a_point_restores_the_tree() {
    let boxes = |tree: &Tree<Wide>| {
        let (mut ahead, mut boxes) = (vec![tree.root], Vec::new());
        while let Some(at) = ahead.pop() {
            if !link::is_leaf(at) {
                boxes.push([tree.corners(at).0, tree.corners(at).1].concat());
                ahead.extend(tree.nodes[usize::from(at)].links);
            }
        }
        boxes
    };
    let mut stream = Stream::new(3, 0, 0);
    let mut tree = Tree::<Wide>::new(2, 64);
    for _ in 0..60 {
        let point = kept::<Wide>(&[(stream.uniform() * 9.0).floor(), stream.uniform()]);
        tree.insert(&point, &mut stream);
        let before = (shape(&tree), boxes(&tree));
        for visitor in [[20.0, -3.0], [4.0, 0.5], [point[0], point[1]]] {
            let leaf = tree.insert(&visitor, &mut stream);
            tree.delete(leaf);
            assert_eq!((shape(&tree), boxes(&tree)), before);
        }
    }
}

/// The score of a point by one tree, and its split.
fn explained<T: CutTree>(tree: &T, point: &[T::Scalar], rule: &Rule) -> (f64, Attribution) {
    let mut total = Attribution::default();
    total.reset(1);
    let (mut shares, mut shadow) = (Shares::default(), Shadow::default());
    let trees = core::array::from_ref(tree);
    T::explain_all(trees, point, rule, (&mut shares, &mut shadow), &mut total);
    (T::score_all(trees, point, rule), total)
}

fn all_pieces<T: CutTree>(tree: &T) -> Vec<Piece<T::Scalar>> {
    let mut pieces = Vec::new();
    let slots = tree.occupied();
    let ordinal = |slot| slots.iter().position(|&other| other == usize::from(slot)).unwrap() as u16;
    tree.pieces(&mut |piece| {
        pieces.push(match piece {
            Piece::Leaf { slot } => Piece::Leaf { slot: ordinal(slot) },
            cut @ Piece::Cut { .. } => cut,
        });
    });
    pieces
}

#[test]
fn runs_of_values_are_the_tree_that_links_make() {
    for (seed, sample) in (0..60).zip([2, 3, 12, 15, 16, 17, 64, 100, 256, 300].into_iter().cycle()) {
        let rule = Rule::new(&Options::new(1).sample(sample).trees(1));
        let (mut line, mut linked) = (LineTree::new(1, sample), Tree::<Line>::new(1, sample));
        let mut values = Stream::new(seed, 1, 0);
        let mut leaves = Vec::new();
        for t in 0..(2 * sample as u64 + 200) {
            // Shrinking to nothing, too.
            let leaving = match leaves.len() {
                full if full == sample => 1,
                some if t % 97 == 96 => some,
                _ => 0,
            };
            for _ in 0..leaving {
                let (a, b) = leaves.swap_remove((values.uniform() * leaves.len() as f64) as usize);
                line.delete(a);
                linked.delete(b);
            }
            // Some repeat, others differ in the last digits only.
            let x = match t % 3 {
                0 => (values.exponential() * 10.0).round() / 4.0,
                1 => 7.5 + values.uniform() * 1e-14,
                _ => values.exponential() * 100.0,
            };
            leaves.push((
                line.insert(&[x], &mut Stream::new(seed, 0, t)),
                linked.insert(&[x], &mut Stream::new(seed, 0, t)),
            ));
            assert_eq!(all_pieces(&line), all_pieces(&linked));
            let masses = |of: &dyn Fn(usize) -> u16, slots: Vec<usize>| -> Vec<u16> {
                slots.into_iter().map(of).collect()
            };
            assert_eq!(
                masses(&|slot| line.mass(slot), line.occupied()),
                masses(&|slot| linked.mass(slot), linked.occupied())
            );
            for query in [-1.0, 0.0, 0.25, x, 7.5, 40.0, values.exponential() * 60.0] {
                assert_eq!(explained(&line, &[query], &rule), explained(&linked, &[query], &rule), "{query}");
            }
        }
        let slots = line.occupied();
        let held: Vec<(u16, &[f64])> =
            slots.iter().map(|&slot| (line.mass(slot), line.point(slot))).collect();
        let back = LineTree::build(1, sample, &all_pieces(&line), &held).unwrap();
        assert_eq!(all_pieces(&back), all_pieces(&line));
        for query in [-1.0, 7.5, 40.0, line.leaf(0)] {
            assert_eq!(explained(&back, &[query], &rule), explained(&line, &[query], &rule));
        }
    }
}

#[test]
fn pieces_that_are_no_tree_on_a_line_are_refused() {
    let leaf = |slot| Piece::Leaf { slot };
    let cut = |value| Piece::Cut { dimension: 0, value };
    let leaves: [(u16, &[f64]); 3] = [(1, &[1.0]), (1, &[2.0]), (2, &[4.0])];
    let build = |pieces: &[Piece<f64>]| LineTree::build(1, 8, pieces, &leaves).is_some();
    assert!(build(&[cut(1.5), leaf(0), cut(2.0), leaf(1), leaf(2)]));
    assert!(build(&[cut(3.0), cut(1.0), leaf(0), leaf(1), leaf(2)]));
    for wrong in [
        &[cut(2.0), leaf(0), cut(2.0), leaf(1), leaf(2)][..],
        &[cut(1.5), leaf(0), cut(4.0), leaf(1), leaf(2)],
        &[cut(1.5), leaf(0), cut(f64::NAN), leaf(1), leaf(2)],
        &[cut(1.5), leaf(0), cut(2.0), leaf(2), leaf(1)],
        &[cut(1.5), leaf(0), cut(2.0), leaf(1), leaf(3)],
        &[cut(1.5), leaf(0), leaf(1)],
        &[cut(1.5), leaf(1), leaf(2)],
        &[leaf(0), leaf(1), leaf(2)],
        &[cut(1.5), leaf(0)],
        &[cut(1.5), leaf(0), Piece::Cut { dimension: 1, value: 2.0 }, leaf(1), leaf(2)],
        &[],
    ] {
        assert!(!build(wrong), "{wrong:?}");
    }
}

#[test]
fn groups_of_trees_score_as_each_alone() {
    let rule = Rule::new(&Options::new(1).sample(32).trees(13));
    let mut values = Stream::new(8, 0, 0);
    let mut trees: Vec<LineTree> = (0..13).map(|_| LineTree::new(1, 32)).collect();
    let mut wide: Vec<Tree<Wide>> = (0..13).map(|_| Tree::new(3, 32)).collect();
    for t in 0..32 {
        let x = (values.exponential() * 5.0).floor();
        for (number, (tree, wide)) in trees.iter_mut().zip(&mut wide).enumerate() {
            tree.insert(&[x], &mut Stream::new(1, number, t));
            wide.insert(&[x as f32, t as f32, 1.0], &mut Stream::new(1, number, t));
        }
        for query in [-50.0, 0.0, 2.5, x, 7.0, 400.0] {
            let one_by_one = trees.iter().fold(0.0, |sum, tree| sum + explained(tree, &[query], &rule).0);
            assert_eq!(LineTree::score_all(&trees, &[query], &rule), one_by_one);
            let point = [query as f32, 3.0, 1.0];
            let one_by_one = wide.iter().fold(0.0, |sum, tree| sum + tree.score(&point, &rule));
            assert_eq!(Tree::score_all(&wide, &point, &rule), one_by_one);
        }
    }
}

#[test]
fn an_emptied_tree_scores_zero_and_fills_again() {
    let rule = Rule::new(&Options::new(1).sample(8).trees(1));
    let mut stream = Stream::new(0, 0, 0);
    let mut line = LineTree::new(1, 8);
    let mut wide = Tree::<Wide>::new(2, 8);
    for _ in 0..3 {
        let (a, b) = (line.insert(&[1.0], &mut stream), wide.insert(&[1.0, 2.0], &mut stream));
        assert_eq!((explained(&line, &[1.0], &rule).0, wide.score(&[1.0, 2.0], &rule)), (0.5, 0.5));
        line.delete(a);
        wide.delete(b);
        assert_eq!((explained(&line, &[1.0], &rule).0, wide.score(&[1.0, 2.0], &rule)), (0.0, 0.0));
    }
}
