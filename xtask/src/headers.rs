//! `_headers`: what Netlify, Cloudflare Pages and their like are to send with the site's files.
//!
//! It is written with each build, since the paths carry the build's hash and such files know no patterns that would do. The other hosts' files are in
//! `hosting/`; they have patterns.

use std::fmt::Write as _;
use std::path::Path;

use crate::failure::Failure;
use crate::{policy, project};

/// Writes the file for the site in `dist`, of which there are copies in `folders`; `html` is its page, `app` the folder of its build.
pub(crate) fn write(dist: &Path, folders: &[String], app: &str, html: &str) -> Result<(), Failure> {
    let policy = policy::of(html).ok_or_else(|| Failure::new("index.html has no content security policy"))?;
    project::write(&dist.join("_headers"), text(folders, app, policy))
}

fn text(folders: &[String], app: &str, policy: &str) -> String {
    let mut text = String::from("# Written by `cargo xtask dist`; guide: Hosting.\n");
    let mut rule = |path: &str, lines: &[&str]| {
        // Writing to a text does not fail.
        let _written = writeln!(text, "{path}");
        for line in lines {
            let _written = writeln!(text, "  {line}");
        }
    };
    // A sandboxed frame has no origin of its own, and fetches everything as a stranger.
    rule(
        "/*",
        &[
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: no-referrer",
            "Access-Control-Allow-Origin: *",
        ],
    );
    let policy = format!("Content-Security-Policy: {policy}");
    let roots = std::iter::once(String::new()).chain(folders.iter().map(|folder| format!("/{folder}")));
    for root in roots {
        for page in ["/", "/index.html"] {
            rule(&format!("{root}{page}"), &[&policy, "Cache-Control: no-cache"]);
        }
        rule(&format!("{root}/{}", crate::offline::SERVICE_WORKER), &[&policy, "Cache-Control: no-cache"]);
        rule(&format!("{root}/{app}/*"), &[&policy, "Cache-Control: public, max-age=31536000, immutable"]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn the_one_file_keeps_its_own_policy() {
        let text = text(&["latest".to_owned()], "app-7", "default-src 'none'");
        assert_eq!(text.matches("Content-Security-Policy: default-src 'none'").count(), 8, "{text}");
        assert!(text.contains("\n/latest/app-7/*\n  Content-Security-Policy"), "{text}");
        let all =
            text.split_once("/*\n").and_then(|(_, rest)| rest.split_once("\n/")).expect("a rule for all");
        assert!(!all.0.contains("Policy: default"), "{text}");
    }
}
