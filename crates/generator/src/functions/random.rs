//! `random.*`: numbers, choices, identifiers. Four of these functions carry most templates (kdg.md 5.4).

use super::{Build, Function, distribution};
use crate::argument::{Node, Value};
use crate::call::Call;
use crate::decimal::Decimal;
use crate::diagnostic::Code;
use crate::mend;
use crate::program::{Chars, Op, Texts, Weighted};
use crate::range::{self, Defaults};
use crate::words;

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new(
        "random.number",
        r#"{{random.number({"min":1,"max":100})}}"#,
        "A number from min (0) to max (99999), both included, in steps of precision (1).",
        Build::Call(number),
    ),
    Function::ours(
        "random.float",
        r#"{{random.float({"min":0,"max":1,"precision":0.01})}}"#,
        "Like random.number, in steps of 0.01 unless precision says otherwise.",
        Build::Call(float),
    ),
    Function::ours(
        "random.normal",
        r#"{{random.normal({"mean":20,"deviation":2.5,"min":0,"max":40,"precision":0.1})}}"#,
        "A number of a bell curve: mean (0), deviation (1), cut off at min and max, in steps of precision (0.01).",
        Build::Call(distribution::normal),
    ),
    Function::ours(
        "random.zipf",
        r#"{{random.zipf(["home","search","cart","help"],1.2)}}"#,
        "An item of a list, or a rank from 1 to n (100): the second half as often as the first for exponent 1.",
        Build::Call(distribution::zipf),
    ),
    Function::ours(
        "random.session",
        r#"{{random.session({"visitors":20,"records":8})}}"#,
        "A session number of 16 digits, kept for about so many records (10); so many visitors (100) come at the same time.",
        Build::Call(distribution::session),
    ),
    Function::new(
        "random.arrayElement",
        r#"{{random.arrayElement(["OK","FAIL","WARN"])}}"#,
        "One element of a list, each as likely as the others.",
        Build::Call(array_element),
    ),
    Function::new(
        "random.weightedArrayElement",
        r#"{{random.weightedArrayElement({"weights":[80,20],"data":["Impression","Click"]})}}"#,
        "One element of data, as likely as its weight says; any sum of weights will do.",
        Build::Call(weighted_array_element),
    ),
    Function::new(
        "random.objectElement",
        r#"{{random.objectElement({"a":"first","b":"second"})}}"#,
        "The value of one member of an object.",
        Build::Call(object_element),
    ),
    Function::new("random.boolean", "{{random.boolean}}", "true or false.", Build::Call(boolean)),
    Function::new("random.uuid", "{{random.uuid}}", "A random (version 4) UUID.", Build::Call(uuid)),
    Function::new(
        "random.alphaNumeric",
        "{{random.alphaNumeric(8)}}",
        "Digits and small letters; one of them, or as many as the argument says.",
        Build::Call(alpha_numeric),
    ),
    Function::new(
        "random.word",
        "{{random.word}}",
        "A word of commerce, names or technology.",
        Build::Phrases(RANDOM_WORD),
    ),
    Function::new(
        "random.words",
        "{{random.words(3)}}",
        "Several words; one to three, or as many as the argument says.",
        Build::Call(random_words),
    ),
    Function::new(
        "random.image",
        "{{random.image}}",
        "The address of a picture of a random kind.",
        Build::Phrases(&["{{image.image}}"]),
    ),
    Function::new(
        "random.locale",
        "{{random.locale}}",
        "A language code.",
        Build::Words(words::internet::LOCALES),
    ),
];

