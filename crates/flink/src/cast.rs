//! CAST, conversion by conversion (spec/kda-sql.md 4.4).

use rillcut_record::DataType;
use rillcut_sql::{Span, plan::Expr};

use crate::{
    expression::{Scope, fitted, unexported},
    faults::{Sql, failing, passing},
    names,
    refusal::Refusal,
    relation::travel_type,
};

/// A conversion of an operand to a type.
pub(crate) fn cast(scope: &Scope<'_>, operand: &Expr, to: DataType, span: Span) -> Result<Sql, Box<Refusal>> {
    let from = operand.data_type;
    let a = scope.sql(operand)?;
    if from == DataType::Null {
        return Ok(Sql::sound(format!("CAST(NULL AS {})", travel_type(to, span)?)));
    }
    if from == to {
        return Ok(a);
    }
    travel_type(to, span)?;
    if from.is_text() {
        return from_text(scope, &a, to, span);
    }
    if to.is_text() {
        return to_text(scope, &a, from, to, span);
    }
    let misfit = scope.fault("STR0102", &format!("the value does not fit {to}"), span);
    let x = &a.value;
    match (from, to) {
        _ if from.is_approximate() && to == DataType::Real => {
            Ok(failing(format!("KDA_REAL({x})"), &[&a], &misfit))
        }
        _ if from.is_approximate() && to == DataType::Double => Ok(a),
        _ if from.is_approximate() && to.is_integer() => {
            Ok(failing(fitted(&format!("KDA_ROUND({x})"), to), &[&a], &misfit))
        }
        (_, DataType::Decimal { precision, scale }) if from.is_approximate() => {
            let factor = names::double(names::power_of_ten(scale));
            let value = format!("KDA_RESCALE(KDA_ROUND({x} * {factor}), 0, {precision}, 0)");
            Ok(failing(value, &[&a], &misfit))
        }
        (DataType::Decimal { scale, .. }, _) if to.is_approximate() => {
            let divisor = names::double(names::power_of_ten(scale));
            Ok(real(format!("(CAST({x} AS DOUBLE) / {divisor})"), &a, to))
        }
        _ if from.is_integer() && to.is_approximate() => Ok(real(format!("CAST({x} AS DOUBLE)"), &a, to)),
        _ if from.is_integer() && to.is_integer() => {
            let wider =
                matches!((from.integer_range(), to.integer_range()), (Some(a), Some(b)) if b.0 <= a.0);
            if wider {
                return Ok(Sql { value: a.value.clone(), ..a });
            }
            Ok(failing(fitted(x, to), &[&a], &misfit))
        }
        _ if from.is_numeric() && to.is_numeric() => {
            let scale = |t| if let DataType::Decimal { scale, .. } = t { scale } else { 0 };
            let precision = if let DataType::Decimal { precision, .. } = to { precision } else { 19 };
            let moved = format!("KDA_RESCALE({x}, {}, {precision}, {})", scale(from), scale(to));
            Ok(failing(fitted(&moved, to), &[&a], &misfit))
        }
        (DataType::Date, DataType::Timestamp) => Ok(a),
        (DataType::Timestamp, DataType::Date | DataType::Time) => {
            Ok(passing(format!("KDA_SETTLE({x}, '{to}')"), &[&a]))
        }
        (DataType::Interval(one), DataType::Interval(other)) if one.is_calendar() == other.is_calendar() => {
            Ok(a)
        }
        (DataType::Interval(qualifier), _) if to.is_integer() => {
            let unit = unit_length(qualifier);
            Ok(failing(fitted(&format!("KDA_DIVIDE({x}, {unit})"), to), &[&a], &misfit))
        }
        (_, DataType::Interval(qualifier)) if from.is_integer() => {
            let unit = unit_length(qualifier);
            Ok(failing(format!("KDA_MULTIPLY({x}, {unit})"), &[&a], &misfit))
        }
        _ => Err(unexported(span, &format!("CAST from {from} to {to}"))),
    }
}

