//! A random cut tree: points enter, points leave.
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
//! On a line trees of up to a thousand points are of another make, [`crate::line`], with the same draws.
//!
//! **Layout.** What a walk down reads lies apart from what it does not: a node is its cut, two links, the parent and
//! the dimension (in space the box's extent too) in 16 bytes, four to a cache line; boxes and leaves have arrays of their own. Parents are there for the way
//! up, on which scores are made ([`crate::walk`]). Free slots are listed through their parent links. Kept out: masses of
//! inner nodes. No rule of scoring here reads them, and they would be written at every insertion.
//!
//! Rejected: a store of points shared by the trees with reference counts (spec rcf 1.7). It would save at most a
//! third of the memory, boxes being twice as long as points, for an indirection and bookkeeping at every
//! insertion. And recomputing some boxes on demand (1.6).

use alloc::vec;
use alloc::vec::Vec;

use crate::aligned::Aligned;
use crate::bounds::{Corners, cut, excess, extent, grow, touches, unite};
use crate::cut_tree::{CutTree, Piece};
use crate::explain::{Attribution, Shadow, Shares};
use crate::link::{self, EMPTY};
use crate::random::Stream;
use crate::rule::Rule;
use crate::space::Space;

/// An inner node, as a walk down needs it.
///
/// Aligned, so that no node lies across two cache lines.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(16))]
pub(crate) struct Node<P: Space> {
    pub(crate) cut: P::Scalar,
    extent: P::Extent,
    pub(crate) links: [u16; 2],
    /// The node above; of a free slot, the next free one.
    pub(crate) parent: u16,
    pub(crate) dimension: u16,
}

/// A leaf, but for its coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Leaf {
    /// Copies of its point.
    pub(crate) mass: u16,
    /// The node above; of a free slot, the next free one.
    pub(crate) parent: u16,
}

/// A random cut tree over points of a space, all coordinates finite.
#[derive(Debug, Clone)]
pub(crate) struct Tree<P: Space> {
    pub(crate) space: P,
    pub(crate) root: u16,
    /// Points, copies counted.
    pub(crate) points: u16,
    free_node: u16,
    free_leaf: u16,
    pub(crate) nodes: Vec<Node<P>>,
    /// By node: the lowest corner, then the highest.
    boxes: Aligned<P::Scalar>,
    pub(crate) leaves: Vec<Leaf>,
    coordinates: Vec<P::Scalar>,
}

impl<P: Space> CutTree for Tree<P> {
    type Scalar = P::Scalar;

    /// Its slot.
    type Leaf = u16;

    fn new(dimensions: usize, sample: usize) -> Self {
        let space = P::new(dimensions);
        let n = space.dimensions();
        // Slots in a row; the last has no next.
        let next = |slot: usize, slots: usize| if slot + 1 < slots { slot as u16 + 1 } else { EMPTY };
        let nodes = sample - 1;
        Self {
            space,
            root: EMPTY,
            points: 0,
            free_node: 0,
            free_leaf: 0,
            // One more than is ever used: the index of any leaf is the index of a node too, see `walk`.
            nodes: (0..sample).map(|slot| Node { parent: next(slot, nodes), ..Node::default() }).collect(),
            boxes: Aligned::new(nodes * 2 * n),
            leaves: (0..sample).map(|slot| Leaf { mass: 0, parent: next(slot, sample) }).collect(),
            coordinates: vec![P::Scalar::default(); sample * n],
        }
    }

    fn insert(&mut self, point: &[P::Scalar], stream: &mut Stream) -> u16 {
        let point = &point[..self.space.dimensions()];
        self.points += 1;
        if self.root == EMPTY {
            let leaf = self.take_leaf(point, 1, EMPTY);
            self.root = link::to_leaf(leaf);
            return leaf;
        }
        let (mut at, mut from) = (self.root, EMPTY);
        loop {
            let last = link::is_leaf(at);
            let corners = self.bounds(at);
            let excess = excess(point, corners);
            if excess > 0.0 {
                let extent = if last { 0.0 } else { self.extent(at) };
                let offset = stream.uniform() * (extent + excess);
                if offset < excess || last {
                    let (dimension, cut, side) = cut(point, corners, offset);
                    return self.split(from, at, point, Node { cut, dimension, ..Node::default() }, side);
                }
                self.enlarge(at, point);
            } else if last {
                let leaf = link::index(at);
                self.leaves[leaf].mass += 1;
                return leaf as u16;
            }
            from = at;
            at = self.child(at, point);
        }
    }

