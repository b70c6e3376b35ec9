//! Pumps of the picture: on each arrow how fast rows go along it, and below the picture the pump that was chosen, in full.

use leptos::prelude::*;
use rillcut_lab::protocol::{PumpStatus, PumpView, StreamStatus, WindowView};

use super::rates::Rates;
use crate::{
    model::{Model, use_model},
    ui::{
        format::{clock, count, rate},
        tabs::Pane,
    },
    words::words,
};

/// The rate of an arrow, which chooses its pump.
#[component]
pub(super) fn Flow(
    pump: usize,
    from: usize,
    label: String,
    started: bool,
    rates: Rates,
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let model = use_model();
    let fails = Memo::new(move |_| status(model, pump).errors > 0);
    let w = &words().pipeline;
    let text =
        move || if started { rate(rates.of_stream(from)) + w.per_second } else { w.stopped.to_owned() };
    let is_chosen = move || chosen.get() == Some(pump);
    view! {
        <button
            type="button"
            class="flow"
            class:is-bad=move || fails.get()
            aria-pressed=move || is_chosen().to_string()
            on:click=move |_| chosen.update(|chosen| *chosen = (*chosen != Some(pump)).then_some(pump))
        >
            <span class="sr-only">{w.pump}<span lang="en">{label}</span>", "</span>
            {text}
        </button>
    }
}

fn status(model: Model, pump: usize) -> PumpStatus {
    model.frame.with(|frame| frame.pumps.get(pump).cloned().unwrap_or_default())
}

/// What the chosen pump does, holds and is behind with.
#[component]
pub(super) fn PumpPanel(chosen: RwSignal<Option<usize>>, rates: Rates) -> impl IntoView {
    let model = use_model();
    // A program that comes anew has other pumps.
    let pump = Memo::new(move |_| {
        let at = chosen.get()?;
        model.lab.with(|view| Some((at, view.as_ref()?.pumps.get(at)?.clone())))
    });
    view! {
        <div class="pump-panel" hidden=move || pump.with(Option::is_none)>
            {move || pump.get().map(|(at, pump)| view! { <Pump at pump chosen rates/> })}
        </div>
    }
}

#[component]
fn Pump(at: usize, pump: PumpView, chosen: RwSignal<Option<usize>>, rates: Rates) -> impl IntoView {
    let model = use_model();
    let w = &words().pipeline;
    let name_of = move |stream: usize| {
        model.lab.with_untracked(|view| Some(view.as_ref()?.streams.get(stream)?.name.clone()))
    };
    let reads: Vec<String> = pump.reads.iter().filter_map(|&read| name_of(read)).collect();
    let fills = name_of(pump.fills).unwrap_or_default();
    let (read_at, fills_at) = (pump.reads.clone(), pump.fills);
    let now = Memo::new(move |_| {
        model.frame.with(|frame| {
            let filled: StreamStatus = frame.streams.get(fills_at).cloned().unwrap_or_default();
            let window: Option<WindowView> = frame.windows.iter().find(|window| window.pump == at).cloned();
            (frame.pumps.get(at).cloned().unwrap_or_default(), filled.last_rowtime, window, frame.clock_ms)
        })
    });
    let status = move || now.with(|(status, ..)| status.clone());
    let into = move || rate(read_at.iter().map(|&read| rates.of_stream(read)).sum());
    let lag = move || {
        now.with(|(_, last, _, clock_ms)| match last {
            Some(last) => rate((clock_ms - last).max(0) as f64 / 1000.0) + w.seconds,
            None => w.none_yet.to_owned(),
        })
    };
    let window = move || {
        now.with(|(.., window, clock_ms)| {
            window.as_ref().map(|window| {
                let length = (window.end_ms - window.start_ms).max(1);
                let gone = (clock_ms - window.start_ms).clamp(0, length) as f64 / length as f64;
                let text = (w.window)(window.rows, &clock(window.start_ms), &clock(window.end_ms));
                view! {
                    <p class="pump-window">
                        <span class="pump-fill-frame" aria-hidden="true">
                            <span class="pump-fill" style:width=format!("{:.1}%", gone * 100.0)></span>
                        </span>
                        {text}
                    </p>
                }
            })
        })
    };
    let place = (pump.start, pump.end);
    let pane = use_context::<RwSignal<Pane>>();
    let turn = move || {
        if let Some(pane) = pane {
            pane.set(Pane::Analytics);
        }
    };
    let show_sql = move |_| {
        turn();
        model.shown_sql.set(Some(place));
    };
    let show_rows = {
        let fills = fills.clone();
        move |_| {
            turn();
            model.watch(&fills);
            // What is hidden cannot be scrolled to: the pane shows with the next frame.
            request_animation_frame(|| {
                if let Some(rows) = document().get_element_by_id("stream-rows") {
                    rows.scroll_into_view();
                }
            });
        }
    };
    view! {
        <div class="row spread">
            <h2 class="pump-title">
                {pump.name.clone()}
                <small lang="en">{pump.label.clone()}</small>
            </h2>
            <span class="row">
                <button type="button" on:click=show_sql>{w.show_sql}</button>
                <button type="button" on:click=show_rows>{w.show_rows}</button>
                <button type="button" class="quiet" on:click=move |_| chosen.set(None)>{words().common.close}</button>
            </span>
        </div>
        <p class="muted">{(w.from_to)(&reads, &fills)}</p>
        <dl class="pump-facts">
            <div><dt>{w.rows_in}</dt><dd>{move || count(status().rows_in)}" "<small>{into}{w.per_second}</small></dd></div>
            <div><dt>{w.rows_out}</dt><dd>{move || count(status().rows_out)}" "<small>{move || rate(rates.of_stream(fills_at))}{w.per_second}</small></dd></div>
            <div class:is-bad=move || status().errors != 0><dt>{w.failed}</dt><dd>{move || count(status().errors)}</dd></div>
            <div><dt>{w.holds}</dt><dd>{move || count(status().state_rows)}" "<small>{w.held}</small></dd></div>
            <div><dt>{w.age}</dt><dd>{lag}</dd></div>
        </dl>
        {window}
    }
}
