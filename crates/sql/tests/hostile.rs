//! Texts that mean harm: deep, long, endless. Each must end in an answer, on a stack of 1 MB, which is what a browser gives.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::{fmt::Write, thread};

use proptest::prelude::*;
use rillcut_record::{DataType, Field};
use rillcut_sql::{Catalog, MAX_TEXT, check, parse, source_name, tokenize};

const STACK: usize = 1 << 20;

fn catalog() -> Catalog {
    let columns = (0..1000).map(|number| Field::new(format!("COLUMN_{number:04}"), DataType::Double));
    Catalog::known(columns.collect())
}

/// Everything that takes a text takes this one.
fn swallow(text: &str) -> Vec<String> {
    let tokens = tokenize(text);
    assert!(tokens.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    let parsed = parse(text);
    let printed = parsed.program.to_string();
    assert_eq!(parse(&printed).program, parse(&parse(&printed).program.to_string()).program);
    source_name(text);
    let unknown = check(text, &Catalog::unknown());
    let known = check(text, &catalog());
    let codes = |result: Result<_, Vec<rillcut_sql::Diagnostic>>| {
        result.err().unwrap_or_default().into_iter().map(|fault| fault.code)
    };
    for fault in known.as_ref().err().into_iter().flatten() {
        assert!(text.get(fault.span.range()).is_some(), "{fault:?} points outside");
    }
    codes(known).chain(codes(unknown)).collect()
}

fn on_small_stack(texts: Vec<(&'static str, String)>) {
    let work = move || {
        for (expected, text) in texts {
            let shown: String = text.chars().take(120).collect();
            assert!(text.len() <= MAX_TEXT + 1, "{shown}: {}", text.len());
            let codes = swallow(&text);
            if expected.is_empty() {
                assert_eq!(codes, Vec::<String>::new(), "{shown}");
            } else {
                assert!(codes.iter().any(|code| code == expected), "{shown}: {codes:?}");
            }
        }
    };
    thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap();
}

fn fill(unit: &str) -> String {
    unit.repeat((MAX_TEXT - 1000) / unit.len())
}

/// A pump that selects the expression.
fn selecting(expression: &str) -> String {
    format!(
        "CREATE STREAM o (x DOUBLE); CREATE PUMP p AS INSERT INTO o SELECT STREAM {expression} FROM source_sql_stream_001;"
    )
}

/// The expression inside itself.
fn nested(open: &str, inner: &str, close: &str, times: usize) -> String {
    format!("{}{inner}{}", open.repeat(times), close.repeat(times))
}

#[test]
fn nesting_ends_in_an_error() {
    let mut texts = Vec::new();
    for open in [
        "(",
        "ABS(",
        "FLOOR(",
        "CEIL(",
        "SUBSTRING(",
        "CASE WHEN ",
        "CASE ",
        "- ",
        "NOT ",
        "1 + (",
        "x IN (",
        "(x BETWEEN 1 AND ",
        "CAST(",
        "COALESCE(1, ",
        "TRIM(BOTH FROM ",
        "POSITION(",
        "ROW(",
        "PERIOD(",
        "STEP(",
        "EXTRACT(DAY FROM ",
        "(SELECT ",
        "((SELECT 1 FROM a) + ",
        "EXISTS(SELECT STREAM 1 FROM a WHERE ",
        "f(x) OVER (PARTITION BY ",
        "OVERLAY(",
        "x LIKE ",
        "x || (",
        "x AND (",
        "((x - y) SECOND) - (",
    ] {
        texts.push(("SQL0011", selecting(&fill(open))));
    }
    for open in [
        "(SELECT STREAM * FROM ",
        "(",
        "TABLE(RANDOM_CUT_FOREST(CURSOR(SELECT STREAM * FROM ",
        "((SELECT 1 FROM a) UNION ALL (SELECT STREAM * FROM ",
        "(a JOIN ",
        "a JOIN (",
    ] {
        let text = format!(
            "CREATE STREAM o (x DOUBLE); CREATE PUMP p AS INSERT INTO o SELECT STREAM * FROM {}",
            fill(open)
        );
        texts.push(("SQL0011", text));
    }
    texts.push(("SQL0011", selecting(fill("x + ").trim_end_matches("+ "))));
    texts.push(("SQL0011", selecting(fill("'x' || ").trim_end_matches("|| "))));
    texts.push(("SQL0011", selecting(fill("1 = ").trim_end_matches("= "))));
    texts.push(("SQL0011", selecting(&format!("x{}", fill(" IS NULL")))));
    texts.push(("SQL0011", selecting(&format!("x{}", fill(" IN (1)")))));
    on_small_stack(texts);
}

#[test]
fn nesting_below_the_limit_is_planned() {
    let column = "COLUMN_0000";
    on_small_stack(vec![
        ("", selecting(&nested("(", column, ")", 100))),
        ("", selecting(&nested("ABS(", column, ")", 100))),
        ("", selecting(&nested("FLOOR(", column, ")", 100))),
        ("", selecting(&nested("CASE WHEN TRUE THEN ", column, " END", 100))),
        ("", selecting(&nested("COALESCE(1.5, ", column, ")", 100))),
        ("", selecting(&format!("1 + {}", vec![column; 200].join(" + ")))),
        ("", selecting(&format!("CASE WHEN {} THEN 1 END", vec!["COLUMN_0000 > 0"; 3000].join(" AND ")))),
        ("", selecting(&format!("CASE {} END", "WHEN COLUMN_0000 > 0 THEN 1 ".repeat(2000)))),
    ]);
}

#[test]
fn copies_do_not_double() {
    // Each level uses its operand twice.
    on_small_stack(vec![
        ("SQL0048", selecting(&nested("NULLIF(", "COLUMN_0000", ", 1)", 60))),
        (
            "SQL0048",
            selecting(&nested("CASE ", "COLUMN_0000", " WHEN 1 THEN 2 WHEN 3 THEN 4 ELSE 5 END", 60)),
        ),
        (
            "SQL0048",
            selecting(&format!(
                "CASE WHEN {} THEN 1 END",
                nested("(", "TRUE", " BETWEEN FALSE AND TRUE)", 60)
            )),
        ),
    ]);
}

#[test]
fn many_windows_end_in_an_answer() {
    let over = |functions: &str, windows: &str| {
        format!("{} WINDOW {windows};", selecting(functions.trim_end_matches('+')).trim_end_matches(';'))
    };
    let functions = |from: usize, to: usize, window: &str| -> String {
        let separator = |number| if number % 100 == 99 && number + 1 < to { ',' } else { '+' };
        (from..to)
            .map(|number| format!("SUM({number}) OVER {window}{}", separator(number)))
            .collect::<Vec<_>>()
            .concat()
    };
    let chain = |windows: usize| -> String {
        (1..windows).map(|number| format!(",w{number} AS (w{})", number - 1)).collect::<Vec<_>>().concat()
    };
    let wide = format!("w AS (PARTITION BY COALESCE(COLUMN_0000{}) ROWS 1 PRECEDING)", ",1".repeat(20_000));
    let listed = format!("w AS (PARTITION BY COLUMN_0000{} ROWS 1 PRECEDING)", ",1".repeat(20_000));
    on_small_stack(vec![
        ("", over(&functions(0, 100, "w"), "w AS (PARTITION BY COLUMN_0000, COLUMN_0001 ROWS 1 PRECEDING)")),
        ("", over("COUNT(*) OVER w9", &format!("w0 AS (ROWS 1 PRECEDING){}", chain(10)))),
        ("SQL0035", over("COUNT(*) OVER w99", &format!("w0 AS (ROWS 1 PRECEDING){}", chain(100)))),
        ("SQL0017", over(&functions(0, 1000, "w2500"), &format!("w0 AS (ROWS 1 PRECEDING){}", chain(3000)))),
        ("SQL0035", over(&functions(0, 2000, "w"), "w AS (v), v AS (w)")),
        ("SQL0048", over(&functions(0, 1000, "(w ROWS 2 PRECEDING)"), &wide)),
        ("SQL0017", over(&functions(0, 2000, "w"), &listed)),
    ]);
}

#[test]
fn length_ends_in_an_answer() {
    let head = "CREATE STREAM o (x DOUBLE); ";
    let aggregates: Vec<String> = (0..4500).map(|number| format!("SUM(COLUMN_0000+{number})")).collect();
    on_small_stack(vec![
        ("SQL0001", "x".repeat(MAX_TEXT + 1)),
        ("SQL0006", selecting(&fill("9"))),
        ("SQL0006", selecting(&format!("1e{}", fill("9")))),
        ("", selecting(&format!("0.{}", fill("1")))),
        ("SQL0007", selecting(&format!("TIMESTAMP '{}'", fill("9")))),
        ("SQL0008", selecting(&format!("INTERVAL '{}' DAY", fill("9")))),
        ("SQL0003", selecting(&format!("'{}", fill("x")))),
        ("SQL0003", selecting(&format!("/*{}", fill("*")))),
        ("SQL0004", selecting(&fill("x"))),
        ("SQL0012", fill("; x")),
        ("SQL0019", fill("x;")),
        ("SQL0019", fill("\u{201c}")),
        ("SQL0019", selecting(fill("COLUMN_OOOO, ").trim_end_matches(", "))),
        (
            "SQL0019",
            format!(
                "{head}{}",
                fill("CREATE PUMP p AS INSERT INTO o SELECT STREAM y FROM source_sql_streem_001;")
            ),
        ),
        ("SQL0017", selecting(fill("*, ").trim_end_matches(", "))),
        ("SQL0017", format!("{head}CREATE PUMP p AS INSERT INTO o SELECT STREAM 1 FROM a{}", fill(", a"))),
        (
            "SQL0017",
            format!("{head}CREATE PUMP p AS INSERT INTO o SELECT STREAM 1 FROM a{}", fill(" CROSS JOIN a")),
        ),
        ("SQL0017", format!("{} GROUP BY ROWTIME{}", selecting("1").trim_end_matches(';'), fill(",1"))),
        ("SQL0017", format!("{} GROUP BY ROWTIME", selecting(&aggregates.join(",")).trim_end_matches(';'))),
        ("SQL0017", format!("CREATE STREAM o ({});", fill("x DOUBLE,").trim_end_matches(','))),
        ("SQL0019", fill("CREATE STREAM o (x INT);")),
        (
            "SQL0050",
            format!(
                "{}{}",
                selecting("1").trim_end_matches(';'),
                fill(" UNION ALL SELECT STREAM 1, 2 FROM source_sql_stream_001")
            ),
        ),
    ]);
}

fn vocabulary() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "CREATE",
        "OR REPLACE",
        "STREAM",
        "PUMP",
        "AS INSERT INTO",
        "SELECT STREAM",
        "SELECT",
        "FROM",
        "WHERE",
        "GROUP BY",
        "HAVING",
        "ORDER BY",
        "o",
        "s",
        "\"x\"",
        "x",
        "COLUMN_0001",
        "source_sql_stream_001",
        "ROWTIME",
        "STEP",
        "FLOOR",
        "(",
        ")",
        ",",
        ";",
        ".",
        "*",
        "+",
        "-",
        "/",
        "||",
        "=",
        "<>",
        "1",
        "2.5",
        "1e3",
        "'a'",
        "X'00'",
        "INTERVAL '1' MINUTE",
        "TIMESTAMP '2026-01-01 00:00:00'",
        "BY",
        "TO MINUTE",
        "SECOND",
        "AND",
        "OR",
        "NOT",
        "IS NULL",
        "BETWEEN",
        "IN",
        "LIKE",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "CAST",
        "AS",
        "DOUBLE",
        "VARCHAR(8)",
        "COUNT",
        "SUM",
        "JOIN",
        "LEFT JOIN",
        "ON",
        "USING",
        "OVER",
        "RANGE",
        "PRECEDING",
        "UNION ALL",
        "DISTINCT",
        "TABLE",
        "RANDOM_CUT_FOREST",
        "CURSOR",
        "NULL",
        "TRUE",
        "--",
        "\n",
        "é",
        "'",
        "\"",
        "WINDOWED BY STAGGER",
        "PARTITION BY",
        "WINDOW",
        "VALUES",
        "FOR",
        "SUBSTRING",
        "NULLIF",
        "COALESCE",
        "CREATE STREAM o (x DOUBLE);",
        "CREATE PUMP p AS INSERT INTO o SELECT STREAM",
        "FROM source_sql_stream_001",
        "GROUP BY FLOOR(ROWTIME TO MINUTE)",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_words_are_answered(text in vocabulary()) {
        swallow(&text);
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,60}") {
        swallow(&text);
    }

    #[test]
    fn a_damaged_program_is_answered(at in 0..3000_usize, length in 0..40_usize, with in "[(),;'\"a*. ]{0,3}") {
        let mut text = include_str!("../../../www/examples/clickstream.sql").to_owned();
        let boundary = |mut at: usize| { while !text.is_char_boundary(at) { at -= 1; } at };
        let (from, to) = (boundary(at.min(text.len())), boundary((at + length).min(text.len())));
        text.replace_range(from..to, &with);
        swallow(&text);
    }
}

