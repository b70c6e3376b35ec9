//! A random cut tree on a line: its values in order, and the cuts that lie between them.
//!
//! On a line a tree needs no links. Between two neighbouring values lies exactly one cut, and a subtree is a run of
//! values, so its box is the first and the last of them. Kept are the sorted values and, for each **gap** between two, the
//! cut in it, the run of values that its node holds, and its level.
//!
//! - A walk down is a search for the gap that a value falls into, and one comparison with the cut in there.
//! - The boxes that do not hold the value are those of the nodes at that end of the run beside the gap: from the
//!   neighbouring value outward, each begins where the one before ends. Neither boxes nor parents are kept.
//! - A value that enters takes its place, and a gap beside its neighbour. Runs behind move on by one, those that end there
//!   are extended, and the subtree that it is split from goes down by one level.
//!
//! The draws are those of [`crate::tree`], and so are the trees and scores, to the last bit. With 256 values a score reads about
//! half as many cache lines of a tree as with links and boxes, and waits for them three times in a row instead of twelve. In
//! return an entry moves what lies behind it, in proportion to the sample, though as fast as memory is copied.
//!
//! A value is sought in two steps of sixteen comparisons that the compiler turns into SIMD: in which block, by the last value of each,
//! and where in it.

use alloc::vec;
use alloc::vec::Vec;
use core::array;
use core::hint::select_unpredictable;

use crate::aligned::Aligned;
use crate::bounds;
use crate::cut_tree::{CutTree, Piece};
use crate::explain::{Attribution, Shadow, Shares};
use crate::random::Stream;
use crate::rule::Rule;

/// Values in a block: two cache lines.
const BLOCK: usize = 16;

/// Trees walked up at once: a walk is as long as the longest of them.
const LANES: usize = 5;

/// What lies before a value: the gap between it and the one before.
///
/// Before the first value and behind the last lie gaps too, as if the root hung from them: the cut is an infinity, the run
/// all of the tree, the level 0.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(16))]
struct Gap {
    /// At least the value before, below the one behind.
    cut: f64,
    /// Values of the run that its node holds: before the gap, and behind it.
    before: u16,
    behind: u16,
    /// Nodes from the root down to this one: 1 for the root.
    level: u16,
    /// Copies of the value behind the gap.
    mass: u16,
}

/// A random cut tree over numbers, all of them finite.
#[derive(Debug, Clone)]
pub(crate) struct LineTree {
    /// Points, copies counted.
    points: u16,
    /// Distinct values.
    distinct: usize,
    /// In ascending order, infinite behind the last. At least one is.
    values: Aligned<f64>,
    /// The last value of each block, infinite behind.
    pivots: Aligned<f64>,
    /// By the value behind it; one more than there are values.
    gaps: Aligned<Gap>,
}

impl Gap {
    /// Where the run of the gap at `place` begins or ends.
    #[inline]
    fn edge(&self, place: usize, behind: bool) -> usize {
        let (first, last) = (place - usize::from(self.before), place + usize::from(self.behind));
        // Of a gap without values behind, the last lies before.
        select_unpredictable(behind, last.wrapping_sub(1), first)
    }
}

/// The nodes beside a gap whose runs end at the value there, before or behind it.
#[derive(Debug, Clone, Copy)]
struct Spine {
    /// The value.
    leaf: usize,
    /// Whether their runs lie behind the gap.
    behind: bool,
    /// Where the longest of them ends.
    end: usize,
}

impl LineTree {
    /// The most points a tree has room for. With more, what an entry moves outweighs what a walk saves.
    pub(crate) const MOST: usize = 1024;

    /// How many values are less than `x`.
    #[inline]
    fn rank(&self, x: f64) -> usize {
        // In two sums, which is what a register holds; of one the compiler makes a mask and counts its bits one by one.
        let below = |values: &[f64; BLOCK]| {
            let mut sums = [0_u64; 2];
            for pair in values.as_chunks::<2>().0 {
                sums[0] += u64::from(pair[0] < x);
                sums[1] += u64::from(pair[1] < x);
            }
            (sums[0] + sums[1]) as usize
        };
        let block: usize = self.pivots.get().as_chunks().0.iter().map(below).sum();
        block * BLOCK + below(&self.values.get().as_chunks().0[block])
    }

