//! `address.*`: places and addresses, mostly put together from parts.

use super::{Build, Function};
use crate::argument::{Node, Value};
use crate::call::Call;
use crate::decimal::Decimal;
use crate::diagnostic::Code;
use crate::place::{Circle, KDG_MILES};
use crate::program::{DecimalRange, Op};
use crate::words::places;

pub(super) static FUNCTIONS: &[Function] = &[
    Function::new(
        "address.zipCode",
        "{{address.zipCode}}",
        "A postal code of five or nine digits, or a pattern of # (digit) and ? (letter).",
        Build::Call(zip_code),
    ),
    Function::new("address.city", "{{address.city}}", "A made-up city.", Build::Phrases(CITIES)),
    Function::new(
        "address.cityPrefix",
        "{{address.cityPrefix}}",
        "Beginning of a city name.",
        Build::Words(places::CITY_PREFIXES),
    ),
    Function::new(
        "address.citySuffix",
        "{{address.citySuffix}}",
        "Ending of a city name.",
        Build::Words(places::CITY_SUFFIXES),
    ),
    Function::new("address.streetName", "{{address.streetName}}", "A street.", Build::Phrases(STREETS)),
    Function::new(
        "address.streetAddress",
        "{{address.streetAddress}}",
        "Number and street; (true) adds a flat.",
        Build::Call(street_address),
    ),
    Function::new(
        "address.streetSuffix",
        "{{address.streetSuffix}}",
        "A kind of street.",
        Build::Words(places::STREET_SUFFIXES),
    ),
    Function::new(
        "address.streetPrefix",
        "{{address.streetPrefix}}",
        "a, b or c, as in KDG.",
        Build::Words(&["a", "b", "c"]),
    ),
    Function::new(
        "address.secondaryAddress",
        "{{address.secondaryAddress}}",
        "A flat.",
        Build::Phrases(FLATS),
    ),
    Function::new(
        "address.county",
        "{{address.county}}",
        "An English county.",
        Build::Words(places::COUNTIES),
    ),
    Function::new("address.country", "{{address.country}}", "A country.", Build::Words(places::COUNTRIES)),
    Function::new(
        "address.countryCode",
        "{{address.countryCode}}",
        "The two-letter code of a country.",
        Build::Words(places::COUNTRY_CODES),
    ),
    Function::new("address.state", "{{address.state}}", "A state of the USA.", Build::Call(state)),
    Function::new(
        "address.stateAbbr",
        "{{address.stateAbbr}}",
        "Its postal abbreviation.",
        Build::Call(state_code),
    ),
    Function::new(
        "address.latitude",
        "{{address.latitude}}",
        "Degrees north, four decimals.",
        Build::Call(latitude),
    ),
    Function::new(
        "address.longitude",
        "{{address.longitude}}",
        "Degrees east, four decimals.",
        Build::Call(longitude),
    ),
    Function::new(
        "address.nearbyGPSCoordinate",
        r#"{{address.nearbyGPSCoordinate({"coordinate":[48.14,11.58],"radius":10,"isMetric":true})}}"#,
        "latitude,longitude of a point on a circle around a place.",
        Build::Call(nearby),
    ),
];

const CITIES: &[&str] = &[
    "{{address.cityPrefix}} {{name.firstName}}{{address.citySuffix}}",
    "{{address.cityPrefix}} {{name.firstName}}",
    "{{name.firstName}}{{address.citySuffix}}",
    "{{name.lastName}}{{address.citySuffix}}",
];
const STREETS: &[&str] =
    &["{{name.firstName}} {{address.streetSuffix}}", "{{name.lastName}} {{address.streetSuffix}}"];
const FLATS: &[&str] = &["Apt. {{helpers.replaceSymbols(###)}}", "Suite {{helpers.replaceSymbols(###)}}"];
const ADDRESSES: &[&str] = &[
    "{{helpers.replaceSymbols(###)}} {{address.streetName}}",
    "{{helpers.replaceSymbols(####)}} {{address.streetName}}",
    "{{helpers.replaceSymbols(#####)}} {{address.streetName}}",
];
const FULL_ADDRESSES: &[&str] = &["{{address.streetAddress}} {{address.secondaryAddress}}"];

fn zip_code(call: &mut Call<'_, '_>) -> Option<Op> {
    super::helpers::pattern(call, &["#####", "#####-####"])
}

fn street_address(call: &mut Call<'_, '_>) -> Option<Op> {
    let given = call.given()?;
    call.ignore_from(1);
    let full = given.first().is_some_and(|node| node.value == Value::Bool(true));
    Some(crate::compile::phrases(if full { FULL_ADDRESSES } else { ADDRESSES }))
}

/// KDG ignores the argument of states.
fn state(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(1);
    Some(Op::Word(places::STATES))
}

fn state_code(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(1);
    Some(Op::Word(places::STATE_CODES))
}

fn latitude(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(0);
    Some(degrees(90))
}

fn longitude(call: &mut Call<'_, '_>) -> Option<Op> {
    call.ignore_from(0);
    Some(degrees(180))
}

fn degrees(limit: i64) -> Op {
    let low = -limit * 10_000;
    Op::Decimal(Box::new(DecimalRange {
        low,
        count: low.unsigned_abs() * 2 + 1,
        step: 1,
        scale: 4,
        fixed: true,
    }))
}

fn nearby(call: &mut Call<'_, '_>) -> Option<Op> {
    let given = call.given()?;
    call.ignore_from(1);
    let mut circle = Circle { centre: None, radius_km: 10.0 };
    let Some(&object) = given.first() else { return Some(Op::Circle(Box::new(circle))) };
    if !matches!(object.value, Value::Object(_)) {
        call.wrong(object, "an object");
        return None;
    }
    call.check_members(object, &["coordinate", "radius", "isMetric"]);
    let metric = object.value.member("isMetric").is_some_and(|node| node.value == Value::Bool(true));
    if let Some(node) = object.value.member("radius") {
        let radius = number(call, node, 20_000)?;
        circle.radius_km = if metric { radius } else { radius * KDG_MILES };
    }
    if let Some(node) = object.value.member("coordinate") {
        let Value::Array(pair) = &node.value else {
            call.wrong(node, "a list of latitude and longitude");
            return None;
        };
        let [latitude, longitude] = pair.as_slice() else {
            call.say(
                Code::BadValue,
                node.span.clone(),
                "a place is a latitude and a longitude",
                "[48.14,11.58]",
            );
            return None;
        };
        circle.centre = Some((number(call, latitude, 90)?, number(call, longitude, 180)?));
    }
    Some(Op::Circle(Box::new(circle)))
}

/// A number between `-limit` and `limit`.
fn number(call: &mut Call<'_, '_>, node: &Node, limit: i64) -> Option<f64> {
    let Decimal { mantissa, scale } = call.decimal(node)?;
    let value = mantissa as f64 / 10_u64.pow(scale) as f64;
    if value.abs() > limit as f64 {
        call.say(Code::BadValue, node.span.clone(), format!("this must be between -{limit} and {limit}"), "");
        return None;
    }
    Some(value)
}
