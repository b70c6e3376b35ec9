//! FROM: which rows a SELECT reads (spec/kda-sql.md 5, 10.2, 10.3, 12).

use super::{
    Checker,
    catalog::{SourceColumns, stored},
    join::Side,
    metadata::stream_number,
    name::{closest, suggest},
    relation::{Relation, Scope, ScopeColumn, Visible, fields},
};
use crate::{
    ast::{FromItem, Name, NamedWindow, Select, Table, TableAlias, TableKind},
    codes,
    diagnostic::Diagnostic,
    plan::{JoinKind, Node, Operator, StreamId, StreamKind},
    span::Span,
};
use rillcut_record::ERROR_STREAM;

/// Most tables of one SELECT; each is a level of the plan.
const MAX_TABLES: usize = 16;

impl Checker<'_> {
    /// The rows of FROM and the names they have.
    pub(super) fn from(&mut self, select: &Select) -> (Node, Scope) {
        let tables: usize = select.from.iter().map(|item| item.joins.len() + 1).sum();
        let span = *select.keyword;
        if tables > MAX_TABLES {
            let message = format!("this SELECT has {tables} tables, at most {MAX_TABLES} are allowed");
            self.error(codes::TOO_MANY, span, message);
            return Relation::unknown(span).into_scope(None);
        }
        let joined = tables > 1;
        let mut sides = select.from.iter();
        let Some(first) = sides.next() else { return Relation::unknown(span).into_scope(None) };
        let mut side = self.joined_tables(first, joined, &select.windows);
        for item in sides {
            let right = self.joined_tables(item, joined, &select.windows);
            let place = side.node.span.to(right.node.span);
            side = self.joined(side, right, JoinKind::Inner, place);
        }
        if side.reference.is_some() {
            let message = format!("{} is reference data, which is no stream", self.excerpt(side.span));
            let hint = "read a stream and join it: FROM s JOIN r ON s.k = r.k";
            self.report(Diagnostic::error(codes::REFERENCE_ALONE, side.span, message).hint(hint));
            return Relation::unknown(span).into_scope(None);
        }
        (side.node, side.scope)
    }

    fn joined_tables(&mut self, item: &FromItem, joined: bool, windows: &[NamedWindow]) -> Side {
        let mut left = self.side(&item.table, joined, windows);
        for join in &item.joins {
            let right = self.side(&join.table, joined, windows);
            left = self.join(left, right, join);
        }
        left
    }

    fn side(&mut self, table: &Table, joined: bool, windows: &[NamedWindow]) -> Side {
        if let TableKind::Named(name) = &table.kind
            && let Some(reference) = self.find_reference(name, joined)
        {
            return self.reference_side(table, name, reference);
        }
        let window = self.join_window(table.over.as_ref(), windows);
        if let TableKind::Nested(item) = &table.kind {
            let mut side = self.joined_tables(item, true, windows);
            // Without OVER what it joins has the window of its parts.
            if table.over.is_some() {
                side.window = window;
            }
            return side;
        }
        let mut relation = match &table.kind {
            TableKind::Named(name) => self.stream_rows(name, joined),
            TableKind::Query(query) => self.query(query),
            TableKind::Function { name, arguments } => self.table_function(name, arguments, *table.span),
            TableKind::Nested(_) => Relation::unknown(*table.span),
        };
        if let Some(alias) = &table.alias {
            self.rename(&mut relation, alias);
        }
        // Inside a query a ROWTIME without alias is the row's own time, not one more column.
        for column in &mut relation.columns {
            if column.name == "ROWTIME" {
                column.visible = Visible::No;
            }
        }
        let name = match (&table.alias, &table.kind) {
            (Some(alias), _) => Some(alias.name.stored().into_owned()),
            (None, TableKind::Named(name)) => Some(stored(name)),
            _ => None,
        };
        let (node, scope) = relation.into_scope(name);
        Side { node, scope, window, limits: Vec::new(), reference: None, span: *table.span }
    }

    /// `AS t (c1, c2)`: all columns but ROWTIME get these names.
    pub(super) fn rename(&mut self, relation: &mut Relation, alias: &TableAlias) {
        if alias.columns.is_empty() || relation.open {
            return;
        }
        let mut columns: Vec<&mut ScopeColumn> = relation
            .columns
            .iter_mut()
            .filter(|column| column.visible == Visible::Full && column.name != "ROWTIME")
            .collect();
        if columns.len() == alias.columns.len() {
            for (column, name) in columns.iter_mut().zip(&alias.columns) {
                column.name = name.stored().into_owned();
            }
            return;
        }
        let message =
            format!("{} has {} columns, {} names are given", alias.name, columns.len(), alias.columns.len());
        self.error(codes::COLUMN_ALIASES, *alias.name.span, message);
    }

    /// The rows of a stream by name.
    fn stream_rows(&mut self, name: &Name, joined: bool) -> Relation {
        let wanted = stored(name);
        let span = name.span();
        if let Some(index) = self.streams.iter().position(|entry| entry.stream.name == wanted) {
            self.streams[index].used = true;
            return if index == 0 { self.scan_source(1, span) } else { self.scan(index, span) };
        }
        if self.broken.contains(&wanted) {
            return Relation::unknown(span);
        }
        if wanted.eq_ignore_ascii_case(ERROR_STREAM) {
            let message = "error_stream cannot be read in SQL";
            let hint = "it can be sent to a destination";
            self.report(Diagnostic::error(codes::RESERVED_STREAM, span, message).hint(hint));
        } else if self.to_come.contains(&wanted) {
            let message = format!("{name} is read before it is created");
            let hint = "put its CREATE STREAM above this pump";
            self.report(Diagnostic::error(codes::READ_BEFORE_CREATION, span, message).hint(hint));
        } else if let Some(number) = self.source_stream(&wanted) {
            self.streams[0].used = true;
            return self.scan_source(number, span);
        } else {
            self.missing_stream(name, &wanted, joined, span);
        }
        Relation::unknown(span)
    }

    /// `PREFIX_001` … `PREFIX_064`: which of its streams, when the program reads the source in parallel (spec 2, 13.4).
    pub(super) fn source_stream(&self, wanted: &str) -> Option<u8> {
        let number = stream_number(&self.stored_source, wanted)?;
        (self.source_streams > 1).then_some(number)
    }

    /// The records of one of the source's streams.
    fn scan_source(&mut self, number: u8, span: Span) -> Relation {
        let relation = self.scan(0, span);
        let node = self.share(number, relation.node, span);
        Relation { node, ..relation }
    }

    fn scan(&self, index: usize, span: Span) -> Relation {
        let entry = &self.streams[index];
        let mut columns: Vec<ScopeColumn> = entry.stream.fields.iter().map(ScopeColumn::new).collect();
        if entry.stream.kind == StreamKind::Source {
            let of_schema = match &self.catalog.source.columns {
                SourceColumns::Known(fields) => fields.len(),
                SourceColumns::Unknown => 0,
            };
            for column in &mut columns[of_schema..] {
                column.visible = Visible::ByName;
            }
        }
        let node =
            Node { operator: Operator::Scan { stream: StreamId(index) }, fields: fields(&columns), span };
        Relation { node, columns, open: entry.open, origin: span }
    }

    fn missing_stream(&mut self, name: &Name, wanted: &str, joined: bool, span: Span) {
        let names = self.streams.iter().map(|entry| entry.stream.name.as_str());
        let names = names.chain(self.to_come.iter().map(String::as_str));
        let names = names.chain(self.references.iter().map(|reference| reference.table.name.as_str()));
        let meant = if self.is_full() { None } else { closest(wanted, names) };
        if joined && meant.is_none() {
            let message = format!("{name} is neither a stream of this program nor reference data");
            let plain =
                if wanted.contains(|c: char| !c.is_alphanumeric() && c != '_') { "NAME" } else { wanted };
            let hint = format!("give its rows: --reference {plain}=FILE.csv, or references in the lab file");
            return self.report(Diagnostic::error(codes::UNKNOWN_REFERENCE, span, message).hint(hint));
        }
        let message = format!("there is no stream {name}");
        let diagnostic = Diagnostic::error(codes::UNKNOWN_STREAM, span, message);
        let unread = !self.streams.first().is_some_and(|source| source.used);
        let diagnostic = if meant.is_none() && unread {
            let source = crate::ast::written(&self.stored_source);
            diagnostic.hint(format!("the source is called {source} here")).fix(span, source)
        } else {
            let meant = meant.map(str::to_owned);
            suggest(diagnostic, span, wanted, meant.as_deref())
        };
        self.report(diagnostic);
    }
}
