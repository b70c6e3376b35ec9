//! What the chart shows and of which time: the row of controls over it.

use leptos::prelude::*;
use rillcut_lab::protocol::{Command, Edit};

use super::{
    judgement::By,
    look::{LINES, Look, Shown},
    span::Span,
};
use crate::words::words;

/// The controls; `zoom` takes a factor, `pan` a share of the time shown.
#[component]
pub(super) fn Tools(look: Look, zoom: Callback<f64>, pan: Callback<f64>) -> impl IntoView {
    let w = &words().detection.tools;
    let tool = |label: &'static str, sign: &'static str, act: Callback<f64>, by: f64| {
        view! { <button type="button" class="quiet" aria-label=label title=label on:click=move |_| act.run(by)>{sign}</button> }
    };
    let choice = move |label: &'static str, one: Span| {
        view! {
            <button
                type="button"
                class="quiet"
                aria-pressed=move || (look.span.get() == one).to_string()
                on:click=move |_| look.span.set(one)
            >
                {label}
            </button>
        }
    };
    // Newer windows than the time shown: a zoomed picture stands still while they come.
    let newer = move || {
        let Span::Fixed { until_ms, .. } = look.span.get() else { return w.zoomed.to_owned() };
        match look
            .scored()
            .chart
            .with(|points| points.iter().rev().take_while(|point| point.rowtime_ms > until_ms).count())
        {
            0 => w.zoomed.to_owned(),
            newer => (w.zoomed_newer)(newer as u64),
        }
    };
    let judged = move |by: By| {
        view! {
            <button
                type="button"
                class="quiet"
                aria-pressed=move || (look.by.get() == by).to_string()
                on:click=move |_| look.by.set(by)
            >
                {by.name()}
            </button>
        }
    };
    view! {
        <div class="chart-tools">
            <Forests look/>
            <Columns look/>
            <div class="row chart-buttons" role="group" aria-label=w.judged_by>
                {judged(By::Score)} {judged(By::Grade)}
            </div>
            <div class="row chart-buttons" role="group" aria-label=w.time>
                {choice(w.recent, Span::Recent)} {choice(w.all, Span::All)}
                {tool(w.earlier, "‹", pan, -0.5)} {tool(w.later, "›", pan, 0.5)}
                {tool(w.zoom_in, "+", zoom, 0.5)} {tool(w.zoom_out, "−", zoom, 2.0)}
                <span class="badge is-accent" hidden=move || !matches!(look.span.get(), Span::Fixed { .. })>{newer}</span>
            </div>
        </div>
    }
}

/// The forest that is shown, where the program has several.
#[component]
fn Forests(look: Look) -> impl IntoView {
    let forests = Memo::new(move |_| {
        look.model().lab.with(|lab| lab.as_ref().map_or_else(Vec::new, |lab| lab.forests.clone()))
    });
    let chosen = Memo::new(move |_| look.model().lab.with(|lab| lab.as_ref().map_or(0, |lab| lab.forest)));
    let name = move || forests.with(|forests| forests.get(chosen.get()).cloned().unwrap_or_default());
    let choose = move |event| look.model().send(Command::Edit(Edit::SetForest(event_target_value(&event))));
    view! {
        <div class="row chart-columns" hidden=move || forests.with(|forests| forests.len() < 2)>
            <label for="chart-forest">{words().detection.tools.forest}</label>
            <select id="chart-forest" prop:value=name on:change=choose>
                {move || {
                    let option = |(at, name): (usize, String)| {
                        view! { <option value=name.clone() selected=move || chosen.get() == at>{name.clone()}</option> }
                    };
                    forests.get().into_iter().enumerate().map(option).collect_view()
                }}
            </select>
        </div>
    }
}

/// The stream and its columns.
#[component]
fn Columns(look: Look) -> impl IntoView {
    let w = &words().detection.tools;
    let streams = Memo::new(move |_| {
        look.model().lab.with(|lab| {
            let streams = lab.iter().flat_map(|lab| &lab.streams);
            let numeric = streams.filter(|stream| stream.columns.iter().any(|column| column.numeric));
            numeric.map(|stream| stream.name.clone()).collect::<Vec<_>>()
        })
    });
    let chosen = move || look.shown.with(|shown| shown.stream.clone().unwrap_or_default());
    let choose = move |event| {
        let name = event_target_value(&event);
        let stream = (!name.is_empty()).then_some(name);
        let columns = look.choices(stream.as_deref()).into_iter().take(1).collect();
        look.show(if stream.is_some() { Shown { stream, columns } } else { Shown::default() });
    };
    let columns = Memo::new(move |_| look.shown.with(|shown| look.choices(shown.stream.as_deref())));
    let toggle = move |name: String| {
        let own = StoredValue::new(name.clone());
        let is_shown = move || own.with_value(|name| look.names().contains(name));
        let full = move || !is_shown() && look.names().len() >= LINES;
        view! {
            <button
                type="button"
                class="quiet"
                disabled=full
                aria-pressed=move || is_shown().to_string()
                on:click=move |_| own.with_value(|name| toggled(look, name))
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="row chart-columns">
            <label for="chart-of">{w.shown}</label>
            <select id="chart-of" prop:value=chosen on:change=choose>
                <option value="">{w.forest_sees}</option>
                {move || {
                    let option = |name: String| {
                        let own = name.clone();
                        view! { <option value=name.clone() selected=move || chosen() == own>{name.clone()}</option> }
                    };
                    streams.get().into_iter().map(option).collect_view()
                }}
            </select>
            <div class="row chart-buttons" role="group" aria-label=w.columns hidden=move || columns.with(|all| all.len() < 2)>
                {move || columns.get().into_iter().map(toggle).collect_view()}
            </div>
        </div>
    }
}

/// Adds a column, or takes it away unless it is the last.
fn toggled(look: Look, name: &str) {
    let mut columns = look.names();
    match columns.iter().position(|own| own == name) {
        Some(at) if columns.len() > 1 => {
            columns.remove(at);
        }
        Some(_) => return,
        None => columns.push(name.to_owned()),
    }
    let stream = look.shown.with_untracked(|shown| shown.stream.clone());
    look.show(Shown { stream, columns });
}
