//! Messages for programs: JSON to a template, Standard Webhooks, CloudEvents, and the events of AWS Lambda.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    connection::{Connection, HIDDEN},
    encode::{iso_time, json},
    message::{Message, OutRow},
    request::{Attempt, Draft, JSON},
    sign,
    spec::{DestinationSpec, RowFormat},
    template,
};

/// The body of a JSON webhook whose destination has no template of its own.
pub const DEFAULT_BODY: &str = r#"{
  "id": "{$id}",
  "type": "{$type}",
  "lab": "{$lab}",
  "stream": "{$stream}",
  "rowtime": "{ROWTIME}",
  "score": "{$score}",
  "subject": "{$subject}",
  "sentence": "{$sentence}",
  "count": "{$count}",
  "row": "{$row}",
  "rows": "{$rows}",
  "link": "{$link}"
}"#;

/// JSON to the destination's template.
pub(super) fn generic(spec: &DestinationSpec, message: &Message) -> Draft {
    let template = if spec.body.trim().is_empty() { DEFAULT_BODY } else { spec.body.as_str() };
    let mut draft = Draft::post(JSON, template::fill_json(template, &message.names(&message.strongest)));
    draft.headers.push(("idempotency-key".to_owned(), message.id.clone()));
    draft
}

/// What a message says, as one JSON object.
fn data(message: &Message) -> String {
    format!(
        "{{\"lab\":{},\"stream\":{},\"subject\":{},\"message\":{},\"count\":{},\"from\":{},\"until\":{},\"row\":{},\"rows\":{},\
         \"link\":{}}}",
        json(&message.lab),
        json(&message.stream),
        json(&message.subject),
        json(&message.sentence),
        message.count,
        json(&iso_time(message.begins_ms())),
        json(&iso_time(message.until_ms)),
        message.strongest.json(),
        message.rows_json(),
        json(&message.link),
    )
}

/// Standard Webhooks 1.0: the id stays over all attempts, time and signature are of this one.
pub(super) fn standard_webhooks(connection: &Connection, message: &Message, attempt: Attempt) -> Draft {
    let body = format!(
        "{{\"type\":{},\"timestamp\":{},\"data\":{}}}",
        json(message.kind()),
        json(&iso_time(message.made_ms)),
        data(message)
    );
    let id = format!("msg_{}", message.id);
    let seconds = (attempt.wall_ms / 1000.0) as i64;
    // A request that is shown has no key to sign with.
    let signature = sign::secret(connection.key.trim())
        .map_or_else(|_| HIDDEN.to_owned(), |secret| sign::signature(&secret, &id, seconds, &body));
    let mut draft = Draft::post(JSON, body);
    draft.headers.push(("webhook-id".to_owned(), id));
    draft.headers.push(("webhook-timestamp".to_owned(), seconds.to_string()));
    draft.headers.push(("webhook-signature".to_owned(), signature));
    draft
}

/// The source of a CloudEvent: a URI reference that names lab and stream.
fn source(message: &Message) -> String {
    let mut out = String::from("/rillcut/");
    super::encode::push_percent(&mut out, &message.lab);
    out.push('/');
    super::encode::push_percent(&mut out, &message.stream);
    out
}

fn cloud_type(message: &Message) -> &'static str {
    if message.test { "dev.rillcut.test" } else { "dev.rillcut.anomaly.detected" }
}

/// CloudEvents 1.0 as one document.
pub(super) fn cloud_events(message: &Message) -> Draft {
    let body = format!(
        "{{\"specversion\":\"1.0\",\"id\":{},\"source\":{},\"type\":\"{}\",\"subject\":{},\"time\":{},\
         \"datacontenttype\":\"application/json\",\"data\":{}}}",
        json(&message.id),
        json(&source(message)),
        cloud_type(message),
        json(&message.subject),
        json(&iso_time(message.begins_ms())),
        data(message)
    );
    Draft::post("application/cloudevents+json; charset=utf-8", body)
}

/// CloudEvents 1.0 with attributes in headers.
pub(super) fn cloud_events_binary(message: &Message) -> Draft {
    let mut draft = Draft::post(JSON, data(message));
    let mut subject = String::new();
    push_header_text(&mut subject, &message.subject);
    for (name, value) in [
        ("ce-specversion", "1.0".to_owned()),
        ("ce-id", message.id.clone()),
        ("ce-source", source(message)),
        ("ce-type", cloud_type(message).to_owned()),
        ("ce-subject", subject),
        ("ce-time", iso_time(message.begins_ms())),
    ] {
        draft.headers.push((name.to_owned(), value));
    }
    draft
}

/// A text within a `ce-` header: what is no printable ASCII, and space, quote and percent sign, are percent-encoded.
fn push_header_text(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_ascii_graphic() && c != '"' && c != '%' {
            out.push(c);
        } else {
            super::encode::push_percent(out, c.encode_utf8(&mut [0; 4]));
        }
    }
}

/// The event that KDA calls a function with: a record a row, its data in Base64 (spec/kda-sql.md 15).
pub(super) fn kinesis(spec: &DestinationSpec, message: &Message, attempt: Attempt) -> Draft {
    let record = |(at, row): (usize, &OutRow)| {
        let text = match spec.format {
            RowFormat::Json => row.json(),
            RowFormat::Csv => row.csv(),
        };
        format!(
            "{{\"recordId\":{},\"lambdaDeliveryRecordMetadata\":{{\"retryHint\":{}}},\"data\":\"{}\"}}",
            json(&format!("{}-{at}", message.id)),
            attempt.number.saturating_sub(1),
            STANDARD.encode(text)
        )
    };
    let records: Vec<String> = message.rows.iter().enumerate().map(record).collect();
    let mut name = String::new();
    super::encode::push_percent(&mut name, &message.lab);
    let body = format!(
        "{{\"invocationId\":{},\"applicationArn\":\"arn:aws:kinesisanalytics:local:000000000000:application/{name}\",\"records\":[{}]}}",
        json(&message.id),
        records.join(",")
    );
    Draft::post(JSON, body)
}
