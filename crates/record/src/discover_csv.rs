//! The delimiters, the names and the types of CSV records.
//!
//! The delimiter is the one that cuts nearly all rows into one number of fields, the larger the better. The first row
//! gives the names when it holds texts only and some column below it holds none; over text columns, when it consists of
//! plain words that never come again below. As with the service, the header then still arrives as a row, which becomes
//! a coercion error where a column is no text; [`crate::discover_table`] says where the rows below it begin.

use std::collections::BTreeSet;

use crate::{
    coerce::{Cell, CellKind},
    column_names::ColumnNames,
    csv_rows::CsvRows,
    json_rows::RowSink,
    record_error::RecordFault,
    schema::{MAX_COLUMNS, RecordColumn, RecordFormat, SourceSchema},
    seen_values::SeenValues,
    types::DataType,
};

/// Delimiters that are tried, the likelier first.
const DELIMITERS: [&str; 4] = [",", "\t", "|", ";"];
/// Most rows that are looked at.
const MAX_ROWS: usize = 1000;

/// The schema of CSV records, if they are such, and whether the first row is a header.
pub(crate) fn schema(records: &[&str]) -> Option<(SourceSchema, bool)> {
    let row_delimiter = row_delimiter(records);
    let mut best: Option<(usize, &str, Vec<Vec<String>>)> = None;
    for delimiter in DELIMITERS {
        let Some(rows) = read(records, delimiter, row_delimiter) else { continue };
        let Some(width) = common_width(&rows) else { continue };
        if best.as_ref().is_none_or(|(other, ..)| width > *other) {
            best = Some((width, delimiter, rows));
        }
    }
    let (width, column_delimiter, rows) = best?;
    let (header, body) = split_header(&rows, width);
    let seen = look(body, width);
    // One column of text is any text at all.
    if width == 1 && seen[0].data_type().is_text() {
        return None;
    }
    let mut names = ColumnNames::default();
    let columns = seen.iter().enumerate().map(|(index, seen)| RecordColumn {
        name: names.next(header.and_then(|row| row.get(index)).map_or("", |name| name.trim()), None),
        mapping: None,
        data_type: seen.data_type(),
    });
    let schema = SourceSchema {
        columns: columns.collect(),
        format: RecordFormat::Csv {
            column_delimiter: column_delimiter.to_owned(),
            row_delimiter: row_delimiter.to_owned(),
        },
    };
    Some((schema, header.is_some()))
}

/// `\r\n` when every end of line is one.
fn row_delimiter(records: &[&str]) -> &'static str {
    let count = |text: &str| records.iter().map(|record| record.matches(text).count()).sum::<usize>();
    let lines = count("\n");
    if lines > 0 && count("\r\n") == lines { "\r\n" } else { "\n" }
}

/// The rows as texts; `None` when there are none, or one of ten is faulty.
fn read(records: &[&str], column_delimiter: &str, row_delimiter: &str) -> Option<Vec<Vec<String>>> {
    let mut reader = CsvRows::new(column_delimiter, row_delimiter, MAX_COLUMNS + 1);
    let mut rows = Collected::default();
    for record in records {
        rows.record.clear();
        rows.record.push_str(record);
        reader.read(record, &mut rows);
        if rows.rows.len() >= MAX_ROWS {
            break;
        }
    }
    let mostly_read = rows.faults * 9 <= rows.rows.len();
    if rows.rows.is_empty() || !mostly_read { None } else { Some(rows.rows) }
}

#[derive(Default)]
struct Collected {
    record: String,
    rows: Vec<Vec<String>>,
    faults: usize,
}

impl RowSink for Collected {
    fn row(&mut self, cells: &[Cell], _start: usize, _end: usize) {
        if self.rows.len() < MAX_ROWS {
            let fields = cells.iter().take_while(|cell| cell.kind != CellKind::Missing);
            let text = |cell: &Cell| match cell.kind {
                CellKind::Doubled => cell.text(&self.record).replace("\"\"", "\""),
                _ => cell.text(&self.record).to_owned(),
            };
            self.rows.push(fields.map(text).collect());
        }
    }

    fn fault(&mut self, _fault: RecordFault, _start: usize, _end: usize) {
        self.faults += 1;
    }
}

/// The number of fields that nine of ten rows have.
fn common_width(rows: &[Vec<String>]) -> Option<usize> {
    let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    widths.sort_unstable();
    let width = widths[widths.len() / 2];
    let same = widths.iter().filter(|&&other| other == width).count();
    (same * 10 >= rows.len() * 9 && width <= MAX_COLUMNS).then_some(width)
}

fn look(rows: &[Vec<String>], width: usize) -> Vec<SeenValues> {
    let mut seen = vec![SeenValues::default(); width];
    for row in rows.iter().filter(|row| row.len() == width) {
        for (seen, field) in seen.iter_mut().zip(row) {
            if !field.is_empty() {
                seen.csv_field(field.trim());
            }
        }
    }
    seen
}

fn split_header(rows: &[Vec<String>], width: usize) -> (Option<&Vec<String>>, &[Vec<String>]) {
    let Some((first, body)) = rows.split_first() else { return (None, rows) };
    let is_text = |seen: &SeenValues| seen.any() && matches!(seen.data_type(), DataType::Varchar { .. });
    let names = look(std::slice::from_ref(first), width);
    let all_text = first.len() == width && names.iter().all(is_text);
    let some_typed = look(body, width).iter().any(|seen| seen.any() && !is_text(seen));
    if all_text && (some_typed || are_names(first, body)) { (Some(first), body) } else { (None, rows) }
}

/// Whether a row of texts over text columns reads like their names: plain words, all different, and in no column the
/// same word again. One row below is too little to tell.
fn are_names(first: &[String], body: &[Vec<String>]) -> bool {
    let is_word = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ' '))
    };
    let distinct: BTreeSet<&str> = first.iter().map(String::as_str).collect();
    let comes_again = |row: &Vec<String>| row.iter().zip(first).any(|(field, name)| field == name);
    body.len() >= 2
        && first.len() >= 2
        && distinct.len() == first.len()
        && first.iter().all(|name| is_word(name.trim()))
        && !body.iter().any(comes_again)
}
