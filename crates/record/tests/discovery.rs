//! Schemas from samples: the golden cases of spec/kda-sql.md 13.3 and 26.6.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use rillcut_record::{
    Decoder, Error, RAW_DELIMITER, RecordFormat, Records, SourceSchema, discover, discover_table, split_lines,
};

fn discover_lines(text: &str) -> Result<SourceSchema, Error> {
    discover(Records { bytes: text.as_bytes(), ends: &split_lines(text.as_bytes()) })
}

/// `name TYPE path` a column.
fn columns(schema: &SourceSchema) -> Vec<String> {
    let column = |column: &rillcut_record::RecordColumn| {
        let mapping = column.mapping.as_ref().map(|path| format!(" {path}")).unwrap_or_default();
        format!("{} {}{mapping}", column.name, column.data_type)
    };
    schema.columns.iter().map(column).collect()
}

fn check(text: &str, expected: &[&str]) {
    let schema = discover_lines(text).unwrap();
    assert_eq!(columns(&schema), expected, "{text}");
    assert_eq!(SourceSchema::from_json(&schema.to_json()), Ok(schema));
}

#[test]
fn the_labs_records() {
    let record =
        |action| format!("{{\"browseraction\":\"{action}\",\"site\":\"yourwebsiteurl.domain.com\"}}\n");
    check(
        &["DiscoveryKinesisTest", "Click", "Impression"].map(record).concat(),
        &["browseraction VARCHAR(32) $.browseraction", "site VARCHAR(32) $.site"],
    );
}

#[test]
fn the_demo_stream() {
    check(
        concat!(
            "{\"TICKER_SYMBOL\":\"AMZN\",\"SECTOR\":\"TECHNOLOGY\",\"CHANGE\":-0.25,\"PRICE\":84.51}\n",
            "{\"TICKER_SYMBOL\":\"WFC\",\"SECTOR\":\"FINANCIAL\",\"CHANGE\":1,\"PRICE\":46}\n"
        ),
        &[
            "TICKER_SYMBOL VARCHAR(4) $.TICKER_SYMBOL",
            "SECTOR VARCHAR(16) $.SECTOR",
            "CHANGE DOUBLE $.CHANGE",
            "PRICE DOUBLE $.PRICE",
        ],
    );
}

#[test]
fn a_csv_file_with_a_header() {
    let text = "year,month,state,producer_type,energy_source,units,consumption\n\
                2001,1,AK,\"Total Electric Power Industry (all)\",Coal,Short Tons,47615\n\
                2001,2,AL,Electric Utilities,Gas,Mcf,3000000\n";
    check(
        text,
        &[
            "COL_year INTEGER",
            "COL_month INTEGER",
            "state VARCHAR(4)",
            "producer_type VARCHAR(64)",
            "energy_source VARCHAR(4)",
            "units VARCHAR(16)",
            "consumption INTEGER",
        ],
    );
    let schema = discover_lines(text).unwrap();
    let decoded = Decoder::new(&schema)
        .unwrap()
        .decode(Records { bytes: text.as_bytes(), ends: &split_lines(text.as_bytes()) });
    assert_eq!(
        (decoded.rows(), decoded.errors.len()),
        (2, 1),
        "the header arrives as a row that does not fit"
    );
}

#[test]
fn csv_without_a_header_and_other_delimiters() {
    check("a,1\nb,2\n", &["COL_0 VARCHAR(4)", "COL_1 INTEGER"]);
    check("x\t1.5\r\ny\t2\r\n", &["COL_0 VARCHAR(4)", "COL_1 DOUBLE"]);
    check("a|b|c,d\ne|f|g\n", &["COL_0 VARCHAR(4)", "COL_1 VARCHAR(4)", "COL_2 VARCHAR(4)"]);
    check("score\n1.5\n2\n", &["score DOUBLE"]);
    check("a@b,@@,1st\n1,2,3\n", &["COL_ab INTEGER", "COL_1 INTEGER", "COL_1st INTEGER"]);
    let schema = discover_lines("x;1\r\ny;2\r\n").unwrap();
    assert_eq!(
        schema.format,
        RecordFormat::Csv { column_delimiter: ";".to_owned(), row_delimiter: "\r\n".to_owned() }
    );
}

#[test]
fn a_header_over_texts() {
    // The reference data of the developer guide.
    check("Ticker,Company\nAMZN,Amazon\nASD,SomeCompanyA\n", &["Ticker VARCHAR(4)", "Company VARCHAR(16)"]);
    check("Click,here\nView,there\nClick,where\n", &["COL_0 VARCHAR(8)", "COL_1 VARCHAR(8)"]);
}

