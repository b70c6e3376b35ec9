//! The receivers that a destination knows the form of, and what a page can see of their answers.
//!
//! A browser shows a page an answer only where the receiver allows it (CORS). What is written here of each receiver is what its
//! documentation or its users report; the test button finds out what is true today.

use serde::{Deserialize, Serialize};

/// The form of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Preset {
    /// JSON to a template.
    #[default]
    Json,
    /// Standard Webhooks 1.0, signed.
    StandardWebhooks,
    /// CloudEvents 1.0, one JSON document.
    CloudEvents,
    /// CloudEvents 1.0, attributes in headers.
    CloudEventsBinary,
    /// A Slack incoming webhook.
    Slack,
    /// A Discord webhook.
    Discord,
    /// A workflow of Microsoft Teams.
    Teams,
    /// PagerDuty Events v2.
    PagerDuty,
    /// An alert of Opsgenie.
    Opsgenie,
    /// ntfy: push, and e-mail.
    Ntfy,
    /// A Telegram bot.
    Telegram,
    /// A Lambda function URL or API Gateway that publishes to SNS.
    Lambda,
    /// The event that KDA calls a Lambda function with.
    Kinesis,
    /// A notification of this browser.
    Browser,
}

/// What a page sees of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// The receiver allows pages to read it.
    Seen,
    /// Whoever runs the receiver decides.
    Depends,
    /// There is no request.
    Local,
}

/// A field of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldFacts {
    /// What it is called.
    pub label: &'static str,
    /// An example.
    pub example: &'static str,
}

/// What there is to know of a preset.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "facts that depend on nothing but the preset")]
pub struct Facts {
    /// What it is called.
    pub label: &'static str,
    /// The kind of receiver, for the picker.
    pub group: &'static str,
    /// An address, as an example or as the one that is taken when none is given.
    pub url: &'static str,
    /// Whether `url` is taken when none is given.
    pub url_is_default: bool,
    /// Whether the address itself lets anybody send.
    pub url_is_secret: bool,
    /// The key, token or signing secret, where there is one.
    pub key: Option<FieldFacts>,
    /// Whether there can be no request without the key.
    pub key_is_needed: bool,
    /// Whom it is for: a topic or a chat.
    pub to: Option<FieldFacts>,
    /// Whether it can send an e-mail, too.
    pub email: bool,
    /// Whether the request can go out without leave of the receiver: no header that a browser asks about first.
    pub is_simple: bool,
    /// What the page sees of the answer.
    pub sight: Sight,
    /// That in a sentence, and what to do about it.
    pub advice: &'static str,
    /// Most characters of a text that it takes.
    pub text_limit: usize,
    /// Shortest time between two requests, milliseconds.
    pub pace_ms: u32,
}

impl Preset {
    /// All of them, in the order of the picker.
    pub const ALL: [Self; 14] = [
        Self::Json,
        Self::StandardWebhooks,
        Self::CloudEvents,
        Self::CloudEventsBinary,
        Self::Slack,
        Self::Discord,
        Self::Teams,
        Self::Telegram,
        Self::Ntfy,
        Self::PagerDuty,
        Self::Opsgenie,
        Self::Lambda,
        Self::Kinesis,
        Self::Browser,
    ];

