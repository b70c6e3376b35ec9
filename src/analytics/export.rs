//! Rows as text to take away: a JSON object a line, or CSV (RFC 4180), oldest first.
//!
//! Written here and not by the engine, since it is what the table shows that is copied; a JSON library would cost the page more than
//! these lines.

use std::fmt::Write as _;

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::columns::Shown;
use crate::model::NumberedRow;

/// The form of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Ndjson,
    Csv,
}

/// The rows of a table, which is newest first.
pub(super) fn text(form: Form, rows: &[NumberedRow], columns: &[Shown]) -> String {
    let columns: Vec<&Shown> = columns.iter().filter(|column| column.is_data()).collect();
    let mut out = String::new();
    if form == Form::Csv {
        out.push_str("ROWTIME");
        for column in &columns {
            out.push(',');
            push_csv(&mut out, &column.name);
        }
        out.push_str("\r\n");
    }
    for row in rows.iter().rev() {
        match form {
            Form::Ndjson => push_object(&mut out, row, &columns),
            Form::Csv => {
                push_csv(&mut out, &row.row.rowtime);
                for column in &columns {
                    out.push(',');
                    // NULL is nothing, and an empty text is a quoted nothing.
                    if let Some(cell) = column.cell(row) {
                        push_csv(&mut out, &cell);
                    }
                }
                out.push_str("\r\n");
            }
        }
    }
    out
}

fn push_object(out: &mut String, row: &NumberedRow, columns: &[&Shown]) {
    out.push_str("{\"ROWTIME\":");
    push_json(out, &row.row.rowtime);
    for column in columns {
        out.push(',');
        push_json(out, &column.name);
        out.push(':');
        match column.cell(row) {
            None => out.push_str("null"),
            Some(cell) if column.numeric && is_json_number(&cell) => out.push_str(&cell),
            Some(cell) if column.data_type == "BOOLEAN" => out.push_str(&cell.to_lowercase()),
            Some(cell) => push_json(out, &cell),
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

/// Puts a text on the clipboard; `done` is told whether the browser let it.
pub(super) fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    let navigator = window().navigator();
    // Missing where the page is not served securely.
    let there = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|found| found.is_object());
    spawn_local(async move {
        done(there && JsFuture::from(navigator.clipboard().write_text(&text)).await.is_ok());
    });
}

#[cfg(test)]
mod tests {
    use rillcut_lab::protocol::{ColumnView, RowView, StreamRole, StreamView};

    use super::*;
    use crate::analytics::columns::columns;

    fn sample() -> (Vec<NumberedRow>, Vec<Shown>) {
        let column = |name: &str, data_type: &str, numeric| ColumnView {
            name: name.to_owned(),
            data_type: data_type.to_owned(),
            numeric,
        };
        let stream = StreamView {
            name: "S".to_owned(),
            role: StreamRole::Application,
            columns: vec![
                column("N", "DOUBLE", true),
                column("a,b", "VARCHAR(9)", false),
                column("B", "BOOLEAN", false),
            ],
        };
        let row = |number, cells: [Option<&str>; 3]| NumberedRow {
            number,
            row: RowView {
                rowtime: format!("t{number}"),
                cells: cells.map(|cell| cell.map(str::to_owned)).into(),
            },
        };
        let rows = vec![
            row(1, [Some("NaN"), Some(""), None]),
            row(0, [Some("-1.5E-3"), Some("\"x\"\n\u{1}"), Some("TRUE")]),
        ];
        (rows, columns(&stream))
    }

    #[test]
    fn a_json_object_a_line() {
        let (rows, columns) = sample();
        assert_eq!(
            text(Form::Ndjson, &rows, &columns),
            "{\"ROWTIME\":\"t0\",\"N\":-1.5E-3,\"a,b\":\"\\\"x\\\"\\n\\u0001\",\"B\":true}\n\
             {\"ROWTIME\":\"t1\",\"N\":\"NaN\",\"a,b\":\"\",\"B\":null}\n"
        );
    }

    #[test]
    fn csv_tells_null_from_empty() {
        let (rows, columns) = sample();
        assert_eq!(
            text(Form::Csv, &rows, &columns),
            "ROWTIME,N,\"a,b\",B\r\nt0,-1.5E-3,\"\"\"x\"\"\n\u{1}\",TRUE\r\nt1,NaN,\"\",\r\n"
        );
    }
}
