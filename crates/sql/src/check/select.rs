//! SELECT: its list, its clauses in order, and the operators they become (spec/kda-sql.md 5–10).

use rillcut_record::DataType;

use super::{
    Checker,
    expr::{Aggregates, Context},
    group::Stagger,
    join::filtered,
    monotonic::{Form, Monotonicity, Motion, monotonicity},
    order::Order,
    relation::{Relation, Scope, ScopeColumn, Visible, fields},
    tree::same,
};
use crate::{
    ast::{self, ExprKind as Ast, Grouping, OrderItem, Quantifier, Select, SelectItem, TableKind},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind, Node, Operator, WindowEnd},
    span::Span,
};

/// Most items of a list once `*` is written out, and most aggregates of one SELECT (spec/kda-sql.md 18).
const MAX_ITEMS: usize = 1000;

/// An item of the select list.
struct Item {
    name: String,
    expr: Expr,
}

/// The select list, with `*` written out.
struct List {
    items: Vec<Item>,
    /// `expr AS ROWTIME`.
    rowtime: Option<Expr>,
    /// It has a `*` over columns that are not known.
    open: bool,
}

impl Checker<'_> {
    pub(super) fn select(&mut self, select: &Select, order: &[OrderItem], span: Span) -> Relation {
        let named = select.items.iter().filter_map(|item| match item {
            SelectItem::Expr(expr, Some(alias)) => Some((alias.stored().into_owned(), *expr.span)),
            _ => None,
        });
        let outer = std::mem::replace(&mut self.list_names, named.collect());
        let relation = self.selected(select, order, span);
        self.list_names = outer;
        relation
    }

    fn selected(&mut self, select: &Select, order: &[OrderItem], span: Span) -> Relation {
        let faults = self.faults();
        if select.from.is_empty() {
            let message = "a SELECT without FROM gives no stream";
            self.error(codes::NO_SOURCE, *select.keyword, message);
            return Relation::unknown(span);
        }
        self.expect_stream(select);
        let (mut node, scope) = self.from(select);
        let sound = faults == self.faults();
        if let Some(predicate) = &select.predicate {
            let mut cx = Context::new(&scope, Aggregates::Forbidden("WHERE"));
            let predicate = self.condition(predicate, "WHERE", &mut cx);
            node = filtered(node, predicate);
        }
        self.named_windows(&select.windows, &scope);
        let mut cx = Context::new(&scope, Aggregates::Allowed);
        cx.in_stagger = matches!(select.grouping, Some(Grouping::Stagger { .. }));
        cx.windows = &select.windows;
        let mut list = self.list(select, &mut cx);
        let mut having = select.having.as_ref().map(|having| self.condition(having, "HAVING", &mut cx));
        let distinct = select.quantifier == Some(Quantifier::Distinct);
        // With new times or without duplicates the rows are others than those below: order them after.
        // With WITHIN the order is what makes the new times possible.
        let within = order.first().is_some_and(|item| item.within.is_some());
        let late = distinct || list.rowtime.is_some() && !within;
        let mut keys = Order::default();
        let before_keys = self.faults();
        if !late {
            cx.aliases = list.items.iter().map(|item| (item.name.clone(), item.expr.clone())).collect();
            cx.aliases.extend(list.rowtime.iter().map(|time| ("ROWTIME".to_owned(), time.clone())));
            keys = self.order_keys(
                order,
                &mut cx,
                &list.items.iter().map(|item| &item.expr).collect::<Vec<_>>(),
            );
            cx.aliases.clear();
        }
        let keys_sound = before_keys == self.faults();
        if cx.aggregates.len() + cx.slides.len() > MAX_ITEMS {
            let message = format!("this SELECT has more than {MAX_ITEMS} aggregates");
            self.error(codes::TOO_MANY, *select.keyword, message);
            return Relation::unknown(span);
        }
        let aggregates = std::mem::take(&mut cx.aggregates);
        let slides = std::mem::take(&mut cx.slides);
        if select.grouping.is_some()
            && let Some(span) = slides.first_span()
        {
            let message = format!("{} is taken of rows, and this SELECT groups them", self.excerpt(span));
            self.report(
                Diagnostic::error(codes::AGGREGATE_HERE, span, message)
                    .hint("group in a subquery: SELECT STREAM …, f(n) OVER w FROM (SELECT STREAM COUNT(*) AS n FROM … GROUP BY …)"),
            );
        }
        let mut columns;
        match &select.grouping {
            Some(Grouping::By(by)) => {
                let mut exprs: Vec<&mut Expr> = list.items.iter_mut().map(|item| &mut item.expr).collect();
                exprs.extend(list.rowtime.iter_mut());
                exprs.extend(having.iter_mut());
                exprs.extend(keys.keys.iter_mut().map(|key| &mut key.expr));
                (node, columns) = self.group(node, &scope, by, aggregates, &mut exprs, sound);
            }
            Some(Grouping::Stagger { partition, range, span: place }) => {
                let mut exprs: Vec<&mut Expr> = list.items.iter_mut().map(|item| &mut item.expr).collect();
                exprs.extend(list.rowtime.iter_mut());
                exprs.extend(having.iter_mut());
                exprs.extend(keys.keys.iter_mut().map(|key| &mut key.expr));
                let window = Stagger { partition, range, span: **place };
                (node, columns) = self.stagger(node, &scope, &window, aggregates, &mut exprs, sound);
            }
            None => {
                self.ungrouped(select, &aggregates);
                let mut exprs: Vec<&mut Expr> = list.items.iter_mut().map(|item| &mut item.expr).collect();
                exprs.extend(list.rowtime.iter_mut());
                exprs.extend(keys.keys.iter_mut().map(|key| &mut key.expr));
                (node, columns) = slides.over(node, &scope, &mut exprs);
            }
        }
        if let Some(predicate) = having {
            let span = predicate.span;
            let fields = node.fields.clone();
            node = Node { operator: Operator::Filter { input: Box::new(node), predicate }, fields, span };
        }
        if !late {
            node = self.sorted(node, &mut columns, keys, sound && keys_sound);
        }
        let mut relation = project(node, &columns, list, *select.keyword);
        if distinct {
            relation = self.distinct(relation, *select.keyword, sound);
        }
        if late { self.ordered(relation, order) } else { relation }
    }

    /// How many faults there are: more of them below make further ones above meaningless.
    pub(super) fn faults(&self) -> usize {
        self.diagnostics.len()
    }

    /// STREAM may be left out over subqueries, not over a stream.
    fn expect_stream(&mut self, select: &Select) {
        let over_stream = select.from.iter().any(|item| matches!(item.table.kind, TableKind::Named(_)));
        if !select.stream && over_stream {
            let span = *select.keyword;
            let message = "the query reads a stream, but is written without STREAM";
            self.report(
                Diagnostic::warning(codes::STREAM_MISSING, span, message)
                    .hint("write SELECT STREAM")
                    .fix(span, "SELECT STREAM"),
            );
        }
    }

    fn ungrouped(&mut self, select: &Select, aggregates: &[crate::plan::Aggregate]) {
        if let Some(aggregate) = aggregates.first() {
            let message = format!("{} over a stream never ends", self.excerpt(aggregate.span));
            self.report(
                Diagnostic::error(codes::AGGREGATE_WITHOUT_GROUP, aggregate.span, message)
                    .hint("add GROUP BY STEP(ROWTIME BY INTERVAL '10' SECOND)"),
            );
        } else if let Some(having) = &select.having {
            let message = "HAVING needs GROUP BY";
            self.report(
                Diagnostic::error(codes::HAVING_WITHOUT_GROUP, *having.span, message)
                    .hint("a condition on rows stands in WHERE"),
            );
        }
    }

    fn list(&mut self, select: &Select, cx: &mut Context<'_>) -> List {
        let mut list = List { items: Vec::new(), rowtime: None, open: false };
        for item in &select.items {
            if list.items.len() > MAX_ITEMS {
                break;
            }
            match item {
                SelectItem::All(place) => all_columns(cx.scope, **place, &mut list),
                SelectItem::AllOf(table, place) => {
                    match cx
                        .scope
                        .tables
                        .iter()
                        .position(|found| found.name.as_deref() == Some(&*table.stored()))
                    {
                        Some(index) => columns_of(cx.scope, index, **place, &mut list),
                        None => self.missing_table(table, cx.scope),
                    }
                }
                SelectItem::Expr(expr, alias) => self.item(expr, alias.as_ref(), &mut list, cx),
            }
        }
        if list.items.len() > MAX_ITEMS {
            let message = format!("the list has more than {MAX_ITEMS} columns");
            self.error(codes::TOO_MANY, *select.keyword, message);
            // How many more does not matter.
            list.open = true;
        }
        list
    }

    fn item(&mut self, expr: &ast::Expr, alias: Option<&ast::Ident>, list: &mut List, cx: &mut Context<'_>) {
        let checked = self.expr(expr, cx);
        if let Some(alias) = alias.filter(|alias| alias.is("ROWTIME")) {
            // `ROWTIME AS ROWTIME` changes nothing, but is meant so.
            if !matches!(checked.data_type, DataType::Timestamp | DataType::Null) {
                let message = format!(
                    "ROWTIME is a TIMESTAMP, {} is {}",
                    self.excerpt(checked.span),
                    checked.data_type
                );
                let diagnostic = Diagnostic::error(codes::ROWTIME_TYPE, checked.span, message);
                self.report(if checked.data_type.is_text() {
                    diagnostic.hint("CAST(x AS TIMESTAMP) reads 'yyyy-MM-dd HH:mm:ss'")
                } else {
                    diagnostic
                });
            } else if list.rowtime.is_some() {
                self.error(codes::DUPLICATE_COLUMN, *alias.span, "ROWTIME is set twice");
            }
            list.rowtime = Some(Expr { data_type: DataType::Timestamp, ..checked });
            return;
        }
        let name = match (alias, &expr.kind) {
            (Some(alias), _) => alias.stored().into_owned(),
            (None, Ast::Name(name)) => super::catalog::stored(name),
            _ => format!("EXPR${}", list.items.len()),
        };
        list.items.push(Item { name, expr: checked });
    }

    /// SELECT DISTINCT: a duplicate is one within the window of a monotonic item.
    fn distinct(&mut self, relation: Relation, span: Span, sound: bool) -> Relation {
        let ends = relation
            .columns
            .iter()
            .enumerate()
            .find_map(|(index, column)| column.motion.map(|motion| (index, motion.end())));
        let Some((window_column, end)) = ends else {
            if sound && !relation.open {
                let message = "DISTINCT needs an item that tells when its rows are complete";
                self.report(
                    Diagnostic::error(codes::DISTINCT_NOT_MONOTONIC, span, message)
                        .hint("add an item such as FLOOR(ROWTIME TO MINUTE) AS w"),
                );
            }
            return relation;
        };
        let fields = relation.node.fields.clone();
        let operator = Operator::Distinct { input: Box::new(relation.node), window_column, end };
        // Rows keep their own time.
        Relation { node: Node { operator, fields, span }, ..relation }
    }
}

