//! The keys of the page, on one sheet: `?` opens it.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    ui::dialog::show,
    words::{KeyWords, words},
};

/// The sheet.
#[component]
pub(super) fn KeySheet(open: RwSignal<bool>) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if open.get() {
            show(dialog);
            // Else the sheet would open at its end, where its only button is. No `autofocus`: a browser complains of one in another site's frame.
            if let Some(heading) = heading.get_untracked() {
                let _unfocusable = heading.focus();
            }
        }
    });
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let writing = target.is_some_and(|target| {
            matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
                || target.closest("dialog, [contenteditable], .code").ok().flatten().is_some()
        });
        if event.key() == "?" && !writing && !event.default_prevented() {
            event.prevent_default();
            open.set(true);
        }
    });
    on_cleanup(move || handle.remove());
    view! {
        <dialog class="dialog key-sheet" node_ref=dialog aria-labelledby="keys-title" on:close=move |_| open.set(false)>
            <h2 id="keys-title" tabindex="-1" node_ref=heading>
                {words().menu.keys_title}
            </h2>
            <div class="keys">
                {words()
                    .menu
                    .keys
                    .iter()
                    .map(|KeyWords { place, keys }| {
                        view! {
                            <section>
                                <h3>{*place}</h3>
                                <dl>
                                    {keys
                                        .iter()
                                        .map(|&(key, what)| {
                                            view! {
                                                <dt><kbd>{key}</kbd></dt>
                                                <dd>{what}</dd>
                                            }
                                        })
                                        .collect_view()}
                                </dl>
                            </section>
                        }
                    })
                    .collect_view()}
            </div>
            <form method="dialog">
                <button>{words().common.close}</button>
            </form>
        </dialog>
    }
}
