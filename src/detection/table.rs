//! The newest windows as a table: for screen readers, and for all where the picture cannot be drawn.

use leptos::prelude::*;
use rillcut_lab::protocol::ChartPoint;

use super::{
    judgement::Judgement,
    look::Look,
    reading::{judged, number},
};
use crate::{ui::format::clock, words::words};

/// Windows in the table.
const LISTED: usize = 12;

/// The table; it changes when the judgement does, which keeps a pace that can be read.
#[component]
pub(super) fn Newest(look: Look, judgement: Memo<Judgement>, seen: Signal<bool>) -> impl IntoView {
    let points = Memo::new(move |_| {
        judgement.track();
        look.scored()
            .chart
            .with_untracked(|points| points.iter().rev().take(LISTED).cloned().collect::<Vec<_>>())
    });
    let row = move |point: ChartPoint| {
        let values = look.values(&point);
        let cells = look.names().into_iter().enumerate().map(|(at, _)| {
            let text = values
                .get(at)
                .filter(|value| !value.is_nan())
                .map_or_else(|| "–".to_owned(), |&value| number(value));
            view! { <td>{text}</td> }
        });
        let says = if look.marks(&point) { look.by.get().mark() } else { "" };
        view! {
            <tr>
                <td>{clock(point.rowtime_ms)}</td>
                {cells.collect_view()}
                <td>{judged(&point, look.by.get())}</td>
                <td>{says}</td>
            </tr>
        }
    };
    let w = &words().detection.reading;
    let head =
        move || look.names().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    view! {
        <div class:sr-only=move || !seen.get() class:table=move || seen.get()>
            <table>
                <caption>{w.table}</caption>
                <thead>
                    <tr>
                        <th scope="col">"ROWTIME"</th>
                        {head}
                        <th scope="col">{move || look.by.get().name()}</th>
                        <th scope="col">{w.remark}</th>
                    </tr>
                </thead>
                <tbody>{move || points.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
