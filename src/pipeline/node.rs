//! A node of the picture with its live numbers.

use leptos::prelude::*;
use rillcut_lab::protocol::StreamRole;

use super::{
    layout::{Node, What},
    rates::Rates,
};
use crate::{
    model::{Model, use_model},
    ui::{
        format::{clock, count, rate},
        tabs::Pane,
    },
    words::words,
};

/// A card: title, what it is, counts, and for windows and forests how full they are.
#[component]
pub(super) fn NodeCard(node: Node, rates: Rates) -> impl IntoView {
    let model = use_model();
    match node.what {
        What::Generator => generator(model, rates).into_any(),
        What::Destination => destination(model).into_any(),
        What::Stream { at, role } => stream(model, rates, node, at, role).into_any(),
    }
}

fn generator(model: Model, rates: Rates) -> impl IntoView {
    let sending =
        move || model.frame.with(|frame| frame.senders.iter().filter(|sender| sender.sending).count());
    let all = move || model.lab.with(|view| view.as_ref().map_or(0, |view| view.lab.senders.len()));
    let sent =
        move || model.frame.with(|frame| frame.senders.iter().map(|sender| sender.records).sum::<u64>());
    let w = &words().pipeline;
    view! {
        <a class="node" href="#generator">
            <span class="node-title">{Pane::Generator.title()}</span>
            <span class="node-what">{move || (w.senders)(sending(), all())}</span>
            <span class="node-count">{move || count(sent())} <small>{move || rate(rates.sent())}{w.per_second}</small></span>
        </a>
    }
}

fn destination(model: Model) -> impl IntoView {
    let connected = move || {
        let all = model.lab.with(|view| view.as_ref().map(|view| view.connections.clone()));
        all.unwrap_or_default().iter().filter(|one| one.is_connected).count()
    };
    let sum = move |read: fn(&rillcut_lab::protocol::LaneView) -> u64| {
        model.frame.with(|frame| frame.destinations.iter().map(|one| read(&one.lane)).sum::<u64>())
    };
    let w = &words().pipeline;
    view! {
        <a class="node" class:is-off=move || connected() == 0 href="#destination">
            <span class="node-title">{Pane::Destination.title()}</span>
            <span class="node-what">{move || match connected() {
                0 => w.no_address.to_owned(),
                some => (w.connected)(some),
            }}</span>
            <span class="node-count">
                {move || count(sum(|lane| lane.delivered + lane.sent))}
                <small>{move || (w.delivered)(sum(|lane| u64::from(lane.waiting)))}</small>
            </span>
        </a>
    }
}

fn stream(model: Model, rates: Rates, node: Node, at: usize, role: StreamRole) -> impl IntoView {
    let name = node.title.clone();
    let watched = {
        let name = name.clone();
        move || model.watched.with(|watched| *watched == name)
    };
    let rows = move || model.frame.with(|frame| frame.streams.get(at).map_or(0, |stream| stream.rows));
    let pumps = node.pumps.clone();
    // The window of this stream's pump that is open now: rows so far and how much of its time has gone by.
    let window = {
        let pumps = pumps.clone();
        Memo::new(move |_| {
            model.frame.with(|frame| {
                let open = frame.windows.iter().find(|window| pumps.contains(&window.pump))?;
                let length = (open.end_ms - open.start_ms).max(1);
                let gone = (frame.clock_ms - open.start_ms).clamp(0, length);
                Some((open.rows, open.end_ms, gone as f64 / length as f64))
            })
        })
    };
    let says_the_engine = matches!(role, StreamRole::Application | StreamRole::Destination);
    // Of the forest that the chart shows.
    let forest = Memo::new(move |_| {
        model.frame.with(|frame| {
            let own = frame.forest.as_ref().filter(|forest| pumps.contains(&forest.pump));
            own.map(|forest| (forest.seen, forest.sample))
        })
    });
    let w = &words().pipeline;
    let meter = Memo::new(move |_| {
        if let Some((seen, sample)) = forest.get() {
            let sample = u64::from(sample);
            let text =
                if seen < sample { (w.forest_fills)(seen, sample) } else { w.forest_scores.to_owned() };
            return Some((text, (seen.min(sample) as f64 / sample.max(1) as f64)));
        }
        window.get().map(|(rows, end, share)| ((w.until)(rows, &clock(end)), share))
    });
    let has_meter = Memo::new(move |_| meter.with(Option::is_some));
    // Scaled and not widened: nothing is laid out anew for it.
    let filled =
        move || meter.with(|meter| format!("scaleX({:.3})", meter.as_ref().map_or(0.0, |(_, share)| *share)));
    let said = move || meter.with(|meter| meter.as_ref().map(|(text, _)| text.clone()));
    let bad = move || role == StreamRole::Error && rows() > 0;
    let select = {
        let name = name.clone();
        move |_| model.watch(&name)
    };
    view! {
        <button
            type="button"
            class="node"
            class:is-bad=bad
            class:is-quiet=move || role == StreamRole::Error && rows() == 0
            aria-pressed=move || watched().to_string()
            title=(w.show_rows_of)(&name)
            on:click=select
        >
            <span class="node-title">{breakable(&name)}</span>
            <span class="node-what">
                {move || window.get().map(|(rows, ..)| (w.so_far)(rows))}
                <span lang=says_the_engine.then_some("en")>{node.subtitle}</span>
            </span>
            <span class="node-count">
                {move || count(rows())}
                <small>{move || rate(rates.of_stream(at))}{w.per_second}</small>
            </span>
            {move || has_meter.get().then(|| view! {
                <span class="node-meter">
                    <span class="node-fill" style:transform=filled></span>
                    <span class="sr-only">{said}</span>
                </span>
            })}
        </button>
    }
}

/// A name that may go on in another line behind each of its underscores.
fn breakable(name: &str) -> impl IntoView + use<> {
    name.split_inclusive('_').map(|part| view! { {part.to_owned()}<wbr/> }).collect_view()
}
