//! `lorem.*`: placeholder text. KDG's longer kinds contain line breaks, which break JSON; here blanks stand for them.

use core::ops::RangeInclusive;

use super::{Build, Function};
use crate::call::Call;
use crate::compile::phrase_program;
use crate::program::{Op, Repeat, Shape, Shaped};
use crate::words::latin::LOREM;

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new("lorem.word", "{{lorem.word}}", "A word.", Build::Words(LOREM)),
    Function::new("lorem.words", "{{lorem.words(3)}}", "Three, or n, words.", Build::Call(words)),
    Function::new(
        "lorem.sentence",
        "{{lorem.sentence}}",
        "A sentence of 3 to 10, or n, words.",
        Build::Call(sentence),
    ),
    Function::new(
        "lorem.sentences",
        "{{lorem.sentences(2)}}",
        "Two to six, or n, sentences.",
        Build::Call(sentences),
    ),
    Function::new(
        "lorem.paragraph",
        "{{lorem.paragraph}}",
        "Three to six, or n, sentences.",
        Build::Call(paragraph),
    ),
    Function::new(
        "lorem.paragraphs",
        "{{lorem.paragraphs(2)}}",
        "Three, or n, paragraphs.",
        Build::Call(paragraphs),
    ),
    Function::new(
        "lorem.text",
        "{{lorem.text}}",
        "Some text: words, a sentence or more.",
        Build::Phrases(&[
            "{{lorem.words(5)}}",
            "{{lorem.sentence}}",
            "{{lorem.sentences}}",
            "{{lorem.paragraph}}",
        ]),
    ),
    Function::new("lorem.lines", "{{lorem.lines(2)}}", "One to five, or n, sentences.", Build::Call(lines)),
];

/// A template so many times: as many as the argument says, else a random number.
pub(super) fn repeated(
    call: &mut Call<'_, '_>,
    phrase: &'static str,
    separator: &'static str,
    default: RangeInclusive<usize>,
) -> Option<Op> {
    let count = call.optional_count(-1, 1..1001)?;
    let (low, high) =
        usize::try_from(count).map_or((*default.start(), *default.end()), |count| (count, count));
    Some(Op::Repeat(Box::new(Repeat {
        program: phrase_program(phrase),
        separator: separator.into(),
        low,
        high,
    })))
}

fn words(call: &mut Call<'_, '_>) -> Option<Op> {
    repeated(call, "{{lorem.word}}", " ", 3..=3)
}

fn sentence(call: &mut Call<'_, '_>) -> Option<Op> {
    let words = repeated(call, "{{lorem.word}}", " ", 3..=10)?;
    let mut program = crate::program::Program::default();
    program.push(words);
    program.push_literal(".");
    Some(Op::Shaped(Box::new(Shaped { program, shape: Shape::Sentence })))
}

fn sentences(call: &mut Call<'_, '_>) -> Option<Op> {
    repeated(call, "{{lorem.sentence}}", " ", 2..=6)
}

fn paragraph(call: &mut Call<'_, '_>) -> Option<Op> {
    repeated(call, "{{lorem.sentence}}", " ", 3..=6)
}

fn paragraphs(call: &mut Call<'_, '_>) -> Option<Op> {
    repeated(call, "{{lorem.paragraph}}", " ", 3..=3)
}

fn lines(call: &mut Call<'_, '_>) -> Option<Op> {
    repeated(call, "{{lorem.sentence}}", " ", 1..=5)
}
