//! Templates as people publish them: those that work stay silent, those with mistakes are flagged at the right place
//! (kdg.md 7).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{mended, parse, render_many, said};

/// In the manner of public workshops: sensors, clicks, logs, orders.
const WORKING: &[&str] = &[
    r#"{
        "sensorId": {{random.number(50)}},
        "currentTemperature": {{random.number({"min":10,"max":150})}},
        "status": "{{random.arrayElement(["OK","FAIL","WARN"])}}"
    }"#,
    r#"{"browseraction":"Click", "site": "yourwebsiteurl.domain.com"}"#,
    r#"{
        "referrer": "{{random.weightedArrayElement({
            "weights": [0.3,0.5,0.2],
            "data": ["www.example.com","www.example.org","www.example.net"]
        })}}",
        "ip": "{{internet.ip}}",
        "os": {{random.arrayElement(["\"ios\"","\"android\"","null"])}},
        "time": "{{date.now("YYYY-MM-DD HH:mm:ss.SSS")}}",
        "user": {"first": "{{name.firstName}}", "last": "{{name.lastName}}", "address": {"state": "{{address.state}}"}},
        "price": {{random.number({"min":0.5,"max":99.5,"precision":0.01})}},
        "id": "{{random.uuid}}",
        "ok": {{random.boolean}}
    }"#,
    r#"[{"a": {{random.number}}}, {"a": {{random.number}}}]"#,
    r#"{{internet.ip}} - - [{{date.now("DD/MMM/YYYY:HH:mm:ss ZZ")}}] "GET /{{random.word}} HTTP/1.1" 200"#,
    "[{{date.utc}}] INFO started",
    "{{random.number(10)}},{{random.arrayElement([\"a\",\"b\"])}},{{date.utc}}",
    "plain text",
];

#[test]
fn working_templates_are_silent() {
    for text in WORKING {
        assert_eq!(said(text), [""; 0], "{text}");
        for record in render_many(text, 200) {
            assert!(!record.contains(['\n']) && !record.contains("{{"), "{record}");
            if text.starts_with('{') && !text.starts_with("{{") {
                serde_json::from_str::<serde_json::Value>(&record).unwrap();
            }
        }
    }
}

