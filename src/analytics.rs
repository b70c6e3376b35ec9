//! The pane "Real-time analytics".

use leptos::prelude::*;

/// The pane.
#[component]
pub(crate) fn Analytics() -> impl IntoView {
    view! {
        <section class="pane" id="analytics" aria-labelledby="analytics-title">
            <h2 id="analytics-title">"Real-time analytics"</h2>
        </section>
    }
}
