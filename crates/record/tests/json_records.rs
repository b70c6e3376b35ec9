//! Rows of JSON records: paths, arrays, several rows a record, and what becomes of records that are none.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use rillcut_record::{
    DataType, Decoded, Decoder, RecordErrorKind, RecordFormat, Records, SourceSchema, Value, split_lines,
};

fn schema(paths: &[&'static str]) -> SourceSchema {
    SourceSchema::json(paths.iter().map(|path| (*path, *path, DataType::TEXT)))
}

fn decode(schema: &SourceSchema, records: &[&[u8]]) -> Decoded {
    let mut bytes = Vec::new();
    let mut ends = Vec::new();
    for record in records {
        bytes.extend_from_slice(record);
        ends.push(bytes.len() as u32);
    }
    Decoder::new(schema).unwrap().decode(Records { bytes: &bytes, ends: &ends })
}

/// Rows as text, `-` for NULL.
fn rows(decoded: &Decoded) -> Vec<Vec<String>> {
    (0..decoded.rows())
        .map(|row| {
            let cell = |value| match value {
                Value::Null => "-".to_owned(),
                value => value.to_string(),
            };
            decoded.columns.iter().map(|column| cell(column.value(row))).collect()
        })
        .collect()
}

fn check(paths: &[&'static str], record: &str, expected: &[&[&str]]) {
    let decoded = decode(&schema(paths), &[record.as_bytes()]);
    assert_eq!(decoded.errors, [], "{record}");
    assert_eq!(rows(&decoded), expected, "{record}");
}

fn check_faulty(record: &[u8], expected: &[(RecordErrorKind, &str)]) {
    let decoded = decode(&schema(&["$.a"]), &[record]);
    let errors: Vec<_> = decoded
        .errors
        .iter()
        .map(|error| (error.kind, String::from_utf8_lossy(error.data(record)).into_owned()))
        .collect();
    let expected: Vec<_> = expected.iter().map(|(kind, data)| (*kind, (*data).to_owned())).collect();
    assert_eq!(errors, expected, "{}", String::from_utf8_lossy(record));
}

/// The record of the developer guide's JSONPath page, made valid.
const ORDERS: &str = r#"{
  "customerName":"John Doe",
  "address": { "streetAddress": {"number":"123","street":"AnyStreet"}, "city":"Anytown" },
  "orders": [
    { "orderId":"23284", "itemName":"Widget", "itemPrice":"33.99" },
    { "orderId":"63122", "itemName":"Gadget", "itemPrice":"22.50" },
    { "orderId":"77284", "itemName":"Sprocket", "itemPrice":"12.00" }
  ]
}"#;

#[test]
fn paths_of_the_developer_guide() {
    check(&["$.customerName"], ORDERS, &[&["John Doe"]]);
    check(&["$.Customername", "$.customerId"], ORDERS, &[&["-", "-"]]);
    check(
        &["$.address.city", "$.address.streetAddress.street", "$.customerName"],
        ORDERS,
        &[&["Anytown", "AnyStreet", "John Doe"]],
    );
    check(
        &["$.customerName", "$.orders[0:].orderId"],
        ORDERS,
        &[&["John Doe", "23284"], &["John Doe", "63122"], &["John Doe", "77284"]],
    );
    check(&["$.orders[0:].itemId"], ORDERS, &[&["-"], &["-"], &["-"]]);
}

#[test]
fn an_array_is_its_text_or_its_elements() {
    let record = r#"{"a":[{"x":1},{"y":2},3],"b":[1, 2]}"#;
    check(&["$.a[0:]"], record, &[&[r#"[{"x":1},{"y":2},3]"#]]);
    check(
        &["$.a[0:].x", "$.b[0:]", "$.a"],
        record,
        &[
            &["1", "[1, 2]", r#"[{"x":1},{"y":2},3]"#],
            &["-", "[1, 2]", r#"[{"x":1},{"y":2},3]"#],
            &["-", "[1, 2]", r#"[{"x":1},{"y":2},3]"#],
        ],
    );
    // Columns around the array, whichever comes first in the text.
    check(&["$.k", "$.a[0:].x"], r#"{"a":[{"x":1},{"x":2}],"k":7}"#, &[&["7", "1"], &["7", "2"]]);
    for nothing in [r#"{"k":7,"a":[]}"#, r#"{"k":7}"#, r#"{"k":7,"a":null}"#, r#"{"k":7,"a":{"x":1}}"#] {
        check(&["$.k", "$.a[0:].x"], nothing, &[&["7", "-"]]);
    }
    check(&["$.o.a[0:].x.y"], r#"{"o":{"a":[{"x":{"y":1}},{"x":2},{}]}}"#, &[&["1"], &["-"], &["-"]]);
}

#[test]
fn the_last_of_two_members_counts() {
    check(&["$.a"], r#"{"a":1,"a":2}"#, &[&["2"]]);
    check(&["$.a.b", "$.a"], r#"{"a":{"b":1},"a":{"c":2}}"#, &[&["-", r#"{"c":2}"#]]);
    check(&["$.a.b"], r#"{"a":{"b":1},"a":5}"#, &[&["-"]]);
    check(&["$.a[0:].x"], r#"{"a":[{"x":1},{"x":2}],"a":[{"x":3}]}"#, &[&["3"]]);
    check(&["$.o.a[0:].x"], r#"{"o":{"a":[{"x":1},{"x":2}]},"o":{}}"#, &[&["-"]]);
    check(&["$.a[0:].x"], r#"{"a":[{"x":1,"x":2},{}]}"#, &[&["2"], &["-"]]);
}

#[test]
fn names_with_escapes_and_odd_characters() {
    check(&["$.browseraction"], r#"{"brows\u0065raction":1}"#, &[&["1"]]);
    check(&["$['a.b']", "$['']", "$.é"], r#"{"a.b":1,"":2,"é":3}"#, &[&["1", "2", "3"]]);
    check(&["$['q\"r']", "$['b\\c']"], r#"{"q\"r":1,"b\\c":2}"#, &[&["1", "2"]]);
    check(&["$.a"], r#"{"a\"":0,"b":"a\":9","ab":3,"a":1}"#, &[&["1"]]);
    let long = "n".repeat(40);
    let path: &'static str = Box::leak(format!("$.{long}").into_boxed_str());
    check(&[path], &format!("{{\"{long}x\":0,\"{long}\":1}}"), &[&["1"]]);
}

#[test]
fn any_order_and_any_blanks() {
    let paths = ["$.a", "$.b", "$.c"];
    for record in [
        r#"{"a":1,"b":2,"c":3}"#,
        r#"{"c":3,"b":2,"a":1}"#,
        r#"{"b":2,"x":{"a":9},"a":1,"y":[{"b":8}],"c":3}"#,
        "\u{feff}{\"a\":1,\"b\":2,\"c\":3}",
        "\r\n { \"b\" : 2 ,\t\"a\"\n:1 , \"c\":3 } \n",
    ] {
        check(&paths, record, &[&["1", "2", "3"]]);
    }
    let many: Vec<&'static str> =
        (0..30).map(|n| &*Box::leak(format!("$.column{n}").into_boxed_str())).collect();
    let members: Vec<String> = (0..30).rev().map(|n| format!("\"column{n}\":{n}")).collect();
    let expected: Vec<String> = (0..30).map(|n| n.to_string()).collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    check(&many, &format!("{{{}}}", members.join(",")), &[&expected]);
}

#[test]
fn one_path_for_two_columns_and_the_row_itself() {
    let text = DataType::TEXT;
    let schema =
        SourceSchema::json([("x", "$.a", text), ("y", "$.a", DataType::Integer), ("all", "$", text)]);
    let decoded = decode(&schema, &[b" {\"a\":7} "]);
    assert_eq!(rows(&decoded), [["7", "7", "{\"a\":7}"]]);
}

#[test]
fn several_rows_in_a_record() {
    for record in
        [r#"{"a":1}{"a":2}"#, "{\"a\":1}\n{\"a\":2}\r\n", r#"[{"a":1},{"a":2}]"#, r#"[{"a":1}] {"a":2}"#]
    {
        check(&["$.a"], record, &[&["1"], &["2"]]);
    }
    let decoded = decode(&schema(&["$.a"]), &[b"{\"a\":1}{\"a\":2}", b"", b"{}"]);
    assert_eq!(decoded.record_of_row, [0, 0, 2]);
    assert_eq!(decoded.errors.iter().map(|error| error.record).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_row_path_leads_to_the_rows() {
    let mut schema = schema(&["$.a", "$.b.c"]);
    schema.format = RecordFormat::Json { row_path: "$.data.rows".to_owned() };
    let check = |record: &str, expected: &[[&str; 2]]| {
        assert_eq!(rows(&decode(&schema, &[record.as_bytes()])), expected, "{record}");
    };
    check(r#"{"a":0,"data":{"rows":[{"a":1},{"b":{"c":2}}]},"z":[]}"#, &[["1", "-"], ["-", "2"]]);
    check(r#"{"data":{"x":1,"rows":{"a":1}}}{"data":{"rows":{"a":2}}}"#, &[["1", "-"], ["2", "-"]]);
    check(r#"{"data":{"rows":{"a":1}},"data":{"rows":{"a":2}}}"#, &[["2", "-"]]);
    check(r#"{"d\u0061ta":{"rows":[{"a":1}]}}"#, &[["1", "-"]]);
    let decoded = decode(&schema, &[br#"{"data":{"rows":{"a":1}},"data":{}}"#, b"[]", br#"{"data":5}"#]);
    assert_eq!(decoded.errors.len(), 3);
    assert!(decoded.errors.iter().all(|error| error.kind == RecordErrorKind::NoRowPath));
    let wrong = decode(&schema, &[br#"{"data":{"rows":{"a":1}},"#]);
    assert_eq!((wrong.rows(), wrong.errors[0].kind), (0, RecordErrorKind::InvalidJson));
}

#[test]
fn faulty_records_are_kept_with_their_text() {
    use RecordErrorKind::{Empty, InvalidJson, InvalidUtf8, NotAnObject};
    check_faulty(b"", &[(Empty, "")]);
    check_faulty(b" \n", &[(Empty, "")]);
    check_faulty(b"not json\n", &[(InvalidJson, "not json")]);
    check_faulty(b"{\"a\":1", &[(InvalidJson, "{\"a\":1")]);
    check_faulty(b"{\"a\":tru}", &[(InvalidJson, "{\"a\":tru}")]);
    check_faulty(b"{\"b\":{\"x\":[1,]}}", &[(InvalidJson, "{\"b\":{\"x\":[1,]}}")]);
    check_faulty(b"5", &[(NotAnObject, "5")]);
    check_faulty(b"[{\"a\":1}, 5, {\"a\":2}]", &[(NotAnObject, "5")]);
    check_faulty(b"[]", &[(Empty, "[]")]);
    check_faulty(b"{\"a\":\"\xff\"}", &[(InvalidUtf8, "{\"a\":\"\u{FFFD}\"}")]);
    // The rows before the fault stay.
    check_faulty(b"{\"a\":1} {\"a\":} {\"a\":3}", &[(InvalidJson, "{\"a\":} {\"a\":3}")]);
    let decoded = decode(&schema(&["$.a"]), &[b"{\"a\":1} {\"a\":}"]);
    assert_eq!(rows(&decoded), [["1"]]);
    assert_eq!(decoded.errors[0].message, "the record is not JSON: a value is expected at character 14");
}

#[test]
fn a_character_cut_in_two_spoils_its_two_records_only() {
    let text = "{\"a\":1}{\"a\":\"é\"}{\"a\":2}".as_bytes();
    let cut = 7 + 7; // inside é
    let ends = [7, cut, 17, text.len() as u32];
    let mut decoder = Decoder::new(&schema(&["$.a"])).unwrap();
    let decoded = decoder.decode(Records { bytes: text, ends: &ends });
    assert_eq!(decoded.record_of_row, [0, 3]);
    assert!(decoded.errors.iter().all(|error| error.kind == RecordErrorKind::InvalidUtf8));
    assert_eq!(decoded.errors.len(), 2);
}

#[test]
fn a_value_that_does_not_fit_takes_its_row_only() {
    let schema = SourceSchema::json([
        ("name", "$.name", DataType::TEXT),
        ("price", "$.o[0:].price", DataType::Integer),
    ]);
    let record = br#"{"name":"x","o":[{"price":1},{"price":"?"},{"price":3}]}"#;
    let decoded = decode(&schema, &[record]);
    assert_eq!(rows(&decoded), [["x", "1"], ["x", "3"]]);
    assert_eq!(decoded.errors.len(), 1);
    assert_eq!(decoded.errors[0].column, Some(1));
}

#[test]
fn few_bytes_do_not_grow_without_bound() {
    // A flattened array repeats a long text for each of its elements.
    let record = format!("{{\"t\":\"{}\",\"a\":[{}0]}}", "x".repeat(1000), "0,".repeat(100_000));
    let decoded = decode(&schema(&["$.t", "$.a[0:].x"]), &[record.as_bytes()]);
    assert_eq!((decoded.rows(), decoded.errors[0].kind), (0, RecordErrorKind::TooLarge));
    // Many rows of many columns.
    let names: Vec<String> = (0..1000).map(|n| format!("c{n}")).collect();
    let wide = SourceSchema::json(names.iter().map(|name| (name.as_str(), "$.a", DataType::Integer)));
    let decoded = decode(&wide, &["{}".repeat(5000).as_bytes()]);
    assert!(decoded.rows() < 5000);
    assert_eq!(decoded.errors[0].kind, RecordErrorKind::TooLarge);
}

#[test]
fn buffers_are_used_again() {
    let schema = schema(&["$.a"]);
    let mut decoder = Decoder::new(&schema).unwrap();
    let text = b"{\"a\":1}\n{\"a\":null}\n{\"a\":\n{\"a\":\"x\\ty\"}\n";
    let ends = split_lines(text);
    let fresh = decoder.decode(Records { bytes: text, ends: &ends });
    let mut reused = decoder.decode(Records { bytes: b"{\"a\":[]}{\"a\":2}x", ends: &[16] });
    decoder.decode_into(Records { bytes: text, ends: &ends }, &mut reused);
    assert_eq!(reused, fresh);
    reused.columns.clear();
    decoder.decode_into(Records { bytes: text, ends: &ends }, &mut reused);
    assert_eq!(reused, fresh);
}

#[test]
fn ends_out_of_order_or_range_are_empty_records() {
    let mut decoder = Decoder::new(&schema(&["$.a"])).unwrap();
    let decoded = decoder.decode(Records { bytes: b"{\"a\":1}", ends: &[7, 3, 100] });
    assert_eq!((decoded.rows(), decoded.errors.len()), (1, 2));
}
