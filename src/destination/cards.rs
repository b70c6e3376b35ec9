//! The lab's destinations, a card each: where its rows go, whether they do, and how many came to how many messages.

use leptos::prelude::*;
use rillcut_lab::{
    file::DestinationSpec,
    protocol::{Command, DestinationStatus, LaneView, ProblemSource},
};

use super::{
    log::wall_clock,
    picker::Chip,
    tally::{asides, sentence},
};
use crate::{model::use_model, ui::problems::Problems, words::words};

/// An hour of silence.
const SILENCE_MS: f64 = 3_600_000.0;

/// The cards.
#[component]
pub(super) fn Cards(editing: RwSignal<Option<usize>>) -> impl IntoView {
    let model = use_model();
    let specs = Memo::new(move |_| {
        let all = model.lab.with(|view| view.as_ref().map(|view| view.destinations.clone()));
        all.unwrap_or_default().into_iter().enumerate().collect::<Vec<_>>()
    });
    let w = &words().destination.cards;
    view! {
        <section class="destinations" aria-labelledby="destinations-title">
            <div class="row spread">
                <h3 id="destinations-title">{w.title}</h3>
                <button type="button" class="quiet edits" on:click=move |_| editing.set(Some(specs.with(Vec::len)))>
                    {w.add}
                </button>
            </div>
            <ul class="cards">
                <For
                    each=move || specs.get()
                    key=|(at, spec)| (*at, spec.title(), spec.preset, spec.stream.clone())
                    children=move |(at, spec)| view! { <Card at spec editing/> }
                />
            </ul>
        </section>
    }
}

#[component]
fn Card(at: usize, spec: DestinationSpec, editing: RwSignal<Option<usize>>) -> impl IntoView {
    let model = use_model();
    let facts = spec.preset.facts();
    let title = spec.title();
    let status =
        Memo::new(move |_| model.frame.with(|frame| frame.destinations.get(at).cloned()).unwrap_or_default());
    let connection = Memo::new(move |_| {
        let view = model.lab.with(|view| view.as_ref()?.connections.get(at).cloned());
        view.map(|view| (view.is_connected, view.connection.is_some())).unwrap_or_default()
    });
    let is_connected = Memo::new(move |_| connection.get().0);
    let is_known = Memo::new(move |_| connection.get() == (false, true));
    let problems = Signal::derive(move || model.problems(&ProblemSource::Destination(at)));
    let badge = move || {
        let (text, class) = state(is_connected.get(), is_known.get(), &status.get());
        view! { <span class=class>{text}</span> }
    };
    let silent = Memo::new(move |_| status.with(|status| status.silent_until_ms));
    let silence = move |_| {
        let until = silent.get_untracked().is_none().then(|| (js_sys::Date::now() + SILENCE_MS) as i64);
        model.send(Command::Silence { at, until_ms: until });
    };
    let name = title.clone();
    let w = &words().destination.cards;
    view! {
        <li class="card" class:is-off=move || !is_connected.get()>
            <Chip preset=spec.preset/>
            <div class="card-body">
                <div class="row spread">
                    <h4>{title}</h4>
                    {badge}
                </div>
                <p class="card-what muted" lang="en">{format!("{} · {}", facts.label, spec.stream)}</p>
                <p class="tally" hidden=move || status.with(|status| status.flood.rows == 0 && status.lane == LaneView::default())>
                    {move || status.with(sentence)}
                </p>
                <p class="card-aside muted" hidden=move || status.with(|status| asides(status).is_empty())>
                    {move || status.with(asides)}
                </p>
                <p class="card-stopped" lang="en" hidden=move || status.with(|status| stop(status).is_none())>
                    {move || status.with(stop)}
                </p>
                <Problems problems/>
                <div class="row card-actions edits">
                    <button
                        type="button"
                        class:primary=move || !is_connected.get() && !is_known.get()
                        on:click=move |_| editing.set(Some(at))
                    >
                        {move || if is_connected.get() || is_known.get() { w.edit } else { w.set_up }}
                        <span class="sr-only">{format!(" {name}")}</span>
                    </button>
                    <button
                        type="button"
                        class="primary"
                        hidden=move || !is_known.get()
                        title=w.reconnect_title
                        on:click=move |_| model.send(Command::Reconnect { at })
                    >
                        {w.reconnect}
                    </button>
                    <button
                        type="button"
                        hidden=move || !is_connected.get()
                        title=w.test_title
                        on:click=move |_| model.send(Command::Test { at })
                    >
                        {w.test}
                    </button>
                    <button type="button" class="quiet" hidden=move || !is_connected.get() on:click=silence>
                        {move || match silent.get() {
                            Some(until) => (w.silent_until)(&wall_clock(until)),
                            None => w.silence.to_owned(),
                        }}
                    </button>
                    <button
                        type="button"
                        class="quiet"
                        hidden=move || !is_connected.get()
                        on:click=move |_| model.send(Command::Connect { at, connection: None })
                    >
                        {w.disconnect}
                    </button>
                    <button
                        type="button"
                        class="quiet"
                        hidden=move || !is_known.get()
                        on:click=move |_| model.send(Command::Forget { at })
                    >
                        {w.forget}
                    </button>
                </div>
            </div>
        </li>
    }
}

/// Why nothing is sent, unless somebody asked for it.
fn stop(status: &DestinationStatus) -> Option<String> {
    status.lane.stopped.clone().filter(|reason| reason != "disconnected")
}

fn state(is_connected: bool, is_known: bool, status: &DestinationStatus) -> (&'static str, &'static str) {
    let w = &words().destination.cards;
    if status.is_elsewhere && is_connected {
        (w.is_elsewhere, "badge is-warn")
    } else if status.silent_until_ms.is_some() && is_connected {
        (w.is_silent, "badge is-warn")
    } else if is_connected {
        (w.is_connected, "badge is-good")
    } else if is_known {
        (w.is_known, "badge is-accent")
    } else {
        (w.is_not_connected, "badge")
    }
}