const RANDOM_WORD: &[&str] = &[
    "{{commerce.color}}",
    "{{commerce.department}}",
    "{{commerce.productAdjective}}",
    "{{commerce.productMaterial}}",
    "{{commerce.product}}",
    "{{company.bsAdjective}}",
    "{{company.bsNoun}}",
    "{{company.catchPhraseNoun}}",
    "{{hacker.abbreviation}}",
    "{{hacker.noun}}",
    "{{hacker.verb}}",
    "{{name.jobArea}}",
    "{{name.jobType}}",
    "{{address.country}}",
    "{{address.state}}",
    "{{finance.transactionType}}",
    "{{finance.accountName}}",
    "{{finance.currencyName}}",
    "{{company.catchPhraseAdjective}}",
    "{{company.catchPhraseDescriptor}}",
    "{{company.bsBuzz}}",
    "{{hacker.adjective}}",
    "{{hacker.ingverb}}",
    "{{name.jobDescriptor}}",
    "{{address.county}}",
    "{{address.streetSuffix}}",
    "{{lorem.word}}",
];

fn number(call: &mut Call<'_, '_>) -> Option<Op> {
    let (min, max) = (Decimal::whole(0), Decimal::whole(99_999));
    range::build(call, Defaults { min, max, precision: Decimal::whole(1) })
}

fn float(call: &mut Call<'_, '_>) -> Option<Op> {
    let (min, max) = (Decimal::whole(0), Decimal::whole(99_999));
    range::build(call, Defaults { min, max, precision: Decimal { mantissa: 1, scale: 2 } })
}

fn boolean(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(0);
    Some(Op::Boolean)
}

fn uuid(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(0);
    Some(Op::Uuid)
}

pub(super) fn array_element(call: &mut Call<'_, '_>) -> Option<Op> {
    let texts: Texts = match &call.raw.argument.values {
        // Raw text that does not even try to be a list: KDG picks one of its characters.
        Err(_) if !call.raw.argument.raw.trim_start().starts_with(['[', '{', '"', '\'']) => {
            let raw = call.raw.argument.raw;
            picks_characters(call);
            characters(raw)
        }
        _ => match call.given()?.as_slice() {
            [] => ["a", "b", "c"].iter().collect(),
            [Node { value: Value::Array(items), .. }] => {
                items.iter().map(|item| item.value.printed()).collect()
            }
            [Node { value: Value::Text(text), .. }] => {
                picks_characters(call);
                characters(text)
            }
            [other] => {
                call.wrong(other, "a list");
                return None;
            }
            several => several.iter().map(|node| node.value.printed()).collect(),
        },
    };
    if texts.len() == 0 {
        let span = call.raw.argument.span.clone();
        call.say(
            Code::BadValue,
            span,
            "there is nothing in the list",
            "put at least one element between [ and ]",
        );
        return None;
    }
    Some(Op::Pick(Box::new(texts)))
}

fn characters(text: &str) -> Texts {
    text.chars().map(String::from).collect()
}

fn picks_characters(call: &mut Call<'_, '_>) {
    let span = call.raw.argument.span.clone();
    let message = "a text instead of a list: one of its characters is printed";
    call.say(Code::PicksCharacters, span.clone(), message, "write a list: [\"a\",\"b\"]");
    if let Some(list) = mend::quoted_words(&format!("[{}]", call.raw.argument.raw)) {
        call.mend(span, list);
    }
}

fn object_element(call: &mut Call<'_, '_>) -> Option<Op> {
    let given = call.given()?;
    call.ignore_from(1);
    let texts: Texts = match given.as_slice() {
        [] => ["bar", "car"].iter().collect(),
        [Node { value: Value::Object(members), .. }] if !members.is_empty() => {
            members.iter().map(|(_, node)| node.value.printed()).collect()
        }
        [other, ..] => {
            call.wrong(other, "an object with members");
            return None;
        }
    };
    Some(Op::Pick(Box::new(texts)))
}

