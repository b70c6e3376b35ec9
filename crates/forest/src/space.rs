//! The tree for points of any number of dimensions.
//!
//! Nodes lie in one array and their boxes in another, lowest corner then highest, each box with its cached extent.
//! Leaves hold their own coordinates. Rejected: a store of points shared by the trees with reference counts (spec rcf
//! 1.7): it saves at most a third of the memory, boxes being twice as long as points, and costs an indirection
//! and bookkeeping at every insertion; and recomputing some boxes on demand (1.6).

use crate::bounds::{beyond, cut_between, excess, extent};
use crate::explain::{Attribution, Scratch};
use crate::link::{self, EMPTY, Slots};
use crate::random::Stream;
use crate::rule::Rule;
use crate::tree::{Piece, Tree};

#[derive(Debug, Clone, Copy, PartialEq)]
struct Node {
    cut: f64,
    /// Sum of the box's edges.
    extent: f64,
    links: [u16; 2],
    dimension: u16,
}

#[derive(Debug, Clone)]
pub(crate) struct SpaceTree {
    dimensions: usize,
    root: u16,
    /// Points, copies counted.
    points: u16,
    nodes: Vec<Node>,
    boxes: Vec<f64>,
    node_slots: Slots,
    coordinates: Vec<f64>,
    masses: Vec<u16>,
    leaf_slots: Slots,
    /// Room for one box.
    spare: Vec<f64>,
}

/// A box as its lowest and highest corner.
type Corners<'a> = (&'a [f64], &'a [f64]);

impl SpaceTree {
    #[inline]
    fn corners(&self, node: u16) -> Corners<'_> {
        let n = self.dimensions;
        self.boxes[usize::from(node) * 2 * n..][..2 * n].split_at(n)
    }

    #[inline]
    fn corners_mut(&mut self, node: u16) -> (&mut [f64], &mut [f64]) {
        let n = self.dimensions;
        self.boxes[usize::from(node) * 2 * n..][..2 * n].split_at_mut(n)
    }

    #[inline]
    fn point(&self, leaf: usize) -> &[f64] {
        &self.coordinates[leaf * self.dimensions..][..self.dimensions]
    }

    /// The box of a subtree; a leaf's is its point.
    fn bounds(&self, at: u16) -> Corners<'_> {
        if link::is_leaf(at) {
            let point = self.point(link::leaf(at));
            (point, point)
        } else {
            self.corners(at)
        }
    }

    #[inline]
    fn side(&self, node: u16, point: &[f64]) -> usize {
        let node = &self.nodes[usize::from(node)];
        usize::from(point[usize::from(node.dimension)] > node.cut)
    }

    fn attach(&mut self, at: Option<(u16, usize)>, child: u16) {
        match at {
            Some((node, side)) => self.nodes[usize::from(node)].links[side] = child,
            None => self.root = child,
        }
    }

    fn add_leaf(&mut self, point: &[f64], mass: u16) -> u16 {
        let (slot, new) = self.leaf_slots.take();
        if new {
            self.coordinates.extend_from_slice(point);
            self.masses.push(mass);
        } else {
            let at = usize::from(slot);
            self.coordinates[at * self.dimensions..][..self.dimensions].copy_from_slice(point);
            self.masses[at] = mass;
        }
        slot
    }

    /// A new node over two subtrees, with its box.
    fn add_node(&mut self, dimension: u16, cut: f64, links: [u16; 2]) -> u16 {
        let (slot, new) = self.node_slots.take();
        let node = Node { cut, extent: 0.0, links, dimension };
        if new {
            self.nodes.push(node);
            self.boxes.resize(self.boxes.len() + 2 * self.dimensions, 0.0);
        } else {
            self.nodes[usize::from(slot)] = node;
        }
        self.rebuild(slot);
        // A slot used again may hold this very box.
        self.measure(slot);
        slot
    }

    /// Makes a node's box the union of its children's; whether that changed it.
    fn rebuild(&mut self, node: u16) -> bool {
        let [left, right] = self.nodes[usize::from(node)].links;
        // Taken out for the time, so that the boxes can be read while it is written.
        let mut union = std::mem::take(&mut self.spare);
        let (lowest, highest) = union.split_at_mut(self.dimensions);
        let ((low_a, high_a), (low_b, high_b)) = (self.bounds(left), self.bounds(right));
        for ((low, &a), &b) in lowest.iter_mut().zip(low_a).zip(low_b) {
            *low = if a < b { a } else { b };
        }
        for ((high, &a), &b) in highest.iter_mut().zip(high_a).zip(high_b) {
            *high = if a > b { a } else { b };
        }
        let n = self.dimensions;
        let own = &mut self.boxes[usize::from(node) * 2 * n..][..2 * n];
        let changed = own != union;
        if changed {
            own.copy_from_slice(&union);
            self.measure(node);
        }
        self.spare = union;
        changed
    }

    /// Enlarges a node's box to hold the point.
    fn grow(&mut self, node: u16, point: &[f64]) {
        let (lowest, highest) = self.corners_mut(node);
        for ((low, high), &x) in lowest.iter_mut().zip(highest).zip(point) {
            *low = if x < *low { x } else { *low };
            *high = if x > *high { x } else { *high };
        }
        self.measure(node);
    }

    /// The extent is summed anew at every change, so it never drifts.
    fn measure(&mut self, node: u16) {
        let (lowest, highest) = self.corners(node);
        self.nodes[usize::from(node)].extent = extent(lowest, highest);
    }

    /// The dimension and cut at `offset` along the excess of the point beyond a box, all excesses laid end to end; and
    /// the side of the cut that the point is on. The point must lie outside.
    fn cut(point: &[f64], (lowest, highest): Corners<'_>, mut offset: f64) -> (usize, f64, usize) {
        let mut chosen = 0;
        for i in 0..point.len() {
            let excess = beyond(point[i], lowest[i], highest[i]);
            if excess > 0.0 {
                // The last dimension with an excess takes what rounding leaves over.
                chosen = i;
                if offset < excess {
                    break;
                }
                offset -= excess;
            }
        }
        let x = point[chosen];
        if x > highest[chosen] {
            (chosen, cut_between(highest[chosen], x, offset), 1)
        } else {
            (chosen, cut_between(x, lowest[chosen], offset), 0)
        }
    }
}

