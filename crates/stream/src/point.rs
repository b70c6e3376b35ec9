//! Numeric columns of a row as a point: what a forest scores and HOTSPOTS places.

use rillcut_record::{Batch, ColumnData, Field};
use rillcut_sql::Span;

use crate::error::Error;

/// The columns that make up a point.
#[derive(Debug, Clone)]
pub(crate) struct PointColumns(Vec<usize>);

impl PointColumns {
    /// # Errors
    /// When a column is no integer and no DOUBLE or REAL.
    pub(crate) fn new(columns: &[usize], fields: &[Field], span: Span) -> Result<Self, Error> {
        for &column in columns {
            let fits = fields
                .get(column)
                .is_some_and(|field| field.data_type.is_integer() || field.data_type.is_approximate());
            if !fits {
                return Err(Error::unsound(span, format!("column {column} is no number of a point")));
            }
        }
        Ok(Self(columns.to_vec()))
    }

    /// Their positions in the row.
    pub(crate) fn columns(&self) -> &[usize] {
        &self.0
    }

    /// Reads a row; false when a value is NULL, so that there is no point.
    pub(crate) fn read(&self, batch: &Batch, row: usize, point: &mut Vec<f64>) -> bool {
        point.clear();
        for &column in &self.0 {
            let column = &batch.columns[column];
            if column.is_null(row) {
                return false;
            }
            match column.data() {
                ColumnData::Long(values) => point.push(values[row] as f64),
                ColumnData::Double(values) => point.push(values[row]),
                _ => return false,
            }
        }
        true
    }
}
