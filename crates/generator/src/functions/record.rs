//! Functions without a module: what a record needs beyond single values. None of them is KDG's, which takes no name without a dot,
//! so no old template changes its meaning.
//!
//! `sequence` counts over records, `ref` repeats or continues a value of the same record, `late` is a clock whose records come
//! out of order, `repeat` and `end` make lists.

use super::{Build, Function};
use crate::argument::{Node, Value};
use crate::call::Call;
use crate::decimal::Decimal;
use crate::diagnostic::Code;
use crate::moment::format::DEFAULT_LOCAL;
use crate::program::{Date, DecimalRange, Op, Program, Repeat, When};
use crate::reference::{Reference, Term};
use crate::remembered::Sequence;
use crate::scope::Kind;

pub(super) static FUNCTIONS: &[Function] = &[
    Function::ours(
        "sequence",
        r#"{{sequence("order",1000,1)}}"#,
        "The next number of a sequence, from start (1) in steps (1); the same name goes on with the same numbers.",
        Build::Call(sequence),
    ),
    Function::ours(
        "ref",
        r#"{{random.number(9).as("n")}} {{ref("n",{"times":2,"plus":[0,5]})}}"#,
        "A value named with .as(\"name\") once more; a number times a number or a name, plus a number, a range or a name; \
         a date plus a length of time or a range of them, in another format.",
        Build::Call(reference),
    ),
    Function::ours(
        "late",
        r#"{{late(0.05,"1m","YYYY-MM-DD HH:mm:ss.SSS")}}"#,
        "The record's time, but for a share of the records up to a length of time earlier; local, or UTC with {\"utc\":true}.",
        Build::Call(late),
    ),
    Function::ours(
        "repeat",
        "[{{repeat(2,4)}}{{random.number(9)}}{{end}}]",
        "What stands between it and {{end}} so many times, from min to max, with a separator (,) between.",
        Build::Begin,
    ),
    Function::ours(
        "end",
        "[{{repeat(3)}}{{random.number(9)}}{{end}}]",
        "Ends what repeat began.",
        Build::End,
    ),
];

/// How often a part is repeated, and what stands between.
#[derive(Default)]
pub(crate) struct Rounds {
    low: usize,
    high: usize,
    separator: Box<str>,
}

impl Rounds {
    /// The operation that repeats a program.
    pub(crate) fn of(self, program: Program) -> Op {
        let Self { low, high, separator } = self;
        Op::Repeat(Box::new(Repeat { program, separator, low, high }))
    }
}

/// `(n)`, `(min, max)`, `(min, max, separator)` or an object of these.
pub(crate) fn repeat(call: &mut Call<'_, '_>) -> Option<Rounds> {
    let [min, max, separator] = call.options(["min", "max", "separator"])?;
    let (Some(first), rest) = (min.or(max), max) else {
        let span = call.raw.argument.span.clone();
        call.say(
            Code::WrongArgument,
            span,
            "repeat needs a count",
            "for example {{repeat(3)}} or {{repeat(1,5)}}",
        );
        return None;
    };
    let bounds = 0..100_001;
    let first_count = call.count(first, bounds.clone())? as usize;
    let (mut low, mut high) = match (min, rest) {
        (Some(_), Some(max)) => (first_count, call.count(max, bounds)? as usize),
        (None, _) => (0, first_count),
        _ => (first_count, first_count),
    };
    if low > high {
        let span = call.raw.argument.span.clone();
        call.say(Code::RangeReversed, span, "the smallest count is larger than the largest", "swap them");
        (low, high) = (high, low);
    }
    let separator = match separator {
        None => ",",
        Some(Node { value: Value::Text(text), .. }) => text,
        Some(other) => {
            call.wrong(other, "a text between the rounds");
            return None;
        }
    };
    Some(Rounds { low, high, separator: separator.into() })
}

fn sequence(call: &mut Call<'_, '_>) -> Option<Op> {
    let [name, start, step] = call.options(["name", "start", "step"])?;
    let name = match name {
        None => "",
        Some(Node { value: Value::Text(name), .. }) => name,
        Some(other) => {
            call.wrong(other, "the name of a sequence");
            return None;
        }
    };
    let mut whole = |node: Option<&Node>| match node {
        None => Some(None),
        Some(node) => call.count(node, -(1 << 62)..(1 << 62) + 1).map(Some),
    };
    let (start, step) = (whole(start)?, whole(step)?);
    let (counter, known_start, known_step) = call.scope.sequence(name, start.unwrap_or(1), step.unwrap_or(1));
    if start.is_some_and(|start| start != known_start) || step.is_some_and(|step| step != known_step) {
        let span = call.raw.argument.span.clone();
        let message =
            format!("the sequence \"{name}\" starts at {known_start} in steps of {known_step} already");
        call.say(Code::SequenceChanged, span, message, "give a sequence of its own another name");
    }
    Some(Op::Sequence(Box::new(Sequence { counter, start: known_start, step: known_step })))
}

