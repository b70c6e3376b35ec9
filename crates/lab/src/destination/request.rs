//! A message in the form of its receiver.

use super::{
    chat,
    connection::Connection,
    encode::push_percent,
    events, incident,
    message::Message,
    spec::{DestinationSpec, Preset},
};
use crate::{outbox::HttpRequest, protocol::Problem};

pub(super) const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded;charset=UTF-8";
pub(super) const TEXT: &str = "text/plain;charset=UTF-8";

/// Largest body, octets. A function URL takes 6 MB, most others far less; a row is not a file.
const MAX_BODY: usize = 256 << 10;

/// Which attempt a request is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Attempt {
    /// From 1.
    pub(crate) number: u32,
    /// Wall clock, epoch milliseconds.
    pub(crate) wall_ms: f64,
}

/// What a preset decides of a request.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Added to the address.
    pub(super) path: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Draft {
    pub(super) fn post(content_type: &str, body: String) -> Self {
        Self {
            path: String::new(),
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body,
        }
    }
}

/// Puts a request together.
///
/// # Errors
/// `LAB0070` when the body is too large to be sent.
pub(crate) fn request(
    spec: &DestinationSpec,
    connection: &Connection,
    message: &Message,
    attempt: Attempt,
) -> Result<HttpRequest, Problem> {
    let draft = match spec.preset {
        Preset::Json => events::generic(spec, message),
        Preset::StandardWebhooks | Preset::Lambda => events::standard_webhooks(connection, message, attempt),
        Preset::CloudEvents => events::cloud_events(message),
        Preset::CloudEventsBinary => events::cloud_events_binary(message),
        Preset::Slack => chat::slack(spec, message),
        Preset::Discord => chat::discord(spec, message),
        Preset::Teams => chat::teams(spec, message),
        Preset::Telegram => chat::telegram(spec, connection, message),
        Preset::Ntfy => chat::ntfy(spec, connection, message),
        Preset::PagerDuty => incident::pager_duty(spec, connection, message),
        Preset::Opsgenie => incident::opsgenie(spec, connection, message),
        Preset::Kinesis => events::kinesis(spec, message, attempt),
        Preset::Browser => Draft::post(TEXT, message.lines(spec, spec.preset.facts().text_limit)),
    };
    if draft.body.len() > MAX_BODY {
        let message =
            format!("the message has {} octets, more than the {MAX_BODY} that are sent", draft.body.len());
        let hint = "select fewer or shorter columns, or gather fewer rows in a message".to_owned();
        return Err(Problem::plain("LAB0070", message, Some(hint)));
    }
    Ok(HttpRequest { attempt: attempt.number, ..assembled(spec, connection, draft, message) })
}

fn assembled(
    spec: &DestinationSpec,
    connection: &Connection,
    draft: Draft,
    message: &Message,
) -> HttpRequest {
    let facts = spec.preset.facts();
    let mut url = with_path(&connection.address(&facts), &draft.path);
    add_query(&mut url, &connection.query);
    let mut headers = draft.headers;
    if connection.hidden {
        // Without leave only a few types of content go out, and no header of our own.
        headers = vec![(
            "content-type".to_owned(),
            if spec.preset == Preset::Slack || spec.preset == Preset::Telegram { FORM } else { TEXT }
                .to_owned(),
        )];
    } else {
        headers.retain(|(name, _)| !connection.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)));
        headers.extend(connection.headers.iter().cloned());
    }
    HttpRequest {
        id: message.id.clone(),
        is_notification: spec.preset == Preset::Browser,
        subject: message.subject.clone(),
        method: if connection.method.is_empty() { "POST".to_owned() } else { connection.method.clone() },
        url,
        headers,
        body: draft.body,
        attempt: 1,
        hidden: connection.hidden,
        timeout_ms: (spec.retry.timeout_seconds * 1000.0) as u32,
    }
}

/// The address with a path behind its own, before its query.
fn with_path(url: &str, path: &str) -> String {
    if path.is_empty() {
        return url.to_owned();
    }
    let end = url.find(['?', '#']).unwrap_or(url.len());
    format!("{}{path}{}", url[..end].trim_end_matches('/'), &url[end..])
}

