//! A program: streams, the pumps that fill them, functions of its own.

use std::{collections::BTreeMap, fmt::Write};

use crate::draw::{Draw, Kind};

/// A stream that can be read.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    pub(crate) name: String,
    pub(crate) columns: Vec<(String, Kind)>,
}

/// A query and what its columns are.
pub(crate) struct Query {
    pub(crate) text: String,
    pub(crate) kinds: Vec<Kind>,
}

/// A program as far as it is drawn.
pub(crate) struct Program {
    pub(crate) draw: Draw,
    pub(crate) streams: Vec<Stream>,
    /// Whether it has functions of its own.
    pub(crate) functions: bool,
    /// How often each construct stands in it.
    pub(crate) used: BTreeMap<&'static str, usize>,
    text: String,
    pumps: usize,
}

impl Program {
    pub(crate) fn new(seed: u64) -> Self {
        let column = |name: &str, kind| (format!("\"{name}\""), kind);
        let columns = vec![
            column("id", Kind::Small),
            column("k", Kind::Text),
            column("v", Kind::Small),
            column("x", Kind::Real),
            column("y", Kind::Real),
            column("r", Kind::Single),
            column("d", Kind::Exact),
            column("flag", Kind::Truth),
            column("name", Kind::Text),
            column("at", Kind::Time),
            column("line", Kind::Text),
            column("deep", Kind::Whole),
        ];
        let source = Stream { name: "\"SOURCE_SQL_STREAM_001\"".to_owned(), columns };
        let mut draw = Draw(seed);
        let functions = draw.chance(30);
        let used = BTreeMap::new();
        Self { draw, streams: vec![source], functions, used, text: String::new(), pumps: 0 }
    }

    /// Notes that a construct stands in the program.
    pub(crate) fn uses(&mut self, construct: &'static str) {
        *self.used.entry(construct).or_default() += 1;
    }

    /// One to four statements, each over any stream before it.
    pub(crate) fn write(mut self) -> (String, BTreeMap<&'static str, usize>) {
        if self.functions {
            self.uses("CREATE FUNCTION");
            self.text.push_str(
                "CREATE FUNCTION halved (n DOUBLE) RETURNS DOUBLE CONTAINS SQL RETURNS NULL ON NULL INPUT RETURN n / 2.0e0;\n\
                 CREATE FUNCTION marked (t VARCHAR(40)) RETURNS VARCHAR(42) CONTAINS SQL RETURN '<' || t || '>';\n",
            );
        }
        for number in 0..=self.draw.below(4) {
            self.stage(number);
        }
        (self.text, self.used)
    }

    /// A stream and the pumps that fill it.
    fn stage(&mut self, number: usize) {
        let from = self.stream();
        let query = self.query(&from);
        let name = format!("S{number}");
        let columns: Vec<(String, Kind)> =
            query.kinds.iter().enumerate().map(|(at, kind)| (format!("c{at}"), *kind)).collect();
        let declared: Vec<String> =
            columns.iter().map(|(name, kind)| format!("{name} {}", kind.sql())).collect();
        writeln!(self.text, "CREATE STREAM {name} ({});", declared.join(", ")).unwrap();
        self.pump(&name, &query.text);
        if self.draw.chance(12) {
            self.uses("several pumps into a stream");
            let from = self.stream();
            let more = self.projection(&from, &query.kinds);
            self.pump(&name, &more);
        }
        self.streams.push(Stream { name, columns });
    }

    fn pump(&mut self, stream: &str, query: &str) {
        writeln!(self.text, "CREATE PUMP p{} AS INSERT INTO {stream} {query};", self.pumps).unwrap();
        self.pumps += 1;
    }

    /// Any stream so far.
    pub(crate) fn stream(&mut self) -> Stream {
        let at = self.draw.below(self.streams.len());
        self.streams[at].clone()
    }
}
