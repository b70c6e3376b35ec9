//! `embed-test`: the code that the lab's page gives for other pages, in a fresh book of mdBook and a fresh site of Docusaurus, built and looked at.
//!
//! Docusaurus is 280 MB of npm packages, and so this is no part of `test`; they go into the cache folder, and nothing of them is committed.

use std::fs;

use crate::failure::Failure;
use crate::process::{Program, say};
use crate::{browser, cache, npm, project, site, tools};

/// Docusaurus and what its own template has beside it, in the versions that are known to work here.
const PACKAGES: &str = r#"{
  "name": "stranger",
  "private": true,
  "dependencies": {
    "@docusaurus/core": "3.10.2",
    "@docusaurus/preset-classic": "3.10.2",
    "@mdx-js/react": "3.1.1",
    "react": "19.3.1",
    "react-dom": "19.3.1"
  }
}
"#;

/// Builds the site, unless `DIST` names one, and has a stranger embed it.
pub(crate) fn embed_test() -> Result<(), Failure> {
    let chromium = browser::ready()?.chromium;
    let mdbook = tools::mdbook().ready()?.join("mdbook");
    npm::ready()?;
    let folder = cache::folder()?.join("embed-test");
    let docusaurus = folder.join("docusaurus");
    install(&docusaurus)?;
    let dist = match std::env::var_os("DIST") {
        Some(dist) => dist.into(),
        None => site::build()?,
    };
    Program::new("node")
        .arg(project::root().join("tests/browser/stranger.mjs"))
        .env("CHROMIUM", chromium)
        .env("DIST", dist)
        .env("MDBOOK", mdbook)
        .env("DOCUSAURUS", docusaurus)
        .env("FOLDER", folder.join("mdbook"))
        .run()
}

/// Makes a folder with Docusaurus in it; costs nothing when it is there.
fn install(folder: &std::path::Path) -> Result<(), Failure> {
    let stamp = folder.join("node_modules/.rillcut-packages");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == PACKAGES) {
        return Ok(());
    }
    say("installing Docusaurus, once (a minute)");
    fs::create_dir_all(folder).map_err(Failure::io("make", folder))?;
    let list = folder.join("package.json");
    project::write(&list, PACKAGES)?;
    Program::new("npm").args(["install", "--ignore-scripts", "--no-audit", "--no-fund"]).dir(folder).run()?;
    project::write(&stamp, PACKAGES)
}
