//! Joins of a stream with reference data (spec/kda-sql.md 10.3).
//!
//! The table does not change while the program runs, so it is indexed once by what must be equal, and each row of the stream finds
//! its partners there in the table's order. Without an equality every row is tried with the whole table, some tens of thousands
//! of pairs at a time. A row that meets none is kept by a LEFT JOIN, with NULLs from a row that is put behind the table.

use std::sync::Arc;

use rillcut_record::{Batch, Column, DataType, Fields, START_OF_TIME};
use rillcut_sql::{Span, plan::Expr};

use super::{Operate, join_condition::Condition};
use crate::{
    chains::Chains,
    chunk::{Chunk, Rows},
    error::Error,
    expr::{Compiled, Input, Operand},
    failures::Failures,
    keys::{View, equals_row, hash_row},
    row_error::{RowError, RowErrors},
    statistics::OperatorState,
};

/// How many pairs are tried at once; those of a single row can be more.
const PAIRS: usize = 65_536;

#[derive(Debug, Clone)]
pub(crate) struct Lookup {
    /// The table's columns, and behind them one row of NULLs.
    table: Vec<Arc<Column>>,
    /// Rows of the table.
    len: u32,
    table_first: bool,
    keep: bool,
    /// Over the stream's columns.
    keys: Vec<Compiled>,
    key_columns: Vec<Column>,
    chains: Chains,
    /// What is left of the condition besides the keys, and the columns it reads.
    rest: Option<(Compiled, Vec<bool>)>,
    fields: Fields,
}

/// A row of the stream and one of the table, or the NULLs behind it.
#[derive(Debug, Clone, Copy)]
struct Pair {
    row: u32,
    partner: u32,
}

/// How a stream and a table are joined.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// Whether the table's columns come first.
    pub(crate) table_first: bool,
    /// Whether a stream row that meets none is kept.
    pub(crate) keep: bool,
}

impl Lookup {
    /// `input` and `table_fields` are the sides', `fields` the node's own.
    pub(crate) fn new(
        table: &Batch,
        kind: Kind,
        condition: Option<&Expr>,
        input: &Fields,
        table_fields: &Fields,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        let (left, right) = if kind.table_first { (table_fields, input) } else { (input, table_fields) };
        let fits = fields.len() == left.len() + right.len()
            && left
                .iter()
                .chain(right)
                .zip(fields)
                .all(|(input, output)| input.data_type.physical() == output.data_type.physical());
        let Some(len) = u32::try_from(table.len()).ok().filter(|len| *len < u32::MAX) else {
            return Err(Error::unsound(span, "the reference table has too many rows"));
        };
        if !fits {
            return Err(Error::unsound(span, "the join does not give the columns it should"));
        }
        let taken = Condition::new(condition, left.len(), right.len(), false, fields, span)?;
        let (of_stream, of_table) =
            if kind.table_first { (taken.right, taken.left) } else { (taken.left, taken.right) };
        let compiled = |keys: &[Expr], fields: &Fields| {
            let types: Vec<DataType> = fields.iter().map(|field| field.data_type).collect();
            keys.iter().map(|key| Compiled::new(key, &types)).collect::<Result<Vec<_>, Error>>()
        };
        let mut lookup = Self {
            table: table.columns.iter().map(|column| Arc::new(with_null(column))).collect(),
            len,
            table_first: kind.table_first,
            keep: kind.keep,
            keys: compiled(&of_stream, input)?,
            key_columns: Vec::new(),
            chains: Chains::default(),
            rest: taken.rest,
            fields: fields.clone(),
        };
        lookup.index(table, &compiled(&of_table, table_fields)?);
        Ok(lookup)
    }

    /// Chains the table's rows by their keys; one with NULL among them meets nobody.
    fn index(&mut self, table: &Batch, keys: &[Compiled]) {
        if keys.is_empty() {
            return;
        }
        let len = table.len();
        let input = Input { batch: table, rows: Rows::All(len) };
        // Keys never fail.
        let mut errors = RowErrors::new();
        let operands: Vec<Operand<'_>> = keys.iter().map(|key| key.evaluate(input, &mut errors)).collect();
        let views = views(&operands, keys, len);
        self.chains.grow(len);
        for row in 0..len {
            if !views.iter().any(|view| view.is_null(row)) {
                self.chains.push(row as u64, hash_row(&views, row));
            }
        }
        drop(views);
        self.key_columns = operands
            .into_iter()
            .zip(keys)
            .map(|(operand, key)| operand.into_column(key.data_type(), len))
            .collect();
    }

