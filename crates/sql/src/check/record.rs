//! Records: what log parsers give, and their fields (spec/kda-sql.md 11).
//!
//! A record is one column of a type of its own, [`DataType::Record`], so that every use but that of its fields is refused where types
//! are checked. The fields' names and types follow from the parser's arguments, which therefore are constants.

use std::rc::Rc;

use rillcut_record::{DataType, Value};

use super::{
    Checker,
    call::made,
    coerce::cast,
    literal::unknown,
    name::{closest, suggest},
};
use crate::{
    ast::{Ident, written},
    codes,
    diagnostic::Diagnostic,
    plan::{Expr, ExprKind, Function},
    span::Span,
};

/// Most characters of a field that has no type of its own.
const FIELD_LENGTH: u32 = 1024;

/// A field of a record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RecordField {
    pub(super) name: String,
    pub(super) data_type: DataType,
    /// The date format of a DATE, TIME or TIMESTAMP.
    pub(super) format: Option<String>,
}

/// The fields of a record.
pub(super) type Shape = Vec<RecordField>;

/// `COLUMN1` to `COLUMNn`.
pub(super) fn numbered(count: usize) -> Shape {
    (1..=count)
        .map(|number| RecordField {
            name: format!("COLUMN{number}"),
            data_type: DataType::Varchar { length: Some(FIELD_LENGTH) },
            format: None,
        })
        .collect()
}

impl Checker<'_> {
    /// The type of a record of these fields.
    pub(super) fn record_type(&mut self, shape: Shape) -> DataType {
        let known = self.records.iter().position(|known| **known == shape);
        let number = known.unwrap_or_else(|| {
            self.records.push(Rc::new(shape));
            self.records.len() - 1
        });
        u16::try_from(number).map_or(DataType::Null, DataType::Record)
    }

    /// A field of a record. What has no type was reported, or belongs to a source that is not known.
    pub(super) fn field_of(&mut self, record: Expr, field: &Ident, span: Span) -> Expr {
        let DataType::Record(number) = record.data_type else {
            if record.data_type != DataType::Null {
                let message =
                    format!("{} is {} and has no fields", self.excerpt(record.span), record.data_type);
                self.error(codes::OPERAND_TYPE, span, message);
            }
            return unknown(span);
        };
        let shape = self.records.get(usize::from(number)).cloned().unwrap_or_default();
        let stored = field.stored();
        let Some(index) = shape.iter().position(|known| known.name == *stored) else {
            let message = format!("{} has no field {field}", self.excerpt(record.span));
            let diagnostic = Diagnostic::error(codes::UNKNOWN_COLUMN, *field.span, message);
            let meant = closest(&stored, shape.iter().map(|field| field.name.as_str()));
            let diagnostic = if meant.is_some() {
                suggest(diagnostic, *field.span, &stored, meant)
            } else {
                diagnostic.hint(format!("its fields are {}", names(&shape)))
            };
            self.report(diagnostic);
            return unknown(span);
        };
        let field = &shape[index];
        let longest = match field.data_type {
            DataType::Char { length } | DataType::Varchar { length: Some(length) } => {
                length.max(FIELD_LENGTH)
            }
            _ => FIELD_LENGTH,
        };
        let data_type = DataType::Varchar { length: Some(longest) };
        let text = made(Function::RecordField(index as u16), vec![record], data_type, span);
        match &field.format {
            Some(format) => {
                let kind = ExprKind::Literal(Value::Text(format.clone()));
                let format = Expr { kind, data_type: DataType::TEXT, span };
                made(Function::ParseTime, vec![format, text], field.data_type, span)
            }
            None => Expr { span, ..cast(text, field.data_type) },
        }
    }

    /// What to write in place of a whole record.
    pub(super) fn record_hint(&self, number: u16) -> String {
        let shape = self.records.get(usize::from(number)).map(|shape| shape.as_slice()).unwrap_or_default();
        let first = shape.first().map_or_else(|| "COLUMN1".to_owned(), |field| written(&field.name));
        format!(
            "name the record in a subquery, FROM (SELECT STREAM … AS r FROM …) AS t, and take its fields: t.r.{first}"
        )
    }
}

fn names(shape: &[RecordField]) -> String {
    let shown: Vec<String> = shape.iter().take(12).map(|field| written(&field.name)).collect();
    let more = if shape.len() > shown.len() { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
