//! Typed bindings to the program's editor, which is CodeMirror and a few hundred lines of ours: `www/bundles/code.lazy.mjs`.
//!
//! What words, faults and completions are is said here and by the engine; the editor only knows how to show them. So there is one grammar,
//! and a word that is coloured as a keyword is one. CodeMirror's own SQL mode was rejected for that reason: it knows neither PUMP nor
//! WINDOWED BY. The library is fetched when the page is idle; until then, and where it cannot be, a plain text field stands in its place.

use js_sys::{Array, Function, Uint32Array};
use rillcut_lab::protocol::{Problem, Question};
use rillcut_sql::{TokenKind, tokenize};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::{paint::visible, place::utf16_before};
use crate::{model::Model, words::words};

/// Where the editor lies, relative to the page.
const LIBRARY: &str = "vendor/code.lazy.mjs";
/// Above this size a program is shown in one colour, so that typing stays quick.
const MAX_COLOURED: usize = 120_000;

#[wasm_bindgen(module = "/src/analytics/code.js")]
extern "C" {
    /// An editor.
    pub(super) type Code;

    #[wasm_bindgen(catch, js_name = openCode)]
    async fn open_code(
        place: &HtmlElement,
        library: &str,
        text: &str,
        left: &JsValue,
        texts: &Array,
        words: &JsValue,
        ask: &JsValue,
        changed: &JsValue,
        moved: &JsValue,
        apply: &JsValue,
    ) -> Result<JsValue, JsValue>;

    /// Replaces the text where it differs; one step to undo.
    #[wasm_bindgen(method, js_name = setText)]
    pub(super) fn set_text(this: &Code, text: &str);

    /// Puts a text at the end and goes there.
    #[wasm_bindgen(method)]
    pub(super) fn append(this: &Code, text: &str);

    /// Replaces a stretch, in UTF-16 units, and goes there.
    #[wasm_bindgen(method)]
    pub(super) fn replace(this: &Code, from: u32, to: u32, text: &str);

    /// Selects a stretch, in UTF-16 units, and goes there.
    #[wasm_bindgen(method)]
    pub(super) fn select(this: &Code, from: u32, to: u32);

    /// Lays the program out.
    #[wasm_bindgen(method)]
    pub(super) fn format(this: &Code);

    /// Closes the editor and says where it was, for the one that takes its place.
    #[wasm_bindgen(method)]
    pub(super) fn close(this: &Code) -> JsValue;

    #[wasm_bindgen(method)]
    fn mark(this: &Code, flat: &Array);
}

/// What the editor tells the page.
pub(super) struct Told {
    pub(super) changed: Box<dyn Fn(String)>,
    pub(super) moved: Box<dyn Fn(u32, u32)>,
    pub(super) apply: Box<dyn Fn()>,
}

/// Fetches the editor when the page is idle, and opens it in an element, where the one before was `left`.
///
/// # Errors
/// What the browser says when it cannot be fetched.
pub(super) async fn open(
    model: Model,
    place: &HtmlElement,
    text: String,
    left: &JsValue,
    told: Told,
) -> Result<Code, JsValue> {
    let words = Closure::<dyn FnMut(String) -> Uint32Array>::new(|text: String| {
        Uint32Array::from(coloured(&text).as_slice())
    });
    let ask = Closure::<dyn FnMut(u32, String, u32, Function)>::new(move |question, text, at, answer| {
        let question = match question {
            0 => Question::Complete { at },
            1 => Question::Hover { at },
            _ => Question::Format,
        };
        model.assist(question, text, answer);
    });
    let Told { changed, moved, apply } = told;
    let changed = Closure::<dyn FnMut(String)>::new(changed);
    let moved = Closure::<dyn FnMut(u32, u32)>::new(moved);
    let apply = Closure::<dyn FnMut()>::new(apply);
    let code = open_code(
        place,
        LIBRARY,
        &text,
        left,
        &texts(),
        &words.into_js_value(),
        &ask.into_js_value(),
        &changed.into_js_value(),
        &moved.into_js_value(),
        &apply.into_js_value(),
    )
    .await?;
    Ok(code.unchecked_into())
}

/// What the editor says: its name, its keys, the button that mends a fault, and in pairs CodeMirror's texts and ours.
fn texts() -> Array {
    let w = &words().analytics.editor;
    let pairs = w.phrases.iter().flat_map(|&(theirs, ours)| [theirs, ours]);
    [w.label, w.help, words().common.mend].into_iter().chain(pairs).map(JsValue::from_str).collect()
}

/// Marks the problems of a text in the editor.
pub(super) fn mark(code: &Code, text: &str, problems: &[Problem]) {
    let flat = Array::new();
    for problem in problems.iter().filter(|problem| problem.line > 0) {
        let (start, end) = visible(text, problem.start as usize, problem.end as usize);
        let place = |byte: usize| JsValue::from(utf16_before(text, byte));
        let (fix_start, fix_end, fix) = match &problem.fix {
            Some(fix) => (place(fix.span.start), place(fix.span.end), JsValue::from_str(&fix.replacement)),
            None => (JsValue::UNDEFINED, JsValue::UNDEFINED, JsValue::UNDEFINED),
        };
        let hint = problem.hint.as_deref().map_or(JsValue::UNDEFINED, JsValue::from_str);
        let (code, message) = (JsValue::from_str(&problem.code), JsValue::from_str(&problem.message));
        for value in
            [place(start), place(end), problem.is_error.into(), code, message, hint, fix_start, fix_end, fix]
        {
            flat.push(&value);
        }
    }
    code.mark(&flat);
}

/// First and last place, in UTF-16 units, and class of each coloured word.
fn coloured(text: &str) -> Vec<u32> {
    if text.len() > MAX_COLOURED {
        return Vec::new();
    }
    let mut out = Vec::new();
    let (mut byte, mut unit) = (0, 0);
    let mut units = |to: usize| {
        unit += text[byte..to].chars().map(|character| character.len_utf16() as u32).sum::<u32>();
        byte = to;
        unit
    };
    for token in tokenize(text) {
        let class = match token.kind {
            TokenKind::Keyword => 1,
            TokenKind::QuotedIdentifier => 2,
            TokenKind::String => 3,
            TokenKind::Number => 4,
            TokenKind::Comment => 5,
            TokenKind::Error => 6,
            TokenKind::Identifier | TokenKind::Operator => continue,
        };
        let range = token.span.range();
        out.extend([units(range.start), units(range.end), class]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::coloured;

    #[test]
    fn words_are_counted_in_utf_16_units() {
        assert_eq!(coloured("'é😀' a SELECT -- x"), [0, 5, 3, 8, 14, 1, 15, 19, 5]);
        assert!(coloured("a + b").is_empty());
    }
}
