//! Rows of one hash, chained: what joins, stagger windows and reference tables find rows of a key with.
//!
//! Rows have running numbers; they come in order and leave in the same order. A table of eight octets a slot says which row of a
//! hash came last, and each row how far before it the one of the same hash was. So a row that leaves need not be looked
//! for: what is before the first row that is still there has gone, wherever it is named, and its slot is taken by the next key that
//! comes by. When slots run out those of rows that are there are placed anew. Every step is O(1) amortised; a new row
//! touches the table once. `std`'s map was rejected: its entries are three times as large, and each row that left had to be found again,
//! which is what a window of an hour costs.
//!
//! A table for an hour of rows does not fit into a cache, and a look at it then takes as long as twenty looks at one that does. What can
//! be done is to wait for many at once: [`Chains::look_ahead`] reads what the rows to come will need, each independent of the
//! others. Slots lie in lines of eight, and a search goes through the whole of its line before it goes to the next.
//!
//! A slot keeps 30 bits of the hash, so rows of different keys can share a chain; who asks compares the keys. Nothing walks the
//! table in a way that could show.

use crate::ring::Ring;

/// No row: the only slot with its highest bit set.
const EMPTY: u64 = u64::MAX;
/// In a slot: another row of the hash was there when this one came. Most rows of most joins are the only ones of their
/// key, and then need not be asked for it.
const MORE: u64 = 1 << 62;
/// A table of fewer lines lies in a cache.
const FEW_LINES: usize = 4096;
/// How many links of chains are looked at ahead, at most: as many lines as lie in a cache.
const LINKS: usize = 4096;

/// Eight slots, a cache line.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([u64; 8]);

/// Chains over rows that are stored elsewhere; fewer than 2³² at a time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chains {
    /// Number of the first row that has not left.
    low: u64,
    /// Number behind the last row there is room for.
    end: u64,
    /// How many rows before it the last one of the same hash came; 0 for none.
    before: Ring<u32>,
    /// 30 bits of a hash above, the lower half of a row's number below, [`MORE`]. A power of two of them.
    lines: Vec<Line>,
    /// Slots that are not [`EMPTY`].
    taken: usize,
    /// Rows whose chains are being looked at ahead.
    ahead: Vec<u64>,
}

fn tag(hash: u64) -> u64 {
    hash >> 34
}

/// The tag of a slot; that of [`EMPTY`] is nobody's.
fn tag_of(slot: u64) -> u64 {
    (slot & !MORE) >> 32
}

/// The places of a tag in a table of so many slots less one, in the order in which they are tried.
#[inline]
fn places(tag: u64, mask: usize) -> impl Iterator<Item = usize> {
    let home = tag as usize & mask;
    let slots = mask + 1;
    (0..slots).map(move |step| (((home & !7) + (step & !7)) & mask) | ((home + step) & 7))
}

impl Chains {
    /// Makes room for so many more rows.
    pub(crate) fn grow(&mut self, rows: usize) {
        self.before.reserve(self.low..self.end, rows);
        self.end += rows as u64;
    }

    fn slots(&self) -> usize {
        self.lines.len() * 8
    }

    #[inline]
    fn slot(&self, place: usize) -> u64 {
        self.lines[place >> 3].0[place & 7]
    }

    #[inline]
    fn set_slot(&mut self, place: usize, slot: u64) {
        self.lines[place >> 3].0[place & 7] = slot;
    }

    /// The row of a slot, when it is still there.
    fn row(&self, slot: u64) -> Option<u64> {
        let after_low = (slot as u32).wrapping_sub(self.low as u32);
        let row = self.low + u64::from(after_low);
        (row < self.end).then_some(row)
    }

    /// Adds a row, later than all before; there is room for it.
    pub(crate) fn push(&mut self, row: u64, hash: u64) {
        if (self.taken + 1) * 4 > self.slots() * 3 {
            self.place_anew();
        }
        let tag = tag(hash);
        let new = tag << 32 | u64::from(row as u32);
        let mut free = None;
        for place in places(tag, self.slots() - 1) {
            let slot = self.slot(place);
            if slot == EMPTY {
                if free.is_none() {
                    self.taken += 1;
                }
                self.set_slot(free.unwrap_or(place), new);
                break;
            }
            let there = self.row(slot);
            if tag_of(slot) == tag {
                self.before.set(row, there.map_or(0, |last| (row - last) as u32));
                self.set_slot(place, if there.is_some() { new | MORE } else { new });
                return;
            }
            if there.is_none() && free.is_none() {
                free = Some(place);
            }
        }
        self.before.set(row, 0);
    }

    /// Makes slots for twice the rows that are named and still there.
    fn place_anew(&mut self) {
        let slots = self.lines.iter().flat_map(|line| line.0);
        let kept: Vec<u64> = slots.filter(|slot| *slot != EMPTY && self.row(*slot).is_some()).collect();
        let size = ((kept.len() + 1) * 2).next_power_of_two().max(16);
        self.lines.clear();
        self.lines.resize(size / 8, Line([EMPTY; 8]));
        self.lines.shrink_to(size / 2);
        self.taken = kept.len();
        for slot in kept {
            if let Some(place) = places(tag_of(slot), size - 1).find(|place| self.slot(*place) == EMPTY) {
                self.set_slot(place, slot);
            }
        }
    }

