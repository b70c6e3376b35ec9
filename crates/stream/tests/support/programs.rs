//! Random valid programs, as text, and rows for them.
//!
//! Driven by bytes, so that a property test can shrink them and a fuzzer can steer them: each byte is a choice, and when they are used up every
//! choice is the first, which is the simplest. What this makes must pass the checker and run; that is the property.

use std::fmt::Write;

use rillcut_record::{DataType, Field, Fields, Value};

use super::Row;

/// Bytes as choices.
pub struct Choices<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Choices<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte
    }

    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        usize::from(self.byte()) % n
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn flip(&mut self) -> bool {
        self.below(2) == 1
    }

    /// The bytes that no choice has used.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }
}

/// What a column holds, as far as expressions care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whole,
    Real,
    Text,
    Truth,
    Time,
}

const KINDS: [Kind; 5] = [Kind::Whole, Kind::Real, Kind::Text, Kind::Truth, Kind::Time];

impl Kind {
    fn type_name(self) -> &'static str {
        match self {
            Self::Whole => "BIGINT",
            Self::Real => "DOUBLE",
            Self::Text => "VARCHAR(16)",
            Self::Truth => "BOOLEAN",
            Self::Time => "TIMESTAMP",
        }
    }
}

/// A stream that queries may read.
#[derive(Debug, Clone)]
struct Table {
    name: String,
    columns: Vec<(String, Kind)>,
}

/// The source's columns.
pub fn source() -> Fields {
    [
        ("K", DataType::Varchar { length: Some(4) }),
        ("V", DataType::Integer),
        ("W", DataType::BigInt),
        ("X", DataType::Double),
        ("B", DataType::Boolean),
        ("T", DataType::Timestamp),
    ]
    .into_iter()
    .map(|(name, data_type)| Field::new(name, data_type))
    .collect()
}

/// Rows of the source out of bytes: a few instants close together, small values, some NULLs.
pub fn rows(bytes: &[u8]) -> Vec<Row> {
    let mut choices = Choices::new(bytes);
    let mut time = 1_577_872_800_000;
    let mut rows = Vec::new();
    while choices.at < bytes.len() && rows.len() < 120 {
        time += choices.pick(&[0, 0, 1, 250, 1000, 4000, 30_000, 61_000]);
        let mut or_null = |value: Value| if choices.below(9) == 8 { Value::Null } else { value };
        let null = or_null(Value::Boolean(true)) == Value::Null;
        let key = Value::Text(choices.pick(&["a", "b", "c"]).to_owned());
        let small = choices.pick(&[0, 1, 2, 3, -1, 7]);
        rows.push((
            time,
            vec![
                if null { Value::Null } else { key },
                if small == 7 { Value::Null } else { Value::Long(small) },
                Value::Long(i64::from(choices.byte()) * 3),
                Value::Double(f64::from(choices.byte()) / 8.0),
                if null { Value::Null } else { Value::Boolean(choices.flip()) },
                Value::Long(time - choices.pick(&[0, 100, 70_000])),
            ],
        ));
    }
    rows
}

/// A program of one to five pumps over the source and each other's streams.
pub fn program(choices: &mut Choices<'_>) -> String {
    let names = ["K", "V", "W", "X", "B", "T"];
    let kinds = [Kind::Text, Kind::Whole, Kind::Whole, Kind::Real, Kind::Truth, Kind::Time];
    let columns = names.iter().map(|name| (*name).to_owned()).zip(kinds).collect();
    let mut tables = vec![Table { name: "\"SOURCE_SQL_STREAM_001\"".to_owned(), columns }];
    let mut text = String::new();
    for number in 0..=choices.below(5) {
        let query = query(choices, &tables, 0);
        let name = format!("S{number}");
        let columns: Vec<String> = query
            .columns
            .iter()
            .enumerate()
            .map(|(at, kind)| format!("C{at} {}", kind.type_name()))
            .collect();
        let order = order(choices, &query);
        writeln!(text, "CREATE OR REPLACE STREAM {name} ({});", columns.join(", ")).unwrap();
        writeln!(text, "CREATE OR REPLACE PUMP P{number} AS INSERT INTO {name}\n{}{order};", query.text)
            .unwrap();
        let columns = query.columns.iter().enumerate().map(|(at, kind)| (format!("C{at}"), *kind)).collect();
        tables.push(Table { name, columns });
    }
    text
}

