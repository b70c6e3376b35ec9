//! Run, pause, steps, reset, and the seed.

use leptos::prelude::*;
use rillcut_lab::protocol::{Command, Edit, Step};
use wasm_bindgen::JsCast;

use crate::{
    address::{address, is_readonly},
    model::{Model, PLAY, use_model},
    words::{ClockStepWords, words},
};

/// The steps of the clock, in the order of their words.
const STEPS: [Step; 4] = [Step::Record, Step::Window, Step::Anomaly, Step::Day];

/// The buttons that move the clock.
#[component]
pub(super) fn Controls() -> impl IntoView {
    let model = use_model();
    let begun = Memo::new(move |_| {
        let start = model.lab.with(|view| view.as_ref().map(|view| view.start_ms));
        model
            .frame
            .with(|frame| start.is_some_and(|start| frame.clock_ms > start) || frame.source.records > 0)
    });
    let no_lab = Signal::derive(move || model.lab.with(Option::is_none) || model.lost.with(Option::is_some));
    on_space(model);
    let words = &words().bar;
    let step = move |(words, step): (&'static ClockStepWords, Step)| {
        view! {
            <button
                type="button"
                class="segment"
                aria-label=words.name
                title=words.title
                disabled=move || no_lab.get()
                on:click=move |_| model.send(Command::Step(step))
            >
                <span>{words.label}</span>
            </button>
        }
    };
    // One button for three things, so that it keeps the focus when it changes.
    let running = Memo::new(move |_| model.is_running());
    let next = move || match (running.get(), begun.get()) {
        (true, _) => (words.pause, words.space),
        (false, true) => (words.run, words.space),
        (false, false) => (words.play, words.play_title),
    };
    let go = move |_| match (running.get_untracked(), begun.get_untracked()) {
        (true, _) => model.send(Command::Pause),
        (false, true) => model.send(Command::Run),
        (false, false) => play(model),
    };
    view! {
        <div class="bar-controls" role="group" aria-label=words.clock>
            <button
                type="button"
                class="primary"
                title=move || next().1
                disabled=move || no_lab.get()
                on:click=go
            >
                {move || next().0}
            </button>
            <span class="bar-hint" aria-hidden="true">{words.next}</span>
            <div class="segments">
                {words.steps.iter().zip(STEPS).map(step).collect_view()}
            </div>
            <button
                type="button"
                class="quiet"
                title=words.reset_title
                disabled=move || no_lab.get()
                on:click=move |_| model.send(Command::Reset)
            >
                {words.reset}
            </button>
        </div>
    }
}

fn play(model: Model) {
    // Unless the address says how fast.
    if address().speed.is_none() {
        model.set_speed(PLAY);
    }
    model.send(Command::Run);
}

/// Space runs and pauses wherever no field or button has the focus.
fn on_space(model: Model) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let busy = target.is_some_and(|target| {
            matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT" | "BUTTON" | "SUMMARY" | "A")
                || target.closest("dialog, [role=application], [tabindex]").ok().flatten().is_some()
        });
        if event.code() == "Space" && !busy && !event.repeat() {
            event.prevent_default();
            model.send(if model.frame.with_untracked(|frame| frame.state.is_paused()) {
                Command::Run
            } else {
                Command::Pause
            });
        }
    });
    on_cleanup(move || handle.remove());
}

/// The seed: the same one gives the same run.
#[component]
pub(super) fn Seed() -> impl IntoView {
    let model = use_model();
    let seed = move || {
        model.lab.with(|view| view.as_ref().map_or_else(String::new, |view| view.lab.seed.to_string()))
    };
    let set = move |event| {
        let text = event_target_value(&event);
        match text.trim().parse() {
            Ok(seed) => model.send(Command::Edit(Edit::SetSeed(seed))),
            // Not a seed: the field shows the one in force again.
            Err(_) => model.lab.notify(),
        }
    };
    let dice = move |_| {
        let mut bytes = [0_u8; 4];
        let drawn = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
        if drawn.is_ok() {
            model.send(Command::Edit(Edit::SetSeed(u64::from(u32::from_le_bytes(bytes)))));
        }
    };
    let words = &words().bar;
    view! {
        <div class="bar-seed">
            <label for="seed">{words.seed}</label>
            <input
                id="seed"
                type="number"
                min="0"
                step="1"
                prop:value=seed
                disabled=is_readonly()
                title=words.seed_title
                on:change=set
            />
            <button type="button" class="quiet edits" title=words.other_seed aria-label=words.draw_seed on:click=dice>
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <rect x="4" y="4" width="16" height="16" rx="3"></rect>
                    <circle cx="9" cy="9" r="1.2"></circle>
                    <circle cx="15" cy="15" r="1.2"></circle>
                    <circle cx="15" cy="9" r="1.2"></circle>
                    <circle cx="9" cy="15" r="1.2"></circle>
                </svg>
            </button>
        </div>
    }
}
