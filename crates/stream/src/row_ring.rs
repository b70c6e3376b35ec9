//! Rows of a fixed width by running number, of which only the latest are kept; see [`Ring`](crate::ring::Ring).
//!
//! A row's values lie side by side, so that what is asked of a row that came long ago waits for memory once and not once a column.

use std::ops::Range;

use rillcut_record::{Column, ColumnData};

/// Places at least.
const LEAST: usize = 16;

/// Rows of words.
#[derive(Debug, Clone)]
pub(crate) struct RowRing {
    words: Vec<u64>,
    /// Words a row.
    width: usize,
    /// A power of two, or none.
    places: usize,
}

impl RowRing {
    pub(crate) fn new(width: usize) -> Self {
        Self { words: Vec::new(), width, places: 0 }
    }

    #[inline]
    fn at(&self, number: u64) -> usize {
        (number as usize & self.places.wrapping_sub(1)) * self.width
    }

    /// A word of a row there is room for.
    #[inline]
    pub(crate) fn get(&self, number: u64, word: usize) -> u64 {
        self.words[self.at(number) + word]
    }

    /// Changes a word of a row there is room for.
    #[inline]
    pub(crate) fn update(&mut self, number: u64, word: usize, change: impl FnOnce(&mut u64)) {
        let at = self.at(number) + word;
        change(&mut self.words[at]);
    }

    /// Sets a word of the rows from one on that there is room for.
    pub(crate) fn set_all(&mut self, from: u64, word: usize, mut values: impl Iterator<Item = u64>) {
        let at = self.at(from);
        let (front, back) = self.words.split_at_mut(at);
        for row in back.chunks_exact_mut(self.width).chain(front.chunks_exact_mut(self.width)) {
            let Some(value) = values.next() else { return };
            row[word] = value;
        }
    }

    /// The same from a column of fixed width; where it is NULL stands a default.
    pub(crate) fn set_column(&mut self, from: u64, word: usize, column: &Column) {
        match column.data() {
            ColumnData::Long(values) => {
                self.set_all(from, word, values.iter().map(|value| value.cast_unsigned()));
            }
            ColumnData::Double(values) => {
                self.set_all(from, word, values.iter().map(|value| value.to_bits()));
            }
            ColumnData::Boolean(values) => {
                self.set_all(from, word, values.iter().map(|value| u64::from(*value)));
            }
            ColumnData::Text(_) | ColumnData::Bytes(_) => {}
        }
    }

    /// Makes room for `more` rows behind those of `kept`, which stay. Rows before them are forgotten; those behind have any words until
    /// they are set.
    pub(crate) fn reserve(&mut self, kept: Range<u64>, more: usize) {
        let wanted = (kept.end - kept.start) as usize + more;
        if wanted <= self.places && (self.places <= LEAST || wanted * 8 > self.places) {
            return;
        }
        let places = if wanted > self.places { wanted } else { wanted * 2 }.next_power_of_two().max(LEAST);
        let words = vec![0; places * self.width];
        let old = std::mem::replace(self, Self { words, width: self.width, places });
        for number in kept {
            let (from, to) = (old.at(number), self.at(number));
            self.words[to..to + self.width].copy_from_slice(&old.words[from..from + self.width]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stay_while_the_range_moves_grows_and_shrinks() {
        let mut ring = RowRing::new(3);
        let (mut low, mut end) = (0, 0_u64);
        let mut most = 0;
        for round in 0..400_u64 {
            // Long and short windows by turns.
            let held = if (round / 100).is_multiple_of(2) { 900 } else { 3 };
            ring.reserve(low..end, 7);
            for word in 0..3 {
                ring.set_all(end, word, (end..end + 7).map(|number| number * 3 + word as u64));
            }
            end += 7;
            ring.update(end - 1, 2, |word| *word |= 1 << 40);
            low = low.max(end.saturating_sub(held));
            for number in low..end {
                let last = if number % 7 == 6 { 1 << 40 } else { 0 };
                assert_eq!(ring.get(number, 1), number * 3 + 1, "{round}");
                assert_eq!(ring.get(number, 2), (number * 3 + 2) | last, "{round}");
            }
            most = most.max(ring.places);
        }
        assert_eq!((most, ring.places), (1024, 32));
    }
}
