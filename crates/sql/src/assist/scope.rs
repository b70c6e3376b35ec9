//! Which columns can be named at a place: those of the tables in the FROM of the query around it.

use super::{
    outline::{Column, Outline},
    words::Words,
};

/// Deepest nesting of queries that is followed.
const MAX_DEPTH: usize = 24;
/// Most tables of a FROM, and columns of a table, that are told apart.
const MAX_TABLES: usize = 64;
const MAX_COLUMNS: usize = 1000;

/// A table of a FROM under the name by which it is called there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// Stored name of the alias or the table; nothing for a subquery without a name.
    pub(super) alias: String,
    pub(super) columns: Vec<Column>,
}

/// The tables of the query that the word `at` stands in.
pub(super) fn tables_at(words: &Words<'_>, outline: &Outline, at: usize) -> Vec<Known> {
    match query_around(words, at) {
        Some((start, end)) => from_of(words, outline, start, end, 0),
        None => Vec::new(),
    }
}

/// First word and end of the innermost query around a word.
fn query_around(words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
    let statement = words.statement(at);
    let mut open = Vec::new();
    for word in statement..at.min(words.len()) {
        match words.get(word) {
            "(" => open.push(word),
            ")" => {
                open.pop();
            }
            _ => {}
        }
    }
    while let Some(parenthesis) = open.pop() {
        if words.is(parenthesis + 1, "SELECT") {
            return Some((parenthesis + 1, words.behind(parenthesis).saturating_sub(1)));
        }
    }
    let mut end = statement;
    while end < words.len() && !words.is(end, ";") {
        end += 1;
    }
    // Of several queries of a UNION the one around the place.
    let selects = at_depth_zero(words, statement, end).into_iter().filter(|&word| words.is(word, "SELECT"));
    let selects: Vec<usize> = selects.collect();
    let index =
        selects.iter().rposition(|&select| select < at.max(1)).or((!selects.is_empty()).then_some(0))?;
    Some((selects[index], selects.get(index + 1).copied().unwrap_or(end)))
}

/// Words of a range that stand in no parentheses of it.
fn at_depth_zero(words: &Words<'_>, start: usize, end: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = start;
    while at < end {
        found.push(at);
        at = if words.is(at, "(") { words.behind(at).max(at + 1) } else { at + 1 };
    }
    found
}

/// Where FROM ends.
const AFTER_FROM: &[&str] =
    &["WHERE", "GROUP", "HAVING", "WINDOW", "WINDOWED", "ORDER", "UNION", "EXCEPT", "INTERSECT"];

/// The tables of the FROM of a query.
fn from_of(words: &Words<'_>, outline: &Outline, start: usize, end: usize, depth: usize) -> Vec<Known> {
    let mut known = Vec::new();
    if depth > MAX_DEPTH {
        return known;
    }
    let outer = at_depth_zero(words, start, end);
    let Some(from) = outer.iter().position(|&word| words.is(word, "FROM")) else { return known };
    let mut expects = true;
    let mut index = from + 1;
    while let Some(&at) = outer.get(index) {
        if words.is_one(at, AFTER_FROM) || known.len() == MAX_TABLES {
            break;
        }
        if words.is(at, ",") || words.is(at, "JOIN") {
            expects = true;
        } else if expects {
            expects = false;
            let (columns, mut name, next) = table(words, outline, at, depth);
            while outer.get(index).is_some_and(|&word| word < next) {
                index += 1;
            }
            // An OVER in FROM gives a window of its own to the table.
            if outer.get(index).is_some_and(|&word| words.is(word, "OVER")) {
                index += 2;
            }
            let named = outer.get(index).copied();
            let alias = match named {
                Some(word) if words.is(word, "AS") => Some((index + 1, word + 1)),
                Some(word) => Some((index, word)),
                None => None,
            };
            let ends =
                ["ON", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "JOIN", "NATURAL", "USING", "WITHIN"];
            if let Some((place, word)) = alias
                && !words.is_one(word, &ends)
                && let Some(alias) = words.name(word)
            {
                name = alias.into_owned();
                index = place + 1;
            }
            known.push(Known { alias: name, columns });
            continue;
        }
        index += 1;
    }
    known
}

