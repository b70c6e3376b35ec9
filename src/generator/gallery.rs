//! Templates to begin with, each with what it is good for and a record of it.

use leptos::{html, prelude::*};
use rillcut_lab::protocol::GalleryView;

use super::{completion::want_catalogue, records::pretty};
use crate::{model::use_model, ui::dialog::follow, words::words};

/// The dialog; `take` is called with the entry that was chosen and whether a sender is wanted with it.
#[component]
pub(super) fn Gallery(opened: RwSignal<bool>, take: Callback<(GalleryView, bool)>) -> impl IntoView {
    let model = use_model();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if opened.get() {
            want_catalogue(model);
        }
    });
    follow(dialog, move || opened.get());
    let (named, words) = (&words().galleries.templates, &words().templates.gallery);
    let card = move |(at, mut entry): (usize, GalleryView)| {
        let said = named.as_ref().and_then(|named| named.get(at));
        if let Some((title, purpose)) = said {
            (*title).clone_into(&mut entry.title);
            (*purpose).clone_into(&mut entry.purpose);
        }
        // What the engine says is English.
        let tongue = said.is_none().then_some("en");
        let rate = entry.rate.to_string();
        let chosen = StoredValue::new(entry.clone());
        let choose = move |with_sender: bool| {
            take.run((chosen.get_value(), with_sender));
            opened.set(false);
        };
        view! {
            <li class="sample">
                <h3 lang=tongue>{entry.title.clone()}</h3>
                <p lang=tongue>{entry.purpose}</p>
                <pre class="sample-record" tabindex="0" role="region" aria-label=(words.record_of)(&entry.title)>
                    {pretty(&entry.record)}
                </pre>
                <div class="row">
                    <button type="button" class="small" aria-label=(words.take_named)(&entry.title) on:click=move |_| choose(false)>
                        {words.take}
                    </button>
                    <button
                        type="button"
                        class="quiet small"
                        aria-label=(words.send_named)(&rate, &entry.title)
                        on:click=move |_| choose(true)
                    >
                        {(words.send)(&rate)}
                    </button>
                </div>
            </li>
        }
    };
    let cards = move || {
        let gallery = model.catalogue.with(|catalogue| catalogue.as_ref().map(|one| one.gallery.clone()));
        opened.get().then(|| gallery.unwrap_or_default().into_iter().enumerate().map(card).collect_view())
    };
    view! {
        <dialog class="dialog wide-dialog" node_ref=dialog aria-labelledby="gallery-title" on:close=move |_| opened.set(false)>
            <div class="dialog-head">
                <h2 id="gallery-title">{words.title}</h2>
                <form method="dialog">
                    <button class="quiet small" aria-label=words.close>"✕"</button>
                </form>
            </div>
            <ul class="samples">{cards}</ul>
        </dialog>
    }
}
