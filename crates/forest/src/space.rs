//! What a point is made of: one `f64` on a line, or many `f32` in space.
//!
//! The trees are written once, over a [`Space`]; the compiler makes two kinds of them. **On a line** (one column, no
//! shingle: the case of the lab) a coordinate is the value itself, and whether two values are equal, which decides a
//! score, is decided as the caller would: 229.99999999999997 and 230 differ. **In space** a coordinate is the `f32`
//! nearest to the difference from the first point of the stream. Boxes are then half as long, which is half of what scoring reads, and
//! unlike a bare `f32` the difference keeps columns apart that are far from zero and close together, such as
//! epoch times. Values nearer to each other than 6e-8 of their distance from the first are one value there.
//!
//! Rejected: `f64` in space (measured: a third slower at 32 dimensions, twice the memory), bare `f32` (two epoch times
//! half a minute apart would be one), and `f32` on a line (what it saves there does not show).

use alloc::vec::Vec;
use core::fmt::Debug;
use core::ops::{Add, Sub};

use crate::bounds::Corners;

/// A coordinate of a point.
pub(crate) trait Coordinate:
    Copy + Debug + Default + PartialOrd + Add<Output = Self> + Sub<Output = Self>
{
    /// How many bytes it takes.
    const BYTES: usize;

    /// What is kept of a value in a dimension whose first value was `origin`. The two zeros become one.
    fn keep(value: f64, origin: f64) -> Self;

    /// The value that was kept.
    fn value(self, origin: f64) -> f64;

    /// The same number as `f64`.
    fn wide(self) -> f64;

    /// The nearest coordinate.
    fn nearest(x: f64) -> Self;

    /// The next smaller one.
    fn next_down(self) -> Self;

    /// Appends its bytes, little-endian.
    fn write(self, out: &mut Vec<u8>);

    /// The coordinate of [`Coordinate::BYTES`] bytes; NaN of any other number.
    fn read(bytes: &[u8]) -> Self;
}

impl Coordinate for f64 {
    const BYTES: usize = 8;

    #[inline]
    fn keep(value: f64, _origin: f64) -> Self {
        // −0.0 + 0.0 is 0.0.
        value + 0.0
    }

    fn value(self, _origin: f64) -> f64 {
        self
    }

    #[inline]
    fn wide(self) -> f64 {
        self
    }

    #[inline]
    fn nearest(x: f64) -> Self {
        x
    }

    fn next_down(self) -> Self {
        self.next_down()
    }

    fn write(self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn read(bytes: &[u8]) -> Self {
        bytes.try_into().map_or(Self::NAN, Self::from_le_bytes)
    }
}

impl Coordinate for f32 {
    const BYTES: usize = 4;

    #[inline]
    fn keep(value: f64, origin: f64) -> Self {
        (value - origin) as Self + 0.0
    }

    fn value(self, origin: f64) -> f64 {
        origin + f64::from(self)
    }

    #[inline]
    fn wide(self) -> f64 {
        f64::from(self)
    }

    #[inline]
    fn nearest(x: f64) -> Self {
        x as Self
    }

    fn next_down(self) -> Self {
        self.next_down()
    }

    fn write(self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn read(bytes: &[u8]) -> Self {
        bytes.try_into().map_or(Self::NAN, Self::from_le_bytes)
    }
}

/// Where points lie.
pub(crate) trait Space: Copy + Debug + Default {
    /// What a coordinate is.
    type Scalar: Coordinate;

    /// The sum of a box's edges as a node keeps it. On a line it is as quickly computed as read, and not kept.
    type Extent: Copy + Debug + Default + PartialEq;

    /// What a node keeps of this extent.
    fn keep(extent: Self::Scalar) -> Self::Extent;

    /// The extent of a box, of which this was kept.
    fn extent(kept: Self::Extent, corners: Corners<'_, Self::Scalar>) -> f64;

    /// The space of this many dimensions.
    fn new(dimensions: usize) -> Self;

    /// How many.
    fn dimensions(self) -> usize;

    /// The coordinate of a point in a dimension.
    fn along(point: &[Self::Scalar], dimension: u16) -> Self::Scalar;
}

/// One dimension, known to the compiler.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Line;

impl Space for Line {
    type Scalar = f64;
    type Extent = ();

    fn keep(_extent: f64) {}

    #[inline]
    fn extent((): (), (lowest, highest): Corners<'_, f64>) -> f64 {
        highest[0] - lowest[0]
    }

    fn new(_dimensions: usize) -> Self {
        Self
    }

    #[inline]
    fn dimensions(self) -> usize {
        1
    }

    #[inline]
    fn along(point: &[f64], _dimension: u16) -> f64 {
        point[0]
    }
}

/// Any number of dimensions.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wide(usize);

impl Space for Wide {
    type Scalar = f32;
    type Extent = f32;

    fn keep(extent: f32) -> f32 {
        extent
    }

    #[inline]
    fn extent(kept: f32, _corners: Corners<'_, f32>) -> f64 {
        f64::from(kept)
    }

    fn new(dimensions: usize) -> Self {
        Self(dimensions)
    }

    #[inline]
    fn dimensions(self) -> usize {
        self.0
    }

    #[inline]
    fn along(point: &[f32], dimension: u16) -> f32 {
        point[usize::from(dimension)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_tells_close_values_apart_where_it_matters() {
        assert_eq!(<f64 as Coordinate>::keep(-0.0, 5.0).to_bits(), 0.0_f64.to_bits());
        assert_eq!(<f32 as Coordinate>::keep(5.0, 5.0).to_bits(), 0.0_f32.to_bits());
        // Epoch milliseconds: a bare f32 has steps of 131 seconds there.
        let start = 1.78e12;
        let kept = <f32 as Coordinate>::keep(start + 7.0, start);
        assert_eq!((kept, kept.value(start)), (7.0, start + 7.0));
    }
}
