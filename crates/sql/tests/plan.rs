//! What a program is planned as: types, windows, joins, projections.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use rillcut_record::{DataType, Field, IntervalUnit, Value};
use rillcut_sql::{
    Catalog, check,
    plan::{
        AggregateFunction, ExprKind, ForestOptions, Function, JoinKind, JoinWindow, Node, Operator, Plan,
        SlidingFrame, StreamKind, WindowEnd,
    },
    source_name,
};

fn catalog() -> Catalog {
    Catalog::known(vec![
        Field::new("T", DataType::TinyInt),
        Field::new("I", DataType::Integer),
        Field::new("B", DataType::BigInt),
        Field::new("D", DataType::Decimal { precision: 5, scale: 2 }),
        Field::new("R", DataType::Real),
        Field::new("F", DataType::Double),
        Field::new("V", DataType::Varchar { length: Some(8) }),
        Field::new("E", DataType::Timestamp),
        Field::new("O", DataType::Boolean),
    ])
}

fn plan(text: &str) -> Plan {
    match check(text, &catalog()) {
        Ok(checked) => {
            // Windows that keep something for every key are warned of, see valid/growing-state.sql.
            assert!(checked.warnings.iter().all(|warning| warning.code == "SQL0078"), "{text}");
            checked.plan
        }
        Err(faults) => panic!("{text}\n{faults:#?}"),
    }
}

/// The root of a pump that inserts the query into a stream of these columns.
fn root(columns: &str, query: &str) -> Node {
    let text = format!("CREATE STREAM o ({columns}); CREATE PUMP p AS INSERT INTO o {query};");
    plan(&text).pumps.remove(0).root
}

/// The type of an expression over the source: what a column of that name has in a union, which takes types as they are.
fn type_of(expression: &str) -> String {
    let text = format!(
        "CREATE STREAM o (x VARCHAR); CREATE PUMP p AS INSERT INTO o SELECT STREAM 'x' FROM (SELECT STREAM {expression} AS x FROM source_sql_stream_001);"
    );
    let pump = plan(&text).pumps.remove(0);
    let Operator::Project { input, .. } = pump.root.operator else { panic!("{expression} is not projected") };
    input.fields[0].data_type.to_string()
}

#[test]
fn expressions_have_the_types_of_the_spec() {
    for (expression, expected) in [
        ("5 / 2", "INTEGER"),
        ("5.0 / 2", "DECIMAL(13,12)"),
        ("t + t", "INTEGER"),
        ("i * b", "BIGINT"),
        ("d * 1.5", "DECIMAL(7,3)"),
        ("d + 1", "DECIMAL(13,2)"),
        ("d / d", "DECIMAL(13,8)"),
        ("r + i", "REAL"),
        ("r * 1.5", "DOUBLE"),
        ("f + d", "DOUBLE"),
        ("1e0", "DOUBLE"),
        ("3000000000", "BIGINT"),
        ("-9223372036854775808", "BIGINT"),
        ("0.1234567890123456789", "DOUBLE"),
        ("v || 'abc'", "VARCHAR(11)"),
        ("SUBSTRING(v, 2)", "VARCHAR(8)"),
        ("UPPER(v)", "VARCHAR(8)"),
        ("CHAR_LENGTH(v)", "INTEGER"),
        ("EXTRACT(SECOND FROM e)", "DECIMAL(5,3)"),
        ("EXTRACT(DAY FROM e)", "BIGINT"),
        ("UNIX_TIMESTAMP(e)", "BIGINT"),
        ("TSDIFF(e, ROWTIME)", "BIGINT"),
        ("FLOOR(e TO HOUR)", "TIMESTAMP"),
        ("FLOOR(d)", "DECIMAL(5,2)"),
        ("CEIL(r)", "REAL"),
        ("POWER(i, 2)", "DOUBLE"),
        ("MOD(t, i)", "INTEGER"),
        ("e + INTERVAL '1' DAY", "TIMESTAMP"),
        ("(e - ROWTIME) MINUTE", "INTERVAL MINUTE"),
        ("(e - ROWTIME) MINUTE + (e - ROWTIME) SECOND / 2", "INTERVAL MINUTE TO SECOND"),
        ("CURRENT_DATE", "DATE"),
        ("CURRENT_TIMESTAMP", "TIMESTAMP"),
        ("CASE WHEN o THEN t ELSE 1.5 END", "DECIMAL(4,1)"),
        ("CASE WHEN o THEN 'a' ELSE 'abc' END", "VARCHAR(3)"),
        ("COALESCE(NULL, i, b)", "BIGINT"),
        ("NULLIF(r, 1)", "REAL"),
        ("i > 1 AND NOT o", "BOOLEAN"),
    ] {
        assert_eq!(type_of(expression), expected, "{expression}");
    }
}

