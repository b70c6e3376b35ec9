//! `flink-test --open-source`: the detector of AWS's open-source library in the place of the lab's, as a bundle's README says it is put there.
//!
//! The library's jar comes from PyPI. Its scores are others, so `tests/open_source.py` holds them to those of the lab's open-source mode.

use std::path::{Path, PathBuf};

use super::exports::{command, exported, over_rows};
use super::{Java, compiled};
use crate::failure::Failure;
use crate::process::{Program, say};
use crate::{cache, project};

/// The package that carries the jar, and the jar in it.
const PACKAGE: &str = "jrcf==0.5.0";
const JAR: &str = "jrcf/lib/randomcutforest-core-4.3.0.jar";
/// The built-in lab's program, and what keeps low scores from its last stream.
const CLICKSTREAM: &str = "www/examples/clickstream.sql";
const THRESHOLD: &str = "\nWHERE ANOMALY_SCORE > 2;";
/// A forest over ties of ROWTIME that comes to a snapshot, and one with shingles and explanations.
const CASES: [&str; 2] = ["forest", "forest_of_groups"];

/// Runs the jobs by what `run` makes of Java and their folders, and checks them.
pub(super) fn test(
    lib: &Path,
    work: &Path,
    run: impl FnOnce(&Java, &[PathBuf]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let jar = jar()?;
    let folders = exports(work)?;
    for folder in &folders {
        let (from, to) = (folder.join("open-source/Forest.java"), folder.join("functions/Forest.java"));
        std::fs::copy(&from, &to).map_err(Failure::io("copy", &from))?;
    }
    let java = compiled(lib, folders.first(), &[jar], work)?;
    run(&java, &folders)?;
    let rillcut = project::target().join("debug").join("rillcut");
    Program::new("python3").arg("crates/flink/tests/open_source.py").arg(rillcut).args(&folders).run()
}

fn jar() -> Result<PathBuf, Failure> {
    let folder = cache::folder()?.join(PACKAGE.replace("==", "-"));
    let jar = folder.join(JAR);
    if !jar.is_file() {
        say("fetching the jar of AWS's library, once");
        let install = ["-m", "pip", "install", "--quiet", "--no-deps", "--target"];
        Program::new("python3").args(install).arg(&folder).arg(PACKAGE).run()?;
    }
    Ok(jar)
}

/// The clickstream lab with all its scores, and the cases.
fn exports(work: &Path) -> Result<Vec<PathBuf>, Failure> {
    let text = project::read(&project::root().join(CLICKSTREAM))?;
    let (before, _) = text
        .split_once(THRESHOLD)
        .ok_or_else(|| Failure::new(format!("{CLICKSTREAM} has no threshold that could be left out")))?;
    let program = work.join("scores.sql");
    project::write(&program, format!("{before};\n"))?;
    let folder = work.join("scores");
    let export = command().args(["export", "flink", "clickstream", "--stream", "*", "--program"]);
    exported(export.arg(&program), &folder)?;
    let mut folders = vec![folder];
    for case in CASES {
        let folder = work.join(case);
        let program = project::root().join("crates/flink/tests/cases").join(format!("{case}.sql"));
        exported(over_rows(&program), &folder)?;
        folders.push(folder);
    }
    Ok(folders)
}
