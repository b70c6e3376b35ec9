//! Comparisons: `= <> < <= > >=`, IN, IS [NOT] DISTINCT FROM.
//!
//! One total order serves comparing, grouping and sorting alike: texts ignore trailing blanks and go by code point, NaN equals
//! itself and is the greatest number, −0 equals 0. IEEE's "NaN differs from NaN" was rejected: a row could then be neither in
//! a group nor out of it.

use std::cmp::Ordering;

use rillcut_record::{Column, ColumnData, DataType, Nulls, Physical, TextColumn};
use rillcut_sql::{Span, plan::CompareOp};

use super::{
    Evaluate, Input, Operand, Part,
    compile::expect,
    operand::{Texts, either_null, zip},
};
use crate::{error::Error, row_error::RowErrors};

/// Trailing blanks do not count in comparisons.
#[inline]
pub(crate) fn trim_blanks(text: &str) -> &str {
    if text.as_bytes().last() == Some(&b' ') { text.trim_end_matches(' ') } else { text }
}

/// Order of two texts.
pub(crate) fn compare_texts(a: &str, b: &str) -> Ordering {
    trim_blanks(a).as_bytes().cmp(trim_blanks(b).as_bytes())
}

/// Order of two doubles.
pub(crate) fn compare_doubles(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

#[inline]
fn double_equal(a: f64, b: f64) -> bool {
    (a == b) | (a.is_nan() & b.is_nan())
}

#[inline]
fn double_less(a: f64, b: f64) -> bool {
    (a < b) | (b.is_nan() & !a.is_nan())
}

/// The form both sides are compared in; NULL takes the other's.
fn common_form(left: &Part, right: &Part, span: Span) -> Result<Physical, Error> {
    let form = match (left.data_type, right.data_type) {
        (DataType::Null, other) | (other, DataType::Null) => other.physical(),
        (a, b) => {
            let scale = |t| if let DataType::Decimal { scale, .. } = t { scale } else { 0 };
            expect(
                a.physical() == b.physical() && scale(a) == scale(b),
                span,
                format!("{a} is compared with {b}"),
            )?;
            a.physical()
        }
    };
    Ok(form)
}

fn is_true_for(op: CompareOp, ordering: Ordering) -> bool {
    match op {
        CompareOp::Equal => ordering.is_eq(),
        CompareOp::NotEqual => ordering.is_ne(),
        CompareOp::Less => ordering.is_lt(),
        CompareOp::LessOrEqual => ordering.is_le(),
        CompareOp::Greater => ordering.is_gt(),
        CompareOp::GreaterOrEqual => ordering.is_ge(),
    }
}

/// The truth of a comparison whose operands have this order, by position.
fn by_order(op: CompareOp, len: usize, order: impl Fn(usize) -> Ordering) -> Vec<bool> {
    (0..len).map(|i| is_true_for(op, order(i))).collect()
}

/// The truth of `left op right` by position, whatever NULL rows hold.
fn truths(op: CompareOp, form: Physical, len: usize, left: &Operand<'_>, right: &Operand<'_>) -> Vec<bool> {
    match form {
        Physical::Long => {
            let (a, b) = (left.longs(len), right.longs(len));
            match op {
                CompareOp::Equal => zip(len, &a, &b, |a, b| a == b),
                CompareOp::NotEqual => zip(len, &a, &b, |a, b| a != b),
                CompareOp::Less => zip(len, &a, &b, |a, b| a < b),
                CompareOp::LessOrEqual => zip(len, &a, &b, |a, b| a <= b),
                CompareOp::Greater => zip(len, &a, &b, |a, b| a > b),
                CompareOp::GreaterOrEqual => zip(len, &a, &b, |a, b| a >= b),
            }
        }
        Physical::Double => {
            let (a, b) = (left.doubles(len), right.doubles(len));
            match op {
                CompareOp::Equal => zip(len, &a, &b, double_equal),
                CompareOp::NotEqual => zip(len, &a, &b, |a, b| !double_equal(a, b)),
                CompareOp::Less => zip(len, &a, &b, double_less),
                CompareOp::LessOrEqual => zip(len, &a, &b, |a, b| !double_less(b, a)),
                CompareOp::Greater => zip(len, &a, &b, |a, b| double_less(b, a)),
                CompareOp::GreaterOrEqual => zip(len, &a, &b, |a, b| !double_less(a, b)),
            }
        }
        Physical::Boolean => {
            let (a, b) = (left.booleans(len), right.booleans(len));
            zip(len, &a, &b, |a, b| is_true_for(op, a.cmp(&b)))
        }
        Physical::Text => text_truths(op, len, left.texts(), right.texts()),
        Physical::Bytes => {
            let (a, b) = (left.octets(), right.octets());
            by_order(op, len, |i| a.get(i).cmp(b.get(i)))
        }
    }
}

fn text_truths(op: CompareOp, len: usize, left: Texts<'_>, right: Texts<'_>) -> Vec<bool> {
    match (op, left, right) {
        (CompareOp::Equal | CompareOp::NotEqual, Texts::Whole(column), Texts::One(text))
        | (CompareOp::Equal | CompareOp::NotEqual, Texts::One(text), Texts::Whole(column)) => {
            equal_to(column, trim_blanks(text), op == CompareOp::Equal)
        }
        (CompareOp::Equal, ..) => {
            (0..len).map(|i| trim_blanks(left.get(i)) == trim_blanks(right.get(i))).collect()
        }
        _ => by_order(op, len, |i| compare_texts(left.get(i), right.get(i))),
    }
}

/// Whether each text of a column equals one without trailing blanks. The filter that nearly every program has: lengths decide
/// most rows, and short texts are compared by words instead of by a call.
fn equal_to(column: &TextColumn, text: &str, wanted: bool) -> Vec<bool> {
    let (all, ends) = column.as_parts();
    let (all, text) = (all.as_bytes(), text.as_bytes());
    let mut start = 0;
    ends.iter()
        .map(|&end| {
            let row = &all[start..end as usize];
            start = end as usize;
            let same = if row.len() == text.len() {
                same_bytes(row, text)
            } else {
                row.len() > text.len()
                    && row.last() == Some(&b' ')
                    && row.starts_with(text)
                    && row[text.len()..].iter().all(|byte| *byte == b' ')
            };
            same == wanted
        })
        .collect()
}

/// Equality of two texts of one length: by words from the start, then the last word, which may overlap.
#[inline]
fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    const WORD: usize = 8;
    let (Some(last_a), Some(last_b)) = (a.last_chunk::<WORD>(), b.last_chunk::<WORD>()) else {
        return a.iter().zip(b).all(|(a, b)| a == b);
    };
    let words = a.chunks_exact(WORD).zip(b.chunks_exact(WORD));
    u64::from_le_bytes(*last_a) == u64::from_le_bytes(*last_b) && words.into_iter().all(|(a, b)| a == b)
}

