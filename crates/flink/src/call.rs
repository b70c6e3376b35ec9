//! Scalar functions (spec/kda-sql.md 11).

use rillcut_record::{DataType, IntervalUnit, Physical, Value};
use rillcut_sql::{
    Span,
    plan::{Expr, ExprKind, Function},
};

use crate::{
    expression::{Scope, fitted, unexported},
    faults::{Sql, failing, passing},
    refusal::Refusal,
};

/// A call of a scalar function.
#[expect(clippy::too_many_lines, reason = "an arm a function, and nothing between them")]
pub(crate) fn call(
    scope: &Scope<'_>,
    function: Function,
    arguments: &[Expr],
    expr: &Expr,
) -> Result<Sql, Box<Refusal>> {
    let span = expr.span;
    let sqls = arguments.iter().map(|argument| scope.sql(argument)).collect::<Result<Vec<_>, _>>()?;
    let all: Vec<&Sql> = sqls.iter().collect();
    let list = sqls.iter().map(|sql| sql.value.as_str()).collect::<Vec<_>>().join(", ");
    let pass = |value: String| Ok(passing(value, &all));
    let wrong = |message: &str| scope.fault("STR0104", message, span);
    let constant = |at: usize| matches!(arguments.get(at).map(|a| &a.kind), Some(ExprKind::Literal(_)));
    match function {
        Function::Abs | Function::Ceil | Function::Floor => {
            Ok(number(scope, function, arguments, &sqls, expr))
        }
        Function::FloorTo(unit) => pass(to_unit(&list, unit, "FALSE", expr, span)?),
        Function::CeilTo(unit) => pass(to_unit(&list, unit, "TRUE", expr, span)?),
        Function::Step => Ok(step(scope, arguments, &sqls, expr)),
        Function::Exp => {
            let value = real(format!("KDA_DOUBLE_FUNCTION('EXP', {list})"), expr.data_type);
            Ok(failing(value, &all, &scope.overflow(expr.data_type, span)))
        }
        Function::Ln | Function::Log10 | Function::Sqrt => {
            let name = match function {
                Function::Ln => "LN",
                Function::Log10 => "LOG10",
                _ => "SQRT",
            };
            let value = real(format!("KDA_DOUBLE_FUNCTION('{name}', {list})"), expr.data_type);
            Ok(failing(value, &all, &wrong(&format!("{name} cannot take the number"))))
        }
        Function::Power => {
            let value = real(format!("KDA_POWER({list})"), expr.data_type);
            let (a, b) = (&sqls[0].value, &sqls[1].value);
            let zero = scope.fault("STR0101", "division by zero", span);
            let over = scope.overflow(expr.data_type, span);
            let negative = wrong("POWER of a negative number takes a whole exponent");
            let message = format!(
                "CASE WHEN {a} < 0 AND {b} <> KDA_DOUBLE_FUNCTION('FLOOR', {b}) THEN {negative} WHEN {a} = 0 AND {b} < 0 THEN {zero} ELSE {over} END"
            );
            Ok(failing(value, &all, &message))
        }
        Function::Mod => {
            let zero = scope.fault("STR0101", "division by zero", span);
            Ok(failing(format!("KDA_MOD({list})"), &all, &zero))
        }
        Function::Concat => {
            let parts: Vec<&str> = sqls.iter().map(|sql| sql.value.as_str()).collect();
            pass(format!("({})", parts.join(" || ")))
        }
        Function::Upper => pass(format!("KDA_UPPER({list})")),
        Function::Lower => pass(format!("KDA_LOWER({list})")),
        Function::Initcap => pass(format!("KDA_INITCAP({list})")),
        Function::CharLength => pass(format!("KDA_LENGTH({list})")),
        Function::Position => pass(format!("KDA_POSITION({list})")),
        Function::SubstringFrom | Function::SubstringComma => {
            let comma = if function == Function::SubstringComma { "TRUE" } else { "FALSE" };
            let value = format!("KDA_SUBSTRING({list}, {comma})");
            if arguments.len() < 3 {
                return pass(value);
            }
            let negative = wrong("SUBSTRING takes a length of zero or more");
            Ok(checked(value, &all, &format!("{} < 0", sqls[2].value), &negative, constant(2)))
        }
        Function::Overlay => {
            let value = format!("KDA_OVERLAY({list})");
            if arguments.len() < 4 {
                return pass(value);
            }
            let negative = wrong("OVERLAY takes a length of zero or more");
            Ok(checked(value, &all, &format!("{} < 0", sqls[3].value), &negative, constant(3)))
        }
        Function::TrimBoth | Function::TrimLeading | Function::TrimTrailing => {
            let sides = match function {
                Function::TrimBoth => "BOTH",
                Function::TrimLeading => "LEADING",
                _ => "TRAILING",
            };
            let value = format!("KDA_TRIM('{sides}', {list})");
            let single = wrong("TRIM takes a single character");
            let several = format!("KDA_LENGTH({}) <> 1", sqls[0].value);
            let known = matches!(&arguments[0].kind, ExprKind::Literal(Value::Text(text)) if text.chars().count() == 1);
            Ok(checked(value, &all, &several, &single, known))
        }
        Function::Extract(unit) => {
            if matches!(arguments[0].data_type, DataType::Interval(_)) {
                return Err(unexported(span, "EXTRACT from an interval"));
            }
            pass(format!("KDA_EXTRACT({list}, '{unit}')"))
        }
        Function::UnixTimestamp | Function::ToTimestamp | Function::Monotonic => Ok(sqls[0].clone()),
        Function::TsDiff => {
            let value = format!("KDA_SUBTRACT({}, {})", sqls[1].value, sqls[0].value);
            Ok(failing(value, &all, &scope.overflow(expr.data_type, span)))
        }
        Function::ParseTime if constant(0) => pass(format!("KDA_PARSE_TIME({list}, '{}')", expr.data_type)),
        Function::FormatTime if constant(0) => pass(format!("KDA_FORMAT_TIME({list})")),
        Function::RegexReplace if constant(1) && constant(2) && constant(3) && constant(4) => {
            pass(format!("KDA_REGEX_REPLACE({list})"))
        }
        Function::RegexSubstring if constant(1) => pass(format!("KDA_REGEX_FIRST({list})")),
        Function::RegexLog if constant(1) => pass(format!("KDA_REGEX_LOG({list})")),
        Function::RecordField(index) => {
            let length = match expr.data_type {
                DataType::Varchar { length: Some(length) } => length,
                _ => i32::MAX as u32,
            };
            pass(format!("KDA_RECORD_FIELD({list}, {index}, {length})"))
        }
        Function::ParseTime | Function::FormatTime | Function::RegexReplace => {
            Err(unexported(span, "a pattern out of the data"))
        }
        Function::RegexSubstring | Function::RegexLog => Err(unexported(span, "a pattern out of the data")),
        Function::SimilarSubstring | Function::SimilarTo => Err(unexported(span, "SIMILAR")),
        Function::FastRegexLog => Err(unexported(span, "FAST_REGEX_LOG_PARSE")),
        Function::DelimitedLog => Err(unexported(span, "VARIABLE_COLUMN_LOG_PARSE")),
        Function::FixedColumnLog => Err(unexported(span, "FIXED_COLUMN_LOG_PARSE")),
    }
}

