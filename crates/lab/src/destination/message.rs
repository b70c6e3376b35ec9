//! A message before it has the form of any receiver: the rows it tells of, and its words.
//!
//! This is what the outbox keeps. It holds rows as JSON texts, so that a number arrives as the destination stream printed it, and no secret.

use rillcut_record::{Batch, Field, push_json_value, timestamp_text};
use serde::{Deserialize, Serialize};

use super::{
    encode::{iso_time, json},
    spec::DestinationSpec,
    template::{self, Names},
};

/// Rows that a message carries at most; it tells how many there were.
pub(crate) const MAX_ROWS: usize = 25;
/// The subject of a message unless its destination says otherwise: the seed's.
pub(crate) const SUBJECT: &str = "Anomaly Detected";

/// A row on its way out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OutRow {
    /// Position in its stream, from 0.
    pub(crate) number: u64,
    /// ROWTIME, epoch milliseconds.
    pub(crate) rowtime_ms: i64,
    /// Its score, where a column holds one.
    pub(crate) score: Option<f64>,
    /// Columns and their values as JSON.
    pub(crate) cells: Vec<(String, String)>,
}

impl OutRow {
    /// A row of a batch.
    pub(crate) fn of(batch: &Batch, row: usize, fields: &[Field], number: u64, score: Option<f64>) -> Self {
        let cells = fields.iter().zip(&batch.columns).map(|(field, column)| {
            let mut value = String::new();
            push_json_value(field.data_type, column, row, &mut value);
            (field.name.clone(), value)
        });
        Self { number, rowtime_ms: batch.rowtimes[row], score, cells: cells.collect() }
    }

    /// The row as a destination of KDA gets it: a compact JSON object (spec/kda-sql.md 1.3).
    pub(crate) fn json(&self) -> String {
        let members = self.cells.iter().map(|(name, value)| format!("{}:{value}", json(name)));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    }

    /// The row as CSV: a value that holds a comma, a quote or an end of line is quoted, NULL is nothing.
    pub(crate) fn csv(&self) -> String {
        let value = |json: &String| match plain(json) {
            None => String::new(),
            Some(text) if json.starts_with('"') && quoted_in_csv(&text) => {
                format!("\"{}\"", text.replace('"', "\"\""))
            }
            Some(text) => text,
        };
        self.cells.iter().map(|(_, json)| value(json)).collect::<Vec<_>>().join(",")
    }
}

fn quoted_in_csv(text: &str) -> bool {
    text.is_empty() || text.contains([',', '"', '\n', '\r'])
}

/// A JSON value as a person reads it: a text without quotes; `None` is null.
pub(crate) fn plain(value: &str) -> Option<String> {
    if value == "null" {
        None
    } else if value.starts_with('"') {
        Some(serde_json::from_str(value).unwrap_or_default())
    } else {
        Some(value.to_owned())
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Message {
    /// The same over all attempts: by it a receiver knows a repeated one.
    pub(crate) id: String,
    /// Whether it is the test button's.
    pub(crate) test: bool,
    /// Name of the lab.
    pub(crate) lab: String,
    /// Stream of the rows.
    pub(crate) stream: String,
    /// Subject.
    pub(crate) subject: String,
    /// The sentence.
    pub(crate) sentence: String,
    /// The first rows that it tells of, oldest first; at most [`MAX_ROWS`].
    pub(crate) rows: Vec<OutRow>,
    /// The one with the highest score among all rows; else the first.
    pub(crate) strongest: OutRow,
    /// How many rows it tells of.
    pub(crate) count: u64,
    /// ROWTIME of the last.
    pub(crate) until_ms: i64,
    /// Wall clock at which it was made, epoch milliseconds.
    pub(crate) made_ms: i64,
    /// Where the moment can be looked at; empty where there is no such address.
    pub(crate) link: String,
}

/// Rows that one message tells of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub(crate) rows: Vec<OutRow>,
    pub(crate) strongest: OutRow,
    pub(crate) count: u64,
    pub(crate) until_ms: i64,
}

impl Group {
    /// A group of one.
    pub(crate) fn one(row: OutRow) -> Self {
        Self { until_ms: row.rowtime_ms, strongest: row.clone(), rows: vec![row], count: 1 }
    }
}

/// Who says what about which rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) id: &'a str,
    pub(crate) lab: &'a str,
    pub(crate) test: bool,
    pub(crate) made_ms: i64,
    pub(crate) link: &'a str,
}

