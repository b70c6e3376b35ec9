//! `flink-test --rate N`: how many records a second Flink takes through exported jobs, and what heap they need.
//!
//! Each job runs in a JVM of its own, once over a few records, so that classes are loaded and loops compiled, then over all of them. The lab computes what is
//! expected from as many records, and what came out is compared.

use std::path::{Path, PathBuf};

use super::exports::{command, exported};
use super::{compare, compiled, sources};
use crate::failure::Failure;
use crate::process::say;
use crate::project;

const FOLDER: &str = "crates/flink/tests/rate";
/// The built-in lab's program, which reads what the lab of that folder sends, too.
const CLICKSTREAM: &str = "www/examples/clickstream.sql";
/// Records a second of the lab there.
const LAB_RATE: u32 = 1000;
/// Records that a JVM is warmed up with.
const WARM: u32 = 20_000;

/// A job that is measured.
struct Measured {
    name: String,
    parallelism: u32,
    folder: PathBuf,
    /// The same over few records.
    warm: PathBuf,
}

/// Measures the clickstream program and each of `tests/rate`, or those whose names contain one of `names`, at parallelism 1 and 2.
pub(super) fn measure(lib: &Path, records: u32, names: &[String], work: &Path) -> Result<(), Failure> {
    let jobs = exports(records, names, work)?;
    let java = compiled(lib, jobs.first().map(|job| &job.folder), &[], work)?;
    let mut compared = Ok(());
    for Measured { name, parallelism, folder, warm } in jobs {
        say(&format!("{name} at parallelism {parallelism}"));
        let scripts = [folder.join("job_local.sql"), warm.join("job_local.sql")];
        java.with(&[], "Rate").args([parallelism.to_string(), records.to_string()]).args(scripts).run()?;
        compared = compared.and(compare(&[folder]));
    }
    compared
}

fn exports(records: u32, names: &[String], work: &Path) -> Result<Vec<Measured>, Failure> {
    let mut programs = vec![project::root().join(CLICKSTREAM)];
    programs.extend(project::files(&project::root().join(FOLDER), ".sql")?);
    let mut jobs = Vec::new();
    for program in programs {
        let name = project::file_name(&program).trim_end_matches(".sql").to_owned();
        if !project::is_wanted(&name, names) {
            continue;
        }
        for parallelism in [1, 2] {
            let folder = work.join(format!("{name}-{parallelism}"));
            let warm = work.join(format!("{name}-{parallelism}-warm"));
            for (folder, records) in [(&folder, records), (&warm, WARM)] {
                export(&program, records, folder)?;
                if parallelism > 1 {
                    sources::spread(folder, parallelism)?;
                }
            }
            jobs.push(Measured { name: name.clone(), parallelism, folder, warm });
        }
    }
    Ok(jobs)
}

fn export(program: &Path, records: u32, folder: &Path) -> Result<(), Failure> {
    let milliseconds = u64::from(records) * 1000 / u64::from(LAB_RATE);
    let export = command()
        .args(["export", "flink"])
        .arg(project::root().join(FOLDER).join("rate.lab.json"))
        .args(["--for", &format!("{}s", milliseconds.div_ceil(1000)), "--program"])
        .arg(program);
    exported(export, folder)
}
