//! The loops that all families share: an evaluator from a closure over one or two values.
//!
//! A family says what happens to a value; here is what happens to a column: NULL in, NULL out; a fault marks the row.
//! Each closure becomes a loop of its own, with the choice of operator and type made once, when it is compiled.

use std::{fmt, marker::PhantomData};

use rillcut_record::{Column, ColumnData, Nulls, TextColumn};
use rillcut_sql::Span;

use super::{
    Evaluate, Input, Operand, Part,
    operand::{Vector, either_null},
};
use crate::row_error::{RowErrorKind, RowErrors};

/// Why a value has no result.
pub(crate) type Fault = (RowErrorKind, String);

pub(super) fn overflow(what: impl fmt::Display) -> Fault {
    (RowErrorKind::Overflow, format!("the result does not fit {what}"))
}

pub(super) fn division_by_zero() -> Fault {
    (RowErrorKind::DivisionByZero, "division by zero".to_owned())
}

pub(super) fn argument(message: impl Into<String>) -> Fault {
    (RowErrorKind::Argument, message.into())
}

/// A value that lies in a vector.
pub(super) trait Lane: Copy + Default + Send + Sync + 'static {
    fn vector<'a>(operand: &'a Operand<'_>, len: usize) -> Vector<'a, Self>;
    fn column(values: Vec<Self>, nulls: Nulls) -> Column;
}

impl Lane for i64 {
    fn vector<'a>(operand: &'a Operand<'_>, len: usize) -> Vector<'a, Self> {
        operand.longs(len)
    }
    fn column(values: Vec<Self>, nulls: Nulls) -> Column {
        Column::from_parts(ColumnData::Long(values), nulls)
    }
}

impl Lane for f64 {
    fn vector<'a>(operand: &'a Operand<'_>, len: usize) -> Vector<'a, Self> {
        operand.doubles(len)
    }
    fn column(values: Vec<Self>, nulls: Nulls) -> Column {
        Column::from_parts(ColumnData::Double(values), nulls)
    }
}

impl Lane for bool {
    fn vector<'a>(operand: &'a Operand<'_>, len: usize) -> Vector<'a, Self> {
        operand.booleans(len)
    }
    fn column(values: Vec<Self>, nulls: Nulls) -> Column {
        Column::from_parts(ColumnData::Boolean(values), nulls)
    }
}

/// Collects one result a row, marking faults.
struct Results<'i, 'e, R> {
    input: Input<'i>,
    span: Span,
    errors: &'e mut RowErrors,
    values: Vec<R>,
    nulls: Nulls,
}

impl<'i, 'e, R: Lane> Results<'i, 'e, R> {
    fn new(input: Input<'i>, span: Span, errors: &'e mut RowErrors, nulls: Nulls) -> Self {
        Self { input, span, errors, values: Vec::with_capacity(input.len()), nulls }
    }

    #[inline]
    fn push(&mut self, position: usize, result: Result<R, Fault>) {
        match result {
            Ok(value) => self.values.push(value),
            Err(fault) => self.fail(position, fault),
        }
    }

    /// A NULL row computes over defaults: its fault is none.
    #[cold]
    fn fail(&mut self, position: usize, (kind, message): Fault) {
        self.values.push(R::default());
        if !self.nulls.is_null(position) {
            self.nulls.set(position);
            self.errors.mark(self.input.rows.get(position), kind, self.span, message);
        }
    }

    fn finish<'a>(self) -> Operand<'a> {
        Operand::Owned(R::column(self.values, self.nulls))
    }
}

/// `f` of one value.
pub(super) struct Map<A, R, F> {
    operand: Box<dyn Evaluate>,
    f: F,
    span: Span,
    lanes: PhantomData<fn(A) -> R>,
}

impl<A, R, F> fmt::Debug for Map<A, R, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Map").field(&self.operand).finish()
    }
}

pub(super) fn map<A: Lane, R: Lane, F>(operand: Part, span: Span, f: F) -> Box<dyn Evaluate>
where
    F: Fn(A) -> Result<R, Fault> + Send + Sync + 'static,
{
    Box::new(Map { operand: operand.evaluator, f, span, lanes: PhantomData })
}

impl<A: Lane, R: Lane, F: Fn(A) -> Result<R, Fault> + Send + Sync> Evaluate for Map<A, R, F> {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let operand = self.operand.evaluate(input, errors);
        let vector = A::vector(&operand, input.len());
        let mut results = Results::new(input, self.span, errors, vector.nulls.as_ref().clone());
        for position in 0..input.len() {
            results.push(position, (self.f)(vector.get(position)));
        }
        results.finish()
    }
}

