//! The shingle: the last records laid end to end as one point, the newest last (spec rcf 1.7).

use crate::error::{Error, ErrorKind};
use crate::options::MAX_DIMENSIONS;

/// The greatest magnitude of a value. Sums of 900 extents of this size stay finite.
pub const MAX_MAGNITUDE: f64 = 1e300;

/// The records of the shingle at hand; zeros stand where there was none yet.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    columns: usize,
    point: Vec<f64>,
}

impl Window {
    pub(crate) fn new(columns: usize, shingle: usize) -> Self {
        Self { columns, point: vec![0.0; columns * shingle] }
    }

    /// Checks that a record has one usable number a column.
    pub(crate) fn check(&self, record: &[f64]) -> Result<(), Error> {
        if record.len() != self.columns {
            return Err(ErrorKind::WrongWidth { given: record.len(), expected: self.columns }.into());
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

    /// Appends a checked record; the oldest falls out.
    pub(crate) fn push(&mut self, record: &[f64]) {
        self.point.copy_within(self.columns.., 0);
        let newest = self.point.len() - self.columns;
        for (to, x) in self.point[newest..].iter_mut().zip(record) {
            // −0.0 + 0.0 is 0.0: the two zeros are one value, and saved forests show one.
            *to = x + 0.0;
        }
    }

    /// The shingle that ends with the last record.
    pub(crate) fn point(&self) -> &[f64] {
        &self.point
    }

    /// Calls `with` on the shingle that `record` would end, without taking it in.
    pub(crate) fn preview<T>(&self, record: &[f64], with: impl FnOnce(&[f64]) -> T) -> T {
        let dimensions = self.point.len();
        if dimensions == self.columns {
            return with(record);
        }
        // On the stack: scoring allocates nothing.
        let mut point = [0.0; MAX_DIMENSIONS];
        let older = dimensions - self.columns;
        point[..older].copy_from_slice(&self.point[self.columns..]);
        point[older..dimensions].copy_from_slice(record);
        with(&point[..dimensions])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newest_record_is_last_and_preview_changes_nothing() {
        let mut window = Window::new(2, 3);
        for t in 0..4 {
            window.push(&[f64::from(t), f64::from(10 * t)]);
        }
        assert_eq!(window.point(), [1.0, 10.0, 2.0, 20.0, 3.0, 30.0]);
        window.preview(&[4.0, 40.0], |point| assert_eq!(point, [2.0, 20.0, 3.0, 30.0, 4.0, 40.0]));
        assert_eq!(window.point(), [1.0, 10.0, 2.0, 20.0, 3.0, 30.0]);
    }

    #[test]
    fn unusable_records_name_their_column() {
        let window = Window::new(3, 1);
        let code = |record: &[f64]| window.check(record).map_err(|error| (error.code(), error.column()));
        assert_eq!(code(&[0.0, -0.0, 5e-324]), Ok(()));
        assert_eq!(code(&[0.0, f64::NAN, 0.0]), Err(("FOR0011", Some(1))));
        assert_eq!(code(&[0.0, 0.0, f64::NEG_INFINITY]), Err(("FOR0011", Some(2))));
        assert_eq!(code(&[-f64::MAX, 0.0, 0.0]), Err(("FOR0012", Some(0))));
        assert_eq!(code(&[0.0]), Err(("FOR0010", None)));
    }
}
