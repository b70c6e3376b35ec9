//! Rows between two operators of a pump: a shared batch and which of its rows are meant.
//!
//! A filter only narrows the selection; columns are copied where new ones are made, at the next projection. Counting the
//! rows of a window then is the distance of two positions in the selection, with no copy at all. A bitmap instead of row
//! numbers was rejected: it is smaller, but every later step would have to turn it into row numbers again.

use std::sync::Arc;

use rillcut_record::Batch;

/// Rows of one stream or intermediate result, and the bound behind them.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub(crate) batch: Arc<Batch>,
    pub(crate) selection: Option<Vec<u32>>,
    /// Counts instead of the batch's own.
    pub(crate) bound: i64,
}

/// The rows meant, ascending.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rows<'a> {
    /// The first so many: every row of the batch.
    All(usize),
    /// These.
    Some(&'a [u32]),
}

impl<'a> Rows<'a> {
    pub(crate) fn len(self) -> usize {
        match self {
            Self::All(len) => len,
            Self::Some(rows) => rows.len(),
        }
    }

    /// The batch's row at a position.
    #[inline]
    pub(crate) fn get(self, position: usize) -> usize {
        match self {
            Self::All(_) => position,
            Self::Some(rows) => rows[position] as usize,
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = u32> + use<'a> {
        (0..self.len()).map(move |position| self.get(position) as u32)
    }
}

impl Chunk {
    /// All rows of a batch.
    pub(crate) fn of(batch: Batch) -> Self {
        let bound = batch.bound;
        Self { batch: Arc::new(batch), selection: None, bound }
    }

    pub(crate) fn rows(&self) -> Rows<'_> {
        match &self.selection {
            None => Rows::All(self.batch.len()),
            Some(rows) => Rows::Some(rows),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows().len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The selected rows as a batch of their own; nothing is copied when all are selected.
    pub(crate) fn into_batch(self) -> Arc<Batch> {
        match self.selection {
            None if self.batch.bound == self.bound => self.batch,
            None => {
                let mut batch = Arc::unwrap_or_clone(self.batch);
                batch.bound = self.bound;
                Arc::new(batch)
            }
            Some(rows) => {
                let mut batch = self.batch.gather(&rows);
                batch.bound = self.bound;
                Arc::new(batch)
            }
        }
    }
}
