//! Every fenced block of the guide is exercised: run, checked or read, by what stands behind its fence.
//!
//! | fence | what is done |
//! | --- | --- |
//! | `sql`, records and output behind it, in `sql/` | run by tests/guide_examples.rs |
//! | `sql` | a part of a program: the checker finds nothing but that a query stands alone |
//! | `sql part` | all of a page, one after the other, do what the program of the clickstream lab does |
//! | `sql lab` | takes the place of the clickstream lab's program: rows reach the destination, none fails |
//! | `template` | writes records without a warning; in `generator/` also compared with what follows, by tests/guide_generator.rs |
//! | `json`, `json NAME` | is JSON, whole or a line at a time; with a name it is a file that commands find |
//! | `sh` | commands that begin with `rillcut` are run and must succeed; those of other programs are not ours to run |
//! | `console` | the same, and what stands below is what they print; a line `…` stands for any lines |
//! | `html`, `jsx`, `markdown`, `go-html-template` | addresses of labs have parameters that embed.md knows; tests/browser/book.test.mjs opens them |
//! | `js` | parsed by tests/browser/book.test.mjs |
//! | `yaml` | a file that tests/browser/presets.test.mjs looks into |
//! | `text`, `warning`, `csv` | is compared where it follows something that prints it, and otherwise is for people |
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod pages;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use pages::{Block, blocks, guide, name, pages};
use rillcut_lab::examples;

/// Programs that commands of the guide call beside ours.
const OTHER_PROGRAMS: [&str; 1] = ["aws"];
/// What stands for the address at which a reader has the lab.
const HOST: &str = "https://lab.example/";

/// A folder of its own, with the files that commands of the guide speak of.
fn folder(page: &str) -> PathBuf {
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("guide-blocks-{}", page.replace('/', "-")));
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(folder.join("www/examples")).unwrap();
    for path in ["www/examples/clickstream.lab.json", "clickstream.lab.json"] {
        fs::write(folder.join(path), examples::CLICKSTREAM).unwrap();
    }
    folder
}

/// What the program prints on both its outputs, and whether it succeeded.
fn rillcut(folder: &Path, arguments: &[&str]) -> (String, bool) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_rillcut")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout) + &text(output.stderr), output.status.success())
}

/// Runs a line as a shell would, as far as the guide's lines go: words, and `> FILE` at the end.
fn command(folder: &Path, line: &str) -> (String, bool) {
    let (line, file) = line.split_once(" > ").map_or((line, None), |(line, file)| (line, Some(file)));
    let words: Vec<_> = line.split_whitespace().skip(1).map(|word| word.trim_matches('\'')).collect();
    let (printed, done) = rillcut(folder, &words);
    match file {
        Some(file) => {
            fs::write(folder.join(file), printed).unwrap();
            (String::new(), done)
        }
        None => (printed, done),
    }
}

/// Whether a text is what a page shows, in which a line `…` stands for any lines.
fn is_shown(mut printed: &[&str], mut shown: &[&str]) -> bool {
    while let Some((&first, rest)) = shown.split_first() {
        if first.trim() == "…" {
            return (0..=printed.len()).any(|from| is_shown(&printed[from..], rest));
        }
        let Some((&line, others)) = printed.split_first() else { return false };
        if line != first {
            return false;
        }
        (printed, shown) = (others, rest);
    }
    printed.is_empty()
}

fn shell(folder: &Path, block: &Block) -> Result<(), String> {
    let text = block.text.replace("\\\n", " ");
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let program = line.split_whitespace().next().unwrap_or_default();
        if program == "rillcut" {
            let (printed, done) = command(folder, line);
            if !done {
                return Err(format!("`{line}` fails\n{printed}"));
            }
        } else if !OTHER_PROGRAMS.contains(&program) {
            return Err(format!("`{line}` calls a program that no test knows"));
        }
    }
    Ok(())
}

