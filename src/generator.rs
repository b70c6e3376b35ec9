//! The pane "Generator": who sends, what is sent, and what the source makes of it.

mod drafts;
mod fields;
mod functions;
mod records;
mod schema;
mod senders;
mod templates;
mod timeline;

use leptos::prelude::*;

use self::{schema::Schema, senders::Senders, templates::Templates};

/// The pane.
#[component]
pub(crate) fn Generator() -> impl IntoView {
    // The template that is open in the editor is also the one a schema is discovered from.
    let chosen = RwSignal::new(String::new());
    view! {
        <section class="pane" id="generator" aria-labelledby="generator-title">
            <h2 id="generator-title">"Generator"</h2>
            <Senders chosen/>
            <Templates chosen/>
            <Schema chosen/>
        </section>
    }
}
