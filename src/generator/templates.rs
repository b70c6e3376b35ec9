//! The record templates and their editor.

use leptos::{html, prelude::*};
use rillcut_lab::{
    file::NamedTemplate,
    protocol::{Command, Edit, ProblemSource},
};

use super::{
    drafts::{Draft, Drafts},
    functions::Functions,
    records::Records,
    senders,
};
use crate::{
    analytics::{later::Later, place},
    model::{Model, use_model},
    ui::problems::Problems,
};

/// The templates of the lab, one of them in the editor.
#[component]
pub(super) fn Templates(
    /// Name of the open template as it is saved; empty for a new one.
    chosen: RwSignal<String>,
) -> impl IntoView {
    let model = use_model();
    let saved = Memo::new(move |_| {
        model.lab.with(|view| view.as_ref().map_or_else(Vec::new, |view| view.lab.templates.clone()))
    });
    let drafts = RwSignal::new(Drafts::default());
    Effect::new(move |_| {
        saved.with(|saved| drafts.update(|drafts| drafts.follow(saved)));
    });
    let open = Memo::new(move |_| drafts.with(|drafts| drafts.open().to_owned()));
    Effect::new(move |_| chosen.set(open.get()));
    let draft = Memo::new(move |_| drafts.with(|drafts| saved.with(|saved| drafts.current(saved))));
    let preview = move || {
        let Draft { name, text } = draft.get_untracked();
        model.send(Command::PreviewTemplate { name, text });
    };
    // Another template is shown with its records at once.
    Effect::new(move |_| {
        open.track();
        if saved.with(|saved| !saved.is_empty()) || drafts.with_untracked(Drafts::has_new) {
            preview();
        }
    });
    let choose = move |name: String| {
        drafts.update(|drafts| drafts.choose(&name));
    };
    let tab = move |template: NamedTemplate| {
        let name = StoredValue::new(template.name.clone());
        let is_open = move || open.with(|open| name.with_value(|name| open == name));
        let is_edited = move || drafts.with(|drafts| name.with_value(|name| drafts.is_edited(name)));
        view! {
            <button type="button" class="small" aria-pressed=move || is_open().to_string() on:click=move |_| choose(name.get_value())>
                {template.name}
                <span class="edited" hidden=move || !is_edited() title="Edited, not saved">
                    "•"<span class="sr-only">"edited, not saved"</span>
                </span>
            </button>
        }
    };
    let begin = move |_| saved.with_untracked(|saved| drafts.update(|drafts| drafts.begin(saved)));
    view! {
        <div class="templates">
            <div class="row spread">
                <h3 id="templates-title">"Record templates"</h3>
                <button type="button" class="quiet small" disabled=move || model.lab.with(Option::is_none) on:click=begin>
                    "New template"
                </button>
            </div>
            <div class="row template-list" role="group" aria-labelledby="templates-title">
                {move || saved.get().into_iter().map(tab).collect_view()}
                <button
                    type="button"
                    class="small"
                    hidden=move || drafts.with(|drafts| !drafts.has_new())
                    aria-pressed=move || open.with(String::is_empty).to_string()
                    on:click=move |_| choose(String::new())
                >
                    "New"<span class="edited">"•"<span class="sr-only">"not saved"</span></span>
                </button>
            </div>
            <Editor drafts saved draft preview=Callback::new(move |()| preview())/>
        </div>
    }
}

