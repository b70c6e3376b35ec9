//! From what trunk laid out to what is put on a host: one folder that carries the build's hash, and the page beside it.
//!
//! ```text
//! dist/
//!   index.html  manifest.webmanifest  service-worker.js  icons/  examples/  _headers
//!   rillcut-embed.js         the element for other people's pages, with its types
//!   app-0123456789abcdef/    all that the page fetches: never changed, kept for ever by caches
//!   rillcut.html             the same as one file
//!   guide/                   the book
//!   v0.1/  latest/           the same once more, for pages that must not break and for those that follow
//! ```
//!
//! A hash in each file's own name was rejected: names are in strings of the programs and of each other, and every rename changes the
//! hash of who names it. With one folder a build's files find each other by the names they have, and no cache can pair files of two builds.

use std::fs;
use std::path::Path;

use crate::digest::digest;
use crate::failure::Failure;
use crate::{book, bundles, headers, offline, one_file, page, project, site, versions};

/// What keeps its name beside the page; everything else goes into the build's folder.
const STABLE: [&str; 7] = [
    site::PAGE,
    "manifest.webmanifest",
    offline::SERVICE_WORKER,
    EMBED,
    "rillcut-embed.d.ts",
    "icons",
    "examples",
];

/// The script for pages that have labs in them.
pub(crate) const EMBED: &str = "rillcut-embed.js";

/// Modules that are joined into the page's start.
const JOINED: [&str; 5] = ["start.mjs", "skeleton.mjs", "engine.mjs", "ask.mjs", "offline.mjs"];

/// Packs the site that trunk laid out in `stage` into `dist`, which is emptied first.
pub(crate) fn pack(stage: &Path, dist: &Path) -> Result<(), Failure> {
    if dist.is_dir() {
        fs::remove_dir_all(dist).map_err(Failure::io("empty", dist))?;
    }
    let unnamed = dist.join("app");
    for file in site::all_files(stage)? {
        let name = file.strip_prefix(stage).unwrap_or(&file);
        let top = name.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let is_stable = top.is_some_and(|top| STABLE.contains(&top.as_str()));
        copy(&file, &if is_stable { dist.join(name) } else { unnamed.join(name) })?;
    }
    let html = project::read(&dist.join(site::PAGE))?;
    bundles::minify(&dist.join(EMBED))?;
    join_scripts(&unnamed)?;
    let build = build_of(dist)?;
    let app = format!("app-{build}");
    let folder = dist.join(&app);
    fs::rename(&unnamed, &folder).map_err(Failure::io("name", &folder))?;
    project::write(&dist.join(site::PAGE), &page::of_build(&html, &app, &names_in(&folder)?, &build)?)?;
    offline::fill(dist, &app, &build)?;
    one_file::write(&html, &folder, &dist.join(one_file::NAME))?;
    book::build(dist)?;
    let folders = versions::copy(dist)?;
    headers::write(dist, &folders, &app, &html)
}

/// Makes one script of each program and its parts, and everything smaller.
fn join_scripts(app: &Path) -> Result<(), Failure> {
    for script in [site::page_script(app)?, app.join("boot.mjs")] {
        bundles::join(&script, &["--format=esm"], &script)?;
    }
    for name in JOINED {
        let file = app.join(name);
        fs::remove_file(&file).map_err(Failure::io("remove", &file))?;
    }
    // Those of libraries are among the page's own by now.
    for sheet in project::files(&app.join("vendor"), ".css")? {
        fs::remove_file(&sheet).map_err(Failure::io("remove", &sheet))?;
    }
    let snippets = app.join("snippets");
    if snippets.is_dir() {
        fs::remove_dir_all(&snippets).map_err(Failure::io("remove", &snippets))?;
    }
    for suffix in [".js", ".mjs", ".css"] {
        for file in project::files(app, suffix)? {
            bundles::minify(&file)?;
        }
    }
    Ok(())
}

/// The hash of everything that the site is made of, names and bytes.
fn build_of(dist: &Path) -> Result<String, Failure> {
    let mut parts = Vec::new();
    for file in site::all_files(dist)? {
        let name = file.strip_prefix(dist).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        parts.push(name.into_bytes());
        parts.push(fs::read(&file).map_err(Failure::io("read", &file))?);
    }
    Ok(digest(parts.iter().map(Vec::as_slice)))
}

/// The names of what lies in a folder.
fn names_in(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = fs::read_dir(folder).map_err(Failure::io("list", folder))?;
    Ok(entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect())
}

/// Copies a file, making the folders it goes to.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(Failure::io("make", folder))?;
    }
    fs::copy(from, to).map(|_| ()).map_err(Failure::io("write", to))
}
