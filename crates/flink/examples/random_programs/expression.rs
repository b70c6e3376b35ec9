//! Scalar expressions, by the kind of value that they give.

use crate::{
    draw::Kind,
    program::{Program, Stream},
};

const INTERVALS: [&str; 6] = [
    "INTERVAL '5' MINUTE",
    "INTERVAL '36' HOUR",
    "INTERVAL '1:30' MINUTE TO SECOND",
    "INTERVAL '2' DAY",
    "INTERVAL '0.250' SECOND",
    "INTERVAL '1' MONTH",
];

impl Program {
    /// A column of the kind, or a constant where there is none.
    pub(crate) fn column(&mut self, kind: Kind, from: &Stream) -> String {
        self.named(kind, from, "s")
    }

    /// A column of the kind under an alias.
    pub(crate) fn named(&mut self, kind: Kind, from: &Stream, alias: &str) -> String {
        let known: Vec<&String> =
            from.columns.iter().filter(|(_, of)| *of == kind).map(|(name, _)| name).collect();
        match known.len() {
            0 => self.literal(kind),
            count => format!("{alias}.{}", known[self.draw.below(count)]),
        }
    }

    fn literal(&mut self, kind: Kind) -> String {
        let choices: &[&str] = match kind {
            Kind::Whole => &["0", "1", "2", "7", "-3", "1000", "9000000000"],
            Kind::Small => &["0", "1", "2", "5", "-8"],
            Kind::Exact => &["0.5", "12.25", "-3.125", "100.00"],
            Kind::Real => &["0.5e0", "2.0e0", "-1.25e0", "1e3", "0e0"],
            Kind::Single => &["CAST(1.5 AS REAL)", "CAST(0.1e0 AS REAL)"],
            Kind::Text => &["'a'", "'b'", "'x '", "''", "'Ada Lovelace'", "'ÜBER'"],
            Kind::Truth => &["TRUE", "FALSE", "UNKNOWN"],
            Kind::Time => &["TIMESTAMP '2026-01-03 12:00:00'", "TIMESTAMP '1969-12-31 23:59:59.5'"],
            Kind::Day => &["DATE '2026-01-03'", "DATE '2024-02-29'"],
            Kind::Clock => &["TIME '12:30:00'", "TIME '23:59:59'"],
        };
        self.draw.of(choices).to_owned()
    }

    /// An expression at most `depth` calls deep.
    pub(crate) fn expression(&mut self, kind: Kind, from: &Stream, depth: usize) -> String {
        if depth == 0 || self.draw.chance(25) {
            let column = self.draw.chance(85);
            return if column { self.column(kind, from) } else { self.literal(kind) };
        }
        match self.draw.below(12) {
            0 => return self.case(kind, from, depth - 1),
            1 => return self.either(kind, from, depth - 1),
            _ => {}
        }
        match kind {
            Kind::Whole => self.whole(from, depth - 1),
            Kind::Small => self.small(from, depth - 1),
            Kind::Exact => self.exact(from, depth - 1),
            Kind::Real => self.real(from, depth - 1),
            Kind::Single => self.single(from, depth - 1),
            Kind::Text => self.text(from, depth - 1),
            Kind::Truth => self.truth(from, depth - 1),
            Kind::Time => self.time(from, depth - 1),
            Kind::Day => self.day(from, depth - 1),
            Kind::Clock => self.clock(from, depth - 1),
        }
    }

    fn case(&mut self, kind: Kind, from: &Stream, depth: usize) -> String {
        let (a, b) = (self.expression(kind, from, depth), self.expression(kind, from, depth));
        if self.draw.chance(30) {
            let of = self.column(Kind::Small, from);
            let (one, other) = (self.literal(Kind::Small), self.literal(Kind::Small));
            return format!("CASE {of} WHEN {one} THEN {a} WHEN {other} THEN {b} END");
        }
        let condition = self.expression(Kind::Truth, from, depth);
        format!("CASE WHEN {condition} THEN {a} ELSE {b} END")
    }

