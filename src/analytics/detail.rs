//! A row in full: its cells, where it comes from, and what was sent because of it.
//!
//! Each input row can be opened in turn, back to the record that was sent; "Back" leads down again.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a trail is a handful of handles, and components own their arguments"
)]

use std::sync::Arc;

use leptos::{html, prelude::*};
use rillcut_lab::protocol::{Command, InputView, RowDetail, StreamView};

use super::columns::{Shown, columns};
use crate::{
    destination,
    model::Model,
    ui::{dialog::show_when, format::clock},
    words::words,
};

/// The rows that were opened one from the other; the last is shown.
#[derive(Clone, Copy)]
pub(super) struct Trail {
    model: Model,
    steps: RwSignal<Vec<(String, u64)>>,
}

impl Trail {
    pub(super) fn new(model: Model) -> Self {
        Self { model, steps: RwSignal::new(Vec::new()) }
    }

    /// Opens a row of the table.
    pub(super) fn begin(self, stream: String, number: u64) {
        self.steps.set(Vec::new());
        self.open(stream, number);
    }

    /// Opens a row from the one that is shown.
    fn open(self, stream: String, number: u64) {
        self.model.send(Command::ShowRow { stream: stream.clone(), number });
        self.steps.update(|steps| steps.push((stream, number)));
    }

    fn back(self) {
        self.steps.update(|steps| {
            steps.pop();
        });
        if let Some((stream, number)) = self.steps.with_untracked(|steps| steps.last().cloned()) {
            self.model.send(Command::ShowRow { stream, number });
        }
    }

    fn end(self) {
        self.steps.set(Vec::new());
        self.model.row.set(None);
    }
}

/// The dialog; it opens when the engine has answered.
#[component]
pub(super) fn RowDialog(trail: Trail) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let model = trail.model;
    show_when(dialog, move || model.row.with(Option::is_some));
    let w = &words().analytics.detail;
    let deep = move || trail.steps.with(|steps| steps.len() > 1);
    view! {
        <dialog class="dialog row-detail" node_ref=dialog aria-labelledby="row-title" on:close=move |_| trail.end()>
            {move || model.row.get().map(|detail| view! { <Detail trail detail/> })}
            <form method="dialog" class="row">
                <button type="button" hidden=move || !deep() on:click=move |_| trail.back()>{w.back}</button>
                <button>{words().common.close}</button>
            </form>
        </dialog>
    }
}

/// The stream of a name as the lab has it.
fn stream_of(model: Model, name: &str) -> Option<StreamView> {
    model.lab.with_untracked(|view| view.as_ref()?.streams.iter().find(|stream| stream.name == name).cloned())
}

#[component]
fn Detail(trail: Trail, detail: Arc<RowDetail>) -> impl IntoView {
    let model = trail.model;
    let stream = stream_of(model, &detail.stream);
    let cells = stream.as_ref().map_or_else(Vec::new, columns);
    let cell = |column: &Shown| {
        let value = match column.cell(&detail.row) {
            Some(text) => view! { <dd class="mono">{text}</dd> }.into_any(),
            None => view! { <dd class="mono null">"NULL"</dd> }.into_any(),
        };
        view! { <div><dt>{column.name.clone()}<small>{column.data_type.clone()}</small></dt>{value}</div> }
    };
    let cells = cells.iter().map(cell).collect_view();
    let w = &words().analytics.detail;
    let nothing = detail.inputs.is_empty().then(|| {
        view! { <p class="muted">{w.record}</p> }
    });
    let inputs = detail.inputs.iter().map(|input| view! { <Input trail input=input.clone()/> });
    let inputs = inputs.collect_view();
    view! {
        <h2 id="row-title">{(w.title)(&detail.stream, detail.row.number + 1)}</h2>
        <dl class="row-cells">
            <div><dt>"ROWTIME"<small>"TIMESTAMP"</small></dt><dd class="mono">{detail.row.row.rowtime.clone()}</dd></div>
            {cells}
        </dl>
        <h3>{w.origin}</h3>
        {nothing}
        {inputs}
        <Sent trail detail=detail.clone()/>
    }
}