fn tumble(query: &str) -> (WindowEnd, usize) {
    let mut node = root("n BIGINT", query);
    loop {
        node = match node.operator {
            Operator::Tumble { end, window_key, .. } => return (end, window_key),
            Operator::Project { input, .. } | Operator::Filter { input, .. } => *input,
            other => panic!("{query}: {other:?}"),
        };
    }
}

#[test]
fn every_way_to_write_a_window_has_its_end() {
    let every = WindowEnd::every;
    let behind = |milliseconds, offset| WindowEnd::Every { milliseconds, offset };
    for (by, expected) in [
        ("STEP(s.ROWTIME BY INTERVAL '60' SECOND)", every(60_000)),
        ("STEP(ROWTIME BY INTERVAL '1:30' MINUTE TO SECOND)", every(90_000)),
        ("FLOOR(s.ROWTIME TO MINUTE)", every(60_000)),
        ("FLOOR(ROWTIME TO DAY)", every(86_400_000)),
        ("FLOOR((s.ROWTIME - TIMESTAMP '1970-01-01 00:00:00') SECOND / 10 TO SECOND)", every(10_000)),
        ("FLOOR((ROWTIME - TIMESTAMP '1970-01-01 00:00:00') MINUTE / 5 TO MINUTE)", every(300_000)),
        ("FLOOR((ROWTIME - TIMESTAMP '2026-01-01 00:00:00') SECOND / 10 TO SECOND)", every(10_000)),
        ("FLOOR((ROWTIME - TIMESTAMP '2026-01-01 00:00:03') SECOND / 10 TO SECOND)", behind(10_000, 3000)),
        ("STEP(UNIX_TIMESTAMP(ROWTIME) BY 5000)", every(5000)),
        ("UNIX_TIMESTAMP(ROWTIME) / 1000", every(1000)),
        ("FLOOR(CURRENT_ROW_TIMESTAMP TO HOUR)", every(3_600_000)),
        ("FLOOR(ROWTIME TO MONTH)", WindowEnd::Calendar(IntervalUnit::Month)),
        ("STEP(ROWTIME BY INTERVAL '1' YEAR)", WindowEnd::Calendar(IntervalUnit::Year)),
        ("STEP(ROWTIME BY INTERVAL '5' MONTH)", WindowEnd::Change),
        ("CAST(ROWTIME AS DATE)", every(86_400_000)),
        ("CURRENT_DATE", every(86_400_000)),
        ("ROWTIME", WindowEnd::Instant),
        ("ROWTIME + INTERVAL '1' HOUR", WindowEnd::Instant),
        ("-UNIX_TIMESTAMP(ROWTIME)", WindowEnd::Instant),
        ("MONOTONIC(e)", WindowEnd::Change),
        ("STEP(MONOTONIC(e) BY INTERVAL '1' MINUTE)", WindowEnd::Change),
        ("CEIL(ROWTIME TO MINUTE)", behind(60_000, 1)),
        ("STEP(ROWTIME + INTERVAL '5' SECOND BY INTERVAL '1' MINUTE)", behind(60_000, 55_000)),
        ("FLOOR(ROWTIME - INTERVAL '5' SECOND TO MINUTE)", behind(60_000, 5000)),
        ("SUBSTRING(CAST(ROWTIME AS VARCHAR(30)) FROM 1 FOR 16)", WindowEnd::Change),
    ] {
        let query = format!("SELECT STREAM COUNT(*) FROM source_sql_stream_001 AS s GROUP BY {by}");
        assert_eq!(tumble(&query), (expected, 0), "{by}");
        let query = format!("SELECT STREAM COUNT(*) FROM source_sql_stream_001 AS s GROUP BY v, {by}, i");
        assert_eq!(tumble(&query), (expected, 1), "{by}");
    }
}

