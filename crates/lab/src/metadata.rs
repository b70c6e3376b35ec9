//! What comes with a record and is not in it: the partition key, the shard that it falls into, its number there.
//!
//! The service has these of Kinesis. Here a record's key is a member of it, or else a number drawn as KDG draws it (spec/kdg.md 4.3), from the
//! record's own number, so that a replay has the same keys; the shard follows from the key. Only what the program reads is made.

use rillcut_record::{Column, ColumnData, Field, Records, TextColumn};
use rillcut_sql::{METADATA_COLUMNS, shard_id};

use crate::record_form;

/// KDG's partition keys are whole numbers below this.
const RANDOM_KEYS: u64 = 10_000_000_000;
/// Digits of a sequence number, as many as Kinesis gives.
const DIGITS: usize = 56;

/// Makes the columns that come with records.
#[derive(Debug, Clone)]
pub(crate) struct Metadata {
    columns: Vec<&'static str>,
    shards: u8,
    /// The members that lead to the partition key; of several, the first that a record has.
    keys: Vec<Vec<String>>,
}

impl Metadata {
    /// `beside` are the source's columns behind those of its schema.
    pub(crate) fn new(beside: &[Field], shards: u8) -> Self {
        let is_there = |name: &&str| beside.iter().any(|field| field.name == **name);
        Self {
            columns: METADATA_COLUMNS.into_iter().filter(is_there).collect(),
            shards: shards.max(1),
            keys: Vec::new(),
        }
    }

    /// None: what a source without a program has.
    pub(crate) fn none() -> Self {
        Self::new(&[], 1)
    }

    /// A record's partition key is its member of the first of these paths that it has, names between dots.
    pub(crate) fn set_keys<'p>(&mut self, paths: impl Iterator<Item = &'p str>) {
        self.keys.clear();
        for path in paths {
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            if !self.keys.contains(&path) {
                self.keys.push(path);
            }
        }
    }

    /// The columns of rows that come from these records; `before` records came earlier.
    pub(crate) fn columns(&self, records: Records<'_>, record_of_row: &[u32], before: u64) -> Vec<Column> {
        let column = |name: &&str| {
            let mut texts = TextColumn::new();
            for &record in record_of_row {
                let number = before + u64::from(record);
                texts.push(&match *name {
                    "PARTITION_KEY" => self.partition_key(records.get(record as usize), number),
                    "SHARD_ID" if self.shards == 1 => shard_id(0),
                    "SHARD_ID" => {
                        let key = self.partition_key(records.get(record as usize), number);
                        shard_id((hash(key.as_bytes()) % u64::from(self.shards)) as u8)
                    }
                    // The first digits are those that Kinesis' own begin with.
                    _ => format!("49{number:0width$}", width = DIGITS - 2),
                });
            }
            Column::from_data(ColumnData::Text(texts))
        };
        self.columns.iter().map(column).collect()
    }

    fn partition_key(&self, record: &[u8], number: u64) -> String {
        let member = self.keys.iter().find_map(|path| record_form::partition_key(record, path).ok());
        member.unwrap_or_else(|| (hash(&number.to_le_bytes()) % RANDOM_KEYS).to_string())
    }
}

/// FNV-1a, and its bits mixed once more: the low ones decide.
fn hash(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ hash >> 29
}

#[cfg(test)]
mod tests {
    use rillcut_record::{DataType, Value};

    use super::*;

    fn texts(column: &Column) -> Vec<String> {
        (0..column.len())
            .map(|row| match column.value(row) {
                Value::Text(text) => text,
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn keys_come_from_the_records_and_shards_from_the_keys() {
        let beside: Vec<Field> =
            METADATA_COLUMNS.into_iter().map(|name| Field::new(name, DataType::TEXT)).collect();
        let mut metadata = Metadata::new(&beside, 4);
        metadata.set_keys(["nobody", "user.id"].into_iter());
        let bytes = br#"{"user":{"id":"ann"}}{"user":{"id":7}}{"user":{}}{"user":{"id":"ann"}}"#;
        let records = Records { bytes, ends: &[21, 38, 49, 70] };
        let [keys, numbers, shards] = &metadata.columns(records, &[0, 0, 1, 2, 3], 10)[..] else {
            panic!("three columns");
        };
        let (keys, numbers, shards) = (texts(keys), texts(numbers), texts(shards));
        assert_eq!((keys[0].as_str(), keys[1].as_str(), keys[2].as_str()), ("ann", "ann", "7"));
        assert!(keys[3].parse::<u64>().unwrap() < RANDOM_KEYS, "drawn: {}", keys[3]);
        assert!(numbers.iter().all(|number| number.len() == DIGITS) && numbers.is_sorted());
        assert_eq!((numbers[0] == numbers[1], numbers[1] == numbers[2]), (true, false));
        assert_eq!((&shards[0], &shards[0]), (&shards[1], &shards[4]));
        assert!(shards.iter().all(|shard| shard.as_str() <= "shardId-000000000003"));
    }

    #[test]
    fn drawn_keys_spread_over_the_shards_alike() {
        let beside = [Field::new("SHARD_ID", DataType::TEXT)];
        let ends = [0; 3000];
        let rows: Vec<u32> = (0..3000).collect();
        let columns = Metadata::new(&beside, 3).columns(Records { bytes: b"", ends: &ends }, &rows, 0);
        let shards = texts(&columns[0]);
        for shard in 0..3 {
            let there = shards.iter().filter(|text| **text == shard_id(shard)).count();
            assert!((900..1100).contains(&there), "{there}");
        }
        assert!(Metadata::none().columns(Records { bytes: b"", ends: &ends }, &rows, 0).is_empty());
    }
}
