//! What a value should have been: the expected value of columns, given the others.
//!
//! The columns in question are taken for missing in the newest record; the rest of it, and the older records of the
//! shingle, are known (spec rcf 1.11). Each tree names the point it holds that resembles the known part most: the walk
//! takes both ways where a missing dimension is cut, the score is made of the known excess alone, and the leaf where it is
//! least is the candidate. Candidates far from the known part weigh less: with `t` the sum of the distances (Σ|difference|)
//! a third and half of the way up the sorted list, not counting zeros, a candidate at distance `d > t` weighs `t/d`. The answer is
//! the weighted median of each missing dimension, with the weighted tenth and ninetieth percentiles as the usual range.
//!
//! When nothing is known, as with one column and no shingle, every point of every tree is a candidate: the answer is the
//! median of the sample. The open library would take the point each tree would score least, which says where the
//! density is greatest, gives a range that means nothing, and jumps between two clusters.

use alloc::vec::Vec;

use crate::cut_tree::CutTree;
use crate::error::{Error, ErrorKind};
use crate::explain::Attribution;
use crate::forest::{Forest, with_grove};
use crate::rule::Rule;
use crate::space::Coordinate;

/// What one column of a record should have been.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Index of the column, from 0.
    pub column: usize,
    /// The value: the weighted median of what the trees hold in its place.
    pub value: f64,
    /// The lower end of the usual range: the weighted tenth percentile.
    pub low: f64,
    /// The upper end: the ninetieth.
    pub high: f64,
}

impl Attribution {
    /// The columns the score is mainly due to: at most five, each with a tenth of the score or more, the greatest part first (spec rcf
    /// 1.12). Empty while the forest is silent.
    pub fn suspects(&self) -> Vec<usize> {
        let mut columns: Vec<usize> = (0..self.high().len())
            .filter(|&column| self.score() > 0.0 && self.column(column) >= 0.1 * self.score())
            .collect();
        // A stable sort: of equal parts the first column comes first.
        columns.sort_by(|&a, &b| self.column(b).total_cmp(&self.column(a)));
        columns.truncate(5);
        columns
    }
}

impl Forest {
    /// What the given columns of a record should have been, had it come next, judging by the others and by the records
    /// before it in the shingle. Changes nothing. In the order of `columns`; empty while the forest is silent.
    ///
    /// Ask before the record is taken in: afterwards it is among what the forest expects. With more than one dimension
    /// values are exact to about seven digits of their distance from the first record of the stream.
    ///
    /// ```
    /// use rillcut_forest::{Forest, Options};
    ///
    /// let mut forest = Forest::new(Options::new(2).seed(3))?;
    /// for i in 0..2000 {
    ///     let load = f64::from(i * 37 % 100);
    ///     forest.update(&[load, 10.0 + 2.0 * load])?;
    /// }
    /// let record = [50.0, 400.0];
    /// let suspects = forest.attribution(&record)?.suspects();
    /// assert_eq!(suspects, [1]);
    /// let expected = forest.expected(&record, &suspects)?;
    /// assert!((expected[0].value - 110.0).abs() < 10.0);
    /// # Ok::<(), rillcut_forest::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Forest::score_and_update`] for a value of a column that is not among `columns` (the others are not looked
    /// at, but must be there); `FOR0013` for a column the forest does not have.
    pub fn expected(&self, record: &[f64], columns: &[usize]) -> Result<Vec<Expected>, Error> {
        let width = self.options().columns;
        if let Some(&column) = columns.iter().find(|&&column| column >= width) {
            return Err(ErrorKind::NoSuchColumn { column, columns: width }.into());
        }
        let known: Vec<f64> = record
            .iter()
            .enumerate()
            .map(|(column, &x)| if columns.contains(&column) { 0.0 } else { x })
            .collect();
        self.check(&known)?;
        if self.warm_up_remaining() > 0 || columns.is_empty() {
            return Ok(Vec::new());
        }
        Ok(with_grove!(&self.trees, grove => grove.window.preview(&known, |point| {
            let newest = point.len() - width;
            let missing: Vec<bool> =
                (0..point.len()).map(|i| i >= newest && columns.contains(&(i - newest))).collect();
            let candidates = candidates(&grove.trees, point, &missing, &self.rule);
            let each = columns.iter().map(|&column| {
                let mut values: Vec<(f64, f64)> = candidates
                    .iter()
                    .map(|&(tree, leaf, weight)| {
                        let x = grove.trees[tree].point(leaf)[newest + column];
                        (x.value(grove.window.origin()[newest + column]), weight)
                    })
                    .collect();
                values.sort_by(|a, b| a.0.total_cmp(&b.0));
                let [low, value, high] = [0.1, 0.5, 0.9].map(|share| quantile(&values, share));
                Expected { column, value, low, high }
            });
            each.collect()
        })))
    }
}

/// Candidates with weights: tree, leaf, weight.
fn candidates<T: CutTree>(
    trees: &[T],
    point: &[T::Scalar],
    missing: &[bool],
    rule: &Rule,
) -> Vec<(usize, usize, f64)> {
    if missing.iter().all(|&missing| missing) {
        let leaves = trees.iter().enumerate().flat_map(|(number, tree)| {
            tree.occupied().into_iter().map(move |leaf| (number, leaf, f64::from(tree.mass(leaf))))
        });
        return leaves.collect();
    }
    let mut found: Vec<(usize, usize, f64)> = Vec::new();
    for (number, tree) in trees.iter().enumerate() {
        if let Some(leaf) = tree.nearest(point, missing, rule) {
            let distance = |i: usize| {
                let (a, b) = (tree.point(leaf)[i].wide(), point[i].wide());
                if missing[i] { 0.0 } else { (a - b).abs() }
            };
            found.push((number, leaf, (0..point.len()).map(distance).sum()));
        }
    }
    // From distances to weights.
    let mut distances: Vec<f64> = found.iter().map(|&(.., distance)| distance).collect();
    distances.sort_by(f64::total_cmp);
    let zeros = distances.iter().take_while(|&&distance| distance <= 0.0).count();
    let far = &distances[zeros..];
    let threshold = match far.len() {
        0 => 0.0,
        n => far[n / 3] + far[n / 2],
    };
    for (.., weight) in &mut found {
        *weight = if *weight <= threshold { 1.0 } else { threshold / *weight };
    }
    found
}

/// The least value below or at which the share of the weight lies; the values ascend.
fn quantile(values: &[(f64, f64)], share: f64) -> f64 {
    let total: f64 = values.iter().map(|(_, weight)| weight).sum();
    let mut sum = 0.0;
    for (value, weight) in values {
        sum += weight;
        if sum >= share * total {
            return *value;
        }
    }
    values.last().map_or(0.0, |(value, _)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_count_weights() {
        let values = [(1.0, 1.0), (2.0, 1.0), (3.0, 8.0)];
        assert_eq!([0.1, 0.2, 0.5, 1.0].map(|share| quantile(&values, share)), [1.0, 2.0, 3.0, 3.0]);
        assert_eq!(quantile(&[(7.0, 1.0)], 0.5), 7.0);
    }
}
