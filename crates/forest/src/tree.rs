//! What every kind of random cut tree does.
//!
//! A tree holds at most `sample` points as leaves; each inner node cuts the bounding box of its points in two at a
//! random place, a dimension being chosen in proportion to its extent (spec rcf 1.3). `x[dim] ≤ cut` goes left.
//!
//! **Insertion** walks down from the root. At a box that does not hold the point, one uniform number decides between
//! the box's own extent (the point does not separate here; the cut that is there stays) and the excess of the point
//! beyond it (it separates; the cut is that very number, uniform over the excess). That is the open library's rule
//! "draw a cut of the enlarged box at every level, the highest that separates wins" (spec rcf 1.4) without the draws
//! that the winner makes void: levels are independent, so the first one from above is the highest. Boxes are enlarged on
//! the way down, no box is visited twice, and a box that holds the point needs no draw.
//!
//! **Deletion** puts the sibling in the parent's place and tightens boxes upward while the point touched them (1.5).
//!
//! **Scoring** walks down too: the expected worth over where the point would separate is
//! `Σ q·p·unseen(d)` with `p` the share of the excess at depth `d` and `q` the probability of having come so far.
//! The open library evaluates the same recursion from the leaf up (1.8), which needs the path; this does not.
//!
//! Kept out: masses of inner nodes. No rule of scoring here reads them, and they would be written at every insertion.

use crate::explain::{Attribution, Scratch};
use crate::random::Stream;
use crate::rule::Rule;

/// A piece of a tree in preorder, the form in which trees are saved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Piece {
    /// An inner node: its left subtree follows, then its right one.
    Cut { dimension: u16, value: f64 },
    /// A leaf, by its slot.
    Leaf { slot: u16 },
}

/// A random cut tree over points of a fixed number of dimensions, all coordinates finite.
pub(crate) trait Tree: Sized {
    /// An empty tree for at most `sample` points; memory is reserved, nothing more is allocated later.
    fn new(dimensions: usize, sample: usize) -> Self;

    /// Adds a point and gives the slot of its leaf. Equal points share a leaf. There must be room.
    fn insert(&mut self, point: &[f64], stream: &mut Stream) -> u16;

    /// Removes one copy of the point in the leaf; `path` is scratch.
    fn delete(&mut self, leaf: u16, path: &mut Vec<u16>);

    /// The expected worth of the point, in [0, 1]; 0 for an empty tree.
    fn score(&self, point: &[f64], rule: &Rule) -> f64;

    /// The sum of the scores, in the order of the trees.
    fn score_all(trees: &[Self], point: &[f64], rule: &Rule) -> f64 {
        trees.iter().map(|tree| tree.score(point, rule)).sum()
    }

    /// Adds the same worth, and its split by column and side, to `total`.
    fn explain(&self, point: &[f64], rule: &Rule, scratch: &mut Scratch, total: &mut Attribution);

    /// The pieces of the tree in preorder.
    fn pieces(&self, each: &mut dyn FnMut(Piece));

    /// Mass and coordinates of a leaf.
    fn leaf(&self, slot: u16) -> (u16, &[f64]);

    /// Builds the tree of these pieces, whose leaves have the slots 0, 1, … in order; `None` when they are not a tree
    /// with sound cuts.
    fn build(dimensions: usize, sample: usize, pieces: &[Piece], leaves: &[(u16, &[f64])]) -> Option<Self>;
}
