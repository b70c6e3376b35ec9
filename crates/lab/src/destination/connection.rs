//! The half of a destination that no lab file holds: addresses, keys, and how they are checked and hidden.

use serde::{Deserialize, Serialize};

use super::{
    preset::{Facts, Preset},
    sign,
    spec::DestinationSpec,
};
use crate::protocol::Problem;

/// What stands in place of a secret.
pub(crate) const HIDDEN: &str = "•••";

/// Headers that a browser does not let a page set.
const FORBIDDEN: [&str; 20] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// Where a destination sends to. All of it is secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// `https://…` or `http://…`; empty: the preset's own.
    pub url: String,
    /// POST, PUT or PATCH; empty: POST.
    pub method: String,
    /// Extra headers.
    pub headers: Vec<(String, String)>,
    /// Parameters that are added to the address.
    pub query: Vec<(String, String)>,
    /// Key, token or signing secret.
    pub key: String,
    /// Topic or chat.
    pub to: String,
    /// Address of an e-mail that is sent, too.
    pub email: String,
    /// Sends without asking the receiver for leave; the browser then hides every answer.
    pub hidden: bool,
    /// Whether the browser may keep it, so that messages on their way survive a reload.
    pub remember: bool,
}

impl Connection {
    /// The address: what was given, or the preset's.
    pub(crate) fn address(&self, facts: &Facts) -> String {
        let given = self.url.trim();
        if given.is_empty() && facts.url_is_default { facts.url.to_owned() } else { given.to_owned() }
    }

    /// The same with every secret replaced, for requests that are shown.
    pub(crate) fn redacted(&self, facts: &Facts) -> Self {
        let blank = |pairs: &[(String, String)]| {
            pairs.iter().map(|(name, _)| (name.clone(), HIDDEN.to_owned())).collect()
        };
        let hide = |text: &str| if text.is_empty() { String::new() } else { HIDDEN.to_owned() };
        let url = if self.url.is_empty() { String::new() } else { redacted_url(&self.address(facts)) };
        Self {
            url,
            headers: blank(&self.headers),
            query: blank(&self.query),
            key: hide(&self.key),
            to: hide(&self.to),
            email: hide(&self.email),
            ..self.clone()
        }
    }

    /// Whether a destination could send by it.
    ///
    /// # Errors
    /// `LAB0020` address, `LAB0021` method, `LAB0022` header, `LAB0061` something is missing, `LAB0062` a signing secret that is none,
    /// `LAB0063` an address that a page served over HTTPS may not call, `LAB0068` a form that cannot go out without leave,
    /// `LAB0069` a header that no page may set.
    pub(crate) fn check(&self, spec: &DestinationSpec, page_is_secure: bool) -> Result<(), Problem> {
        let facts = spec.preset.facts();
        if spec.preset == Preset::Browser {
            return Ok(());
        }
        let url = self.address(&facts);
        check_address(&url, &facts)?;
        if page_is_secure && url.starts_with("http://") && !is_loopback(&url) {
            let hint =
                "give the receiver HTTPS, or open the lab from this computer: http://127.0.0.1 is allowed";
            let message = "a page served over HTTPS cannot send to an http:// address (mixed content)";
            return Err(Problem::plain("LAB0063", message, Some(hint.to_owned())));
        }
        if !matches!(self.method.as_str(), "" | "POST" | "PUT" | "PATCH") {
            let message = format!("a message cannot be sent by '{}'", self.method);
            return Err(Problem::plain("LAB0021", message, Some("use POST, PUT or PATCH".to_owned())));
        }
        self.headers.iter().try_for_each(|(name, value)| check_header(name, value))?;
        let missing = |label: &str| {
            let message = format!("{} needs a {}", facts.label, label.to_lowercase());
            Problem::plain("LAB0061", message, None)
        };
        if let Some(key) = facts.key
            && self.key.trim().is_empty()
            && facts.key_is_needed
        {
            return Err(missing(key.label));
        }
        if let Some(to) = facts.to
            && self.to.trim().is_empty()
        {
            return Err(missing(to.label));
        }
        if matches!(spec.preset, Preset::StandardWebhooks | Preset::Lambda) {
            sign::secret(self.key.trim())?;
        }
        if self.hidden && !(facts.is_simple || spec.preset == Preset::Json) {
            let message = format!("{} cannot be sent without leave of the receiver", facts.label);
            let hint = "its form needs headers that a browser first asks about".to_owned();
            return Err(Problem::plain("LAB0068", message, Some(hint)));
        }
        Ok(())
    }
}

fn check_address(url: &str, facts: &Facts) -> Result<(), Problem> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let named = host.is_some_and(|host| !matches!(host.chars().next(), None | Some('/' | '?' | '#' | ':')));
    if named && !url.chars().any(|c| c.is_whitespace() || c.is_control()) && url.len() <= 8192 {
        return Ok(());
    }
    let hint = format!("write it whole, such as {}", facts.url);
    let message = if url.is_empty() {
        format!("{} needs an address", facts.label)
    } else {
        // No part of it is repeated: what was pasted into the wrong field may be a secret.
        "this is not an address that can be sent to".to_owned()
    };
    Err(Problem::plain("LAB0020", message, Some(hint)))
}

