//! Rows of one hash, chained: what joins, stagger windows and reference tables find rows of a key with.
//!
//! Rows have running numbers; they come in order and leave in the same order. A table of eight octets a slot says which row of a
//! hash came last, and each row how far before it the one of the same hash was. So a row that leaves need not be looked
//! for: what is before the first row that is still there has gone, wherever it is named, and its slot is taken by the next key that
//! comes by. When slots run out those of rows that are there are placed anew. Every step is O(1) amortised; a new row
//! touches the table once. `std`'s map was rejected: its entries are three times as large, and each row that left had to be found again,
//! which is what a window of an hour costs.
//!
//! A slot keeps 31 bits of the hash, so rows of different keys can share a chain; who asks compares the keys. Nothing walks the
//! table in a way that could show.

/// No row: the only slot with its highest bit set.
const EMPTY: u64 = u64::MAX;

/// Chains over rows that are stored elsewhere; fewer than 2³² at a time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chains {
    /// Number of the first row there is room for.
    base: u64,
    /// Number of the first row that has not left.
    low: u64,
    /// How many rows before it the last one of the same hash came; 0 for none.
    before: Vec<u32>,
    /// 31 bits of a hash above, the lower half of a row's number below. A power of two of them.
    slots: Vec<u64>,
    /// Slots that are not [`EMPTY`].
    taken: usize,
}

fn tag(hash: u64) -> u64 {
    hash >> 33
}

impl Chains {
    /// Makes room for so many more rows.
    pub(crate) fn grow(&mut self, rows: usize) {
        self.before.resize(self.before.len() + rows, 0);
    }

    /// The row of a slot, when it is still there.
    fn row(&self, slot: u64) -> Option<u64> {
        let after_base = (slot as u32).wrapping_sub(self.base as u32);
        let row = self.base + u64::from(after_base);
        (row >= self.low && (after_base as usize) < self.before.len()).then_some(row)
    }

    /// Adds a row, later than all before; there is room for it.
    pub(crate) fn push(&mut self, row: u64, hash: u64) {
        if (self.taken + 1) * 4 > self.slots.len() * 3 {
            self.place_anew();
        }
        let tag = tag(hash);
        let new = tag << 32 | u64::from(row as u32);
        let mask = self.slots.len() - 1;
        let mut at = tag as usize & mask;
        let mut free = None;
        loop {
            let slot = self.slots[at];
            if slot == EMPTY {
                if free.is_none() {
                    self.taken += 1;
                }
                self.slots[free.unwrap_or(at)] = new;
                return;
            }
            let there = self.row(slot);
            if slot >> 32 == tag {
                if let Some(last) = there {
                    self.before[(row - self.base) as usize] = (row - last) as u32;
                }
                self.slots[at] = new;
                return;
            }
            if there.is_none() && free.is_none() {
                free = Some(at);
            }
            at = (at + 1) & mask;
        }
    }

    /// Makes slots for twice the rows that are named and still there.
    fn place_anew(&mut self) {
        let kept: Vec<u64> =
            self.slots.iter().copied().filter(|slot| *slot != EMPTY && self.row(*slot).is_some()).collect();
        let size = ((kept.len() + 1) * 2).next_power_of_two().max(16);
        self.slots.clear();
        self.slots.resize(size, EMPTY);
        self.taken = kept.len();
        for slot in kept {
            let mut at = (slot >> 32) as usize & (size - 1);
            while self.slots[at] != EMPTY {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = slot;
        }
    }

    /// The rows of a hash, newest first.
    pub(crate) fn newest_first(&self, hash: u64) -> impl Iterator<Item = u64> + '_ {
        let mut next = self.newest(tag(hash));
        std::iter::from_fn(move || {
            let row = next?;
            let before = u64::from(self.before[(row - self.base) as usize]);
            next = row.checked_sub(before).filter(|earlier| before > 0 && *earlier >= self.low);
            Some(row)
        })
    }

    fn newest(&self, tag: u64) -> Option<u64> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = tag as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == EMPTY {
                return None;
            }
            if slot >> 32 == tag {
                return self.row(slot);
            }
            at = (at + 1) & mask;
        }
    }

    /// The rows of a hash that `holds`, oldest first.
    pub(crate) fn oldest_first(&self, hash: u64, holds: impl Fn(u64) -> bool, mut with: impl FnMut(u64)) {
        let mut rows = self.newest_first(hash).filter(|row| holds(*row));
        let Some(newest) = rows.next() else { return };
        // Most rows meet one.
        let Some(second) = rows.next() else { return with(newest) };
        let mut rest: Vec<u64> = rows.collect();
        rest.reverse();
        rest.extend([second, newest]);
        rest.into_iter().for_each(with);
    }

    /// Rows before this one have left.
    pub(crate) fn leave_before(&mut self, row: u64) {
        self.low = row;
    }

    /// Frees the room of the first so many rows, which have left.
    pub(crate) fn forget(&mut self, rows: usize) {
        self.before.drain(..rows);
        self.base += rows as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(chains: &Chains, hash: u64) -> Vec<u64> {
        let mut rows = Vec::new();
        chains.oldest_first(hash, |_| true, |row| rows.push(row));
        rows
    }

    #[test]
    fn a_chain_loses_its_oldest_and_gains_at_its_end() {
        let (a, b) = (7 << 33, 8 << 33);
        let mut chains = Chains::default();
        assert_eq!(found(&chains, a), [0; 0]);
        chains.grow(4);
        for (row, hash) in [(0, a), (1, b), (2, a), (3, a)] {
            chains.push(row, hash);
        }
        assert_eq!(found(&chains, a), [0, 2, 3]);
        chains.leave_before(2);
        assert_eq!(found(&chains, b), [0; 0]);
        chains.forget(2);
        assert_eq!(found(&chains, a), [2, 3]);
        chains.grow(1);
        chains.push(4, b);
        chains.leave_before(4);
        assert_eq!((found(&chains, a), found(&chains, b)), (vec![], vec![4]));
    }

    #[test]
    fn a_long_run_agrees_with_a_plain_search_and_stays_small() {
        let mut chains = Chains::default();
        let mut hashes: Vec<u64> = Vec::new();
        let mut state = 1_u64;
        let mut base = 0;
        for row in 0..40_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Few keys now and then, else hardly ever one twice.
            let hash = if row / 1000 % 2 == 0 { state } else { (state >> 60) << 40 };
            hashes.push(hash);
            chains.grow(1);
            chains.push(row, hash);
            let low = row.saturating_sub(500);
            chains.leave_before(low);
            if low - base >= 1000 {
                chains.forget((low - base) as usize);
                base = low;
            }
            if row % 7 == 0 {
                let plain: Vec<u64> =
                    (low..=row).filter(|other| tag(hashes[*other as usize]) == tag(hash)).collect();
                assert_eq!(found(&chains, hash), plain);
            }
        }
        assert!(chains.slots.len() <= 4096, "{}", chains.slots.len());
    }
}