#[test]
fn windows_pass_through_subqueries() {
    for (query, expected) in [
        (
            "SELECT STREAM COUNT(*) FROM (SELECT STREAM FLOOR(ROWTIME TO HOUR) AS w FROM source_sql_stream_001 WHERE o) GROUP BY w",
            3_600_000,
        ),
        (
            "SELECT STREAM COUNT(*) FROM (SELECT STREAM FLOOR(ROWTIME TO MINUTE) AS w FROM source_sql_stream_001) AS t GROUP BY FLOOR(t.w TO HOUR)",
            3_600_000,
        ),
        (
            "SELECT STREAM COUNT(*) FROM (SELECT STREAM COUNT(*) AS n FROM source_sql_stream_001 GROUP BY FLOOR(ROWTIME TO MINUTE)) AS t GROUP BY FLOOR(t.ROWTIME TO HOUR)",
            3_600_000,
        ),
    ] {
        assert_eq!(tumble(query).0, WindowEnd::every(expected), "{query}");
    }
    // Rows with times of their own follow the new time, not the old.
    let query = "SELECT STREAM COUNT(*) FROM (SELECT STREAM e AS ROWTIME, FLOOR(ROWTIME TO HOUR) AS w FROM source_sql_stream_001) GROUP BY w";
    assert_eq!(tumble(query).0, WindowEnd::Change);
    // One row a window: each start has an end of its own.
    let query = "SELECT STREAM COUNT(*) FROM (SELECT STREAM FLOOR(ROWTIME TO HOUR) AS w FROM source_sql_stream_001 GROUP BY FLOOR(ROWTIME TO HOUR)) GROUP BY w";
    assert_eq!(tumble(query).0, WindowEnd::Instant);
}

#[test]
fn keys_and_aggregates_are_computed_once() {
    let root = root(
        "a TIMESTAMP, b DOUBLE, c BIGINT, d TIMESTAMP",
        "SELECT STREAM FLOOR(\"S\".ROWTIME TO MINUTE), AVG(f) + COUNT(*), COUNT(*), ROWTIME FROM source_sql_stream_001 AS s \
         GROUP BY FLOOR(ROWTIME TO MINUTE), FLOOR(s.ROWTIME TO MINUTE) HAVING COUNT(*) > 2 AND SUM(i) > 3",
    );
    let Operator::Project { input, items, .. } = root.operator else { panic!("no list") };
    assert_eq!(items[0].kind, ExprKind::Column(0));
    assert_eq!(items[3].kind, ExprKind::Rowtime);
    let Operator::Filter { input, .. } = input.operator else { panic!("no HAVING") };
    let Operator::Tumble { keys, aggregates, .. } = input.operator else { panic!("no window") };
    assert_eq!(keys.len(), 1);
    let functions: Vec<AggregateFunction> = aggregates.iter().map(|aggregate| aggregate.function).collect();
    assert_eq!(functions, [AggregateFunction::Avg, AggregateFunction::CountRows, AggregateFunction::Sum]);
    // The sum of whole numbers has 64 bits.
    assert_eq!(aggregates[2].data_type, DataType::BigInt);
    assert_eq!(aggregates[2].argument.as_ref().unwrap().data_type, DataType::BigInt);
}

fn join(query: &str) -> (JoinKind, JoinWindow, JoinWindow, usize) {
    let text = format!(
        "CREATE STREAM a (k INTEGER, x DOUBLE); CREATE STREAM b (k INTEGER, y DOUBLE); CREATE STREAM o (z DOUBLE); \
         CREATE PUMP p AS INSERT INTO o {query};"
    );
    let mut node = plan(&text).pumps.remove(0).root;
    loop {
        node = match node.operator {
            Operator::Join { kind, left_window, right_window, condition, .. } => {
                let conditions = match condition.map(|condition| condition.kind) {
                    Some(ExprKind::And(all)) => all.len(),
                    Some(_) => 1,
                    None => 0,
                };
                return (kind, left_window, right_window, conditions);
            }
            Operator::Project { input, .. } | Operator::Filter { input, .. } => *input,
            other => panic!("{query}: {other:?}"),
        };
    }
}

