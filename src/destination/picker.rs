//! The kinds of receivers, to choose from.

use leptos::prelude::*;
use rillcut_lab::file::{DestinationSpec, Preset};

use crate::words::words;

/// A preset's mark.
#[component]
pub(super) fn Chip(preset: Preset) -> impl IntoView {
    let (mark, group) = mark(preset);
    view! { <span class="chip" data-group=group aria-hidden="true">{mark}</span> }
}

/// Two letters, and the group by which it is coloured.
fn mark(preset: Preset) -> (&'static str, &'static str) {
    match preset {
        Preset::Json => ("{ }", "web"),
        Preset::StandardWebhooks => ("sw", "web"),
        Preset::CloudEvents => ("ce", "web"),
        Preset::CloudEventsBinary => ("cb", "web"),
        Preset::Slack => ("Sl", "chat"),
        Preset::Discord => ("Di", "chat"),
        Preset::Teams => ("Te", "chat"),
        Preset::Telegram => ("Tg", "chat"),
        Preset::Ntfy => ("nt", "phone"),
        Preset::PagerDuty => ("PD", "call"),
        Preset::Opsgenie => ("Og", "call"),
        Preset::Lambda => ("λ", "aws"),
        Preset::Kinesis => ("λk", "aws"),
        Preset::Browser => ("!", "here"),
    }
}

/// A group of radio buttons, one a preset.
#[component]
pub(super) fn Picker(spec: RwSignal<DestinationSpec>) -> impl IntoView {
    let one = move |preset: Preset| {
        let facts = preset.facts();
        view! {
            <label class="preset" class:is-chosen=move || spec.with(|spec| spec.preset == preset)>
                <input
                    type="radio"
                    name="preset"
                    prop:checked=move || spec.with(|spec| spec.preset == preset)
                    on:change=move |_| spec.update(|spec| spec.preset = preset)
                />
                <Chip preset/>
                <span class="preset-name">{facts.label}<small>{facts.group}</small></span>
            </label>
        }
    };
    view! {
        <fieldset class="part">
            <legend>{words().setup.receiver}</legend>
            <div class="presets" lang="en">{Preset::ALL.map(one).collect_view()}</div>
            <p class="advice" lang="en">{move || spec.with(|spec| spec.preset.facts().advice)}</p>
        </fieldset>
    }
}
