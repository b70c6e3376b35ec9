//! Where randomness comes from: a short stream for each entry of each tree.
//!
//! A point that enters a tree draws from its own `Xoshiro256PlusPlus`, seeded from (forest seed, tree, number of the
//! point). So trees do not depend on each other's draws, a saved forest needs no generator state, and the draws are
//! the same on every platform. Thanks to the skip-ahead sampler a stream is opened only for points that enter.
//!
//! Rejected: one long-lived generator a tree (32 bytes of hidden state that `rand_xoshiro` does not give out for
//! saving), and a generator re-seeded for every point of every tree (most of the update cost of the open library,
//! spec rcf 4.2).

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// The draws of one point in one tree.
#[derive(Debug, Clone)]
pub(crate) struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream of the `entry`-th point (from 0) in tree `tree` of the forest with this seed.
    pub(crate) fn new(seed: u64, tree: usize, entry: u64) -> Self {
        let key = mix(mix(mix(seed) ^ (tree as u64)) ^ entry);
        Self(Xoshiro256PlusPlus::seed_from_u64(key))
    }

    /// A uniform number in the open interval (0, 1): 2⁵² equally spaced values, neither 0 nor 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1u64 << 52) as f64;
        ((self.0.next_u64() >> 12) as f64 + 0.5) * STEP
    }

    /// An exponential number with mean 1, finite and positive.
    pub(crate) fn exponential(&mut self) -> f64 {
        -libm::log(self.uniform())
    }
}

/// A bijection on u64 that spreads every input bit over the word (the finaliser of `SplitMix64`).
fn mix(value: u64) -> u64 {
    let z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_seed_tree_and_entry_and_repeat() {
        let first = |seed, tree, entry| Stream::new(seed, tree, entry).uniform();
        let base = first(1, 2, 3);
        assert_eq!(base, first(1, 2, 3));
        assert!(base != first(2, 2, 3) && base != first(1, 3, 3) && base != first(1, 2, 4));
        assert!(first(1, 2, 3) != first(1, 3, 2));
    }

    #[test]
    fn first_draws_of_neighbouring_streams_are_uniform_and_uncorrelated() {
        // 20 bins over the first draw of 100,000 neighbouring streams; chi-square with 19 degrees of freedom.
        let mut bins = [0.0_f64; 20];
        let mut lag = 0.0;
        let mut last = 0.5;
        for tree in 0..100 {
            for entry in 0..1000 {
                let u = Stream::new(42, tree, entry).uniform();
                bins[(u * 20.0) as usize] += 1.0;
                lag += (u - 0.5) * (last - 0.5);
                last = u;
            }
        }
        let chi: f64 = bins.iter().map(|n| (n - 5000.0) * (n - 5000.0) / 5000.0).sum();
        assert!(chi < 43.8, "chi-square {chi} at 19 degrees of freedom exceeds the 0.1 % quantile");
        let correlation = lag / 100_000.0 * 12.0;
        assert!(correlation.abs() < 0.0127, "lag-1 correlation {correlation} exceeds four sigma");
    }
}
