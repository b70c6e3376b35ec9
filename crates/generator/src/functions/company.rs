//! `company.*`: names and slogans of companies.

use super::{Build, Function};
use crate::words::commerce;

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new(
        "company.suffixes",
        "{{company.suffixes}}",
        "The legal forms, with commas between.",
        Build::Phrases(&["Inc,LLC,Ltd,Group,and Partners"]),
    ),
    Function::new("company.companyName", "{{company.companyName}}", "A company.", Build::Phrases(NAMES)),
    Function::new(
        "company.companySuffix",
        "{{company.companySuffix}}",
        "A legal form.",
        Build::Words(commerce::COMPANY_SUFFIXES),
    ),
    Function::new(
        "company.catchPhrase",
        "{{company.catchPhrase}}",
        "A slogan of three words.",
        Build::Phrases(&[
            "{{company.catchPhraseAdjective}} {{company.catchPhraseDescriptor}} {{company.catchPhraseNoun}}",
        ]),
    ),
    Function::new(
        "company.bs",
        "{{company.bs}}",
        "Business talk of three words.",
        Build::Phrases(&["{{company.bsBuzz}} {{company.bsAdjective}} {{company.bsNoun}}"]),
    ),
    Function::new(
        "company.catchPhraseAdjective",
        "{{company.catchPhraseAdjective}}",
        "First word of a slogan.",
        Build::Words(commerce::CATCH_ADJECTIVES),
    ),
    Function::new(
        "company.catchPhraseDescriptor",
        "{{company.catchPhraseDescriptor}}",
        "Second word of a slogan.",
        Build::Words(commerce::CATCH_DESCRIPTORS),
    ),
    Function::new(
        "company.catchPhraseNoun",
        "{{company.catchPhraseNoun}}",
        "Last word of a slogan.",
        Build::Words(commerce::CATCH_NOUNS),
    ),
    Function::new(
        "company.bsAdjective",
        "{{company.bsAdjective}}",
        "Second word of business talk.",
        Build::Words(commerce::BUZZ_ADJECTIVES),
    ),
    Function::new(
        "company.bsBuzz",
        "{{company.bsBuzz}}",
        "First word of business talk.",
        Build::Words(commerce::BUZZ_VERBS),
    ),
    Function::new(
        "company.bsNoun",
        "{{company.bsNoun}}",
        "Last word of business talk.",
        Build::Words(commerce::BUZZ_NOUNS),
    ),
];

const NAMES: &[&str] = &[
    "{{name.lastName}} {{company.companySuffix}}",
    "{{name.lastName}}-{{name.lastName}}",
    "{{name.lastName}}, {{name.lastName}} and {{name.lastName}}",
];
