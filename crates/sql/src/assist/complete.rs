//! What could stand at a place.

use super::{
    outline::{Column, Outline},
    reference::ENTRIES,
    scope::tables_at,
    words::Words,
};
use crate::{ast::written, check::Catalog, lexer::tokenize, parser::MAX_TEXT, span::Span, token::TokenKind};

/// What a completion puts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// A stream or a table of reference data.
    Stream,
    /// A column.
    Column,
    /// A function.
    Function,
    /// A word of the grammar.
    Keyword,
    /// A type.
    Type,
    /// A whole statement or a part of one.
    Pattern,
}

/// One thing that could stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// As it is written.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// Its type, or how it is called; may be empty.
    pub detail: String,
    /// A sentence about it; may be empty.
    pub doc: String,
    /// What is put in where that is not the label: `${…}` is a place to be filled in.
    pub insert: Option<String>,
}

/// What could stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completions {
    /// What is replaced: the word that has been begun, or nothing.
    pub span: Span,
    /// The likeliest kind first.
    pub items: Vec<Completion>,
}

const TYPES: &[&str] = &[
    "BIGINT",
    "BINARY(16)",
    "BOOLEAN",
    "CHAR(4)",
    "DATE",
    "DECIMAL(10, 2)",
    "DOUBLE",
    "INTEGER",
    "REAL",
    "SMALLINT",
    "TIME",
    "TIMESTAMP",
    "TINYINT",
    "VARBINARY(16)",
    "VARCHAR(64)",
];

const UNITS: &[&str] =
    &["SECOND", "MINUTE", "HOUR", "DAY", "MINUTE TO SECOND", "HOUR TO SECOND", "DAY TO SECOND"];

/// Words that can follow in a query.
const KEYWORDS: &[&str] = &[
    "ALL",
    "AND",
    "AS",
    "ASC",
    "BETWEEN",
    "BY",
    "CASE",
    "CAST",
    "CURSOR",
    "DESC",
    "DISTINCT",
    "ELSE",
    "END",
    "FALSE",
    "FROM",
    "FULL JOIN",
    "GROUP BY",
    "HAVING",
    "IN",
    "INNER JOIN",
    "INTERVAL",
    "IS NOT NULL",
    "IS NULL",
    "JOIN",
    "LEFT JOIN",
    "LIKE",
    "NOT",
    "NULL",
    "ON",
    "OR",
    "ORDER BY",
    "OVER",
    "PARTITION BY",
    "PRECEDING",
    "RANGE",
    "RIGHT JOIN",
    "ROWS",
    "SELECT STREAM",
    "SIMILAR TO",
    "STREAM",
    "TABLE",
    "THEN",
    "TIMESTAMP",
    "TO",
    "TRUE",
    "UNBOUNDED",
    "UNION ALL",
    "VALUES",
    "WHEN",
    "WHERE",
    "WINDOW",
    "WINDOWED BY STAGGER",
];

/// Statements: label, what is put in, a sentence.
const STATEMENTS: &[(&str, &str, &str)] = &[
    (
        "CREATE OR REPLACE STREAM",
        "CREATE OR REPLACE STREAM \"${NAME}\" (\n    \"${COLUMN}\" ${DOUBLE}\n);\n",
        "An in-application stream: a table in motion.",
    ),
    (
        "CREATE OR REPLACE PUMP",
        "CREATE OR REPLACE PUMP \"${NAME}\" AS\nINSERT INTO \"${STREAM}\"\nSELECT STREAM ${columns}\nFROM \"${SOURCE}\";\n",
        "A query that runs all the time and inserts its rows into a stream.",
    ),
    (
        "CREATE FUNCTION",
        "CREATE FUNCTION ${name}(${x} DOUBLE) RETURNS DOUBLE\nRETURN ${x};\n",
        "A function of this program, written in SQL.",
    ),
];

/// What could stand at a byte. Nothing in comments, texts and numbers.
pub fn complete(text: &str, catalog: &Catalog, at: usize) -> Completions {
    let at = at.min(text.len());
    let Some(span) = begun(text, at) else {
        return Completions { span: Span::new(at, at), items: Vec::new() };
    };
    let words = Words::new(text);
    let outline = Outline::of(&words, catalog);
    let place = Place { words: &words, outline: &outline, before: words.before(span.start as usize) };
    Completions { span, items: place.items() }
}

