//! Random programs of the constructs that are exported, for `cargo xtask flink-test --random N`: `random_programs FOLDER COUNT SEED`.
//!
//! Programs are drawn from a grammar, by type, and checked before they are written; what the checker refuses is drawn anew. The source is
//! that of `tests/rows.lab.json`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a tool for developers")]

use std::{fmt::Write, fs, path::Path};

use rillcut_record::{DataType, Field};
use rillcut_sql::{Catalog, check};

/// What an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whole,
    Real,
    Text,
    Truth,
    Time,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Whole, Self::Real, Self::Text, Self::Truth, Self::Time];

    fn sql(self) -> &'static str {
        match self {
            Self::Whole => "BIGINT",
            Self::Real => "DOUBLE",
            Self::Text => "VARCHAR(40)",
            Self::Truth => "BOOLEAN",
            Self::Time => "TIMESTAMP",
        }
    }
}

/// SplitMix64.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A stream that can be read.
#[derive(Debug, Clone)]
struct Stream {
    name: String,
    columns: Vec<(String, Kind)>,
}

struct Program {
    draw: Draw,
    text: String,
    streams: Vec<Stream>,
}

impl Program {
    fn new(seed: u64) -> Self {
        let column = |name: &str, kind| (format!("\"{name}\""), kind);
        let columns = vec![
            column("id", Kind::Whole),
            column("k", Kind::Text),
            column("v", Kind::Whole),
            column("x", Kind::Real),
            column("y", Kind::Real),
            column("r", Kind::Real),
            column("flag", Kind::Truth),
            column("name", Kind::Text),
            column("at", Kind::Time),
            column("deep", Kind::Whole),
        ];
        let source = Stream { name: "\"SOURCE_SQL_STREAM_001\"".to_owned(), columns };
        Self { draw: Draw(seed), text: String::new(), streams: vec![source] }
    }

    fn write(mut self) -> String {
        let stages = 1 + self.draw.below(3);
        for stage in 0..stages {
            let from = self.draw.below(self.streams.len());
            let from = self.streams[from].clone();
            self.stage(stage, &from);
        }
        self.text
    }

