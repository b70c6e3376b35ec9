//! Tools that cargo builds from source: trunk, wasm-bindgen, mdbook, cargo-deny, cargo-fuzz.
//!
//! Each has its exact version and its own folder in the cache, so that two checkouts with different versions do
//! not fight over one `~/.cargo/bin`. They are built with less optimisation than their authors chose: they run
//! for seconds, and building them is most of the time of a first run.

use std::io::IsTerminal;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::process::{Program, find, say};
use crate::{cache, project};

/// A tool of one version.
pub(crate) struct Tool {
    /// The package that holds it.
    package: &'static str,
    /// The program that is run.
    program: &'static str,
    /// The name of its folder in the cache, before the version.
    folder: &'static str,
    version: String,
    /// Whether the versions its authors locked are used.
    locked: bool,
    /// Its features, when its authors' choice is more than is needed.
    features: Option<&'static str>,
    /// What it is for, and how long it takes on two cores.
    purpose: &'static str,
}

/// Builds the site.
pub(crate) fn trunk() -> Tool {
    Tool {
        package: "trunk",
        program: "trunk",
        folder: "trunk",
        version: "0.21.14".to_owned(),
        locked: true,
        features: None,
        purpose: "lays out the site; about 4 minutes on two cores",
    }
}

/// Writes the JavaScript side of the wasm programs and runs their tests; its version must be the library's.
pub(crate) fn wasm_bindgen() -> Result<Tool, Failure> {
    Ok(Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        folder: "wasm-bindgen",
        version: project::locked_version("wasm-bindgen")?,
        // Its authors' lock file can name versions that have been withdrawn.
        locked: false,
        features: None,
        purpose: "joins wasm and JavaScript; about 4 minutes on two cores",
    })
}

/// Builds the guide; without its server and its watcher, which are most of it.
pub(crate) fn mdbook() -> Tool {
    Tool {
        package: "mdbook",
        program: "mdbook",
        folder: "mdbook",
        version: "0.5.4".to_owned(),
        locked: true,
        features: Some("search"),
        purpose: "makes the guide; about 3 minutes on two cores",
    }
}

/// Checks licences, sources and advisories of the dependencies.
pub(crate) fn cargo_deny() -> Tool {
    Tool {
        package: "cargo-deny",
        program: "cargo-deny",
        folder: "cargo-deny",
        version: "0.20.2".to_owned(),
        locked: true,
        features: None,
        purpose: "checks the dependencies; about 2 minutes on two cores",
    }
}

/// Builds and runs the fuzz targets.
pub(crate) fn cargo_fuzz() -> Tool {
    Tool {
        package: "cargo-fuzz",
        program: "cargo-fuzz",
        folder: "cargo-fuzz",
        version: "0.13.2".to_owned(),
        locked: true,
        features: None,
        purpose: "runs the fuzz targets; about a minute on two cores",
    }
}

impl Tool {
    /// The folder with the program in it, to be put into PATH; builds the tool when it is not there.
    pub(crate) fn ready(&self) -> Result<PathBuf, Failure> {
        if let Some(folder) = self.in_path() {
            return Ok(folder);
        }
        let root = cache::folder()?.join("tools").join(format!("{}-{}", self.folder, self.version));
        let folder = root.join("bin");
        let program = folder.join(format!("{}{}", self.program, std::env::consts::EXE_SUFFIX));
        if !program.is_file() {
            say(&format!("building {} {} from source, once ({})", self.package, self.version, self.purpose));
            let lock: &[&str] = if self.locked { &["--locked"] } else { &[] };
            let features = self.features.map(|features| ["--no-default-features", "--features", features]);
            Program::cargo()
                .args(["install", self.package, "--version", &format!("={}", self.version), "--root"])
                .arg(&root)
                .args(lock)
                .args(features.into_iter().flatten())
                // Cargo's progress is good to see; its hundreds of lines in a log are not.
                .args((!std::io::stderr().is_terminal()).then_some("--quiet"))
                .without_env("CARGO_TARGET_DIR")
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
                .run()
                .map_err(|failure| {
                    Failure::new(format!(
                        "{} {} is missing and cannot be built ({failure}); install it with `cargo install {} \
                         --version {}`",
                        self.program, self.version, self.package, self.version
                    ))
                })?;
        }
        Ok(folder)
    }

    /// The folder of a program in PATH that has just this version.
    fn in_path(&self) -> Option<PathBuf> {
        let program = find(&[self.program])?;
        let said = Program::new(&program).arg("--version").output().ok()?;
        said.split_whitespace()
            .any(|word| word == self.version)
            .then(|| program.parent().map(PathBuf::from))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_follows_the_lock_file() {
        let tool = wasm_bindgen().expect("Cargo.lock has wasm-bindgen");
        assert!(tool.version.starts_with("0.2."), "{}", tool.version);
    }
}
