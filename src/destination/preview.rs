//! The message that a destination would send of its newest row.

use leptos::prelude::*;

use super::json::pretty;
use crate::{model::use_model, ui::problems::Problems, words::words};

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
    let w = &words().setup.preview;
    view! {
        <aside class="message-preview" aria-label=w.label>
            <div class="row spread">
                <h3>{w.title}</h3>
                <span class="badge">
                    {move || if part(|it| it.is_real.to_string()) == "true" { w.newest } else { w.made_up }}
                </span>
            </div>
            <div class="bubble" lang="en">
                <p class="bubble-subject">{move || part(|it| it.subject.clone())}</p>
                <p>{move || part(|it| it.sentence.clone())}</p>
            </div>
            <Problems problems/>
            <h4>{w.request}</h4>
            <p class="mono request-target">{move || part(|it| it.request.target.clone())}</p>
            <pre class="request-body" tabindex="0" role="region" aria-label=w.body>
                {move || part(|it| pretty(&it.request.body))}
            </pre>
            <p class="muted">{w.secrets}</p>
        </aside>
    }
}
