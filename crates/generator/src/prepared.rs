//! The text the compiler works on: KDG's preparation of a template (kdg.md 5.1), with the way back to the original.
//!
//! KDG trims the text and deletes every line break before it looks for calls, so a call may be broken anywhere, even
//! inside a name. Doing the same first keeps the scanner free of that case; the price is a table that maps positions
//! back for diagnostics. Scanning the original and skipping line breaks everywhere was rejected: every reader of
//! names, numbers and texts would have had to know.

use core::ops::Range;

/// A trimmed text without line breaks that remembers where its bytes come from.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) text: String,
    /// For each run of bytes kept together: where it begins here, and where it begins in the original.
    runs: Vec<(usize, usize)>,
}

impl Prepared {
    /// Trims as JavaScript does (white space and the byte order mark) and deletes LF and CR: the text area of a
    /// browser gives line feeds only, a file may have both.
    pub(crate) fn new(original: &str) -> Self {
        let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        let trimmed = original.trim_start_matches(is_blank);
        let offset = original.len() - trimmed.len();
        let trimmed = trimmed.trim_end_matches(is_blank);
        let mut text = String::with_capacity(trimmed.len());
        let mut runs = vec![];
        let mut position = 0;
        for run in trimmed.split(['\n', '\r']) {
            if !run.is_empty() {
                runs.push((text.len(), offset + position));
                text.push_str(run);
            }
            position += run.len() + 1;
        }
        Self { text, runs }
    }

    /// The place of a byte of the prepared text in the original.
    fn original_offset(&self, offset: usize) -> usize {
        let run = self.runs.partition_point(|&(start, _)| start <= offset).saturating_sub(1);
        self.runs.get(run).map_or(0, |&(start, original)| original + (offset - start))
    }

    /// The place of a range of the prepared text in the original. The end is where its last byte ends, so a range
    /// does not take in the line break behind it.
    pub(crate) fn original(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() {
            // What is put in stands behind the byte before it, not behind a line break.
            let at = match range.start {
                0 => self.original_offset(0),
                start => self.original_offset(start - 1) + 1,
            };
            return at..at;
        }
        self.original_offset(range.start)..self.original_offset(range.end - 1) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_lead_back() {
        let original = "\u{feff} \n {\n  \"a\":\r\n1\n}\n ";
        let prepared = Prepared::new(original);
        assert_eq!(prepared.text, "{  \"a\":1}");
        for (index, byte) in prepared.text.bytes().enumerate() {
            let range = prepared.original(index..index + 1);
            assert_eq!(original.as_bytes()[range], [byte]);
        }
        assert_eq!(&original[prepared.original(3..8)], "\"a\":\r\n1");
    }

    #[test]
    fn nothing_is_left_of_blanks() {
        let prepared = Prepared::new(" \n\t\u{a0} ");
        assert_eq!(prepared.text, "");
        assert_eq!(prepared.original(0..0), 0..0);
    }
}
