//! What a forest asks of its trees, of whichever kind: [`crate::line`] of one number a point, [`crate::tree`] of many.

use alloc::vec::Vec;
use core::fmt::Debug;

use crate::explain::{Attribution, Shadow, Shares};
use crate::random::Stream;
use crate::rule::Rule;
use crate::space::Coordinate;

/// A piece of a tree in preorder, the form in which trees are saved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Piece<S> {
    /// An inner node: its left subtree follows, then its right one.
    Cut { dimension: u16, value: S },
    /// A leaf, by its slot.
    Leaf { slot: u16 },
}

/// A random cut tree: points enter, points leave, others are scored.
pub(crate) trait CutTree: Clone + Debug {
    /// What a coordinate is.
    type Scalar: Coordinate;

    /// How a sample knows the leaf of one of its points: it stays what it is until all copies of the point have left.
    type Leaf: Copy + Debug;

    /// An empty tree for at most `sample` points, 2 or more; memory is reserved, nothing more is allocated later.
    fn new(dimensions: usize, sample: usize) -> Self;

    /// Adds a point. Equal points share a leaf. There must be room.
    fn insert(&mut self, point: &[Self::Scalar], stream: &mut Stream) -> Self::Leaf;

    /// Removes one copy of the point in the leaf.
    fn delete(&mut self, leaf: Self::Leaf);

    /// The sum over trees of the expected worth of the point, each in [0, 1], in the order of the trees; all hold equally
    /// many points.
    fn score_all(trees: &[Self], point: &[Self::Scalar], rule: &Rule) -> f64;

    /// Adds what [`CutTree::score_all`] gives, to the last bit, and its split by column and side, to `total`.
    fn explain_all(
        trees: &[Self],
        point: &[Self::Scalar],
        rule: &Rule,
        scratch: (&mut Shares, &mut Shadow<Self::Scalar>),
        total: &mut Attribution,
    );

    /// The pieces of the tree in preorder.
    fn pieces(&self, each: &mut dyn FnMut(Piece<Self::Scalar>));

    /// The tree of these pieces, whose leaves have the slots 0, 1, … in order; `None` when they are not a tree with
    /// sound cuts.
    fn build(
        dimensions: usize,
        sample: usize,
        pieces: &[Piece<Self::Scalar>],
        leaves: &[(u16, &[Self::Scalar])],
    ) -> Option<Self>;

    /// The slot of a leaf.
    fn slot(&self, leaf: Self::Leaf) -> usize;

    /// The leaf in a slot.
    fn leaf(&self, slot: u16) -> Self::Leaf;

    /// The coordinates in a slot.
    fn point(&self, slot: usize) -> &[Self::Scalar];

    /// The copies of the point in a slot.
    fn mass(&self, slot: usize) -> u16;

    /// The slot of the leaf whose known coordinates make the known part of the point least unusual; the leftmost of equals.
    /// `None` when the tree is empty, or when there is nothing to go by.
    fn nearest(&self, point: &[Self::Scalar], missing: &[bool], rule: &Rule) -> Option<usize>;

    /// The slots of the leaves, from left to right.
    fn occupied(&self) -> Vec<usize> {
        let mut slots = Vec::new();
        self.pieces(&mut |piece| {
            if let Piece::Leaf { slot } = piece {
                slots.push(usize::from(slot));
            }
        });
        slots
    }
}
