//! How fast the clock runs.

use leptos::prelude::*;
use rillcut_lab::protocol::Speed;

use crate::{model::use_model, words::words};

/// The speeds to choose from; the last has its word from the language.
const SPEEDS: [(&str, Speed); 5] = [
    ("×1", Speed::Times(1.0)),
    ("×10", Speed::Times(10.0)),
    ("×60", Speed::Times(60.0)),
    ("×600", Speed::Times(600.0)),
    ("", Speed::Max),
];

/// A choice of speeds, as radio buttons that look like one control.
#[component]
pub(super) fn SpeedChoice() -> impl IntoView {
    let model = use_model();
    view! {
        <div class="segments" role="radiogroup" aria-label=words().bar.speed>
            {SPEEDS
                .map(|(label, speed)| {
                    let label = if speed == Speed::Max { words().bar.fastest } else { label };
                    view! {
                        <label class="segment">
                            <input
                                type="radio"
                                name="speed"
                                class="sr-only"
                                prop:checked=move || model.speed.get() == speed
                                on:change=move |_| model.set_speed(speed)
                            />
                            <span>{label}</span>
                        </label>
                    }
                })
                .collect_view()}
        </div>
    }
}