/// A query and what its columns hold. They are called `C0`, `C1`, ….
struct Query {
    text: String,
    columns: Vec<Kind>,
    /// Whether an ORDER BY may follow.
    sortable: bool,
}

fn query(choices: &mut Choices<'_>, tables: &[Table], depth: u32) -> Query {
    let kind = choices.below(if depth == 0 { 10 } else { 7 });
    let table = read(choices, tables, depth);
    match kind {
        0 => plain(choices, &table),
        1 => tumbling(choices, &table),
        2 => sliding(choices, &table),
        3 => stagger(choices, &table),
        4 => distinct(choices, &table),
        5 => forest(choices, &table),
        6 => union(choices, &table),
        _ => join(choices, tables, &table),
    }
}

/// A stream, or a query in its place.
fn read(choices: &mut Choices<'_>, tables: &[Table], depth: u32) -> Table {
    let at = choices.below(tables.len());
    if depth > 1 || choices.below(4) != 3 {
        return tables[tables.len() - 1 - at].clone();
    }
    let inner = query(choices, tables, depth + 1);
    let columns = inner.columns.iter().enumerate().map(|(at, kind)| (format!("C{at}"), *kind)).collect();
    Table { name: format!("({})", inner.text), columns }
}

fn list(items: &[(String, Kind)]) -> String {
    let named = items.iter().enumerate().map(|(at, (text, _))| format!("{text} AS C{at}"));
    named.collect::<Vec<_>>().join(", ")
}

fn kinds(items: &[(String, Kind)]) -> Vec<Kind> {
    items.iter().map(|(_, kind)| *kind).collect()
}

fn filter(choices: &mut Choices<'_>, table: &Table) -> String {
    if choices.flip() { format!(" WHERE {}", expr(choices, table, Kind::Truth, 2)) } else { String::new() }
}

fn plain(choices: &mut Choices<'_>, table: &Table) -> Query {
    let items: Vec<(String, Kind)> = (0..=choices.below(4))
        .map(|_| {
            let kind = choices.pick(&KINDS);
            (expr(choices, table, kind, 3), kind)
        })
        .collect();
    let predicate = filter(choices, table);
    let text = format!("SELECT STREAM {} FROM {} AS s{predicate}", list(&items), table.name);
    Query { text, columns: kinds(&items), sortable: true }
}