    fn either(&mut self, kind: Kind, from: &Stream, depth: usize) -> String {
        let name = self.draw.of(&["COALESCE", "COALESCE", "NULLIF"]);
        format!("{name}({}, {})", self.expression(kind, from, depth), self.expression(kind, from, depth))
    }

    fn number(&mut self, from: &Stream, depth: usize) -> String {
        let kind = self.draw.kind(&Kind::NUMBERS);
        self.expression(kind, from, depth)
    }

    fn calculated(&mut self, kind: Kind, from: &Stream, depth: usize) -> String {
        let (a, b) = (self.expression(kind, from, depth), self.expression(kind, from, depth));
        let op = self.draw.of(&["+", "-", "*", "/"]);
        format!("({a} {op} {b})")
    }

    fn whole(&mut self, from: &Stream, depth: usize) -> String {
        match self.draw.below(13) {
            0..=2 => self.calculated(Kind::Whole, from, depth),
            3 => format!("MOD({}, 5)", self.expression(Kind::Whole, from, depth)),
            4 => format!("CHAR_LENGTH({})", self.expression(Kind::Text, from, depth)),
            5 => format!("CAST({} AS BIGINT)", self.number(from, depth)),
            6 => {
                let unit = self.draw.of(&["YEAR", "MONTH", "DAY", "HOUR", "MINUTE"]);
                format!("EXTRACT({unit} FROM {})", self.expression(Kind::Time, from, depth))
            }
            7 => format!("POSITION('a' IN {})", self.expression(Kind::Text, from, depth)),
            8 => format!("UNIX_TIMESTAMP({})", self.expression(Kind::Time, from, depth)),
            9 => {
                let (a, b) =
                    (self.expression(Kind::Time, from, depth), self.expression(Kind::Time, from, depth));
                format!("TSDIFF({a}, {b})")
            }
            10 => format!("ABS({})", self.expression(Kind::Whole, from, depth)),
            11 => format!("STEP({} BY 7)", self.expression(Kind::Whole, from, depth)),
            _ => format!("(- {})", self.expression(Kind::Whole, from, depth)),
        }
    }

    fn small(&mut self, from: &Stream, depth: usize) -> String {
        match self.draw.below(6) {
            0..=2 => self.calculated(Kind::Small, from, depth),
            3 => format!("CAST({} AS INTEGER)", self.number(from, depth)),
            4 => format!("CAST({} AS SMALLINT)", self.expression(Kind::Small, from, depth)),
            _ => format!("CAST(SUBSTRING({}, 2, 1) AS INTEGER)", self.expression(Kind::Text, from, depth)),
        }
    }

    fn exact(&mut self, from: &Stream, depth: usize) -> String {
        match self.draw.below(9) {
            0..=3 => self.calculated(Kind::Exact, from, depth),
            4 => format!("CAST({} AS DECIMAL(12,2))", self.number(from, depth)),
            5 => format!("CEIL({})", self.expression(Kind::Exact, from, depth)),
            6 => format!("FLOOR({})", self.expression(Kind::Exact, from, depth)),
            7 => format!("ABS({})", self.expression(Kind::Exact, from, depth)),
            _ => format!("EXTRACT(SECOND FROM {})", self.expression(Kind::Time, from, depth)),
        }
    }

