//! The sentence a message says, and the JSON that carries it.
//!
//! The seed's function wrote `Anomaly detected with a click through rate of …% and an anomaly score of …`
//! (spec/kda-sql.md 1.3); a destination's template says it with the row's own columns.

use rillcut_record::{Batch, Field, timestamp_text};
use serde_json::{Map, Value as Json};

use crate::cell::cell_text;

/// Fills `{COLUMN}` with the row's cells; `{ROWTIME}` is the row's time, an unknown name stays as it is. An empty template lists all cells.
pub(crate) fn sentence(template: &str, stream: &str, batch: &Batch, row: usize, fields: &[Field]) -> String {
    let cell = |name: &str| -> Option<String> {
        if name == "ROWTIME" {
            return Some(timestamp_text(batch.rowtimes[row]));
        }
        let at = fields.iter().position(|field| field.name == name)?;
        Some(cell_text(&fields[at], &batch.columns[at], row).unwrap_or_else(|| "NULL".to_owned()))
    };
    if template.is_empty() {
        let cells: Vec<String> = fields
            .iter()
            .map(|field| format!("{} = {}", field.name, cell(&field.name).unwrap_or_default()))
            .collect();
        return format!("{stream}: {}", cells.join(", "));
    }
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        if let Some((close, text)) = rest.find('}').and_then(|close| Some((close, cell(&rest[1..close])?))) {
            out.push_str(&text);
            rest = &rest[close + 1..];
        } else {
            out.push('{');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// What is said about a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Message<'a> {
    /// Stable id of the delivery.
    pub id: &'a str,
    /// Name of the lab.
    pub lab: &'a str,
    /// Stream of the row.
    pub stream: &'a str,
    /// The sentence.
    pub sentence: &'a str,
    /// ROWTIME, epoch milliseconds.
    pub rowtime_ms: i64,
    /// The row's score, where a column holds one.
    pub score: Option<f64>,
    /// The row as a destination gets it, JSON.
    pub row_json: &'a str,
    /// Whether it is the test button's sample.
    pub test: bool,
}

/// The body of the request: a JSON object with `id`, `type` (`anomaly.detected` or `test`), `lab`, `stream`, `rowtime`, `score`, `sentence` and `row`.
pub(crate) fn body(message: &Message<'_>) -> String {
    let mut object = Map::new();
    let kind = if message.test { "test" } else { "anomaly.detected" };
    object.insert("id".to_owned(), message.id.into());
    object.insert("type".to_owned(), kind.into());
    object.insert("lab".to_owned(), message.lab.into());
    object.insert("stream".to_owned(), message.stream.into());
    object.insert("rowtime".to_owned(), timestamp_text(message.rowtime_ms).into());
    object.insert("score".to_owned(), message.score.map_or(Json::Null, Json::from));
    object.insert("sentence".to_owned(), message.sentence.into());
    let head = Json::Object(object).to_string();
    // The row keeps the destination's own number texts, which a JSON tree would rewrite.
    format!("{},\"row\":{}}}", &head[..head.len() - 1], message.row_json)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rillcut_record::{Column, ColumnData, DataType};

    use super::*;

    fn row() -> (Vec<Field>, Batch) {
        let fields =
            vec![Field::new("CTRPERCENT", DataType::Double), Field::new("ANOMALY_SCORE", DataType::Double)];
        let double = |value| Arc::new(Column::from_data(ColumnData::Double(vec![value])));
        let batch = Batch {
            rowtimes: vec![1_628_558_790_000],
            columns: vec![double(23.0 / 10.0 * 100.0), double(3.024_659_782_464_078)],
            bound: 0,
        };
        (fields, batch)
    }

    #[test]
    fn the_labs_sentence() {
        let (fields, batch) = row();
        let template = "Anomaly detected with a click through rate of {CTRPERCENT}% and an anomaly score of {ANOMALY_SCORE}";
        assert_eq!(
            sentence(template, "S", &batch, 0, &fields),
            "Anomaly detected with a click through rate of 229.99999999999997% and an anomaly score of 3.024659782464078"
        );
        assert_eq!(sentence("{a} { {CTRPERCENT", "S", &batch, 0, &fields), "{a} { {CTRPERCENT");
        assert_eq!(
            sentence("", "S", &batch, 0, &fields),
            "S: CTRPERCENT = 229.99999999999997, ANOMALY_SCORE = 3.024659782464078"
        );
    }

    #[test]
    fn the_body_is_json_and_keeps_the_rows_numbers() {
        let body = body(&Message {
            id: "r1-0",
            lab: "a \"lab\"",
            stream: "S",
            sentence: "s",
            rowtime_ms: 0,
            score: Some(2.5),
            row_json: "{\"CTRPERCENT\":100.0}",
            test: false,
        });
        let parsed: Json = serde_json::from_str(&body).unwrap();
        assert_eq!(parsed["lab"], "a \"lab\"");
        assert_eq!(parsed["row"]["CTRPERCENT"], 100.0);
        assert!(body.ends_with("\"row\":{\"CTRPERCENT\":100.0}}"));
    }
}
