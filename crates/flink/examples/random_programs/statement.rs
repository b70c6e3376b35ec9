//! Queries, by their shape.

use crate::{
    draw::Kind,
    program::{Program, Query, Stream},
};

const SPREADS: [&str; 4] = ["STDDEV_SAMP", "STDDEV_POP", "VAR_SAMP", "VAR_POP"];

impl Program {
    /// A query of any shape over a stream, and what else it needs.
    pub(crate) fn query(&mut self, from: &Stream) -> Query {
        let of_several = usize::from(self.streams.len() > 1);
        match self.draw.below(20 + 4 * of_several) {
            0..=2 => self.project(from),
            3..=6 => self.tumble(from),
            7..=9 => self.slide(from),
            10 | 11 => self.stagger(from),
            12 | 13 => self.forest(from),
            14 => self.distinct(from),
            15 => self.sorted(from),
            16 => self.items(from),
            17 => self.reference(from),
            18 => self.union(from),
            _ => self.join(from),
        }
    }

    /// ` WHERE …`, now and then.
    fn filter(&mut self, from: &Stream, percent: usize) -> String {
        if !self.draw.chance(percent) {
            return String::new();
        }
        self.uses("WHERE");
        format!(" WHERE {}", self.expression(Kind::Truth, from, 2))
    }

    /// The stream as `s`: itself, or a subquery that passes its columns on.
    fn from(&mut self, from: &Stream) -> String {
        if !self.draw.chance(15) {
            return format!("{} AS s", from.name);
        }
        self.uses("subquery");
        let names: Vec<String> = from.columns.iter().map(|(name, _)| format!("s.{name}")).collect();
        let filter = self.filter(from, 60);
        format!("(SELECT STREAM {} FROM {} AS s{filter}) AS s", names.join(", "), from.name)
    }

    fn any_kinds(&mut self, most: usize) -> Vec<Kind> {
        (0..=self.draw.below(most)).map(|_| self.draw.kind(&Kind::ALL)).collect()
    }

    /// SELECT of expressions of those kinds.
    pub(crate) fn projection(&mut self, from: &Stream, kinds: &[Kind]) -> String {
        let items: Vec<String> = kinds.iter().map(|kind| self.expression(*kind, from, 3)).collect();
        let source = self.from(from);
        let filter = self.filter(from, 50);
        format!("SELECT STREAM {} FROM {source}{filter}", items.join(", "))
    }

    fn project(&mut self, from: &Stream) -> Query {
        self.uses("SELECT of expressions");
        let kinds = self.any_kinds(5);
        Query { text: self.projection(from, &kinds), kinds }
    }

    fn union(&mut self, from: &Stream) -> Query {
        self.uses("UNION ALL");
        let kinds = self.any_kinds(3);
        let mut parts = vec![self.projection(from, &kinds)];
        for _ in 0..=self.draw.below(2) {
            let other = self.stream();
            parts.push(self.projection(&other, &kinds));
        }
        Query { text: parts.join(" UNION ALL "), kinds }
    }

    /// A function of ROWTIME that closes groups; whether it may stand in the select list as a TIMESTAMP.
    fn step(&mut self) -> (String, bool) {
        let seconds = 1 + self.draw.below(20);
        match self.draw.below(8) {
            0 => ("FLOOR(s.ROWTIME TO MINUTE)".to_owned(), true),
            1 | 2 => {
                let origin = self.draw.of(&["1970-01-01 00:00:00", "2025-12-31 23:59:57"]);
                let step = format!("FLOOR((s.ROWTIME - TIMESTAMP '{origin}') SECOND / {seconds} TO SECOND)");
                (step, false)
            }
            3 => ("s.ROWTIME".to_owned(), true),
            4 => ("CEIL(s.ROWTIME TO MINUTE)".to_owned(), true),
            5 => (format!("STEP(s.ROWTIME + INTERVAL '3' SECOND BY INTERVAL '{seconds}' SECOND)"), true),
            _ => (format!("STEP(s.ROWTIME BY INTERVAL '{seconds}' SECOND)"), true),
        }
    }

