//! `date.*`: the clock of the record, and dates before and after it, in moment formats.
//!
//! KDG prints past and future dates in JavaScript's long form and takes no format; a format as the last argument is
//! what its users ask for (kdg.md 7), so every function that prints a date takes one.

use core::ops::Range;

use super::{Build, Function};
use crate::argument::{Node, Value};
use crate::call::Call;
use crate::decimal::Decimal;
use crate::diagnostic::Code;
use crate::mend;
use crate::moment::calendar::{MAX_MS, days_since_epoch};
use crate::moment::format::{self, Format};
use crate::moment::lint;
use crate::program::{Date, Endpoint, Op, Texts, When};

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new(
        "date.now",
        r#"{{date.now("YYYY-MM-DD HH:mm:ss.SSS")}}"#,
        "The record's time on the local clock, in a moment format.",
        Build::Call(now),
    ),
    Function::new(
        "date.utc",
        r#"{{date.utc("YYYY-MM-DDTHH:mm:ss.SSS")}}"#,
        "The record's time in UTC, in a moment format.",
        Build::Call(utc),
    ),
    Function::new(
        "date.simTime",
        r#"{{date.simTime("YYYY-MM-DD HH:mm:ss")}}"#,
        "The same as date.now: the clock of the lab is the simulated time.",
        Build::Call(now),
    ),
    Function::new(
        "current.timestamp",
        "{{current.timestamp}}",
        "The older name of date.now without a format.",
        Build::Call(now),
    ),
    Function::new(
        "date.past",
        r#"{{date.past(1,"YYYY-MM-DD")}}"#,
        "A date up to so many years (1) before now, in JavaScript's form or in a format.",
        Build::Call(past),
    ),
    Function::new(
        "date.future",
        r#"{{date.future(1,"YYYY-MM-DD")}}"#,
        "A date up to so many years (1) after now, in JavaScript's form or in a format.",
        Build::Call(future),
    ),
    Function::new(
        "date.recent",
        r#"{{date.recent(1,"YYYY-MM-DD HH:mm:ss")}}"#,
        "A date up to so many days (1) before now, in JavaScript's form or in a format.",
        Build::Call(recent),
    ),
    Function::new(
        "date.between",
        r#"{{date.between("2026-01-01","2026-12-31","YYYY-MM-DD")}}"#,
        "A date between two others, in JavaScript's form or in a format.",
        Build::Call(between),
    ),
    Function::new(
        "date.month",
        "{{date.month}}",
        "The name of a month; {\"abbr\":true} for three letters.",
        Build::Call(month),
    ),
    Function::new(
        "date.weekday",
        "{{date.weekday}}",
        "The name of a day of the week; {\"abbr\":true} for three letters.",
        Build::Call(weekday),
    ),
];

const MS_PER_DAY: i64 = 86_400_000;
const MS_PER_YEAR: i64 = 365 * MS_PER_DAY;

fn now(call: &mut Call<'_, '_>) -> Option<Op> {
    let format = format_argument(call, format::DEFAULT_LOCAL)?;
    Some(date(When::Now, false, format))
}

fn utc(call: &mut Call<'_, '_>) -> Option<Op> {
    let format = format_argument(call, format::DEFAULT_UTC)?;
    Some(date(When::Now, true, format))
}

fn date(when: When, utc: bool, format: Format) -> Op {
    Op::Date(Box::new(Date { when, utc, format }))
}

/// The format between the parentheses, quoted or not.
fn format_argument(call: &mut Call<'_, '_>, default: &str) -> Option<Format> {
    if let Some(node) = call.raw.argument.nodes().first()
        && matches!(node.value, Value::Bool(_) | Value::Array(_) | Value::Object(_))
    {
        call.wrong(node, "a date format");
        return None;
    }
    let text = call.raw_text();
    let text = text.as_deref().unwrap_or_default();
    let leniency = call.raw.argument.values.as_ref().map(|values| values.leniency).unwrap_or_default();
    // Single quotes are printed by KDG, so they are printed here. Quotes with backslashes are printed too, unless the
    // call stands between quotes already: there they can only break the record.
    let keeps_quotes = leniency.single_quotes || leniency.escaped_quotes && !call.raw.in_quotes;
    let text = if keeps_quotes { call.raw.argument.raw } else { text };
    if leniency.single_quotes {
        let span = call.raw.argument.span.clone();
        call.say(
            Code::QuotesPrinted,
            span,
            "single quotes around a date format are printed",
            "use double quotes",
        );
        call.mend(call.raw.argument.span.clone(), call.raw.argument.raw.replace('\'', "\""));
    }
    Some(compile(call, text, call.raw.argument.span.clone(), default))
}

