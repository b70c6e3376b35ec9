//! The site's paths that stay: `vX.Y/`, which a workshop links to and which a later release does not touch, and `latest/`.
//!
//! Both are copies of the site. Redirects were rejected: a static host has no way of its own to say one, and a page that forwards loses the frame it was
//! embedded in. What a release of X.Y mends is put in the place of the one before.

use std::path::Path;

use crate::failure::Failure;
use crate::{pack, site};

/// The folder that follows the newest version.
const LATEST: &str = "latest";

/// Copies the site in `dist` into its two folders and gives their names.
pub(crate) fn copy(dist: &Path) -> Result<[String; 2], Failure> {
    let folders = [LATEST.to_owned(), folder_of(env!("CARGO_PKG_VERSION"))];
    let files = site::all_files(dist)?;
    for folder in &folders {
        for file in &files {
            let name = file.strip_prefix(dist).unwrap_or(file);
            pack::copy(file, &dist.join(folder).join(name))?;
        }
    }
    Ok(folders)
}

/// `v0.1` for 0.1.7.
fn folder_of(version: &str) -> String {
    let mut parts = version.split('.');
    format!("v{}.{}", parts.next().unwrap_or("0"), parts.next().unwrap_or("0"))
}

#[cfg(test)]
mod tests {
    use super::folder_of;

    #[test]
    fn patches_share_a_folder() {
        assert_eq!(folder_of("0.1.7"), "v0.1");
        assert_eq!(folder_of("12.34.0"), "v12.34");
    }
}
