//! `helpers.*`: patterns, lists and whole objects. The four functions that make an object print `[object Object]` in KDG; here
//! they print it as JSON, in the shape of the library's own.

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
    Function::new(
        "helpers.mustache",
        r#"{{helpers.mustache("{{a}} and {{b}}",{"a":"this","b":"that"})}}"#,
        "A text with the members of an object put in.",
        Build::Call(mustache),
    ),
    Function::new(
        "helpers.createCard",
        "{{helpers.createCard}}",
        "A person as a JSON object.",
        Build::Phrases(&[CARD]),
    ),
    Function::new(
        "helpers.contextualCard",
        "{{helpers.contextualCard}}",
        "A person as a JSON object, with a day of birth.",
        Build::Phrases(&[CONTEXTUAL_CARD]),
    ),
    Function::new(
        "helpers.userCard",
        "{{helpers.userCard}}",
        "A person as a JSON object, without accounts.",
        Build::Phrases(&[USER_CARD]),
    ),
    Function::new(
        "helpers.createTransaction",
        "{{helpers.createTransaction}}",
        "A transaction as a JSON object.",
        Build::Phrases(&[TRANSACTION]),
    ),
];

const USER_CARD: &str = r#"{"name":"{{name.findName}}","username":"{{internet.userName}}","email":"{{internet.exampleEmail}}","address":{"street":"{{address.streetName}}","suite":"{{address.secondaryAddress}}","city":"{{address.city}}","zipcode":"{{address.zipCode}}","geo":{"lat":"{{address.latitude}}","lng":"{{address.longitude}}"}},"phone":"{{phone.phoneNumber}}","website":"{{internet.domainName}}","company":{"name":"{{company.companyName}}","catchPhrase":"{{company.catchPhrase}}","bs":"{{company.bs}}"}}"#;
const CONTEXTUAL_CARD: &str = r#"{"name":"{{name.firstName}}","username":"{{internet.userName}}","avatar":"{{internet.avatar}}","email":"{{internet.exampleEmail}}","dob":"{{date.past(50,"YYYY-MM-DD")}}","phone":"{{phone.phoneNumber}}","address":{"street":"{{address.streetName}}","suite":"{{address.secondaryAddress}}","city":"{{address.city}}","zipcode":"{{address.zipCode}}","geo":{"lat":"{{address.latitude}}","lng":"{{address.longitude}}"}},"website":"{{internet.domainName}}","company":{"name":"{{company.companyName}}","catchPhrase":"{{company.catchPhrase}}","bs":"{{company.bs}}"}}"#;
const CARD: &str = r#"{"name":"{{name.findName}}","username":"{{internet.userName}}","email":"{{internet.exampleEmail}}","address":{"street":"{{address.streetAddress}}","city":"{{address.city}}","state":"{{address.state}}","country":"{{address.country}}","zipcode":"{{address.zipCode}}","geo":{"lat":"{{address.latitude}}","lng":"{{address.longitude}}"}},"phone":"{{phone.phoneNumber}}","website":"{{internet.domainName}}","company":{"name":"{{company.companyName}}","catchPhrase":"{{company.catchPhrase}}","bs":"{{company.bs}}"},"accountHistory":[{{helpers.createTransaction}},{{helpers.createTransaction}},{{helpers.createTransaction}}]}"#;
const TRANSACTION: &str = r#"{"amount":"{{finance.amount}}","date":"{{date.past(1,"YYYY-MM-DDTHH:mm:ss.SSSZ")}}","business":"{{company.companyName}}","name":"{{finance.accountName}} {{finance.mask}}","type":"{{finance.transactionType}}","account":"{{finance.account}}"}"#;

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

/// `(text, object)`: without chance, so the text is made when the template is compiled.
fn mustache(call: &mut Call<'_, '_>) -> Option<Op> {
    let given = call.given()?;
    call.ignore_from(2);
    let (Some(Node { value: Value::Text(text), .. }), data) = (given.first(), given.get(1)) else {
        let span = call.raw.argument.span.clone();
        call.say(
            Code::WrongArgument,
            span,
            "helpers.mustache needs a text and an object",
            r#"for example ("Hello {{name}}",{"name":"you"})"#,
        );
        return None;
    };
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, inner)) = rest.split_once("{{") {
        let Some((key, after)) = inner.split_once("}}") else { break };
        out.push_str(before);
        if let Some(node) = data.and_then(|data| data.value.member(key.trim())) {
            out.push_str(&node.value.printed());
        }
        rest = after;
    }
    out.push_str(rest);
    let mut program = Program::default();
    program.push_literal(&out);
    Some(Op::OneOf(Box::new([program])))
}
