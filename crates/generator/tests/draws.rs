//! What functions draw: ranges, shares, shapes, and the exact bytes of a seed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;

use common::{outcomes, parse, render, render_many};

fn numbers(text: &str) -> Vec<i64> {
    let mut numbers: Vec<i64> = outcomes(text).iter().map(|text| text.parse().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn ranges_include_both_ends() {
    for (argument, expected) in [
        ("3", vec![0, 1, 2, 3]),
        ("0", vec![0]),
        ("-3", vec![-3, -2, -1, 0]),
        (r#"{"min":1,"max":3}"#, vec![1, 2, 3]),
        (r#"{"min":-3,"max":-1}"#, vec![-3, -2, -1]),
        (r#"{"min":-1,"max":1}"#, vec![-1, 0, 1]),
        (r#"{"min":3,"max":1}"#, vec![1, 2, 3]),
        (r#"{"min":1,"max":10,"precision":5}"#, vec![5, 10]),
        (r#"{"min":0.1,"max":0.9}"#, vec![0, 1]),
        (r#"{"min":0.5,"max":2.5}"#, vec![1, 2]),
        (r#"{"max":2,"min":null}"#, vec![0, 1, 2]),
        (r#"{"min":9223372036854775800,"max":9223372036854775800}"#, vec![9_223_372_036_854_775_800]),
    ] {
        assert_eq!(numbers(&format!("{{{{random.number({argument})}}}}")), expected, "{argument}");
    }
    for text in ["{{random.number}}", "{{random.number(null)}}", "{{random.number({})}}"] {
        let drawn = numbers(text);
        assert!(
            drawn[0] >= 0
                && drawn[0] < 500
                && drawn[drawn.len() - 1] > 99_500
                && drawn[drawn.len() - 1] <= 99_999
        );
    }
}

#[test]
fn decimals_are_exact() {
    let tenths = outcomes(r#"{{random.number({"min":0,"max":1,"precision":0.1})}}"#);
    assert_eq!(tenths, ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"]);
    assert_eq!(
        outcomes(r#"{{random.number({"min":-0.2,"max":0.2,"precision":0.2})}}"#),
        ["-0.2", "0", "0.2"]
    );
    assert_eq!(outcomes(r#"{{random.float({"min":1.5,"max":1.51})}}"#), ["1.5", "1.51"]);
    for record in render_many(r#"{{random.number({"min":0,"max":1000,"precision":0.01})}}"#, 5000) {
        let decimals = record.split_once('.').map_or("", |(_, decimals)| decimals);
        assert!(decimals.len() <= 2 && !decimals.ends_with('0'), "{record}");
        let value: f64 = record.parse().unwrap();
        assert!((0.0..=1000.0).contains(&value));
    }
}

#[test]
fn draws_are_uniform() {
    let mut counts = BTreeMap::new();
    for record in render_many("{{random.number(9)}}", 100_000) {
        *counts.entry(record).or_insert(0_u32) += 1;
    }
    // Chi-squared with 9 degrees of freedom: 27.9 is exceeded once in a thousand seeds, and this seed is fixed.
    let chi: f64 = counts
        .values()
        .map(|&count| (f64::from(count) - 10_000.0) * (f64::from(count) - 10_000.0) / 10_000.0)
        .sum();
    assert!(counts.len() == 10 && chi < 27.9, "{chi} {counts:?}");
}

#[test]
fn weights_are_shares() {
    let share = |text: &str, of: &str| {
        let records = render_many(text, 100_000);
        records.iter().filter(|record| *record == of).count() as f64 / 100_000.0
    };
    for weights in ["[80,20]", "[0.8,0.2]", "[\"8\",\"2\"]"] {
        let text =
            format!(r#"{{{{random.weightedArrayElement({{"weights":{weights},"data":["a","b"]}})}}}}"#);
        assert!((share(&text, "b") - 0.2).abs() < 0.005, "{weights}");
    }
    // KDG's rounding never draws the first and prints `undefined` for the third.
    assert!(
        (share(r#"{{random.weightedArrayElement({"weights":[0.001,0.999],"data":["a","b"]})}}"#, "a")
            - 0.001)
            .abs()
            < 5e-4
    );
    let thirds = r#"{{random.weightedArrayElement({"weights":[0.333,0.333,0.334],"data":["a","b","c"]})}}"#;
    assert_eq!(outcomes(thirds), ["a", "b", "c"]);
    let zero = r#"{{random.weightedArrayElement({"weights":[0,1,0],"data":["a","b","c"]})}}"#;
    assert_eq!(outcomes(zero), ["b"]);
    let many: Vec<_> = (0..40).map(|n| n.to_string()).collect();
    let text = format!(
        r#"{{{{random.weightedArrayElement({{"weights":[{}],"data":[{}]}})}}}}"#,
        many.join(","),
        many.join(",")
    );
    assert_eq!(outcomes(&text).len(), 39);
}

#[test]
fn shapes() {
    for uuid in render_many("{{random.uuid}}", 100) {
        let bytes = uuid.as_bytes();
        assert_eq!(uuid.len(), 36);
        assert!(bytes[14] == b'4' && b"89ab".contains(&bytes[19]), "{uuid}");
        for (index, byte) in uuid.bytes().enumerate() {
            assert_eq!(byte == b'-', [8, 13, 18, 23].contains(&index), "{uuid}");
            assert!(byte == b'-' || matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        }
    }
    for ip in render_many("{{internet.ip}}", 100) {
        assert_eq!(ip.parse::<std::net::Ipv4Addr>().unwrap().to_string(), ip);
    }
    for latitude in render_many("{{address.latitude}}", 100) {
        assert_eq!(latitude.split_once('.').unwrap().1.len(), 4);
    }
    assert_eq!(render("{{helpers.replaceSymbols(??-##)}}", 5).len(), 5);
    assert_eq!(render("{{helpers.slugify(a b)}}", 5), "a-b");
    assert_eq!(
        outcomes("{{helpers.shuffle([1,2,3])}}"),
        ["1,2,3", "1,3,2", "2,1,3", "2,3,1", "3,1,2", "3,2,1"]
    );
    assert_eq!(render("{{lorem.words(4)}}", 5).split(' ').count(), 4);
    assert!(render("{{internet.email}}", 5).contains('@'));
}

#[test]
fn dates_near_now() {
    let now: i64 = common::NOW.now_ms;
    for (text, low, high) in [
        ("{{date.past(1,\"x\")}}", -31_536_000_000, -1000),
        ("{{date.future(2,\"x\")}}", 1000, 63_072_000_000),
        ("{{date.recent(\"x\")}}", -86_400_000, -1000),
        ("{{date.recent(0,\"x\")}}", -1000, -1000),
    ] {
        for record in render_many(text, 500) {
            let distance = record.parse::<i64>().unwrap() - now;
            assert!((low..=high).contains(&distance), "{text} {distance}");
        }
    }
    assert_eq!(render("{{date.past}}", 1), "Mon Oct 24 2016 20:47:29 GMT+0530");
    assert_eq!(outcomes("{{date.weekday({\"abbr\":true})}}").len(), 7);
}

#[test]
fn the_bytes_of_a_seed_do_not_change() {
    let text = r#"{"n":{{random.number}},"d":{{random.number({"min":-5,"max":5,"precision":0.25})}},"a":"{{random.arrayElement(["x","y","z"])}}","w":"{{random.weightedArrayElement({"weights":[80,20],"data":["Impression","Click"]})}}","b":{{random.boolean}},"u":"{{random.uuid}}","i":"{{internet.ip}}","f":"{{name.firstName}}","l":"{{name.lastName}}","t":"{{date.now}}","s":"{{random.alphaNumeric(6)}}"}"#;
    let template = parse(text);
    let mut rng = rillcut_generator::Rng::seed(2026);
    let mut out = vec![];
    for _ in 0..2 {
        template.render(&mut out, &mut rng, &mut template.state(), common::NOW);
        out.push(b'\n');
    }
    assert_eq!(String::from_utf8(out).unwrap(), include_str!("golden/seed_2026.ndjson"));
}
