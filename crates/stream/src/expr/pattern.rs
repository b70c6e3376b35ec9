//! Functions of a regular expression, a pattern or a date format (spec/kda-sql.md 11).
//!
//! Patterns are nearly always constants and are read when the expression is compiled; one that comes out of the data is read anew only
//! when it differs from that of the row before. A faulty pattern out of the data is a row error, and so is one that takes too
//! many steps.

use rillcut_pattern::{DateFormat, PatternError, Regex, Replacement, Scratch, TooManySteps};
use rillcut_record::{Column, ColumnData, DataType, Nulls, Physical, Value};
use rillcut_sql::{Span, plan::Function};

use super::{
    Evaluate, Input, Operand, Part,
    arithmetic::settle,
    compile::{constant, expect},
    kernel::{Fault, argument, write_texts},
    record::push_field,
    write::{Argument, Arguments},
};
use crate::{error::Error, row_error::RowErrors};

pub(super) fn call(
    function: Function,
    arguments: Vec<Part>,
    data_type: DataType,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    use Physical::{Long, Text};
    let (forms, keys): (&[Physical], &[usize]) = match function {
        Function::RegexReplace => (&[Text, Text, Text, Long, Long], &[1, 2]),
        Function::SimilarSubstring => (&[Text, Text, Text], &[1, 2]),
        Function::SimilarTo if arguments.len() == 3 => (&[Text, Text, Text], &[1, 2]),
        Function::ParseTime => (&[Text, Text], &[0]),
        Function::FormatTime => (&[Text, Long], &[0]),
        _ => (&[Text, Text], &[1]),
    };
    let form = match function {
        Function::SimilarTo => Physical::Boolean,
        Function::ParseTime => Physical::Long,
        _ => Physical::Text,
    };
    expect(data_type.physical() == form, span, format!("{function:?} does not give {data_type}"))?;
    let texts: Option<Vec<String>> = keys
        .iter()
        .map(|&key| match constant(arguments.get(key)?)? {
            Value::Text(text) => Some(text),
            _ => None,
        })
        .collect();
    let fixed = texts.map(|texts| {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        Prepared::new(function, &texts)
    });
    let arguments = Arguments::new(arguments, forms, span)?;
    Ok(Box::new(Patterned { function, arguments, keys, fixed, data_type, span }))
}

/// Patterns that have been read.
#[derive(Debug)]
enum Prepared {
    Regex(Regex),
    Replace(Regex, Replacement),
    Date(DateFormat),
}

fn faulty(error: &PatternError) -> Fault {
    argument(error.to_string())
}

fn too_hard(error: TooManySteps) -> Fault {
    argument(error.to_string())
}

fn escape_character(text: &str) -> Result<char, Fault> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Ok(character),
        _ => Err(argument("ESCAPE takes a single character")),
    }
}

impl Prepared {
    fn new(function: Function, texts: &[&str]) -> Result<Self, Fault> {
        let regex = |regex: Result<Regex, PatternError>| regex.map_err(|error| faulty(&error));
        Ok(match (function, texts) {
            (Function::RegexReplace, [pattern, replacement]) => {
                let regex = regex(Regex::java(pattern))?;
                let replacement = Replacement::new(replacement, &regex).map_err(|error| faulty(&error))?;
                Self::Replace(regex, replacement)
            }
            (Function::SimilarSubstring, [pattern, escape]) => {
                Self::Regex(regex(Regex::similar_parts(pattern, escape_character(escape)?))?)
            }
            (Function::SimilarTo, [pattern, escape]) => {
                Self::Regex(regex(Regex::similar(pattern, Some(escape_character(escape)?)))?)
            }
            (Function::SimilarTo, [pattern]) => Self::Regex(regex(Regex::similar(pattern, None))?),
            (Function::FastRegexLog, [pattern]) => Self::Regex(regex(Regex::fast(pattern))?),
            (Function::ParseTime | Function::FormatTime, [format]) => {
                Self::Date(DateFormat::new(format).map_err(|error| faulty(&error))?)
            }
            (_, [pattern, ..]) => Self::Regex(regex(Regex::java(pattern))?),
            (_, []) => return Err(argument("a function has no pattern")),
        })
    }
}

/// A function with its patterns.
#[derive(Debug)]
struct Patterned {
    function: Function,
    arguments: Arguments,
    /// Which of the arguments are the patterns.
    keys: &'static [usize],
    /// Read already, when they are constants.
    fixed: Option<Result<Prepared, Fault>>,
    data_type: DataType,
    span: Span,
}

/// The patterns of the row before.
#[derive(Default)]
struct Last {
    texts: Vec<String>,
    prepared: Option<Result<Prepared, Fault>>,
}

