//! Columns of varying length: one buffer and the end of each row in it.
//!
//! Text keeps a `String` so that a row is a checked slice and never validated again; octets keep a `Vec<u8>`. The rest is one code for both.

use std::ops::Range;

/// A buffer that rows lie in one after another: `String` or `Vec<u8>`.
pub trait Buffer: Clone + Default {
    /// A row.
    type Row: ?Sized;
    /// Bytes.
    fn size(&self) -> usize;
    /// Adds a row's bytes.
    fn add(&mut self, row: &Self::Row);
    /// Keeps the first `size` bytes.
    fn cut(&mut self, size: usize);
    /// Gives back memory that no byte is in.
    fn shrink(&mut self);
    /// The bytes of a row.
    ///
    /// # Panics
    /// When the range is not within the buffer.
    fn row(&self, range: Range<usize>) -> &Self::Row;
}

impl Buffer for String {
    type Row = str;

    #[inline]
    fn size(&self) -> usize {
        self.len()
    }
    #[inline]
    fn add(&mut self, row: &str) {
        self.push_str(row);
    }
    fn cut(&mut self, size: usize) {
        self.truncate(size);
    }
    fn shrink(&mut self) {
        self.shrink_to_fit();
    }
    #[inline]
    fn row(&self, range: Range<usize>) -> &str {
        &self[range]
    }
}

impl Buffer for Vec<u8> {
    type Row = [u8];

    #[inline]
    fn size(&self) -> usize {
        self.len()
    }
    #[inline]
    fn add(&mut self, row: &[u8]) {
        self.extend_from_slice(row);
    }
    fn cut(&mut self, size: usize) {
        self.truncate(size);
    }
    fn shrink(&mut self) {
        self.shrink_to_fit();
    }
    #[inline]
    fn row(&self, range: Range<usize>) -> &[u8] {
        &self[range]
    }
}

/// A column of rows of varying length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Varying<B> {
    ends: Vec<u32>,
    buffer: B,
}

/// A column of UTF-8 texts.
pub type TextColumn = Varying<String>;

/// A column of octet strings.
pub type BytesColumn = Varying<Vec<u8>>;

impl<B: Buffer> Varying<B> {
    /// An empty column.
    pub fn new() -> Self {
        Self::default()
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Makes room for `rows` more rows.
    pub fn reserve(&mut self, rows: usize) {
        self.ends.reserve(rows);
    }

    /// Keeps the first `rows` rows, and drops what was appended to the buffer of an unfinished row.
    pub fn truncate(&mut self, rows: usize) {
        self.ends.truncate(rows);
        self.buffer.cut(self.ends.last().map_or(0, |&end| end as usize));
    }

    /// Gives back memory that no row is in.
    pub fn shrink_to_fit(&mut self) {
        self.ends.shrink_to_fit();
        self.buffer.shrink();
    }

    /// Bytes of all rows together; ends are 32 bit.
    #[inline]
    pub fn buffer_len(&self) -> usize {
        self.buffer.size()
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, row: &B::Row) {
        self.buffer.add(row);
        self.finish_row();
    }

    /// The buffer to append the next row to; [`Self::finish_row`] ends the row.
    pub fn buffer(&mut self) -> &mut B {
        &mut self.buffer
    }

    /// Ends the row that was appended to [`Self::buffer`].
    #[inline]
    pub fn finish_row(&mut self) {
        self.ends.push(self.buffer.size() as u32);
    }

    /// A row.
    ///
    /// # Panics
    /// When `row` is not below [`Self::len`].
    #[inline]
    pub fn get(&self, row: usize) -> &B::Row {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        self.buffer.row(start..self.ends[row] as usize)
    }

    /// The rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = &B::Row> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// The rows `rows`, in that order.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        let mut out = Self { ends: Vec::with_capacity(rows.len()), buffer: B::default() };
        for &row in rows {
            out.push(self.get(row as usize));
        }
        out
    }

    /// Adds the rows of another.
    pub fn append(&mut self, other: &Self) {
        self.append_rows(other, 0..other.len());
    }

    /// Adds some rows of another.
    ///
    /// # Panics
    /// When the range is not within the other's rows.
    pub fn append_rows(&mut self, other: &Self, rows: Range<usize>) {
        let ends = &other.ends[rows.clone()];
        let Some(&last) = ends.last() else { return };
        let first = rows.start.checked_sub(1).map_or(0, |before| other.ends[before]);
        let base = self.buffer.size() as u32;
        self.buffer.add(other.buffer.row(first as usize..last as usize));
        self.ends.extend(ends.iter().map(|end| base + (end - first)));
    }
}

impl TextColumn {
    /// All texts one after another, and the end of each in bytes: for loops that a call a row would slow down.
    pub fn as_parts(&self) -> (&str, &[u32]) {
        (&self.buffer, &self.ends)
    }
}

impl<'a> FromIterator<&'a str> for TextColumn {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut column = Self::new();
        for text in texts {
            column.push(text);
        }
        column
    }
}
