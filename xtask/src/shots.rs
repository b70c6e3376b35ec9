//! `shots`: the pictures of the page in `docs/`, taken from the built site.

use crate::failure::Failure;
use crate::process::Program;
use crate::{browser, npm, project, site};

/// Builds the site and takes every picture.
pub(crate) fn shots() -> Result<(), Failure> {
    let browser = browser::ready()?;
    site::build()?;
    npm::ready()?;
    Program::new("node")
        .arg(project::root().join("tests/browser/shots.mjs"))
        .env("CHROMIUM", browser.chromium)
        .run()
}