/// The word that has been begun at a byte; `None` where nothing is to be completed.
fn begun(text: &str, at: usize) -> Option<Span> {
    if text.len() > MAX_TEXT || !text.is_char_boundary(at) {
        return None;
    }
    for token in tokenize(text) {
        let range = token.span.range();
        if range.start >= at {
            break;
        }
        if range.end < at {
            continue;
        }
        let written = &text[range.clone()];
        let inside = at < range.end;
        match token.kind {
            TokenKind::Identifier | TokenKind::Keyword => return Some(Span::new(range.start, at)),
            TokenKind::QuotedIdentifier => return Some(Span::new(range.start, range.end)),
            // A name whose closing quote is still to come.
            TokenKind::Error if written.starts_with('"') && !text[range.start..at].contains('\n') => {
                return Some(Span::new(range.start, at));
            }
            TokenKind::Error | TokenKind::Number => return None,
            TokenKind::Comment if inside || !written.starts_with("/*") => return None,
            TokenKind::String if inside => return None,
            _ => {}
        }
    }
    Some(Span::new(at, at))
}

/// The place behind `before` words.
struct Place<'a> {
    words: &'a Words<'a>,
    outline: &'a Outline,
    before: usize,
}

/// What encloses a place.
enum Around {
    /// A clause of the query, by its first word.
    Clause(usize),
    /// An open parenthesis.
    Open(usize),
    /// The beginning of the statement.
    Statement,
}