/// The rows of one stream that a row comes from.
#[component]
fn Input(trail: Trail, input: InputView) -> impl IntoView {
    let w = &words().analytics.detail;
    let time = match (input.from_ms, input.to_ms) {
        (Some(from), Some(to)) if from == to => (w.at)(&instant(from)),
        (Some(from), Some(to)) => (w.between)(&instant(from), &instant(to + 1)),
        (None, Some(to)) => (w.up_to)(&instant(to)),
        _ => w.any_time.to_owned(),
    };
    let columns = stream_of(trail.model, &input.stream).map_or_else(Vec::new, |stream| columns(&stream));
    let names = columns
        .iter()
        .map(|column| view! { <th scope="col" class:number=column.numeric>{column.name.clone()}</th> })
        .collect_view();
    let line = |row: &rillcut_lab::protocol::NumberedRow| {
        let cells = columns.iter().map(|column| match column.cell(row) {
            Some(text) => view! { <td class:number=column.numeric><span>{text}</span></td> }.into_any(),
            None => view! { <td class="null">"NULL"</td> }.into_any(),
        });
        let (stream, number) = (input.stream.clone(), row.number);
        view! {
            <tr>
                <td class="rowtime">
                    <button type="button" class="row-open" on:click=move |_| trail.open(stream.clone(), number)>
                        {row.row.rowtime.clone()}
                    </button>
                </td>
                {cells.collect_view()}
            </tr>
        }
    };
    let lines = input.rows.iter().map(line).collect_view();
    let shown = input.rows.len() as u64;
    let more = (input.total > shown).then(|| (w.newest)(shown));
    let missing = input.missing.then_some(w.missing);
    let any = !input.rows.is_empty();
    view! {
        <div class="row-input">
            <p>
                <strong class="mono">{input.pump.clone()}</strong>
                {w.does}
                <span lang="en">{input.does.clone()}</span>
                {(w.input)(input.total)}
                <strong class="mono">{input.stream.clone()}</strong>
                {(w.input_of)(input.total, &time)}
                <span class="muted">{more}{missing}</span>
            </p>
            {any.then(|| view! {
                <div class="table row-rows" tabindex="0" role="region" aria-label=(w.rows_of)(&input.stream)>
                    <table>
                        <thead><tr><th scope="col">"ROWTIME"</th>{names}</tr></thead>
                        <tbody>{lines}</tbody>
                    </table>
                </div>
            })}
        </div>
    }
}

/// `HH:mm:ss`, with milliseconds where there are some.
fn instant(ms: i64) -> String {
    let part = ms.rem_euclid(1000);
    if part == 0 { clock(ms) } else { format!("{}.{part:03}", clock(ms)) }
}

/// What was sent because of a row of the destination.
#[component]
fn Sent(trail: Trail, detail: Arc<RowDetail>) -> impl IntoView {
    let model = trail.model;
    let leaves = model.lab.with_untracked(|view| {
        let view = view.as_ref()?;
        Some(view.streams.get(view.destination?)?.name == detail.stream)
    });
    (leaves == Some(true)).then(|| {
        let of_row = move || {
            model.deliveries.with(|deliveries| {
                let of_row = deliveries.iter().filter(|delivery| delivery.rowtime_ms == detail.rowtime_ms);
                let line = |delivery: &rillcut_lab::protocol::DeliveryView| {
                    view! { <li><span class="badge">{destination::state_name(delivery.state)}</span>" "{delivery.title.clone()}</li> }
                };
                of_row.map(line).collect::<Vec<_>>()
            })
        };
        let w = &words().analytics.detail;
        let none = {
            let of_row = of_row.clone();
            move || of_row().is_empty()
        };
        view! {
            <h3>{w.sent}</h3>
            <ul class="row-sent">{of_row}</ul>
            <p class="muted" hidden=move || !none()>{w.none_sent}</p>
        }
    })
}
