//! The functions a template can call: one table, one file a module.
//!
//! A function is data: its name, what it does, an example, and how a call becomes an operation. Functions that print a
//! word of a list, or words of other functions in a row, have no code of their own; the rest read their arguments in a
//! builder. The table is also what an editor completes and documents calls from. A trait object each was rejected:
//! 140 types for what is mostly data.

#![allow(clippy::unnecessary_wraps, reason = "all builders have the signature of those that can fail")]

mod address;
mod commerce;
mod company;
mod date;
mod distribution;
mod finance;
mod hacker;
mod helpers;
mod image;
mod internet;
mod lorem;
mod name;
mod phone;
mod random;
mod record;
mod system;

use crate::call::Call;
use crate::program::Op;

pub(crate) use record::{Rounds, repeat};

/// A function of the template language.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    name: &'static str,
    summary: &'static str,
    example: &'static str,
    is_ours: bool,
    pub(crate) build: Build,
}

/// How a call becomes an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Build {
    /// By reading its arguments; nothing if they cannot be used, which has then been said.
    Call(fn(&mut Call<'_, '_>) -> Option<Op>),
    /// A word of a list.
    Words(&'static [&'static str]),
    /// One of several templates of other calls.
    Phrases(&'static [&'static str]),
    /// The same, made an identifier: lower case, no blanks.
    Identifier(&'static [&'static str]),
    /// The same, with a capital at the beginning.
    Sentence(&'static [&'static str]),
    /// Begins a part that is repeated.
    Begin,
    /// Ends it.
    End,
}

impl Function {
    pub(crate) const fn new(
        name: &'static str,
        example: &'static str,
        summary: &'static str,
        build: Build,
    ) -> Self {
        Self { name, summary, example, is_ours: false, build }
    }

    /// A function that KDG does not have.
    pub(crate) const fn ours(
        name: &'static str,
        example: &'static str,
        summary: &'static str,
        build: Build,
    ) -> Self {
        Self { name, summary, example, is_ours: true, build }
    }

    /// Module and function, such as `random.number`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// One line about what it prints.
    pub const fn summary(&self) -> &'static str {
        self.summary
    }

    /// A call of it that can be put into a template.
    pub const fn example(&self) -> &'static str {
        self.example
    }

    /// Whether KDG has it, too; templates with functions of ours do not run there.
    pub const fn is_in_kdg(&self) -> bool {
        !self.is_ours
    }
}

/// The tables, in the order a reference shows them: the most used modules first.
static MODULES: [&[Function]; 15] = [
    random::FUNCTIONS,
    date::FUNCTIONS,
    record::FUNCTIONS,
    name::FUNCTIONS,
    internet::FUNCTIONS,
    address::FUNCTIONS,
    commerce::FUNCTIONS,
    company::FUNCTIONS,
    finance::FUNCTIONS,
    phone::FUNCTIONS,
    lorem::FUNCTIONS,
    hacker::FUNCTIONS,
    helpers::FUNCTIONS,
    image::FUNCTIONS,
    system::FUNCTIONS,
];

/// Every function, for a reference or an editor's completion.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    MODULES.into_iter().flatten()
}

/// The function of this exact name.
pub fn function(name: &str) -> Option<&'static Function> {
    functions().find(|function| function.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Clock, Rng, Template};

    #[test]
    fn names_are_unique_and_examples_work() {
        let mut names = std::collections::BTreeSet::new();
        for function in functions() {
            assert!(names.insert(function.name), "{} is there twice", function.name);
            assert!(function.example.contains(function.name), "{}", function.example);
            let template = Template::parse(function.example)
                .unwrap_or_else(|diagnostics| panic!("{}: {diagnostics:?}", function.name));
            assert_eq!(template.warnings(), [], "{}", function.name);
            let (mut rng, mut state) = (Rng::seed(1), template.state());
            // These print an object.
            let is_object = ["Card", "Transaction"].iter().any(|end| function.name.ends_with(end));
            for _ in 0..50 {
                let mut out = vec![];
                template.render(&mut out, &mut rng, &mut state, Clock { now_ms: 0, utc_offset_minutes: 0 });
                let text = String::from_utf8(out).unwrap();
                assert!(!text.is_empty(), "{} prints nothing", function.name);
                assert!(text.len() <= template.max_len());
                assert!(!text.contains(['\\', '\n', '\'']), "{} prints {text}", function.name);
                assert!(is_object || !text.contains('"'), "{} prints {text}", function.name);
            }
        }
    }

    #[test]
    fn all_of_kdg_is_known() {
        // kdg.md 5.6: 142 callable functions, and the name that `current.timestamp` stands for.
        assert_eq!(functions().filter(|function| function.is_in_kdg()).count(), 143);
    }
}
