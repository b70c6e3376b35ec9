//! Which points a tree keeps: a weighted reservoir with time decay that skips ahead to the next accepted point.
//!
//! Point `t` (from 0) draws `V ~ Exp(1)` and gets the key `ln V − λ·t`, λ = 1/timeDecay; the tree keeps the `sample`
//! lowest keys, so a point of age `a` weighs `exp(−λa)` (spec rcf 1.2; exponential keys of Efraimidis and Spirakis). All
//! of the first `sample` points enter.
//!
//! Once the reservoir is full with greatest key `M`, point `t` enters when `V < c(t) = exp(M + λt)`. `M` does not change
//! until a point enters, so the number of points that pass by before that is known in one draw: with `E ~ Exp(1)`, the
//! next to enter is the first `k` with `c(t) + … + c(t+k−1) ≥ E`, a geometric sum. The entering point's `V` is then
//! exponential under the condition `V < c`. This has exactly the distribution of drawing for every point, and
//! makes a point that no tree takes cost one comparison for the whole forest instead of two logarithms a tree.
//!
//! Rejected: comparing a uniform number with the threshold `exp(−exp(M + λt))` for every tree and point: a hundred
//! draws and compares a point for the same result.

use alloc::vec::Vec;

use crate::random::Stream;

/// The key of point `t` when it enters without having to beat another.
pub(crate) fn free_key(decay: f64, t: u64, stream: &mut Stream) -> f64 {
    libm::log(stream.exponential()) - decay * t as f64
}

/// The reservoir of one tree: a binary heap of keys, greatest first, with the leaf each point went to.
#[derive(Debug, Clone)]
pub(crate) struct Sampler<L> {
    keys: Vec<f64>,
    leaves: Vec<L>,
}

