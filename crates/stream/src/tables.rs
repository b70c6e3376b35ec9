//! Reference data: the rows that joins look up, given before the program starts (spec/kda-sql.md 10.3).

use std::sync::Arc;

use rillcut_record::{Batch, Fields};
use rillcut_sql::{
    Span,
    plan::{Reference, ReferenceId},
};

use crate::{
    error::{Error, ErrorKind},
    pump::misfit,
};

/// Rows of the reference tables of a plan.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    tables: Vec<Reference>,
    rows: Vec<Arc<Batch>>,
}

impl Tables {
    /// The tables with the rows of each, in the plan's order; a table that no pump reads may be without.
    ///
    /// # Errors
    /// When rows do not have their table's columns.
    pub(crate) fn new(tables: &[Reference], rows: Vec<Arc<Batch>>) -> Result<Self, Error> {
        for (table, rows) in tables.iter().zip(&rows) {
            if let Some(reason) = misfit(rows, &table.fields) {
                return Err(ErrorKind::WrongColumns { stream: table.name.clone(), reason }.into());
            }
        }
        Ok(Self { tables: tables.to_vec(), rows })
    }

    /// A table's columns and rows.
    pub(crate) fn get(&self, id: ReferenceId, span: Span) -> Result<(&Fields, &Batch), Error> {
        let table =
            self.tables.get(id.0).ok_or_else(|| Error::unsound(span, "a reference table is not there"))?;
        let rows = self.rows.get(id.0);
        let rows =
            rows.ok_or_else(|| Error::at(ErrorKind::NoReference { table: table.name.clone() }, span))?;
        Ok((&table.fields, rows))
    }
}
