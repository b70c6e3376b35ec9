//! From a plan's expression to evaluators, with every form checked on the way.

use std::fmt;

use rillcut_record::{Batch, Column, DataType, Physical, Value};
use rillcut_sql::{
    Span,
    plan::{Expr, ExprKind, Function},
};

use super::{
    Compiled, Evaluate, Input, MAX_DEPTH, Operand, Part, arithmetic, case, cast, compare, like, logic,
    number, pattern, record, text, time,
};
use crate::{
    chunk::Rows,
    error::{Error, ErrorKind},
    row_error::RowErrors,
};

pub(super) fn compile(expr: &Expr, columns: &[DataType]) -> Result<Compiled, Error> {
    let part = Compiler { columns }.part(expr, 0)?;
    let passes = if let ExprKind::Column(column) = expr.kind { Some(column) } else { None };
    Ok(Compiled { root: part.evaluator.into(), data_type: part.data_type, passes })
}

struct Compiler<'a> {
    columns: &'a [DataType],
}

impl Compiler<'_> {
    fn part(&self, expr: &Expr, depth: usize) -> Result<Part, Error> {
        if depth >= MAX_DEPTH {
            return Err(Error::at(ErrorKind::TooDeep { limit: MAX_DEPTH }, expr.span));
        }
        let (evaluator, constant) = self.evaluator(expr, depth)?;
        let part = Part { evaluator, data_type: expr.data_type, span: expr.span, constant };
        Ok(fold(part))
    }

    fn parts<'e>(
        &self,
        exprs: impl IntoIterator<Item = &'e Expr>,
        depth: usize,
    ) -> Result<(Vec<Part>, bool), Error> {
        let parts =
            exprs.into_iter().map(|expr| self.part(expr, depth + 1)).collect::<Result<Vec<_>, Error>>()?;
        let constant = parts.iter().all(|part| part.constant);
        Ok((parts, constant))
    }

    fn pair(&self, left: &Expr, right: &Expr, depth: usize) -> Result<(Part, Part, bool), Error> {
        let (left, right) = (self.part(left, depth + 1)?, self.part(right, depth + 1)?);
        let constant = left.constant && right.constant;
        Ok((left, right, constant))
    }

    fn evaluator(&self, expr: &Expr, depth: usize) -> Result<(Box<dyn Evaluate>, bool), Error> {
        let (data_type, span) = (expr.data_type, expr.span);
        Ok(match &expr.kind {
            ExprKind::Literal(value) => {
                check_literal(value, data_type, span)?;
                (Box::new(Literal(value.clone())), true)
            }
            ExprKind::Column(column) => {
                self.check_column(*column, data_type, span)?;
                (Box::new(ColumnOf(*column)), false)
            }
            ExprKind::Rowtime | ExprKind::Now => {
                expect(data_type.physical() == Physical::Long, span, "ROWTIME is not a TIMESTAMP here")?;
                (Box::new(Rowtime), false)
            }
            ExprKind::Arithmetic { op, left, right } => {
                let (left, right, constant) = self.pair(left, right, depth)?;
                (arithmetic::binary(*op, left, right, data_type, span)?, constant)
            }
            ExprKind::Negate(operand) => {
                let operand = self.part(operand, depth + 1)?;
                let constant = operand.constant;
                (arithmetic::negate(operand, data_type, span)?, constant)
            }
            ExprKind::Compare { op, left, right } => {
                let (left, right, constant) = self.pair(left, right, depth)?;
                (compare::compare(*op, left, right, span)?, constant)
            }
            ExprKind::IsDistinct { left, right, negated } => {
                let (left, right, constant) = self.pair(left, right, depth)?;
                (compare::distinct(left, right, *negated, span)?, constant)
            }
            ExprKind::In { operand, list, negated } => {
                let operand = self.part(operand, depth + 1)?;
                let (list, constant) = self.parts(list, depth)?;
                let constant = constant && operand.constant;
                (compare::in_list(operand, list, *negated, span)?, constant)
            }
            ExprKind::And(operands) => {
                let (operands, constant) = self.parts(operands, depth)?;
                (logic::and(operands, span)?, constant)
            }
            ExprKind::Or(operands) => {
                let (operands, constant) = self.parts(operands, depth)?;
                (logic::or(operands, span)?, constant)
            }
            ExprKind::Not(operand) => {
                let operand = self.part(operand, depth + 1)?;
                let constant = operand.constant;
                (logic::not(operand)?, constant)
            }
            ExprKind::IsNull { operand, negated } => {
                let operand = self.part(operand, depth + 1)?;
                let constant = operand.constant;
                (logic::is_null(operand, *negated), constant)
            }
            ExprKind::Is { operand, truth, negated } => {
                let operand = self.part(operand, depth + 1)?;
                let constant = operand.constant;
                (logic::is(operand, *truth, *negated)?, constant)
            }
            ExprKind::Like { operand, pattern, escape, negated } => {
                let (operand, pattern, mut constant) = self.pair(operand, pattern, depth)?;
                let escape = escape.as_ref().map(|escape| self.part(escape, depth + 1)).transpose()?;
                constant &= escape.as_ref().is_none_or(|escape| escape.constant);
                (like::like(operand, pattern, escape, *negated, span)?, constant)
            }
            ExprKind::Case { branches, otherwise } => {
                let (conditions, fixed) =
                    self.parts(branches.iter().map(|(condition, _)| condition), depth)?;
                let (results, fixed_too) = self.parts(branches.iter().map(|(_, result)| result), depth)?;
                let otherwise = otherwise.as_ref().map(|expr| self.part(expr, depth + 1)).transpose()?;
                let constant = fixed && fixed_too && otherwise.as_ref().is_none_or(|part| part.constant);
                (case::case(conditions, results, otherwise, data_type)?, constant)
            }
            ExprKind::Coalesce(operands) => {
                let (operands, constant) = self.parts(operands, depth)?;
                (case::coalesce(operands, data_type, span)?, constant)
            }
            ExprKind::Cast(operand) => {
                let operand = self.part(operand, depth + 1)?;
                // A TIME becomes a TIMESTAMP on the row's own date.
                let constant = operand.constant
                    && !(operand.data_type == DataType::Time && data_type == DataType::Timestamp);
                (cast::cast(operand, data_type, span)?, constant)
            }
            ExprKind::Call { function, arguments } => {
                let (arguments, constant) = self.parts(arguments, depth)?;
                (call(*function, arguments, data_type, span)?, constant)
            }
        })
    }

    fn check_column(&self, column: usize, data_type: DataType, span: Span) -> Result<(), Error> {
        match self.columns.get(column) {
            None => Err(Error::unsound(
                span,
                format!("column {column} of {} columns is not there", self.columns.len()),
            )),
            Some(found) if found.physical() != data_type.physical() => {
                Err(Error::unsound(span, format!("column {column} is {found}, not {data_type}")))
            }
            Some(_) => Ok(()),
        }
    }
}

