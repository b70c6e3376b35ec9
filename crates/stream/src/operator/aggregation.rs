//! The aggregates of one operator: their arguments, what they remember of each group, and the rows that come of it.
//!
//! Shared by tumbling and stagger windows, which differ in when a group begins and ends, not in what is kept of it.

use std::{ops::Range, sync::Arc};

use rillcut_record::{Batch, Column, DataType, Field, Fields, Value};
use rillcut_sql::{Span, plan::Aggregate};

use crate::{
    accumulate::{Accumulate, Members, accumulator},
    error::Error,
    expr::Compiled,
    failures::Failures,
    keys::View,
    row_error::RowError,
};

#[derive(Debug, Clone)]
struct Fold {
    accumulator: Box<dyn Accumulate>,
    span: Span,
}

/// What is remembered of the groups, an accumulator an aggregate.
#[derive(Debug, Clone)]
pub(crate) struct Folds(Vec<Fold>);

impl Folds {
    /// Accumulators, and the compiled arguments beside them, over columns of these types.
    ///
    /// # Errors
    /// When an argument is not sound or of a type that its aggregate does not take.
    pub(crate) fn new(
        aggregates: &[Aggregate],
        types: &[DataType],
    ) -> Result<(Self, Vec<Option<Compiled>>), Error> {
        let arguments = aggregates
            .iter()
            .map(|aggregate| aggregate.argument.as_ref().map(|expr| Compiled::new(expr, types)).transpose())
            .collect::<Result<Vec<_>, Error>>()?;
        let folds = aggregates
            .iter()
            .zip(&arguments)
            .map(|(aggregate, argument)| {
                let argument_type = argument.as_ref().map(Compiled::data_type);
                let accumulator = accumulator(aggregate.function, argument_type, aggregate.data_type)
                    .ok_or_else(|| {
                        Error::unsound(
                            aggregate.span,
                            format!("{:?} of {argument_type:?}", aggregate.function),
                        )
                    })?;
                Ok(Fold { accumulator, span: aggregate.span })
            })
            .collect::<Result<Vec<_>, Error>>()?;
        Ok((Self(folds), arguments))
    }

    /// Takes the arguments' values at the positions of `range`, of so many groups.
    pub(crate) fn update(
        &mut self,
        arguments: &[Option<View<'_>>],
        range: &Range<usize>,
        members: Members<'_>,
        groups: usize,
    ) {
        for (fold, argument) in self.0.iter_mut().zip(arguments) {
            fold.accumulator.grow(groups);
            fold.accumulator.update(argument.as_ref(), range.clone(), members);
        }
    }

    /// Gives the row of a group: its key and the aggregates. One whose aggregate fails goes to `failures` as a result of `time`.
    pub(crate) fn give(
        &self,
        group: usize,
        time: i64,
        key: Vec<Value>,
        fields: &Fields,
        failures: &mut Failures<'_>,
        output: &mut Output,
    ) {
        let mut row = key;
        let mut fault = None;
        for fold in &self.0 {
            row.push(match fold.accumulator.result(group) {
                Ok(value) => value,
                Err(error) => {
                    fault.get_or_insert((error, fold.span));
                    Value::Null
                }
            });
        }
        match fault {
            None => output.push(time, &row),
            Some(((kind, message), span)) => {
                let mut failed = Output::new(fields);
                failed.push(time, &row);
                let error = RowError { row: 0, kind, span, message };
                failures.result(time, &failed.into_batch(time), fields, &error);
            }
        }
    }

    /// Forgets all groups.
    pub(crate) fn reset(&mut self) {
        self.0.iter_mut().for_each(|fold| fold.accumulator.reset());
    }

    /// Forgets the first so many of as many or more groups.
    pub(crate) fn forget_first(&mut self, groups: usize) {
        self.0.iter_mut().for_each(|fold| fold.accumulator.forget_first(groups));
    }
}

/// Whether keys and then aggregates are the columns of a node.
pub(crate) fn gives(keys: &[Compiled], aggregates: &[Aggregate], fields: &[Field]) -> bool {
    let results =
        keys.iter().map(Compiled::data_type).chain(aggregates.iter().map(|aggregate| aggregate.data_type));
    keys.len() + aggregates.len() == fields.len()
        && results.zip(fields).all(|(found, field)| found.physical() == field.data_type.physical())
}

/// Result rows in the making.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    rowtimes: Vec<i64>,
    columns: Vec<Column>,
}

impl Output {
    pub(crate) fn new(fields: &[Field]) -> Self {
        let columns = fields.iter().map(|field| Column::new(field.data_type)).collect();
        Self { rowtimes: Vec::new(), columns }
    }

    fn push(&mut self, time: i64, row: &[Value]) {
        self.rowtimes.push(time);
        for (column, value) in self.columns.iter_mut().zip(row) {
            column.push(value);
        }
    }

    pub(crate) fn into_batch(self, bound: i64) -> Batch {
        Batch { rowtimes: self.rowtimes, columns: self.columns.into_iter().map(Arc::new).collect(), bound }
    }
}