/// Functions that call those above them: written out, their calls double, or nest.
fn functions(count: usize, body: impl Fn(usize) -> String) -> String {
    let mut text = "CREATE FUNCTION f0 (a DOUBLE) RETURNS DOUBLE RETURN a + a;\n".to_owned();
    for number in 1..=count {
        let body = body(number - 1);
        writeln!(text, "CREATE FUNCTION f{number} (a DOUBLE) RETURNS DOUBLE RETURN {body};").unwrap();
    }
    text + &selecting(&format!("f{count}(1e0)"))
}

#[test]
fn functions_that_multiply_or_nest_are_stopped() {
    let many =
        format!("CREATE FUNCTION f (a DOUBLE) RETURNS DOUBLE RETURN {};\n", vec!["a"; 5000].join(" + "));
    let chain: String = (0..400).map(|_| " PRECEDES (ROWTIME, ROWTIME)").collect();
    on_small_stack(vec![
        ("SQL0048", functions(60, |below| format!("f{below}(a) + f{below}(a)"))),
        ("SQL0048", functions(400, |below| format!("f{below}(a) + 1"))),
        ("SQL0048", functions(400, |below| format!("f{below}(f{below}(a))"))),
        ("SQL0011", many),
        (
            "",
            format!(
                "{}{}",
                "CREATE FUNCTION g (a DOUBLE) RETURNS DOUBLE RETURN a * 2;",
                selecting("g(g(g(1e0)))")
            ),
        ),
        ("SQL0051", selecting(&format!("(ROWTIME, ROWTIME){chain}"))),
        ("SQL0049", selecting("REGEX_REPLACE('a', '(?:(?:(?:(?:){1000}){1000}){1000}){1000}', '', 1, 0)")),
    ]);
}
