//! The tree for points of one dimension, the case of the lab: a click-through rate, one score.
//!
//! On a line, a node's box is known from above: the left child shares its parent's lower end, the right child its
//! upper end. So a node keeps only the two inner ends beside its cut, 32 bytes, and a walk carries the box along: it
//! decides whether the point is inside a child before it touches the child, and never reads a leaf's value. Once the
//! point lies beyond the box on one side, it stays on that side of every box below.
//!
//! The general tree ([`crate::space`]) gives the same trees and the same scores (a test holds them together) at about
//! twice the cost for this case.

use std::hint::select_unpredictable;

use crate::bounds::{beyond, cut_between};
use crate::explain::{Attribution, Scratch};
use crate::link::{self, EMPTY, Slots};
use crate::random::Stream;
use crate::rule::Rule;
use crate::tree::{Piece, Tree};

const LEFT: usize = 0;
const RIGHT: usize = 1;

/// Trees walked at once. A step waits for its node to come from memory; two falls wait together. Measured: 1 is slower
/// by a quarter on full trees, 4 no faster, 8 slower.
const LANES: usize = 2;

/// Aligned, so that no node lies across two cache lines.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(32))]
struct Node {
    cut: f64,
    /// The greatest value in the left subtree and the least in the right one.
    inner: [f64; 2],
    links: [u16; 2],
}

#[derive(Debug, Clone)]
pub(crate) struct LineTree {
    root: u16,
    /// Points, copies counted.
    points: u16,
    lowest: f64,
    highest: f64,
    nodes: Vec<Node>,
    node_slots: Slots,
    values: Vec<f64>,
    masses: Vec<u16>,
    leaf_slots: Slots,
}

impl LineTree {
    #[inline]
    fn side(&self, node: u16, x: f64) -> usize {
        usize::from(x > self.nodes[usize::from(node)].cut)
    }

    /// Puts `child` where `at` is: a side of a node, or the root.
    fn attach(&mut self, at: Option<(u16, usize)>, child: u16) {
        match at {
            Some((node, side)) => self.nodes[usize::from(node)].links[side] = child,
            None => self.root = child,
        }
    }

    fn add_leaf(&mut self, x: f64, mass: u16) -> u16 {
        let (slot, new) = self.leaf_slots.take();
        if new {
            self.values.push(x);
            self.masses.push(mass);
        } else {
            self.values[usize::from(slot)] = x;
            self.masses[usize::from(slot)] = mass;
        }
        slot
    }

    fn add_node(&mut self, node: Node) -> u16 {
        let (slot, new) = self.node_slots.take();
        if new {
            self.nodes.push(node);
        } else {
            self.nodes[usize::from(slot)] = node;
        }
        slot
    }

    /// The whole fall of `x`.
    fn fall(&self, x: f64, rule: &Rule) -> Fall {
        let mut fall = Fall::new(self);
        while !link::is_leaf(fall.at) {
            fall.step(self, x, rule);
        }
        fall
    }
}

/// A point on its way down: the box it is at, and what the levels above were worth.
#[derive(Debug, Clone, Copy)]
struct Fall {
    low: f64,
    high: f64,
    sum: f64,
    reach: f64,
    depth: usize,
    at: u16,
}

impl Fall {
    #[inline]
    fn new(tree: &LineTree) -> Self {
        Self { low: tree.lowest, high: tree.highest, sum: 0.0, reach: 1.0, depth: 0, at: tree.root }
    }

    /// One level down from a node.
    #[inline]
    fn step(&mut self, tree: &LineTree, x: f64, rule: &Rule) {
        let node = &tree.nodes[usize::from(self.at)];
        let excess = beyond(x, self.low, self.high);
        if excess > 0.0 {
            let p = excess / ((self.high - self.low) + excess);
            self.sum += self.reach * p * rule.unseen(self.depth);
            self.reach *= 1.0 - p;
        }
        // Selected, not branched upon: which side it is cannot be predicted.
        let right = x > node.cut;
        self.high = select_unpredictable(right, self.high, node.inner[LEFT]);
        self.low = select_unpredictable(right, node.inner[RIGHT], self.low);
        self.at = select_unpredictable(right, node.links[RIGHT], node.links[LEFT]);
        self.depth += 1;
    }

    /// The worth, once at a leaf.
    #[inline]
    fn worth(&self, tree: &LineTree, x: f64, rule: &Rule) -> f64 {
        if self.low <= x && x <= self.high {
            rule.seen(self.depth, tree.masses[link::leaf(self.at)], tree.points)
        } else {
            self.sum + self.reach * rule.unseen(self.depth)
        }
    }
}