#[test]
fn joins_know_their_windows_and_conditions() {
    let minute = JoinWindow::Range { milliseconds: 60_000 };
    for (query, expected) in [
        (
            "SELECT STREAM x FROM a, b WHERE a.ROWTIME = b.ROWTIME",
            (JoinKind::Inner, JoinWindow::Current, JoinWindow::Current, 1),
        ),
        (
            "SELECT STREAM x FROM a, b WHERE a.k = b.k AND x > 1 AND FLOOR(ROWTIME TO DAY) > a.ROWTIME",
            (JoinKind::Inner, JoinWindow::Current, JoinWindow::Current, 2),
        ),
        (
            "SELECT STREAM x FROM a CROSS JOIN b",
            (JoinKind::Inner, JoinWindow::Current, JoinWindow::Current, 0),
        ),
        (
            "SELECT STREAM x FROM a OVER (RANGE INTERVAL '1' MINUTE PRECEDING) JOIN b ON a.k = b.k WHERE y > 1",
            (JoinKind::Inner, minute, JoinWindow::Current, 2),
        ),
        (
            "SELECT STREAM x FROM a LEFT JOIN b OVER w USING (k) WHERE y > 1 WINDOW w AS (ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)",
            (JoinKind::Left, JoinWindow::Current, JoinWindow::Rows { preceding: 3 }, 1),
        ),
        (
            "SELECT STREAM x FROM a OVER w FULL OUTER JOIN b OVER (w) ON a.k = b.k WINDOW w AS (RANGE INTERVAL '1' MINUTE PRECEDING)",
            (JoinKind::Full, minute, minute, 1),
        ),
        (
            "SELECT STREAM x FROM a OVER (RANGE CURRENT ROW) NATURAL JOIN b",
            (JoinKind::Inner, JoinWindow::Range { milliseconds: 0 }, JoinWindow::Current, 1),
        ),
    ] {
        assert_eq!(join(query), expected, "{query}");
    }
}

#[test]
fn rowtimes_of_both_sides_follow_the_columns() {
    let text = "CREATE STREAM a (x INTEGER); CREATE STREAM b (y INTEGER); CREATE STREAM o (p TIMESTAMP, q TIMESTAMP, r TIMESTAMP);
        CREATE PUMP p AS INSERT INTO o SELECT STREAM l.ROWTIME, r.ROWTIME, ROWTIME FROM a AS l JOIN b AS r ON l.x = r.y;";
    let root = plan(text).pumps.remove(0).root;
    let Operator::Project { input, items, .. } = root.operator else { panic!("no list") };
    let kinds: Vec<ExprKind> = items.into_iter().map(|item| item.kind).collect();
    assert_eq!(kinds, [ExprKind::Column(2), ExprKind::Column(3), ExprKind::Rowtime]);
    assert_eq!(input.fields.len(), 4);
}

#[test]
fn listed_columns_are_placed_and_the_others_null() {
    let root =
        root("a INTEGER, b DOUBLE, c VARCHAR(4)", "(c, b) SELECT STREAM v, i FROM source_sql_stream_001");
    let Operator::Project { items, rowtime, .. } = root.operator else { panic!("no list") };
    assert_eq!(items[0].kind, ExprKind::Literal(Value::Null));
    assert!(matches!(&items[1].kind, ExprKind::Cast(inner) if inner.kind == ExprKind::Column(1)));
    assert_eq!(items[1].data_type, DataType::Double);
    assert!(matches!(&items[2].kind, ExprKind::Cast(inner) if inner.kind == ExprKind::Column(6)));
    assert_eq!(rowtime, None);
}

#[test]
fn star_has_neither_rowtime_nor_the_arrival() {
    let root = root(
        "a TINYINT, b INTEGER, c BIGINT, d DECIMAL(5,2), e REAL, f DOUBLE, g VARCHAR(8), h TIMESTAMP, i BOOLEAN",
        "SELECT STREAM * FROM source_sql_stream_001",
    );
    let Operator::Project { items, .. } = root.operator else { panic!("no list") };
    let kinds: Vec<ExprKind> = items.into_iter().map(|item| item.kind).collect();
    assert_eq!(kinds, (0..9).map(ExprKind::Column).collect::<Vec<_>>());
}

#[test]
fn the_row_as_it_is_needs_no_projection() {
    let text = "CREATE STREAM a (x INTEGER); CREATE STREAM b (x INTEGER); CREATE PUMP p AS INSERT INTO b SELECT STREAM * FROM a WHERE x > 1;";
    assert!(matches!(plan(text).pumps[0].root.operator, Operator::Filter { .. }));
}

