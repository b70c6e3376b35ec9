//! `flink-test`: labs exported as Flink jobs, run by Flink, and compared with what the lab computed.
//!
//! Flink comes from PyPI as jars (330 MB) and goes into the cache folder; Java 17 must be there, or is installed. All jobs run one after
//! the other in one JVM, since starting one takes longer than most of them. It is no part of `test` for what it needs.

mod exports;
mod open_source;
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
    /// Cases, or random programs, whose name contains one of these; all when empty.
    pub(crate) names: Vec<String>,
    /// So many random programs in the place of the cases.
    pub(crate) random: Option<u32>,
    /// The first one's seed.
    pub(crate) seed: u32,
    /// Flink's parallelism, and the number of sources that the records are spread over.
    pub(crate) parallelism: Option<u32>,
    /// Each job is stopped with a savepoint in its middle and started again from it.
    pub(crate) restore: bool,
    /// AWS's own detector in the place of the lab's.
    pub(crate) open_source: bool,
    /// So many records through the jobs of `tests/rate`, for records a second.
    pub(crate) rate: Option<u32>,
}

/// What Java programs run with.
struct Java {
    /// The test's own classes, the jar that a bundle's script made, and Flink's jars.
    class_path: String,
}

/// Exports, runs and compares.
pub(crate) fn test(wanted: &Wanted) -> Result<(), Failure> {
    let lib = lib()?;
    let work = project::target().join("flink-test");
    if work.is_dir() {
        std::fs::remove_dir_all(&work).map_err(Failure::io("empty", &work))?;
    }
    std::fs::create_dir_all(&work).map_err(Failure::io("make", &work))?;
    let begin = Instant::now();
    Program::cargo().args(["build", "--quiet", "--package", "rillcut-cli"]).run()?;
    if let Some(records) = wanted.rate {
        return rate::measure(&lib, records, &wanted.names, &work);
    }
    if wanted.open_source {
        return open_source::test(&lib, &work, |java, folders| run(java, folders, 1, wanted.restore));
    }
    let folders = match wanted.random {
        Some(count) => exports::random(count, wanted.seed, &wanted.names, &work)?,
        None => exports::cases(&wanted.names, &work)?,
    };
    let java = compiled(&lib, folders.first(), &[], &work)?;
    let parallelism = wanted.parallelism.unwrap_or(1);
    if parallelism > 1 {
        for folder in &folders {
            sources::spread(folder, parallelism)?;
        }
    }
    let start = Instant::now();
    let ran = run(&java, &folders, parallelism, wanted.restore);
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
    compared.and(ran).and(planned).and(replayed)
}

/// Runs the jobs of folders.
fn run(java: &Java, folders: &[PathBuf], parallelism: u32, restore: bool) -> Result<(), Failure> {
    if restore {
        say(&format!("running {} jobs, each stopped in its middle and started again", folders.len()));
        return java.program("Restore").args(folders).run();
    }
    say(&format!("running {} jobs in one JVM", folders.len()));
    let jobs = folders.iter().map(|folder| folder.join("job_local.sql"));
    java.program("RunSql").args(["--parallelism", &parallelism.to_string()]).args(jobs).run()
}

/// Compares what jobs wrote with what the lab gave, by the script in one of their folders.
fn compare(folders: &[PathBuf]) -> Result<(), Failure> {
    Program::new("python3").args(folders.first().map(|folder| folder.join("compare.py"))).args(folders).run()
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
        java.arg("-cp").arg(&self.class_path).arg(main)
    }
}

/// The folder of Flink's jars.
fn lib() -> Result<PathBuf, Failure> {
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
    Ok(lib)
}

/// The functions out of an exported folder, built there by its own script as whoever gets it does, so that nothing comes from the tree that the folder
/// lacks, with the jars that `more` names in it; and the test's classes beside them. All folders have the same functions.
fn compiled(lib: &Path, bundle: Option<&PathBuf>, more: &[PathBuf], work: &Path) -> Result<Java, Failure> {
    let bundle = bundle.ok_or_else(|| Failure::new("no case has that name"))?;
    say(&format!("building the functions in {}", bundle.display()));
    Program::new("sh").arg("build.sh").args(more).env("FLINK_LIB", lib).dir(bundle).run()?;
    let mut class_path = vec![bundle.join("rillcut-functions.jar")];
    class_path.extend(project::files(lib, ".jar")?);
    let mut class_path = class_path.iter().map(|jar| jar.display().to_string()).collect::<Vec<_>>().join(":");
    let classes = work.join("classes");
    let sources = project::files(&project::root().join("crates/flink/tests/java"), ".java")?;
    let javac = Program::new("javac").args(["-nowarn", "-Xlint:-options", "-cp"]).arg(&class_path);
    javac.arg("-d").arg(&classes).args(sources).run()?;
    // Flink finds connectors by this file.
    let services = classes.join("META-INF/services");
    std::fs::create_dir_all(&services).map_err(Failure::io("make", &services))?;
    let factories = services.join("org.apache.flink.table.factories.Factory");
    project::write(&factories, "Kinesis\n")?;
    class_path.insert_str(0, &format!("{}:", classes.display()));
    Ok(Java { class_path })
}
