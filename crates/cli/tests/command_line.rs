//! The command line's contract (design: the command line), by the real program.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::{
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use rillcut_lab::workload::{self, AT_ONCE, Digest};

const SQL: &str = include_str!("../../../www/examples/clickstream.sql");

/// A folder of its own for a test's files.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn rillcut(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rillcut")).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn lines(output: &Output) -> Vec<&str> {
    assert!(output.status.success(), "{}", stderr(output));
    stdout(output).lines().collect()
}

/// Three windows: the second has twice as many clicks as impressions, the third no click.
fn clicks() -> String {
    let mut text = String::new();
    for (second, clicks, impressions) in [(0, 1, 1), (10, 4, 2), (20, 0, 3)] {
        for number in 0..clicks + impressions {
            let action = if number < clicks { "Click" } else { "Impression" };
            let ts = workload::START_MS + second * 1000 + number;
            writeln!(text, "{{\"browseraction\":\"{action}\",\"site\":\"s\",\"ts\":{ts}}}").unwrap();
        }
    }
    text
}

#[test]
fn check_is_silent_or_says_where() {
    let folder = Folder::new("check");
    let good = folder.file("good.sql", SQL);
    let output = rillcut(&["check", &good]);
    assert_eq!((output.status.code(), stdout(&output), stderr(&output)), (Some(0), "", ""));
    let bad = folder.file("bad.sql", SQL.replace("COUNT(*)", "CUONT(*)"));
    let output = rillcut(&["check", &bad]);
    assert_eq!(output.status.code(), Some(1));
    let first = stderr(&output).lines().next().unwrap();
    assert!(first.starts_with(&format!("{bad}:20:15: error[SQL")), "{first}");
    let output = rillcut(&["check", &good, "--explain"]);
    assert!(stdout(&output).contains("CTRSTREAM"));
}

#[test]
fn run_prints_what_a_destination_gets() {
    let folder = Folder::new("run");
    let sql = folder.file("app.sql", SQL);
    let source = folder.file("clicks.ndjson", clicks());
    let run = |more: &[&str]| {
        let base = ["run", &sql, "--source", &source, "--arrival", "ts", "--seed", "1"];
        rillcut(&[&base, more].concat())
    };
    assert_eq!(lines(&run(&["--stream", "CTRSTREAM"])), ["{\"CTR\":100.0}", "{\"CTR\":200.0}"]);
    assert_eq!(lines(&run(&["--stream", "CTRSTREAM", "--format", "csv"])), ["100.0", "200.0"]);
    assert_eq!(
        lines(&run(&["--stream", "IMPRESSIONSTREAM", "--format", "tagged"])),
        [
            "{\"stream\":\"IMPRESSIONSTREAM\",\"rowtime\":\"2026-01-01 00:00:10.0\",\"row\":{\"IMPRESSIONCOUNT\":1.0}}",
            "{\"stream\":\"IMPRESSIONSTREAM\",\"rowtime\":\"2026-01-01 00:00:20.0\",\"row\":{\"IMPRESSIONCOUNT\":2.0}}",
            "{\"stream\":\"IMPRESSIONSTREAM\",\"rowtime\":\"2026-01-01 00:00:30.0\",\"row\":{\"IMPRESSIONCOUNT\":3.0}}",
        ]
    );
    assert!(lines(&run(&[])).is_empty(), "no anomaly in three windows");
    let all = run(&["--stream", "*", "--format", "tagged"]);
    assert_eq!(lines(&all).iter().filter(|line| line.contains("SOURCE_SQL_STREAM_001")).count(), 11);
}

