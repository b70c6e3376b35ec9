//! Table functions, `TABLE(f(CURSOR(…), …))` (spec/kda-sql.md 12): which there are, and how their arguments are read.
//!
//! Arguments are constants and go by position. What each function makes of them stands in a file of its own: `forest`,
//! `hotspots`, `items`, `rank`.

use std::ops::RangeInclusive;

use rillcut_record::{DataType, Value};

use super::{
    Checker,
    call::TABLE_FUNCTIONS,
    expr::{Aggregates, Context},
    name::{closest, suggest},
    relation::{Relation, Scope, ScopeColumn, Visible},
};
use crate::{
    ast::{Expr, ExprKind, Ident, written},
    codes,
    diagnostic::Diagnostic,
    plan,
    span::Span,
};

/// Most numeric columns of a point.
const MAX_DIMENSIONS: usize = 30;

/// A whole number among the arguments: its name, its range, and what it usually is.
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) range: RangeInclusive<i64>,
    pub(super) usual: i64,
}

/// A call behind its cursor.
#[derive(Clone, Copy)]
pub(super) struct TableCall<'a> {
    pub(super) name: &'a Ident,
    /// What follows CURSOR.
    pub(super) arguments: &'a [Expr],
    pub(super) span: Span,
}

impl TableCall<'_> {
    /// Where an argument stands, or the call when it is left out.
    pub(super) fn place(&self, argument: usize) -> Span {
        self.arguments.get(argument).map_or(self.span, |argument| *argument.span)
    }
}

