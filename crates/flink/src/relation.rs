//! What a view of the job gives: columns, time and order.

use rillcut_record::{DataType, Field, Fields, Physical};
use rillcut_sql::Span;

use crate::{
    names,
    refusal::{self, Refusal, refuse},
};

/// A view.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    /// Its name, quoted.
    pub(crate) view: String,
    /// Its columns, quoted, in order.
    pub(crate) columns: Vec<String>,
    pub(crate) fields: Fields,
    /// Milliseconds by which the time attribute stands behind `$rowtime`.
    pub(crate) lag: i64,
    /// Whether it has `$order`.
    pub(crate) ordered: bool,
}

impl Relation {
    /// The columns that stand beside those of the program.
    pub(crate) fn hidden(&self) -> String {
        hidden(self.ordered).to_owned()
    }
}

/// `$rowtime` and what stands with it.
pub(crate) fn hidden(ordered: bool) -> &'static str {
    if ordered { "`$rowtime`, `$time`, `$order`" } else { "`$rowtime`, `$time`" }
}

/// Names for columns: their own where they differ, else by position.
pub(crate) fn column_names(fields: &[Field]) -> Vec<String> {
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    fields
        .iter()
        .enumerate()
        .map(|(at, field)| {
            let twice = fields.iter().filter(|other| same(&other.name, &field.name)).count() > 1;
            if twice || field.name.starts_with('$') || field.name.is_empty() {
                format!("`$c{at}`")
            } else {
                names::quoted(&field.name)
            }
        })
        .collect()
}

/// The type that a column travels in.
pub(crate) fn travel_type(data_type: DataType, span: Span) -> Result<&'static str, Box<Refusal>> {
    match data_type.physical() {
        Physical::Long => Ok("BIGINT"),
        Physical::Double => Ok("DOUBLE"),
        Physical::Boolean => Ok("BOOLEAN"),
        Physical::Text => Ok("STRING"),
        Physical::Bytes => Err(refuse(
            refusal::TYPE,
            span,
            format!("{data_type} is not exported to Flink"),
            "keep such a column out of the streams that are exported, or as hexadecimal text",
        )),
    }
}

/// The letter of a column's type for functions of the job.
pub(crate) fn letter(data_type: DataType, span: Span) -> Result<char, Box<Refusal>> {
    travel_type(data_type, span).map(|name| match name {
        "BIGINT" => 'L',
        "DOUBLE" => 'D',
        "BOOLEAN" => 'B',
        _ => 'T',
    })
}

/// The letters of columns.
pub(crate) fn letters(fields: &[Field], span: Span) -> Result<String, Box<Refusal>> {
    fields.iter().map(|field| letter(field.data_type, span)).collect()
}

/// The letters of a reference table's columns: what its file of rows holds, cell by cell.
pub fn reference_letters(fields: &[Field]) -> String {
    letters(fields, Span::default()).unwrap_or_default()
}

/// A column's type in a sink, and what the value there is made of one that has travelled.
pub(crate) fn sink_type(data_type: DataType, column: &str) -> (String, String) {
    match data_type {
        DataType::TinyInt => ("TINYINT".to_owned(), format!("CAST({column} AS TINYINT)")),
        DataType::SmallInt => ("SMALLINT".to_owned(), format!("CAST({column} AS SMALLINT)")),
        DataType::Integer => ("INT".to_owned(), format!("CAST({column} AS INT)")),
        DataType::Decimal { precision, scale } => {
            let name = format!("DECIMAL({precision}, {scale})");
            let value = format!("CAST(KDA_TO_DECIMAL({column}, {scale}) AS {name})");
            (name, value)
        }
        DataType::Real => ("FLOAT".to_owned(), format!("CAST({column} AS FLOAT)")),
        DataType::Date => ("STRING".to_owned(), format!("KDA_TIME_TO_TEXT({column}, 'DATE')")),
        DataType::Time => ("STRING".to_owned(), format!("KDA_TIME_TO_TEXT({column}, 'TIME')")),
        DataType::Timestamp => ("TIMESTAMP(3)".to_owned(), format!("KDA_TO_TIMESTAMP({column})")),
        other => {
            let name = match other.physical() {
                Physical::Boolean => "BOOLEAN",
                Physical::Double => "DOUBLE",
                Physical::Text => "STRING",
                Physical::Long | Physical::Bytes => "BIGINT",
            };
            (name.to_owned(), column.to_owned())
        }
    }
}