fn console(folder: &Path, block: &Block) -> Result<(), String> {
    let mut commands = block.text.split("$ ");
    if commands.next() != Some("") {
        return Err("a console block begins with `$ `".to_owned());
    }
    for said in commands {
        let (line, shown) = said.split_once('\n').unwrap_or((said, ""));
        let (printed, _) = command(folder, line);
        if !is_shown(&printed.lines().collect::<Vec<_>>(), &shown.lines().collect::<Vec<_>>()) {
            return Err(format!("`{line}` prints\n{printed}instead of\n{shown}"));
        }
    }
    Ok(())
}

fn json(text: &str) -> Result<(), String> {
    let whole = serde_json::from_str::<serde_json::Value>(text);
    let mut lines = text.lines().map(serde_json::from_str::<serde_json::Value>);
    match whole {
        Ok(_) => Ok(()),
        Err(_) if lines.all(|line| line.is_ok()) => Ok(()),
        Err(error) => Err(format!("{error}")),
    }
}

/// Whether a part of a program has no fault but that it is one.
fn fragment(folder: &Path, block: &Block) -> Result<(), String> {
    fs::write(folder.join("fragment.sql"), &block.text).unwrap();
    let (printed, done) = rillcut(folder, &["check", "fragment.sql"]);
    let faults: Vec<_> = printed.lines().filter(|line| line.contains(": error[")).collect();
    if done || !faults.is_empty() && faults.iter().all(|line| line.contains("error[SQL0018]")) {
        return Ok(());
    }
    Err(printed)
}

/// What ten minutes of the clickstream lab with another program print.
fn play(folder: &Path, sql: &str, streams: &[&str]) -> Result<String, String> {
    let mut lab: serde_json::Value = serde_json::from_str(examples::CLICKSTREAM).unwrap();
    lab["sql"] = sql.into();
    fs::write(folder.join("other.lab.json"), lab.to_string()).unwrap();
    let streams = streams.iter().flat_map(|stream| ["--stream", stream]);
    let arguments: Vec<_> = ["lab", "other.lab.json", "--for", "10m"].into_iter().chain(streams).collect();
    let (printed, done) = rillcut(folder, &arguments);
    if done { Ok(printed) } else { Err(printed) }
}

fn template(folder: &Path, block: &Block) -> Result<(), String> {
    fs::write(folder.join("template.txt"), &block.text).unwrap();
    let (printed, done) = rillcut(folder, &["generate", "template.txt", "--count", "3", "--seed", "1"]);
    if done && printed.lines().count() == 3 && !printed.contains("warning[") { Ok(()) } else { Err(printed) }
}

/// Runs, checks or reads a block.
fn exercise(page: &str, folder: &Path, block: &Block, next: Option<&Block>) -> Result<(), String> {
    match block.kind() {
        ("sql", "")
            if page.starts_with("sql/")
                && next.is_some_and(|next| matches!(next.kind().0, "json" | "csv")) =>
        {
            Ok(())
        }
        ("sql", "") => fragment(folder, block),
        ("sql", "part") | ("text" | "js" | "warning", "") => Ok(()),
        ("sql", "lab") => {
            if !play(folder, &block.text, &["error_stream"])?.is_empty() {
                return Err("rows fail".to_owned());
            }
            match play(folder, &block.text, &["DESTINATION_SQL_STREAM"])?.as_str() {
                "" => Err("no row reaches the destination".to_owned()),
                _ => Ok(()),
            }
        }
        ("template", "") => match next.map(Block::kind) {
            Some(("warning", _)) if page.starts_with("generator/") => Ok(()),
            _ => template(folder, block),
        },
        ("json", file) => {
            if !matches!(file, "" | "application") {
                fs::write(folder.join(file), &block.text).unwrap();
            }
            json(&block.text)
        }
        ("sh", "") => shell(folder, block),
        ("console", "") => console(folder, block),
        ("html" | "jsx" | "markdown" | "go-html-template", "") => addresses(&block.text, HOST),
        ("csv", reference) if page.starts_with("sql/") && !reference.is_empty() => Ok(()),
        ("yaml", "") => {
            let file = block.text.trim().strip_prefix("{{#include ").and_then(|rest| rest.strip_suffix("}}"));
            let path = guide("src").join(page).with_file_name(file.ok_or("yaml that no test looks into")?);
            if path.is_file() { Ok(()) } else { Err(format!("{} is missing", path.display())) }
        }
        (kind, more) => Err(format!("no test knows ```{kind} {more}")),
    }
}

