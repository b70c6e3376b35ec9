//! The keys of the page, on one sheet: `?` opens it.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::ui::dialog::show_when;

/// Where, keys, and what they do.
const KEYS: [(&str, &[(&str, &str)]); 6] = [
    (
        "Everywhere",
        &[("Space", "runs and pauses the clock"), ("?", "shows this sheet"), ("Esc", "closes what is open")],
    ),
    (
        "SQL editor",
        &[
            ("Ctrl or ⌘ + Enter", "saves and runs the program"),
            ("Ctrl + Space", "completes"),
            ("Shift + Alt + F", "lays the program out"),
            ("F8", "goes to the next problem"),
            ("Tab", "leaves the editor"),
        ],
    ),
    (
        "Time",
        &[("← →", "a step back or on in the run"), ("Home, End", "to its start, to where it has come to")],
    ),
    (
        "Chart",
        &[
            ("← →", "from point to point"),
            ("Home, End", "to the first, to the last"),
            ("Enter", "says why a point got its score"),
            ("+ −", "stretches and shrinks the time shown"),
        ],
    ),
    (
        "Table of rates",
        &[
            ("Arrows, with Shift", "move, select"),
            ("A number, Enter", "sets what is selected"),
            ("Ctrl + C, Ctrl + V", "copies, pastes"),
        ],
    ),
    ("Streams", &[("← → on the tabs", "from stream to stream"), ("Home, End", "to the first, to the last")]),
];

/// The sheet.
#[component]
pub(super) fn KeySheet(open: RwSignal<bool>) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    show_when(dialog, move || open.get());
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
        <dialog class="dialog" node_ref=dialog aria-labelledby="keys-title" on:close=move |_| open.set(false)>
            <h2 id="keys-title">"Keyboard"</h2>
            <div class="keys">
                {KEYS
                    .map(|(place, keys)| {
                        view! {
                            <section>
                                <h3>{place}</h3>
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
                <button>"Close"</button>
            </form>
        </dialog>
    }
}
