//! Aggregates: of a tumbling window in Flink SQL, of other windows for the job's functions.

use rillcut_record::DataType;
use rillcut_sql::plan::{Aggregate, AggregateFunction};

use crate::{
    expression::{Scope, fitted, unexported},
    names,
    refusal::Refusal,
};

/// An aggregate in a SELECT.
pub(crate) struct Written {
    pub(crate) value: String,
    /// For one that can fail: how many values it has, and what is said when it has some and no result.
    pub(crate) count: Option<(String, String)>,
}

/// An aggregate of a GROUP BY over TUMBLE.
pub(crate) fn tumbling(
    scope: &Scope<'_>,
    aggregate: &Aggregate,
    argument: Option<&str>,
) -> Result<Written, Box<Refusal>> {
    use AggregateFunction as F;
    let x = argument.unwrap_or("*");
    let of = aggregate.argument.as_ref().map_or(DataType::Null, |argument| argument.data_type);
    let name = if aggregate.function == F::Avg { "AVG" } else { "SUM" };
    let misfit = || {
        let message = format!("the {name} does not fit {}", aggregate.data_type);
        Some((format!("COUNT({x})"), scope.fault("STR0102", &message, aggregate.span)))
    };
    let plain = |value: String| Written { value, count: None };
    let wide = matches!(of, DataType::BigInt | DataType::Decimal { .. } | DataType::Interval(_));
    Ok(match aggregate.function {
        F::CountRows => plain("COUNT(*)".to_owned()),
        F::Count => plain(format!("COUNT({x})")),
        F::Sum if of.is_approximate() => {
            Written { value: finite(&format!("SUM({x})"), aggregate.data_type), count: misfit() }
        }
        F::Avg if of.is_approximate() => {
            Written { value: finite(&format!("AVG({x})"), aggregate.data_type), count: misfit() }
        }
        F::Sum => {
            let total = if wide {
                format!("KDA_TOTAL(SUM(CAST({x} AS DECIMAL(19, 0))))")
            } else {
                format!("SUM({x})")
            };
            let value = match aggregate.data_type {
                DataType::Decimal { precision, .. } => {
                    let most = 10_i64.pow(u32::from(precision.min(18))) - 1;
                    format!("KDA_FIT({total}, {}, {most})", names::long(-most))
                }
                other => fitted(&total, other),
            };
            Written { value, count: misfit() }
        }
        F::Avg if wide => plain(format!("KDA_AVERAGE(SUM(CAST({x} AS DECIMAL(19, 0))), COUNT({x}))")),
        F::Avg => plain(format!("KDA_DIVIDE(SUM({x}), COUNT({x}))")),
        F::Min | F::Max if of == DataType::Boolean => {
            let which = if aggregate.function == F::Min { "MIN" } else { "MAX" };
            plain(format!("({which}({}) = 1)", truth(x)))
        }
        F::Min if of.is_text() => plain(format!("KDA_LEAST_TEXT({x})")),
        F::Max if of.is_text() => plain(format!("KDA_GREATEST_TEXT({x})")),
        F::Min => plain(format!("MIN({x})")),
        F::Max => plain(format!("MAX({x})")),
        F::Any => plain(format!("(MAX({}) = 1)", truth(x))),
        F::Every => plain(format!("(MIN({}) = 1)", truth(x))),
        F::StddevPop | F::StddevSamp | F::VarPop | F::VarSamp => {
            let function = match aggregate.function {
                F::StddevPop => "KDA_STDDEV_POP",
                F::StddevSamp => "KDA_STDDEV_SAMP",
                F::VarPop => "KDA_VAR_POP",
                _ => "KDA_VAR_SAMP",
            };
            let value = match of {
                DataType::Decimal { scale, .. } => {
                    let divisor = names::double(names::power_of_ten(scale));
                    format!("CAST({x} AS DOUBLE) / {divisor}")
                }
                _ if of.is_approximate() => x.to_owned(),
                _ => format!("CAST({x} AS DOUBLE)"),
            };
            plain(format!("{function}({value})"))
        }
        F::FirstValue { .. } | F::LastValue { .. } => {
            return Err(unexported(aggregate.span, "FIRST_VALUE or LAST_VALUE of a tumbling window"));
        }
    })
}

fn finite(value: &str, data_type: DataType) -> String {
    let function = if data_type == DataType::Real { "KDA_REAL" } else { "KDA_FINITE" };
    format!("{function}({value})")
}

fn truth(x: &str) -> String {
    format!("CASE WHEN {x} THEN 1 WHEN NOT {x} THEN 0 END")
}

/// An aggregate for the job's functions: `SUM:2:least:greatest`.
pub(crate) fn specified(
    function: AggregateFunction,
    argument: Option<usize>,
    argument_type: DataType,
    result: DataType,
) -> String {
    use AggregateFunction as F;
    let name = match function {
        F::CountRows | F::Count => "COUNT",
        F::Sum => "SUM",
        F::Avg => "AVG",
        F::Min => "MIN",
        F::Max => "MAX",
        F::StddevPop => "STDDEV_POP",
        F::StddevSamp => "STDDEV_SAMP",
        F::VarPop => "VAR_POP",
        F::VarSamp => "VAR_SAMP",
        F::Any => "ANY",
        F::Every => "EVERY",
        F::FirstValue { ignore_nulls: true } => "FIRST_IGNORING",
        F::FirstValue { .. } => "FIRST",
        F::LastValue { ignore_nulls: true } => "LAST_IGNORING",
        F::LastValue { .. } => "LAST",
    };
    let at = argument.map_or(-1, |at| at as i64);
    let (least, greatest) = match result {
        DataType::Real => return format!("{name}:{at}:REAL"),
        DataType::Double => {
            let divisor = if let DataType::Decimal { scale, .. } = argument_type {
                names::power_of_ten(scale)
            } else {
                1.0
            };
            return format!("{name}:{at}:DOUBLE:{divisor}");
        }
        DataType::Decimal { precision, .. } => {
            let most = 10_i64.pow(u32::from(precision.min(18))) - 1;
            (-most, most)
        }
        other => other.integer_range().unwrap_or((i64::MIN, i64::MAX)),
    };
    format!("{name}:{at}:{least}:{greatest}")
}
