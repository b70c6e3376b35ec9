//! The language of the page.

use leptos::prelude::*;

use crate::words::{Language, words};

/// A choice among them.
#[component]
pub(super) fn LanguageChoice() -> impl IntoView {
    let language: RwSignal<Language> = expect_context();
    let choose = move |event| {
        let tag = event_target_value(&event);
        if let Some(chosen) = Language::ALL.into_iter().find(|one| one.tag() == tag) {
            chosen.remember();
            language.set(chosen);
            // The screen is drawn anew; the keyboard stays where it was.
            request_animation_frame(focus);
        }
    };
    let spoken = language.get_untracked();
    let option = move |one: Language| {
        view! { <option value=one.tag() lang=one.tag() selected={one == spoken}>{one.name()}</option> }
    };
    view! {
        <select id=ID class="bar-language" aria-label=words().bar.language title=words().bar.language on:change=choose>
            {Language::ALL.map(option).collect_view()}
        </select>
    }
}

const ID: &str = "language";

fn focus() {
    use wasm_bindgen::JsCast;
    let choice = document().get_element_by_id(ID);
    if let Some(choice) = choice.as_ref().and_then(JsCast::dyn_ref::<web_sys::HtmlElement>) {
        let _unfocusable = choice.focus();
    }
}