impl Place<'_> {
    /// The word so many before the place.
    fn back(&self, words: usize) -> usize {
        // A place past every word, where nothing is.
        self.before.checked_sub(words).unwrap_or(usize::MAX)
    }

    fn follows(&self, word: &str) -> bool {
        self.words.is(self.back(1), word)
    }

    fn items(&self) -> Vec<Completion> {
        let words = self.words;
        if self.before == words.statement(self.before) {
            return STATEMENTS.iter().map(|(label, insert, doc)| pattern(label, insert, doc)).collect();
        }
        if self.follows(".") {
            return self.columns_of(self.back(2));
        }
        if self.follows("INTO") {
            return self.streams(&|what| what == "stream");
        }
        if words.is(self.back(2), "INTERVAL") {
            return UNITS.iter().map(|unit| keyword(unit)).collect();
        }
        match self.around() {
            Around::Open(open) => self.in_parentheses(open),
            Around::Clause(clause) => self.in_clause(clause),
            Around::Statement => self.in_statement(),
        }
    }

    /// The nearest clause or parenthesis to the left.
    fn around(&self) -> Around {
        const CLAUSES: &[&str] = &[
            "SELECT",
            "FROM",
            "JOIN",
            "ON",
            "WHERE",
            "GROUP",
            "HAVING",
            "WINDOW",
            "ORDER",
            "PARTITION",
            "WINDOWED",
            "INSERT",
            "VALUES",
            "RETURN",
        ];
        let mut depth = 0usize;
        for at in (self.words.statement(self.before)..self.before).rev() {
            match self.words.get(at) {
                ")" => depth += 1,
                "(" if depth == 0 => return Around::Open(at),
                "(" => depth -= 1,
                _ if depth == 0 && self.words.is_one(at, CLAUSES) => return Around::Clause(at),
                _ => {}
            }
        }
        Around::Statement
    }

    fn in_statement(&self) -> Vec<Completion> {
        if self.follows("CREATE") {
            return ["OR REPLACE STREAM", "OR REPLACE PUMP", "STREAM", "PUMP", "FUNCTION"]
                .map(keyword)
                .into();
        }
        if self.follows("REPLACE") {
            return ["STREAM", "PUMP", "FUNCTION"].map(keyword).into();
        }
        if self.follows("AS") {
            return vec![pattern(
                "INSERT INTO",
                "INSERT INTO \"${STREAM}\"\nSELECT STREAM ${columns}\nFROM \"${SOURCE}\"",
                "Where the pump's rows go.",
            )];
        }
        ["AS", "STOPPED", "DESCRIPTION", "RETURNS", "RETURN"].map(keyword).into()
    }

    fn in_parentheses(&self, open: usize) -> Vec<Completion> {
        let words = self.words;
        let behind = |count: usize, word: &str| open.checked_sub(count).is_some_and(|at| words.is(at, word));
        let first = self.follows("(") || self.follows(",");
        if behind(2, "STREAM") || behind(2, "FUNCTION") {
            // A name of the author's own, then its type.
            return if first { Vec::new() } else { types() };
        }
        if behind(2, "INTO") {
            return open.checked_sub(1).map_or_else(Vec::new, |name| self.columns_of(name));
        }
        if self.follows("AS") && behind(1, "CAST") {
            return types();
        }
        if self.follows("(") && behind(1, "CURSOR") {
            return vec![pattern(
                "SELECT STREAM",
                "SELECT STREAM ${columns} FROM \"${SOURCE}\"",
                "The rows to work on.",
            )];
        }
        if self.follows("(") && behind(1, "TABLE") {
            return functions(&|name| is_table_function(name));
        }
        self.expression()
    }

    fn in_clause(&self, clause: usize) -> Vec<Completion> {
        let words = self.words;
        if self.follows("OVER") {
            return self.windows();
        }
        if words.is_one(clause, &["FROM", "JOIN"]) {
            let starts = self.follows("FROM") || self.follows("JOIN") || self.follows(",");
            if starts {
                let mut items = self.streams(&|_| true);
                items.push(pattern("TABLE(…)", "TABLE(${function})", "The rows of a table function."));
                items.extend(functions(&|name| is_table_function(name)).into_iter().map(|item| Completion {
                    insert: item.insert.map(|insert| format!("TABLE({insert})")),
                    ..item
                }));
                return items;
            }
            return KEYWORDS.iter().map(|word| keyword(word)).collect();
        }
        let mut items = Vec::new();
        if words.is(clause, "SELECT") && self.follows("SELECT") {
            items.push(keyword("STREAM"));
        }
        if words.is(clause, "GROUP") {
            let time = self.rowtime();
            items.push(pattern(
                "STEP(… BY INTERVAL …)",
                &format!("STEP({time} BY INTERVAL '${{10}}' SECOND)"),
                "Tumbling windows of a length of your own.",
            ));
            items.push(pattern(
                "FLOOR(… TO MINUTE)",
                &format!("FLOOR({time} TO MINUTE)"),
                "Tumbling windows of a unit.",
            ));
        }
        items.extend(self.expression());
        items
    }

    /// ROWTIME with the name of its table.
    fn rowtime(&self) -> String {
        let tables = tables_at(self.words, self.outline, self.before);
        match tables.first() {
            Some(table) if !table.alias.is_empty() => format!("{}.ROWTIME", written(&table.alias)),
            _ => "ROWTIME".to_owned(),
        }
    }

    /// Columns, functions and words.
    fn expression(&self) -> Vec<Completion> {
        let tables = tables_at(self.words, self.outline, self.before);
        let mut items: Vec<Completion> = Vec::new();
        for table in &tables {
            for found in &table.columns {
                let of = if table.alias.is_empty() {
                    String::new()
                } else {
                    format!("of {}", written(&table.alias))
                };
                let ambiguous = tables
                    .iter()
                    .filter(|other| other.columns.iter().any(|column| column.name == found.name))
                    .count()
                    > 1;
                let mut item = column(found, of);
                if ambiguous && !table.alias.is_empty() {
                    item.label = format!("{}.{}", written(&table.alias), item.label);
                }
                items.push(item);
            }
            if !table.alias.is_empty() {
                let of = format!("of {}", written(&table.alias));
                items.push(Completion {
                    label: format!("{}.ROWTIME", written(&table.alias)),
                    ..column(&rowtime(), of)
                });
            }
        }
        items.extend(self.outline.functions.iter().map(|created| Completion {
            label: created.name.clone(),
            kind: CompletionKind::Function,
            detail: created.signature.clone(),
            doc: "A function of this program.".to_owned(),
            insert: Some(format!("{}(${{x}})", created.name)),
        }));
        items.extend(functions(&|name| !is_table_function(name)));
        items.extend(KEYWORDS.iter().map(|word| keyword(word)));
        items
    }

    /// The columns of an alias or a stream.
    fn columns_of(&self, name: usize) -> Vec<Completion> {
        let Some(name) = self.words.name(name) else { return Vec::new() };
        let tables = tables_at(self.words, self.outline, self.before);
        let known = tables.iter().find(|table| table.alias == *name).map(|table| table.columns.clone());
        let Some(columns) = known.or_else(|| self.outline.table(&name).map(|table| table.columns.clone()))
        else {
            return Vec::new();
        };
        let of = format!("of {}", written(&name));
        let mut items: Vec<Completion> = columns.iter().map(|found| column(found, of.clone())).collect();
        items.push(column(&rowtime(), of));
        items
    }

    fn streams(&self, wanted: &dyn Fn(&str) -> bool) -> Vec<Completion> {
        let tables = self.outline.tables.iter().filter(|table| wanted(table.what));
        tables
            .map(|table| {
                let names: Vec<String> =
                    table.columns.iter().take(12).map(|column| written(&column.name)).collect();
                Completion {
                    label: written_stream(&table.name),
                    kind: CompletionKind::Stream,
                    detail: table.what.to_owned(),
                    doc: names.join(", "),
                    insert: None,
                }
            })
            .collect()
    }

    /// The windows that the query names, and a new one.
    fn windows(&self) -> Vec<Completion> {
        let words = self.words;
        let mut items = Vec::new();
        let mut at = self.before;
        while at < words.len() && !words.is(at, ";") {
            if words.is(at + 1, "AS")
                && words.is(at + 2, "(")
                && let Some(name) = words.name(at)
            {
                items.push(Completion { detail: "window".to_owned(), ..keyword(&written(&name)) });
            }
            at += 1;
        }
        items.push(pattern(
            "(PARTITION BY … RANGE …)",
            "(PARTITION BY ${key} RANGE INTERVAL '${1}' MINUTE PRECEDING)",
            "A sliding window of its own.",
        ));
        items
    }
}

