//! The rule of scoring: what a leaf is worth at a depth, and how the mean over trees is scaled.
//!
//! `d` is a depth (the root has 0), `m` the copies of a value in its leaf, `N` the points in the tree.
//!
//! | | value is in the leaf | value is not | normaliser |
//! |---|---|---|---|
//! | service (spec kda-sql 12.2) | `1/(d + log2 m)`, at the root `1/(1 + m)` | `1/(d+1)` | `log2(sample)` |
//! | open source (spec rcf 1.8) | `(1 − m/2N) / (d + log2(1 + m))` | `1/(d+1)` | `log2(1 + N)` |
//!
//! All of it comes from tables made once, so a walk has no logarithm and one division a level.

use alloc::vec::Vec;

use crate::options::{Mode, Options};

#[derive(Debug, Clone)]
pub(crate) struct Rule {
    mode: Mode,
    /// `1/(d+1)` by depth; a tree of `n` leaves is at most `n − 1` deep.
    unseen: Vec<f64>,
    /// `log2 i`; the entry for 0 is unused.
    log2: Vec<f64>,
    sample: usize,
    trees: usize,
}

impl Rule {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            mode: options.mode,
            unseen: (0..=options.sample).map(|d| 1.0 / (d as f64 + 1.0)).collect(),
            log2: (0..options.sample + 2).map(|i| libm::log2(i.max(1) as f64)).collect(),
            sample: options.sample,
            trees: options.trees,
        }
    }

    /// Points that enter the trees before the first score.
    pub(crate) fn silence(&self) -> u64 {
        match self.mode {
            Mode::Service => self.sample as u64,
            Mode::OpenSource => (self.sample as u64 / 4).max(1),
        }
    }

    /// The worth of a point that separates at depth `d`.
    #[inline]
    pub(crate) fn unseen(&self, depth: usize) -> f64 {
        self.unseen[depth]
    }

    /// The worth of a point equal to a leaf at depth `d` with `mass` copies in a tree of `points`.
    #[inline]
    pub(crate) fn seen(&self, depth: usize, mass: u16, points: u16) -> f64 {
        let m = usize::from(mass);
        match self.mode {
            Mode::Service if depth == 0 => 1.0 / (1.0 + m as f64),
            Mode::Service => 1.0 / (depth as f64 + self.log2[m]),
            Mode::OpenSource => {
                (1.0 - 0.5 * f64::from(mass) / f64::from(points)) / (depth as f64 + self.log2[m + 1])
            }
        }
    }

    /// The factor from the sum over trees to the forest's score, with `points` in each tree.
    pub(crate) fn scale(&self, points: usize) -> f64 {
        let normaliser = match self.mode {
            Mode::Service => self.log2[self.sample],
            Mode::OpenSource => self.log2[points + 1],
        };
        normaliser / self.trees as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn service_leaves_are_worth_what_the_recorded_output_says() {
        let rule = Rule::new(&Options::new(1));
        assert_eq!(rule.seen(0, 256, 256), 1.0 / 257.0);
        assert_eq!(rule.seen(1, 1, 256), 1.0);
        assert_eq!(rule.seen(3, 4, 256), 0.2);
        // Recorded by the service for a square wave: 0.121810790008 (spec kda-sql 12.2 b).
        assert!((rule.seen(1, 148, 256) - 0.121_810_790_008).abs() < 5e-13);
        assert_eq!(rule.unseen(0), 1.0);
        assert_eq!(rule.scale(256) * 100.0, 8.0);
        assert_eq!(rule.silence(), 256);
    }

    #[test]
    fn open_source_leaves_are_damped() {
        let rule = Rule::new(&Options::new(1).mode(Mode::OpenSource));
        // 256 equal points: log2(257) · (1 − 1/2) / log2(257) = 1/2 (spec rcf 2.3).
        assert_eq!(rule.seen(0, 256, 256) * rule.scale(256) * 100.0, 0.5);
        // A unique leaf at depth 10: about 0.726.
        assert!((rule.seen(10, 1, 256) * rule.scale(256) * 100.0 - 0.726).abs() < 5e-4);
        assert_eq!(rule.silence(), 64);
        assert_eq!(Rule::new(&Options::new(1).sample(2).mode(Mode::OpenSource)).silence(), 1);
    }
}
