//! `name.*`: people and their jobs. The gender argument of first names is accepted and has no effect, as in KDG.

use super::{Build, Function};
use crate::call::Call;
use crate::program::Op;
use crate::words::people;

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new("name.firstName", "{{name.firstName}}", "A given name.", Build::Call(first_name)),
    Function::new("name.lastName", "{{name.lastName}}", "A family name.", Build::Call(last_name)),
    Function::new(
        "name.findName",
        "{{name.findName}}",
        "A full name, one in nine with a title and one in nine with a suffix.",
        Build::Phrases(FULL_NAMES),
    ),
    Function::new(
        "name.jobTitle",
        "{{name.jobTitle}}",
        "A job title of three words.",
        Build::Phrases(&["{{name.jobDescriptor}} {{name.jobArea}} {{name.jobType}}"]),
    ),
    Function::new("name.prefix", "{{name.prefix}}", "A form of address.", Build::Words(people::PREFIXES)),
    Function::new("name.suffix", "{{name.suffix}}", "What follows a name.", Build::Words(people::SUFFIXES)),
    Function::new(
        "name.title",
        "{{name.title}}",
        "A job title of three words.",
        Build::Phrases(&["{{name.jobDescriptor}} {{name.jobArea}} {{name.jobType}}"]),
    ),
    Function::new(
        "name.jobDescriptor",
        "{{name.jobDescriptor}}",
        "First word of a job title.",
        Build::Words(people::JOB_DESCRIPTORS),
    ),
    Function::new(
        "name.jobArea",
        "{{name.jobArea}}",
        "What a job is about.",
        Build::Words(people::JOB_AREAS),
    ),
    Function::new("name.jobType", "{{name.jobType}}", "What somebody does.", Build::Words(people::JOB_TYPES)),
];

const PLAIN: &str = "{{name.firstName}} {{name.lastName}}";
const FULL_NAMES: &[&str] = &[
    "{{name.prefix}} {{name.firstName}} {{name.lastName}}",
    "{{name.firstName}} {{name.lastName}} {{name.suffix}}",
    PLAIN,
    PLAIN,
    PLAIN,
    PLAIN,
    PLAIN,
    PLAIN,
    PLAIN,
];

fn first_name(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(1);
    Some(Op::Word(people::FIRST_NAMES))
}

fn last_name(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(1);
    Some(Op::Word(people::LAST_NAMES))
}
