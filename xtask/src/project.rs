//! Where things are in the checkout.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The checkout's root.
pub(crate) fn root() -> &'static Path {
    // xtask is compiled in the checkout it works for; its manifest is one folder below the root.
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

/// The target folder of native builds: cargo's own choice.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) if !folder.is_empty() => root().join(folder),
        _ => root().join("target"),
    }
}

/// The target folder of wasm builds. A folder of its own, since another rustc may build them, and cargo throws
/// away what a different compiler built.
pub(crate) fn web_target() -> PathBuf {
    target().join("web")
}

/// The finished site.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// The version of `package` in Cargo.lock, which tools that must match a crate follow.
pub(crate) fn locked_version(package: &str) -> Result<String, Failure> {
    let path = root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).map_err(Failure::io("read", &path))?;
    version_in(&lock, package).ok_or_else(|| Failure::new(format!("Cargo.lock names no package `{package}`")))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

/// The files of `folder` whose names end in `suffix`, sorted by name; none when there is no such folder.
pub(crate) fn files(folder: &Path, suffix: &str) -> Result<Vec<PathBuf>, Failure> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Failure::io("list", folder))? {
        let path = entry.map_err(Failure::io("list", folder))?.path();
        if path.is_file() && path.to_string_lossy().ends_with(suffix) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A file's name without its folder, for people.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Reads a text.
pub(crate) fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(Failure::io("read", file))
}

/// Writes a file.
pub(crate) fn write(file: &Path, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    std::fs::write(file, content).map_err(Failure::io("write", file))
}

/// Whether a name has one of the parts that were asked for; all have where none was.
pub(crate) fn is_wanted(name: &str, parts: &[String]) -> bool {
    parts.is_empty() || parts.iter().any(|part| name.contains(part.as_str()))
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn version_of_a_locked_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n\n\
                    [[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm-bindgen-futures").as_deref(), Some("0.4.80"));
        assert_eq!(version_in(lock, "bindgen"), None);
    }
}