#[test]
fn every_block_is_exercised() {
    let mut wrong = Vec::new();
    let mut exercised = 0;
    for path in pages("") {
        let page = name(&path);
        let folder = folder(&page);
        let blocks = blocks(&page, &fs::read_to_string(&path).unwrap());
        for (at, block) in blocks.iter().enumerate() {
            exercised += 1;
            if let Err(why) = exercise(&page, &folder, block, blocks.get(at + 1)) {
                wrong.push(format!("{page}:{}: {why}", block.line));
            }
        }
        let parts: String =
            blocks.iter().filter(|block| block.info == "sql part").map(|block| block.text.as_str()).collect();
        if !parts.is_empty() {
            let streams = ["CTRSTREAM", "DESTINATION_SQL_STREAM"];
            if play(&folder, &parts, &streams) != play(&folder, examples::CLICKSTREAM_SQL, &streams) {
                wrong.push(format!("{page}: its parts are not the clickstream lab's program"));
            }
        }
    }
    assert!(exercised > 100, "{exercised}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The parameters that embed.md lists.
fn parameters() -> BTreeSet<String> {
    let text = fs::read_to_string(guide("src/embed.md")).unwrap();
    let section = text.split("\n## ").find(|section| section.starts_with("What the address says")).unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let names = rows.filter_map(|row| row.split(['=', '`']).next());
    names.map(|name| name.trim_start_matches('#').to_owned()).collect()
}

/// Looks at each address that begins so in a text: known parameters, a step that there is, a lab that there is.
fn addresses(text: &str, start: &str) -> Result<(), String> {
    let known = parameters();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(start) {
        let end = after.find(['"', ')', '\n', ' ', '{']).unwrap_or(after.len());
        rest = &after[end..];
        let address = after[..end].replace("&amp;", "&");
        // A file beside the page has no parameters.
        let asked = address.find(['?', '#']).map_or("", |from| &address[from..]);
        for pair in asked.split(['?', '#', '&']).filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let fits = match name {
                "step" => value.parse().is_ok_and(|step: u8| (1..=9).contains(&step)),
                "example" => examples::named(value).is_some(),
                "view" => value.split(',').all(|view| {
                    ["generator", "sql", "stream", "chart", "destination", "guide", "pipeline"]
                        .contains(&view)
                }),
                "lang" => ["en", "ja"].contains(&value),
                _ => known.contains(name),
            };
            if !fits {
                return Err(format!("`{pair}` in {address}"));
            }
        }
    }
    Ok(())
}

#[test]
fn every_lab_in_a_chapter_is_at_an_address_that_there_is() {
    assert!(parameters().contains("view") && parameters().contains("lab"), "{:?}", parameters());
    let mut frames = 0;
    for path in pages("") {
        let page = name(&path);
        let text = fs::read_to_string(&path).unwrap();
        let root = format!("\"{}index.html", "../".repeat(page.matches('/').count() + 1));
        for frame in text.split("<iframe class=\"rillcut\"").skip(1) {
            frames += 1;
            let frame = frame.split("></iframe>").next().unwrap();
            assert!(frame.contains(&root), "{page}: {frame}");
            assert!(frame.contains(" title=\"") && frame.contains(" loading=\"lazy\""), "{page}: {frame}");
        }
        if let Err(why) = addresses(&text, &root) {
            panic!("{page}: {why}");
        }
    }
    assert!(frames >= 10, "{frames}");
}

#[test]
fn the_summary_lists_every_page() {
    let summary = fs::read_to_string(guide("src/SUMMARY.md")).unwrap();
    let links = summary.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let listed: Vec<_> = links.map(str::to_owned).collect();
    let once: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), once.len(), "a page is listed twice");
    let there: BTreeSet<_> =
        pages("").iter().map(|path| name(path)).filter(|name| name != "SUMMARY.md").collect();
    assert_eq!(once, there, "guide/src/SUMMARY.md and the pages");
}
