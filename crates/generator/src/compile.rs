//! From the pieces of a template to a program: each call is looked up and its arguments are read.
//!
//! Functions that are made of other functions (a city, a mail address) are small templates themselves and go through
//! the same compiler, so that they cost no code and read like what they print.

use core::ops::Range;

use crate::argument::Leniency;
use crate::call::Call;
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::{self, Build, Rounds, function, functions};
use crate::mend;
use crate::program::{Op, Program, Shape, Shaped};
use crate::remembered::{Named, Per, hash};
use crate::scan::{MAX_ERRORS, Piece, RawCall, scan};
use crate::scope::Scope;
use crate::state::Layout;
use crate::suggest;

/// A record of a template may have at most this many bytes. Kinesis takes 1 MiB a record; the bound here is on the
/// longest possible record, and protects memory rather than a service.
pub(crate) const MAX_RECORD: usize = 4 << 20;

/// A part between `repeat` and `end` may be nested so deep.
const MAX_NESTING: usize = 16;

/// A program that is being put together: the template's own, or one between `repeat` and `end`.
struct Frame {
    program: Program,
    /// The call that opened it; none for the template.
    opened: Option<(Range<usize>, Rounds)>,
    /// How many names were known before it.
    names: usize,
}

/// Compiles prepared text. The program can be used only if no errors were pushed. All places are bytes of the prepared text.
pub(crate) fn compile(text: &str, diagnostics: &mut Vec<Diagnostic>) -> (Program, Layout) {
    let mut scope = Scope::default();
    let mut frames = vec![];
    let mut frame = Frame { program: Program::default(), opened: None, names: 0 };
    let (mut unusable, mut given_up) = (0, false);
    for piece in scan(text, diagnostics) {
        let span = match piece {
            Piece::Literal(range) => {
                frame.program.push_literal(&text[range.clone()]);
                range
            }
            Piece::Call(raw) => {
                match compile_call(&raw, &mut scope, diagnostics) {
                    Some(Step::Op(op)) => frame.program.push(op),
                    Some(Step::Begin(rounds)) if frames.len() < MAX_NESTING => {
                        let inner = Frame {
                            program: Program::default(),
                            opened: Some((raw.span, rounds)),
                            names: scope.names.len(),
                        };
                        frames.push(core::mem::replace(&mut frame, inner));
                        continue;
                    }
                    Some(Step::Begin(_)) => {
                        let message = format!("repeat is nested more than {MAX_NESTING} times");
                        diagnostics.push(Diagnostic::new(Code::TooDeep, raw.span, message));
                        given_up = true;
                        break;
                    }
                    Some(Step::End) => {
                        let (Some((opened, rounds)), Some(outer)) = (frame.opened.take(), frames.pop())
                        else {
                            diagnostics.push(
                                Diagnostic::new(
                                    Code::UnbalancedRepeat,
                                    raw.span.clone(),
                                    "nothing is repeated here",
                                )
                                .hint("{{end}} ends the part that {{repeat(n)}} begins")
                                .fix(raw.span, ""),
                            );
                            given_up = true;
                            break;
                        };
                        scope.names.truncate(frame.names);
                        let inner = core::mem::replace(&mut frame, outer);
                        frame.program.push(rounds.of(inner.program));
                        frame.program.spans.push(opened.clone());
                        if too_large(&frame.program, opened, diagnostics) {
                            given_up = true;
                            break;
                        }
                        continue;
                    }
                    None => {
                        // A call that gives nothing has said why. Warnings do not count: they must not end a template.
                        unusable += 1;
                        if unusable >= MAX_ERRORS {
                            given_up = true;
                            break;
                        }
                        continue;
                    }
                }
                raw.span
            }
        };
        frame.program.spans.push(span.clone());
        if too_large(&frame.program, span, diagnostics) {
            given_up = true;
            break;
        }
    }
    if let Some((opened, _)) = frame.opened.as_ref().filter(|_| !given_up) {
        diagnostics.push(
            Diagnostic::new(Code::UnbalancedRepeat, opened.clone(), "what is repeated has no end")
                .hint("put {{end}} behind the part to repeat"),
        );
    }
    (frame.program, scope.layout)
}

