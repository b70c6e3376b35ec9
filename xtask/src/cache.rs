//! The folder that keeps what takes minutes to make: tools and a standard library, one sub-folder a version.
//!
//! Outside the checkout, so that a fresh clone and `cargo clean` do not pay for them again.

use std::path::PathBuf;

use crate::failure::Failure;

/// `RILLCUT_CACHE`, else `rillcut` in the user's cache folder; made when it is not there.
pub(crate) fn folder() -> Result<PathBuf, Failure> {
    let path = choose(|name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from))
        .ok_or_else(|| {
            Failure::new("no cache folder is known: set RILLCUT_CACHE to a folder that can be written")
        })?;
    std::fs::create_dir_all(&path).map_err(Failure::io("make the cache folder", &path))?;
    std::path::absolute(&path).map_err(Failure::io("find", &path))
}

fn choose(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    variable("RILLCUT_CACHE")
        .or_else(|| Some(variable("XDG_CACHE_HOME")?.join("rillcut")))
        .or_else(|| Some(variable("HOME")?.join(".cache").join("rillcut")))
        .or_else(|| Some(variable("LOCALAPPDATA")?.join("rillcut")))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::choose;

    #[test]
    fn the_first_variable_that_is_set_wins() {
        let all = [("RILLCUT_CACHE", "/a"), ("XDG_CACHE_HOME", "/b"), ("HOME", "/c"), ("LOCALAPPDATA", "/d")];
        let found = |from: usize| {
            choose(|name| {
                all[from..].iter().find(|(key, _)| *key == name).map(|(_, value)| PathBuf::from(value))
            })
        };
        assert_eq!(found(0), Some(PathBuf::from("/a")));
        assert_eq!(found(1), Some(PathBuf::from("/b/rillcut")));
        assert_eq!(found(2), Some(PathBuf::from("/c/.cache/rillcut")));
        assert_eq!(found(3), Some(PathBuf::from("/d/rillcut")));
        assert_eq!(found(4), None);
    }
}
