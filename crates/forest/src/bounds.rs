//! Arithmetic of bounding boxes: how far a point lies outside, how long the edges are together, where a cut falls.
//!
//! Sums run in eight lanes, joined in a fixed order: the compiler may use SIMD, and the result is the same with and
//! without it. `max` is avoided for its NaN rules; coordinates are finite, and so small
//! ([`MAX_MAGNITUDE`](crate::MAX_MAGNITUDE)) that no sum overflows.

use crate::space::Coordinate;

/// Two registers of `f32`: two sums that need not wait for each other. Joined one after the other, as the compiler then
/// leaves them in registers; joined in pairs they come out as scalars (measured at 32 dimensions: a tenth slower).
const LANES: usize = 8;

/// A box as its lowest and highest corner.
pub(crate) type Corners<'a, S> = (&'a [S], &'a [S]);

/// Σ over dimensions of how far `point` lies beyond the box; 0 exactly when the box holds it.
#[expect(
    clippy::inline_always,
    reason = "called at every level of every walk: a call costs a tenth of it, measured"
)]
#[inline(always)]
pub(crate) fn excess<S: Coordinate>(point: &[S], (lowest, highest): Corners<'_, S>) -> f64 {
    let mut lanes = [S::default(); LANES];
    let (points, point_rest) = point.as_chunks::<LANES>();
    let (lows, low_rest) = lowest.as_chunks::<LANES>();
    let (highs, high_rest) = highest.as_chunks::<LANES>();
    for ((point, low), high) in points.iter().zip(lows).zip(highs) {
        for lane in 0..LANES {
            lanes[lane] = lanes[lane] + beyond(point[lane], low[lane], high[lane]);
        }
    }
    let mut sum = join(lanes);
    for ((&x, &low), &high) in point_rest.iter().zip(low_rest).zip(high_rest) {
        sum = sum + beyond(x, low, high);
    }
    sum.wide()
}

/// How far `x` lies outside `low..=high`: 0 inside.
#[inline]
pub(crate) fn beyond<S: Coordinate>(x: S, low: S, high: S) -> S {
    positive(greater(low - x, x - high))
}

/// Σ of how far `point` lies above the box, and Σ of how far below.
#[inline]
pub(crate) fn sides<S: Coordinate>(point: &[S], (lowest, highest): Corners<'_, S>) -> (f64, f64) {
    let mut lanes = [[S::default(); LANES]; 2];
    let (points, point_rest) = point.as_chunks::<LANES>();
    let (lows, low_rest) = lowest.as_chunks::<LANES>();
    let (highs, high_rest) = highest.as_chunks::<LANES>();
    for ((point, low), high) in points.iter().zip(lows).zip(highs) {
        for lane in 0..LANES {
            lanes[0][lane] = lanes[0][lane] + positive(point[lane] - high[lane]);
            lanes[1][lane] = lanes[1][lane] + positive(low[lane] - point[lane]);
        }
    }
    let (mut above, mut below) = (join(lanes[0]), join(lanes[1]));
    for ((&x, &low), &high) in point_rest.iter().zip(low_rest).zip(high_rest) {
        above = above + positive(x - high);
        below = below + positive(low - x);
    }
    (above.wide(), below.wide())
}

/// Σ over dimensions of the box's extent.
#[inline]
pub(crate) fn extent<S: Coordinate>((lowest, highest): Corners<'_, S>) -> S {
    let mut lanes = [S::default(); LANES];
    let (lows, low_rest) = lowest.as_chunks::<LANES>();
    let (highs, high_rest) = highest.as_chunks::<LANES>();
    for (low, high) in lows.iter().zip(highs) {
        for lane in 0..LANES {
            lanes[lane] = lanes[lane] + (high[lane] - low[lane]);
        }
    }
    let mut sum = join(lanes);
    for (&low, &high) in low_rest.iter().zip(high_rest) {
        sum = sum + (high - low);
    }
    sum
}

/// Enlarges a box to hold a point.
#[inline]
pub(crate) fn grow<S: Coordinate>(lowest: &mut [S], highest: &mut [S], point: &[S]) {
    for ((low, high), &x) in lowest.iter_mut().zip(highest).zip(point) {
        *low = lesser(x, *low);
        *high = greater(x, *high);
    }
}

/// Whether the point lies on a side of a box that holds it.
#[inline]
pub(crate) fn touches<S: Coordinate>(point: &[S], (lowest, highest): Corners<'_, S>) -> bool {
    let mut touching = false;
    for ((x, low), high) in point.iter().zip(lowest).zip(highest) {
        touching |= x == low || x == high;
    }
    touching
}