fn too_large(program: &Program, span: Range<usize>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let is_too_large = program.max_len() > MAX_RECORD;
    if is_too_large {
        let message = format!("a record could be longer than {} MiB", MAX_RECORD >> 20);
        diagnostics
            .push(Diagnostic::new(Code::TooLarge, span, message).hint("take smaller counts, or fewer calls"));
    }
    is_too_large
}

/// What a call is to the program.
enum Step {
    Op(Op),
    Begin(Rounds),
    End,
}

fn compile_call(raw: &RawCall<'_>, scope: &mut Scope, diagnostics: &mut Vec<Diagnostic>) -> Option<Step> {
    let Some(found) = lookup(raw, diagnostics) else {
        diagnostics.push(unknown(raw));
        return None;
    };
    let mut call = Call { raw, diagnostics, scope };
    warn_about_quotes(&mut call);
    let op = match found.build {
        Build::Call(build) => build(&mut call)?,
        Build::Words(words) => {
            call.ignore_from(0);
            Op::Word(words)
        }
        Build::Phrases(alternatives) => {
            call.ignore_from(0);
            phrases(alternatives)
        }
        Build::Identifier(alternatives) => {
            call.ignore_from(0);
            shaped(alternatives, Shape::Identifier)
        }
        Build::Sentence(alternatives) => {
            call.ignore_from(0);
            shaped(alternatives, Shape::Sentence)
        }
        // A count that cannot be used is an error already; the part still has its end.
        Build::Begin => return Some(Step::Begin(functions::repeat(&mut call).unwrap_or_default())),
        Build::End => {
            call.ignore_from(0);
            return Some(Step::End);
        }
    };
    let op = match &raw.per {
        None => op,
        Some(name) => {
            let mark = call.known(name.text, name.span.clone())?.mark;
            let salt = hash(raw.name.as_bytes()) ^ hash(raw.argument.raw.as_bytes()).rotate_left(1);
            Op::Per(Box::new(Per { op, mark, salt }))
        }
    };
    let Some(name) = &raw.alias else { return Some(Step::Op(op)) };
    if call.scope.find(name.text).is_some() {
        let message = format!("another value is called \"{}\" already", name.text);
        call.say(Code::NameTaken, name.span.clone(), message, "give each value its own name");
        return None;
    }
    let kind = call.scope.kind_of(&op);
    let mark = call.scope.name(name.text, op.max_len(), kind);
    Some(Step::Op(Op::Named(Box::new(Named { op, mark }))))
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
    let diagnostic = Diagnostic::new(Code::IgnoredTail, tail.clone(), message);
    diagnostics.push(if matches!(&raw.name[second_dot..], ".as" | ".per") {
        // KDG takes the name for the argument; with parentheses of its own the call has none.
        diagnostic.hint("put empty parentheses before it").fix(tail.start..tail.start, "()")
    } else {
        diagnostic.hint("leave it out").fix(tail, "")
    });
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
    let meant = |diagnostic: Diagnostic, name: &str| {
        diagnostic.hint(format!("did you mean {name}?")).fix(raw.name_span.clone(), name)
    };
    if let Some((_, known)) = NEWER_NAMES.iter().find(|(newer, _)| *newer == raw.name) {
        return meant(diagnostic, known);
    }
    // With a right module only the function is compared: `finance.iban` is not nearly `finance.mask`.
    let (module, name) = raw.name.split_once('.').unwrap_or((raw.name, ""));
    let siblings: Vec<_> = functions()
        .filter_map(|function| {
            let (of, name) = function.name().split_once('.')?;
            (of == module).then_some(name)
        })
        .collect();
    if let Some(near) = suggest::nearest(name, siblings.iter().copied()) {
        meant(diagnostic, &format!("{module}.{near}"))
    } else if !siblings.is_empty() {
        diagnostic.hint(format!("{module} has {}", siblings.join(", ")))
    } else if let Some(near) = suggest::nearest(raw.name, functions().map(crate::functions::Function::name)) {
        meant(diagnostic, near)
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
        call.mend(span.clone(), mend::without_backslashes(call.raw.argument.raw));
    }
    if typographic_quotes {
        let message = "these are the quotes of a word processor";
        call.say(Code::TypographicQuotes, span.clone(), message, "write \" instead; KDG needs it so");
        call.mend(span, mend::straight_quotes(call.raw.argument.raw));
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
