//! INSERT: the columns of a query into those of a stream (spec/kda-sql.md 5).

use rillcut_record::{DataType, Field};

use super::{
    Checker,
    coerce::{assignable, cast},
    literal::unknown,
    name::{closest, suggest},
    query::outputs,
    relation::Relation,
};
use crate::{
    ast::{Ident, Insert, written},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind, Node, Operator, Stream},
    span::Span,
};

/// Where a column of the query goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Column(usize),
    /// `INSERT INTO s (ROWTIME, …)`: the row's own time, as `AS ROWTIME` would set it.
    Rowtime,
    /// A column that is not there: it takes a position, and no value.
    Nowhere,
}

impl Checker<'_> {
    /// The query as rows of the stream: its columns in order and type.
    pub(super) fn assign(&mut self, relation: Relation, target: &Stream, insert: &Insert) -> Node {
        let span = relation.node.span;
        let places = self.places(target, &insert.columns);
        if relation.open {
            return relation.node;
        }
        let given = relation.columns.len();
        if given != places.len() {
            self.wrong_count(target, insert, given, places.len());
            return relation.node;
        }
        let direct = insert.columns.is_empty()
            && relation
                .columns
                .iter()
                .zip(&target.fields)
                .all(|(column, field)| column.data_type == field.data_type && column.name == field.name)
            && relation.node.fields.len() == target.fields.len();
        if direct {
            return Node { fields: target.fields.clone(), ..relation.node };
        }
        let mut outputs = outputs(relation.node, relation.origin);
        let mut items: Vec<Expr> =
            target.fields.iter().map(|field| Expr { data_type: field.data_type, ..unknown(span) }).collect();
        for ((place, item), column) in places.into_iter().zip(outputs.items).zip(&relation.columns) {
            match place {
                Place::Column(index) => {
                    items[index] = self.fit(item, &target.fields[index], insert, &column.name);
                }
                Place::Rowtime => {
                    let field = Field::new("ROWTIME", DataType::Timestamp);
                    outputs.rowtime = Some(self.fit(item, &field, insert, &column.name));
                }
                Place::Nowhere => {}
            }
        }
        let operator = Operator::Project { input: Box::new(outputs.input), items, rowtime: outputs.rowtime };
        Node { operator, fields: target.fields.clone(), span: outputs.span }
    }

    /// Where each column of the query goes.
    fn places(&mut self, target: &Stream, columns: &[Ident]) -> Vec<Place> {
        if columns.is_empty() {
            return (0..target.fields.len()).map(Place::Column).collect();
        }
        let mut places = Vec::new();
        for column in columns {
            let stored = column.stored();
            let span = *column.span;
            let place = match target.fields.iter().position(|field| field.name == *stored) {
                Some(index) => Place::Column(index),
                None if stored == "ROWTIME" => Place::Rowtime,
                None => {
                    let message = format!("{} has no column {column}", written(&target.name));
                    let diagnostic = Diagnostic::error(codes::UNKNOWN_COLUMN, span, message);
                    let names = target.fields.iter().map(|field| field.name.as_str());
                    let meant = if self.is_full() { None } else { closest(&stored, names) };
                    self.report(suggest(diagnostic, span, &stored, meant));
                    Place::Nowhere
                }
            };
            if matches!(place, Place::Column(_)) && places.contains(&place) {
                self.error(codes::COLUMN_LISTED_TWICE, span, format!("{column} is listed twice"));
            }
            places.push(place);
        }
        for (index, field) in target.fields.iter().enumerate() {
            if !field.nullable && !places.contains(&Place::Column(index)) {
                let span = columns.first().map_or_else(Span::default, |column| *column.span);
                let message = format!("{} is NOT NULL and not listed", written(&field.name));
                self.report(
                    Diagnostic::warning(codes::NOT_NULL_UNFILLED, span, message)
                        .hint("every row goes to error_stream"),
                );
            }
        }
        places
    }

    fn wrong_count(&mut self, target: &Stream, insert: &Insert, given: usize, wanted: usize) {
        let target_name = &insert.target;
        let (span, message) =
            if let (Some(first), Some(last)) = (insert.columns.first(), insert.columns.last()) {
                let message = format!("{} of {target_name} listed, the query gives {given}", count(wanted));
                (first.span.to(*last.span), message)
            } else {
                let message = format!("{target_name} has {}, the query gives {given}", count(wanted));
                (target_name.span(), message)
            };
        let names: Vec<String> = target.fields.iter().map(|field| written(&field.name)).take(12).collect();
        let more = if target.fields.len() > names.len() { ", …" } else { "" };
        let hint = format!("its columns are {}{more}", names.join(", "));
        self.report(Diagnostic::error(codes::COLUMN_COUNT, span, message).hint(hint));
    }

    /// A value in the type of its column.
    fn fit(&mut self, item: Expr, field: &Field, insert: &Insert, from: &str) -> Expr {
        if assignable(item.data_type, field.data_type) {
            return cast(item, field.data_type);
        }
        let span = item.span;
        let text = self.text.get(span.range()).unwrap_or_default();
        let star = text == "*"
            || text.ends_with(".*")
            || matches!(item.kind, ExprKind::Column(_)) && text.contains(' ');
        let shown = if star { written(from) } else { self.excerpt(span) };
        let message = format!(
            "{} of {} is {}, but {shown} is {}",
            written(&field.name),
            insert.target,
            field.data_type,
            item.data_type
        );
        let diagnostic = Diagnostic::error(codes::NOT_ASSIGNABLE, span, message);
        let convert = format!("CAST({text} AS {})", field.data_type);
        self.report(if let DataType::Record(record) = item.data_type {
            diagnostic.hint(self.record_hint(record))
        } else if !super::coerce::castable(item.data_type, field.data_type) {
            diagnostic
        } else if star {
            diagnostic.hint(format!("list the columns and write CAST({shown} AS {})", field.data_type))
        } else {
            diagnostic
                .hint(format!("write {}", convert.split_whitespace().collect::<Vec<_>>().join(" ")))
                .fix(span, convert)
        });
        Expr { data_type: field.data_type, ..unknown(span) }
    }
}

fn count(columns: usize) -> String {
    if columns == 1 { "1 column".to_owned() } else { format!("{columns} columns") }
}
