//! Leading the eye to a part of the page.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::tabs::Pane;

/// Milliseconds for which the part is marked.
const MARKED_MS: i32 = 2000;

/// Scrolls to the element of that id, moves the keyboard there and marks it for a moment; on a narrow screen its pane is turned to first.
pub(crate) fn reveal(id: &'static str, pane: RwSignal<Pane>) {
    if let Some(of_id) = Pane::ALL.into_iter().find(|one| one.id() == id) {
        pane.set(of_id);
    }
    // What is hidden cannot be scrolled to: the pane shows with the next frame.
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(id) {
            scroll_to(&element);
        }
    });
}

fn scroll_to(element: &Element) {
    let still = window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|found| found.matches());
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Start);
    options.set_behavior(if still { ScrollBehavior::Instant } else { ScrollBehavior::Smooth });
    element.scroll_into_view_with_scroll_into_view_options(&options);
    mark(element);
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        element.set_tab_index(-1);
        let _unfocusable = element.focus();
    }
}

fn mark(element: &Element) {
    // The class is a plain word, so neither call can fail.
    let _infallible = element.class_list().add_1("is-shown");
    let element = element.clone();
    let unmark = wasm_bindgen::closure::Closure::once_into_js(move || {
        let _infallible = element.class_list().remove_1("is-shown");
    });
    let _timer =
        window().set_timeout_with_callback_and_timeout_and_arguments_0(unmark.unchecked_ref(), MARKED_MS);
}
