//! Records as text, on one line or laid out; those of a template with what its calls have printed.

use std::ops::Range;

use leptos::prelude::*;
use rillcut_lab::Filled;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::tokens;
use crate::words::words;

/// JSON laid out over lines. Only space between tokens is added and dropped, so that every digit stays as it was; a text that is no
/// object or array is left alone.
pub(super) fn pretty(record: &str) -> String {
    laid_out(record).0
}

/// As [`pretty`], and where each byte of the record has gone; one more for its end.
fn laid_out(record: &str) -> (String, Vec<usize>) {
    if !record.trim_start().starts_with(['{', '[']) {
        return (record.to_owned(), (0..=record.len()).collect());
    }
    let mut out = String::with_capacity(record.len() * 2);
    let mut places = Vec::with_capacity(record.len() + 1);
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    // An opened bracket whose line is broken only when something stands in it.
    let mut opened = false;
    for character in record.chars() {
        let closes = matches!(character, '}' | ']');
        if !quoted && opened && !character.is_whitespace() {
            opened = false;
            if closes {
                places.push(out.len());
                out.push(character);
                continue;
            }
            depth += 1;
            line(&mut out, depth);
        }
        places.extend(std::iter::repeat_n(out.len(), character.len_utf8()));
        match character {
            _ if quoted => {
                out.push(character);
                quoted = escaped || character != '"';
                escaped = character == '\\' && !escaped;
            }
            '"' => {
                out.push('"');
                quoted = true;
            }
            '{' | '[' => {
                out.push(character);
                opened = true;
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(character);
            }
            ',' => {
                out.push(',');
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            space if space.is_whitespace() => {}
            other => out.push(other),
        }
    }
    places.push(out.len());
    (out, places)
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    // A record may open more brackets than anybody wants to see.
    for _ in 0..depth.min(20) {
        out.push_str("  ");
    }
}

/// A list of records with a switch for their layout.
#[component]
pub(super) fn Records(
    #[prop(into)] records: Signal<Vec<String>>,
    /// What the records are, for the heading.
    title: &'static str,
) -> impl IntoView {
    let laid_out = RwSignal::new(false);
    let item = move |record: String| {
        let text = if laid_out.get() { pretty(&record) } else { record };
        view! { <li><code>{text}</code></li> }
    };
    view! {
        <div class="records" hidden=move || records.with(Vec::is_empty)>
            <div class="row spread">
                <h4>{title}</h4>
                <button
                    type="button"
                    class="quiet small"
                    aria-pressed=move || laid_out.get().to_string()
                    on:click=move |_| laid_out.update(|on| *on = !*on)
                >
                    {words().templates.records.pretty}
                </button>
            </div>
            <ol class="record-list" tabindex="0" aria-label=title>
                {move || records.get().into_iter().map(item).collect_view()}
            </ol>
        </div>
    }
}

/// Five records of a template. What its calls printed is marked, and linked with them: pointing at a field shows its call, and the arrows go from call
/// to call.
#[component]
pub(super) fn Preview(
    #[prop(into)] records: Signal<Vec<String>>,
    /// What the calls printed, for each record.
    #[prop(into)]
    filled: Signal<Vec<Vec<Filled>>>,
    /// The template they are of.
    #[prop(into)]
    text: Signal<String>,
    /// The call that is shown, by its first byte in the template.
    active: RwSignal<Option<usize>>,
    /// Called with the bytes of a call that is to be selected.
    go: Callback<(u32, u32)>,
) -> impl IntoView {
    let laid = RwSignal::new(false);
    let html = move || {
        let (laid, active) = (laid.get(), active.get());
        let mut out = String::new();
        records.with(|records| {
            filled.with(|filled| {
                for (at, record) in records.iter().enumerate() {
                    let parts = filled.get(at).map(Vec::as_slice).unwrap_or_default();
                    out.push_str("<li><code>");
                    out.push_str(&marked(record, parts, laid, active));
                    out.push_str("</code></li>");
                }
            });
        });
        out
    };
    // The calls, in the order of the template.
    let calls = Memo::new(move |_| {
        let mut calls: Vec<_> =
            filled.with(|filled| filled.iter().flatten().map(|part| part.template.clone()).collect());
        calls.sort_by_key(|call: &Range<usize>| call.start);
        calls.dedup();
        calls
    });
    let select = move || {
        let call = calls.with_untracked(|calls| {
            calls.iter().find(|call| Some(call.start) == active.get_untracked()).cloned()
        });
        if let Some(call) = call {
            go.run((call.start as u32, call.end as u32));
        }
    };
    let key = move |event: KeyboardEvent| {
        let on = match event.key().as_str() {
            "ArrowRight" => true,
            "ArrowLeft" => false,
            "Enter" => {
                // The key would go on into the field that has the focus then.
                event.prevent_default();
                return select();
            }
            _ => return,
        };
        event.prevent_default();
        calls.with_untracked(|calls| active.set(neighbour(calls, active.get_untracked(), on)));
    };
    // What is shown, in words: the call and what it printed.
    let printed = move || {
        let shown = active.get()?;
        let value = |(record, parts): (&String, &Vec<Filled>)| {
            let part = parts.iter().find(|part| part.template.start == shown)?;
            record.get(part.output.clone()).map(str::to_owned)
        };
        let values: Vec<String> = records
            .with(|records| filled.with(|filled| records.iter().zip(filled).filter_map(value).collect()));
        let call = calls.with(|calls| calls.iter().find(|call| call.start == shown).cloned())?;
        let call = text.with(|text| text.get(call).unwrap_or_default().to_owned());
        Some((words().templates.records.printed)(&call, &values.join(", ")))
    };
    view! {
        <div class="records" hidden=move || records.with(Vec::is_empty)>
            <div class="row spread">
                <h4>{words().templates.records.five}</h4>
                <button
                    type="button"
                    class="quiet small"
                    aria-pressed=move || laid.get().to_string()
                    on:click=move |_| laid.update(|on| *on = !*on)
                >
                    {words().templates.records.pretty}
                </button>
            </div>
            <ol
                class="record-list"
                tabindex="0"
                aria-label=words().templates.records.five
                aria-describedby="preview-words"
                inner_html=html
                on:keydown=key
                on:pointerover=move |event| {
                    let pointed = pointed(&event);
                    // Painting anew under the pointer says that it is over the same place.
                    if active.get_untracked() != pointed {
                        active.set(pointed);
                    }
                }
                on:pointerleave=move |_| active.set(None)
                on:click=move |event| {
                    active.set(pointed(&event));
                    select();
                }
            ></ol>
            <p class="preview-words mono" id="preview-words" role="status">
                {move || printed().unwrap_or_else(|| words().templates.records.point.to_owned())}
            </p>
        </div>
    }
}

/// The call after one, or before it, round and round; the first if there is none yet.
fn neighbour(calls: &[Range<usize>], active: Option<usize>, on: bool) -> Option<usize> {
    let next = match calls.iter().position(|call| Some(call.start) == active) {
        None => 0,
        Some(at) => (at + if on { 1 } else { calls.len() - 1 }) % calls.len(),
    };
    calls.get(next).map(|call| call.start)
}

/// The call whose field the pointer is on.
fn pointed(event: &Event) -> Option<usize> {
    let mark = event.target()?.dyn_into::<Element>().ok()?.closest("[data-token]").ok()??;
    mark.get_attribute("data-token")?.parse().ok()
}

/// A record as HTML with marks.
fn marked(record: &str, parts: &[Filled], laid: bool, active: Option<usize>) -> String {
    if !laid {
        return tokens::html(&tokens::of_record(record, parts), active);
    }
    let (text, places) = laid_out(record);
    let place = |byte: usize| places.get(byte).copied().unwrap_or(text.len());
    let moved = |part: &Filled| Filled {
        output: place(part.output.start)..place(part.output.end),
        template: part.template.clone(),
    };
    let parts: Vec<Filled> = parts.iter().map(moved).collect();
    tokens::html(&tokens::of_record(&text, &parts), active)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_laid_out_without_loss() {
        assert_eq!(
            pretty("{\"a\":1.50,\"b\": [ ],\"c\":{\"d\":\"x,{\\\"\"}}"),
            "{\n  \"a\": 1.50,\n  \"b\": [],\n  \"c\": {\n    \"d\": \"x,{\\\"\"\n  }\n}"
        );
        assert_eq!(pretty("a,b : c"), "a,b : c", "CSV is left alone");
        assert_eq!(pretty("{\"open"), "{\n  \"open");
        assert_eq!(pretty("[[ ]]"), "[\n  []\n]");
        assert_eq!(pretty("}]}"), "}]}");
    }

    #[test]
    fn arrows_go_round() {
        let calls = [3..5, 9..12];
        assert_eq!(neighbour(&calls, None, false), Some(3));
        assert_eq!(neighbour(&calls, Some(9), true), Some(3));
        assert_eq!(neighbour(&calls, Some(3), false), Some(9));
        assert_eq!(neighbour(&[], None, true), None);
    }

    #[test]
    fn marks_go_with_the_layout() {
        let record = r#"{"a":12,"b":["xé"]}"#;
        let part = |text: &str, token: usize| {
            let at = record.find(text).unwrap();
            Filled { output: at..at + text.len(), template: token..token + 1 }
        };
        let parts = [part("12", 5), part("xé", 9)];
        let html = marked(record, &parts, true, Some(9));
        assert_eq!(
            html,
            "{\n  \"a\": <mark data-token=5>12</mark>,\n  \"b\": [\n    \"<mark class=is-active data-token=9>xé</mark>\"\n  ]\n}"
        );
        assert!(marked(record, &parts, false, None).starts_with("{\"a\":<mark data-token=5>12</mark>,"));
    }

    #[test]
    fn deep_records_stay_small() {
        let deep = "[".repeat(5000) + "1";
        assert!(pretty(&deep).len() < 5000 * 50);
    }
}
