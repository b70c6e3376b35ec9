//! Values by running number, of which only the latest are kept: rows come at one end and leave at the other.
//!
//! A power of two of places, so that a number finds its place by its lowest bits and nothing moves while rows come and go at one pace. A
//! vector whose front is cut off now and then moves every value it keeps each time, which for the window of an hour costs more
//! than the rows themselves.

use std::ops::Range;

/// Places at least.
const LEAST: usize = 16;

/// Values of the numbers in a range that moves on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ring<T> {
    values: Vec<T>,
}

impl<T: Copy + Default> Ring<T> {
    #[inline]
    fn place(&self, number: u64) -> usize {
        number as usize & self.values.len().wrapping_sub(1)
    }

    /// The value of a number there is room for.
    #[inline]
    pub(crate) fn get(&self, number: u64) -> T {
        self.values[self.place(number)]
    }

    /// Sets the value of a number there is room for.
    #[inline]
    pub(crate) fn set(&mut self, number: u64, value: T) {
        let place = self.place(number);
        self.values[place] = value;
    }

    /// Sets the values of numbers from one on that there is room for.
    pub(crate) fn set_all(&mut self, from: u64, values: &[T]) {
        let place = self.place(from);
        let (first, rest) = values.split_at(values.len().min(self.values.len().saturating_sub(place)));
        self.values[place..place + first.len()].copy_from_slice(first);
        self.values[..rest.len()].copy_from_slice(rest);
    }

    /// Makes room for `more` numbers behind those of `kept`, whose values stay. Numbers before them are forgotten; those behind have
    /// any value until it is set.
    pub(crate) fn reserve(&mut self, kept: Range<u64>, more: usize) {
        let wanted = (kept.end - kept.start) as usize + more;
        let there = self.values.len();
        if wanted <= there && (there <= LEAST || wanted * 8 > there) {
            return;
        }
        let places = if wanted > there { wanted } else { wanted * 2 }.next_power_of_two().max(LEAST);
        let old = std::mem::replace(self, Self { values: vec![T::default(); places] });
        for number in kept {
            self.set(number, old.get(number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_while_the_range_moves_grows_and_shrinks() {
        let mut ring = Ring::default();
        let (mut low, mut end) = (0, 0_u64);
        let mut most = 0;
        for round in 0..400_u64 {
            // Long and short windows by turns.
            let held = if (round / 100).is_multiple_of(2) { 900 } else { 3 };
            ring.reserve(low..end, 7);
            let values: Vec<u64> = (end..end + 7).map(|number| number * 3).collect();
            ring.set_all(end, &values[..6]);
            ring.set(end + 6, values[6]);
            end += 7;
            low = low.max(end.saturating_sub(held));
            assert!((low..end).all(|number| ring.get(number) == number * 3), "{round}");
            most = most.max(ring.values.len());
        }
        assert_eq!((most, ring.values.len()), (1024, 32));
    }
}
