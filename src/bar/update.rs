//! The note that a newer version of the page waits, which never replaces a lab that somebody works on by itself.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::words::words;

#[wasm_bindgen]
extern "C" {
    /// Calls a function as soon as a newer version waits (`www/offline.mjs`); the one file never does.
    #[wasm_bindgen(catch, js_namespace = rillcut, js_name = onNewVersion)]
    fn on_new_version(told: &JsValue) -> Result<(), JsValue>;

    /// Loads the page again, by the version that waits.
    #[wasm_bindgen(catch, js_namespace = rillcut, js_name = takeNewVersion)]
    fn take_new_version() -> Result<(), JsValue>;
}

/// The note; empty until there is something to say.
#[component]
pub(crate) fn UpdateNote() -> impl IntoView {
    let waits = RwSignal::new(false);
    // It lives as long as the document: each newer version is told of.
    let told = Closure::<dyn FnMut()>::new(move || waits.set(true)).into_js_value();
    if let Err(error) = on_new_version(&told) {
        leptos::logging::warn!("newer versions are not noticed: {error:?}");
    }
    let words = &words().update;
    let load = move |_| {
        if take_new_version().is_err() {
            waits.set(false);
        }
    };
    view! {
        <div class="undo" role="status" hidden=move || !waits.get()>
            <span>{move || if waits.get() { words.note } else { "" }}</span>
            <button type="button" on:click=load>{words.load}</button>
            <button type="button" class="quiet" on:click=move |_| waits.set(false)>{words.later}</button>
        </div>
    }
}
