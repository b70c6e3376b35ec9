//! What is there before the program: the source.

use rillcut_record::Fields;

use super::metadata::stream_number;
use crate::{
    ast::{
        Expr, ExprKind, FromItem, InItems, Name, Program, Query, QueryBody, SelectItem, StatementKind,
        TableKind,
    },
    parser::parse,
    plan::Reference,
};

/// Name that the service gives to the source unless told otherwise (spec/kda-sql.md 13.4).
const SOURCE_NAME: &str = "SOURCE_SQL_STREAM_001";
/// How the name of every source ends.
pub(super) const SOURCE_SUFFIX: &str = "_001";

/// What a program can read without creating it.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    /// The streaming source.
    pub source: Source,
    /// Tables of reference data (spec/kda-sql.md 10.3).
    pub references: Vec<Reference>,
}

/// The streaming source.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its name in stored form.
    pub name: String,
    /// What is known of its columns.
    pub columns: SourceColumns,
}

/// What is known of the source's columns.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceColumns {
    /// The schema's columns, without APPROXIMATE_ARRIVAL_TIME, which the checker appends as the last.
    Known(Fields),
    /// Nothing: any name is taken, its type fits everywhere; whatever stream is read, never created and named
    /// `…_001` is the source, whatever else is joined and never created is reference data.
    Unknown,
}

impl Catalog {
    /// A source with these columns under the usual name.
    pub fn known(fields: Fields) -> Self {
        let columns = SourceColumns::Known(fields);
        Self { source: Source { name: SOURCE_NAME.to_owned(), columns }, references: Vec::new() }
    }

    /// A source of which nothing is known.
    pub fn unknown() -> Self {
        let columns = SourceColumns::Unknown;
        Self { source: Source { name: SOURCE_NAME.to_owned(), columns }, references: Vec::new() }
    }

    /// The same columns under another stored name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.source.name = name.into();
        self
    }

    /// With a table of reference data under a stored name.
    #[must_use]
    pub fn with_reference(mut self, name: impl Into<String>, fields: Fields) -> Self {
        self.references.push(Reference { name: name.into(), fields });
        self
    }
}

/// The stored name of the source a program reads: the first stream that it reads, does not create, and that is called
/// `…_001`. Programs come without their application's NamePrefix, and this finds it.
pub fn source_name(text: &str) -> Option<String> {
    source_in(&parse(text).program)
}

/// How many in-application streams of its source a program reads, at least 1: as many shards the source has here. A source that is called
/// `…_001` can be spread over `…_001` to `…_064`.
pub fn source_streams(text: &str) -> u8 {
    let program = parse(text).program;
    streams_in(&program, source_in(&program).as_deref().unwrap_or(SOURCE_NAME))
}

/// As [`source_streams`], of a program that is parsed already and whose source is called `source`.
pub(super) fn streams_in(program: &Program, source: &str) -> u8 {
    let numbers = read_in(program).iter().filter_map(|name| stream_number(source, name)).max();
    numbers.unwrap_or(1)
}

/// Stored names of the streams that a program creates, in their order.
pub fn created_streams(text: &str) -> Vec<String> {
    created_in(&parse(text).program)
}

/// As [`source_name`], of a program that is parsed already.
pub(super) fn source_in(program: &Program) -> Option<String> {
    read_in(program).into_iter().find(|name| name.ends_with(SOURCE_SUFFIX))
}

/// Stored names of the streams that a program reads and does not create, in the order in which the text reads them.
fn read_in(program: &Program) -> Vec<String> {
    let created = created_in(program);
    let mut found = Reads(Vec::new());
    for statement in &program.statements {
        if let StatementKind::CreatePump(pump) = &statement.kind {
            found.query(&pump.insert.query);
        }
    }
    found.0.retain(|name| !created.contains(name));
    found.0
}

/// Stored names of the streams a program creates.
pub(super) fn created_in(program: &Program) -> Vec<String> {
    let stream = |kind: &StatementKind| match kind {
        StatementKind::CreateStream(stream) => Some(stored(&stream.name)),
        _ => None,
    };
    program.statements.iter().filter_map(|statement| stream(&statement.kind)).collect()
}

/// The stored form of a stream's name; a schema in front of it says nothing.
pub(super) fn stored(name: &Name) -> String {
    name.parts.last().map(|part| part.stored().into_owned()).unwrap_or_default()
}

/// Stored names of the streams that are read, in the order in which the text reads them.
struct Reads(Vec<String>);

impl Reads {
    fn query(&mut self, query: &Query) {
        match &query.body {
            QueryBody::Union(queries) => queries.iter().for_each(|query| self.query(query)),
            QueryBody::Values(_) => {}
            QueryBody::Select(select) => {
                for item in &select.items {
                    if let SelectItem::Expr(expr, _) = item {
                        self.expr(expr);
                    }
                }
                select.from.iter().for_each(|item| self.from(item));
                if let Some(predicate) = &select.predicate {
                    self.expr(predicate);
                }
            }
        }
    }

    fn from(&mut self, item: &FromItem) {
        for table in std::iter::once(&item.table).chain(item.joins.iter().map(|join| &join.table)) {
            match &table.kind {
                TableKind::Named(name) => self.0.push(stored(name)),
                TableKind::Query(query) => self.query(query),
                TableKind::Function { arguments, .. } => {
                    for argument in arguments {
                        self.expr(argument);
                    }
                }
                TableKind::Nested(item) => self.from(item),
            }
        }
    }

    /// Queries directly inside an expression; those deeper down do not stream.
    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Cursor(query) | ExprKind::Subquery(query) | ExprKind::Exists(query) => {
                self.query(query);
            }
            ExprKind::In { items: InItems::Query(query), .. } => self.query(query),
            _ => {}
        }
    }
}