    /// A stream and the pump that fills it.
    #[expect(clippy::too_many_lines, reason = "an arm a shape of statement, and nothing between them")]
    fn stage(&mut self, number: usize, from: &Stream) {
        let shape = self.draw.below(if number > 0 { 10 } else { 8 });
        let alias = "s";
        let mut items: Vec<(String, Kind)> = Vec::new();
        let mut filter = String::new();
        if self.draw.chance(40) {
            filter = format!(" WHERE {}", self.expression(Kind::Truth, from, 2));
        }
        let mut rest = String::new();
        let mut source = format!("{} AS {alias}", from.name);
        let mut distinct = "";
        match shape {
            0 | 1 => {
                for _ in 0..=self.draw.below(4) {
                    let kind = Kind::ALL[self.draw.below(5)];
                    items.push((self.expression(kind, from, 3), kind));
                }
            }
            2 | 3 => {
                let step = self.step(alias);
                let mut keys = vec![step.clone()];
                if self.draw.chance(60) {
                    let kind = [Kind::Text, Kind::Whole, Kind::Truth][self.draw.below(3)];
                    let key = self.column(kind, from);
                    keys.push(key.clone());
                    items.push((key, kind));
                }
                if self.draw.chance(40) && !step.contains("SECOND /") {
                    items.push((step, Kind::Time));
                }
                for _ in 0..=self.draw.below(3) {
                    items.push(self.aggregate(from));
                }
                rest = format!(" GROUP BY {}", keys.join(", "));
                if self.draw.chance(25) {
                    rest.push_str(" HAVING COUNT(*) > 2");
                }
            }
            4 => {
                let partition = if self.draw.chance(70) {
                    format!("PARTITION BY {} ", self.column(Kind::Text, from))
                } else {
                    String::new()
                };
                let seconds = 1 + self.draw.below(12);
                let rows = self.draw.below(6);
                let frame = if self.draw.chance(60) {
                    format!("RANGE INTERVAL '{seconds}' SECOND PRECEDING")
                } else {
                    format!("ROWS {rows} PRECEDING")
                };
                items.push((self.column(Kind::Whole, from), Kind::Whole));
                for _ in 0..=self.draw.below(3) {
                    let (call, kind) = if self.draw.chance(70) {
                        self.aggregate(from)
                    } else {
                        let x = self.column(Kind::Real, from);
                        let call =
                            self.draw.of(&["FIRST_VALUE(#)", "LAST_VALUE(#)", "LAG(#)", "NTH_VALUE(#, 2)"]);
                        (call.replace('#', &x), Kind::Real)
                    };
                    items.push((format!("{call} OVER w"), kind));
                }
                rest = format!(" WINDOW w AS ({partition}{frame})");
            }
            5 => {
                let key = self.column(Kind::Text, from);
                items.push((key.clone(), Kind::Text));
                for _ in 0..=self.draw.below(2) {
                    items.push(self.aggregate(from));
                }
                let seconds = 2 + self.draw.below(15);
                rest = format!(" WINDOWED BY STAGGER (PARTITION BY {key} RANGE INTERVAL '{seconds}' SECOND)");
            }
            6 => {
                let (a, b) = (self.column(Kind::Real, from), self.column(Kind::Whole, from));
                let (trees, sample) = (5 + self.draw.below(20), 10 + self.draw.below(40));
                let shingle = 1 + self.draw.below(3);
                source = format!(
                    "TABLE(RANDOM_CUT_FOREST(CURSOR(SELECT STREAM {a} AS fa, {b} AS fb FROM {} AS s{filter}), {trees}, {sample}, 1000, {shingle}))",
                    from.name
                );
                filter = String::new();
                items = vec![
                    ("fa".to_owned(), Kind::Real),
                    ("fb".to_owned(), Kind::Whole),
                    ("ANOMALY_SCORE".to_owned(), Kind::Real),
                ];
            }
            7 => {
                if self.draw.chance(50) {
                    distinct = "DISTINCT ";
                    items.push((format!("FLOOR({alias}.ROWTIME TO MINUTE)"), Kind::Time));
                    items.push((self.column(Kind::Text, from), Kind::Text));
                    items.push((self.column(Kind::Truth, from), Kind::Truth));
                } else {
                    let (a, b) = (self.column(Kind::Real, from), self.column(Kind::Text, from));
                    let time = self.draw.of(&[
                        "s.ROWTIME",
                        "FLOOR(s.ROWTIME TO SECOND)",
                        "STEP(s.ROWTIME BY INTERVAL '5' SECOND)",
                    ]);
                    let direction = self.draw.of(&["", " DESC"]);
                    rest = format!(" ORDER BY {time}, {b}{direction}, {a}");
                    items = vec![(a, Kind::Real), (b, Kind::Text)];
                }
            }
            _ => {
                let other = self.draw.below(self.streams.len());
                let other = self.streams[other].clone();
                let seconds = self.draw.below(6);
                let window = if seconds > 0 {
                    format!(" OVER (RANGE INTERVAL '{seconds}' SECOND PRECEDING)")
                } else {
                    String::new()
                };
                let kind = self.draw.of(&["JOIN", "LEFT JOIN", "RIGHT JOIN"]);
                let of = [Kind::Text, Kind::Whole][self.draw.below(2)];
                let (a, b) = (self.named(of, from, "a"), self.named(of, &other, "b"));
                source = format!("{}{window} AS a {kind} {} AS b ON {a} = {b}", from.name, other.name);
                filter = String::new();
                items.push((a, of));
                let of = Kind::ALL[self.draw.below(5)];
                items.push((self.named(of, &other, "b"), of));
                let of = Kind::ALL[self.draw.below(5)];
                items.push((self.named(of, from, "a"), of));
            }
        }
        let name = format!("S{number}");
        let columns: Vec<(String, Kind)> =
            items.iter().enumerate().map(|(at, (_, kind))| (format!("c{at}"), *kind)).collect();
        let declared: Vec<String> =
            columns.iter().map(|(name, kind)| format!("{name} {}", kind.sql())).collect();
        let listed: Vec<&str> = items.iter().map(|(item, _)| item.as_str()).collect();
        writeln!(
            self.text,
            "CREATE STREAM {name} ({});\nCREATE PUMP p{number} AS INSERT INTO {name} SELECT STREAM {distinct}{} FROM {source}{filter}{rest};",
            declared.join(", "),
            listed.join(", ")
        )
        .unwrap();
        self.streams.push(Stream { name, columns });
    }

