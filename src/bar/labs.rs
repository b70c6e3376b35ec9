//! The labs: those that come with the page, those kept in this browser, and the way back after one has been replaced.
//!
//! Kept labs are texts in the browser's storage, which a cross-site frame may not have and anyone may clear: the dialog says so when it
//! cannot keep one, and a file is the copy that lasts. Secrets are in none of them, as in no lab.

mod shelf;

use leptos::{html, prelude::*};
use rillcut_lab::{
    examples,
    protocol::{Command, Edit},
};
use wasm_bindgen_futures::spawn_local;

pub(crate) use self::shelf::KeptLab;
use self::shelf::Shelf;
use crate::{
    model::{Keeping, Model, use_model},
    ui::{dialog, link, take},
};

/// The labs that come with the page: what they are called, what they are for.
const BUILT_IN: [(&str, &str, &str); 3] = [
    (
        "Clickstream anomaly detection",
        "Clicks and impressions, their rate every ten seconds, and a forest that says when it is unusual",
        examples::CLICKSTREAM,
    ),
    (
        "Stock ticker",
        "The service's demo stream: symbols, sectors, changes and prices, for programs that read it",
        examples::STOCK_TICKER,
    ),
    (
        "New lab",
        "Nothing yet: add a template and a sender, discover the schema, write the program",
        examples::EMPTY,
    ),
];

/// Replaces the lab by another; the one of now can be had back.
pub(crate) fn replace(model: Model, text: String) {
    model.send(Command::Keep(Keeping::Undo as u8));
    model.send(Command::LoadText(text));
}

/// The dialog.
#[component]
pub(super) fn LabsDialog(open: RwSignal<bool>) -> impl IntoView {
    let model = use_model();
    let dialog = NodeRef::<html::Dialog>::new();
    let shelf = RwSignal::new(Shelf::read());
    let refused = RwSignal::new(false);
    Effect::new(move |_| {
        if open.get() {
            // Another tab may have kept something.
            shelf.set(Shelf::read());
            dialog::show(dialog);
        }
    });
    let write = move |change: &dyn Fn(&mut Shelf)| {
        let mut changed = shelf.get_untracked();
        change(&mut changed);
        refused.set(!changed.write());
        shelf.set(Shelf::read());
    };
    Effect::new(move |_| {
        if let Some((Keeping::Save, lab)) = model.kept.get() {
            model.kept.set(None);
            write(&move |shelf| shelf.put(lab.clone()));
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let choose = move |text: String| {
        close();
        replace(model, text);
    };
    let entry = move |at: usize, lab: KeptLab| {
        let (text, shown) = (lab.text, lab.name.clone());
        view! {
            <li class="lab">
                <span class="lab-name">{shown}</span>
                <button type="button" on:click=move |_| choose(text.clone())>"Open"</button>
                <button
                    type="button"
                    class="quiet"
                    aria-label=format!("Remove {}", lab.name)
                    on:click=move |_| {
                        let removed = shelf.with_untracked(|shelf| shelf.labs.get(at).cloned());
                        write(&move |shelf| shelf.remove(at));
                        model.undo.set(removed.map(|lab| (format!("Removed “{}”", lab.name), Keeping::Save, lab)));
                    }
                >
                    "×"
                </button>
            </li>
        }
    };
    view! {
        <dialog class="dialog labs" node_ref=dialog aria-labelledby="labs-title" on:close=move |_| open.set(false)>
            <h2 id="labs-title">"Labs"</h2>
            <Now/>
            <p role="alert" class="labs-refused">
                {move || {
                    if refused.get() {
                        "This browser keeps nothing here, or has no room left: save the lab as a file instead"
                    } else {
                        ""
                    }
                }}
            </p>
            <h3>"Kept in this browser"</h3>
            <ul class="labs-list">
                {move || shelf.get().labs.into_iter().enumerate().map(|(at, lab)| entry(at, lab)).collect_view()}
            </ul>
            <p class="muted" hidden=move || shelf.with(|shelf| !shelf.labs.is_empty())>"Nothing yet"</p>
            <h3>"That come with the page"</h3>
            <ul class="labs-list">
                {BUILT_IN
                    .map(|(name, purpose, text)| {
                        view! { <BuiltIn name purpose on_open=move || choose(text.to_owned())/> }
                    })
                    .collect_view()}
            </ul>
            <button type="button" on:click=move |_| close()>"Close"</button>
        </dialog>
    }
}

/// The lab that is open: its name, and keeping it.
#[component]
fn Now() -> impl IntoView {
    let model = use_model();
    let name = Memo::new(move |_| model.lab.with(|view| view.as_ref().map(|view| view.lab.name.clone())));
    let copied = RwSignal::new("");
    Effect::new(move |_| {
        if let Some((Keeping::Link, lab)) = model.kept.get() {
            model.kept.set(None);
            copied.set("");
            spawn_local(async move {
                let Some(packed) = link::written(&lab.text).await else {
                    copied.set("The lab is too large for a link: save it as a file instead");
                    return;
                };
                let here = window().location().href().unwrap_or_default();
                let page = here.split(['?', '#']).next().unwrap_or_default();
                take::copy(format!("{page}#lab={packed}"), move |done| {
                    copied.set(if done { "Copied" } else { "This browser does not let the page copy" });
                });
            });
        }
    });
    view! {
        <div class="labs-now">
            <label>
                "Name of this lab"
                <input
                    type="text"
                    maxlength="200"
                    prop:value=move || name.get().unwrap_or_default()
                    on:change=move |event| model.send(Command::Edit(Edit::SetName(event_target_value(&event))))
                />
            </label>
            <button
                type="button"
                class="primary"
                title="A copy in this browser; one of the same name is replaced"
                on:click=move |_| model.send(Command::Keep(Keeping::Save as u8))
            >
                "Keep"
            </button>
            <button
                type="button"
                title="The whole lab in an address; it holds no secrets and is sent nowhere"
                on:click=move |_| model.send(Command::Keep(Keeping::Link as u8))
            >
                "Copy link"
            </button>
            <p role="status" class="labs-link">{move || copied.get()}</p>
        </div>
    }
}

#[component]
fn BuiltIn(name: &'static str, purpose: &'static str, on_open: impl Fn() + 'static) -> impl IntoView {
    view! {
        <li class="lab">
            <span class="lab-name">{name}<small>{purpose}</small></span>
            <button type="button" aria-label=format!("Open {name}") on:click=move |_| on_open()>"Open"</button>
        </li>
    }
}

/// The way back after a lab was replaced or removed.
#[component]
pub(crate) fn UndoNote() -> impl IntoView {
    let model = use_model();
    Effect::new(move |_| {
        if let Some((Keeping::Undo, lab)) = model.kept.get() {
            model.kept.set(None);
            model.undo.set(Some((format!("“{}” was replaced", lab.name), Keeping::Undo, lab)));
        }
    });
    let undo = move |_| {
        let Some((_, keeping, lab)) = model.undo.get_untracked() else { return };
        model.undo.set(None);
        match keeping {
            Keeping::Undo => model.send(Command::LoadText(lab.text)),
            Keeping::Save | Keeping::Link => model.kept.set(Some((keeping, lab))),
        }
    };
    view! {
        <div class="undo" role="status" hidden=move || model.undo.with(Option::is_none)>
            <span>
                {move || model.undo.with(|undo| undo.as_ref().map_or_else(String::new, |(what, ..)| what.clone()))}
            </span>
            <button type="button" on:click=undo>"Undo"</button>
            <button type="button" class="quiet" aria-label="Dismiss this note" on:click=move |_| model.undo.set(None)>"×"</button>
        </div>
    }
}