/// The functions that are wanted, by name.
fn functions(wanted: &dyn Fn(&str) -> bool) -> Vec<Completion> {
    let entries = ENTRIES.iter().filter(|entry| entry.is_function && wanted(entry.name));
    entries
        .map(|entry| Completion {
            label: entry.name.to_owned(),
            kind: CompletionKind::Function,
            detail: entry.signature[entry.name.len()..].to_owned(),
            doc: entry.sentence.to_owned(),
            insert: Some(with_places(entry.signature)),
        })
        .collect()
}

fn is_table_function(name: &str) -> bool {
    crate::check::TABLE_FUNCTIONS.contains(&name)
}

fn rowtime() -> Column {
    Column { name: "ROWTIME".to_owned(), data_type: "TIMESTAMP".to_owned() }
}

/// Streams are written in quotes, as the console does, though capital letters would not need them.
fn written_stream(name: &str) -> String {
    crate::ast::quoted(name)
}

fn column(column: &Column, of: String) -> Completion {
    Completion {
        label: written(&column.name),
        kind: CompletionKind::Column,
        detail: column.data_type.clone(),
        doc: of,
        insert: None,
    }
}

fn keyword(word: &str) -> Completion {
    Completion {
        label: word.to_owned(),
        kind: CompletionKind::Keyword,
        detail: String::new(),
        doc: String::new(),
        insert: None,
    }
}

fn pattern(label: &str, insert: &str, doc: &str) -> Completion {
    Completion {
        label: label.to_owned(),
        kind: CompletionKind::Pattern,
        detail: String::new(),
        doc: doc.to_owned(),
        insert: Some(insert.to_owned()),
    }
}

fn types() -> Vec<Completion> {
    TYPES.iter().map(|name| Completion { kind: CompletionKind::Type, ..keyword(name) }).collect()
}

/// A signature with its parameters, which are in small letters, as places to be filled in.
fn with_places(signature: &str) -> String {
    let mut out = String::with_capacity(signature.len() + 16);
    let mut word = String::new();
    let mut quoted = false;
    for c in signature.chars().chain(['\0']) {
        if c == '\'' {
            quoted = !quoted;
        }
        if c.is_ascii_lowercase() && !quoted {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            out.push_str("${");
            out.push_str(&word);
            out.push('}');
            word.clear();
        }
        if c != '\0' {
            out.push(c);
        }
    }
    out
}
