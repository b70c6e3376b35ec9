//! WHERE and HAVING: narrows the selection; nothing is copied. Rows left out still advance time.

use rillcut_record::{DataType, Fields};
use rillcut_sql::plan::Expr;

use super::Operate;
use crate::{
    chunk::Chunk,
    error::Error,
    expr::{Compiled, Input},
    failures::Failures,
    row_error::RowErrors,
};

#[derive(Debug, Clone)]
pub(crate) struct Filter {
    predicate: Compiled,
    fields: Fields,
}

impl Filter {
    pub(crate) fn new(predicate: &Expr, fields: &Fields) -> Result<Self, Error> {
        let types: Vec<DataType> = fields.iter().map(|field| field.data_type).collect();
        let compiled = Compiled::new(predicate, &types)?;
        match compiled.data_type() {
            DataType::Boolean | DataType::Null => Ok(Self { predicate: compiled, fields: fields.clone() }),
            other => Err(Error::unsound(predicate.span, format!("a condition is {other}"))),
        }
    }
}

impl Operate for Filter {
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk {
        if input.is_empty() {
            return input;
        }
        let mut errors = RowErrors::new();
        let rows = self.predicate.select(Input { batch: &input.batch, rows: input.rows() }, &mut errors);
        if !errors.is_empty() {
            failures.rows(&input.batch, &self.fields, &errors.by_row());
        }
        let selection = if rows.len() == input.batch.len() { None } else { Some(rows) };
        Chunk { selection, ..input }
    }
}
