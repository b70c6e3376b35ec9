//! Rows on the move: some rows of one stream, with the promise about what may still come.

use std::sync::Arc;

use crate::{column::Column, field::Field, value::Value};

/// The rowtime bound before anything was promised.
pub const START_OF_TIME: i64 = i64::MIN;
/// The rowtime bound of a stream that has ended.
pub const END_OF_TIME: i64 = i64::MAX;

/// A few thousand rows of one stream and the rowtime bound behind them.
///
/// Columns are shared, so that passing one on unchanged, or to several pumps, copies nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// ROWTIME of each row, epoch milliseconds, never decreasing.
    pub rowtimes: Vec<i64>,
    /// One column a field, each as long as `rowtimes`.
    pub columns: Vec<Arc<Column>>,
    /// Rowtime bound (watermark): every later row of this stream has ROWTIME ≥ `bound`. A window that ends at
    /// `bound` or before is complete; rows of one instant `t` are complete once `bound > t`.
    pub bound: i64,
}

impl Batch {
    /// No rows, in the shape of `fields`.
    pub fn empty(fields: &[Field], bound: i64) -> Self {
        let columns = fields.iter().map(|field| Arc::new(Column::new(field.data_type))).collect();
        Self { rowtimes: Vec::new(), columns, bound }
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.rowtimes.len()
    }

    /// Whether there are no rows; the bound may still carry news.
    pub fn is_empty(&self) -> bool {
        self.rowtimes.is_empty()
    }

    /// One row's cells.
    ///
    /// # Panics
    /// When `row` is not below [`Self::len`].
    pub fn row(&self, row: usize) -> Vec<Value> {
        self.columns.iter().map(|column| column.value(row)).collect()
    }

    /// The rows `rows`, in that order, with the same bound.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        Self {
            rowtimes: rows.iter().map(|&row| self.rowtimes[row as usize]).collect(),
            columns: self.columns.iter().map(|column| Arc::new(column.gather(rows))).collect(),
            bound: self.bound,
        }
    }

    /// Adds the rows of a later batch of the same stream and takes over its bound.
    pub fn append(&mut self, other: &Self) {
        self.rowtimes.extend_from_slice(&other.rowtimes);
        for (to, from) in self.columns.iter_mut().zip(&other.columns) {
            Arc::make_mut(to).append(from);
        }
        self.bound = self.bound.max(other.bound);
    }

    /// Gives back memory that no row is in; columns that are shared stay as they are.
    pub fn shrink_to_fit(&mut self) {
        self.rowtimes.shrink_to_fit();
        for column in &mut self.columns {
            if let Some(column) = Arc::get_mut(column) {
                column.shrink_to_fit();
            }
        }
    }
}
