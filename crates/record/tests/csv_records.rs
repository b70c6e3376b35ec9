//! Rows of CSV records.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use rillcut_record::{
    DataType, Decoder, RecordErrorKind, RecordFormat, Records, SourceSchema, Value, split_lines,
};

fn schema(column_delimiter: &str, row_delimiter: &str) -> SourceSchema {
    let mut schema =
        SourceSchema::csv([("a", DataType::TEXT), ("b", DataType::Integer), ("c", DataType::TEXT)]);
    schema.format = RecordFormat::Csv {
        column_delimiter: column_delimiter.to_owned(),
        row_delimiter: row_delimiter.to_owned(),
    };
    schema
}

/// Rows with `-` for NULL, and the kinds of errors with their text.
fn decode(schema: &SourceSchema, record: &str) -> (Vec<String>, Vec<(RecordErrorKind, String)>) {
    let records = Records { bytes: record.as_bytes(), ends: &[record.len() as u32] };
    let decoded = Decoder::new(schema).unwrap().decode(records);
    let rows = (0..decoded.rows()).map(|row| {
        let cells = decoded.columns.iter().map(|column| match column.value(row) {
            Value::Null => "-".to_owned(),
            value => value.to_string(),
        });
        cells.collect::<Vec<_>>().join("|")
    });
    let errors = decoded
        .errors
        .iter()
        .map(|error| (error.kind, String::from_utf8_lossy(error.data(record.as_bytes())).into_owned()));
    (rows.collect(), errors.collect())
}

#[test]
fn fields_go_by_position() {
    for (record, expected) in [
        ("x,1,y", &["x|1|y"][..]),
        ("x,1,y\n", &["x|1|y"]),
        ("\u{feff}x,1,y\n", &["x|1|y"]),
        ("x,1,y\r\n", &["x|1|y"]),
        ("x,1,y\nz,2,w\n", &["x|1|y", "z|2|w"]),
        ("x,1,y\r\nz,2,w", &["x|1|y", "z|2|w"]),
        ("\n\nx,1,y\n\n", &["x|1|y"]),
        ("x,1,y,more,2", &["x|1|y"]),
        ("x", &["x|-|-"]),
        (",,", &["-|-|-"]),
        ("x,,", &["x|-|-"]),
        ("\"\",1,", &["|1|-"]),
        ("\"a,b\",\"2\",\"say \"\"hi\"\"\"\n", &["a,b|2|say \"hi\""]),
        ("\"two\nlines\",3,\"\"\"\"\r\n", &["two\nlines|3|\""]),
        ("it\"s,4,é\n", &["it\"s|4|é"]),
        (" x , 5 , y ", &[" x |5| y "]),
    ] {
        assert_eq!(
            decode(&schema(",", "\n"), record),
            (expected.iter().map(|r| (*r).to_owned()).collect(), vec![])
        );
    }
}

#[test]
fn delimiters_of_any_length() {
    let rows = |column, row, record| decode(&schema(column, row), record).0;
    assert_eq!(rows("\t", "\n", "x\t1\ty z\n"), ["x|1|y z"]);
    assert_eq!(rows("|", "\r\n", "x|1|y\r\nz|2|w\r\n"), ["x|1|y", "z|2|w"]);
    assert_eq!(rows("::", ";;", "x::1::a:b;;y::2::a;b;;"), ["x|1|a:b", "y|2|a;b"]);
}

#[test]
fn faults() {
    use RecordErrorKind::{Coercion, Empty, InvalidCsv};
    let text = "a,b,c\nx,1,y\n";
    let (rows, errors) = decode(&schema(",", "\n"), text);
    assert_eq!(rows, ["x|1|y"]);
    assert_eq!(errors, [(Coercion, "a,b,c".to_owned())], "the header is a row like any other");
    assert_eq!(decode(&schema(",", "\n"), "x,1,\"y").1, [(InvalidCsv, "x,1,\"y".to_owned())]);
    assert_eq!(decode(&schema(",", "\n"), "x,1,\"y\"z\n").1, [(InvalidCsv, "x,1,\"y\"z".to_owned())]);
    assert_eq!(decode(&schema(",", "\n"), "\n").1, [(Empty, String::new())]);
}

#[test]
fn lines_of_a_file_are_records() {
    let text = b"x,1,y\r\n\r\nz,2,w\r\n";
    let ends = split_lines(text);
    let decoded = Decoder::new(&schema(",", "\n")).unwrap().decode(Records { bytes: text, ends: &ends });
    assert_eq!((decoded.record_of_row, decoded.errors), (vec![0, 1], vec![]));
}
