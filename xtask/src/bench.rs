//! `bench`: every bench of the workspace, and one table of what they found.
//!
//! A bench is a plain program in `benches/` of the crate that it measures; so is `tests/browser/*.bench.mjs`, which
//! measures the built site in Chromium. Each prints what it likes; its lines of the form `bench: NAME  VALUE UNIT  (REMARK)`,
//! or all of them when none has that form, make up the table at the end.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use crate::failure::Failure;
use crate::process::{Program, say};
use crate::{browser, npm, project, site};

/// Marks a line of the table.
const MARK: &str = "bench: ";

/// A program that measures.
enum Bench {
    /// `cargo bench` of a package's bench.
    Native { package: String, name: String },
    /// A script that drives the browser.
    Browser { name: String, script: PathBuf },
}

impl Bench {
    fn name(&self) -> String {
        match self {
            Self::Native { package, name } => format!("{package}/{name}"),
            Self::Browser { name, .. } => format!("browser/{name}"),
        }
    }
}

/// Runs the benches whose name contains one of `names`, or all, and prints the table.
pub(crate) fn bench(names: &[String]) -> Result<(), Failure> {
    let chosen: Vec<Bench> =
        all()?.into_iter().filter(|bench| project::is_wanted(&bench.name(), names)).collect();
    if chosen.is_empty() {
        return Err(Failure::new(
            "no bench has a name like that; `benches/` of the crates and tests/browser have them",
        ));
    }
    say("building and running the benches, optimised as the release is (minutes)");
    let mut table = Vec::new();
    let mut built = None;
    for bench in &chosen {
        eprintln!("\n== {}", bench.name());
        let program = match bench {
            Bench::Native { package, name } => {
                Program::cargo().args(["bench", "--quiet", "--package", package, "--bench", name])
            }
            Bench::Browser { script, .. } => {
                let browser = browser::ready()?;
                let worker_bench = if let Some(folder) = &built {
                    folder
                } else {
                    site::build()?;
                    built.insert(site::build_worker_bench()?)
                };
                npm::ready()?;
                Program::new("node")
                    .arg(script)
                    .env("CHROMIUM", browser.chromium)
                    .env("WORKER_BENCH", worker_bench)
            }
        };
        let mut lines = Vec::new();
        program.lines(|line| {
            println!("{line}");
            lines.push(line.trim_end().to_owned());
        })?;
        table.extend(rows(&lines).map(|row| format!("{:<26} {row}", bench.name())));
    }
    println!("\n{}", table.join("\n"));
    Ok(())
}

/// The lines of a bench's output that belong into the table.
fn rows(lines: &[String]) -> impl Iterator<Item = &str> {
    let marked = lines.iter().any(|line| line.starts_with(MARK));
    lines
        .iter()
        .filter_map(move |line| if marked { line.strip_prefix(MARK) } else { Some(line.as_str()) })
        .filter(|line| !line.is_empty())
}

/// Every bench of the checkout.
fn all() -> Result<Vec<Bench>, Failure> {
    let crates = project::root().join("crates");
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&crates)
        .map_err(Failure::io("list", &crates))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    folders.sort();
    for folder in folders {
        for file in project::files(&folder.join("benches"), ".rs")? {
            let name = project::file_name(&file).trim_end_matches(".rs").to_owned();
            found.push(Bench::Native { package: format!("rillcut-{}", project::file_name(&folder)), name });
        }
    }
    for script in project::files(&project::root().join("tests/browser"), ".bench.mjs")? {
        let name = project::file_name(&script).trim_end_matches(".bench.mjs").to_owned();
        found.push(Bench::Browser { name, script });
    }
    Ok(found)
}

impl Program {
    /// Runs it and hands each line of its standard output on as it comes.
    fn lines(self, mut each: impl FnMut(&str)) -> Result<(), Failure> {
        let (mut child, name) = self.start()?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).lines() {
                each(&line.map_err(|error| Failure::new(format!("`{name}` cannot be read: {error}")))?);
            }
        }
        let status = child.wait().map_err(|error| Failure::new(format!("`{name}` is lost: {error}")))?;
        if status.success() { Ok(()) } else { Err(Failure::new(format!("`{name}` failed ({status})"))) }
    }
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn marked_lines_make_the_table_or_else_all() {
        let some = ["warming up", "bench: decode  2.50 M records/s", ""].map(str::to_owned);
        assert_eq!(rows(&some).collect::<Vec<_>>(), ["decode  2.50 M records/s"]);
        let none = ["size  time", "", "256  7.2"].map(str::to_owned);
        assert_eq!(rows(&none).collect::<Vec<_>>(), ["size  time", "256  7.2"]);
    }
}
