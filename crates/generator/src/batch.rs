//! Rendered records as columns: one buffer of bytes, where each record begins, and when it was due.
//!
//! A vector of vectors was rejected: an allocation a record is the cost that the compiled template saves.

/// Records in one buffer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    bytes: Vec<u8>,
    /// One more than there are records, the first is 0.
    offsets: Vec<usize>,
    instants: Vec<i64>,
}

impl Default for Batch {
    fn default() -> Self {
        Self { bytes: vec![], offsets: vec![0], instants: vec![] }
    }
}

impl Batch {
    /// Senders add no further record to a batch that has reached this size, in bytes.
    pub const SOFT_LIMIT: usize = 8 << 20;

    /// An empty batch.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes all records out and keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.offsets.truncate(1);
        self.instants.clear();
    }

    /// How many records there are.
    pub const fn len(&self) -> usize {
        self.instants.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.instants.is_empty()
    }

    /// All records behind each other, delimiters included.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where each record begins in [`Batch::bytes`], and at last where the last one ends: one more than there are
    /// records.
    pub fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    /// When each record was due, in epoch milliseconds; ascending for one call of one sender or of a merge.
    pub fn instants(&self) -> &[i64] {
        &self.instants
    }

    /// The record at `index`, with its delimiter.
    pub fn record(&self, index: usize) -> Option<&[u8]> {
        self.bytes.get(*self.offsets.get(index)?..*self.offsets.get(index + 1)?)
    }

    /// Instants and records.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (i64, &[u8])> {
        self.instants
            .iter()
            .zip(self.offsets.windows(2))
            .map(|(&instant, ends)| (instant, &self.bytes[ends[0]..ends[1]]))
    }

    /// Where the next record is to be written; [`Batch::end_record`] must follow.
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Ends the record that was written; gives its length.
    pub(crate) fn end_record(&mut self, instant: i64) -> usize {
        let start = self.offsets.last().copied().unwrap_or(0);
        self.offsets.push(self.bytes.len());
        self.instants.push(instant);
        self.bytes.len() - start
    }
}
