//! As much of HTTP as a static site needs: what a request asks for, which file that is, of which type.
//!
//! A server crate was rejected: this is all there is to it, and everybody would compile the crate first.

use std::path::{Component, Path, PathBuf};

/// The answer to a request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The file of the site, with or without its bytes (HEAD).
    File { path: PathBuf, with_body: bool },
    /// An error status and its reason.
    Status(u16, &'static str),
}

/// What a request's first line asks of the site in `root`; the file need not exist.
pub(crate) fn answer(root: &Path, request_line: &str) -> Answer {
    let mut words = request_line.split_ascii_whitespace();
    let (Some(method), Some(target), Some(version)) = (words.next(), words.next(), words.next()) else {
        return Answer::Status(400, "Bad Request");
    };
    if !version.starts_with("HTTP/1.") {
        return Answer::Status(505, "HTTP Version Not Supported");
    }
    let with_body = match method {
        "GET" => true,
        "HEAD" => false,
        _ => return Answer::Status(405, "Method Not Allowed"),
    };
    match file(root, target) {
        Some(path) => Answer::File { path, with_body },
        None => Answer::Status(400, "Bad Request"),
    }
}

/// The file of a request target; `None` when it leaves the site.
fn file(root: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let decoded = percent_decoded(path)?;
    let relative = Path::new(&decoded);
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) || decoded.contains('\\') {
        return None;
    }
    let mut found = root.join(relative);
    if decoded.is_empty() || decoded.ends_with('/') {
        found.push("index.html");
    }
    Some(found)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The media type of a file by its name.
pub(crate) fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" | "sql" | "csv" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(target: &str) -> Answer {
        answer(Path::new("/site"), &format!("GET {target} HTTP/1.1"))
    }

    fn found(path: &str) -> Answer {
        Answer::File { path: PathBuf::from(path), with_body: true }
    }

    #[test]
    fn targets_are_files_of_the_site() {
        assert_eq!(get("/"), found("/site/index.html"));
        assert_eq!(get("/worker.mjs?v=0123"), found("/site/worker.mjs"));
        assert_eq!(get("/examples/"), found("/site/examples/index.html"));
        assert_eq!(get("/a%20b.json"), found("/site/a b.json"));
    }

    #[test]
    fn nothing_outside_the_site() {
        for target in
            ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/a/../../b", "//etc/passwd", "/%", "/..%5cb", "x"]
        {
            assert_eq!(get(target), Answer::Status(400, "Bad Request"), "{target}");
        }
    }

    #[test]
    fn other_requests_are_refused() {
        let root = Path::new("/site");
        assert_eq!(answer(root, "POST / HTTP/1.1"), Answer::Status(405, "Method Not Allowed"));
        assert_eq!(answer(root, "GET / HTTP/2"), Answer::Status(505, "HTTP Version Not Supported"));
        assert_eq!(answer(root, ""), Answer::Status(400, "Bad Request"));
        let head = Answer::File { path: PathBuf::from("/site/index.html"), with_body: false };
        assert_eq!(answer(root, "HEAD / HTTP/1.0"), head);
    }

    #[test]
    fn modules_and_programs_have_the_types_browsers_insist_on() {
        assert_eq!(media_type(Path::new("boot.mjs")), "text/javascript; charset=utf-8");
        assert_eq!(media_type(Path::new("worker_bg.wasm")), "application/wasm");
        assert_eq!(media_type(Path::new("unknown")), "application/octet-stream");
    }
}
