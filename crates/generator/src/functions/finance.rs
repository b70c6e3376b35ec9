//! `finance.*`: accounts, amounts, currencies.

use super::{Build, Function};
use crate::argument::{Node, Value};
use crate::call::Call;
use crate::program::{Chars, DecimalRange, Op, Program};
use crate::words::{commerce, money};

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new(
        "finance.account",
        "{{finance.account(8)}}",
        "An account number of 8, or n, digits.",
        Build::Call(account),
    ),
    Function::new(
        "finance.accountName",
        "{{finance.accountName}}",
        "A kind of account.",
        Build::Words(commerce::ACCOUNT_TYPES),
    ),
    Function::new(
        "finance.mask",
        "{{finance.mask(4)}}",
        "The last 4, or n, digits of an account, masked.",
        Build::Call(mask),
    ),
    Function::new(
        "finance.amount",
        "{{finance.amount(1,100,2)}}",
        "An amount from min (0) to max (1000) with decimals (2) and a currency sign.",
        Build::Call(amount),
    ),
    Function::new(
        "finance.transactionType",
        "{{finance.transactionType}}",
        "A kind of transaction.",
        Build::Words(commerce::TRANSACTION_TYPES),
    ),
    Function::new(
        "finance.currencyCode",
        "{{finance.currencyCode}}",
        "A currency code.",
        Build::Words(money::CURRENCY_CODES),
    ),
    Function::new(
        "finance.currencyName",
        "{{finance.currencyName}}",
        "A currency.",
        Build::Words(money::CURRENCY_NAMES),
    ),
    Function::new(
        "finance.currencySymbol",
        "{{finance.currencySymbol}}",
        "A currency sign.",
        Build::Words(money::CURRENCY_SYMBOLS),
    ),
    Function::new(
        "finance.bitcoinAddress",
        "{{finance.bitcoinAddress}}",
        "What looks like a Bitcoin address.",
        Build::Call(bitcoin),
    ),
];

fn digits(count: usize) -> Op {
    Op::Chars(Box::new(Chars { alphabet: b"0123456789", count }))
}

fn account(call: &mut Call<'_, '_>) -> Option<Op> {
    Some(digits(call.optional_count(8, 1..101)? as usize))
}

fn mask(call: &mut Call<'_, '_>) -> Option<Op> {
    let count = call.optional_count(4, 1..101)? as usize;
    let mut program = Program::default();
    program.push_literal("(...");
    program.push(digits(count));
    program.push_literal(")");
    Some(Op::OneOf(Box::new([program])))
}

/// `(min, max, decimals, symbol)`: unlike prices, all decimals are drawn.
fn amount(call: &mut Call<'_, '_>) -> Option<Op> {
    let given = call.given()?;
    call.ignore_from(4);
    let mut whole = |index: usize, default: i64, limit: i64| match given.get(index) {
        None | Some(Node { value: Value::Null, .. }) => Some(default),
        Some(node) => call.count(node, 0..limit),
    };
    let (min, max, decimals) = (whole(0, 0, 1_000_000_000)?, whole(1, 1000, 1_000_000_000)?, whole(2, 2, 7)?);
    let scale = decimals as u32;
    let unit = 10_i64.pow(scale);
    let (low, high) = (min.min(max) * unit, min.max(max) * unit);
    let amount = Op::Decimal(Box::new(DecimalRange {
        low,
        count: low.abs_diff(high) + 1,
        step: 1,
        scale,
        fixed: true,
    }));
    match given.get(3) {
        None | Some(Node { value: Value::Null, .. }) => Some(amount),
        Some(Node { value: Value::Text(symbol), .. }) => {
            let mut program = Program::default();
            program.push_literal(symbol);
            program.push(amount);
            Some(Op::OneOf(Box::new([program])))
        }
        Some(other) => {
            call.wrong(other, "a currency sign");
            None
        }
    }
}

/// 1 or 3 and 26 to 33 characters of base 58.
fn bitcoin(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(0);
    let alphabet = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let programs = (26..=33)
        .map(|count| {
            let mut program = Program::default();
            program.push(Op::Word(&["1", "3"]));
            program.push(Op::Chars(Box::new(Chars { alphabet, count })));
            program
        })
        .collect();
    Some(Op::OneOf(programs))
}
