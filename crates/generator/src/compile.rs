//! From the pieces of a template to a program: each call is looked up and its arguments are read.
//!
//! Functions that are made of other functions (a city, a mail address) are small templates themselves and go through
//! the same compiler, so that they cost no code and read like what they print.

use core::ops::Range;

use crate::argument::Leniency;
use crate::call::Call;
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::{Build, function, functions};
use crate::program::{Op, Program, Shape, Shaped};
use crate::scan::{MAX_ERRORS, Piece, RawCall, scan};
use crate::suggest;

/// A record of a template may have at most this many bytes. Kinesis takes 1 MiB a record; the bound here is on the
/// longest possible record, and protects memory rather than a service.
pub(crate) const MAX_RECORD: usize = 4 << 20;

/// Compiles prepared text. Besides the program it gives the place of each of its operations. The program can be used
/// only if no errors were pushed. All places are bytes of the prepared text.
pub(crate) fn compile(text: &str, diagnostics: &mut Vec<Diagnostic>) -> (Program, Vec<Range<usize>>) {
    let mut program = Program::default();
    let mut spans = vec![];
    let mut unusable = 0;
    for piece in scan(text, diagnostics) {
        match piece {
            Piece::Literal(range) => {
                program.push_literal(&text[range.clone()]);
                spans.push(range);
            }
            Piece::Call(call) => {
                if let Some(op) = compile_call(&call, diagnostics) {
                    program.push(op);
                    spans.push(call.span.clone());
                } else {
                    // A call that gives nothing has said why. Warnings do not count: they must not end a template.
                    unusable += 1;
                    if unusable >= MAX_ERRORS {
                        break;
                    }
                }
                if program.max_len() > MAX_RECORD {
                    let message = format!("a record could be longer than {} MiB", MAX_RECORD >> 20);
                    diagnostics.push(
                        Diagnostic::new(Code::TooLarge, call.span, message)
                            .hint("take smaller counts, or fewer calls"),
                    );
                    break;
                }
            }
        }
    }
    (program, spans)
}

fn compile_call(raw: &RawCall<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Op> {
    let Some(found) = lookup(raw, diagnostics) else {
        diagnostics.push(unknown(raw));
        return None;
    };
    let mut call = Call { raw, diagnostics };
    warn_about_quotes(&mut call);
    match found.build {
        Build::Call(build) => build(&mut call),
        Build::Words(words) => {
            call.ignore_from(0);
            Some(Op::Word(words))
        }
        Build::Phrases(alternatives) => {
            call.ignore_from(0);
            Some(phrases(alternatives))
        }
        Build::Identifier(alternatives) => {
            call.ignore_from(0);
            Some(shaped(alternatives, Shape::Identifier))
        }
        Build::Sentence(alternatives) => {
            call.ignore_from(0);
            Some(shaped(alternatives, Shape::Sentence))
        }
        Build::Later => {
            let message = format!("{} is not available yet", raw.name);
            call.say(Code::NotAvailable, raw.name_span.clone(), message, found.summary());
            None
        }
    }
}

/// The function of the call. KDG takes the first two parts of a name and ignores the rest.
fn lookup(
    raw: &RawCall<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'static crate::functions::Function> {
    if let Some(found) = function(raw.name) {
        return Some(found);
    }
    let second_dot = raw.name.match_indices('.').nth(1)?.0;
    let found = function(&raw.name[..second_dot])?;
    let tail = raw.name_span.start + second_dot..raw.name_span.end;
    let message = format!("{} is ignored: {} has no parts", &raw.name[second_dot..], found.name());
    diagnostics.push(Diagnostic::new(Code::IgnoredTail, tail, message));
    Some(found)
}

/// Names of newer faker releases, which people bring along.
const NEWER_NAMES: &[(&str, &str)] = &[
    ("datatype.number", "random.number"),
    ("datatype.float", "random.float"),
    ("datatype.boolean", "random.boolean"),
    ("datatype.uuid", "random.uuid"),
    ("datatype.datetime", "date.recent"),
    ("number.int", "random.number"),
    ("number.float", "random.float"),
    ("string.uuid", "random.uuid"),
    ("random.alpha", "random.alphaNumeric"),
    ("random.int", "random.number"),
    ("random.arrayElements", "random.arrayElement"),
    ("name.fullName", "name.findName"),
    ("person.firstName", "name.firstName"),
    ("person.lastName", "name.lastName"),
    ("person.fullName", "name.findName"),
    ("location.city", "address.city"),
    ("location.state", "address.state"),
    ("location.country", "address.country"),
    ("internet.ipv4", "internet.ip"),
    ("date.soon", "date.future"),
    ("lorem.slug", "internet.domainWord"),
    ("vehicle.vin", "random.alphaNumeric"),
];

fn unknown(raw: &RawCall<'_>) -> Diagnostic {
    let name: String = raw.name.chars().take(60).collect();
    let message = format!("there is no function \"{name}\"");
    let diagnostic = Diagnostic::new(Code::UnknownFunction, raw.name_span.clone(), message);
    if let Some((_, known)) = NEWER_NAMES.iter().find(|(newer, _)| *newer == raw.name) {
        return diagnostic.hint(format!("did you mean {known}?"));
    }
    // With a right module only the function is compared: `finance.iban` is not nearly `finance.mask`.
    let (module, name) = raw.name.split_once('.').unwrap_or((raw.name, ""));
    let siblings: Vec<_> = functions()
        .filter_map(|function| {
            let (of, name) = function.name().split_once('.')?;
            (of == module && function.is_available()).then_some(name)
        })
        .collect();
    if let Some(near) = suggest::nearest(name, siblings.iter().copied()) {
        diagnostic.hint(format!("did you mean {module}.{near}?"))
    } else if !siblings.is_empty() {
        diagnostic.hint(format!("{module} has {}", siblings.join(", ")))
    } else if let Some(near) = suggest::nearest(raw.name, functions().map(crate::functions::Function::name)) {
        diagnostic.hint(format!("did you mean {near}?"))
    } else {
        diagnostic.hint("a call names a module and a function, such as random.number or date.now")
    }
}

fn warn_about_quotes(call: &mut Call<'_, '_>) {
    let Ok(values) = &call.raw.argument.values else { return };
    let Leniency { escaped_quotes, typographic_quotes, .. } = values.leniency;
    let span = call.raw.argument.span.clone();
    if escaped_quotes {
        let message = "quotes inside a call need no backslash";
        call.say(Code::EscapedQuotes, span.clone(), message, "write \" instead of \\\"; KDG needs it so");
    }
    if typographic_quotes {
        let message = "these are the quotes of a word processor";
        call.say(Code::TypographicQuotes, span, message, "write \" instead; KDG needs it so");
    }
}

/// One of several built-in templates.
pub(crate) fn phrases(alternatives: &[&str]) -> Op {
    Op::OneOf(alternatives.iter().map(|text| phrase_program(text)).collect())
}

fn shaped(alternatives: &[&str], shape: Shape) -> Op {
    let mut program = Program::default();
    program.push(phrases(alternatives));
    Op::Shaped(Box::new(Shaped { program, shape }))
}

/// A built-in template. These have no errors, which the test of all examples shows.
pub(crate) fn phrase_program(text: &str) -> Program {
    let mut diagnostics = vec![];
    let (program, _) = compile(text, &mut diagnostics);
    debug_assert_eq!(diagnostics, [], "{text}");
    program
}
