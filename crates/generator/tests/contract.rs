//! The language contract: every row of kdg.md 5.2, with what KDG does where that is useful and what is meant where it
//! throws or prints `NaN` (kdg.md 9).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{outcomes, render, said};
use rillcut_generator::{Code, Severity, Template};

#[test]
fn calls_without_argument_and_with_empty_parentheses() {
    for text in ["{{random.boolean}}", "{{random.boolean()}}", "{{random.boolean( )}}"] {
        assert_eq!(outcomes(text), ["false", "true"], "{text}");
        assert_eq!(said(text), [""; 0]);
    }
    assert_eq!(render("{{random.uuid()}}", 1).len(), 36);
    assert_eq!(render("{{date.now()}}", 1), "2017-01-01T15:04:09+05:30");
}

#[test]
fn white_space_and_line_breaks() {
    for text in [
        "{{ random.number ( [1] ) }}",
        "{{random.boolean }}",
        "{{random.number (5)}}",
        "{{random.number(5) }}",
        "{{random.number(\n  {\n    \"min\":1,\n    \"max\":5\n  }\n)}}",
        "{{random\n.num\nber(5)}}",
    ] {
        if text.contains("[1]") {
            assert_eq!(said(text), ["GEN0007 [1]"]);
        } else {
            assert_eq!(said(text), [""; 0], "{text}");
        }
    }
    // The text is trimmed, line breaks are deleted, indentation stays.
    assert_eq!(render("\n  a,\n  b\r\n,c\t \n", 1), "a,  b,c");
}

#[test]
fn json_arguments_and_raw_text() {
    assert_eq!(render("{{date.now(\"YYYY-MM-DD\")}}", 1), "2017-01-01");
    assert_eq!(render("{{date.now(YYYY-MM-DD)}}", 1), "2017-01-01");
    assert_eq!(render("{{date.now( YYYY )}}", 1), " 2017 ");
    assert_eq!(render("{{date.utc(YYYY-MM-DD HH:mm:ss.SSS)}}", 1), "2017-01-01 09:34:09.087");
    // A JSON number is no format for KDG; it is printed, having no token.
    assert_eq!(render("{{date.now(2020)}}", 1), "2020");
    assert_eq!(said("{{date.now(2020)}}"), ["GEN0106 2020"]);
}