    /// An aggregate and its kind. Of two whole numbers AVG is a whole number.
    fn aggregate(&mut self, from: &Stream) -> (String, Kind) {
        let argument = |program: &mut Self, kind| {
            if program.draw.chance(60) {
                program.column(kind, from)
            } else {
                program.expression(kind, from, 2)
            }
        };
        match self.draw.below(12) {
            0 => ("COUNT(*)".to_owned(), Kind::Whole),
            1 => {
                let of = self.draw.kind(&Kind::ALL);
                (format!("COUNT({})", argument(self, of)), Kind::Whole)
            }
            2..=5 => {
                let kind = self.draw.kind(&Kind::NUMBERS);
                let name = self.draw.of(&["SUM", "AVG"]);
                (format!("{name}({})", argument(self, kind)), kind)
            }
            6..=8 => {
                let kind = self.draw.kind(&Kind::ALL);
                let name = self.draw.of(&["MIN", "MAX"]);
                (format!("{name}({})", argument(self, kind)), kind)
            }
            9 => {
                let name = self.draw.of(&["ANY", "EVERY"]);
                (format!("{name}({})", argument(self, Kind::Truth)), Kind::Truth)
            }
            _ => {
                let kind = self.draw.kind(&[Kind::Real, Kind::Small, Kind::Exact]);
                let name = self.draw.of(&SPREADS);
                (format!("{name}({})", argument(self, kind)), Kind::Real)
            }
        }
    }

    fn tumble(&mut self, from: &Stream) -> Query {
        self.uses("GROUP BY");
        let (step, named) = self.step();
        let mut items: Vec<(String, Kind)> = Vec::new();
        let mut keys = vec![step.clone()];
        for _ in 0..self.draw.below(3) {
            let kind =
                self.draw.kind(&[Kind::Text, Kind::Text, Kind::Small, Kind::Truth, Kind::Day, Kind::Exact]);
            let key =
                if self.draw.chance(70) { self.column(kind, from) } else { self.expression(kind, from, 1) };
            if keys.contains(&key) {
                continue;
            }
            keys.push(key.clone());
            items.push((key, kind));
        }
        if named && self.draw.chance(40) {
            items.push((step, Kind::Time));
        }
        for _ in 0..=self.draw.below(3) {
            let (one, kind) = self.aggregate(from);
            items.push((one, kind));
        }
        if self.draw.chance(25) {
            let x = self.column(Kind::Real, from);
            items.push((format!("SUM({x}) / COUNT(*)"), Kind::Real));
        }
        let mut rest = format!(" GROUP BY {}", keys.join(", "));
        if self.draw.chance(25) {
            self.uses("HAVING");
            let x = self.column(Kind::Real, from);
            let condition = match self.draw.below(2) {
                0 => "COUNT(*) > 2".to_owned(),
                _ => format!("MAX({x}) > 20 OR COUNT(*) < 3"),
            };
            rest = format!("{rest} HAVING {condition}");
        }
        self.select("", items, from, &rest)
    }

    /// The query of items over the stream with a filter, and what stands behind it.
    fn select(&mut self, word: &str, items: Vec<(String, Kind)>, from: &Stream, rest: &str) -> Query {
        let source = self.from(from);
        let filter = self.filter(from, 40);
        let (texts, kinds): (Vec<String>, Vec<Kind>) = items.into_iter().unzip();
        let text = format!("SELECT STREAM {word}{} FROM {source}{filter}{rest}", texts.join(", "));
        Query { text, kinds }
    }

    fn window(&mut self, from: &Stream) -> String {
        let mut partition = Vec::new();
        for _ in 0..self.draw.below(3) {
            let kind = self.draw.kind(&[Kind::Text, Kind::Small, Kind::Truth]);
            partition.push(self.column(kind, from));
        }
        let partition = match partition.as_slice() {
            [] => String::new(),
            columns => format!("PARTITION BY {} ", columns.join(", ")),
        };
        let frame = match self.draw.below(6) {
            0..=2 => format!("RANGE INTERVAL '{}' SECOND PRECEDING", 1 + self.draw.below(12)),
            3 | 4 => format!("ROWS {} PRECEDING", self.draw.below(6)),
            _ => "ROWS UNBOUNDED PRECEDING".to_owned(),
        };
        format!("({partition}{frame})")
    }

    fn slide(&mut self, from: &Stream) -> Query {
        self.uses("OVER");
        let windows = ["w", "u"];
        let known = 1 + self.draw.below(2);
        let id = self.column(Kind::Small, from);
        let mut items = vec![(id, Kind::Small)];
        for _ in 0..=self.draw.below(3) {
            let window = windows[self.draw.below(known)];
            if self.draw.chance(60) {
                let (call, kind) = self.aggregate(from);
                items.push((format!("{call} OVER {window}"), kind));
                continue;
            }
            self.uses("LAG and its like");
            let kind = self.draw.kind(&Kind::ALL);
            let x = self.column(kind, from);
            let numbers = self.column(Kind::Real, from);
            let (call, kind) = match self.draw.below(8) {
                0 => (format!("FIRST_VALUE({x})"), kind),
                1 => (format!("LAST_VALUE({x}) IGNORE NULLS"), kind),
                2 => (format!("NTH_VALUE({x}, 2)"), kind),
                3 => (format!("NTH_VALUE({x}, 2) FROM LAST"), kind),
                4 => (format!("LAG({x}, 2)"), kind),
                5 => (format!("LAG({x}) IGNORE NULLS"), kind),
                6 => (format!("LAG({numbers}, 1, 0.5e0)"), Kind::Real),
                _ => (format!("EXP_AVG({numbers}, INTERVAL '3' SECOND)"), Kind::Real),
            };
            items.push((format!("{call} OVER {window}"), kind));
        }
        let mut written = Vec::new();
        for name in &windows[..known] {
            written.push(format!("{name} AS {}", self.window(from)));
        }
        let rest = format!(" WINDOW {}", written.join(", "));
        self.select("", items, from, &rest)
    }

