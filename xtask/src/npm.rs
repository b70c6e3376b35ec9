//! Node.js and the packages of package.json.

use std::fs;
use std::path::{Path, PathBuf};

use crate::apt;
use crate::failure::Failure;
use crate::process::{Program, find, say};
use crate::project;

/// The oldest Node.js that runs the packages.
const OLDEST: u32 = 20;

/// Makes `node_modules` what package-lock.json says; costs nothing when it already is.
pub(crate) fn ready() -> Result<(), Failure> {
    node()?;
    let lock_file = project::root().join("package-lock.json");
    let lock = project::read(&lock_file)?;
    // npm removes the whole folder before it installs, this copy of the lock file with it.
    let stamp = project::root().join("node_modules/.rillcut-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say("installing the npm packages of package-lock.json (a few seconds)");
    // No package's install script runs: none is needed, and they are code from strangers.
    Program::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).run()?;
    project::write(&stamp, lock)
}

/// A program that an npm package brought.
pub(crate) fn program(name: &str) -> Program {
    // Through node: the files in `.bin` are not programs on every system.
    let script = match name {
        "wasm-opt" => "binaryen/bin/wasm-opt",
        _ => "esbuild/bin/esbuild",
    };
    Program::new("node").arg(project::root().join("node_modules").join(script))
}

/// The folder of an installed package.
pub(crate) fn package(name: &str) -> PathBuf {
    project::root().join("node_modules").join(name)
}

fn node() -> Result<(), Failure> {
    if find(&["node"]).is_none() || find(&["npm"]).is_none() {
        apt::install(&["nodejs", "npm"], "Node.js or npm is")?;
    }
    let version = Program::new("node").arg("--version").dir(Path::new(".")).output()?;
    match major(&version) {
        Some(major) if major >= OLDEST => Ok(()),
        _ => Err(Failure::new(format!("Node.js {version} is too old: install version {OLDEST} or later"))),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn major_version_of_node() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20"), None);
    }
}