fn reference(call: &mut Call<'_, '_>) -> Option<Op> {
    let given = call.given()?;
    call.ignore_from(2);
    let Some(node @ Node { value: Value::Text(text), .. }) = given.first() else {
        let span = call.raw.argument.span.clone();
        call.say(
            Code::WrongArgument,
            span,
            "ref needs the name of a value",
            "for example {{ref(\"start\")}}",
        );
        return None;
    };
    let name = (text.clone(), node.span.clone());
    let inner = name.1.start + 1..name.1.end.max(name.1.start + 2) - 1;
    let known = call.known(&name.0, inner)?;
    let Some(&options) = given.get(1) else {
        return Some(Op::Ref(Box::new(Reference::Copy { mark: known.mark, max_len: known.max_len })));
    };
    if !matches!(options.value, Value::Object(_)) {
        call.wrong(options, "an object such as {\"plus\":1}");
        return None;
    }
    let member = |key: &str| options.value.member(key).filter(|node| node.value != Value::Null);
    let reference = match known.kind {
        Kind::Date { format, utc } => {
            call.check_members(options, &["plus", "format", "utc"]);
            let (low, high) = match member("plus") {
                None => (0, 0),
                Some(Node { value: Value::Array(ends), span }) => {
                    let [low, high] = ends.as_slice() else {
                        call.say(Code::BadValue, span.clone(), "a range has two ends", "for example [1,60]");
                        return None;
                    };
                    (call.milliseconds(low)?, call.milliseconds(high)?)
                }
                Some(node) => {
                    let ms = call.milliseconds(node)?;
                    (ms, ms)
                }
            };
            let format = match member("format") {
                None => format,
                Some(node) => super::date::format_node(call, node)?,
            };
            let utc = match member("utc") {
                None => utc,
                Some(node) => node.value == Value::Bool(true),
            };
            let count = low.abs_diff(high) + 1;
            Reference::Date { mark: known.mark, low: low.min(high), count, format, utc }
        }
        Kind::Number => {
            call.check_members(options, &["times", "plus"]);
            let mut term = |key: &str| match member(key) {
                None => Some(None),
                Some(node) => term(call, node).map(Some),
            };
            Reference::Number { mark: known.mark, times: term("times")?, plus: term("plus")? }
        }
        Kind::Text => {
            let message = format!("\"{}\" is a text; only numbers and dates can be changed", name.0);
            call.say(Code::WrongArgument, options.span.clone(), message, "leave the second argument out");
            let end = call.raw.argument.span.end;
            call.mend(name.1.end..end, "");
            return None;
        }
    };
    Some(Op::Ref(Box::new(reference)))
}

/// A number, a range of numbers (drawn with the decimals of its ends), or the name of a number.
fn term(call: &mut Call<'_, '_>, node: &Node) -> Option<Term> {
    let (low, high) = match &node.value {
        Value::Text(name) if Decimal::parse(name).is_none() => {
            let known = call.known(name, node.span.start + 1..node.span.end.max(node.span.start + 2) - 1)?;
            if !matches!(known.kind, Kind::Number) {
                call.say(Code::WrongArgument, node.span.clone(), format!("\"{name}\" is not a number"), "");
                return None;
            }
            return Some(Term::Mark(known.mark));
        }
        Value::Array(ends) => {
            let [low, high] = ends.as_slice() else {
                call.say(Code::BadValue, node.span.clone(), "a range has two ends", "for example [1,60]");
                return None;
            };
            (call.decimal(low)?, call.decimal(high)?)
        }
        _ => {
            let number = call.decimal(node)?;
            (number, number)
        }
    };
    let scale = low.scale.max(high.scale);
    let whole = |number: Decimal| i64::try_from(number.at_scale(scale)).ok();
    let (Some(low), Some(high)) = (whole(low), whole(high)) else {
        call.say(Code::BadValue, node.span.clone(), "18 digits, decimals included, are possible", "");
        return None;
    };
    let count = low.abs_diff(high).saturating_add(1);
    Some(Term::Drawn(DecimalRange { low: low.min(high), count, step: 1, scale, fixed: false }))
}

fn late(call: &mut Call<'_, '_>) -> Option<Op> {
    let [share, bound, format, utc] = call.options(["share", "bound", "format", "utc"])?;
    let (Some(share), Some(bound)) = (share, bound) else {
        let span = call.raw.argument.span.clone();
        let hint = "for example {{late(0.05,\"1m\")}}: one of twenty up to a minute late";
        call.say(Code::WrongArgument, span, "late needs a share of the records and a length of time", hint);
        return None;
    };
    let portion = call.float(share)?;
    let bound_ms = call.milliseconds(bound)?;
    if !(0.0..=1.0).contains(&portion) {
        call.say(
            Code::BadValue,
            share.span.clone(),
            "a share is a number from 0 to 1",
            "0.05 is one of twenty",
        );
        return None;
    }
    if bound_ms <= 0 {
        call.say(Code::BadValue, bound.span.clone(), "the length of time must be greater than 0", "");
        return None;
    }
    let format = super::date::option_format(call, format, DEFAULT_LOCAL)?;
    let utc = utc.is_some_and(|node| node.value == Value::Bool(true));
    let share = libm::round(portion * 4_294_967_296.0) as u64;
    let when = When::Late { share, bound_ms: bound_ms as u64 };
    Some(Op::Date(Box::new(Date { when, utc, format })))
}
