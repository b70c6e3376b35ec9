//! The one source of chance of a sender: a seeded `Xoshiro256PlusPlus`.
//!
//! A named, portable generator makes the records of a seed the same bytes on every target. Its helper methods are our
//! own, because the sampling algorithms of the `rand` crate may change between its releases and would then change the
//! records of every saved lab. KDG's generator (32 bits, seeded from the clock) was rejected: it cannot be seeded and
//! leaves gaps in wide ranges.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng as _, SeedableRng as _};

/// A deterministic random source. The same seed gives the same sequence on every platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng(Xoshiro256PlusPlus);

impl Rng {
    /// A source from a 64-bit seed.
    pub fn seed(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A source of its own for the part number `index` of a whole that has the seed `seed`: senders of one lab do not
    /// share a sequence, and adding a sender does not change the records of the others.
    pub fn stream(seed: u64, index: u64) -> Self {
        Self::seed(mix(seed ^ mix(index.wrapping_add(1))))
    }

    /// The next 64 random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A uniform whole number in `0..bound`, without bias; 0 when `bound` is 0.
    #[inline]
    pub fn below(&mut self, bound: u64) -> u64 {
        if u32::try_from(bound).is_ok() { self.below_narrow(bound) } else { self.below_wide(bound) }
    }

    /// Lemire's multiply-and-shift on the upper 32 bits: one multiplication, and almost never a second draw.
    #[inline]
    fn below_narrow(&mut self, bound: u64) -> u64 {
        let mut product = (self.next_u64() >> 32) * bound;
        if (product as u32) < bound as u32 {
            let threshold = (bound as u32).wrapping_neg() % bound as u32;
            while (product as u32) < threshold {
                product = (self.next_u64() >> 32) * bound;
            }
        }
        product >> 32
    }

    #[cold]
    fn below_wide(&mut self, bound: u64) -> u64 {
        let threshold = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.next_u64()) * u128::from(bound);
            if product as u64 >= threshold {
                return (product >> 64) as u64;
            }
        }
    }

    /// A uniform index into a list of `len` items; 0 when the list is empty.
    #[inline]
    pub(crate) fn index(&mut self, len: usize) -> usize {
        self.below(len as u64) as usize
    }

    /// A uniform fraction in `[0, 1)` with 53 bits.
    #[inline]
    pub(crate) fn fraction(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Spreads the bits of `value` (the finishing step of `SplitMix64`): a cheap random function of a counter, used where
/// the n-th draw must be known without making the n−1 before it.
#[inline]
pub(crate) const fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_stays_below_and_reaches_every_value() {
        let mut rng = Rng::seed(1);
        let mut seen = [0_u32; 7];
        for _ in 0..7_000 {
            seen[rng.below(7) as usize] += 1;
        }
        assert!(seen.iter().all(|&count| (850..1150).contains(&count)), "{seen:?}");
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.below(1), 0);
        for bound in [u64::from(u32::MAX), u64::from(u32::MAX) + 1, u64::MAX] {
            assert!((0..1000).all(|_| rng.below(bound) < bound));
        }
    }

    #[test]
    fn streams_of_one_seed_differ() {
        assert_ne!(Rng::stream(7, 0).next_u64(), Rng::stream(7, 1).next_u64());
        assert_ne!(Rng::stream(7, 0).next_u64(), Rng::stream(8, 0).next_u64());
        assert_eq!(Rng::stream(7, 3), Rng::stream(7, 3));
    }
}