    fn step(&mut self, alias: &str) -> String {
        let seconds = 1 + self.draw.below(20);
        match self.draw.below(4) {
            0 => format!("FLOOR({alias}.ROWTIME TO MINUTE)"),
            1 => format!(
                "FLOOR(({alias}.ROWTIME - TIMESTAMP '1970-01-01 00:00:00') SECOND / {seconds} TO SECOND)"
            ),
            2 => format!("{alias}.ROWTIME"),
            _ => format!("STEP({alias}.ROWTIME BY INTERVAL '{seconds}' SECOND)"),
        }
    }

    fn aggregate(&mut self, from: &Stream) -> (String, Kind) {
        let (kind, name) = match self.draw.below(9) {
            0 => return ("COUNT(*)".to_owned(), Kind::Whole),
            1 => {
                let of = Kind::ALL[self.draw.below(4)];
                return (format!("COUNT({})", self.column(of, from)), Kind::Whole);
            }
            2 => (Kind::Whole, "SUM"),
            3 => (Kind::Whole, "AVG"),
            4 => (Kind::Real, "SUM"),
            5 => (Kind::Real, "AVG"),
            6 => ([Kind::Real, Kind::Whole, Kind::Text, Kind::Time][self.draw.below(4)], "MIN"),
            7 => ([Kind::Real, Kind::Whole, Kind::Text, Kind::Time][self.draw.below(4)], "MAX"),
            _ => (Kind::Real, "STDDEV_SAMP"),
        };
        (format!("{name}({})", self.column(kind, from)), kind)
    }

    fn named(&mut self, kind: Kind, from: &Stream, alias: &str) -> String {
        let known: Vec<&String> =
            from.columns.iter().filter(|(_, of)| *of == kind).map(|(name, _)| name).collect();
        match known.len() {
            0 => self.literal(kind),
            count => format!("{alias}.{}", known[self.draw.below(count)]),
        }
    }

    fn column(&mut self, kind: Kind, from: &Stream) -> String {
        let known: Vec<&String> =
            from.columns.iter().filter(|(_, of)| *of == kind).map(|(name, _)| name).collect();
        match known.len() {
            0 => self.literal(kind),
            count => known[self.draw.below(count)].clone(),
        }
    }

    fn literal(&mut self, kind: Kind) -> String {
        match kind {
            Kind::Whole => self.draw.of(&["0", "1", "2", "7", "-3", "1000"]).to_owned(),
            Kind::Real => self.draw.of(&["0.5e0", "2.0e0", "-1.25e0", "1e3", "0e0"]).to_owned(),
            Kind::Text => self.draw.of(&["'a'", "'b'", "'x '", "''", "'Ada Lovelace'"]).to_owned(),
            Kind::Truth => self.draw.of(&["TRUE", "FALSE"]).to_owned(),
            Kind::Time => self
                .draw
                .of(&["TIMESTAMP '2026-01-03 12:00:00'", "TIMESTAMP '2025-12-31 23:59:59'"])
                .to_owned(),
        }
    }