#[test]
fn forests_take_numbers_and_defaults() {
    let columns = "s DOUBLE";
    let query = "SELECT STREAM anomaly_score FROM TABLE(RANDOM_CUT_FOREST(CURSOR(SELECT STREAM v, i, r, f, e FROM source_sql_stream_001), 50))";
    let Operator::Project { input, .. } = root(columns, query).operator else { panic!("no list") };
    let Operator::RandomCutForest { columns, options, .. } = input.operator else { panic!("no forest") };
    assert_eq!(columns, [1, 2, 3]);
    let expected =
        ForestOptions { trees: 50, sample: 256, time_decay: 100_000, shingle: 1, explanation: None };
    assert_eq!(options, expected);
}

#[test]
fn table_functions_are_explained_with_what_they_hold() {
    let text = "CREATE STREAM a (t VARCHAR(64)); CREATE STREAM n (n BIGINT);
        CREATE PUMP p1 AS INSERT INTO a SELECT STREAM HOTSPOTS_RESULT FROM TABLE(HOTSPOTS(CURSOR(SELECT STREAM x FROM s), 1000, 0.2, 17));
        CREATE PUMP p2 AS INSERT INTO n SELECT STREAM ITEM_COUNT FROM TABLE(TOP_K_ITEMS_TUMBLING(CURSOR(SELECT STREAM x FROM s), 'X', 10, 60));
        CREATE PUMP p3 AS INSERT INTO n SELECT STREAM * FROM TABLE(COUNT_DISTINCT_ITEMS_TUMBLING(CURSOR(SELECT STREAM x FROM s), 'X', 5));
        CREATE PUMP p4 AS INSERT INTO n SELECT STREAM \"r\" FROM TABLE(GROUP_RANK(CURSOR(SELECT STREAM x FROM s), 'X', 'r', 'desc', 'desc', 0, 3));";
    let text = format!("CREATE STREAM s (x INTEGER); {text}");
    let catalog = Catalog::known(vec![Field::new("a", DataType::Integer)]);
    let said = rillcut_sql::explain(&check(&text, &catalog).unwrap().plan, &text).to_string();
    for line in [
        "find where 17 or more of X lie within 0.2; holds the last 1000 points",
        "the 10 most frequent items every 60 s; holds the items of the open window, at most 65536",
        "different values of X every 5 s; holds 10000 of the open window, for more a sketch of 16 KB",
        "rank by X, the greatest first, given in reverse, at most 3; holds the rows of one instant",
    ] {
        assert!(said.lines().any(|said| said.trim() == line), "no '{line}' in\n{said}");
    }
}

#[test]
fn sliding_windows_are_explained_with_what_they_hold() {
    let text = "CREATE STREAM o (n BIGINT, a DOUBLE, b REAL);
        CREATE PUMP p AS INSERT INTO o SELECT STREAM COUNT(*) OVER w, AVG(f) OVER w, LAG(r) OVER (PARTITION BY v, i ROWS 1 PRECEDING) \
        FROM source_sql_stream_001 WINDOW w AS (RANGE INTERVAL '1' HOUR PRECEDING);";
    let said = rillcut_sql::explain(&plan(text), text).to_string();
    let line = "slide COUNT(*) OVER w, AVG(f) OVER w over the last 3600 s; LAG(r) OVER (PARTITION BY v, i ROWS 1 PRECEDING) over the last \
        2 rows of each v, i; holds the rows of that time; those rows for every key seen, for good";
    assert!(said.lines().any(|said| said.trim() == line), "{said}");
}

#[test]
fn functions_over_windows_are_computed_once() {
    let root = root(
        "a BIGINT, b DOUBLE, c DOUBLE",
        "SELECT STREAM COUNT(*) OVER w, f / SUM(f) OVER (PARTITION BY v RANGE INTERVAL '60' SECOND PRECEDING), SUM(f) OVER (w) + COUNT(*) OVER w2 \
         FROM source_sql_stream_001 WINDOW w AS (PARTITION BY v RANGE INTERVAL '1' MINUTE PRECEDING), w2 AS (w ROWS 5 PRECEDING)",
    );
    let Operator::Project { input, items, .. } = root.operator else { panic!("no list") };
    // Behind the nine columns and APPROXIMATE_ARRIVAL_TIME.
    assert_eq!(items[0].kind, ExprKind::Column(10));
    let Operator::Slide { windows, functions, input } = input.operator else { panic!("no windows") };
    assert_eq!(input.fields.len(), 10);
    let frames: Vec<SlidingFrame> = windows.iter().map(|window| window.frame).collect();
    assert_eq!(frames, [SlidingFrame::Range { milliseconds: 60_000 }, SlidingFrame::Rows { preceding: 5 }]);
    let over: Vec<usize> = functions.iter().map(|function| function.window).collect();
    assert_eq!(over, [0, 0, 1]);
}

