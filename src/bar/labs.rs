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

pub(crate) use self::shelf::KeptLab;
use self::shelf::Shelf;
use crate::{
    model::{Keeping, Model, use_model},
    ui::{dialog, share::page_address, take},
    words::words,
};

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
                <button type="button" on:click=move |_| choose(text.clone())>{words().labs.open}</button>
                <button
                    type="button"
                    class="quiet"
                    aria-label=(words().common.remove_named)(&lab.name)
                    on:click=move |_| {
                        let removed = shelf.with_untracked(|shelf| shelf.labs.get(at).cloned());
                        write(&move |shelf| shelf.remove(at));
                        model.undo.set(removed.map(|lab| (Keeping::Save, lab)));
                    }
                >
                    "×"
                </button>
            </li>
        }
    };
    let (common, words) = (&words().common, &words().labs);
    view! {
        <dialog class="dialog labs" node_ref=dialog aria-labelledby="labs-title" on:close=move |_| open.set(false)>
            <h2 id="labs-title">{words.title}</h2>
            <Now/>
            <p role="alert" class="labs-refused">
                {move || if refused.get() { words.not_kept } else { "" }}
            </p>
            <h3>{words.kept}</h3>
            <ul class="labs-list">
                {move || shelf.get().labs.into_iter().enumerate().map(|(at, lab)| entry(at, lab)).collect_view()}
            </ul>
            <p class="muted" hidden=move || shelf.with(|shelf| !shelf.labs.is_empty())>{words.none_kept}</p>
            <h3>{words.come_with}</h3>
            <ul class="labs-list">
                {words
                    .built_in
                    .into_iter()
                    .zip(examples::ALL)
                    .map(|((name, purpose), (_, text))| {
                        view! { <BuiltIn name purpose on_open=move || choose(text.to_owned())/> }
                    })
                    .collect_view()}
            </ul>
            <button type="button" on:click=move |_| close()>{common.close}</button>
        </dialog>
    }
}

/// The lab that is open: its name, and keeping it.
#[component]
fn Now() -> impl IntoView {
    let model = use_model();
    let name = Memo::new(move |_| model.lab.with(|view| view.as_ref().map(|view| view.lab.name.clone())));
    let copied = RwSignal::new("");
    let copy = move |_| {
        model.link(move |hash| {
            let Some(hash) = hash else { return copied.set(words().labs.too_large) };
            copied.set("");
            take::copy(format!("{}#{hash}", page_address()), move |done| {
                copied.set(if done { words().labs.copied } else { words().labs.not_copied });
            });
        });
    };
    let words = &words().labs;
    view! {
        <div class="labs-now">
            <label>
                {words.name}
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
                title=words.keep_title
                on:click=move |_| model.send(Command::Keep(Keeping::Save as u8))
            >
                {words.keep}
            </button>
            <button
                type="button"
                title=words.link_title
                on:click=copy
            >
                {words.link}
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
            <button type="button" aria-label=(words().labs.open_named)(name) on:click=move |_| on_open()>{words().labs.open}</button>
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
            model.undo.set(Some((Keeping::Undo, lab)));
        }
    });
    let undo = move |_| {
        let Some((keeping, lab)) = model.undo.get_untracked() else { return };
        model.undo.set(None);
        match keeping {
            // Also where the lab is only shown: it was replaced by an address.
            Keeping::Undo => model.order(Command::LoadText(lab.text)),
            Keeping::Save => model.kept.set(Some((keeping, lab))),
        }
    };
    let said = |(keeping, lab): &(Keeping, KeptLab)| match keeping {
        Keeping::Undo => (words().labs.replaced)(&lab.name),
        Keeping::Save => (words().labs.removed)(&lab.name),
    };
    view! {
        <div class="undo" role="status" hidden=move || model.undo.with(Option::is_none)>
            <span>
                {move || model.undo.with(|undo| undo.as_ref().map_or_else(String::new, said))}
            </span>
            <button type="button" on:click=undo>{words().labs.undo}</button>
            <button type="button" class="quiet" aria-label=words().labs.dismiss on:click=move |_| model.undo.set(None)>"×"</button>
        </div>
    }
}