    /// What there is to know of it.
    #[allow(clippy::too_many_lines, reason = "a table")]
    pub fn facts(self) -> Facts {
        let plain = Facts {
            label: "JSON webhook",
            group: "Webhook",
            url: "https://example.com/hook",
            url_is_default: false,
            url_is_secret: false,
            key: None,
            key_is_needed: false,
            to: None,
            email: false,
            is_simple: false,
            sight: Sight::Depends,
            advice: "The receiver must allow this page: Access-Control-Allow-Origin, and content-type among Access-Control-Allow-Headers",
            text_limit: 100_000,
            pace_ms: 0,
        };
        match self {
            Self::Json => plain,
            Self::StandardWebhooks => Facts {
                label: "Standard Webhooks",
                key: Some(FieldFacts { label: "Signing secret", example: "whsec_…" }),
                key_is_needed: true,
                advice: "The receiver must allow this page and the headers content-type, webhook-id, webhook-timestamp and webhook-signature (CORS)",
                ..plain
            },
            Self::CloudEvents => Facts {
                label: "CloudEvents",
                advice: "The receiver must allow this page and the header content-type (CORS)",
                ..plain
            },
            Self::CloudEventsBinary => Facts {
                label: "CloudEvents, binary",
                advice: "The receiver must allow this page and the headers content-type and ce-… (CORS)",
                ..plain
            },
            Self::Slack => Facts {
                label: "Slack",
                group: "Chat",
                url: "https://hooks.slack.com/services/…",
                url_is_secret: true,
                is_simple: true,
                sight: Sight::Seen,
                advice: "Slack answers pages, so the answer can be read. The address lets anybody post to the channel",
                text_limit: 3000,
                pace_ms: 1000,
                ..plain
            },
            Self::Discord => Facts {
                label: "Discord",
                group: "Chat",
                url: "https://discord.com/api/webhooks/…",
                url_is_secret: true,
                sight: Sight::Seen,
                advice: "Discord answers pages, so the answer can be read. The address lets anybody post to the channel",
                text_limit: 1900,
                pace_ms: 2000,
                ..plain
            },
            Self::Teams => Facts {
                label: "Microsoft Teams",
                group: "Chat",
                url: "https://….logic.azure.com/workflows/…",
                url_is_secret: true,
                advice: "A Teams workflow answers pages in some plans only: send a test. Where it does not, allow this page's origin in the workflow's CORS settings",
                text_limit: 8000,
                pace_ms: 500,
                ..plain
            },
            Self::Telegram => Facts {
                label: "Telegram",
                group: "Chat",
                url: "https://api.telegram.org",
                url_is_default: true,
                key: Some(FieldFacts { label: "Bot token", example: "123456:ABC…" }),
                key_is_needed: true,
                to: Some(FieldFacts { label: "Chat", example: "-1001234567890" }),
                is_simple: true,
                sight: Sight::Seen,
                advice: "Telegram answers pages, so the answer can be read. The token is the whole bot: make one for the lab alone",
                text_limit: 4000,
                pace_ms: 1000,
                ..plain
            },
            Self::Ntfy => Facts {
                label: "ntfy",
                group: "Phone and e-mail",
                url: "https://ntfy.sh",
                url_is_default: true,
                key: Some(FieldFacts { label: "Access token", example: "tk_… (may be empty)" }),
                to: Some(FieldFacts { label: "Topic", example: "a name that nobody guesses" }),
                email: true,
                is_simple: true,
                sight: Sight::Seen,
                advice: "ntfy answers every page, so the answer can be read. Whoever knows the topic reads it: choose one that nobody guesses",
                text_limit: 3500,
                pace_ms: 500,
                ..plain
            },
            Self::PagerDuty => Facts {
                label: "PagerDuty",
                group: "On call",
                url: "https://events.pagerduty.com/v2/enqueue",
                url_is_default: true,
                key: Some(FieldFacts { label: "Integration key", example: "R0…" }),
                key_is_needed: true,
                advice: "Whether PagerDuty's events address answers pages is not documented: send a test. Where it does not, send through a function of your own",
                text_limit: 1000,
                pace_ms: 500,
                ..plain
            },
            Self::Opsgenie => Facts {
                label: "Opsgenie",
                group: "On call",
                url: "https://api.opsgenie.com/v2/alerts",
                url_is_default: true,
                key: Some(FieldFacts { label: "API key", example: "of an API integration" }),
                key_is_needed: true,
                advice: "Whether Opsgenie answers pages is not documented: send a test. Where it does not, send through a function of your own",
                text_limit: 10_000,
                pace_ms: 500,
                ..plain
            },
            Self::Lambda => Facts {
                label: "AWS Lambda → SNS",
                group: "AWS",
                url: "https://….lambda-url.us-east-1.on.aws/",
                key: Some(FieldFacts { label: "Signing secret", example: "whsec_…" }),
                key_is_needed: true,
                sight: Sight::Seen,
                advice: "The template in the guide makes the function, allows this page and sends e-mail and SMS through SNS",
                text_limit: 100_000,
                ..plain
            },
            Self::Kinesis => Facts {
                label: "AWS Lambda, as KDA calls it",
                group: "AWS",
                url: "https://….lambda-url.us-east-1.on.aws/",
                advice: "The function must allow this page and the header content-type (CORS settings of its URL). It gets the event that KDA would have sent, and answers a result for each record",
                ..plain
            },
            Self::Browser => Facts {
                label: "This browser",
                group: "Here",
                url: "",
                url_is_default: true,
                sight: Sight::Local,
                advice: "Nothing leaves this computer. The browser asks once whether the page may notify",
                text_limit: 300,
                pace_ms: 0,
                ..plain
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_stands_in_the_list_once_and_says_what_is_seen() {
        for preset in Preset::ALL {
            let facts = preset.facts();
            assert_eq!(Preset::ALL.iter().filter(|other| other.facts().label == facts.label).count(), 1);
            assert!(facts.advice.len() > 40 && !facts.advice.ends_with('.'), "{}", facts.label);
            assert!(preset == Preset::Browser || facts.url.starts_with("https://"));
            assert!(!facts.key_is_needed || facts.key.is_some());
        }
    }
}