    /// Where `x` falls, which has this rank and is not in the tree.
    #[inline]
    fn spine(&self, x: f64, rank: usize) -> Spine {
        let gap = &self.gaps.get()[rank];
        let behind = x > gap.cut;
        Spine { leaf: rank - usize::from(!behind), behind, end: gap.edge(rank, behind) }
    }

    /// The depth of the leaf of a value.
    #[inline]
    fn depth(&self, value: usize) -> usize {
        let gaps = self.gaps.get();
        usize::from(gaps[value].level.max(gaps[value + 1].level))
    }

    /// The gaps of a spine's nodes from the leaf up, each with the other end of its run.
    fn nodes(&self, spine: Spine) -> impl Iterator<Item = (usize, usize)> + '_ {
        let mut edge = spine.leaf;
        core::iter::from_fn(move || {
            (edge != spine.end).then(|| {
                let node = edge + usize::from(spine.behind);
                edge = self.gaps.get()[node].edge(node, spine.behind);
                (node, edge)
            })
        })
    }

    /// The box that reaches from one value to another.
    fn corners(&self, a: usize, b: usize) -> ([f64; 1], [f64; 1]) {
        let values = self.values.get();
        ([values[a.min(b)]], [values[a.max(b)]])
    }

    /// Adds a value beside a spine, where the first of the boxes from above separates it.
    fn split(&mut self, x: f64, rank: usize, spine: Spine, stream: &mut Stream) {
        // The cut, where the box from the leaf to an edge separates the value.
        let mut draw = |edge: usize| {
            let (lowest, highest) = self.corners(spine.leaf, edge);
            let corners = (&lowest[..], &highest[..]);
            let excess = bounds::excess(&[x], corners);
            let offset = stream.uniform() * ((highest[0] - lowest[0]) + excess);
            let is_leaf = edge == spine.leaf;
            (offset < excess || is_leaf).then(|| bounds::cut(&[x], corners, offset).1)
        };
        // Nodes are found from the leaf up, and drawn for from above: so many at a time.
        let mut kept = [(0_u16, 0_u16); 16];
        let mut below = self.nodes(spine).count();
        let mut chosen = None;
        while below > 0 && chosen.is_none() {
            let start = (below - 1) / kept.len() * kept.len();
            for (node, kept) in self.nodes(spine).skip(start).zip(&mut kept) {
                *kept = (node.0 as u16, node.1 as u16);
            }
            chosen = kept[..below - start].iter().rev().find_map(|&(node, edge)| {
                Some((draw(usize::from(edge))?, usize::from(edge), self.gaps.get()[usize::from(node)].level))
            });
            below = start;
        }
        let leaf = || draw(spine.leaf).map(|cut| (cut, spine.leaf, self.depth(spine.leaf) as u16 + 1));
        // A leaf always separates.
        let Some((cut, edge, level)) = chosen.or_else(leaf) else { return };
        self.open(rank, x);
        let gaps = self.gaps.get_mut();
        let new = if spine.behind {
            gaps[rank].mass = 1;
            gaps[rank + 2..edge + 2].iter_mut().for_each(|gap| gap.level += 1);
            let behind = (edge + 1 - rank) as u16;
            gaps[rank + 1] = Gap { cut, before: 1, behind, level, mass: gaps[rank + 1].mass };
            rank + 1
        } else {
            gaps[edge + 1..rank].iter_mut().for_each(|gap| gap.level += 1);
            let before = (rank - edge) as u16;
            gaps[rank] = Gap { cut, before, behind: 1, level, mass: 1 };
            rank
        };
        self.settle(rank);
        self.climb(new, 1);
    }

    /// Adds to the run of each node above the one of this gap.
    fn climb(&mut self, place: usize, change: i16) {
        let gaps = self.gaps.get_mut();
        let (mut first, mut last) = (gaps[place].edge(place, false), gaps[place].edge(place, true));
        loop {
            // The parent's gap is next to the run, on the side that is deeper. Which one cannot be predicted.
            let is_behind = gaps[last + 1].level > gaps[first].level;
            let parent = select_unpredictable(is_behind, last + 1, first);
            let gap = &mut gaps[parent];
            if gap.level == 0 {
                return;
            }
            let edge = gap.edge(parent, is_behind);
            (first, last) =
                (select_unpredictable(is_behind, first, edge), select_unpredictable(is_behind, edge, last));
            let (before, behind) =
                (gap.before.wrapping_add_signed(change), gap.behind.wrapping_add_signed(change));
            gap.before = select_unpredictable(is_behind, before, gap.before);
            gap.behind = select_unpredictable(is_behind, gap.behind, behind);
        }
    }

    /// Makes room for a value and a gap: what lies behind moves on.
    fn open(&mut self, at: usize, x: f64) {
        let values = self.values.get_mut();
        values.copy_within(at..self.distinct, at + 1);
        values[at] = x;
        self.distinct += 1;
        self.gaps.get_mut().copy_within(at..self.distinct, at + 1);
    }

    /// Removes a value, and the node that its leaf hangs from.
    fn close(&mut self, at: usize) {
        let gaps = self.gaps.get();
        let before = gaps[at].level > gaps[at + 1].level;
        let parent = if before { at } else { at + 1 };
        self.climb(parent, -1);
        let gaps = &mut self.gaps.get_mut()[..=self.distinct];
        let sibling = if before {
            gaps[parent].edge(parent, false) + 1..at
        } else {
            gaps[at].mass = gaps[parent].mass;
            at + 2..gaps[parent].edge(parent, true) + 1
        };
        gaps[sibling].iter_mut().for_each(|gap| gap.level -= 1);
        gaps.copy_within(parent + 1.., parent);
        let values = self.values.get_mut();
        values.copy_within(at + 1..self.distinct, at);
        self.distinct -= 1;
        values[self.distinct] = f64::INFINITY;
        self.settle(at);
    }

    /// Renews what follows from the values from here on: the last of each block, and the gaps at both ends.
    fn settle(&mut self, from: usize) {
        let blocks = self.values.get().as_chunks::<BLOCK>().0;
        for (pivot, block) in self.pivots.get_mut().iter_mut().zip(blocks).skip(from / BLOCK) {
            *pivot = block[BLOCK - 1];
        }
        let all = self.distinct as u16;
        let gaps = self.gaps.get_mut();
        gaps[0] = Gap { cut: f64::NEG_INFINITY, before: 0, behind: all, level: 0, mass: gaps[0].mass };
        gaps[self.distinct] = Gap { cut: f64::INFINITY, before: all, behind: 0, level: 0, mass: 0 };
    }

    /// The worth of a point in several trees, none of them empty: all in step, a walk that is over waits for the others.
    #[inline]
    fn worths<const N: usize>(trees: &[Self; N], x: f64, rule: &Rule) -> [f64; N] {
        let values: [&[f64]; N] = array::from_fn(|lane| trees[lane].values.get());
        let gaps: [&[Gap]; N] = array::from_fn(|lane| trees[lane].gaps.get());
        let ranks: [usize; N] = array::from_fn(|lane| trees[lane].rank(x));
        let spines: [Spine; N] = array::from_fn(|lane| {
            let spine = trees[lane].spine(x, ranks[lane]);
            // The value itself is in all boxes above it.
            let seen = values[lane][ranks[lane]] == x;
            Spine { end: select_unpredictable(seen, spine.leaf, spine.end), ..spine }
        });
        let anchors: [f64; N] = array::from_fn(|lane| values[lane][spines[lane].leaf]);
        let excess = anchors.map(|anchor| (x - anchor).abs());
        let mut depth: [usize; N] = array::from_fn(|lane| trees[lane].depth(spines[lane].leaf));
        let leaf_depth = depth;
        let mut worth = depth.map(|depth| rule.unseen(depth));
        let mut edge = spines.map(|spine| spine.leaf);
        let (mut far, mut unseen, mut going) = ([0.0; N], [0.0; N], [false; N]);
        while (0..N).any(|lane| edge[lane] != spines[lane].end) {
            for lane in 0..N {
                let Spine { behind, end, .. } = spines[lane];
                going[lane] = edge[lane] != end;
                let place = edge[lane] + usize::from(behind);
                let next = gaps[lane][place].edge(place, behind);
                edge[lane] = select_unpredictable(going[lane], next, end);
                far[lane] = values[lane][edge[lane]];
                depth[lane] = depth[lane].saturating_sub(1);
                unseen[lane] = rule.unseen(depth[lane]);
            }
            for lane in 0..N {
                let share = excess[lane] / ((anchors[lane] - far[lane]).abs() + excess[lane]);
                // Zero over zero where the value is seen.
                let p = if going[lane] { share } else { 0.0 };
                worth[lane] += p * (unseen[lane] - worth[lane]);
            }
        }
        for lane in 0..N {
            if values[lane][ranks[lane]] == x {
                worth[lane] = rule.seen(leaf_depth[lane], gaps[lane][ranks[lane]].mass, trees[lane].points);
            }
        }
        worth
    }

    /// Adds the worth of a point and its split to `total`.
    fn explain(
        &self,
        x: f64,
        rule: &Rule,
        (shares, shadow): (&mut Shares, &mut Shadow<f64>),
        total: &mut Attribution,
    ) {
        let rank = self.rank(x);
        let columns = total.high.len();
        if self.values.get()[rank] == x {
            let depth = self.depth(rank);
            let worth = rule.seen(depth, self.gaps.get()[rank].mass, self.points);
            shares.begin(columns, worth);
            self.explain_by_shadow(rank, depth, rule, shares, shadow);
            shares.end(worth, total);
            return;
        }
        let spine = self.spine(x, rank);
        let mut depth = self.depth(spine.leaf);
        let mut worth = rule.unseen(depth);
        shares.begin(columns, 0.0);
        let here = [self.values.get()[spine.leaf]];
        let excess = (x - here[0]).abs();
        shares.blend(1.0, worth, excess, &[x], (&here, &here));
        for (_, edge) in self.nodes(spine) {
            depth -= 1;
            let (lowest, highest) = self.corners(spine.leaf, edge);
            let p = excess / ((highest[0] - lowest[0]) + excess);
            worth += p * (rule.unseen(depth) - worth);
            shares.blend(p, rule.unseen(depth), excess, &[x], (&lowest, &highest));
        }
        shares.end(worth, total);
    }

    /// Blends the shares of a value that is in the tree, judged by the boxes of all but its leaf.
    fn explain_by_shadow(
        &self,
        value: usize,
        mut depth: usize,
        rule: &Rule,
        shares: &mut Shares,
        shadow: &mut Shadow<f64>,
    ) {
        let gaps = self.gaps.get();
        let point = [self.values.get()[value]];
        shadow.clear();
        let (mut first, mut last) = (value, value);
        while depth > 0 {
            depth -= 1;
            let (before, behind) = (&gaps[first], &gaps[last + 1]);
            let sibling;
            if before.level > behind.level {
                let edge = before.edge(first, false);
                sibling = self.corners(edge, first - 1);
                first = edge;
            } else {
                let edge = behind.edge(last + 1, true);
                sibling = self.corners(last + 1, edge);
                last = edge;
            }
            if !shares.blend_shadow(shadow, (&sibling.0, &sibling.1), rule.unseen(depth), &point) {
                return;
            }
        }
    }
}