impl Tree for SpaceTree {
    fn new(dimensions: usize, sample: usize) -> Self {
        Self {
            dimensions,
            root: EMPTY,
            points: 0,
            nodes: Vec::with_capacity(sample - 1),
            boxes: Vec::with_capacity((sample - 1) * 2 * dimensions),
            node_slots: Slots::new(sample - 1),
            coordinates: Vec::with_capacity(sample * dimensions),
            masses: Vec::with_capacity(sample),
            leaf_slots: Slots::new(sample),
            spare: vec![0.0; 2 * dimensions],
        }
    }

    fn insert(&mut self, point: &[f64], stream: &mut Stream) -> u16 {
        self.points += 1;
        if self.root == EMPTY {
            let leaf = self.add_leaf(point, 1);
            self.root = link::to_leaf(leaf);
            return leaf;
        }
        let (mut at, mut from) = (self.root, None);
        loop {
            let last = link::is_leaf(at);
            let corners = self.bounds(at);
            let excess = excess(point, corners.0, corners.1);
            if excess > 0.0 {
                let extent = if last { 0.0 } else { self.nodes[usize::from(at)].extent };
                let offset = stream.uniform() * (extent + excess);
                if offset < excess || last {
                    let (dimension, cut, side) = Self::cut(point, corners, offset);
                    let leaf = self.add_leaf(point, 1);
                    let new = link::to_leaf(leaf);
                    let links = if side == 0 { [new, at] } else { [at, new] };
                    let node = self.add_node(dimension as u16, cut, links);
                    self.attach(from, node);
                    return leaf;
                }
                self.grow(at, point);
            } else if last {
                self.masses[link::leaf(at)] += 1;
                return link::leaf(at) as u16;
            }
            let side = self.side(at, point);
            from = Some((at, side));
            at = self.nodes[usize::from(at)].links[side];
        }
    }

