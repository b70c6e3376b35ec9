//! The point of a tree that resembles what is known of a record most (spec rcf 1.11).
//!
//! Walks here are on request and plain, with a list of where to go next.

use alloc::vec;

use crate::bounds::beyond;
use crate::link;
use crate::rule::Rule;
use crate::space::{Coordinate, Space};
use crate::tree::Tree;

/// A way still to be walked: a link, its depth, and what the levels above were worth.
#[derive(Debug, Clone, Copy)]
struct Way {
    at: u16,
    depth: usize,
    sum: f64,
    reach: f64,
}

impl<P: Space> Tree<P> {
    /// The leaf whose known coordinates make the known part of the point least unusual; the leftmost of equals.
    pub(crate) fn resembling(&self, point: &[P::Scalar], missing: &[bool], rule: &Rule) -> Option<usize> {
        if self.points == 0 {
            return None;
        }
        let known_excess = |(lowest, highest): (&[P::Scalar], &[P::Scalar])| {
            let each = point.iter().zip(lowest).zip(highest).zip(missing);
            each.map(
                |(((&x, &low), &high), &missing)| {
                    if missing { 0.0 } else { beyond(x, low, high).wide() }
                },
            )
            .sum::<f64>()
        };
        let mut best: Option<(f64, usize)> = None;
        let mut ahead = vec![Way { at: self.root, depth: 0, sum: 0.0, reach: 1.0 }];
        while let Some(Way { at, depth, mut sum, mut reach }) = ahead.pop() {
            let excess = known_excess(self.bounds(at));
            if link::is_leaf(at) {
                let leaf = link::index(at);
                let worth = if excess > 0.0 || sum > 0.0 {
                    sum + reach * rule.unseen(depth)
                } else {
                    rule.seen(depth, self.leaves[leaf].mass, self.points)
                };
                if best.is_none_or(|(least, _)| worth < least) {
                    best = Some((worth, leaf));
                }
                continue;
            }
            if excess > 0.0 {
                let p = excess / (self.extent(at) + excess);
                sum += reach * p * rule.unseen(depth);
                reach *= 1.0 - p;
            }
            let node = &self.nodes[usize::from(at)];
            let way = |at| Way { at, depth: depth + 1, sum, reach };
            if missing[usize::from(node.dimension)] {
                ahead.extend([way(node.links[1]), way(node.links[0])]);
            } else {
                ahead.push(way(self.child(at, point)));
            }
        }
        best.map(|(_, leaf)| leaf)
    }
}