impl CutTree for LineTree {
    type Scalar = f64;

    /// The value itself.
    type Leaf = f64;

    fn new(_dimensions: usize, sample: usize) -> Self {
        let blocks = sample / BLOCK + 1;
        let infinite = |length: usize| {
            let mut numbers = Aligned::new(length);
            numbers.get_mut().fill(f64::INFINITY);
            numbers
        };
        Self {
            points: 0,
            distinct: 0,
            values: infinite(blocks * BLOCK),
            pivots: infinite((blocks - 1).next_multiple_of(BLOCK)),
            gaps: Aligned::new(sample + 1),
        }
    }

    fn insert(&mut self, point: &[f64], stream: &mut Stream) -> f64 {
        let x = point[0];
        self.points += 1;
        let rank = self.rank(x);
        if self.distinct == 0 {
            self.distinct = 1;
            self.values.get_mut()[0] = x;
            self.gaps.get_mut()[0].mass = 1;
            self.settle(0);
        } else if self.values.get()[rank] == x {
            self.gaps.get_mut()[rank].mass += 1;
        } else {
            self.split(x, rank, self.spine(x, rank), stream);
        }
        x
    }

    fn delete(&mut self, leaf: f64) {
        let at = self.rank(leaf);
        self.points -= 1;
        let mass = &mut self.gaps.get_mut()[at].mass;
        *mass -= 1;
        if *mass > 0 {
            return;
        }
        if self.distinct == 1 {
            self.distinct = 0;
            self.values.get_mut()[0] = f64::INFINITY;
            self.settle(0);
        } else {
            self.close(at);
        }
    }