    /// The table's rows that a row of the stream may meet.
    fn partners(&self, views: &[View<'_>], position: usize, mut meet: impl FnMut(u32)) {
        if self.keys.is_empty() {
            (0..self.len).for_each(meet);
            return;
        }
        if views.iter().any(|view| view.is_null(position)) {
            return;
        }
        let same = |partner: u64| equals_row(views, position, &self.key_columns, partner as usize);
        self.chains.oldest_first(hash_row(views, position), same, |partner| meet(partner as u32));
    }

    /// Decides on the candidates of whole rows, and adds what comes of them to `pairs`.
    fn decide(
        &self,
        batch: &Batch,
        candidates: &mut Vec<Pair>,
        rows: &mut Vec<(u32, usize)>,
        pairs: &mut Vec<Pair>,
        failures: &mut Failures<'_>,
    ) {
        let holds = self.holds(batch, candidates, failures);
        let mut from = 0;
        for (row, end) in rows.drain(..) {
            let before = pairs.len();
            let met = |at: &usize| holds.as_ref().is_none_or(|holds| holds[*at]);
            pairs.extend((from..end).filter(met).map(|at| candidates[at]));
            if self.keep && pairs.len() == before {
                pairs.push(Pair { row, partner: self.len });
            }
            from = end;
        }
        candidates.clear();
    }

    /// For each candidate whether the rest of the condition is TRUE; `None` when there is no rest.
    fn holds(&self, batch: &Batch, candidates: &[Pair], failures: &mut Failures<'_>) -> Option<Vec<bool>> {
        let (condition, read) = self.rest.as_ref()?;
        let tried = self.batch(batch, candidates, Some(read));
        let mut errors = RowErrors::new();
        let mut holds = vec![false; candidates.len()];
        let input = Input { batch: &tried, rows: Rows::All(candidates.len()) };
        for pair in condition.select(input, &mut errors) {
            holds[pair as usize] = true;
        }
        for error in errors.by_row() {
            let pair = error.row as usize;
            let whole = self.batch(batch, &candidates[pair..=pair], None);
            failures.rows(&whole, &self.fields, &[RowError { row: 0, ..error }]);
        }
        Some(holds)
    }

    /// The output rows of pairs; columns that are not wanted are empty.
    fn batch(&self, batch: &Batch, pairs: &[Pair], wanted: Option<&[bool]>) -> Batch {
        let rows: Vec<u32> = pairs.iter().map(|pair| pair.row).collect();
        let partners: Vec<u32> = pairs.iter().map(|pair| pair.partner).collect();
        // Where every row has met one, the stream's columns pass as they are.
        let whole = rows.len() == batch.len() && rows.iter().enumerate().all(|(at, row)| at == *row as usize);
        let of_stream = |column: &Arc<Column>| {
            if whole { Arc::clone(column) } else { Arc::new(column.gather(&rows)) }
        };
        let of_table = |column: &Arc<Column>| Arc::new(column.gather(&partners));
        let first = if self.table_first { self.table.len() } else { batch.columns.len() };
        let columns = (0..self.fields.len())
            .map(|column| {
                if wanted.is_some_and(|wanted| !wanted[column]) {
                    return Arc::new(Column::new(self.fields[column].data_type));
                }
                match (column < first, self.table_first) {
                    (true, true) => of_table(&self.table[column]),
                    (true, false) => of_stream(&batch.columns[column]),
                    (false, true) => of_stream(&batch.columns[column - first]),
                    (false, false) => of_table(&self.table[column - first]),
                }
            })
            .collect();
        let rowtimes = rows.iter().map(|row| batch.rowtimes[*row as usize]).collect();
        Batch { rowtimes, columns, bound: START_OF_TIME }
    }
}

/// A column with a NULL behind it.
fn with_null(column: &Column) -> Column {
    let mut column = column.clone();
    column.push_null();
    column
}

fn views<'a>(operands: &'a [Operand<'_>], keys: &[Compiled], len: usize) -> Vec<View<'a>> {
    operands
        .iter()
        .zip(keys)
        .map(|(operand, key)| View::new(operand, key.data_type().physical(), len))
        .collect()
}

impl Operate for Lookup {
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk {
        if input.is_empty() {
            return Chunk::of(Batch::empty(&self.fields, input.bound));
        }
        let batch = &input.batch;
        let rows = input.rows();
        // Keys never fail.
        let mut errors = RowErrors::new();
        let view = Input { batch, rows };
        let operands: Vec<Operand<'_>> =
            self.keys.iter().map(|key| key.evaluate(view, &mut errors)).collect();
        let views = views(&operands, &self.keys, rows.len());
        let mut pairs = Vec::with_capacity(rows.len());
        let (mut candidates, mut ends) = (Vec::new(), Vec::new());
        for position in 0..rows.len() {
            let row = rows.get(position) as u32;
            self.partners(&views, position, |partner| candidates.push(Pair { row, partner }));
            ends.push((row, candidates.len()));
            if candidates.len() >= PAIRS {
                self.decide(batch, &mut candidates, &mut ends, &mut pairs, failures);
            }
        }
        self.decide(batch, &mut candidates, &mut ends, &mut pairs, failures);
        let mut output = self.batch(batch, &pairs, None);
        output.bound = input.bound;
        Chunk::of(output)
    }

    fn state(&self) -> Option<OperatorState> {
        Some(OperatorState::Reference { rows: self.len as usize })
    }
}
