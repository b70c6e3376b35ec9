//! `helpers.*`: patterns and lists. The four functions that print an object print `[object Object]` in KDG, which is
//! of no use to anyone; they are known, and not offered.

use super::{Build, Function};
use crate::argument::{Node, Value};
use crate::call::Call;
use crate::diagnostic::Code;
use crate::program::{MAX_SHUFFLE, Op, Program, Texts};

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new(
        "helpers.randomize",
        r#"{{helpers.randomize(["a","b"])}}"#,
        "One element of a list.",
        Build::Call(randomize),
    ),
    Function::new(
        "helpers.shuffle",
        "{{helpers.shuffle([1,2,3])}}",
        "The elements of a list in random order, with commas between.",
        Build::Call(shuffle),
    ),
    Function::new(
        "helpers.slugify",
        r#"{{helpers.slugify("A b c")}}"#,
        "The text with - for blanks.",
        Build::Call(slugify),
    ),
    Function::new(
        "helpers.replaceSymbols",
        r#"{{helpers.replaceSymbols("??-###")}}"#,
        "The text with a digit for each # and a capital letter for each ?.",
        Build::Call(replace_symbols),
    ),
    Function::new(
        "helpers.replaceSymbolWithNumber",
        r#"{{helpers.replaceSymbolWithNumber("A-###")}}"#,
        "The text with a digit for each #.",
        Build::Call(replace_numbers),
    ),
    Function::new("helpers.mustache", "{{helpers.mustache}}", "Prints nothing of use in KDG.", Build::Later),
    Function::new(
        "helpers.createCard",
        "{{helpers.createCard}}",
        "Prints [object Object] in KDG.",
        Build::Later,
    ),
    Function::new(
        "helpers.contextualCard",
        "{{helpers.contextualCard}}",
        "Prints [object Object] in KDG.",
        Build::Later,
    ),
    Function::new("helpers.userCard", "{{helpers.userCard}}", "Prints [object Object] in KDG.", Build::Later),
    Function::new(
        "helpers.createTransaction",
        "{{helpers.createTransaction}}",
        "Prints [object Object] in KDG.",
        Build::Later,
    ),
];

/// A pattern from the argument, quoted or not, else one of the given ones.
pub(super) fn pattern(call: &mut Call<'_, '_>, defaults: &[&str]) -> Option<Op> {
    if let Some(text) = call.raw_text() {
        return Some(Op::Pattern(text.as_bytes().into()));
    }
    let programs = defaults
        .iter()
        .map(|text| {
            let mut program = Program::default();
            program.push(Op::Pattern(text.as_bytes().into()));
            program
        })
        .collect();
    Some(Op::OneOf(programs))
}

fn replace_symbols(call: &mut Call<'_, '_>) -> Option<Op> {
    text(call).map(|text| Op::Pattern(text.as_bytes().into()))
}

fn replace_numbers(call: &mut Call<'_, '_>) -> Option<Op> {
    let text = text(call)?;
    let mut program = Program::default();
    // A question mark is printed: only the runs between them are patterns.
    for (index, part) in text.split('?').enumerate() {
        if index > 0 {
            program.push_literal("?");
        }
        program.push(Op::Pattern(part.as_bytes().into()));
    }
    Some(Op::OneOf(Box::new([program])))
}

fn text(call: &mut Call<'_, '_>) -> Option<String> {
    let text = call.raw_text();
    if text.is_none() {
        let span = call.raw.span.clone();
        let message = format!("{} needs a text", call.name());
        call.say(Code::WrongArgument, span, message, "for example (\"###-###\")");
    }
    text.map(std::borrow::Cow::into_owned)
}

fn randomize(call: &mut Call<'_, '_>) -> Option<Op> {
    super::random::array_element(call)
}

fn shuffle(call: &mut Call<'_, '_>) -> Option<Op> {
    let given = call.given()?;
    call.ignore_from(1);
    let Some(Node { value: Value::Array(items), span }) = given.first().copied() else {
        let span = call.raw.argument.span.clone();
        call.say(Code::WrongArgument, span, "helpers.shuffle expects a list", "for example ([1,2,3])");
        return None;
    };
    if items.is_empty() || items.len() > MAX_SHUFFLE {
        let message = format!("a list to shuffle has 1 to {MAX_SHUFFLE} elements");
        call.say(Code::BadValue, span.clone(), message, "");
        return None;
    }
    let texts: Texts = items.iter().map(|item| item.value.printed()).collect();
    Some(Op::Shuffle(Box::new(texts)))
}

/// The only function without chance: blanks become hyphens, and what does not belong in an address is left out.
fn slugify(call: &mut Call<'_, '_>) -> Option<Op> {
    let slug: String = text(call)?
        .chars()
        .map(|c| if c == ' ' { '-' } else { c })
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .collect();
    let mut program = Program::default();
    program.push_literal(&slug);
    Some(Op::OneOf(Box::new([program])))
}
