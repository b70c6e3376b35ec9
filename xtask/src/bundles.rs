//! JavaScript libraries as files of the site: `www/bundles/NAME.mjs` becomes `www/vendor/NAME.mjs`.
//!
//! The files in `www/bundles` say what is taken from which npm package; esbuild joins and minifies them. A name
//! that ends in `.lazy.mjs` is fetched only when it is needed and does not count as first visit. Results are not
//! committed: package-lock.json says what they are made of.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::{npm, project};

/// What browsers the site is written for, as esbuild names it; modules that wait at the top level need it.
pub(crate) const TARGET: &str = "--target=es2022";

/// Fills `www/vendor` anew, licences beside the code; wants the npm packages installed.
pub(crate) fn build() -> Result<(), Failure> {
    let www = project::root().join("www");
    let vendor = www.join("vendor");
    if vendor.is_dir() {
        fs::remove_dir_all(&vendor).map_err(Failure::io("empty", &vendor))?;
    }
    fs::create_dir_all(&vendor).map_err(Failure::io("make", &vendor))?;
    for suffix in [".mjs", ".css"] {
        let entries = project::files(&www.join("bundles"), suffix)?;
        if !entries.is_empty() {
            npm::program("esbuild")
                .args([
                    "--bundle",
                    "--format=esm",
                    "--minify",
                    "--legal-comments=none",
                    "--log-level=warning",
                ])
                .args([
                    TARGET,
                    &format!("--out-extension:.js={}", if suffix == ".mjs" { ".mjs" } else { ".js" }),
                ])
                .arg(format!("--outdir={}", vendor.display()))
                .args(entries)
                .run()?;
        }
    }
    for package in shipped()? {
        let license = license(&npm::package(&package))?;
        let copy = vendor.join(format!("{}.LICENSE.txt", package.replace(['@', '/'], "_")));
        fs::copy(&license, copy).map_err(Failure::io("copy", &license))?;
    }
    Ok(())
}

/// A package's licence, whatever it calls the file.
fn license(package: &Path) -> Result<PathBuf, Failure> {
    let mut found: Vec<PathBuf> = fs::read_dir(package)
        .map_err(Failure::io("list", package))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| project::file_name(path).to_ascii_uppercase().starts_with("LICEN"))
        .collect();
    found.sort();
    found.into_iter().next().ok_or_else(|| Failure::new(format!("{} has no licence", package.display())))
}

/// Joins a script and what it imports into one, which may take its place; `options` are esbuild's.
pub(crate) fn join(script: &Path, options: &[&str], to: &Path) -> Result<(), Failure> {
    npm::program("esbuild")
        .arg(script)
        .args([
            "--bundle",
            "--minify",
            "--legal-comments=none",
            "--log-level=warning",
            "--allow-overwrite",
            TARGET,
        ])
        .args(options)
        .arg(format!("--outfile={}", to.display()))
        .run()
}

/// Makes a script or a style sheet of the site smaller, in place.
pub(crate) fn minify(file: &Path) -> Result<(), Failure> {
    npm::program("esbuild")
        .arg(file)
        .args(["--minify", "--legal-comments=none", "--log-level=warning", "--allow-overwrite", TARGET])
        .arg(format!("--outfile={}", file.display()))
        .run()
}

/// The packages whose code is part of the site: `dependencies` of package.json and theirs, while tools are `devDependencies`.
fn shipped() -> Result<Vec<String>, Failure> {
    let mut known = Vec::new();
    let mut waiting = vec![project::root().join("package.json")];
    while let Some(path) = waiting.pop() {
        let text = project::read(&path)?;
        for package in dependencies(&text) {
            if !known.contains(&package) {
                // npm puts all of them side by side: package-lock.json holds one version of each.
                waiting.push(npm::package(&package).join("package.json"));
                known.push(package);
            }
        }
    }
    known.sort();
    Ok(known)
}

/// The names in `dependencies`; enough of JSON for files that npm lays out, with a flat list of names and versions there.
fn dependencies(package: &str) -> Vec<String> {
    let Some((_, rest)) = package.split_once("\"dependencies\": {") else { return Vec::new() };
    let inside = rest.split_once('}').map_or("", |(inside, _)| inside);
    inside
        .lines()
        .filter_map(|line| Some(line.trim().strip_prefix('"')?.split_once('"')?.0.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::dependencies;

    #[test]
    fn shipped_packages_are_the_dependencies() {
        let text = "{\n  \"dependencies\": {\n    \"@codemirror/view\": \"6.0.0\",\n    \"uplot\": \"1.6.32\"\n  },\n  \
                    \"devDependencies\": {\n    \"esbuild\": \"0.28.2\"\n  }\n}";
        assert_eq!(dependencies(text), ["@codemirror/view", "uplot"]);
        assert!(dependencies("{}").is_empty());
    }
}
