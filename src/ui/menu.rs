//! What the page's menus have in common, which are `<details>` with a list behind their summary: how they close.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// Closes a menu.
pub(crate) fn close(menu: NodeRef<html::Details>) {
    if let Some(menu) = menu.get_untracked() {
        menu.set_open(false);
    }
}

/// Escape closes an open menu, and the keyboard is where it was before the menu opened.
pub(crate) fn on_escape(menu: NodeRef<html::Details>) -> impl Fn(web_sys::KeyboardEvent) {
    move |event| {
        let is_open = menu.get_untracked().is_some_and(|menu| menu.open());
        if event.key() != "Escape" || !is_open {
            return;
        }
        event.stop_propagation();
        close(menu);
        let summary = menu.get_untracked().and_then(|menu| menu.query_selector("summary").ok().flatten());
        if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
            // It cannot be refused.
            let _focus = summary.focus();
        }
    }
}

/// A press anywhere else closes a menu.
pub(crate) fn on_press_elsewhere(menu: NodeRef<html::Details>) {
    let elsewhere = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if menu.get_untracked().is_some_and(|menu| menu.open() && !menu.contains(target.as_ref())) {
            close(menu);
        }
    });
    on_cleanup(move || elsewhere.remove());
}
