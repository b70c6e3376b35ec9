//! What `flink-test` runs: the built-in labs, the cases, a forest for each key, random programs; each a folder that `rillcut export flink` wrote.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process::Program;
use crate::project;

/// The lab that cases run in, and how long.
const ROWS: &str = "crates/flink/tests/rows.lab.json";
const ROWS_FOR: &str = "90s";
const RANDOM_FOR: &str = "40s";
/// A random program that gives more rows than this is left out: a join of everything with everything gives millions, and holds up all others.
const MOST_ROWS: usize = 100_000;
/// A forest over all rows that have a key; in its job the keys of those rows get a forest each.
const BY_KEY: &str = "crates/flink/tests/keys/forest_by_key.sql";
/// What stands in it for the condition on the key, and the keys that `ROWS` has.
const ANY_KEY: &str = "\"k\" IS NOT NULL";
const KEYS: [&str; 5] = ["a", "b", "c", "dd", "z"];

/// The command line's program, which [`super::test`] has built.
pub(super) fn command() -> Program {
    Program::new(project::target().join("debug").join("rillcut"))
}

/// The built-in labs and the cases, exported.
pub(super) fn cases(names: &[String], work: &Path) -> Result<Vec<PathBuf>, Failure> {
    let chosen = |name: &str| project::is_wanted(name, names);
    let mut folders = Vec::new();
    for lab in ["clickstream", "stock-ticker"] {
        if chosen(lab) {
            let folder = work.join(lab);
            exported(command().args(["export", "flink", lab, "--stream", "*"]), &folder)?;
            folders.push(folder);
        }
    }
    for case in project::files(&project::root().join("crates/flink/tests/cases"), ".sql")? {
        let name = project::file_name(&case).trim_end_matches(".sql").to_owned();
        if chosen(&name) {
            let folder = work.join(&name);
            exported(over_rows(&case), &folder)?;
            folders.push(folder);
        }
    }
    if chosen("forest_by_key") {
        folders.push(forest_by_key(work)?);
    }
    Ok(folders)
}

/// A program's export over the lab of rows.
pub(super) fn over_rows(program: &Path) -> Program {
    over_rows_for(program, ROWS_FOR)
}

fn over_rows_for(program: &Path, time: &str) -> Program {
    command().args(["export", "flink", ROWS, "--stream", "*", "--for", time, "--program"]).arg(program)
}

pub(super) fn exported(export: Program, folder: &Path) -> Result<(), Failure> {
    export.arg("-o").arg(folder).output().map(drop)
}

/// A job whose forest is one a key, as the guide says it is written, beside what the lab gave key by key.
fn forest_by_key(work: &Path) -> Result<PathBuf, Failure> {
    let program = project::root().join(BY_KEY);
    let text = project::read(&program)?;
    let folder = work.join("forest_by_key");
    exported(over_rows(&program), &folder)?;
    let job = folder.join("job_local.sql");
    let written = project::read(&job)?;
    let call = "FROM RANDOM_CUT_FOREST(input => TABLE `P.2`,";
    let mine = "FROM RANDOM_CUT_FOREST(input => TABLE `P.2` PARTITION BY `k`,";
    if !written.contains(call) || !text.contains(ANY_KEY) {
        return Err(Failure::new(format!("{} calls no forest over `P.2`", job.display())));
    }
    project::write(&job, written.replace(call, mine))?;
    let mut expected = String::new();
    for key in KEYS {
        let alone = work.join(format!("key_{key}"));
        let program = work.join(format!("key_{key}.sql"));
        project::write(&program, text.replace(ANY_KEY, &format!("\"k\" = '{key}'")))?;
        exported(over_rows(&program), &alone)?;
        expected.push_str(&project::read(&alone.join("expected/OUT.ndjson"))?);
    }
    project::write(&folder.join("expected/OUT.ndjson"), &expected)?;
    Ok(folder)
}