impl Tree for LineTree {
    fn new(_dimensions: usize, sample: usize) -> Self {
        Self {
            root: EMPTY,
            points: 0,
            lowest: 0.0,
            highest: 0.0,
            nodes: Vec::with_capacity(sample - 1),
            node_slots: Slots::new(sample - 1),
            values: Vec::with_capacity(sample),
            masses: Vec::with_capacity(sample),
            leaf_slots: Slots::new(sample),
        }
    }

    fn insert(&mut self, point: &[f64], stream: &mut Stream) -> u16 {
        let x = point[0];
        self.points += 1;
        if self.root == EMPTY {
            let leaf = self.add_leaf(x, 1);
            self.root = link::to_leaf(leaf);
            (self.lowest, self.highest) = (x, x);
            return leaf;
        }
        let (mut low, mut high) = (self.lowest, self.highest);
        self.lowest = if x < low { x } else { low };
        self.highest = if x > high { x } else { high };
        let (mut at, mut from) = (self.root, None);
        loop {
            if low <= x && x <= high {
                if link::is_leaf(at) {
                    self.masses[link::leaf(at)] += 1;
                    return link::leaf(at) as u16;
                }
            } else {
                let excess = beyond(x, low, high);
                let offset = stream.uniform() * ((high - low) + excess);
                if offset < excess || link::is_leaf(at) {
                    let leaf = self.add_leaf(x, 1);
                    let new = link::to_leaf(leaf);
                    let node = if x > high {
                        Node { cut: cut_between(high, x, offset), inner: [high, x], links: [at, new] }
                    } else {
                        Node { cut: cut_between(x, low, offset), inner: [x, low], links: [new, at] }
                    };
                    let node = self.add_node(node);
                    self.attach(from, node);
                    return leaf;
                }
            }
            let node = &mut self.nodes[usize::from(at)];
            let side = usize::from(x > node.cut);
            if side == LEFT {
                high = node.inner[LEFT];
                node.inner[LEFT] = if x > high { x } else { high };
            } else {
                low = node.inner[RIGHT];
                node.inner[RIGHT] = if x < low { x } else { low };
            }
            from = Some((at, side));
            at = node.links[side];
        }
    }

    fn delete(&mut self, leaf: u16, path: &mut Vec<u16>) {
        self.points -= 1;
        let mass = &mut self.masses[usize::from(leaf)];
        *mass -= 1;
        if *mass > 0 {
            return;
        }
        let x = self.values[usize::from(leaf)];
        path.clear();
        let mut at = self.root;
        while !link::is_leaf(at) {
            path.push(at);
            at = self.nodes[usize::from(at)].links[self.side(at, x)];
        }
        self.leaf_slots.give_back(leaf);
        let Some(parent) = path.pop() else {
            self.root = EMPTY;
            return;
        };
        let side = self.side(parent, x);
        let Node { inner, links, .. } = self.nodes[usize::from(parent)];
        self.node_slots.give_back(parent);
        let from = path.last().map(|&node| (node, self.side(node, x)));
        self.attach(from, links[1 - side]);
        // The leaf was the end of its parent's box on its side. The sibling's inner end is that end now, up to the
        // first turn to the other side, where the box's end is kept.
        let end = inner[1 - side];
        for &node in path.iter().rev() {
            let turn = self.side(node, x);
            if turn != side {
                self.nodes[usize::from(node)].inner[turn] = end;
                return;
            }
        }
        if side == LEFT {
            self.lowest = end;
        } else {
            self.highest = end;
        }
    }

    fn score(&self, point: &[f64], rule: &Rule) -> f64 {
        if self.root == EMPTY { 0.0 } else { self.fall(point[0], rule).worth(self, point[0], rule) }
    }

    fn score_all(trees: &[Self], point: &[f64], rule: &Rule) -> f64 {
        let x = point[0];
        let mut sum = 0.0;
        for group in trees.chunks(LANES) {
            // The trees hold equally many points, so all are empty or none.
            if group.iter().any(|tree| tree.root == EMPTY) {
                continue;
            }
            let mut falls = [Fall::new(&group[0]); LANES];
            for (fall, tree) in falls.iter_mut().zip(group) {
                *fall = Fall::new(tree);
            }
            let mut falling = true;
            while falling {
                falling = false;
                for (fall, tree) in falls.iter_mut().zip(group) {
                    if !link::is_leaf(fall.at) {
                        fall.step(tree, x, rule);
                        falling = true;
                    }
                }
            }
            for (fall, tree) in falls.iter().zip(group) {
                sum += fall.worth(tree, x, rule);
            }
        }
        sum
    }

