//! Messages for people: Slack, Discord, Teams, Telegram, ntfy.

use super::{
    connection::Connection,
    encode::{form, json, shortened},
    message::Message,
    request::{Draft, FORM, JSON, TEXT},
    spec::{DestinationSpec, Urgency},
};

/// Marks of Slack's mrkdwn; a cell must not make one.
fn slack_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Slack takes JSON in a form's `payload`, which a browser sends without asking.
pub(super) fn slack(spec: &DestinationSpec, message: &Message) -> Draft {
    let limit = spec.preset.facts().text_limit;
    let subject = slack_text(&shortened(&message.subject, 150));
    let text = slack_text(&message.lines(spec, limit - 200));
    let link = if message.link.is_empty() {
        String::new()
    } else {
        // A link is <address|words>: an address must hold neither of its marks.
        format!("\n<{}|Look at the moment>", slack_text(&message.link).replace('|', "%7C"))
    };
    let payload = format!("{{\"text\":{}}}", json(&format!("*{subject}*\n{text}{link}")));
    Draft::post(FORM, form([("payload", payload.as_str())]))
}

/// Discord, with mentions switched off.
pub(super) fn discord(spec: &DestinationSpec, message: &Message) -> Draft {
    let colour = match spec.urgency {
        Urgency::Low => 0x002F_81F7,
        Urgency::Normal => 0x00E3_8B2C,
        Urgency::High => 0x00D1_242F,
    };
    let url =
        if message.link.is_empty() { String::new() } else { format!(",\"url\":{}", json(&message.link)) };
    let body = format!(
        "{{\"username\":\"Rillcut\",\"embeds\":[{{\"title\":{}{url},\"description\":{},\"color\":{colour}}}],\
         \"allowed_mentions\":{{\"parse\":[]}}}}",
        json(&shortened(&message.subject, 250)),
        json(&message.lines(spec, spec.preset.facts().text_limit)),
    );
    Draft::post(JSON, body)
}

/// An adaptive card, as the workflow "when a webhook request is received" takes it.
pub(super) fn teams(spec: &DestinationSpec, message: &Message) -> Draft {
    let block = |text: &str, more: &str| {
        format!("{{\"type\":\"TextBlock\",\"text\":{},\"wrap\":true{more}}}", json(text))
    };
    let actions = if message.link.is_empty() {
        String::new()
    } else {
        let url = json(&message.link);
        format!(
            ",\"actions\":[{{\"type\":\"Action.OpenUrl\",\"title\":\"Look at the moment\",\"url\":{url}}}]"
        )
    };
    // A card reads its own markdown, in which one end of line is none.
    let text = message.lines(spec, spec.preset.facts().text_limit).replace('\n', "\n\n");
    let body = format!(
        "{{\"type\":\"message\",\"attachments\":[{{\"contentType\":\"application/vnd.microsoft.card.adaptive\",\
         \"contentUrl\":null,\"content\":{{\"$schema\":\"http://adaptivecards.io/schemas/adaptive-card.json\",\
         \"type\":\"AdaptiveCard\",\"version\":\"1.4\",\"body\":[{},{}]{actions}}}}}]}}",
        block(&shortened(&message.subject, 250), ",\"weight\":\"Bolder\",\"size\":\"Large\""),
        block(&text, ""),
    );
    Draft::post(JSON, body)
}

/// Telegram takes a form; the token is part of the address.
pub(super) fn telegram(spec: &DestinationSpec, connection: &Connection, message: &Message) -> Draft {
    let link = if message.link.is_empty() { String::new() } else { format!("\n{}", message.link) };
    let text = format!(
        "{}\n{}{link}",
        shortened(&message.subject, 200),
        message.lines(spec, spec.preset.facts().text_limit - 400)
    );
    let quiet = if spec.urgency == Urgency::Low { "true" } else { "false" };
    let body = form([
        ("chat_id", connection.to.trim()),
        ("text", text.as_str()),
        ("disable_notification", quiet),
        ("disable_web_page_preview", "true"),
    ]);
    let mut draft = Draft::post(FORM, body);
    draft.path = format!("/bot{}/sendMessage", connection.key.trim());
    draft
}

/// ntfy takes JSON under any type of content; as text it goes out without asking.
pub(super) fn ntfy(spec: &DestinationSpec, connection: &Connection, message: &Message) -> Draft {
    let priority = match spec.urgency {
        Urgency::Low => 2,
        Urgency::Normal => 3,
        Urgency::High => 5,
    };
    let mut body = format!(
        "{{\"topic\":{},\"title\":{},\"message\":{},\"priority\":{priority},\"tags\":[\"rotating_light\"]",
        json(connection.to.trim()),
        json(&shortened(&message.subject, 200)),
        json(&message.lines(spec, spec.preset.facts().text_limit)),
    );
    if !message.link.is_empty() {
        body = format!("{body},\"click\":{}", json(&message.link));
    }
    if !connection.email.trim().is_empty() {
        body = format!("{body},\"email\":{}", json(connection.email.trim()));
    }
    body.push('}');
    let mut draft = Draft::post(TEXT, body);
    if !connection.key.trim().is_empty() {
        draft.headers.push(("authorization".to_owned(), format!("Bearer {}", connection.key.trim())));
    }
    draft
}