fn add_query(url: &mut String, query: &[(String, String)]) {
    let fragment = url.find('#').map(|at| url.split_off(at)).unwrap_or_default();
    for (name, value) in query {
        url.push(if url.contains('?') { '&' } else { '?' });
        push_percent(url, name);
        url.push('=');
        push_percent(url, value);
    }
    url.push_str(&fragment);
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{
        super::message::tests::{LABS_SENTENCE, message},
        *,
    };

    fn made(preset: Preset, count: u64) -> HttpRequest {
        let spec = DestinationSpec { preset, sentence: LABS_SENTENCE.to_owned(), ..DestinationSpec::of("S") };
        let connection = Connection {
            url: if preset.facts().url_is_default {
                String::new()
            } else {
                "https://example.com/hook".to_owned()
            },
            key: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned(),
            to: "the-topic".to_owned(),
            ..Connection::default()
        };
        assert_eq!(connection.check(&spec, true), Ok(()), "{preset:?}");
        let attempt = Attempt { number: 2, wall_ms: 1_700_000_000_500.0 };
        request(&spec, &connection, &message(&spec, count), attempt).unwrap()
    }

    fn body(preset: Preset, count: u64) -> Value {
        serde_json::from_str(&made(preset, count).body).unwrap()
    }

    fn header<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
        request.headers.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    const SENTENCE: &str = "Anomaly detected with a click through rate of 229.99999999999997% and an anomaly score of 3.024659782464078";

    #[test]
    fn json_to_the_built_in_template() {
        let request = made(Preset::Json, 1);
        assert_eq!((request.method.as_str(), header(&request, "content-type")), ("POST", "application/json"));
        assert_eq!(header(&request, "idempotency-key"), "a-1-0");
        let body = body(Preset::Json, 1);
        assert_eq!(body["type"], "anomaly.detected");
        assert_eq!(body["sentence"], SENTENCE);
        assert_eq!(body["row"]["CTRPERCENT"], 229.999_999_999_999_97);
        assert_eq!(body["rows"].as_array().unwrap().len(), 1);
        assert_eq!(body["rowtime"], "2021-08-10 01:26:30.0");
        assert!(
            request.body.contains("\"row\":{\"CTRPERCENT\":229.99999999999997,"),
            "the stream's own digits"
        );
    }

    #[test]
    fn chats() {
        let slack = made(Preset::Slack, 1);
        assert_eq!(header(&slack, "content-type"), FORM);
        assert!(
            slack.body.starts_with("payload=%7B%22text%22%3A%22%2AAnomaly%20Detected%2A"),
            "{}",
            slack.body
        );
        let discord = body(Preset::Discord, 3);
        assert_eq!(discord["allowed_mentions"]["parse"], Value::Array(vec![]));
        assert!(discord["embeds"][0]["description"].as_str().unwrap().starts_with("3 rows from"));
        let teams = body(Preset::Teams, 1);
        assert_eq!(teams["attachments"][0]["content"]["body"][1]["text"], SENTENCE);
        let telegram = made(Preset::Telegram, 1);
        assert!(
            telegram.url.starts_with("https://api.telegram.org/botwhsec_")
                && telegram.url.ends_with("/sendMessage")
        );
        assert!(telegram.body.starts_with("chat_id=the-topic&text=Anomaly%20Detected%0A"));
        let ntfy = body(Preset::Ntfy, 1);
        assert_eq!((ntfy["topic"].as_str(), ntfy["message"].as_str()), (Some("the-topic"), Some(SENTENCE)));
        assert_eq!(ntfy["click"], "https://lab.example/#at=200");
    }

    #[test]
    fn people_on_call() {
        let event = body(Preset::PagerDuty, 1);
        assert_eq!(event["event_action"], "trigger");
        assert_eq!(event["dedup_key"], "rillcut/Clicks/S");
        assert_eq!(event["payload"]["severity"], "warning");
        assert_eq!(event["payload"]["custom_details"]["row"]["ANOMALY_SCORE"], 3.024_659_782_464_078);
        let alert = made(Preset::Opsgenie, 1);
        assert!(header(&alert, "authorization").starts_with("GenieKey "));
        assert_eq!(body(Preset::Opsgenie, 1)["description"], SENTENCE);
    }

    #[test]
    fn programs() {
        let signed = made(Preset::StandardWebhooks, 1);
        assert_eq!(
            (header(&signed, "webhook-id"), header(&signed, "webhook-timestamp")),
            ("msg_a-1-0", "1700000000")
        );
        assert!(header(&signed, "webhook-signature").starts_with("v1,"));
        assert_eq!(body(Preset::Lambda, 1)["data"]["message"], SENTENCE);
        let event = body(Preset::CloudEvents, 1);
        assert_eq!(
            (event["specversion"].as_str(), event["source"].as_str()),
            (Some("1.0"), Some("/rillcut/Clicks/S"))
        );
        let binary = made(Preset::CloudEventsBinary, 1);
        assert_eq!(header(&binary, "ce-subject"), "Anomaly%20Detected");
        let kinesis = body(Preset::Kinesis, 2);
        assert_eq!(kinesis["records"][1]["recordId"], "a-1-0-1");
        assert_eq!(kinesis["records"][0]["lambdaDeliveryRecordMetadata"]["retryHint"], 1);
        let data = base64::Engine::decode(
            &base64::engine::general_purpose::STANDARD,
            kinesis["records"][0]["data"].as_str().unwrap(),
        );
        assert_eq!(data.unwrap(), br#"{"CTRPERCENT":229.99999999999997,"ANOMALY_SCORE":3.024659782464078}"#);
    }

    #[test]
    fn addresses_take_paths_and_queries() {
        assert_eq!(with_path("https://a.b/?x=1#f", "/c"), "https://a.b/c?x=1#f");
        let mut url = "https://a.b/c?x=1#f".to_owned();
        add_query(&mut url, &[("code".to_owned(), "a b&c".to_owned())]);
        assert_eq!(url, "https://a.b/c?x=1&code=a%20b%26c#f");
    }

    #[test]
    fn a_request_that_is_shown_tells_no_secret() {
        for preset in Preset::ALL {
            let spec = DestinationSpec { preset, ..DestinationSpec::of("S") };
            let connection = Connection {
                url: "https://example.com/s3cret".to_owned(),
                key: "s3cret".to_owned(),
                to: "s3cret".to_owned(),
                email: "s3cret@example.com".to_owned(),
                headers: vec![("x-key".to_owned(), "s3cret".to_owned())],
                query: vec![("sig".to_owned(), "s3cret".to_owned())],
                ..Connection::default()
            };
            let shown = connection.redacted(&preset.facts());
            let request = request(&spec, &shown, &message(&spec, 2), Attempt { number: 1, wall_ms: 0.0 });
            assert!(!format!("{request:?}").contains("s3cret"), "{preset:?}");
        }
    }
}
