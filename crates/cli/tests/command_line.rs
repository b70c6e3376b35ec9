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
    assert_eq!(
        first,
        format!("{bad}:20:15: error[SQL0030]: there is no function CUONT (did you mean COUNT?)")
    );
    let output = rillcut(&["check", &good, "--explain"]);
    assert!(stdout(&output).contains("CTRSTREAM"));
    // What is only odd is said when asked for, and never among errors.
    let odd =
        format!("{SQL}\nCREATE PUMP odd AS INSERT INTO CTRSTREAM SELECT STREAM 1 / 0 FROM CLICKSTREAM;");
    let odd_file = folder.file("odd.sql", &odd);
    let output = rillcut(&["check", &odd_file]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    let output = rillcut(&["check", &odd_file, "--warnings"]);
    assert_eq!((output.status.code(), stderr(&output).lines().count()), (Some(0), 1), "{}", stderr(&output));
    assert!(stderr(&output).contains(": warning[SQL"));
    let worse = folder.file("worse.sql", odd.replace("COUNT(*)", "CUONT(*)"));
    let output = rillcut(&["check", &worse]);
    assert!(stderr(&output).lines().all(|line| line.contains(": error[")), "{}", stderr(&output));
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

/// `rillcut generate` with a seed and a start, so that it is the same every time.
fn generate(arguments: &[&str]) -> Output {
    rillcut(&[&["generate"], arguments, &["--seed", "1", "--now", "2026-01-01T00:00:00.000Z"]].concat())
}

#[test]
fn generate_goes_by_count_duration_ramp_and_periods() {
    let folder = Folder::new("generate-rates");
    let template = folder.file("t.txt", "{{date.now(\"HH:mm:ss.SSS Z\")}}");
    let printed = |more: &[&str]| {
        let output = generate(&[&[template.as_str()], more].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(printed(&["--for", "2s", "--rate", "10"]).len(), 20);
    assert_eq!(printed(&["--for", "10s", "--rate", "10", "--count", "7"]).len(), 7);
    assert_eq!(printed(&["--for", "10s", "--rate", "10", "--rate-to", "30"]).len(), 200);
    assert_eq!(printed(&["--count", "1", "--offset", "-03:30"]), ["20:30:00.000 -03:30"]);
    let cells: Vec<String> = (0..168)
        .map(|at| format!("\"#{}-{}-mu\":\"{}\",\"#{0}-{1}-sig\":\"0\"", at / 24, at % 24, at % 24))
        .collect();
    let periods = folder.file("periods.json", format!("{{{}}}", cells.join(",")));
    // At nought o'clock from nought records a second evenly to one.
    let records = printed(&["--for", "1h", "--periods", &periods]).len();
    assert!((1700..1900).contains(&records), "{records}");
    let wrong = folder.file("wrong.json", "{}");
    let output = generate(&[&template, "--for", "1h", "--periods", &wrong]);
    assert_eq!((output.status.code(), stderr(&output).contains("GEN0203")), (Some(1), true));
    for usage in [
        &[][..],
        &["--count", "1", "--rate-to", "5"],
        &["--count", "1", "--key", "a"],
        &["--count", "1", "--offset", "2"],
    ] {
        assert_eq!(generate(&[&[template.as_str()], usage].concat()).status.code(), Some(2), "{usage:?}");
    }
    let paced = generate(&[&template, "--count", "100", "--rate", "1000", "--speed", "10"]);
    assert_eq!(lines(&paced).len(), 100);
    assert!(
        stderr(&paced).starts_with("100 records in ") && stderr(&paced).ends_with("10000.0 wanted\n"),
        "{}",
        stderr(&paced)
    );
}

#[test]
fn generate_writes_every_form() {
    let folder = Folder::new("generate-forms");
    let template =
        folder.file("t.txt", "{\"k\":\"key {{sequence}}\",\"n\":{{random.number({\"min\":5,\"max\":5})}}}");
    let csv = generate(&[&template, "--count", "2", "--format", "csv"]);
    assert_eq!(lines(&csv), ["k,n", "key 1,5", "key 2,5"]);
    let kinesis = generate(&[&template, "--count", "1", "--format", "kinesis", "--key", "k"]);
    assert_eq!(lines(&kinesis), [r#"{"Data":"eyJrIjoia2V5IDEiLCJuIjo1fQ==","PartitionKey":"key 1"}"#]);
    let random = generate(&[&template, "--count", "1", "--format", "kinesis"]);
    let key = stdout(&random).split("PartitionKey\":\"").nth(1).unwrap().to_owned();
    assert!(key.trim_end_matches("\"}\n").parse::<u64>().unwrap() < 10_000_000_000);
    let missing = generate(&[&template, "--count", "1", "--format", "kinesis", "--key", "a.b"]);
    assert_eq!((missing.status.code(), stderr(&missing).contains("LAB0028")), (Some(1), true));
    let plain = generate(&[&template, "--count", "3", "--no-newline"]);
    assert_eq!(stdout(&plain).matches("}{").count(), 2);
    let zipped = generate(&[&template, "--count", "1000", "--gzip"]);
    assert!(zipped.stdout.starts_with(&[0x1f, 0x8b]) && zipped.stdout.len() < 8000);
    // The length of what is inside stands at the end.
    let length = u32::from_le_bytes(zipped.stdout[zipped.stdout.len() - 4..].try_into().unwrap());
    assert_eq!(length as usize, generate(&[&template, "--count", "1000"]).stdout.len());
    let gallery = generate(&["orders", "--count", "2"]);
    assert_eq!(lines(&gallery).len(), 2);
    assert_eq!(lines(&rillcut(&["generate", "--list"])).len(), 8);
}

#[test]
fn generate_sends_what_the_first_sender_of_a_lab_sends() {
    let folder = Folder::new("generate-lab");
    let template = folder.file("t.txt", "{\"u\":\"{{random.uuid}}\"}");
    let lab = folder.file(
        "l.lab.json",
        r#"{"rillcut":2,"name":"l","seed":1,"start":"2026-01-01 00:00:00","templates":[{"name":"T","text":"{\"u\":\"{{random.uuid}}\"}"}],
        "senders":[{"name":"S","template":"T","rate":10,"active":[{"from":0,"until":null}],"limit":5}],"schema":null,
        "sql":"CREATE OR REPLACE STREAM \"DESTINATION_SQL_STREAM\" (u VARCHAR(40)); CREATE OR REPLACE PUMP \"P\" AS INSERT INTO \"DESTINATION_SQL_STREAM\" SELECT STREAM \"u\" FROM \"SOURCE_SQL_STREAM_001\";"}"#,
    );
    let direct = generate(&[&template, "--count", "5", "--rate", "10"]);
    let played = rillcut(&["lab", &lab, "--for", "10s"]);
    assert_eq!(stdout(&played).to_lowercase(), stdout(&direct), "{}", stderr(&played));
}

#[test]
fn the_partition_key_of_a_sender_is_that_of_its_records() {
    let folder = Folder::new("partition-key");
    let lab = folder.file(
        "l.lab.json",
        r#"{"rillcut":2,"name":"l","seed":1,"start":"2026-01-01 00:00:00","templates":[{"name":"T","text":"{\"u\":{\"id\":\"{{random.uuid}}\"}}"}],
        "senders":[{"name":"S","template":"T","rate":10,"active":[{"from":0,"until":null}],"limit":5,"partitionKey":"u.id"}],"schema":null,
        "sql":"CREATE STREAM \"DESTINATION_SQL_STREAM\" (same BOOLEAN); CREATE PUMP p AS INSERT INTO \"DESTINATION_SQL_STREAM\" SELECT STREAM PARTITION_KEY = \"id\" FROM \"SOURCE_SQL_STREAM_001\";"}"#,
    );
    let played = rillcut(&["lab", &lab, "--for", "10s"]);
    assert_eq!(lines(&played), [r#"{"SAME":true}"#; 5], "{}", stderr(&played));
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
fn score_grades_and_says_what_was_expected() {
    let folder = Folder::new("grade");
    let mut rows = vec!["load,rate".to_owned()];
    rows.extend((0..400).map(|i| i * 37 % 100).map(|load| format!("{load},{}", 10 + 2 * load)));
    rows.push("50,400\n".to_owned());
    let file = folder.file("load.csv", rows.join("\n"));
    let flags = ["score", &file, "--sample", "64", "--seed", "1", "--grade", "--expected"];
    let output = rillcut(&flags);
    let printed = lines(&output);
    assert_eq!(printed[0], r#"{"score":0.0,"grade":0.0,"confidence":0.0,"expected":{}}"#);
    let last: serde_json::Value = serde_json::from_str(printed.last().unwrap()).unwrap();
    assert!(last["grade"].as_f64().unwrap() > 0.5 && last["confidence"].as_f64().unwrap() > 0.9, "{last}");
    let expected = &last["expected"]["rate"];
    assert!((expected["value"].as_f64().unwrap() - 110.0).abs() < 20.0, "{last}");
    assert!(expected["low"].as_f64().unwrap() <= expected["high"].as_f64().unwrap());
    // The scores are those without the flags.
    let plain = rillcut(&["score", &file, "--sample", "64", "--seed", "1"]);
    for (plain, rich) in lines(&plain).iter().zip(&printed) {
        assert!(rich.starts_with(plain.trim_end_matches('}')), "{plain} {rich}");
    }
}

#[test]
fn score_has_two_modes_and_names_the_column_it_refuses() {
    let folder = Folder::new("modes");
    let flat = folder.file("flat.csv", "5\n".repeat(300));
    let output = rillcut(&["score", &flat, "--seed", "1", "--mode", "open-source"]);
    let printed = lines(&output);
    assert_eq!(printed[63], r#"{"score":0.0}"#);
    assert!(printed[64].starts_with(r#"{"score":0.5000000000000"#), "{}", printed[64]);
    assert_eq!(rillcut(&["score", &flat, "--mode", "java"]).status.code(), Some(2));
    for (row, code, said) in [
        ("2,", "CLI0003", "a value is missing in column ctr"),
        ("2,x", "CLI0003", "'x' is not a number in column ctr"),
        ("2,NaN", "FOR0011", "column ctr: the value of column 1 is not a finite number"),
        ("2,1e31", "FOR0012", "column ctr: the value of column 1 is beyond ±1e30"),
        ("2", "CLI0003", "the line has 1 columns, the first has 2"),
    ] {
        let bad = folder.file("bad.csv", format!("t,ctr\n1,2\n{row}\n"));
        let output = rillcut(&["score", &bad]);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            stderr(&output).starts_with(&format!("{bad}:3: error[{code}]: {said}")),
            "{}",
            stderr(&output)
        );
    }
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
fn the_demo_source_is_built_in() {
    let run = |more: &[&str]| rillcut(&[&["lab", "stock-ticker", "--for", "4m"], more].concat());
    let output = run(&[]);
    let found = lines(&output);
    assert!(
        !found.is_empty() && found.iter().all(|line| line.contains("\"TICKER_SYMBOL\":\"PPL\"")),
        "{found:?}"
    );
    let output = run(&["--stream", "BUSIEST", "--format", "tagged"]);
    let busiest = lines(&output);
    assert_eq!(busiest.len(), 12, "three symbols a minute: {busiest:?}");
    assert_eq!(lines(&run(&["--stream", "SECTORS"])).len(), 24 * 4);
}

/// The two exercises of the developer guide (spec/kda-sql.md 14), and the record beside the hexadecimal digits.
#[test]
fn the_exercises_on_error_stream() {
    let folder = Folder::new("exercises");
    let ticks = folder.file(
        "ticks.ndjson",
        "{\"TICKER_SYMBOL\":\"AMZN\",\"PRICE\":2.5}\n{\"TICKER_SYMBOL\":\"7\",\"PRICE\":4}\n",
    );
    let program = |list: &str| {
        format!(
            "CREATE STREAM \"DESTINATION_SQL_STREAM\" (t VARCHAR(4), x DOUBLE);\n\
             CREATE PUMP \"STREAM_PUMP\" AS INSERT INTO \"DESTINATION_SQL_STREAM\" \
             SELECT STREAM CAST(ticker_symbol AS VARCHAR(4)), {list} FROM \"SOURCE_SQL_STREAM_001\";"
        )
    };
    let schema = |symbol: &str| {
        format!(
            r#"{{"InputSchema":{{"RecordFormat":{{"RecordFormatType":"JSON"}},"RecordColumns":[
                {{"Name":"TICKER_SYMBOL","SqlType":"{symbol}","Mapping":"$.TICKER_SYMBOL"}},
                {{"Name":"PRICE","SqlType":"REAL","Mapping":"$.PRICE"}}]}}}}"#
        )
    };
    let errors = |sql: &str, schema: &str| -> Vec<serde_json::Value> {
        let all = ["--stream", "*", "--format", "decoded"];
        let output = rillcut(&[&["run", sql, "--source", &ticks, "--schema", schema], &all[..]].concat());
        let rows = lines(&output).into_iter().map(|line| serde_json::from_str(line).unwrap());
        rows.filter(|line: &serde_json::Value| line["stream"] == "error_stream").collect()
    };
    // A schema that no symbol but a number fits.
    let found = errors(&folder.file("a.sql", program("price")), &folder.file("a.json", schema("INTEGER")));
    assert_eq!(found.len(), 1);
    let row = found[0]["row"].as_object().unwrap();
    let columns: Vec<&str> = row.keys().map(String::as_str).collect();
    let mut wanted =
        ["ERROR_TIME", "ERROR_LEVEL", "ERROR_NAME", "MESSAGE", "DATA_ROWTIME", "DATA_ROW", "PUMP_NAME"];
    wanted.sort_unstable();
    assert_eq!(columns, wanted);
    assert_eq!((&row["ERROR_NAME"], &row["PUMP_NAME"]), (&"REC0104".into(), &serde_json::Value::Null));
    assert_eq!(found[0]["record"], "{\"TICKER_SYMBOL\":\"AMZN\",\"PRICE\":2.5}");
    assert!(row["DATA_ROW"].as_str().unwrap().starts_with("7b2254"), "{row:?}");
    // A column that cannot be computed.
    let found = errors(
        &folder.file("b.sql", program("price / (price - 4)")),
        &folder.file("b.json", schema("VARCHAR(4)")),
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["row"]["ERROR_NAME"], "STR0101");
    assert_eq!(found[0]["row"]["PUMP_NAME"], "STREAM_PUMP");
    assert!(found[0]["record"].as_str().unwrap().starts_with("{\"TICKER_SYMBOL\":\"7\""));
}

#[test]
fn csv_without_a_schema_is_discovered_and_run() {
    let folder = Folder::new("csv-discovered");
    let sql = folder.file(
        "app.sql",
        "CREATE STREAM d (k VARCHAR(32), v INTEGER);\n\
         CREATE PUMP p AS INSERT INTO d SELECT STREAM \"name\", \"n\" FROM source_sql_stream_001;",
    );
    // A header, quoted fields with ends of line in most rows, and what is to come out.
    for (text, expected, delimiters) in [
        ("name,n\nann,1\nbob,2\n", [("ann", 1), ("bob", 2)], (",", "\n")),
        ("name,n\r\nann,1\r\nbob,2\r\n", [("ann", 1), ("bob", 2)], (",", "\r\n")),
        ("\u{feff}name;n\n\"a\nb\";1\n\"c;\nd\";2", [("a\nb", 1), ("c;\nd", 2)], (";", "\n")),
        ("n\tname\n1\t\"say \"\"hi\"\"\"\n2\tx", [("say \"hi\"", 1), ("x", 2)], ("\t", "\n")),
    ] {
        let source = folder.file("rows.csv", text);
        let schema: serde_json::Value =
            serde_json::from_str(stdout(&rillcut(&["discover", &source]))).unwrap();
        let found = &schema["RecordFormat"]["MappingParameters"]["CSVMappingParameters"];
        assert_eq!(
            (found["RecordColumnDelimiter"].as_str(), found["RecordRowDelimiter"].as_str()),
            (Some(delimiters.0), Some(delimiters.1)),
            "{text:?}"
        );
        let output = rillcut(&["run", &sql, "--source", &source, "--stream", "D"]);
        let rows: Vec<serde_json::Value> =
            lines(&output).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        let wanted: Vec<_> = expected.iter().map(|(k, v)| serde_json::json!({"K": k, "V": v})).collect();
        assert_eq!(rows, wanted, "{text:?} {}", stderr(&output));
        // As with the service, the header is a row like any other.
        let errors = rillcut(&["run", &sql, "--source", &source, "--stream", "error_stream"]);
        assert_eq!(lines(&errors).len(), 1, "{text:?}");
    }
    for text in ["{\n \"a\": 1\n}\n", "[\n{\"a\":1}\n]", "[{\"a\":1},\n{\"a\":2}]"] {
        let output = rillcut(&["discover", &folder.file("pretty.json", text)]);
        assert!(stderr(&output).contains("pretty.json:1:1: error[CLI0009]"), "{}", stderr(&output));
    }
    let nothing = rillcut(&["discover", &folder.file("empty.csv", "")]);
    assert_eq!(stderr(&nothing).matches("error[REC0020]").count(), 1, "{}", stderr(&nothing));
}

#[test]
fn csv_rows_end_where_the_schema_says() {
    let folder = Folder::new("csv");
    let sql = folder.file(
        "app.sql",
        "CREATE STREAM \"DESTINATION_SQL_STREAM\" (k VARCHAR(16), v INTEGER);\n\
         CREATE PUMP p AS INSERT INTO \"DESTINATION_SQL_STREAM\" SELECT STREAM k, v FROM \"SOURCE_SQL_STREAM_001\";",
    );
    let schema = |column: &str, row: &str| {
        let parameters = serde_json::json!({"RecordColumnDelimiter": column, "RecordRowDelimiter": row});
        serde_json::json!({
            "RecordFormat": {"RecordFormatType": "CSV", "MappingParameters": {"CSVMappingParameters": parameters}},
            "RecordColumns": [{"Name": "K", "SqlType": "VARCHAR(16)"}, {"Name": "V", "SqlType": "INTEGER"}],
        })
    };
    for (column, row, text) in
        [(",", "\n", "\"a\nb\",1\nc,2\n"), ("|", ";", "\"a\nb\"|1;c|2;\n"), ("::", "\r\n", "a\nb::1\r\nc::2")]
    {
        let source = folder.file("rows.csv", text);
        let schema = folder.file("schema.json", schema(column, row).to_string());
        let output = rillcut(&["run", &sql, "--source", &source, "--schema", &schema, "--format", "tagged"]);
        let wanted = [
            r#"{"stream":"DESTINATION_SQL_STREAM","rowtime":"2026-01-01 00:00:00.0","row":{"K":"a\nb","V":1}}"#,
            r#"{"stream":"DESTINATION_SQL_STREAM","rowtime":"2026-01-01 00:00:00.001","row":{"K":"c","V":2}}"#,
        ];
        assert_eq!(lines(&output), wanted, "{text:?}: {}", stderr(&output));
    }
    // A quote that is not closed costs its own row only.
    let schema = folder.file("schema.json", schema(",", "\n").to_string());
    let long = format!("\"a,1\nc,2\n{}", "d,3\n".repeat(30_000));
    for text in ["\"a,1\nc,2\nd,3\n", "\"a,1\n\"c\",2\nd,3", &long] {
        let source = folder.file("rows.csv", text);
        let output = rillcut(&["run", &sql, "--source", &source, "--schema", &schema, "--stream", "*"]);
        let out = lines(&output);
        assert_eq!(out.iter().filter(|line| line.contains("REC0108")).count(), 1, "{out:?}");
        assert!(out.contains(&r#"{"K":"c","V":2}"#) && out.contains(&r#"{"K":"d","V":3}"#), "{out:?}");
    }
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

/// A saved application of two streams, as `create-application` of the v1 API takes it.
const ORDERS: &str = include_str!("../../lab/tests/applications/orders-v1.json");
/// A template with two applications.
const TEMPLATE: &str = include_str!("../../lab/tests/applications/template.json");

#[test]
fn a_saved_application_is_checked_and_run() {
    let folder = Folder::new("application");
    let app = folder.file("orders.json", ORDERS);
    let output = rillcut(&["check", &app]);
    assert_eq!((output.status.code(), stdout(&output)), (Some(0), ""), "{}", stderr(&output));
    // What does not run here is said with its place, and nothing else is.
    let said: Vec<&str> = stderr(&output).lines().filter(|line| !line.starts_with("  ")).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with(&format!("{app}:13:39: warning[LAB0041]")), "{}", said[0]);
    let records = folder.file(
        "orders.ndjson",
        "{\"shop\":\"a\",\"order\":{\"state\":\"paid\",\"amount\":1}}\n{\"shop\":\"b\",\"order\":{\"state\":\"new\"}}\nno\n",
    );
    // The application's outputs are printed, error_stream among them.
    let output = rillcut(&["run", &app, "--source", &records, "--format", "tagged"]);
    let printed = lines(&output);
    assert_eq!(printed.len(), 2, "{printed:?}");
    assert!(printed.contains(
        &"{\"stream\":\"TOTALS\",\"rowtime\":\"2026-01-01 00:01:00.0\",\"row\":{\"shop\":\"a\",\"ORDERS\":1}}"
    ));
    // A made-up lab of it runs too.
    let output = rillcut(&["lab", &app, "--for", "3m"]);
    assert!(lines(&output).len() > 3, "{}", stderr(&output));
}

#[test]
fn an_error_of_a_saved_program_says_both_places() {
    let folder = Folder::new("application-errors");
    let app = folder.file("orders.json", ORDERS.replace("COUNT(*)", "CUONT(*)"));
    let output = rillcut(&["check", &app]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains(&format!("{app}#ApplicationCode:3:23: error[SQL")), "{said}");
    assert!(said.ends_with(&format!("  the program is ApplicationCode, at {app}:4:22\n")), "{said}");
    let broken = folder.file("broken.json", "{\n  oops");
    let output = rillcut(&["check", &broken]);
    assert!(stderr(&output).starts_with(&format!("{broken}:2:3: error[LAB0031]")), "{}", stderr(&output));
}

#[test]
fn a_template_in_yaml_is_read() {
    let folder = Folder::new("yaml");
    let json = folder.file("template.json", TEMPLATE);
    assert_eq!(rillcut(&["check", &json]).status.code(), Some(1));
    assert_eq!(rillcut(&["check", &json, "--application", "Visits"]).status.code(), Some(0));
    let yaml = folder.file(
        "template.yaml",
        r#"Parameters:
  Seconds: { Type: Number, Default: 30 }
Resources:
  Visits:
    Type: AWS::KinesisAnalytics::Application
    Properties:
      ApplicationName: !Sub "${AWS::StackName}-visits"
      ApplicationCode: !Sub |
        CREATE STREAM VISITS (page VARCHAR(64), visits INTEGER);
        CREATE PUMP p AS INSERT INTO VISITS
        SELECT STREAM page, COUNT(*) FROM SOURCE_SQL_STREAM_001 s
        GROUP BY page, STEP(s.ROWTIME BY INTERVAL '${Seconds}' SECOND);
      Inputs:
        - NamePrefix: SOURCE_SQL_STREAM
          InputSchema:
            RecordColumns:
              - { Name: PAGE, SqlType: VARCHAR(64), Mapping: $.page }
            RecordFormat: { RecordFormatType: JSON }
          KinesisStreamsInput: { ResourceARN: !GetAtt Stream.Arn, RoleARN: !GetAtt Role.Arn }
  Out:
    Type: AWS::KinesisAnalytics::ApplicationOutput
    Properties:
      ApplicationName: !Ref Visits
      Output: { Name: VISITS, DestinationSchema: { RecordFormatType: JSON } }
"#,
    );
    let output = rillcut(&["check", &yaml]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    let records = folder.file("visits.ndjson", "{\"page\":\"/\"}\n{\"page\":\"/\"}\n");
    let output = rillcut(&["run", &yaml, "--source", &records]);
    assert_eq!(lines(&output), ["{\"PAGE\":\"/\",\"VISITS\":2}"]);
}

#[test]
fn an_application_is_exported() {
    let folder = Folder::new("export");
    let app = folder.file("orders.json", ORDERS);
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let first = rillcut(&["export", "application", &app, "--v1"]);
    assert_eq!(json(stdout(&first)), json(ORDERS), "{}", stderr(&first));
    let template = rillcut(&["export", "application", &app, "--cloudformation"]);
    let again = folder.file("again.json", stdout(&template));
    assert_eq!(rillcut(&["check", &again]).status.code(), Some(0));
    let sql = folder.file("clicks.sql", SQL);
    let source = folder.file("clicks.ndjson", clicks());
    let schema = folder.file("schema.json", stdout(&rillcut(&["discover", &source])));
    let output = rillcut(&["export", "application", &sql, "--schema", &schema, "--name", "clicks"]);
    let made = json(stdout(&output));
    assert_eq!(made["ApplicationName"], "clicks");
    assert!(stderr(&output).contains("warning[LAB0049]"), "{}", stderr(&output));
    let made = folder.file("made.json", stdout(&output));
    let output = rillcut(&["run", &made, "--source", &source, "--arrival", "ts", "--stream", "CTRSTREAM"]);
    assert_eq!(lines(&output).len(), 2);
    assert_eq!(rillcut(&["export", "lab", &sql]).status.code(), Some(2));
}

#[test]
fn reference_data_is_joined_from_csv_and_json() {
    let folder = Folder::new("reference");
    let sql = folder.file(
        "app.sql",
        "CREATE STREAM \"DESTINATION_SQL_STREAM\" (company VARCHAR(16), price INTEGER);
         CREATE PUMP p AS INSERT INTO \"DESTINATION_SQL_STREAM\"
         SELECT STREAM c.\"Company\", s.\"price\" FROM \"SOURCE_SQL_STREAM_001\" AS s
         LEFT JOIN \"Companies\" AS c ON s.\"ticker\" = c.\"Ticker\";",
    );
    let source =
        folder.file("ticks.json", "{\"ticker\":\"AMZN\",\"price\":5}\n{\"ticker\":\"X\",\"price\":6}\n");
    let csv = folder.file("companies.csv", "Ticker,Company\nAMZN,Amazon\nTBV,\"Tree, Inc\"\n");
    let json = folder.file(
        "companies.json",
        "[\n{\"Ticker\": \"AMZN\", \"Company\": \"Amazon\"},\n{\"Ticker\": \"TBV\", \"Company\": \"Tree\"}]",
    );
    for file in [&csv, &json] {
        let table = format!("Companies={file}");
        let output = rillcut(&["run", &sql, "--source", &source, "--reference", &table]);
        assert_eq!(
            lines(&output),
            ["{\"COMPANY\":\"Amazon\",\"PRICE\":5}", "{\"COMPANY\":null,\"PRICE\":6}"],
            "{file}"
        );
        assert_eq!(lines(&rillcut(&["check", &sql, "--reference", &table])), [""; 0]);
    }
    // Without its rows nothing runs; without a schema nothing is known, and nothing is said.
    let output = rillcut(&["run", &sql, "--source", &source]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error[SQL0037]") && stderr(&output).contains("--reference Companies="));
    assert!(rillcut(&["check", &sql]).status.success());
    // A column that the table does not have.
    let other = folder.file("other.csv", "Symbol,Company\nAMZN,Amazon\nTBV,Tree\n");
    let output = rillcut(&["check", &sql, "--reference", &format!("Companies={other}")]);
    assert!(stderr(&output).contains("error[SQL0021]: C has no column \"Ticker\""), "{}", stderr(&output));
    for (value, code) in [("Companies", 2), ("=x.csv", 2), ("Companies=/no/such/file", 3)] {
        let output = rillcut(&["run", &sql, "--source", &source, "--reference", value]);
        assert_eq!(output.status.code(), Some(code), "{value}: {}", stderr(&output));
    }
}

#[test]
fn a_saved_application_knows_the_schema_of_its_table() {
    let folder = Folder::new("application-reference");
    let mut document: serde_json::Value = serde_json::from_str(ORDERS).unwrap();
    document["ApplicationCode"] = "CREATE STREAM \"TOTALS\" (shop VARCHAR(16), town VARCHAR(32));
        CREATE PUMP p AS INSERT INTO \"TOTALS\" SELECT STREAM o.\"shop\", s.\"town\"
        FROM \"ORDERS_001\" AS o LEFT JOIN \"SHOPS\" AS s ON o.\"shop\" = s.\"shop\""
        .into();
    document["Outputs"][0]["DestinationSchema"]["RecordFormatType"] = "JSON".into();
    let app = folder.file("app.json", document.to_string());
    let records = folder.file("orders.ndjson", "{\"shop\":\"a\",\"order\":{\"state\":\"paid\"}}\n");
    let output = rillcut(&["run", &app, "--source", &records]);
    assert_eq!(lines(&output), ["{\"SHOP\":\"a\",\"TOWN\":null}"], "no rows are given");
    // No header: the names are the schema's.
    let shops = folder.file("shops.csv", "a,Turin\n");
    let output = rillcut(&["run", &app, "--source", &records, "--reference", &format!("SHOPS={shops}")]);
    assert_eq!(lines(&output), ["{\"SHOP\":\"a\",\"TOWN\":\"Turin\"}"]);
}

#[test]
fn a_lab_file_carries_its_reference_data() {
    let folder = Folder::new("lab-reference");
    let lab = |references: &str| {
        format!(
            r#"{{"rillcut": 1, "name": "n", "seed": 1, "start": "2026-01-01 00:00:00",
            "templates": [{{"name": "T", "text": "{{\"k\":\"a\"}}"}}],
            "senders": [{{"name": "S", "template": "T", "rate": 1, "active": [{{"from": 0, "until": 2}}]}}],
            "schema": {{"RecordFormat": {{"RecordFormatType": "JSON"}},
                       "RecordColumns": [{{"Name": "k", "Mapping": "$.k", "SqlType": "VARCHAR(4)"}}]}},
            "references": [{references}],
            "sql": "CREATE STREAM \"DESTINATION_SQL_STREAM\" (name VARCHAR(8)); CREATE PUMP p AS INSERT INTO \"DESTINATION_SQL_STREAM\" SELECT STREAM r.name FROM source_sql_stream_001 AS s JOIN \"R\" AS r ON s.\"k\" = r.k"}}"#
        )
    };
    let table = r#"{"name": "R", "format": "csv", "text": "a,one\nb,two,three\n",
        "schema": {"RecordFormat": {"RecordFormatType": "CSV", "MappingParameters": {"CSVMappingParameters":
                   {"RecordColumnDelimiter": ",", "RecordRowDelimiter": "\n"}}},
                   "RecordColumns": [{"Name": "K", "SqlType": "VARCHAR(4)"}, {"Name": "NAME", "SqlType": "VARCHAR(8)"}]}}"#;
    let file = folder.file("good.lab.json", lab(table));
    let output = rillcut(&["lab", &file, "--for", "3s"]);
    assert_eq!(lines(&output), ["{\"NAME\":\"one\"}", "{\"NAME\":\"one\"}"]);
    let file = folder.file("unread.lab.json", lab(r#"{"name": "R", "format": "json", "text": "nonsense"}"#));
    let output = rillcut(&["lab", &file]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("error[LAB0025]: the reference data 'R' cannot be read"), "{said}");
}

#[test]
fn a_lab_writes_the_objects_that_a_page_would() {
    use rillcut_lab::{
        Session, Tick, Write, examples,
        protocol::{Command, Step},
    };
    let folder = Folder::new("objects");
    let _before = std::fs::remove_dir_all(folder.0.join("out"));
    let out = folder.0.join("out");
    let output = rillcut(&["lab", "clickstream", "--for", "24h", "--out", out.to_str().unwrap()]);
    lines(&output);
    let mut session = Session::new(1);
    session.open_store();
    let mut events = Vec::new();
    for command in [Command::LoadText(examples::CLICKSTREAM.to_owned()), Command::Step(Step::Day)] {
        session.command(command, 0.0, &mut events);
    }
    // The lab waits for a store that falls behind, so what is to be written is taken while it goes on.
    let mut written = Vec::new();
    let mut store = |session: &mut Session| {
        if let Some((ticket, writes)) = session.take_writes() {
            written.extend(writes);
            session.stored(ticket, Ok(()));
        }
    };
    while session.tick(0.0, 777) != Tick::Idle {
        store(&mut session);
    }
    session.command(Command::FlushBuckets, 0.0, &mut events);
    store(&mut session);
    let mut objects = 0;
    for write in written {
        let Write::Put { key, bytes } = write else { continue };
        if let Some(name) = key.strip_prefix("object/Clickstream anomaly detection/") {
            assert!(bytes == std::fs::read(out.join(name)).unwrap(), "{name} differs");
            objects += 1;
        }
    }
    assert!(objects > 1440, "{objects}: one a minute of records, and anomalies");
    assert!(std::fs::read_dir(out.join("raw/weblogs/raw/2026/01/01")).unwrap().count() == 24);
}

#[test]
fn a_lab_is_exported_as_a_flink_job() {
    let folder = Folder::new("export-flink");
    let out = folder.0.join("job");
    let out_text = out.to_str().unwrap();
    let output = rillcut(&["export", "flink", "clickstream", "-o", out_text, "--for", "30s"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    assert!(read("job_local.sql").contains("TUMBLE(") && read("job.sql").contains("'connector' = 'kinesis'"));
    assert!(read("records.ndjson").starts_with(r#"{"number":"000000000000","at":1767225600"#));
    assert_eq!(read("expected/DESTINATION_SQL_STREAM.ndjson"), "");
    for name in ["README.md", "build.sh", "compare.py", "RunSql.java", "functions/Forest.java"] {
        assert!(!read(name).is_empty());
    }
    let program = folder.file(
        "hotspots.sql",
        "CREATE STREAM o (x VARCHAR(4000));\nCREATE PUMP p AS INSERT INTO o SELECT STREAM HOTSPOTS_RESULT FROM TABLE(HOTSPOTS(CURSOR(SELECT STREAM PRICE FROM SOURCE_SQL_STREAM_001), 100, 1.0, 5));",
    );
    let output = rillcut(&["export", "flink", "stock-ticker", "-o", out_text, "--program", &program]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("hotspots.sql:2:") && stderr(&output).contains("error[FLK0001]"),
        "{}",
        stderr(&output)
    );
    assert_eq!(rillcut(&["export", "flink", "clickstream"]).status.code(), Some(2));
}