    fn delete(&mut self, leaf: u16) {
        self.points -= 1;
        let Leaf { mass, parent } = &mut self.leaves[usize::from(leaf)];
        *mass -= 1;
        if *mass > 0 {
            return;
        }
        let parent = core::mem::replace(parent, self.free_leaf);
        self.free_leaf = leaf;
        if parent == EMPTY {
            self.root = EMPTY;
            return;
        }
        let Node { links, parent: above, .. } = self.nodes[usize::from(parent)];
        self.nodes[usize::from(parent)].parent = self.free_node;
        self.free_node = parent;
        let sibling = links[usize::from(links[0] == link::to_leaf(leaf))];
        self.attach(above, parent, sibling);
        let mut at = above;
        // A box that stays as it is leaves those above it as they are.
        while at != EMPTY && touches(self.point(usize::from(leaf)), self.corners(at)) && self.rebuild(at) {
            at = self.nodes[usize::from(at)].parent;
        }
    }

    fn pieces(&self, each: &mut dyn FnMut(Piece<P::Scalar>)) {
        let mut ahead = Vec::new();
        if self.root != EMPTY {
            ahead.push(self.root);
        }
        while let Some(at) = ahead.pop() {
            if link::is_leaf(at) {
                each(Piece::Leaf { slot: link::index(at) as u16 });
            } else {
                let node = &self.nodes[usize::from(at)];
                each(Piece::Cut { dimension: node.dimension, value: node.cut });
                ahead.extend([node.links[1], node.links[0]]);
            }
        }
    }

    fn build(
        dimensions: usize,
        sample: usize,
        pieces: &[Piece<P::Scalar>],
        leaves: &[(u16, &[P::Scalar])],
    ) -> Option<Self> {
        let mut tree = Self::new(dimensions, sample);
        if leaves.len() > sample {
            return None;
        }
        for (mass, point) in leaves {
            tree.points = tree.points.checked_add(*mass)?;
            tree.take_leaf(point, *mass, EMPTY);
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
                    // Written so that a NaN is refused.
                    if !(highest_left <= value && value < lowest_right) || tree.free_node == EMPTY {
                        return None;
                    }
                    let links = [left, right];
                    let node = Node { cut: value, links, parent: EMPTY, dimension, ..Node::default() };
                    let slot = tree.take_node(node, left);
                    tree.rebuild(slot);
                    tree.set_parent(left, slot);
                    tree.set_parent(right, slot);
                    ready.push(slot);
                }
            }
        }
        if let Some(root) = ready.pop() {
            tree.root = root;
        }
        ready.is_empty().then_some(tree)
    }

    fn score_all(trees: &[Self], point: &[P::Scalar], rule: &Rule) -> f64 {
        Self::walk_all(trees, point, rule)
    }

    fn explain_all(
        trees: &[Self],
        point: &[P::Scalar],
        rule: &Rule,
        scratch: (&mut Shares, &mut Shadow<P::Scalar>),
        total: &mut Attribution,
    ) {
        Self::walk_and_explain_all(trees, point, rule, scratch, total);
    }

    fn slot(&self, leaf: u16) -> usize {
        usize::from(leaf)
    }

    fn leaf(&self, slot: u16) -> u16 {
        slot
    }

    #[inline]
    fn point(&self, slot: usize) -> &[P::Scalar] {
        let n = self.space.dimensions();
        &self.coordinates[slot * n..][..n]
    }

    fn mass(&self, slot: usize) -> u16 {
        self.leaves[slot].mass
    }

    fn nearest(&self, point: &[P::Scalar], missing: &[bool], rule: &Rule) -> Option<usize> {
        self.resembling(point, missing, rule)
    }
}

