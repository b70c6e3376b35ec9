//! Where the rows of a CSV file end: at the schema's row delimiter, outside quotes.
//!
//! A file is read a piece at a time, up to where a row may end; what was looked at is not looked at again. A quote that is not closed soon, or
//! not well, is a fault of its own row: the reader then takes the first piece as that row, so that one bad line costs no other.

use memchr::memchr;
use rillcut_record::{RAW_DELIMITER, RecordFormat, SourceSchema};

/// The reader of one row after another.
#[derive(Debug)]
pub(crate) struct RowEnd {
    column_delimiter: Vec<u8>,
    row_delimiter: Vec<u8>,
    has_quotes: bool,
    /// How much of the row is looked at.
    at: usize,
    state: State,
}

/// How far a row has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Row {
    /// It ends here.
    Whole,
    /// It goes on.
    Open,
    /// It goes on inside quotes.
    Quoted,
    /// Text follows a closing quote.
    Faulty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A field begins, or the next row.
    Start,
    Plain,
    Quoted,
    /// Behind a quote inside quotes: the end of them, or the first of two.
    Quote,
}

impl RowEnd {
    /// Of a CSV schema; records of others end with their line.
    pub(crate) fn of(schema: &SourceSchema) -> Option<Self> {
        let RecordFormat::Csv { column_delimiter, row_delimiter } = &schema.format else { return None };
        Some(Self {
            column_delimiter: column_delimiter.clone().into_bytes(),
            row_delimiter: row_delimiter.clone().into_bytes(),
            has_quotes: column_delimiter != RAW_DELIMITER,
            at: 0,
            state: State::Start,
        })
    }

    /// The last byte of the row delimiter, up to which to read.
    pub(crate) fn last_byte(&self) -> u8 {
        self.row_delimiter.last().copied().unwrap_or(b'\n')
    }

    /// The row without its end, whether it is whole or the last of a file without one.
    pub(crate) fn trimmed<'r>(&self, row: &'r [u8]) -> &'r [u8] {
        row.strip_suffix(self.row_delimiter.as_slice()).unwrap_or(row)
    }

    /// For the next row.
    pub(crate) fn reset(&mut self) {
        (self.at, self.state) = (0, State::Start);
    }

    /// Whether a piece ends with the row delimiter.
    pub(crate) fn ends(&self, piece: &[u8]) -> bool {
        piece.ends_with(&self.row_delimiter)
    }

    /// Looks at a row, which only grows until it is whole.
    pub(crate) fn look(&mut self, row: &[u8]) -> Row {
        let longest = self.row_delimiter.len().max(self.column_delimiter.len());
        while let Some(rest) = row.get(self.at..).filter(|rest| !rest.is_empty()) {
            match self.state {
                State::Start if self.has_quotes && rest[0] == b'"' => {
                    (self.at, self.state) = (self.at + 1, State::Quoted);
                }
                State::Quote if rest[0] == b'"' => {
                    (self.at, self.state) = (self.at + 1, State::Quoted);
                }
                State::Quoted => match memchr(b'"', rest) {
                    Some(found) => (self.at, self.state) = (self.at + found + 1, State::Quote),
                    None => self.at = row.len(),
                },
                State::Start | State::Quote | State::Plain => {
                    if rest.starts_with(&self.row_delimiter) {
                        return Row::Whole;
                    } else if rest.starts_with(&self.column_delimiter) {
                        (self.at, self.state) = (self.at + self.column_delimiter.len(), State::Start);
                    } else if rest.len() < longest {
                        // A delimiter may have begun here.
                        return Row::Open;
                    } else if self.state == State::Quote
                        && !(b"\r".starts_with(&rest[..1]) && self.last_byte() == b'\n')
                    {
                        return Row::Faulty;
                    } else {
                        (self.at, self.state) = (self.at + 1, State::Plain);
                    }
                }
            }
        }
        if self.state == State::Quoted { Row::Quoted } else { Row::Open }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row_end(column: &str, row: &str) -> RowEnd {
        let mut schema = SourceSchema::csv([("a", rillcut_record::DataType::TEXT)]);
        schema.format =
            RecordFormat::Csv { column_delimiter: column.to_owned(), row_delimiter: row.to_owned() };
        RowEnd::of(&schema).unwrap()
    }

    /// What is said of a text that is read up to each last byte of the delimiter.
    fn looks(column: &str, row: &str, text: &str) -> Vec<Row> {
        let mut end = row_end(column, row);
        let mut so_far = Vec::new();
        let pieces = text.as_bytes().split_inclusive(|&byte| byte == end.last_byte()).collect::<Vec<_>>();
        pieces
            .into_iter()
            .map(|piece| {
                so_far.extend_from_slice(piece);
                let found = end.look(&so_far);
                if found == Row::Whole {
                    so_far.clear();
                    end.reset();
                }
                found
            })
            .collect()
    }

    #[test]
    fn rows_end_outside_quotes() {
        use Row::{Faulty, Open, Quoted, Whole};
        assert_eq!(looks(",", "\n", "a,1\nb,2"), [Whole, Open]);
        assert_eq!(looks(",", "\n", "\"a\nb\",1\nc\n"), [Quoted, Whole, Whole]);
        assert_eq!(looks(",", "\n", "\"say \"\"\n\"\"\"\r\nd\n"), [Quoted, Whole, Whole]);
        assert_eq!(looks(",", "\n", "it\"s,1\nno\"w,2\n"), [Whole, Whole]);
        assert_eq!(looks("|", ";", "a|1;\"b;c\"|2;"), [Whole, Quoted, Whole]);
        assert_eq!(looks("::", ";;", "a::1;;b;::2;;;;"), [Open, Whole, Open, Open, Whole, Open, Whole]);
        assert_eq!(looks(",", "\r\n", "a\nb,1\r\nc,2\r\n"), [Open, Whole, Whole]);
        assert_eq!(looks(RAW_DELIMITER, "\n", "\"a\n\"b\n"), [Whole, Whole]);
        assert_eq!(looks(",", "\n", "\"never closed\n\"a\",1\n"), [Quoted, Faulty]);
    }
}