    fn real(&mut self, from: &Stream, depth: usize) -> String {
        match self.draw.below(13) {
            0..=3 => self.calculated(Kind::Real, from, depth),
            4 => format!("CAST({} AS DOUBLE)", self.number(from, depth)),
            5 => format!("FLOOR({})", self.expression(Kind::Real, from, depth)),
            6 => format!("CEIL({})", self.expression(Kind::Real, from, depth)),
            7 => format!("SQRT(ABS({}))", self.expression(Kind::Real, from, depth)),
            8 => {
                let (a, b) =
                    (self.expression(Kind::Real, from, depth), self.expression(Kind::Exact, from, depth));
                let op = self.draw.of(&["+", "*", "/"]);
                format!("({a} {op} {b})")
            }
            9 => format!("LN({})", self.expression(Kind::Real, from, depth)),
            10 => format!("POWER({}, 2)", self.expression(Kind::Real, from, depth)),
            11 if self.functions => format!("halved({})", self.expression(Kind::Real, from, depth)),
            11 => format!("EXP({} / 1000)", self.expression(Kind::Real, from, depth)),
            _ => format!("LOG10({} + 100)", self.expression(Kind::Real, from, depth)),
        }
    }

    fn single(&mut self, from: &Stream, depth: usize) -> String {
        if self.draw.chance(60) {
            return self.calculated(Kind::Single, from, depth);
        }
        format!("CAST({} AS REAL)", self.number(from, depth))
    }

    fn text(&mut self, from: &Stream, depth: usize) -> String {
        let inner = self.expression(Kind::Text, from, depth);
        match self.draw.below(19) {
            0 => format!("UPPER({inner})"),
            1 => format!("LOWER({inner})"),
            2 => format!("INITCAP({inner})"),
            3 => format!("SUBSTRING({inner}, 2, 3)"),
            4 => format!("SUBSTRING({inner} FROM 3)"),
            5 => format!("({inner} || '-' || {})", self.expression(Kind::Text, from, depth)),
            6 => {
                let sides = self.draw.of(&["BOTH", "LEADING", "TRAILING"]);
                format!("TRIM({sides} ' ' FROM {inner})")
            }
            7 => format!("OVERLAY({inner} PLACING '**' FROM 2 FOR 1)"),
            8 => format!("REGEX_REPLACE({inner}, '[aeiou]+', '<$0>', 1, 0)"),
            9 => format!("SUBSTRING({inner} FROM '[a-z]{{2,}}')"),
            10 => format!("TIMESTAMP_TO_CHAR('yyyy-MM-dd HH', {})", self.expression(Kind::Time, from, depth)),
            11 => format!("DATE_TO_CHAR('EEE d MMM', {})", self.expression(Kind::Day, from, depth)),
            12 => format!("CAST({inner} AS VARCHAR(4))"),
            13 => format!("CAST({inner} AS CHAR(6))"),
            14 if self.functions => format!("marked({inner})"),
            _ => {
                let kind = self.draw.kind(&Kind::ALL);
                format!("CAST({} AS VARCHAR(30))", self.expression(kind, from, depth))
            }
        }
    }

