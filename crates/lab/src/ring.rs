//! The newest rows of a stream, for the page.

use std::{collections::VecDeque, ops::Range};

use rillcut_record::{Batch, Field, timestamp_text};

use crate::{cell::cell_text, protocol::RowView};

/// Rows kept of each stream.
pub(crate) const ROWS_KEPT: usize = 1000;

/// Batches of the newest rows; whole batches are dropped, so that keeping costs nothing per row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ring {
    batches: VecDeque<Batch>,
    kept: usize,
    total: u64,
    last_rowtime: Option<i64>,
}

impl Ring {
    /// Takes the rows of a batch.
    pub(crate) fn push(&mut self, batch: &Batch) {
        if batch.is_empty() {
            return;
        }
        self.total += batch.len() as u64;
        self.last_rowtime = batch.rowtimes.last().copied();
        self.kept += batch.len();
        self.batches.push_back(batch.clone());
        while let Some(oldest) = self.batches.front()
            && self.kept - oldest.len() >= ROWS_KEPT
        {
            self.kept -= oldest.len();
            self.batches.pop_front();
        }
    }

    /// Position of the oldest row that is kept.
    pub(crate) fn first(&self) -> u64 {
        self.total - self.kept as u64
    }

    /// Rows since the start of time.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// ROWTIME of the newest row.
    pub(crate) fn last_rowtime(&self) -> Option<i64> {
        self.last_rowtime
    }

    /// Looks at the rows from position `from` on, as far as they are kept, batch by batch, oldest first.
    pub(crate) fn each_from(&self, from: u64, look: &mut impl FnMut(&Batch, Range<usize>)) {
        let mut position = self.total - self.kept as u64;
        for batch in &self.batches {
            let skip = from.saturating_sub(position).min(batch.len() as u64) as usize;
            if skip < batch.len() {
                look(batch, skip..batch.len());
            }
            position += batch.len() as u64;
        }
    }

    /// The rows from position `from` on, at most the newest `limit`, oldest first, with the position of the first.
    pub(crate) fn rows_from(&self, from: u64, limit: usize, fields: &[Field]) -> (u64, Vec<RowView>) {
        let oldest = self.total - self.kept as u64;
        let first = from.max(oldest).max(self.total.saturating_sub(limit as u64));
        let mut rows = Vec::new();
        let mut position = oldest;
        for batch in &self.batches {
            let end = position + batch.len() as u64;
            for number in first.max(position)..end {
                rows.push(row_view(batch, (number - position) as usize, fields));
            }
            position = end;
        }
        (first, rows)
    }
}

/// A row of a batch as text.
pub(crate) fn row_view(batch: &Batch, row: usize, fields: &[Field]) -> RowView {
    RowView {
        rowtime: timestamp_text(batch.rowtimes[row]),
        cells: fields
            .iter()
            .zip(&batch.columns)
            .map(|(field, column)| cell_text(field, column, row))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rillcut_record::{Column, ColumnData, DataType};

    use super::*;

    fn batch(values: std::ops::Range<i64>) -> Batch {
        Batch {
            rowtimes: values.clone().collect(),
            columns: vec![Arc::new(Column::from_data(ColumnData::Long(values.collect())))],
            bound: 0,
        }
    }

    #[test]
    fn keeps_the_newest_rows_and_counts_all() {
        let fields = [Field::new("N", DataType::BigInt)];
        let mut ring = Ring::default();
        for start in (0..5000).step_by(100) {
            ring.push(&batch(start..start + 100));
        }
        assert_eq!((ring.total(), ring.last_rowtime()), (5000, Some(4999)));
        let (first, rows) = ring.rows_from(0, 10, &fields);
        assert_eq!((first, rows.len()), (4990, 10));
        assert_eq!(rows[9].cells, [Some("4999".to_owned())]);
        let (first, rows) = ring.rows_from(0, 100_000, &fields);
        assert_eq!((first, rows.len()), (4000, 1000));
        assert_eq!(ring.rows_from(5000, 10, &fields), (5000, vec![]));
    }
}