fn weighted_array_element(call: &mut Call<'_, '_>) -> Option<Op> {
    let given = call.given()?;
    let (weights, data) = match given.as_slice() {
        // KDG's own example data; its shares are not known, so they are equal.
        [] => return Some(Op::Pick(Box::new(["dog", "cat"].iter().collect()))),
        [object @ Node { value: Value::Object(_), .. }] => {
            call.check_members(object, &["weights", "data"]);
            match (object.value.member("weights"), object.value.member("data")) {
                (Some(weights), Some(data)) => (weights, data),
                (weights, _) => {
                    let missing = if weights.is_none() { "weights" } else { "data" };
                    call.say(
                        Code::WrongArgument,
                        object.span.clone(),
                        format!("{} needs a list \"{missing}\"", call.name()),
                        r#"for example {"weights":[80,20],"data":["a","b"]}"#,
                    );
                    return None;
                }
            }
        }
        [weights, data] => (*weights, *data),
        [other, ..] => {
            call.wrong(other, "an object with weights and data");
            return None;
        }
    };
    let (Value::Array(weight_nodes), Value::Array(items)) = (&weights.value, &data.value) else {
        call.wrong(if matches!(weights.value, Value::Array(_)) { data } else { weights }, "a list");
        return None;
    };
    if weight_nodes.len() != items.len() {
        call.say(
            Code::WeightCount,
            weights.span.clone(),
            format!("there are {} weights for {} data", weight_nodes.len(), items.len()),
            "weights that are missing count as 0, extra ones are ignored",
        );
    }
    let mut decimals = vec![];
    for node in weight_nodes.iter().take(items.len()) {
        let decimal = call.decimal(node)?;
        if decimal.mantissa < 0 {
            call.say(Code::BadValue, node.span.clone(), "a weight cannot be negative", "");
            return None;
        }
        decimals.push(decimal);
    }
    let Some(cumulative) = cumulative(&decimals, items.len()) else {
        let message = "all weights are 0, so nothing can be chosen";
        call.say(Code::BadValue, weights.span.clone(), message, "");
        return None;
    };
    let texts = items.iter().map(|item| item.value.printed()).collect();
    Some(Op::Weighted(Box::new(Weighted { texts, cumulative })))
}

/// Running sums of `len` weights as whole numbers in the exact ratio of the decimals; nothing if all are 0.
fn cumulative(decimals: &[Decimal], len: usize) -> Option<Vec<u64>> {
    let scale = decimals.iter().map(|decimal| decimal.scale).max()?;
    let mut whole: Vec<u128> =
        decimals.iter().map(|decimal| decimal.at_scale(scale).unsigned_abs()).collect();
    let divisor = whole.iter().fold(0, |a, &b| greatest_common_divisor(a, b));
    if divisor == 0 {
        return None;
    }
    for weight in &mut whole {
        *weight /= divisor;
    }
    // Weights of 30 digits and more are the only ones that lose something here.
    while whole.iter().fold(0_u128, |sum, &weight| sum.saturating_add(weight)) > u128::from(u64::MAX) {
        for weight in &mut whole {
            *weight >>= 1;
        }
    }
    let mut sum = 0;
    Some(
        (0..len)
            .map(|index| {
                sum += whole.get(index).map_or(0, |&weight| weight as u64);
                sum
            })
            .collect(),
    )
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn alpha_numeric(call: &mut Call<'_, '_>) -> Option<Op> {
    let count = call.optional_count(1, 0..1025)? as usize;
    Some(Op::Chars(Box::new(Chars { alphabet: b"0123456789abcdefghijklmnopqrstuvwxyz", count })))
}

fn random_words(call: &mut Call<'_, '_>) -> Option<Op> {
    crate::functions::lorem::repeated(call, "{{random.word}}", " ", 1..=3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_exact() {
        let sums = |weights: &[&str]| {
            let decimals: Vec<_> = weights.iter().map(|text| Decimal::parse(text).unwrap()).collect();
            cumulative(&decimals, weights.len())
        };
        assert_eq!(sums(&["80", "20"]), Some(vec![4, 5]));
        assert_eq!(sums(&["0.8", "0.2"]), Some(vec![4, 5]));
        assert_eq!(sums(&["0.001", "0.999"]), Some(vec![1, 1000]));
        assert_eq!(sums(&["0.333", "0.333", "0.334"]), Some(vec![333, 666, 1000]));
        assert_eq!(sums(&["0", "5", "0"]), Some(vec![0, 1, 1]));
        assert_eq!(sums(&["0", "0"]), None);
        assert_eq!(sums(&[]), None);
        assert!(sums(&["1e20", "1e-18"]).is_some());
    }
}