/// Compiles the format that is written at `span`.
fn compile(call: &mut Call<'_, '_>, text: &str, span: Range<usize>, default: &str) -> Format {
    let format = Format::compile(text, default);
    if !text.is_empty() {
        let start = span.start - call.raw.argument.span.start;
        let written = call.raw.argument.raw.get(start..start + span.len()).unwrap_or_default();
        for complaint in lint::lint(text, &format) {
            call.say(
                complaint.code,
                span.clone(),
                complaint.message,
                complaint.hint.as_deref().unwrap_or_default(),
            );
            let mended = complaint.instead.map(|(wrong, right)| match wrong {
                // The whole format is another one; a text stays a text.
                "" if written.contains('"') => format!("\"{right}\""),
                "" => right.to_owned(),
                _ => mend::in_format(written, wrong, right),
            });
            if let Some(mended) = mended {
                call.mend(span.clone(), mended);
            }
        }
    }
    format
}

/// `(count)`, `(count, format)`, `(format)` or an object with `unit`, `format` and `utc`; the count is of units of `unit_ms`.
fn near(call: &mut Call<'_, '_>, unit: &'static str, unit_ms: i64, after: bool) -> Option<Op> {
    let (count, format, utc) = match call.raw.argument.nodes() {
        // A number in quotes is a count, with a warning.
        [format @ Node { value: Value::Text(text), .. }] if Decimal::parse(text).is_none() => {
            (None, Some(format), None)
        }
        _ => {
            let [count, format, utc] = call.options([unit, "format", "utc"])?;
            (count, format, utc)
        }
    };
    let span_ms = match count {
        None => unit_ms,
        Some(node) => call.count(node, 0..10_000)? * unit_ms,
    };
    let format = option_format(call, format, format::JAVASCRIPT)?;
    // KDG's nearest date is one second away.
    let count = span_ms.max(1000).abs_diff(1000) + 1;
    let low = if after { 1000 } else { -span_ms.max(1000) };
    Some(date(When::Near { low, count }, is_true(utc), format))
}

fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|node| node.value == Value::Bool(true))
}

/// A format among other arguments, or a default.
pub(super) fn option_format(call: &mut Call<'_, '_>, node: Option<&Node>, default: &str) -> Option<Format> {
    match node {
        None => Some(Format::compile(default, default)),
        Some(node) => format_node(call, node),
    }
}

pub(super) fn format_node(call: &mut Call<'_, '_>, node: &Node) -> Option<Format> {
    match &node.value {
        Value::Text(text) => Some(compile(call, text, node.span.clone(), format::JAVASCRIPT)),
        Value::Null => Some(Format::compile(format::JAVASCRIPT, format::JAVASCRIPT)),
        _ => {
            call.wrong(node, "a date format");
            None
        }
    }
}

fn past(call: &mut Call<'_, '_>) -> Option<Op> {
    near(call, "years", MS_PER_YEAR, false)
}

fn future(call: &mut Call<'_, '_>) -> Option<Op> {
    near(call, "years", MS_PER_YEAR, true)
}

fn recent(call: &mut Call<'_, '_>) -> Option<Op> {
    near(call, "days", MS_PER_DAY, false)
}

fn between(call: &mut Call<'_, '_>) -> Option<Op> {
    let [from, to, format, utc] = call.options(["from", "to", "format", "utc"])?;
    let (Some(from), Some(to)) = (from, to) else {
        let span = call.raw.argument.span.clone();
        call.say(
            Code::WrongArgument,
            span,
            "date.between needs two dates",
            r#"for example {{date.between("2026-01-01","2026-12-31")}}"#,
        );
        return None;
    };
    let from = endpoint(call, from)?;
    let to = endpoint(call, to)?;
    let format = option_format(call, format, format::JAVASCRIPT)?;
    Some(date(When::Between(from, to), is_true(utc), format))
}