    fn expression(&mut self, kind: Kind, from: &Stream, depth: usize) -> String {
        if depth == 0 || self.draw.chance(25) {
            return if self.draw.chance(80) { self.column(kind, from) } else { self.literal(kind) };
        }
        let of = |program: &mut Self, kind| program.expression(kind, from, depth - 1);
        let pick = self.draw.below(10);
        match (kind, pick) {
            (_, 0) => {
                let (c, a, b) = (of(self, Kind::Truth), of(self, kind), of(self, kind));
                format!("CASE WHEN {c} THEN {a} ELSE {b} END")
            }
            (Kind::Whole | Kind::Real | Kind::Text, 1) => {
                format!("COALESCE({}, {})", of(self, kind), of(self, kind))
            }
            (Kind::Whole, 2..=5) | (Kind::Real, 2..=6) => {
                let op = self.draw.of(&["+", "-", "*", "/"]);
                format!("({} {op} {})", of(self, kind), of(self, kind))
            }
            (Kind::Whole, 6) => format!("MOD({}, 5)", of(self, Kind::Whole)),
            (Kind::Whole, 7) => format!("CHAR_LENGTH({})", of(self, Kind::Text)),
            (Kind::Whole, 8) => format!("CAST({} AS INTEGER)", of(self, Kind::Real)),
            (Kind::Whole, _) => format!("EXTRACT(HOUR FROM {})", of(self, Kind::Time)),
            (Kind::Real, 7) => format!("CAST({} AS DOUBLE)", of(self, Kind::Whole)),
            (Kind::Real, 8) => format!("FLOOR({})", of(self, Kind::Real)),
            (Kind::Real, _) => format!("SQRT(ABS({}))", of(self, Kind::Real)),
            (Kind::Text, 2) => format!("UPPER({})", of(self, Kind::Text)),
            (Kind::Text, 3) => format!("SUBSTRING({}, 2, 3)", of(self, Kind::Text)),
            (Kind::Text, 4) => format!("({} || '-' || {})", of(self, Kind::Text), of(self, Kind::Text)),
            (Kind::Text, 5) => format!("TRIM(BOTH ' ' FROM {})", of(self, Kind::Text)),
            (Kind::Text, 6) => format!("CAST({} AS VARCHAR(24))", of(self, Kind::Whole)),
            (Kind::Text, 7) => format!("CAST({} AS VARCHAR(24))", of(self, Kind::Real)),
            (Kind::Text, 8) => format!("TIMESTAMP_TO_CHAR('yyyy-MM-dd HH', {})", of(self, Kind::Time)),
            (Kind::Text, _) => format!("INITCAP({})", of(self, Kind::Text)),
            (Kind::Truth, 1..=4) => {
                let kind = [Kind::Whole, Kind::Real, Kind::Text, Kind::Time][self.draw.below(4)];
                let op = self.draw.of(&["=", "<>", "<", "<=", ">", ">="]);
                format!("({} {op} {})", of(self, kind), of(self, kind))
            }
            (Kind::Truth, 5) => format!("({} AND {})", of(self, kind), of(self, kind)),
            (Kind::Truth, 6) => format!("({} OR {})", of(self, kind), of(self, kind)),
            (Kind::Truth, 7) => format!("(NOT {})", of(self, kind)),
            (Kind::Truth, 8) => {
                let of_any = Kind::ALL[self.draw.below(5)];
                format!("({} IS NULL)", of(self, of_any))
            }
            (Kind::Truth, _) => format!("({} LIKE '%a%')", of(self, Kind::Text)),
            (Kind::Time, 1..=4) => format!("FLOOR({} TO HOUR)", of(self, kind)),
            (Kind::Time, 5 | 6) => format!("STEP({} BY INTERVAL '10' MINUTE)", of(self, kind)),
            (Kind::Time, _) => format!("({} + INTERVAL '5' MINUTE)", of(self, kind)),
        }
    }
}

/// The columns of `tests/rows.lab.json`.
fn fields() -> Vec<Field> {
    let text = |length| DataType::Varchar { length: Some(length) };
    [
        ("id", DataType::Integer),
        ("k", text(4)),
        ("v", DataType::Integer),
        ("x", DataType::Double),
        ("y", DataType::Double),
        ("r", DataType::Real),
        ("d", DataType::Decimal { precision: 9, scale: 2 }),
        ("flag", DataType::Boolean),
        ("name", text(12)),
        ("at", DataType::Timestamp),
        ("line", text(64)),
        ("deep", DataType::BigInt),
    ]
    .into_iter()
    .map(|(name, data_type)| Field::new(name, data_type))
    .collect()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = Path::new(&arguments[0]);
    let (count, seed): (usize, u64) = (arguments[1].parse().unwrap(), arguments[2].parse().unwrap());
    fs::create_dir_all(folder).unwrap();
    let catalog = Catalog::known(fields());
    let (mut written, mut drawn) = (0, 0);
    while written < count {
        let text = Program::new(seed.wrapping_mul(1_000_003).wrapping_add(drawn)).write();
        drawn += 1;
        match check(&text, &catalog) {
            Ok(_) => {
                fs::write(folder.join(format!("random{written:03}.sql")), text).unwrap();
                written += 1;
            }
            Err(_) if drawn < 50 * count as u64 + 100 => {}
            Err(found) => panic!("{text}\n{found:#?}"),
        }
    }
    eprintln!("{drawn} drawn, {written} valid");
}