#[test]
fn mistakes_are_flagged_where_they_are() {
    for (text, expected) in [
        // A closing quote is missing.
        (r#"{"a":"{{random.arrayElement(["x"])}},"b":"c"}"#, "GEN0101 b"),
        // A text without quotes.
        (r#"{"a":{{random.arrayElement(["x"])}}}"#, r#"GEN0101 {{random.arrayElement(["x"])}}"#),
        (r#"{"a":{{date.utc}}}"#, "GEN0101 {{date.utc}}"),
        (r#"{"a":{{internet.ip}}}"#, "GEN0101 {{internet.ip}}"),
        // A brace is missing, or there is one too many.
        (r#"{"a":{"b":1}"#, "GEN0101"),
        (r#"{"a":1}}"#, "GEN0101 }"),
        (r#"{"a":{{random.number(5)}}"#, "GEN0101"),
        // Commas and keys.
        (r#"{"a":1,}"#, "GEN0101 }"),
        (r#"{"a":1 "b":2}"#, "GEN0101 \""),
        ("{a:1}", "GEN0101 a"),
        (r#"{"a":1,"b":2,"a":3}"#, "GEN0112 \""),
        (r#"{"a":"{{random.arrayElement(["x\"y"])}}"}"#, r#"GEN0101 {{random.arrayElement(["x\"y"])}}"#),
        (r#"{"a":tru}"#, "GEN0101 t"),
        // Dates.
        (r#"{"a":"{{date.now("YYYY-MM-DD hh:mm:ss")}}"}"#, "GEN0102 \"YYYY-MM-DD hh:mm:ss\""),
        (r#"{"a":"{{date.now("iso")}}"}"#, "GEN0106 \"iso\""),
        (r#"{"a":"{{date.now(yyyy-MM-DD)}}"}"#, "GEN0106 yyyy-MM-DD"),
        // Arguments.
        ("{{random.number({\"min\":5,\"max\":1})}}", "GEN0109 {\"min\":5,\"max\":1}"),
        ("{{random.number({\"min\":0.5,\"max\":1.5})}}", "GEN0110 {\"min\":0.5,\"max\":1.5}"),
        ("{{random.number({\"mni\":5})}}", "GEN0108 5"),
        ("{{random.uuid(4)}}", "GEN0108 4"),
        ("{{random.weightedArrayElement({\"weights\":[1],\"data\":[1,2]})}}", "GEN0111 [1]"),
    ] {
        assert_eq!(said(text), [expected], "{text}");
        parse(text);
    }
}

#[test]
fn places_survive_line_breaks() {
    let text = "\n{\n  \"a\": 1,\n  \"b\": {{random.arrayElement([\"x\"])}},\n  \"c\": 2\n}";
    let diagnostics = rillcut_generator::Template::check(text);
    assert_eq!(diagnostics.len(), 1);
    let position = diagnostics[0].position(text);
    assert_eq!((position.line, position.column), (4, 8));
    assert_eq!(diagnostics[0].hint.as_deref(), Some("put double quotes around the call"));
}

#[test]
fn mistakes_have_their_mend() {
    for (text, expected) in [
        // JSON that is none: a quote, quotes, a brace, a comma, keys and values without quotes.
        (
            r#"{"a":"{{random.arrayElement(["x"])}},"b":"c"}"#,
            r#"{"a":"{{random.arrayElement(["x"])}}","b":"c"}"#,
        ),
        (r#"{"a":"{{random.arrayElement(["x"])}}}"#, r#"{"a":"{{random.arrayElement(["x"])}}"}"#),
        (r#"{"a":"x,"b":"c"}"#, r#"{"a":"x","b":"c"}"#),
        (r#"{"a":{{date.utc}}}"#, r#"{"a":"{{date.utc}}"}"#),
        (r#"{"a":{{date.utc}},"b":{{internet.ip}}}"#, r#"{"a":"{{date.utc}}","b":"{{internet.ip}}"}"#),
        (r#"{"a":{"b":1}"#, r#"{"a":{"b":1}}"#),
        (r#"{"a":[1,{"b":{{random.number(5)}}"#, r#"{"a":[1,{"b":{{random.number(5)}}}]}"#),
        (r#"{"a":1}}"#, r#"{"a":1}"#),
        (r#"{"a":1,}"#, r#"{"a":1}"#),
        (r#"{"a":1 "b":2}"#, r#"{"a":1, "b":2}"#),
        ("{a:1}", r#"{"a":1}"#),
        (r#"{"a":OK}"#, r#"{"a":"OK"}"#),
        // Calls.
        (r#"{"a":{{random.number(600)},"b":1}"#, r#"{"a":{{random.number(600)}},"b":1}"#),
        ("{{random.number(600)},{{random.boolean}}", "{{random.number(600)}},{{random.boolean}}"),
        ("{{random.nmber(5)}}", "{{random.number(5)}}"),
        ("{{datatype.uuid}}", "{{random.uuid}}"),
        (r#"{{random.number({"max":2}).toFixed(2)}}"#, r#"{{random.number({"max":2})}}"#),
        ("{{random.number.x}}", "{{random.number}}"),
        ("{{random.uuid(4)}}", "{{random.uuid()}}"),
        // Arguments.
        (r#"{{random.number({\"min\":1,\"max\":5})}}"#, r#"{{random.number({"min":1,"max":5})}}"#),
        ("{{random.number({“min”:1,“max”:5})}}", r#"{{random.number({"min":1,"max":5})}}"#),
        ("{{random.arrayElement([OK,NOT OK])}}", r#"{{random.arrayElement(["OK","NOT OK"])}}"#),
        (r#"{{random.number({"min":5, "max":1})}}"#, r#"{{random.number({"min":1, "max":5})}}"#),
        (
            r#"{{random.number({"min":0.5,"max":1.25})}}"#,
            r#"{{random.number({"min":0.5,"max":1.25,"precision":0.01})}}"#,
        ),
        (r#"{{random.number({"min":"1","max":5})}}"#, r#"{{random.number({"min":1,"max":5})}}"#),
        // Dates.
        (r#"{{date.now("YYYY-MM-DD hh:mm:ss")}}"#, r#"{{date.now("YYYY-MM-DD HH:mm:ss")}}"#),
        (r#"{{date.now("yyyy-MM-DD [hh] hh")}}"#, r#"{{date.now("YYYY-MM-DD [hh] HH")}}"#),
        ("{{date.now(YYYY-mm-DD HH:MM)}}", "{{date.now(YYYY-MM-DD HH:mm)}}"),
        (r#"{{date.now("iso")}}"#, r#"{{date.now("YYYY-MM-DDTHH:mm:ss.SSSZ")}}"#),
        ("{{date.now('YYYY')}}", r#"{{date.now("YYYY")}}"#),
        (r#"{{date.past(1,"yyyy")}}"#, r#"{{date.past(1,"YYYY")}}"#),
    ] {
        assert_eq!(mended(text), expected, "{text}");
        assert_eq!(said(expected), [""; 0], "{expected}");
    }
    // A tab shows first that a text goes on too long.
    assert_eq!(
        mended("{\t\"a\" : \"{{date.utc}},\n\t\"b\" : 1}"),
        "{\t\"a\" : \"{{date.utc}}\",\n\t\"b\" : 1}"
    );
    // The mend finds its place across line breaks.
    assert_eq!(
        mended("{\n  \"a\": \"{{date.utc}},\n  \"b\": 1\n}"),
        "{\n  \"a\": \"{{date.utc}}\",\n  \"b\": 1\n}"
    );
}
