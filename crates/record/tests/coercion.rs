//! The coercion table of spec/kda-sql.md 13.2, cell by cell.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use rillcut_record::{
    Decoder, RecordErrorKind, Records, SourceSchema, Value, parse_data_type, parse_date, parse_timestamp,
};

/// What one JSON value becomes in a column of a type: the value, or the error's message.
fn coerce(json: &str, data_type: &str) -> Result<Value, String> {
    let data_type = parse_data_type(data_type).unwrap();
    let record = format!("{{\"c\":{json}}}");
    let mut decoder = Decoder::new(&SourceSchema::json([("c", "$.c", data_type)])).unwrap();
    let decoded = decoder.decode(Records { bytes: record.as_bytes(), ends: &[record.len() as u32] });
    match &decoded.errors[..] {
        [] => {
            assert_eq!(decoded.record_of_row, [0]);
            Ok(decoded.columns[0].value(0))
        }
        [error] => {
            assert_eq!((decoded.rows(), decoded.columns[0].len()), (0, 0), "an error is the whole row");
            assert_eq!((error.kind, error.code()), (RecordErrorKind::Coercion, "REC0104"));
            assert_eq!((error.record, error.column), (0, Some(0)));
            assert_eq!(error.data(record.as_bytes()), record.as_bytes());
            Err(error.message.clone())
        }
        more => panic!("{more:?}"),
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

const ALL_TYPES: [&str; 16] = [
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "DECIMAL(5,2)",
    "REAL",
    "DOUBLE",
    "BOOLEAN",
    "CHAR(3)",
    "VARCHAR(3)",
    "VARCHAR",
    "DATE",
    "TIME",
    "TIMESTAMP",
    "BINARY(2)",
    "VARBINARY(2)",
];

#[test]
fn null_and_missing_are_null() {
    for data_type in ALL_TYPES {
        assert_eq!(coerce("null", data_type), Ok(Value::Null), "{data_type}");
        assert_eq!(coerce("1,\"c\":null", data_type), Ok(Value::Null), "{data_type}: the last counts");
    }
}

#[test]
fn true_and_false() {
    for (json, bit, boolean) in [("true", 1, true), ("false", 0, false)] {
        for data_type in ["TINYINT", "SMALLINT", "INTEGER", "BIGINT"] {
            assert_eq!(coerce(json, data_type), Ok(Value::Long(bit)));
        }
        assert_eq!(coerce(json, "DECIMAL(5,2)"), Ok(Value::Long(bit * 100)));
        assert_eq!(coerce(json, "REAL"), Ok(Value::Double(bit as f64)));
        assert_eq!(coerce(json, "DOUBLE"), Ok(Value::Double(bit as f64)));
        assert_eq!(coerce(json, "BOOLEAN"), Ok(Value::Boolean(boolean)));
        assert_eq!(coerce(json, "VARCHAR(10)"), Ok(text(json)));
        assert_eq!(coerce(json, "VARCHAR(3)"), Ok(text(&json[..3])));
        assert_eq!(coerce(json, "CHAR(1)"), Ok(text(&json[..1])));
        assert_eq!(coerce(json, "VARBINARY(4)"), Ok(Value::Bytes(vec![bit as u8])));
        assert_eq!(coerce(json, "BINARY(3)"), Ok(Value::Bytes(vec![0, 0, bit as u8])));
        for data_type in ["DATE", "TIME", "TIMESTAMP"] {
            assert!(coerce(json, data_type).is_err());
        }
    }
}

#[test]
fn numbers() {
    for (json, data_type, value) in [
        ("127", "TINYINT", Value::Long(127)),
        ("-32768", "SMALLINT", Value::Long(-32_768)),
        ("67321", "INTEGER", Value::Long(67_321)),
        ("1700000000000", "BIGINT", Value::Long(1_700_000_000_000)),
        ("123.0", "INTEGER", Value::Long(123)),
        ("1e3", "INTEGER", Value::Long(1000)),
        ("123.45", "DECIMAL(5,2)", Value::Long(12_345)),
        ("-0.5", "DECIMAL(5,2)", Value::Long(-50)),
        ("84.51", "REAL", Value::Double(f64::from(84.51f32))),
        ("84.51", "DOUBLE", Value::Double(84.51)),
        ("7", "DOUBLE", Value::Double(7.0)),
        ("1e-400", "DOUBLE", Value::Double(0.0)),
        ("0", "BOOLEAN", Value::Boolean(false)),
        ("-0.0e9", "BOOLEAN", Value::Boolean(false)),
        ("0.001", "BOOLEAN", Value::Boolean(true)),
        ("1.50e2", "VARCHAR(10)", text("1.50e2")),
        ("12345", "VARCHAR(3)", text("123")),
    ] {
        assert_eq!(coerce(json, data_type), Ok(value), "{json} {data_type}");
    }
    for (json, data_type) in [
        ("128", "TINYINT"),
        ("40000", "SMALLINT"),
        ("2147483648", "INTEGER"),
        ("9223372036854775808", "BIGINT"),
        ("123.4", "INTEGER"),
        ("1234.5", "DECIMAL(5,2)"),
        ("1.234", "DECIMAL(5,2)"),
        ("1e39", "REAL"),
        ("1e309", "DOUBLE"),
        ("19920214", "DATE"),
        ("0", "TIME"),
        ("1700000000000", "TIMESTAMP"),
        ("1", "BINARY(1)"),
        ("1", "VARBINARY(1)"),
    ] {
        assert!(coerce(json, data_type).is_err(), "{json} {data_type}");
    }
}

#[test]
fn strings() {
    let timestamp = parse_timestamp("1992-02-14 18:35:44.0").unwrap();
    let date = parse_date("1992-02-14").unwrap();
    for (json, data_type, value) in [
        ("\"42\"", "INTEGER", Value::Long(42)),
        ("\" -42 \"", "INTEGER", Value::Long(-42)),
        ("\"4\\u0032\"", "INTEGER", Value::Long(42)),
        ("\"33.99\"", "DECIMAL(5,2)", Value::Long(3399)),
        ("\"33.99\"", "DOUBLE", Value::Double(33.99)),
        ("\"1.5E3\"", "REAL", Value::Double(1500.0)),
        ("\"TrUe\"", "BOOLEAN", Value::Boolean(true)),
        ("\"yes\"", "BOOLEAN", Value::Boolean(false)),
        ("\"\"", "BOOLEAN", Value::Boolean(false)),
        ("\"John Doe\"", "VARCHAR(32)", text("John Doe")),
        ("\"John Doe\"", "VARCHAR(3)", text("Joh")),
        ("\"äöüß\"", "VARCHAR(3)", text("äöü")),
        ("\"\\ud83d\\ude00xyz\"", "CHAR(2)", text("\u{1F600}x")),
        ("\"ab\"", "CHAR(3)", text("ab")),
        ("\"\"", "VARCHAR(3)", text("")),
        ("\"a\\n\\\"b\\\"\"", "VARCHAR", text("a\n\"b\"")),
        ("\"1992-02-14\"", "DATE", Value::Long(date)),
        ("\"1992-02-14\"", "TIMESTAMP", Value::Long(date)),
        ("\"1992-02-14 18:35:44.0\"", "TIMESTAMP", Value::Long(timestamp)),
        ("\"1992-02-14 18:35:44\"", "TIMESTAMP", Value::Long(timestamp)),
        ("\"18:35:44\"", "TIME", Value::Long(timestamp - date)),
        ("\"X'3F67A23A'\"", "VARBINARY(4)", Value::Bytes(vec![0x3f, 0x67, 0xa2, 0x3a])),
        ("\"x'3f67a23a'\"", "VARBINARY(2)", Value::Bytes(vec![0x3f, 0x67])),
        ("\"X'3F'\"", "BINARY(3)", Value::Bytes(vec![0x3f, 0, 0])),
        ("\"X''\"", "VARBINARY(3)", Value::Bytes(vec![])),
    ] {
        assert_eq!(coerce(json, data_type), Ok(value), "{json} {data_type}");
    }
    for (json, data_type) in [
        ("\"\"", "INTEGER"),
        ("\"abc\"", "INTEGER"),
        ("\"12a\"", "BIGINT"),
        ("\"NaN\"", "DOUBLE"),
        ("\"0x10\"", "INTEGER"),
        ("\"1992-02-14T18:35:44Z\"", "TIMESTAMP"),
        ("\"1992-02-30\"", "DATE"),
        ("\"1992-02-14 18:35:44.0\"", "DATE"),
        ("\"25:00:00\"", "TIME"),
        ("\"3F67\"", "VARBINARY(4)"),
        ("\"X'3F6'\"", "VARBINARY(4)"),
        ("\"X'3G'\"", "BINARY(1)"),
    ] {
        assert!(coerce(json, data_type).is_err(), "{json} {data_type}");
    }
}

#[test]
fn arrays_and_objects() {
    for json in ["[1, \"a\"]", "{\"x\" : 1}", "[]", "{}"] {
        for data_type in ALL_TYPES {
            let expected = match data_type {
                "VARCHAR" => Ok(text(json)),
                "VARCHAR(3)" | "CHAR(3)" => Ok(text(&json[..json.len().min(3)])),
                _ => Err(()),
            };
            assert_eq!(coerce(json, data_type).map_err(|_| ()), expected, "{json} {data_type}");
        }
    }
}

#[test]
fn messages_name_the_column_the_type_and_the_value() {
    assert_eq!(
        coerce("\"AMZN\"", "INTEGER").unwrap_err(),
        "column \"c\" is INTEGER, which the text \"AMZN\" does not fit: it is no number"
    );
    assert_eq!(
        coerce("123.4", "INTEGER").unwrap_err(),
        "column \"c\" is INTEGER, which the number 123.4 does not fit: it would lose digits or is out of range"
    );
    let long = format!("[{}1]", "1,".repeat(100));
    assert!(
        coerce(&long, "DOUBLE").unwrap_err().contains("the array [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1…")
    );
}