fn endpoint(call: &mut Call<'_, '_>, node: &Node) -> Option<Endpoint> {
    match &node.value {
        Value::Number(_) => Some(Endpoint { ms: call.count(node, -MAX_MS..MAX_MS + 1)?, local: false }),
        Value::Text(text) => {
            let endpoint = parse_date(text.trim());
            if endpoint.is_none() {
                let message = format!("\"{text}\" is not a date");
                let hint = "write 2026-01-31, 2026-01-31 12:00:00, or milliseconds since 1970";
                call.say(Code::BadValue, node.span.clone(), message, hint);
            }
            endpoint
        }
        _ => {
            call.wrong(node, "a date");
            None
        }
    }
}

/// An ISO 8601 date with an optional time and zone. As in JavaScript, a date alone is in UTC, a date with a time but
/// without a zone on the local clock.
fn parse_date(text: &str) -> Option<Endpoint> {
    let number = |text: &str, max: u32| {
        let is_digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|&value| is_digits && value <= max)
    };
    let (day, time) = text.split_once(['T', ' ']).map_or((text, None), |(day, time)| (day, Some(time)));
    let mut parts = day.split('-');
    let year = number(parts.next()?, 9999)?;
    let month = parts.next().map_or(Some(1), |part| number(part, 12))?.max(1);
    let day = parts.next().map_or(Some(1), |part| number(part, 31))?.max(1);
    if parts.next().is_some() {
        return None;
    }
    let midnight = days_since_epoch(year as i32, month, day) * MS_PER_DAY;
    let Some(time) = time else { return Some(Endpoint { ms: midnight, local: false }) };
    let (time, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => (&time[..at], Some(&time[at..])),
        None => (time, None),
    };
    let mut parts = time.trim().split(':');
    let hour = number(parts.next()?, 24)?;
    let minute = number(parts.next()?, 59)?;
    let (second, fraction) =
        parts.next().map_or(("0", ""), |part| part.split_once('.').unwrap_or((part, "")));
    let second = number(second, 60)?;
    if parts.next().is_some() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let millisecond: i64 = format!("{fraction:0<3.3}").parse().ok()?;
    let seconds = i64::from(hour * 3600 + minute * 60 + second);
    let offset = match zone {
        None | Some("Z") => 0,
        Some(zone) => {
            let (hours, minutes) = match zone[1..].split_once(':') {
                Some(parts) => parts,
                None => zone[1..].split_at_checked(2)?,
            };
            let minutes = if minutes.is_empty() { 0 } else { number(minutes, 59)? };
            let offset = i64::from(number(hours, 23)? * 60 + minutes);
            if zone.starts_with('-') { -offset } else { offset }
        }
    };
    Some(Endpoint { ms: midnight + seconds * 1000 + millisecond - offset * 60_000, local: zone.is_none() })
}

fn month(call: &mut Call<'_, '_>) -> Option<Op> {
    names(call, &format::MONTHS)
}

fn weekday(call: &mut Call<'_, '_>) -> Option<Op> {
    names(call, &format::WEEKDAYS)
}

fn names(call: &mut Call<'_, '_>, names: &'static [&'static str]) -> Option<Op> {
    let given = call.given()?;
    call.ignore_from(1);
    let abbreviated = match given.first() {
        None => false,
        Some(node @ Node { value: Value::Object(_), .. }) => {
            call.check_members(node, &["abbr", "context"]);
            node.value.member("abbr").is_some_and(|node| node.value == Value::Bool(true))
        }
        Some(other) => {
            call.wrong(other, "an object such as {\"abbr\":true}");
            return None;
        }
    };
    let texts: Texts = names.iter().map(|name| if abbreviated { &name[..3] } else { name }).collect();
    Some(Op::Pick(Box::new(texts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_javascript_reads_them() {
        for (text, expected) in [
            ("2026-01-01", Some((1_767_225_600_000, false))),
            ("2026", Some((1_767_225_600_000, false))),
            ("2026-01-01T00:00:00Z", Some((1_767_225_600_000, false))),
            ("2026-01-01 01:00:00.5+01:00", Some((1_767_225_600_500, false))),
            ("2026-01-01T00:00:00-0130", Some((1_767_231_000_000, false))),
            ("2026-01-01 00:00", Some((1_767_225_600_000, true))),
            ("yesterday", None),
            ("2026-13-01", None),
            ("2026-01-01T25:00", None),
            ("2026-01-01T10", None),
            ("2026-01-01T10:00:00.x", None),
            ("2026-01-01T10:00+é", None),
            ("", None),
        ] {
            assert_eq!(parse_date(text).map(|end| (end.ms, end.local)), expected, "{text}");
        }
    }
}
