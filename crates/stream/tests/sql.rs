//! Programs with their input and the rows they must give, side by side in `tests/sql/*.sql`.
//!
//! A file is a program with four kinds of comments in front:
//!
//! ```text
//! --! source K VARCHAR(4), V INTEGER
//! --! input
//! -- 10:00:00 | a | 1          ROWTIME, then the columns; NULL is NULL; a time alone is of 2020-01-01
//! --! reference R K VARCHAR(4), N INTEGER
//! -- a | 1                     reference data, any number of tables
//! --! expect STREAM
//! -- 10:01:00 | a | 1          in order; every stream named is compared, `error_stream` as time | code | row | pump
//! ```
//!
//! Every file runs twice, with all rows at once and one by one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod support;

use std::{fmt::Write, fs, path::Path};

use rillcut_record::{
    Batch, Column, DataType, Field, Fields, Physical, Value, data_row_text, parse_data_type, parse_date,
    parse_time, parse_timestamp, push_json_value, timestamp_text,
};
use rillcut_sql::{Catalog, LineIndex, check, plan::Plan};
use support::{Row, Streams, batch, run_with};

#[derive(Default)]
struct Case {
    source: Fields,
    input: Vec<Row>,
    references: Vec<(String, Fields, Vec<Row>)>,
    expected: Vec<(String, Vec<String>)>,
}

fn time(text: &str) -> i64 {
    parse_timestamp(text)
        .or_else(|| Some(parse_date("2020-01-01")? + parse_time(text)?))
        .unwrap_or_else(|| panic!("'{text}' is no time"))
}

fn value(text: &str, data_type: DataType) -> Value {
    if text == "NULL" {
        return Value::Null;
    }
    match data_type {
        DataType::Timestamp => Value::Long(time(text)),
        DataType::Decimal { scale, .. } => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            let digits = format!("{whole}{fraction:0<width$}", width = usize::from(scale));
            Value::Long(digits.parse().unwrap())
        }
        _ => match data_type.physical() {
            Physical::Long => {
                Value::Long(text.parse().unwrap_or_else(|_| panic!("'{text}' is no {data_type}")))
            }
            Physical::Double => Value::Double(text.parse().unwrap()),
            Physical::Boolean => Value::Boolean(text == "true"),
            Physical::Text => Value::Text(text.to_owned()),
            Physical::Bytes => Value::Bytes(text.as_bytes().to_vec()),
        },
    }
}

fn cells(line: &str) -> Vec<&str> {
    line.split('|').map(str::trim).collect()
}

/// `K VARCHAR(4), V DECIMAL(5,2)`: commas inside parentheses do not part columns.
fn columns(text: &str) -> Fields {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for character in text.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    parts
        .iter()
        .map(|part| {
            let (name, data_type) = part.trim().split_once(' ').unwrap();
            Field::new(name, parse_data_type(data_type).unwrap())
        })
        .collect()
}

fn read(text: &str) -> Case {
    let mut case = Case::default();
    let mut section = String::new();
    for line in text.lines() {
        if let Some(header) = line.strip_prefix("--! ") {
            header.trim().clone_into(&mut section);
            if let Some(fields) = section.strip_prefix("source ") {
                case.source = columns(fields);
            } else if let Some(table) = section.strip_prefix("reference ") {
                let (name, fields) = table.split_once(' ').unwrap();
                case.references.push((name.to_owned(), columns(fields), Vec::new()));
            } else if let Some(stream) = section.strip_prefix("expect ") {
                case.expected.push((stream.to_owned(), Vec::new()));
            } else {
                assert_eq!(section, "input", "an unknown section");
            }
        } else if let Some(row) = line.strip_prefix("--").filter(|_| line.contains('|')) {
            let cells = cells(row);
            if section == "input" {
                let at = time(cells[0]);
                let values = cells[1..]
                    .iter()
                    .zip(&case.source)
                    .map(|(cell, field)| value(cell, field.data_type))
                    .collect::<Vec<_>>();
                assert_eq!(values.len(), case.source.len(), "{row}");
                case.input.push((at, values));
            } else if let Some((_, fields, rows)) =
                case.references.last_mut().filter(|_| section.starts_with("reference "))
            {
                let values = cells.iter().zip(&*fields).map(|(cell, field)| value(cell, field.data_type));
                rows.push((0, values.collect()));
            } else if let Some((_, rows)) = case.expected.last_mut() {
                rows.push(cells.join(" | "));
            }
        } else if !line.starts_with("--") && !line.trim().is_empty() {
            break;
        }
    }
    case
}

