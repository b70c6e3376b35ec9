//! The pane "Destination": where rows are sent to, and what became of each message.
//!
//! Nothing leaves the tab until an address is given. Addresses and headers live in the engine's session and in the fields of this pane only:
//! they are secrets, and neither the lab file nor the browser's storage ever holds them.

mod dialog;
mod fields;
mod json;
mod log;
mod tally;
mod webhook;

use leptos::prelude::*;

use self::{log::Log, webhook::Webhook};

/// The pane.
#[component]
pub(crate) fn Destination() -> impl IntoView {
    view! {
        <section class="pane" id="destination" aria-labelledby="destination-title">
            <h2 id="destination-title">"Destination"</h2>
            <div class="destination-body">
                <Webhook/>
                <Log/>
            </div>
        </section>
    }
}
