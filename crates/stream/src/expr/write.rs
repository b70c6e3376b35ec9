//! Functions of several arguments that write a text, and what their arguments look like by row.

use std::fmt;

use rillcut_record::{Nulls, Physical};
use rillcut_sql::Span;

use super::{
    Evaluate, Input, Operand, Part,
    compile::{expect, expect_form},
    kernel::{Fault, write_texts},
    operand::{Texts, Vector},
};
use crate::{error::Error, row_error::RowErrors};

/// Arguments that are texts or longs.
#[derive(Debug)]
pub(super) struct Arguments(Vec<(Box<dyn Evaluate>, Physical)>);

impl Arguments {
    /// # Errors
    /// When their number or forms are others.
    pub(super) fn new(arguments: Vec<Part>, forms: &[Physical], span: Span) -> Result<Self, Error> {
        expect(
            arguments.len() == forms.len(),
            span,
            format!("a function has {} arguments", arguments.len()),
        )?;
        for (argument, form) in arguments.iter().zip(forms) {
            expect_form(argument, *form)?;
        }
        Ok(Self(
            arguments.into_iter().map(|argument| argument.evaluator).zip(forms.iter().copied()).collect(),
        ))
    }

    /// Their values, and the rows in which one is NULL.
    pub(super) fn evaluate<'a>(
        &'a self,
        input: Input<'a>,
        errors: &mut RowErrors,
    ) -> (Vec<Operand<'a>>, Nulls) {
        let len = input.len();
        let operands: Vec<Operand<'a>> =
            self.0.iter().map(|(argument, _)| argument.evaluate(input, errors)).collect();
        let mut nulls = Nulls::none(len);
        for operand in &operands {
            let marks = operand.nulls(len);
            if marks.any() {
                nulls = nulls.union(&marks);
            }
        }
        (operands, nulls)
    }

    pub(super) fn views<'a>(&self, operands: &'a [Operand<'_>], len: usize) -> Vec<Argument<'a>> {
        operands
            .iter()
            .zip(&self.0)
            .map(|(operand, (_, form))| match form {
                Physical::Long => Argument::Long(operand.longs(len)),
                _ => Argument::Text(operand.texts()),
            })
            .collect()
    }
}

/// An argument by row.
pub(super) enum Argument<'a> {
    Text(Texts<'a>),
    Long(Vector<'a, i64>),
}

impl Argument<'_> {
    pub(super) fn text(&self, row: usize) -> &str {
        if let Self::Text(texts) = self { texts.get(row) } else { "" }
    }

    pub(super) fn long(&self, row: usize) -> i64 {
        if let Self::Long(longs) = self { longs.get(row) } else { 0 }
    }
}

/// A function that writes a text; it says whether there is one.
struct Write<F> {
    arguments: Arguments,
    f: F,
    span: Span,
}

impl<F> fmt::Debug for Write<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Write").field(&self.arguments).finish()
    }
}

pub(super) fn write<F>(
    arguments: Vec<Part>,
    forms: &[Physical],
    span: Span,
    f: F,
) -> Result<Box<dyn Evaluate>, Error>
where
    F: Fn(&[Argument<'_>], usize, &mut String) -> Result<bool, Fault> + Send + Sync + 'static,
{
    let arguments = Arguments::new(arguments, forms, span)?;
    Ok(Box::new(Write { arguments, f, span }))
}

impl<F> Evaluate for Write<F>
where
    F: Fn(&[Argument<'_>], usize, &mut String) -> Result<bool, Fault> + Send + Sync,
{
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let len = input.len();
        let (operands, nulls) = self.arguments.evaluate(input, errors);
        let arguments = self.arguments.views(&operands, len);
        write_texts(input, self.span, errors, nulls, |row, out| (self.f)(&arguments, row, out))
    }
}