impl<L: Copy> Sampler<L> {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { keys: Vec::with_capacity(capacity), leaves: Vec::with_capacity(capacity) }
    }

    /// The key of point `t`, given that it enters a full reservoir.
    pub(crate) fn winning_key(&self, decay: f64, t: u64, stream: &mut Stream) -> f64 {
        let limit = libm::exp(self.greatest() + decay * t as f64);
        // Inverse of the distribution of V under the condition V < limit: u·(1 − e^−limit) is its probability below V.
        let v = -libm::log1p(stream.uniform() * libm::expm1(-limit));
        libm::log(v) - decay * t as f64
    }

    /// The number of the next point to enter, at or after `t`.
    pub(crate) fn next_entry(&self, decay: f64, t: u64, stream: &mut Stream) -> u64 {
        let limit = libm::exp(self.greatest() + decay * t as f64);
        let waiting = libm::log1p(stream.exponential() * libm::expm1(decay) / limit) / decay;
        // A float-to-integer cast saturates, so a wait beyond u64 means "never".
        t.saturating_add((libm::ceil(waiting) as u64).max(1) - 1)
    }

    /// Adds a point that went to `leaf`.
    pub(crate) fn push(&mut self, key: f64, leaf: L) {
        let mut at = self.keys.len();
        self.keys.push(key);
        self.leaves.push(leaf);
        while at > 0 {
            let parent = (at - 1) / 2;
            if self.keys[parent] >= self.keys[at] {
                break;
            }
            self.swap(at, parent);
            at = parent;
        }
    }

    /// The leaf of the point that leaves next: the one with the greatest key.
    pub(crate) fn loser(&self) -> Option<L> {
        self.leaves.first().copied()
    }

    /// Puts a point in the place of the loser.
    pub(crate) fn replace_loser(&mut self, key: f64, leaf: L) {
        let (Some(first_key), Some(first_leaf)) = (self.keys.first_mut(), self.leaves.first_mut()) else {
            return;
        };
        *first_key = key;
        *first_leaf = leaf;
        let mut at = 0;
        loop {
            let (left, right) = (2 * at + 1, 2 * at + 2);
            let mut greatest = at;
            for child in [left, right] {
                if child < self.keys.len() && self.keys[child] > self.keys[greatest] {
                    greatest = child;
                }
            }
            if greatest == at {
                return;
            }
            self.swap(at, greatest);
            at = greatest;
        }
    }

    /// The entries in heap order, for saving.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (f64, L)> + '_ {
        self.keys.iter().copied().zip(self.leaves.iter().copied())
    }

    fn greatest(&self) -> f64 {
        self.keys.first().copied().unwrap_or(f64::INFINITY)
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.keys.swap(a, b);
        self.leaves.swap(a, b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of the points that one reservoir keeps of `total`, as the forest drives it.
    fn kept(sample: usize, decay: f64, total: u64, seed: u64) -> Vec<u64> {
        let mut sampler = Sampler::new(sample);
        // The test's leaves are slots that hold the number of the point.
        let mut slots = Vec::new();
        let mut next = 0;
        for t in 0..total {
            if t < sample as u64 {
                let mut stream = Stream::new(seed, 0, t);
                slots.push(t);
                sampler.push(free_key(decay, t, &mut stream), t as u16);
                if t + 1 == sample as u64 {
                    next = sampler.next_entry(decay, t + 1, &mut stream);
                }
            } else if t == next {
                let mut stream = Stream::new(seed, 0, t);
                let key = sampler.winning_key(decay, t, &mut stream);
                let slot = sampler.loser().unwrap();
                assert!(key < sampler.greatest(), "a point that enters beats the one that leaves");
                slots[slot as usize] = t;
                sampler.replace_loser(key, slot);
                next = sampler.next_entry(decay, t + 1, &mut stream);
            }
        }
        for at in 1..sampler.keys.len() {
            assert!(sampler.keys[(at - 1) / 2] >= sampler.keys[at], "the heap holds");
        }
        slots
    }

    #[test]
    fn without_decay_every_point_is_kept_with_equal_probability() {
        // 64 of 640 points: probability 1/10 each, whatever the age (spec rcf 3.3.4). 8 age groups, 4,000 reservoirs.
        let (sample, total, runs) = (64, 640, 4000);
        let mut groups = [0.0_f64; 8];
        for run in 0..runs {
            for t in kept(sample, 1.0 / 2_147_483_647.0, total, run) {
                groups[(t / 80) as usize] += 1.0;
            }
        }
        let expected = runs as f64 * 8.0;
        // A group's count has variance at most runs · 80 · 0.1 · 0.9.
        let sigma = (runs as f64 * 80.0 * 0.09).sqrt();
        for (group, count) in groups.iter().enumerate() {
            assert!(
                (count - expected).abs() < 4.0 * sigma,
                "age group {group}: {count}, expected {expected}"
            );
        }
    }

    #[test]
    fn with_decay_old_points_fade_as_the_closed_form_says() {
        // In the steady state P(age a kept) = 1 − exp(−c·e^(−λa)), with c set by Σ P = sample (spec rcf 3.3.4).
        let (sample, decay, total, runs) = (50_usize, 0.002, 6000_u64, 1500_u64);
        let keep = |c: f64, a: f64| -libm::expm1(-c * libm::exp(-decay * a));
        let mass = |c: f64| (0..total).map(|a| keep(c, a as f64)).sum::<f64>();
        let (mut low, mut high) = (0.0, 10.0);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if mass(middle) < sample as f64 {
                low = middle;
            } else {
                high = middle;
            }
        }
        // spec: at λ·sample = 0.1, c = 0.1026 and 9.75 % of new points enter.
        assert!((low - 0.1026).abs() < 2e-4, "c = {low}");
        assert!((keep(low, 0.0) - 0.0975).abs() < 3e-4);
        let mut groups = [0.0_f64; 12];
        for run in 0..runs {
            for t in kept(sample, decay, total, run + 77) {
                groups[((total - 1 - t) / 500) as usize] += 1.0;
            }
        }
        for (group, count) in groups.iter().enumerate() {
            let ages = group * 500..(group + 1) * 500;
            let expected = runs as f64 * ages.map(|a| keep(low, a as f64)).sum::<f64>();
            assert!(
                (count - expected).abs() < 4.0 * expected.sqrt() + 1.0,
                "age group {group}: {count}, expected {expected}"
            );
        }
    }

    #[test]
    fn the_strongest_decay_keeps_the_newest_points_and_stays_finite() {
        let newest = kept(4, 1.0, 5000, 9);
        assert!(newest.iter().all(|&t| t > 4900), "{newest:?}");
    }

    #[test]
    fn an_entry_beyond_reach_is_never() {
        let mut sampler = Sampler::new(1);
        sampler.push(-800.0, 0);
        assert_eq!(sampler.next_entry(1e-300, 5, &mut Stream::new(0, 0, 0)), u64::MAX);
    }
}