#[test]
fn what_kdg_prints_nan_for() {
    let five: Vec<_> = (1..=5).map(|n| n.to_string()).collect();
    for text in [
        "{{random.number(1,5)}}",
        "{{random.number({min:1,max:5})}}",
        "{{random.number({'min':1,'max':5})}}",
        r#"{{random.number({\"min\":1,\"max\":5})}}"#,
        r#"{{random.number({"min":1,"max":5,})}}"#,
        r#"{{random.number({"min":"1","max":"5"})}}"#,
        "{{random.number({“min”:1,“max”:5})}}",
    ] {
        assert_eq!(outcomes(text), five, "{text}");
    }
    assert_eq!(said(r#"{{random.number({\"min\":1,\"max\":5})}}"#), [r#"GEN0104 {\"min\":1,\"max\":5}"#]);
    assert_eq!(said("{{random.number({“min”:1,“max”:5})}}"), ["GEN0115 {“min”:1,“max”:5}"]);
    assert_eq!(said("{{random.number({\"min\":\"1\",\"max\":5})}}"), ["GEN0113 \"1\""]);
    assert_eq!(said("{{random.number('x')}}"), ["GEN0007 'x'"]);
    assert_eq!(said("{{random.number(true)}}"), ["GEN0007 true"]);
    assert_eq!(said("{{random.number(five)}}"), ["GEN0010 five"]);
}

#[test]
fn lists_in_other_quotes() {
    for text in [
        r#"{{random.arrayElement(["a","b"])}}"#,
        "{{random.arrayElement(['a','b'])}}",
        r#"{{random.arrayElement([\"a\",\"b\"])}}"#,
        r#"{{random.arrayElement("a","b")}}"#,
        r#"{{random.weightedArrayElement({\"weights\":[1,1],\"data\":[\"a\",\"b\"]})}}"#,
        "{{random.weightedArrayElement({weights:[1,1],data:['a','b']})}}",
        "{{random.weightedArrayElement([1,1],['a','b'])}}",
    ] {
        assert_eq!(outcomes(text), ["a", "b"], "{text}");
    }
    // A text is a list of its characters, as in KDG; that is worth a warning.
    assert_eq!(outcomes("{{random.arrayElement(\"xyz\")}}"), ["x", "y", "z"]);
    assert_eq!(outcomes("{{random.arrayElement(xyz)}}"), ["x", "y", "z"]);
    assert_eq!(said("{{random.arrayElement(xyz)}}"), ["GEN0114 xyz"]);
    assert_eq!(said("{{random.arrayElement([OK,FAIL])}}"), ["GEN0010 OK,FAIL])}}".trim_end_matches(")}}")]);
}

#[test]
fn parentheses_and_braces_inside_texts() {
    assert_eq!(outcomes(r#"{{random.arrayElement(["a (x)","b }} c {{"])}}"#), ["a (x)", "b }} c {{"]);
    assert_eq!(render(r#"{{date.now("YYYY (Z)")}}"#, 1), "2017 (+05:30)");
    assert_eq!(render("{{date.now(YYYY (Z))}}", 1), "2017 (+05:30)");
}

#[test]
fn positional_arguments() {
    let prices = outcomes("{{commerce.price(1,5)}}");
    assert_eq!(prices, ["1.00", "2.00", "3.00", "4.00", "5.00"]);
    let amounts = outcomes("{{finance.amount(1,5,1)}}");
    assert_eq!(amounts.len(), 41);
    assert!(outcomes("{{date.between(\"2020-01-01\",\"2020-12-31\",\"YYYY\")}}") == ["2020"]);
}

#[test]
fn quotes_around_date_formats() {
    // Single quotes are printed, as in KDG, with a warning.
    assert_eq!(render("{{date.now('YYYY')}}", 1), "'2017'");
    assert_eq!(said("{{date.now('YYYY')}}"), ["GEN0107 'YYYY'"]);
    // Quotes with backslashes are printed in KDG. Between quotes that breaks the record, so nobody can depend on it.
    assert_eq!(render(r#"{"a":{{date.now(\"YYYY\")}}}"#, 1), r#"{"a":"2017"}"#);
    assert_eq!(render(r#"{"a":"{{date.now(\"YYYY\")}}"}"#, 1), r#"{"a":"2017"}"#);
}

#[test]
fn braces_of_nested_objects() {
    let text = r#"{"a":{"b":{"c":1}},"d":{{random.number({"min":7,"max":7})}}}"#;
    assert_eq!(render(text, 1), r#"{"a":{"b":{"c":1}},"d":7}"#);
    assert_eq!(said(text), [""; 0]);
    assert!(["{true}", "{false}"].contains(&render("{{{random.boolean}}}", 1).as_str()));
    assert_eq!(outcomes("{{random.number(1)}}}"), ["0}", "1}"]);
    assert_eq!(render("}} and {{", 1), "}} and {{");
}

#[test]
fn unclosed_calls() {
    let text = r#"{"a":{{random.number(600)},"b":1}"#;
    assert_eq!(render(text, 1), text);
    assert_eq!(
        said(text),
        ["GEN0103 {{random.number(600)}", "GEN0101 {"],
        "the call is printed, and what is printed is not JSON"
    );
    // With another call behind it KDG throws; the place of the missing brace is known.
    assert_eq!(said("{{random.number(600)},{{random.boolean}}"), ["GEN0006 {{random.number(600)}"]);
}

#[test]
fn tails_are_ignored() {
    assert_eq!(outcomes("{{random.number({\"max\":2}).toFixed(2)}}"), ["0", "1", "2"]);
    assert_eq!(said("{{random.number({\"max\":2}).toFixed(2)}}"), ["GEN0105 .toFixed(2)"]);
    assert_eq!(said("{{random.number.x}}"), ["GEN0105 .x"]);
    assert_eq!(render("{{date.now(YYYY).toFixed(2)}}", 1), "2017");
}

#[test]
fn what_values_print() {
    assert_eq!(outcomes("{{random.arrayElement([1.50,1e3,true,null])}}"), ["1.5", "1000", "null", "true"]);
    // Lists and objects print as JSON; KDG prints `1,2` and `[object Object]`.
    assert_eq!(outcomes(r#"{{random.arrayElement([[1,"a"],{"k":[2]}])}}"#), [r#"[1,"a"]"#, r#"{"k":[2]}"#]);
    // Texts are inserted raw, whatever they look like.
    assert_eq!(
        outcomes(r#"{{random.arrayElement(["\"A\"","$&","{{random.uuid}}"])}}"#),
        ["\"A\"", "$&", "{{random.uuid}}"]
    );
}

#[test]
fn errors_that_kdg_throws() {
    for (text, expected) in [
        ("{{random.nmber(5)}}", "GEN0003 random.nmber"),
        ("{{rnadom.number}}", "GEN0003 rnadom.number"),
        ("{{finance.iban}}", "GEN0003 finance.iban"),
        ("{{}}", "GEN0005 {{}}"),
        ("{{random.number(5) now}}", "GEN0005 now"),
        ("{{random.arrayElement([])}}", "GEN0008 []"),
        ("{{random.number({\"precision\":0})}}", "GEN0008 {\"precision\":0}"),
        ("{{random.weightedArrayElement({\"weights\":[0],\"data\":[1]})}}", "GEN0008 [0]"),
        ("{{random.weightedArrayElement({\"weights\":[-1,2],\"data\":[1,2]})}}", "GEN0008 -1"),
        ("{{random.weightedArrayElement({\"data\":[1,2]})}}", "GEN0007 {\"data\":[1,2]}"),
        ("", "GEN0001"),
        (" \n ", "GEN0001"),
    ] {
        assert_eq!(said(text), [expected], "{text}");
        assert!(Template::parse(text).is_err());
    }
    let hint = |text| Template::parse(text).unwrap_err()[0].hint.clone().unwrap();
    assert_eq!(hint("{{random.nmber(5)}}"), "did you mean random.number?");
    assert_eq!(hint("{{datatype.uuid}}"), "did you mean random.uuid?");
    assert!(hint("{{finance.iban}}").starts_with("finance has account"));
}

#[test]
fn all_errors_come_at_once_and_in_order() {
    let text = "a {{no.such}} b {{random.number(true)}}\n c {{random.uuid}} {{also.not}}";
    assert_eq!(said(text), ["GEN0003 no.such", "GEN0007 true", "GEN0003 also.not"]);
    let diagnostics = Template::parse(text).unwrap_err();
    let position = diagnostics[2].position(text);
    assert_eq!((position.line, position.column), (2, 22));
}

#[test]
fn current_timestamp() {
    assert_eq!(
        render("{{current.timestamp}} {{current.timestamp}}", 1),
        "2017-01-01T15:04:09+05:30 2017-01-01T15:04:09+05:30"
    );
    assert_eq!(render("{{date.simTime(YYYY)}}", 1), "2017");
}

#[test]
fn many_calls_are_no_trouble() {
    // KDG overflows its stack at 5,000.
    let text = "{{random.number(1)}}".repeat(10_000);
    assert_eq!(render(&text, 1).len(), 10_000);
}

#[test]
fn severities_follow_from_codes() {
    for &code in Code::ALL {
        let warning = code.as_str() >= "GEN0100";
        assert_eq!(code.severity() == Severity::Warning, warning, "{code}");
    }
}
