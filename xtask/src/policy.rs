//! The content security policy: written once, in index.html.
//!
//! The page carries it in a `<meta>`, for hosts that send no headers; a server that can, sends the same text, since
//! only a header reaches the worker's own requests.

/// The policy in the head of a page.
pub(crate) fn of(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, rest) = rest.split_once("content=\"")?;
    rest.split_once('"').map(|(policy, _)| policy)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn our_page_forbids_inline_code_and_styles() {
        let policy = of(include_str!("../../index.html")).expect("index.html has a policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "), "{policy}");
        assert!(!policy.contains("'unsafe-inline'"), "{policy}");
    }

    #[test]
    fn a_page_without_one() {
        assert_eq!(of("<meta name=\"viewport\" content=\"width=device-width\">"), None);
    }
}
