//! An array that begins on a cache line.
//!
//! Boxes of 8 dimensions are one cache line long, of 32 four: when they begin where lines do, none takes one more.
//! Safe Rust has no allocation with an alignment for plain numbers, so the array is a little longer than asked for and
//! begins where its address suits.

use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

/// Bytes of a cache line.
const LINE: usize = 64;

#[derive(Debug)]
pub(crate) struct Aligned<T> {
    room: Vec<T>,
    used: Range<usize>,
}

impl<T: Copy + Default> Aligned<T> {
    /// `length` zeros.
    pub(crate) fn new(length: usize) -> Self {
        let spare = LINE / size_of::<T>();
        let room = vec![T::default(); length + spare];
        let start = room.as_ptr().align_offset(LINE).min(spare);
        Self { room, used: start..start + length }
    }

    #[inline]
    pub(crate) fn get(&self) -> &[T] {
        &self.room[self.used.clone()]
    }

    #[inline]
    pub(crate) fn get_mut(&mut self) -> &mut [T] {
        &mut self.room[self.used.clone()]
    }
}

impl<T: Copy + Default> Clone for Aligned<T> {
    fn clone(&self) -> Self {
        // Its address is another.
        let mut copy = Self::new(self.used.len());
        copy.get_mut().copy_from_slice(self.get());
        copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_and_their_copies_begin_on_a_line() {
        for length in [0, 1, 16, 1000] {
            let mut array = Aligned::<f32>::new(length);
            array.get_mut().fill(7.0);
            let copy = array.clone();
            assert_eq!(copy.get(), array.get());
            assert_eq!((array.get().as_ptr().addr() % LINE, copy.get().as_ptr().addr() % LINE), (0, 0));
            assert_eq!(array.get().len(), length);
        }
    }
}
