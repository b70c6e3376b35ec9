//! Recorded data as the source: chosen or dropped, asked how to replay them, and how far they are.

use leptos::{ev::DragEvent, html, prelude::*};
use rillcut_lab::protocol::{Command, ReplayRequest};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::labs::replace;
use crate::{
    model::{Model, use_model},
    ui::dialog::show_when,
    words::words,
};

/// Characters of the first record that are shown.
const GLIMPSE: usize = 200;

/// A file that waits for its answers.
#[derive(Clone, PartialEq)]
pub(super) struct DataFile {
    name: String,
    bytes: Vec<u8>,
}

impl DataFile {
    fn glimpse(&self) -> String {
        let line = self.bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
        String::from_utf8_lossy(line).chars().take(GLIMPSE).collect()
    }
}

/// What a file is, by its name and its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Program,
    Lab,
    Data,
}

/// Labs and applications are one JSON object over many lines; data are an array, an object a line, or no JSON at all.
fn kind_of(name: &str, text: &str) -> Kind {
    let name = name.to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&[".sql"]) {
        return Kind::Program;
    }
    if ends(&[".ndjson", ".jsonl", ".csv", ".tsv", ".txt", ".log"]) || !text.starts_with('{') {
        return Kind::Data;
    }
    // An object that is whole on the first line, with another one below it.
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let whole = |line: Option<&str>| line.is_some_and(|line| line.starts_with('{') && line.ends_with('}'));
    if whole(lines.next()) && whole(lines.next()) { Kind::Data } else { Kind::Lab }
}

/// Opens a file as what it is: data are asked about first.
pub(super) fn open(model: Model, waiting: RwSignal<Option<DataFile>>, file: web_sys::File) {
    spawn_local(async move {
        let Ok(buffer) = JsFuture::from(file.array_buffer()).await else { return };
        let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
        let text = String::from_utf8_lossy(&bytes);
        match kind_of(&file.name(), &text) {
            Kind::Program => {
                model.send(Command::Edit(rillcut_lab::protocol::Edit::SetSql(text.into_owned())));
            }
            Kind::Lab => replace(model, text.into_owned()),
            Kind::Data => waiting.set(Some(DataFile { name: file.name(), bytes })),
        }
    });
}

/// Files dropped anywhere on the page that no part of it takes.
pub(super) fn on_drop(model: Model, waiting: RwSignal<Option<DataFile>>) {
    let over = window_event_listener(leptos::ev::dragover, |event: DragEvent| event.prevent_default());
    let drop = window_event_listener(leptos::ev::drop, move |event: DragEvent| {
        if event.default_prevented() {
            return;
        }
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            event.prevent_default();
            open(model, waiting, file);
        }
    });
    on_cleanup(move || {
        over.remove();
        drop.remove();
    });
}

/// Asks how a file is to be replayed.
#[component]
pub(super) fn ReplayDialog(waiting: RwSignal<Option<DataFile>>) -> impl IntoView {
    let model = use_model();
    let dialog = NodeRef::<html::Dialog>::new();
    let rate = RwSignal::new("100".to_owned());
    let column = RwSignal::new(String::new());
    let keep = RwSignal::new(false);
    show_when(dialog, move || waiting.with(Option::is_some));
    let close = move || {
        waiting.set(None);
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(file) = waiting.get_untracked() {
            let arrival = column.get_untracked().trim().to_owned();
            model.send(Command::Replay(Box::new(ReplayRequest {
                name: file.name,
                bytes: file.bytes,
                arrival: (!arrival.is_empty()).then_some(arrival),
                rate: rate.get_untracked().trim().parse().unwrap_or(f64::NAN),
                keep_schema: keep.get_untracked(),
            })));
        }
        close();
    };
    let name = move || waiting.with(|file| file.as_ref().map_or_else(String::new, |file| file.name.clone()));
    let size = move || waiting.with(|file| file.as_ref().map_or(0, |file| file.bytes.len() as u64));
    let words = &words().replay;
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="replay-title" on:close=move |_| waiting.set(None)>
            <form on:submit=begin class="dialog-form">
                <h2 id="replay-title">{words.title}</h2>
                <p>
                    <strong>{name}</strong>
                    {move || (words.bytes)(size())}
                </p>
                <pre class="replay-glimpse">
                    {move || waiting.with(|file| file.as_ref().map_or_else(String::new, DataFile::glimpse))}
                </pre>
                <label>
                    {words.column}
                    <input
                        type="text"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder=words.no_column
                        prop:value=move || column.get()
                        on:input=move |event| column.set(event_target_value(&event))
                    />
                </label>
                <label>
                    {words.rate}
                    <input
                        type="number"
                        min="0.001"
                        step="any"
                        prop:value=move || rate.get()
                        disabled=move || !column.with(|column| column.trim().is_empty())
                        on:input=move |event| rate.set(event_target_value(&event))
                    />
                </label>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || keep.get()
                        on:change=move |event| keep.set(event_target_checked(&event))
                    />
                    {words.keep_schema}
                </label>
                <div class="row">
                    <button type="submit" class="primary">{words.begin}</button>
                    <button type="button" on:click=move |_| close()>{words.cancel}</button>
                </div>
            </form>
        </dialog>
    }
}

/// How far the replay is; nothing while the senders are the source.
#[component]
pub(crate) fn ReplayProgress() -> impl IntoView {
    let model = use_model();
    let recording = Memo::new(move |_| model.lab.with(|view| view.as_ref()?.recording.clone()));
    let sent = Memo::new(move |_| model.frame.with(|frame| frame.replayed));
    move || {
        recording.get().map(|recording| {
            let (all, adjusted) = (recording.records, recording.adjusted);
            view! {
                <div class="replay">
                    <label for="replay-progress">{recording.name}</label>
                    <progress id="replay-progress" max=all.to_string() prop:value=move || sent.get() as f64></progress>
                    <output for="replay-progress">
                        {move || (words().replay.progress)(sent.get(), all)}
                    </output>
                    <button type="button" class="quiet edits" on:click=move |_| model.send(Command::EndReplay)>
                        {words().replay.end}
                    </button>
                    <p hidden=adjusted == 0>
                        {(words().replay.adjusted)(adjusted)}
                    </p>
                </div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind_of};

    #[test]
    fn files_are_what_they_look_like() {
        for (name, text, kind) in [
            ("a.SQL", "{", Kind::Program),
            ("a.ndjson", "{}", Kind::Data),
            ("a.json", "[{\"A\":1}]", Kind::Data),
            ("a.json", "{\"A\":1}\n{\"A\":2}\n", Kind::Data),
            ("a.json", "\u{feff}{\n  \"rillcut\": 2\n}", Kind::Lab),
            ("a.json", "{\"A\":1}", Kind::Lab),
            ("a", "1,2\n", Kind::Data),
        ] {
            assert_eq!(kind_of(name, text), kind, "{name} {text}");
        }
    }
}
