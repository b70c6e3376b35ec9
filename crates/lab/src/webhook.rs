//! Whether an address can be sent to.

use crate::protocol::{Problem, WebhookSettings};

/// Checks address, method and headers by their form.
///
/// # Errors
/// `LAB0020` address, `LAB0021` method, `LAB0022` header.
pub(crate) fn check(settings: &WebhookSettings) -> Result<(), Problem> {
    let url = &settings.url;
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let named = host.is_some_and(|host| !matches!(host.chars().next(), None | Some('/' | '?' | '#' | ':')));
    if !named || url.chars().any(|c| c.is_whitespace() || c.is_control()) || url.len() > 8192 {
        let hint = "write it whole, such as https://example.com/hook".to_owned();
        return Err(Problem::plain(
            "LAB0020",
            format!("'{url}' is not an address that can be sent to"),
            Some(hint),
        ));
    }
    if !matches!(settings.method.as_str(), "POST" | "PUT" | "PATCH") {
        let message = format!("a message cannot be sent by '{}'", settings.method);
        return Err(Problem::plain("LAB0021", message, Some("use POST, PUT or PATCH".to_owned())));
    }
    for (name, value) in &settings.headers {
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if name.is_empty() || !name.chars().all(token) || value.chars().any(char::is_control) {
            let hint = "a header is a name of letters, digits and dashes, and a value on one line".to_owned();
            return Err(Problem::plain(
                "LAB0022",
                format!("'{name}' is not a header that can be sent"),
                Some(hint),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(url: &str, method: &str, header: (&str, &str)) -> Option<String> {
        let headers = vec![(header.0.to_owned(), header.1.to_owned())];
        check(&WebhookSettings { url: url.to_owned(), method: method.to_owned(), headers })
            .err()
            .map(|p| p.code)
    }

    #[test]
    fn takes_whole_addresses_only() {
        let good = ("authorization", "Bearer x");
        assert_eq!(code("http://127.0.0.1:8099/hook", "POST", good), None);
        for bad in
            ["", "example.com", "ftp://example.com", "https://", "https:///x", "https://a b", "javascript:x"]
        {
            assert_eq!(code(bad, "POST", good).as_deref(), Some("LAB0020"), "{bad}");
        }
        assert_eq!(code("https://a", "GET", good).as_deref(), Some("LAB0021"));
        assert_eq!(code("https://a", "POST", ("a b", "")).as_deref(), Some("LAB0022"));
        assert_eq!(code("https://a", "POST", ("a", "b\r\nc: d")).as_deref(), Some("LAB0022"));
    }
}