    fn explain(&self, point: &[f64], rule: &Rule, scratch: &mut Scratch, total: &mut Attribution) {
        if self.root == EMPTY {
            return;
        }
        let x = point[0];
        let fall = self.fall(x, rule);
        let worth = fall.worth(self, x, rule);
        total.score += worth;
        if x > fall.high {
            total.high[0] += worth;
            return;
        }
        if x < fall.low {
            total.low[0] += worth;
            return;
        }
        // The value is known: its direction is that from the rest of the tree, the shadow box.
        let Scratch { bounds, shares, .. } = scratch;
        bounds.clear();
        // Down: at each level the sibling's box.
        let (mut low, mut high, mut at) = (self.lowest, self.highest, self.root);
        while !link::is_leaf(at) {
            let node = &self.nodes[usize::from(at)];
            let side = usize::from(x > node.cut);
            if side == LEFT {
                bounds.extend([node.inner[RIGHT], high]);
                high = node.inner[LEFT];
            } else {
                bounds.extend([low, node.inner[LEFT]]);
                low = node.inner[RIGHT];
            }
            at = node.links[side];
        }
        // Up: the shadow box is their union.
        shares.begin(1, worth);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for (depth, sibling) in bounds.chunks_exact(2).enumerate().rev() {
            low = if sibling[0] < low { sibling[0] } else { low };
            high = if sibling[1] > high { sibling[1] } else { high };
            if !shares.blend(rule.unseen(depth), point, &[low], &[high]) {
                break;
            }
        }
        shares.end(worth, total);
    }

    fn pieces(&self, each: &mut dyn FnMut(Piece)) {
        let mut ahead = Vec::new();
        if self.root != EMPTY {
            ahead.push(self.root);
        }
        while let Some(at) = ahead.pop() {
            if link::is_leaf(at) {
                each(Piece::Leaf { slot: link::leaf(at) as u16 });
            } else {
                let node = &self.nodes[usize::from(at)];
                each(Piece::Cut { dimension: 0, value: node.cut });
                ahead.extend([node.links[RIGHT], node.links[LEFT]]);
            }
        }
    }

    fn leaf(&self, slot: u16) -> (u16, &[f64]) {
        let at = usize::from(slot);
        (self.masses[at], &self.values[at..=at])
    }

    fn build(dimensions: usize, sample: usize, pieces: &[Piece], leaves: &[(u16, &[f64])]) -> Option<Self> {
        let mut tree = Self::new(dimensions, sample);
        for (mass, point) in leaves {
            tree.points = tree.points.checked_add(*mass)?;
            tree.add_leaf(*point.first()?, *mass);
        }
        // Backwards through the preorder, both subtrees of a cut are ready when it comes: (link, lowest, highest).
        let mut ready: Vec<(u16, f64, f64)> = Vec::new();
        for piece in pieces.iter().rev() {
            match *piece {
                Piece::Leaf { slot } => {
                    let x = *tree.values.get(usize::from(slot))?;
                    ready.push((link::to_leaf(slot), x, x));
                }
                Piece::Cut { dimension, value } => {
                    let (left, right) = (ready.pop()?, ready.pop()?);
                    if dimension != 0 || left.2 > value || value.is_nan() || value >= right.1 {
                        return None;
                    }
                    let node = Node { cut: value, inner: [left.2, right.1], links: [left.0, right.0] };
                    ready.push((tree.add_node(node), left.1, right.2));
                }
            }
        }
        if let Some((root, lowest, highest)) = ready.pop() {
            (tree.root, tree.lowest, tree.highest) = (root, lowest, highest);
        }
        ready.is_empty().then_some(tree)
    }
}

#[cfg(test)]
impl LineTree {
    /// Every inner end is the extreme of the points on its side, and no slot leaks.
    pub(crate) fn check_boxes(&self, leaves: usize) {
        use crate::invariants::points_below;
        assert_eq!(self.leaf_slots.used(), leaves);
        assert_eq!(self.node_slots.used(), leaves.saturating_sub(1));
        if self.root == EMPTY {
            return;
        }
        let links = |at: u16| self.nodes[usize::from(at)].links;
        let point = |leaf: u16| vec![self.values[usize::from(leaf)]];
        let range = |at: u16| {
            let points = points_below(at, &links, &point).concat();
            (
                points.iter().copied().fold(f64::INFINITY, f64::min),
                points.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            )
        };
        assert_eq!(range(self.root), (self.lowest, self.highest));
        let mut ahead = vec![self.root];
        while let Some(at) = ahead.pop() {
            if !link::is_leaf(at) {
                let [left, right] = links(at);
                assert_eq!([range(left).1, range(right).0], self.nodes[usize::from(at)].inner);
                ahead.extend([left, right]);
            }
        }
    }
}
