//! What failed and how often: rows of `error_stream` grouped by what went wrong, values left out.

use rillcut_record::{Batch, Column};

use crate::protocol::CauseView;

/// Causes that are told apart; further ones are counted as one.
const MOST: usize = 50;

/// Causes in the order in which they first came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Causes(Vec<CauseView>);

impl Causes {
    /// Takes rows of `error_stream`, the first of which has a position.
    pub(crate) fn take(&mut self, batch: &Batch, first: u64) {
        // The columns are fixed: time, level, name, message, the row's time, the row, the pump.
        let [_, _, name, message, _, _, pump] = batch.columns.as_slice() else { return };
        let text = |column: &Column, row: usize| match column.texts() {
            Some(texts) if !column.is_null(row) => texts.get(row).to_owned(),
            _ => String::new(),
        };
        for row in 0..batch.len() {
            let (code, pump) = (text(name, row), text(pump, row));
            let cause = cause_of(&code, &text(message, row));
            let number = first + row as u64;
            let known = self.0.iter_mut().find(|known| known.cause == cause && known.pump == pump);
            if let Some(known) = known {
                known.rows += 1;
                known.newest = number;
            } else if self.0.len() < MOST {
                self.0.push(CauseView { cause, pump, rows: 1, newest: number });
            } else if let Some(last) = self.0.last_mut() {
                *last = CauseView {
                    cause: "Other causes".to_owned(),
                    pump: String::new(),
                    rows: last.rows + 1,
                    newest: number,
                };
            }
        }
    }

    /// The most frequent first.
    pub(crate) fn view(&self) -> Vec<CauseView> {
        let mut causes = self.0.clone();
        causes.sort_by_key(|cause| std::cmp::Reverse(cause.rows));
        causes
    }
}

/// A code and its sentence without the values of the one row: what stands in quotes, and numbers, become `…`.
pub(crate) fn cause_of(code: &str, message: &str) -> String {
    let mut out = String::with_capacity(code.len() + message.len() + 2);
    out.push_str(code);
    out.push_str(": ");
    let mut characters = message.chars().peekable();
    let mut after_text = false;
    while let Some(character) = characters.next() {
        if character == '"' || character == '\'' {
            let mut inside = String::new();
            let mut closed = false;
            for next in characters.by_ref() {
                if next == character {
                    closed = true;
                    break;
                }
                inside.push(next);
            }
            out.push(character);
            // The name of a column is part of the cause, a value is not.
            out.push_str(if after_text && closed && out.ends_with("column \"") { &inside } else { "…" });
            if closed {
                out.push(character);
            }
        } else if character.is_ascii_digit()
            && !out.ends_with(|last: char| last.is_alphanumeric() || last == '_')
        {
            while characters.next_if(|next| next.is_ascii_digit() || *next == '.').is_some() {}
            out.push('…');
        } else {
            out.push(character);
            after_text = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use rillcut_record::{ErrorRow, ErrorRows};

    use super::*;

    #[test]
    fn values_are_left_out_and_columns_are_not() {
        let cause = |message| cause_of("REC0001", message);
        assert_eq!(
            cause("column \"PRICE\" is REAL, which the text \"a 7\" does not fit: it is no number"),
            "REC0001: column \"PRICE\" is REAL, which the text \"…\" does not fit: it is no number"
        );
        assert_eq!(cause("not JSON: x at character 17"), cause("not JSON: x at character 4.5"));
        assert_eq!(cause("VARCHAR(4) is 'open"), "REC0001: VARCHAR(…) is '…");
    }

    #[test]
    fn causes_are_counted_by_pump() {
        let mut causes = Causes::default();
        let mut rows = ErrorRows::new();
        for (number, pump) in [(1, None), (2, Some("P")), (3, None)] {
            let message = format!("no number at character {number}");
            rows.push(&ErrorRow {
                time: number,
                name: "X",
                message: &message,
                data_rowtime: None,
                data: b"{}",
                pump,
            });
        }
        causes.take(&rows.take(0), 10);
        let seen: Vec<_> =
            causes.view().into_iter().map(|cause| (cause.pump, cause.rows, cause.newest)).collect();
        assert_eq!(seen, [(String::new(), 2, 12), ("P".to_owned(), 1, 11)]);
        for number in 0..200 {
            let name = format!("E{number}");
            let row =
                ErrorRow { time: 9, name: &name, message: "m", data_rowtime: None, data: b"", pump: None };
            rows.push(&row);
        }
        causes.take(&rows.take(0), 13);
        assert_eq!(
            (causes.view().len(), causes.view().iter().map(|cause| cause.rows).sum::<u64>()),
            (MOST, 203)
        );
    }
}
