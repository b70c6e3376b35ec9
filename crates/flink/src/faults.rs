//! Rows that fail: beside the value of an expression stands another one that says why it has none.
//!
//! Flink has no error stream: a function that throws ends the job. So functions give NULL where the lab sends a row to `error_stream`, and
//! for every expression that can fail there is a second one, of type STRING, that is NULL for rows that do not. A view takes the rows without a
//! fault, and an INSERT into the side output those with one. NULL alone would not do: it is a value like any other.

use rillcut_sql::{LineIndex, Span};

use crate::names;

/// An expression in Flink SQL.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sql {
    /// Its value, NULL where it fails.
    pub(crate) value: String,
    /// What is wrong, NULL where nothing is; `None` when it never fails.
    pub(crate) fault: Option<String>,
    /// Whether the value is known not to be NULL, unless it fails.
    pub(crate) present: bool,
}

impl Sql {
    /// A value that never fails.
    pub(crate) fn sound(value: impl Into<String>) -> Self {
        Self { value: value.into(), fault: None, present: false }
    }

    /// A constant.
    pub(crate) fn constant(value: impl Into<String>) -> Self {
        Self { value: value.into(), fault: None, present: true }
    }
}

/// The first of several faults.
pub(crate) fn first(faults: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    match faults.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        several => Some(format!("COALESCE({})", several.join(", "))),
    }
}

/// A fault's text: code, sentence, place in the program.
pub(crate) fn text(code: &str, message: &str, program: &str, span: Span) -> String {
    let at = LineIndex::new(program).locate(span.start);
    let said = format!("{code} {message} (line {}, column {})", at.line, at.column);
    format!("CAST({} AS STRING)", names::text(&said))
}

/// A value of a function that gives NULL for operands that it cannot take.
pub(crate) fn failing(value: String, operands: &[&Sql], message: &str) -> Sql {
    let mut conditions: Vec<String> = operands
        .iter()
        .filter(|operand| !operand.present)
        .map(|operand| format!("{} IS NOT NULL", operand.value))
        .collect();
    conditions.push(format!("{value} IS NULL"));
    let own = format!("CASE WHEN {} THEN {message} END", conditions.join(" AND "));
    let fault = first(operands.iter().map(|operand| operand.fault.clone()).chain([Some(own)]));
    Sql { value, fault, present: operands.iter().all(|operand| operand.present) }
}

/// A value of a function that fails only with its operands.
pub(crate) fn passing(value: String, operands: &[&Sql]) -> Sql {
    Sql { value, fault: first(operands.iter().map(|operand| operand.fault.clone())), present: false }
}
