//! Leading the eye to a part of the page.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Milliseconds for which the part is marked.
const MARKED_MS: i32 = 2000;

/// Scrolls to the element of that id, moves the keyboard there and marks it for a moment.
pub(crate) fn reveal(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    // On a narrow screen one pane shows at a time: its tab is pressed as a reader would.
    if let Ok(Some(tab)) = document().query_selector(&format!("[data-pane-tab={id}]"))
        && let Some(tab) = tab.dyn_ref::<HtmlElement>()
    {
        tab.click();
    }
    let still = window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|found| found.matches());
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Start);
    options.set_behavior(if still { ScrollBehavior::Instant } else { ScrollBehavior::Smooth });
    element.scroll_into_view_with_scroll_into_view_options(&options);
    mark(&element);
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
