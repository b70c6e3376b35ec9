//! A standard library for wasm32, built from Debian's source of it.
//!
//! It is built once (about a minute) into a folder of its own in the cache, keyed by the compiler's version, and
//! handed over with `--sysroot`. Copying it into the compiler's own folder was rejected: that needs root and
//! changes the machine. Building with `-Zbuild-std` each time was rejected: it would recompile it in each profile.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process::{Program, say};
use crate::toolchain::{DEBIAN_CARGO, DEBIAN_RUSTC, WASM};
use crate::{cache, project};

/// The empty crate whose dependencies are the library.
const CRATE: &str = "rillcut_std";

/// The library for Debian's compiler, when an earlier run built it.
pub(crate) fn cached() -> Result<Option<PathBuf>, Failure> {
    let Ok(version) = compiler() else { return Ok(None) };
    let folder = folder(&version)?;
    Ok(library(&folder).is_dir().then_some(folder))
}

/// Whether the source of the standard library is beside Debian's compiler.
pub(crate) fn has_source() -> bool {
    Program::new(DEBIAN_RUSTC)
        .args(["--print", "sysroot"])
        .output()
        .is_ok_and(|sysroot| Path::new(&sysroot).join("lib/rustlib/src/rust/library/std").exists())
}

/// The library for Debian's compiler; builds it when it is not there.
pub(crate) fn build() -> Result<PathBuf, Failure> {
    let version = compiler()?;
    let finished = folder(&version)?;
    if library(&finished).is_dir() {
        return Ok(finished);
    }
    say(&format!("building the standard library for {WASM} with rustc {version}, once (about a minute)"));
    let work = finished.with_file_name(format!(".{version}.{}", std::process::id()));
    let built = compile(&work).and_then(|deps| collect(&deps, &work.join("sysroot")));
    let moved = built.and_then(|sysroot| {
        // Another run may have finished first; its library is as good.
        fs::rename(&sysroot, &finished)
            .or_else(|error| if finished.is_dir() { Ok(()) } else { Err(error) })
            .map_err(Failure::io("move the library to", &finished))
    });
    // What is left behind when this fails is only space.
    drop(fs::remove_dir_all(&work));
    moved.map(|()| finished)
}

/// Version and commit of Debian's compiler, as in `1.96.0-ac68faa20`.
fn compiler() -> Result<String, Failure> {
    let text = Program::new(DEBIAN_RUSTC).arg("-vV").without_env("RUSTUP_TOOLCHAIN").output()?;
    version_of(&text).ok_or_else(|| Failure::new(format!("`{DEBIAN_RUSTC} -vV` names no release: {text}")))
}

fn version_of(text: &str) -> Option<String> {
    let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
    let commit = value("commit-hash").unwrap_or("unknown");
    Some(format!("{}-{}", value("release")?, commit.get(..9).unwrap_or(commit)))
}

fn folder(version: &str) -> Result<PathBuf, Failure> {
    let all = cache::folder()?.join("sysroot");
    fs::create_dir_all(&all).map_err(Failure::io("make", &all))?;
    Ok(all.join(version))
}

fn library(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(WASM).join("lib")
}

/// Builds the empty crate in `work` and with it the library; gives the folder of the compiled parts.
fn compile(work: &Path) -> Result<PathBuf, Failure> {
    let manifest = format!(
        "[package]\nname = \"{CRATE}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [profile.release]\npanic = \"abort\"\n"
    );
    write(&work.join("Cargo.toml"), &manifest)?;
    write(&work.join("src/lib.rs"), "#![no_std]\n")?;
    Program::new(DEBIAN_CARGO)
        .args(["build", "-Zbuild-std=std,panic_abort,test", "--target", WASM, "--release", "--quiet"])
        .dir(work)
        .without_env("CARGO")
        .without_env("RUSTUP_TOOLCHAIN")
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", work.join("target"))
        // Without bitcode in it, programs cannot be linked with LTO.
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Cembed-bitcode=yes")
        .run()?;
    Ok(work.join("target").join(WASM).join("release/deps"))
}

/// Copies the library's parts out of `deps` into a clean sysroot: a second copy of any part would be ambiguous
/// to the compiler, and the empty crate is none.
fn collect(deps: &Path, sysroot: &Path) -> Result<PathBuf, Failure> {
    let library = library(sysroot);
    fs::create_dir_all(&library).map_err(Failure::io("make", &library))?;
    for part in project::files(deps, ".rlib")? {
        let name = project::file_name(&part);
        if !name.starts_with(&format!("lib{CRATE}-")) {
            fs::copy(&part, library.join(&name)).map_err(Failure::io("copy", &part))?;
        }
    }
    Ok(sysroot.to_owned())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::io("make", folder))?;
    }
    fs::write(path, text).map_err(Failure::io("write", path))
}

#[cfg(test)]
mod tests {
    use super::version_of;

    #[test]
    fn a_compiler_is_named_by_release_and_commit() {
        let text = "rustc 1.96.0 (ac68faa20 2026-05-25)\nbinary: rustc\n\
                    commit-hash: ac68faa20c58cbccd01ee7208bf3b6e93a7d7f96\nrelease: 1.96.0\n";
        assert_eq!(version_of(text).as_deref(), Some("1.96.0-ac68faa20"));
        assert_eq!(version_of("release: 1.90.0\ncommit-hash: unknown\n").as_deref(), Some("1.90.0-unknown"));
        assert_eq!(version_of("gcc 12"), None);
    }
}