impl Checker<'_> {
    /// `TABLE(f(CURSOR(…), …))`.
    pub(super) fn table_function(&mut self, name: &Ident, arguments: &[Expr], span: Span) -> Relation {
        let stored = name.stored();
        if !TABLE_FUNCTIONS.contains(&stored.as_ref()) {
            let meant = closest(&stored, TABLE_FUNCTIONS.iter().copied());
            let message = format!("there is no table function {name}");
            let diagnostic = Diagnostic::error(codes::UNKNOWN_FUNCTION, *name.span, message);
            self.report(suggest(diagnostic, *name.span, &stored, meant));
            return Relation::unknown(span);
        }
        let Some(input) = self.cursor(name, arguments, span) else { return Relation::unknown(span) };
        let call = TableCall { name, arguments: arguments.get(1..).unwrap_or_default(), span };
        match stored.as_ref() {
            "RANDOM_CUT_FOREST" => self.forest(call, input, false),
            "RANDOM_CUT_FOREST_WITH_EXPLANATION" => self.forest(call, input, true),
            "HOTSPOTS" => self.hotspots(call, input),
            "TOP_K_ITEMS_TUMBLING" => self.top_items(call, input),
            "COUNT_DISTINCT_ITEMS_TUMBLING" => self.count_items(call, input),
            _ => self.group_rank(call, input),
        }
    }

    /// The rows of the first argument.
    fn cursor(&mut self, name: &Ident, arguments: &[Expr], span: Span) -> Option<Relation> {
        if let Some(ExprKind::Cursor(query)) = arguments.first().map(|argument| &argument.kind) {
            let mut relation = self.query(query);
            // A ROWTIME in the cursor's list is the row's own time, which is carried on beside the columns.
            for column in &mut relation.columns {
                if column.name == "ROWTIME" {
                    column.visible = Visible::No;
                }
            }
            Some(relation)
        } else {
            let place = arguments.first().map_or(span, |argument| *argument.span);
            let message = format!("the first argument of {name} must be CURSOR(SELECT STREAM …)");
            self.error(codes::NO_CURSOR, place, message);
            None
        }
    }

    /// Whether a call has as many arguments behind CURSOR as its form shows.
    pub(super) fn has_arguments(&mut self, call: TableCall<'_>, wanted: usize, form: &str) -> bool {
        let given = call.arguments.len();
        if given == wanted {
            return true;
        }
        let place = if given > wanted { call.place(wanted) } else { call.span };
        let message = format!("{} takes CURSOR and {wanted} arguments, {given} are given", call.name);
        let hint = format!("the form is {}(CURSOR(SELECT STREAM …), {form})", call.name);
        self.report(Diagnostic::error(codes::ARGUMENT_COUNT, place, message).hint(hint));
        false
    }

    pub(super) fn constant(&mut self, argument: &Expr) -> plan::Expr {
        let scope = Scope::default();
        self.expr(argument, &mut Context::new(&scope, Aggregates::Forbidden("a table function")))
    }

    /// A whole number in its range; what is usual when it is not.
    pub(super) fn number_in_range(&mut self, argument: &Expr, parameter: &Parameter) -> i64 {
        let faults = self.faults();
        let value = self.constant(argument);
        let Parameter { name, range, usual } = parameter;
        match Self::constant_long(&value) {
            Some(number) if value.data_type.is_integer() && range.contains(&number) => number,
            _ => {
                if faults == self.faults() {
                    let (least, most) = (range.start(), range.end());
                    let text = self.excerpt(value.span);
                    let message = format!("{name} is a whole number from {least} to {most}, not {text}");
                    let hint = format!("{usual} is the usual value");
                    self.report(Diagnostic::error(codes::TABLE_ARGUMENT, value.span, message).hint(hint));
                }
                *usual
            }
        }
    }

    /// A constant text; `None` with a fault that shows an `example` of it.
    pub(super) fn text_argument(&mut self, argument: &Expr, name: &str, example: &str) -> Option<String> {
        // Text in double quotes is a column's name, which an argument is not.
        let faults = self.faults();
        if !matches!(argument.kind, ExprKind::Name(_)) {
            let value = self.constant(argument);
            if let plan::ExprKind::Literal(Value::Text(text)) = value.kind {
                return Some(text);
            }
        }
        if faults == self.faults() {
            let text = self.excerpt(*argument.span);
            let message = format!("{name} is a text in single quotes, not {text}");
            let hint = format!("write {example}");
            self.report(Diagnostic::error(codes::TABLE_ARGUMENT, *argument.span, message).hint(hint));
        }
        None
    }

    /// The column that a text names, in its exact case. `None` with a fault, or when the cursor's columns are not known.
    pub(super) fn column_argument(
        &mut self,
        call: TableCall<'_>,
        argument: usize,
        name: &str,
        input: &Relation,
    ) -> Option<usize> {
        let given = call.arguments.get(argument)?;
        let visible = || input.columns.iter().enumerate().filter(|(_, column)| column.visible != Visible::No);
        let example = visible().next().map_or("'column'".to_owned(), |(_, column)| quoted(&column.name));
        let text = self.text_argument(given, name, &example)?;
        let mut found = visible().filter(|(_, column)| column.name == text);
        match (found.next(), found.next()) {
            (Some((index, _)), None) => return Some(index),
            (Some(_), Some(_)) => {
                let message = format!("the cursor gives more than one column {}", written(&text));
                self.report(
                    Diagnostic::error(codes::AMBIGUOUS_COLUMN, *given.span, message)
                        .hint("give them different names, with AS"),
                );
            }
            (None, _) if input.open => {}
            (None, _) => {
                let message = format!("the cursor gives no column {}", quoted(&text));
                let mut diagnostic = Diagnostic::error(codes::UNKNOWN_COLUMN, *given.span, message);
                let meant = closest(&text, visible().map(|(_, column)| column.name.as_str()));
                diagnostic = match meant {
                    Some(meant) => diagnostic
                        .hint(format!("did you mean {}? The name is given in its exact case", quoted(meant)))
                        .fix(*given.span, quoted(meant)),
                    None => diagnostic.hint(format!("the cursor gives {}", list(visible().map(|(_, c)| c)))),
                };
                self.report(diagnostic);
            }
        }
        None
    }

    /// The numeric columns of a cursor, which make up a point; others pass through.
    pub(super) fn point(&mut self, call: TableCall<'_>, columns: &[ScopeColumn], open: bool) -> Vec<usize> {
        let TableCall { name, span, .. } = call;
        let mut point = Vec::new();
        for (index, column) in columns.iter().enumerate() {
            match column.data_type {
                DataType::Decimal { .. } => {
                    let message = format!("{name} does not use {}, a DECIMAL", written(&column.name));
                    self.report(
                        Diagnostic::warning(codes::POINT_DECIMAL, span, message)
                            .hint("CAST(x AS DOUBLE) makes it part of the point"),
                    );
                }
                data_type if data_type.is_numeric() => point.push(index),
                _ => {}
            }
        }
        let unknown = open || columns.iter().any(|column| column.data_type == DataType::Null);
        if !unknown && point.is_empty() {
            let given = list(columns.iter().filter(|column| column.visible == Visible::Full));
            self.report(
                Diagnostic::error(codes::POINT_COLUMNS, span, format!("{name} needs a numeric column"))
                    .hint(format!("the cursor gives {given}")),
            );
        }
        if point.len() > MAX_DIMENSIONS {
            let given = point.len();
            let message = format!("{name} takes {MAX_DIMENSIONS} numeric columns, the cursor gives {given}");
            self.error(codes::POINT_COLUMNS, span, message);
        }
        point
    }
}

/// A text as SQL writes it.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The first columns with their types.
fn list<'c>(columns: impl Iterator<Item = &'c ScopeColumn>) -> String {
    let mut shown: Vec<String> =
        columns.take(6).map(|column| format!("{} {}", written(&column.name), column.data_type)).collect();
    if shown.len() == 6 {
        shown.truncate(5);
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
