//! The forms in which records leave the generator for a file or the clipboard.
//!
//! As text a record is what it is, which for JSON templates is NDJSON. CSV makes rows of JSON objects, the keys of the first in the header.
//! Lines for `PutRecords` are the only form with room for a partition key. The page and the command line write the same.

use std::fmt;

use rillcut_generator::{Batch, Rng};
use serde::{Deserialize, Deserializer, Serialize, de::MapAccess, de::Visitor};
use serde_json::Value;

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordForm {
    /// The records as they are.
    Text,
    /// Rows of JSON objects, with a header.
    Csv,
    /// A line each as `put-records` takes them: the data in base 64, and the partition key.
    Kinesis,
}

/// Why a record cannot be written in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The record's number, from 1.
    pub record: u64,
    /// A stable code.
    pub code: &'static str,
    /// One sentence about the record.
    pub message: String,
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {}: error[{}]: {}", self.record, self.code, self.message)
    }
}

/// Writes records in a form, with what it has to remember from one to the next.
#[derive(Debug)]
pub struct RecordWriter {
    form: RecordForm,
    /// The columns of CSV, known from the first record on.
    columns: Option<Vec<String>>,
    /// The members that lead to the partition key; none: a random one.
    key: Option<Vec<String>>,
    /// Draws the partition keys.
    keys: Rng,
    written: u64,
}

/// KDG's partition keys are whole numbers below this (spec/kdg.md 4.3).
const RANDOM_KEYS: u64 = 10_000_000_000;
/// Longest partition key, in characters.
const KEY_LENGTH: usize = 256;

impl RecordWriter {
    /// A writer; `key` are the members that lead to the partition key, with dots between, and `keys` draws it where there is none.
    pub fn new(form: RecordForm, key: Option<&str>, keys: Rng) -> Self {
        let key = key.map(|key| key.split('.').map(str::to_owned).collect());
        Self { form, columns: None, key, keys, written: 0 }
    }

    /// Appends the records of a batch.
    ///
    /// # Errors
    /// `LAB0028` a record without the partition key it should have, `LAB0029` one that is no JSON object in CSV.
    pub fn write(&mut self, batch: &Batch, out: &mut Vec<u8>) -> Result<(), FormError> {
        if self.form == RecordForm::Text {
            // All at once: the records have their ends.
            out.extend_from_slice(batch.bytes());
            self.written += batch.len() as u64;
            return Ok(());
        }
        for (_, record) in batch.iter() {
            self.written += 1;
            self.write_one(record, out).map_err(|(code, message)| FormError {
                record: self.written,
                code,
                message,
            })?;
        }
        Ok(())
    }

    fn write_one(&mut self, record: &[u8], out: &mut Vec<u8>) -> Result<(), (&'static str, String)> {
        if self.form == RecordForm::Csv {
            return csv_row(&mut self.columns, record, out).map_err(|message| ("LAB0029", message));
        }
        let key = match &self.key {
            None => self.keys.below(RANDOM_KEYS).to_string(),
            Some(path) => partition_key(record, path).map_err(|message| ("LAB0028", message))?,
        };
        out.extend_from_slice(b"{\"Data\":\"");
        base64(record, out);
        out.extend_from_slice(b"\",\"PartitionKey\":");
        out.extend_from_slice(Value::String(key).to_string().as_bytes());
        out.extend_from_slice(b"}\n");
        Ok(())
    }
}

/// The partition key of a record: a text as it is, anything else as JSON; at most 256 characters.
pub(crate) fn partition_key(record: &[u8], path: &[String]) -> Result<String, String> {
    let wrong = |what: &str| format!("{what} \"{}\" to take the partition key from", path.join("."));
    let document: Value =
        serde_json::from_slice(record).map_err(|_| wrong("it is not JSON, so it has no"))?;
    let found = path.iter().try_fold(&document, |value, name| value.get(name));
    let key = match found {
        None | Some(Value::Null) => return Err(wrong("it has no")),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if key.is_empty() {
        Err(wrong("there is nothing in"))
    } else {
        Ok(key.chars().take(KEY_LENGTH).collect())
    }
}

/// Members in the order they are written.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// A row in the columns of the first record, before which the header stands.
fn csv_row(columns: &mut Option<Vec<String>>, record: &[u8], line: &mut Vec<u8>) -> Result<(), String> {
    let members: Members = serde_json::from_slice(record).map_err(|_| {
        "it is not a JSON object, of which CSV could be made; take the records as they are".to_owned()
    })?;
    let columns = match columns {
        Some(columns) => columns,
        none => {
            let names: Vec<String> = members.0.iter().map(|(name, _)| name.clone()).collect();
            cells(names.iter().map(String::as_str), line);
            none.insert(names)
        }
    };
    let texts: Vec<String> = columns
        .iter()
        .map(|column| match members.0.iter().find(|(name, _)| name == column) {
            None | Some((_, Value::Null)) => String::new(),
            Some((_, Value::String(text))) => text.clone(),
            Some((_, other)) => other.to_string(),
        })
        .collect();
    cells(texts.iter().map(String::as_str), line);
    Ok(())
}

/// RFC 4180, with a line feed.
fn cells<'a>(texts: impl Iterator<Item = &'a str>, line: &mut Vec<u8>) {
    for (at, text) in texts.enumerate() {
        if at > 0 {
            line.push(b',');
        }
        if text.contains([',', '"', '\n', '\r']) {
            line.push(b'"');
            line.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            line.push(b'"');
        } else {
            line.extend_from_slice(text.as_bytes());
        }
    }
    line.push(b'\n');
}

fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= group.len() { digit } else { b'=' });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_the_standard() {
        for (text, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            let mut out = Vec::new();
            base64(text.as_bytes(), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn rows_keep_the_columns_of_the_first_record() {
        let (mut columns, mut out) = (None, Vec::new());
        csv_row(&mut columns, br#"{"b":1.50,"a":"x, \"y\"","c":[1]}"#, &mut out).unwrap();
        csv_row(&mut columns, br#"{"a":null,"b":true,"d":1}"#, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "b,a,c\n1.5,\"x, \"\"y\"\"\",[1]\ntrue,,\n");
        assert!(csv_row(&mut None, b"1,2", &mut Vec::new()).is_err());
    }

    #[test]
    fn partition_keys_are_members_or_drawn() {
        let key = |record: &str, path: &[&str]| {
            let path: Vec<String> = path.iter().map(|&name| name.to_owned()).collect();
            partition_key(record.as_bytes(), &path)
        };
        assert_eq!(key(r#"{"a":{"b":"x"}}"#, &["a", "b"]).as_deref(), Ok("x"));
        assert_eq!(key(r#"{"a":12.50}"#, &["a"]).as_deref(), Ok("12.5"));
        for (record, path) in [("1,2", "a"), (r#"{"a":null}"#, "a"), (r#"{"a":""}"#, "a"), ("{}", "a")] {
            assert!(key(record, &[path]).unwrap_err().contains("\"a\""), "{record}");
        }
    }
}
