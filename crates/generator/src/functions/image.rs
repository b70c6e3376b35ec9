//! `image.*`: addresses of pictures. KDG's point to a site that is gone; these point to a domain reserved for
//! examples, with the same shape: width, height, kind.

use super::{Build, Function};
use crate::call::Call;
use crate::program::{Op, Program};

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new(
        "image.image",
        "{{image.image}}",
        "The address of a picture of a random kind.",
        Build::Phrases(ANY),
    ),
    Function::new(
        "image.avatar",
        "{{image.avatar}}",
        "The address of a portrait.",
        Build::Phrases(&["{{internet.avatar}}"]),
    ),
    Function::new(
        "image.imageUrl",
        "{{image.imageUrl}}",
        "The address of a picture, width (640) and height (480).",
        Build::Call(any),
    ),
    Function::new("image.abstract", "{{image.abstract}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.animals", "{{image.animals}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.business", "{{image.business}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.cats", "{{image.cats}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.city", "{{image.city}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.food", "{{image.food}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.nightlife", "{{image.nightlife}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.fashion", "{{image.fashion}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.people", "{{image.people}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.nature", "{{image.nature}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.sports", "{{image.sports}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.technics", "{{image.technics}}", "The address of a picture.", Build::Call(any)),
    Function::new("image.transport", "{{image.transport}}", "The address of a picture.", Build::Call(any)),
];

const ANY: &[&str] = &[
    "{{image.abstract}}",
    "{{image.animals}}",
    "{{image.business}}",
    "{{image.cats}}",
    "{{image.city}}",
    "{{image.food}}",
    "{{image.nightlife}}",
    "{{image.fashion}}",
    "{{image.people}}",
    "{{image.nature}}",
    "{{image.sports}}",
    "{{image.technics}}",
    "{{image.transport}}",
];

/// `(width, height)`; the kind is the name of the function.
fn any(call: &mut Call<'_, '_>) -> Option<Op> {
    let given = call.given()?;
    call.ignore_from(2);
    let mut size = |index: usize, default: i64| match given.get(index) {
        None => Some(default),
        Some(node) => call.count(node, 1..100_000),
    };
    let (width, height) = (size(0, 640)?, size(1, 480)?);
    let kind = call.name().trim_start_matches("image.");
    let kind = if kind == "imageUrl" { String::new() } else { format!("/{kind}") };
    let mut program = Program::default();
    program.push_literal(&format!("https://images.example.com/{width}/{height}{kind}"));
    Some(Op::OneOf(Box::new([program])))
}
