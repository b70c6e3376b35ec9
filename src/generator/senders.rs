//! The senders: each stands for one of KDG's browser tabs.

use leptos::{html, prelude::*};
use rillcut_lab::{
    file::SenderSpec,
    protocol::{Command, Edit, ProblemSource},
};

use super::{
    sender_editor::{self, SenderEditor},
    timeline,
};
use crate::{
    address::is_readonly,
    model::{Model, use_model},
    ui::{format::count, problems::Problems},
    words::words,
};

/// The list, and a button to add to it.
#[component]
pub(super) fn Senders(
    /// Name of the template that a new sender draws from.
    chosen: RwSignal<String>,
) -> impl IntoView {
    let model = use_model();
    let senders =
        Memo::new(move |_| model.lab.with(|view| view.as_ref().map_or(0, |view| view.lab.senders.len())));
    let add = move |_| {
        let sender = model.lab.with_untracked(|view| {
            let lab = &view.as_ref()?.lab;
            let template = chosen.get_untracked();
            let known = lab.templates.iter().any(|one| one.name == template);
            let template = if known { template } else { lab.templates.first()?.name.clone() };
            let name = (words().senders.numbered)(&(lab.senders.len() + 1).to_string());
            Some(SenderSpec { name, template, ..SenderSpec::default() })
        });
        if let Some(sender) = sender {
            model.send(Command::Edit(Edit::PutSender { at: senders.get_untracked(), sender }));
        }
    };
    let refused = Signal::derive(move || model.problems(&ProblemSource::Sender(senders.get())));
    let editing = RwSignal::new(None::<usize>);
    let words = &words().senders;
    view! {
        <div class="senders">
            <div class="row spread">
                <h3 id="senders-title">{words.title}</h3>
                <button type="button" class="quiet small edits" disabled=move || model.lab.with(Option::is_none) on:click=add>
                    {words.add}
                </button>
            </div>
            <ul class="sender-list" aria-labelledby="senders-title">
                <For each=move || 0..senders.get() key=|at| *at children=move |at| view! { <Sender at editing/> }/>
            </ul>
            <p class="muted" hidden=move || senders.get() != 0>{words.none}</p>
            <Problems problems=refused/>
            <SenderEditor opened=editing/>
        </div>
    }
}

