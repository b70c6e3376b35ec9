//! VALUES: rows that stand in the program, given once.
//!
//! They come with the first row of the source and at its ROWTIME: before it the program's time has not begun, and any other instant would
//! depend on how often the clock is looked at.

use std::sync::Arc;

use rillcut_record::{Batch, Column, Fields};
use rillcut_sql::plan::Expr;

use super::Operate;
use crate::{
    chunk::Chunk,
    error::Error,
    expr::Compiled,
    failures::Failures,
    row_error::{RowError, RowErrors},
};

#[derive(Debug, Clone)]
pub(crate) struct Values {
    rows: Vec<Vec<Compiled>>,
    fields: Fields,
    given: bool,
}

impl Values {
    /// # Errors
    /// When a row has another number of items, or items of another form, than `fields`.
    pub(crate) fn new(rows: &[Vec<Expr>], fields: &Fields) -> Result<Self, Error> {
        let mut compiled = Vec::new();
        for row in rows {
            let items = row.iter().map(|item| Compiled::new(item, &[])).collect::<Result<Vec<_>, Error>>()?;
            let fits = items.len() == fields.len()
                && items
                    .iter()
                    .zip(fields)
                    .all(|(item, field)| item.data_type().physical() == field.data_type.physical());
            if !fits {
                let span = row.first().map(|item| item.span).unwrap_or_default();
                return Err(Error::unsound(span, "a row of VALUES does not give the columns it should"));
            }
            compiled.push(items);
        }
        Ok(Self { rows: compiled, fields: fields.clone(), given: false })
    }
}

impl Operate for Values {
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk {
        let first = input.rows().iter().next().filter(|_| !self.given);
        let Some(first) = first else {
            return Chunk::of(Batch::empty(&self.fields, input.bound));
        };
        self.given = true;
        let at = input.batch.rowtimes[first as usize];
        let instant = Batch { rowtimes: vec![at], columns: Vec::new(), bound: at };
        let mut columns: Vec<Column> = self.fields.iter().map(|field| Column::new(field.data_type)).collect();
        let mut rowtimes = Vec::new();
        for row in &self.rows {
            let mut errors = RowErrors::new();
            let values: Vec<_> = row.iter().map(|item| item.value(&instant, 0, &mut errors)).collect();
            if !errors.is_empty() {
                let failed: Vec<RowError> = errors.by_row();
                failures.rows(&instant, &Fields::new(), &failed);
                continue;
            }
            columns.iter_mut().zip(&values).for_each(|(column, value)| column.push(value));
            rowtimes.push(at);
        }
        let columns = columns.into_iter().map(Arc::new).collect();
        Chunk::of(Batch { rowtimes, columns, bound: input.bound })
    }
}