/// The open template.
#[component]
fn Editor(
    drafts: RwSignal<Drafts>,
    saved: Memo<Vec<NamedTemplate>>,
    draft: Memo<Draft>,
    preview: Callback<()>,
) -> impl IntoView {
    let model = use_model();
    let field = NodeRef::<html::Textarea>::new();
    let name = Memo::new(move |_| draft.with(|draft| draft.name.clone()));
    let open = Memo::new(move |_| drafts.with(|drafts| drafts.open().to_owned()));
    let edited = Memo::new(move |_| drafts.with(|drafts| drafts.is_edited(drafts.open())));
    let taken = Memo::new(move |_| {
        saved.with(|saved| {
            name.with(|name| open.with(|open| name != open && saved.iter().any(|one| one.name == *name)))
        })
    });
    let own = move || model.problems(&ProblemSource::Template(name.get()));
    let of_open = move || model.problems(&ProblemSource::Template(open.get()));
    let problems = Memo::new(move |_| {
        let refused = [own(), of_open()].into_iter().find(|list| !list.is_empty());
        refused.unwrap_or_else(|| {
            let shown = |preview: &rillcut_lab::protocol::TemplatePreview| {
                name.with(|name| *name == preview.name).then(|| preview.problems.clone())
            };
            model.preview.with(|preview| preview.as_ref().and_then(shown).unwrap_or_default())
        })
    });
    let records = Memo::new(move |_| {
        model.preview.with(|preview| {
            let preview = preview.as_ref().filter(|preview| name.with(|name| *name == preview.name));
            preview.map_or_else(Vec::new, |preview| preview.records.clone())
        })
    });
    let later = Later::new(move || preview.run(()));
    let edit = move |change: &dyn Fn(&mut Draft)| {
        for source in [name.get_untracked(), open.get_untracked()] {
            model.forget_problems(&ProblemSource::Template(source));
        }
        saved.with_untracked(|saved| drafts.update(|drafts| drafts.edit(saved, change)));
        later.call();
    };
    let go = Callback::new(move |at: (u32, u32)| {
        if let Some(field) = field.get_untracked() {
            draft.with_untracked(|draft| place::select(&field, &draft.text, at));
        }
    });
    // At the caret, and in place of what is selected, as if it had been typed.
    let put = Callback::new(move |example: &'static str| {
        let Some(field) = field.get_untracked() else { return };
        let start = field.selection_start().ok().flatten().unwrap_or_default();
        // These fail only for elements without a selection.
        let _focus = field.focus();
        if field.set_range_text(example).is_ok() {
            let behind = start + place::utf16_before(example, example.len());
            let _caret = field.set_selection_range(behind, behind);
            edit(&|draft| draft.text = field.value());
        }
    });
    let save = move |_| save(model, &open.get_untracked(), draft.get_untracked());
    let revert = move |_| {
        saved.with_untracked(|saved| drafts.update(|drafts| drafts.revert(saved)));
        preview.run(());
    };
    let remove = move |_| model.send(Command::Edit(Edit::RemoveTemplate { name: open.get_untracked() }));
    view! {
        <div class="template">
            <div class="field">
                <label for="template-name">"Name"</label>
                <input
                    id="template-name"
                    autocomplete="off"
                    prop:value=move || name.get()
                    aria-invalid=move || taken.get().to_string()
                    aria-describedby="template-taken"
                    on:input=move |event| edit(&|draft| draft.name = event_target_value(&event))
                />
                <p id="template-taken" class="field-problem" hidden=move || !taken.get()>"Another template has this name"</p>
            </div>
            <div class="field">
                <div class="row spread">
                    <label for="template-text">"Template"</label>
                    <span class="badge is-warn" hidden=move || !edited.get()>"Edited, not saved"</span>
                </div>
                <textarea
                    id="template-text"
                    node_ref=field
                    rows="5"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    aria-invalid=move || problems.with(|list| list.iter().any(|one| one.is_error)).to_string()
                    prop:value=move || draft.with(|draft| draft.text.clone())
                    on:input=move |event| edit(&|draft| draft.text = event_target_value(&event))
                ></textarea>
            </div>
            <Problems problems=problems go=go/>
            <div class="row">
                <button
                    type="button"
                    disabled=move || !edited.get() || taken.get() || name.with(|name| name.trim().is_empty())
                    on:click=save
                >
                    "Save template"
                </button>
                <button type="button" class="quiet" disabled=move || !edited.get() on:click=revert>"Revert"</button>
                <button type="button" class="quiet" disabled=move || open.with(String::is_empty) on:click=remove>
                    "Remove template"
                </button>
            </div>
            <Functions put/>
            <Records records=records title="Five records"/>
        </div>
    }
}

/// Saves a template. Under a new name it is renamed: its senders go with it.
fn save(model: Model, open: &str, draft: Draft) {
    let renamed = !open.is_empty() && draft.name != open;
    model.send(Command::Edit(Edit::PutTemplate { name: draft.name.clone(), text: draft.text }));
    if !renamed {
        return;
    }
    let senders =
        model.lab.with_untracked(|view| view.as_ref().map_or_else(Vec::new, |view| view.lab.senders.clone()));
    for (at, mut sender) in senders.into_iter().enumerate().filter(|(_, sender)| sender.template == open) {
        sender.template.clone_from(&draft.name);
        senders::put(model, at, sender);
    }
    model.send(Command::Edit(Edit::RemoveTemplate { name: open.to_owned() }));
}
