//! Statements in order: streams, pumps, functions (spec/kda-sql.md 5).

use rillcut_record::{DataType, ERROR_STREAM, Field, Fields, error_stream_fields};

use super::{
    Checker, Entry, KnownReference,
    catalog::{Catalog, SourceColumns, created_in, source_in, stored, streams_in},
    function, metadata,
    name::{closest, suggest},
    tree::COPIES,
};
use crate::{
    ast::{CreatePump, CreateStream, Name, Program, Statement, StatementKind},
    codes,
    diagnostic::Diagnostic,
    plan::{Node, Operator, Plan, Pump, Stream, StreamId, StreamKind},
    span::Span,
};

/// Most statements: the plan is looked through once for each pump.
const MAX_STATEMENTS: usize = 1000;

impl<'a> Checker<'a> {
    pub(super) fn new(text: &'a str, catalog: &'a Catalog) -> Self {
        Self {
            text,
            catalog,
            diagnostics: Vec::new(),
            streams: Vec::new(),
            pumps: Vec::new(),
            references: (catalog.references.iter())
                .map(|table| KnownReference { table: table.clone(), open: false })
                .collect(),
            to_come: Vec::new(),
            broken: Vec::new(),
            functions: Vec::new(),
            functions_to_come: Vec::new(),
            records: Vec::new(),
            copies: COPIES,
            stored_source: catalog.source.name.clone(),
            list_names: Vec::new(),
            source_streams: 1,
        }
    }

    /// Whether nothing is known of the source.
    pub(super) fn is_open(&self) -> bool {
        self.catalog.source.columns == SourceColumns::Unknown
    }

    pub(super) fn program(&mut self, program: &Program) -> Plan {
        self.to_come = created_in(program);
        self.functions_to_come = function::created(program);
        if self.is_open()
            && let Some(name) = source_in(program)
        {
            self.stored_source = name;
        }
        self.source_streams = streams_in(program, &self.stored_source);
        self.streams.push(self.source());
        if let Some(extra) = program.statements.get(MAX_STATEMENTS) {
            let message = format!("a program has at most {MAX_STATEMENTS} statements");
            self.error(codes::TOO_MANY, *extra.span, message);
        }
        for statement in program.statements.iter().take(MAX_STATEMENTS) {
            self.statement(statement);
        }
        let error_stream = Stream {
            name: ERROR_STREAM.to_owned(),
            kind: StreamKind::Error,
            fields: error_stream_fields(),
            span: None,
        };
        let mut streams: Vec<Stream> =
            std::mem::take(&mut self.streams).into_iter().map(|entry| entry.stream).collect();
        streams.push(error_stream);
        let references =
            std::mem::take(&mut self.references).into_iter().map(|reference| reference.table).collect();
        Plan { streams, pumps: std::mem::take(&mut self.pumps), references }
    }

    fn source(&self) -> Entry {
        let arrival = Field::new("APPROXIMATE_ARRIVAL_TIME", DataType::Timestamp);
        let mut fields = match &self.catalog.source.columns {
            SourceColumns::Known(fields) => fields.clone(),
            SourceColumns::Unknown => Fields::new(),
        };
        fields.extend(metadata::columns(self.text, &fields, self.source_streams));
        fields.push(arrival);
        let stream =
            Stream { name: self.stored_source.clone(), kind: StreamKind::Source, fields, span: None };
        Entry { stream, open: self.is_open(), used: false }
    }

    fn statement(&mut self, statement: &Statement) {
        let span = *statement.span;
        match &statement.kind {
            StatementKind::CreateStream(stream) => self.create_stream(stream, span),
            StatementKind::CreatePump(pump) => self.create_pump(pump, span),
            StatementKind::CreateFunction(function) => self.create_function(function),
            StatementKind::Insert(insert) => {
                let hint = format!("write CREATE OR REPLACE PUMP \"P\" AS INSERT INTO {} …", insert.target);
                let place = Span { start: span.start, end: insert.target.span().end };
                let message = "an INSERT runs only inside a pump";
                self.report(Diagnostic::error(codes::OUTSIDE_PUMP, place, message).hint(hint));
            }
            StatementKind::Query(query) => {
                let message = "a query runs only inside a pump";
                let hint = "write CREATE OR REPLACE PUMP \"P\" AS INSERT INTO a stream, then the query";
                let place = Span { end: (span.start + 6).min(query.span.end), ..span };
                self.report(Diagnostic::error(codes::OUTSIDE_PUMP, place, message).hint(hint));
            }
        }
    }