/// The columns of what stands at a place in FROM, its name, and the word behind it.
fn table(words: &Words<'_>, outline: &Outline, at: usize, depth: usize) -> (Vec<Column>, String, usize) {
    if words.is(at, "(") {
        let behind = words.behind(at);
        return (
            columns_of(words, outline, at + 1, behind.saturating_sub(1), depth + 1),
            String::new(),
            behind,
        );
    }
    if words.is(at, "TABLE") && words.is(at + 1, "(") {
        let behind = words.behind(at + 1);
        return (function(words, outline, at + 2, behind, depth), String::new(), behind);
    }
    // A schema in front of a name says nothing.
    let mut last = at;
    while words.is(last + 1, ".") {
        last += 2;
    }
    let name = words.name(last).unwrap_or_default().into_owned();
    let columns = outline.table(&name).map(|table| table.columns.clone()).unwrap_or_default();
    (columns, name, last + 1)
}

/// The columns of a table function: those of its CURSOR and those it adds.
fn function(words: &Words<'_>, outline: &Outline, name: usize, end: usize, depth: usize) -> Vec<Column> {
    let column =
        |name: &str, data_type: &str| Column { name: name.to_owned(), data_type: data_type.to_owned() };
    let function = words.name(name).unwrap_or_default();
    let cursor = (name..end).find(|&word| words.is(word, "CURSOR"));
    let mut columns = match cursor {
        Some(cursor) if words.is(cursor + 1, "(") && depth < MAX_DEPTH => {
            columns_of(words, outline, cursor + 2, words.behind(cursor + 1).saturating_sub(1), depth + 1)
        }
        _ => Vec::new(),
    };
    match &*function {
        "RANDOM_CUT_FOREST" => columns.push(column("ANOMALY_SCORE", "DOUBLE")),
        "RANDOM_CUT_FOREST_WITH_EXPLANATION" => {
            columns.push(column("ANOMALY_SCORE", "DOUBLE"));
            columns.push(column("ANOMALY_EXPLANATION", "VARCHAR(20480)"));
        }
        "HOTSPOTS" => columns.push(column("HOTSPOTS_RESULT", "VARCHAR(20480)")),
        "TOP_K_ITEMS_TUMBLING" => {
            columns = vec![column("ITEM", "VARCHAR(1024)"), column("ITEM_COUNT", "BIGINT")];
        }
        "COUNT_DISTINCT_ITEMS_TUMBLING" => columns = vec![column("NUMBER_OF_DISTINCT_ITEMS", "BIGINT")],
        _ => {}
    }
    columns
}

/// The columns that a query gives.
fn columns_of(words: &Words<'_>, outline: &Outline, start: usize, end: usize, depth: usize) -> Vec<Column> {
    let mut columns = Vec::new();
    if depth > MAX_DEPTH || !words.is(start, "SELECT") {
        return columns;
    }
    let tables = from_of(words, outline, start, end, depth + 1);
    let outer = at_depth_zero(words, start, end);
    let mut items = outer.iter().copied().skip(1).take_while(|&word| !words.is(word, "FROM")).peekable();
    while items.peek().is_some_and(|&word| words.is_one(word, &["STREAM", "DISTINCT", "ALL"])) {
        items.next();
    }
    let items: Vec<usize> = items.collect();
    for item in items.split(|&word| words.is(word, ",")) {
        // Stars over stars would double with every query.
        if columns.len() > MAX_COLUMNS {
            columns.truncate(MAX_COLUMNS);
            break;
        }
        match item {
            [] => {}
            [star] if words.is(*star, "*") => {
                columns.extend(tables.iter().flat_map(|table| table.columns.iter().cloned()));
            }
            [table, _, star] if words.is(*star, "*") => {
                let alias = words.name(*table).unwrap_or_default();
                columns.extend(
                    tables
                        .iter()
                        .filter(|table| table.alias == *alias)
                        .flat_map(|table| table.columns.iter().cloned()),
                );
            }
            [.., last] => {
                let Some(name) = words.name(*last) else { continue };
                let known =
                    tables.iter().flat_map(|table| &table.columns).find(|column| column.name == *name);
                let data_type = known.map(|column| column.data_type.clone()).unwrap_or_default();
                columns.push(Column { name: name.into_owned(), data_type });
            }
        }
    }
    columns
}
