//! The message that a destination would send of its newest row.

use leptos::prelude::*;

use super::json::pretty;
use crate::{model::use_model, ui::problems::Problems};

/// The preview, with what is wrong beside it.
#[component]
pub(super) fn Preview() -> impl IntoView {
    let model = use_model();
    let preview = model.outlets().message_preview;
    let problems = Signal::derive(move || {
        preview.with(|it| it.as_ref().map(|it| it.problems.clone()).unwrap_or_default())
    });
    let part = move |read: fn(&rillcut_lab::protocol::MessagePreview) -> String| {
        preview.with(|it| it.as_ref().map(read).unwrap_or_default())
    };
    view! {
        <aside class="message-preview" aria-label="Preview of the message">
            <div class="row spread">
                <h3>"Preview"</h3>
                <span class="badge">
                    {move || if part(|it| it.is_real.to_string()) == "true" { "Newest row" } else { "Made-up row" }}
                </span>
            </div>
            <div class="bubble">
                <p class="bubble-subject">{move || part(|it| it.subject.clone())}</p>
                <p>{move || part(|it| it.sentence.clone())}</p>
            </div>
            <Problems problems/>
            <h4>"Request"</h4>
            <p class="mono request-target">{move || part(|it| it.request.target.clone())}</p>
            <pre class="request-body" tabindex="0" role="region" aria-label="Body of the request">
                {move || part(|it| pretty(&it.request.body))}
            </pre>
            <p class="muted">"Addresses and keys show as ••• and stay in this browser"</p>
        </aside>
    }
}