/// An expression of ROWTIME that closes a window.
fn window(choices: &mut Choices<'_>) -> &'static str {
    choices.pick(&[
        "STEP(s.ROWTIME BY INTERVAL '10' SECOND)",
        "FLOOR(s.ROWTIME TO MINUTE)",
        "STEP(s.ROWTIME BY INTERVAL '2' MINUTE)",
        "FLOOR((s.ROWTIME - TIMESTAMP '1970-01-01 00:00:00') SECOND / 7 TO SECOND)",
        "s.ROWTIME",
        "CEIL(s.ROWTIME TO HOUR)",
    ])
}

fn keys(choices: &mut Choices<'_>, table: &Table) -> Vec<(String, Kind)> {
    let mut keys: Vec<(String, Kind)> = Vec::new();
    for _ in 0..choices.below(3) {
        let (name, kind) = &table.columns[choices.below(table.columns.len())];
        let text = format!("s.{name}");
        if !keys.iter().any(|(known, _)| *known == text) {
            keys.push((text, *kind));
        }
    }
    keys
}

fn aggregate(choices: &mut Choices<'_>, table: &Table) -> (String, Kind) {
    let numbers = [Kind::Whole, Kind::Real];
    match choices.below(6) {
        0 => ("COUNT(*)".to_owned(), Kind::Whole),
        1 => {
            let kind = choices.pick(&KINDS);
            (format!("COUNT({})", expr(choices, table, kind, 1)), Kind::Whole)
        }
        2 => {
            let kind = choices.pick(&numbers);
            (format!("SUM({})", expr(choices, table, kind, 1)), kind)
        }
        3 => {
            let kind = choices.pick(&numbers);
            (format!("AVG({})", expr(choices, table, kind, 1)), kind)
        }
        4 => {
            let kind = choices.pick(&[Kind::Whole, Kind::Real, Kind::Text, Kind::Time]);
            (format!("MIN({})", expr(choices, table, kind, 1)), kind)
        }
        _ => {
            let kind = choices.pick(&[Kind::Whole, Kind::Real, Kind::Text, Kind::Time]);
            (format!("MAX({})", expr(choices, table, kind, 1)), kind)
        }
    }
}

fn tumbling(choices: &mut Choices<'_>, table: &Table) -> Query {
    let keys = keys(choices, table);
    let window = window(choices);
    let mut items = keys.clone();
    items.extend((0..=choices.below(3)).map(|_| aggregate(choices, table)));
    let predicate = filter(choices, table);
    let by: Vec<&str> = keys.iter().map(|(text, _)| text.as_str()).chain([window]).collect();
    let having =
        if choices.flip() { format!(" HAVING COUNT(*) > {}", choices.below(3)) } else { String::new() };
    let text = format!(
        "SELECT STREAM {} FROM {} AS s{predicate} GROUP BY {}{having}",
        list(&items),
        table.name,
        by.join(", ")
    );
    Query { text, columns: kinds(&items), sortable: false }
}

fn sliding(choices: &mut Choices<'_>, table: &Table) -> Query {
    let frame = choices.pick(&[
        "ROWS 2 PRECEDING",
        "RANGE INTERVAL '5' SECOND PRECEDING",
        "RANGE INTERVAL '1' MINUTE PRECEDING",
        "ROWS 0 PRECEDING",
        "RANGE BETWEEN INTERVAL '3' SECOND PRECEDING AND CURRENT ROW",
    ]);
    let keys = keys(choices, table);
    let partition = match keys.as_slice() {
        [] => String::new(),
        keys => {
            let keys: Vec<&str> = keys.iter().map(|(text, _)| text.as_str()).collect();
            format!("PARTITION BY {} ", keys.join(", "))
        }
    };
    let mut items = keys;
    for _ in 0..=choices.below(3) {
        let (text, kind) = match choices.below(3) {
            0 => {
                let kind = choices.pick(&KINDS);
                let function = choices.pick(&["FIRST_VALUE", "LAST_VALUE"]);
                (format!("{function}({})", expr(choices, table, kind, 1)), kind)
            }
            _ => aggregate(choices, table),
        };
        items.push((format!("{text} OVER w"), kind));
    }
    let predicate = filter(choices, table);
    let text = format!(
        "SELECT STREAM {} FROM {} AS s{predicate} WINDOW w AS ({partition}{frame})",
        list(&items),
        table.name
    );
    Query { text, columns: kinds(&items), sortable: false }
}

fn stagger(choices: &mut Choices<'_>, table: &Table) -> Query {
    let (name, kind) = table.columns[choices.below(table.columns.len())].clone();
    let key = (format!("s.{name}"), kind);
    let mut items = vec![key.clone()];
    items.extend((0..=choices.below(2)).map(|_| aggregate(choices, table)));
    let predicate = filter(choices, table);
    let seconds = choices.pick(&[1, 20, 60]);
    let text = format!(
        "SELECT STREAM {} FROM {} AS s{predicate} WINDOWED BY STAGGER (PARTITION BY {} RANGE INTERVAL '{seconds}' SECOND)",
        list(&items),
        table.name,
        key.0
    );
    Query { text, columns: kinds(&items), sortable: false }
}

fn distinct(choices: &mut Choices<'_>, table: &Table) -> Query {
    let kind = choices.pick(&KINDS);
    let items = vec![
        ("STEP(s.ROWTIME BY INTERVAL '10' SECOND)".to_owned(), Kind::Time),
        (expr(choices, table, kind, 1), kind),
    ];
    let text = format!("SELECT STREAM DISTINCT {} FROM {} AS s", list(&items), table.name);
    Query { text, columns: kinds(&items), sortable: false }
}

/// A forest wants a number; it passes the rest of the columns through.
fn forest(choices: &mut Choices<'_>, table: &Table) -> Query {
    let number = expr(choices, table, Kind::Real, 1);
    let predicate = filter(choices, table);
    let text = format!(
        "SELECT STREAM f.C0 AS C0, f.ANOMALY_SCORE AS C1 FROM TABLE(RANDOM_CUT_FOREST(CURSOR(SELECT STREAM {number} AS C0 FROM {} AS \
         s{predicate}), 3, 10, 100, 1)) AS f",
        table.name
    );
    Query { text, columns: vec![Kind::Real, Kind::Real], sortable: false }
}

fn union(choices: &mut Choices<'_>, table: &Table) -> Query {
    let columns: Vec<Kind> = (0..=choices.below(3)).map(|_| choices.pick(&KINDS)).collect();
    let branches: Vec<String> = (0..2 + choices.below(2))
        .map(|_| {
            let items: Vec<(String, Kind)> =
                columns.iter().map(|kind| (expr(choices, table, *kind, 2), *kind)).collect();
            let predicate = filter(choices, table);
            format!("SELECT STREAM {} FROM {} AS s{predicate}", list(&items), table.name)
        })
        .collect();
    Query { text: branches.join(" UNION ALL "), columns, sortable: false }
}

fn join(choices: &mut Choices<'_>, tables: &[Table], left: &Table) -> Query {
    let right = read(choices, tables, 2);
    let windows = ["", " OVER (RANGE INTERVAL '10' SECOND PRECEDING)", " OVER (ROWS 2 PRECEDING)"];
    let kind = choices.pick(&["JOIN", "LEFT JOIN", "RIGHT OUTER JOIN", "FULL JOIN"]);
    let (over_left, over_right) = (choices.pick(&windows), choices.pick(&windows));
    let mut pairs = Vec::new();
    for (a, kind) in &left.columns {
        pairs.extend(right.columns.iter().filter(|(_, other)| other == kind).map(|(b, _)| (a, b)));
    }
    let condition = match pairs.as_slice() {
        [] => "1 = 1".to_owned(),
        pairs => {
            let (a, b) = pairs[choices.below(pairs.len())];
            format!("s.{a} = r.{b}")
        }
    };
    let from_right = right.columns[choices.below(right.columns.len())].clone();
    let kind_of_left = choices.pick(&KINDS);
    let items = vec![
        (expr(choices, left, kind_of_left, 1), kind_of_left),
        (format!("r.{}", from_right.0), from_right.1),
    ];
    let text = format!(
        "SELECT STREAM {} FROM {}{over_left} AS s {kind} {}{over_right} AS r ON {condition}",
        list(&items),
        left.name,
        right.name
    );
    Query { text, columns: kinds(&items), sortable: false }
}

fn order(choices: &mut Choices<'_>, query: &Query) -> String {
    if !query.sortable || choices.flip() {
        return String::new();
    }
    let direction = choices.pick(&["", " DESC"]);
    format!("\nORDER BY STEP(s.ROWTIME BY INTERVAL '10' SECOND), C0{direction}")
}

/// An expression of that kind over a table called `s`.
fn expr(choices: &mut Choices<'_>, table: &Table, kind: Kind, depth: u32) -> String {
    let columns: Vec<&String> =
        table.columns.iter().filter(|(_, found)| *found == kind).map(|(name, _)| name).collect();
    if depth == 0 || choices.flip() {
        return match columns.as_slice() {
            [] => literal(choices, kind).to_owned(),
            columns => format!("s.{}", columns[choices.below(columns.len())]),
        };
    }
    let e = |choices: &mut Choices<'_>, kind| expr(choices, table, kind, depth - 1);
    let form = choices.below(7);
    match kind {
        Kind::Whole => match form {
            0 => format!("({} + {})", e(choices, kind), e(choices, kind)),
            1 => format!("({} / {})", e(choices, kind), e(choices, kind)),
            2 => format!("ABS({})", e(choices, kind)),
            3 => format!("CAST({} AS BIGINT)", e(choices, Kind::Real)),
            4 => format!("CHAR_LENGTH({})", e(choices, Kind::Text)),
            5 => format!("COALESCE({}, {})", e(choices, kind), e(choices, kind)),
            _ => literal(choices, kind).to_owned(),
        },
        Kind::Real => match form {
            0 => format!("({} * {})", e(choices, kind), e(choices, kind)),
            1 => format!("({} - {})", e(choices, kind), e(choices, Kind::Whole)),
            2 => format!("({} / {})", e(choices, kind), e(choices, kind)),
            3 => format!("CAST({} AS DOUBLE)", e(choices, Kind::Whole)),
            4 => format!("FLOOR({})", e(choices, kind)),
            5 => format!("NULLIF({}, {})", e(choices, kind), e(choices, kind)),
            _ => literal(choices, kind).to_owned(),
        },
        Kind::Text => match form {
            0 => format!("CAST({} || {} AS VARCHAR(16))", e(choices, kind), e(choices, kind)),
            1 => format!("UPPER({})", e(choices, kind)),
            2 => format!("SUBSTRING({} FROM 1 FOR 2)", e(choices, kind)),
            3 => format!("TRIM(BOTH 'a' FROM {})", e(choices, kind)),
            4 => {
                let (condition, a, b) = (e(choices, Kind::Truth), e(choices, kind), e(choices, kind));
                format!("CASE WHEN {condition} THEN {a} ELSE {b} END")
            }
            5 => format!("CAST({} AS VARCHAR(16))", e(choices, Kind::Whole)),
            _ => literal(choices, kind).to_owned(),
        },
        Kind::Truth => match form {
            0 => format!("({} < {})", e(choices, Kind::Whole), e(choices, Kind::Real)),
            1 => format!("({} AND {})", e(choices, kind), e(choices, kind)),
            2 => format!("({} OR NOT {})", e(choices, kind), e(choices, kind)),
            3 => format!("({} IS NULL)", e(choices, Kind::Text)),
            4 => format!("({} LIKE 'a%')", e(choices, Kind::Text)),
            5 => format!("({} IN ('a', 'b'))", e(choices, Kind::Text)),
            _ => format!("({} BETWEEN 0 AND {})", e(choices, Kind::Whole), e(choices, Kind::Whole)),
        },
        Kind::Time => match form {
            0 => format!("({} + INTERVAL '1:30' MINUTE TO SECOND)", e(choices, kind)),
            1 => format!("FLOOR({} TO MINUTE)", e(choices, kind)),
            2 => "s.ROWTIME".to_owned(),
            3 => format!("STEP({} BY INTERVAL '5' SECOND)", e(choices, kind)),
            _ => literal(choices, kind).to_owned(),
        },
    }
}

fn literal(choices: &mut Choices<'_>, kind: Kind) -> &'static str {
    match kind {
        Kind::Whole => choices.pick(&["0", "1", "3", "-7", "100000"]),
        Kind::Real => choices.pick(&["1e0", "2.5e0", "-0.125e0"]),
        Kind::Text => choices.pick(&["'a'", "'it''s'", "''", "'abc'"]),
        Kind::Truth => choices.pick(&["TRUE", "FALSE", "UNKNOWN"]),
        Kind::Time => "TIMESTAMP '2020-01-01 10:00:00'",
    }
}