impl Message {
    /// Says it in the destination's words.
    pub(crate) fn new(spec: &DestinationSpec, group: Group, origin: &Origin<'_>) -> Self {
        let mut message = Self {
            id: origin.id.to_owned(),
            test: origin.test,
            lab: origin.lab.to_owned(),
            stream: spec.stream.clone(),
            subject: String::new(),
            sentence: String::new(),
            rows: group.rows,
            strongest: group.strongest,
            count: group.count,
            until_ms: group.until_ms,
            made_ms: origin.made_ms,
            link: origin.link.to_owned(),
        };
        let subject = if spec.subject.trim().is_empty() { SUBJECT } else { spec.subject.as_str() };
        let subject = template::fill(subject, &message.names(&message.strongest));
        let said = sentence(spec, &message, &message.strongest);
        message.subject = if origin.test { format!("Test: {subject}") } else { subject };
        let said = if origin.test { format!("This is a test from Rillcut: {said}") } else { said };
        message.sentence = match message.count {
            1 => said,
            count => format!(
                "{count} rows from {} to {}; the strongest: {said}",
                timestamp_text(message.rows.first().map_or(message.until_ms, |row| row.rowtime_ms)),
                timestamp_text(message.until_ms),
            ),
        };
        message
    }

    /// `anomaly.detected`, or `test`.
    pub(crate) fn kind(&self) -> &'static str {
        if self.test { "test" } else { "anomaly.detected" }
    }

    /// ROWTIME of the first row.
    pub(crate) fn begins_ms(&self) -> i64 {
        self.rows.first().map_or(self.until_ms, |row| row.rowtime_ms)
    }

    /// All rows that it carries, as a JSON array.
    pub(crate) fn rows_json(&self) -> String {
        format!("[{}]", self.rows.iter().map(OutRow::json).collect::<Vec<_>>().join(","))
    }

    /// The sentence, and for a digest a line a row, at most `limit` characters in all.
    pub(crate) fn lines(&self, spec: &DestinationSpec, limit: usize) -> String {
        let mut out = super::encode::shortened(&self.sentence, limit);
        if self.count < 2 {
            return out;
        }
        let mut left = self.count;
        let mut length = out.chars().count();
        for row in self.rows.iter().take(10) {
            let line = format!("\n{}: {}", timestamp_text(row.rowtime_ms), sentence(spec, self, row));
            length += line.chars().count();
            // What is left out is said in 30 characters.
            if length + 30 > limit {
                break;
            }
            out.push_str(&line);
            left -= 1;
        }
        if left > 0 {
            out = format!("{out}\nand {left} more");
        }
        out
    }

    /// The names that a text about one of the rows may use.
    pub(crate) fn names<'a>(&'a self, row: &'a OutRow) -> MessageNames<'a> {
        MessageNames { message: self, row }
    }
}

/// The destination's sentence about a row; without one, its cells.
pub(crate) fn sentence(spec: &DestinationSpec, message: &Message, row: &OutRow) -> String {
    if !spec.sentence.is_empty() {
        return template::fill(&spec.sentence, &message.names(row));
    }
    let cell = |(name, value): &(String, String)| {
        format!("{name} = {}", plain(value).unwrap_or_else(|| "NULL".to_owned()))
    };
    format!("{}: {}", message.stream, row.cells.iter().map(cell).collect::<Vec<_>>().join(", "))
}

/// Names beside the row's columns: each with what it stands for.
pub(crate) const SPECIAL: [(&str, &str); 13] = [
    ("ROWTIME", "the row's time"),
    ("$id", "the message's id"),
    ("$type", "anomaly.detected or test"),
    ("$lab", "the lab's name"),
    ("$stream", "the stream's name"),
    ("$subject", "the subject"),
    ("$sentence", "the sentence"),
    ("$score", "the row's score"),
    ("$time", "the row's time as 2026-01-01T00:03:20.000Z"),
    ("$count", "how many rows the message tells of"),
    ("$row", "the row as a JSON object"),
    ("$rows", "all rows as a JSON array"),
    ("$link", "the address of the moment"),
];

/// The names of a message about one of its rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MessageNames<'a> {
    message: &'a Message,
    row: &'a OutRow,
}

