//! Rows as destinations get them, and back.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use rillcut_record::{
    Column, DataType, Decoder, Field, Records, SourceSchema, Value, encode_csv_row, encode_json_row,
    parse_data_type, parse_timestamp,
};

fn encode(cells: &[(&str, &str, Value)]) -> (String, String) {
    let fields: Vec<Field> = cells
        .iter()
        .map(|(name, data_type, _)| Field::new(*name, parse_data_type(data_type).unwrap()))
        .collect();
    let columns: Vec<Column> = cells
        .iter()
        .zip(&fields)
        .map(|((.., value), field)| Column::repeat(value, field.data_type, 1))
        .collect();
    let (mut json, mut csv) = (String::new(), String::new());
    encode_json_row(&fields, &columns, 0, &mut json);
    encode_csv_row(&fields, &columns, 0, &mut csv);
    (json, csv)
}

#[test]
fn the_recorded_row_of_the_lab() {
    let (json, csv) = encode(&[
        ("CTRPERCENT", "DOUBLE", Value::Double(23.0 / 10.0 * 100.0)),
        ("ANOMALY_SCORE", "DOUBLE", Value::Double(3.024_659_782_464_078)),
    ]);
    assert_eq!(json, r#"{"CTRPERCENT":229.99999999999997,"ANOMALY_SCORE":3.024659782464078}"#);
    assert_eq!(csv, "229.99999999999997,3.024659782464078");
}

#[test]
fn every_type() {
    let timestamp = parse_timestamp("2021-08-10 01:26:30.05").unwrap();
    for (data_type, value, json, csv) in [
        ("TINYINT", Value::Long(-5), "-5", "-5"),
        ("BIGINT", Value::Long(i64::MIN), "-9223372036854775808", "-9223372036854775808"),
        ("DECIMAL(5,2)", Value::Long(12_345), "123.45", "123.45"),
        ("DECIMAL(5,2)", Value::Long(-7), "-0.07", "-0.07"),
        ("DECIMAL(5,2)", Value::Long(50_000), "500.00", "500.00"),
        ("DECIMAL(5)", Value::Long(42), "42", "42"),
        ("REAL", Value::Double(f64::from(84.51f32)), "84.51", "84.51"),
        ("DOUBLE", Value::Double(39.0), "39.0", "39.0"),
        ("DOUBLE", Value::Double(1e10), "1.0E10", "1.0E10"),
        ("DOUBLE", Value::Double(f64::NAN), "\"NaN\"", "NaN"),
        ("DOUBLE", Value::Double(f64::NEG_INFINITY), "\"-Infinity\"", "-Infinity"),
        ("BOOLEAN", Value::Boolean(true), "true", "true"),
        (
            "VARCHAR(9)",
            Value::Text("a\"b\\\n\u{1}é".to_owned()),
            r#""a\"b\\\n\u0001é""#,
            "\"a\"\"b\\\n\u{1}é\"",
        ),
        ("VARCHAR(9)", Value::Text("a,b".to_owned()), "\"a,b\"", "\"a,b\""),
        ("VARCHAR(9)", Value::Text(String::new()), "\"\"", "\"\""),
        ("VARCHAR(9)", Value::Null, "null", ""),
        ("DOUBLE", Value::Null, "null", ""),
        ("VARBINARY(9)", Value::Bytes(vec![0x1f, 0xa0]), "\"1fa0\"", "1fa0"),
        ("TIMESTAMP", Value::Long(timestamp), "\"2021-08-10 01:26:30.05\"", "2021-08-10 01:26:30.05"),
        ("DATE", Value::Long(0), "\"1970-01-01\"", "1970-01-01"),
        ("TIME", Value::Long(61_000), "\"00:01:01\"", "00:01:01"),
    ] {
        let row = encode(&[("c", data_type, value)]);
        assert_eq!(row, (format!("{{\"c\":{json}}}"), csv.to_owned()), "{data_type}");
    }
    assert_eq!(
        encode(&[("a\"b", "INTEGER", Value::Null), ("c", "INTEGER", Value::Long(1))]).0,
        r#"{"a\"b":null,"c":1}"#
    );
    assert_eq!(encode(&[]), ("{}".to_owned(), String::new()));
}

/// Names with their types, and a strategy for a row of them.
fn row() -> (Vec<(&'static str, DataType)>, impl Strategy<Value = Vec<Value>>) {
    let types = vec![
        ("i", DataType::BigInt),
        ("d", DataType::Double),
        ("m", DataType::Decimal { precision: 18, scale: 4 }),
        ("b", DataType::Boolean),
        ("t", DataType::TEXT),
        ("ts", DataType::Timestamp),
    ];
    let limit = 999_999_999_999_999_999i64;
    let or_null = |value: BoxedStrategy<Value>| prop_oneof![1 => Just(Value::Null), 4 => value];
    let values = (
        or_null(any::<i64>().prop_map(Value::Long).boxed()),
        or_null(any::<f64>().prop_filter("finite", |v| v.is_finite()).prop_map(Value::Double).boxed()),
        or_null((-limit..=limit).prop_map(Value::Long).boxed()),
        or_null(any::<bool>().prop_map(Value::Boolean).boxed()),
        or_null(any::<String>().prop_map(Value::Text).boxed()),
        // Years of four digits, as timestamps are read.
        or_null((-62_135_596_800_000i64..253_402_300_800_000).prop_map(Value::Long).boxed()),
    );
    (types, values.prop_map(|(a, b, c, d, e, f)| vec![a, b, c, d, e, f]))
}

proptest! {
    /// What was encoded decodes to the same row, in both formats.
    #[test]
    fn rows_come_back(values in row().1) {
        let types = row().0;
        let fields: Vec<Field> = types.iter().map(|(name, data_type)| Field::new(*name, *data_type)).collect();
        let columns: Vec<Column> =
            fields.iter().zip(&values).map(|(field, value)| Column::repeat(value, field.data_type, 1)).collect();
        let paths: Vec<String> = types.iter().map(|(name, _)| format!("$.{name}")).collect();
        let json = SourceSchema::json(types.iter().zip(&paths).map(|((name, data_type), path)| (*name, path.as_str(), *data_type)));
        let csv = SourceSchema::csv(types.iter().copied());
        let mut texts = [String::new(), String::new()];
        encode_json_row(&fields, &columns, 0, &mut texts[0]);
        encode_csv_row(&fields, &columns, 0, &mut texts[1]);
        serde_json::from_str::<serde_json::Value>(&texts[0]).unwrap();
        for (schema, text) in [json, csv].iter().zip(&texts) {
            let records = Records { bytes: text.as_bytes(), ends: &[text.len() as u32] };
            let decoded = Decoder::new(schema).unwrap().decode(records);
            prop_assert_eq!(&decoded.errors, &[], "{}", text);
            prop_assert_eq!(&decoded.columns, &columns, "{}", text);
        }
    }
}
