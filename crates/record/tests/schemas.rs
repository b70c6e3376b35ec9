//! InputSchema JSON in and out.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use rillcut_record::{DataType, ErrorKind, RecordFormat, SourceSchema, parse_data_type};

const TICKER: &str = r#"{
  "RecordFormat": {
    "RecordFormatType": "JSON",
    "MappingParameters": {
      "JSONMappingParameters": {
        "RecordRowPath": "$"
      }
    }
  },
  "RecordEncoding": "UTF-8",
  "RecordColumns": [
    {
      "Name": "TICKER_SYMBOL",
      "Mapping": "$.TICKER_SYMBOL",
      "SqlType": "VARCHAR(4)"
    },
    {
      "Name": "PRICE",
      "Mapping": "$.PRICE",
      "SqlType": "DECIMAL(5,2)"
    }
  ]
}"#;

#[test]
fn a_json_schema() {
    let schema = SourceSchema::from_json(TICKER).unwrap();
    assert_eq!(schema.to_json(), TICKER);
    assert_eq!(schema.fields()[1].data_type, DataType::Decimal { precision: 5, scale: 2 });
    assert_eq!(schema.fields()[0].name, "TICKER_SYMBOL");
    let wrapped = format!("{{\"InputSchema\": {TICKER}, \"ParsedInputRecords\": [[\"AMZN\", \"84.51\"]]}}");
    assert_eq!(SourceSchema::from_json(&wrapped), Ok(schema));
}

#[test]
fn a_csv_schema() {
    let text = r#"{"RecordColumns":[{"SqlType":"VARCHAR(16)","Name":"LastName"},{"SqlType":"INT","Name":"CustomerId"}],
        "RecordFormat":{"MappingParameters":{"CSVMappingParameters":{"RecordColumnDelimiter":"\t",
        "RecordRowDelimiter":"\r\n"}},"RecordFormatType":"CSV"}}"#;
    let schema = SourceSchema::from_json(text).unwrap();
    assert_eq!(
        schema.format,
        RecordFormat::Csv { column_delimiter: "\t".to_owned(), row_delimiter: "\r\n".to_owned() }
    );
    assert_eq!(SourceSchema::from_json(&schema.to_json()), Ok(schema));
}

#[test]
fn what_is_left_out_has_defaults() {
    let json = r#"{"RecordFormat":{"RecordFormatType":"JSON"},"RecordColumns":[{"Name":"a","SqlType":"REAL","Mapping":"$.a"}]}"#;
    assert_eq!(SourceSchema::from_json(json).unwrap(), SourceSchema::json([("a", "$.a", DataType::Real)]));
    let csv = r#"{"RecordFormat":{"RecordFormatType":"CSV"},"RecordEncoding":null,"RecordColumns":[{"Name":"a","SqlType":"REAL"}]}"#;
    assert_eq!(SourceSchema::from_json(csv).unwrap(), SourceSchema::csv([("a", DataType::Real)]));
}

#[test]
fn faults_have_a_code_and_a_place() {
    let with = |from: &str, to: &str| {
        assert!(TICKER.contains(from), "{from}");
        TICKER.replacen(from, to, 1)
    };
    for (text, code, place) in [
        (String::new(), "REC0001", "1:1"),
        ("[]".to_owned(), "REC0003", "1:1"),
        ("{}".to_owned(), "REC0002", "1:1"),
        (with("\"JSON\",", "\"JSON\""), "REC0001", "4:5"),
        (with("\"JSON\",", "\"XML\","), "REC0006", "3:25"),
        (with("\"JSON\",", "7,"), "REC0003", "3:25"),
        (with("UTF-8", "ISO-8859-1"), "REC0007", "10:21"),
        (with("\"VARCHAR(4)\"", "\"STRING\""), "REC0004", "15:18"),
        (with("\"$.TICKER_SYMBOL\"", "\"TICKER_SYMBOL\""), "REC0005", "14:18"),
        (with("\"Mapping\": \"$.PRICE\",", ""), "REC0014", "17:5"),
        (with("\"$\"", "\"$.a[0:].b\""), "REC0005", "6:26"),
        (with("\"PRICE\"", "\"TICKER_SYMBOL\""), "REC0009", "17:5"),
        (with("\"PRICE\"", "\"\""), "REC0010", "18:15"),
        (with("RecordColumns", "Columns"), "REC0002", "1:1"),
        (with("\"Name\": \"PRICE\",", ""), "REC0002", "17:5"),
    ] {
        let error = SourceSchema::from_json(&text).unwrap_err();
        assert_eq!(
            (error.code(), error.place().unwrap().to_string().as_str()),
            (code, place),
            "{error}\n{text}"
        );
        // Whoever shows it puts place and code before it.
        assert!(!error.to_string().contains(code), "{error}");
    }
    let hint = SourceSchema::from_json("{\"RecordFormat\":{\"RecordFormatType\":\"CSV\"}}").unwrap_err();
    assert!(hint.hint().unwrap().contains("RecordColumns"));
}

#[test]
fn a_schema_as_a_whole_is_checked() {
    let text = DataType::TEXT;
    let two = SourceSchema::json([("x", "$.a[0:].x", text), ("y", "$.b[0:].y", text)]);
    assert!(matches!(two.check().unwrap_err().kind(), ErrorKind::TwoArrays(..)));
    assert_eq!(SourceSchema::from_json(&two.to_json()).unwrap_err().code(), "REC0011");
    assert_eq!(SourceSchema::csv([]).check().unwrap_err().code(), "REC0008");
    let mut csv = SourceSchema::csv([("x", text)]);
    csv.format = RecordFormat::Csv { column_delimiter: String::new(), row_delimiter: "\n".to_owned() };
    assert_eq!(csv.check().unwrap_err().code(), "REC0012");
    assert_eq!(SourceSchema::from_json(&csv.to_json()).unwrap_err().code(), "REC0012");
}

proptest! {
    #[test]
    fn schemas_come_back(
        columns in prop::collection::btree_map(".{1,20}", prop::sample::select(&[
            "TINYINT", "DECIMAL(9,3)", "DOUBLE", "CHAR(7)", "VARCHAR(128)", "VARCHAR", "VARBINARY(3)", "TIMESTAMP",
        ][..]), 1..20),
        is_json in any::<bool>(),
    ) {
        let columns: Vec<(String, DataType)> =
            columns.into_iter().map(|(name, data_type)| (name, parse_data_type(data_type).unwrap())).collect();
        let schema = if is_json {
            SourceSchema::json(columns.iter().map(|(name, data_type)| (name.as_str(), "$.a.b", *data_type)))
        } else {
            SourceSchema::csv(columns.iter().map(|(name, data_type)| (name.as_str(), *data_type)))
        };
        prop_assert_eq!(SourceSchema::from_json(&schema.to_json()), Ok(schema));
    }
}
