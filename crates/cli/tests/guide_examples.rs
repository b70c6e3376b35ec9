//! Every example of the guide's pages on KDA SQL, run by the real program.
//!
//! An example is three fenced blocks in this order, whatever text stands between them:
//!
//! ```text
//! sql                the application; `json application` for a saved one
//! csv NAME           optional, may repeat: reference data, as --reference NAME=FILE
//! json               the source's records, one a line, each with its arrival in "t"
//! text               what `rillcut run APP --source RECORDS --arrival t --seed 1 --format tagged` prints
//! ```
//!
//! A `sql` block that neither a `csv` nor a `json` block follows is a fragment, and tests/guide_blocks.rs checks it, as it does all other
//! blocks. Kept in the pages and not in files beside them, so that a reader sees what the test sees.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod pages;

use std::{fs, path::Path, process::Command};

use pages::{Block, blocks, name, pages};

/// Pages that explain choices and have nothing to run.
const WITHOUT_EXAMPLE: [&str; 1] = ["sql/choices.md"];

/// An application with its records and what it prints.
struct Example<'a> {
    application: &'a Block,
    references: Vec<&'a Block>,
    records: &'a Block,
    printed: &'a Block,
}

fn examples<'a>(page: &str, blocks: &'a [Block]) -> Vec<Example<'a>> {
    let mut examples = Vec::new();
    let mut rest = blocks.iter().peekable();
    while let Some(application) = rest.next() {
        if !matches!(application.info.as_str(), "sql" | "json application") {
            continue;
        }
        let mut references = Vec::new();
        while let Some(block) = rest.next_if(|block| block.info.starts_with("csv ")) {
            references.push(block);
        }
        let Some(records) = rest.next_if(|block| block.info == "json") else {
            assert!(
                references.is_empty(),
                "{page}:{}: no records after the reference data",
                application.line
            );
            continue;
        };
        let printed = rest.next_if(|block| block.info == "text");
        let printed =
            printed.unwrap_or_else(|| panic!("{page}:{}: no ```text block after the records", records.line));
        examples.push(Example { application, references, records, printed });
    }
    examples
}

fn run(page: &str, example: &Example<'_>) -> Result<(), String> {
    let at = example.application.line;
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("guide-{}-{at}", page.replace('/', "-")));
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let ending = if example.application.info == "sql" { "sql" } else { "json" };
    let mut arguments = vec![
        "run".to_owned(),
        file(&format!("application.{ending}"), &example.application.text),
        "--source".to_owned(),
        file("records.ndjson", &example.records.text),
    ];
    arguments.extend(["--arrival", "t", "--seed", "1", "--format", "tagged"].map(str::to_owned));
    for reference in &example.references {
        let name = reference.info.trim_start_matches("csv ").trim();
        arguments.push("--reference".to_owned());
        arguments.push(format!("{name}={}", file(&format!("{name}.csv"), &reference.text)));
    }
    let output = Command::new(env!("CARGO_BIN_EXE_rillcut")).args(&arguments).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    if !output.status.success() {
        return Err(format!("{page}:{at}: the example does not run\n{said}"));
    }
    if printed != example.printed.text {
        let wanted = &example.printed.text;
        return Err(format!("{page}:{at}: the example prints\n{printed}\ninstead of\n{wanted}{said}"));
    }
    Ok(())
}

#[test]
fn every_example_prints_what_its_page_says() {
    let mut failures = Vec::new();
    for path in pages("sql") {
        let page = name(&path);
        let text = fs::read_to_string(&path).unwrap();
        let blocks = blocks(&page, &text);
        let examples = examples(&page, &blocks);
        if examples.is_empty() && !WITHOUT_EXAMPLE.contains(&page.as_str()) {
            failures.push(format!("{page}: no runnable example"));
        }
        failures.extend(examples.iter().filter_map(|example| run(&page, example).err()));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