/// `f` of two values.
pub(super) struct Zip<A, B, R, F> {
    left: Box<dyn Evaluate>,
    right: Box<dyn Evaluate>,
    f: F,
    span: Span,
    lanes: PhantomData<fn(A, B) -> R>,
}

impl<A, B, R, F> fmt::Debug for Zip<A, B, R, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zip").field(&self.left).field(&self.right).finish()
    }
}

pub(super) fn zip<A: Lane, B: Lane, R: Lane, F>(
    left: Part,
    right: Part,
    span: Span,
    f: F,
) -> Box<dyn Evaluate>
where
    F: Fn(A, B) -> Result<R, Fault> + Send + Sync + 'static,
{
    Box::new(Zip { left: left.evaluator, right: right.evaluator, f, span, lanes: PhantomData })
}

impl<A: Lane, B: Lane, R: Lane, F: Fn(A, B) -> Result<R, Fault> + Send + Sync> Evaluate for Zip<A, B, R, F> {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let len = input.len();
        let left = self.left.evaluate(input, errors);
        let right = self.right.evaluate(input, errors);
        let (left, right) = (A::vector(&left, len), B::vector(&right, len));
        let nulls = either_null(&left.nulls, &right.nulls);
        let mut results = Results::new(input, self.span, errors, nulls);
        for position in 0..len {
            results.push(position, (self.f)(left.get(position), right.get(position)));
        }
        results.finish()
    }
}

/// `f` of one text.
pub(super) struct FromText<R, F> {
    operand: Box<dyn Evaluate>,
    f: F,
    span: Span,
    lanes: PhantomData<fn() -> R>,
}

impl<R, F> fmt::Debug for FromText<R, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FromText").field(&self.operand).finish()
    }
}

pub(super) fn from_text<R: Lane, F>(operand: Part, span: Span, f: F) -> Box<dyn Evaluate>
where
    F: Fn(&str) -> Result<R, Fault> + Send + Sync + 'static,
{
    Box::new(FromText { operand: operand.evaluator, f, span, lanes: PhantomData })
}

impl<R: Lane, F: Fn(&str) -> Result<R, Fault> + Send + Sync> Evaluate for FromText<R, F> {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let operand = self.operand.evaluate(input, errors);
        let texts = operand.texts();
        let nulls = operand.nulls(input.len()).into_owned();
        let mut results = Results::new(input, self.span, errors, nulls);
        for position in 0..input.len() {
            results.push(position, (self.f)(texts.get(position)));
        }
        results.finish()
    }
}

/// Writes a text for each row that `nulls` does not mark; the writer says whether the row has a value.
pub(super) fn write_texts<'a>(
    input: Input<'_>,
    span: Span,
    errors: &mut RowErrors,
    mut nulls: Nulls,
    mut write: impl FnMut(usize, &mut String) -> Result<bool, Fault>,
) -> Operand<'a> {
    let mut texts = TextColumn::new();
    for position in 0..input.len() {
        if !nulls.is_null(position) {
            let start = texts.buffer().len();
            match write(position, texts.buffer()) {
                Ok(true) => {}
                Ok(false) => {
                    texts.buffer().truncate(start);
                    nulls.set(position);
                }
                Err((kind, message)) => {
                    texts.buffer().truncate(start);
                    nulls.set(position);
                    errors.mark(input.rows.get(position), kind, span, message);
                }
            }
        }
        texts.finish_row();
    }
    Operand::Owned(Column::from_parts(ColumnData::Text(texts), nulls))
}

/// A text of one value.
pub(super) struct ToText<A, F> {
    operand: Box<dyn Evaluate>,
    f: F,
    span: Span,
    lanes: PhantomData<fn(A)>,
}

impl<A, F> fmt::Debug for ToText<A, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ToText").field(&self.operand).finish()
    }
}

pub(super) fn to_text<A: Lane, F>(operand: Part, span: Span, f: F) -> Box<dyn Evaluate>
where
    F: Fn(A, &mut String) -> Result<(), Fault> + Send + Sync + 'static,
{
    Box::new(ToText { operand: operand.evaluator, f, span, lanes: PhantomData })
}

impl<A: Lane, F: Fn(A, &mut String) -> Result<(), Fault> + Send + Sync> Evaluate for ToText<A, F> {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let operand = self.operand.evaluate(input, errors);
        let vector = A::vector(&operand, input.len());
        write_texts(input, self.span, errors, vector.nulls.as_ref().clone(), |position, out| {
            (self.f)(vector.get(position), out).map(|()| true)
        })
    }
}
