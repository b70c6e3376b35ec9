//! Rows as text to take away: a JSON object a line, or CSV (RFC 4180).
//!
//! ROWTIME stands first, since it is what a person wants to see of rows; a destination gets rows without it.

use std::fmt::Write as _;

use crate::protocol::{ColumnView, RowView, TextForm};

/// The header of CSV; nothing for JSON.
pub(crate) fn header(form: TextForm, columns: &[ColumnView]) -> String {
    let mut out = String::new();
    if form == TextForm::Csv {
        out.push_str("ROWTIME");
        for column in columns {
            out.push(',');
            push_csv(&mut out, &column.name);
        }
        out.push_str("\r\n");
    }
    out
}

/// Adds a row.
pub(crate) fn push_row(out: &mut String, form: TextForm, row: &RowView, columns: &[ColumnView]) {
    match form {
        TextForm::Ndjson => push_object(out, row, columns),
        TextForm::Csv => {
            push_csv(out, &row.rowtime);
            for cell in &row.cells {
                out.push(',');
                // NULL is nothing, and an empty text is a quoted nothing.
                if let Some(cell) = cell {
                    push_csv(out, cell);
                }
            }
            out.push_str("\r\n");
        }
    }
}

fn push_object(out: &mut String, row: &RowView, columns: &[ColumnView]) {
    out.push_str("{\"ROWTIME\":");
    push_json(out, &row.rowtime);
    for (column, cell) in columns.iter().zip(&row.cells) {
        out.push(',');
        push_json(out, &column.name);
        out.push(':');
        match cell {
            None => out.push_str("null"),
            Some(cell) if column.numeric && is_json_number(cell) => out.push_str(cell),
            Some(cell) if column.data_type == "BOOLEAN" => out.push_str(&cell.to_lowercase()),
            Some(cell) => push_json(out, cell),
        }
    }
    out.push_str("}\n");
}

fn push_json(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            low if low < ' ' => {
                // Writing to a String cannot fail.
                let _infallible = write!(out, "\\u{:04x}", u32::from(low));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// Whether a number's text is one in JSON too; `NaN` and `Infinity` are not.
fn is_json_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-');
    digits.starts_with(|first: char| first.is_ascii_digit()) && digits.bytes().all(plain)
}

fn push_csv(out: &mut String, text: &str) {
    if text.is_empty() || text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(form: TextForm) -> String {
        let column = |name: &str, data_type: &str, numeric| ColumnView {
            name: name.to_owned(),
            data_type: data_type.to_owned(),
            numeric,
        };
        let columns =
            [column("N", "DOUBLE", true), column("a,b", "VARCHAR(9)", false), column("B", "BOOLEAN", false)];
        let mut out = header(form, &columns);
        for (at, cells) in
            [[Some("-1.5E-3"), Some("\"x\"\n\u{1}"), Some("TRUE")], [Some("NaN"), Some(""), None]]
                .into_iter()
                .enumerate()
        {
            let row = RowView {
                rowtime: format!("t{at}"),
                cells: cells.map(|cell| cell.map(str::to_owned)).into(),
            };
            push_row(&mut out, form, &row, &columns);
        }
        out
    }

    #[test]
    fn a_json_object_a_line() {
        assert_eq!(
            sample(TextForm::Ndjson),
            "{\"ROWTIME\":\"t0\",\"N\":-1.5E-3,\"a,b\":\"\\\"x\\\"\\n\\u0001\",\"B\":true}\n\
             {\"ROWTIME\":\"t1\",\"N\":\"NaN\",\"a,b\":\"\",\"B\":null}\n"
        );
    }

    #[test]
    fn csv_tells_null_from_empty() {
        assert_eq!(
            sample(TextForm::Csv),
            "ROWTIME,N,\"a,b\",B\r\nt0,-1.5E-3,\"\"\"x\"\"\n\u{1}\",TRUE\r\nt1,NaN,\"\",\r\n"
        );
    }
}
