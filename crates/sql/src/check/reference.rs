//! Joins of a stream with reference data (spec/kda-sql.md 10.3).
//!
//! A table that no statement creates is reference data when the catalog has it, or when nothing is known of the source and it is
//! joined to something. Each row of the stream meets the table's rows as they are when the program starts, at once and in no
//! window; so the joined rows keep the stream's ROWTIME, and what is known of its columns.

use super::{
    Checker, KnownReference,
    catalog::stored,
    join::{Side, add, filtered},
    relation::{Relation, RowtimeAt, ScopeColumn, ScopeTable, fields},
    tree::any,
};
use crate::{
    ast::{Name, Table},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind, JoinKind, JoinWindow, Node, Operator, Reference, ReferenceId},
    span::Span,
};

impl Checker<'_> {
    /// The reference table of a name; `None` when it is to be looked for among the streams.
    pub(super) fn find_reference(&mut self, name: &Name, joined: bool) -> Option<ReferenceId> {
        let wanted = stored(name);
        let is_stream = self.streams.iter().any(|entry| entry.stream.name == wanted)
            || self.broken.contains(&wanted)
            || self.to_come.contains(&wanted)
            || wanted.eq_ignore_ascii_case(rillcut_record::ERROR_STREAM);
        if is_stream {
            return None;
        }
        if let Some(index) = self.references.iter().position(|reference| reference.table.name == wanted) {
            return Some(ReferenceId(index));
        }
        if self.is_open() && joined && self.source_stream(&wanted).is_none() {
            let table = Reference { name: wanted, fields: Vec::new() };
            self.references.push(KnownReference { table, open: true });
            return Some(ReferenceId(self.references.len() - 1));
        }
        None
    }

    /// A reference table as a side of a join.
    pub(super) fn reference_side(&mut self, table: &Table, name: &Name, id: ReferenceId) -> Side {
        let span = name.span();
        if table.over.is_some() {
            let message = format!("{name} is reference data: all of it can be met at any time");
            let hint = "leave OVER out";
            self.report(Diagnostic::error(codes::NOT_IN_KDA, *table.span, message).hint(hint));
        }
        let known = &self.references[id.0];
        let columns: Vec<ScopeColumn> = known.table.fields.iter().map(ScopeColumn::new).collect();
        let open = known.open;
        let node = Node { operator: Operator::Union(Vec::new()), fields: fields(&columns), span };
        let mut relation = Relation { node, columns, open, origin: span };
        if let Some(alias) = &table.alias {
            self.rename(&mut relation, alias);
        }
        let alias = table.alias.as_ref().map(|alias| alias.name.stored().into_owned());
        let (node, scope) =
            relation.into_scope_with(Some(alias.unwrap_or_else(|| stored(name))), RowtimeAt::Nowhere);
        Side {
            node,
            scope,
            window: JoinWindow::Current,
            limits: Vec::new(),
            reference: Some(id),
            span: *table.span,
        }
    }

    /// A stream and a reference table side by side, without a condition.
    pub(super) fn looked_up(&mut self, left: Side, right: Side, kind: JoinKind, span: Span) -> Side {
        let (table, table_first) = match (left.reference, right.reference) {
            (Some(table), None) => (table, true),
            (_, Some(table)) => (table, false),
            (None, None) => return left,
        };
        let name = crate::ast::written(&self.references[table.0].table.name);
        if left.reference.is_some() && right.reference.is_some() {
            let message = "two tables of reference data are joined to each other";
            let hint = "begin with the stream: FROM s JOIN a ON … JOIN b ON …";
            self.report(Diagnostic::error(codes::REFERENCE_ALONE, span, message).hint(hint));
        }
        let (keep, refused) = match (kind, table_first) {
            (JoinKind::Inner, _) => (false, None),
            (JoinKind::Left, false) | (JoinKind::Right, true) => (true, None),
            (JoinKind::Left, true) => (true, Some("RIGHT JOIN")),
            (JoinKind::Right, false) => (true, Some("LEFT JOIN")),
            (JoinKind::Full, first) => (true, Some(if first { "RIGHT JOIN" } else { "LEFT JOIN" })),
        };
        if let Some(instead) = refused {
            let message =
                format!("a stream has no end, so it never shows which rows of {name} meet none of its rows");
            let hint = format!("{instead} keeps the stream's rows");
            self.report(Diagnostic::error(codes::REFERENCE_OUTER, span, message).hint(hint));
        }
        let split = left.scope.columns.len();
        let (window, limits) = if table_first {
            (right.window, super::join::moved(right.limits, split))
        } else {
            (left.window, left.limits)
        };
        let mut scope = left.scope;
        let mut other = right.scope;
        for ScopeTable { columns, rowtime, .. } in &mut other.tables {
            *columns = columns.start + split..columns.end + split;
            if let RowtimeAt::Column(index) = rowtime {
                *index += split;
            }
        }
        super::join::shift_merged(&mut other, split);
        let of_table = if table_first { &mut scope } else { &mut other };
        of_table.columns.iter_mut().for_each(|column| column.nullable |= keep);
        scope.columns.append(&mut other.columns);
        scope.tables.append(&mut other.tables);
        scope.merged.append(&mut other.merged);
        let input = if table_first { right.node } else { left.node };
        let operator = Operator::Lookup { input: Box::new(input), table, table_first, keep, condition: None };
        let fields = fields(&scope.columns);
        Side { node: Node { operator, fields, span }, scope, window, limits, reference: None, span }
    }
}

/// A conjunct of WHERE over an inner join with reference data: what speaks of the stream alone is asked before the table is.
pub(super) fn into_lookup(node: &mut Node, mut conjunct: Expr) {
    let width = node.fields.len();
    let Operator::Lookup { input, table_first, condition, .. } = &mut node.operator else { return };
    let first = if *table_first { width - input.fields.len() } else { 0 };
    let of_stream = first..first + input.fields.len();
    let of_table = |expr: &Expr| matches!(expr.kind, ExprKind::Column(index) if !of_stream.contains(&index));
    if any(&conjunct, &mut { of_table }) {
        add(condition, conjunct);
        return;
    }
    shift_down(&mut conjunct, first);
    let nothing = Node { operator: Operator::Union(Vec::new()), fields: Vec::new(), span: input.span };
    let stream = std::mem::replace(input.as_mut(), nothing);
    **input = filtered(stream, conjunct);
}

fn shift_down(expr: &mut Expr, by: usize) {
    if let ExprKind::Column(index) = &mut expr.kind {
        *index = index.saturating_sub(by);
    }
    expr.each_child_mut(&mut |child| shift_down(child, by));
}