#[test]
fn tables_come_without_their_header() {
    let rows = |text: &str| {
        let table = discover_table(text.as_bytes()).unwrap();
        let decoded = Decoder::new(&table.schema).unwrap().decode(table.records());
        assert_eq!(decoded.errors, []);
        (table.schema.columns[0].name.clone(), decoded.rows(), decoded.columns[0].value(0).to_string())
    };
    assert_eq!(
        rows("\nTicker,Company\r\nAMZN,Amazon\r\nASD,B\r\n"),
        ("Ticker".to_owned(), 2, "AMZN".to_owned())
    );
    assert_eq!(rows("1,a\n2,b\n"), ("COL_0".to_owned(), 2, "1".to_owned()));
    assert_eq!(rows("{\"k\":1}\n{\"k\":2}"), ("k".to_owned(), 2, "1".to_owned()));
}

#[test]
fn nested_objects_arrays_and_nulls() {
    check(
        concat!(
            "{\"id\":1,\"seen\":\"2021-08-10 00:26:30\",\"ok\":true,\"nothing\":null,\"tags\":[\"a\",\"b\"]}\n",
            "{\"id\":1700000000000,\"device\":{\"id\":\"x\",\"geo\":{\"lat\":1}},\"a.b\":1,\"user\":\"u\"}\n",
            "{\"device\":null}\n"
        ),
        &[
            "id BIGINT $.id",
            "seen TIMESTAMP $.seen",
            "ok BOOLEAN $.ok",
            "nothing VARCHAR(32) $.nothing",
            "tags VARCHAR(16) $.tags[0:]",
            "device_id VARCHAR(4) $.device.id",
            "geo VARCHAR(16) $.device.geo",
            "COL_ab INTEGER $['a.b']",
            "COL_user VARCHAR(4) $.user",
        ],
    );
}

#[test]
fn several_objects_in_a_record() {
    check(
        "[{\"a\":1},{\"b\":2}]\n{\"a\":1}{\"c\":3}\n",
        &["a INTEGER $.a", "b INTEGER $.b", "c INTEGER $.c"],
    );
}

#[test]
fn what_cannot_be_discovered() {
    assert_eq!(discover(Records::default()).unwrap_err().code(), "REC0020");
    for text in ["5\n[1]\n", "{}\n{}\n", "{\"a\":1\n{\"a\":2\n", "null\n", "{a\nword\n"] {
        assert_eq!(discover_lines(text).unwrap_err().code(), "REC0021", "{text}");
    }
    let wide: Vec<String> = (0..1001).map(|n| format!("\"c{n}\":{n}")).collect();
    assert_eq!(discover_lines(&format!("{{{}}}", wide.join(","))).unwrap_err().code(), "REC0022");
}

#[test]
fn raw_text_is_one_column() {
    let log = "127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2326\n\
               [warn] low memory, \"swap\" is at 90 %, again\n\
               \"quoted\" and \u{e9}t\u{e9}\n";
    check(log, &["COL_0 VARCHAR(128)"]);
    let schema = discover_lines(log).unwrap();
    assert_eq!(
        schema.format,
        RecordFormat::Csv { column_delimiter: RAW_DELIMITER.to_owned(), row_delimiter: "\n".to_owned() }
    );
    let ends = split_lines(log.as_bytes());
    let decoded = Decoder::new(&schema).unwrap().decode(Records { bytes: log.as_bytes(), ends: &ends });
    assert_eq!(decoded.errors, []);
    let lines: Vec<String> = (0..3).map(|row| decoded.columns[0].value(row).to_string()).collect();
    assert_eq!(lines, log.lines().collect::<Vec<_>>());
    check("just some words\nand others\n", &["COL_0 VARCHAR(16)"]);
    check("a,b\nc\nd,e,f\n", &["COL_0 VARCHAR(8)"]);
    // A table is not made of it.
    assert_eq!(discover_table(log.as_bytes()).unwrap_err().code(), "REC0021");
}

#[test]
fn a_few_bad_records_do_not_matter() {
    check("{\"a\":1}\nrubbish\n{\"a\":2}\n", &["a INTEGER $.a"]);
}

proptest! {
    /// A discovered schema decodes every record it was discovered from.
    #[test]
    fn the_sample_fits_its_schema(
        rows in prop::collection::vec(prop::collection::btree_map(
            "[a-e]",
            prop_oneof![
                any::<i64>().prop_map(serde_json::Value::from),
                any::<f64>().prop_map(serde_json::Value::from),
                any::<bool>().prop_map(serde_json::Value::from),
                ".{0,12}".prop_map(serde_json::Value::from),
                Just(serde_json::Value::Null),
                Just(serde_json::json!({"x": 1, "y": [true]})),
                Just(serde_json::json!("2021-08-10")),
            ],
            1..5,
        ), 1..10),
    ) {
        let mut text = String::new();
        for row in &rows {
            text.push_str(&serde_json::to_string(row).unwrap());
            text.push('\n');
        }
        let records = split_lines(text.as_bytes());
        let records = Records { bytes: text.as_bytes(), ends: &records };
        let schema = discover(records).unwrap();
        let decoded = Decoder::new(&schema).unwrap().decode(records);
        prop_assert_eq!(&decoded.errors, &[], "{}", schema.to_json());
        prop_assert_eq!(decoded.rows(), rows.len());
    }
}