/// Makes `own`, lowest corner then highest, the union of two boxes; whether it changed.
#[inline]
pub(crate) fn unite<S: Coordinate>(own: &mut [S], a: Corners<'_, S>, b: Corners<'_, S>) -> bool {
    let (lowest, highest) = own.split_at_mut(a.0.len());
    let mut changed = false;
    for ((own, &a), &b) in lowest.iter_mut().zip(a.0).zip(b.0) {
        let low = lesser(a, b);
        changed |= *own != low;
        *own = low;
    }
    for ((own, &a), &b) in highest.iter_mut().zip(a.1).zip(b.1) {
        let high = greater(a, b);
        changed |= *own != high;
        *own = high;
    }
    changed
}

/// The dimension and cut at `offset` along the excess of the point beyond a box, all excesses laid end to end; and the
/// side of the cut that the point is on. The point must lie outside.
pub(crate) fn cut<S: Coordinate>(
    point: &[S],
    (lowest, highest): Corners<'_, S>,
    mut offset: f64,
) -> (u16, S, usize) {
    let mut chosen = 0;
    for (i, ((&x, &low), &high)) in point.iter().zip(lowest).zip(highest).enumerate() {
        let excess = beyond(x, low, high).wide();
        if excess > 0.0 {
            // The last dimension with an excess takes what rounding leaves over.
            chosen = i;
            if offset < excess {
                break;
            }
            offset -= excess;
        }
    }
    let x = point[chosen];
    if x > highest[chosen] {
        (chosen as u16, cut_between(highest[chosen], x, offset), 1)
    } else {
        (chosen as u16, cut_between(x, lowest[chosen], offset), 0)
    }
}

/// A cut between the value `left` and the greater value `right`, `offset` above `left`: at least `left`, so that `left`
/// goes left, and below `right`, whatever the rounding.
fn cut_between<S: Coordinate>(left: S, right: S, offset: f64) -> S {
    let cut = S::nearest(left.wide() + offset);
    if cut < right { cut } else { right.next_down() }
}

#[inline]
pub(crate) fn lesser<S: Coordinate>(a: S, b: S) -> S {
    if a < b { a } else { b }
}

#[inline]
pub(crate) fn greater<S: Coordinate>(a: S, b: S) -> S {
    if a > b { a } else { b }
}

#[inline]
fn positive<S: Coordinate>(x: S) -> S {
    greater(x, S::default())
}

#[inline]
fn join<S: Coordinate>(lanes: [S; LANES]) -> S {
    lanes[1..].iter().fold(lanes[0], |sum, &lane| sum + lane)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probability_of_separation_as_in_the_open_library() {
        // Box (0,0,0)–(1,2,3) (spec rcf 3.2): (2, .5, .5) → 1/7; (.5, −3, 4) → 4/10; inside → 0.
        let corners = (&[0.0; 3][..], &[1.0, 2.0, 3.0][..]);
        let range = extent(corners);
        let probability = |point: [f64; 3]| {
            let excess = excess(&point, corners);
            excess / (range + excess)
        };
        assert_eq!(probability([2.0, 0.5, 0.5]), 1.0 / 7.0);
        assert_eq!(probability([0.5, -3.0, 4.0]), 0.4);
        assert_eq!(probability([1.0, 0.0, 3.0]), 0.0);
    }

    #[test]
    fn lanes_and_rest_add_up() {
        for n in 1..20 {
            let point: Vec<f64> = (0..n).map(f64::from).collect();
            let (low, high) = (vec![2.0; point.len()], vec![5.0; point.len()]);
            let corners = (&low[..], &high[..]);
            let above: f64 = point.iter().map(|x| (x - 5.0).max(0.0)).sum();
            let below: f64 = point.iter().map(|x| (2.0 - x).max(0.0)).sum();
            assert_eq!(excess(&point, corners), above + below);
            assert_eq!(sides(&point, corners), (above, below));
            assert_eq!(extent(corners), 3.0 * f64::from(n));
        }
    }

    #[test]
    fn cuts_separate_even_between_neighbouring_numbers() {
        for (left, right) in
            [(1.0, 1.0_f64.next_up()), (0.0, 5e-324), (-5e-324, 0.0), (1e30, 1e30_f64.next_up())]
        {
            for offset in [0.0, (right - left) / 2.0, right - left] {
                let cut = cut_between(left, right, offset);
                assert!(left <= cut && cut < right, "{left} {cut} {right}");
            }
        }
        let (left, right) = (1.0_f32, 1.0_f32.next_up());
        for offset in [0.0, 3e-8, 9e-8, 1.2e-7] {
            let cut = cut_between(left, right, offset);
            assert!(left <= cut && cut < right, "{left} {cut} {right}");
        }
    }
}