fn booleans<'a>(values: Vec<bool>, nulls: Nulls) -> Operand<'a> {
    Operand::Owned(Column::from_parts(ColumnData::Boolean(values), nulls))
}

pub(super) fn compare(
    op: CompareOp,
    left: Part,
    right: Part,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    let form = common_form(&left, &right, span)?;
    Ok(Box::new(Compare { op, form, left: left.evaluator, right: right.evaluator }))
}

#[derive(Debug)]
struct Compare {
    op: CompareOp,
    form: Physical,
    left: Box<dyn Evaluate>,
    right: Box<dyn Evaluate>,
}

impl Evaluate for Compare {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let left = self.left.evaluate(input, errors);
        let right = self.right.evaluate(input, errors);
        let len = input.len();
        let nulls = either_null(&left.nulls(len), &right.nulls(len));
        booleans(truths(self.op, self.form, len, &left, &right), nulls)
    }
}

pub(super) fn distinct(
    left: Part,
    right: Part,
    negated: bool,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    let form = common_form(&left, &right, span)?;
    Ok(Box::new(Distinct { form, negated, left: left.evaluator, right: right.evaluator }))
}

/// IS DISTINCT FROM.
#[derive(Debug)]
struct Distinct {
    form: Physical,
    negated: bool,
    left: Box<dyn Evaluate>,
    right: Box<dyn Evaluate>,
}

