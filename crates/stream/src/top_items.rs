//! The most frequent items of a window in bounded memory: Space-Saving (Metwally, Agrawal, El Abbadi, 2005).
//!
//! So many different items are counted exactly. When one more comes, it takes the place of the rarest and inherits its count, so that
//! a count is never too small, and too large by at most the rows of the window divided by the places. An item that makes up more
//! than that share of the rows is never missed. Counting all items exactly was rejected: an endless number of them is just what this function
//! is for.

use std::cmp::Reverse;

use crate::{expr::trim_blanks, keys::hash_text};

const EMPTY: u32 = u32::MAX;

/// Items and how often they came. Texts that differ in trailing blanks only are one item, as in GROUP BY.
#[derive(Debug, Clone)]
pub(crate) struct TopItems {
    capacity: usize,
    entries: Vec<Entry>,
    /// Positions in `entries` by hash; a power of two of them, at most half in use.
    slots: Vec<u32>,
    /// Positions in `entries`, the rarest first (a binary heap); empty until all places are taken.
    heap: Vec<u32>,
    /// Where each entry is in the heap.
    places: Vec<u32>,
    /// Items that came so far, those displaced among them.
    came: u64,
}

#[derive(Debug, Clone)]
struct Entry {
    item: String,
    hash: u64,
    count: u64,
    /// The how-manieth it was to come.
    order: u64,
}

impl TopItems {
    /// Counts up to `capacity` > 0 items exactly.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entries: Vec::new(),
            slots: vec![EMPTY; 16],
            heap: Vec::new(),
            places: Vec::new(),
            came: 0,
        }
    }

    /// Different items that are counted.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.capacity);
    }

    /// Counts an item once more.
    pub(crate) fn add(&mut self, item: &str) {
        let hash = hash_text(item);
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while let Some(entry) = self.entries.get_mut(self.slots[slot] as usize) {
            if entry.hash == hash && trim_blanks(&entry.item) == trim_blanks(item) {
                entry.count += 1;
                if !self.heap.is_empty() {
                    self.sink(self.places[self.slots[slot] as usize] as usize);
                }
                return;
            }
            slot = (slot + 1) & mask;
        }
        self.came += 1;
        let order = self.came;
        if self.entries.len() < self.capacity {
            self.slots[slot] = self.entries.len() as u32;
            self.entries.push(Entry { item: item.to_owned(), hash, count: 1, order });
            if self.entries.len() * 2 > self.slots.len() {
                self.grow();
            }
            return;
        }
        if self.heap.is_empty() {
            self.build_heap();
        }
        let rarest = self.heap[0];
        self.unlink(rarest);
        let entry = &mut self.entries[rarest as usize];
        entry.item.clear();
        entry.item.push_str(item);
        (entry.hash, entry.count, entry.order) = (hash, entry.count + 1, order);
        self.link(rarest);
        self.sink(0);
    }

    /// The `most` items that came most often, and how often; equally frequent ones in the order in which they first came.
    pub(crate) fn top(&self, most: usize) -> Vec<(&str, u64)> {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        let key = |entry: &&Entry| (Reverse(entry.count), entry.order);
        if most < entries.len() {
            entries.select_nth_unstable_by_key(most, key);
            entries.truncate(most);
        }
        entries.sort_unstable_by_key(key);
        entries.into_iter().map(|entry| (entry.item.as_str(), entry.count)).collect()
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        self.slots.clear();
        self.slots.resize(size, EMPTY);
        for entry in 0..self.entries.len() as u32 {
            self.link(entry);
        }
    }

    fn link(&mut self, entry: u32) {
        let mask = self.slots.len() - 1;
        let mut slot = self.entries[entry as usize].hash as usize & mask;
        while self.slots[slot] != EMPTY {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = entry;
    }

    /// Frees the slot of an entry; those that were pushed past it move up.
    fn unlink(&mut self, entry: u32) {
        let mask = self.slots.len() - 1;
        let mut hole = self.entries[entry as usize].hash as usize & mask;
        while self.slots[hole] != entry {
            hole = (hole + 1) & mask;
        }
        let mut slot = hole;
        loop {
            slot = (slot + 1) & mask;
            let Some(other) = self.entries.get(self.slots[slot] as usize) else { break };
            let home = other.hash as usize & mask;
            if slot.wrapping_sub(home) & mask >= slot.wrapping_sub(hole) & mask {
                self.slots[hole] = self.slots[slot];
                hole = slot;
            }
        }
        self.slots[hole] = EMPTY;
    }

    fn build_heap(&mut self) {
        self.heap = (0..self.entries.len() as u32).collect();
        self.places = self.heap.clone();
        for at in (0..self.heap.len() / 2).rev() {
            self.sink(at);
        }
    }

    /// The rarer goes first; of equally rare ones the older.
    fn is_before(&self, a: usize, b: usize) -> bool {
        let key = |at: usize| {
            let entry = &self.entries[self.heap[at] as usize];
            (entry.count, entry.order)
        };
        key(a) < key(b)
    }

    fn sink(&mut self, mut at: usize) {
        loop {
            let mut least = at;
            for below in [2 * at + 1, 2 * at + 2] {
                if below < self.heap.len() && self.is_before(below, least) {
                    least = below;
                }
            }
            if least == at {
                return;
            }
            self.heap.swap(at, least);
            self.places[self.heap[at] as usize] = at as u32;
            self.places[self.heap[least] as usize] = least as u32;
            at = least;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_most_frequent_come_first_and_ties_as_they_came() {
        let mut items = TopItems::new(10);
        for item in ["b", "a", "c", "a ", "c", "d", ""] {
            items.add(item);
        }
        assert_eq!(items.top(3), [("a", 2), ("c", 2), ("b", 1)]);
        assert_eq!(items.top(9).len(), 5);
        items.clear();
        assert!(items.top(9).is_empty());
    }

    #[test]
    fn a_frequent_item_is_not_missed_among_endless_others() {
        let mut items = TopItems::new(100);
        for i in 0..50_000 {
            items.add(&format!("rare {i}"));
            if i % 20 == 0 {
                items.add("frequent");
            }
        }
        assert_eq!(items.len(), 100);
        let (item, count) = items.top(1)[0];
        assert_eq!(item, "frequent");
        assert!((2500..=2500 + 525).contains(&count), "{count}");
    }

    proptest! {
        #[test]
        fn counts_are_exact_or_bounded(rows in prop::collection::vec(0_u32..40, 0..600), capacity in 1_usize..50) {
            let mut items = TopItems::new(capacity);
            let mut exact: BTreeMap<String, u64> = BTreeMap::new();
            for row in &rows {
                items.add(&row.to_string());
                *exact.entry(row.to_string()).or_default() += 1;
            }
            let top = items.top(usize::MAX);
            prop_assert_eq!(top.len(), exact.len().min(capacity));
            prop_assert!(top.is_sorted_by_key(|(_, count)| Reverse(*count)));
            let excess = if exact.len() <= capacity { 0 } else { (rows.len() / capacity) as u64 };
            for (item, count) in top {
                prop_assert!(exact[item] <= count && count <= exact[item] + excess);
            }
        }
    }
}
