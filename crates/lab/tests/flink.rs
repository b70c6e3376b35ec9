//! The guide's map from KDA SQL to Flink SQL and the cases of `cargo xtask flink-test` are one: each line has a case that says in KDA SQL what the
//! line says, and whose job has what the line promises. Whether Flink computes the same, the command says.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::{collections::BTreeSet, fs, path::Path};

use rillcut_lab::{
    examples,
    file::Lab,
    flink::{Exported, export_lab},
};

/// Words of the table that are of the guide's own.
const PROSE: [&str; 3] = ["KDA", "SQL", "DECIMAL"];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// A case's program and what becomes of it.
fn export(name: &str) -> (String, Exported) {
    let lab = if name == "clickstream" {
        Lab::from_json(examples::CLICKSTREAM).unwrap()
    } else {
        let mut lab = Lab::from_json(&read("crates/flink/tests/rows.lab.json")).unwrap();
        lab.sql = read(&format!("crates/flink/tests/cases/{name}.sql"));
        lab
    };
    let sql = lab.sql.clone();
    let exported =
        export_lab(lab, 1000, &["*".to_owned()], 0).unwrap_or_else(|found| panic!("{name}: {found:?}"));
    (sql, exported)
}

fn script(exported: &Exported, path: &str) -> String {
    let (_, text) = exported.files.iter().find(|(of, _)| of == path).unwrap();
    String::from_utf8(text.clone()).unwrap()
}

/// A case's program and its job over files.
fn case(name: &str) -> (String, String) {
    let (sql, exported) = export(name);
    (sql, script(&exported, "job_local.sql"))
}

/// The names of all cases.
fn cases() -> BTreeSet<String> {
    let files = fs::read_dir(root().join("crates/flink/tests/cases")).unwrap();
    let name = |file: fs::DirEntry| Some(file.file_name().to_str()?.strip_suffix(".sql")?.to_owned());
    files.filter_map(|file| name(file.unwrap())).collect()
}

/// What stands between backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Words in capitals: what a line says in SQL.
fn capitals(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.len() > 1 && word.chars().all(|c| !c.is_ascii_lowercase()))
        .filter(|word| word.chars().any(|c| c.is_ascii_uppercase()))
}

#[test]
fn every_line_of_the_guides_map_has_a_case_that_shows_it() {
    let page = read("guide/src/flink.md");
    let lines: Vec<Vec<&str>> = page
        .lines()
        .skip_while(|line| !line.starts_with("| KDA SQL | Flink SQL"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    assert!(lines.len() > 30, "{} lines", lines.len());
    let mut named = BTreeSet::new();
    for line in &lines {
        let [kda, flink, of] = line.as_slice() else { panic!("{line:?}") };
        if *of == "every case" {
            continue;
        }
        let names: Vec<&str> = quoted(of).collect();
        assert!(!names.is_empty(), "{kda} has no case");
        let (mut program, mut job) = (String::new(), String::new());
        for name in names {
            named.insert(name.to_owned());
            let (sql, local) = case(name);
            program.push_str(&sql.to_uppercase());
            job.push_str(&local);
        }
        let said: BTreeSet<&str> = capitals(&program).collect();
        for word in capitals(kda).filter(|word| !PROSE.contains(word)) {
            assert!(said.contains(word), "{kda}: {of} has no {word}");
        }
        for promised in quoted(flink) {
            let part = promised.split(['(', '…']).next().unwrap().trim();
            assert!(job.contains(part), "{kda}: the job of {of} has no {part}");
        }
    }
    named.remove("clickstream");
    assert_eq!(named, cases(), "every case has its line");
}

#[test]
fn every_case_tells_records_apart_as_the_map_says() {
    for name in cases() {
        let (_, job) = case(&name);
        assert!(job.contains("WATERMARK FOR `time` AS `time` - INTERVAL '0.001' SECOND"), "{name}");
        assert!(job.contains("KDA_RECORDS("), "{name}");
    }
}

#[test]
fn what_means_something_else_is_said_in_the_job_in_the_guide_and_to_who_exports() {
    let page: Vec<String> = read("guide/src/flink.md").split_whitespace().map(str::to_owned).collect();
    let page = page.join(" ");
    let mut said = BTreeSet::new();
    for name in ["filter_project", "reference", "top_items", "count_items"] {
        let (_, exported) = export(name);
        let (local, cloud) = (script(&exported, "job_local.sql"), script(&exported, "job.sql"));
        for note in &exported.notes {
            let comment = format!("-- {note}\n");
            assert!(cloud.contains(&comment), "{name}: {note}");
            assert_eq!(local.contains(&comment), !note.starts_with("Over Kinesis"), "{name}: {note}");
            // The guide says it of every pump.
            let of_all = match note.split_once(" of pump \"") {
                Some((before, after)) => format!("{before}{}", after.split_once('"').unwrap().1),
                None => note.clone(),
            };
            assert!(page.contains(&format!("- {of_all}")), "{of_all}");
            said.insert(of_all);
        }
    }
    assert_eq!(said.len(), 7, "{said:#?}");
}
