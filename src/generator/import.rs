//! Templates out of a file: what KDG keeps in the browser, an export of this page, or the text of a template; pasted, chosen or dropped.

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{Command, Edit, ProblemSource, StoredTemplate};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

use super::{drafts::Draft, heat_cells::short, senders::put};
use crate::{
    analytics::place,
    model::{Model, Stored, use_model},
    ui::{dialog::follow, problems::Problems},
    words::words,
};

/// Largest file that is read, bytes; the engine refuses less.
const MAX_FILE: f64 = 9e6;

/// Reads a file; the engine answers with what is in it.
pub(super) fn read_file(model: Model, file: File) {
    spawn_local(async move {
        let read = if file.size() > MAX_FILE { None } else { JsFuture::from(file.text()).await.ok() };
        // A file that cannot be read, or is far too large, is refused as an empty one.
        let text = read.and_then(|text| text.as_string()).unwrap_or_default();
        read_text(model, file.name(), text);
    });
}

fn read_text(model: Model, name: String, text: String) {
    model.forget_problems(&ProblemSource::Import);
    model.send(Command::ReadTemplates { name, text });
}

/// The dialog.
#[component]
pub(super) fn Import(
    opened: RwSignal<bool>,
    /// Called with the name of the first template that was taken.
    taken: Callback<String>,
    /// Called with a template that has to be mended before the lab can take it.
    mend: Callback<Draft>,
    /// Whether there is room in the editor for one.
    #[prop(into)]
    room: Signal<bool>,
) -> impl IntoView {
    let model = use_model();
    let dialog = NodeRef::<html::Dialog>::new();
    let (field, file) = (NodeRef::<html::Textarea>::new(), NodeRef::<html::Input>::new());
    let refused = Signal::derive(move || model.problems(&ProblemSource::Import));
    // Whatever was read, also by dropping it on the page, is shown here.
    Effect::new(move |_| {
        if model.stored.with(Option::is_some) || !refused.with(Vec::is_empty) {
            opened.set(true);
        }
    });
    follow(dialog, move || opened.get());
    let close = move |_| {
        opened.set(false);
        model.stored.set(None);
        model.forget_problems(&ProblemSource::Import);
    };
    let choose = move |_| {
        let chosen = file.get().and_then(|input| input.files()).and_then(|files| files.get(0));
        if let Some(chosen) = chosen {
            read_file(model, chosen);
        }
        // The same file can be chosen again after a change.
        if let Some(input) = file.get() {
            input.set_value("");
        }
    };
    let words = &words().templates.import;
    view! {
        <dialog class="dialog wide-dialog" node_ref=dialog aria-labelledby="import-title" on:close=close>
            <div class="dialog-head">
                <h2 id="import-title">{words.title}</h2>
                <form method="dialog">
                    <button class="quiet small" aria-label=words.close>"✕"</button>
                </form>
            </div>
            <p>{words.from_kdg}</p>
            <pre class="sample-record" tabindex="0" role="region" aria-label=words.line>
                "JSON.stringify({templates: localStorage.templates, periods: localStorage.periods})"
            </pre>
            <div class="field">
                <label for="import-text">{words.paste}</label>
                <textarea id="import-text" node_ref=field rows="4" spellcheck="false"></textarea>
            </div>
            <div class="row">
                <button type="button" on:click=move |_| {
                    let text = field.get_untracked().map(|field| field.value()).unwrap_or_default();
                    read_text(model, words.pasted.to_owned(), text);
                }>{words.read}</button>
                <button type="button" class="quiet" on:click=move |_| {
                    if let Some(file) = file.get_untracked() {
                        file.click();
                    }
                }>{words.choose}</button>
                <input node_ref=file type="file" accept=".json,.txt,application/json,text/plain" hidden aria-label=words.file on:change=choose/>
            </div>
            <Problems problems=refused/>
            {move || model.stored.get().map(|stored| view! { <Found stored opened taken mend room/> })}
        </dialog>
    }
}

