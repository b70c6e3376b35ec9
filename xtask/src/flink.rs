//! `flink-test`: labs exported as Flink jobs, run by Flink, and compared with what the lab computed.
//!
//! Flink comes from PyPI as jars (330 MB) and goes into the cache folder; Java 17 must be there, or is installed. All jobs run one after
//! the other in one JVM, since starting one takes longer than most of them. It is no part of `test` for what it needs.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::failure::Failure;
use crate::process::{Program, find, say};
use crate::{apt, cache, project};

/// The version that jobs are made for.
const FLINK: &str = "apache-flink-libraries==2.3.0";
/// Where Java lets Flink look.
const OPENED: [&str; 8] = [
    "java.lang",
    "java.net",
    "java.nio",
    "java.time",
    "java.util",
    "java.util.concurrent",
    "java.util.concurrent.atomic",
    "sun.nio.ch",
];
/// The lab that cases run in, and how long.
const ROWS: &str = "crates/flink/tests/rows.lab.json";
const ROWS_FOR: &str = "90s";
const RANDOM_FOR: &str = "40s";

/// What to run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Cases whose name contains one of these; all when empty.
    pub(crate) names: Vec<String>,
    /// So many random programs in the place of the cases.
    pub(crate) random: Option<u32>,
    /// The first one's seed.
    pub(crate) seed: u32,
    /// Flink's parallelism.
    pub(crate) parallelism: Option<u32>,
}

/// Exports, runs and compares.
pub(crate) fn test(wanted: &Wanted) -> Result<(), Failure> {
    let jars = jars()?;
    let work = project::target().join("flink-test");
    if work.is_dir() {
        std::fs::remove_dir_all(&work).map_err(Failure::io("empty", &work))?;
    }
    std::fs::create_dir_all(&work).map_err(Failure::io("make", &work))?;
    Program::cargo().args(["build", "--quiet", "--package", "rillcut-cli"]).run()?;
    let classes = compiled(&jars, &work)?;
    let folders = match wanted.random {
        Some(count) => random(count, wanted.seed, &work)?,
        None => cases(&wanted.names, &work)?,
    };
    if folders.is_empty() {
        return Err(Failure::new("no case has that name"));
    }
    say(&format!("running {} jobs in one JVM", folders.len()));
    let start = Instant::now();
    let mut java = Program::new("java").arg("-Xmx3g");
    for name in OPENED {
        java = java.arg(format!("--add-opens=java.base/{name}=ALL-UNNAMED"));
    }
    java = java.arg("-cp").arg(format!("{}:{jars}", classes.display())).arg("RunSql");
    if let Some(parallelism) = wanted.parallelism {
        java = java.args(["--parallelism", &parallelism.to_string()]);
    }
    for folder in &folders {
        java = java.arg(folder.join("job_local.sql"));
    }
    let run = java.run();
    println!("{:.1} s", start.elapsed().as_secs_f64());
    Program::new("python3").arg("crates/flink/bundle/compare.py").args(&folders).run()?;
    run
}

/// Flink's jars, as a class path.
fn jars() -> Result<String, Failure> {
    if find(&["javac"]).is_none() {
        apt::install(&["openjdk-17-jdk-headless"], "Java 17 is")?;
    }
    let folder = cache::folder()?.join(FLINK.replace("==", "-"));
    let lib = folder.join("pyflink").join("lib");
    if !lib.is_dir() {
        say("fetching the jars of Flink, once");
        let install = ["-m", "pip", "install", "--quiet", "--no-deps", "--target"];
        Program::new("python3").args(install).arg(&folder).arg(FLINK).run()?;
    }
    let jars = project::files(&lib, ".jar")?;
    Ok(jars.iter().map(|jar| jar.display().to_string()).collect::<Vec<_>>().join(":"))
}

/// The functions' and the runner's classes.
fn compiled(jars: &str, work: &Path) -> Result<PathBuf, Failure> {
    let classes = work.join("classes");
    let mut javac =
        Program::new("javac").args(["-parameters", "-nowarn", "-Xlint:-options", "-cp"]).arg(jars);
    javac = javac.arg("-d").arg(&classes);
    let mut sources = project::files(&project::root().join("crates/flink/java"), ".java")?;
    sources.push(project::root().join("crates/flink/bundle/RunSql.java"));
    javac.args(sources).run()?;
    Ok(classes)
}

fn command() -> Program {
    Program::new(project::target().join("debug").join("rillcut"))
}

/// The built-in labs and the cases, exported.
fn cases(names: &[String], work: &Path) -> Result<Vec<PathBuf>, Failure> {
    let chosen = |name: &str| names.is_empty() || names.iter().any(|part| name.contains(part.as_str()));
    let mut folders = Vec::new();
    for lab in ["clickstream", "stock-ticker"] {
        if chosen(lab) {
            let folder = work.join(lab);
            let export = command().args(["export", "flink", lab, "--stream", "*"]);
            folders.extend(exported(export, &folder)?);
        }
    }
    for case in project::files(&project::root().join("crates/flink/tests/cases"), ".sql")? {
        let name = project::file_name(&case).trim_end_matches(".sql").to_owned();
        if chosen(&name) {
            let folder = work.join(&name);
            folders.extend(exported(over_rows(&case, ROWS_FOR), &folder)?);
        }
    }
    Ok(folders)
}

fn over_rows(program: &Path, time: &str) -> Program {
    command().args(["export", "flink", ROWS, "--stream", "*", "--for", time, "--program"]).arg(program)
}

fn exported(export: Program, folder: &Path) -> Result<Option<PathBuf>, Failure> {
    export.arg("-o").arg(folder).output().map(|_| Some(folder.to_owned()))
}

/// Random programs; those that the exporter refuses are counted and left out.
fn random(count: u32, seed: u32, work: &Path) -> Result<Vec<PathBuf>, Failure> {
    let programs = work.join("programs");
    Program::cargo()
        .args(["run", "--quiet", "--package", "rillcut-flink", "--example", "random_programs", "--"])
        .arg(&programs)
        .args([count.to_string(), seed.to_string()])
        .run()?;
    let (mut folders, mut refused) = (Vec::new(), 0);
    for program in project::files(&programs, ".sql")? {
        let folder = work.join(project::file_name(&program).trim_end_matches(".sql"));
        match exported(over_rows(&program, RANDOM_FOR), &folder) {
            Ok(found) => folders.extend(found),
            Err(failure) if failure.to_string().contains("error[FLK") => refused += 1,
            Err(failure) => return Err(failure),
        }
    }
    println!("{} programs exported, {refused} refused", folders.len());
    Ok(folders)
}
