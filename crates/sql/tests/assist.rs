//! What an editor is told: completion, hover, layout. Every program of the tests and of the site is laid out, completed and hovered over
//! at every place.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails by panicking")]

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rillcut_record::{DataType, Field};
use rillcut_sql::{
    Catalog, TokenKind,
    assist::{CompletionKind, Completions, complete, hover},
    format, parse, tokenize,
};

fn catalog() -> Catalog {
    let field = |name: &str, data_type| Field::new(name, data_type);
    Catalog::known(
        [field("browseraction", DataType::Varchar { length: Some(32) }), field("PRICE", DataType::Real)]
            .into(),
    )
}

/// The completions at the `|` of a text.
fn at_bar(text: &str) -> (String, Completions) {
    let at = text.find('|').expect("the place is marked");
    let text = text.replacen('|', "", 1);
    let completions = complete(&text, &catalog(), at);
    (text, completions)
}

fn labels(text: &str) -> Vec<String> {
    at_bar(text).1.items.into_iter().map(|item| item.label).collect()
}

/// Those that are no functions and no words of the grammar.
fn names(text: &str) -> Vec<String> {
    let named = |kind| matches!(kind, CompletionKind::Column | CompletionKind::Stream);
    at_bar(text).1.items.into_iter().filter(|item| named(item.kind)).map(|item| item.label).collect()
}

const STREAM: &str = "CREATE STREAM \"S\" (\"ctr\" DOUBLE, N INTEGER);\nCREATE PUMP \"P\" AS INSERT INTO ";

#[test]
fn statements_begin_a_program() {
    assert!(labels("|").contains(&"CREATE OR REPLACE STREAM".to_owned()));
    assert!(labels("CREATE STREAM S (A DOUBLE); |").contains(&"CREATE OR REPLACE PUMP".to_owned()));
    assert_eq!(labels("CREATE |")[0], "OR REPLACE STREAM");
}

#[test]
fn streams_stand_behind_from_and_into() {
    assert_eq!(names(&format!("{STREAM}|")), ["\"S\""]);
    assert_eq!(
        names(&format!("{STREAM}\"S\" SELECT STREAM a FROM |")),
        ["\"SOURCE_SQL_STREAM_001\"", "\"S\""]
    );
    assert_eq!(names(&format!("{STREAM}\"S\" SELECT STREAM a FROM \"S\" AS s JOIN |"))[1], "\"S\"");
    assert_eq!(
        names(&format!("{STREAM}\"S\" SELECT STREAM a FROM \"S|\"; CREATE")),
        ["\"SOURCE_SQL_STREAM_001\"", "\"S\""]
    );
}

#[test]
fn columns_are_those_of_the_query_around() {
    let query = |text: &str| names(&format!("{STREAM}\"S\" {text}"));
    let source =
        ["\"browseraction\"", "PRICE", "APPROXIMATE_ARRIVAL_TIME", "\"SOURCE_SQL_STREAM_001\".ROWTIME"];
    let renamed = |alias: &str| {
        let mut names = source.map(str::to_owned);
        names[3] = format!("{alias}.ROWTIME");
        names
    };
    assert_eq!(
        query("SELECT STREAM | FROM \"SOURCE_SQL_STREAM_001\""),
        source.map(|name| name.replace("\"SOURCE_SQL_STREAM_001\"", "SOURCE_SQL_STREAM_001"))
    );
    assert_eq!(query("SELECT STREAM a FROM \"SOURCE_SQL_STREAM_001\" AS x WHERE |"), renamed("X"));
    assert_eq!(query("SELECT STREAM a FROM \"S\" s WHERE s.|"), ["\"ctr\"", "N", "ROWTIME"]);
    assert_eq!(
        query("SELECT STREAM a FROM \"S\" s, \"S\" t WHERE |")[0],
        "S.\"ctr\"",
        "what is in both needs a name in front"
    );
    assert_eq!(
        query("SELECT STREAM | FROM (SELECT STREAM N AS m, \"ctr\" FROM \"S\") AS t"),
        ["M", "\"ctr\"", "T.ROWTIME"]
    );
    assert_eq!(
        query("SELECT STREAM | FROM TABLE(RANDOM_CUT_FOREST(CURSOR(SELECT STREAM N FROM \"S\"), 100))"),
        ["N", "ANOMALY_SCORE"]
    );
    assert_eq!(
        query("SELECT STREAM * FROM TABLE(HOTSPOTS(CURSOR(SELECT STREAM | FROM \"S\"), 100))")[..2],
        ["\"ctr\"", "N"]
    );
    assert_eq!(names(&format!("{STREAM}\"S\" (|")), ["\"ctr\"", "N", "ROWTIME"]);
}

#[test]
fn what_is_begun_is_replaced_and_texts_are_left_alone() {
    let (text, found) = at_bar("SELECT STREAM \"brow|\" FROM \"SOURCE_SQL_STREAM_001\"");
    assert_eq!(&text[found.span.range()], "\"brow\"");
    let (text, found) = at_bar("SELECT STREAM cou| FROM s");
    assert_eq!(&text[found.span.range()], "cou");
    for nothing in ["SELECT 'a|b'", "SELECT a -- so|", "/* a| */", "SELECT 12|", "SELECT 'open |"] {
        assert!(labels(nothing).is_empty(), "{nothing}");
    }
    assert!(!labels("/* a */ |").is_empty());
}