    fn delete(&mut self, leaf: u16, path: &mut Vec<u16>) {
        self.points -= 1;
        let mass = &mut self.masses[usize::from(leaf)];
        *mass -= 1;
        if *mass > 0 {
            return;
        }
        path.clear();
        let mut at = self.root;
        while !link::is_leaf(at) {
            path.push(at);
            at = self.nodes[usize::from(at)].links[self.side(at, self.point(usize::from(leaf)))];
        }
        self.leaf_slots.give_back(leaf);
        let Some(parent) = path.pop() else {
            self.root = EMPTY;
            return;
        };
        let point = self.point(usize::from(leaf));
        let sibling = self.nodes[usize::from(parent)].links[1 - self.side(parent, point)];
        let from = path.last().map(|&node| (node, self.side(node, point)));
        self.node_slots.give_back(parent);
        self.attach(from, sibling);
        for &node in path.iter().rev() {
            let (lowest, highest) = self.corners(node);
            let point = self.point(usize::from(leaf));
            let strictly_inside =
                point.iter().zip(lowest).zip(highest).all(|((x, low), high)| low < x && x < high);
            // A box that stays as it is leaves those above it as they are.
            if strictly_inside || !self.rebuild(node) {
                return;
            }
        }
    }

    fn score(&self, point: &[f64], rule: &Rule) -> f64 {
        if self.root == EMPTY {
            return 0.0;
        }
        let (mut at, mut depth, mut sum, mut reach, mut inside) = (self.root, 0, 0.0, 1.0, true);
        while !link::is_leaf(at) {
            let (lowest, highest) = self.corners(at);
            let excess = excess(point, lowest, highest);
            let node = &self.nodes[usize::from(at)];
            if excess > 0.0 {
                inside = false;
                let p = excess / (node.extent + excess);
                sum += reach * p * rule.unseen(depth);
                reach *= 1.0 - p;
            }
            at = node.links[usize::from(point[usize::from(node.dimension)] > node.cut)];
            depth += 1;
        }
        let leaf = link::leaf(at);
        if inside && self.point(leaf) == point {
            return rule.seen(depth, self.masses[leaf], self.points);
        }
        sum + reach * rule.unseen(depth)
    }

    fn explain(&self, point: &[f64], rule: &Rule, scratch: &mut Scratch, total: &mut Attribution) {
        if self.root == EMPTY {
            return;
        }
        let (mut at, mut depth, mut sum, mut reach) = (self.root, 0, 0.0, 1.0);
        scratch.path.clear();
        while !link::is_leaf(at) {
            let (lowest, highest) = self.corners(at);
            let excess = excess(point, lowest, highest);
            let node = &self.nodes[usize::from(at)];
            if excess > 0.0 {
                let whole = node.extent + excess;
                let p = excess / whole;
                sum += reach * p * rule.unseen(depth);
                total.add_excess(reach * rule.unseen(depth), whole, point, lowest, highest);
                reach *= 1.0 - p;
            }
            scratch.path.push(at);
            at = node.links[usize::from(point[usize::from(node.dimension)] > node.cut)];
            depth += 1;
        }
        let leaf = link::leaf(at);
        let here = self.point(leaf);
        let excess = excess(point, here, here);
        if excess > 0.0 {
            sum += reach * rule.unseen(depth);
            total.add_excess(reach * rule.unseen(depth), excess, point, here, here);
            total.score += sum;
        } else {
            let worth = rule.seen(depth, self.masses[leaf], self.points);
            self.explain_by_shadow(point, worth, rule, scratch, total);
            total.score += worth;
        }
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
                each(Piece::Cut { dimension: node.dimension, value: node.cut });
                ahead.extend([node.links[1], node.links[0]]);
            }
        }
    }

    fn leaf(&self, slot: u16) -> (u16, &[f64]) {
        (self.masses[usize::from(slot)], self.point(usize::from(slot)))
    }

    fn build(dimensions: usize, sample: usize, pieces: &[Piece], leaves: &[(u16, &[f64])]) -> Option<Self> {
        let mut tree = Self::new(dimensions, sample);
        for (mass, point) in leaves {
            tree.points = tree.points.checked_add(*mass)?;
            tree.add_leaf(point, *mass);
        }
        // Backwards through the preorder, both subtrees of a cut are ready when it comes.
        let mut ready: Vec<u16> = Vec::new();
        for piece in pieces.iter().rev() {
            match *piece {
                Piece::Leaf { slot } => {
                    if usize::from(slot) >= leaves.len() {
                        return None;
                    }
                    ready.push(link::to_leaf(slot));
                }
                Piece::Cut { dimension, value } => {
                    let (left, right) = (ready.pop()?, ready.pop()?);
                    let highest_left = *tree.bounds(left).1.get(usize::from(dimension))?;
                    let lowest_right = *tree.bounds(right).0.get(usize::from(dimension))?;
                    if highest_left > value || value.is_nan() || value >= lowest_right {
                        return None;
                    }
                    ready.push(tree.add_node(dimension, value, [left, right]));
                }
            }
        }
        if let Some(root) = ready.pop() {
            tree.root = root;
        }
        ready.is_empty().then_some(tree)
    }
}

