//! Records of any bytes decoded by fixed schemas of every type, JSON and CSV: each record is in rows or in errors.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rillcut_record::{DataType, Decoder, RecordFormat, Records, SourceSchema, encode_json_row, split_lines};

const TYPES: [(&str, &str, DataType); 10] = [
    ("A", "$.a", DataType::TinyInt),
    ("B", "$.b.c", DataType::BigInt),
    ("C", "$.list[0:].x", DataType::Double),
    ("D", "$.d", DataType::Decimal { precision: 9, scale: 3 }),
    ("E", "$.e", DataType::Varchar { length: Some(3) }),
    ("F", "$.f", DataType::Boolean),
    ("G", "$.g", DataType::Timestamp),
    ("H", "$.h", DataType::Date),
    ("I", "$.list", DataType::Varchar { length: Some(64) }),
    ("J", "$.j", DataType::Varbinary { length: 4 }),
];

fuzz_target!(|bytes: &[u8]| {
    let ends = split_lines(bytes);
    let records = Records { bytes, ends: &ends };
    let mut nested = SourceSchema::json(TYPES);
    nested.format = RecordFormat::Json { row_path: "$.rows".to_owned() };
    let csv = SourceSchema::csv(TYPES.map(|(name, _, data_type)| (name, data_type)));
    for schema in [SourceSchema::json(TYPES), nested, csv] {
        // A schema with both an array and its elements may be refused; then there is nothing to decode with.
        let Ok(mut decoder) = Decoder::new(&schema) else { continue };
        let decoded = decoder.decode(records);
        let fields = schema.fields();
        let mut line = String::new();
        for column in &decoded.columns {
            assert_eq!(column.len(), decoded.rows());
        }
        for row in 0..decoded.rows() {
            line.clear();
            encode_json_row(&fields, &decoded.columns, row, &mut line);
        }
        assert!(decoded.record_of_row.is_sorted());
    }
});
