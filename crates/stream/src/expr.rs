//! Scalar expressions, compiled once and evaluated over many rows at a time.
//!
//! [`Compiled::new`] turns a plan's expression into a tree of evaluators, one file a family: `arithmetic`, `decimal`, `compare`,
//! `logic`, `case`, `cast_*`, `number`, `text`, `like`, `pattern`, `record`, `time`. An evaluator gets a batch and the rows that are asked for
//! ([`Rows`]) and gives their values; branches of CASE, AND, OR and COALESCE ask only for the rows that reach them, so an
//! error in a branch not taken never happens. Expressions of constants alone are computed at compile time.
//!
//! Rejected: a bytecode machine (a row at a time in a loop of matches) and generated closures over rows; both cost a
//! jump a row and operator, and rows come in thousands.

mod arithmetic;
mod case;
mod cast;
mod cast_number;
mod cast_text;
mod cast_time;
mod compare;
mod compile;
mod decimal;
mod kernel;
mod like;
mod logic;
mod never_fails;
mod number;
mod operand;
mod pattern;
mod record;
mod text;
mod time;
mod write;

use std::{fmt, sync::Arc};

use rillcut_record::{Batch, Column, DataType, Value};
use rillcut_sql::{Span, plan::Expr};

pub(crate) use compare::{compare_doubles, compare_texts, trim_blanks};
pub(crate) use kernel::Fault;
pub(crate) use never_fails::never_fails;
pub(crate) use operand::{Octets, Operand, Texts, Values, Vector};

use crate::{chunk::Rows, error::Error, row_error::RowErrors};

/// How deep expressions and operators may nest; the checker's own limit is lower.
pub(crate) const MAX_DEPTH: usize = 256;

/// Rows to evaluate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    pub(crate) batch: &'a Batch,
    pub(crate) rows: Rows<'a>,
}

impl<'a> Input<'a> {
    /// Other rows of the same batch.
    fn with_rows<'b>(self, rows: &'b [u32]) -> Input<'b>
    where
        'a: 'b,
    {
        Input { batch: self.batch, rows: Rows::Some(rows) }
    }

    fn len(self) -> usize {
        self.rows.len()
    }
}

/// One node of a compiled expression.
trait Evaluate: fmt::Debug + Send + Sync {
    /// The values for the rows of `input`, in their order. A row that fails is marked and is NULL.
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a>;
}

/// An operand on the way to being compiled.
#[derive(Debug)]
struct Part {
    evaluator: Box<dyn Evaluate>,
    data_type: DataType,
    span: Span,
    /// Whether it is the same for every row.
    constant: bool,
}

/// An expression ready to run.
#[derive(Debug, Clone)]
pub(crate) struct Compiled {
    root: Arc<dyn Evaluate>,
    data_type: DataType,
    /// The input column it only passes on.
    passes: Option<usize>,
}

impl Compiled {
    /// Compiles an expression over columns of these types.
    ///
    /// # Errors
    /// When the expression is not sound: a column that is not there, an operand of the wrong form, too deep.
    pub(crate) fn new(expr: &Expr, columns: &[DataType]) -> Result<Self, Error> {
        compile::compile(expr, columns)
    }

    pub(crate) fn data_type(&self) -> DataType {
        self.data_type
    }

    /// The input column it passes on unchanged, if that is all it does.
    pub(crate) fn passes(&self) -> Option<usize> {
        self.passes
    }

    pub(crate) fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        self.root.evaluate(input, errors)
    }

    /// The values as a column of their own.
    pub(crate) fn column(&self, input: Input<'_>, errors: &mut RowErrors) -> Column {
        self.evaluate(input, errors).into_column(self.data_type, input.len())
    }

    /// The batch's rows for which it is TRUE.
    pub(crate) fn select(&self, input: Input<'_>, errors: &mut RowErrors) -> Vec<u32> {
        let operand = self.evaluate(input, errors);
        let len = input.len();
        let truths = operand.booleans(len);
        let mut rows = vec![0; len];
        let mut kept = 0;
        if truths.nulls.any() {
            for position in 0..len {
                rows[kept] = input.rows.get(position) as u32;
                kept += usize::from(truths.get(position) && !truths.nulls.is_null(position));
            }
        } else {
            for position in 0..len {
                rows[kept] = input.rows.get(position) as u32;
                kept += usize::from(truths.get(position));
            }
        }
        rows.truncate(kept);
        rows
    }

    /// The value of one row.
    pub(crate) fn value(&self, batch: &Batch, row: usize, errors: &mut RowErrors) -> Value {
        let rows = [row as u32];
        let input = Input { batch, rows: Rows::Some(&rows) };
        self.column(input, errors).value(0)
    }
}
