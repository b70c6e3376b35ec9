//! The pane "Real-time analytics": the program above, the rows of its streams below.
//!
//! The text in the editor is a draft. Typing only has it checked; the program that runs is replaced by "Save and run" and by nothing
//! else, so that a half-written statement never stops a lab.

mod code;
mod columns;
mod detail;
mod editor;
mod gallery;
pub(crate) mod later;
mod paint;
pub(crate) mod place;
mod rows;
mod shown;
mod streams;

use leptos::prelude::*;

use self::{
    editor::{Draft, SqlEditor},
    streams::Streams,
};
use crate::{
    address::{Part, address},
    model::Model,
    ui::tabs::Pane,
};

/// Provides what outlives a screen: the draft of the program.
pub(crate) fn provide(model: Model) {
    provide_context(Draft::new(model));
}

/// The pane.
#[component]
pub(crate) fn Analytics() -> impl IntoView {
    view! {
        <section class="pane" id="analytics" aria-labelledby="analytics-title">
            <h2 id="analytics-title">{Pane::Analytics.title()}</h2>
            {address().shows(Part::Sql).then(|| view! { <SqlEditor/> })}
            {address().shows(Part::Stream).then(|| view! { <Streams/> })}
        </section>
    }
}
