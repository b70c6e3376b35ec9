//! ABS, CEIL, FLOOR, MOD, EXP, LN, LOG10, POWER (spec/kda-sql.md 11).
//!
//! Transcendental functions come from `libm`, so that they give the same bits on every machine. Outside their domain
//! they fail the row instead of giving NaN, as a division by zero does.

use rillcut_record::{DataType, Physical};
use rillcut_sql::{Span, plan::Function};

use super::{
    Evaluate, Part,
    arithmetic::to_real,
    cast_number::exact,
    compile::{exactly, expect_form},
    decimal,
    kernel::{Fault, argument, division_by_zero, map, overflow, zip},
};
use crate::error::Error;

pub(super) fn call(
    function: Function,
    arguments: Vec<Part>,
    data_type: DataType,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    match function {
        Function::Mod => {
            let [a, b] = exactly(arguments, span)?;
            expect_form(&a, Physical::Long)?;
            expect_form(&b, Physical::Long)?;
            Ok(zip(a, b, span, move |a: i64, b: i64| match b {
                0 => Err(division_by_zero()),
                _ => Ok(a.wrapping_rem(b)),
            }))
        }
        Function::Power => {
            let [a, b] = exactly(arguments, span)?;
            expect_form(&a, Physical::Double)?;
            expect_form(&b, Physical::Double)?;
            Ok(zip(a, b, span, move |a: f64, b: f64| {
                if a < 0.0 && libm::trunc(b) != b {
                    return Err(argument("POWER of a negative number takes a whole exponent"));
                }
                if a == 0.0 && b < 0.0 {
                    return Err(division_by_zero());
                }
                finite(libm::pow(a, b), data_type)
            }))
        }
        Function::Exp => double(arguments, data_type, span, |x| Ok(libm::exp(x))),
        Function::Ln => double(arguments, data_type, span, |x| logarithm("LN", x, libm::log)),
        Function::Log10 => double(arguments, data_type, span, |x| logarithm("LOG10", x, libm::log10)),
        Function::Sqrt => double(arguments, data_type, span, |x| {
            if x < 0.0 {
                return Err(argument("SQRT takes a number that is not negative"));
            }
            Ok(libm::sqrt(x))
        }),
        Function::Abs => {
            let [operand] = exactly(arguments, span)?;
            if data_type.physical() == Physical::Double {
                expect_form(&operand, Physical::Double)?;
                return Ok(map(operand, span, |x: f64| Ok::<f64, Fault>(libm::fabs(x))));
            }
            expect_form(&operand, Physical::Long)?;
            Ok(map(operand, span, move |x: i64| {
                let result = x.checked_abs();
                let narrow = data_type.integer_range().map_or(i64::MAX, |(_, high)| high);
                result.filter(|result| *result <= narrow).ok_or_else(|| overflow(data_type))
            }))
        }
        _ => round(function == Function::Ceil, arguments, data_type, span),
    }
}

fn finite(value: f64, data_type: DataType) -> Result<f64, Fault> {
    let value = if data_type == DataType::Real { to_real(value) } else { value };
    if value.is_finite() { Ok(value) } else { Err(overflow(data_type)) }
}

fn logarithm(name: &str, x: f64, f: fn(f64) -> f64) -> Result<f64, Fault> {
    if x > 0.0 { Ok(f(x)) } else { Err(argument(format!("{name} takes a number above zero"))) }
}

fn double(
    arguments: Vec<Part>,
    data_type: DataType,
    span: Span,
    f: impl Fn(f64) -> Result<f64, Fault> + Send + Sync + 'static,
) -> Result<Box<dyn Evaluate>, Error> {
    let [operand] = exactly(arguments, span)?;
    expect_form(&operand, Physical::Double)?;
    Ok(map(operand, span, move |x: f64| finite(f(x)?, data_type)))
}

/// FLOOR and CEIL to a whole number, in the operand's type.
fn round(
    up: bool,
    arguments: Vec<Part>,
    data_type: DataType,
    span: Span,
) -> Result<Box<dyn Evaluate>, Error> {
    let [operand] = exactly(arguments, span)?;
    expect_form(&operand, data_type.physical())?;
    match operand.data_type {
        DataType::Real | DataType::Double => {
            let f = if up { libm::ceil } else { libm::floor };
            Ok(map(operand, span, move |x: f64| Ok::<f64, Fault>(f(x))))
        }
        DataType::Decimal { scale, .. } => {
            let unit = decimal::power_of_ten(u32::from(scale));
            let to_scale = if let DataType::Decimal { scale, .. } = data_type { scale } else { 0 };
            Ok(map(operand, span, move |x: i64| {
                let x = i128::from(x);
                let whole = if up { -(-x).div_euclid(unit) } else { x.div_euclid(unit) };
                decimal::rescale(whole, 0, to_scale)
                    .and_then(|whole| exact(whole, data_type))
                    .ok_or_else(|| overflow(data_type))
            }))
        }
        _ => Ok(operand.evaluator),
    }
}
