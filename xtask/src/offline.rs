//! The service worker's list: what it fetches in advance, so that the lab opens without a network after one visit.

use std::path::Path;

use crate::failure::Failure;
use crate::{project, site};

/// The service worker's file, beside the page.
pub(crate) const SERVICE_WORKER: &str = "service-worker.js";

/// What in it stands for the build and for its files.
const BUILD: &str = "const BUILD = \"dev\";";
const FILES: &str = "const FILES = [];";

/// Writes the build and its files into the service worker of the site in `dist`.
pub(crate) fn fill(dist: &Path, app: &str, build: &str) -> Result<(), Failure> {
    let folder = dist.join(app);
    let mut names = Vec::new();
    for file in site::all_files(&folder)? {
        let name = file.strip_prefix(&folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        names.push(format!("{app}/{name}"));
    }
    let file = dist.join(SERVICE_WORKER);
    let script = filled(&project::read(&file)?, build, &names)?;
    project::write(&file, script)
}

fn filled(script: &str, build: &str, names: &[String]) -> Result<String, Failure> {
    if !script.contains(BUILD) || !script.contains(FILES) {
        return Err(Failure::new(format!("{SERVICE_WORKER} lacks `{BUILD}` or `{FILES}`")));
    }
    // The names are ours: letters, digits and `._-/`.
    let run = names.iter().filter(|name| !name.ends_with(".LICENSE.txt"));
    let list = run.map(|name| format!("\n  \"{name}\",")).collect::<Vec<_>>().concat();
    Ok(script
        .replace(BUILD, &BUILD.replace("dev", build))
        .replace(FILES, &format!("const FILES = [{list}\n];")))
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn the_list_holds_what_is_run_and_no_licences() {
        let script = include_str!("../../www/service-worker.js");
        let names = ["app-7/boot.mjs", "app-7/vendor/uplot.LICENSE.txt"].map(str::to_owned);
        let made = filled(script, "7", &names).expect("our script has both lines");
        assert!(
            made.contains("const BUILD = \"7\";\nconst FILES = [\n  \"app-7/boot.mjs\",\n];\n"),
            "{made}"
        );
        assert!(filled("", "7", &names).is_err());
    }
}
