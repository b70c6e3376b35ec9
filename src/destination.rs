//! The pane "Destination".

use leptos::prelude::*;

/// The pane.
#[component]
pub(crate) fn Destination() -> impl IntoView {
    view! {
        <section class="pane" id="destination" aria-labelledby="destination-title">
            <h2 id="destination-title">"Destination"</h2>
        </section>
    }
}
