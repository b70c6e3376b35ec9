//! `internet.*`: addresses, names and identifiers of the network.

use super::{Build, Function};
use crate::call::Call;
use crate::program::{Chars, Op, Program};
use crate::words::internet;

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new(
        "internet.ip",
        "{{internet.ip}}",
        "An IPv4 address; any value, reserved ones too.",
        Build::Call(ip),
    ),
    Function::new(
        "internet.email",
        "{{internet.email}}",
        "A mail address at a public provider.",
        Build::Phrases(EMAILS),
    ),
    Function::new(
        "internet.exampleEmail",
        "{{internet.exampleEmail}}",
        "A mail address that can never be delivered.",
        Build::Phrases(EXAMPLE_EMAILS),
    ),
    Function::new(
        "internet.userName",
        "{{internet.userName}}",
        "A user name.",
        Build::Identifier(USER_NAMES),
    ),
    Function::new(
        "internet.session",
        "{{internet.session}}",
        "A session number of 16 digits.",
        Build::Phrases(&[r#"{{random.number({"min":1000000000000000,"max":9007199254740991})}}"#]),
    ),
    Function::new(
        "internet.protocol",
        "{{internet.protocol}}",
        "http or https.",
        Build::Words(internet::PROTOCOLS),
    ),
    Function::new(
        "internet.url",
        "{{internet.url}}",
        "The address of a site.",
        Build::Phrases(&["{{internet.protocol}}://{{internet.domainName}}"]),
    ),
    Function::new(
        "internet.domainName",
        "{{internet.domainName}}",
        "A domain.",
        Build::Phrases(&["{{internet.domainWord}}.{{internet.domainSuffix}}"]),
    ),
    Function::new(
        "internet.domainSuffix",
        "{{internet.domainSuffix}}",
        "A top-level domain.",
        Build::Words(internet::DOMAIN_SUFFIXES),
    ),
    Function::new(
        "internet.domainWord",
        "{{internet.domainWord}}",
        "The first part of a domain.",
        Build::Identifier(&["{{name.firstName}}"]),
    ),
    Function::new(
        "internet.avatar",
        "{{internet.avatar}}",
        "The address of a portrait, at a domain reserved for examples.",
        Build::Phrases(&["https://avatars.example.com/{{random.number(1265)}}.jpg"]),
    ),
    Function::new(
        "internet.userAgent",
        "{{internet.userAgent}}",
        "What a browser calls itself.",
        Build::Words(internet::USER_AGENTS),
    ),
    Function::new("internet.color", "{{internet.color}}", "A colour as #rrggbb.", Build::Call(color)),
    Function::new("internet.mac", "{{internet.mac}}", "A hardware address.", Build::Call(mac)),
    Function::new(
        "internet.password",
        "{{internet.password}}",
        "15, or n, letters and digits.",
        Build::Call(password),
    ),
];

const USER_NAMES: &[&str] = &[
    "{{name.firstName}}{{random.number(99)}}",
    "{{name.firstName}}.{{name.lastName}}",
    "{{name.firstName}}_{{name.lastName}}",
    "{{name.firstName}}.{{name.lastName}}{{random.number(99)}}",
];

const EMAILS: &[&str] = &[
    "{{internet.userName}}@gmail.com",
    "{{internet.userName}}@yahoo.com",
    "{{internet.userName}}@hotmail.com",
];
/// Domains reserved for examples.
const EXAMPLE_EMAILS: &[&str] = &[
    "{{internet.userName}}@example.com",
    "{{internet.userName}}@example.net",
    "{{internet.userName}}@example.org",
];

const HEX: &[u8] = b"0123456789abcdef";

fn ip(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(0);
    Some(Op::Ip)
}

/// KDG mixes in a base colour if it gets one, three numbers; that is accepted and has no effect.
fn color(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(3);
    let mut program = Program::default();
    program.push_literal("#");
    program.push(Op::Chars(Box::new(Chars { alphabet: HEX, count: 6 })));
    Some(Op::OneOf(Box::new([program])))
}

fn mac(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(0);
    let mut program = Program::default();
    for part in 0..6 {
        if part > 0 {
            program.push_literal(":");
        }
        program.push(Op::Chars(Box::new(Chars { alphabet: HEX, count: 2 })));
    }
    Some(Op::OneOf(Box::new([program])))
}

fn password(call: &mut Call<'_, '_>) -> Option<Op> {
    let count = call.optional_count(15, 1..1025)? as usize;
    let alphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    Some(Op::Chars(Box::new(Chars { alphabet, count })))
}