    fn stagger(&mut self, from: &Stream) -> Query {
        self.uses("WINDOWED BY STAGGER");
        let mut keys = vec![(self.column(Kind::Text, from), Kind::Text)];
        if self.draw.chance(40) {
            let at = self.column(Kind::Time, from);
            keys.push((format!("FLOOR({at} TO DAY)"), Kind::Time));
        }
        let listed: Vec<String> = keys.iter().map(|(key, _)| key.clone()).collect();
        let mut items = keys;
        for _ in 0..=self.draw.below(3) {
            if self.draw.chance(75) {
                let (one, kind) = self.aggregate(from);
                items.push((one, kind));
            } else {
                let kind = self.draw.kind(&Kind::ALL);
                let name = self.draw.of(&["FIRST_VALUE", "LAST_VALUE"]);
                items.push((format!("{name}({})", self.column(kind, from)), kind));
            }
        }
        let seconds = 2 + self.draw.below(15);
        let rest = format!(
            " WINDOWED BY STAGGER (PARTITION BY {} RANGE INTERVAL '{seconds}' SECOND)",
            listed.join(", ")
        );
        self.select("", items, from, &rest)
    }

    fn forest(&mut self, from: &Stream) -> Query {
        let mut columns = Vec::new();
        for at in 0..=self.draw.below(3) {
            let kind = self.draw.kind(&[Kind::Real, Kind::Small, Kind::Exact, Kind::Single]);
            let value =
                if self.draw.chance(80) { self.column(kind, from) } else { self.expression(kind, from, 1) };
            columns.push((format!("f{at}"), value, kind));
        }
        let listed: Vec<String> =
            columns.iter().map(|(name, value, _)| format!("{value} AS {name}")).collect();
        let tag = self.column(Kind::Text, from);
        let filter = self.filter(from, 40);
        let (trees, sample) = (5 + self.draw.below(20), 10 + self.draw.below(40));
        let (decay, shingle) = ([100, 1000, 100_000][self.draw.below(3)], 1 + self.draw.below(3));
        let cursor = format!(
            "CURSOR(SELECT STREAM {tag} AS tag, {} FROM {} AS s{filter})",
            listed.join(", "),
            from.name
        );
        let mut items: Vec<(String, Kind)> = vec![("tag".to_owned(), Kind::Text)];
        items.extend(columns.iter().map(|(name, _, kind)| (name.clone(), *kind)));
        items.push(("ANOMALY_SCORE".to_owned(), Kind::Real));
        let call = if self.draw.chance(30) {
            self.uses("RANDOM_CUT_FOREST_WITH_EXPLANATION");
            let long = self.draw.of(&["TRUE", "FALSE"]);
            items.push(("CAST(ANOMALY_EXPLANATION AS VARCHAR(40))".to_owned(), Kind::Text));
            format!(
                "RANDOM_CUT_FOREST_WITH_EXPLANATION({cursor}, {trees}, {sample}, {decay}, {shingle}, {long})"
            )
        } else {
            self.uses("RANDOM_CUT_FOREST");
            format!("RANDOM_CUT_FOREST({cursor}, {trees}, {sample}, {decay}, {shingle})")
        };
        let above = if self.draw.chance(30) { " WHERE ANOMALY_SCORE > 1" } else { "" };
        let (texts, kinds): (Vec<String>, Vec<Kind>) = items.into_iter().unzip();
        Query { text: format!("SELECT STREAM {} FROM TABLE({call}){above}", texts.join(", ")), kinds }
    }

    fn distinct(&mut self, from: &Stream) -> Query {
        self.uses("SELECT DISTINCT");
        let time = self.draw.of(&[
            "FLOOR(s.ROWTIME TO MINUTE)",
            "STEP(s.ROWTIME BY INTERVAL '7' SECOND)",
            "s.ROWTIME",
        ]);
        let mut items = vec![(time.to_owned(), Kind::Time)];
        for _ in 0..=self.draw.below(2) {
            let kind = self.draw.kind(&[Kind::Text, Kind::Truth, Kind::Small]);
            items.push((self.column(kind, from), kind));
        }
        self.select("DISTINCT ", items, from, "")
    }