/// A value that fails when a condition holds.
fn checked(value: String, operands: &[&Sql], condition: &str, message: &str, known: bool) -> Sql {
    let mut sql = passing(value, operands);
    if !known {
        let own = format!("CASE WHEN {condition} THEN {message} END");
        sql.fault = crate::faults::first([sql.fault, Some(own)]);
    }
    sql
}

fn real(value: String, data_type: DataType) -> String {
    if data_type == DataType::Real { format!("KDA_REAL({value})") } else { value }
}

fn number(scope: &Scope<'_>, function: Function, arguments: &[Expr], sqls: &[Sql], expr: &Expr) -> Sql {
    let span = expr.span;
    let (a, x) = (&sqls[0], &sqls[0].value);
    if expr.data_type.physical() == Physical::Double {
        let name = match function {
            Function::Abs => "ABS",
            Function::Ceil => "CEIL",
            _ => "FLOOR",
        };
        return passing(format!("KDA_DOUBLE_FUNCTION('{name}', {x})"), &[a]);
    }
    let overflow = scope.overflow(expr.data_type, span);
    if function == Function::Abs {
        return failing(fitted(&format!("KDA_ABS({x})"), expr.data_type), &[a], &overflow);
    }
    match (arguments[0].data_type, expr.data_type) {
        (DataType::Decimal { scale: from, .. }, to) => {
            let (precision, scale) =
                if let DataType::Decimal { precision, scale } = to { (precision, scale) } else { (19, 0) };
            let up = if function == Function::Ceil { "TRUE" } else { "FALSE" };
            let value = format!("KDA_WHOLE({x}, {from}, {up}, {precision}, {scale})");
            failing(fitted(&value, to), &[a], &overflow)
        }
        _ => a.clone(),
    }
}

fn to_unit(
    list: &str,
    unit: IntervalUnit,
    up: &str,
    expr: &Expr,
    span: Span,
) -> Result<String, Box<Refusal>> {
    let of_months = matches!(expr.data_type, DataType::Interval(qualifier) if qualifier.is_calendar());
    if of_months {
        return Err(unexported(span, "FLOOR or CEIL of an interval of months"));
    }
    let (width, months) = match unit {
        IntervalUnit::Year => (0, 12),
        IntervalUnit::Month => (0, 1),
        unit => (unit.milliseconds().unwrap_or(1), 0),
    };
    let name = if expr.data_type.is_datetime() { expr.data_type.to_string() } else { "INTERVAL".to_owned() };
    Ok(format!("KDA_TO_UNIT({list}, {width}, {months}, {up}, '{name}')"))
}

fn step(scope: &Scope<'_>, arguments: &[Expr], sqls: &[Sql], expr: &Expr) -> Sql {
    let by_months = matches!(arguments[1].data_type, DataType::Interval(qualifier) if qualifier.is_calendar())
        && arguments[0].data_type.is_datetime();
    let name = if expr.data_type.is_datetime() { expr.data_type.to_string() } else { "LONG".to_owned() };
    let months = if by_months { "TRUE" } else { "FALSE" };
    let value = format!("KDA_STEP({}, {}, {months}, '{name}')", sqls[0].value, sqls[1].value);
    let operands = [&sqls[0], &sqls[1]];
    if matches!(arguments[1].kind, ExprKind::Literal(Value::Long(width)) if width > 0) {
        return passing(value, &operands);
    }
    failing(value, &operands, &scope.fault("STR0104", "STEP takes a width above zero", expr.span))
}
