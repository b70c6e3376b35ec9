//! The pane "Generator".

use leptos::prelude::*;

/// The pane.
#[component]
pub(crate) fn Generator() -> impl IntoView {
    view! {
        <section class="pane" id="generator" aria-labelledby="generator-title">
            <h2 id="generator-title">"Generator"</h2>
        </section>
    }
}
