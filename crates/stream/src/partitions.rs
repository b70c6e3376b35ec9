//! Partitions of a sliding window: finds the number of a key, as long as there are rows of it.
//!
//! Numbers of partitions that have become empty are given to new ones, so that what is kept a partition stays as small as the
//! most that were there at once. [`Groups`](crate::groups::Groups) numbers keys too, but forgets all of them together, with the
//! window; here each goes by itself. Keys are kept as bytes, in buffers that are used again.

use crate::{
    expr::trim_blanks,
    keys::{View, canonical, mix_bytes},
};

const EMPTY: u32 = u32::MAX;

/// Partitions by key.
#[derive(Debug, Clone)]
pub(crate) struct Partitions {
    /// By number.
    keys: Vec<Vec<u8>>,
    /// By number.
    hashes: Vec<u64>,
    /// Numbers without a key.
    free: Vec<u32>,
    /// Numbers; a power of two of them, at most half in use.
    slots: Vec<u32>,
    /// The key looked for.
    wanted: Vec<u8>,
}

impl Partitions {
    pub(crate) fn new() -> Self {
        Self {
            keys: Vec::new(),
            hashes: Vec::new(),
            free: Vec::new(),
            slots: vec![EMPTY; 16],
            wanted: Vec::new(),
        }
    }

    /// Partitions that have a key.
    pub(crate) fn len(&self) -> usize {
        self.keys.len() - self.free.len()
    }

    /// The number of the key that the columns hold at a position; a new key gets one that is free.
    pub(crate) fn find(&mut self, views: &[View<'_>], position: usize) -> u32 {
        self.wanted.clear();
        for view in views {
            write(view, position, &mut self.wanted);
        }
        let hash = mix_bytes(0x243f_6a88_85a3_08d3, &self.wanted);
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while self.slots[slot] != EMPTY {
            let number = self.slots[slot] as usize;
            if self.hashes[number] == hash && self.keys[number] == self.wanted {
                return self.slots[slot];
            }
            slot = (slot + 1) & mask;
        }
        let number = self.free.pop().unwrap_or_else(|| {
            self.keys.push(Vec::new());
            self.hashes.push(0);
            self.keys.len() as u32 - 1
        });
        self.keys[number as usize].clone_from(&self.wanted);
        self.hashes[number as usize] = hash;
        self.slots[slot] = number;
        if self.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    /// Forgets the key of a number.
    pub(crate) fn release(&mut self, number: u32) {
        let mask = self.slots.len() - 1;
        let mut hole = self.hashes[number as usize] as usize & mask;
        while self.slots[hole] != number {
            if self.slots[hole] == EMPTY {
                return;
            }
            hole = (hole + 1) & mask;
        }
        // What was put behind the hole because of it moves up.
        let mut next = (hole + 1) & mask;
        while self.slots[next] != EMPTY {
            let home = self.hashes[self.slots[next] as usize] as usize & mask;
            if next.wrapping_sub(home) & mask >= next.wrapping_sub(hole) & mask {
                self.slots[hole] = self.slots[next];
                hole = next;
            }
            next = (next + 1) & mask;
        }
        self.slots[hole] = EMPTY;
        self.keys[number as usize].clear();
        self.free.push(number);
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        let old = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
        for number in old.into_iter().filter(|&number| number != EMPTY) {
            let mut slot = self.hashes[number as usize] as usize & (size - 1);
            while self.slots[slot] != EMPTY {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = number;
        }
    }
}

/// Adds a key's bytes; equal keys give equal bytes, and no key's are the beginning of another's.
fn write(view: &View<'_>, position: usize, into: &mut Vec<u8>) {
    if view.is_null(position) {
        into.push(0);
        return;
    }
    let mut octets = |octets: &[u8]| {
        into.push(2);
        into.extend_from_slice(&(octets.len() as u64).to_le_bytes());
        into.extend_from_slice(octets);
    };
    match view {
        View::Text(texts, _) => octets(trim_blanks(texts.get(position)).as_bytes()),
        View::Bytes(bytes, _) => octets(bytes.get(position)),
        View::Long(vector) => number(vector.get(position).cast_unsigned(), into),
        View::Double(vector) => number(canonical(vector.get(position)), into),
        View::Boolean(vector) => number(u64::from(vector.get(position)), into),
    }
}

fn number(bits: u64, into: &mut Vec<u8>) {
    into.push(1);
    into.extend_from_slice(&bits.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rillcut_record::{Column, ColumnData, Physical};

    use super::*;
    use crate::expr::Operand;

    #[test]
    fn keys_come_and_go() {
        // A walk over 300 keys of which at most 100 are there at once.
        let column = Column::from_data(ColumnData::Long((0..3000).map(|i| i * i % 300).collect()));
        let operand = Operand::Whole(&column);
        let views = [View::new(&operand, Physical::Long, 3000)];
        let mut partitions = Partitions::new();
        let mut there: BTreeMap<i64, u32> = BTreeMap::new();
        for position in 0..3000 {
            let key = (position * position % 300) as i64;
            let number = partitions.find(&views, position);
            if let Some(known) = there.get(&key) {
                assert_eq!(*known, number);
            } else {
                assert!(there.values().all(|known| *known != number));
                there.insert(key, number);
            }
            if there.len() > 100 || position % 7 == 0 {
                let (_, number) = there.pop_first().unwrap();
                partitions.release(number);
            }
            assert_eq!(partitions.len(), there.len());
        }
        assert!(partitions.keys.len() <= 101);
    }

    #[test]
    fn equal_keys_are_those_that_compare_equal() {
        let mut texts = Column::with_physical(Physical::Text);
        for text in ["a", "a  ", "", " "] {
            texts.push(&rillcut_record::Value::Text(text.to_owned()));
        }
        texts.push_null();
        let doubles = Column::from_data(ColumnData::Double(vec![0.0, -0.0, 1.0, 1.0, 1.0]));
        let (texts, doubles) = (Operand::Whole(&texts), Operand::Whole(&doubles));
        let views = [View::new(&texts, Physical::Text, 5), View::new(&doubles, Physical::Double, 5)];
        let mut partitions = Partitions::new();
        let numbers: Vec<u32> = (0..5).map(|position| partitions.find(&views, position)).collect();
        assert_eq!(numbers, [0, 0, 1, 1, 2]);
    }
}
