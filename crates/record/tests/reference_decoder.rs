//! Decoding against a second, slow decoder that stands on `serde_json::Value`, over generated documents.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use rillcut_record::{DataType, Decoded, Decoder, Records, SourceSchema, Value};
use serde_json::Value as Json;

/// Name, path and type of each column; the reference follows the paths by itself.
const COLUMNS: [(&str, &[&str], DataType); 7] = [
    ("text", &["a"], DataType::TEXT),
    ("short", &["a"], DataType::Varchar { length: Some(3) }),
    ("long", &["b"], DataType::BigInt),
    ("double", &["b"], DataType::Double),
    ("boolean", &["c"], DataType::Boolean),
    ("deep", &["o", "a"], DataType::TEXT),
    ("deeper", &["o", "o", "b"], DataType::Double),
];

fn schema() -> SourceSchema {
    let paths: Vec<String> = COLUMNS.iter().map(|(_, path, _)| format!("$.{}", path.join("."))).collect();
    SourceSchema::json(
        COLUMNS.iter().zip(&paths).map(|((name, _, data_type), path)| (*name, path.as_str(), *data_type)),
    )
}

/// The row of a document, `None` when some value does not fit.
fn reference(document: &Json) -> Option<Vec<Value>> {
    COLUMNS
        .iter()
        .map(|(_, path, data_type)| {
            let element = path.iter().try_fold(document, |at, name| at.get(name));
            coerce(element.unwrap_or(&Json::Null), *data_type)
        })
        .collect()
}

fn coerce(json: &Json, data_type: DataType) -> Option<Value> {
    if json.is_null() {
        return Some(Value::Null);
    }
    match data_type {
        DataType::Varchar { length } => {
            let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
            Some(Value::Text(text.chars().take(length.unwrap_or(u32::MAX) as usize).collect()))
        }
        DataType::BigInt => match json {
            Json::Bool(truth) => Some(Value::Long(i64::from(*truth))),
            Json::Number(number) => number.as_i64().map(Value::Long),
            Json::String(text) => text.trim_ascii().parse().ok().map(Value::Long),
            _ => None,
        },
        DataType::Double => match json {
            Json::Bool(truth) => Some(Value::Double(f64::from(u8::from(*truth)))),
            Json::Number(number) => number.as_f64().map(Value::Double),
            Json::String(text) => text.trim_ascii().parse().ok().map(Value::Double),
            _ => None,
        },
        DataType::Boolean => match json {
            Json::Bool(truth) => Some(Value::Boolean(*truth)),
            Json::Number(number) => Some(Value::Boolean(number.as_f64() != Some(0.0))),
            Json::String(text) => Some(Value::Boolean(text.eq_ignore_ascii_case("true"))),
            _ => None,
        },
        other => panic!("{other}"),
    }
}

/// Scalars on which the reference is exact: no whole number written as a fraction, no text that only Java reads.
fn scalar() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        (-1e6..1e6f64).prop_map(|number| Json::from(number + 0.123)),
        any::<String>().prop_map(Json::from),
        "[a-z\"\\\\é]{0,12}".prop_map(Json::from),
        any::<i32>().prop_map(|number| Json::from(number.to_string())),
        Just(Json::from("TRUE")),
    ]
}

fn document() -> impl Strategy<Value = Json> {
    let leaf = scalar();
    let value = leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map("[abco]|x\\\\|é\"", inner, 0..6)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    });
    prop::collection::btree_map("[abco]|long name with blanks|x\\\\", value, 0..6)
        .prop_map(|members| Json::Object(members.into_iter().collect()))
}