    fn truth(&mut self, from: &Stream, depth: usize) -> String {
        let of = |program: &mut Self, kind| program.expression(kind, from, depth);
        let any = self.draw.kind(&Kind::ALL);
        match self.draw.below(17) {
            0..=4 => {
                let kind = self.draw.kind(&[
                    Kind::Whole,
                    Kind::Exact,
                    Kind::Real,
                    Kind::Text,
                    Kind::Time,
                    Kind::Day,
                ]);
                let op = self.draw.of(&["=", "<>", "<", "<=", ">", ">="]);
                format!("({} {op} {})", of(self, kind), of(self, kind))
            }
            5 => {
                let (a, b) = (self.draw.kind(&Kind::NUMBERS), self.draw.kind(&Kind::NUMBERS));
                let op = self.draw.of(&["=", "<", ">="]);
                format!("({} {op} {})", of(self, a), of(self, b))
            }
            6 => format!("({} AND {})", of(self, Kind::Truth), of(self, Kind::Truth)),
            7 => format!("({} OR {})", of(self, Kind::Truth), of(self, Kind::Truth)),
            8 => format!("(NOT {})", of(self, Kind::Truth)),
            9 => {
                let not = self.draw.of(&["", "NOT "]);
                format!("({} IS {not}NULL)", of(self, any))
            }
            10 => {
                let truth = self.draw.of(&["TRUE", "NOT TRUE", "FALSE", "UNKNOWN"]);
                format!("({} IS {truth})", of(self, Kind::Truth))
            }
            11 => {
                let pattern = self.draw.of(&["'%a%'", "'_r%'", "'%e'", "''"]);
                let not = self.draw.of(&["", "NOT "]);
                format!("({} {not}LIKE {pattern})", of(self, Kind::Text))
            }
            12 => {
                let kind = self.draw.kind(&[Kind::Whole, Kind::Text, Kind::Exact]);
                let not = self.draw.of(&["", "NOT "]);
                let (a, b, c) = (of(self, kind), self.literal(kind), self.literal(kind));
                format!("({a} {not}IN ({b}, {c}))")
            }
            13 => {
                let kind = self.draw.kind(&[Kind::Whole, Kind::Real, Kind::Text, Kind::Time]);
                let (a, b, c) = (of(self, kind), self.literal(kind), of(self, kind));
                format!("({a} BETWEEN {b} AND {c})")
            }
            14 => format!("({} IS DISTINCT FROM {})", of(self, any), of(self, any)),
            15 => {
                let (a, b) = (of(self, Kind::Whole), of(self, Kind::Text));
                let (c, d) = (of(self, Kind::Whole), of(self, Kind::Text));
                format!("(({a}, {b}) < ({c}, {d}))")
            }
            _ => {
                let (a, b) = (of(self, Kind::Time), of(self, Kind::Time));
                format!("(PERIOD({a}, {a} + INTERVAL '1' DAY) CONTAINS {b})")
            }
        }
    }

    fn time(&mut self, from: &Stream, depth: usize) -> String {
        let inner = self.expression(Kind::Time, from, depth);
        match self.draw.below(10) {
            0 | 1 => {
                let name = self.draw.of(&["FLOOR", "CEIL"]);
                let unit = self.draw.of(&["SECOND", "MINUTE", "HOUR", "DAY", "MONTH", "YEAR"]);
                format!("{name}({inner} TO {unit})")
            }
            2 => format!("STEP({inner} BY INTERVAL '10' MINUTE)"),
            3 | 4 => {
                let (op, interval) = (self.draw.of(&["+", "-"]), self.draw.of(&INTERVALS));
                format!("({inner} {op} {interval})")
            }
            5 => "s.ROWTIME".to_owned(),
            6 => format!("CAST({} AS TIMESTAMP)", self.expression(Kind::Day, from, depth)),
            7 => format!("CHAR_TO_TIMESTAMP('HH', {})", self.expression(Kind::Text, from, depth)),
            8 => format!("TO_TIMESTAMP({})", self.expression(Kind::Whole, from, depth)),
            _ => "CURRENT_TIMESTAMP".to_owned(),
        }
    }

    fn day(&mut self, from: &Stream, depth: usize) -> String {
        match self.draw.below(5) {
            0 | 1 => format!("CAST({} AS DATE)", self.expression(Kind::Time, from, depth)),
            2 => format!("({} + INTERVAL '1' DAY)", self.expression(Kind::Day, from, depth)),
            3 => format!("({} - INTERVAL '1' MONTH)", self.expression(Kind::Day, from, depth)),
            _ => format!("FLOOR({} TO MONTH)", self.expression(Kind::Day, from, depth)),
        }
    }

    fn clock(&mut self, from: &Stream, depth: usize) -> String {
        match self.draw.below(3) {
            0 => format!("CAST({} AS TIME)", self.expression(Kind::Time, from, depth)),
            1 => format!("({} + INTERVAL '95' MINUTE)", self.expression(Kind::Clock, from, depth)),
            _ => format!("FLOOR({} TO HOUR)", self.expression(Kind::Clock, from, depth)),
        }
    }
}
