//! Scoring: down to a leaf, and up again as far as the point lies outside.
//!
//! The worth of a point in a tree is the expected inverse depth of where it would separate (spec rcf 1.8). **Down** only cuts
//! are compared. The trees are walked [`LANES`] at a time and without branches: a step of one waits for its node to
//! come from memory, so the others step meanwhile, and where a walk goes, or that it is over, cannot be predicted. A
//! walk that has ended stands still until the last of its group has. **Up** from the leaf the worth of each level is
//! blended in, `s ← s + p·(unseen(d) − s)` with `p` the share of the excess. Boxes are nested: once one holds the
//! point, all above it do, and the walk is over. An ordinary point leaves most boxes unread.
//!
//! Rejected, as measured: carrying boxes down (twice the time on a line), asking for boxes on the way down so that they
//! come early (no gain: the way up already waits for several at once), and with many dimensions looking only at those that the
//! box below left outside (a tenth slower at 32: finding them cannot be predicted).

use core::array;
use core::hint::select_unpredictable;

use crate::bounds::excess;
use crate::cut_tree::CutTree;
use crate::explain::{Attribution, Shadow, Shares};
use crate::link::{self, EMPTY};
use crate::rule::Rule;
use crate::space::Space;
use crate::tree::{Node, Tree};

/// Trees walked down at once. Measured on one column with links, 100 trees of 256: 5 take a fifth longer, 16 more yet.
const LANES: usize = 10;

/// Where a walk down ends.
#[derive(Debug, Clone, Copy, Default)]
struct Landing {
    leaf: usize,
    depth: usize,
}

/// Walks down several trees, none of them empty.
#[inline]
fn land<P: Space, const N: usize>(trees: &[Tree<P>; N], point: &[P::Scalar]) -> [Landing; N] {
    let nodes: [&[Node<P>]; N] = array::from_fn(|lane| &trees[lane].nodes[..]);
    // Of each walk the depth and, in the lower half, the link it is at.
    let mut states: [u32; N] = array::from_fn(|lane| u32::from(trees[lane].root));
    loop {
        let mut ended = u16::MAX;
        for lane in 0..N {
            // A walk that has ended looks at some node, and stays.
            let state = states[lane];
            let here = state as u16;
            let node = &nodes[lane][link::index(here)];
            let right = P::along(point, node.dimension) > node.cut;
            // Both links come in one load that need not wait for the comparison.
            let links = u32::from(node.links[0]) | u32::from(node.links[1]) << 16;
            let next = u32::from((links >> (u32::from(right) * 16)) as u16);
            let deeper = (state | 0xffff) + 1;
            states[lane] = select_unpredictable(link::is_leaf(here), state, deeper | next);
            ended &= here;
        }
        if link::is_leaf(ended) {
            return states
                .map(|state| Landing { leaf: link::index(state as u16), depth: (state >> 16) as usize });
        }
    }
}

impl<P: Space> Tree<P> {
    /// The sum over trees of the expected worth of the point, each in [0, 1], in the order of the trees.
    pub(crate) fn walk_all(trees: &[Self], point: &[P::Scalar], rule: &Rule) -> f64 {
        // All trees hold equally many points: one is empty only when all are.
        if trees.iter().any(|tree| tree.points == 0) {
            return 0.0;
        }
        let (groups, rest) = trees.as_chunks::<LANES>();
        let mut sum = 0.0;
        for group in groups {
            for (tree, landing) in group.iter().zip(land(group, point)) {
                sum += tree.worth(landing, point, rule);
            }
        }
        for tree in rest {
            sum += tree.score(point, rule);
        }
        sum
    }

    /// The expected worth of the point, in [0, 1]; 0 for an empty tree.
    pub(crate) fn score(&self, point: &[P::Scalar], rule: &Rule) -> f64 {
        if self.points == 0 {
            return 0.0;
        }
        let [landing] = land(array::from_ref(self), point);
        self.worth(landing, point, rule)
    }

