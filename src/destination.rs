//! The pane "Destination": where rows are sent to and kept, and what became of each message.
//!
//! Nothing leaves the tab until somebody connects a destination. Addresses and keys live in the engine's session and, where one asks for it, in this
//! browser's store: they are secrets, and no lab file, link or export ever holds them.

mod bucket_editor;
mod buckets;
mod cards;
mod dialog;
mod editor;
mod form;
mod json;
mod log;
pub(crate) mod notify;
mod objects;
mod picker;
mod preview;
mod tally;

use leptos::prelude::*;
use rillcut_lab::protocol::{DeliveryState, Storage};

use self::{buckets::Buckets, cards::Cards, editor::Editor, log::Log};
use crate::{
    address::Part,
    model::use_model,
    ui::{share::Share, tabs::Pane},
    words::words,
};

/// What a state of a delivery is called.
pub(crate) fn state_name(state: DeliveryState) -> &'static str {
    tally::state(state).0
}

/// The pane.
#[component]
pub(crate) fn Destination() -> impl IntoView {
    let editing = RwSignal::new(None);
    view! {
        <section class="pane" id="destination" aria-labelledby="destination-title">
            <div class="row pane-head">
                <h2 id="destination-title">{Pane::Destination.title()}</h2>
                <Share part=Part::Destination title=Pane::Destination.title()/>
            </div>
            <Notices/>
            <div class="destination-body">
                <div class="destination-side">
                    <Cards editing/>
                    <Buckets/>
                </div>
                <Log/>
            </div>
            <Editor editing/>
        </section>
    }
}

/// What stands in the way of messages that has no one card of its own.
#[component]
fn Notices() -> impl IntoView {
    let model = use_model();
    let w = &words().destination.notices;
    let notices = Memo::new(move |_| {
        model.frame.with(|frame| {
            let mut all = Vec::new();
            if frame.is_offline {
                all.push(w.offline.to_owned());
            }
            match &frame.storage {
                Storage::Memory if frame.outbox > 0 => all.push(w.nothing_kept.to_owned()),
                Storage::Failed(reason) => all.push((w.not_written)(reason)),
                Storage::Kept { unreadable } if *unreadable > 0 => all.push((w.unreadable)(*unreadable)),
                _ => {}
            }
            if frame.destinations.iter().any(|one| one.is_elsewhere && one.flood.rows > 0) {
                all.push(w.elsewhere.to_owned());
            }
            all
        })
    });
    view! {
        <div role="status" class="notices" hidden=move || notices.with(Vec::is_empty)>
            {move || notices.get().into_iter().map(|text| view! { <p class="notice">{text}</p> }).collect_view()}
        </div>
    }
}