impl Patterned {
    fn prepared<'l>(
        &'l self,
        arguments: &[Argument<'_>],
        row: usize,
        last: &'l mut Last,
    ) -> Result<&'l Prepared, Fault> {
        let prepared = if let Some(fixed) = &self.fixed {
            fixed
        } else {
            let same = last.texts.len() == self.keys.len()
                && self.keys.iter().zip(&last.texts).all(|(&key, text)| arguments[key].text(row) == text);
            if !same {
                last.texts = self.keys.iter().map(|&key| arguments[key].text(row).to_owned()).collect();
                last.prepared = None;
            }
            let texts = &last.texts;
            last.prepared.get_or_insert_with(|| {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                Prepared::new(self.function, &texts)
            })
        };
        prepared.as_ref().map_err(Clone::clone)
    }

    /// Appends the text of a row; false for NULL.
    fn write(
        &self,
        prepared: &Prepared,
        arguments: &[Argument<'_>],
        row: usize,
        scratch: &mut Scratch,
        out: &mut String,
    ) -> Result<bool, Fault> {
        let text = arguments[0].text(row);
        match prepared {
            Prepared::Date(format) => format.print(arguments[1].long(row), out),
            Prepared::Replace(regex, replacement) => {
                let (start, occurrence) = (arguments[3].long(row), arguments[4].long(row));
                let (Ok(start @ 1..), Ok(occurrence)) = (usize::try_from(start), u64::try_from(occurrence))
                else {
                    return Err(argument("REGEX_REPLACE takes a start from 1 and an occurrence from 0"));
                };
                let Some((from, _)) = text.char_indices().nth(start - 1).or((start == 1).then_some((0, ' ')))
                else {
                    out.push_str(text);
                    return Ok(true);
                };
                let only = (occurrence > 0).then_some(occurrence);
                regex.replace(text, from, only, replacement, scratch, out).map_err(too_hard)?;
            }
            Prepared::Regex(regex) => {
                let found = match self.function {
                    Function::FastRegexLog => regex.matches(text, scratch),
                    _ => regex.find(text, 0, scratch),
                };
                if !found.map_err(too_hard)? {
                    return Ok(false);
                }
                match self.function {
                    Function::RegexLog | Function::FastRegexLog => {
                        for group in 1..=regex.groups() {
                            push_field(scratch.group(text, group), out);
                        }
                    }
                    Function::SimilarSubstring => out.push_str(scratch.group(text, 1).unwrap_or("")),
                    _ => out.push_str(scratch.group(text, 0).unwrap_or("")),
                }
            }
        }
        Ok(true)
    }

    /// Milliseconds of a row; `None` for NULL.
    fn time(&self, prepared: &Prepared, text: &str) -> Option<i64> {
        let Prepared::Date(format) = prepared else { return None };
        format.parse(text).map(|at| settle(at, self.data_type))
    }

    fn longs(
        &self,
        arguments: &[Argument<'_>],
        input: Input<'_>,
        mut nulls: Nulls,
        errors: &mut RowErrors,
    ) -> Column {
        let mut last = Last::default();
        let mut values = vec![0; input.len()];
        for (row, value) in values.iter_mut().enumerate() {
            if nulls.is_null(row) {
                continue;
            }
            match self
                .prepared(arguments, row, &mut last)
                .map(|prepared| self.time(prepared, arguments[1].text(row)))
            {
                Ok(Some(time)) => *value = time,
                Ok(None) => nulls.set(row),
                Err((kind, message)) => {
                    nulls.set(row);
                    errors.mark(input.rows.get(row), kind, self.span, message);
                }
            }
        }
        Column::from_parts(ColumnData::Long(values), nulls)
    }

    fn truths(
        &self,
        arguments: &[Argument<'_>],
        input: Input<'_>,
        mut nulls: Nulls,
        errors: &mut RowErrors,
    ) -> Column {
        let mut last = Last::default();
        let mut scratch = Scratch::default();
        let mut values = vec![false; input.len()];
        for (row, value) in values.iter_mut().enumerate() {
            if nulls.is_null(row) {
                continue;
            }
            let matches = self.prepared(arguments, row, &mut last).and_then(|prepared| match prepared {
                Prepared::Regex(regex) => {
                    regex.matches(arguments[0].text(row), &mut scratch).map_err(too_hard)
                }
                _ => Ok(false),
            });
            match matches {
                Ok(matches) => *value = matches,
                Err((kind, message)) => {
                    nulls.set(row);
                    errors.mark(input.rows.get(row), kind, self.span, message);
                }
            }
        }
        Column::from_parts(ColumnData::Boolean(values), nulls)
    }
}

impl Evaluate for Patterned {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let (operands, nulls) = self.arguments.evaluate(input, errors);
        let arguments = self.arguments.views(&operands, input.len());
        match self.data_type.physical() {
            Physical::Long => Operand::Owned(self.longs(&arguments, input, nulls, errors)),
            Physical::Boolean => Operand::Owned(self.truths(&arguments, input, nulls, errors)),
            _ => {
                let mut last = Last::default();
                let mut scratch = Scratch::default();
                write_texts(input, self.span, errors, nulls, |row, out| {
                    let prepared = self.prepared(&arguments, row, &mut last)?;
                    self.write(prepared, &arguments, row, &mut scratch, out)
                })
            }
        }
    }
}
