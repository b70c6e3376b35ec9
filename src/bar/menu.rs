//! Opening and saving labs, programs and data, and what this page is.

use leptos::{html, prelude::*};
use rillcut_lab::{
    application_json::Shape,
    protocol::{Command, ExportAs, ProblemSource},
};

use super::{flink::FlinkDialog, keys::KeySheet, labs::LabsDialog, replay};
use crate::{
    model::{Model, use_model},
    ui::{dialog, menu, problems::Problems, take},
    words::words,
};

/// The forms in which a lab is saved, in the order of their words.
const FORMS: [ExportAs; 5] = [
    ExportAs::Lab,
    ExportAs::Sql,
    ExportAs::Application(Shape::V2),
    ExportAs::Application(Shape::V1),
    ExportAs::Application(Shape::CloudFormation),
];

/// The menu.
#[component]
pub(super) fn Menu() -> impl IntoView {
    let model = use_model();
    let file = NodeRef::<html::Input>::new();
    let about = NodeRef::<html::Dialog>::new();
    let menu = NodeRef::<html::Details>::new();
    let close = move || menu::close(menu);
    Effect::new(move |_| {
        if let Some(file) = model.exported.get() {
            model.exported.set(None);
            if let Err(error) = take::save_text(&file.name, &file.text) {
                leptos::logging::error!("the file cannot be saved: {}", crate::engine::text_of(&error));
            }
        }
    });
    menu::on_press_elsewhere(menu);
    let (labs, keys, flink) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let data = RwSignal::new(None);
    replay::on_drop(model, data);
    let read = move |_| {
        if let Some(input) = file.get() {
            if let Some(chosen) = input.files().and_then(|files| files.get(0)) {
                replay::open(model, data, chosen);
            }
            // The same file can be chosen again after a change.
            input.set_value("");
        }
    };
    let refused = Signal::derive(move || model.problems(&ProblemSource::Lab));
    let words = &words().menu;
    view! {
        <details class="menu" node_ref=menu on:keydown=menu::on_escape(menu)>
            <summary aria-label=words.menu>
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M4 7h16M4 12h16M4 17h16"></path>
                </svg>
            </summary>
            <div class="menu-list">
                <button type="button" class="quiet edits" on:click=move |_| {
                    close();
                    labs.set(true);
                }>{words.labs}</button>
                <button type="button" class="quiet edits" on:click=move |_| {
                    close();
                    if let Some(file) = file.get() {
                        file.click();
                    }
                }>{words.open}</button>
                {words
                    .forms
                    .into_iter()
                    .zip(FORMS)
                    .map(|(label, form)| {
                        view! {
                            <button type="button" class="quiet" on:click=move |_| {
                                close();
                                model.send(Command::Export(form));
                            }>{label}</button>
                        }
                    })
                    .collect_view()}
                <button type="button" class="quiet" on:click=move |_| {
                    close();
                    flink.set(true);
                }>{words.flink}</button>
                <button type="button" class="quiet" on:click=move |_| {
                    close();
                    dialog::show(about);
                }>{words.about}</button>
                <button type="button" class="quiet" on:click=move |_| {
                    close();
                    keys.set(true);
                }>{words.keyboard}</button>
            </div>
            <input
                node_ref=file
                type="file"
                accept=".json,.sql,.ndjson,.jsonl,.csv,.tsv,.txt,.log,application/json"
                hidden
                aria-label=words.file
                on:change=read
            />
        </details>
        <div class="bar-problems" hidden=move || refused.with(Vec::is_empty)>
            <Problems problems=refused/>
            <button type="button" class="quiet" on:click=move |_| forget(model)>{words.dismiss}</button>
        </div>
        <LabsDialog open=labs/>
        <FlinkDialog open=flink/>
        <KeySheet open=keys/>
        <replay::ReplayDialog waiting=data/>
        <About dialog=about/>
    }
}

/// What this page is.
#[component]
fn About(dialog: NodeRef<html::Dialog>) -> impl IntoView {
    let (common, words) = (&words().common, &words().menu);
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="about-title">
            <h2 id="about-title">{words.about}</h2>
            <p>{words.about_text}</p>
            <p class="muted">{words.version}{env!("CARGO_PKG_VERSION")}</p>
            <form method="dialog">
                <button>{common.close}</button>
            </form>
        </dialog>
    }
}

fn forget(model: Model) {
    model.forget_problems(&ProblemSource::Lab);
}
