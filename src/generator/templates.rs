//! The record templates and their editor.

use leptos::prelude::*;
use rillcut_lab::{
    file::{NamedTemplate, SenderSpec},
    protocol::{Command, Edit, ExportAs, GalleryView},
};
use web_sys::DragEvent;

use super::{
    drafts::{Draft, Drafts, free_name},
    gallery::Gallery,
    import::{self, Import},
    senders,
    template_editor::TemplateEditor,
    unsaved::Unsaved,
};
use crate::{model::use_model, words::words};

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
    let drafts = expect_context::<Unsaved>().templates;
    // A template that is to be opened as soon as the lab has it.
    let wanted = StoredValue::new(None::<String>);
    Effect::new(move |_| saved.with(|saved| follow(saved, drafts, wanted)));
    let add = move |name: &str, text: String| {
        let name = saved.with_untracked(|saved| free_name(name, saved));
        wanted.set_value(Some(name.clone()));
        model.send(Command::Edit(Edit::PutTemplate { name: name.clone(), text }));
        name
    };
    let (gallery, import) = (RwSignal::new(false), RwSignal::new(false));
    let take = Callback::new(move |(entry, with_sender): (GalleryView, bool)| {
        let template = add(&entry.title, entry.text);
        let at = model.lab.with_untracked(|view| view.as_ref().map_or(0, |view| view.lab.senders.len()));
        if with_sender {
            let sender =
                SenderSpec { name: template.clone(), template, rate: entry.rate, ..SenderSpec::default() };
            senders::put(model, at, sender);
            model.send(Command::Edit(Edit::Send { at, on: true }));
        }
    });
    let duplicate = Callback::new(move |draft: Draft| {
        add(&(words().templates.copy_of)(&draft.name), draft.text);
    });
    let drop_file = move |event: DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            import::read_file(model, file);
        }
    };
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
    let words = &words().templates;
    let tab = move |template: NamedTemplate| {
        let name = StoredValue::new(template.name.clone());
        let is_open = move || open.with(|open| name.with_value(|name| open == name));
        let is_edited = move || drafts.with(|drafts| name.with_value(|name| drafts.is_edited(name)));
        view! {
            <button type="button" class="small" aria-pressed=move || is_open().to_string() on:click=move |_| choose(name.get_value())>
                {template.name}
                <span class="edited" hidden=move || !is_edited() title=words.edited>
                    "•"<span class="sr-only">{words.edited_mark}</span>
                </span>
            </button>
        }
    };
    let begin = move || saved.with_untracked(|saved| drafts.update(|drafts| drafts.begin(saved)));
    view! {
        <div class="templates" on:dragover=move |event: DragEvent| event.prevent_default() on:drop=drop_file>
            <div class="row spread">
                <h3 id="templates-title">{words.title}</h3>
                <Tools begin=Callback::new(move |()| begin()) gallery import/>
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
                    {words.new}<span class="edited">"•"<span class="sr-only">{words.new_mark}</span></span>
                </button>
            </div>
            <TemplateEditor drafts saved draft duplicate preview=Callback::new(move |()| preview())/>
            <Gallery opened=gallery take/>
            <Import
                opened=import
                taken=Callback::new(move |name| wanted.set_value(Some(name)))
                mend=Callback::new(move |draft| drafts.update(|drafts| drafts.begin_with(draft)))
                room=Signal::derive(move || drafts.with(|drafts| !drafts.has_new()))
            />
        </div>
    }
}

/// Goes with the lab's templates, and opens the one that was waited for.
fn follow(saved: &[NamedTemplate], drafts: RwSignal<Drafts>, wanted: StoredValue<Option<String>>) {
    drafts.update(|drafts| {
        if let Some(name) = wanted.get_value()
            && saved.iter().any(|template| template.name == name)
        {
            wanted.set_value(None);
            drafts.choose(&name);
        }
        drafts.follow(saved);
    });
}

/// What is done with templates as a whole.
#[component]
fn Tools(begin: Callback<()>, gallery: RwSignal<bool>, import: RwSignal<bool>) -> impl IntoView {
    let model = use_model();
    let words = &words().templates;
    view! {
        <div class="row template-tools">
            <button type="button" class="quiet small edits" disabled=move || model.lab.with(Option::is_none) on:click=move |_| begin.run(())>
                {words.new_template}
            </button>
            <button type="button" class="quiet small edits" aria-haspopup="dialog" on:click=move |_| gallery.set(true)>
                {words.open_gallery}
            </button>
            <button type="button" class="quiet small edits" aria-haspopup="dialog" on:click=move |_| import.set(true)>
                {words.open_import}
            </button>
            <button type="button" class="quiet small" on:click=move |_| model.send(Command::Export(ExportAs::Templates))>
                {words.export}
            </button>
        </div>
    }
}
