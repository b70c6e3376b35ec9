//! The tree into a plan: names, types, and the rules that make a query streamable.
//!
//! Every statement is checked, and every fault of it reported, before anything is refused. A fault gives an
//! expression of no type ([`rillcut_record::DataType::Null`]), which fits everywhere, so that one mistake is one message. The same
//! stands for the columns of a source whose schema is not known.
//!
//! Checking and planning are one walk. Two walks over an annotated tree were rejected: the plan is as close to the tree as
//! the dialect allows, and the annotations would have been a third form of the same thing.

mod aggregate;
mod assign;
mod call;
mod case;
mod catalog;
mod coerce;
mod compare;
mod expr;
mod forest;
mod from;
mod function;
mod group;
mod growth;
mod hotspots;
mod items;
mod join;
mod literal;
mod log_call;
mod metadata;
mod monotonic;
mod name;
mod operator;
mod order;
mod pattern;
mod period;
mod program;
mod query;
mod rank;
mod record;
mod reference;
mod relation;
mod select;
mod slide;
mod table_function;
mod temporal;
mod text_call;
mod tree;
mod values;
mod window;

use function::UserFunction;

pub use call::SCALAR_FUNCTIONS;
pub(crate) use call::TABLE_FUNCTIONS;
pub use catalog::{Catalog, Source, SourceColumns, created_streams, source_name, source_streams};
pub use metadata::{METADATA_COLUMNS, shard_id};

use std::rc::Rc;

use crate::{
    diagnostic::{Diagnostic, Severity},
    parser::{MAX_DIAGNOSTICS, order, parse},
    plan::{Plan, Pump, Reference, Stream},
    span::Span,
};

/// Every function of the dialect by its name.
#[cfg(test)]
pub(crate) fn function_names() -> impl Iterator<Item = &'static str> {
    [SCALAR_FUNCTIONS, aggregate::NAMES, call::ANALYTIC, TABLE_FUNCTIONS].into_iter().flatten().copied()
}

/// A program that can run.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// What the stream crate runs. Of a source without a schema the plan lacks types and columns and is not to be run.
    pub plan: Plan,
    /// What was noticed and does not stand in the way, by place.
    pub warnings: Vec<Diagnostic>,
}

/// Checks a program against the source it reads.
///
/// # Errors
/// Everything that is wrong with the text, by place, the warnings among it.
pub fn check(text: &str, catalog: &Catalog) -> Result<Checked, Vec<Diagnostic>> {
    let parsed = parse(text);
    let mut checker = Checker::new(text, catalog);
    checker.diagnostics = parsed.diagnostics;
    checker.broken = parsed.broken;
    let plan = checker.program(&parsed.program);
    checker.growth(&plan);
    let mut diagnostics = checker.diagnostics;
    order(&mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(diagnostics);
    }
    Ok(Checked { plan, warnings: diagnostics })
}

/// A stream as far as the program has come.
struct Entry {
    stream: Stream,
    /// Its columns are not known: any name is one.
    open: bool,
    /// A pump reads it or inserts into it.
    used: bool,
}

/// A reference table.
struct KnownReference {
    table: Reference,
    /// Its columns are not known: any name is one.
    open: bool,
}

struct Checker<'a> {
    text: &'a str,
    catalog: &'a Catalog,
    diagnostics: Vec<Diagnostic>,
    /// The source first, then the program's.
    streams: Vec<Entry>,
    pumps: Vec<Pump>,
    /// The catalog's reference tables, then those that are only known by being joined.
    references: Vec<KnownReference>,
    /// Stored names of the streams that the text creates anywhere.
    to_come: Vec<String>,
    /// Stored names of the streams that the text tries to create, with a fault.
    broken: Vec<String>,
    /// The program's functions so far.
    functions: Vec<Rc<UserFunction>>,
    /// Stored names of the functions that the text creates anywhere.
    functions_to_come: Vec<String>,
    /// What the records hold that log parsers give.
    records: Vec<Rc<record::Shape>>,
    /// Expressions that may still be copied, see `tree`.
    copies: u32,
    /// Stored name of the source; without a schema it is what the text reads and never creates.
    stored_source: String,
    /// Names that the SELECT being checked gives in its list, stored, and the expressions they stand for.
    list_names: Vec<(String, Span)>,
    /// How many in-application streams of the source the text reads.
    source_streams: u8,
}

impl Checker<'_> {
    fn error(&mut self, code: &str, span: Span, message: impl Into<String>) {
        self.report(Diagnostic::error(code, span, message));
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        // One more than is shown, so that the cut is noticed. One place has one message of a kind.
        let known = |other: &Diagnostic| other.span == diagnostic.span && other.code == diagnostic.code;
        if self.diagnostics.len() <= MAX_DIAGNOSTICS && !self.diagnostics.iter().any(known) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// The user's own text of a place, shortened.
    fn excerpt(&self, span: Span) -> String {
        let text = self.text.get(span.range()).unwrap_or_default();
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= 60 { line } else { line.chars().take(59).chain(['…']).collect() }
    }

    /// Whether so much is said already that suggestions are not worth their time.
    fn is_full(&self) -> bool {
        self.diagnostics.len() > MAX_DIAGNOSTICS / 2
    }
}
