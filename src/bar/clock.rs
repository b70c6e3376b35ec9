//! The lab's clock, and whether it runs.

use leptos::prelude::*;
use rillcut_lab::protocol::RunState;

use crate::{model::use_model, ui::format, words::words};

/// The clock.
#[component]
pub(super) fn Clock() -> impl IntoView {
    let model = use_model();
    let time = move || model.frame.with(|frame| format::clock(frame.clock_ms));
    let state = move || match model.frame.with(|frame| frame.state) {
        _ if model.lost.with(Option::is_some) => words().bar.stopped,
        _ if model.lab.with(Option::is_none) => words().bar.starting,
        RunState::Running => words().bar.running,
        RunState::Paused => words().bar.paused,
    };
    view! {
        <p class="bar-clock">
            <span class="bar-time" title=words().bar.clock_title>{time}</span>
            <span class="badge" class:is-good=move || model.is_running()>{state}</span>
        </p>
    }
}