    fn score_all(trees: &[Self], point: &[f64], rule: &Rule) -> f64 {
        if trees.iter().any(|tree| tree.points == 0) {
            return 0.0;
        }
        let x = point[0];
        let (groups, rest) = trees.as_chunks::<LANES>();
        let mut sum = 0.0;
        for worth in groups.iter().flat_map(|trees| Self::worths(trees, x, rule)) {
            sum += worth;
        }
        for [worth] in rest.iter().map(|tree| Self::worths(array::from_ref(tree), x, rule)) {
            sum += worth;
        }
        sum
    }

    fn explain_all(
        trees: &[Self],
        point: &[f64],
        rule: &Rule,
        (shares, shadow): (&mut Shares, &mut Shadow<f64>),
        total: &mut Attribution,
    ) {
        if trees.iter().any(|tree| tree.points == 0) {
            return;
        }
        for tree in trees {
            tree.explain(point[0], rule, (shares, shadow), total);
        }
    }

    fn pieces(&self, each: &mut dyn FnMut(Piece<f64>)) {
        // In preorder nodes stand before the first value of their run, the longer run first.
        let gaps = self.gaps.get().iter().enumerate().take(self.distinct).skip(1);
        let mut gaps: Vec<(usize, &Gap)> = gaps.map(|(place, gap)| (gap.edge(place, false), gap)).collect();
        gaps.sort_unstable_by_key(|(first, gap)| (*first, gap.level));
        let mut gaps = gaps.into_iter().peekable();
        for slot in 0..self.distinct {
            while let Some((_, gap)) = gaps.next_if(|(first, _)| *first == slot) {
                each(Piece::Cut { dimension: 0, value: gap.cut });
            }
            each(Piece::Leaf { slot: slot as u16 });
        }
    }