fn unit_length(qualifier: rillcut_record::IntervalQualifier) -> i64 {
    match qualifier.to {
        rillcut_record::IntervalUnit::Year => 12,
        rillcut_record::IntervalUnit::Month => 1,
        unit => unit.milliseconds().unwrap_or(1),
    }
}

fn real(value: String, a: &Sql, to: DataType) -> Sql {
    let value = if to == DataType::Real { format!("KDA_REAL({value})") } else { value };
    Sql { present: a.present, ..passing(value, &[a]) }
}

/// The length and whether it is filled up, of a text type.
fn length(to: DataType) -> Option<(u32, &'static str)> {
    match to {
        DataType::Char { length } => Some((length, "TRUE")),
        DataType::Varchar { length: Some(length) } => Some((length, "FALSE")),
        _ => None,
    }
}

fn from_text(scope: &Scope<'_>, a: &Sql, to: DataType, span: Span) -> Result<Sql, Box<Refusal>> {
    let x = &a.value;
    let misfit = scope.fault("STR0103", &format!("the text does not convert to {to}"), span);
    Ok(match to {
        DataType::Varchar { .. } | DataType::Char { .. } => match length(to) {
            None => a.clone(),
            Some((length, pad)) => passing(format!("KDA_CUT({x}, {length}, {pad})"), &[a]),
        },
        DataType::TinyInt | DataType::SmallInt | DataType::Integer | DataType::BigInt => {
            let (least, greatest) = to.integer_range().unwrap_or((i64::MIN, i64::MAX));
            let (least, greatest) = (names::long(least), names::long(greatest));
            failing(format!("KDA_TEXT_TO_LONG({x}, 0, TRUE, {least}, {greatest})"), &[a], &misfit)
        }
        DataType::Decimal { precision, scale } => {
            let greatest = 10_i64.pow(u32::from(precision.min(18))) - 1;
            let least = names::long(-greatest);
            failing(format!("KDA_TEXT_TO_LONG({x}, {scale}, FALSE, {least}, {greatest})"), &[a], &misfit)
        }
        DataType::Double => failing(format!("KDA_TEXT_TO_DOUBLE({x})"), &[a], &misfit),
        DataType::Real => failing(format!("KDA_REAL(KDA_TEXT_TO_DOUBLE({x}))"), &[a], &misfit),
        DataType::Boolean => failing(format!("KDA_TEXT_TO_BOOLEAN({x})"), &[a], &misfit),
        DataType::Date | DataType::Time | DataType::Timestamp => {
            failing(format!("KDA_TEXT_TO_TIME({x}, '{to}')"), &[a], &misfit)
        }
        _ => return Err(unexported(span, &format!("CAST from text to {to}"))),
    })
}

fn to_text(
    scope: &Scope<'_>,
    a: &Sql,
    from: DataType,
    to: DataType,
    span: Span,
) -> Result<Sql, Box<Refusal>> {
    let x = &a.value;
    let value = match from {
        DataType::Boolean => format!("(CASE WHEN {x} THEN 'TRUE' WHEN NOT {x} THEN 'FALSE' END)"),
        DataType::Real => format!("KDA_DOUBLE_TO_TEXT({x}, TRUE)"),
        DataType::Double => format!("KDA_DOUBLE_TO_TEXT({x}, FALSE)"),
        DataType::Decimal { scale, .. } => format!("KDA_LONG_TO_TEXT({x}, {scale})"),
        DataType::Date | DataType::Time | DataType::Timestamp => format!("KDA_TIME_TO_TEXT({x}, '{from}')"),
        _ if from.is_integer() => format!("KDA_LONG_TO_TEXT({x}, 0)"),
        _ => return Err(unexported(span, &format!("CAST from {from} to text"))),
    };
    let value = if from == DataType::Boolean { format!("CAST({value} AS STRING)") } else { value };
    Ok(match length(to) {
        None => passing(value, &[a]),
        Some((length, pad)) => {
            let misfit = scope.fault("STR0103", &format!("the value does not fit {to}"), span);
            failing(format!("KDA_FIT_TEXT({value}, {length}, {pad})"), &[a], &misfit)
        }
    })
}
