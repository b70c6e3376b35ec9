//! Every function and operator, a call a line: `tests/functions.txt`, and the tables of the guide's page on functions.
//!
//! A line is `expression => TYPE value`; NULL is `NULL`, a row error its code. `X AS r: r.FIELD` takes a field of a record. Each runs
//! over one row: T 'Click', I 7, D 2.5, TS and ROWTIME 2021-08-10 01:26:30.25, U NULL.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail loudly")]

mod support;

use std::{collections::BTreeSet, fs, path::Path};

use rillcut_record::{Column, DataType, Field, Value, parse_timestamp, push_json_value};
use rillcut_sql::{Catalog, LineIndex, check};
use support::{batch, rows, run};

fn source() -> Vec<Field> {
    let text = DataType::Varchar { length: Some(64) };
    vec![
        Field::new("T", text),
        Field::new("I", DataType::Integer),
        Field::new("D", DataType::Double),
        Field::new("TS", DataType::Timestamp),
        Field::new("U", text),
    ]
}

/// What an expression gives in a column of a type.
fn value(call: &str, data_type: &str) -> String {
    let query = match call.split_once(" AS r: ") {
        Some((record, field)) => {
            format!(
                "SELECT STREAM t.{field} FROM (SELECT STREAM {record} AS r FROM SOURCE_SQL_STREAM_001) AS t"
            )
        }
        None => format!("SELECT STREAM {call} FROM SOURCE_SQL_STREAM_001"),
    };
    let text = format!("CREATE STREAM s (x {data_type}); CREATE PUMP p AS INSERT INTO s {query};");
    let plan = match check(&text, &Catalog::known(source())) {
        Ok(checked) => checked.plan,
        Err(diagnostics) => {
            let index = LineIndex::new(&text);
            let said: Vec<String> =
                diagnostics.iter().map(|diagnostic| diagnostic.located(&index).to_string()).collect();
            return format!("refused {}", said.join("; "));
        }
    };
    let at = parse_timestamp("2021-08-10 01:26:30.25").unwrap();
    let row = vec![
        Value::Text("Click".to_owned()),
        Value::Long(7),
        Value::Double(2.5),
        Value::Long(at),
        Value::Null,
        Value::Null,
    ];
    let streams = run(&plan, vec![batch(&plan.streams[0].fields, &[(at, row)], at)]);
    if let Some((_, error)) = rows(&streams, plan.error_stream()).first() {
        return error[2].to_string();
    }
    let id = plan.find_stream("S").unwrap();
    let found = rows(&streams, id);
    let data_type = plan.stream(id).fields[0].data_type;
    match &found[0].1[0] {
        Value::Null => "NULL".to_owned(),
        Value::Text(text) => format!("'{text}'"),
        Value::Bytes(octets) => {
            octets.iter().fold("X'".to_owned(), |all, octet| format!("{all}{octet:02X}")) + "'"
        }
        other => {
            let mut column = Column::new(data_type);
            column.push(other);
            let mut out = String::new();
            push_json_value(data_type, &column, 0, &mut out);
            out.trim_matches('"').to_owned()
        }
    }
}

fn compare(of: &str, lines: impl Iterator<Item = (String, String, String)>) -> BTreeSet<String> {
    let mut wrong = Vec::new();
    let mut calls = BTreeSet::new();
    for (call, data_type, expected) in lines {
        let found = value(&call, &data_type);
        if found != expected {
            wrong.push(format!("{call} => {data_type} {found}, not {expected}"));
        }
        calls.insert(call);
    }
    assert!(wrong.is_empty(), "{of}:\n{}", wrong.join("\n"));
    calls
}

/// `TYPE value`: a type may have commas and parentheses, not blanks.
fn split(result: &str) -> (String, String) {
    let (data_type, value) = result.split_once(' ').unwrap_or_else(|| panic!("'{result}'"));
    (data_type.to_owned(), value.trim().to_owned())
}

#[test]
fn every_line_of_the_table_holds() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/functions.txt");
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let (call, result) = line.split_once(" => ").unwrap_or_else(|| panic!("'{line}'"));
        let (data_type, value) = split(result);
        (call.trim().to_owned(), data_type, value)
    });
    assert!(compare("functions.txt", lines).len() > 200);
}

/// Rows of tables of the form `` | `call` | TYPE | `result` | ``.
#[test]
fn every_line_of_the_guide_holds() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guide/src/sql/functions.md");
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("| `")).map(|line| {
        let line = line.replace("\\|", "\u{1}");
        let cells: Vec<String> = line
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().trim_matches('`').replace('\u{1}', "|"))
            .collect();
        (cells[0].clone(), cells[1].clone(), cells[2].clone())
    });
    let calls = compare("the guide", lines);
    // Every function the checker knows has a line.
    for name in rillcut_sql::SCALAR_FUNCTIONS {
        assert!(calls.iter().any(|call| call.to_ascii_uppercase().contains(name)), "the guide lacks {name}");
    }
}