/// A row as the files write it.
fn shown(fields: &[Field], (at, values): &Row, is_error: bool) -> String {
    let mut out = timestamp_text(*at).trim_start_matches("2020-01-01 ").trim_end_matches(".0").to_owned();
    if is_error {
        let text =
            |value: &Value| if let Value::Text(text) = value { text.clone() } else { "NULL".to_owned() };
        let data = data_row_text(&text(&values[5])).unwrap();
        write!(out, " | {} | {data} | {}", text(&values[2]), text(&values[6])).unwrap();
        return out;
    }
    for (field, value) in fields.iter().zip(values) {
        out.push_str(" | ");
        match value {
            Value::Null => out.push_str("NULL"),
            Value::Text(text) => out.push_str(text),
            Value::Long(at) if field.data_type == DataType::Timestamp => {
                out.push_str(timestamp_text(*at).trim_start_matches("2020-01-01 ").trim_end_matches(".0"));
            }
            other => {
                let mut column = Column::new(field.data_type);
                column.push(other);
                push_json_value(field.data_type, &column, 0, &mut out);
            }
        }
    }
    out.trim_end().to_owned()
}

fn compare(name: &str, case: &Case, plan: &Plan, streams: &Streams) {
    for (stream, expected) in &case.expected {
        let id = plan.find_stream(stream).unwrap_or_else(|| panic!("{name}: no stream {stream}"));
        let fields = &plan.stream(id).fields;
        let is_error = id == plan.error_stream();
        let found: Vec<String> =
            support::rows(streams, id).iter().map(|row| shown(fields, row, is_error)).collect();
        let listing = found.iter().fold(String::new(), |mut all, row| {
            all.push_str("-- ");
            all.push_str(row);
            all.push('\n');
            all
        });
        assert!(&found == expected, "{name}: {stream} gives\n{listing}instead of\n{expected:#?}");
    }
    // What a file does not mention in error_stream must not be there.
    let mentioned = case.expected.iter().any(|(stream, _)| stream == "error_stream");
    let errors = support::rows(streams, plan.error_stream());
    assert!(mentioned || errors.is_empty(), "{name}: {errors:?}");
}

fn run_file(path: &Path) {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).unwrap();
    let case = read(&text);
    assert!(!case.expected.is_empty(), "{name} expects nothing");
    let catalog = (case.references.iter())
        .fold(Catalog::known(case.source.clone()), |catalog, (name, fields, _)| {
            catalog.with_reference(name, fields.clone())
        });
    let tables = || case.references.iter().map(|(_, fields, rows)| batch(fields, rows, 0)).collect();
    let plan = match check(&text, &catalog) {
        Ok(checked) => checked.plan,
        Err(diagnostics) => {
            let index = LineIndex::new(&text);
            let list: Vec<String> =
                diagnostics.iter().map(|diagnostic| diagnostic.located(&index).to_string()).collect();
            panic!("{name}: {}", list.join("\n"));
        }
    };
    let fields = &plan.streams[0].fields;
    let last = case.input.last().map_or(0, |row| row.0);
    compare(&name, &case, &plan, &run_with(&plan, tables(), vec![batch(fields, &case.input, last)]));
    let single: Vec<Batch> =
        case.input.iter().map(|row| batch(fields, std::slice::from_ref(row), row.0)).collect();
    compare(&name, &case, &plan, &run_with(&plan, tables(), single));
}

#[test]
fn every_program_gives_its_rows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 10, "{paths:?}");
    for path in paths {
        run_file(&path);
    }
}