/// `*`: all columns of all tables but ROWTIME and APPROXIMATE_ARRIVAL_TIME; what USING made one comes first.
fn all_columns(scope: &Scope, span: Span, list: &mut List) {
    for merged in &scope.merged {
        list.items.push(Item { name: merged.name.clone(), expr: Expr { span, ..merged.expr.clone() } });
    }
    let merged: Vec<usize> = scope.merged.iter().flat_map(|merged| merged.from).collect();
    for (index, column) in scope.columns.iter().enumerate() {
        if column.visible == Visible::Full && !merged.contains(&index) {
            list.items.push(Item { name: column.name.clone(), expr: scope.column(index, span) });
        }
    }
    list.open |= scope.is_open();
}

/// `t.*`.
fn columns_of(scope: &Scope, table: usize, span: Span, list: &mut List) {
    let table = &scope.tables[table];
    for index in table.columns.clone() {
        let column = &scope.columns[index];
        if column.visible == Visible::Full {
            list.items.push(Item { name: column.name.clone(), expr: scope.column(index, span) });
        }
    }
    list.open |= table.open;
}

/// How an output column moves, given the times of the output rows.
fn motion(expr: &Expr, below: &[ScopeColumn], rowtime: Option<&Expr>) -> Option<Motion> {
    if rowtime.is_some_and(|rowtime| same(rowtime, expr)) {
        return Some(Motion::ROWTIME);
    }
    let Monotonicity::Monotonic(motion) = monotonicity(expr, below) else { return None };
    if rowtime.is_some() {
        // It follows the old time, which the rows no longer carry.
        return Some(Motion { form: Form::Stepped { end: WindowEnd::Change, aligned: false }, ..motion });
    }
    Some(motion)
}

