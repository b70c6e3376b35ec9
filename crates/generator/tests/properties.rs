//! Any text: parsing is total, records are bounded, nothing panics.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::NOW;
use proptest::prelude::*;
use rillcut_generator::{Rng, Severity, Template, functions, import};

/// Whatever happens, it is one of two things: a list with an error, or a template that renders.
fn exercise(text: &str) {
    match Template::parse(text) {
        Err(diagnostics) => {
            assert!(diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error));
            assert!(diagnostics.len() < 500);
            check_places(text, &diagnostics);
        }
        Ok(template) => {
            check_places(text, template.warnings());
            assert!(template.warnings().iter().all(|diagnostic| diagnostic.severity == Severity::Warning));
            assert!(template.max_len() <= Template::MAX_RECORD_LEN);
            let (mut rng, mut state) = (Rng::seed(9), template.state());
            for _ in 0..3 {
                let mut out = vec![];
                template.render(&mut out, &mut rng, &mut state, NOW);
                assert!(out.len() <= template.max_len());
                assert!(std::str::from_utf8(&out).is_ok());
            }
        }
    }
}

fn check_places(text: &str, diagnostics: &[rillcut_generator::Diagnostic]) {
    assert!(diagnostics.is_sorted_by_key(|diagnostic| diagnostic.span.start));
    for diagnostic in diagnostics {
        assert!(text.get(diagnostic.span.clone()).is_some(), "{diagnostic:?}");
        if let Some(fix) = &diagnostic.fix {
            assert!(text.get(fix.span.clone()).is_some(), "{diagnostic:?}");
        }
        assert!(!diagnostic.message.is_empty() && diagnostic.position(text).line >= 1);
    }
}

/// Bits that templates are made of, right and wrong.
fn fragment() -> impl Strategy<Value = String> {
    let names: Vec<_> = functions().map(rillcut_generator::Function::name).collect();
    prop_oneof![
        4 => prop::sample::select(vec![
            "{{", "}}", "{", "}", ".as(\"a\")}}", ".per(\"a\")}}", "{{ref(\"a\")}}", "{{end}}", "{{repeat(2)}}", "{{sequence(a)}}", "(", ")", "[", "]", "\"", "'", "\\\"", "\\", ",", ":", ".", " ", "\n", "\r\n", "“", "”",
            "null", "true", "0", "-1", "1.5", "1e9", "1e-30", "99999999999999999999", "min", "max", "precision", "\"min\"",
            "\"max\"", "\"weights\"", "\"data\"", "{\"min\":", "YYYY", "[YYYY", "SSSSSSSSSS", "LLLL", "\\u12", "é", "€", "#?",
            "\"2020-01-01\"", ".toFixed(2)", "\u{feff}", "\u{2028}",
        ]).prop_map(str::to_owned),
        3 => prop::sample::select(names).prop_map(|name| format!("{{{{{name}")),
        2 => (prop::sample::select(functions().map(rillcut_generator::Function::example).collect::<Vec<_>>())).prop_map(str::to_owned),
        1 => ".{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text(text in ".{0,200}") {
        exercise(&text);
    }

    #[test]
    fn text_that_looks_like_templates(fragments in prop::collection::vec(fragment(), 0..25)) {
        exercise(&fragments.concat());
    }

    #[test]
    fn any_argument(function in prop::sample::select(functions().map(rillcut_generator::Function::name).collect::<Vec<_>>()),
                    fragments in prop::collection::vec(fragment(), 0..8)) {
        exercise(&format!("{{{{{function}({})}}}}", fragments.concat()));
    }

    #[test]
    fn text_without_calls_is_printed(text in "[^{}]{1,100}") {
        let expected: String = text.replace(['\n', '\r'], "");
        let expected = expected.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if !text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
            prop_assert_eq!(common::render(&text, 1), expected);
        }
    }

    #[test]
    fn any_import(text in ".{0,60}") {
        for error in [import::templates(&text).err(), import::storage(&text).err()].into_iter().flatten() {
            prop_assert!(error.code().starts_with("GEN02"));
        }
    }
}

#[test]
fn any_clock_will_do() {
    for now_ms in [i64::MIN, -62_135_596_800_001, -1, 0, 253_402_300_800_000, i64::MAX] {
        for function in functions() {
            let template = Template::parse(function.example()).unwrap();
            let (mut out, clock) = (vec![], rillcut_generator::Clock { now_ms, utc_offset_minutes: -1439 });
            template.render(&mut out, &mut Rng::seed(1), &mut template.state(), clock);
            assert!(out.len() <= template.max_len(), "{} at {now_ms}", function.name());
        }
    }
}

#[test]
fn sizes_are_bounded() {
    exercise(&"x".repeat(Template::MAX_LEN));
    exercise(&"x".repeat(Template::MAX_LEN + 1));
    let codes = |text: &str| {
        Template::parse(text).err().map(|list| list.iter().map(|d| d.code.as_str()).collect::<Vec<_>>())
    };
    assert_eq!(codes(&"x".repeat(Template::MAX_LEN + 1)), Some(vec!["GEN0002"]));
    assert_eq!(codes(&"{{lorem.words(1000)}}".repeat(1000)), Some(vec!["GEN0002"]));
    assert_eq!(codes("{{random.alphaNumeric(100000000)}}"), Some(vec!["GEN0008"]));
    assert_eq!(codes(&format!("{{{{random.arrayElement({}", "[".repeat(100_000))), None);
    assert_eq!(
        codes(&format!("{{{{random.arrayElement({})}}}}", "[".repeat(100_000))),
        Some(vec!["GEN0009"])
    );
}

#[test]
fn many_warnings_do_not_end_a_template() {
    let text = "{{random.uuid(1)}}".repeat(1000);
    assert_eq!(common::render(&text, 1).len(), 36_000);
    assert_eq!(common::said(&text).len(), 200);
    assert_eq!(common::said(&"{{no.such}}".repeat(1000)).len(), 50);
}

#[test]
fn hard_texts_are_read_in_time() {
    // Each of these takes quadratic time if something is searched again from every call.
    let fill = |unit: &str| unit.repeat(Template::MAX_LEN / unit.len());
    for unit in [
        "{",
        "{{",
        "{{ ",
        "}}",
        "{{a.b(",
        "{{a.b(\"",
        "{{a.b([\"x\",",
        "{{a.b(“",
        "{{date.now([\"x)}}",
        "{{date.now(x",
        ")",
        "{{random.number}}",
        "{{random.word}}",
        "{{company.companyName}}",
        "[",
        "{\"a\":",
        "\\",
        "{{a.b(\\\"",
        "{{date.now([])}}",
    ] {
        let text = fill(unit);
        exercise(&text);
        exercise(&format!(
            "{}}}}}",
            &text[..text.len() - 2 - usize::from(!text.is_char_boundary(text.len() - 2))]
        ));
    }
}
