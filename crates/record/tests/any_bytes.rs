//! Arbitrary bytes never panic: the entry points that fuzz targets share, on random and on nearly valid input.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use rillcut_record::{
    DataType, Decoder, ErrorRows, RecordFormat, Records, SourceSchema, data_row_text, discover,
    discover_table, parse_data_type, split_lines,
};

fn schemas() -> Vec<SourceSchema> {
    let columns = [
        ("a", "$.a", DataType::TEXT),
        ("b", "$.o[0:].b", DataType::Double),
        ("c", "$.o[0:].c.d", DataType::Timestamp),
        ("d", "$.e.f", DataType::Binary { length: 3 }),
        ("o", "$.o", DataType::Char { length: 2 }),
    ];
    let json = SourceSchema::json(columns);
    let mut row_path = json.clone();
    row_path.format = RecordFormat::Json { row_path: "$.e".to_owned() };
    let csv = SourceSchema::csv(columns.map(|(name, _, data_type)| (name, data_type)));
    let mut odd = csv.clone();
    odd.format = RecordFormat::Csv { column_delimiter: "::".to_owned(), row_delimiter: "é".to_owned() };
    vec![json, row_path, csv, odd]
}

fn exercise(bytes: &[u8]) {
    for ends in [split_lines(bytes), vec![bytes.len() as u32]] {
        let records = Records { bytes, ends: &ends };
        for schema in schemas() {
            let decoded = Decoder::new(&schema).unwrap().decode(records);
            assert!(decoded.columns.iter().all(|column| column.len() == decoded.rows()));
            let mut rows = ErrorRows::new();
            for error in &decoded.errors {
                rows.push_record(error, bytes, 0);
            }
            let batch = rows.take(0);
            for row in 0..batch.len() {
                assert!(data_row_text(&batch.row(row)[5].to_string()).is_some());
            }
        }
        if let Ok(schema) = discover(records) {
            schema.check().unwrap();
        }
    }
    if let Ok(table) = discover_table(bytes) {
        Decoder::new(&table.schema).unwrap().decode(table.records());
    }
    if let Ok(text) = str::from_utf8(bytes) {
        if let Ok(schema) = SourceSchema::from_json(text) {
            Decoder::new(&schema).unwrap();
        }
        if let Ok(data_type) = parse_data_type(text) {
            assert_eq!(parse_data_type(&data_type.to_string()), Ok(data_type));
        }
    }
}

proptest! {
    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        exercise(&bytes);
    }

    #[test]
    fn nearly_json(text in "(\\{|\\}|\\[|\\]|\"|\\\\|\\\\u12|:|,|\"a\":|\"o\":\\[|\"e\":\\{|\"b\":|1|-|e5|\\.|null|é| |\n){0,40}") {
        exercise(text.as_bytes());
    }

    #[test]
    fn nearly_csv(text in "(\"|,|\r|\n|a|1|::|é|;|\t){0,40}") {
        exercise(text.as_bytes());
    }

    #[test]
    fn nearly_a_schema(text in "(\\{|\\}|\\[|\\]|\"RecordFormat\":|\"RecordColumns\":|\"Name\":\"a\"|\"SqlType\":\"INT\"|\\{\"RecordFormatType\":\"CSV\"\\}|,){0,20}") {
        exercise(text.as_bytes());
    }
}

#[test]
fn deep_text_is_refused_without_recursion() {
    for open in ["[", "{\"e\":", "{\"o\":[", "{\"a\":["] {
        exercise(open.repeat(50_000).as_bytes());
    }
}