impl SpaceTree {
    /// Shares `worth` of a point equal to the leaf at the end of the path, by the shadow box.
    fn explain_by_shadow(
        &self,
        point: &[f64],
        worth: f64,
        rule: &Rule,
        scratch: &mut Scratch,
        total: &mut Attribution,
    ) {
        let n = self.dimensions;
        let Scratch { path, bounds, shares } = scratch;
        bounds.clear();
        bounds.resize(n, f64::INFINITY);
        bounds.resize(2 * n, f64::NEG_INFINITY);
        shares.begin(total.high.len(), worth);
        for (depth, &node) in path.iter().enumerate().rev() {
            let sibling = self.nodes[usize::from(node)].links[1 - self.side(node, point)];
            let (lowest, highest) = self.bounds(sibling);
            let (shadow_low, shadow_high) = bounds.split_at_mut(n);
            for (shadow, &low) in shadow_low.iter_mut().zip(lowest) {
                *shadow = if low < *shadow { low } else { *shadow };
            }
            for (shadow, &high) in shadow_high.iter_mut().zip(highest) {
                *shadow = if high > *shadow { high } else { *shadow };
            }
            if !shares.blend(rule.unseen(depth), point, shadow_low, shadow_high) {
                break;
            }
        }
        shares.end(worth, total);
    }
}

#[cfg(test)]
impl SpaceTree {
    /// Every box and extent is that of the points below, and no slot leaks.
    pub(crate) fn check_boxes(&self, leaves: usize) {
        use crate::invariants::{assert_box, points_below};
        assert_eq!(self.leaf_slots.used(), leaves);
        assert_eq!(self.node_slots.used(), leaves.saturating_sub(1));
        let links = |at: u16| self.nodes[usize::from(at)].links;
        let point = |leaf: u16| self.point(usize::from(leaf)).to_vec();
        for at in self.nodes_in_order() {
            let (lowest, highest) = self.corners(at);
            assert_box(
                lowest,
                highest,
                self.nodes[usize::from(at)].extent,
                &points_below(at, &links, &point),
            );
        }
    }

    /// All boxes in preorder.
    pub(crate) fn boxes_in_order(&self) -> Vec<f64> {
        self.nodes_in_order()
            .iter()
            .flat_map(|&at| [self.corners(at).0, self.corners(at).1].concat())
            .collect()
    }

    fn nodes_in_order(&self) -> Vec<u16> {
        let (mut ahead, mut nodes) = (vec![self.root], Vec::new());
        while let Some(at) = ahead.pop() {
            if at != EMPTY && !link::is_leaf(at) {
                nodes.push(at);
                let [left, right] = self.nodes[usize::from(at)].links;
                ahead.extend([right, left]);
            }
        }
        nodes
    }
}