/// The list over the rows below.
fn project(node: Node, below: &[ScopeColumn], list: List, span: Span) -> Relation {
    let column = |item: &Item| {
        let nullable = match item.expr.kind {
            ExprKind::Column(index) => below.get(index).is_none_or(|column| column.nullable),
            ExprKind::Rowtime => false,
            _ => true,
        };
        ScopeColumn {
            name: item.name.clone(),
            data_type: item.expr.data_type,
            nullable,
            motion: motion(&item.expr, below, list.rowtime.as_ref()),
            visible: Visible::Full,
        }
    };
    let columns: Vec<ScopeColumn> = list.items.iter().map(column).collect();
    let whole = list.items.len() == node.fields.len()
        && list.rowtime.is_none()
        && list.items.iter().zip(&node.fields).enumerate().all(|(index, (item, field))| {
            matches!(item.expr.kind, ExprKind::Column(column) if column == index) && item.name == field.name
        });
    if whole {
        // `SELECT *`: the rows as they are.
        let origin = list.items.first().map_or(span, |item| item.expr.span);
        return Relation { node, columns, open: list.open, origin };
    }
    let items = list.items.into_iter().map(|item| item.expr).collect();
    let operator = Operator::Project { input: Box::new(node), items, rowtime: list.rowtime };
    Relation {
        node: Node { operator, fields: fields(&columns), span },
        columns,
        open: list.open,
        origin: span,
    }
}
