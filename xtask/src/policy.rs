//! The content security policy: written once, in index.html.
//!
//! The page carries it in a `<meta>`, for hosts that send no headers; a server that can, sends the same text, since
//! only a header reaches the worker's own requests. Other pages beside it, such as the one file, have policies of their own, and a header that
//! says more would break them.

use std::path::Path;

/// The policy in the head of a page.
pub(crate) fn of(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, rest) = rest.split_once("content=\"")?;
    rest.split_once('"').map(|(policy, _)| policy)
}

/// The policy that a server sends with a file of the site: a page's own, or that of the lab's page, `site`, with everything else.
pub(crate) fn with_file<'a>(name: &str, bytes: &'a [u8], site: &'a str) -> Option<&'a str> {
    match Path::new(name).extension() {
        Some(extension) if extension == "html" => std::str::from_utf8(bytes).ok().and_then(of),
        _ => Some(site),
    }
}

#[cfg(test)]
mod tests {
    use super::{of, with_file};

    #[test]
    fn pages_have_their_own() {
        let page = b"<meta http-equiv=\"Content-Security-Policy\" content=\"a\">";
        assert_eq!(with_file("rillcut.html", page, "b"), Some("a"));
        assert_eq!(with_file("guide/index.html", b"<p>", "b"), None);
        assert_eq!(with_file("worker.js", b"", "b"), Some("b"));
    }

    #[test]
    fn our_page_forbids_inline_code_and_styles() {
        let policy = of(include_str!("../../index.html")).expect("index.html has a policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "), "{policy}");
        assert!(!policy.contains("'unsafe-inline'"), "{policy}");
    }

    #[test]
    fn the_files_for_hosts_say_the_same() {
        let policy = of(include_str!("../../index.html")).expect("index.html has a policy");
        for (name, file, times) in [
            ("nginx.conf", include_str!("../../hosting/nginx.conf"), 2),
            ("cloudfront.yml", include_str!("../../hosting/cloudfront.yml"), 1),
        ] {
            assert_eq!(file.matches(policy).count(), times, "{name}");
            assert_eq!(file.matches("default-src").count(), times, "{name}");
        }
    }

    #[test]
    fn a_page_without_one() {
        assert_eq!(of("<meta name=\"viewport\" content=\"width=device-width\">"), None);
    }
}
