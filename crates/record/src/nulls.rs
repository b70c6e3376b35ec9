//! Which rows of a column are NULL.
//!
//! A bitmap that stays empty until the first NULL: most columns of most streams have none, and then neither memory
//! nor a test per row is spent.

use std::ops::Range;

/// NULL marks of a column.
#[derive(Debug, Clone, Default)]
pub struct Nulls {
    words: Vec<u64>,
    len: usize,
    count: usize,
}

impl Nulls {
    /// No rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// `len` rows, none NULL.
    pub fn none(len: usize) -> Self {
        Self { words: Vec::new(), len, count: 0 }
    }

    /// `len` rows, all NULL.
    pub fn all(len: usize) -> Self {
        let mut nulls = Self::new();
        for _ in 0..len {
            nulls.push(true);
        }
        nulls
    }

    /// Rows, NULL or not.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many rows are NULL.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether any row is NULL.
    pub fn any(&self) -> bool {
        self.count > 0
    }

    /// Keeps the first `rows` rows.
    pub fn truncate(&mut self, rows: usize) {
        if rows >= self.len {
            return;
        }
        self.len = rows;
        self.words.truncate(rows.div_ceil(64));
        if let Some(last) = self.words.get_mut(rows / 64) {
            *last &= (1 << (rows % 64)) - 1;
        }
        self.count = self.words.iter().map(|word| word.count_ones() as usize).sum();
    }

    /// Gives back memory that no row is in.
    pub fn shrink_to_fit(&mut self) {
        self.words.shrink_to_fit();
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, null: bool) {
        let row = self.len;
        self.len += 1;
        if null {
            self.set(row);
        }
    }

    /// Adds `rows` rows that are not NULL.
    pub fn extend_valid(&mut self, rows: usize) {
        self.len += rows;
    }

    /// Marks a row NULL.
    pub fn set(&mut self, row: usize) {
        debug_assert!(row < self.len);
        let word = row / 64;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        let bit = 1 << (row % 64);
        if self.words[word] & bit == 0 {
            self.words[word] |= bit;
            self.count += 1;
        }
    }

    /// Whether a row is NULL.
    #[inline]
    pub fn is_null(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// The marks of the rows `rows`, in that order.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        let mut out = Self::none(rows.len());
        if self.any() {
            for (to, &from) in rows.iter().enumerate() {
                if self.is_null(from as usize) {
                    out.set(to);
                }
            }
        }
        out
    }

    /// Adds the rows of another.
    pub fn append(&mut self, other: &Self) {
        self.append_rows(other, 0..other.len);
    }

    /// Adds some rows of another.
    pub fn append_rows(&mut self, other: &Self, rows: Range<usize>) {
        let base = self.len;
        self.len += rows.len();
        if other.any() {
            for (to, from) in rows.enumerate() {
                if other.is_null(from) {
                    self.set(base + to);
                }
            }
        }
    }

    /// Rows NULL in either of two columns of the same length.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut out = self.clone();
        if other.any() {
            for row in 0..other.len {
                if other.is_null(row) {
                    out.set(row);
                }
            }
        }
        out
    }
}

impl PartialEq for Nulls {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len
            && self.count == other.count
            && (0..self.len).all(|row| self.is_null(row) == other.is_null(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_column_forgets_the_marks_behind_the_cut() {
        for rows in [0, 1, 63, 64, 65, 127, 128, 200] {
            let mut nulls = Nulls::new();
            (0..200).for_each(|row| nulls.push(row % 3 == 0));
            nulls.truncate(rows);
            (rows..200).for_each(|_| nulls.push(false));
            assert_eq!(nulls.len(), 200);
            assert_eq!(nulls.count(), rows.div_ceil(3));
            assert!((0..200).all(|row| nulls.is_null(row) == (row < rows && row % 3 == 0)), "{rows}");
        }
    }
}
