//! The pane "Generator": who sends, what is sent, and what the source makes of it.

mod completion;
mod drafts;
mod entry;
mod fields;
mod functions;
mod gallery;
mod heat_cells;
mod heat_map;
mod import;
mod records;
mod schema;
mod sender_editor;
mod senders;
mod span_chart;
mod span_fields;
mod take_away;
mod template_editor;
mod template_text;
mod templates;
mod timeline;
mod tokens;
mod unsaved;

use leptos::prelude::*;

pub(crate) use self::unsaved::Unsaved;
use self::{schema::Schema, senders::Senders, templates::Templates};
use crate::{
    address::Part,
    ui::{share::Share, tabs::Pane},
};

/// The pane.
#[component]
pub(crate) fn Generator() -> impl IntoView {
    // The template that is open in the editor is also the one a schema is discovered from.
    let chosen = RwSignal::new(String::new());
    view! {
        <section class="pane" id="generator" aria-labelledby="generator-title">
            <div class="row pane-head">
                <h2 id="generator-title">{Pane::Generator.title()}</h2>
                <Share part=Part::Generator title=Pane::Generator.title()/>
            </div>
            <Senders chosen/>
            <Templates chosen/>
            <Schema chosen/>
        </section>
    }
}
