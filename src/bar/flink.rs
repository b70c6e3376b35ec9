//! Export → Apache Flink: what the job gives and how long the run is that it is compared with, then the archive and what to know about it.
//!
//! The work is done by a program of its own (`src/bin/exporter.rs`), which is fetched when it is first asked.

use leptos::{html, prelude::*};
use rillcut_lab::{
    flink::{JobAnswer, JobRequest, usual_ms},
    protocol::{self, Problem, StreamRole},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    engine::text_of,
    model::use_model,
    ui::{dialog, problems::Problems, take},
    words::words,
};

const MINUTE_MS: f64 = 60_000.0;
/// Longest run, minutes of the lab's clock: a day.
const MAX_MINUTES: f64 = 1440.0;

#[wasm_bindgen]
extern "C" {
    /// Whether the page has the exporter: the one file has not.
    #[wasm_bindgen(thread_local_v2, js_namespace = rillcut, js_name = askExporter)]
    static EXPORTER: Option<js_sys::Function>;

    /// Asks the exporter.
    #[wasm_bindgen(catch, js_namespace = rillcut, js_name = askExporter)]
    async fn ask_exporter(octets: js_sys::Uint8Array) -> Result<JsValue, JsValue>;
}

/// How far an export is.
#[derive(Debug, Clone, PartialEq)]
enum State {
    Asked,
    Working,
    Made { name: String, files: u32, records: u64, notes: Vec<String> },
    Refused(Vec<Problem>),
    Failed(String),
}

/// The dialog.
#[component]
pub(super) fn FlinkDialog(open: RwSignal<bool>) -> impl IntoView {
    let model = use_model();
    let dialog = NodeRef::<html::Dialog>::new();
    let minutes = RwSignal::new(String::new());
    let chosen = RwSignal::new(Vec::<String>::new());
    let state = RwSignal::new(State::Asked);
    Effect::new(move |_| {
        if open.get() {
            if let Some(view) = model.lab.get_untracked() {
                minutes.set((usual_ms(&view.lab) as f64 / MINUTE_MS).ceil().to_string());
                let named = |role| {
                    let of_role = view.streams.iter().filter(move |stream| stream.role == role);
                    of_role.map(|stream| stream.name.clone()).collect::<Vec<_>>()
                };
                let destinations = named(StreamRole::Destination);
                // Without a destination the rows of all pumps are what the lab gives.
                let is_none = destinations.is_empty();
                chosen.set(if is_none { named(StreamRole::Application) } else { destinations });
            }
            state.set(State::Asked);
            dialog::show(dialog);
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let export = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(view) = model.lab.get_untracked() else { return };
        let asked = minutes.with_untracked(|minutes| minutes.trim().parse::<f64>().unwrap_or(0.0));
        let request = JobRequest {
            lab: view.lab.clone(),
            for_ms: (asked.clamp(0.0, MAX_MINUTES) * MINUTE_MS) as i64,
            streams: chosen.get_untracked(),
            wall_ms: js_sys::Date::now() as i64,
        };
        state.set(State::Working);
        spawn_local(async move { state.set(answered(&request).await) });
    };
    let replays = move || model.lab.with(|view| view.as_ref().is_some_and(|view| view.recording.is_some()));
    let is_here = EXPORTER.with(Option::is_some);
    let working = move || state.with(|state| *state == State::Working);
    let problems = Signal::derive(move || match state.get() {
        State::Refused(problems) => problems,
        _ => Vec::new(),
    });
    let (common, words) = (&words().common, &words().flink);
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="flink-title" on:close=move |_| open.set(false)>
            <form on:submit=export class="dialog-form">
                <h2 id="flink-title">{words.title}</h2>
                <p>{words.what}</p>
                <p class="warning" hidden=is_here>{words.not_here}</p>
                <p class="warning" hidden=move || !replays()>{words.senders_only}</p>
                <fieldset>
                    <legend>{words.streams}</legend>
                    <Streams chosen/>
                </fieldset>
                <label>
                    {words.minutes}
                    <input
                        type="number"
                        min="1"
                        max=MAX_MINUTES.to_string()
                        step="1"
                        required
                        prop:value=move || minutes.get()
                        on:input=move |event| minutes.set(event_target_value(&event))
                    />
                </label>
                <div role="status" class="export-state">
                    {move || told(state.get())}
                </div>
                <Problems problems/>
                <div class="row">
                    <button type="submit" class="primary" disabled=move || working() || !is_here>{words.export}</button>
                    <button type="button" on:click=close>{common.close}</button>
                </div>
            </form>
        </dialog>
    }
}

/// The streams that the job can give, each to be chosen.
#[component]
fn Streams(chosen: RwSignal<Vec<String>>) -> impl IntoView {
    let model = use_model();
    move || {
        let view = model.lab.get();
        let all = view.iter().flat_map(|view| view.streams.iter().skip(1));
        all.map(|stream| {
            let (name, shown) = (stream.name.clone(), stream.name.clone());
            let is_chosen = {
                let name = name.clone();
                move || chosen.with(|chosen| chosen.contains(&name))
            };
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=is_chosen
                        on:change=move |event| {
                            let wanted = event_target_checked(&event);
                            chosen.update(|chosen| {
                                chosen.retain(|known| *known != name);
                                if wanted {
                                    chosen.push(name.clone());
                                }
                            });
                        }
                    />
                    <code>{shown}</code>
                </label>
            }
        })
        .collect_view()
    }
}

/// What the exporter made of a request; the archive is offered as a file.
async fn answered(request: &JobRequest) -> State {
    let Ok(octets) = protocol::encode(request) else { return State::Failed(String::new()) };
    match ask_exporter(js_sys::Uint8Array::from(octets.as_slice())).await {
        Err(error) => State::Failed(text_of(&error)),
        Ok(answer) => match protocol::decode(&js_sys::Uint8Array::new(&answer).to_vec()) {
            Err(error) => State::Failed(error.to_string()),
            Ok(JobAnswer::Refused(problems)) => State::Refused(problems),
            Ok(JobAnswer::Made { name, archive, files, records, notes }) => {
                take::save_bytes(&name, &archive);
                State::Made { name, files, records, notes }
            }
        },
    }
}

fn told(state: State) -> AnyView {
    let words = &words().flink;
    match state {
        State::Asked => ().into_any(),
        State::Working => view! { <p>{words.working}</p> }.into_any(),
        State::Refused(_) => view! { <p>{words.refused}</p> }.into_any(),
        State::Failed(reason) => view! { <p>{(words.failed)(&reason)}</p> }.into_any(),
        State::Made { name, files, records, notes } => {
            let is_plain = notes.is_empty();
            let notes = notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
            view! {
                <p>{(words.made)(&name, u64::from(files), records)}</p>
                <p>{words.then}</p>
                <pre><code>"sh build.sh\nsh run.sh"</code></pre>
                <ul lang="en" hidden=is_plain>{notes}</ul>
            }
            .into_any()
        }
    }
}
