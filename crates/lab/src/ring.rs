//! The newest rows of a stream, for the page.

use std::{collections::VecDeque, ops::Range, sync::Arc};

use rillcut_record::{Batch, Column, ColumnData, Field, timestamp_text};

use crate::{cell::cell_text, protocol::RowView};

/// Rows kept of each stream.
pub(crate) const ROWS_KEPT: usize = 100_000;
/// Bytes kept of each stream, about; what `error_stream` says of a record can be long.
const BYTES_KEPT: usize = 48 << 20;
/// Rows up to which small batches are joined: a batch of one row costs as much beside its cells as a hundred rows do.
const CHUNK: usize = 512;
/// Bytes up to which they are.
const CHUNK_BYTES: usize = 1 << 20;

/// The newest rows in chunks; whole chunks are dropped, so that keeping costs next to nothing per row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ring {
    chunks: VecDeque<Chunk>,
    kept: usize,
    bytes: usize,
    total: u64,
    last_rowtime: Option<i64>,
}

#[derive(Debug, Clone)]
struct Chunk {
    /// Shared with the copies of the engine that the run's history keeps.
    rows: Arc<Batch>,
    bytes: usize,
}

impl Ring {
    /// Bytes kept, about.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes the rows of a batch.
    pub(crate) fn push(&mut self, batch: &Batch) {
        if batch.is_empty() {
            return;
        }
        let bytes = bytes_of(batch);
        self.total += batch.len() as u64;
        self.last_rowtime = batch.rowtimes.last().copied();
        self.kept += batch.len();
        self.bytes += bytes;
        match self.chunks.back_mut() {
            Some(last) if last.rows.len() + batch.len() <= CHUNK && last.bytes + bytes <= CHUNK_BYTES => {
                Arc::make_mut(&mut last.rows).append(batch);
                last.bytes += bytes;
            }
            last => {
                // Nothing is added to it any more, and in growing it took up to twice what it needs.
                if let Some(full) = last.and_then(|last| Arc::get_mut(&mut last.rows)) {
                    full.shrink_to_fit();
                }
                self.chunks.push_back(Chunk { rows: Arc::new(batch.clone()), bytes });
            }
        }
        while let Some(oldest) = self.chunks.front()
            && self.chunks.len() > 1
            && (self.kept - oldest.rows.len() >= ROWS_KEPT || self.bytes > BYTES_KEPT)
        {
            self.kept -= oldest.rows.len();
            self.bytes -= oldest.bytes;
            self.chunks.pop_front();
        }
    }

    /// Position of the oldest row that is kept.
    pub(crate) fn first(&self) -> u64 {
        self.total - self.kept as u64
    }

    /// The newest row: its batch and position.
    pub(crate) fn newest(&self) -> Option<(&Batch, usize)> {
        self.at(self.total.checked_sub(1)?)
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
        let mut position = self.first();
        for chunk in &self.chunks {
            let length = chunk.rows.len();
            let skip = from.saturating_sub(position).min(length as u64) as usize;
            if skip < length {
                look(&chunk.rows, skip..length);
            }
            position += length as u64;
        }
    }

    /// The row of a position: its batch, and where it stands there.
    pub(crate) fn at(&self, number: u64) -> Option<(&Batch, usize)> {
        let mut position = self.first();
        for chunk in &self.chunks {
            let end = position + chunk.rows.len() as u64;
            if (position..end).contains(&number) {
                return Some((&chunk.rows, (number - position) as usize));
            }
            position = end;
        }
        None
    }

    /// Looks at the kept rows whose ROWTIME lies from `from` to `to`, both included, with their positions, oldest first.
    pub(crate) fn each_between(&self, from: i64, to: i64, look: &mut impl FnMut(u64, &Batch, usize)) {
        let mut position = self.first();
        for chunk in &self.chunks {
            let times = &chunk.rows.rowtimes;
            // ROWTIME never decreases.
            let rows = times.partition_point(|&time| time < from)..times.partition_point(|&time| time <= to);
            for row in rows {
                look(position + row as u64, &chunk.rows, row);
            }
            position += times.len() as u64;
        }
    }
}

/// Bytes of a batch, about.
fn bytes_of(batch: &Batch) -> usize {
    let of = |column: &Column| match column.data() {
        ColumnData::Text(texts) => texts.buffer_len() + 4 * texts.len(),
        ColumnData::Bytes(bytes) => bytes.buffer_len() + 4 * bytes.len(),
        ColumnData::Boolean(values) => values.len(),
        _ => 8 * column.len(),
    };
    8 * batch.len() + batch.columns.iter().map(|column| of(column)).sum::<usize>()
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

    use rillcut_record::Column;

    use super::*;

    fn batch(values: Range<i64>) -> Batch {
        Batch {
            rowtimes: values.clone().collect(),
            columns: vec![Arc::new(Column::from_data(ColumnData::Long(values.collect())))],
            bound: 0,
        }
    }

    #[test]
    fn keeps_the_newest_rows_and_counts_all() {
        for step in [1, 7, 300, 5000] {
            let mut ring = Ring::default();
            for start in (0..300_000).step_by(step) {
                ring.push(&batch(start..(start + step as i64).min(300_000)));
            }
            assert_eq!((ring.total(), ring.last_rowtime()), (300_000, Some(299_999)));
            assert!((ROWS_KEPT..ROWS_KEPT + CHUNK.max(step)).contains(&ring.kept), "{}", ring.kept);
            assert!(
                ring.chunks.len() <= 2 * ROWS_KEPT / CHUNK.min(step * 64),
                "{} chunks",
                ring.chunks.len()
            );
            for number in [ring.first(), 250_123, 299_999] {
                let (batch, row) = ring.at(number).unwrap();
                assert_eq!(batch.rowtimes[row], number as i64);
            }
            assert!(ring.at(ring.first() - 1).is_none() && ring.at(300_000).is_none());
            let mut between = Vec::new();
            ring.each_between(299_990, 299_995, &mut |number, _, _| between.push(number));
            assert_eq!(between, (299_990..=299_995).collect::<Vec<u64>>());
            let mut seen = 0;
            ring.each_from(299_000, &mut |_, rows| seen += rows.len());
            assert_eq!(seen, 1000);
        }
    }

    #[test]
    fn long_rows_are_fewer() {
        let mut ring = Ring::default();
        let mut texts = rillcut_record::TextColumn::new();
        texts.push(&"x".repeat(1 << 20));
        let column = Arc::new(Column::from_data(ColumnData::Text(texts)));
        for time in 0..200 {
            ring.push(&Batch { rowtimes: vec![time], columns: vec![Arc::clone(&column)], bound: 0 });
        }
        assert_eq!((ring.total(), ring.first()), (200, 200 - ring.kept as u64));
        assert!(ring.bytes <= BYTES_KEPT && ring.kept > 40, "{} bytes, {} rows", ring.bytes, ring.kept);
    }
}