fn decode(records: &[Vec<u8>], calls: &[usize]) -> Decoded {
    let mut decoder = Decoder::new(&schema()).unwrap();
    let mut all = Decoded::default();
    let mut at = 0;
    let mut cuts: Vec<usize> = calls.iter().map(|cut| cut % (records.len() + 1)).collect();
    cuts.push(records.len());
    cuts.sort_unstable();
    for cut in cuts {
        let mut bytes = Vec::new();
        let ends: Vec<u32> = records[at..cut]
            .iter()
            .map(|record| {
                bytes.extend_from_slice(record);
                bytes.len() as u32
            })
            .collect();
        let part = decoder.decode(Records { bytes: &bytes, ends: &ends });
        let base: usize = records[..at].iter().map(Vec::len).sum();
        if all.columns.is_empty() {
            all.columns = part.columns;
        } else {
            all.columns.iter_mut().zip(&part.columns).for_each(|(to, from)| to.append(from));
        }
        all.record_of_row.extend(part.record_of_row.iter().map(|record| record + at as u32));
        all.errors.extend(part.errors.into_iter().map(|mut error| {
            error.record += at as u32;
            error.data = error.data.start + base as u32..error.data.end + base as u32;
            error
        }));
        at = cut;
    }
    all
}

/// The records' octets are a character together, and none is text alone.
#[test]
fn an_empty_record_within_a_character_is_empty() {
    let records: [&[u8]; 4] = [&[225], &[], &[128], &[128]];
    let records = records.map(<[u8]>::to_vec);
    assert_eq!(decode(&records, &[]), decode(&records, &[1, 1]));
    let codes: Vec<&str> = decode(&records, &[]).errors.iter().map(|error| error.kind.code()).collect();
    assert_eq!(codes, ["REC0102", "REC0101", "REC0102", "REC0102"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn agrees_with_the_reference(documents in prop::collection::vec((document(), any::<bool>()), 1..8)) {
        let records: Vec<Vec<u8>> = documents.iter().map(|(document, pretty)| {
            if *pretty { serde_json::to_vec_pretty(document) } else { serde_json::to_vec(document) }.unwrap()
        }).collect();
        let decoded = decode(&records, &[]);
        let mut row = 0;
        let mut errors = decoded.errors.iter();
        for (record, (document, pretty)) in documents.iter().enumerate() {
            // The text of an array or object is that of the record: compare it where both are compact.
            let has_nested = |path: &[&str]| path.iter().try_fold(document, |at, name| at.get(name))
                .is_some_and(|value| value.is_array() || value.is_object());
            if *pretty && COLUMNS.iter().any(|(_, path, _)| has_nested(path)) {
                row += decoded.record_of_row.iter().filter(|&&of| of == record as u32).count();
                errors.by_ref().take(usize::from(!decoded.record_of_row.contains(&(record as u32)))).for_each(drop);
                continue;
            }
            if let Some(expected) = reference(document) {
                    prop_assert_eq!(decoded.record_of_row.get(row), Some(&(record as u32)), "{}", document);
                    let found: Vec<Value> = decoded.columns.iter().map(|column| column.value(row)).collect();
                    prop_assert_eq!(found, expected, "{}", document);
                    row += 1;
            } else {
                prop_assert_eq!(errors.next().map(|error| error.record), Some(record as u32), "{}", document);
            }
        }
        prop_assert_eq!(row, decoded.rows());
        prop_assert!(errors.next().is_none());
    }

    #[test]
    fn calls_do_not_matter(
        records in prop::collection::vec(prop_oneof![
            document().prop_map(|document| serde_json::to_vec(&document).unwrap()),
            "[{}\\[\\]\":,abco0-9 é\\\\]{0,20}".prop_map(String::into_bytes),
            prop::collection::vec(any::<u8>(), 0..8),
        ], 0..12),
        calls in prop::collection::vec(any::<usize>(), 0..4),
    ) {
        prop_assert_eq!(decode(&records, &calls), decode(&records, &[]));
    }

    /// Every record is accounted for: it gives rows, errors, or both.
    #[test]
    fn nothing_is_lost(records in prop::collection::vec(
        "(\\{|\\}|\\[|\\]|\"|:|,|a|b|0|\\{\"a\":1\\}|\\{\"b\":2\\}| ){0,12}".prop_map(String::into_bytes), 0..12),
    ) {
        let decoded = decode(&records, &[]);
        for record in 0..records.len() as u32 {
            let has_error = decoded.errors.iter().any(|error| error.record == record);
            prop_assert!(decoded.record_of_row.contains(&record) || has_error);
        }
    }
}
