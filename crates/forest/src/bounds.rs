//! Arithmetic of bounding boxes: how far a point lies outside, how long the edges are together, where a cut falls.
//!
//! Coordinates are f64. The open library keeps f32 (spec rcf 1.1), but records carry doubles and integers of 53 bits,
//! and whether two values are equal decides a score: 229.99999999999997 and 230 are one value in f32, as are two
//! epoch times half a minute apart. The price is memory; f32 boxes would be half as long.
//!
//! Sums run in four lanes, joined in a fixed order: the compiler may use SIMD, and the result is the same with and
//! without it. `f64::max` is avoided for its NaN rules; coordinates are finite, and so small
//! ([`MAX_MAGNITUDE`](crate::MAX_MAGNITUDE)) that no sum overflows.

/// Σ over dimensions of how far `point` lies beyond the box; 0 exactly when the box holds it.
#[inline]
pub(crate) fn excess(point: &[f64], lowest: &[f64], highest: &[f64]) -> f64 {
    let mut lanes = [0.0; 4];
    let (points, point_rest) = point.as_chunks::<4>();
    let (lows, low_rest) = lowest.as_chunks::<4>();
    let (highs, high_rest) = highest.as_chunks::<4>();
    for ((point, low), high) in points.iter().zip(lows).zip(highs) {
        for lane in 0..4 {
            lanes[lane] += beyond(point[lane], low[lane], high[lane]);
        }
    }
    let mut sum = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
    for ((&x, &low), &high) in point_rest.iter().zip(low_rest).zip(high_rest) {
        sum += beyond(x, low, high);
    }
    sum
}

/// How far `x` lies outside `low..=high`: 0 inside.
#[inline]
pub(crate) fn beyond(x: f64, low: f64, high: f64) -> f64 {
    let (below, above) = (low - x, x - high);
    let beyond = if below > above { below } else { above };
    if beyond > 0.0 { beyond } else { 0.0 }
}

/// Σ over dimensions of the box's extent.
#[inline]
pub(crate) fn extent(lowest: &[f64], highest: &[f64]) -> f64 {
    lowest.iter().zip(highest).map(|(low, high)| high - low).sum()
}

/// A cut between the value `left` and the greater value `right`, `offset` above `left`: at least `left`, so that `left`
/// goes left, and below `right`, whatever the rounding.
pub(crate) fn cut_between(left: f64, right: f64, offset: f64) -> f64 {
    let cut = left + offset;
    if cut < right { cut } else { right.next_down() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probability_of_separation_as_in_the_open_library() {
        // Box (0,0,0)–(1,2,3) (spec rcf 3.2): (2, .5, .5) → 1/7; (.5, −3, 4) → 4/10; inside → 0.
        let (low, high) = ([0.0; 3], [1.0, 2.0, 3.0]);
        let range = extent(&low, &high);
        let probability = |point: [f64; 3]| {
            let excess = excess(&point, &low, &high);
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
            let plain: f64 = point.iter().map(|x| (2.0 - x).max(x - 5.0).max(0.0)).sum();
            assert_eq!(excess(&point, &low, &high), plain);
        }
    }

    #[test]
    fn cuts_separate_even_between_neighbouring_doubles() {
        for (left, right) in
            [(1.0, 1.0_f64.next_up()), (0.0, 5e-324), (-5e-324, 0.0), (1e300, 1e300_f64.next_up())]
        {
            for offset in [0.0, (right - left) / 2.0, right - left] {
                let cut = cut_between(left, right, offset);
                assert!(left <= cut && cut < right, "{left} {cut} {right}");
            }
        }
    }
}
