//! Exports as text: the clickstream lab's job, and what is refused with which code and place.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::{fs, path::Path};

use rillcut_flink::{CODES, Job, Source, export};
use rillcut_record::{DataType, Field, SourceSchema};
use rillcut_sql::{Catalog, Diagnostic, check, plan::StreamId};

fn text(length: u32) -> DataType {
    DataType::Varchar { length: Some(length) }
}

/// Exports a program over a source with all its streams, or those named.
fn exported(sql: &str, schema: &SourceSchema, outputs: &[&str]) -> Result<Job, Vec<Diagnostic>> {
    let kinds = vec![Field::new("k", text(8)), Field::new("weight", DataType::Integer)];
    let catalog = Catalog::known(schema.fields()).with_reference("Kinds", kinds);
    let plan = check(sql, &catalog).unwrap_or_else(|found| panic!("{sql}\n{found:?}")).plan;
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

/// What the README's list of refusals names: a code, what the sentence says of it, a query of pump P.
const REFUSED: [(&str, &str, &str); 22] = [
    (
        "FLK0001",
        "HOTSPOTS",
        "SELECT STREAM \"x\" FROM TABLE(HOTSPOTS(CURSOR(SELECT STREAM \"x\" FROM source), 100, 1.1, 3))",
    ),
    (
        "FLK0001",
        "GROUP_RANK",
        "SELECT STREAM \"x\" FROM TABLE(GROUP_RANK(CURSOR(SELECT STREAM * FROM source), 'x', 'place', 'desc', 'asc', 10, 0))",
    ),
    ("FLK0001", "VALUES", "VALUES (1e0)"),
    (
        "FLK0001",
        "ORDER BY … WITHIN",
        "SELECT STREAM \"x\" FROM source AS s ORDER BY \"at\" WITHIN INTERVAL '1' SECOND",
    ),
    ("FLK0001", "AS ROWTIME", "SELECT STREAM \"x\", \"at\" AS ROWTIME FROM source"),
    ("FLK0002", "SIMILAR", "SELECT STREAM \"x\" FROM source WHERE \"k\" SIMILAR TO 'a|b'"),
    (
        "FLK0002",
        "FAST_REGEX_LOG_PARSE",
        "SELECT STREAM CAST(t.r.COLUMN1 AS DOUBLE) FROM (SELECT STREAM FAST_REGEX_LOG_PARSE(\"k\", '(.*)_(.*)') AS r FROM source) AS t",
    ),
    (
        "FLK0002",
        "VARIABLE_COLUMN_LOG_PARSE",
        "SELECT STREAM CAST(t.r.COLUMN1 AS DOUBLE) FROM (SELECT STREAM VARIABLE_COLUMN_LOG_PARSE(\"k\", 2, ',') AS r FROM source) AS t",
    ),
    (
        "FLK0002",
        "FIXED_COLUMN_LOG_PARSE",
        "SELECT STREAM t.r.a FROM (SELECT STREAM FIXED_COLUMN_LOG_PARSE(\"k\", 'a TYPE DOUBLE START 0 FOR 4') AS r FROM source) AS t",
    ),
    (
        "FLK0002",
        "out of the data",
        "SELECT STREAM \"x\" FROM source WHERE CHAR_TO_TIMESTAMP(\"k\", \"k\") IS NULL",
    ),
    (
        "FLK0002",
        "CAST from INTERVAL",
        "SELECT STREAM CHAR_LENGTH(CAST((s.ROWTIME - \"at\") SECOND AS VARCHAR(20))) FROM source AS s",
    ),
    ("FLK0003", "BINARY", "SELECT STREAM \"x\" FROM source WHERE X'01' = X'02'"),
    (
        "FLK0004",
        "calendar months",
        "SELECT STREAM SUM(\"x\") FROM source AS s GROUP BY FLOOR(s.ROWTIME TO MONTH)",
    ),
    (
        "FLK0004",
        "when a value changes",
        "SELECT STREAM SUM(\"x\") FROM source AS s GROUP BY MONOTONIC(\"n\")",
    ),
    ("FLK0004", "ORDER BY", "SELECT STREAM \"x\" FROM source AS s ORDER BY FLOOR(s.ROWTIME TO MONTH), \"x\""),
    (
        "FLK0005",
        "join over ROWS",
        "SELECT STREAM a.\"x\" FROM source OVER (ROWS 2 PRECEDING) AS a JOIN source AS b ON a.\"k\" = b.\"k\"",
    ),
    (
        "FLK0005",
        "FULL JOIN",
        "SELECT STREAM a.\"x\" FROM source OVER (RANGE INTERVAL '1' SECOND PRECEDING) AS a FULL JOIN source AS b ON a.\"k\" = b.\"k\"",
    ),
    (
        "FLK0005",
        "besides equalities",
        "SELECT STREAM a.\"x\" FROM source AS a LEFT JOIN \"Kinds\" AS t ON a.\"k\" = t.\"k\" AND t.\"weight\" < a.\"n\"",
    ),
    (
        "FLK0006",
        "that can fail",
        "SELECT STREAM a.\"x\" FROM source AS a JOIN source AS b ON a.\"x\" / b.\"x\" > 2",
    ),
    (
        "FLK0006",
        "that can fail",
        "SELECT STREAM a.\"x\" FROM source AS a JOIN \"Kinds\" AS t ON CAST(a.\"x\" AS INTEGER) = t.\"weight\"",
    ),
    ("FLK0002", "EXTRACT", "SELECT STREAM EXTRACT(SECOND FROM (s.ROWTIME - \"at\") SECOND) FROM source AS s"),
    ("FLK0002", "ESCAPE", "SELECT STREAM \"x\" FROM source WHERE \"k\" LIKE \"k\" ESCAPE '!'"),
];

#[test]
fn what_flink_cannot_do_is_refused_in_a_sentence_that_names_the_statement() {
    let schema = SourceSchema::json([
        ("x", "$.x", DataType::Double),
        ("n", "$.n", DataType::Integer),
        ("k", "$.k", text(8)),
        ("at", "$.at", DataType::Timestamp),
    ]);
    for (code, said, query) in REFUSED {
        let query = query.replace("source", "\"SOURCE_SQL_STREAM_001\"");
        let sql = format!("CREATE STREAM o (x DOUBLE);\nCREATE PUMP p AS INSERT INTO o {query};");
        let refused = exported(&sql, &schema, &[]).expect_err(&sql);
        let [found] = refused.as_slice() else { panic!("{sql}\n{refused:?}") };
        assert_eq!(found.code, code, "{sql}\n{found:?}");
        assert!(found.message.contains(said) && found.message.contains("pump \"P\""), "{said}: {found:?}");
        assert!(found.hint.is_some() && found.span.start > 20, "{found:?}");
        assert!(CODES.iter().any(|(known, _)| *known == code));
    }
}

#[test]
fn records_that_flink_cannot_read_are_refused() {
    let sql = |column: &str| {
        format!(
            "CREATE STREAM o (x VARCHAR(64));\nCREATE PUMP p AS INSERT INTO o SELECT STREAM CAST({column} AS VARCHAR(64)) FROM \"SOURCE_SQL_STREAM_001\";"
        )
    };
    let arrays = SourceSchema::json([("x", "$.list[0:].x", DataType::Double)]);
    let found = &exported(&sql("\"x\""), &arrays, &[]).unwrap_err()[0];
    assert!(found.code == "FLK0007" && found.message.contains("$.list[0:].x"), "{found:?}");
    let plain = SourceSchema::json([("x", "$.x", DataType::Double)]);
    let found = &exported(&sql("PARTITION_KEY"), &plain, &[]).unwrap_err()[0];
    assert!(found.code == "FLK0007" && found.message.contains("PARTITION_KEY"), "{found:?}");
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
