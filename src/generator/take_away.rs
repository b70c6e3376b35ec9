//! Records beside the plan: so many at once into the application, a file or the clipboard.

use leptos::prelude::*;
use rillcut_lab::{
    protocol::{Command, Edit},
    record_form::RecordForm,
};

use super::entry::Entry;
use crate::{
    model::{Drawn, use_model},
    ui::{format::count, take},
};

/// Where records go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    File,
    Gzip,
    Clipboard,
}

/// The forms to choose from.
const FORMS: [(&str, RecordForm); 3] = [
    ("As they are (NDJSON)", RecordForm::Text),
    ("CSV", RecordForm::Csv),
    ("put-records, with partition keys", RecordForm::Kinesis),
];

/// Number, form, and buttons.
#[component]
pub(super) fn TakeAway(at: usize) -> impl IntoView {
    let model = use_model();
    let (records, form) = (RwSignal::new(1000_u32), RwSignal::new(0_usize));
    let (way, said) = (StoredValue::new(Way::File), RwSignal::new(String::new()));
    Effect::new(move |_| {
        let Some(Drawn { name, text, records }) = model.drawn.get() else { return };
        model.drawn.set(None);
        let number = format!("{} {}", count(records.into()), if records == 1 { "record" } else { "records" });
        let tell = move |to: &'static str| {
            let number = number.clone();
            move |done: bool| {
                said.set(if done {
                    format!("{number} {to}")
                } else {
                    "The browser does not allow it".to_owned()
                });
            }
        };
        match way.get_value() {
            Way::File => take::save(name, &text, false, tell("saved")),
            Way::Gzip => take::save(name, &text, true, tell("saved")),
            Way::Clipboard => take::copy(text, tell("copied")),
        }
    });
    let draw = move |(label, to): (&'static str, Way)| {
        let click = move |_| {
            way.set_value(to);
            said.set(String::new());
            let form = FORMS[form.get_untracked()].1;
            model.send(Command::Draw { at, records: records.get_untracked(), form });
        };
        view! { <button type="button" class="small" on:click=click>{label}</button> }
    };
    let set = Callback::new(move |text: String| {
        if let Ok(number) = text.trim().replace(',', "").parse::<u32>() {
            records.set(number.clamp(1, 1_000_000));
        }
    });
    let choose = move |event| form.set(event_target_value(&event).parse().unwrap_or_default());
    view! {
        <div class="row">
            <Entry label="Records" value=Signal::derive(move || records.get().to_string()) put=set narrow=true/>
            <button
                type="button"
                class="small"
                on:click=move |_| {
                    model.send(Command::Edit(Edit::SendNow { at, records: records.get_untracked() }));
                    said.set("They are sent when the clock runs".to_owned());
                }
            >
                "Send now"
            </button>
            <label class="entry">
                <span class="sr-only">"Form of the records"</span>
                <select on:change=choose>
                    {FORMS
                        .iter()
                        .enumerate()
                        .map(|(at, (name, _))| view! { <option value=at.to_string()>{*name}</option> })
                        .collect_view()}
                </select>
            </label>
            {[("Save file", Way::File), ("Save gzip", Way::Gzip), ("Copy", Way::Clipboard)].map(draw).collect_view()}
            <span class="muted note" role="status">{move || said.get()}</span>
        </div>
    }
}
