//! The calls of a template as stretches of its text, and what they printed: what links a field of a record with the token it came from.
//!
//! The scan here is a painter's: it finds `{{ … }}` and minds texts in double quotes, so that braces in them end nothing. What a call means is the
//! engine's to say.

use std::ops::Range;

use rillcut_lab::Filled;

/// The calls of a template, as bytes from `{{` to behind `}}`.
pub(super) fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("{{") {
        let start = at + open;
        let Some(length) = call_length(&text[start..]) else { break };
        found.push(start..start + length);
        at = start + length;
    }
    found
}

/// The byte at which a UTF-16 unit of a text begins, by which the browser counts; the text's end for one behind it.
pub(super) fn byte_at_unit(text: &str, unit: u32) -> usize {
    let mut units = 0;
    let begins = |character: char| {
        let at = units;
        units += character.len_utf16() as u32;
        at >= unit
    };
    text.find(begins).unwrap_or(text.len())
}

/// The length of a call at the beginning; nothing if it does not end.
fn call_length(text: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    let mut braces = 0_u32;
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate().skip(2) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => braces += 1,
            b'}' if !quoted && braces > 0 => braces -= 1,
            b'}' if !quoted && bytes.get(at + 1) == Some(&b'}') => return Some(at + 2),
            _ => {}
        }
    }
    None
}

/// A stretch of text, and the token it belongs to: its first byte in the template.
pub(super) type Stretch<'a> = (&'a str, Option<usize>);

/// A template cut at its calls.
pub(super) fn of_template(text: &str) -> Vec<Stretch<'_>> {
    cut(text, tokens(text).into_iter().map(|token| (token.start, token)))
}

/// A record cut where calls have printed something.
pub(super) fn of_record<'a>(record: &'a str, filled: &[Filled]) -> Vec<Stretch<'a>> {
    cut(record, filled.iter().map(|part| (part.template.start, part.output.clone())))
}

fn cut(text: &str, parts: impl Iterator<Item = (usize, Range<usize>)>) -> Vec<Stretch<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    for (token, range) in parts {
        let (Some(before), Some(part)) = (text.get(at..range.start), text.get(range.clone())) else {
            continue;
        };
        if !before.is_empty() {
            out.push((before, None));
        }
        out.push((part, Some(token)));
        at = range.end;
    }
    out.push((text.get(at..).unwrap_or_default(), None));
    out
}

/// Stretches as HTML, marks numbered by their tokens; the text is escaped.
pub(super) fn html(stretches: &[Stretch<'_>], active: Option<usize>) -> String {
    let mut out = String::new();
    for &(text, token) in stretches {
        if let Some(token) = token {
            out.push_str(if Some(token) == active {
                "<mark class=is-active data-token="
            } else {
                "<mark data-token="
            });
            out.push_str(&token.to_string());
            out.push('>');
        }
        for character in text.chars() {
            match character {
                '<' => out.push_str("&lt;"),
                '&' => out.push_str("&amp;"),
                other => out.push(other),
            }
        }
        if token.is_some() {
            out.push_str("</mark>");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_found() {
        let text = r#"{"a":{{random.number({"min":1,"max":{"x":2}})}},"b":"{{f("}}")}}", {{open"#;
        let found: Vec<&str> = tokens(text).into_iter().map(|token| &text[token]).collect();
        assert_eq!(found, [r#"{{random.number({"min":1,"max":{"x":2}})}}"#, r#"{{f("}}")}}"#]);
        assert!(tokens("no calls }} {{").is_empty());
    }

    #[test]
    fn units_to_bytes() {
        let bytes = [0, 1, 2, 3, 4, 99].map(|unit| byte_at_unit("aé😀b", unit));
        assert_eq!(bytes, [0, 1, 3, 7, 7, 8]);
    }

    #[test]
    fn texts_are_cut_and_escaped() {
        let text = "<é{{a}}&{{b}}";
        assert_eq!(
            of_template(text),
            [("<é", None), ("{{a}}", Some(3)), ("&", None), ("{{b}}", Some(9)), ("", None)]
        );
        assert_eq!(
            html(&of_template(text), Some(9)),
            "&lt;é<mark data-token=3>{{a}}</mark>&amp;<mark class=is-active data-token=9>{{b}}</mark>"
        );
        let filled = [Filled { output: 1..3, template: 7..9 }, Filled { output: 99..100, template: 0..1 }];
        assert_eq!(of_record("a12b", &filled), [("a", None), ("12", Some(7)), ("b", None)]);
    }
}