fn check_header(name: &str, value: &str) -> Result<(), Problem> {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(token) || value.chars().any(|c| c.is_control() || c as u32 > 0xFF)
    {
        let hint = "a header is a name of letters, digits and dashes, and a value on one line".to_owned();
        return Err(Problem::plain(
            "LAB0022",
            format!("'{name}' is not a header that can be sent"),
            Some(hint),
        ));
    }
    let lower = name.to_ascii_lowercase();
    if FORBIDDEN.contains(&lower.as_str()) || lower.starts_with("proxy-") || lower.starts_with("sec-") {
        let message = format!("no page may set the header '{name}'");
        return Err(Problem::plain(
            "LAB0069",
            message,
            Some("the browser sets it, or leaves it out".to_owned()),
        ));
    }
    Ok(())
}

/// Whether an address is this computer's, which browsers let every page call.
fn is_loopback(url: &str) -> bool {
    let host = url.split("//").nth(1).unwrap_or("").split(['/', '?', '#']).next().unwrap_or("");
    let host = host.rsplit('@').next().unwrap_or(host);
    let name = if host.starts_with('[') {
        host.split_inclusive(']').next().unwrap_or(host)
    } else {
        host.split(':').next().unwrap_or(host)
    };
    name == "localhost" || name.ends_with(".localhost") || name == "[::1]" || name.starts_with("127.")
}

/// Scheme and host of an address; the rest may let anybody send.
pub(crate) fn redacted_url(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return HIDDEN.to_owned() };
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit('@').next().unwrap_or(host);
    let more = rest.len() > host.len() + 1;
    format!("{scheme}://{host}{}", if more { "/•••" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(preset: Preset, change: impl FnOnce(&mut Connection)) -> Option<String> {
        let mut connection =
            Connection { url: "https://example.com/hook".to_owned(), ..Connection::default() };
        change(&mut connection);
        let spec = DestinationSpec { preset, ..DestinationSpec::of("S") };
        connection.check(&spec, true).err().map(|problem| problem.code)
    }

    #[test]
    fn takes_whole_addresses_only() {
        for url in [
            "https://example.com",
            "https://example.com:8443/a?b=c#d",
            "http://127.0.0.1:9/x",
            "http://localhost:8080",
            "http://[::1]:80/",
        ] {
            assert_eq!(code(Preset::Json, |it| it.url = url.to_owned()), None, "{url}");
        }
        for url in
            ["", "example.com", "ftp://x", "https://", "https:///x", "http://a b", "javascript:alert(1)"]
        {
            assert_eq!(code(Preset::Json, |it| it.url = url.to_owned()).as_deref(), Some("LAB0020"), "{url}");
        }
        for url in ["http://example.com", "http://localhost.example.com/", "http://127.0.0.1@example.com/"] {
            assert_eq!(code(Preset::Json, |it| it.url = url.to_owned()).as_deref(), Some("LAB0063"), "{url}");
        }
        assert_eq!(code(Preset::Ntfy, |it| (it.url = String::new(), it.to = "t".to_owned()).1), None);
    }

    #[test]
    fn checks_method_headers_and_fields() {
        assert_eq!(code(Preset::Json, |it| it.method = "GET".to_owned()).as_deref(), Some("LAB0021"));
        let header = |name: &str, value: &str| {
            let pair = (name.to_owned(), value.to_owned());
            code(Preset::Json, |it| it.headers.push(pair))
        };
        assert_eq!(header("X-Team", "ads"), None);
        for (name, value) in [("", ""), ("a b", "c"), ("a", "b\r\nc: d"), ("a", "€")] {
            assert_eq!(header(name, value).as_deref(), Some("LAB0022"), "{name}");
        }
        for name in ["Cookie", "Sec-Fetch-Mode", "content-length"] {
            assert_eq!(header(name, "x").as_deref(), Some("LAB0069"), "{name}");
        }
        assert_eq!(code(Preset::PagerDuty, |_| {}).as_deref(), Some("LAB0061"));
        assert_eq!(code(Preset::Ntfy, |_| {}).as_deref(), Some("LAB0061"));
        assert_eq!(
            code(Preset::StandardWebhooks, |it| it.key = "whsec_short".to_owned()).as_deref(),
            Some("LAB0062")
        );
        assert_eq!(code(Preset::Discord, |it| it.hidden = true).as_deref(), Some("LAB0068"));
        assert_eq!(code(Preset::Slack, |it| it.hidden = true), None);
    }

    #[test]
    fn nothing_secret_is_left_in_what_is_shown() {
        let secret = "hush".to_owned();
        let connection = Connection {
            url: "https://user:hush@example.com/hush?k=hush#hush".to_owned(),
            headers: vec![("authorization".to_owned(), secret.clone())],
            query: vec![("sig".to_owned(), secret.clone())],
            key: secret.clone(),
            to: secret.clone(),
            email: secret,
            ..Connection::default()
        };
        let shown = format!("{:?}", connection.redacted(&Preset::Json.facts()));
        assert!(!shown.contains("hush") && shown.contains("https://example.com/•••"), "{shown}");
    }
}
