//! How a score divides among the columns: attribution.
//!
//! At each level of the walk, the worth that is blended in is shared among the dimensions in proportion to their excess,
//! "high" for a point above the box and "low" for one below (spec rcf 1.10). The slots of a shingle are summed by column.
//!
//! A point equal to a leaf has no excess anywhere. Its direction is then taken against the *shadow box*: the union of
//! the sibling boxes along the path, that is, the tree without that leaf. Starting from an equal share for every
//! dimension (as the Java edition does), the shares are blended upward with the shadow's, and in the end scaled to the
//! score, which the shadow does not change.

use alloc::vec::Vec;

use crate::bounds::{Corners, extent, greater, lesser, sides};
use crate::space::Coordinate;

/// The part of a score each column is to blame for.
///
/// All numbers are in units of the score and not negative; they add up to [`Attribution::score`] (within 1e-9).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attribution {
    pub(crate) score: f64,
    pub(crate) high: Vec<f64>,
    pub(crate) low: Vec<f64>,
}

/// Which side of the known data a value lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Above what the forest holds in this column.
    High,
    /// Below it; also where neither side outweighs the other, as the service says during the learning phase.
    Low,
}

impl Attribution {
    /// The score that is divided: what [`Forest::score`](crate::Forest::score) gives for the point, to the last bit.
    pub fn score(&self) -> f64 {
        self.score
    }

    /// By column: the part that comes from values above the known data.
    pub fn high(&self) -> &[f64] {
        &self.high
    }

    /// By column: the part that comes from values below the known data.
    pub fn low(&self) -> &[f64] {
        &self.low
    }

    /// The part of one column, `ATTRIBUTION_SCORE` in KDA SQL. 0 beyond the last column.
    pub fn column(&self, column: usize) -> f64 {
        self.side(column).0 + self.side(column).1
    }

    /// The side that outweighs in one column, `DIRECTION` in KDA SQL.
    pub fn direction(&self, column: usize) -> Direction {
        let (high, low) = self.side(column);
        if high > low { Direction::High } else { Direction::Low }
    }

    /// By how much that side outweighs: |high − low|. KDA SQL's `STRENGTH` is only known to be at least 0 and to grow
    /// with how sure the direction is (spec kda-sql 12.3); its formula is unpublished, this is ours.
    pub fn strength(&self, column: usize) -> f64 {
        let (high, low) = self.side(column);
        (high - low).abs()
    }

    fn side(&self, column: usize) -> (f64, f64) {
        (self.high.get(column).copied().unwrap_or(0.0), self.low.get(column).copied().unwrap_or(0.0))
    }

    /// Makes all parts 0 for this many columns.
    pub(crate) fn reset(&mut self, columns: usize) {
        self.score = 0.0;
        for side in [&mut self.high, &mut self.low] {
            side.clear();
            side.resize(columns, 0.0);
        }
    }

    pub(crate) fn multiply(&mut self, factor: f64) {
        self.score *= factor;
        self.high.iter_mut().chain(&mut self.low).for_each(|part| *part *= factor);
    }
}

/// The shares of one tree, blended upward along the path.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shares {
    high: Vec<f64>,
    low: Vec<f64>,
}

impl Shares {
    /// Begins with `worth` spread evenly over columns and sides.
    pub(crate) fn begin(&mut self, columns: usize, worth: f64) {
        for side in [&mut self.high, &mut self.low] {
            side.clear();
            side.resize(columns, worth / (2 * columns) as f64);
        }
    }

    /// Blends in one level: `p` of what it is worth to separate here, shared by the excess of the point beyond the box
    /// (`excess` in all, more than 0), and the rest of what the levels below gave.
    pub(crate) fn blend<S: Coordinate>(
        &mut self,
        p: f64,
        unseen: f64,
        excess: f64,
        point: &[S],
        (lowest, highest): Corners<'_, S>,
    ) {
        let keep = 1.0 - p;
        if let ([high], [low]) = (&mut self.high[..], &mut self.low[..]) {
            let (above, below) = sides(point, (lowest, highest));
            let up = above / (above + below);
            *high = *high * keep + p * unseen * up;
            *low = *low * keep + p * unseen * (1.0 - up);
            return;
        }
        // One division for all columns, unless the excess is so small that it overflows.
        let each = p * unseen / excess;
        let part =
            |beyond: f64| if each.is_finite() { beyond * each } else { p * unseen * (beyond / excess) };
        let columns = self.high.len();
        // The slots of a shingle follow each other: dimension i belongs to column i mod columns.
        for (column, (high, low)) in self.high.iter_mut().zip(&mut self.low).enumerate() {
            let (mut above, mut below) = (0.0, 0.0);
            for i in (column..point.len()).step_by(columns) {
                above += greater(point[i] - highest[i], S::default()).wide();
                below += greater(lowest[i] - point[i], S::default()).wide();
            }
            *high = *high * keep + part(above);
            *low = *low * keep + part(below);
        }
    }