/// Random programs, so many of them. Those that the exporter refuses, and those whose rows are too many to compare, are counted and left out; others are drawn
/// in their place, as many as were asked for at most. With `names`, those whose names contain one of them, and no others.
pub(super) fn random(count: u32, seed: u32, names: &[String], work: &Path) -> Result<Vec<PathBuf>, Failure> {
    let wanted = count as usize;
    let most = if names.is_empty() { 2 * wanted } else { wanted };
    let programs = work.join("programs");
    let (mut folders, mut refused, mut large) = (Vec::new(), Vec::new(), Vec::new());
    let (mut tried, mut drawn) = (0, wanted);
    while tried < drawn {
        write_programs(&programs, drawn, seed)?;
        for program in project::files(&programs, ".sql")?.into_iter().skip(tried) {
            let name = project::file_name(&program).trim_end_matches(".sql").to_owned();
            if !project::is_wanted(&name, names) {
                continue;
            }
            let folder = work.join(&name);
            match exported(over_rows_for(&program, RANDOM_FOR), &folder) {
                Ok(()) => match expected_rows(&folder)? {
                    rows if rows > MOST_ROWS => {
                        large.push(format!("{name}: {rows} rows"));
                        std::fs::remove_dir_all(&folder).map_err(Failure::io("remove", &folder))?;
                    }
                    _ => folders.push(folder),
                },
                Err(failure) if failure.to_string().contains("error[FLK") => {
                    refused.push(failure.to_string());
                }
                Err(failure) => return Err(failure),
            }
        }
        tried = drawn;
        drawn = (tried + wanted - folders.len()).min(most);
    }
    for refusal in &refused {
        println!("refused: {refusal}");
    }
    for program in &large {
        println!("too large: {program}");
    }
    println!(
        "{} programs exported, {} refused, {} left out for more than {MOST_ROWS} rows",
        folders.len(),
        refused.len(),
        large.len()
    );
    Ok(folders)
}

/// The first programs of a seed; more of them begin with the same.
fn write_programs(folder: &Path, count: usize, seed: u32) -> Result<(), Failure> {
    Program::cargo()
        .args(["run", "--quiet", "--package", "rillcut-flink", "--example", "random_programs", "--"])
        .arg(folder)
        .args([count.to_string(), seed.to_string()])
        .run()
}

/// How many rows the lab gave, in all streams of an exported job.
fn expected_rows(folder: &Path) -> Result<usize, Failure> {
    let mut rows = 0;
    for file in project::files(&folder.join("expected"), ".ndjson")? {
        rows += project::read(&file)?.lines().count();
    }
    Ok(rows)
}

/// What the clickstream lab's job wrote, as a source of the lab: each row of Flink's comes at its ROWTIME, and none is lost.
pub(super) fn replayed(folder: &Path) -> Result<(), Failure> {
    let mut rows = String::new();
    for part in project::files(&folder.join("out/CTRSTREAM"), "")? {
        if project::file_name(&part).starts_with("part-") {
            rows.push_str(&project::read(&part)?);
        }
    }
    let data = folder.join("replay.ndjson");
    project::write(&data, &rows)?;
    let program = folder.join("replay.sql");
    let sql = "CREATE STREAM \"DESTINATION_SQL_STREAM\" (ctr DOUBLE, at TIMESTAMP, n BIGINT);\n\
        CREATE PUMP p AS INSERT INTO \"DESTINATION_SQL_STREAM\" SELECT STREAM MAX(\"CTR\"), STEP(s.ROWTIME BY INTERVAL '10' SECOND), COUNT(*) \
        FROM \"SOURCE_SQL_STREAM_001\" AS s GROUP BY STEP(s.ROWTIME BY INTERVAL '10' SECOND);\n";
    project::write(&program, sql)?;
    let run = command().arg("run").arg(&program).arg("--source").arg(&data).args(["--arrival", "ROWTIME"]);
    let given = run.output()?;
    let (sent, came) = (rows.lines().count(), given.lines().count());
    println!("replayed in the lab: {came} windows of {sent}");
    if sent == 0 || came != sent || !given.lines().all(|line| line.ends_with(",\"N\":1}")) {
        return Err(Failure::new("what Flink wrote did not come back window by window"));
    }
    Ok(())
}
