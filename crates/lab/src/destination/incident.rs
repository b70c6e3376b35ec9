//! Events for people on call: PagerDuty and Opsgenie.

use super::{
    connection::Connection,
    encode::{iso_time, json, shortened},
    message::Message,
    request::{Draft, JSON},
    spec::{DestinationSpec, Urgency},
};

/// PagerDuty Events v2, `trigger`. Rows of one lab and stream fall into one incident until somebody resolves it.
pub(super) fn pager_duty(spec: &DestinationSpec, connection: &Connection, message: &Message) -> Draft {
    let severity = match spec.urgency {
        Urgency::Low => "info",
        Urgency::Normal => "warning",
        Urgency::High => "critical",
    };
    let links = if message.link.is_empty() {
        String::new()
    } else {
        let link = json(&message.link);
        format!(",\"links\":[{{\"href\":{link},\"text\":\"Look at the moment\"}}],\"client_url\":{link}")
    };
    let summary = format!("{}: {}", message.subject, message.sentence);
    let body = format!(
        "{{\"routing_key\":{},\"event_action\":\"trigger\",\"dedup_key\":{},\"payload\":{{\"summary\":{},\"source\":{},\
         \"severity\":\"{severity}\",\"timestamp\":{},\"class\":{},\"component\":{},\"custom_details\":{}}},\
         \"client\":\"Rillcut\"{links}}}",
        json(connection.key.trim()),
        json(&shortened(&incident_key(message), 255)),
        json(&shortened(&summary, 1000)),
        json(&message.lab),
        json(&iso_time(message.begins_ms())),
        json(message.kind()),
        json(&message.stream),
        details(message),
    );
    Draft::post(JSON, body)
}

/// An Opsgenie alert.
pub(super) fn opsgenie(spec: &DestinationSpec, connection: &Connection, message: &Message) -> Draft {
    let priority = match spec.urgency {
        Urgency::Low => "P5",
        Urgency::Normal => "P3",
        Urgency::High => "P1",
    };
    let body = format!(
        "{{\"message\":{},\"alias\":{},\"description\":{},\"source\":{},\"priority\":\"{priority}\",\"tags\":[\"rillcut\",{}],\
         \"details\":{{\"stream\":{},\"count\":\"{}\",\"link\":{}}}}}",
        json(&shortened(&message.subject, 130)),
        json(&shortened(&incident_key(message), 512)),
        json(&message.lines(spec, spec.preset.facts().text_limit)),
        json(&shortened(&message.lab, 100)),
        json(message.kind()),
        json(&message.stream),
        message.count,
        json(&message.link),
    );
    let mut draft = Draft::post(JSON, body);
    draft.headers.push(("authorization".to_owned(), format!("GenieKey {}", connection.key.trim())));
    draft
}

/// What makes two messages one incident.
fn incident_key(message: &Message) -> String {
    if message.test {
        format!("rillcut/{}", message.id)
    } else {
        format!("rillcut/{}/{}", message.lab, message.stream)
    }
}

fn details(message: &Message) -> String {
    format!(
        "{{\"id\":{},\"count\":{},\"row\":{}}}",
        json(&message.id),
        message.count,
        message.strongest.json()
    )
}
