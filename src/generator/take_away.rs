//! Records beside the plan: so many at once into the application, a file or the clipboard.

use leptos::prelude::*;
use rillcut_lab::{
    protocol::{Command, Edit},
    record_form::RecordForm,
};

use super::entry::Entry;
use crate::{
    model::{Drawn, use_model},
    ui::take,
    words::words,
};

/// Where records go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    File,
    Gzip,
    Clipboard,
}

/// The forms to choose from, in the order of their words.
const FORMS: [RecordForm; 3] = [RecordForm::Text, RecordForm::Csv, RecordForm::Kinesis];

/// Number, form, and buttons.
#[component]
pub(super) fn TakeAway(at: usize) -> impl IntoView {
    let model = use_model();
    let (records, form) = (RwSignal::new(1000_u32), RwSignal::new(0_usize));
    let (common, words) = (&words().common, &words().senders.take);
    let (way, said) = (StoredValue::new(Way::File), RwSignal::new(String::new()));
    Effect::new(move |_| {
        let Some(Drawn { name, text, records }) = model.drawn.get() else { return };
        model.drawn.set(None);
        let number = (common.records)(records.into());
        let tell = move |well: fn(&str) -> String| {
            move |done: bool| said.set(if done { well(&number) } else { words.refused.to_owned() })
        };
        match way.get_value() {
            Way::File => take::save(name, &text, false, tell(words.saved)),
            Way::Gzip => take::save(name, &text, true, tell(words.saved)),
            Way::Clipboard => take::copy(text, tell(words.copied)),
        }
    });
    let draw = move |(label, to): (&'static str, Way)| {
        let click = move |_| {
            way.set_value(to);
            said.set(String::new());
            let form = FORMS[form.get_untracked()];
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
            <Entry label=words.records value=Signal::derive(move || records.get().to_string()) put=set narrow=true/>
            <button
                type="button"
                class="small"
                on:click=move |_| {
                    model.send(Command::Edit(Edit::SendNow { at, records: records.get_untracked() }));
                    said.set(words.sent.to_owned());
                }
            >
                {words.send}
            </button>
            <label class="entry">
                <span class="sr-only">{words.form}</span>
                <select on:change=choose>
                    {words
                        .forms
                        .into_iter()
                        .enumerate()
                        .map(|(at, name)| view! { <option value=at.to_string()>{name}</option> })
                        .collect_view()}
                </select>
            </label>
            {[(words.file, Way::File), (words.gzip, Way::Gzip), (words.copy, Way::Clipboard)].map(draw).collect_view()}
            <span class="muted note" role="status">{move || said.get()}</span>
        </div>
    }
}