    /// Blends in one level of a point that is in the tree, judged by the shadow box with this sibling's box, too. False when that holds
    /// the point, as all above do.
    pub(crate) fn blend_shadow<S: Coordinate>(
        &mut self,
        shadow: &mut Shadow<S>,
        sibling: Corners<'_, S>,
        unseen: f64,
        point: &[S],
    ) -> bool {
        shadow.join(sibling);
        let corners = shadow.corners();
        let (above, under) = sides(point, corners);
        let excess = above + under;
        if excess > 0.0 {
            self.blend(excess / (extent(corners).wide() + excess), unseen, excess, point, corners);
        }
        excess > 0.0
    }

    /// Adds the shares to the sums over trees, scaled to `worth`.
    pub(crate) fn end(&self, worth: f64, total: &mut Attribution) {
        total.score += worth;
        let sum: f64 = self.high.iter().chain(&self.low).sum();
        let scale = if sum > 0.0 { worth / sum } else { 0.0 };
        for (to, share) in total.high.iter_mut().zip(&self.high) {
            *to += share * scale;
        }
        for (to, share) in total.low.iter_mut().zip(&self.low) {
            *to += share * scale;
        }
    }
}

/// The shadow box: the union of the sibling boxes passed so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shadow<S> {
    lowest: Vec<S>,
    highest: Vec<S>,
}

impl<S: Coordinate> Shadow<S> {
    /// Makes it hold nothing.
    pub(crate) fn clear(&mut self) {
        self.lowest.clear();
        self.highest.clear();
    }

    /// Enlarges it by a box.
    pub(crate) fn join(&mut self, (lowest, highest): Corners<'_, S>) {
        if self.lowest.is_empty() {
            self.lowest.extend_from_slice(lowest);
            self.highest.extend_from_slice(highest);
            return;
        }
        self.lowest.iter_mut().zip(lowest).for_each(|(own, &low)| *own = lesser(low, *own));
        self.highest.iter_mut().zip(highest).for_each(|(own, &high)| *own = greater(high, *own));
    }

    pub(crate) fn corners(&self) -> Corners<'_, S> {
        (&self.lowest, &self.highest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_blend_as_worked_out_by_hand() {
        let mut shares = Shares::default();
        shares.begin(1, 0.5);
        // Excess 1 below a box of extent 4: a fifth of 0.2 is new and low, four fifths of 0.25 each stay.
        shares.blend(0.2, 0.2, 1.0, &[3.0], (&[4.0], &[8.0]));
        assert!((shares.high[0] - 0.2).abs() < 1e-15 && (shares.low[0] - 0.24).abs() < 1e-15, "{shares:?}");
        let mut total = Attribution::default();
        total.reset(1);
        shares.end(0.5, &mut total);
        assert!((total.high[0] - 0.5 * 0.2 / 0.44).abs() < 1e-15);
        assert!((total.low[0] - 0.5 * 0.24 / 0.44).abs() < 1e-15);
    }

    #[test]
    fn the_shadow_is_the_union_of_boxes() {
        let mut shadow = Shadow::default();
        shadow.join((&[1.0, 5.0], &[2.0, 6.0]));
        shadow.join((&[0.0, 5.5], &[1.5, 9.0]));
        assert_eq!(shadow.corners(), (&[0.0, 5.0][..], &[2.0, 9.0][..]));
    }

    #[test]
    fn slots_of_a_shingle_are_summed_by_column() {
        let mut shares = Shares::default();
        shares.begin(2, 0.0);
        // Two slots of two columns; excesses +1, −2 and +3, 0: six in all, half of the way out of a box of extent 6.
        shares.blend(0.5, 1.0, 6.0, &[2.0, -2.0, 4.0, 0.5], (&[0.0; 4], &[1.0; 4]));
        let twelfths = |parts: &[f64]| parts.iter().map(|part| (part * 12.0).round()).collect::<Vec<_>>();
        assert_eq!((twelfths(&shares.high), twelfths(&shares.low)), (vec![4.0, 0.0], vec![0.0, 2.0]));
    }
}