/// What was found, to choose from.
#[component]
fn Found(
    stored: Stored,
    opened: RwSignal<bool>,
    taken: Callback<String>,
    mend: Callback<Draft>,
    room: Signal<bool>,
) -> impl IntoView {
    let model = use_model();
    let Stored { templates, periods } = stored;
    let usable = |template: &StoredTemplate| !template.problems.iter().any(|problem| problem.is_error);
    let chosen = RwSignal::new(templates.iter().map(usable).collect::<Vec<bool>>());
    let senders = model.lab.with_untracked(|view| {
        let names = |view: &std::sync::Arc<rillcut_lab::protocol::LabView>| {
            view.lab.senders.iter().map(|sender| sender.name.clone()).collect::<Vec<_>>()
        };
        view.as_ref().map_or_else(Vec::new, names)
    });
    // Position of the sender that gets the table of periods.
    let to = RwSignal::new(if periods.is_some() && !senders.is_empty() { Some(0) } else { None::<usize> });
    let peak =
        periods.as_ref().map(|periods| super::heat_cells::highest(periods, super::heat_cells::Layer::Mu));
    let words = &words().templates.import;
    let item = |(at, template): (usize, &StoredTemplate)| {
        let usable = usable(template);
        let draft = Draft { name: template.name.clone(), text: place::as_field_text(&template.text) };
        let edit = (!usable).then(|| {
            view! {
                <button
                    type="button"
                    class="small"
                    disabled=move || !room.get()
                    title=move || if room.get() { "" } else { words.no_room }
                    aria-label=(words.mend_named)(&template.name)
                    on:click=move |_| {
                        mend.run(draft.clone());
                        opened.set(false);
                    }
                >
                    {words.mend}
                </button>
            }
        });
        let said = match template.problems.first() {
            Some(first) => format!("{}:{} {} {}", first.line, first.column, first.code, first.message),
            None => String::new(),
        };
        view! {
            <li>
                <label class="check">
                    <input
                        type="checkbox"
                        disabled=!usable
                        prop:checked=move || chosen.with(|chosen| chosen[at])
                        on:change=move |event| {
                            let on = event_target_checked(&event);
                            chosen.update(|chosen| chosen[at] = on);
                        }
                    />
                    {template.name.clone()}
                </label>
                <span class="field-problem" class:is-warning=usable lang="en" hidden=said.is_empty()>{said.clone()}</span>
                {edit}
            </li>
        }
    };
    let items = templates.iter().enumerate().map(item).collect_view();
    let table = peak.map(|peak| {
        view! {
            <label class="entry">
                {(words.periods)(&short(peak))}
                <select on:change=move |event| to.set(event_target_value(&event).parse().ok())>
                    {senders
                        .into_iter()
                        .enumerate()
                        .map(|(at, name)| view! { <option value=at.to_string()>{name}</option> })
                        .collect_view()}
                    <option value="">{words.nobody}</option>
                </select>
            </label>
        }
    });
    let stored = StoredValue::new((templates, periods));
    let take = move |_| {
        let (templates, periods) = stored.get_value();
        let mut first = None;
        for (template, _) in templates.into_iter().zip(chosen.get_untracked()).filter(|(_, chosen)| *chosen) {
            first.get_or_insert_with(|| template.name.clone());
            model.send(Command::Edit(Edit::PutTemplate { name: template.name, text: template.text }));
        }
        if let (Some(periods), Some(at)) = (periods, to.get_untracked()) {
            let sender = model.lab.with_untracked(|view| view.as_ref()?.lab.senders.get(at).cloned());
            if let Some(mut sender) = sender {
                sender.periods = Some(periods);
                put(model, at, sender);
            }
        }
        if let Some(first) = first {
            taken.run(first);
        }
        opened.set(false);
    };
    let nothing = Memo::new(move |_| !chosen.with(|chosen| chosen.contains(&true)) && to.get().is_none());
    view! {
        <div class="found" role="group" aria-label=words.found>
            <ul class="import-list">{items}</ul>
            {table}
            <div class="row">
                <button type="button" class="primary" disabled=move || nothing.get() on:click=take>{words.take}</button>
            </div>
        </div>
    }
}