/// One sender.
#[component]
fn Sender(at: usize, editing: RwSignal<Option<usize>>) -> impl IntoView {
    let model = use_model();
    let spec = Memo::new(move |_| model.lab.with(|view| view.as_ref()?.lab.senders.get(at).cloned()));
    let status =
        Memo::new(move |_| model.frame.with(|frame| frame.senders.get(at).cloned().unwrap_or_default()));
    let sending = Memo::new(move |_| status.with(|status| status.sending));
    let name =
        Memo::new(move |_| spec.with(|spec| spec.as_ref().map(|spec| spec.name.clone()).unwrap_or_default()));
    let template = Memo::new(move |_| {
        spec.with(|spec| spec.as_ref().map(|spec| spec.template.clone()).unwrap_or_default())
    });
    let templates = Memo::new(move |_| {
        let names = |view: &rillcut_lab::protocol::LabView| {
            view.lab.templates.iter().map(|template| template.name.clone()).collect::<Vec<_>>()
        };
        model.lab.with(|view| view.as_deref().map_or_else(Vec::new, names))
    });
    let per_second =
        move || spec.with(|spec| spec.as_ref().map_or_else(String::new, |spec| spec.rate.to_string()));
    let change = move |change: &dyn Fn(&mut SenderSpec)| {
        if let Some(mut sender) = spec.get_untracked() {
            change(&mut sender);
            put(model, at, sender);
        }
    };
    let name_field = NodeRef::<html::Input>::new();
    let rate_field = NodeRef::<html::Input>::new();
    // Whatever the lab takes, the fields then say what is in force, also where a refused entry stood.
    Effect::new(move |_| {
        model.lab.track();
        if let Some(field) = name_field.get() {
            field.set_value(&name.get_untracked());
        }
        if let Some(field) = rate_field.get() {
            field.set_value(&untrack(per_second));
        }
    });
    let refused = Signal::derive(move || model.problems(&ProblemSource::Sender(at)));
    let (common, words) = (&words().common, &words().senders);
    view! {
        <li class="sender" class:is-sending=move || sending.get()>
            <div class="sender-line">
                <span class="sender-dot" aria-hidden="true"></span>
                <input
                    node_ref=name_field
                    class="sender-name"
                    disabled=is_readonly()
                    aria-label=(words.name_of)(&(at + 1).to_string())
                    autocomplete="off"
                    on:change=move |event| change(&|sender| sender.name = event_target_value(&event))
                />
                <span class="sender-count">{move || status.with(sender_editor::done)}</span>
                <button
                    type="button"
                    class="small edits"
                    aria-label=move || if sending.get() { (words.stop_named)(&name.get()) } else { (words.start_named)(&name.get()) }
                    on:click=move |_| model.send(Command::Edit(Edit::Send { at, on: !sending.get_untracked() }))
                >
                    {move || if sending.get() { words.stop } else { words.start }}
                </button>
                <button
                    type="button"
                    class="small edits"
                    aria-haspopup="dialog"
                    aria-label=move || (words.edit_named)(&name.get())
                    on:click=move |_| editing.set(Some(at))
                >
                    {words.edit}
                </button>
                <button
                    type="button"
                    class="quiet small edits"
                    title=common.remove
                    aria-label=move || (common.remove_named)(&name.get())
                    on:click=move |_| model.send(Command::Edit(Edit::RemoveSender { at }))
                >
                    "×"
                </button>
            </div>
            <div class="sender-line sender-settings">
                <select
                    disabled=is_readonly()
                    aria-label=move || (words.template_of)(&name.get())
                    on:change=move |event| change(&|sender| sender.template = event_target_value(&event))
                >
                    {move || {
                        templates
                            .get()
                            .into_iter()
                            .map(|one| {
                                let chosen = one == template.get();
                                view! { <option value=one.clone() prop:selected=chosen>{one.clone()}</option> }
                            })
                            .collect_view()
                    }}
                </select>
                <label class="sender-rate" hidden=move || spec.with(|spec| spec.as_ref().is_some_and(|spec| spec.periods.is_some()))>
                    <span class="sr-only">{move || (words.rate_of)(&name.get())}</span>
                    <input
                        node_ref=rate_field
                        type="number"
                        min="0"
                        step="any"
                        inputmode="decimal"
                        disabled=is_readonly()
                        on:change=move |event| {
                            // What is no number is refused by the engine, which says so.
                            let rate = event_target_value(&event).parse().unwrap_or(f64::NAN);
                            change(&|sender| sender.rate = rate);
                        }
                    />
                    {words.per_second}
                </label>
                <span class="sender-plan">{move || spec.with(|spec| spec.as_ref().map(plan))}</span>
                <span class="sender-achieved">
                    {move || status.with(|status| sender_editor::achieved(status, model.speed.get(), model.is_running()))}
                </span>
            </div>
            <Problems problems=refused/>
        </li>
    }
}

/// How a sender sends, in words.
fn plan(spec: &SenderSpec) -> String {
    let words = &words().senders;
    let mut out = timeline::plan(&spec.active);
    if spec.periods.is_some() {
        out.insert_str(0, words.by_table);
    }
    if let Some(limit) = spec.limit {
        out.push_str(&(words.ending)(&count(limit)));
    }
    out
}

/// Replaces a sender; it goes on with its counters.
pub(super) fn put(model: Model, at: usize, sender: SenderSpec) {
    model.send(Command::Edit(Edit::PutSender { at, sender }));
}
