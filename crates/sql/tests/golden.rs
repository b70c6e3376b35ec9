//! Every file of `tests/sql` is checked: those of `valid` are planned without a word, those of `faulty` say exactly what
//! their head says, those of `dialect` parse, whether they can run or not. All of them survive being printed and read.
//!
//! A file's head: `-- schema: clicks | stocks | renamed | unknown` is the source, `-- expect: CODE LINE:COL` a diagnostic.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::{fs, path::PathBuf};

use rillcut_record::{DataType, Field};
use rillcut_sql::{Catalog, LineIndex, check, explain, parse};

const LAB: &str = include_str!("../../../www/examples/clickstream.sql");

fn files(folder: &str) -> Vec<(String, String)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/sql").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    let read = |path: PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
    };
    paths.into_iter().map(read).collect()
}

fn catalog(text: &str) -> Catalog {
    let varchar = |length| DataType::Varchar { length: Some(length) };
    let catalog = match text.lines().find_map(|line| line.strip_prefix("-- schema: ")) {
        Some("stocks") => Catalog::known(vec![
            Field::new("TICKER_SYMBOL", varchar(4)),
            Field::new("SECTOR", varchar(16)),
            Field::new("CHANGE", DataType::Real),
            Field::new("PRICE", DataType::Real),
        ]),
        Some("renamed") => Catalog::known(vec![Field::new("COL_value", DataType::Double)]),
        Some("unknown") => Catalog::unknown(),
        _ => Catalog::known(vec![Field::new("browseraction", varchar(32)), Field::new("site", varchar(32))]),
    };
    if text.lines().any(|line| line == "-- references") {
        return catalog.with_reference(
            "Companies",
            vec![Field::new("Site", varchar(32)), Field::new("Name", varchar(32))],
        );
    }
    catalog
}

/// What is said about a text: `CODE LINE:COL`, and the same with the message behind it.
fn said(text: &str) -> (Vec<String>, String) {
    let index = LineIndex::new(text);
    let diagnostics = match check(text, &catalog(text)) {
        Ok(checked) => {
            // Plans that can run can be explained.
            assert!(!explain(&checked.plan, text).to_string().is_empty());
            checked.warnings
        }
        Err(diagnostics) => diagnostics,
    };
    let places = diagnostics.iter().map(|diagnostic| {
        let at = index.locate(diagnostic.span.start);
        format!("{} {}:{}", diagnostic.code, at.line, at.column)
    });
    let lines: Vec<String> =
        diagnostics.iter().map(|diagnostic| diagnostic.located(&index).to_string()).collect();
    (places.collect(), lines.join("\n"))
}

#[test]
fn valid_files_are_planned_with_the_warnings_they_expect() {
    let mut faults = Vec::new();
    for (name, text) in files("valid") {
        let (places, lines) = said(&text);
        if check(&text, &catalog(&text)).is_err() || places != expected(&text) {
            faults.push(format!("{name}\n{lines}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The `-- expect: CODE LINE:COL` of a file.
fn expected(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.strip_prefix("-- expect: ")).collect()
}

#[test]
fn faulty_files_say_what_they_expect() {
    let mut faults = Vec::new();
    for (name, text) in files("faulty") {
        let (places, lines) = said(&text);
        let expected = expected(&text);
        if expected.is_empty() || places != expected {
            faults.push(format!("{name}\n  expected {expected:?}\n  found {places:?}\n{lines}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_fix_removes_its_fault() {
    for (name, text) in files("faulty") {
        let Err(diagnostics) = check(&text, &catalog(&text)) else { continue };
        for diagnostic in &diagnostics {
            let Some(fix) = &diagnostic.fix else { continue };
            let mut mended = text.clone();
            mended.replace_range(fix.span.range(), &fix.replacement);
            let left = check(&mended, &catalog(&text)).err().unwrap_or_default();
            let again = left
                .iter()
                .any(|other| other.code == diagnostic.code && other.span.start == diagnostic.span.start);
            assert!(!again, "{name}: {} stays after {:?}", diagnostic.message, fix.replacement);
        }
    }
}

#[test]
fn all_files_survive_being_printed() {
    let mut texts = files("valid");
    texts.extend(files("dialect"));
    texts.extend(files("../../../stream/tests/sql"));
    texts.push(("clickstream.sql".to_owned(), LAB.to_owned()));
    for (name, text) in texts {
        let parsed = parse(&text);
        assert_eq!(parsed.diagnostics, [], "{name}");
        let printed = parsed.program.to_string();
        let again = parse(&printed);
        assert_eq!(again.diagnostics, [], "{name} printed as\n{printed}");
        assert_eq!(again.program, parsed.program, "{name} printed as\n{printed}");
        // Printing is settled after one round.
        assert_eq!(again.program.to_string(), printed, "{name}");
    }
}
