//! Running another program: with a clean environment, in the checkout's root, and with a failure that names it.
//!
//! `cargo run` leaves variables of xtask itself behind (its manifest, its library path). Handed on to a cargo of
//! another toolchain they make that one load the wrong libraries, so they are taken out here, once for all.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::failure::Failure;
use crate::project;

/// Variables that `cargo run` sets for xtask and that no other program should see.
const OF_CARGO_RUN: [&str; 4] =
    ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_BIN_NAME", "CARGO_CRATE_NAME"];

/// A program about to be run.
pub(crate) struct Program {
    command: Command,
    /// What a failure calls it: the program and its first arguments.
    name: String,
}

impl Program {
    /// `program` with no arguments yet, to be run in the checkout's root.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref();
        let mut command = Command::new(program);
        command.current_dir(project::root());
        for (key, _) in std::env::vars_os() {
            let text = key.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || OF_CARGO_RUN.contains(&&*text) {
                command.env_remove(&key);
            }
        }
        if let Some(path) = std::env::var_os("LD_LIBRARY_PATH") {
            let own = project::target();
            let kept = std::env::split_paths(&path).filter(|entry| !is_cargos(entry, &own));
            match std::env::join_paths(kept) {
                Ok(kept) if !kept.is_empty() => command.env("LD_LIBRARY_PATH", kept),
                _ => command.env_remove("LD_LIBRARY_PATH"),
            };
        }
        Self { command, name: project::file_name(Path::new(program)) }
    }

    /// The cargo that runs xtask, for native builds.
    pub(crate) fn cargo() -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// Adds an argument.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        let argument = argument.as_ref();
        if self.name.split(' ').count() < 3 {
            self.name.push(' ');
            self.name.push_str(&argument.to_string_lossy());
        }
        self.command.arg(argument);
        self
    }

    /// Adds arguments.
    pub(crate) fn args<A: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = A>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    /// Sets an environment variable.
    pub(crate) fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    /// Takes an environment variable out.
    pub(crate) fn without_env(mut self, key: &str) -> Self {
        self.command.env_remove(key);
        self
    }

    /// Puts a folder before the others in PATH, as set so far for this program.
    pub(crate) fn path_first(self, folder: &Path) -> Self {
        let set = self.command.get_envs().find(|(key, _)| *key == "PATH").and_then(|(_, value)| value);
        let old = set.map(OsStr::to_owned).or_else(|| std::env::var_os("PATH")).unwrap_or_default();
        let folders = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&old));
        match std::env::join_paths(folders) {
            Ok(path) => self.env("PATH", path),
            Err(_) => self,
        }
    }

    /// Runs in another folder than the checkout's root.
    pub(crate) fn dir(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs it with our own output and no input; anything but success is a failure.
    pub(crate) fn run(mut self) -> Result<(), Failure> {
        // A program that waits for an answer, or is stopped for asking in the background, would hang a run for good.
        let status = self.command.stdin(Stdio::null()).status().map_err(|error| self.cannot_start(&error))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(format!("`{}` failed ({status})", self.name)))
        }
    }

    /// Runs it and gives what it wrote to standard output, without the white space at the end; what it says on
    /// standard error is part of the failure.
    pub(crate) fn output(mut self) -> Result<String, Failure> {
        let output = self.command.stdin(Stdio::null()).output().map_err(|error| self.cannot_start(&error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Failure::new(format!("`{}` failed ({}): {}", self.name, output.status, said.trim())))
    }

    /// Starts it with a pipe from its standard output; gives it with its name.
    pub(crate) fn start(mut self) -> Result<(Child, String), Failure> {
        let child = self.command.stdout(Stdio::piped()).spawn().map_err(|error| self.cannot_start(&error))?;
        Ok((child, self.name))
    }

    fn cannot_start(&self, error: &std::io::Error) -> Failure {
        Failure::new(format!("cannot run `{}`: {error}", self.name))
    }
}

/// Whether cargo or rustup put this folder into the library path.
fn is_cargos(entry: &Path, target: &Path) -> bool {
    entry.starts_with(target)
        || entry.components().any(|part| part.as_os_str() == "rustlib" || part.as_os_str() == "toolchains")
}

/// The first of `names` found in PATH.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        folders.iter().map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
    })
}

/// Says on standard error what is being done, before it takes its time.
pub(crate) fn say(sentence: &str) {
    eprintln!("\u{2192} {sentence}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_arguments_name_a_failure() {
        let failure = Program::new("rustc").args(["--version", "--no-such-option", "more"]).output();
        let said = failure.expect_err("an unknown option").to_string();
        assert!(said.starts_with("`rustc --version --no-such-option` failed"), "{said}");
    }

    #[test]
    fn a_program_that_is_not_there() {
        let said = Program::new("rillcut-no-such-program").run().expect_err("not there").to_string();
        assert!(said.starts_with("cannot run `rillcut-no-such-program`"), "{said}");
        assert_eq!(find(&["rillcut-no-such-program"]), None);
    }

    #[test]
    fn cargos_library_folders_are_not_handed_on() {
        let target = Path::new("/p/target");
        assert!(is_cargos(Path::new("/p/target/debug/deps"), target));
        assert!(is_cargos(Path::new("/u/toolchains/stable/lib"), target));
        assert!(!is_cargos(Path::new("/opt/lib"), target));
    }
}
