//! The webhook's form: address, method, headers; connect, disconnect, test.

use leptos::prelude::*;
use rillcut_lab::protocol::{Command, ProblemSource};

use super::fields::{Fields, HeaderField, METHODS};
use crate::{
    model::{Model, use_model},
    ui::problems::Problems,
};

/// The form.
#[component]
pub(super) fn Webhook() -> impl IntoView {
    let model = use_model();
    let in_force = Memo::new(move |_| model.lab.with(|lab| lab.as_ref()?.webhook.clone()));
    let fields = RwSignal::new(in_force.get_untracked().as_ref().map_or_else(Fields::default, Fields::of));
    let problems = Signal::derive(move || model.problems(&ProblemSource::Webhook));
    let edited = Memo::new(move |_| {
        in_force.with(|now| now.as_ref().is_some_and(|now| fields.with(|f| f.settings() != *now)))
    });
    let change = move |edit: &mut dyn FnMut(&mut Fields)| change(model, fields, edit);
    let connect = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        model.send(Command::SetWebhook(Some(fields.with_untracked(Fields::settings))));
    };
    let state = move || match (in_force.with(Option::is_some), edited.get()) {
        (false, _) => view! { <span class="badge">"Not connected"</span> }.into_any(),
        (true, false) => view! { <span class="badge is-good">"Connected"</span> }.into_any(),
        (true, true) => view! { <span class="badge is-warn">"Edited, not connected anew"</span> }.into_any(),
    };
    view! {
        <form class="webhook" novalidate on:submit=connect>
            <div class="row spread">
                <h3>"Webhook"</h3>
                {state}
            </div>
            <p class="muted webhook-note" id="webhook-note">
                "Nothing leaves this tab until you give an address. Addresses and headers are never saved in the lab file"
            </p>
            <div class="webhook-target">
                <div class="field">
                    <label for="webhook-method">"Method"</label>
                    <select
                        id="webhook-method"
                        prop:value=move || fields.with(|fields| fields.method.clone())
                        on:change=move |event| change(&mut |fields| fields.method = event_target_value(&event))
                    >
                        {METHODS.map(|method| view! { <option value=method>{method}</option> }).collect_view()}
                    </select>
                </div>
                <div class="field webhook-url">
                    <label for="webhook-url">"Address"</label>
                    <input
                        id="webhook-url"
                        type="url"
                        placeholder="https://example.com/hook"
                        autocomplete="off"
                        spellcheck="false"
                        aria-describedby="webhook-note"
                        aria-invalid=move || problems.with(|problems| !problems.is_empty()).to_string()
                        prop:value=move || fields.with(|fields| fields.url.clone())
                        on:input=move |event| change(&mut |fields| fields.url = event_target_value(&event))
                    />
                </div>
            </div>
            <div class="row spread">
                <h4>"Headers"</h4>
                <button type="button" class="quiet" on:click=move |_| change(&mut Fields::add_header)>
                    "Add header"
                </button>
            </div>
            <ul class="webhook-headers" aria-label="Headers">
                <For
                    each=move || fields.with(|fields| fields.headers.clone())
                    key=|field| field.key
                    children=move |field| view! { <Header field fields/> }
                />
            </ul>
            <Problems problems/>
            <div class="row">
                <button type="submit" class:primary=move || in_force.with(Option::is_none) || edited.get()>
                    {move || if in_force.with(Option::is_some) { "Connect anew" } else { "Connect" }}
                </button>
                <button
                    type="button"
                    disabled=move || in_force.with(Option::is_none)
                    on:click=move |_| model.send(Command::SetWebhook(None))
                >
                    "Disconnect"
                </button>
                <button
                    type="button"
                    disabled=move || in_force.with(Option::is_none)
                    title="Sends a made-up row, marked as a test"
                    on:click=move |_| model.send(Command::TestWebhook)
                >
                    "Send a test"
                </button>
            </div>
        </form>
    }
}

/// Changes the form; what was refused of it before no longer holds.
fn change(model: Model, fields: RwSignal<Fields>, edit: &mut dyn FnMut(&mut Fields)) {
    fields.update(|fields| edit(fields));
    model.forget_problems(&ProblemSource::Webhook);
}

/// One header.
#[component]
fn Header(field: HeaderField, fields: RwSignal<Fields>) -> impl IntoView {
    let model = use_model();
    let key = field.key;
    let with = move |edit: &mut dyn FnMut(&mut HeaderField)| {
        change(model, fields, &mut |fields: &mut Fields| {
            if let Some(field) = fields.headers.iter_mut().find(|field| field.key == key) {
                edit(field);
            }
        });
    };
    let remove = move |_| {
        change(model, fields, &mut |fields: &mut Fields| fields.headers.retain(|field| field.key != key));
    };
    view! {
        <li class="webhook-header">
            <input
                type="text"
                aria-label="Header name"
                placeholder="authorization"
                autocomplete="off"
                spellcheck="false"
                prop:value=field.name
                on:input=move |event| with(&mut |field| field.name = event_target_value(&event))
            />
            <input
                type="text"
                aria-label="Header value"
                placeholder="Bearer …"
                autocomplete="off"
                spellcheck="false"
                prop:value=field.value
                on:input=move |event| with(&mut |field| field.value = event_target_value(&event))
            />
            <button type="button" class="quiet" aria-label="Remove header" on:click=remove>
                "Remove"
            </button>
        </li>
    }
}
