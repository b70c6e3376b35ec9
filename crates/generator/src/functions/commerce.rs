//! `commerce.*`: products and prices.

use super::{Build, Function};
use crate::argument::{Node, Value};
use crate::call::Call;
use crate::diagnostic::Code;
use crate::program::{DecimalRange, Op, Program};
use crate::words::commerce;

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new("commerce.color", "{{commerce.color}}", "A colour.", Build::Words(commerce::COLORS)),
    Function::new(
        "commerce.department",
        "{{commerce.department}}",
        "A department.",
        Build::Words(commerce::DEPARTMENTS),
    ),
    Function::new(
        "commerce.productName",
        "{{commerce.productName}}",
        "A product of three words.",
        Build::Phrases(&["{{commerce.productAdjective}} {{commerce.productMaterial}} {{commerce.product}}"]),
    ),
    Function::new(
        "commerce.price",
        "{{commerce.price(1,100)}}",
        "A price from min (0) to max (1000); then decimals (2, all 0 in KDG) and a currency sign.",
        Build::Call(price),
    ),
    Function::new(
        "commerce.productAdjective",
        "{{commerce.productAdjective}}",
        "What a product is like.",
        Build::Words(commerce::PRODUCT_ADJECTIVES),
    ),
    Function::new(
        "commerce.productMaterial",
        "{{commerce.productMaterial}}",
        "What a product is made of.",
        Build::Words(commerce::PRODUCT_MATERIALS),
    ),
    Function::new("commerce.product", "{{commerce.product}}", "A product.", Build::Words(commerce::PRODUCTS)),
];

/// `(min, max, decimals, symbol)`; whole numbers with decimals behind them, as in KDG.
fn price(call: &mut Call<'_, '_>) -> Option<Op> {
    let given = call.given()?;
    call.ignore_from(4);
    let mut whole = |index: usize, default: i64, limit: i64| match given.get(index) {
        None | Some(Node { value: Value::Null, .. }) => Some(default),
        Some(node) => call.count(node, 0..limit),
    };
    let (min, max, decimals) = (whole(0, 0, 1_000_000_000)?, whole(1, 1000, 1_000_000_000)?, whole(2, 2, 7)?);
    if min > max && given.len() > 1 {
        let span = call.raw.argument.span.clone();
        call.say(Code::RangeReversed, span, "the lowest price is higher than the highest", "swap them");
    }
    let symbol = match given.get(3) {
        None | Some(Node { value: Value::Null, .. }) => "",
        Some(Node { value: Value::Text(symbol), .. }) => symbol,
        Some(other) => {
            call.wrong(other, "a currency sign");
            return None;
        }
    };
    let scale = decimals as u32;
    let amount = Op::Decimal(Box::new(DecimalRange {
        low: min.min(max),
        count: min.abs_diff(max) + 1,
        step: 10_i64.pow(scale),
        scale,
        fixed: true,
    }));
    if symbol.is_empty() {
        return Some(amount);
    }
    let mut program = Program::default();
    program.push_literal(symbol);
    program.push(amount);
    Some(Op::OneOf(Box::new([program])))
}
