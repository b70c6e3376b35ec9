//! The open template: its name and text, what is wrong with its mend, and five records.

use leptos::prelude::*;
use rillcut_lab::{
    Filled, Fix,
    file::NamedTemplate,
    protocol::{Command, Edit, Problem, ProblemSource, TemplatePreview},
};

use super::{
    drafts::{Draft, Drafts},
    functions::Functions,
    records::Preview,
    senders,
    template_text::{TemplateText, Writing},
};
use crate::{
    address::is_readonly,
    analytics::later::Later,
    model::{Model, use_model},
    ui::problems::Problems,
    words::words,
};

/// The open template.
#[component]
pub(super) fn TemplateEditor(
    drafts: RwSignal<Drafts>,
    saved: Memo<Vec<NamedTemplate>>,
    draft: Memo<Draft>,
    duplicate: Callback<Draft>,
    preview: Callback<()>,
) -> impl IntoView {
    let model = use_model();
    let name = Memo::new(move |_| draft.with(|draft| draft.name.clone()));
    let open = Memo::new(move |_| drafts.with(|drafts| drafts.open().to_owned()));
    let edited = Memo::new(move |_| drafts.with(|drafts| drafts.is_edited(drafts.open())));
    let taken = Memo::new(move |_| {
        saved.with(|saved| {
            name.with(|name| open.with(|open| name != open && saved.iter().any(|one| one.name == *name)))
        })
    });
    let problems = problems(model, name, open);
    let (records, filled) = shown(model, name);
    let text = Memo::new(move |_| draft.with(|draft| draft.text.clone()));
    let later = Later::new(move || preview.run(()));
    let edit = move |change: &dyn Fn(&mut Draft)| {
        for source in [name.get_untracked(), open.get_untracked()] {
            model.forget_problems(&ProblemSource::Template(source));
        }
        saved.with_untracked(|saved| drafts.update(|drafts| drafts.edit(saved, change)));
        later.call();
    };
    let writing = Writing {
        model,
        field: NodeRef::new(),
        text,
        typed: Callback::new(move |text: String| edit(&|draft| draft.text.clone_from(&text))),
        active: RwSignal::new(None),
        offer: RwSignal::new(None),
    };
    let go = Callback::new(move |at| writing.go(at));
    let put = Callback::new(move |call: String| writing.put(&call));
    let mend = Callback::new(move |fix: Fix| {
        // What has been typed since the check may have moved the place.
        if text.with_untracked(|text| text.get(fix.span.clone()).is_some()) {
            edit(&|draft| draft.text = fix.apply(&draft.text));
            preview.run(());
        }
    });
    let save = move |_| save(model, &open.get_untracked(), draft.get_untracked());
    let nameless = move || taken.get() || name.with(|name| name.trim().is_empty());
    let revert = move |_| {
        saved.with_untracked(|saved| drafts.update(|drafts| drafts.revert(saved)));
        preview.run(());
    };
    let remove = move |_| model.send(Command::Edit(Edit::RemoveTemplate { name: open.get_untracked() }));
    let (common, words) = (&words().common, &words().templates);
    view! {
        <div class="template">
            <div class="field">
                <label for="template-name">{words.name}</label>
                <input
                    id="template-name"
                    readonly=is_readonly()
                    autocomplete="off"
                    prop:value=move || name.get()
                    aria-invalid=move || taken.get().to_string()
                    aria-describedby="template-taken"
                    on:input=move |event| edit(&|draft| draft.name = event_target_value(&event))
                />
                <p id="template-taken" class="field-problem" hidden=move || !taken.get()>{words.taken}</p>
            </div>
            <div class="field">
                <div class="row spread">
                    <label for="template-text">{words.text}</label>
                    <span class="badge is-warn" hidden=move || !edited.get()>{words.edited}</span>
                </div>
                <TemplateText
                    writing
                    invalid=Signal::derive(move || problems.with(|list| list.iter().any(|one| one.is_error)))
                />
            </div>
            <Problems problems=problems go=go mend=mend/>
            <div class="row edits">
                <button type="button" disabled=move || !edited.get() || nameless() on:click=save>{words.save}</button>
                <button type="button" class="quiet" disabled=move || !edited.get() on:click=revert>{words.revert}</button>
                <button type="button" class="quiet" on:click=move |_| duplicate.run(draft.get_untracked())>{words.duplicate}</button>
                <button
                    type="button"
                    class="quiet"
                    aria-label=words.remove
                    disabled=move || open.with(String::is_empty)
                    on:click=remove
                >
                    {common.remove}
                </button>
            </div>
            <Preview records filled text active=writing.active go/>
            {(!is_readonly()).then(|| view! { <Functions put/> })}
        </div>
    }
}

/// What the engine has refused of the template, or else what the preview has found.
fn problems(model: Model, name: Memo<String>, open: Memo<String>) -> Memo<Vec<Problem>> {
    let of = move |name: Memo<String>| model.problems(&ProblemSource::Template(name.get()));
    Memo::new(move |_| {
        let refused = [of(name), of(open)].into_iter().find(|list| !list.is_empty());
        refused.unwrap_or_else(|| {
            let shown = |preview: &TemplatePreview| {
                name.with(|name| *name == preview.name).then(|| preview.problems.clone())
            };
            model.preview.with(|preview| preview.as_ref().and_then(shown).unwrap_or_default())
        })
    })
}

/// The records of the preview, and what the calls printed in each.
fn shown(model: Model, name: Memo<String>) -> (Memo<Vec<String>>, Memo<Vec<Vec<Filled>>>) {
    let shown = Memo::new(move |_| {
        let preview = model.preview.get()?;
        name.with(|name| *name == preview.name).then_some((preview.records, preview.filled))
    });
    (
        Memo::new(move |_| shown.get().unwrap_or_default().0),
        Memo::new(move |_| shown.get().unwrap_or_default().1),
    )
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
