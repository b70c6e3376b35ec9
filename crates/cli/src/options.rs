//! Values of options, read with the option's name in the error.

use std::{ffi::OsString, str::FromStr};

use lexopt::ValueExt;

use crate::failure::Failure;

/// The value of an option as text.
pub(crate) fn text(parser: &mut lexopt::Parser) -> Result<String, Failure> {
    Ok(parser.value()?.string()?)
}

/// The value of `--name` as a number within a range.
pub(crate) fn number<T>(parser: &mut lexopt::Parser, name: &str, least: T, most: T) -> Result<T, Failure>
where
    T: FromStr + PartialOrd + std::fmt::Display + Copy,
{
    let text = text(parser)?;
    match text.parse::<T>() {
        Ok(number) if number >= least && number <= most => Ok(number),
        _ => Err(Failure::usage(format!("--{name} takes a number from {least} to {most}, not '{text}'"))),
    }
}

/// The only file argument, set once.
pub(crate) fn set_file(slot: &mut Option<String>, value: OsString) -> Result<(), Failure> {
    if slot.is_some() {
        return Err(Failure::usage(format!("one file too many: '{}'", value.to_string_lossy())));
    }
    *slot = Some(value.string()?);
    Ok(())
}

/// The file argument, which must have been given.
pub(crate) fn required(slot: Option<String>, what: &str) -> Result<String, Failure> {
    slot.ok_or_else(|| Failure::usage(format!("{what} is missing")))
}

/// Milliseconds of a duration such as `250ms`, `90s`, `15m`, `24h`; a bare number is seconds.
pub(crate) fn duration_ms(text: &str) -> Result<i64, Failure> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match &text[digits.len()..] {
        "ms" => 1.0,
        "" | "s" => 1000.0,
        "m" => 60_000.0,
        "h" => 3_600_000.0,
        "d" => 86_400_000.0,
        _ => f64::NAN,
    };
    let ms = digits.parse::<f64>().map_or(f64::NAN, |number| number * factor);
    if ms.is_finite() && (0.0..=1e14).contains(&ms) {
        Ok(ms as i64)
    } else {
        Err(Failure::usage(format!("'{text}' is not a duration such as 90s, 15m or 24h")))
    }
}

/// The value of `--reference NAME=FILE`: the name in SQL, and the file.
pub(crate) fn reference(parser: &mut lexopt::Parser) -> Result<(String, String), Failure> {
    let value = text(parser)?;
    match value.split_once('=') {
        Some((name, file)) if !name.is_empty() && !file.is_empty() => Ok((name.to_owned(), file.to_owned())),
        _ => Err(Failure::usage(format!("--reference takes NAME=FILE.csv, not '{value}'"))),
    }
}
