//! What happened to the engine, and a way on.

use leptos::prelude::*;

use crate::{model::use_model, ui::take, words::words};

/// Shown when the engine's worker has ended: the page stays, with the lab it knows.
#[component]
pub(crate) fn Lost() -> impl IntoView {
    let model = use_model();
    let copy = move |_| {
        let report = format!(
            "Rillcut {}\n{}\n{}",
            env!("CARGO_PKG_VERSION"),
            window().navigator().user_agent().unwrap_or_default(),
            model.lost.get_untracked().unwrap_or_default()
        );
        take::copy(report, |done| {
            if !done {
                leptos::logging::warn!("the clipboard is not allowed here");
            }
        });
    };
    move || {
        model.lost.get().map(|reason| {
            view! {
                <section class="lost" role="alert">
                    <h2>{words().engine.stopped}</h2>
                    <p>{words().engine.stays}</p>
                    <p class="mono">{reason}</p>
                    <div class="row">
                        <button type="button" class="primary" on:click=move |_| model.restart()>
                            {words().engine.restart}
                        </button>
                        <button type="button" on:click=copy>{words().engine.report}</button>
                    </div>
                </section>
            }
        })
    }
}