#[test]
fn types_units_and_windows() {
    assert!(labels("CREATE STREAM S (A |").contains(&"DOUBLE".to_owned()));
    assert!(labels("CREATE STREAM S (|").is_empty(), "a new name is the author's own");
    assert!(
        labels("CREATE PUMP P AS INSERT INTO S SELECT STREAM CAST(a AS |").contains(&"BIGINT".to_owned())
    );
    assert_eq!(
        labels("CREATE PUMP P AS INSERT INTO S SELECT STREAM a FROM s WHERE t > INTERVAL '1' |")[0],
        "SECOND"
    );
    let over = "CREATE PUMP P AS INSERT INTO S SELECT STREAM SUM(a) OVER | FROM s WINDOW w1 AS (RANGE INTERVAL '1' MINUTE PRECEDING)";
    assert_eq!(labels(over)[0], "W1");
    let group = "CREATE PUMP P AS INSERT INTO S SELECT STREAM COUNT(*) FROM \"SOURCE_SQL_STREAM_001\" AS q GROUP BY |";
    assert!(at_bar(group).1.items[0].insert.as_deref().unwrap().starts_with("STEP(Q.ROWTIME BY"));
}

#[test]
fn functions_come_with_places_to_fill_in() {
    let found = at_bar("CREATE PUMP P AS INSERT INTO S SELECT STREAM |").1;
    let step = found.items.iter().find(|item| item.label == "STEP").unwrap();
    assert_eq!(step.insert.as_deref(), Some("STEP(${time} BY INTERVAL '10' SECOND)"));
    assert_eq!(step.detail, "(time BY INTERVAL '10' SECOND)");
}

#[test]
fn a_word_says_what_it_is() {
    let text = format!(
        "{STREAM}\"S\" SELECT STREAM \"browseraction\", COUNT(*) FROM \"SOURCE_SQL_STREAM_001\" AS q GROUP BY q.ROWTIME;"
    );
    let at = |word: &str| hover(&text, &catalog(), text.rfind(word).unwrap() + 1);
    let told = |word: &str| at(word).map(|hover| (hover.title, hover.detail));
    assert_eq!(
        told("\"browseraction\""),
        Some(("\"browseraction\"".to_owned(), "VARCHAR(32) column of Q".to_owned()))
    );
    assert_eq!(told("COUNT").unwrap().0, "COUNT(*)");
    assert!(told("ROWTIME").unwrap().1.contains("never decreases"));
    let stream = at("\"S\" SELECT").unwrap();
    assert_eq!(
        (stream.detail.as_str(), stream.lines.as_slice()),
        ("stream", ["\"ctr\" DOUBLE".to_owned(), "N INTEGER".to_owned()].as_slice())
    );
    let behind =
        hover(&text, &catalog(), text.rfind("(*)").unwrap()).map(|hover| (hover.title, hover.detail));
    assert_eq!(behind, told("COUNT"), "right behind a word is still the word");
    assert!(hover("SELECT 'COUNT'", &catalog(), 9).is_none());
    assert!(hover("", &catalog(), 5).is_none());
}

fn programs() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = ["tests/sql", "../stream/tests/sql", "../../www/examples"]
        .iter()
        .map(|folder| root.join(folder))
        .collect();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "sql") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 60);
    found
}

#[test]
fn programs_keep_their_meaning_and_their_layout() {
    let mut laid_out = 0;
    for (path, text) in programs() {
        let Some(once) = format(&text) else { continue };
        laid_out += 1;
        assert_eq!(format(&once).as_deref(), Some(once.as_str()), "{}", path.display());
        let printed = |text: &str| parse(text).program.to_string();
        assert_eq!(printed(&once).to_uppercase(), printed(&text).to_uppercase(), "{}", path.display());
        for line in once.lines() {
            assert!(line.trim_end() == line, "{}: a space at the end of {line:?}", path.display());
        }
    }
    assert!(laid_out > 60, "{laid_out}");
}

#[test]
fn every_place_of_every_program_can_be_asked_about() {
    for (_, text) in programs() {
        for at in (0..=text.len()).step_by(7) {
            check_place(&text, at);
        }
    }
}

fn check_place(text: &str, at: usize) {
    let found = complete(text, &catalog(), at);
    assert!(text.get(found.span.range()).is_some() || found.items.is_empty());
    assert!(found.items.len() < 2000);
    if let Some(hover) = hover(text, &catalog(), at) {
        assert!(text.get(hover.span.range()).is_some());
    }
}

const PIECES: &[&str] = &[
    "SELECT",
    "STREAM",
    "FROM",
    "(",
    ")",
    ",",
    ";",
    "a",
    "\"b c\"",
    "'it''s'",
    "1.5",
    "-",
    "+",
    "*",
    "/",
    ".",
    "AS",
    "CASE",
    "WHEN",
    "END",
    "-- x\n",
    "/* y */",
    "/* z\n */",
    "\n",
    "\n\n",
    " ",
    "  ",
    "WHERE",
    "AND",
    "BETWEEN",
    "GROUP",
    "BY",
    "CREATE",
    "INSERT",
    "INTO",
    "TABLE",
    "CURSOR",
    "OVER",
    "WINDOW",
    "JOIN",
    "LEFT",
    "UNION",
    "ALL",
    "<>",
    "||",
    ".5",
    "5.",
    "// c\n",
    "PARTITION",
    "RANGE",
    "\r\n",
    "a_name_that_is_rather_long_so_that_lines_are_broken",
    "é",
];

proptest! {
    #[test]
    fn any_words_are_laid_out_once(picked in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let text = picked.join(" ");
        let broken = tokenize(&text).iter().any(|token| token.kind == TokenKind::Error);
        match format(&text) {
            None => prop_assert!(broken, "{text:?} is not laid out"),
            Some(once) => prop_assert_eq!(format(&once), Some(once.clone()), "{:?}", text),
        }
    }

    #[test]
    fn any_place_of_any_text_can_be_asked_about(picked in prop::collection::vec(prop::sample::select(PIECES), 0..40), at in 0usize..300) {
        check_place(&picked.concat(), at);
        check_place(&picked.join(" "), at);
    }
}
