//! Rows of one hash, chained from the oldest on: what joins, stagger windows and reference tables find rows of a key with.
//!
//! Rows have running numbers. They come in order and leave in the same order, so the one that leaves is always the head of its
//! chain, and every step is O(1). The hash map is asked for chains only, nothing ever walks it, so its order is nobody's. Rows with
//! different keys can share a hash; who asks compares the keys.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// Number of no row.
const NONE: u64 = u64::MAX;

/// Keys are hashes already.
#[derive(Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

#[derive(Debug, Clone, Copy)]
struct Ends {
    first: u64,
    last: u64,
}

/// Chains over rows that are stored elsewhere.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    /// Number of the first row there is room for.
    base: u64,
    /// The next row of the same hash.
    after: Vec<u64>,
    ends: HashMap<u64, Ends, BuildHasherDefault<AsItIs>>,
}

impl Chains {
    /// Makes room for so many more rows.
    pub(crate) fn grow(&mut self, rows: usize) {
        self.after.resize(self.after.len() + rows, NONE);
    }

    /// A row becomes the last of its chain.
    pub(crate) fn push(&mut self, row: u64, hash: u64) {
        match self.ends.get_mut(&hash) {
            Some(ends) => {
                self.after[(ends.last - self.base) as usize] = row;
                ends.last = row;
            }
            None => {
                self.ends.insert(hash, Ends { first: row, last: row });
            }
        }
    }

    /// A row that is the first of its chain leaves it.
    pub(crate) fn pop(&mut self, row: u64, hash: u64) {
        let after = self.after[(row - self.base) as usize];
        if after == NONE {
            self.ends.remove(&hash);
        } else if let Some(ends) = self.ends.get_mut(&hash) {
            debug_assert_eq!(ends.first, row);
            ends.first = after;
        }
    }

    /// The rows of a hash, oldest first.
    pub(crate) fn rows(&self, hash: u64) -> impl Iterator<Item = u64> + '_ {
        let mut next = self.ends.get(&hash).map_or(NONE, |ends| ends.first);
        std::iter::from_fn(move || {
            let row = next;
            (row != NONE).then(|| {
                next = self.after[(row - self.base) as usize];
                row
            })
        })
    }

    /// Frees the room of the first so many rows, which have left.
    pub(crate) fn forget(&mut self, rows: usize) {
        self.after.drain(..rows);
        self.base += rows as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_loses_its_head_and_gains_at_its_end() {
        let mut chains = Chains::default();
        chains.grow(4);
        for (row, hash) in [(0, 7), (1, 8), (2, 7), (3, 7)] {
            chains.push(row, hash);
        }
        assert_eq!(chains.rows(7).collect::<Vec<_>>(), [0, 2, 3]);
        chains.pop(0, 7);
        chains.pop(1, 8);
        chains.forget(2);
        assert_eq!(chains.rows(7).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(chains.rows(8).count(), 0);
        chains.grow(1);
        chains.push(4, 8);
        chains.pop(2, 7);
        chains.pop(3, 7);
        assert_eq!((chains.rows(7).count(), chains.rows(8).count()), (0, 1));
    }
}
