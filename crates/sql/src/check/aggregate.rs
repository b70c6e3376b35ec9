//! Aggregates (spec/kda-sql.md 7, 11).

use rillcut_record::DataType;

use super::{
    Checker,
    coerce::cast,
    expr::{Aggregates, Context, FIRST_AGGREGATE},
    literal::unknown,
    tree::same,
};
use crate::{
    ast::{FunctionCall, Quantifier},
    codes,
    diagnostic::Diagnostic,
    plan::{Aggregate, AggregateFunction, Expr, ExprKind},
    span::Span,
};

/// Their names.
pub(super) const NAMES: &[&str] = &[
    "ANY",
    "AVG",
    "COUNT",
    "EVERY",
    "MAX",
    "MIN",
    "STDDEV",
    "STDDEV_POP",
    "STDDEV_SAMP",
    "STD_DEV",
    "SUM",
    "VAR_POP",
    "VAR_SAMP",
];

/// The aggregate of that stored name.
pub(super) fn aggregate_function(name: &str) -> Option<AggregateFunction> {
    Some(match name {
        "COUNT" => AggregateFunction::Count,
        "SUM" => AggregateFunction::Sum,
        "AVG" => AggregateFunction::Avg,
        "MIN" => AggregateFunction::Min,
        "MAX" => AggregateFunction::Max,
        "STDDEV_POP" => AggregateFunction::StddevPop,
        "STDDEV_SAMP" | "STDDEV" | "STD_DEV" => AggregateFunction::StddevSamp,
        "VAR_POP" => AggregateFunction::VarPop,
        "VAR_SAMP" => AggregateFunction::VarSamp,
        "ANY" => AggregateFunction::Any,
        "EVERY" => AggregateFunction::Every,
        _ => return None,
    })
}

/// FIRST_VALUE and LAST_VALUE, which are aggregates in a stagger window.
pub(super) fn of_a_first_or_last_row(name: &str, call: &FunctionCall) -> Option<AggregateFunction> {
    let ignore_nulls = call.ignore_nulls.unwrap_or(false);
    match name {
        "FIRST_VALUE" => Some(AggregateFunction::FirstValue { ignore_nulls }),
        "LAST_VALUE" => Some(AggregateFunction::LastValue { ignore_nulls }),
        _ => None,
    }
}

impl Checker<'_> {
    /// An aggregate of GROUP BY; the same one written twice is computed once.
    pub(super) fn aggregate(
        &mut self,
        function: AggregateFunction,
        call: &FunctionCall,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Expr {
        if let Aggregates::Forbidden(place) = cx.allowed {
            let message = format!("{} cannot stand in {place}", self.excerpt(span));
            let diagnostic = Diagnostic::error(codes::AGGREGATE_HERE, span, message);
            self.report(match place {
                "WHERE" => diagnostic.hint("a condition on groups stands in HAVING"),
                _ => diagnostic,
            });
            return unknown(span);
        }
        if call.quantifier == Some(Quantifier::Distinct) || call.filter.is_some() {
            self.not_in_dialect(call, span);
            self.argument(call, cx);
            return Expr { data_type: DataType::BigInt, ..unknown(span) };
        }
        let Some((function, argument, data_type)) = self.typed(function, call, span, cx) else {
            return unknown(span);
        };
        let aggregate = Aggregate { function, argument, data_type, span };
        let known = cx.aggregates.iter().position(|other| same_aggregate(other, &aggregate));
        let index = known.unwrap_or_else(|| {
            cx.aggregates.push(aggregate);
            cx.aggregates.len() - 1
        });
        Expr { kind: ExprKind::Column(FIRST_AGGREGATE + index), data_type, span }
    }

    pub(super) fn not_in_dialect(&mut self, call: &FunctionCall, span: Span) {
        let name = call.name.stored();
        let (form, hint) = if call.filter.is_some() {
            ("FILTER", "use a CASE: COUNT(CASE WHEN p THEN 1 END)")
        } else if name == "COUNT" {
            ("COUNT(DISTINCT x)", "COUNT_DISTINCT_ITEMS_TUMBLING counts different values of a window")
        } else {
            ("DISTINCT in an aggregate", "take SELECT STREAM DISTINCT in a subquery")
        };
        let message = format!("the dialect has no {form}");
        self.report(Diagnostic::error(codes::NOT_IN_KDA, span, message).hint(hint));
    }

    /// The one argument, in which no further aggregate can stand.
    fn argument(&mut self, call: &FunctionCall, cx: &mut Context<'_>) -> Option<Expr> {
        let [argument] = call.arguments.as_slice() else { return None };
        let allowed = std::mem::replace(&mut cx.allowed, Aggregates::Forbidden("another aggregate"));
        let argument = self.expr(argument, cx);
        cx.allowed = allowed;
        Some(argument)
    }

    /// Function, argument and type of the result; `None`, with an error, for arguments that do not fit.
    pub(super) fn typed(
        &mut self,
        function: AggregateFunction,
        call: &FunctionCall,
        span: Span,
        cx: &mut Context<'_>,
    ) -> Option<(AggregateFunction, Option<Expr>, DataType)> {
        use AggregateFunction as F;
        let name = call.name.stored();
        if call.star {
            if function == F::Count {
                return Some((F::CountRows, None, DataType::BigInt));
            }
            self.error(codes::ARGUMENT_COUNT, span, format!("{name} needs a column, not *"));
            return None;
        }
        let Some(argument) = self.argument(call, cx) else {
            self.error(codes::ARGUMENT_COUNT, span, format!("{name} takes one argument"));
            return None;
        };
        let given = argument.data_type;
        if given == DataType::Null {
            // Unknown in, unknown out; counts are counts.
            let result = if function == F::Count { DataType::BigInt } else { DataType::Null };
            return Some((function, Some(argument), result));
        }
        let (needs, fits) = match function {
            F::Sum | F::Avg | F::StddevPop | F::StddevSamp | F::VarPop | F::VarSamp => {
                ("a number", given.is_numeric())
            }
            F::Any | F::Every => ("a condition", given == DataType::Boolean),
            _ => ("a value", true),
        };
        if !fits {
            self.wrong_argument(&name, needs, &argument);
            return None;
        }
        let data_type = match function {
            F::CountRows | F::Count => DataType::BigInt,
            // A sum of whole numbers has 64 bits; whether it fits a narrower column is seen on insert.
            F::Sum if given.is_integer() => DataType::BigInt,
            F::Sum => match given {
                DataType::Decimal { scale, .. } => DataType::Decimal { precision: 18, scale },
                other => other,
            },
            F::StddevPop | F::StddevSamp | F::VarPop | F::VarSamp => DataType::Double,
            F::Avg | F::Min | F::Max | F::Any | F::Every | F::FirstValue { .. } | F::LastValue { .. } => {
                given
            }
        };
        let argument = if function == F::Count { argument } else { cast(argument, data_type) };
        Some((function, Some(argument), data_type))
    }
}

fn same_aggregate(a: &Aggregate, b: &Aggregate) -> bool {
    let arguments = match (&a.argument, &b.argument) {
        (Some(a), Some(b)) => same(a, b),
        (None, None) => true,
        _ => false,
    };
    a.function == b.function && arguments && a.data_type == b.data_type
}
