//! `flink-test`: labs exported as Flink jobs, run by Flink, and compared with what the lab computed.
//!
//! Flink comes from PyPI as jars (330 MB) and goes into the cache folder; Java 17 must be there, or is installed. All jobs run one after
//! the other in one JVM, since starting one takes longer than most of them. It is no part of `test` for what it needs.

mod exports;
mod rate;
mod sources;

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

/// What to run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Cases whose name contains one of these; all when empty.
    pub(crate) names: Vec<String>,
    /// So many random programs in the place of the cases.
    pub(crate) random: Option<u32>,
    /// The first one's seed.
    pub(crate) seed: u32,
    /// Flink's parallelism, and the number of sources that the records are spread over.
    pub(crate) parallelism: Option<u32>,
    /// Each job is stopped with a savepoint in its middle and started again from it.
    pub(crate) restore: bool,
    /// So many records through the jobs of `tests/rate`, for records a second.
    pub(crate) rate: Option<u32>,
}

/// What Java programs run with.
struct Java {
    /// Flink's jars, as a class path.
    jars: String,
    /// The functions' and the runners' classes.
    classes: PathBuf,
}

/// Exports, runs and compares.
pub(crate) fn test(wanted: &Wanted) -> Result<(), Failure> {
    let jars = jars()?;
    let work = project::target().join("flink-test");
    if work.is_dir() {
        std::fs::remove_dir_all(&work).map_err(Failure::io("empty", &work))?;
    }
    std::fs::create_dir_all(&work).map_err(Failure::io("make", &work))?;
    let begin = Instant::now();
    let java = compiled(jars, &work)?;
    Program::cargo().args(["build", "--quiet", "--package", "rillcut-cli"]).run()?;
    if let Some(records) = wanted.rate {
        return rate::measure(&java, records, &wanted.names, &work);
    }
    let folders = match wanted.random {
        Some(count) => exports::random(count, wanted.seed, &work)?,
        None => exports::cases(&wanted.names, &work)?,
    };
    if folders.is_empty() {
        return Err(Failure::new("no case has that name"));
    }
    let parallelism = wanted.parallelism.unwrap_or(1);
    if parallelism > 1 {
        for folder in &folders {
            sources::spread(folder, parallelism)?;
        }
    }
    let jobs = folders.iter().map(|folder| folder.join("job_local.sql"));
    let start = Instant::now();
    let run = if wanted.restore {
        say(&format!("running {} jobs, each stopped in its middle and started again", folders.len()));
        java.program("Restore").args(&folders).run()
    } else {
        say(&format!("running {} jobs in one JVM", folders.len()));
        java.program("RunSql").args(["--parallelism", &parallelism.to_string()]).args(jobs).run()
    };
    println!("{:.1} s of {:.1} s in all", start.elapsed().as_secs_f64(), begin.elapsed().as_secs_f64());
    let compared = compare(&folders);
    let planned = if wanted.restore || parallelism > 1 {
        Ok(())
    } else {
        say("planning each job for the cloud");
        java.program("Explain").args(&folders).run()
    };
    let clickstream = work.join("clickstream");
    let replayed = if parallelism == 1 && folders.contains(&clickstream) {
        exports::replayed(&clickstream)
    } else {
        Ok(())
    };
    compared.and(run).and(planned).and(replayed)
}

/// Compares what jobs wrote with what the lab gave.
fn compare(folders: &[PathBuf]) -> Result<(), Failure> {
    Program::new("python3").arg("crates/flink/bundle/compare.py").args(folders).run()
}

impl Java {
    /// A Java program of many short jobs, with Flink at hand: planning them is most of the work, and none runs long enough for the second compiler.
    /// Each leaves code of its own behind; a cache of the usual size for one compiler is full after some thirty, and then compiling stops.
    fn program(&self, main: &str) -> Program {
        let cache = "-XX:ReservedCodeCacheSize=512m";
        self.with(&["-XX:TieredStopAtLevel=1", cache, "-XX:+UseSerialGC"], main)
    }

    /// A Java program with Flink at hand, and options of the JVM's.
    fn with(&self, options: &[&str], main: &str) -> Program {
        let mut java = Program::new("java").arg("-Xmx3g").args(options);
        for name in OPENED {
            java = java.arg(format!("--add-opens=java.base/{name}=ALL-UNNAMED"));
        }
        java.arg("-cp").arg(format!("{}:{}", self.classes.display(), self.jars)).arg(main)
    }
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

/// The functions' and the runners' classes.
fn compiled(jars: String, work: &Path) -> Result<Java, Failure> {
    let classes = work.join("classes");
    let mut javac =
        Program::new("javac").args(["-parameters", "-nowarn", "-Xlint:-options", "-cp"]).arg(&jars);
    javac = javac.arg("-d").arg(&classes);
    let crates = project::root().join("crates/flink");
    let mut sources = project::files(&crates.join("java"), ".java")?;
    sources.extend(project::files(&crates.join("tests/java"), ".java")?);
    sources.push(crates.join("bundle/RunSql.java"));
    javac.args(sources).run()?;
    // Flink finds connectors by this file.
    let services = classes.join("META-INF/services");
    std::fs::create_dir_all(&services).map_err(Failure::io("make", &services))?;
    let factories = services.join("org.apache.flink.table.factories.Factory");
    project::write(&factories, "Kinesis\n")?;
    Ok(Java { jars, classes })
}