#[test]
fn records_that_do_not_fit_go_to_the_error_stream() {
    let folder = Folder::new("errors");
    let sql = folder.file("app.sql", SQL);
    let source = folder.file("clicks.ndjson", format!("{}oops\n", clicks()));
    let output = rillcut(&["run", &sql, "--source", &source, "--arrival", "ts", "--stream", "error_stream"]);
    assert_eq!(lines(&output).len(), 1);
    assert!(
        stdout(&output).contains("6F6F7073") || stdout(&output).contains("6f6f7073"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn standard_input_and_a_pipe_that_closes() {
    let folder = Folder::new("pipe");
    let sql = folder.file("app.sql", SQL);
    let mut child = Command::new(env!("CARGO_BIN_EXE_rillcut"))
        .args(["run", &sql, "--source", "-", "--arrival", "ts", "--stream", "SOURCE_SQL_STREAM_001"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    for _ in 0..2000 {
        // The program may end while we write, which is what is tested.
        if input.write_all(clicks().as_bytes()).is_err() {
            break;
        }
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn three_hours_of_clickstream_give_the_same_bytes_as_the_browser() {
    // tests/wasm.rs of the root package holds the engine in a browser to the same file.
    let golden = include_str!("../../../tests/golden/clickstream-3h.digest").trim();
    let folder = Folder::new("golden");
    let sql = folder.file("app.sql", SQL);
    let recorded = workload::recorded(7, 3 * 3600).unwrap();
    let source = folder.file("clicks.ndjson", recorded.bytes);
    let schema = folder.file("schema.json", workload::RECORDED_SCHEMA);
    let arguments = ["run", &sql, "--source", &source, "--schema", &schema, "--arrival", "ts", "--seed", "7"];
    let mut streams = Vec::new();
    for stream in workload::STREAMS {
        let output = rillcut(&[&arguments[..], &["--stream", stream, "--format", "tagged"]].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        streams.push(output.stdout);
    }
    assert_eq!(Digest::of_streams(streams.iter().map(Vec::as_slice)).to_string(), golden);
    // And the same records cut otherwise.
    assert_eq!(workload::recorded_digest(7, 3 * 3600, AT_ONCE / 7).unwrap().to_string(), golden);
}

#[test]
fn generate_is_repeatable_and_places_errors() {
    let folder = Folder::new("generate");
    let template =
        folder.file("t.txt", "{\"n\":{{random.number(9)}},\"at\":\"{{date.utc(YYYY-MM-DD HH:mm:ss.SSS)}}\"}");
    let arguments = [
        "generate",
        &template,
        "--count",
        "3",
        "--seed",
        "5",
        "--rate",
        "2",
        "--now",
        "2026-01-01T00:00:00.000Z",
    ];
    let first = rillcut(&arguments);
    let printed = lines(&first);
    assert_eq!(printed.len(), 3);
    assert!(printed[1].ends_with("\"at\":\"2026-01-01 00:00:00.500\"}"), "{}", printed[1]);
    assert_eq!(rillcut(&arguments).stdout, first.stdout);
    let bad = folder.file("bad.txt", "{\n \"n\": {{random.nmber}}}");
    let output = rillcut(&["generate", &bad, "--count", "1"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with(&format!("{bad}:2:")), "{}", stderr(&output));
}

#[test]
fn discover_prints_a_schema_that_run_takes() {
    let folder = Folder::new("discover");
    let source = folder.file("clicks.ndjson", clicks());
    let output = rillcut(&["discover", &source]);
    assert!(stdout(&output).contains("\"Mapping\": \"$.browseraction\""), "{}", stdout(&output));
    let schema = folder.file("schema.json", stdout(&output));
    let sql = folder.file("app.sql", SQL);
    let arguments =
        ["run", &sql, "--source", &source, "--schema", &schema, "--arrival", "ts", "--stream", "CTRSTREAM"];
    assert_eq!(lines(&rillcut(&arguments)).len(), 2);
}

#[test]
fn score_is_the_services() {
    let folder = Folder::new("score");
    let flat = folder.file("flat.csv", "value\n".to_owned() + &"5\n".repeat(300));
    let output = rillcut(&["score", &flat, "--seed", "1"]);
    let printed = lines(&output);
    assert_eq!(printed.len(), 300);
    assert!(printed[..256].iter().all(|line| *line == "{\"score\":0.0}"));
    assert!(
        printed[256..].iter().all(|line| line.starts_with("{\"score\":0.03112840466926")),
        "{}",
        printed[256]
    );
    let two = folder.file("two.csv", "0,0\n1,1\n2,2\n3,0\n4,1\n5,2\n6,0\n0,1\n".repeat(5) + "3,99\n");
    let output = rillcut(&["score", &two, "--sample", "12", "--seed", "1", "--explain"]);
    let last: serde_json::Value = serde_json::from_str(lines(&output).last().unwrap()).unwrap();
    assert_eq!(last["explanation"]["COLUMN2"]["DIRECTION"], "HIGH");
    let bad = folder.file("bad.csv", "1\n2\nx\n");
    let output = rillcut(&["score", &bad]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with(&format!("{bad}:3: error[CLI0003]")), "{}", stderr(&output));
}

#[test]
fn a_lab_finds_its_burst() {
    let lab = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/examples/clickstream.lab.json");
    let output = rillcut(&["lab", lab, "--for", "10m", "--until", "anomaly"]);
    assert_eq!(lines(&output).len(), 1, "{}", stdout(&output));
    let output = rillcut(&["lab", lab, "--for", "3m", "--stream", "CTRSTREAM"]);
    assert_eq!(lines(&output).len(), 18);
}

#[test]
fn exit_codes() {
    let code = |arguments: &[&str]| rillcut(arguments).status.code();
    assert_eq!(code(&["--version"]), Some(0));
    assert_eq!(code(&[]), Some(2));
    assert_eq!(code(&["fly"]), Some(2));
    assert_eq!(code(&["check"]), Some(2));
    assert_eq!(code(&["score", "x.csv", "--trees", "many"]), Some(2));
    assert_eq!(code(&["check", "no-such-file.sql"]), Some(3));
    let folder = Folder::new("codes");
    let latin = folder.file("latin.sql", [b'-', b'-', 0xe9]);
    assert_eq!(code(&["check", &latin]), Some(1));
}
