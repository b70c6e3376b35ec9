//! How a stream's columns stand in the table.
//!
//! As the stream has them, but for `error_stream`: there the sentence comes first, and the record at fault, which the service keeps in
//! hexadecimal, stands a second time as text.

use rillcut_lab::protocol::{NumberedRow, StreamRole, StreamView};

use crate::words::words;

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) name: String,
    pub(super) data_type: String,
    pub(super) numeric: bool,
    pub(super) room: Room,
    from: From,
}

/// How much of a long cell is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// Its beginning, on one line.
    Line,
    /// A few characters: enough to see that it is there.
    Glimpse,
    /// As much as there is room for.
    Wide,
}

/// Where its cells come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// The cell at that position.
    Cell(usize),
    /// The text behind the hexadecimal digits of the cell at that position.
    Decoded(usize),
}

/// What `error_stream` begins with.
const FIRST: [&str; 2] = ["MESSAGE", "DATA_ROW"];

/// The columns of a stream, in the order of the table; ROWTIME stands before them.
pub(super) fn columns(stream: &StreamView) -> Vec<Shown> {
    let shown = |at: usize| {
        let column = &stream.columns[at];
        let room = match column.name.as_str() {
            "MESSAGE" if stream.role == StreamRole::Error => Room::Wide,
            "DATA_ROW" if stream.role == StreamRole::Error => Room::Glimpse,
            _ => Room::Line,
        };
        Shown {
            name: column.name.clone(),
            data_type: column.data_type.clone(),
            numeric: column.numeric,
            room,
            from: From::Cell(at),
        }
    };
    let all = 0..stream.columns.len();
    if stream.role != StreamRole::Error {
        return all.map(shown).collect();
    }
    let mut out = Vec::with_capacity(stream.columns.len() + 1);
    for name in FIRST {
        if let Some(at) = stream.columns.iter().position(|column| column.name == name) {
            out.push(shown(at));
            if name == "DATA_ROW" {
                out.push(Shown {
                    name: words().analytics.rows.data_row_text.to_owned(),
                    data_type: words().analytics.rows.decoded.to_owned(),
                    numeric: false,
                    room: Room::Wide,
                    from: From::Decoded(at),
                });
            }
        }
    }
    out.extend(all.filter(|&at| !FIRST.contains(&stream.columns[at].name.as_str())).map(shown));
    out
}

impl Shown {
    /// The cell of a row; `None` is NULL.
    pub(super) fn cell(&self, row: &NumberedRow) -> Option<String> {
        match self.from {
            From::Cell(at) => row.row.cells.get(at)?.clone(),
            From::Decoded(at) => {
                let hex = row.row.cells.get(at)?.as_ref()?;
                Some(hex_text(hex).unwrap_or_else(|| hex.clone()))
            }
        }
    }

    /// Its position among the stream's columns; `None` for a reading of one.
    pub(super) fn at(&self) -> Option<usize> {
        match self.from {
            From::Cell(at) => Some(at),
            From::Decoded(_) => None,
        }
    }
}

/// The text behind hexadecimal digits. Nothing is lost to the eye: what is no UTF-8, and what would not be seen, is escaped.
/// `None` for what is not hexadecimal.
fn hex_text(hex: &str) -> Option<String> {
    let digits = hex.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let bytes = digits.chunks_exact(2).map(|pair| Some((digit(pair[0])? * 16 + digit(pair[1])?) as u8));
    let bytes = bytes.collect::<Option<Vec<u8>>>()?;
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if character.is_control() {
                out.extend(character.escape_default());
            } else {
                out.push(character);
            }
        }
        for byte in chunk.invalid() {
            out.push_str("\\x");
            out.extend(
                [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])),
            );
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use rillcut_lab::protocol::{ColumnView, RowView};

    use super::*;

    fn stream(role: StreamRole, names: &[&str]) -> StreamView {
        let column = |name: &&str| ColumnView {
            name: (*name).to_owned(),
            data_type: "VARCHAR(9)".to_owned(),
            numeric: false,
        };
        StreamView { name: "S".to_owned(), role, columns: names.iter().map(column).collect() }
    }

    #[test]
    fn error_stream_is_read_from_its_message() {
        let names = ["ERROR_TIME", "MESSAGE", "DATA_ROW", "PUMP_NAME"];
        let shown = columns(&stream(StreamRole::Error, &names));
        let order: Vec<&str> = shown.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(order, ["MESSAGE", "DATA_ROW", "DATA_ROW as text", "ERROR_TIME", "PUMP_NAME"]);
        let row = NumberedRow {
            number: 0,
            row: RowView {
                rowtime: String::new(),
                cells: vec![None, Some("m".to_owned()), Some("7b7d0aff".to_owned()), None],
            },
        };
        let cells: Vec<Option<String>> = shown.iter().map(|column| column.cell(&row)).collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(cells, [text("m"), text("7b7d0aff"), text("{}\\n\\xff"), None, None]);
    }

    #[test]
    fn other_streams_are_as_they_are() {
        let shown = columns(&stream(StreamRole::Application, &["B", "MESSAGE"]));
        assert_eq!(shown.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["B", "MESSAGE"]);
        assert!(shown.iter().all(|column| column.at().is_some()));
    }

    #[test]
    fn what_is_not_hexadecimal_stays() {
        assert_eq!((hex_text("7"), hex_text("zz"), hex_text("")), (None, None, Some(String::new())));
        assert_eq!(hex_text("c3a9").as_deref(), Some("é"));
    }
}
