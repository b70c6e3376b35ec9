//! The bar on top: run, step, speed, seed, clock; what is happening in a sentence; what to do when the engine is gone.

use leptos::prelude::*;
use rillcut_lab::protocol::Command;

use crate::model::use_model;

/// The bar.
#[component]
pub(crate) fn Bar() -> impl IntoView {
    let model = use_model();
    view! {
        <header class="bar">
            <h1>"Rillcut"</h1>
            <button type="button" on:click=move |_| model.send(Command::Run)>"Run"</button>
        </header>
    }
}

/// One sentence about what is happening.
#[component]
pub(crate) fn Narration() -> impl IntoView {
    let model = use_model();
    view! { <p class="narration" role="status">{move || model.frame.with(|frame| frame.narration.clone())}</p> }
}

/// What happened to the engine, and a way on.
#[component]
pub(crate) fn Lost() -> impl IntoView {
    let model = use_model();
    move || {
        model.lost.get().map(|reason| {
            view! {
                <section class="lost" role="alert">
                    <h2>"The engine has stopped"</h2>
                    <p>{reason}</p>
                    <button type="button" on:click=move |_| model.restart()>"Restart the engine"</button>
                </section>
            }
        })
    }
}
