//! The text of a template: its calls marked, functions offered while one is typed.
//!
//! The marks lie in an element under a plain text field, so that what the browser does for text fields (undo, spelling, input methods, screen readers) stays.

use leptos::{html, prelude::*};
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

use super::{
    completion::{Completion, Offer, begun_call, matching, want_catalogue},
    tokens,
};
use crate::{address::is_readonly, analytics::place, model::Model};

/// The field, and what happens in it.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    pub(super) model: Model,
    pub(super) field: NodeRef<html::Textarea>,
    pub(super) text: Memo<String>,
    /// Called with the text after each change.
    pub(super) typed: Callback<String>,
    /// The call that is shown, by its first byte.
    pub(super) active: RwSignal<Option<usize>>,
    pub(super) offer: RwSignal<Option<Offer>>,
}

impl Writing {
    /// Selects bytes of the text.
    pub(super) fn go(self, at: (u32, u32)) {
        if let Some(field) = self.field.get_untracked() {
            self.text.with_untracked(|text| place::select(&field, text, at));
        }
    }

    /// Puts a call in place of what is selected, as if it had been typed.
    pub(super) fn put(self, call: &str) {
        let Some(field) = self.field.get_untracked() else { return };
        let start = field.selection_start().ok().flatten().unwrap_or_default();
        // These fail only for elements without a selection.
        let _focus = field.focus();
        if field.set_range_text(call).is_ok() {
            let behind = start + place::utf16_before(call, call.len());
            let _caret = field.set_selection_range(behind, behind);
            self.typed.run(field.value());
        }
    }

    /// The text before the caret, and the caret in the browser's units.
    fn before_caret(self) -> Option<(String, u32)> {
        let field = self.field.get_untracked()?;
        let caret = field.selection_start().ok().flatten()?;
        let mut text = field.value();
        text.truncate(tokens::byte_at_unit(&text, caret));
        Some((text, caret))
    }

    /// Offers what the call before the caret may become.
    fn look(self) {
        let functions = self.model.catalogue.get_untracked();
        let found = self.before_caret().and_then(|(before, _)| {
            let (_, typed) = begun_call(&before)?;
            want_catalogue(self.model);
            Some(matching(&functions?.functions, typed))
        });
        self.offer.set(found.filter(|found| !found.is_empty()).map(|functions| Offer { functions, at: 0 }));
    }

    /// Puts the example of a function in place of the call that was begun.
    fn take(self, example: &str) {
        self.offer.set(None);
        let (Some(field), Some((before, caret))) = (self.field.get_untracked(), self.before_caret()) else {
            return;
        };
        if let Some((open, _)) = begun_call(&before) {
            let closed = field.value()[before.len()..].starts_with("}}");
            let from = place::utf16_before(&before, open);
            // It fails only for elements without a selection.
            let _selected = field.set_selection_range(from, caret + if closed { 2 } else { 0 });
            self.put(example);
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        let key = event.key();
        match key.as_str() {
            " " if event.ctrl_key() => self.look(),
            _ if self.offer.with_untracked(Option::is_none) => return,
            "ArrowDown" | "ArrowUp" => self.offer.update(|offer| {
                if let Some(offer) = offer {
                    offer.go(key == "ArrowDown");
                }
            }),
            "Enter" | "Tab" => {
                let chosen =
                    self.offer.with_untracked(|offer| Some(offer.as_ref()?.chosen()?.example.clone()));
                self.take(&chosen.unwrap_or_default());
            }
            "Escape" => self.offer.set(None),
            _ => return,
        }
        event.prevent_default();
    }

    /// Shows the fields of the call that the caret is in.
    fn follow_caret(self) {
        let at = self.before_caret().map(|(before, _)| before.len());
        let call = self.text.with_untracked(|text| {
            let mut calls = tokens::tokens(text).into_iter();
            at.and_then(|at| calls.find(|call| call.start < at && at <= call.end))
        });
        let call = call.map(|call| call.start);
        if self.active.get_untracked() != call {
            self.active.set(call);
        }
    }
}

/// The field.
#[component]
pub(super) fn TemplateText(writing: Writing, #[prop(into)] invalid: Signal<bool>) -> impl IntoView {
    let Writing { model, field, text, typed, active, offer } = writing;
    // The functions may come after the braces that asked for them.
    Effect::new(move |_| {
        let come = model.catalogue.with(Option::is_some);
        if come && field.get_untracked().is_some_and(|field| is_focused(&field)) {
            writing.look();
        }
    });
    let paint = NodeRef::<html::Pre>::new();
    let scrolled = move |_| {
        if let (Some(field), Some(paint)) = (field.get_untracked(), paint.get_untracked()) {
            paint.set_scroll_top(field.scroll_top());
        }
    };
    // The field shows the line behind a last break; other elements do only when something stands on it.
    let painted =
        move || text.with(|text| tokens::html(&tokens::of_template(text), active.get()) + "\u{200b}");
    let option = move || offer.with(|offer| offer.as_ref().map(|offer| format!("completion-{}", offer.at)));
    view! {
        <div class="token-editor">
            <pre class="token-paint" node_ref=paint aria-hidden="true" inner_html=painted></pre>
            <textarea
                id="template-text"
                readonly=is_readonly()
                node_ref=field
                rows="7"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                aria-autocomplete="list"
                aria-controls="completion"
                aria-activedescendant=option
                aria-invalid=move || invalid.get().to_string()
                prop:value=move || text.get()
                on:input=move |event| {
                    typed.run(event_target_value(&event));
                    writing.look();
                }
                on:keydown=move |event| writing.pressed(&event)
                on:keyup=move |_| writing.follow_caret()
                on:click=move |_| writing.follow_caret()
                on:scroll=scrolled
                on:blur=move |_| offer.set(None)
            ></textarea>
            <Completion offer take=Callback::new(move |example: String| writing.take(&example))/>
        </div>
    }
}

fn is_focused(field: &HtmlTextAreaElement) -> bool {
    document().active_element().is_some_and(|active| active.is_same_node(Some(field)))
}
