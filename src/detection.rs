//! The pane "Detection".

use leptos::prelude::*;

/// The pane.
#[component]
pub(crate) fn Detection() -> impl IntoView {
    view! {
        <section class="pane" id="detection" aria-labelledby="detection-title">
            <h2 id="detection-title">"Detection"</h2>
        </section>
    }
}