    fn sorted(&mut self, from: &Stream) -> Query {
        self.uses("ORDER BY");
        let time = self.draw.of(&[
            "s.ROWTIME",
            "FLOOR(s.ROWTIME TO SECOND)",
            "STEP(s.ROWTIME BY INTERVAL '5' SECOND)",
        ]);
        let kinds = self.any_kinds(3);
        let items: Vec<(String, Kind)> = kinds.iter().map(|kind| (self.column(*kind, from), *kind)).collect();
        let mut keys = vec![time.to_owned()];
        for (item, _) in &items {
            let direction = self.draw.of(&["", " DESC", " ASC NULLS FIRST", " DESC NULLS LAST"]);
            keys.push(format!("{item}{direction}"));
        }
        let rest = format!(" ORDER BY {}", keys.join(", "));
        self.select("", items, from, &rest)
    }

    fn items(&mut self, from: &Stream) -> Query {
        let kind = self.draw.kind(&[Kind::Text, Kind::Small, Kind::Whole]);
        let item = self.column(kind, from);
        let filter = self.filter(from, 40);
        let cursor = format!("CURSOR(SELECT STREAM {item} AS it FROM {} AS s{filter}), 'IT'", from.name);
        let seconds = 1 + self.draw.below(15);
        let (call, kinds) = if self.draw.chance(50) {
            self.uses("TOP_K_ITEMS_TUMBLING");
            let most = 1 + self.draw.below(4);
            (format!("TOP_K_ITEMS_TUMBLING({cursor}, {most}, {seconds})"), vec![Kind::Text, Kind::Whole])
        } else {
            self.uses("COUNT_DISTINCT_ITEMS_TUMBLING");
            (format!("COUNT_DISTINCT_ITEMS_TUMBLING({cursor}, {seconds})"), vec![Kind::Whole])
        };
        Query { text: format!("SELECT STREAM * FROM TABLE({call})"), kinds }
    }

    fn reference(&mut self, from: &Stream) -> Query {
        self.uses("join with a reference table");
        let key = self.column(Kind::Text, from);
        let word = self.draw.of(&["JOIN", "LEFT JOIN"]);
        let more = if word == "JOIN" && self.draw.chance(40) { " AND t.\"weight\" < 10" } else { "" };
        let kind = self.draw.kind(&Kind::ALL);
        let text = format!(
            "SELECT STREAM {}, t.\"kind\", t.\"weight\" FROM {} AS s {word} \"Kinds\" AS t ON {key} = t.\"key\"{more}",
            self.column(kind, from),
            from.name
        );
        Query { text, kinds: vec![kind, Kind::Text, Kind::Small] }
    }

    fn join(&mut self, from: &Stream) -> Query {
        let other = self.stream();
        let window = |program: &mut Self| match program.draw.below(3) {
            0 => format!(" OVER (RANGE INTERVAL '{}' SECOND PRECEDING)", 1 + program.draw.below(6)),
            _ => String::new(),
        };
        let (left, right) = (window(self), window(self));
        let kind = self.draw.of(&["JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN"]);
        let of = self.draw.kind(&[Kind::Text, Kind::Small, Kind::Whole]);
        let (a, b) = (self.named(of, from, "a"), self.named(of, &other, "b"));
        let of_items = [of, self.draw.kind(&Kind::ALL), self.draw.kind(&Kind::ALL)];
        let items = [a.clone(), self.named(of_items[1], &other, "b"), self.named(of_items[2], from, "a")];
        let source = if self.draw.chance(25) && left.is_empty() && right.is_empty() {
            self.uses("comma join");
            format!("{} AS a, {} AS b WHERE a.ROWTIME = b.ROWTIME AND {a} = {b}", from.name, other.name)
        } else {
            self.uses(if left.is_empty() && right.is_empty() {
                "join of an instant"
            } else {
                "join over RANGE"
            });
            let more = if self.draw.chance(30) {
                let (x, y) = (self.named(Kind::Real, from, "a"), self.named(Kind::Real, &other, "b"));
                format!(" AND {x} < {y}")
            } else {
                String::new()
            };
            format!("{}{left} AS a {kind} {}{right} AS b ON {a} = {b}{more}", from.name, other.name)
        };
        let mut kinds = of_items.to_vec();
        let mut items = items.to_vec();
        if self.draw.chance(30) {
            items.push("b.ROWTIME".to_owned());
            kinds.push(Kind::Time);
        }
        Query { text: format!("SELECT STREAM {} FROM {source}", items.join(", ")), kinds }
    }
}
