//! The guide: mdBook's output, made fit for the site's policy and for its colours.
//!
//! mdBook writes its first scripts and a `style` attribute into each page, and its search sets another; the policy that a host sends with all of the
//! site forbids that, so they become files, a class and a property. A template of our own in the place of mdBook's would say the same without this step, but would have to be
//! followed through each of its versions; a page that this step no longer knows fails the build instead.

use std::fs;
use std::path::{Path, PathBuf};

use crate::digest::digest;
use crate::failure::Failure;
use crate::process::{Program, say};
use crate::{policy, project, site, tools};

/// The folder of the site that holds the guide.
const FOLDER: &str = "guide";

/// Where the book's style sheet wants the page's colours. It is no import in the end: that would be one more request, and the name of a file whose
/// content changes.
const TOKENS: &str = "@import url(\"tokens.css\");";

/// What mdBook's search does to an element of its own, and how the policy allows it.
const STYLE_SET: &str = "tmp.setAttribute('style', 'position: absolute; opacity: 0;');";
const STYLE_GIVEN: &str = "tmp.style.cssText = 'position: absolute; opacity: 0;';";

/// Puts the guide into the site in `folder`, which need not be complete.
pub(crate) fn build(folder: &Path) -> Result<PathBuf, Failure> {
    let mdbook = tools::mdbook().ready()?.join("mdbook");
    let book = folder.join(FOLDER);
    if book.is_dir() {
        fs::remove_dir_all(&book).map_err(Failure::io("empty", &book))?;
    }
    say("building the guide");
    Program::new(mdbook)
        .arg("build")
        .arg("--dest-dir")
        .arg(&book)
        .arg(project::root().join("guide"))
        // Its progress is three lines a run; what is wrong with a chapter is worth reading.
        .env("MDBOOK_LOG", "warn")
        .run()?;
    replaced(&book.join("theme"), ".css", TOKENS, &tokens()?)?;
    replaced(&book, ".js", STYLE_SET, STYLE_GIVEN)?;
    let index = project::root().join("index.html");
    let html = project::read(&index)?;
    let policy = policy::of(&html).ok_or_else(|| Failure::new("index.html has no policy for the guide"))?;
    for file in site::all_files(&book)? {
        if file.extension().is_some_and(|extension| extension == "html") {
            finish(&book, &file, policy)?;
        }
    }
    Ok(book)
}

/// The page's colours.
fn tokens() -> Result<String, Failure> {
    let path = project::root().join("www/css/tokens.css");
    project::read(&path)
}

/// Replaces a text in the files of a folder; one of them must have it.
fn replaced(folder: &Path, suffix: &str, old: &str, new: &str) -> Result<(), Failure> {
    let mut found = false;
    for file in project::files(folder, suffix)? {
        let text = project::read(&file)?;
        if text.contains(old) {
            project::write(&file, text.replace(old, new))?;
            found = true;
        }
    }
    if found { Ok(()) } else { Err(Failure::new(format!("no file of the guide says `{old}`"))) }
}

/// Makes a page fit for the policy; writes the scripts that were in it.
fn finish(book: &Path, file: &Path, policy: &str) -> Result<(), Failure> {
    let html = project::read(file)?;
    let depth = file.strip_prefix(book).unwrap_or(file).components().count().saturating_sub(1);
    let (page, scripts) = settled(&html, &"../".repeat(depth), policy)
        .ok_or_else(|| Failure::new(format!("{} is not a page as mdBook wrote it", file.display())))?;
    for (name, script) in scripts {
        let path = book.join(name);
        project::write(&path, script)?;
    }
    project::write(file, page)
}

/// The page with its policy and without code of its own, and that code with the names of the files that it goes into; nothing when this is no page of
/// the version that is known here.
fn settled(html: &str, root: &str, policy: &str) -> Option<(String, Vec<(String, String)>)> {
    const HEAD: &str = "<meta charset=\"UTF-8\">";
    const DARK: &str = "id=\"mdbook-theme-coal\">Coal<";
    let (before, after) = html.split_once(HEAD)?;
    let mut page =
        format!("{before}{HEAD}\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    let mut scripts = Vec::new();
    let mut rest = after;
    while let Some((before, after)) = rest.split_once("<script>") {
        let (script, after) = after.split_once("</script>")?;
        let name = format!("inline-{}.js", digest([script.as_bytes()]));
        page.extend([before, "<script src=\"", root, &name, "\"></script>"]);
        scripts.push((name, script.to_owned()));
        rest = after;
    }
    page.push_str(rest);
    // The list of contents for readers without JavaScript has neither.
    if !scripts.is_empty() {
        for (old, new) in
            [("style=\"clear: both\"", "class=\"clear\""), (DARK, "id=\"mdbook-theme-coal\">Dark<")]
        {
            if !page.contains(old) {
                return None;
            }
            page = page.replace(old, new);
        }
    }
    Some((page, scripts))
}

#[cfg(test)]
mod tests {
    use super::settled;

    #[test]
    fn code_in_a_page_goes_into_files() {
        let html = "<head><meta charset=\"UTF-8\"></head><script>let a = 1;</script><script src=\"b.js\"></script>\
                    <script>a = 2;</script><button id=\"mdbook-theme-coal\">Coal</button><div style=\"clear: both\"></div>";
        let (page, scripts) = settled(html, "../", "default-src 'none'").expect("a page");
        assert_eq!(
            scripts.iter().map(|(_, script)| script.as_str()).collect::<Vec<_>>(),
            ["let a = 1;", "a = 2;"]
        );
        for (name, _) in &scripts {
            assert!(page.contains(&format!("<script src=\"../{name}\"></script>")), "{page}");
        }
        assert!(page.contains("content=\"default-src 'none'\"") && page.contains(">Dark<"), "{page}");
        assert!(page.contains("class=\"clear\"") && !page.contains("style="), "{page}");
        assert!(page.contains("<script src=\"b.js\"></script>"), "{page}");
    }

    #[test]
    fn another_version_of_mdbook_is_noticed() {
        for html in [
            "<head></head>",
            "<meta charset=\"UTF-8\"><script>a",
            "<meta charset=\"UTF-8\"><script>a</script>",
        ] {
            assert!(settled(html, "", "default-src 'none'").is_none(), "{html}");
        }
    }
}
