//! `shots`: the icons of the installed lab, and the pictures of the page and its views in `docs/`, taken from the built site.

use crate::failure::Failure;
use crate::process::Program;
use crate::{browser, npm, project, site};

/// Builds the site and takes every picture.
pub(crate) fn shots() -> Result<(), Failure> {
    let chromium = browser::ready()?.chromium;
    npm::ready()?;
    let draw = |script: &str| {
        Program::new("node").arg(project::root().join(script)).env("CHROMIUM", &chromium).run()
    };
    // They are part of the site.
    draw("tests/browser/icons.mjs")?;
    site::build()?;
    draw("tests/browser/shots.mjs")
}