impl<P: Space> Tree<P> {
    /// The box of a node.
    #[inline]
    pub(crate) fn corners(&self, node: u16) -> Corners<'_, P::Scalar> {
        let n = self.space.dimensions();
        self.boxes.get()[usize::from(node) * 2 * n..][..2 * n].split_at(n)
    }

    /// The box of a subtree; a leaf's is its point.
    #[inline]
    pub(crate) fn bounds(&self, at: u16) -> Corners<'_, P::Scalar> {
        if link::is_leaf(at) {
            let point = self.point(link::index(at));
            (point, point)
        } else {
            self.corners(at)
        }
    }

    /// The sum of the edges of a node's box.
    #[inline]
    pub(crate) fn extent(&self, node: u16) -> f64 {
        P::extent(self.nodes[usize::from(node)].extent, self.corners(node))
    }

    /// The child of a node on the point's side.
    #[inline]
    pub(crate) fn child(&self, node: u16, point: &[P::Scalar]) -> u16 {
        let node = &self.nodes[usize::from(node)];
        node.links[usize::from(P::along(point, node.dimension) > node.cut)]
    }

    /// Puts a new node above `at`, with the point as the other child on `side`; gives the point's leaf.
    fn split(&mut self, from: u16, at: u16, point: &[P::Scalar], node: Node<P>, side: usize) -> u16 {
        let leaf = self.take_leaf(point, 1, EMPTY);
        let new = link::to_leaf(leaf);
        let links = if side == 0 { [new, at] } else { [at, new] };
        let node = self.take_node(Node { links, ..node }, at);
        self.enlarge(node, point);
        self.attach(from, at, node);
        self.set_parent(at, node);
        self.set_parent(new, node);
        leaf
    }

    /// A slot for a leaf. There must be a free one.
    fn take_leaf(&mut self, point: &[P::Scalar], mass: u16, parent: u16) -> u16 {
        let slot = self.free_leaf;
        let at = usize::from(slot);
        self.free_leaf = self.leaves[at].parent;
        self.leaves[at] = Leaf { mass, parent };
        let n = self.space.dimensions();
        self.coordinates[at * n..][..n].copy_from_slice(point);
        slot
    }

    /// A slot for a node, with the box of one of its children. There must be a free one.
    fn take_node(&mut self, node: Node<P>, child: u16) -> u16 {
        let slot = self.free_node;
        let at = usize::from(slot);
        self.free_node = self.nodes[at].parent;
        self.nodes[at] = node;
        let n = self.space.dimensions();
        if link::is_leaf(child) {
            let own = &mut self.boxes.get_mut()[at * 2 * n..][..2 * n];
            let point = &self.coordinates[link::index(child) * n..][..n];
            own[..n].copy_from_slice(point);
            own[n..].copy_from_slice(point);
        } else {
            let from = usize::from(child) * 2 * n;
            self.boxes.get_mut().copy_within(from..from + 2 * n, at * 2 * n);
        }
        slot
    }

    /// Makes `child` what `old` was to the node: one of its children, or the root.
    fn attach(&mut self, node: u16, old: u16, child: u16) {
        if node == EMPTY {
            self.root = child;
        } else {
            let links = &mut self.nodes[usize::from(node)].links;
            links[usize::from(links[0] != old)] = child;
        }
        self.set_parent(child, node);
    }

    fn set_parent(&mut self, at: u16, parent: u16) {
        if link::is_leaf(at) {
            self.leaves[link::index(at)].parent = parent;
        } else {
            self.nodes[usize::from(at)].parent = parent;
        }
    }

    /// Enlarges a node's box to hold the point.
    fn enlarge(&mut self, node: u16, point: &[P::Scalar]) {
        let n = self.space.dimensions();
        let own = &mut self.boxes.get_mut()[usize::from(node) * 2 * n..][..2 * n];
        let (lowest, highest) = own.split_at_mut(n);
        grow(lowest, highest, point);
        self.measure(node);
    }

    /// Makes a node's box the union of its children's; whether that changed it.
    fn rebuild(&mut self, node: u16) -> bool {
        let n = self.space.dimensions();
        let side = |index: usize| index * 2 * n..(index + 1) * 2 * n;
        let own = side(usize::from(node));
        let children = self.nodes[usize::from(node)].links;
        let point = |at: u16| &self.coordinates[link::index(at) * n..][..n];
        // The three never overlap; were they to, nothing would be changed.
        let changed = match children.map(|at| (at, link::is_leaf(at))) {
            [(a, true), (b, true)] => {
                let (a, b) = (point(a), point(b));
                unite(&mut self.boxes.get_mut()[own], (a, a), (b, b))
            }
            [(leaf, true), (at, false)] | [(at, false), (leaf, true)] => {
                let point = point(leaf);
                let boxes = self.boxes.get_mut().get_disjoint_mut([own, side(usize::from(at))]);
                boxes.is_ok_and(|[own, other]| unite(own, (point, point), other.split_at(n)))
            }
            [(a, false), (b, false)] => {
                let boxes =
                    self.boxes.get_mut().get_disjoint_mut([own, side(usize::from(a)), side(usize::from(b))]);
                boxes.is_ok_and(|[own, a, b]| unite(own, a.split_at(n), b.split_at(n)))
            }
        };
        if changed {
            self.measure(node);
        }
        changed
    }

    /// The extent is summed anew at every change, so it never drifts.
    fn measure(&mut self, node: u16) {
        let extent = P::keep(extent(self.corners(node)));
        self.nodes[usize::from(node)].extent = extent;
    }
}

#[cfg(test)]
impl<P: Space> Tree<P> {
    /// Slots of nodes and of leaves that are not in the lists of free ones.
    pub(crate) fn used(&self) -> (usize, usize) {
        let length = |mut at: u16, next: &dyn Fn(u16) -> u16| {
            let mut length = 0;
            while at != EMPTY {
                (length, at) = (length + 1, next(at));
            }
            length
        };
        let nodes = length(self.free_node, &|at| self.nodes[usize::from(at)].parent);
        let leaves = length(self.free_leaf, &|at| self.leaves[usize::from(at)].parent);
        (self.nodes.len() - 1 - nodes, self.leaves.len() - leaves)
    }
}
