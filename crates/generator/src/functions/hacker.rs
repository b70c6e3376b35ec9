//! `hacker.*`: words of computing.

use super::{Build, Function};
use crate::words::technology;

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new(
        "hacker.abbreviation",
        "{{hacker.abbreviation}}",
        "An abbreviation.",
        Build::Words(technology::HACKER_ABBREVIATIONS),
    ),
    Function::new(
        "hacker.adjective",
        "{{hacker.adjective}}",
        "An adjective.",
        Build::Words(technology::HACKER_ADJECTIVES),
    ),
    Function::new("hacker.noun", "{{hacker.noun}}", "A noun.", Build::Words(technology::HACKER_NOUNS)),
    Function::new("hacker.verb", "{{hacker.verb}}", "A verb.", Build::Words(technology::HACKER_VERBS)),
    Function::new(
        "hacker.ingverb",
        "{{hacker.ingverb}}",
        "A verb in -ing.",
        Build::Words(technology::HACKER_ING_VERBS),
    ),
    Function::new("hacker.phrase", "{{hacker.phrase}}", "A sentence of computing.", Build::Sentence(PHRASES)),
];

const PHRASES: &[&str] = &[
    "{{hacker.verb}} the {{hacker.adjective}} {{hacker.noun}} before {{hacker.ingverb}} the {{hacker.abbreviation}} {{hacker.noun}}.",
    "the {{hacker.abbreviation}} {{hacker.noun}} is {{hacker.adjective}}, so {{hacker.verb}} it first.",
    "use the {{hacker.adjective}} {{hacker.abbreviation}} {{hacker.noun}} to {{hacker.verb}} every {{hacker.noun}}.",
];