impl Names for MessageNames<'_> {
    fn json(&self, name: &str) -> Option<String> {
        let (message, row) = (self.message, self.row);
        if let Some((_, value)) = row.cells.iter().find(|(column, _)| column == name) {
            return Some(value.clone());
        }
        Some(match name {
            "ROWTIME" => json(&timestamp_text(row.rowtime_ms)),
            "$id" => json(&message.id),
            "$type" => json(message.kind()),
            "$lab" => json(&message.lab),
            "$stream" => json(&message.stream),
            "$subject" => json(&message.subject),
            "$sentence" => json(&message.sentence),
            "$score" => row
                .score
                .map_or_else(|| "null".to_owned(), |score| serde_json::Value::from(score).to_string()),
            "$time" => json(&iso_time(row.rowtime_ms)),
            "$count" => message.count.to_string(),
            "$row" => row.json(),
            "$rows" => message.rows_json(),
            "$link" => json(&message.link),
            _ => return None,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use rillcut_record::{Column, ColumnData, DataType};

    use super::*;

    pub(crate) const LABS_SENTENCE: &str =
        "Anomaly detected with a click through rate of {CTRPERCENT}% and an anomaly score of {ANOMALY_SCORE}";

    /// The row that the seed recorded.
    pub(crate) fn row(number: u64) -> OutRow {
        let fields =
            [Field::new("CTRPERCENT", DataType::Double), Field::new("ANOMALY_SCORE", DataType::Double)];
        let double = |value| Arc::new(Column::from_data(ColumnData::Double(vec![value])));
        let score = 3.024_659_782_464_078;
        let batch = Batch {
            rowtimes: vec![1_628_558_790_000 + number as i64 * 10_000],
            columns: vec![double(23.0 / 10.0 * 100.0), double(score)],
            bound: 0,
        };
        OutRow::of(&batch, 0, &fields, number, Some(score))
    }

    /// A message about so many rows.
    pub(crate) fn message(spec: &DestinationSpec, count: u64) -> Message {
        let rows: Vec<OutRow> = (0..count.min(MAX_ROWS as u64)).map(row).collect();
        let until_ms = row(count - 1).rowtime_ms;
        let group = Group { strongest: rows[0].clone(), rows, count, until_ms };
        let origin = Origin {
            id: "a-1-0",
            lab: "Clicks",
            test: false,
            made_ms: 1_700_000_000_000,
            link: "https://lab.example/#at=200",
        };
        Message::new(spec, group, &origin)
    }

    #[test]
    fn the_labs_sentence_and_its_digest() {
        let spec = DestinationSpec { sentence: LABS_SENTENCE.to_owned(), ..DestinationSpec::of("S") };
        let one = message(&spec, 1);
        assert_eq!(
            (one.subject.as_str(), one.sentence.as_str()),
            (
                "Anomaly Detected",
                "Anomaly detected with a click through rate of 229.99999999999997% and an anomaly score of 3.024659782464078"
            )
        );
        assert_eq!(one.lines(&spec, 1000), one.sentence);
        let many = message(&spec, 40);
        assert!(many.sentence.starts_with(
            "40 rows from 2021-08-10 01:26:30.0 to 2021-08-10 01:33:00.0; the strongest: Anomaly"
        ));
        let lines = many.lines(&spec, 3000);
        assert_eq!((lines.lines().count(), lines.lines().last()), (12, Some("and 30 more")));
        assert!(many.lines(&spec, 300).chars().count() <= 300);
        let plain = message(&DestinationSpec::of("S"), 1);
        assert_eq!(plain.sentence, "S: CTRPERCENT = 229.99999999999997, ANOMALY_SCORE = 3.024659782464078");
    }

    #[test]
    fn rows_keep_the_streams_own_numbers() {
        let mut row = row(0);
        assert_eq!(row.json(), r#"{"CTRPERCENT":229.99999999999997,"ANOMALY_SCORE":3.024659782464078}"#);
        assert_eq!(row.csv(), "229.99999999999997,3.024659782464078");
        row.cells = vec![
            ("a\"b".to_owned(), "null".to_owned()),
            ("c".to_owned(), r#""x,\"y\"""#.to_owned()),
            ("d".to_owned(), "\"\"".to_owned()),
        ];
        assert_eq!(row.csv(), r#","x,""y""","""#);
        assert!(serde_json::from_str::<serde_json::Value>(&row.json()).is_ok());
    }
}