#[test]
fn streams_are_the_source_the_programs_and_the_errors() {
    let plan = plan(
        "CREATE STREAM a (x INTEGER NOT NULL); CREATE OR REPLACE STREAM a (x BIGINT); CREATE PUMP p STOPPED AS INSERT INTO a SELECT STREAM 1 FROM source_sql_stream_001;",
    );
    let kinds: Vec<StreamKind> = plan.streams.iter().map(|stream| stream.kind).collect();
    assert_eq!(kinds, [StreamKind::Source, StreamKind::Application, StreamKind::Error]);
    assert_eq!(plan.streams[0].fields.last().unwrap().name, "APPROXIMATE_ARRIVAL_TIME");
    assert_eq!(plan.streams[1].fields[0].data_type, DataType::BigInt);
    assert_eq!(plan.streams[2].fields.len(), 7);
    assert!(!plan.pumps[0].started);
    assert_eq!(plan.find_stream("error_stream"), Some(plan.error_stream()));
}

#[test]
fn trim_and_substring_keep_their_forms() {
    for (expression, expected) in [
        ("SUBSTRING(v FROM 2)", Function::SubstringFrom),
        ("SUBSTRING(v, 2, 3)", Function::SubstringComma),
        ("TRIM(LEADING 'x' FROM v)", Function::TrimLeading),
        ("TRIM(v)", Function::TrimBoth),
        ("OVERLAY(v PLACING 'x' FROM 1)", Function::Overlay),
    ] {
        let root = root("a VARCHAR(16)", &format!("SELECT STREAM {expression} FROM source_sql_stream_001"));
        let Operator::Project { items, .. } = root.operator else { panic!("no list") };
        let ExprKind::Cast(inner) = &items[0].kind else {
            panic!("{expression} has the column's type already")
        };
        assert!(
            matches!(inner.kind, ExprKind::Call { function, .. } if function == expected),
            "{expression}"
        );
    }
}

#[test]
fn the_source_is_found_by_its_name() {
    let text = "CREATE STREAM made_001 (x INT); CREATE PUMP p AS INSERT INTO o SELECT STREAM * FROM made_001; \
        CREATE PUMP q AS INSERT INTO o SELECT STREAM * FROM TABLE(f(CURSOR(SELECT STREAM * FROM (SELECT STREAM * FROM \"firehose_001\"))));";
    assert_eq!(source_name(text).as_deref(), Some("firehose_001"));
    assert_eq!(source_name("SELECT 1"), None);
}

#[test]
fn what_where_says_of_the_stream_is_asked_before_reference_data() {
    let query = "SELECT STREAM r.n FROM t, \"R\" AS r WHERE t.x = r.k AND t.x > 5";
    let text = format!(
        "CREATE STREAM t (x INTEGER); CREATE STREAM o (n INTEGER); CREATE PUMP p AS INSERT INTO o {query};"
    );
    for text in [text.clone(), text.replace("t, \"R\" AS r", "\"R\" AS r, t")] {
        let fields = vec![Field::new("K", DataType::Integer), Field::new("N", DataType::Integer)];
        let checked = check(&text, &catalog().with_reference("R", fields)).unwrap();
        assert_eq!(checked.plan.references[0].name, "R");
        let Operator::Project { input, .. } = checked.plan.pumps[0].root.operator.clone() else {
            panic!("no list")
        };
        let Operator::Lookup { input, condition: Some(condition), keep: false, .. } = input.operator else {
            panic!("no join")
        };
        assert!(matches!(condition.kind, ExprKind::Compare { .. }), "{condition:?}");
        let Operator::Filter { predicate, .. } = input.operator else { panic!("not filtered before") };
        let ExprKind::Compare { left, .. } = predicate.kind else { panic!("{predicate:?}") };
        assert_eq!(left.kind, ExprKind::Column(0));
    }
}
