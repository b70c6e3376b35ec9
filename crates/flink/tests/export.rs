//! Exports as text: the clickstream lab's job, and what is refused with which code and place.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::{fs, path::Path};

use rillcut_flink::{CODES, Job, Source, export};
use rillcut_record::{DataType, SourceSchema};
use rillcut_sql::{Catalog, Diagnostic, check, plan::StreamId};

fn text(length: u32) -> DataType {
    DataType::Varchar { length: Some(length) }
}

/// Exports a program over a source with all its streams, or those named.
fn exported(sql: &str, schema: &SourceSchema, outputs: &[&str]) -> Result<Job, Vec<Diagnostic>> {
    let plan = check(sql, &Catalog::known(schema.fields())).unwrap().plan;
    let outputs: Vec<StreamId> = if outputs.is_empty() {
        (1..plan.streams.len()).map(StreamId).collect()
    } else {
        outputs.iter().map(|name| plan.find_stream(name).unwrap()).collect()
    };
    export(&plan, sql, Source { schema, seed: 1, outputs: &outputs })
}

/// `BLESS=1` writes the files.
fn compare(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    assert!(expected == found, "{name} is another; BLESS=1 writes it:\n{found}");
}

#[test]
fn the_clickstream_lab() {
    let sql = include_str!("../../../www/examples/clickstream.sql");
    let schema =
        SourceSchema::json([("browseraction", "$.browseraction", text(32)), ("site", "$.site", text(32))]);
    let job = exported(sql, &schema, &["DESTINATION_SQL_STREAM"]).unwrap();
    compare("clickstream_local.sql", &job.local);
    compare("clickstream_cloud.sql", &job.cloud);
}

#[test]
fn what_flink_cannot_do_is_refused_with_a_place() {
    let schema = SourceSchema::json([
        ("x", "$.x", DataType::Double),
        ("k", "$.k", text(8)),
        ("at", "$.at", DataType::Timestamp),
    ]);
    let source = "\"SOURCE_SQL_STREAM_001\"";
    let cases = [
        (
            "FLK0001",
            format!(
                "INSERT INTO o SELECT STREAM \"x\" FROM {source} AS s ORDER BY \"at\" WITHIN INTERVAL '1' SECOND"
            ),
        ),
        ("FLK0002", format!("INSERT INTO o SELECT STREAM \"x\" FROM {source} WHERE \"k\" SIMILAR TO 'a|b'")),
        (
            "FLK0004",
            format!(
                "INSERT INTO o SELECT STREAM SUM(\"x\") FROM {source} AS s GROUP BY FLOOR(s.ROWTIME TO MONTH)"
            ),
        ),
        (
            "FLK0005",
            format!(
                "INSERT INTO o SELECT STREAM a.\"x\" FROM {source} OVER (ROWS 2 PRECEDING) AS a JOIN {source} AS b ON a.\"k\" = b.\"k\""
            ),
        ),
        (
            "FLK0006",
            format!(
                "INSERT INTO o SELECT STREAM a.\"x\" FROM {source} AS a JOIN {source} AS b ON a.\"x\" / b.\"x\" > 2"
            ),
        ),
    ];
    for (code, insert) in cases {
        let sql = format!("CREATE STREAM o (x DOUBLE);\nCREATE PUMP p AS {insert};");
        let refused = exported(&sql, &schema, &[]).unwrap_err();
        assert_eq!(refused[0].code, code, "{sql}\n{refused:?}");
        assert!(refused[0].hint.is_some() && refused[0].span.start > 20, "{refused:?}");
        assert!(CODES.iter().any(|(known, _)| *known == code));
    }
    let arrays = SourceSchema::json([("x", "$.list[0:].x", DataType::Double)]);
    let sql = format!(
        "CREATE STREAM o (x DOUBLE);\nCREATE PUMP p AS INSERT INTO o SELECT STREAM \"x\" FROM {source};"
    );
    assert_eq!(exported(&sql, &arrays, &[]).unwrap_err()[0].code, "FLK0007");
}

#[test]
fn the_watermark_is_always_a_millisecond_behind() {
    let schema = SourceSchema::json([("x", "$.x", DataType::Double)]);
    let sql = "CREATE STREAM o (x DOUBLE);\nCREATE PUMP p AS INSERT INTO o SELECT STREAM \"x\" FROM \"SOURCE_SQL_STREAM_001\";";
    let job = exported(sql, &schema, &[]).unwrap();
    for text in [&job.local, &job.cloud] {
        assert!(text.contains("WATERMARK FOR `time` AS `time` - INTERVAL '0.001' SECOND"), "{text}");
    }
}
