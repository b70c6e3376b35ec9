//! The way back over the run: a slider from the start of the clock to the latest instant that has been.
//!
//! The engine replays exactly, so the slider is no picture of the past but the past: rows, windows, forest and chart are what they were.

use leptos::{html, prelude::*};
use rillcut_lab::protocol::Command;

use crate::{model::use_model, ui::format, words::words};

/// The slider.
#[component]
pub(crate) fn Scrubber() -> impl IntoView {
    let model = use_model();
    let start = Memo::new(move |_| model.lab.with(|view| view.as_ref().map_or(0, |view| view.start_ms)));
    let clock = Memo::new(move |_| model.frame.with(|frame| frame.clock_ms));
    let reached = Memo::new(move |_| model.frame.with(|frame| frame.reached_ms));
    let begun = move || reached.get() > start.get();
    let back = Memo::new(move |_| clock.get() < reached.get());
    // While a hand is on the slider, frames on their way do not move it.
    let held = RwSignal::new(None::<i64>);
    let shown = move || held.get().unwrap_or_else(|| clock.get());
    let seek = move |clock_ms| model.send(Command::Seek { clock_ms });
    let slid = move |event| {
        if let Ok(clock_ms) = event_target_value(&event).parse::<f64>() {
            held.set(Some(clock_ms as i64));
            seek(clock_ms as i64);
        }
    };
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            input.set_min(&start.get().to_string());
        }
    });
    // The end before the value: a browser holds a value within the ends that it knows.
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            input.set_max(&reached.get().max(start.get() + 1).to_string());
            input.set_value(&shown().to_string());
        }
    });
    let elapsed = move |at_ms: i64| format::elapsed(at_ms - start.get());
    let words = &words().bar;
    view! {
        <div class="scrubber" class:is-back=move || back.get()>
            <label for="scrubber">{words.time}</label>
            <input
                id="scrubber"
                type="range"
                step="any"
                node_ref=input
                disabled=move || !begun()
                aria-valuetext=move || (words.time_of)(&elapsed(shown()), &elapsed(reached.get()))
                title=words.time_title
                on:input=slid
                on:change=move |_| held.set(None)
            />
            <span class="badge" title=words.past_title aria-hidden="true">
                {words.past}
            </span>
            <output for="scrubber">{move || format!("{} / {}", elapsed(shown()), elapsed(reached.get()))}</output>
            <button
                type="button"
                class="quiet"
                title=words.to_end_title
                disabled=move || !back.get()
                on:click=move |_| seek(reached.get_untracked())
            >
                {words.to_end}
            </button>
            <p class="sr-only" role="status">
                {move || if back.get() { words.past_said } else { "" }}
            </p>
        </div>
    }
}
