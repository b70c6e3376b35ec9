//! Binaryen's optimiser over a program of the site.
//!
//! The pinned npm package is used, since distributions have versions too old for the features in the code, and
//! trunk would download one of its own. What it made of a file is kept in the target folder.

use std::fs;
use std::path::Path;

use crate::digest::digest;
use crate::failure::Failure;
use crate::process::say;
use crate::{npm, project};

/// What a program is optimised for.
#[derive(Clone, Copy)]
pub(crate) enum For {
    Size,
    Speed,
}

/// Optimises `file` in place and strips what only debuggers read. The features a program may use are those the
/// compiler wrote into it.
pub(crate) fn optimise(file: &Path, goal: For) -> Result<(), Failure> {
    let level = match goal {
        For::Size => "-Oz",
        For::Speed => "-O3",
    };
    let bytes = fs::read(file).map_err(Failure::io("read", file))?;
    let binaryen = fs::read(npm::package("binaryen").join("package.json")).unwrap_or_default();
    let kept = project::web_target().join("wasm-opt");
    fs::create_dir_all(&kept).map_err(Failure::io("make", &kept))?;
    let result = kept.join(format!("{}.wasm", digest([level.as_bytes(), &binaryen, &bytes])));
    if !result.is_file() {
        say(&format!("optimising {} with wasm-opt {level} (some seconds)", project::file_name(file)));
        let unfinished = result.with_extension(format!("{}.part", std::process::id()));
        npm::program("wasm-opt")
            .args([level, "--strip-debug", "--strip-producers", "--strip-target-features", "-o"])
            .arg(&unfinished)
            .arg(file)
            .run()?;
        fs::rename(&unfinished, &result).map_err(Failure::io("name", &result))?;
    }
    fs::copy(&result, file).map(|_| ()).map_err(Failure::io("write", file))
}
