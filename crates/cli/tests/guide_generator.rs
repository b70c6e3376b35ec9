//! The guide's pages on the generator: every example runs, the table of functions is the program's own.
//!
//! A `template` block that a `text` block follows prints exactly that with
//! `rillcut generate TEMPLATE --count LINES --seed 1 --rate 1 --now 2026-01-01T00:00:00.000Z`; one that a `warning` block follows gives
//! exactly these lines on standard error, in which the file is called `TEMPLATE`; any other one must only be usable without a warning.
//! With `BLESS=1` in the environment the `text` and `warning` blocks and the table are written instead of compared.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod pages;

use std::{fs, path::Path, process::Command};

use pages::pages;
use rillcut_generator::functions;

fn is_blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// Standard output and standard error of a template's records.
fn generate(template: &str, name: &str, lines: usize) -> (String, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide-generator");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name}.txt"));
    fs::write(&file, template).unwrap();
    let file = file.to_str().unwrap();
    let count = lines.to_string();
    let arguments = [
        "generate",
        file,
        "--count",
        &count,
        "--seed",
        "1",
        "--rate",
        "1",
        "--now",
        "2026-01-01T00:00:00.000Z",
    ];
    let output = Command::new(env!("CARGO_BIN_EXE_rillcut")).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr).replace(file, "TEMPLATE"))
}

/// The page with its examples run, and whether all printed what they should.
fn checked(page: &str, text: &str, wrong: &mut Vec<String>) -> String {
    let mut out = String::new();
    let mut template: Option<(usize, String)> = None;
    let mut lines = text.lines().enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(info) = line.strip_prefix("```").map(str::trim) else { continue };
        let mut block = String::new();
        for (_, line) in lines.by_ref() {
            if line == "```" {
                break;
            }
            block.push_str(line);
            block.push('\n');
        }
        let shown = match (info, template.take()) {
            ("template", before) => {
                silent(page, before, wrong);
                template = Some((number, block.clone()));
                block
            }
            ("text" | "warning", Some((at, template))) => {
                let (printed, said) =
                    generate(&template, &format!("{page}-{at}"), block.lines().count().max(1));
                let result = if info == "text" { printed } else { said.clone() };
                if result != block && !is_blessing() {
                    wrong.push(format!("{page}:{}: prints\n{result}instead of\n{block}", at + 1));
                }
                if info == "text" && !said.is_empty() {
                    wrong.push(format!("{page}:{}: {said}", at + 1));
                }
                result
            }
            (_, before) => {
                silent(page, before, wrong);
                block
            }
        };
        out.push_str(&shown);
        out.push_str("```\n");
    }
    silent(page, template, wrong);
    out
}

fn silent(page: &str, template: Option<(usize, String)>, wrong: &mut Vec<String>) {
    let Some((at, template)) = template else { return };
    let (printed, said) = generate(&template, &format!("{page}-{at}"), 3);
    if !said.is_empty() || printed.is_empty() {
        wrong.push(format!("{page}:{}: {said}", at + 1));
    }
}

#[test]
fn every_example_prints_what_its_page_says() {
    let mut wrong = Vec::new();
    for path in pages("generator") {
        let page = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let mended = checked(&page, &text, &mut wrong);
        if is_blessing() && mended != text {
            fs::write(&path, mended).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_of_functions_is_complete() {
    let mut table = String::from("| call | what it prints |\n| --- | --- |\n");
    for function in functions() {
        let cell = |text: &str| text.replace('|', "\\|");
        let mark = if function.is_in_kdg() { "" } else { " **(ours)**" };
        let (example, summary) = (cell(function.example()), cell(function.summary()));
        table.extend(["| `", &example, "` | ", &summary, mark, " |\n"]);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guide/src/generator/functions.md");
    let text = fs::read_to_string(&path).unwrap();
    let start = text.find("| call |").unwrap();
    let end = text[start..].find("\n\n").map_or(text.len(), |at| start + at + 1);
    if is_blessing() {
        fs::write(&path, [&text[..start], &table, &text[end..]].concat()).unwrap();
    } else {
        assert_eq!(text[start..end], table, "run with BLESS=1");
    }
}