    /// A schema in front of a name is read and means nothing: an application has one.
    fn create_stream(&mut self, create: &CreateStream, span: Span) {
        let name = stored(&create.name);
        let place = create.name.span();
        let mut fields = Fields::new();
        for column in &create.columns {
            let stored = column.name.stored();
            let column_place = *column.name.span;
            if stored == "ROWTIME" {
                let message = "every stream has a ROWTIME already";
                let hint = "leave the column out, or give it another name";
                self.report(Diagnostic::error(codes::DUPLICATE_COLUMN, column_place, message).hint(hint));
            } else if fields.iter().any(|field: &Field| field.name == *stored) {
                let message = format!("{} has two columns {}", create.name, column.name);
                self.error(codes::DUPLICATE_COLUMN, column_place, message);
            }
            if let DataType::Interval(_) = column.data_type {
                let message = "a column cannot be an INTERVAL";
                let diagnostic = Diagnostic::error(codes::UNKNOWN_TYPE, *column.span, message);
                self.report(diagnostic.hint("keep it as a BIGINT of milliseconds: TSDIFF(start, end)"));
            }
            let mut field = Field::new(stored, column.data_type);
            field.nullable = !column.not_null;
            fields.push(field);
        }
        if name.eq_ignore_ascii_case(ERROR_STREAM) {
            let message = "error_stream belongs to the service";
            return self
                .report(Diagnostic::error(codes::RESERVED_STREAM, place, message).hint("take another name"));
        }
        let stream = Stream { name, kind: StreamKind::Application, fields, span: Some(span) };
        let known = self.streams.iter().position(|entry| entry.stream.name == stream.name);
        let Some(index) = known else {
            self.streams.push(Entry { stream, open: false, used: false });
            return;
        };
        let entry = &mut self.streams[index];
        if entry.stream.kind == StreamKind::Source {
            let message = format!("{} is the source, which the service creates", create.name);
            self.error(codes::DUPLICATE_STREAM, place, message);
        } else if entry.used {
            let message = format!("{} is defined again after a pump has used it", create.name);
            let diagnostic = Diagnostic::error(codes::STREAM_IN_USE, place, message);
            self.report(diagnostic.hint("put both definitions into one, above the pumps"));
        } else if create.replace {
            entry.stream = stream;
        } else {
            let message = format!("there is a stream {} already", create.name);
            self.report(Diagnostic::error(codes::DUPLICATE_STREAM, place, message).hint("take another name"));
        }
    }

    fn create_pump(&mut self, create: &CreatePump, span: Span) {
        let name = stored(&create.name);
        let place = create.name.span();
        if let Some(index) = self.pumps.iter().position(|pump| pump.name == name) {
            if create.replace {
                let message = format!("the pump {} above is replaced by this one", create.name);
                self.report(
                    Diagnostic::warning(codes::DUPLICATE_PUMP, place, message)
                        .hint("if both are meant to run, give them different names"),
                );
                self.pumps.remove(index);
            } else {
                let message = format!("there is a pump {} already", create.name);
                self.report(
                    Diagnostic::error(codes::DUPLICATE_PUMP, place, message).hint("take another name"),
                );
            }
        }
        let target = self.target(&create.insert.target);
        let relation = self.query(&create.insert.query);
        let Some(target) = target else { return };
        let stream = self.streams[target.0].stream.clone();
        let root = self.assign(relation, &stream, &create.insert);
        let mut reads = Vec::new();
        scans(&root, &mut reads);
        if reads.iter().any(|&read| self.feeds(target, read)) {
            let message = format!("{} feeds a stream that it reads", create.name);
            let hint = "a program's streams flow one way";
            self.report(Diagnostic::error(codes::PUMP_CYCLE, place, message).hint(hint));
            return;
        }
        self.pumps.push(Pump { name, target, started: !create.stopped, root, span });
    }

    /// The stream an INSERT goes into.
    fn target(&mut self, name: &Name) -> Option<StreamId> {
        let wanted = stored(name);
        let span = name.span();
        if wanted.eq_ignore_ascii_case(ERROR_STREAM) {
            let message = "error_stream belongs to the service";
            self.error(codes::RESERVED_STREAM, span, message);
            return None;
        }
        if let Some(index) = self.streams.iter().position(|entry| entry.stream.name == wanted) {
            self.streams[index].used = true;
            if self.streams[index].stream.kind == StreamKind::Source {
                let message = format!("{name} is the source, no pump inserts into it");
                self.error(codes::NOT_INSERTABLE, span, message);
                return None;
            }
            return Some(StreamId(index));
        }
        if self.broken.contains(&wanted) {
            return None;
        }
        if self.to_come.contains(&wanted) {
            let message = format!("{name} is used before it is created");
            let hint = "put its CREATE STREAM above this pump";
            self.report(Diagnostic::error(codes::READ_BEFORE_CREATION, span, message).hint(hint));
            return None;
        }
        let names = self.streams.iter().skip(1).map(|entry| entry.stream.name.as_str());
        let meant = if self.is_full() { None } else { closest(&wanted, names).map(str::to_owned) };
        let diagnostic = Diagnostic::error(codes::UNKNOWN_STREAM, span, format!("there is no stream {name}"));
        let diagnostic = if meant.is_some() {
            suggest(diagnostic, span, &wanted, meant.as_deref())
        } else {
            diagnostic.hint(format!("create it above: CREATE OR REPLACE STREAM {name} (…)"))
        };
        self.report(diagnostic);
        None
    }

    /// Whether rows of `from` reach `to` through the pumps so far.
    fn feeds(&self, from: StreamId, to: StreamId) -> bool {
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(&stream) = reached.get(next) {
            if stream == to {
                return true;
            }
            next += 1;
            for pump in &self.pumps {
                let mut reads = Vec::new();
                scans(&pump.root, &mut reads);
                if reads.contains(&stream) && !reached.contains(&pump.target) {
                    reached.push(pump.target);
                }
            }
        }
        false
    }
}

/// The streams a node reads.
fn scans(node: &Node, found: &mut Vec<StreamId>) {
    if let Operator::Scan { stream } = &node.operator {
        found.push(*stream);
    }
    node.operator.inputs().into_iter().for_each(|input| scans(input, found));
}
