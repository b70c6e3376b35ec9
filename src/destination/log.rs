//! The log of deliveries, newest first.

use std::time::Duration;

use leptos::prelude::*;
use rillcut_lab::protocol::{Command, DeliveryState, DeliveryView};

use super::{
    dialog::RequestDialog,
    tally::{Tally, state},
};
use crate::{detection::calm::calm, model::use_model};

/// Deliveries in the table.
const SHOWN: usize = 50;
/// Shortest time between two changes of the log.
const PACE: Duration = Duration::from_millis(150);

/// The log.
#[component]
pub(super) fn Log() -> impl IntoView {
    let model = use_model();
    let pace = calm(PACE, move || {
        model.deliveries.version();
    });
    let shown = Memo::new(move |_| {
        pace.track();
        model.deliveries.with_untracked(|all| all.iter().rev().take(SHOWN).cloned().collect::<Vec<_>>())
    });
    let tally = Memo::new(move |_| {
        pace.track();
        let tally = model.deliveries.with_untracked(|all| Tally::of(all.iter()));
        model.frame.with(|frame| tally.sentence(frame.anomalies_total, frame.outbox, frame.refused))
    });
    let connected =
        Memo::new(move |_| model.lab.with(|lab| lab.as_ref().is_some_and(|lab| lab.webhook.is_some())));
    let is_empty = Memo::new(move |_| shown.with(Vec::is_empty));
    let row = move |delivery: DeliveryView| {
        let id = StoredValue::new(delivery.id.clone());
        let title = delivery.title.clone();
        let shows = format!("{title}: show the request");
        // The row stays while its delivery goes on, so that the focus on its button does too.
        let now = Memo::new(move |_| {
            let newest = shown.with(|all| all.iter().find(|one| one.id == id.get_value()).cloned());
            newest.unwrap_or_else(|| delivery.clone())
        });
        let badge = move || {
            let (text, class) = state(now.with(|now| now.state));
            view! { <span class=class>{text}</span> }
        };
        let took = move || now.with(|now| now.duration_ms.map(|ms| format!("{ms} ms")));
        view! {
            <tr>
                <td>{badge}</td>
                <td class="delivery-title">
                    <button
                        type="button"
                        class="quiet"
                        disabled=move || !connected.get()
                        title=shows
                        on:click=move |_| model.send(Command::ShowDelivery { id: id.get_value() })
                    >
                        {title}
                    </button>
                </td>
                <td class="number">{move || now.with(|now| now.attempts)}</td>
                <td class="mono">{move || now.with(|now| wall_clock(now.changed_ms))}</td>
                <td class="number">{took}</td>
                <td class="delivery-detail">{move || now.with(detail)}</td>
            </tr>
        }
    };
    view! {
        <section class="deliveries" aria-labelledby="deliveries-title">
            <h3 id="deliveries-title">"Deliveries"</h3>
            <p class="tally" hidden=move || is_empty.get() && !connected.get()>{move || tally.get()}</p>
            <p class="empty" hidden=move || !is_empty.get()>
                {move || {
                    if connected.get() { "No message has been sent yet" } else { "Connect a webhook to have anomalies sent to it" }
                }}
            </p>
            <div
                class="table"
                role="region"
                tabindex="0"
                aria-label="Table of deliveries"
                hidden=move || is_empty.get()
            >
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"State"</th>
                            <th scope="col">"Message"</th>
                            <th scope="col" class="number">"Attempts"</th>
                            <th scope="col">"Time"</th>
                            <th scope="col" class="number">"Took"</th>
                            <th scope="col">"Answer"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || shown.get() key=|delivery| delivery.id.clone() children=row/>
                    </tbody>
                </table>
            </div>
            <RequestDialog/>
        </section>
    }
}

/// What the last attempt came to, and when the next follows.
fn detail(delivery: &DeliveryView) -> String {
    match (delivery.state, delivery.next_attempt_ms) {
        (DeliveryState::Retrying, Some(at)) => {
            format!("{}; next attempt at {}", delivery.detail, wall_clock(at))
        }
        _ => delivery.detail.clone(),
    }
}

/// The time of day on the reader's wall.
fn wall_clock(ms: i64) -> String {
    let date = js_sys::Date::new(&(ms as f64).into());
    format!("{:02}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds())
}
