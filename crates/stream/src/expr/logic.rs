//! Three-valued logic: AND, OR, NOT, IS NULL, IS TRUE/FALSE/UNKNOWN (spec/kda-sql.md 4.2).
//!
//! AND and OR narrow the rows from operand to operand: a row that an operand has decided does not reach the next one,
//! so `x <> 0 AND y / x > 1` never divides by zero.

use rillcut_record::{Column, ColumnData, Nulls, Physical};
use rillcut_sql::{Span, plan::Truth};

use super::{
    Evaluate, Input, Operand, Part,
    compile::{expect, expect_form},
    operand,
};
use crate::{error::Error, row_error::RowErrors};

fn booleans<'a>(values: Vec<bool>, nulls: Nulls) -> Operand<'a> {
    Operand::Owned(Column::from_parts(ColumnData::Boolean(values), nulls))
}

pub(super) fn and(operands: Vec<Part>, span: Span) -> Result<Box<dyn Evaluate>, Error> {
    junction(operands, false, span)
}

pub(super) fn or(operands: Vec<Part>, span: Span) -> Result<Box<dyn Evaluate>, Error> {
    junction(operands, true, span)
}

fn junction(operands: Vec<Part>, decisive: bool, span: Span) -> Result<Box<dyn Evaluate>, Error> {
    expect(!operands.is_empty(), span, "AND or OR of nothing")?;
    for operand in &operands {
        expect_form(operand, Physical::Boolean)?;
    }
    Ok(Box::new(Junction { operands: operands.into_iter().map(|part| part.evaluator).collect(), decisive }))
}

/// AND (decided by FALSE) or OR (decided by TRUE).
#[derive(Debug)]
struct Junction {
    operands: Vec<Box<dyn Evaluate>>,
    decisive: bool,
}

impl Evaluate for Junction {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let len = input.len();
        let mut values = vec![!self.decisive; len];
        let mut unknown = vec![false; len];
        // Positions still open, and the batch's rows they stand for.
        let mut open: Vec<u32> = Vec::new();
        let mut rows: Vec<u32> = Vec::new();
        for (number, operand) in self.operands.iter().enumerate() {
            let mut next_open = Vec::new();
            {
                let first = number == 0;
                let narrowed = if first { input } else { input.with_rows(&rows) };
                let operand = operand.evaluate(narrowed, errors);
                let truths = operand.booleans(narrowed.len());
                for i in 0..narrowed.len() {
                    let position = open.get(i).map_or(i, |open| *open as usize);
                    if truths.nulls.is_null(i) {
                        unknown[position] = true;
                    } else if truths.get(i) == self.decisive {
                        values[position] = self.decisive;
                        unknown[position] = false;
                        continue;
                    }
                    next_open.push(position as u32);
                }
            }
            open = next_open;
            if open.is_empty() {
                break;
            }
            rows = open.iter().map(|&position| input.rows.get(position as usize) as u32).collect();
        }
        let mut nulls = Nulls::none(len);
        for &position in &open {
            if unknown[position as usize] {
                nulls.set(position as usize);
            }
        }
        booleans(values, nulls)
    }
}

pub(super) fn not(operand: Part) -> Result<Box<dyn Evaluate>, Error> {
    expect_form(&operand, Physical::Boolean)?;
    Ok(Box::new(Not(operand.evaluator)))
}

#[derive(Debug)]
struct Not(Box<dyn Evaluate>);

impl Evaluate for Not {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let operand = self.0.evaluate(input, errors);
        let truths = operand.booleans(input.len());
        booleans(operand::map(input.len(), &truths, |truth| !truth), truths.nulls.into_owned())
    }
}

pub(super) fn is_null(operand: Part, negated: bool) -> Box<dyn Evaluate> {
    Box::new(IsNull { operand: operand.evaluator, negated })
}

#[derive(Debug)]
struct IsNull {
    operand: Box<dyn Evaluate>,
    negated: bool,
}

impl Evaluate for IsNull {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let operand = self.operand.evaluate(input, errors);
        let len = input.len();
        let nulls = operand.nulls(len);
        let values = (0..len).map(|i| nulls.is_null(i) != self.negated).collect();
        booleans(values, Nulls::none(len))
    }
}

pub(super) fn is(operand: Part, truth: Truth, negated: bool) -> Result<Box<dyn Evaluate>, Error> {
    expect_form(&operand, Physical::Boolean)?;
    Ok(Box::new(Is { operand: operand.evaluator, truth, negated }))
}

#[derive(Debug)]
struct Is {
    operand: Box<dyn Evaluate>,
    truth: Truth,
    negated: bool,
}

impl Evaluate for Is {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let operand = self.operand.evaluate(input, errors);
        let len = input.len();
        let truths = operand.booleans(len);
        let values = (0..len)
            .map(|i| {
                let holds = match self.truth {
                    Truth::True => truths.option(i) == Some(true),
                    Truth::False => truths.option(i) == Some(false),
                    Truth::Unknown => truths.option(i).is_none(),
                };
                holds != self.negated
            })
            .collect();
        booleans(values, Nulls::none(len))
    }
}
