//! The forms in which `rillcut generate` writes records.
//!
//! `text` is the record as it is, which for JSON templates is NDJSON. `csv` makes rows of JSON objects, their keys in the header. `kinesis`
//! is a record a line as `PutRecords` takes it, the only form with room for a partition key.

use std::fmt;

use rillcut_generator::{Batch, Rng};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::{failure::Failure, output::Output};

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Csv,
    Kinesis,
}

impl Form {
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        match text {
            "text" | "ndjson" => Ok(Self::Text),
            "csv" => Ok(Self::Csv),
            "kinesis" => Ok(Self::Kinesis),
            other => Err(Failure::usage(format!("--format takes text, csv or kinesis, not '{other}'"))),
        }
    }
}

/// A form and what it has to remember.
pub(crate) enum RecordForm {
    Text,
    /// The columns, known from the first record on.
    Csv(Option<Vec<String>>),
    /// The members that lead to the partition key; none: a random one, as KDG has it.
    Kinesis(Option<Vec<String>>),
}

/// KDG's partition keys are whole numbers below this (spec/kdg.md 4.3).
const RANDOM_KEYS: u64 = 10_000_000_000;

impl RecordForm {
    pub(crate) fn new(form: Form, key: Option<&str>) -> Self {
        match form {
            Form::Text => Self::Text,
            Form::Csv => Self::Csv(None),
            Form::Kinesis => Self::Kinesis(key.map(|key| key.split('.').map(str::to_owned).collect())),
        }
    }

    /// Writes records; `sent` is how many there were with these.
    pub(crate) fn write(
        &mut self,
        batch: &Batch,
        sent: u64,
        keys: &mut Rng,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let first = sent - batch.len() as u64 + 1;
        let mut line = Vec::new();
        for ((_, record), number) in batch.iter().zip(first..) {
            line.clear();
            match self {
                // All at once: the records have their ends.
                Self::Text => return output.bytes(batch.bytes()),
                Self::Csv(columns) => csv_row(columns, record, number, &mut line)?,
                Self::Kinesis(path) => {
                    let key = match path {
                        None => keys.below(RANDOM_KEYS).to_string(),
                        Some(path) => key_of(record, path, number)?,
                    };
                    line.extend_from_slice(b"{\"Data\":\"");
                    base64(record, &mut line);
                    line.extend_from_slice(b"\",\"PartitionKey\":");
                    line.extend_from_slice(Value::String(key).to_string().as_bytes());
                    line.extend_from_slice(b"}\n");
                }
            }
            output.bytes(&line)?;
        }
        Ok(())
    }
}

/// The partition key of a record: a text as it is, anything else as JSON; at most 256 characters.
fn key_of(record: &[u8], path: &[String], number: u64) -> Result<String, Failure> {
    let wrong = |what: &str| {
        let path = path.join(".");
        Failure::input(format!(
            "record {number}: error[CLI0007]: {what} \"{path}\" to take the partition key from"
        ))
    };
    let document: Value =
        serde_json::from_slice(record).map_err(|_| wrong("it is not JSON, so it has no"))?;
    let found = path.iter().try_fold(&document, |value, name| value.get(name));
    let key = match found {
        None | Some(Value::Null) => return Err(wrong("it has no")),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if key.is_empty() { Err(wrong("there is nothing in")) } else { Ok(key.chars().take(256).collect()) }
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
fn csv_row(
    columns: &mut Option<Vec<String>>,
    record: &[u8],
    number: u64,
    line: &mut Vec<u8>,
) -> Result<(), Failure> {
    let members: Members = serde_json::from_slice(record).map_err(|_| {
        let message = "it is not a JSON object, of which CSV could be made; leave --format out";
        Failure::input(format!("record {number}: error[CLI0008]: {message}"))
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
        csv_row(&mut columns, br#"{"b":1.50,"a":"x, \"y\"","c":[1]}"#, 1, &mut out).unwrap();
        csv_row(&mut columns, br#"{"a":null,"b":true,"d":1}"#, 2, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "b,a,c\n1.5,\"x, \"\"y\"\"\",[1]\ntrue,,\n");
        assert!(csv_row(&mut None, b"1,2", 1, &mut Vec::new()).is_err());
    }
}
