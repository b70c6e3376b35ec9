//! What the page's editor asks about a program that is being written.
//!
//! Answers are JSON: the page hands them on to the editor, which is JavaScript, and need not know what is in them. Places count UTF-16
//! units there, bytes here. The engine is asked, and not a copy of the language in the page, since the checker, the functions and the
//! schema are here already.

use rillcut_sql::{
    Catalog, Span,
    assist::{CompletionKind, complete, hover},
    format,
};
use serde::Serialize;

use crate::protocol::Question;

/// The answer to a question about `text`; nothing where there is none.
pub(crate) fn answer(question: Question, text: &str, catalog: &Catalog) -> String {
    let json = match question {
        Question::Complete { at } => {
            let found = complete(text, catalog, byte_of(text, at));
            let (from, to) = units(text, found.span);
            let options = found.items.iter().map(|item| Choice {
                label: &item.label,
                kind: kind(item.kind),
                detail: &item.detail,
                info: &item.doc,
                insert: item.insert.as_deref(),
            });
            serde_json::to_string(&Choices { from, to, options: options.collect() })
        }
        Question::Hover { at } => match hover(text, catalog, byte_of(text, at)) {
            Some(found) => {
                let (from, to) = units(text, found.span);
                serde_json::to_string(&(from, to, &found.title, &found.detail, &found.lines))
            }
            None => return String::new(),
        },
        Question::Format => return format(text).unwrap_or_default(),
    };
    // None of it can be refused by JSON.
    json.unwrap_or_default()
}

#[derive(Serialize)]
struct Choices<'a> {
    from: u32,
    to: u32,
    options: Vec<Choice<'a>>,
}

#[derive(Serialize)]
struct Choice<'a> {
    label: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    detail: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    info: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    insert: Option<&'a str>,
}

fn kind(kind: CompletionKind) -> &'static str {
    match kind {
        CompletionKind::Stream => "stream",
        CompletionKind::Column => "column",
        CompletionKind::Function => "function",
        CompletionKind::Keyword => "keyword",
        CompletionKind::Type => "type",
        CompletionKind::Pattern => "pattern",
    }
}

/// The byte before which so many UTF-16 units stand.
fn byte_of(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    for (byte, character) in text.char_indices() {
        if left < character.len_utf16() {
            return byte;
        }
        left -= character.len_utf16();
    }
    text.len()
}

/// A span in UTF-16 units.
fn units(text: &str, span: Span) -> (u32, u32) {
    let count = |text: &str| text.chars().map(char::len_utf16).sum::<usize>() as u32;
    let from = count(&text[..span.start as usize]);
    (from, from + count(&text[span.range()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_utf_16_units() {
        let text = "é😀x";
        assert_eq!([0, 1, 2, 3, 4, 9].map(|units| byte_of(text, units)), [0, 2, 2, 6, 7, 7]);
        assert_eq!(units(text, Span::new(2, 7)), (1, 4));
    }

    #[test]
    fn answers_are_what_the_editor_reads() {
        let text = "-- 😀\nCREATE PUMP P AS INSERT INTO S SELECT STREAM COU";
        let ask = |question| answer(question, text, &Catalog::known([].into()));
        let at = text.encode_utf16().count() as u32;
        let choices: serde_json::Value = serde_json::from_str(&ask(Question::Complete { at })).unwrap();
        assert_eq!(
            (choices["from"].as_u64(), choices["to"].as_u64()),
            (Some(u64::from(at) - 3), Some(u64::from(at)))
        );
        let options = choices["options"].as_array().unwrap();
        let count = options.iter().find(|option| option["label"] == "COUNT").unwrap();
        assert_eq!((count["type"].as_str(), count["detail"].as_str()), (Some("function"), Some("(*)")));
        assert_eq!(ask(Question::Hover { at: 2 }), "");
        let hovered: serde_json::Value = serde_json::from_str(&ask(Question::Hover { at: 15 })).unwrap();
        assert_eq!(hovered[0], 13);
        assert!(hovered[3].as_str().unwrap().contains("inserts its rows"));
        assert!(ask(Question::Format).starts_with("-- 😀\nCREATE PUMP P AS\nINSERT INTO S\n"));
        assert_eq!(answer(Question::Format, "'open", &Catalog::unknown()), "");
    }
}