fn call(
    function: Function,
    arguments: Vec<Part>,
    data_type: DataType,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    match function {
        Function::Abs
        | Function::Ceil
        | Function::Floor
        | Function::Exp
        | Function::Ln
        | Function::Log10
        | Function::Mod
        | Function::Power
        | Function::Sqrt => number::call(function, arguments, data_type, span),
        Function::Concat
        | Function::Upper
        | Function::Lower
        | Function::Initcap
        | Function::CharLength
        | Function::SubstringFrom
        | Function::SubstringComma
        | Function::Position
        | Function::TrimBoth
        | Function::TrimLeading
        | Function::TrimTrailing
        | Function::Overlay => text::call(function, arguments, span),
        Function::DelimitedLog | Function::FixedColumnLog | Function::RecordField(_) => {
            record::call(function, arguments, data_type, span)
        }
        Function::ParseTime
        | Function::FormatTime
        | Function::RegexReplace
        | Function::RegexSubstring
        | Function::SimilarSubstring
        | Function::SimilarTo
        | Function::RegexLog
        | Function::FastRegexLog => pattern::call(function, arguments, data_type, span),
        _ => time::call(function, arguments, data_type, span),
    }
}

/// Computes a constant part now; one that fails stays, to fail for the rows that reach it.
fn fold(part: Part) -> Part {
    match constant(&part) {
        Some(value) => Part { evaluator: Box::new(Literal(value)), ..part },
        None => part,
    }
}

/// The value of a constant part that does not fail.
pub(super) fn constant(part: &Part) -> Option<Value> {
    if !part.constant {
        return None;
    }
    let batch = Batch { rowtimes: vec![0], columns: Vec::new(), bound: 0 };
    let mut errors = RowErrors::new();
    let input = Input { batch: &batch, rows: Rows::All(1) };
    let column = part.evaluator.evaluate(input, &mut errors).into_column(part.data_type, 1);
    errors.is_empty().then(|| column.value(0))
}

/// Refuses what the checker would not have let through.
pub(super) fn expect(holds: bool, span: Span, reason: impl Into<String>) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(Error::unsound(span, reason)) }
}

/// Refuses an operand of another form.
pub(super) fn expect_form(part: &Part, physical: Physical) -> Result<(), Error> {
    expect(
        part.data_type.physical() == physical || part.data_type == DataType::Null,
        part.span,
        format!("an operand is {}", part.data_type),
    )
}

/// Exactly `N` arguments.
pub(super) fn exactly<const N: usize>(arguments: Vec<Part>, span: Span) -> Result<[Part; N], Error> {
    let found = arguments.len();
    arguments
        .try_into()
        .map_err(|_| Error::unsound(span, format!("a function has {found} arguments, not {N}")))
}

fn check_literal(value: &Value, data_type: DataType, span: Span) -> Result<(), Error> {
    let fits = match value {
        Value::Null => true,
        Value::Boolean(_) => data_type.physical() == Physical::Boolean,
        Value::Long(_) => data_type.physical() == Physical::Long,
        Value::Double(_) => data_type.physical() == Physical::Double,
        Value::Text(_) => data_type.physical() == Physical::Text,
        Value::Bytes(_) => data_type.physical() == Physical::Bytes,
    };
    expect(fits, span, format!("a literal is not {data_type}"))
}

#[derive(Debug)]
struct Literal(Value);

impl Evaluate for Literal {
    fn evaluate<'a>(&'a self, _: Input<'a>, _: &mut RowErrors) -> Operand<'a> {
        Operand::Constant(&self.0)
    }
}

#[derive(Debug)]
struct ColumnOf(usize);

impl Evaluate for ColumnOf {
    fn evaluate<'a>(&'a self, input: Input<'a>, _: &mut RowErrors) -> Operand<'a> {
        Operand::column(&input.batch.columns[self.0], input.rows)
    }
}

struct Rowtime;

impl fmt::Debug for Rowtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rowtime")
    }
}

impl Evaluate for Rowtime {
    fn evaluate<'a>(&'a self, input: Input<'a>, _: &mut RowErrors) -> Operand<'a> {
        let rowtimes = match input.rows {
            Rows::All(_) => input.batch.rowtimes.clone(),
            Rows::Some(rows) => rows.iter().map(|&row| input.batch.rowtimes[row as usize]).collect(),
        };
        Operand::Owned(Column::from_data(rillcut_record::ColumnData::Long(rowtimes)))
    }
}
