//! What a function's builder sees of a call: its arguments, and a place to say what is wrong with them.
//!
//! Builders of 140 functions need the same few questions answered ("the number at position 1, in this range", "the
//! text, even unquoted"); asking them here keeps the sentences of the diagnostics the same everywhere.

use core::ops::Range;
use std::borrow::Cow;

use crate::argument::{Node, Value};
use crate::decimal::Decimal;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::mend;
use crate::scan::RawCall;
use crate::scope::{Known, Scope};
use crate::suggest;

/// A call that is being compiled.
pub(crate) struct Call<'a, 't> {
    pub(crate) raw: &'a RawCall<'t>,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
    pub(crate) scope: &'a mut Scope,
}

impl<'a> Call<'a, '_> {
    pub(crate) fn name(&self) -> &'a str {
        self.raw.name
    }

    /// Says something about a place of the call.
    pub(crate) fn say(&mut self, code: Code, span: Range<usize>, message: impl Into<String>, hint: &str) {
        let diagnostic = Diagnostic::new(code, span, message);
        self.diagnostics.push(if hint.is_empty() { diagnostic } else { diagnostic.hint(hint) });
    }

    /// Adds the mend to what was said last: other text in place of `span`.
    pub(crate) fn mend(&mut self, span: Range<usize>, replacement: impl Into<String>) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.fix = Some(Fix { span, replacement: replacement.into() });
        }
    }

    /// The text of a node, as it is written.
    pub(crate) fn written(&self, node: &Node) -> &'a str {
        let argument = &self.raw.argument;
        let start = node.span.start - argument.span.start;
        argument.raw.get(start..node.span.end - argument.span.start).unwrap_or_default()
    }

    /// The arguments as values. If the text between the parentheses is not values, that is an error.
    pub(crate) fn values(&mut self) -> Option<&'a [Node]> {
        match &self.raw.argument.values {
            Ok(values) => Some(&values.nodes),
            Err(unreadable) => {
                let code = if unreadable.too_deep { Code::TooDeep } else { Code::UnreadableArgument };
                let end = self.raw.argument.span.end.max(unreadable.at);
                let message =
                    format!("the argument of {} cannot be read: {}", self.name(), unreadable.reason);
                self.say(
                    code,
                    unreadable.at..end,
                    message,
                    "the argument is JSON, such as 5, \"text\", [1,2] or {\"min\":1}",
                );
                let argument = &self.raw.argument;
                if let Some(quoted) = mend::quoted_words(argument.raw) {
                    self.mend(argument.span.clone(), quoted);
                }
                None
            }
        }
    }

    /// The arguments if there are any; `null` counts as none, as in KDG.
    pub(crate) fn given(&mut self) -> Option<Vec<&'a Node>> {
        let nodes = self.values()?;
        let is_null = |node: &&Node| node.value == Value::Null;
        let last = nodes.iter().rposition(|node| !is_null(&node)).map_or(0, |at| at + 1);
        Some(nodes[..last].iter().collect())
    }

    /// Warns about arguments behind the first `count`.
    pub(crate) fn ignore_from(&mut self, count: usize) {
        if let Some(extra) = self.raw.argument.nodes().get(count) {
            let span = extra.span.start..self.raw.argument.span.end;
            let message = match count {
                0 => format!("{} takes no argument; this one is ignored", self.name()),
                1 => format!("{} takes one argument; the rest is ignored", self.name()),
                _ => format!("{} takes {count} arguments; the rest is ignored", self.name()),
            };
            self.say(Code::IgnoredArgument, span, message, "");
            let argument = self.raw.argument.span.clone();
            let before =
                self.raw.argument.nodes()[..count].last().map_or(argument.start, |node| node.span.end);
            self.mend(before..argument.end, "");
        }
    }

    /// The argument is of the wrong kind.
    pub(crate) fn wrong(&mut self, node: &Node, expected: &str) {
        let message = format!("{} expects {expected}, not {}", self.name(), node.value.kind());
        let hint = crate::functions::function(self.name())
            .map(|function| format!("for example {}", function.example()))
            .unwrap_or_default();
        self.say(Code::WrongArgument, node.span.clone(), message, &hint);
    }

    /// An exact number, also from a text, which gets a warning.
    pub(crate) fn decimal(&mut self, node: &Node) -> Option<Decimal> {
        let (text, quoted) = match &node.value {
            Value::Number(text) => (text, false),
            Value::Text(text) => (text, true),
            _ => {
                self.wrong(node, "a number");
                return None;
            }
        };
        let decimal = Decimal::parse(text);
        match (decimal, quoted) {
            (Some(_), false) => {}
            (Some(_), true) => {
                self.say(
                    Code::NumberAsText,
                    node.span.clone(),
                    format!("the number {text} is written as text"),
                    "leave the quotes out",
                );
                self.mend(node.span.clone(), text.trim_ascii());
            }
            (None, false) => {
                self.say(
                    Code::BadValue,
                    node.span.clone(),
                    format!("{text} is too large or has too many decimals"),
                    "numbers may have 18 digits before the point and 18 after it",
                );
            }
            (None, true) => self.wrong(node, "a number"),
        }
        decimal
    }

    /// A whole number from `range`; a fraction is cut.
    pub(crate) fn count(&mut self, node: &Node, range: Range<i64>) -> Option<i64> {
        let decimal = self.decimal(node)?;
        let whole = decimal.mantissa / 10_i128.pow(decimal.scale);
        let fits = i64::try_from(whole).ok().filter(|whole| range.contains(whole));
        if fits.is_none() {
            self.say(
                Code::BadValue,
                node.span.clone(),
                format!("{} takes a number from {} to {} here", self.name(), range.start, range.end - 1),
                "",
            );
        }
        fits
    }

    /// The count at position 0, or a default.
    pub(crate) fn optional_count(&mut self, default: i64, range: Range<i64>) -> Option<i64> {
        let given = self.given()?;
        self.ignore_from(1);
        match given.first() {
            None => Some(default),
            Some(node) => self.count(node, range),
        }
    }

    /// The text between the parentheses, for functions whose argument may be unquoted: a JSON text, a number as it is
    /// written, or the raw text. Nothing if there is none.
    pub(crate) fn raw_text(&self) -> Option<Cow<'a, str>> {
        let raw = self.raw.argument.raw;
        if raw.trim().is_empty() {
            return None;
        }
        match self.raw.argument.nodes() {
            [Node { value: Value::Text(text), .. }] => Some(Cow::Borrowed(text)),
            [Node { value: Value::Null, .. }] => None,
            _ => Some(Cow::Borrowed(raw)),
        }
    }

    /// Milliseconds of a number of seconds or a text such as `"500ms"`, `"30s"`, `"5m"`, `"2h"`, `"1d"`.
    pub(crate) fn milliseconds(&mut self, node: &Node) -> Option<i64> {
        const UNITS: [(&str, i128); 5] =
            [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];
        let (number, unit) = match &node.value {
            Value::Number(text) => (text.as_str(), 1000),
            Value::Text(text) => {
                let number = text.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic());
                let unit = &text.trim()[number.len()..];
                match UNITS.iter().find(|(name, _)| *name == unit) {
                    Some(&(_, factor)) => (number, factor),
                    None => ("", 1000),
                }
            }
            _ => ("", 1000),
        };
        let ms = Decimal::parse(number).and_then(|decimal| {
            let ms = decimal.mantissa.checked_mul(unit)? / 10_i128.pow(decimal.scale);
            i64::try_from(ms).ok().filter(|ms| ms.unsigned_abs() < 1 << 43)
        });
        if ms.is_none() {
            let hint = "write a number of seconds, or \"500ms\", \"30s\", \"5m\", \"2h\", \"1d\"";
            self.say(Code::BadValue, node.span.clone(), "this is not a length of time", hint);
        }
        ms
    }

    /// The value that has a name already.
    pub(crate) fn known(&mut self, name: &str, span: Range<usize>) -> Option<Known> {
        if let Some(known) = self.scope.find(name) {
            return Some(known.clone());
        }
        let message = format!("no value is called \"{name}\" before this place");
        let near = suggest::nearest(name, self.scope.names.iter().map(|known| known.name.as_str()));
        let near = near.map(str::to_owned);
        let hint = near.as_ref().map_or_else(
            || "name the value where it is drawn: {{random.number(9).as(\"name\")}}".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        );
        self.say(Code::UnknownName, span.clone(), message, &hint);
        if let Some(near) = near {
            self.mend(span, near);
        }
        None
    }

    /// A number as a float, of magnitude below 1e15.
    pub(crate) fn float(&mut self, node: &Node) -> Option<f64> {
        let Decimal { mantissa, scale } = self.decimal(node)?;
        let value = mantissa as f64 / 10_u64.pow(scale) as f64;
        if value.abs() >= 1e15 {
            self.say(Code::BadValue, node.span.clone(), "this number is too large here", "");
            return None;
        }
        Some(value)
    }

    /// The arguments by name: members of the one object, or positions in the order of `names`. `null` counts as absent.
    pub(crate) fn options<const N: usize>(&mut self, names: [&str; N]) -> Option<[Option<&'a Node>; N]> {
        let given = self.given()?;
        let present = |node: &&Node| node.value != Value::Null;
        if let [object @ Node { value: Value::Object(_), .. }] = given.as_slice() {
            self.check_members(object, &names);
            return Some(names.map(|name| object.value.member(name).filter(present)));
        }
        self.ignore_from(N);
        Some(core::array::from_fn(|at| given.get(at).copied().filter(present)))
    }

    /// Warns about members of an object that the function does not know.
    pub(crate) fn check_members(&mut self, node: &Node, known: &[&str]) {
        let Value::Object(members) = &node.value else { return };
        for (key, value) in members {
            if !known.contains(&key.as_str()) {
                let hint = crate::suggest::nearest(key, known.iter().copied()).map_or_else(
                    || format!("known keys: {}", known.join(", ")),
                    |near| format!("did you mean \"{near}\"?"),
                );
                let message = format!("{} ignores the key \"{key}\"", self.name());
                self.say(Code::IgnoredArgument, value.span.clone(), message, &hint);
            }
        }
    }
}
