//! Table functions, of which RANDOM_CUT_FOREST is planned (spec/kda-sql.md 12).

use rillcut_record::{DataType, Field, Value};

use super::{
    Checker,
    expr::{Aggregates, Context},
    name::{closest, suggest},
    relation::{Relation, Scope, ScopeColumn, Visible, fields},
};
use crate::{
    ast::{Expr, ExprKind, Ident},
    codes,
    diagnostic::Diagnostic,
    plan::{self, ForestOptions, Node, Operator},
    span::Span,
};

/// Most numeric columns of a forest's point.
const MAX_DIMENSIONS: usize = 30;

/// An argument: its name, its range, and what it is when left out.
struct Parameter {
    name: &'static str,
    range: std::ops::RangeInclusive<i64>,
    default: i64,
}

const PARAMETERS: [Parameter; 4] = [
    Parameter { name: "numberOfTrees", range: 1..=1000, default: 100 },
    Parameter { name: "subSampleSize", range: 10..=1000, default: 256 },
    Parameter { name: "timeDecay", range: 1..=i32::MAX as i64, default: 100_000 },
    Parameter { name: "shingleSize", range: 1..=30, default: 1 },
];

impl Checker<'_> {
    /// `TABLE(f(CURSOR(…), …))`.
    pub(super) fn table_function(&mut self, name: &Ident, arguments: &[Expr], span: Span) -> Relation {
        let stored = name.stored();
        let explains = match stored.as_ref() {
            "RANDOM_CUT_FOREST" => false,
            "RANDOM_CUT_FOREST_WITH_EXPLANATION" => true,
            "HOTSPOTS" | "TOP_K_ITEMS_TUMBLING" | "COUNT_DISTINCT_ITEMS_TUMBLING" | "GROUP_RANK" => {
                self.cursor(name, arguments, span);
                self.unsupported(*name.span, &stored);
                return Relation::unknown(span);
            }
            _ => {
                let known = [
                    "RANDOM_CUT_FOREST",
                    "RANDOM_CUT_FOREST_WITH_EXPLANATION",
                    "HOTSPOTS",
                    "TOP_K_ITEMS_TUMBLING",
                    "COUNT_DISTINCT_ITEMS_TUMBLING",
                    "GROUP_RANK",
                ];
                let meant = closest(&stored, known.into_iter());
                let message = format!("there is no table function {name}");
                let diagnostic = Diagnostic::error(codes::UNKNOWN_FUNCTION, *name.span, message);
                self.report(suggest(diagnostic, *name.span, &stored, meant));
                return Relation::unknown(span);
            }
        };
        let Some(input) = self.cursor(name, arguments, span) else { return Relation::unknown(span) };
        let options = self.forest_options(name, arguments.get(1..).unwrap_or_default(), explains, span);
        self.forest(input, options, explains, span)
    }

    /// The rows of the first argument.
    fn cursor(&mut self, name: &Ident, arguments: &[Expr], span: Span) -> Option<Relation> {
        if let Some(ExprKind::Cursor(query)) = arguments.first().map(|argument| &argument.kind) {
            Some(self.query(query))
        } else {
            let place = arguments.first().map_or(span, |argument| *argument.span);
            let message = format!("the first argument of {name} must be CURSOR(SELECT STREAM …)");
            self.error(codes::NO_CURSOR, place, message);
            None
        }
    }

    fn forest_options(
        &mut self,
        name: &Ident,
        arguments: &[Expr],
        explains: bool,
        span: Span,
    ) -> ForestOptions {
        let most = PARAMETERS.len() + usize::from(explains);
        if arguments.len() > most {
            let message =
                format!("{name} takes CURSOR and at most {most} arguments, {} are given", arguments.len());
            let place = arguments.get(most).map_or(span, |argument| *argument.span);
            self.error(codes::ARGUMENT_COUNT, place, message);
        }
        let mut values = PARAMETERS.map(|parameter| parameter.default);
        for ((value, parameter), argument) in values.iter_mut().zip(&PARAMETERS).zip(arguments) {
            *value = self.number_in_range(argument, parameter);
        }
        let [trees, sample, time_decay, shingle] = values;
        if sample >= time_decay {
            // Said of the argument that was written, the decay if both were.
            let place = arguments.get(2).or(arguments.get(1)).map_or(span, |argument| *argument.span);
            let message = format!("subSampleSize ({sample}) must be less than timeDecay ({time_decay})");
            self.error(codes::FOREST_ARGUMENT, place, message);
        }
        let direction = arguments.get(4).filter(|_| explains).is_some_and(|argument| self.flag(argument));
        ForestOptions {
            trees: trees as u32,
            sample: sample as u32,
            time_decay: time_decay as u32,
            shingle: shingle as u32,
            explanation: explains.then_some(direction),
        }
    }

    fn constant(&mut self, argument: &Expr) -> plan::Expr {
        let scope = Scope::default();
        self.expr(argument, &mut Context::new(&scope, Aggregates::Forbidden("a table function")))
    }

    fn number_in_range(&mut self, argument: &Expr, parameter: &Parameter) -> i64 {
        let faults = self.faults();
        let value = self.constant(argument);
        let Parameter { name, range, default } = parameter;
        match Self::constant_long(&value) {
            Some(number) if value.data_type.is_integer() && range.contains(&number) => number,
            _ => {
                if faults == self.faults() {
                    let (least, most) = (range.start(), range.end());
                    let text = self.excerpt(value.span);
                    let message = format!("{name} is a whole number from {least} to {most}, not {text}");
                    let hint = format!("{default} is the usual value");
                    self.report(Diagnostic::error(codes::FOREST_ARGUMENT, value.span, message).hint(hint));
                }
                *default
            }
        }
    }

    fn flag(&mut self, argument: &Expr) -> bool {
        let value = self.constant(argument);
        if let plan::ExprKind::Literal(Value::Boolean(flag)) = value.kind {
            return flag;
        }
        let message = format!("withDirectionality is TRUE or FALSE, not {}", self.excerpt(value.span));
        self.error(codes::FOREST_ARGUMENT, value.span, message);
        false
    }

    fn forest(&mut self, input: Relation, options: ForestOptions, explains: bool, span: Span) -> Relation {
        let mut columns = input.columns;
        let mut point = Vec::new();
        for (index, column) in columns.iter_mut().enumerate() {
            match column.data_type {
                DataType::Decimal { .. } => {
                    let message = format!(
                        "RANDOM_CUT_FOREST does not use {}, a DECIMAL",
                        crate::ast::written(&column.name)
                    );
                    self.report(
                        Diagnostic::warning(codes::FOREST_DECIMAL, span, message)
                            .hint("CAST(x AS DOUBLE) makes it part of the point"),
                    );
                }
                data_type if data_type.is_numeric() => point.push(index),
                _ => {}
            }
            if column.name == "ROWTIME" {
                column.visible = Visible::No;
            }
        }
        let unknown = input.open || columns.iter().any(|column| column.data_type == DataType::Null);
        if !unknown && point.is_empty() {
            let message = "RANDOM_CUT_FOREST needs a numeric column";
            let names = columns.iter().filter(|column| column.visible == Visible::Full);
            let given: Vec<String> = names
                .map(|column| format!("{} {}", crate::ast::written(&column.name), column.data_type))
                .take(5)
                .collect();
            self.report(
                Diagnostic::error(codes::FOREST_COLUMNS, span, message)
                    .hint(format!("the cursor gives {}", given.join(", "))),
            );
        }
        if point.len() > MAX_DIMENSIONS {
            let message = format!(
                "RANDOM_CUT_FOREST takes {MAX_DIMENSIONS} numeric columns, the cursor gives {}",
                point.len()
            );
            self.error(codes::FOREST_COLUMNS, span, message);
        }
        columns.push(ScopeColumn::new(&Field::new("ANOMALY_SCORE", DataType::Double)));
        if explains {
            columns.push(ScopeColumn::new(&Field::new("ANOMALY_EXPLANATION", DataType::TEXT)));
        }
        let operator = Operator::RandomCutForest { input: Box::new(input.node), columns: point, options };
        let node = Node { operator, fields: fields(&columns), span };
        Relation { node, columns, open: input.open, origin: span }
    }
}
