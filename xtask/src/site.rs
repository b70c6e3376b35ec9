//! The site: what trunk builds, optimised, and laid out in `dist/` when it is whole ([`crate::pack`]).
//!
//! There is one kind of build, the released one: what is served while working is what is tested and shipped.
//! An unoptimised build was rejected: it starts sooner, but runs the lab too slowly to judge it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process::{Program, say};
use crate::toolchain::{Toolchain, WASM};
use crate::wasm_opt::{self, For};
use crate::{bundles, npm, pack, project, tools};

/// The engine's program, loaded by the worker.
pub(crate) const ENGINE: &str = "worker_bg.wasm";

/// The page's HTML.
pub(crate) const PAGE: &str = "index.html";

/// Builds the site, installing what that takes, and gives its folder.
pub(crate) fn build() -> Result<PathBuf, Failure> {
    let toolchain = Toolchain::ready()?;
    let trunk = tools::trunk().ready()?;
    let wasm_bindgen = tools::wasm_bindgen()?.ready()?;
    npm::ready()?;
    bundles::build()?;
    let stage = project::web_target().join("site");
    fs::create_dir_all(&stage).map_err(Failure::io("make", &stage))?;
    say("building the site (some minutes after a change in the engine, the first time about five)");
    toolchain
        .apply(Program::new(trunk.join("trunk")))
        .path_first(&wasm_bindgen)
        .args(["build", "--skip-version-check", "--log", "warn", "--dist"])
        .arg(&stage)
        .env("RUST_BACKTRACE", "0")
        // Trunk reads any NO_COLOR but a boolean as an error.
        .without_env("NO_COLOR")
        .run()?;
    for file in project::files(&stage, ".wasm")? {
        let engine = project::file_name(&file) == ENGINE;
        wasm_opt::optimise(&file, if engine { For::Speed } else { For::Size })?;
    }
    let dist = project::dist();
    pack::pack(&stage, &dist)?;
    Ok(dist)
}

/// The script of the page's program in a folder: its name carries trunk's hash.
pub(crate) fn page_script(folder: &Path) -> Result<PathBuf, Failure> {
    let scripts = project::files(folder, ".js")?;
    let named = |file: &PathBuf| project::file_name(file).starts_with("rillcut-web-");
    scripts.into_iter().find(named).ok_or_else(|| {
        Failure::new(format!("{} has no script of the page: did trunk build it?", folder.display()))
    })
}

/// Builds the program that browser benches run in a worker, as the engine is built, and gives its folder: a classic script
/// `worker_bench.js`, which a worker made of a blob can hold, and `worker_bench_bg.wasm`.
pub(crate) fn build_worker_bench() -> Result<PathBuf, Failure> {
    const NAME: &str = "worker_bench";
    let toolchain = Toolchain::ready()?;
    let wasm_bindgen = tools::wasm_bindgen()?.ready()?;
    npm::ready()?;
    toolchain
        .cargo()
        .args(["build", "--quiet", "--package", "rillcut-web", "--example", NAME])
        .args(["--profile", "engine", "--target", WASM])
        .run()?;
    let program = project::web_target().join(WASM).join("engine/examples").join(format!("{NAME}.wasm"));
    let folder = project::web_target().join("bench");
    Program::new(wasm_bindgen.join("wasm-bindgen"))
        .args(["--target", "no-modules", "--no-typescript", "--out-dir"])
        .arg(&folder)
        .arg(&program)
        .run()?;
    wasm_opt::optimise(&folder.join(format!("{NAME}_bg.wasm")), For::Speed)?;
    Ok(folder)
}

/// Every file under `folder`, at any depth, sorted.
pub(crate) fn all_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(Failure::io("list", &folder))? {
            let path = entry.map_err(Failure::io("list", &folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