impl Evaluate for Distinct {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let left = self.left.evaluate(input, errors);
        let right = self.right.evaluate(input, errors);
        let len = input.len();
        let (a, b) = (left.nulls(len), right.nulls(len));
        let mut values = truths(CompareOp::NotEqual, self.form, len, &left, &right);
        for (i, value) in values.iter_mut().enumerate() {
            let distinct = match (a.is_null(i), b.is_null(i)) {
                (false, false) => *value,
                (true, true) => false,
                _ => true,
            };
            *value = distinct != self.negated;
        }
        booleans(values, Nulls::none(len))
    }
}

pub(super) fn in_list(
    operand: Part,
    list: Vec<Part>,
    negated: bool,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    expect(!list.is_empty(), span, "an empty IN list")?;
    let forms =
        list.iter().map(|item| common_form(&operand, item, span)).collect::<Result<Vec<_>, Error>>()?;
    let list = list.into_iter().map(|item| item.evaluator).zip(forms).collect();
    Ok(Box::new(In { operand: operand.evaluator, list, negated }))
}

/// `IN (…)`: TRUE for a match, else UNKNOWN when a NULL took part, else FALSE.
#[derive(Debug)]
struct In {
    operand: Box<dyn Evaluate>,
    list: Vec<(Box<dyn Evaluate>, Physical)>,
    negated: bool,
}

impl Evaluate for In {
    fn evaluate<'a>(&'a self, input: Input<'a>, errors: &mut RowErrors) -> Operand<'a> {
        let operand = self.operand.evaluate(input, errors);
        let len = input.len();
        let operand_nulls = operand.nulls(len);
        let mut found = vec![false; len];
        let mut unknown = vec![false; len];
        for (item, form) in &self.list {
            let item = item.evaluate(input, errors);
            let nulls = item.nulls(len);
            let equal = truths(CompareOp::Equal, *form, len, &operand, &item);
            for i in 0..len {
                let null = operand_nulls.is_null(i) || nulls.is_null(i);
                found[i] |= equal[i] && !null;
                unknown[i] |= null;
            }
        }
        let mut nulls = Nulls::none(len);
        for i in 0..len {
            if unknown[i] && !found[i] {
                nulls.set(i);
            }
            found[i] ^= self.negated;
        }
        booleans(found, nulls)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_equal_a_text_as_single_texts_do() {
        let texts = [
            "",
            " ",
            "Click",
            "click",
            "Click  ",
            "Clic",
            "Clicks",
            "12345678",
            "123456789",
            "x2345678",
            "é",
        ];
        let column: TextColumn = texts.into_iter().collect();
        for text in texts {
            let expected: Vec<bool> = texts.iter().map(|row| compare_texts(row, text).is_eq()).collect();
            assert_eq!(equal_to(&column, trim_blanks(text), true), expected, "{text}");
        }
    }

    #[test]
    fn the_order_is_total() {
        assert!(compare_texts("a ", "a").is_eq());
        assert!(compare_texts("", "  ").is_eq());
        assert!(compare_texts("a b", "a").is_gt());
        let doubles = [f64::NEG_INFINITY, -1.0, -0.0, 0.0, 1.0, f64::INFINITY, f64::NAN];
        for (i, &a) in doubles.iter().enumerate() {
            for (j, &b) in doubles.iter().enumerate() {
                let order = compare_doubles(a, b);
                let expected = if a == 0.0 && b == 0.0 { Ordering::Equal } else { i.cmp(&j) };
                assert_eq!(order, expected, "{a} {b}");
                assert_eq!(double_equal(a, b), order.is_eq());
                assert_eq!(double_less(a, b), order.is_lt());
            }
        }
    }
}
