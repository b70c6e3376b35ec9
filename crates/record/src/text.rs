//! Columns of varying length: one buffer and the end of each row in it.
//!
//! Text keeps a `String` so that a row is a checked slice and never validated again.

/// A column of UTF-8 texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextColumn {
    ends: Vec<u32>,
    text: String,
}

impl TextColumn {
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

    /// Keeps the first `rows` rows, and drops text appended to the buffer of an unfinished row.
    pub fn truncate(&mut self, rows: usize) {
        self.ends.truncate(rows);
        self.text.truncate(self.ends.last().map_or(0, |&end| end as usize));
    }

    /// Bytes of all rows together; ends are 32 bit.
    #[inline]
    pub fn buffer_len(&self) -> usize {
        self.text.len()
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.finish_row();
    }

    /// The buffer to append the next row's text to; [`Self::finish_row`] ends the row.
    pub fn buffer(&mut self) -> &mut String {
        &mut self.text
    }

    /// Ends the row whose text was appended to [`Self::buffer`].
    #[inline]
    pub fn finish_row(&mut self) {
        self.ends.push(self.text.len() as u32);
    }

    /// The text of a row.
    ///
    /// # Panics
    /// When `row` is not below [`Self::len`].
    #[inline]
    pub fn get(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.text[start..self.ends[row] as usize]
    }

    /// All texts one after another, and the end of each in bytes: for loops that a call a row would slow down.
    pub fn as_parts(&self) -> (&str, &[u32]) {
        (&self.text, &self.ends)
    }

    /// The texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// The rows `rows`, in that order.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        let mut out = Self { ends: Vec::with_capacity(rows.len()), text: String::new() };
        for &row in rows {
            out.push(self.get(row as usize));
        }
        out
    }

    /// Adds the rows of another.
    pub fn append(&mut self, other: &Self) {
        let base = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.ends.extend(other.ends.iter().map(|end| base + end));
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

/// A column of octet strings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BytesColumn {
    ends: Vec<u32>,
    bytes: Vec<u8>,
}

impl BytesColumn {
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

    /// Keeps the first `rows` rows.
    pub fn truncate(&mut self, rows: usize) {
        self.ends.truncate(rows);
        self.bytes.truncate(self.ends.last().map_or(0, |&end| end as usize));
    }

    /// Octets of all rows together; ends are 32 bit.
    pub fn buffer_len(&self) -> usize {
        self.bytes.len()
    }

    /// Adds a row.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.ends.push(self.bytes.len() as u32);
    }

    /// The octets of a row.
    ///
    /// # Panics
    /// When `row` is not below [`Self::len`].
    pub fn get(&self, row: usize) -> &[u8] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.bytes[start..self.ends[row] as usize]
    }

    /// The rows `rows`, in that order.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        let mut out = Self::new();
        for &row in rows {
            out.push(self.get(row as usize));
        }
        out
    }

    /// Adds the rows of another.
    pub fn append(&mut self, other: &Self) {
        let base = self.bytes.len() as u32;
        self.bytes.extend_from_slice(&other.bytes);
        self.ends.extend(other.ends.iter().map(|end| base + end));
    }
}