    /// The way up. A point outside the box above the leaf is not the leaf's, which then is not read.
    #[inline]
    fn worth(&self, Landing { leaf, mut depth }: Landing, point: &[P::Scalar], rule: &Rule) -> f64 {
        let point = &point[..self.space.dimensions()];
        let mut worth = rule.unseen(depth);
        let (mut at, mut inside) = (self.leaves[leaf].parent, true);
        while at != EMPTY {
            let excess = excess(point, self.corners(at));
            if excess <= 0.0 {
                break;
            }
            inside = false;
            depth -= 1;
            let p = excess / (self.extent(at) + excess);
            worth += p * (rule.unseen(depth) - worth);
            at = self.nodes[usize::from(at)].parent;
        }
        if inside && self.point(leaf) == point {
            return rule.seen(depth, self.leaves[leaf].mass, self.points);
        }
        worth
    }

    /// Adds what [`Tree::walk_all`] gives, to the last bit, and its split by column and side, to `total`.
    pub(crate) fn walk_and_explain_all(
        trees: &[Self],
        point: &[P::Scalar],
        rule: &Rule,
        (shares, shadow): (&mut Shares, &mut Shadow<P::Scalar>),
        total: &mut Attribution,
    ) {
        if trees.iter().any(|tree| tree.points == 0) {
            return;
        }
        let (groups, rest) = trees.as_chunks::<LANES>();
        for group in groups {
            for (tree, landing) in group.iter().zip(land(group, point)) {
                tree.explain(landing, point, rule, (shares, shadow), total);
            }
        }
        for tree in rest {
            let [landing] = land(array::from_ref(tree), point);
            tree.explain(landing, point, rule, (shares, shadow), total);
        }
    }

    /// Adds [`Tree::worth`] and its split to `total`.
    fn explain(
        &self,
        Landing { leaf, mut depth }: Landing,
        point: &[P::Scalar],
        rule: &Rule,
        (shares, shadow): (&mut Shares, &mut Shadow<P::Scalar>),
        total: &mut Attribution,
    ) {
        let point = &point[..self.space.dimensions()];
        let columns = total.high.len();
        if self.point(leaf) == point {
            let worth = rule.seen(depth, self.leaves[leaf].mass, self.points);
            shares.begin(columns, worth);
            self.explain_by_shadow(leaf, depth, rule, shares, shadow);
            shares.end(worth, total);
            return;
        }
        let mut worth = rule.unseen(depth);
        let here = (self.point(leaf), self.point(leaf));
        shares.begin(columns, 0.0);
        shares.blend(1.0, worth, excess(point, here), point, here);
        let mut at = self.leaves[leaf].parent;
        while at != EMPTY {
            depth -= 1;
            let corners = self.corners(at);
            let excess = excess(point, corners);
            if excess <= 0.0 {
                break;
            }
            let p = excess / (self.extent(at) + excess);
            worth += p * (rule.unseen(depth) - worth);
            shares.blend(p, rule.unseen(depth), excess, point, corners);
            at = self.nodes[usize::from(at)].parent;
        }
        shares.end(worth, total);
    }

    /// Blends the shares of a point equal to a leaf, judged by the boxes of all but that leaf.
    fn explain_by_shadow(
        &self,
        leaf: usize,
        mut depth: usize,
        rule: &Rule,
        shares: &mut Shares,
        shadow: &mut Shadow<P::Scalar>,
    ) {
        let point = self.point(leaf);
        shadow.clear();
        let (mut below, mut at) = (link::to_leaf(leaf as u16), self.leaves[leaf].parent);
        while at != EMPTY {
            depth -= 1;
            let node = &self.nodes[usize::from(at)];
            let sibling = self.bounds(node.links[usize::from(node.links[0] == below)]);
            if !shares.blend_shadow(shadow, sibling, rule.unseen(depth), point) {
                return;
            }
            (below, at) = (at, node.parent);
        }
    }
}