    fn build(
        dimensions: usize,
        sample: usize,
        pieces: &[Piece<f64>],
        leaves: &[(u16, &[f64])],
    ) -> Option<Self> {
        let mut tree = Self::new(dimensions, sample);
        if leaves.len() > sample {
            return None;
        }
        tree.distinct = leaves.len();
        let gaps = tree.gaps.get_mut();
        let values = tree.values.get_mut();
        for (((mass, point), value), gap) in leaves.iter().zip(values.iter_mut()).zip(&mut *gaps) {
            tree.points = tree.points.checked_add(*mass)?;
            *value = *point.first()?;
            gap.mass = *mass;
        }
        // Backwards through the preorder, the runs of both subtrees of a cut are ready when it comes.
        let mut ready: Vec<(u16, u16)> = Vec::new();
        let mut places = vec![0; pieces.len()];
        for (piece, place) in pieces.iter().zip(&mut places).rev() {
            match *piece {
                Piece::Leaf { slot } if usize::from(slot) < leaves.len() => ready.push((slot, slot)),
                Piece::Cut { dimension: 0, value } => {
                    let ((first, before), (behind, last)) = (ready.pop()?, ready.pop()?);
                    *place = usize::from(behind);
                    // Written so that a NaN is refused.
                    if before.checked_add(1) != Some(behind)
                        || !(values[usize::from(before)] <= value && value < values[usize::from(behind)])
                    {
                        return None;
                    }
                    let gap = &mut gaps[usize::from(behind)];
                    (gap.cut, gap.before, gap.behind) = (value, behind - first, last - before);
                    ready.push((first, last));
                }
                _ => return None,
            }
        }
        let whole = leaves.len().checked_sub(1).map(|last| (0, last as u16));
        if ready.pop() != whole || !ready.is_empty() {
            return None;
        }
        // Forwards, the level of each node is known when it comes.
        let mut levels = vec![1];
        for (piece, place) in pieces.iter().zip(places) {
            let level = levels.pop()?;
            if matches!(piece, Piece::Cut { .. }) {
                gaps[place].level = level;
                levels.extend([level + 1; 2]);
            }
        }
        tree.settle(0);
        Some(tree)
    }

    fn slot(&self, leaf: f64) -> usize {
        self.rank(leaf)
    }

    fn leaf(&self, slot: u16) -> f64 {
        self.values.get()[usize::from(slot)]
    }

    fn point(&self, slot: usize) -> &[f64] {
        &self.values.get()[slot..=slot]
    }

    fn mass(&self, slot: usize) -> u16 {
        self.gaps.get()[slot].mass
    }

    /// With its only coordinate missing nothing of a point is known.
    fn nearest(&self, _point: &[f64], _missing: &[bool], _rule: &Rule) -> Option<usize> {
        None
    }
}
