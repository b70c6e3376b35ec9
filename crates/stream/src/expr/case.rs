//! CASE and COALESCE: each branch computes only the rows that reach it.

use rillcut_record::{Column, ColumnData, DataType, Nulls, Physical, TextColumn};
use rillcut_sql::Span;

use super::{
    Evaluate, Input, Operand, Part,
    compile::{expect, expect_form},
};
use crate::{error::Error, row_error::RowErrors};

pub(super) fn case(
    conditions: Vec<Part>,
    results: Vec<Part>,
    otherwise: Option<Part>,
    data_type: DataType,
) -> Result<Box<dyn Evaluate>, Error> {
    for condition in &conditions {
        expect_form(condition, Physical::Boolean)?;
    }
    for result in results.iter().chain(&otherwise) {
        expect_form(result, data_type.physical())?;
    }
    let branches = conditions
        .into_iter()
        .zip(results)
        .map(|(condition, result)| (condition.evaluator, result.evaluator))
        .collect();
    Ok(Box::new(Case { branches, otherwise: otherwise.map(|part| part.evaluator), data_type }))
}

pub(super) fn coalesce(
    operands: Vec<Part>,
    data_type: DataType,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    expect(!operands.is_empty(), span, "COALESCE of nothing")?;
    for operand in &operands {
        expect_form(operand, data_type.physical())?;
    }
    let operands = operands.into_iter().map(|part| part.evaluator).collect();
    Ok(Box::new(Coalesce { operands, data_type }))
}

/// Rows on their way through branches.
struct Open {
    /// Positions among the rows asked for.
    positions: Vec<u32>,
    /// The same as rows of the batch.
    rows: Vec<u32>,
}

impl Open {
    fn all(input: Input<'_>) -> Self {
        Self { positions: (0..input.len() as u32).collect(), rows: input.rows.iter().collect() }
    }

    /// Parts the rows by a test of their index here.
    fn split(self, mut taken: impl FnMut(usize) -> bool) -> (Self, Self) {
        let (mut yes, mut no) = (Self::empty(), Self::empty());
        for (i, (&position, &row)) in self.positions.iter().zip(&self.rows).enumerate() {
            let side = if taken(i) { &mut yes } else { &mut no };
            side.positions.push(position);
            side.rows.push(row);
        }
        (yes, no)
    }

    fn empty() -> Self {
        Self { positions: Vec::new(), rows: Vec::new() }
    }
}

/// Puts pieces together: where each row's value lies.
struct Mosaic {
    data_type: DataType,
    pieces: Vec<Column>,
    /// Piece and row in it; the piece number `u32::MAX` is NULL.
    place: Vec<(u32, u32)>,
}

impl Mosaic {
    fn new(data_type: DataType, len: usize) -> Self {
        Self { data_type, pieces: Vec::new(), place: vec![(u32::MAX, 0); len] }
    }

    fn put(&mut self, positions: &[u32], values: Column) {
        let piece = self.pieces.len() as u32;
        for (row, &position) in positions.iter().enumerate() {
            self.place[position as usize] = (piece, row as u32);
        }
        self.pieces.push(values);
    }

    fn finish<'a>(self) -> Operand<'a> {
        let mut nulls = Nulls::none(self.place.len());
        for (position, &(piece, row)) in self.place.iter().enumerate() {
            if self.pieces.get(piece as usize).is_none_or(|column| column.is_null(row as usize)) {
                nulls.set(position);
            }
        }
        let data = match self.data_type.physical() {
            Physical::Long => ColumnData::Long(self.pick(Column::longs)),
            Physical::Double => ColumnData::Double(self.pick(Column::doubles)),
            Physical::Boolean => ColumnData::Boolean(self.pick(Column::booleans)),
            Physical::Text => {
                let mut texts = TextColumn::new();
                for &(piece, row) in &self.place {
                    let column = self.pieces.get(piece as usize).and_then(Column::texts);
                    texts.push(column.map_or("", |column| column.get(row as usize)));
                }
                ColumnData::Text(texts)
            }
            Physical::Bytes => {
                let mut column = Column::new(self.data_type);
                for &(piece, row) in &self.place {
                    match self.pieces.get(piece as usize) {
                        Some(piece) => column.push(&piece.value(row as usize)),
                        None => column.push_null(),
                    }
                }
                return Operand::Owned(column);
            }
        };
        Operand::Owned(Column::from_parts(data, nulls))
    }

    fn pick<T: Copy + Default>(&self, lane: impl Fn(&Column) -> Option<&[T]>) -> Vec<T> {
        let lanes: Vec<&[T]> = self.pieces.iter().map(|piece| lane(piece).unwrap_or_default()).collect();
        self.place
            .iter()
            .map(|&(piece, row)| {
                lanes.get(piece as usize).and_then(|lane| lane.get(row as usize)).copied().unwrap_or_default()
            })
            .collect()
    }
}

#[derive(Debug)]
struct Case {
    branches: Vec<(Box<dyn Evaluate>, Box<dyn Evaluate>)>,
    otherwise: Option<Box<dyn Evaluate>>,
    data_type: DataType,
}

impl Evaluate for Case {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let mut mosaic = Mosaic::new(self.data_type, input.len());
        let mut open = Open::all(input);
        for (condition, result) in &self.branches {
            if open.rows.is_empty() {
                break;
            }
            let taken: Vec<bool> = {
                let narrowed = input.with_rows(&open.rows);
                let condition = condition.evaluate(narrowed, errors);
                let truths = condition.booleans(narrowed.len());
                (0..narrowed.len()).map(|i| truths.option(i) == Some(true)).collect()
            };
            let (yes, no) = open.split(|i| taken[i]);
            if !yes.rows.is_empty() {
                let narrowed = input.with_rows(&yes.rows);
                let values = result.evaluate(narrowed, errors).into_column(self.data_type, narrowed.len());
                mosaic.put(&yes.positions, values);
            }
            open = no;
        }
        if let Some(otherwise) = &self.otherwise
            && !open.rows.is_empty()
        {
            let narrowed = input.with_rows(&open.rows);
            let values = otherwise.evaluate(narrowed, errors).into_column(self.data_type, narrowed.len());
            mosaic.put(&open.positions, values);
        }
        mosaic.finish()
    }
}

#[derive(Debug)]
struct Coalesce {
    operands: Vec<Box<dyn Evaluate>>,
    data_type: DataType,
}

impl Evaluate for Coalesce {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let mut mosaic = Mosaic::new(self.data_type, input.len());
        let mut open = Open::all(input);
        for operand in &self.operands {
            if open.rows.is_empty() {
                break;
            }
            let values = {
                let narrowed = input.with_rows(&open.rows);
                operand.evaluate(narrowed, errors).into_column(self.data_type, narrowed.len())
            };
            mosaic.put(&open.positions, values.clone());
            let (_, null) = open.split(|i| !values.is_null(i));
            open = null;
        }
        mosaic.finish()
    }
}