    /// The rows of a hash, newest first.
    pub(crate) fn newest_first(&self, hash: u64) -> impl Iterator<Item = u64> + '_ {
        let newest = self.newest(tag(hash));
        let mut next = newest.map(|(row, _)| row);
        let mut more = newest.is_some_and(|(_, more)| more);
        std::iter::from_fn(move || {
            let row = next?;
            next = if more { self.earlier(row) } else { None };
            more = true;
            Some(row)
        })
    }

    /// The one before a row in its chain.
    #[inline]
    fn earlier(&self, row: u64) -> Option<u64> {
        let before = u64::from(self.before.get(row));
        row.checked_sub(before).filter(|earlier| before > 0 && *earlier >= self.low)
    }

    /// The newest row of a tag, and whether there may be others.
    #[inline]
    fn newest(&self, tag: u64) -> Option<(u64, bool)> {
        let mask = self.slots().checked_sub(1)?;
        // Most are where they are looked for first.
        let mut slot = self.slot(tag as usize & mask);
        if slot != EMPTY && tag_of(slot) != tag {
            let of_tag = |slot: &u64| *slot == EMPTY || tag_of(*slot) == tag;
            slot = places(tag, mask).skip(1).map(|place| self.slot(place)).find(of_tag)?;
        }
        if slot == EMPTY { None } else { self.row(slot).map(|row| (row, slot & MORE != 0)) }
    }

    /// Reads the slots of hashes that will soon be pushed or looked for, so that they lie in a cache by then.
    pub(crate) fn look_at_slots(&self, hashes: impl Iterator<Item = u64>) {
        if self.lines.len() < FEW_LINES {
            return;
        }
        let mask = self.slots() - 1;
        let seen = hashes.fold(0, |seen, hash| seen ^ self.slot(tag(hash) as usize & mask));
        std::hint::black_box(seen);
    }

    /// The same with the chains of hashes that will soon be looked for, all of them a link at a time.
    pub(crate) fn look_at_chains(&mut self, hashes: impl Iterator<Item = u64>) {
        if self.lines.len() < FEW_LINES && self.end.saturating_sub(self.low) < LINKS as u64 {
            return;
        }
        let mut ahead = std::mem::take(&mut self.ahead);
        ahead.extend(
            hashes.filter_map(|hash| self.newest(tag(hash)).filter(|(_, more)| *more)).map(|(row, _)| row),
        );
        let mut links = 0;
        while !ahead.is_empty() && links < LINKS {
            links += ahead.len();
            ahead.retain_mut(|row| match self.earlier(*row) {
                Some(earlier) => {
                    *row = earlier;
                    true
                }
                None => false,
            });
        }
        ahead.clear();
        self.ahead = ahead;
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
        let (a, b) = (7 << 34, 8 << 34);
        let mut chains = Chains::default();
        assert_eq!(found(&chains, a), [0; 0]);
        chains.grow(4);
        for (row, hash) in [(0, a), (1, b), (2, a), (3, a)] {
            chains.push(row, hash);
        }
        assert_eq!(found(&chains, a), [0, 2, 3]);
        chains.leave_before(2);
        assert_eq!(found(&chains, b), [0; 0]);
        assert_eq!(found(&chains, a), [2, 3]);
        chains.grow(1);
        chains.push(4, b);
        chains.leave_before(4);
        assert_eq!((found(&chains, a), found(&chains, b)), (vec![], vec![4]));
    }

    #[test]
    fn every_place_is_tried_once_a_line_at_a_time() {
        for (tag, mask) in [(0, 15), (13, 15), (7, 63), (60, 63), (1 << 20 | 5, 31)] {
            let order: Vec<usize> = places(tag, mask).collect();
            assert_eq!(order[0], tag as usize & mask);
            assert!(order.chunks(8).all(|line| line.iter().all(|place| place >> 3 == line[0] >> 3)));
            let mut all = order;
            all.sort_unstable();
            assert_eq!(all, (0..=mask).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_long_run_agrees_with_a_plain_search_and_stays_small() {
        for (window, rows) in [(500_u64, 40_000_u64), (30_000, 100_000)] {
            let mut chains = Chains::default();
            let mut hashes: Vec<u64> = Vec::new();
            let mut state = 1_u64;
            for row in 0..rows {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                // Few keys now and then, else hardly ever one twice.
                let hash = if (row / 1000).is_multiple_of(2) { state } else { (state >> 60) << 40 };
                hashes.push(hash);
                chains.grow(1);
                chains.push(row, hash);
                let low = row.saturating_sub(window);
                chains.leave_before(low);
                if row.is_multiple_of(997) {
                    // Looking ahead changes nothing.
                    chains.look_at_slots(hashes.iter().copied());
                    chains.look_at_chains(hashes[hashes.len() / 2..].iter().copied());
                    let plain: Vec<u64> =
                        (low..=row).filter(|other| tag(hashes[*other as usize]) == tag(hash)).collect();
                    assert_eq!(found(&chains, hash), plain);
                }
            }
            assert!(chains.slots() <= 8 * window as usize, "{}", chains.slots());
        }
    }
}
