//! How a score divides among the columns: attribution.
//!
//! At each level of the walk, the worth `q·p·unseen(d)` is shared among the dimensions in proportion to their excess,
//! "high" for a point above the box and "low" for one below (spec rcf 1.10). The slots of a shingle are summed by column.
//!
//! A point equal to a leaf has no excess anywhere. Its direction is then taken against the *shadow box*: the union of
//! the sibling boxes along the path, that is, the tree without that leaf. Starting from an equal share for every
//! dimension (as the Java edition does), the shares are blended upward with the shadow's, and in the end scaled to the
//! score, which the shadow does not change.

use crate::bounds::{excess, extent};

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

    /// Adds `worth`, shared among the dimensions by the excess of `point` beyond the box; `whole` is what an excess
    /// must be to get all of it.
    pub(crate) fn add_excess(
        &mut self,
        worth: f64,
        whole: f64,
        point: &[f64],
        lowest: &[f64],
        highest: &[f64],
    ) {
        share_excess(worth, whole, point, lowest, highest, &mut self.high, &mut self.low);
    }
}

/// Adds to `high` and `low` (by column) the part of `worth` that each dimension's excess is of `whole`.
fn share_excess(
    worth: f64,
    whole: f64,
    point: &[f64],
    lowest: &[f64],
    highest: &[f64],
    high: &mut [f64],
    low: &mut [f64],
) {
    let columns = high.len();
    // One division for all dimensions, unless `whole` is so small that its inverse overflows.
    let inverse = 1.0 / whole;
    let part = |excess: f64| {
        if inverse.is_finite() { worth * (excess * inverse) } else { worth * (excess / whole) }
    };
    // The slots of a shingle follow each other: dimension i belongs to column i mod columns.
    for column in 0..columns {
        let (mut above, mut below) = (0.0, 0.0);
        for i in (column..point.len()).step_by(columns) {
            let (over, under) = (point[i] - highest[i], lowest[i] - point[i]);
            above += if over > 0.0 { over } else { 0.0 };
            below += if under > 0.0 { under } else { 0.0 };
        }
        high[column] += part(above);
        low[column] += part(below);
    }
}

/// The shares of a point that equals a leaf, blended upward along the path.
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

    /// Blends in the worth `unseen` of one level, where the shadow box is this. False when the point lies inside: then
    /// it lies inside all further ones too.
    pub(crate) fn blend(&mut self, unseen: f64, point: &[f64], lowest: &[f64], highest: &[f64]) -> bool {
        let excess = excess(point, lowest, highest);
        if excess <= 0.0 {
            return false;
        }
        let whole = extent(lowest, highest) + excess;
        let keep = 1.0 - excess / whole;
        self.high.iter_mut().chain(&mut self.low).for_each(|share| *share *= keep);
        share_excess(unseen, whole, point, lowest, highest, &mut self.high, &mut self.low);
        true
    }

    /// Adds the shares to the sums over trees, scaled to `worth`.
    pub(crate) fn end(&self, worth: f64, total: &mut Attribution) {
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

/// What a walk needs beside the tree: the way it came, the boxes it saw, and shares.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    pub(crate) path: Vec<u16>,
    pub(crate) bounds: Vec<f64>,
    pub(crate) shares: Shares,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shadow_shares_blend_as_worked_out_by_hand() {
        let mut shares = Shares::default();
        shares.begin(1, 0.5);
        // Excess 1 below a box of extent 4: a fifth of 0.2 is new and low, four fifths of 0.25 each stay.
        assert!(shares.blend(0.2, &[3.0], &[4.0], &[8.0]));
        assert!((shares.high[0] - 0.2).abs() < 1e-15 && (shares.low[0] - 0.24).abs() < 1e-15, "{shares:?}");
        assert!(!shares.blend(1.0, &[3.0], &[1.0], &[8.0]), "inside from here on");
        let mut total = Attribution::default();
        total.reset(1);
        shares.end(0.5, &mut total);
        assert!((total.high[0] - 0.5 * 0.2 / 0.44).abs() < 1e-15);
        assert!((total.low[0] - 0.5 * 0.24 / 0.44).abs() < 1e-15);
    }

    #[test]
    fn slots_of_a_shingle_are_summed_by_column() {
        let mut total = Attribution::default();
        total.reset(2);
        // Two slots of two columns; excesses +1, −2 and +3, 0 of a whole of 12.
        total.add_excess(1.0, 12.0, &[2.0, -2.0, 4.0, 0.5], &[0.0; 4], &[1.0; 4]);
        let parts = (total.high, total.low);
        let twelfths = |parts: &[f64]| parts.iter().map(|part| (part * 12.0).round()).collect::<Vec<_>>();
        assert_eq!((twelfths(&parts.0), twelfths(&parts.1)), (vec![4.0, 0.0], vec![0.0, 2.0]));
    }
}
