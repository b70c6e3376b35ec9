//! The shingle: the last records laid end to end as one point, the newest last (spec rcf 1.7).

use alloc::vec;
use alloc::vec::Vec;

use crate::error::{Error, ErrorKind};
use crate::options::MAX_DIMENSIONS;
use crate::space::Coordinate;

/// The greatest magnitude of a value. Sums of 900 extents of this size stay finite, as `f32` too.
pub const MAX_MAGNITUDE: f64 = 1e30;

/// Checks that a record has one usable number a column.
pub(crate) fn check(record: &[f64], columns: usize) -> Result<(), Error> {
    if record.len() != columns {
        return Err(ErrorKind::WrongWidth { given: record.len(), expected: columns }.into());
    }
    for (column, x) in record.iter().enumerate() {
        if !x.is_finite() {
            return Err(ErrorKind::NotFinite { column }.into());
        }
        if x.abs() > MAX_MAGNITUDE {
            return Err(ErrorKind::TooLarge { column }.into());
        }
    }
    Ok(())
}

/// The records of the shingle at hand, and the point they make; zeros stand where there was no record yet.
#[derive(Debug, Clone)]
pub(crate) struct Window<S> {
    columns: usize,
    records: Vec<f64>,
    /// By dimension, what coordinates are differences from: the first whole shingle.
    origin: Vec<f64>,
    point: Vec<S>,
}

impl<S: Coordinate> Window<S> {
    pub(crate) fn new(columns: usize, shingle: usize) -> Self {
        let dimensions = columns * shingle;
        let zeros = vec![0.0; dimensions];
        Self { columns, records: zeros.clone(), origin: zeros, point: vec![S::default(); dimensions] }
    }

    /// The window of a forest in the middle of its life.
    pub(crate) fn resume(columns: usize, records: Vec<f64>, origin: Vec<f64>) -> Self {
        let mut window = Self { columns, point: vec![S::default(); records.len()], records, origin };
        window.place();
        window
    }

    /// Appends a checked record; the oldest falls out. `first` when it completes the first shingle.
    pub(crate) fn push(&mut self, record: &[f64], first: bool) {
        self.records.copy_within(self.columns.., 0);
        let newest = self.records.len() - self.columns;
        for (to, x) in self.records[newest..].iter_mut().zip(record) {
            // −0.0 + 0.0 is 0.0: the two zeros are one value, and saved forests show one.
            *to = x + 0.0;
        }
        if first {
            self.origin.copy_from_slice(&self.records);
        }
        self.place();
    }

    /// The records as coordinates.
    fn place(&mut self) {
        for ((to, &x), &origin) in self.point.iter_mut().zip(&self.records).zip(&self.origin) {
            *to = S::keep(x, origin);
        }
    }

    /// The last records, a shingle of them.
    pub(crate) fn records(&self) -> &[f64] {
        &self.records
    }

    /// The first whole shingle, or zeros.
    pub(crate) fn origin(&self) -> &[f64] {
        &self.origin
    }

    /// The shingle that ends with the last record.
    pub(crate) fn point(&self) -> &[S] {
        &self.point
    }

    /// Calls `with` on the shingle that `record` would end, without taking it in.
    pub(crate) fn preview<T>(&self, record: &[f64], with: impl FnOnce(&[S]) -> T) -> T {
        if let ([x], [origin]) = (record, &self.origin[..]) {
            return with(&[S::keep(*x, *origin)]);
        }
        // On the stack: scoring allocates nothing.
        let mut point = [S::default(); MAX_DIMENSIONS];
        let next = self.records[self.columns..].iter().chain(record);
        for ((to, &x), &origin) in point.iter_mut().zip(next).zip(&self.origin) {
            *to = S::keep(x, origin);
        }
        with(&point[..self.point.len()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newest_record_is_last_and_preview_changes_nothing() {
        let mut window = Window::<f32>::new(2, 3);
        for t in 0..4 {
            window.push(&[f64::from(t), f64::from(10 * t)], t == 2);
        }
        assert_eq!(window.records(), [1.0, 10.0, 2.0, 20.0, 3.0, 30.0]);
        assert_eq!(window.origin(), [0.0, 0.0, 1.0, 10.0, 2.0, 20.0]);
        assert_eq!(window.point(), [1.0, 10.0, 1.0, 10.0, 1.0, 10.0]);
        window.preview(&[4.0, 40.0], |point| assert_eq!(point, [2.0, 20.0, 2.0, 20.0, 2.0, 20.0]));
        assert_eq!(window.point(), [1.0, 10.0, 1.0, 10.0, 1.0, 10.0]);
    }

    #[test]
    fn unusable_records_name_their_column() {
        let code = |record: &[f64]| check(record, 3).map_err(|error| (error.code(), error.column()));
        assert_eq!(code(&[0.0, -0.0, 5e-324]), Ok(()));
        assert_eq!(code(&[0.0, f64::NAN, 0.0]), Err(("FOR0011", Some(1))));
        assert_eq!(code(&[0.0, 0.0, f64::NEG_INFINITY]), Err(("FOR0011", Some(2))));
        assert_eq!(code(&[-f64::MAX, 0.0, 0.0]), Err(("FOR0012", Some(0))));
        assert_eq!(code(&[0.0]), Err(("FOR0010", None)));
    }
}
